#include "bytes.h"
#include "library/filemetadata.h"
#include "library/recipefile.h"

#include <cstdlib>

using namespace janus;
using namespace janus::library;
using namespace Qt::StringLiterals;

/// The same bytes as a file with a recipe, as a recipe, and as what a server sent.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes = bytesOf(data, size);
    if (const std::optional<QByteArray> json = recipeJsonIn(bytes))
        (void)Recipe::fromJson(*json);
    (void)withoutRecipe(bytes);
    if (const Result<Recipe> recipe = Recipe::fromJson(bytes)) {
        const Result<Recipe> again = Recipe::fromJson(recipe->toJson());
        if (!again || *again != *recipe || recipe->index >= recipe->count)
            std::abort();
    }

    // MAL-06: what leaves the library clean says nothing, whatever came in.
    (void)sourceTypeIn(bytes);
    if (const Result<QByteArray> clean = withoutMetadata(bytes)) {
        for (const Carried &carried : carriedBy(*clean)) {
            if (carried.kind != Carried::Kind::ColourProfile && carried.kind != Carried::Kind::Exif)
                std::abort();
        }
        (void)withXmpPacket(*clean, "<x/>");
    }

    Picture picture;
    picture.request = {u"fal-ai/janus"_s, {{u"prompt"_s, u"a fox"_s}}};
    picture.requestId = u"r"_s;
    picture.service = u"fal"_s;
    picture.created = QDateTime::fromMSecsSinceEpoch(0, Qt::UTC);
    const JobOrigin job{u"2f1d3c4b-0000-4000-8000-0000000000aa"_s, picture.created, picture.created, {}};
    const Recipe recipe = Recipe::of(picture, job, sha256Of(bytes), bytes.size());
    const Result<QByteArray> file = withRecipe(bytes, recipe, picture);
    if (file) {
        const Result<QByteArray> back = withoutRecipe(*file);
        if (!back || *back != bytes || Recipe::fromJson(*recipeJsonIn(*file))->body != recipe.body)
            std::abort(); // what the server sent would be lost
    }
    return 0;
}
