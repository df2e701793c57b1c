#include "sandbox/answers.h"

#include <QJsonDocument>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

namespace {

QString baseAddress(const QueuedRequest &request, const QByteArray &origin)
{
    return QString::fromLatin1(origin + '/' + request.endpoint->app + "/requests/" + request.id);
}

void insertAddresses(QJsonObject &body, const QueuedRequest &request, const QByteArray &origin)
{
    const QString base = baseAddress(request, origin);
    body.insert(u"request_id"_s, QString::fromLatin1(request.id));
    body.insert(u"response_url"_s, base);
    body.insert(u"status_url"_s, base + u"/status"_s);
    body.insert(u"cancel_url"_s, base + u"/cancel"_s);
}

void addRequestId(HttpResponse &response, const QueuedRequest &request)
{
    response.headers.append(HttpHeader{"x-fal-request-id", request.id});
}

/// Why a request ended without having been run, in the words and codes of the protocol.
struct Failure
{
    int status;
    QString type;
    QString text;
};

std::optional<Failure> failureOf(const QueuedRequest &request)
{
    if (request.cancelled)
        return Failure{499, u"client_cancelled"_s, u"The request was cancelled by the client."_s};
    if (request.timedOut)
        return Failure{504, u"request_timeout"_s, u"The request did not start in the time it was given."_s};
    return std::nullopt;
}

QJsonArray logArray(const QList<LogEntry> &logs)
{
    QJsonArray array;
    for (const LogEntry &log : logs) {
        array.append(QJsonObject{{u"timestamp"_s, log.timestamp},
                                 {u"level"_s, log.level},
                                 {u"message"_s, log.message},
                                 {u"source"_s, u"USER"_s}});
    }
    return array;
}

QJsonArray imageArray(const QueuedRequest &request, const QByteArray &origin,
                      const QStringList &inlinePictures)
{
    const PictureOrder &order = request.order;
    const QString ending = order.png ? u".png"_s : u".jpeg"_s;
    const QString base = QString::fromLatin1(origin + "/files/" + request.id + '/');
    QJsonArray images;
    for (int i = 0; i < order.count; ++i) {
        const QString link = base + QString::number(i) + ending;
        images.append(QJsonObject{{u"url"_s, inlinePictures.value(i, link)},
                                  {u"width"_s, order.size.width()},
                                  {u"height"_s, order.size.height()},
                                  {u"content_type"_s, order.png ? u"image/png"_s : u"image/jpeg"_s}});
    }
    return images;
}

QJsonObject outputBody(const QueuedRequest &request, const QByteArray &origin,
                       const QStringList &inlinePictures)
{
    QJsonArray flags;
    for (int i = 0; i < request.order.count; ++i)
        flags.append(request.isWithheld());
    return {{u"images"_s, imageArray(request, origin, inlinePictures)},
            {u"timings"_s, QJsonObject{{u"inference"_s, request.inferenceSeconds}}},
            {u"seed"_s, request.seed()},
            {u"has_nsfw_concepts"_s, flags},
            {u"prompt"_s, request.order.prompt}};
}

} // namespace

HttpResponse jsonAnswer(int status, const QJsonObject &body)
{
    HttpResponse response;
    response.status = status;
    response.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return response;
}

HttpResponse detailAnswer(int status, const QString &detail)
{
    return jsonAnswer(status, {{u"detail"_s, detail}});
}

HttpResponse notFoundAnswer()
{
    return jsonAnswer(404, {{u"status"_s, u"NOT_FOUND"_s}});
}

HttpResponse ticketAnswer(const QueuedRequest &request, int position, const QByteArray &origin)
{
    QJsonObject body{{u"status"_s, u"IN_QUEUE"_s}, {u"queue_position"_s, std::max(position, 0)}};
    insertAddresses(body, request, origin);
    HttpResponse response = jsonAnswer(200, body);
    addRequestId(response, request);
    return response;
}

QJsonObject statusBody(const QueuedRequest &request, int position, const QByteArray &origin, bool withLogs,
                       const QList<LogEntry> &logs)
{
    QJsonObject body;
    insertAddresses(body, request, origin);
    if (request.phase == Phase::Waiting) {
        body.insert(u"status"_s, u"IN_QUEUE"_s);
        body.insert(u"queue_position"_s, std::max(position, 0));
        return body;
    }
    body.insert(u"logs"_s, withLogs ? QJsonValue(logArray(logs)) : QJsonValue());
    body.insert(u"metrics"_s, QJsonObject());
    body.insert(u"status"_s, u"IN_PROGRESS"_s);
    if (request.phase == Phase::Done) {
        body.insert(u"status"_s, u"COMPLETED"_s);
        body.insert(u"metrics"_s, QJsonObject{{u"inference_time"_s, request.inferenceSeconds}});
    }
    if (const auto failure = failureOf(request)) {
        body.insert(u"error"_s, failure->text);
        body.insert(u"error_type"_s, failure->type);
    }
    return body;
}

HttpResponse statusAnswer(const QueuedRequest &request, int position, const QByteArray &origin, bool withLogs)
{
    const int status = request.phase == Phase::Done ? 200 : 202;
    HttpResponse response = jsonAnswer(status, statusBody(request, position, origin, withLogs, request.logs));
    addRequestId(response, request);
    return response;
}

HttpResponse resultAnswer(const QueuedRequest &request, const QByteArray &origin,
                          const QStringList &inlinePictures)
{
    HttpResponse response;
    if (request.phase != Phase::Done) {
        response = detailAnswer(400, u"Request is still in progress"_s);
    } else if (const auto failure = failureOf(request)) {
        response =
            jsonAnswer(failure->status, {{u"detail"_s, failure->text}, {u"error_type"_s, failure->type}});
        response.headers.append(HttpHeader{"x-fal-error-type", failure->type.toLatin1()});
        if (request.timedOut)
            response.headers.append(HttpHeader{"x-fal-request-timeout-type", "user"});
    } else if (!request.problems.isEmpty()) {
        response = jsonAnswer(422, {{u"detail"_s, request.problems}});
        response.headers.append(HttpHeader{"x-fal-retryable", "false"});
    } else {
        response = jsonAnswer(200, outputBody(request, origin, inlinePictures));
        response.headers.append(HttpHeader{"x-fal-billable-units", QByteArray::number(request.order.count)});
    }
    addRequestId(response, request);
    return response;
}

} // namespace janus::sandbox
