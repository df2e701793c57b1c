#include "library/recipefile.h"

#include "library/picturecheck.h"
#include "library/recipecontainers.h"
#include "library/recipetext.h"

#include <openssl/evp.h>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

/// Texts of so many UTF-16 units fit a JPEG segment for sure.
constexpr qsizetype mostShortText = 20'000;
constexpr qsizetype mostShortPrompt = 8'000;

struct Container
{
    std::optional<QByteArray> (*embed)(const QByteArray &sent, const RecipeParts &parts);
    QByteArray (*json)(const QByteArray &file);
    std::optional<QByteArray> (*strip)(const QByteArray &file, qint64 sentSize);
};

std::optional<Container> containerOf(const QByteArray &file)
{
    const std::optional<PictureFormat> format = formatOf(file);
    if (!format)
        return {};
    switch (*format) {
    case PictureFormat::Jpeg:
        return Container{jpeg::embed, jpeg::json, jpeg::strip};
    case PictureFormat::Png:
        return Container{png::embed, png::json, png::strip};
    case PictureFormat::WebP:
        return Container{webp::embed, webp::json, webp::strip};
    }
    Q_UNREACHABLE();
}

RecipeParts partsOf(const Recipe &recipe, const Picture &picture)
{
    RecipeParts parts{recipe.toJson(), recipeText(picture), {}, recipeXmp(picture)};
    parts.shortText = parts.text.size() <= mostShortText ? parts.text : recipeText(picture, mostShortPrompt);
    return parts;
}

Error cannotCarry(const QString &why)
{
    return {ErrorKind::Protocol, u"This picture's file cannot carry a recipe."_s, why};
}

} // namespace

Result<QByteArray> withRecipe(const QByteArray &sent, const Recipe &recipe, const Picture &picture)
{
    const std::optional<Container> container = containerOf(sent);
    if (!container)
        return cannotCarry(u"no JPEG, PNG or WebP"_s);
    const RecipeParts parts = partsOf(recipe, picture);
    if (parts.json.size() > Recipe::mostJson)
        return cannotCarry(u"the recipe has %1 bytes"_s.arg(parts.json.size()));
    const std::optional<QByteArray> file = container->embed(sent, parts);
    if (!file)
        return cannotCarry(u"its parts are not in order"_s);
    // What was paid for is not entrusted to a file that has not been read again.
    if (container->json(*file) != parts.json || container->strip(*file, sent.size()) != sent)
        return cannotCarry(u"what was written reads otherwise"_s);
    return *file;
}

std::optional<QByteArray> recipeJsonIn(const QByteArray &file)
{
    const std::optional<Container> container = containerOf(file);
    const QByteArray json = container ? container->json(file) : QByteArray();
    return json.isEmpty() ? std::nullopt : std::optional(json);
}

Result<QByteArray> withoutRecipe(const QByteArray &file)
{
    const std::optional<QByteArray> json = recipeJsonIn(file);
    if (!json)
        return Error{ErrorKind::Protocol, u"The file carries no recipe of Janus Studio."_s};
    const Result<Recipe> recipe = Recipe::fromJson(*json);
    return recipe ? withoutRecipe(file, *recipe) : recipe.error();
}

Result<QByteArray> withoutRecipe(const QByteArray &file, const Recipe &recipe)
{
    const std::optional<Container> container = containerOf(file);
    const std::optional<QByteArray> sent =
        container ? container->strip(file, recipe.sentBytes) : std::optional<QByteArray>();
    if (!sent || sha256Of(*sent) != recipe.sentSha256)
        return Error{ErrorKind::Protocol, u"The file was changed after Janus Studio had saved it."_s};
    return *sent;
}

/// OpenSSL's, because it uses the processor's own instructions: five times as fast as Qt's.
QByteArray sha256Of(const QByteArray &bytes)
{
    QByteArray digest(EVP_MAX_MD_SIZE, 0);
    unsigned int length = 0;
    EVP_Digest(bytes.constData(), size_t(bytes.size()), reinterpret_cast<unsigned char *>(digest.data()),
               &length, EVP_sha256(), nullptr);
    return digest.first(length).toHex();
}

} // namespace janus::library
