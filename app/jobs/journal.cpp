#include "jobs/journal.h"

#include "core/paramroles.h"
#include "library/database.h"
#include "library/provenancerows.h"
#include "support/checkpoint.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>

#include <array>
#include <memory>

using namespace Qt::StringLiterals;

namespace janus::jobs {

namespace {

using library::execute;

const QString jobColumns =
    u"id, batch, uuid, service, endpoint, body, delivery, state, owner, request_id, "
    "status_url, response_url, cancel_url, cancel_wished, result, error_kind, error_message, "
    "error_detail, error_field, created, submitted, accepted, started, ended, words, style, parent, "
    "parent_index "_s;

/// Where a test can make the process die around a write of a job in this state.
struct RowPoints
{
    const char *before;
    const char *after;
};
constexpr std::array<RowPoints, jobStateCount> rowPoints{{
    {"row-waiting.before", "row-waiting.after"},
    {"row-submitting.before", "row-submitting.after"},
    {"row-unknown.before", "row-unknown.after"},
    {"row-queued.before", "row-queued.after"},
    {"row-running.before", "row-running.after"},
    {"row-completed.before", "row-completed.after"},
    {"row-saving.before", "row-saving.after"},
    {"row-done.before", "row-done.after"},
    {"row-failed.before", "row-failed.after"},
    {"row-cancelled.before", "row-cancelled.after"},
    {"row-expired.before", "row-expired.after"},
}};

const RowPoints &pointsOf(const JobInfo &job)
{
    return rowPoints[static_cast<std::size_t>(job.state)];
}

QVariant stored(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toUTC().toString(Qt::ISODateWithMs)) : QVariant();
}

QVariant stored(const QString &text)
{
    return text.isEmpty() ? QVariant() : QVariant(text);
}

/// Null for a delivery that asks for nothing.
QVariant stored(const Delivery &delivery)
{
    const QJsonObject object = delivery.toJson();
    return object.isEmpty() ? QVariant()
                            : stored(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

QVariant stored(const std::optional<double> &number)
{
    return number ? QVariant(*number) : QVariant();
}

QVariant stored(const QUrl &url)
{
    return stored(url.toString(QUrl::FullyEncoded));
}

QDateTime timeAt(const QSqlQuery &query, int column)
{
    return QDateTime::fromString(query.value(column).toString(), Qt::ISODateWithMs);
}

QUrl urlAt(const QSqlQuery &query, int column)
{
    return QUrl(query.value(column).toString());
}

JobInfo jobAt(const QSqlQuery &query)
{
    JobInfo job;
    job.id = query.value(0).toLongLong();
    job.batch = query.value(1).toLongLong();
    job.uuid = query.value(2).toString();
    job.service = query.value(3).toString();
    job.request = GenerationRequest::fromBody(query.value(4).toString(), query.value(5).toByteArray());
    job.delivery = Delivery::fromJson(QJsonDocument::fromJson(query.value(6).toByteArray()).object());
    job.state = static_cast<JobState>(query.value(7).toInt());
    job.owner = query.value(8).toString();
    job.ticket = {job.request.endpoint, query.value(9).toString(), urlAt(query, 10), urlAt(query, 11),
                  urlAt(query, 12)};
    job.cancelWished = query.value(13).toBool();
    job.result = query.value(14).toByteArray();
    if (!query.value(15).isNull()) {
        job.error = Error{static_cast<ErrorKind>(query.value(15).toInt()), query.value(16).toString(),
                          query.value(17).toString(), query.value(18).toString()};
    }
    job.created = timeAt(query, 19);
    job.submitted = timeAt(query, 20);
    job.accepted = timeAt(query, 21);
    job.started = timeAt(query, 22);
    job.ended = timeAt(query, 23);
    job.provenance = library::provenanceAt(query, 24);
    return job;
}

Result<QList<JobInfo>> jobsWhere(QSqlDatabase &connection, const QString &condition,
                                 const QVariantList &values)
{
    Result<QSqlQuery> query =
        execute(connection, u"SELECT "_s + jobColumns + u"FROM jobs WHERE "_s + condition, values);
    if (!query)
        return query.error();
    QList<JobInfo> jobs;
    while (query->next())
        jobs << jobAt(*query);
    for (JobInfo &job : jobs) {
        if (const Result<void> read = library::readPlaces(connection, job.id, job.provenance); !read)
            return read.error();
    }
    return jobs;
}

Result<JobInfo> insertJob(QSqlDatabase &connection, JobInfo job)
{
    const std::optional<Seed> jobSeed = seed(job.request);
    Result<QSqlQuery> query = execute(
        connection,
        u"INSERT INTO jobs(batch, uuid, service, endpoint, body, seed, delivery, state, owner, created, "
        "prompt, guidance, temperature) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
        {job.batch, job.uuid, job.service, job.request.endpoint, job.request.body(),
         jobSeed ? QVariant(*jobSeed) : QVariant(), stored(job.delivery), static_cast<int>(job.state),
         job.owner, stored(job.created), prompt(job.request), stored(guidance(job.request)),
         stored(temperature(job.request))});
    if (!query)
        return query.error();
    job.id = query->lastInsertId().toLongLong();
    if (const Result<void> written = library::writeProvenance(connection, job.id, job.provenance); !written)
        return written.error();
    job.provenance.cellWas = 0; // was looked at
    return job;
}

Result<QList<JobInfo>> insertBatch(QSqlDatabase &connection, QList<JobInfo> jobs)
{
    support::checkpoint("intent.before");
    library::Transaction transaction(connection);
    Result<QSqlQuery> batch = execute(connection, u"INSERT INTO batches(created, prompt) VALUES(?, ?)"_s,
                                      {stored(jobs.first().created), prompt(jobs.first().request)});
    if (!batch)
        return batch.error();
    const BatchId id = batch->lastInsertId().toLongLong();
    for (JobInfo &job : jobs) {
        job.batch = id;
        Result<JobInfo> inserted = insertJob(connection, job);
        if (!inserted)
            return inserted.error();
        job = *inserted;
    }
    support::checkpoint("intent-commit.before");
    if (Result<void> committed = transaction.commit(); !committed)
        return committed.error();
    support::checkpoint("intent.after");
    return jobs;
}

Error takenOver()
{
    return {ErrorKind::TakenOver, u"Another Janus Studio looks after this request now."_s};
}

/// The table of allowed moves holds on disk, too.
Result<void> checkMove(QSqlDatabase &connection, const JobInfo &job)
{
    Result<QSqlQuery> query =
        execute(connection, u"SELECT state FROM jobs WHERE id = ? AND owner = ?"_s, {job.id, job.owner});
    if (!query)
        return query.error();
    if (!query->next())
        return takenOver();
    const auto from = static_cast<JobState>(query->value(0).toInt());
    if ((from == job.state && !isTerminal(from)) || canReach(from, job.state))
        return {};
    return Error{
        ErrorKind::Internal, u"A request that has ended was about to change."_s,
        u"job %1: %2 -> %3"_s.arg(QString::number(job.id), jobStateWord(from), jobStateWord(job.state))};
}

Result<void> updateJob(QSqlDatabase &connection, const JobInfo &job)
{
    if (const Result<void> allowed = checkMove(connection, job); !allowed)
        return allowed;
    const bool bad = job.error.has_value();
    Result<QSqlQuery> query = execute(
        connection,
        u"UPDATE jobs SET state = ?, request_id = ?, status_url = ?, response_url = ?, cancel_url = ?, "
        "cancel_wished = ?, result = ?, error_kind = ?, error_message = ?, error_detail = ?, error_field = "
        "?, "
        "submitted = ?, accepted = ?, started = ?, ended = ? WHERE id = ? AND owner = ?"_s,
        {static_cast<int>(job.state), stored(job.ticket.requestId), stored(job.ticket.statusUrl),
         stored(job.ticket.responseUrl), stored(job.ticket.cancelUrl), job.cancelWished ? 1 : 0,
         job.result.isEmpty() ? QVariant() : QVariant(job.result),
         bad ? QVariant(static_cast<int>(job.error->kind)) : QVariant(),
         bad ? stored(job.error->message) : QVariant(), bad ? stored(job.error->detail) : QVariant(),
         bad ? stored(job.error->field) : QVariant(), stored(job.submitted), stored(job.accepted),
         stored(job.started), stored(job.ended), job.id, job.owner});
    return query ? Result<void>() : query.error();
}

} // namespace

Journal::Journal(library::Database &database, QString owner)
    : m_database(database)
    , m_owner(std::move(owner))
{
}

void Journal::add(const QList<Wish> &wishes, const QString &service, const Delivery &delivery,
                  QObject *context, Done<QList<JobInfo>> done)
{
    QList<JobInfo> jobs;
    const QDateTime now = QDateTime::currentDateTimeUtc(); // one for all: recipes know their set by it
    for (const Wish &wish : wishes) {
        JobInfo job;
        job.uuid = QUuid::createUuid().toString(QUuid::WithoutBraces);
        job.service = service;
        job.request = wish.request;
        job.provenance = wish.provenance;
        job.ticket.endpoint = wish.request.endpoint;
        job.delivery = delivery;
        job.owner = m_owner;
        job.created = now;
        jobs << job;
    }
    m_database.run<QList<JobInfo>>(
        context, [jobs](QSqlDatabase &connection) { return insertBatch(connection, jobs); }, std::move(done));
}

void Journal::write(const JobInfo &job, QObject *context, Done<void> done)
{
    const auto work = [job](QSqlDatabase &connection) {
        support::checkpoint(pointsOf(job).before);
        return updateJob(connection, job);
    };
    m_database.write(context, work, [job, done = std::move(done)](const Result<void> &written) {
        support::checkpoint(pointsOf(job).after);
        done(written);
    });
}

void Journal::accept(const JobInfo &job, QObject *context, Done<JobId> done)
{
    const auto first = std::make_shared<JobId>(job.id);
    const auto work = [job, first](QSqlDatabase &connection) -> Result<void> {
        support::checkpoint("ticket.before");
        Result<QSqlQuery> query =
            execute(connection, u"SELECT id FROM jobs WHERE request_id = ? AND id <> ? ORDER BY id LIMIT 1"_s,
                    {job.ticket.requestId, job.id});
        if (!query)
            return query.error();
        if (!query->next())
            return updateJob(connection, job);
        *first = query->value(0).toLongLong();
        return {};
    };
    m_database.write(context, work, [first, done = std::move(done)](const Result<void> &written) {
        support::checkpoint("ticket.after");
        done(written ? Result<JobId>(*first) : written.error());
    });
}

void Journal::open(QObject *context, Done<QList<JobInfo>> done)
{
    m_database.run<QList<JobInfo>>(
        context,
        [](QSqlDatabase &connection) {
            return jobsWhere(connection, u"state < ? ORDER BY id"_s, {static_cast<int>(JobState::Done)});
        },
        std::move(done));
}

void Journal::adopt(const JobInfo &job, QObject *context, Done<void> done)
{
    const auto work = [id = job.id, from = job.owner,
                       to = m_owner](QSqlDatabase &connection) -> Result<void> {
        support::checkpoint("adopt.before");
        Result<QSqlQuery> query =
            execute(connection, u"UPDATE jobs SET owner = ? WHERE id = ? AND owner IS ?"_s,
                    {to, id, from.isEmpty() ? QVariant() : QVariant(from)});
        if (!query)
            return query.error();
        if (query->numRowsAffected() != 1)
            return takenOver();
        support::checkpoint("adopt.after");
        return {};
    };
    m_database.run<void>(context, work, std::move(done));
}

void Journal::findByRequestId(const QString &requestId, QObject *context, Done<JobInfo> done)
{
    const auto work = [requestId](QSqlDatabase &connection) -> Result<JobInfo> {
        const Result<QList<JobInfo>> found =
            jobsWhere(connection, u"request_id = ? ORDER BY id"_s, {requestId});
        if (!found)
            return found.error();
        if (found->isEmpty())
            return Error{ErrorKind::Gone, u"The library knows no request with the id %1."_s.arg(requestId)};
        return found->first();
    };
    m_database.run<JobInfo>(context, work, std::move(done));
}

void Journal::known(const QStringList &requestIds, QObject *context, Done<QSet<QString>> done)
{
    const auto work = [requestIds](QSqlDatabase &connection) -> Result<QSet<QString>> {
        QSet<QString> found;
        for (const QString &id : requestIds) {
            Result<QSqlQuery> query =
                execute(connection, u"SELECT 1 FROM jobs WHERE request_id = ? LIMIT 1"_s, {id});
            if (!query)
                return query.error();
            if (query->next())
                found << id;
        }
        return found;
    };
    m_database.run<QSet<QString>>(context, work, std::move(done));
}

} // namespace janus::jobs
