#pragma once

#include "sandbox/httpresponse.h"

#include <QJsonObject>
#include <QMutex>

#include <chrono>
#include <functional>
#include <optional>

namespace janus::sandbox {

/// One way in which the server shall misbehave, and when. Faults are looked at in the order they were added;
/// a call that matches a fault which still skips only counts that skip down.
struct Fault
{
    /// The call that is hit. Only calls that pass the security checks and carry the key count.
    enum class On { Submit, Status, Stream, Result, Cancel, Media, Any };

    enum class Kind {
        Status,            ///< Answer `status`, `headers`, `body` instead of doing the work (see `accept`).
        RawBytes,          ///< Write exactly `body`, then close (see `accept`).
        CloseBeforeAnswer, ///< Close the connection in good order without an answer (see `accept`).
        ResetConnection,   ///< The same with a TCP reset.
        Hang,              ///< Keep the connection open and never answer (see `accept`).
        CutAfter,          ///< The normal answer, cut after `bytes` bytes (head included), then close.
        ResetAfter,        ///< The same, ended by a TCP reset.
        CloseAfterEvents,  ///< Streams: close in good order after `events` events.
        Drip,              ///< The normal answer, `bytes` bytes every `interval`.
        Delay,             ///< The normal answer, `interval` later.
        Rewrite, ///< The normal answer with its body put through `rewrite` (streams: every event's JSON),
                 ///< or replaced by `body` when there is no `rewrite`; `status` replaces the code unless 0.
    };

    On on = On::Any;
    Kind kind = Kind::Status;
    int skip = 0;  ///< Matching calls that are still answered properly.
    int times = 1; ///< Calls that are hit; negative: for ever.

    int status = 0;
    QByteArray body;
    QList<HttpHeader> headers; ///< Added to the answer; replace fields of the same name.
    bool accept = false; ///< Submit only: the request is accepted although no ticket reaches the client.
    qsizetype bytes = 0;
    int events = 0;
    std::chrono::milliseconds interval{0};
    std::function<QJsonObject(QJsonObject)> rewrite;
};

/// What a client sent, for tests. Bodies and field values are kept as they came.
struct RecordedRequest
{
    QByteArray method;
    QByteArray target;
    QList<HttpHeader> headers;
    QByteArray body;
};

/// The faults still to come and the account of what happened. Every function may be called from any thread.
class FaultLedger
{
public:
    void addFault(const Fault &fault);
    void clearFaults();
    /// The fault that hits this call, if any; counts it.
    std::optional<Fault> takeFault(Fault::On call);

    void record(const HttpRequest &request);
    QList<RecordedRequest> requests() const; ///< The latest 2,000 at most, oldest first.
    void countAccepted();
    int acceptedSubmits() const;

private:
    mutable QMutex m_mutex;
    QList<Fault> m_faults;
    QList<RecordedRequest> m_requests;
    qsizetype m_recordedBytes = 0;
    int m_accepted = 0;
};

} // namespace janus::sandbox
