#include "bytes.h"
#include "core/foreignrecipe.h"
#include "library/filetexts.h"
#include "library/foreignreader.h"
#include "library/inflate.h"

#include <cstdlib>

using namespace janus;
using namespace janus::library;
using namespace Qt::StringLiterals;

namespace {

void check(const ForeignRecipe &recipe)
{
    if (recipe.program.isEmpty() || recipe.others.size() > 2001)
        std::abort();
    const GenerationRequest known = knownRequest(recipe);
    if (known.input.size() > 3)
        std::abort();
    // Nothing that a model without limits would have to take.
    (void)appliedTo(recipe, ModelSchema()).unusedText();
}

} // namespace

/// The same bytes as a picture file, as packed bytes, and as a text; the text in a PNG's chunk, too, under
/// the keyword that its first byte picks.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes = bytesOf(data, size);
    if (const auto recipe = foreignRecipeOf(bytes))
        check(*recipe);
    constexpr qsizetype most = 1 << 20;
    if (const auto unpacked = inflated(bytes, most); unpacked && unpacked->size() > most)
        std::abort();
    if (const auto recipe = foreignRecipeInText(QString::fromUtf8(bytes)))
        check(*recipe);
    if (bytes.isEmpty())
        return 0;
    static const QList<QByteArray> keywords{"parameters",  "prompt", "workflow", "invokeai_metadata",
                                            "sd-metadata", "Dream",  "Comment"};
    const QByteArray text = keywords[quint8(bytes[0]) % keywords.size()] + '\0' + bytes.sliced(1);
    const auto chunk = [](const QByteArray &type, const QByteArray &content) {
        QByteArray length(4, 0);
        length[0] = char(content.size() >> 24);
        length[1] = char(content.size() >> 16);
        length[2] = char(content.size() >> 8);
        length[3] = char(content.size());
        return length + type + content + QByteArray(4, 0);
    };
    const QByteArray png = QByteArray("\x89PNG\r\n\x1a\n", 8) + chunk("IHDR", QByteArray(13, 1)) +
                           chunk("tEXt", QByteArray("Software\0NovelAI", 16)) + chunk("tEXt", text) +
                           chunk("IEND", {});
    if (const auto recipe = foreignRecipeOf(png))
        check(*recipe);
    return 0;
}
