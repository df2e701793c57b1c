#include "jobs/jobqueue.h"

#include "fal/timing.h"
#include "library/library.h"

#include <QRandomGenerator>

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace janus::jobs {

namespace {

/// SRV-19: a service may log without end.
constexpr int mostLogLines = 5000;

constexpr int mostCancelledAtOnce = 50;

/// Held for a reason that goes away by itself: looked at again without being asked.
bool mendsItself(const Error &error)
{
    return error.kind == ErrorKind::Unreachable || error.kind == ErrorKind::Busy ||
           error.kind == ErrorKind::Storage;
}

} // namespace

std::chrono::milliseconds HoldPauses::after(int failures, const Error &error) const
{
    const auto most = fal::Timing::longestPause(first, this->most, failures);
    // Somewhere in the upper half: many programs that lost the same service do not come back in step.
    const std::chrono::milliseconds pause(
        QRandomGenerator::global()->bounded(qint64(most.count() / 2), qint64(most.count()) + 1));
    return std::max<std::chrono::milliseconds>(pause, error.waitSeconds * second);
}

JobQueue::JobQueue(library::Library &library, Services &services, QString owner,
                   std::function<bool(const QString &)> isAlive, QObject *parent)
    : QObject(parent)
    , m_library(library)
    , m_services(services)
    , m_journal(library.database(), std::move(owner))
    , m_reconciler(m_journal)
    , m_isAlive(std::move(isAlive))
{
    m_holdTimer.setSingleShot(true);
    m_holdTimer.setTimerType(Qt::PreciseTimer); // others may fire early, which Retry-After does not allow
    connect(&m_holdTimer, &QTimer::timeout, this, [this] {
        QStringList mending;
        for (auto hold = m_holds.cbegin(); hold != m_holds.cend(); ++hold) {
            if (mendsItself(*hold))
                mending << hold.key();
        }
        releaseAll(mending);
    });
}

JobQueue::~JobQueue() = default;

void JobQueue::recover(QObject *context, std::function<void(Result<Recovered>)> done)
{
    auto recovery = std::make_shared<Recovery>();
    recovery->context = context;
    recovery->done = std::move(done);
    m_journal.open(this, [this, recovery](const Result<QList<JobInfo>> &open) {
        if (!open) {
            if (recovery->context)
                recovery->done(open.error());
            return;
        }
        for (const JobInfo &job : *open) {
            const Entry *known = m_byId.value(job.id);
            if (known && !known->isOfOthers)
                continue;
            if (!job.owner.isEmpty() && m_isAlive(job.owner))
                ++recovery->recovered.ofOthers;
            else if (!known)
                recovery->orphans << job;
        }
        adoptNext(recovery);
    });
}

void JobQueue::adoptNext(std::shared_ptr<Recovery> recovery)
{
    if (recovery->orphans.isEmpty()) {
        startRecovered(recovery->recovered.taken);
        startMore();
        if (recovery->context)
            recovery->done(recovery->trouble ? Result<Recovered>(*recovery->trouble) : recovery->recovered);
        return;
    }
    const JobInfo job = recovery->orphans.takeFirst();
    m_journal.adopt(job, this, [this, recovery, job](const Result<void> &adopted) {
        if (!adopted && adopted.error().kind != ErrorKind::TakenOver)
            recovery->trouble = adopted.error();
        if (adopted && !m_byId.contains(job.id)) {
            Recovered &recovered = recovery->recovered;
            JobInfo ours = job;
            ours.owner = m_journal.owner();
            const bool unsent = ours.state == JobState::Waiting;
            unsent ? ++recovered.neverSent : ++recovered.adopted;
            (unsent ? recovered.unsent : recovered.taken) << ours.id;
            if (ours.state == JobState::Unknown || ours.state == JobState::Submitting)
                ++recovered.unknown;
            insert({ours}, !unsent);
        }
        adoptNext(recovery);
    });
}

/// A result is kept for minutes, a request for an hour or longer; what is lost has to be found first.
void JobQueue::startRecovered(const QList<JobId> &taken)
{
    const auto urgency = [](const Entry *entry) {
        const JobInfo &info = entry->info;
        const bool isFetched = info.state == JobState::Saving || info.state == JobState::Completed;
        const bool isLost = info.state == JobState::Unknown || info.state == JobState::Submitting;
        return std::tuple(isFetched ? 0 : isLost ? 2 : 1, info.accepted, info.id);
    };
    std::vector<Entry *> entries;
    for (const JobId id : taken)
        entries.push_back(m_byId.value(id));
    std::ranges::sort(entries, {}, urgency);
    for (Entry *entry : entries) {
        if (canStart(*entry, 0))
            startJob(*entry);
    }
}

void JobQueue::resumeUnsent()
{
    for (const std::unique_ptr<Entry> &entry : m_entries)
        entry->mayBeSent = true;
    startMore();
}

void JobQueue::resumeUnsent(const QList<JobId> &jobs)
{
    for (const JobId id : jobs) {
        if (Entry *entry = m_byId.value(id))
            entry->mayBeSent = true;
    }
    startMore();
}

void JobQueue::enqueue(const QList<Wish> &wishes, const QString &service, const Delivery &delivery,
                       QObject *context, std::function<void(Result<QList<JobInfo>>)> done)
{
    Q_ASSERT(!wishes.isEmpty());
    m_journal.add(wishes, service, delivery, this,
                  [this, context = QPointer<QObject>(context), done](const Result<QList<JobInfo>> &added) {
                      if (added)
                          insert(*added, true);
                      if (context && done)
                          done(added);
                      startMore();
                  });
}

void JobQueue::insert(const QList<JobInfo> &jobs, bool mayBeSent)
{
    for (const JobInfo &job : jobs) {
        m_entries.push_back(std::make_unique<Entry>());
        Entry *entry = m_entries.back().get();
        entry->info = job;
        entry->mayBeSent = mayBeSent;
        m_byId.insert(job.id, entry);
        m_order << job.id;
    }
    Q_EMIT jobsAdded(jobs);
    for (const JobInfo &job : jobs)
        Q_EMIT jobAdded(job);
}

int JobQueue::slotsTaken() const
{
    return static_cast<int>(std::count_if(m_entries.begin() + m_firstOpen, m_entries.end(),
                                          [](const auto &entry) { return isWithService(*entry); }));
}

/// Others go on in the place of what is held, of what may be lost and needs a person's word, and of pictures
/// whose own server does not answer.
bool JobQueue::isWithService(const Entry &entry)
{
    const JobInfo &info = entry.info;
    return entry.job && !entry.job->isHeld() && info.state != JobState::Unknown &&
           !(info.state == JobState::Saving && info.trouble);
}

bool JobQueue::canStart(const Entry &entry, int freeSlots) const
{
    if (entry.job || !entry.isOpen() || !entry.mayBeSent)
        return false;
    if (entry.info.state == JobState::Waiting && entry.info.cancelWished)
        return false;
    // What a service has accepted is paid for and may expire: it is looked after at once, whatever else
    // waits.
    if (mayBeAccepted(entry.info.state))
        return true;
    return !m_holds.contains(entry.info.service) && freeSlots > 0;
}

void JobQueue::startMore()
{
    int freeSlots = m_slots - slotsTaken();
    for (qsizetype i = m_firstOpen; i < std::ssize(m_entries); ++i) {
        if (i == m_firstOpen && !m_entries[i]->isOpen())
            ++m_firstOpen;
        else if (canStart(*m_entries[i], freeSlots)) {
            startJob(*m_entries[i]);
            --freeSlots;
        }
    }
}

void JobQueue::startJob(Entry &entry)
{
    makeJob(entry);
    entry.job->start();
}

void JobQueue::makeJob(Entry &entry)
{
    const JobId id = entry.info.id;
    entry.job = std::make_unique<GenerationJob>(entry.info, m_journal, m_library, m_services, m_reconciler);
    GenerationJob *job = entry.job.get();
    connect(job, &GenerationJob::changed, this, [this, id] { onChanged(id); });
    connect(job, &GenerationJob::logLine, this, [this, id](const LogLine &line) { appendLog(id, line); });
    connect(job, &GenerationJob::pictureInHand, this,
            [this, id](int index, const QImage &thumbnail) { Q_EMIT pictureInHand(id, index, thumbnail); });
    connect(job, &GenerationJob::pictureSaved, this,
            [this, id](const Picture &picture) { Q_EMIT pictureSaved(id, picture); });
    connect(job, &GenerationJob::held, this, [this, id](const Error &error) { onHeld(id, error); });
    connect(job, &GenerationJob::takenOver, this, [this, id] { onTakenOver(id); });
    connect(job, &GenerationJob::finished, this, [this, id] { onFinished(id); });
}

void JobQueue::onChanged(JobId id)
{
    Entry *entry = m_byId.value(id);
    entry->info = entry->job->info();
    Q_EMIT jobChanged(entry->info);
    if (!entry->job->isHeld() && !isWithService(*entry))
        startMore();
}

void JobQueue::onHeld(JobId id, const Error &error)
{
    const QString service = m_byId.value(id)->info.service;
    const std::optional<Error> before = hold(service);
    m_holds.insert(service, error);
    if (mendsItself(error)) {
        if (!m_holdTimer.isActive())
            m_holdTimer.start(m_pauses.after(++m_holdFailures, error));
        else if (const auto asked = error.waitSeconds * m_pauses.second;
                 asked > m_holdTimer.remainingTimeAsDuration())
            m_holdTimer.start(asked);
    }
    // Every request that is under way comes with the same news.
    if (!before || before->kind != error.kind || before->message != error.message)
        Q_EMIT holdChanged(service);
    startMore(); // of other services
}

void JobQueue::release(const QString &service)
{
    releaseAll(service.isEmpty() ? QStringList(m_holds.keys()) : QStringList{service});
}

void JobQueue::releaseAll(const QStringList &names)
{
    for (const QString &name : names) {
        if (m_holds.remove(name) > 0)
            Q_EMIT holdChanged(name);
    }
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        Entry &entry = *m_entries[i];
        if (entry.job && names.contains(entry.info.service))
            entry.job->release();
    }
    startMore();
}

