#include "sandbox/byterange.h"

#include <algorithm>
#include <optional>

namespace janus::sandbox {

namespace {

struct Span
{
    qint64 first = 0;
    qint64 last = 0;
};

/// A number, or nothing where the text is empty; anything else makes the header unusable.
bool readNumber(const QByteArray &text, std::optional<qint64> &number)
{
    if (text.isEmpty())
        return true;
    bool isNumber = false;
    number = text.toLongLong(&isNumber);
    return isNumber && *number >= 0;
}

/// The span a Range header asks for; it may lie outside the file. None: not one plain range of bytes.
std::optional<Span> spanOf(const QByteArray &header, qint64 size)
{
    const QByteArray range = header.mid(6).trimmed();
    const qsizetype dash = range.indexOf('-');
    if (!header.startsWith("bytes=") || dash < 0 || range.contains(','))
        return std::nullopt;
    std::optional<qint64> first, last;
    if (!readNumber(range.left(dash), first) || !readNumber(range.mid(dash + 1), last) || (!first && !last))
        return std::nullopt;
    if (!first)
        return Span{*last > 0 ? std::max<qint64>(0, size - *last) : size, size - 1};
    if (last && *last < *first)
        return std::nullopt;
    return Span{*first, std::min(last.value_or(size - 1), size - 1)};
}

} // namespace

ByteRange rangeOf(const HttpRequest &request, const QByteArray &contentType, const QByteArray &etag,
                  qint64 size)
{
    const QByteArray quoted = '"' + etag + '"';
    const QByteArray total = QByteArray::number(size);
    ByteRange range{{200, {}, contentType, {{"etag", quoted}, {"accept-ranges", "bytes"}}}, 0, size};
    const bool changed = request.headerCount("if-range") > 0 && request.header("if-range") != quoted;
    const auto span = changed ? std::nullopt : spanOf(request.header("range"), size);
    if (!span)
        return range;
    if (span->first >= size) {
        range.head.status = 416;
        range.head.headers.append(HttpHeader{"content-range", "bytes */" + total});
        range.length = 0;
        return range;
    }
    range.offset = span->first;
    range.length = span->last - span->first + 1;
    range.head.status = 206;
    range.head.headers.append(HttpHeader{"content-range", "bytes " + QByteArray::number(span->first) + '-' +
                                                              QByteArray::number(span->last) + '/' + total});
    return range;
}

} // namespace janus::sandbox
