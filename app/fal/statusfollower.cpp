#include "fal/statusfollower.h"

#include "fal/addresses.h"
#include "fal/answers.h"
#include "fal/errors.h"
#include "support/checkpoint.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::fal {

namespace {

/// States only go forward; −1 for words we do not know.
int rankOf(const QString &word)
{
    if (word == "IN_QUEUE"_L1)
        return 0;
    if (word == "IN_PROGRESS"_L1)
        return 1;
    return word == "COMPLETED"_L1 ? 2 : -1;
}

bool saysTheSame(const QueueStatus &left, const QueueStatus &right)
{
    return left.word == right.word && left.position == right.position && left.error == right.error &&
           left.errorType == right.errorType && left.inferenceSeconds == right.inferenceSeconds;
}

} // namespace

FollowerGround::FollowerGround(HttpClient &client, QObject *parent)
    : QObject(parent)
    , client(client)
{
    connect(&client, &HttpClient::mostStreamsGrew, this, &FollowerGround::offerPlaces);
}

void FollowerGround::offerPlaces()
{
    while (!waiting.isEmpty() && hasPlace())
        waiting.takeFirst()->takePlace();
}

RequestFollower::RequestFollower(FollowerGround &ground, Ticket ticket)
    : m_ground(&ground)
    , m_ticket(std::move(ticket))
    , m_pause(ground.client.timing().pollFirst)
{
    m_next.setSingleShot(true);
    m_next.setTimerType(Qt::PreciseTimer); // others may fire early, which Retry-After does not allow
    connect(&m_next, &QTimer::timeout, this, &RequestFollower::next);
    connect(&m_silence, &QTimer::timeout, this, &RequestFollower::onSilence);
}

RequestFollower::~RequestFollower()
{
    if (m_ground)
        m_ground->waiting.removeOne(this);
    closeStream();
}

void RequestFollower::start()
{
    m_next.start(0);
}

void RequestFollower::next()
{
    if (!m_ground || m_finished)
        return;
    if (mayStream() && m_streamAgain.hasExpired())
        return openStream();
    poll();
}

bool RequestFollower::wantsStream() const
{
    return !m_stream && !m_finished && m_ground->hasStreams && !m_streamRefused;
}

bool RequestFollower::mayStream() const
{
    return wantsStream() && m_ground->hasPlace();
}

/// Meanwhile a poll may be under way; its answer does no harm.
void RequestFollower::takePlace()
{
    if (wantsStream() && m_streamAgain.hasExpired()) {
        m_next.stop();
        openStream();
    }
}

void RequestFollower::openStream()
{
    const Result<QUrl> url = requestAddress(m_ground->client.service(), m_ticket, RequestCall::Stream);
    if (!url)
        return finish(url.error());
    m_ground->waiting.removeOne(this);
    ++m_ground->openStreams;
    m_stream = std::make_unique<QObject>();
    m_parser = {};
    m_streamIsSteady.setRemainingTime(timing().pollMost);
    // One more than a server need allow may never begin to speak; polls go on until it does.
    const bool isSure = m_ground->openStreams <= HttpClient::sureStreams;
    m_silence.start(isSure ? timing().silentStream : timing().pollMost);
    HttpRequest request{CallKind::Stream, *url};
    request.chunk = [this](const QByteArray &bytes) { onChunk(bytes); };
    m_ground->client.send(std::move(request), m_stream.get(),
                          [this](const Result<HttpAnswer> &result) { onStreamEnded(result); });
}

void RequestFollower::onChunk(const QByteArray &bytes)
{
    const QPointer<RequestFollower> alive(this);
    QList<QByteArray> events;
    const bool isGood = m_parser.feed(bytes, [&events](const QByteArray &event) { events.append(event); });
    for (const QByteArray &event : std::as_const(events)) {
        m_silence.start(timing().silentStream);
        const Result<QueueStatus> status = readStatus(event);
        if (!status)
            return onStreamFailed(status.error());
        if (!take(*status) || !alive || !m_stream)
            return;
    }
    if (!isGood)
        onStreamFailed({ErrorKind::Protocol, u"The stream of news about this request is not usable."_s});
}

void RequestFollower::onStreamEnded(const Result<HttpAnswer> &result)
{
    if (!result)
        return onStreamFailed(result.error());
    if (result->isEventStream())
        return onStreamFailed(
            {ErrorKind::Network, u"The connection was lost before the request was done."_s});
    const Error error = errorFromAnswer(CallKind::Stream, *result, spokenName(m_ground->client.service()));
    if (!repeatRule(CallKind::Stream).mends(error.kind))
        return finish(error);
    m_streamRefused = result->isSuccess() || result->status == 404 || result->status == 405 ||
                      error.kind == ErrorKind::Protocol;
    onStreamFailed(error);
}

