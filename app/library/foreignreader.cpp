#include "library/foreignreader.h"

#include "library/filetexts.h"
#include "library/foreignjson.h"
#include "library/foreignprograms.h"
#include "library/picturecheck.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

class Texts
{
public:
    explicit Texts(const QByteArray &file)
        : m_texts(textsIn(file))
    {
    }

    /// The first at this place; keywords of PNGs are written in either case.
    QString at(QLatin1StringView place) const
    {
        const auto found = std::ranges::find_if(m_texts, [place](const FileText &text) {
            return text.place.compare(place, Qt::CaseInsensitive) == 0;
        });
        return found == m_texts.end() ? QString() : found->text;
    }

    /// Of an EXIF field that says "name:value", as ComfyUI writes them; any of them, because it counts down.
    QString named(QLatin1StringView name) const
    {
        for (const FileText &text : m_texts) {
            const bool isNamed = text.text.size() > name.size() && text.text[name.size()] == u':' &&
                                 text.text.startsWith(name, Qt::CaseInsensitive);
            if (isNamed && text.place != "UserComment"_L1 && text.place != "comment"_L1)
                return text.text.sliced(name.size() + 1);
        }
        return {};
    }

private:
    const QList<FileText> m_texts;
};

std::optional<ForeignRecipe> ofObject(const QJsonObject &object)
{
    for (const auto read : {recipeOfSwarm, recipeOfFooocus, recipeOfInvokeMetadata, recipeOfInvokeRfc266}) {
        if (auto recipe = read(object))
            return recipe;
    }
    const bool isWorkflow = object["nodes"_L1].isArray() && object.contains("links"_L1);
    return isWorkflow ? recipeOfComfyWorkflow(object) : recipeOfComfyGraph(object);
}

/// What "parameters", a comment and a clipboard may hold alike.
std::optional<ForeignRecipe> ofText(const QString &text, bool mayBeBare)
{
    if (text.trimmed().startsWith(u'{')) {
        if (const auto object = foreignObject(text))
            return ofObject(*object);
    }
    return recipeOfInfotext(text, mayBeBare);
}

std::optional<ForeignRecipe> ofInvoke(const Texts &texts)
{
    if (const auto object = foreignObject(texts.at("invokeai_metadata"_L1))) {
        if (auto recipe = recipeOfInvokeMetadata(*object))
            return recipe;
    }
    if (const auto object = foreignObject(texts.at("sd-metadata"_L1))) {
        if (auto recipe = recipeOfInvokeRfc266(*object))
            return recipe;
    }
    return recipeOfDream(texts.at("Dream"_L1));
}

/// The text that the web UI, SwarmUI and Fooocus share the place of.
std::optional<ForeignRecipe> ofParameters(const Texts &texts)
{
    std::optional<ForeignRecipe> recipe = ofText(texts.at("parameters"_L1), true);
    for (const QLatin1StringView place : {"UserComment"_L1, "comment"_L1, "ImageDescription"_L1}) {
        if (!recipe)
            recipe = ofText(texts.at(place), false);
    }
    if (!recipe)
        recipe = ofText(texts.named("parameters"_L1), false);
    const bool isFooocus =
        !texts.at("fooocus_scheme"_L1).isEmpty() || texts.at("Software"_L1).startsWith("Fooocus"_L1);
    if (recipe && isFooocus)
        recipe->program = u"Fooocus"_s;
    return recipe;
}

std::optional<ForeignRecipe> ofComfy(const Texts &texts)
{
    for (const QString &text : {texts.at("prompt"_L1), texts.named("prompt"_L1)}) {
        const auto graph = text.isEmpty() ? std::nullopt : foreignObject(text);
        if (auto recipe = graph ? recipeOfComfyGraph(*graph) : std::nullopt)
            return recipe;
    }
    for (const QString &text : {texts.at("workflow"_L1), texts.named("workflow"_L1)}) {
        const auto workflow = text.isEmpty() ? std::nullopt : foreignObject(text);
        if (auto recipe = workflow ? recipeOfComfyWorkflow(*workflow) : std::nullopt)
            return recipe;
    }
    return {};
}

std::optional<ForeignRecipe> ofNovelAi(const Texts &texts)
{
    const auto comment =
        texts.at("Software"_L1) == "NovelAI"_L1 ? foreignObject(texts.at("Comment"_L1)) : std::nullopt;
    return comment ? recipeOfNovelAi(*comment) : std::nullopt;
}

/// Not more settings than anybody reads; how many are left out is said.
std::optional<ForeignRecipe> bounded(std::optional<ForeignRecipe> recipe)
{
    if (recipe && recipe->others.size() > mostForeignSettings) {
        const qsizetype left = recipe->others.size() - mostForeignSettings;
        recipe->others.resize(mostForeignSettings);
        list(*recipe, u"Further settings"_s, u"%1 or more, in the file"_s.arg(left));
    }
    return recipe;
}

} // namespace

std::optional<ForeignRecipe> foreignRecipeOf(const QByteArray &file)
{
    const Texts texts(file);
    std::optional<ForeignRecipe> recipe;
    for (const auto read : {ofInvoke, ofNovelAi, ofParameters, ofComfy}) {
        if (recipe = read(texts); recipe)
            break;
    }
    if (recipe && recipe->size.isEmpty())
        recipe->size = sizeOfPicture(file).hasValue() ? *sizeOfPicture(file) : QSize();
    return bounded(std::move(recipe));
}

std::optional<ForeignRecipe> foreignRecipeInText(const QString &text)
{
    return text.size() > mostFileText ? std::nullopt : bounded(ofText(text, false));
}

} // namespace janus::library
