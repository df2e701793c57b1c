#include "fal/queueapi.h"

#include "fal/addresses.h"
#include "fal/answers.h"
#include "fal/downloads.h"
#include "fal/errors.h"
#include "fal/fileupload.h"
#include "fal/history.h"
#include "fal/httpclient.h"
#include "fal/modeldocument.h"
#include "fal/prices.h"
#include "fal/repeats.h"
#include "fal/statusfollower.h"
#include "support/checkpoint.h"
#include "support/pool.h"

#include <QLocale>
#include <QPointer>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace janus::fal {

namespace {

constexpr qint64 largestInlinePicture = 64 * 1024 * 1024;
/// Requests of one account that are looked through at most.
constexpr qsizetype mostHistory = 10'000;

/// The protocol's section 2.2, except the webhook, which goes into the address.
QList<std::pair<QByteArray, QByteArray>> deliveryHeaders(const Delivery &delivery)
{
    QList<std::pair<QByteArray, QByteArray>> headers;
    headers.emplaceBack("X-Fal-Queue-Priority", delivery.priority == Priority::Low ? "low" : "normal");
    if (delivery.startTimeout)
        headers.emplaceBack(
            "X-Fal-Request-Timeout",
            QString::number(*delivery.startTimeout, 'f', QLocale::FloatingPointShortest).toLatin1());
    if (!delivery.runnerHint.isEmpty())
        headers.emplaceBack("X-Fal-Runner-Hint", delivery.runnerHint.toLatin1());
    if (const QByteArray lifecycle = delivery.lifecycle(); !lifecycle.isEmpty())
        headers.emplaceBack("X-Fal-Object-Lifecycle-Preference", lifecycle);
    if (delivery.noRetry)
        headers.emplaceBack("X-Fal-No-Retry", "1");
    if (!delivery.tags.isEmpty())
        headers.emplaceBack("X-Fal-Tags", delivery.tags.join(u',').toLatin1());
    return headers;
}

/// The whole of the webhook's address is one value: its own "&", "=" and "+" are encoded.
QUrl withDelivery(QUrl url, const Delivery &delivery)
{
    if (!delivery.webhook.isEmpty())
        url.setQuery("fal_webhook="_L1 + QString::fromLatin1(QUrl::toPercentEncoding(
                                             delivery.webhook.toString(QUrl::FullyEncoded))));
    return url;
}

template <typename T>
void answerLater(QObject *context, const QueueApi::Done<T> &done, Result<T> result)
{
    QTimer::singleShot(0, context, [done, result = std::move(result)] { done(result); });
}

} // namespace

struct QueueApi::Private
{
    Private(Service service, ApiKey key, const Timing &timing, Transport transport)
        : client(std::move(service), std::move(key), timing, std::move(transport))
        , downloads(client)
        , ground(client)
    {
    }

    QString spoken() const { return spokenName(client.service()); }

    /// Sends one call of a ticket's; `read` makes a value of the whole answer.
    template <typename T, typename Read>
    void call(CallKind kind, const Result<QUrl> &url, QObject *context, const Done<T> &done, Read read)
    {
        if (!url)
            return answerLater<T>(context, done, url.error());
        client.send({kind, *url}, context, [done, read](const Result<HttpAnswer> &answer) {
            done(answer ? read(*answer) : Result<T>(answer.error()));
        });
    }

    void readModel(const QString &endpoint, QPointer<QObject> context, const Done<QByteArray> &done,
                   Repeats repeats);
    void readHistory(const HistoryQuestion &question, const QString &cursor, History sofar,
                     QPointer<QObject> context, const Done<History> &done);

    HttpClient client;
    Downloads downloads;
    FollowerGround ground;
};

void QueueApi::Private::readModel(const QString &endpoint, QPointer<QObject> context,
                                  const Done<QByteArray> &done, Repeats repeats)
{
    const auto read = [this, endpoint, context, done, repeats](const Result<HttpAnswer> &answer) mutable {
        if (answer && answer->isSuccess()) {
            // Some are large, and the window goes on meanwhile.
            return support::runInPool(
                *QThreadPool::globalInstance(), context,
                [body = answer->body, endpoint, who = spoken()] {
                    return readModelDocument(body, endpoint, who);
                },
                done);
        }
        const Error error = answer ? errorFromAnswer(CallKind::Models, *answer, spoken()) : answer.error();
        const auto pause = repeats.pauseAfter(error, client.pacer());
        if (!pause)
            return done(error);
        QTimer::singleShot(*pause, &client, [this, endpoint, context, done, repeats] {
            if (context)
                readModel(endpoint, context, done, repeats);
        });
    };
    client.send({CallKind::Models, modelDocumentAddress(client.service(), endpoint)}, context, read);
}

