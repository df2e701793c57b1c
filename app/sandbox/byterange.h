#pragma once

#include "sandbox/httpresponse.h"

namespace janus::sandbox {

/// Which bytes of a file a request gets, and the head of that answer: 200 for all of it, 206 for the one
/// range asked for, 416 when there are no such bytes. Several ranges at once are answered with the whole
/// file.
struct ByteRange
{
    HttpResponse head; ///< With ETag, Accept-Ranges and Content-Range; the body is the caller's.
    qint64 offset = 0;
    qint64 length = 0;
};

/// `etag` without quotes.
ByteRange rangeOf(const HttpRequest &request, const QByteArray &contentType, const QByteArray &etag,
                  qint64 size);

} // namespace janus::sandbox