void JobQueue::onFinished(JobId id)
{
    Entry *entry = m_byId.value(id);
    entry->info = entry->job->info();
    entry->job.release()->deleteLater(); // we are called by it
    m_holdFailures = 0;
    Q_EMIT jobFinished(entry->info);
    tryBusyService(entry->info.service);
    startMore();
    if (openCount() == 0)
        Q_EMIT idle();
}

/// LD-03: a service that takes a few at a time has room again when one of ours has ended. One goes first;
/// unless the service asked for a pause.
void JobQueue::tryBusyService(const QString &service)
{
    const auto hold = m_holds.constFind(service);
    if (hold == m_holds.cend() || hold->kind != ErrorKind::Busy || hold->waitSeconds > 0)
        return;
    for (qsizetype i = m_firstOpen; i < std::ssize(m_entries); ++i) {
        const Entry &entry = *m_entries[i];
        if (entry.job && entry.job->isHeld() && entry.info.service == service)
            return entry.job->release();
    }
    releaseAll({service});
}

void JobQueue::onTakenOver(JobId id)
{
    Entry *entry = m_byId.value(id);
    entry->isOfOthers = true;
    entry->job.release()->deleteLater(); // we are called by it
    startMore();
    if (openCount() == 0)
        Q_EMIT idle();
}

