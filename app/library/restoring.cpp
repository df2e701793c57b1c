#include "library/restoring.h"

#include "core/jobstate.h"
#include "core/paramroles.h"
#include "library/database.h"
#include "library/foldercontents.h"
#include "library/provenancerows.h"
#include "support/ownerlock.h"

#include <QFile>
#include <QJsonDocument>
#include <QSqlDatabase>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

constexpr int done = static_cast<int>(JobState::Done);

QVariant stored(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toUTC().toString(Qt::ISODateWithMs)) : QVariant();
}

QVariant stored(const Delivery &delivery)
{
    const QJsonObject object = delivery.toJson();
    return object.isEmpty() ? QVariant()
                            : QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QVariant stored(const std::optional<double> &number)
{
    return number ? QVariant(*number) : QVariant();
}

Picture pictureOf(const FoundPicture &found, JobId job, BatchId batch)
{
    const Recipe &recipe = found.recipe;
    Picture picture;
    picture.job = job;
    picture.batch = batch;
    picture.index = recipe.index;
    picture.count = recipe.count;
    picture.seed = recipe.seed;
    picture.size = found.size;
    picture.bytes = found.bytes;
    picture.flagged = recipe.flagged;
    picture.created = recipe.created;
    picture.queueSeconds = recipe.queueSeconds;
    picture.runSeconds = recipe.runSeconds;
    return picture;
}

} // namespace

PictureName nameOf(const Recipe &recipe)
{
    return {recipe.job.uuid, recipe.index};
}

Restoring::Restoring(QSqlDatabase &connection, const PictureFiles &files, QString ownerLocks)
    : m_connection(connection)
    , m_files(files)
    , m_ownerLocks(std::move(ownerLocks))
{
}

Result<std::optional<QString>> Restoring::fileOf(const PictureName &identity)
{
    auto query =
        execute(m_connection,
                u"SELECT p.file FROM jobs j JOIN pictures p ON p.job = j.id WHERE j.uuid = ? AND p.idx = ?"_s,
                {identity.job, identity.index});
    if (!query)
        return query.error();
    return query->next() ? std::optional(query->value(0).toString()) : std::optional<QString>();
}

Result<std::vector<Restored>> Restoring::enter(const std::vector<FoundPicture> &pictures)
{
    Transaction transaction(m_connection);
    const Result<PictureId> last = table::lastId(m_connection);
    if (!last)
        return last.error();
    std::vector<Restored> results;
    for (const FoundPicture &found : pictures) {
        const Result<Restored> result = enterOne(found);
        if (!result)
            return result.error();
        results.push_back(*result);
    }
    if (Result<void> indexed = table::indexWords(m_connection, *last + 1); !indexed)
        return indexed.error();
    if (const Result<void> committed = transaction.commit(); !committed)
        return committed.error();
    return results;
}

Result<Restored> Restoring::enterOne(const FoundPicture &found)
{
    bool contradicts = false;
    const Result<std::optional<JobRow>> known = knownJob(found.recipe, contradicts);
    if (!known)
        return known.error();
    if (contradicts)
        return Restored::Contradicts;
    if (*known && (*known)->isLeftToOwner)
        return Restored::LeftToOwner;
    const Result<JobRow> job = *known ? Result<JobRow>(**known) : newJob(found.recipe);
    if (!job)
        return job.error();
    auto listed = execute(m_connection, u"SELECT id, file FROM pictures WHERE job = ? AND idx = ?"_s,
                          {job->id, found.recipe.index});
    if (!listed)
        return listed.error();
    if (listed->next())
        return replaceFile(listed->value(0).toLongLong(), listed->value(1).toString(), found);
    const Result<PictureId> id =
        table::insert(m_connection, pictureOf(found, job->id, job->batch), found.file, found.sums);
    return id ? Result<Restored>(Restored::Entered) : id.error();
}

Result<std::optional<Restoring::JobRow>> Restoring::knownJob(const Recipe &recipe, bool &contradicts)
{
    auto query = execute(m_connection,
                         u"SELECT id, batch, state, owner, request_id, endpoint, body, service FROM jobs"
                         " WHERE uuid = ?"_s,
                         {recipe.job.uuid});
    if (!query)
        return query.error();
    if (!query->next())
        return std::optional<JobRow>();
    JobRow row{query->value(0).toLongLong(), query->value(1).toLongLong()};
    const bool isOpen = query->value(2).toInt() < done;
    const QString owner = query->value(3).toString();
    const QString requestId = query->value(4).toString();
    contradicts = (!requestId.isEmpty() && requestId != recipe.requestId) ||
                  query->value(5).toString() != recipe.endpoint ||
                  query->value(6).toByteArray() != recipe.body ||
                  query->value(7).toString() != recipe.service;
    if (contradicts || !isOpen)
        return std::optional(row);
    row.isLeftToOwner = !owner.isEmpty() && support::OwnerLock::isAlive(m_ownerLocks, owner);
    if (!row.isLeftToOwner) {
        if (const Result<void> taken = takeUp(row.id, recipe); !taken)
            return taken.error();
    }
    return std::optional(row);
}

