#include "library/foreignjson.h"
#include "library/foreignprograms.h"

using namespace Qt::StringLiterals;

namespace janus::library {

std::optional<ForeignRecipe> recipeOfNovelAi(const QJsonObject &comment)
{
    if (!comment["prompt"_L1].isString())
        return {};
    ForeignFields fields(comment);
    ForeignRecipe recipe;
    recipe.program = u"NovelAI"_s;
    recipe.prompt = fields.takeText(u"prompt"_s);
    recipe.negativePrompt = fields.takeText(u"uc"_s);
    fields.takeSeed(u"seed"_s, recipe);
    fields.takeGuidance(u"scale"_s, recipe);
    fields.takeSize(u"width"_s, u"height"_s, recipe);
    fields.listRest(recipe, {u"steps"_s, u"sampler"_s});
    return recipe;
}

} // namespace janus::library
