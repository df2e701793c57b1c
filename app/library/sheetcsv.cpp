// A sweep sheet as a table for other programs: sheetCsv() of library/sheetcells.h.
#include "library/sheetcells.h"

#include "core/paramroles.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

/// What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection").
bool looksLikeFormula(const QString &text)
{
    if (text.isEmpty() || !u"=+-@\t\r"_s.contains(text.front()))
        return false;
    bool isNumber = false;
    QLocale::c().toDouble(text, &isNumber);
    return !isNumber;
}

QByteArray csvLine(const QStringList &texts)
{
    QByteArray line;
    for (const QString &text : texts)
        line += (line.isEmpty() ? QByteArray() : QByteArray(",")) + csvField(text);
    return line + "\r\n";
}

QString stateWord(const SheetCell &cell)
{
    switch (cellState(cell)) {
    case CellState::Empty:
        return u"empty"_s;
    case CellState::Waiting:
        return u"waiting"_s;
    case CellState::Live:
        return u"running"_s;
    case CellState::Done:
        return cell.isTrashed ? u"in the trash"_s : u"done"_s;
    case CellState::Failed:
        return u"failed"_s;
    case CellState::Removed:
        break;
    }
    return u"removed"_s;
}

} // namespace

QByteArray csvField(const QString &text)
{
    QString safe = looksLikeFormula(text) ? u'\'' + text : text;
    if (safe.contains(u',') || safe.contains(u'"') || safe.contains(u'\n') || safe.contains(u'\r'))
        safe = u'"' + safe.replace(u'"', u"\"\""_s) + u'"';
    return safe.toUtf8();
}

QByteArray sheetCsv(const Sheet &sheet, const SheetCells &cells, const ModelSchema &schema)
{
    const Sweep &sweep = sheet.sweep;
    QStringList titles;
    for (const SweepAxis &axis : sweep.axes)
        titles << axisTitle(axis, schema);
    QByteArray csv = csvLine(titles << u"seed"_s << u"state"_s << u"file"_s << u"request id"_s << u"error"_s);
    for (const QList<int> &at : cellPlaces(sweep)) {
        QStringList fields;
        for (qsizetype axis = 0; axis < sweep.axes.size(); ++axis)
            fields << plainValueText(sweep.axes[axis].values[at[axis]]);
        const auto cell = cells.constFind(cellKey(sweep, at));
        const std::optional<Seed> cellSeed =
            seed(cell == cells.cend() ? requestOf(sweep, at) : cell->request);
        fields << (cellSeed ? QString::number(*cellSeed) : QString());
        if (cell == cells.cend())
            fields << u"empty"_s << QString() << QString() << QString();
        else
            fields << stateWord(*cell) << cell->file << cell->requestId
                   << (cell->error ? cell->error->message : QString());
        csv += csvLine(fields);
    }
    return csv;
}

} // namespace janus::library
