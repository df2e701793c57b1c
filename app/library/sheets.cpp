#include "library/sheets.h"

#include "library/database.h"
#include "library/picturefiles.h"
#include "library/provenancerows.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QSqlDatabase>
#include <QSqlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

constexpr std::size_t mostPictures = 4;

/// The request of each cell that counts (SheetCell).
const QString cellRows =
    u" FROM (SELECT c.sheet AS sheet, c.cell AS cell,"
    " coalesce(max(CASE WHEN k.state <> 9 THEN c.job END), max(c.job)) AS job"
    " FROM sheet_cells c JOIN jobs k ON k.id = c.job WHERE %1 GROUP BY c.sheet, c.cell) n"
    " JOIN jobs j ON j.id = n.job"
    " LEFT JOIN pictures p ON p.job = j.id AND p.idx = (SELECT min(idx) FROM pictures WHERE job = j.id)"
    " LEFT JOIN trash t ON t.picture = p.id"_s;
static_assert(int(JobState::Cancelled) == 9);

const QString sheetColumns = u"SELECT s.id, s.created, s.service, s.plan, t.sheet IS NOT NULL FROM sheets s"
                             " LEFT JOIN sheet_trash t ON t.sheet = s.id "_s;

Error noSheet(qint64 sheet)
{
    return {ErrorKind::Gone, u"The library has no sweep sheet with the number %1."_s.arg(sheet)};
}

QString planText(const Sweep &sweep)
{
    return QString::fromUtf8(QJsonDocument(toJson(sweep)).toJson(QJsonDocument::Compact));
}

Result<Sheet> sheetAt(const QSqlQuery &query)
{
    const Result<Sweep> sweep = sweepFromJson(QJsonDocument::fromJson(query.value(3).toByteArray()).object());
    if (!sweep)
        return sweep.error();
    return Sheet{query.value(0).toLongLong(),
                 QDateTime::fromString(query.value(1).toString(), Qt::ISODateWithMs),
                 query.value(2).toString(), query.value(4).toBool(), *sweep};
}

Result<Sheet> readSheet(QSqlDatabase &connection, qint64 sheet)
{
    auto query = execute(connection, sheetColumns + u"WHERE s.id = ?"_s, {sheet});
    if (!query)
        return query.error();
    return query->next() ? sheetAt(*query) : Result<Sheet>(noSheet(sheet));
}

Result<SheetCells> readCells(QSqlDatabase &connection, const PictureFiles &files, qint64 sheet)
{
    auto query = execute(connection,
                         u"SELECT n.cell, j.id, j.endpoint, j.body, j.state, j.error_kind, j.error_message,"
                         " j.request_id, j.uuid, p.id, p.file, t.picture IS NOT NULL, j.words, j.style,"
                         " j.parent, j.parent_index"_s +
                             cellRows.arg(u"c.sheet = ?"_s),
                         {sheet});
    if (!query)
        return query.error();
    SheetCells cells;
    while (query->next()) {
        SheetCell cell;
        cell.key = query->value(0).toString();
        cell.job = query->value(1).toLongLong();
        cell.request = GenerationRequest::fromBody(query->value(2).toString(), query->value(3).toByteArray());
        cell.state = JobState(std::clamp(query->value(4).toInt(), 0, jobStateCount - 1));
        if (!query->value(5).isNull())
            cell.error = Error{ErrorKind(query->value(5).toInt()), query->value(6).toString()};
        cell.requestId = query->value(7).toString();
        cell.jobUuid = query->value(8).toString();
        cell.picture = query->value(9).toLongLong();
        if (cell.picture != 0)
            cell.file = files.absolute(query->value(10).toString());
        cell.isTrashed = query->value(11).toBool();
        cell.provenance = provenanceAt(*query, 12);
        cell.provenance.sheet = sheet;
        cell.provenance.cell = cell.key;
        cells.insert(cell.key, cell);
    }
    return cells;
}

