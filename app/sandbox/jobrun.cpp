#include "sandbox/jobrun.h"

#include "sandbox/picturestore.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

JobRun::JobRun(const QueuedRequest &request, double pace, PictureStore &pictures, QObject *parent)
    : QObject(parent)
    , m_request(request)
    , m_pace(pace)
    , m_pictures(pictures)
{
    m_script = request.problems.isEmpty() ? scriptOf(*request.endpoint, request.order, request.id)
                                          : refusalScript(request.problems.size());
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &JobRun::playNext);
}

std::chrono::milliseconds JobRun::lengthOf(double lifelikeSeconds) const
{
    return std::chrono::milliseconds(qint64(lifelikeSeconds * m_pace * 1000));
}

void JobRun::start()
{
    m_clock.start();
    m_missing = m_request.problems.isEmpty() ? m_request.order.count : 0;
    for (int picture = 0; picture < m_missing; ++picture) {
        m_pictures.want(m_request.pictureKey(picture), m_request.scene(picture), m_request.order.png, this,
                        [this](const QByteArray &) { onPicture(); });
    }
    m_timer.start(std::chrono::milliseconds(0));
}

void JobRun::stop()
{
    constexpr double secondsToStop = 0.3;
    if (m_stopped)
        return;
    m_stopped = true;
    m_timer.start(lengthOf(secondsToStop));
}

double JobRun::seconds() const
{
    return m_pace > 0 ? double(m_clock.nsecsElapsed()) / 1e9 : m_script.seconds;
}

void JobRun::playNext()
{
    if (m_stopped) {
        finishOnce();
        return;
    }
    if (m_nextLine < m_script.lines.size()) {
        const ScriptLine line = m_script.lines.at(m_nextLine++);
        Q_EMIT logged(line.level, line.message);
    }
    const bool more = m_nextLine < m_script.lines.size();
    const double nextAt = more ? m_script.lines.at(m_nextLine).at : 1.0;
    m_played = !more && m_clock.elapsed() >= lengthOf(m_script.seconds).count();
    if (m_played) {
        finishIfDone();
        return;
    }
    const auto due = lengthOf(m_script.seconds * nextAt) - std::chrono::milliseconds(m_clock.elapsed());
    m_timer.start(std::max(due, std::chrono::milliseconds(0)));
}

void JobRun::onPicture()
{
    --m_missing;
    finishIfDone();
}

void JobRun::finishIfDone()
{
    if (!m_played || m_missing > 0 || m_stopped)
        return;
    if (m_request.problems.isEmpty())
        Q_EMIT logged(u"INFO"_s, u"saved %1 picture(s)"_s.arg(m_request.order.count));
    finishOnce();
}

void JobRun::finishOnce()
{
    if (m_finished)
        return;
    m_finished = true;
    m_timer.stop();
    Q_EMIT finished();
}

} // namespace janus::sandbox
