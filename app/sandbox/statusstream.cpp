#include "sandbox/statusstream.h"

#include "sandbox/answers.h"
#include "sandbox/connection.h"

#include <QJsonDocument>

#include <utility>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

StatusStream::StatusStream(const RequestQueue &queue, Plan plan, Connection &connection)
    : QObject(&connection)
    , m_queue(queue)
    , m_plan(std::move(plan))
    , m_connection(connection)
{
    connect(&m_keepAlive, &QTimer::timeout, this, [this] { m_connection.writePiece(": keep-alive\n\n"); });
    connect(&m_queue, &RequestQueue::changed, this, [this](const QByteArray &id) {
        if (id == m_plan.id)
            push();
    });
}

void StatusStream::start()
{
    HttpResponse head;
    head.contentType = "text/event-stream";
    head.headers = QList<HttpHeader>{{"x-fal-request-id", m_plan.id}} + m_plan.headers;
    m_connection.beginStream(head);
    m_keepAlive.start(m_plan.keepAlive);
    push();
}

void StatusStream::push()
{
    const QueuedRequest *request = m_queue.find(m_plan.id);
    if (m_ended || !request || !m_keepAlive.isActive())
        return;
    QJsonObject body = statusBody(*request, m_queue.position(m_plan.id), m_plan.origin, m_plan.withLogs,
                                  request->logs.mid(m_loggedLines));
    QJsonObject quiet = body;
    quiet.remove(u"logs"_s);
    const bool news = quiet != m_last || (m_plan.withLogs && request->logs.size() > m_loggedLines);
    if (!news)
        return;
    const bool done = request->phase == Phase::Done;
    if (done && m_plan.end != Plan::End::Proper) {
        breakOff();
        return;
    }
    m_last = quiet;
    if (request->phase != Phase::Waiting)
        m_loggedLines = request->logs.size();
    if (m_plan.rewrite)
        body = m_plan.rewrite(body);
    if (m_plan.mostEvents != 0) {
        m_keepAlive.start(m_plan.keepAlive);
        m_connection.writePiece("data: " + QJsonDocument(body).toJson(QJsonDocument::Compact) + "\n\n");
    }
    if (done || (m_plan.mostEvents >= 0 && --m_plan.mostEvents <= 0))
        end();
}

void StatusStream::breakOff()
{
    if (m_plan.end == Plan::End::Close) {
        end();
        return;
    }
    m_ended = true;
    m_keepAlive.stop();
    m_connection.reset();
}

void StatusStream::end()
{
    m_ended = true;
    m_keepAlive.stop();
    m_connection.endStream();
}

} // namespace janus::sandbox