/// Only what the list says of them, of all sheets at once.
Result<QHash<qint64, SheetCells>> readAllStates(QSqlDatabase &connection)
{
    auto query = execute(connection, u"SELECT n.sheet, n.cell, j.state, p.id, t.picture IS NOT NULL"_s +
                                         cellRows.arg(u"c.sheet NOT IN (SELECT sheet FROM sheet_trash)"_s));
    if (!query)
        return query.error();
    QHash<qint64, SheetCells> all;
    while (query->next()) {
        SheetCell cell;
        cell.key = query->value(1).toString();
        cell.state = JobState(std::clamp(query->value(2).toInt(), 0, jobStateCount - 1));
        cell.picture = query->value(3).toLongLong();
        cell.isTrashed = query->value(4).toBool();
        all[query->value(0).toLongLong()].insert(cell.key, cell);
    }
    return all;
}

SheetEntry entryOf(const Sheet &sheet, const SheetCells &cells)
{
    SheetEntry entry{sheet, progressOf(sheet, cells), {}};
    for (const QList<int> &at : cellPlaces(sheet.sweep)) {
        const auto cell = cells.constFind(cellKey(sheet.sweep, at));
        if (cell != cells.cend() && cell->picture != 0 && !cell->isTrashed)
            entry.pictures.push_back(cell->picture);
        if (entry.pictures.size() == mostPictures)
            break;
    }
    return entry;
}

Result<QList<SheetEntry>> readList(QSqlDatabase &connection)
{
    const Result<QHash<qint64, SheetCells>> cells = readAllStates(connection);
    auto query = execute(connection, sheetColumns + u"WHERE t.sheet IS NULL ORDER BY s.id DESC"_s);
    if (!cells || !query)
        return cells ? query.error() : cells.error();
    QList<SheetEntry> list;
    while (query->next()) {
        // One that cannot be read is not shown; the others are.
        if (const Result<Sheet> sheet = sheetAt(*query))
            list << entryOf(*sheet, cells->value(sheet->id));
    }
    return list;
}

} // namespace

Sheets::Sheets(Database &database, const PictureFiles &files, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_files(files)
{
}

void Sheets::create(const Sweep &sweep, const QString &service, QObject *context, Done<qint64> done)
{
    m_database.run<qint64>(
        this,
        [sweep, service](QSqlDatabase &connection) -> Result<qint64> {
            const QString now = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
            auto made = execute(connection, u"INSERT INTO sheets(created, service, plan) VALUES (?, ?, ?)"_s,
                                {now, service, planText(sweep)});
            return made ? Result<qint64>(made->lastInsertId().toLongLong()) : made.error();
        },
        [this, context = QPointer<QObject>(context), done = std::move(done)](const Result<qint64> &made) {
            if (context)
                done(made);
            if (made)
                Q_EMIT changed(*made);
        });
}

void Sheets::change(qint64 sheet, std::function<Result<void>(Sweep &)> change, QObject *context,
                    Done<Sweep> done)
{
    m_database.run<Sweep>(
        this,
        [sheet, change = std::move(change)](QSqlDatabase &connection) -> Result<Sweep> {
            Transaction transaction(connection);
            Result<Sheet> read = readSheet(connection, sheet);
            if (!read)
                return read.error();
            const Sweep before = read->sweep;
            if (Result<void> changed = change(read->sweep); !changed)
                return changed.error();
            if (read->sweep == before)
                return before;
            auto written = execute(connection, u"UPDATE sheets SET plan = ? WHERE id = ?"_s,
                                   {planText(read->sweep), sheet});
            if (!written)
                return written.error();
            const Result<void> committed = transaction.commit();
            return committed ? Result<Sweep>(read->sweep) : committed.error();
        },
        [this, sheet, context = QPointer<QObject>(context),
         done = std::move(done)](const Result<Sweep> &now) {
            if (context)
                done(now);
            if (now)
                Q_EMIT changed(sheet);
        });
}

void Sheets::list(QObject *context, Done<QList<SheetEntry>> done)
{
    m_database.run<QList<SheetEntry>>(context, readList, std::move(done));
}

void Sheets::load(qint64 sheet, QObject *context, Done<Sheet> done)
{
    m_database.run<Sheet>(
        context, [sheet](QSqlDatabase &connection) { return readSheet(connection, sheet); }, std::move(done));
}

void Sheets::cells(qint64 sheet, QObject *context, Done<SheetCells> done)
{
    m_database.run<SheetCells>(
        context,
        [sheet, files = m_files](QSqlDatabase &connection) { return readCells(connection, files, sheet); },
        std::move(done));
}

} // namespace janus::library
