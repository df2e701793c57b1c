#include "library/picturetable.h"

#include "library/database.h"
#include "library/provenancerows.h"

#include <QHash>
#include <QSqlDatabase>
#include <QTimeZone>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::library::table {

namespace {

/// Numbers per IN (…) list.
constexpr std::size_t idsPerList = 500;

constexpr auto selectPictures =
    "SELECT p.id, p.job, p.batch, p.idx, p.count, j.endpoint, j.body, p.seed, p.file, p.width, p.height, "
    "p.bytes,"
    " j.request_id, j.service, p.flagged, p.created, p.queue_seconds, p.run_seconds,"
    " coalesce(k.rating, 0), coalesce(k.label, 0), coalesce(k.pick, 0), n.text, t.picture IS NOT NULL,"
    " coalesce(o.state, 0), j.uuid, j.words, j.style, j.parent, j.parent_index,"
    " (SELECT group_concat(name, char(31)) FROM (SELECT name FROM tagged g JOIN tags ON tags.id = g.tag"
    " WHERE g.picture = p.id ORDER BY name COLLATE NOCASE)), j.program"
    " FROM pictures p JOIN jobs j ON j.id = p.job LEFT JOIN marks k ON k.picture = p.id"
    " LEFT JOIN notes n ON n.picture = p.id LEFT JOIN trash t ON t.picture = p.id"
    " LEFT JOIN outside o ON o.picture = p.id "_L1;
/// Between the names of tags; no name has it.
constexpr QChar tagSeparator(31);

double secondsOrUnknown(const QVariant &value)
{
    return value.isNull() ? -1 : value.toDouble();
}

QVariant secondsOrNull(double seconds)
{
    return seconds < 0 ? QVariant(QMetaType::fromType<double>()) : QVariant(seconds);
}

Picture readPicture(const QSqlQuery &query, const PictureFiles &files)
{
    Picture picture;
    picture.id = query.value(0).toLongLong();
    picture.job = query.value(1).toLongLong();
    picture.batch = query.value(2).toLongLong();
    picture.index = query.value(3).toInt();
    picture.count = query.value(4).toInt();
    picture.request = GenerationRequest::fromBody(query.value(5).toString(), query.value(6).toByteArray());
    picture.seed = query.value(7).toLongLong();
    picture.file = files.absolute(query.value(8).toString());
    picture.size = {query.value(9).toInt(), query.value(10).toInt()};
    picture.bytes = query.value(11).toLongLong();
    picture.requestId = query.value(12).toString();
    picture.service = query.value(13).toString();
    if (const QVariant flagged = query.value(14); !flagged.isNull())
        picture.flagged = flagged.toBool();
    picture.created = QDateTime::fromString(query.value(15).toString(), Qt::ISODateWithMs);
    picture.queueSeconds = secondsOrUnknown(query.value(16));
    picture.runSeconds = secondsOrUnknown(query.value(17));
    picture.marks = {std::clamp(query.value(18).toInt(), 0, mostStars),
                     Label(std::clamp(query.value(19).toInt(), 0, int(Label::Purple))),
                     Pick(std::clamp(query.value(20).toInt(), -1, 1)),
                     query.value(29).toString().split(tagSeparator, Qt::SkipEmptyParts),
                     query.value(21).toString()};
    picture.isTrashed = query.value(22).toBool();
    picture.outside = OutsideState(std::clamp(query.value(23).toInt(), 0, int(OutsideState::Changed)));
    picture.jobUuid = query.value(24).toString();
    picture.provenance = provenanceAt(query, 25);
    picture.program = query.value(30).toString();
    return picture;
}

Result<QList<Picture>> readAll(QSqlDatabase &connection, const PictureFiles &files, const QString &where,
                               const QVariantList &values)
{
    auto query = execute(connection, selectPictures + where, values);
    if (!query)
        return query.error();
    QList<Picture> found;
    while (query->next())
        found << readPicture(*query, files);
    return found;
}

QString numberList(const std::vector<PictureId> &ids, std::size_t from)
{
    QStringList numbers;
    for (std::size_t at = from; at < std::min(from + idsPerList, ids.size()); ++at)
        numbers << QString::number(ids[at]);
    return numbers.join(u',');
}

Result<QVariant> oneValue(QSqlDatabase &connection, const QString &sql, const QVariantList &values = {})
{
    auto query = execute(connection, sql, values);
    if (!query)
        return query.error();
    return query->next() ? query->value(0) : QVariant();
}

} // namespace

Result<std::vector<PictureRow>> rows(QSqlDatabase &connection)
{
    auto query =
        execute(connection,
                u"SELECT id, job, batch, idx, width, height FROM pictures ORDER BY batch DESC, job, idx"_s);
    if (!query)
        return query.error();
    std::vector<PictureRow> found;
    while (query->next())
        found.push_back({.id = query->value(0).toLongLong(),
                         .job = query->value(1).toLongLong(),
                         .batch = query->value(2).toLongLong(),
                         .index = query->value(3).toInt(),
                         .width = query->value(4).toInt(),
                         .height = query->value(5).toInt()});
    return found;
}

