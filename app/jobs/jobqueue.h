#pragma once

#include "jobs/generationjob.h"
#include "jobs/journal.h"
#include "jobs/reconciler.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace janus::library {
class Library;
}

namespace janus::jobs {

/// Pauses before what is held is looked at again: `first`, doubled each time, at most `most`, and never less
/// than the service asked for. Tests shorten them.
struct HoldPauses
{
    std::chrono::milliseconds first{4'000};
    std::chrono::milliseconds most{60'000};
    std::chrono::milliseconds second{1'000}; ///< how long a second of Retry-After is

    std::chrono::milliseconds after(int failures, const Error &error) const;
};

/// The requests of this process: takes them in, sends a few at a time, takes up at start what an earlier run
/// left open, and holds back what cannot go on. Lives in the application's thread.
class JobQueue : public QObject
{
    Q_OBJECT
public:
    /// `owner` is this process's token (support::OwnerLock); `isAlive` says whether another token's process
    /// lives.
    JobQueue(library::Library &library, Services &services, QString owner,
             std::function<bool(const QString &)> isAlive, QObject *parent = nullptr);
    ~JobQueue() override;

    /// What the journal still has open.
    struct Recovered
    {
        QList<JobId> taken;  ///< ours now: they are followed again, or looked for
        int adopted = 0;     ///< how many
        QList<JobId> unsent; ///< ours as well, and not sent by itself
        int neverSent = 0;   ///< Waiting, adopted but not sent; start() does not send them by itself
        int unknown = 0;     ///< outcome unknown
        int ofOthers = 0;    ///< another living process looks after them
    };
    /// Takes up the jobs whose process is gone, first those whose pictures expire first: results that wait to
    /// be fetched, then what runs, then what is lost. Sends nothing new: what was never sent waits for
    /// resumeUnsent(). Called again it looks for newly orphaned jobs. Storage error when some could not be
    /// taken; the others are.
    void recover(QObject *context, std::function<void(Result<Recovered>)> done);
    /// Lets the never-sent jobs of earlier runs go.
    void resumeUnsent();
    /// Only these.
    void resumeUnsent(const QList<JobId> &jobs);

    /// Writes the wishes of one press of Generate to the journal, then sends them as slots come free.
    /// `done` hears when they are safe on disk (Storage error, or BadInput when somebody was quicker with a
    /// cell of a sheet: nothing was taken).
    void enqueue(const QList<Wish> &wishes, const QString &service, const Delivery &delivery,
                 QObject *context, std::function<void(Result<QList<JobInfo>>)> done);
    void cancel(JobId id);
    /// Looks once more for a request whose answer was lost.
    void lookAgain(JobId id);
    /// Gives up a request whose answer was lost and sends the same once more, as a job of its own. It may be
    /// paid for twice: only at the word of a person. BadInput for any other job, for one that is dropped
    /// already, and when the cell of its sheet was asked for since.
    void sendAgain(JobId id, QObject *context, std::function<void(Result<JobInfo>)> done);
    /// Everything that has not been sent yet. From now on nothing of it is sent; thousands end some at a
    /// time, so that the window stays free.
    void cancelWaiting();

    /// How many requests are with a service at once; the rest waits. fal lets more wait on its side. With 0
    /// nothing new is sent.
    void setSlots(int slots);
    int slotCount() const { return m_slots; }
    void setPauses(HoldPauses pauses) { m_pauses = pauses; }
    void setLookPauses(LookPauses pauses) { m_reconciler.setPauses(pauses); }

    /// Why nothing of this service goes on at the moment, if so.
    std::optional<Error> hold(const QString &service) const;
    bool isAnythingHeld() const { return !m_holds.isEmpty(); }
    /// Tries again what is held; an empty name means every service.
    void release(const QString &service = {});

    /// Every job this process has seen, also the ended ones, by id.
    const JobInfo *find(JobId id) const;
    QList<JobId> jobs() const { return m_order; }
    int openCount() const;
    QList<LogLine> log(JobId id) const;

Q_SIGNALS:
    /// What one enqueue() has taken in, for who has less to do with all at once. jobAdded() follows for each.
    void jobsAdded(const QList<janus::jobs::JobInfo> &jobs);
    void jobAdded(const janus::jobs::JobInfo &job);
    void jobChanged(const janus::jobs::JobInfo &job);
    void jobFinished(const janus::jobs::JobInfo &job);
    void logLine(janus::JobId id, const janus::LogLine &line);
    /// May be shown, but is not saved yet.
    void pictureInHand(janus::JobId id, int index, const QImage &thumbnail);
    void pictureSaved(janus::JobId id, const janus::Picture &picture);
    void holdChanged(const QString &service);
    /// No job is open any more.
    void idle();

private:
    struct Entry
    {
        JobInfo info;                       ///< kept after the job has ended
        std::unique_ptr<GenerationJob> job; ///< null once ended, and before it was started
        QList<LogLine> log;
        bool mayBeSent = true;
        bool isOfOthers = false; ///< another process has taken it from us

        bool isOpen() const { return !isOfOthers && !isTerminal(info.state); }
    };
    /// One recover() on its way.
    struct Recovery
    {
        QList<JobInfo> orphans; ///< still to be adopted
        Recovered recovered;
        std::optional<Error> trouble;
        QPointer<QObject> context;
        std::function<void(Result<Recovered>)> done;
    };

    void insert(const QList<JobInfo> &jobs, bool mayBeSent);
    void adoptNext(std::shared_ptr<Recovery> recovery);
    void startRecovered(const QList<JobId> &taken);
    void releaseAll(const QStringList &services);
    void tryBusyService(const QString &service);
    void cancelSome();
    void startMore();
    bool canStart(const Entry &entry, int freeSlots) const;
    void startJob(Entry &entry);
    void makeJob(Entry &entry);
    void onChanged(JobId id);
    void onHeld(JobId id, const Error &error);
    void onFinished(JobId id);
    void onTakenOver(JobId id);
    void appendLog(JobId id, const LogLine &line);
    int slotsTaken() const;
    static bool isWithService(const Entry &entry);

    library::Library &m_library;
    Services &m_services;
    Journal m_journal;
    Reconciler m_reconciler;
    std::function<bool(const QString &)> m_isAlive;
    HoldPauses m_pauses;
    QHash<JobId, Entry *> m_byId;
    std::vector<std::unique_ptr<Entry>> m_entries;
    QList<JobId> m_order;
    QSet<JobId> m_sendingAgain;
    QList<JobId> m_toCancel; ///< never sent, and not any more
    QHash<QString, Error> m_holds;
    QTimer m_holdTimer;
    int m_holdFailures = 0;
    qsizetype m_firstOpen = 0; ///< all entries before it have ended
    int m_slots = 4;
};

} // namespace janus::jobs
