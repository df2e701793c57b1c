#pragma once

#include "sandbox/queuedrequest.h"
#include "sandbox/runscript.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace janus::sandbox {

class PictureStore;

/// Plays the run of one request: its log lines in their time, its pictures drawn. Ends exactly once, after
/// both or soon after stop().
class JobRun : public QObject
{
    Q_OBJECT

public:
    JobRun(const QueuedRequest &request, double pace, PictureStore &pictures, QObject *parent);

    void start();
    void stop();
    bool isStopped() const { return m_stopped; }
    double seconds() const; ///< Since the start; at pace 0 what the run would have taken at pace 1.

Q_SIGNALS:
    void logged(const QString &level, const QString &message);
    void finished();

private:
    void playNext();
    void onPicture();
    void finishIfDone();
    void finishOnce();
    std::chrono::milliseconds lengthOf(double lifelikeSeconds) const;

    QueuedRequest m_request;
    double m_pace;
    PictureStore &m_pictures;
    RunScript m_script;
    QTimer m_timer;
    QElapsedTimer m_clock;
    qsizetype m_nextLine = 0;
    int m_missing = 0; ///< Pictures not drawn yet.
    bool m_played = false;
    bool m_stopped = false;
    bool m_finished = false;
};

} // namespace janus::sandbox
