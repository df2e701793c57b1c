#include "library/foreignjson.h"
#include "library/foreignprograms.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

constexpr qsizetype mostCommand = 200'000;

/// Negative words stand in square brackets; a round one before them keeps theirs, as do escaped ones.
void takeBrackets(ForeignRecipe &recipe)
{
    QString kept;
    QStringList negative;
    qsizetype at = 0;
    while (at < recipe.prompt.size()) {
        const qsizetype open = recipe.prompt.indexOf(u'[', at);
        const qsizetype close = open < 0 ? -1 : recipe.prompt.indexOf(u']', open);
        if (close < 0)
            break;
        kept += QStringView(recipe.prompt).sliced(at, open - at);
        negative << recipe.prompt.sliced(open + 1, close - open - 1).trimmed();
        at = close + 1;
    }
    if (negative.isEmpty())
        return;
    kept += QStringView(recipe.prompt).sliced(at);
    recipe.prompt = kept.simplified();
    recipe.negativePrompt = negative.join(u", "_s);
}

/// A text, or a list of {"prompt", "weight"}: several as "one:0.7,two:0.3", the way they were typed.
QString weightedPrompt(const QJsonValue &value)
{
    const QJsonArray parts = value.toArray();
    if (parts.isEmpty())
        return value.toString();
    if (parts.size() == 1)
        return parts.first()["prompt"_L1].toString();
    QStringList texts;
    for (const QJsonValue &part : parts)
        texts << part["prompt"_L1].toString() + u':' + plainText(part["weight"_L1]);
    return texts.join(u',');
}

QString modelName(const QJsonValue &model)
{
    for (const QLatin1StringView key : {"name"_L1, "model_name"_L1}) {
        if (model[key].isString())
            return model[key].toString();
    }
    return plainText(model);
}

} // namespace

std::optional<ForeignRecipe> recipeOfInvokeMetadata(const QJsonObject &metadata)
{
    if (!metadata.contains("positive_prompt"_L1) && !metadata.contains("app_version"_L1) &&
        !metadata.contains("generation_mode"_L1))
        return {};
    ForeignFields fields(metadata);
    ForeignRecipe recipe;
    recipe.program = u"InvokeAI"_s;
    recipe.version = fields.takeText(u"app_version"_s);
    recipe.prompt = fields.takeText(u"positive_prompt"_s);
    recipe.negativePrompt = fields.takeText(u"negative_prompt"_s);
    fields.takeSeed(u"seed"_s, recipe);
    // FLUX has its guidance under its own name.
    fields.takeGuidance(metadata["cfg_scale"_L1].isNull() || !metadata.contains("cfg_scale"_L1)
                            ? u"guidance"_s
                            : u"cfg_scale"_s,
                        recipe);
    fields.takeSize(u"width"_s, u"height"_s, recipe);
    list(recipe, u"Steps"_s, fields.takeText(u"steps"_s));
    list(recipe, u"Scheduler"_s, fields.takeText(u"scheduler"_s));
    list(recipe, u"Model"_s, modelName(fields.take(u"model"_s)));
    fields.listRest(recipe, {u"generation_mode"_s, u"loras"_s, u"vae"_s});
    return recipe;
}

std::optional<ForeignRecipe> recipeOfInvokeRfc266(const QJsonObject &metadata)
{
    const QJsonArray images = metadata["images"_L1].toArray();
    const QJsonObject image = images.isEmpty() ? metadata["image"_L1].toObject() : images.first().toObject();
    if (image.isEmpty())
        return {};
    ForeignFields fields(image);
    ForeignRecipe recipe;
    recipe.program = u"InvokeAI"_s;
    recipe.version = plainText(metadata["app_version"_L1]);
    recipe.prompt = weightedPrompt(fields.take(u"prompt"_s));
    takeBrackets(recipe);
    fields.takeSeed(u"seed"_s, recipe);
    fields.takeGuidance(u"cfg_scale"_s, recipe);
    fields.takeSize(u"width"_s, u"height"_s, recipe);
    list(recipe, u"Steps"_s, fields.takeText(u"steps"_s));
    list(recipe, u"Sampler"_s, fields.takeText(u"sampler"_s));
    for (const QString &name : {u"model_weights"_s, u"model_id"_s, u"model"_s}) {
        if (const QString model = plainText(metadata[name]); !model.isEmpty()) {
            list(recipe, u"Model"_s, model);
            break;
        }
    }
    list(recipe, u"Model hash"_s, plainText(metadata["model_hash"_L1]));
    fields.listRest(recipe, {u"type"_s});
    return recipe;
}

std::optional<ForeignRecipe> recipeOfDream(const QString &command)
{
    if (command.size() > mostCommand || command.trimmed().isEmpty())
        return {};
    // The prompt stands first, in quotes or not, up to the first switch.
    QString text = command.trimmed();
    QString rest;
    const qsizetype quote = text.startsWith(u'"') ? text.lastIndexOf(u"\" -"_s) : -1;
    if (quote > 0) {
        rest = text.sliced(quote + 1);
        text = text.sliced(1, quote - 1);
    } else if (const qsizetype dash = text.indexOf(u" -"_s); dash >= 0) {
        rest = text.sliced(dash);
        text = text.first(dash);
    }
    ForeignRecipe recipe;
    recipe.program = u"InvokeAI"_s;
    recipe.prompt = text.trimmed();
    takeBrackets(recipe);
    QStringList words = rest.split(u' ', Qt::SkipEmptyParts);
    QString width;
    QString height;
    while (!words.isEmpty()) {
        const QString name = words.takeFirst();
        // Short switches may hold their value: "-s50".
        const bool isShort = name.size() >= 2 && name[0] == u'-' && name[1] != u'-';
        const QString key = isShort ? name.first(2) : name;
        QString value = isShort ? name.sliced(2) : QString();
        const bool isSwitch = !words.isEmpty() && words.first().startsWith(u'-') &&
                              words.first().size() > 1 && !words.first()[1].isDigit();
        if (value.isEmpty() && !words.isEmpty() && !isSwitch)
            value = words.takeFirst();
        if (key == "-S"_L1)
            recipe.seed = plainSeed(value);
        else if (key == "-C"_L1)
            recipe.guidance = plainNumber(value);
        else if (key == "-W"_L1)
            width = value;
        else if (key == "-H"_L1)
            height = value;
        else if (key == "-s"_L1)
            list(recipe, u"Steps"_s, value);
        else if (key == "-A"_L1)
            list(recipe, u"Sampler"_s, value);
        else if (key.startsWith(u'-'))
            recipe.others << NamedSetting{key, value};
    }
    ForeignFields sides({{u"width"_s, width}, {u"height"_s, height}});
    sides.takeSize(u"width"_s, u"height"_s, recipe);
    return recipe;
}

} // namespace janus::library
