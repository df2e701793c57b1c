#pragma once

#include "core/result.h"
#include "sandbox/httpresponse.h"

#include <QFile>
#include <QHash>
#include <QJsonObject>
#include <QMutex>
#include <QRandomGenerator>

#include <chrono>
#include <functional>
#include <optional>

namespace janus::sandbox {

/// One way in which the server shall misbehave, and when. Faults are looked at in the order they were added;
/// a call that matches a fault which still skips only counts that skip down. The names people use for them
/// are in faultswitches.h.
struct Fault
{
    /// The calls that are hit, any number of them. Only calls that pass the security checks and carry the key
    /// count.
    enum class On : unsigned {
        Submit = 0x1,
        Status = 0x2,
        Stream = 0x4,
        Result = 0x8,
        Cancel = 0x10,
        Media = 0x20,
        Initiate = 0x40,  ///< The beginning of an upload.
        Upload = 0x80,    ///< The bytes of a file, or of one part of it.
        Complete = 0x100, ///< The end of an upload in parts.
        Platform = 0x200, ///< History, prices, models and the like.
        Any = 0xffff,
    };

    enum class Kind {
        Status,            ///< Answer `status`, `headers`, `body` instead of doing the work (see `accept`).
        RawBytes,          ///< Write exactly `body`, then close (see `accept`).
        CloseBeforeAnswer, ///< Close the connection in good order without an answer (see `accept`).
        ResetConnection,   ///< The same with a TCP reset.
        Hang,              ///< Keep the connection open and never answer (see `accept`).
        CutAfter,          ///< The normal answer, cut after `bytes` bytes (head included), then close.
        ResetAfter,        ///< The same, ended by a TCP reset.
        CloseAfterEvents,  ///< Streams: close in good order after `events` events.
        CloseBeforeEnd,    ///< Streams: close in good order in place of the COMPLETED event.
        ResetBeforeEnd,    ///< The same with a TCP reset.
        Drip,              ///< The normal answer, `bytes` bytes every `interval`.
        Delay,             ///< The normal answer, `interval` later.
        Rewrite,  ///< The normal answer with its body put through `rewrite` (streams: every event's JSON),
                  ///< or replaced by `body` when there is no `rewrite`; `status` replaces the code unless 0.
        Decorate, ///< The normal answer with `headers`, replacing fields of the same name.
        Shorten,  ///< The normal answer, whole by its framing, with only the first `bytes` bytes of its body.
        Drift,    ///< Media: the picture with some noise, encoded anew (drift.h).
        OtherPicture,   ///< Media: the picture of another seed.
        InlinePictures, ///< Results: the pictures as data: addresses, whatever was asked for.
        FailedRun,      ///< The request fails: its last status carries `rewrite`, its result is `status` and
                        ///< `body`.
    };

    On on = On::Any;
    Kind kind = Kind::Status;
    int skip = 0;  ///< Matching calls (`perRequest`: queued requests) that are still answered properly.
    int times = 1; ///< Calls (`perRequest`: queued requests) that are hit; negative: for ever.

    int status = 0;
    QByteArray body = {};
    QList<HttpHeader> headers = {}; ///< Added to the answer; replace fields of the same name.
    bool accept = false; ///< Submit only: the request is accepted although no ticket reaches the client.
    qsizetype bytes = 0;
    int events = 0;
    std::chrono::milliseconds interval{0};
    std::function<QJsonObject(QJsonObject)> rewrite = {};

    double rate = 1; ///< The probability (0 to 1) that a call that could be hit is hit.
    /// Whether it hits is decided once for each queued request, at the first call about it, and holds for all
    /// later ones. Such a fault never hits a submit, for that is before there is a queued request.
    bool perRequest = false;
};

constexpr Fault::On operator|(Fault::On a, Fault::On b)
{
    return static_cast<Fault::On>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}

constexpr bool covers(Fault::On calls, Fault::On call)
{
    return (static_cast<unsigned>(calls) & static_cast<unsigned>(call)) != 0;
}

/// Faults with the seed of their dice: the same plan and the same calls in the same order end alike. Every
/// fault has dice of its own, so that only the calls that could hit it count.
struct FaultPlan
{
    QList<Fault> faults;
    quint32 seed = 1;
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
    /// A fault for the calls about this queued request alone; it comes before all others.
    void addFaultFor(const QByteArray &requestId, const Fault &fault);
    void setFaults(const FaultPlan &plan); ///< In place of all there were.
    void clearFaults();
    /// The fault that hits this call, if any; counts it. `requestId` is empty where the call is about none.
    std::optional<Fault> takeFault(Fault::On call, const QByteArray &requestId = {});

    void record(const HttpRequest &request);
    /// From now on each record() adds one JSON object to this file, a line with "time", "method" and
    /// "target". No file when the name is empty. Storage: it cannot be written.
    Result<void> logTo(const QString &path);
    QList<RecordedRequest> requests() const; ///< The latest 2,000 at most, oldest first.
    void countAccepted();
    int acceptedSubmits() const;

private:
    /// A fault in use: what is left of it, its dice, and for `perRequest` what was decided for whom.
    struct Entry
    {
        Fault fault;
        QRandomGenerator dice;
        QHash<QByteArray, bool> decided;
    };

    static bool hits(Entry &entry, Fault::On call, const QByteArray &requestId);
    static bool isDrawn(Entry &entry);
    static std::optional<Fault> take(QList<Entry> &entries, Fault::On call, const QByteArray &requestId);
    Entry newEntry(const Fault &fault);

    mutable QMutex m_mutex;
    QList<Entry> m_faults;
    QHash<QByteArray, QList<Entry>> m_faultsOf; ///< By queued request.
    quint32 m_seed = 1;
    quint32 m_added = 0; ///< Since the seed was set.
    QList<RecordedRequest> m_requests;
    QFile m_log;
    qsizetype m_recordedBytes = 0;
    int m_accepted = 0;
};

} // namespace janus::sandbox