void QueueApi::Private::readHistory(const HistoryQuestion &question, const QString &cursor, History sofar,
                                    QPointer<QObject> context, const Done<History> &done)
{
    const auto onPage = [this, question, context, done](History known, const Result<HistoryPage> &page) {
        if (!context)
            return;
        if (!page)
            return done(page.error());
        known.requests << page->requests;
        if (page->next.isEmpty() || known.requests.size() >= mostHistory)
            return done(std::move(known));
        readHistory(question, page->next, std::move(known), context, done);
    };
    client.send({CallKind::Platform, historyAddress(client.service(), question, cursor)}, context,
                [this, sofar, onPage, done](const Result<HttpAnswer> &answer) mutable {
                    if (!answer)
                        return done(answer.error());
                    if (!answer->isSuccess())
                        return done(errorFromAnswer(CallKind::Platform, *answer, spoken()));
                    sofar.now = httpDate(answer->date);
                    // A page of payloads may be large, and the window goes on meanwhile.
                    support::runInPool(
                        *QThreadPool::globalInstance(), &client,
                        [body = answer->body, who = spoken()] { return readHistoryPage(body, who); },
                        [sofar, onPage](const Result<HistoryPage> &page) { onPage(sofar, page); });
                });
}

QueueApi::QueueApi(Service service, ApiKey key, QObject *parent)
    : QueueApi(std::move(service), std::move(key), Timing(), parent)
{
}

QueueApi::QueueApi(Service service, ApiKey key, const Timing &timing, QObject *parent)
    : QueueApi(std::move(service), std::move(key), timing, Transport(), parent)
{
}

QueueApi::QueueApi(Service service, ApiKey key, const Timing &timing, Transport transport, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(std::move(service), std::move(key), timing, std::move(transport)))
{
}

QueueApi::~QueueApi() = default;

const Service &QueueApi::service() const
{
    return d->client.service();
}

const Timing &QueueApi::timing() const
{
    return d->client.timing();
}

Pacer &QueueApi::pacer()
{
    return d->client.pacer();
}

bool QueueApi::usesHttp2() const
{
    return d->client.usesHttp2();
}

void QueueApi::setKey(ApiKey key)
{
    d->client.setKey(std::move(key));
    d->downloads.forgetPermission();
}

void QueueApi::submit(const GenerationRequest &request, const Delivery &delivery, QObject *context,
                      Done<Ticket> done)
{
    const Result<QUrl> url = submitAddress(service(), request.endpoint);
    if (!url)
        return answerLater<Ticket>(context, done, url.error());
    if (const QList<Error> errors = delivery.check(); !errors.isEmpty())
        return answerLater<Ticket>(context, done, errors.first());
    const HttpRequest call{CallKind::Submit, withDelivery(*url, delivery), request.body(),
                           deliveryHeaders(delivery)};
    d->client.send(call, context,
                   [done, endpoint = request.endpoint, who = d->spoken()](const Result<HttpAnswer> &answer) {
                       support::checkpoint("submit-answer.after");
                       if (!answer)
                           return done(answer.error());
                       if (answer->isSuccess()) {
                           if (Result<Ticket> ticket = readTicket(answer->body, endpoint))
                               return done(std::move(ticket));
                           // Accepted, and the header says under which number: nothing paid is lost for a
                           // garbled body.
                           const QString id = QString::fromLatin1(answer->requestId);
                           if (isRequestId(id))
                               return done(Ticket{endpoint, id});
                       }
                       done(errorFromAnswer(CallKind::Submit, *answer, who));
                   });
}

