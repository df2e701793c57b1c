#include "jobs/jobqueue.h"

#include "fal/timing.h"
#include "library/library.h"

#include <QRandomGenerator>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::jobs {

namespace {

/// SRV-19: a service may log without end.
constexpr int mostLogLines = 5000;

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
    , m_isAlive(std::move(isAlive))
{
    m_holdTimer.setSingleShot(true);
    m_holdTimer.setTimerType(Qt::PreciseTimer); // others may fire early, which Retry-After does not allow
    connect(&m_holdTimer, &QTimer::timeout, this, [this] { release(); });
}

JobQueue::~JobQueue() = default;

void JobQueue::recover(QObject *context, std::function<void(Result<Recovered>)> done)
{
    m_journal.open(this,
                   [this, context = QPointer<QObject>(context), done](const Result<QList<JobInfo>> &open) {
                       if (!open) {
                           if (context)
                               done(open.error());
                           return;
                       }
                       QList<JobInfo> orphans;
                       Recovered recovered;
                       for (const JobInfo &job : *open) {
                           if (m_byId.contains(job.id))
                               continue;
                           if (!job.owner.isEmpty() && m_isAlive(job.owner))
                               ++recovered.ofOthers;
                           else
                               orphans << job;
                       }
                       adoptNext(std::move(orphans), recovered, context, done);
                   });
}

void JobQueue::adoptNext(QList<JobInfo> orphans, Recovered recovered, QPointer<QObject> context,
                         std::function<void(Result<Recovered>)> done)
{
    if (orphans.isEmpty()) {
        startMore();
        if (context)
            done(recovered);
        return;
    }
    const JobInfo job = orphans.takeFirst();
    m_journal.adopt(job, this, [=, this](const Result<void> &adopted) mutable {
        if (adopted && !m_byId.contains(job.id)) {
            JobInfo ours = job;
            ours.owner = m_journal.owner();
            const bool unsent = ours.state == JobState::Waiting;
            unsent ? ++recovered.neverSent : ++recovered.adopted;
            if (ours.state == JobState::Unknown || ours.state == JobState::Submitting)
                ++recovered.unknown;
            insert(ours, !unsent);
        }
        adoptNext(std::move(orphans), recovered, context, std::move(done));
    });
}

void JobQueue::resumeUnsent()
{
    for (const std::unique_ptr<Entry> &entry : m_entries)
        entry->mayBeSent = true;
    startMore();
}

void JobQueue::enqueue(const QList<GenerationRequest> &requests, const QString &service,
                       const Delivery &delivery, QObject *context,
                       std::function<void(Result<QList<JobInfo>>)> done)
{
    Q_ASSERT(!requests.isEmpty());
    m_journal.add(requests, service, delivery, this,
                  [this, context = QPointer<QObject>(context), done](const Result<QList<JobInfo>> &added) {
                      if (added) {
                          for (const JobInfo &job : *added)
                              insert(job, true);
                      }
                      if (context && done)
                          done(added);
                      startMore();
                  });
}

void JobQueue::insert(const JobInfo &info, bool mayBeSent)
{
    m_entries.push_back(std::make_unique<Entry>());
    Entry *entry = m_entries.back().get();
    entry->info = info;
    entry->mayBeSent = mayBeSent;
    m_byId.insert(info.id, entry);
    m_order << info.id;
    Q_EMIT jobAdded(info);
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
    if (entry.job || isTerminal(entry.info.state) || !entry.mayBeSent)
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
        if (i == m_firstOpen && isTerminal(m_entries[i]->info.state))
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
    entry.job = std::make_unique<GenerationJob>(entry.info, m_journal, m_library, m_services, nullptr);
    GenerationJob *job = entry.job.get();
    connect(job, &GenerationJob::changed, this, [this, id] { onChanged(id); });
    connect(job, &GenerationJob::logLine, this, [this, id](const LogLine &line) { appendLog(id, line); });
    connect(job, &GenerationJob::pictureInHand, this,
            [this, id](int index, const QImage &thumbnail) { Q_EMIT pictureInHand(id, index, thumbnail); });
    connect(job, &GenerationJob::pictureSaved, this,
            [this, id](const Picture &picture) { Q_EMIT pictureSaved(id, picture); });
    connect(job, &GenerationJob::held, this, [this, id](const Error &error) { onHeld(id, error); });
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
    m_holds.insert(service, error);
    if (mendsItself(error)) {
        if (!m_holdTimer.isActive())
            m_holdTimer.start(m_pauses.after(++m_holdFailures, error));
        else if (const auto asked = error.waitSeconds * m_pauses.second;
                 asked > m_holdTimer.remainingTimeAsDuration())
            m_holdTimer.start(asked);
    }
    Q_EMIT holdChanged(service);
    startMore(); // of other services
}

void JobQueue::release(const QString &service)
{
    const QStringList names = service.isEmpty() ? QStringList(m_holds.keys()) : QStringList{service};
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
    startMore();
    if (openCount() == 0)
        Q_EMIT idle();
}

void JobQueue::cancel(JobId id)
{
    Entry *entry = m_byId.value(id);
    if (!entry || isTerminal(entry->info.state))
        return;
    if (!entry->job)
        makeJob(*entry); // never sent: no service is needed to end it
    entry->job->cancel();
}

void JobQueue::cancelWaiting()
{
    const QList<JobId> ids = m_order;
    for (const JobId id : ids) {
        if (find(id)->state == JobState::Waiting)
            cancel(id);
    }
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
                                          [](const auto &entry) { return !isTerminal(entry->info.state); }));
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
