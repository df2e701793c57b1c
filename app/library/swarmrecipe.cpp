#include "library/foreignjson.h"
#include "library/foreignprograms.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace janus::library {

std::optional<ForeignRecipe> recipeOfSwarm(const QJsonObject &metadata)
{
    if (!metadata["sui_image_params"_L1].isObject())
        return {};
    ForeignFields fields(metadata["sui_image_params"_L1].toObject());
    ForeignRecipe recipe;
    recipe.program = u"SwarmUI"_s;
    recipe.version = fields.takeText(u"swarm_version"_s);
    recipe.prompt = fields.takeText(u"prompt"_s);
    recipe.negativePrompt = fields.takeText(u"negativeprompt"_s);
    fields.takeSeed(u"seed"_s, recipe);
    fields.takeGuidance(u"cfgscale"_s, recipe);
    fields.takeSize(u"width"_s, u"height"_s, recipe);
    list(recipe, u"Steps"_s, fields.takeText(u"steps"_s));
    fields.listRest(recipe,
                    {u"model"_s, u"sampler"_s, u"comfyuisampler"_s, u"scheduler"_s, u"comfyuischeduler"_s},
                    {{u"comfyuisampler"_s, u"Sampler"_s},
                     {u"comfyuischeduler"_s, u"Scheduler"_s},
                     {u"aspectratio"_s, u"Aspect ratio"_s},
                     {u"automaticvae"_s, u"Automatic VAE"_s},
                     {u"fluxguidancescale"_s, u"Flux guidance"_s},
                     {u"loraweights"_s, u"LoRA weights"_s},
                     {u"loras"_s, u"LoRAs"_s}});
    ForeignFields(metadata["sui_extra_data"_L1].toObject()).listRest(recipe, {u"original_prompt"_s});
    list(recipe, u"Models"_s, plainText(metadata["sui_models"_L1]));
    return recipe;
}

} // namespace janus::library
