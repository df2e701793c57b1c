#pragma once

#include "commands/console.h"
#include "core/generation.h"
#include "core/picture.h"

#include <QSet>
#include <QThreadPool>

#include <optional>

namespace janus::jobs {
class JobQueue;
struct JobInfo;
} // namespace janus::jobs

namespace janus::commands {

/// Watches some jobs until each has ended or cannot go on, and tells what happens: progress and log on
/// stderr, file names on stdout, or JSON events.
class JobWatch : public QObject
{
    Q_OBJECT
public:
    JobWatch(jobs::JobQueue &queue, Console console, QObject *parent);

    void watch(const QList<JobId> &jobs);
    /// Pictures are copied there as well, under their own names; never over a file that is there, and each
    /// whole and synced or not at all. A folder that cannot be written to is an error.
    void copyTo(const QString &folder) { m_copyTo = folder; }
    /// For a command that has something better to say of pictures than their files' names.
    void leaveOutPictures() { m_tellsPictures = false; }
    /// What was never sent stays in the journal when its service cannot be used; else it is given up then.
    void keepUnsent() { m_keepsUnsent = true; }
    /// Leaves: says which requests go on without us.
    void leave();
    bool isEmpty() const { return m_open.isEmpty(); }

Q_SIGNALS:
    /// Nothing is left to wait for. The worst that happened decides the code.
    void ended(janus::commands::ExitCode code);

private:
    void onChanged(const jobs::JobInfo &job);
    void onFinished(const jobs::JobInfo &job);
    void onPicture(const Picture &picture);
    void onHold(const QString &service);
    void settle(JobId id, std::optional<Error> error);
    void copy(const Picture &picture);
    void onCopied(const Picture &picture, const Result<QString> &copied);
    void endIfDone();

    jobs::JobQueue &m_queue;
    Console m_console;
    QString m_copyTo;
    int m_copying = 0;
    bool m_keepsUnsent = false;
    bool m_tellsPictures = true;
    QSet<JobId> m_open;
    QHash<JobId, QString> m_lastState;
    std::optional<ExitCode> m_worst;
    QThreadPool m_pool; ///< copies, one after the other
};

} // namespace janus::commands
