#pragma once

#include "sandbox/httpparser.h"

namespace janus::sandbox {

/// One complete answer, before it becomes bytes. `content-length` and `connection` are added when it is sent.
struct HttpResponse
{
    int status = 200;
    QByteArray body;
    QByteArray contentType = "application/json";
    QList<HttpHeader> headers;
    bool close = false; ///< Close the connection behind the answer.
};

QByteArray reasonPhrase(int status);

/// Status line and header fields with the closing empty line. Fields of `headers` replace ours of that name.
QByteArray headBytes(const HttpResponse &response, const QList<HttpHeader> &framing);

/// The whole answer. `keepAlive` is what the client may expect of the connection afterwards.
QByteArray responseBytes(const HttpResponse &response, bool keepAlive);

} // namespace janus::sandbox
