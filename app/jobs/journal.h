#pragma once

#include "jobs/jobinfo.h"

#include <QObject>
#include <QSet>
#include <QStringList>

#include <functional>

namespace janus::library {
class Database;
}

namespace janus::jobs {

/// The jobs' rows in the library's database: intent is in here before a byte leaves, the request id before
/// anything else happens. Each call is one transaction on the library's thread and answers in the
/// application's.
class Journal
{
public:
    Journal(library::Database &database, QString owner);

    template <typename T>
    using Done = std::function<void(Result<T>)>;

    /// Writes the requests of one press of Generate as one batch of Waiting jobs of ours.
    void add(const QList<Wish> &wishes, const QString &service, const Delivery &delivery, QObject *context,
             Done<QList<JobInfo>> done);

    /// Stores everything of `job` that changes. TakenOver for a job that another process looks after;
    /// Internal for a state that canReach() does not allow, above all of a job that has ended.
    void write(const JobInfo &job, QObject *context, Done<void> done);
    /// Stores a job that has its ticket now, and answers itself. When another job has that request id
    /// already, it answers that one and stores nothing.
    void accept(const JobInfo &job, QObject *context, Done<JobId> done);

    /// Every job that has not ended, whoever owns it, in the order in which they were made.
    void open(QObject *context, Done<QList<JobInfo>> done);
    /// Takes over a job of a process that is gone; TakenOver when somebody else was quicker.
    void adopt(const JobInfo &job, QObject *context, Done<void> done);
    /// The oldest job with this request id; Gone when there is none.
    void findByRequestId(const QString &requestId, QObject *context, Done<JobInfo> done);

    /// Which of these request ids some job has.
    void known(const QStringList &requestIds, QObject *context, Done<QSet<QString>> done);

    const QString &owner() const { return m_owner; }

private:
    library::Database &m_database;
    QString m_owner;
};

} // namespace janus::jobs