void QueueApi::status(const Ticket &ticket, QObject *context, Done<QueueStatus> done)
{
    d->call<QueueStatus>(CallKind::Status, requestAddress(service(), ticket, RequestCall::Status), context,
                         done, [who = d->spoken()](const HttpAnswer &answer) -> Result<QueueStatus> {
                             if (answer.isSuccess()) {
                                 if (Result<QueueStatus> status = readStatus(answer.body))
                                     return status;
                             }
                             return errorFromAnswer(CallKind::Status, answer, who);
                         });
}

void QueueApi::result(const Ticket &ticket, QObject *context, Done<Generation> done)
{
    support::checkpoint("result.before");
    d->call<Generation>(CallKind::Result, requestAddress(service(), ticket, RequestCall::Result), context,
                        done, [who = d->spoken()](const HttpAnswer &answer) -> Result<Generation> {
                            support::checkpoint("result.after");
                            if (answer.isSuccess()) {
                                if (Result<Generation> generation = readGeneration(answer.body))
                                    return generation;
                            }
                            return errorFromAnswer(CallKind::Result, answer, who);
                        });
}

void QueueApi::cancel(const Ticket &ticket, QObject *context, Done<CancelAnswer> done)
{
    support::checkpoint("cancel.before");
    d->call<CancelAnswer>(CallKind::Cancel, requestAddress(service(), ticket, RequestCall::Cancel), context,
                          done, [who = d->spoken()](const HttpAnswer &answer) -> Result<CancelAnswer> {
                              support::checkpoint("cancel.after");
                              if (const auto said = readCancelAnswer(answer.status, answer.body))
                                  return *said;
                              return errorFromAnswer(CallKind::Cancel, answer, who);
                          });
}

void QueueApi::download(const QUrl &url, QObject *context, Done<QByteArray> done,
                        std::function<void(qint64, qint64)> progress)
{
    if (url.scheme() == "data"_L1)
        return answerLater<QByteArray>(context, done, readDataUrl(url, largestInlinePicture));
    d->downloads.fetch(url, context, std::move(done), std::move(progress));
}

void QueueApi::downloadPrivate(const QUrl &url, QObject *context, Done<QByteArray> done,
                               std::function<void(qint64, qint64)> progress)
{
    if (url.scheme() == "data"_L1)
        return download(url, context, std::move(done));
    d->downloads.fetchPrivate(url, context, std::move(done), std::move(progress));
}

void QueueApi::history(const HistoryQuestion &question, QObject *context, Done<History> done)
{
    d->readHistory(question, {}, {}, context, done);
}

void QueueApi::testKey(QObject *context, Done<void> done)
{
    QUrl url = service().platform;
    url.setPath(url.path() + "/models/requests/by-endpoint"_L1);
    url.setQuery(u"endpoint_id=fal-ai/janus&limit=1"_s);
    d->client.send(
        {CallKind::Platform, url}, context, [done, who = d->spoken()](const Result<HttpAnswer> &answer) {
            if (!answer)
                return done(answer.error());
            if (answer->isSuccess() && readObject(answer->body))
                return done({});
            const Error error = errorFromAnswer(CallKind::Platform, *answer, who);
            if (error.kind != ErrorKind::Gone)
                return done(error);
            done(Error{
                ErrorKind::Protocol,
                u"The key cannot be tested without starting a picture: this server has no call for that."_s,
                error.detail});
        });
}

void QueueApi::modelDocument(const QString &endpoint, QObject *context, Done<QByteArray> done)
{
    d->readModel(endpoint, context, done, Repeats(CallKind::Models));
}

void QueueApi::price(const QString &endpoint, QObject *context, Done<Price> done)
{
    d->client.send({CallKind::Platform, priceAddress(service(), endpoint)}, context,
                   [done, endpoint, who = d->spoken()](const Result<HttpAnswer> &answer) {
                       if (!answer)
                           return done(answer.error());
                       if (!answer->isSuccess())
                           return done(errorFromAnswer(CallKind::Platform, *answer, who));
                       done(readPrice(answer->body, endpoint, who));
                   });
}

std::unique_ptr<FileUpload> QueueApi::upload(const QString &file, const UploadOptions &options)
{
    return std::make_unique<FileUpload>(d->client, file, options);
}

std::unique_ptr<StatusFollower> QueueApi::follow(const Ticket &ticket)
{
    return std::make_unique<RequestFollower>(d->ground, ticket);
}

} // namespace janus::fal
