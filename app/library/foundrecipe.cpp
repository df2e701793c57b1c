#include "library/foundrecipe.h"

#include "library/foldercontents.h"
#include "library/foreignreader.h"
#include "library/picturecheck.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

Error noRecipe(const QString &sentence)
{
    return {ErrorKind::BadInput, sentence};
}

/// A recipe of ours as JSON, as it lies beside pictures that cannot carry it.
std::optional<Result<FoundRecipe>> ours(const QByteArray &json)
{
    if (!json.trimmed().startsWith('{') || !json.contains("\"janus-studio\""))
        return {};
    Result<Recipe> recipe = Recipe::fromJson(json);
    return recipe ? Result<FoundRecipe>(std::move(*recipe)) : recipe.error();
}

} // namespace

Result<FoundRecipe> recipeInFile(const QString &path)
{
    const QString name = QFileInfo(path).fileName();
    if (!QFileInfo(path).isFile()) // a pipe would keep us waiting
        return noRecipe(u"%1 is no file that can be read."_s.arg(name));
    const Result<QByteArray> bytes = readPictureFile(path);
    if (!bytes)
        return bytes.error();
    if (!formatOf(*bytes)) {
        if (const auto recipe = ours(*bytes))
            return *recipe;
        if (auto recipe = foreignRecipeInText(QString::fromUtf8(*bytes)))
            return FoundRecipe(std::move(*recipe));
        return noRecipe(u"%1 is neither a JPEG, PNG or WebP picture nor a recipe."_s.arg(name));
    }
    if (const auto json = recipeJsonOf(path, *bytes)) {
        if (Result<Recipe> recipe = Recipe::fromJson(*json))
            return FoundRecipe(std::move(*recipe));
    }
    if (auto recipe = foreignRecipeOf(*bytes))
        return FoundRecipe(std::move(*recipe));
    return noRecipe(u"%1 does not say how it was made."_s.arg(name));
}

Result<FoundRecipe> recipeInText(const QString &text)
{
    if (const auto recipe = ours(text.toUtf8()))
        return *recipe;
    if (auto recipe = foreignRecipeInText(text))
        return FoundRecipe(std::move(*recipe));
    return noRecipe(u"The text is no recipe."_s);
}

Picture pictureOf(const Recipe &recipe)
{
    Picture picture;
    picture.request = recipe.request();
    picture.seed = recipe.seed;
    picture.index = recipe.index;
    picture.count = recipe.count;
    picture.requestId = recipe.requestId;
    picture.service = recipe.service;
    picture.flagged = recipe.flagged;
    picture.created = recipe.created;
    picture.queueSeconds = recipe.queueSeconds;
    picture.runSeconds = recipe.runSeconds;
    picture.jobUuid = recipe.job.uuid;
    picture.provenance = recipe.provenance;
    return picture;
}

} // namespace janus::library
