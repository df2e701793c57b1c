#include "jobs/checking.h"

#include "core/delivery.h"
#include "jobs/jobqueue.h"
#include "library/database.h"
#include "library/deeds.h"
#include "library/library.h"
#include "library/picturefiles.h"
#include "library/picturetable.h"
#include "support/pool.h"

#include <QJsonDocument>
#include <QSqlDatabase>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace janus::jobs {

namespace {

using library::Check;
using library::CheckToDo;
using library::Likeness;
using library::Verdict;

int countOf(const QList<Check> &checks, bool (*counts)(const Check &))
{
    return int(std::ranges::count_if(checks, counts));
}

bool hasVerdict(const Check &check, Verdict verdict)
{
    return check.likeness && check.likeness->verdict == verdict;
}

bool isSame(const Check &check)
{
    return check.likeness && library::isIdentical(check.likeness->verdict);
}

/// What of a delivery holds for a second run: how private it is and how long the service keeps it. A webhook
/// is not told twice.
Delivery lasting(const Delivery &delivery)
{
    Delivery kept;
    kept.access = delivery.access;
    kept.expirySeconds = delivery.expirySeconds;
    return kept;
}

Result<Delivery> deliveryOf(QSqlDatabase &connection, JobId job)
{
    auto query = library::execute(connection, u"SELECT delivery FROM jobs WHERE id = ?"_s, {job});
    if (!query)
        return query.error();
    if (!query->next())
        return Delivery();
    return lasting(Delivery::fromJson(QJsonDocument::fromJson(query->value(0).toByteArray()).object()));
}

Error badPicture(const QString &sentence)
{
    return {ErrorKind::BadInput, sentence};
}

} // namespace

/// Requests that can be enqueued together.
struct Checking::Plan
{
    QString service;
    Delivery delivery;
    QList<Wish> wishes;
};

int Checking::Summary::identical() const
{
    return countOf(checks, isSame);
}

int Checking::Summary::near() const
{
    return countOf(checks, [](const Check &check) { return hasVerdict(check, Verdict::Near); });
}

int Checking::Summary::different() const
{
    return countOf(checks, [](const Check &check) { return hasVerdict(check, Verdict::Different); });
}

int Checking::Summary::open() const
{
    return countOf(checks, [](const Check &check) { return !check.likeness.has_value(); });
}

Checking::Checking(library::Library &library, JobQueue &queue, QObject *parent)
    : QObject(parent)
    , m_library(library)
    , m_queue(queue)
{
    m_pool.setMaxThreadCount(1); // two pictures of 64 megapixels are memory enough
    connect(&queue, &JobQueue::jobFinished, this, &Checking::onFinished);
}

Checking::~Checking()
{
    m_pool.waitForDone();
    for (const Job &job : std::as_const(m_jobs))
        m_same.insert(m_same.end(), job.same.begin(), job.same.end());
    for (const RoundPtr &round : std::as_const(m_rounds))
        m_same.insert(m_same.end(), round->same.begin(), round->same.end());
    trash(m_same);
}

Result<void> Checking::canCheck(const Picture &picture)
{
    if (picture.isImported())
        return badPicture(
            u"Picture %1 was made elsewhere and imported: no service can be asked for it again."_s.arg(
                picture.id));
    return {};
}

int Checking::requestCount(const QList<Picture> &pictures)
{
    QSet<JobId> jobs;
    for (const Picture &picture : pictures)
        jobs << picture.job;
    return int(jobs.size());
}

void Checking::check(const QList<Picture> &pictures, QObject *context,
                     std::function<void(Result<Begun>)> begun, std::function<void(const Summary &)> ended)
{
    for (const Picture &picture : pictures) {
        if (const Result<void> can = canCheck(picture); !can)
            return begun(can.error());
    }
    auto round = std::make_shared<Round>();
    round->context = context;
    round->tellBegun = std::move(begun);
    round->tellEnded = std::move(ended);
    const auto work = [pictures](QSqlDatabase &connection) -> Result<std::vector<Plan>> {
        std::vector<Plan> plans;
        QSet<JobId> seen;
        for (const Picture &picture : pictures) {
            if (seen.contains(picture.job))
                continue;
            seen << picture.job;
            const Result<Delivery> delivery = deliveryOf(connection, picture.job);
            if (!delivery)
                return delivery.error();
            const Result<QList<int>> places = library::table::placesOfJob(connection, picture.job);
            if (!places)
                return places.error();
            Wish wish = againFrom(picture);
            for (const int place : *places)
                wish.provenance.checks << PictureName{picture.jobUuid, place};
            const auto plan = std::ranges::find_if(plans, [&](const Plan &one) {
                return one.service == picture.service && one.delivery == *delivery;
            });
            if (plan == plans.end())
                plans.push_back({picture.service, *delivery, {wish}});
            else
                plan->wishes << wish;
        }
        return plans;
    };
    m_library.database().run<std::vector<Plan>>(this, work,
                                                [this, round](const Result<std::vector<Plan>> &plans) {
                                                    if (!plans) {
                                                        if (round->context)
                                                            round->tellBegun(plans.error());
                                                        return;
                                                    }
                                                    round->plans = *plans;
                                                    m_rounds << round;
                                                    enqueueNext(round);
                                                });
}

