#pragma once

#include "sandbox/httpparser.h"
#include "sandbox/lifecycle.h"

namespace janus::sandbox {

/// What a submit asks for besides the picture, in headers and query.
struct SubmitOptions
{
    bool low = false;         ///< Priority "low": behind all normal ones.
    bool direct = false;      ///< A direct run: ahead of everybody.
    bool keepPayloads = true; ///< In the request history; X-Fal-Store-IO: 0 says no.
    double startSeconds = 0;  ///< Longest time until the work begins; 0: any.
    QByteArray webhook;       ///< Address to call when it is done, or empty.
    Lifecycle lifecycle;      ///< Of the pictures.

    static SubmitOptions of(const HttpRequest &request, const Lifecycle &account);
    static SubmitOptions fromJson(const QJsonObject &value);
    QJsonObject toJson() const;
};

/// The input of a submit: its body, or for a GET what its query says.
QByteArray inputOf(const HttpRequest &request);

} // namespace janus::sandbox
