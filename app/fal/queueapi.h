#pragma once

#include "core/apikey.h"
#include "core/delivery.h"
#include "core/forecast.h"
#include "core/generation.h"
#include "core/generationrequest.h"
#include "core/result.h"
#include "fal/service.h"
#include "fal/timing.h"
#include "fal/transport.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace janus::fal {

class FileUpload;
class Pacer;
struct History;
struct HistoryQuestion;
struct UploadOptions;
class StatusFollower;

/// fal's receipt for a submit. URLs are as the server gave them; they are used only after Service::trusts()
/// and a path check, else rebuilt from the template (SRV-07).
struct Ticket
{
    QString endpoint;  ///< full id, "fal-ai/flux/dev"
    QString requestId; ///< [A-Za-z0-9_-]{1,128}
    QUrl statusUrl = {};
    QUrl responseUrl = {};
    QUrl cancelUrl = {};
    std::optional<int> queuePosition = {};

    bool operator==(const Ticket &) const = default;
};

/// One answer about a request's state. `word` is the server's own ("IN_QUEUE", "IN_PROGRESS", "COMPLETED", or
/// one we do not know, which is shown and polled on).
struct QueueStatus
{
    QString word;
    std::optional<int> position; ///< requests ahead; 0 is next
    QList<LogLine> logs;         ///< as the answer carried them
    std::optional<double> inferenceSeconds;
    QString error;     ///< set only when the request failed at the request level
    QString errorType; ///< "client_cancelled", "request_timeout" …

    bool isCompleted() const { return word == QLatin1String("COMPLETED"); }
    bool isRunning() const { return word == QLatin1String("IN_PROGRESS"); }
};

enum class CancelAnswer { Requested, Removed, AlreadyCompleted, NotFound };

/// fal's queue calls on one service with one key. Lives in the thread that made it and never blocks.
///
/// Each call answers exactly once through `done`, later and in the same thread, unless `context` dies first:
/// then the call is aborted and `done` is never called. A submit is sent exactly once and never repeated;
/// reads are repeated by their callers or by StatusFollower, both as fal/repeats.h says.
class QueueApi : public QObject
{
    Q_OBJECT
public:
    QueueApi(Service service, ApiKey key, QObject *parent = nullptr);
    /// The same with other clocks and pauses, for tests.
    QueueApi(Service service, ApiKey key, const Timing &timing, QObject *parent = nullptr);
    /// The same over another transport.
    QueueApi(Service service, ApiKey key, const Timing &timing, Transport transport,
             QObject *parent = nullptr);
    ~QueueApi() override;

    const Service &service() const;
    const Timing &timing() const;
    /// Whoever repeats a call of this service books its place there.
    Pacer &pacer();
    /// Whether HTTP/2 is still asked for: not after two protocol errors.
    bool usesHttp2() const;
    void setKey(ApiKey key);

    template <typename T>
    using Done = std::function<void(Result<T>)>;

    /// Errors that matter: Unreachable (provably never left this machine), OutcomeUnknown (may have been
    /// accepted and paid), KeyRefused, AccountLocked, Refused, Busy.
    void submit(const GenerationRequest &request, const Delivery &delivery, QObject *context,
                Done<Ticket> done);
    /// One status read, with the logs known so far.
    void status(const Ticket &ticket, QObject *context, Done<QueueStatus> done);
    /// NotYet while it runs, Gone when it is no longer there, Refused with `field` for the model's own no,
    /// Cancelled for a request that was cancelled.
    void result(const Ticket &ticket, QObject *context, Done<Generation> done);
    void cancel(const Ticket &ticket, QObject *context, Done<CancelAnswer> done);
    /// The bytes of one picture, whole (its length was checked); `data:` URLs too. Never with the key. After
    /// a broken one the next call for the same address asks for the rest where the server offers that.
    /// Refused for an address that is not opened (no https, not public), Gone when it is no longer there; all
    /// else may be tried again. `progress(received, total)`; total -1 when unknown.
    void download(const QUrl &url, QObject *context, Done<QByteArray> done,
                  std::function<void(qint64, qint64)> progress = {});
    /// The same for a picture of a request whose Delivery says Private or Hidden. A permission of the file
    /// host, got with the key, goes along, but to fal's file hosts only. Gone means here: not opened with
    /// that permission either, which is no proof that it is not there. KeyRefused, NoKey and AccountLocked
    /// come from asking for the permission.
    void downloadPrivate(const QUrl &url, QObject *context, Done<QByteArray> done,
                         std::function<void(qint64, qint64)> progress = {});
    /// What the account's history tells of its requests (fal/history.h), all pages. Gone when this service
    /// keeps none.
    void history(const HistoryQuestion &question, QObject *context, Done<History> done);
    /// One harmless authenticated call: is the key good? Protocol when this server has no call to find out.
    void testKey(QObject *context, Done<void> done);

    /// The published OpenAPI document of a model, as JSON; the key is not needed for it. Gone when this
    /// service knows no such model or offers no documents.
    void modelDocument(const QString &endpoint, QObject *context, Done<QByteArray> done);

    /// What the service asks for a model by its price list. Gone when it lists none.
    void price(const QString &endpoint, QObject *context, Done<Price> done);

    /// Puts a file on the service. The caller owns it; see fal/fileupload.h.
    std::unique_ptr<FileUpload> upload(const QString &file, const UploadOptions &options);

    /// Watches a request until it is completed: by stream, falling back to polling. The caller owns it.
    std::unique_ptr<StatusFollower> follow(const Ticket &ticket);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

/// Follows one request. Emits finished() exactly once, as its last signal: after the COMPLETED status, or
/// with an error that no patience mends (KeyRefused, AccountLocked, Gone). Trouble in between is retried with
/// back-off and told through retrying(). Log lines come once each, in order, whether from stream or poll.
/// States only go forward; words we do not know are told. Destroying it stops it, also from inside its own
/// signals (finished(): deleteLater()); when its QueueApi dies first it falls silent.
class StatusFollower : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void start() = 0;
    /// Meaningful once finished() was emitted.
    virtual const Result<QueueStatus> &outcome() const = 0;

Q_SIGNALS:
    void statusChanged(const janus::fal::QueueStatus &status);
    void logLine(const janus::LogLine &line);
    void retrying(const janus::Error &error);
    void finished();
};

} // namespace janus::fal
