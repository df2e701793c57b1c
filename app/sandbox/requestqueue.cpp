#include "sandbox/requestqueue.h"

#include "sandbox/jobrun.h"

#include <QDateTime>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

RequestQueue::RequestQueue(double pace, int capacity, PictureStore &pictures, QObject *parent)
    : QObject(parent)
    , m_pace(pace)
    , m_capacity(capacity)
    , m_pictures(pictures)
{
    m_startTimer.setSingleShot(true);
    connect(&m_startTimer, &QTimer::timeout, this, &RequestQueue::startWaiting);
}

RequestQueue::~RequestQueue() = default;

QByteArray RequestQueue::accept(const Endpoint &endpoint, const QByteArray &body,
                                const SubmitOptions &options)
{
    QueuedRequest request;
    request.id = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    request.endpoint = &endpoint;
    request.body = body;
    request.options = options;
    request.sent = QDateTime::currentDateTimeUtc();
    const QByteArray id = request.id;
    m_requests.insert(id, std::move(request));
    enqueue(id);
    return id;
}

void RequestQueue::restore(QueuedRequest request)
{
    if (m_requests.contains(request.id))
        return;
    const InputCheck check = checkInput(*request.endpoint, request.body);
    request.order = check.order;
    request.problems = check.problems;
    const QByteArray id = request.id;
    const bool waiting = request.phase != Phase::Done;
    m_requests.insert(id, std::move(request));
    if (waiting)
        enqueue(id);
}

void RequestQueue::enqueue(const QByteArray &id)
{
    const QueuedRequest &request = *m_requests.constFind(id);
    const auto isLow = [this](const QByteArray &other) { return m_requests.constFind(other)->options.low; };
    auto place = request.options.low ? m_waiting.end() : std::ranges::find_if(m_waiting, isLow);
    if (request.options.direct)
        place = m_waiting.begin();
    m_waiting.insert(place - m_waiting.begin(), id);
    watchDeadline(request);
    schedule();
    announceWaiting();
}

void RequestQueue::schedule()
{
    // Even a free place is taken a moment later: the ticket always says IN_QUEUE, as a real one mostly does.
    constexpr double secondsToStart = 0.25;
    if (!m_startTimer.isActive())
        m_startTimer.start(std::chrono::milliseconds(qint64(secondsToStart * m_pace * 1000)));
}

void RequestQueue::watchDeadline(const QueuedRequest &request)
{
    // Waiting takes as long as the pace says, and so does the deadline; at pace 0 seconds are seconds.
    const double scale = m_pace > 0 ? m_pace : 1;
    if (request.options.startSeconds <= 0)
        return;
    const std::chrono::duration<double> left(std::min(request.options.startSeconds * scale, 1e6));
    QTimer::singleShot(std::chrono::duration_cast<std::chrono::milliseconds>(left), this,
                       [this, id = request.id] {
                           if (m_waiting.removeOne(id))
                               finish(id, End::TimedOut);
                       });
}

void RequestQueue::setCapacity(int capacity)
{
    m_capacity = capacity;
    schedule();
}

void RequestQueue::startWaiting()
{
    while (m_runs.size() < m_capacity && !m_waiting.isEmpty())
        start(m_requests[m_waiting.takeFirst()]);
    announceWaiting();
}

void RequestQueue::start(QueuedRequest &request)
{
    const InputCheck check = checkInput(*request.endpoint, request.body);
    request.order = check.order;
    request.problems = check.problems;
    request.phase = Phase::Running;
    request.started = QDateTime::currentDateTimeUtc();
    const QByteArray id = request.id;
    auto *run = new JobRun(request, m_pace, m_pictures, this);
    m_runs.insert(id, run);
    connect(run, &JobRun::logged, this,
            [this, id](const QString &level, const QString &message) { addLog(id, level, message); });
    connect(run, &JobRun::finished, this,
            [this, id, run] { finish(id, run->isStopped() ? End::Cancelled : End::Ran); });
    Q_EMIT changed(id);
    run->start();
}

void RequestQueue::addLog(const QByteArray &id, const QString &level, const QString &message)
{
    m_requests[id].logs.append({QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs), level, message});
    Q_EMIT changed(id);
}

CancelAnswer RequestQueue::cancel(const QByteArray &id)
{
    const QueuedRequest *request = find(id);
    if (!request)
        return CancelAnswer::Unknown;
    if (request->phase == Phase::Done)
        return CancelAnswer::TooLate;
    if (JobRun *run = m_runs.value(id)) {
        run->stop();
        return CancelAnswer::Requested;
    }
    m_waiting.removeOne(id);
    finish(id, End::Cancelled);
    return CancelAnswer::Removed;
}

bool RequestQueue::dropPayloads(const QByteArray &id)
{
    const auto it = m_requests.find(id);
    if (it == m_requests.end())
        return false;
    it->options.keepPayloads = false;
    return true;
}

void RequestQueue::finish(const QByteArray &id, End end)
{
    QueuedRequest &request = m_requests[id];
    request.phase = Phase::Done;
    request.cancelled = end == End::Cancelled;
    request.timedOut = end == End::TimedOut;
    request.ended = QDateTime::currentDateTimeUtc();
    if (JobRun *run = m_runs.take(id)) {
        request.inferenceSeconds = run->seconds();
        run->disconnect(this);
        run->deleteLater();
    }
    schedule();
    Q_EMIT finished(id);
    Q_EMIT changed(id);
    announceWaiting();
}

void RequestQueue::announceWaiting()
{
    const QList<QByteArray> waiting = m_waiting;
    for (const QByteArray &id : waiting)
        Q_EMIT changed(id);
}

const QueuedRequest *RequestQueue::find(const QByteArray &id) const
{
    const auto it = m_requests.constFind(id);
    return it == m_requests.constEnd() ? nullptr : &*it;
}

int RequestQueue::position(const QByteArray &id) const
{
    return int(m_waiting.indexOf(id));
}

} // namespace janus::sandbox