Result<QList<Picture>> pictures(QSqlDatabase &connection, const PictureFiles &files,
                                const std::vector<PictureId> &ids)
{
    QHash<PictureId, Picture> byId;
    for (std::size_t from = 0; from < ids.size(); from += idsPerList) {
        const QString where = u"WHERE p.id IN (%1)"_s.arg(numberList(ids, from));
        Result<QList<Picture>> found = readAll(connection, files, where, {});
        if (!found)
            return found.error();
        for (Picture &picture : *found)
            byId.insert(picture.id, std::move(picture));
    }
    QList<Picture> ordered;
    for (const PictureId id : ids) {
        if (const auto found = byId.constFind(id); found != byId.constEnd())
            ordered << *found;
    }
    return ordered;
}

Result<std::optional<Picture>> pictureOfJob(QSqlDatabase &connection, const PictureFiles &files, JobId job,
                                            int index)
{
    const auto found = readAll(connection, files, u"WHERE p.job = ? AND p.idx = ?"_s, {job, index});
    if (!found)
        return found.error();
    return found->isEmpty() ? std::nullopt : std::optional<Picture>(found->first());
}

Result<std::optional<Picture>> pictureOfRequest(QSqlDatabase &connection, const PictureFiles &files,
                                                const QString &service, const QString &requestId, int index)
{
    if (requestId.isEmpty())
        return std::optional<Picture>();
    const auto found =
        readAll(connection, files, u"WHERE j.request_id = ? AND j.service = ? AND p.idx = ? ORDER BY p.id"_s,
                {requestId, service, index});
    if (!found)
        return found.error();
    return found->isEmpty() ? std::nullopt : std::optional<Picture>(found->first());
}

Result<QStringList> someFiles(QSqlDatabase &connection)
{
    auto query =
        execute(connection, u"SELECT file FROM (SELECT id, file FROM pictures ORDER BY id DESC LIMIT 20)"
                            " UNION SELECT file FROM (SELECT id, file FROM pictures ORDER BY id LIMIT 5)"_s);
    if (!query)
        return query.error();
    QStringList files;
    while (query->next())
        files << query->value(0).toString();
    return files;
}

Result<QList<Picture>> picturesSince(QSqlDatabase &connection, const PictureFiles &files, PictureId last)
{
    return readAll(connection, files, u"WHERE p.id > ? ORDER BY p.id"_s, {last});
}

Result<PictureId> idOf(QSqlDatabase &connection, const QString &relative)
{
    const Result<QVariant> id = oneValue(connection, u"SELECT id FROM pictures WHERE file = ?"_s, {relative});
    return id ? Result<PictureId>(id->toLongLong()) : id.error();
}

Result<PictureId> lastId(QSqlDatabase &connection)
{
    const Result<QVariant> last = oneValue(connection, u"SELECT max(id) FROM pictures"_s);
    return last ? Result<PictureId>(last->toLongLong()) : last.error();
}

Result<QString> identity(QSqlDatabase &connection)
{
    const Result<QVariant> uuid = oneValue(connection, u"SELECT uuid FROM identity"_s);
    return uuid ? Result<QString>(uuid->toString()) : uuid.error();
}

Result<bool> hasJob(QSqlDatabase &connection, JobId job)
{
    const Result<QVariant> found = oneValue(connection, u"SELECT 1 FROM jobs WHERE id = ?"_s, {job});
    return found ? Result<bool>(!found->isNull()) : found.error();
}

Result<bool> hasFile(QSqlDatabase &connection, const QString &file)
{
    const Result<QVariant> found = oneValue(connection, u"SELECT 1 FROM pictures WHERE file = ?"_s, {file});
    return found ? Result<bool>(!found->isNull()) : found.error();
}

Result<PictureId> insert(QSqlDatabase &connection, const Picture &picture, const QString &file,
                         const Sums &sums)
{
    const QVariant flagged = picture.flagged ? QVariant(int(*picture.flagged)) : QVariant();
    const auto inserted = execute(
        connection,
        u"INSERT INTO pictures(job, batch, idx, count, file, width, height, bytes, sha256, "
        "sent_sha256, sent_bytes, flagged, seed, created, queue_seconds, run_seconds)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
        {picture.job, picture.batch, picture.index, picture.count, file, picture.size.width(),
         picture.size.height(), picture.bytes, QString::fromLatin1(sums.file), QString::fromLatin1(sums.sent),
         sums.sentBytes, flagged, picture.seed, picture.created.toString(Qt::ISODateWithMs),
         secondsOrNull(picture.queueSeconds), secondsOrNull(picture.runSeconds)});
    if (!inserted)
        return inserted.error();
    const PictureId id = inserted->lastInsertId().toLongLong();
    return id;
}

Result<void> indexWords(QSqlDatabase &connection, PictureId first)
{
    const auto indexed = execute(connection,
                                 u"INSERT INTO prompts(rowid, prompt) SELECT picture, prompt FROM"
                                 " prompts_of_pictures WHERE picture >= ?"_s,
                                 {first});
    return indexed ? Result<void>() : indexed.error();
}

Result<void> remove(QSqlDatabase &connection, PictureId id)
{
    const auto unindexed =
        execute(connection,
                u"INSERT INTO prompts(prompts, rowid, prompt) SELECT 'delete', picture, prompt"
                " FROM prompts_of_pictures WHERE picture = ?"_s,
                {id});
    if (!unindexed)
        return unindexed.error();
    const auto removed = execute(connection, u"DELETE FROM pictures WHERE id = ?"_s, {id});
    return removed ? Result<void>() : removed.error();
}

} // namespace janus::library::table
