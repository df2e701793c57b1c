#include "library/foreignjson.h"
#include "library/foreignprograms.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace janus::library {

std::optional<ForeignRecipe> recipeOfFooocus(const QJsonObject &metadata)
{
    const bool isFooocus = metadata["metadata_scheme"_L1].isString() ||
                           metadata["version"_L1].toString().startsWith("Fooocus"_L1) ||
                           (metadata.contains("base_model"_L1) && metadata.contains("performance"_L1));
    if (!isFooocus)
        return {};
    ForeignFields fields(metadata);
    ForeignRecipe recipe;
    recipe.program = u"Fooocus"_s;
    recipe.version = fields.takeText(u"version"_s);
    recipe.prompt = fields.takeText(u"prompt"_s);
    recipe.negativePrompt = fields.takeText(u"negative_prompt"_s);
    fields.takeSeed(u"seed"_s, recipe); // a string
    fields.takeGuidance(u"guidance_scale"_s, recipe);
    // As Python writes a tuple: "(1152, 896)".
    static const QRegularExpression sides(uR"(\A\D{0,4}(\d{1,6})\D{1,6}(\d{1,6})\D{0,4}\z)"_s);
    const QString resolution = fields.takeText(u"resolution"_s);
    if (const auto match = sides.match(resolution); match.hasMatch())
        recipe.size = QSize(match.captured(1).toInt(), match.captured(2).toInt());
    else
        list(recipe, u"Resolution"_s, resolution);
    list(recipe, u"Steps"_s, fields.takeText(u"steps"_s));
    fields.take(u"metadata_scheme"_s);
    fields.listRest(
        recipe,
        {u"styles"_s, u"performance"_s, u"sampler"_s, u"scheduler"_s, u"base_model"_s, u"refiner_model"_s},
        {{u"base_model"_s, u"Model"_s},
         {u"base_model_hash"_s, u"Model hash"_s},
         {u"refiner_model"_s, u"Refiner"_s},
         {u"adm_guidance"_s, u"ADM guidance"_s},
         {u"vae"_s, u"VAE"_s},
         {u"freeu"_s, u"FreeU"_s},
         {u"loras"_s, u"LoRAs"_s}});
    return recipe;
}

} // namespace janus::library
