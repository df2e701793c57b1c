#include "library/provenancerows.h"

#include "core/jobstate.h"
#include "library/database.h"

#include <QSqlDatabase>
#include <QSqlQuery>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

QVariant textOrNull(const QString &text)
{
    return text.isEmpty() ? QVariant(QMetaType::fromType<QString>()) : QVariant(text);
}

Result<void> writeColumns(QSqlDatabase &connection, JobId job, const Provenance &provenance)
{
    if (provenance.words.isEmpty() && provenance.style.isEmpty() && !provenance.parent)
        return {};
    const auto &parent = provenance.parent;
    const auto written = execute(
        connection, u"UPDATE jobs SET words = ?, style = ?, parent = ?, parent_index = ? WHERE id = ?"_s,
        {textOrNull(provenance.words), textOrNull(provenance.style),
         textOrNull(parent ? parent->job : QString()),
         parent ? QVariant(parent->index) : QVariant(QMetaType::fromType<int>()), job});
    return written ? Result<void>() : written.error();
}

/// What was called off does not fill a cell.
Result<void> checkCell(QSqlDatabase &connection, JobId job, const Provenance &provenance)
{
    auto newer = execute(
        connection,
        u"SELECT 1 FROM sheet_cells c JOIN jobs j ON j.id = c.job WHERE c.sheet = ? AND"
        " c.cell = ? AND c.job > ? AND c.job <> ? AND j.state <> ? LIMIT 1"_s,
        {provenance.sheet, provenance.cell, provenance.cellWas, job, static_cast<int>(JobState::Cancelled)});
    if (!newer)
        return newer.error();
    if (!newer->next())
        return {};
    return Error{ErrorKind::BadInput,
                 u"Another Janus Studio has just asked for a cell of this sheet; nothing "
                 "was sent. Start it again."_s};
}

Result<void> writeCell(QSqlDatabase &connection, JobId job, const Provenance &provenance)
{
    if (Result<void> checked = checkCell(connection, job, provenance); !checked)
        return checked;
    const auto written = execute(connection, u"INSERT INTO sheet_cells(job, sheet, cell) VALUES (?, ?, ?)"_s,
                                 {job, provenance.sheet, provenance.cell});
    return written ? Result<void>() : written.error();
}

} // namespace

Result<void> writeProvenance(QSqlDatabase &connection, JobId job, const Provenance &provenance)
{
    if (Result<void> written = writeColumns(connection, job, provenance); !written)
        return written;
    if (!provenance.form.isEmpty()) {
        const auto written = execute(
            connection, u"INSERT OR IGNORE INTO forms(batch, state) SELECT batch, ? FROM jobs WHERE id = ?"_s,
            {QString::fromUtf8(provenance.form), job});
        if (!written)
            return written.error();
    }
    if (provenance.sheet != 0) {
        if (Result<void> written = writeCell(connection, job, provenance); !written)
            return written;
    }
    for (const PictureName &picture : provenance.checks) {
        const auto written = execute(connection,
                                     u"INSERT INTO checks(picture, idx, job, created) VALUES (?, ?, ?,"
                                     " strftime('%Y-%m-%dT%H:%M:%fZ'))"_s,
                                     {picture.job, picture.index, job});
        if (!written)
            return written.error();
    }
    return {};
}

Provenance provenanceAt(const QSqlQuery &query, int column)
{
    Provenance provenance;
    provenance.words = query.value(column).toString();
    provenance.style = query.value(column + 1).toString();
    if (const QString parent = query.value(column + 2).toString(); !parent.isEmpty())
        provenance.parent = PictureName{parent, query.value(column + 3).toInt()};
    return provenance;
}

Result<void> readPlaces(QSqlDatabase &connection, JobId job, Provenance &provenance)
{
    auto cell = execute(connection, u"SELECT sheet, cell FROM sheet_cells WHERE job = ?"_s, {job});
    if (!cell)
        return cell.error();
    if (cell->next()) {
        provenance.sheet = cell->value(0).toLongLong();
        provenance.cell = cell->value(1).toString();
    }
    auto checks = execute(connection, u"SELECT picture, idx FROM checks WHERE job = ? ORDER BY id"_s, {job});
    if (!checks)
        return checks.error();
    while (checks->next())
        provenance.checks << PictureName{checks->value(0).toString(), checks->value(1).toInt()};
    return {};
}

} // namespace janus::library
