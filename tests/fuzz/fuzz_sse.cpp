#include "bytes.h"
#include "fal/sseparser.h"

#include <algorithm>
#include <cstdlib>

using namespace janus::fal;

namespace {

/// Every event of the bytes when they come in pieces of `piece`.
QByteArray readAll(const QByteArray &bytes, qsizetype piece)
{
    SseParser parser;
    QByteArray story;
    for (qsizetype at = 0; at < bytes.size(); at += piece)
        parser.feed(bytes.mid(at, piece), [&story](const QByteArray &event) { story += event + '\0'; });
    return story + (parser.isBroken() ? "broken" : "");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const QByteArray bytes = bytesOf(data + 1, size - 1);
    if (readAll(bytes, std::max<qsizetype>(bytes.size(), 1)) != readAll(bytes, 1 + data[0] % 64))
        std::abort(); // where the network cuts must not matter
    return 0;
}
