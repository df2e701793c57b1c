#include "bytes.h"
#include "library/areascale.h"
#include "library/picturecheck.h"

#include <cstdlib>

using namespace janus;
using namespace janus::library;

/// What a server sent, or what lies in a library's folder or in its store of thumbnails: the first byte
/// chooses how large it is shown.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const QSize box(1 + data[0] % 64, 1 + data[0] / 4);
    const QByteArray bytes = bytesOf(data + 1, size - 1);
    // Larger ones are right, and only slow here.
    if (const Result<QSize> known = sizeOfPicture(bytes);
        known && qint64(known->width()) * known->height() > 1'000'000)
        return 0;
    const Result<CheckedPicture> small = checkPicture(bytes, box);
    if (small &&
        (small->image.format() != QImage::Format_RGB32 || small->image.size() != fitted(small->size, box)))
        std::abort();
    const QImage stored = thumbnailImage(bytes, box);
    if (!stored.isNull() && (stored.width() > box.width() || stored.height() > box.height()))
        std::abort();
    (void)checkPicture(bytes);
    return 0;
}
