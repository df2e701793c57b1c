#include "library/checkrows.h"

#include "library/database.h"

#include <QSqlDatabase>
#include <QVariant>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::library::table {

namespace {

constexpr auto selectChecks =
    "SELECT c.id, c.picture, c.idx, o.id, c.job, j.state, j.endpoint, n.id, c.created, c.compared, c.verdict,"
    " c.mean, c.changed, c.worst, c.psnr, c.problem, j.error_message, o.file, o.sent_sha256, n.file,"
    " n.sent_sha256"
    " FROM checks c JOIN jobs j ON j.id = c.job LEFT JOIN jobs oj ON oj.uuid = c.picture"
    " LEFT JOIN pictures o ON o.job = oj.id AND o.idx = c.idx"
    " LEFT JOIN pictures n ON n.job = c.job AND n.idx = c.idx "_L1;
constexpr int thenColumn = 17;
constexpr int nowColumn = 19;

std::optional<Likeness> likenessAt(const QSqlQuery &query)
{
    const QVariant verdict = query.value(10);
    if (verdict.isNull())
        return {};
    Likeness likeness{Verdict(std::clamp(verdict.toInt(), 0, int(Verdict::Different))), {}};
    if (query.value(11).isNull())
        return likeness;
    Measure measure;
    measure.mean = query.value(11).toDouble();
    measure.changed = query.value(12).toDouble();
    measure.worst = query.value(13).toDouble();
    if (!query.value(14).isNull())
        measure.psnr = query.value(14).toDouble();
    likeness.measure = measure;
    return likeness;
}

QString problemAt(const QSqlQuery &query, JobState state)
{
    if (const QString problem = query.value(15).toString(); !problem.isEmpty())
        return problem;
    if (const QString message = query.value(16).toString(); !message.isEmpty())
        return message;
    return state == JobState::Cancelled ? u"The request was cancelled."_s : QString();
}

Check checkAt(const QSqlQuery &query)
{
    Check check;
    check.id = query.value(0).toLongLong();
    check.picture = {query.value(1).toString(), query.value(2).toInt()};
    check.pictureId = query.value(3).toLongLong();
    check.job = query.value(4).toLongLong();
    check.state = JobState(query.value(5).toInt());
    check.model = query.value(6).toString();
    check.other = query.value(7).toLongLong();
    check.created = QDateTime::fromString(query.value(8).toString(), Qt::ISODateWithMs);
    check.compared = QDateTime::fromString(query.value(9).toString(), Qt::ISODateWithMs);
    check.likeness = likenessAt(query);
    if (!check.likeness)
        check.problem = problemAt(query, check.state);
    return check;
}

std::optional<SentPicture> sentAt(const QSqlQuery &query, int column, const PictureFiles &files)
{
    if (query.value(column).isNull())
        return {};
    return SentPicture{files.absolute(query.value(column).toString()), query.value(column + 1).toByteArray()};
}

QVariant numberOrNull(const std::optional<Measure> &measure, double Measure::*number)
{
    return measure ? QVariant(*measure.*number) : QVariant(QMetaType::fromType<double>());
}

} // namespace

Result<QList<Check>> checksOfPicture(QSqlDatabase &connection, const PictureName &picture)
{
    auto query = execute(connection, selectChecks + u"WHERE c.picture = ? AND c.idx = ? ORDER BY c.id DESC"_s,
                         {picture.job, picture.index});
    if (!query)
        return query.error();
    QList<Check> checks;
    while (query->next())
        checks << checkAt(*query);
    return checks;
}

Result<QList<CheckToDo>> checksOfJob(QSqlDatabase &connection, const PictureFiles &files, JobId job)
{
    auto query = execute(connection, selectChecks + u"WHERE c.job = ? ORDER BY c.idx, c.id"_s, {job});
    if (!query)
        return query.error();
    QList<CheckToDo> checks;
    while (query->next())
        checks << CheckToDo{checkAt(*query), sentAt(*query, thenColumn, files),
                            sentAt(*query, nowColumn, files)};
    return checks;
}

Result<QList<JobId>> jobsToCompare(QSqlDatabase &connection)
{
    auto query = execute(connection,
                         u"SELECT DISTINCT c.job FROM checks c JOIN jobs j ON j.id = c.job"
                         " WHERE c.verdict IS NULL AND c.problem IS NULL AND j.state = ? ORDER BY c.job"_s,
                         {int(JobState::Done)});
    if (!query)
        return query.error();
    QList<JobId> jobs;
    while (query->next())
        jobs << query->value(0).toLongLong();
    return jobs;
}

Result<bool> writeVerdict(QSqlDatabase &connection, qint64 check, const Likeness &likeness,
                          const QDateTime &time)
{
    const auto &measure = likeness.measure;
    const bool isNoise = measure && measure->mean > 0;
    const auto written =
        execute(connection,
                u"UPDATE checks SET verdict = ?, mean = ?, changed = ?, worst = ?, psnr = ?, compared = ?,"
                " problem = NULL WHERE id = ? AND verdict IS NULL"_s,
                {int(likeness.verdict), numberOrNull(measure, &Measure::mean),
                 numberOrNull(measure, &Measure::changed), numberOrNull(measure, &Measure::worst),
                 numberOrNull(isNoise ? measure : std::nullopt, &Measure::psnr),
                 time.toUTC().toString(Qt::ISODateWithMs), check});
    return written ? Result<bool>(written->numRowsAffected() == 1) : written.error();
}

Result<void> writeProblem(QSqlDatabase &connection, qint64 check, const QString &problem)
{
    const auto written = execute(
        connection, u"UPDATE checks SET problem = ? WHERE id = ? AND verdict IS NULL"_s, {problem, check});
    return written ? Result<void>() : written.error();
}

Result<QList<int>> placesOfJob(QSqlDatabase &connection, JobId job)
{
    auto query = execute(connection, u"SELECT idx FROM pictures WHERE job = ? ORDER BY idx"_s, {job});
    if (!query)
        return query.error();
    QList<int> places;
    while (query->next())
        places << query->value(0).toInt();
    return places;
}

} // namespace janus::library::table