void Checking::enqueueNext(const RoundPtr &round)
{
    if (round->plans.empty()) {
        round->isSent = true;
        if (round->context)
            round->tellBegun(round->begun);
        return endRound(round);
    }
    const Plan plan = round->plans.front();
    round->plans.erase(round->plans.begin());
    m_queue.enqueue(plan.wishes, plan.service, plan.delivery, this,
                    [this, round](const Result<QList<JobInfo>> &jobs) {
                        if (!jobs) {
                            m_rounds.removeAll(round);
                            m_same.insert(m_same.end(), round->same.begin(), round->same.end());
                            if (round->context)
                                round->tellBegun(jobs.error());
                            return;
                        }
                        for (const JobInfo &job : *jobs) {
                            round->open << job.id;
                            round->begun.jobs << job.id;
                            round->begun.pictures += int(job.provenance.checks.size());
                        }
                        enqueueNext(round);
                    });
}

void Checking::resume()
{
    m_library.database().run<QList<JobId>>(this, library::table::jobsToCompare,
                                           [this](const Result<QList<JobId>> &jobs) {
                                               // Without an answer: the next start asks again.
                                               if (!jobs || jobs->isEmpty())
                                                   return;
                                               const auto round = std::make_shared<Round>();
                                               round->open = {jobs->begin(), jobs->end()};
                                               round->isSent = true;
                                               m_rounds << round;
                                               for (const JobId job : *jobs)
                                                   compareJob(job);
                                           });
}

void Checking::onFinished(const JobInfo &job)
{
    if (!job.provenance.checks.isEmpty())
        compareJob(job.id);
}

void Checking::compareJob(JobId job)
{
    if (m_jobs.contains(job))
        return;
    m_jobs.insert(job, {});
    const library::PictureFiles files(m_library.paths());
    m_library.database().run<QList<CheckToDo>>(
        this,
        [files, job](QSqlDatabase &connection) {
            return library::table::checksOfJob(connection, files, job);
        },
        [this, job](const Result<QList<CheckToDo>> &toDo) {
            if (toDo)
                m_jobs[job].toDo = *toDo;
            compareNext(job);
        });
}

void Checking::compareNext(JobId job)
{
    Job &work = m_jobs[job];
    if (work.toDo.isEmpty())
        return end(job);
    const CheckToDo next = work.toDo.takeFirst();
    if (next.check.likeness || next.check.state != JobState::Done) {
        work.done << next.check;
        Q_EMIT checked(next.check);
        return compareNext(job);
    }
    if (!next.then || !next.now) {
        const QString sentence =
            next.now
                ? u"The picture that was checked is no longer in the library."_s
                : u"The service answered without a picture at this place, or with one that was no picture."_s;
        return settle(job, next.check, Error{ErrorKind::Gone, sentence});
    }
    support::runInPool(
        m_pool, this, [then = *next.then, now = *next.now] { return library::compareSent(then, now); },
        [this, job, check = next.check](const Result<Likeness> &compared) { settle(job, check, compared); });
}

void Checking::settle(JobId job, const Check &check, const Result<Likeness> &compared)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto settled = std::make_shared<Check>(check);
    const auto isOurs = std::make_shared<bool>(false); // another process may compare the same ones
    const auto work = [id = check.id, compared, now, isOurs](QSqlDatabase &connection) -> Result<void> {
        if (!compared)
            return library::table::writeProblem(connection, id, compared.error().message);
        const Result<bool> written = library::table::writeVerdict(connection, id, *compared, now);
        if (!written)
            return written.error();
        *isOurs = *written;
        return {};
    };
    m_library.database().write(
        this, work, [this, job, settled, compared, now, isOurs](const Result<void> &written) {
            if (!compared || !written) {
                settled->problem = compared ? written.error().message : compared.error().message;
            } else {
                settled->likeness = *compared;
                settled->compared = now;
                settled->problem.clear();
            }
            Job &finished = m_jobs[job];
            finished.done << *settled;
            if (*isOurs && isSame(*settled) && settled->other != 0)
                finished.same.push_back(settled->other);
            Q_EMIT checked(*settled);
            compareNext(job);
        });
}

void Checking::end(JobId job)
{
    Job work = m_jobs.take(job);
    const QList<RoundPtr> rounds = m_rounds;
    for (const RoundPtr &round : rounds) {
        if (!round->open.remove(job))
            continue;
        round->summary.checks += work.done;
        round->same.insert(round->same.end(), work.same.begin(), work.same.end());
        work.same.clear(); // one deed is enough
        endRound(round);
    }
    m_same.insert(m_same.end(), work.same.begin(), work.same.end());
    if (!m_same.empty() && m_jobs.isEmpty() && !isAnyUnderWay())
        trash(m_same);
}

void Checking::endRound(const RoundPtr &round)
{
    if (!round->isSent || !round->open.isEmpty())
        return;
    m_rounds.removeAll(round);
    trash(round->same);
    if (round->context && round->tellEnded)
        round->tellEnded(round->summary);
}

/// What waits may wait for a person's word.
bool Checking::isAnyUnderWay() const
{
    const QList<JobId> jobs = m_queue.jobs();
    return std::ranges::any_of(jobs, [this](JobId id) {
        const JobInfo *job = m_queue.find(id);
        return job && !job->provenance.checks.isEmpty() && job->state != JobState::Waiting &&
               !isTerminal(job->state);
    });
}

void Checking::trash(library::PictureIds &same)
{
    if (!same.empty())
        m_library.deeds().trash(std::exchange(same, {}));
}

} // namespace janus::jobs
