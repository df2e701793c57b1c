#pragma once

#include <QByteArray>

namespace janus::fal {

/// What a request is for. The kind decides its connections, its size cap, its clocks, its redirect rule and
/// whether the key goes along (table in httpclient.cpp).
enum class CallKind {
    Submit,
    Status,
    Stream,
    Result,
    Cancel,
    Media,
    Platform,
    Models,         ///< public platform reads: the key goes along when there is one
    UploadInitiate, ///< asks the service where a file may be put
    UploadBody,     ///< PUTs a file, or a part of it, there; never with the key
    UploadComplete, ///< says there that all parts have come; never with the key
    FileToken,      ///< asks the service for a permission to read the account's own files
    PrivateMedia,   ///< such a file: with that permission, never with the key
};

/// An HTTP answer as it came, whole. Header values are raw and may be anything.
struct HttpAnswer
{
    int status = 0;
    QByteArray contentType;
    QByteArray retryAfter;
    QByteArray errorType;   ///< x-fal-error-type
    QByteArray timeoutType; ///< x-fal-request-timeout-type
    QByteArray requestId;   ///< x-fal-request-id: the service itself answered, not a gateway before it
    QByteArray body;        ///< empty for an event stream, whose bytes went to HttpRequest::chunk

    bool isLengthKnown = false; ///< Content-Length was there, and right
    QByteArray etag = {};
    QByteArray contentRange = {};
    QByteArray acceptRanges = {};
    QByteArray date = {}; ///< the service's clock

    bool isSuccess() const { return status >= 200 && status < 300; }
    bool isEventStream() const
    {
        return status == 200 && contentType.trimmed().toLower().startsWith("text/event-stream");
    }
};

} // namespace janus::fal