void RequestFollower::closeStream()
{
    m_silence.stop();
    const bool hadPlace = bool(m_stream);
    m_stream.reset();
    if (!hadPlace || !m_ground)
        return;
    --m_ground->openStreams;
    if (!m_ground->waiting.isEmpty()) // after our own business
        QMetaObject::invokeMethod(m_ground, &FollowerGround::offerPlaces, Qt::QueuedConnection);
}

/// A broken stream tells nothing about the request: a poll bridges the gap, then a new stream is tried.
void RequestFollower::onStreamFailed(const Error &error)
{
    closeStream();
    if (!m_ground)
        return;
    if (error.kind == ErrorKind::Protocol)
        m_streamRefused = true;
    if (m_streamIsSteady.hasExpired())
        m_streamRepeats.reset();
    m_streamAgain.setRemainingTime(m_streamRepeats.pauseAfter(error, timing()).value_or(timing().retryMost));
    if (!m_poll)
        poll();
}

void RequestFollower::onSilence()
{
    if (!m_poll && m_ground)
        poll();
}

void RequestFollower::poll()
{
    m_next.stop();
    const Result<QUrl> url = requestAddress(m_ground->client.service(), m_ticket, RequestCall::Status);
    if (!url)
        return finish(url.error());
    m_poll = std::make_unique<QObject>();
    m_ground->client.send({CallKind::Status, *url}, m_poll.get(),
                          [this](const Result<HttpAnswer> &result) { onPolled(result); });
}

void RequestFollower::onPolled(const Result<HttpAnswer> &result)
{
    m_poll.reset();
    if (!result)
        return onTrouble(result.error());
    const Result<QueueStatus> status =
        result->isSuccess() ? readStatus(result->body) : Error{ErrorKind::Network, {}};
    if (!status)
        return onTrouble(errorFromAnswer(CallKind::Status, *result, spokenName(m_ground->client.service())));
    m_pollRepeats.reset();
    if (m_streamRefused)
        m_ground->hasStreams =
            false; // the request is there, so it is streams that this service does not have
    const bool changed = !saysTheSame(*status, m_last);
    m_pause = changed ? timing().pollFirst
                      : std::min<std::chrono::milliseconds>(m_pause * 3 / 2, timing().pollMost);
    if (take(*status))
        waitForNext();
}

void RequestFollower::onTrouble(const Error &error)
{
    const std::optional<std::chrono::milliseconds> pause =
        m_pollRepeats.pauseAfter(error, m_ground->client.pacer());
    if (!pause)
        return finish(error);
    m_streamAgain.setRemainingTime(std::max<qint64>(m_streamAgain.remainingTime(), pause->count()));
    m_next.start(*pause);
    Q_EMIT retrying(error);
}

/// While a stream is open it brings the news; otherwise the next look is due.
void RequestFollower::waitForNext()
{
    if (m_stream)
        return;
    auto pause = m_pause;
    if (wantsStream() && !m_ground->hasPlace() && !m_ground->waiting.contains(this))
        m_ground->waiting.append(this);
    if (mayStream())
        pause = std::min<std::chrono::milliseconds>(pause,
                                                    std::chrono::milliseconds(m_streamAgain.remainingTime()));
    m_next.start(pause);
}

/// False when this follower is done or gone, or its service is.
bool RequestFollower::take(const QueueStatus &status)
{
    const QPointer<RequestFollower> alive(this);
    tellLines(status.logs);
    if (!alive || !m_ground || m_finished)
        return false;
    const int rank = rankOf(status.word);
    const bool isBackwards = rank >= 0 && rank < rankOf(m_last.word);
    if (!isBackwards && !saysTheSame(status, m_last)) {
        m_last = status;
        support::checkpoint("status.before");
        Q_EMIT statusChanged(status);
        support::checkpoint("status.after");
        if (!alive || !m_ground || m_finished)
            return false;
    }
    if (!status.isCompleted())
        return true;
    finish(status);
    return false;
}

void RequestFollower::tellLines(const QList<LogLine> &lines)
{
    const QPointer<RequestFollower> alive(this);
    for (const LogLine &line : lines) {
        if (m_seen.add(line))
            Q_EMIT logLine(line);
        if (!alive || !m_ground)
            return;
    }
}

void RequestFollower::finish(Result<QueueStatus> outcome)
{
    if (std::exchange(m_finished, true))
        return;
    closeStream();
    if (m_ground)
        m_ground->waiting.removeOne(this);
    m_poll.reset();
    m_next.stop();
    m_outcome = std::move(outcome);
    Q_EMIT finished();
}

} // namespace janus::fal
