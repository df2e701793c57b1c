#include "sandbox/queuedesk.h"

#include "sandbox/answers.h"
#include "sandbox/byterange.h"
#include "sandbox/drift.h"
#include "sandbox/faultanswers.h"
#include "sandbox/statusstream.h"

#include <QCryptographicHash>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

namespace {

std::optional<Fault::On> faultCall(Route::Kind kind)
{
    switch (kind) {
    case Route::Kind::Submit:
    case Route::Kind::Run:
        return Fault::On::Submit;
    case Route::Kind::Status:
        return Fault::On::Status;
    case Route::Kind::Stream:
        return Fault::On::Stream;
    case Route::Kind::Result:
        return Fault::On::Result;
    case Route::Kind::Cancel:
        return Fault::On::Cancel;
    case Route::Kind::Media:
        return Fault::On::Media;
    case Route::Kind::UnknownApp:
    case Route::Kind::UnknownPath:
    case Route::Kind::WrongMethod:
        return std::nullopt;
    }
    return std::nullopt;
}

bool isMediaOf(const QueuedRequest *request, int picture)
{
    return request && request->hasPictures() && picture < request->order.count;
}

} // namespace

QueueDesk::QueueDesk(Options options, StateFile &state, std::shared_ptr<FaultLedger> ledger,
                     std::shared_ptr<const Account> account, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_state(state)
    , m_ledger(std::move(ledger))
    , m_account(std::move(account))
    , m_queue(options.pace, options.capacity, m_pictures)
    , m_results(m_queue, m_pictures)
{
    connect(&m_queue, &RequestQueue::finished, this, &QueueDesk::onFinished);
}

void QueueDesk::readState()
{
    QList<QueuedRequest> requests = m_state.readNew();
    for (QueuedRequest &request : requests)
        m_queue.restore(std::move(request));
}

void QueueDesk::onFinished(const QByteArray &id)
{
    m_state.writeFinished(*m_queue.find(id));
}

void QueueDesk::handle(Connection &connection, const HttpRequest &request)
{
    m_ledger->record(request);
    if (const auto refusal = m_gate.refuseStranger(request)) {
        connection.send(*refusal);
        return;
    }
    Call call{connection, request, routeOf(request), "http://" + request.header("host"), std::nullopt};
    if (call.route.kind != Route::Kind::Media) {
        if (const auto refusal = m_gate.refuseKey(request, call.route)) {
            connection.send(*refusal);
            return;
        }
    }
    if (const auto on = faultCall(call.route.kind)) {
        FaultChoice choice = chooseFault(request, *on, call.route.id, *m_ledger);
        if (choice.refusal) {
            connection.send(*choice.refusal);
            return;
        }
        call.fault = std::move(choice.now);
        call.laterFaults = std::move(choice.later);
    }
    if (!misbehave(call))
        act(call);
}

bool QueueDesk::misbehave(Call &call)
{
    if (!call.fault)
        return false;
    if (!isInstead(*call.fault)) {
        setUpWire(*call.fault, call.connection);
        return false;
    }
    if (call.fault->accept && call.route.kind == Route::Kind::Submit)
        submit(call);
    answerInstead(*call.fault, call.connection);
    return true;
}

void QueueDesk::act(Call &call)
{
    const Route &route = call.route;
    switch (route.kind) {
    case Route::Kind::Submit:
        if (m_options.mostOpen > 0 && m_queue.openCount() >= m_options.mostOpen)
            return deliver(call, detailAnswer(429, u"Too many requests, try again later."_s));
        return deliver(call, submit(call));
    case Route::Kind::Run:
        return run(call);
    case Route::Kind::Cancel:
        return deliver(call, cancel(call));
    case Route::Kind::Media:
        return sendMedia(call);
    case Route::Kind::UnknownApp:
        return deliver(call,
                       detailAnswer(404, u"Application \"%1\" not found"_s.arg(route.app.section(u'/', -1))));
    case Route::Kind::UnknownPath:
        return deliver(call, detailAnswer(404, u"Path %1 not found"_s.arg(route.subPath)));
    case Route::Kind::WrongMethod:
        return deliver(call, wrongMethod(call));
    case Route::Kind::Status:
    case Route::Kind::Stream:
    case Route::Kind::Result:
        break;
    }
    const QueuedRequest *request = lookUp(route);
    if (!request)
        deliver(call, notFoundAnswer());
    else if (route.kind == Route::Kind::Stream)
        openStream(call, *request);
    else if (route.kind == Route::Kind::Result)
        sendResult(call, *request);
    else
        deliver(call, statusAnswer(*request, m_queue.position(route.id), call.origin, route.withLogs));
}

void QueueDesk::deliver(const Call &call, const HttpResponse &response)
{
    if (const auto on = faultCall(call.route.kind))
        sendMisshapen(call.fault, *on, response, call.connection);
    else
        call.connection.send(response);
}

HttpResponse QueueDesk::wrongMethod(const Call &call) const
{
    HttpResponse response = detailAnswer(405, u"Method Not Allowed"_s);
    response.headers.append(HttpHeader{"allow", call.route.allowed});
    return response;
}

HttpResponse QueueDesk::submit(const Call &call)
{
    const Route &route = call.route;
    if (route.mostWaiting >= 0 && m_queue.waitingCount() > route.mostWaiting)
        return detailAnswer(429, u"The queue is longer than this request allows."_s);
    const auto id = accept(call);
    if (!id)
        return detailAnswer(400, u"The body is not JSON."_s);
    return ticketAnswer(*m_queue.find(*id), m_queue.position(*id), call.origin);
}

std::optional<QByteArray> QueueDesk::accept(const Call &call)
{
    const QByteArray body = inputOf(call.request);
    if (!body.isEmpty() && QJsonDocument::fromJson(body).isNull())
        return std::nullopt;
    SubmitOptions options = SubmitOptions::of(call.request, m_account->storage);
    options.direct = call.route.kind == Route::Kind::Run;
    const QByteArray id = m_queue.accept(*findEndpoint(call.route.endpoint), body, options);
    m_ledger->countAccepted();
    for (const Fault &fault : call.laterFaults)
        m_ledger->addFaultFor(id, fault);
    m_state.writeAccepted(*m_queue.find(id));
    return id;
}

void QueueDesk::run(const Call &call)
{
    // A direct run is not queued: where nothing is free it is refused at once.
    if (m_queue.isFull()) {
        HttpResponse busy =
            jsonAnswer(429, {{u"detail"_s, u"All places are taken; a direct run does not wait."_s},
                             {u"error_type"_s, u"concurrent_requests_limit"_s}});
        busy.headers = {{"x-fal-error-type", "concurrent_requests_limit"}, {"x-fal-needs-retry", "1"}};
        return deliver(call, busy);
    }
    const auto id = accept(call);
    if (!id)
        return deliver(call, detailAnswer(400, u"The body is not JSON."_s));
    // Lives while the client waits: it hears of the end, and a client that goes away cancels.
    auto *watch = new QObject(&call.connection);
    connect(&call.connection, &Connection::gone, watch, [this, id = *id] { (void)m_queue.cancel(id); });
    connect(&m_queue, &RequestQueue::finished, watch,
            [this, watch, id = *id, connection = &call.connection, origin = call.origin,
             fault = call.fault](const QByteArray &finished) {
                if (finished != id)
                    return;
                watch->deleteLater();
                const HttpRequest none;
                Route route;
                route.kind = Route::Kind::Result;
                Call done{*connection, none, route, origin, fault};
                if (!fault)
                    done.fault = m_ledger->takeFault(Fault::On::Result, id);
                if (!misbehave(done))
                    sendResult(done, *m_queue.find(id));
            });
}

HttpResponse QueueDesk::cancel(const Call &call)
{
    HttpResponse response;
    switch (lookUp(call.route) ? m_queue.cancel(call.route.id) : CancelAnswer::Unknown) {
    case CancelAnswer::Removed:
        response = jsonAnswer(200, {{u"status"_s, u"OK"_s}});
        break;
    case CancelAnswer::Requested:
        response = jsonAnswer(202, {{u"status"_s, u"CANCELLATION_REQUESTED"_s}});
        break;
    case CancelAnswer::TooLate:
        response = jsonAnswer(400, {{u"status"_s, u"ALREADY_COMPLETED"_s}});
        break;
    case CancelAnswer::Unknown:
        return notFoundAnswer();
    }
    response.headers.append(HttpHeader{"x-fal-request-id", call.route.id});
    return response;
}

const QueuedRequest *QueueDesk::lookUp(const Route &route)
{
    const QueuedRequest *request = m_queue.find(route.id);
    if (!request) {
        // Another process may have accepted it since.
        readState();
        request = m_queue.find(route.id);
    }
    const bool right = request && (route.app.isEmpty() || route.app == QLatin1String(request->endpoint->app));
    return right ? request : nullptr;
}

void QueueDesk::openStream(const Call &call, const QueuedRequest &request)
{
    StatusStream::Plan plan;
    plan.id = request.id;
    plan.origin = call.origin;
    plan.withLogs = call.route.withLogs;
    plan.keepAlive = m_options.streamKeepAlive;
    std::chrono::milliseconds delay{0};
    if (call.fault) {
        plan.headers = call.fault->headers;
        if (call.fault->kind == Fault::Kind::CloseAfterEvents)
            plan.mostEvents = call.fault->events;
        plan.rewrite = call.fault->rewrite;
        if (call.fault->kind == Fault::Kind::CloseBeforeEnd)
            plan.end = StatusStream::Plan::End::Close;
        if (call.fault->kind == Fault::Kind::ResetBeforeEnd)
            plan.end = StatusStream::Plan::End::Reset;
        if (call.fault->kind == Fault::Kind::Delay)
            delay = call.fault->interval;
    }
    auto *stream = new StatusStream(m_queue, std::move(plan), call.connection);
    if (delay.count() > 0)
        QTimer::singleShot(delay, stream, &StatusStream::start);
    else
        stream->start();
}

void QueueDesk::sendResult(const Call &call, const QueuedRequest &request)
{
    Connection *connection = &call.connection;
    const bool inlined = call.fault && call.fault->kind == Fault::Kind::InlinePictures;
    m_results.make(
        request.id, call.origin, connection,
        [this, connection, route = call.route, fault = call.fault](const HttpResponse &response) {
            const HttpRequest none;
            deliver({*connection, none, route, {}, fault}, response);
        },
        inlined);
}

void QueueDesk::sendMedia(const Call &call)
{
    const QueuedRequest *request = lookUp(call.route);
    const int picture = call.route.picture;
    if (!isMediaOf(request, picture)) {
        deliver(call, detailAnswer(404, u"File not found"_s));
        return;
    }
    const Lifecycle &lifecycle = request->options.lifecycle;
    if (const auto refusal =
            lifecycle.refuse(request->ended, m_options.pace, m_gate.mayReadFile(call.request)))
        return deliver(call, *refusal);
    Connection *connection = &call.connection;
    const bool png = request->order.png;
    const QByteArray type = png ? "image/png" : "image/jpeg";
    const bool isOther = call.fault && call.fault->kind == Fault::Kind::OtherPicture;
    const Scene scene = request->scene(picture);
    const QByteArray key = QByteArray(isOther ? "other " : "") + request->pictureKey(picture);
    m_pictures.want(key, isOther ? otherScene(scene) : scene, png, connection,
                    [this, connection, type, png, asked = call.request, route = call.route,
                     fault = call.fault](const QByteArray &drawn) {
                        const bool drifts = fault && fault->kind == Fault::Kind::Drift;
                        const QByteArray bytes = drifts ? drifted(drawn, png) : drawn;
                        const QByteArray etag =
                            QCryptographicHash::hash(bytes, QCryptographicHash::Md5).toHex();
                        ByteRange range = rangeOf(asked, type, etag, bytes.size());
                        range.head.body = bytes.mid(range.offset, range.length);
                        if (bytes.isEmpty())
                            range.head =
                                detailAnswer(500, u"The picture cannot be drawn on this computer."_s);
                        deliver({*connection, asked, route, {}, fault}, range.head);
                    });
}

} // namespace janus::sandbox
