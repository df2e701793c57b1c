// A sweep sheet as a table for other programs: sheetCsv() of library/sheetcells.h.
#include "library/sheetcells.h"

#include "core/csv.h"
#include "core/paramroles.h"

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

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

QByteArray sheetCsv(const Sheet &sheet, const SheetCells &cells, const ModelSchema &schema)
{
    const Sweep &sweep = sheet.sweep;
    QStringList titles;
    for (const SweepAxis &axis : sweep.axes)
        titles << axisTitle(axis, schema);
    QString csv = csvLine(titles << u"seed"_s << u"state"_s << u"file"_s << u"request id"_s << u"error"_s,
                          Formulas::Defuse);
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
        csv += csvLine(fields, Formulas::Defuse);
    }
    return csv.toUtf8();
}

} // namespace janus::library