void JobQueue::lookAgain(JobId id)
{
    const Entry *entry = m_byId.value(id);
    if (entry && entry->job)
        entry->job->lookAgain();
}

void JobQueue::sendAgain(JobId id, QObject *context, std::function<void(Result<JobInfo>)> done)
{
    const JobInfo *lost = find(id);
    if (!lost || lost->state != JobState::Unknown || lost->cancelWished || m_sendingAgain.contains(id)) {
        done(Error{
            ErrorKind::BadInput, u"job:%1 is no request whose answer was lost."_s.arg(id), {}, u"job"_s});
        return;
    }
    m_sendingAgain << id; // a second press must find it so
    Wish wish{lost->request, lost->provenance};
    wish.provenance.cellWas = id;
    // The old one is dropped only when the new one is safe on disk.
    enqueue({wish}, lost->service, lost->delivery, this,
            [this, id, context = QPointer<QObject>(context),
             done = std::move(done)](const Result<QList<JobInfo>> &taken) {
                m_sendingAgain.remove(id);
                if (taken)
                    cancel(id);
                if (context)
                    done(taken ? Result<JobInfo>(taken->first()) : taken.error());
            });
}

void JobQueue::cancel(JobId id)
{
    Entry *entry = m_byId.value(id);
    if (!entry || !entry->isOpen())
        return;
    if (!entry->job)
        makeJob(*entry); // never sent: no service is needed to end it
    entry->job->cancel();
}

void JobQueue::cancelWaiting()
{
    const bool isUnderWay = !m_toCancel.isEmpty();
    for (qsizetype i = m_firstOpen; i < std::ssize(m_entries); ++i) {
        Entry &entry = *m_entries[i];
        if (!entry.isOpen() || entry.info.state != JobState::Waiting || entry.info.cancelWished)
            continue;
        entry.info.cancelWished = true;
        m_toCancel << entry.info.id;
    }
    if (!isUnderWay)
        cancelSome();
}

void JobQueue::cancelSome()
{
    for (int k = 0; k < mostCancelledAtOnce && !m_toCancel.isEmpty(); ++k)
        cancel(m_toCancel.takeFirst());
    if (!m_toCancel.isEmpty())
        QMetaObject::invokeMethod(this, &JobQueue::cancelSome, Qt::QueuedConnection);
}

void JobQueue::setSlots(int slots)
{
    m_slots = std::max(0, slots);
    startMore();
}

std::optional<Error> JobQueue::hold(const QString &service) const
{
    const auto it = m_holds.constFind(service);
    return it == m_holds.constEnd() ? std::nullopt : std::optional(*it);
}

const JobInfo *JobQueue::find(JobId id) const
{
    const Entry *entry = m_byId.value(id);
    return entry ? &entry->info : nullptr;
}

int JobQueue::openCount() const
{
    return static_cast<int>(std::count_if(m_entries.begin() + m_firstOpen, m_entries.end(),
                                          [](const auto &entry) { return entry->isOpen(); }));
}

QList<LogLine> JobQueue::log(JobId id) const
{
    const Entry *entry = m_byId.value(id);
    return entry ? entry->log : QList<LogLine>();
}

void JobQueue::appendLog(JobId id, const LogLine &line)
{
    QList<LogLine> &log = m_byId.value(id)->log;
    if (log.size() == mostLogLines)
        log.removeFirst();
    log << line;
    Q_EMIT logLine(id, line);
}

} // namespace janus::jobs