/// The picture proves that the request was accepted: from here on it may only be asked for.
Result<void> Restoring::takeUp(JobId job, const Recipe &recipe)
{
    m_takenUp.insert(job);
    const auto updated = execute(
        m_connection,
        u"UPDATE jobs SET request_id = ?, state = max(state, ?), error_kind = NULL, error_message = NULL,"
        " error_detail = NULL, error_field = NULL WHERE id = ? AND state < ?"_s,
        {recipe.requestId, static_cast<int>(JobState::Queued), job, done});
    return updated ? Result<void>() : updated.error();
}

Result<Restoring::JobRow> Restoring::newJob(const Recipe &recipe)
{
    const Result<BatchId> batch = batchOf(recipe);
    if (!batch)
        return batch.error();
    const std::optional<Seed> asked = seed(recipe.request());
    auto inserted = execute(
        m_connection,
        u"INSERT INTO jobs(batch, uuid, service, endpoint, body, seed, delivery, state, request_id, created,"
        " accepted, ended, prompt, guidance, temperature)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
        {*batch, recipe.job.uuid, recipe.service, recipe.endpoint, recipe.body,
         asked ? QVariant(*asked) : QVariant(), stored(recipe.job.delivery), done, recipe.requestId,
         stored(recipe.job.created), stored(recipe.job.accepted), stored(recipe.created),
         prompt(recipe.request()), stored(guidance(recipe.request())),
         stored(temperature(recipe.request()))});
    if (!inserted)
        return inserted.error();
    const JobId id = inserted->lastInsertId().toLongLong();
    if (const Result<void> written = writeProvenance(m_connection, id, recipe.provenance); !written)
        return written.error();
    return JobRow{id, *batch};
}

Result<BatchId> Restoring::batchOf(const Recipe &recipe)
{
    auto known = execute(m_connection, u"SELECT id FROM batches WHERE origin = ?"_s, {recipe.setId});
    if (!known)
        return known.error();
    if (known->next())
        return known->value(0).toLongLong();
    auto inserted = execute(m_connection, u"INSERT INTO batches(created, prompt, origin) VALUES (?, ?, ?)"_s,
                            {stored(recipe.setCreated), prompt(recipe.request()), recipe.setId});
    return inserted ? Result<BatchId>(inserted->lastInsertId().toLongLong()) : inserted.error();
}

Result<Restored> Restoring::replaceFile(PictureId id, const QString &listed, const FoundPicture &found)
{
    if (isThere(listed, nameOf(found.recipe)))
        return Restored::Copy;
    const auto updated = execute(
        m_connection,
        u"UPDATE pictures SET file = ?, sha256 = ?, bytes = ?, sent_sha256 = ?, sent_bytes = ? WHERE id = ?"_s,
        {found.file, QString::fromLatin1(found.sums.file), found.bytes, QString::fromLatin1(found.sums.sent),
         found.sums.sentBytes, id});
    return updated ? Result<Restored>(Restored::Moved) : updated.error();
}

/// A file without a recipe may have lost it; it is taken for another picture only when it says so.
bool Restoring::isThere(const QString &file, const PictureName &identity) const
{
    const QString path = m_files.absolute(file);
    if (!QFile::exists(path))
        return false;
    const std::optional<QByteArray> json = recipeJsonOf(path);
    const Result<Recipe> recipe = Recipe::fromJson(json.value_or(QByteArray()));
    return !recipe || nameOf(*recipe) == identity;
}

Result<void> Restoring::finish()
{
    for (const JobId job : std::as_const(m_takenUp)) {
        const auto ended = execute(
            m_connection,
            u"UPDATE jobs SET state = ?, owner = NULL, ended = ? WHERE id = ? AND state < ? AND"
            " (SELECT count(*) FROM pictures WHERE job = jobs.id) >= (SELECT max(count) FROM pictures WHERE"
            " job = jobs.id)"_s,
            {done, stored(QDateTime::currentDateTimeUtc()), job, done});
        if (!ended)
            return ended.error();
    }
    return {};
}

} // namespace janus::library
