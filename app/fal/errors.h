#pragma once

#include "core/result.h"
#include "fal/httpanswer.h"

#include <QString>

namespace janus::fal {

struct Service;
struct QueueStatus;

/// The service in a sentence: "fal", "the sandbox" or "the server https://…".
QString spokenName(const Service &service);

/// The one place where an HTTP status and its body become an Error. For answers that are no success, and for
/// a 2xx whose body nobody could make sense of. Submits: only a definite no is anything but OutcomeUnknown.
/// Text of the server is carried as plain text, shortened to 1,000 characters.
Error errorFromAnswer(CallKind kind, const HttpAnswer &answer, const QString &service);

/// What went wrong on the wire, before there was a whole answer.
struct TransportFailure
{
    enum class Cause {
        NotFound,   ///< the name has no address
        NotReached, ///< refused, no route, connect clock
        NotSecure,  ///< TLS
        Proxy,      ///< `detail` names it
        TooSlow,    ///< idle or total clock
        TooLarge,   ///< over the cap of its kind
        Redirected, ///< an API call was sent elsewhere, or a picture too often or to a forbidden address
        Cut,        ///< ended before it was whole
        NoHttps,    ///< Qt has no TLS plugin
        Garbled,    ///< no HTTP that can be understood, or an encoding nobody asked for
    };
    Cause cause = Cause::Cut;
    QString detail = {};       ///< for the log
    QString proxy = {};        ///< "host:port" with Cause::Proxy
    bool bodyWasRead = false;  ///< submit: some of it may have left this machine
    QByteArray requestId = {}; ///< x-fal-request-id, when the head of an answer came all the same
};

/// The one place where trouble on the wire becomes an Error. A submit is Unreachable only if its body was
/// never read, else OutcomeUnknown.
Error errorFromFailure(CallKind kind, const TransportFailure &failure, const QString &service);

/// The reason of a request that failed as a whole, as its status tells it: Cancelled or Refused.
Error errorFromStatus(const QueueStatus &status, const QString &service);

} // namespace janus::fal
