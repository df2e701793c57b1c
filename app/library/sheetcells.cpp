#include "library/sheetcells.h"

namespace janus::library {

CellState cellState(const SheetCell &cell)
{
    if (cell.picture != 0)
        return CellState::Done; // its row comes before the request's own end
    switch (cell.state) {
    case JobState::Waiting:
        return CellState::Waiting;
    case JobState::Cancelled:
        return CellState::Empty;
    case JobState::Failed:
    case JobState::Expired:
        return CellState::Failed;
    case JobState::Done:
        return CellState::Removed;
    default:
        return CellState::Live;
    }
}

void SheetProgress::count(CellState state)
{
    switch (state) {
    case CellState::Empty:
        ++empty;
        break;
    case CellState::Waiting:
        ++waiting;
        break;
    case CellState::Live:
        ++running;
        break;
    case CellState::Done:
        ++done;
        break;
    case CellState::Failed:
        ++failed;
        break;
    case CellState::Removed:
        ++removed;
        break;
    }
}

SheetProgress progressOf(const Sheet &sheet, const SheetCells &cells)
{
    SheetProgress progress;
    for (const QList<int> &at : cellPlaces(sheet.sweep)) {
        const auto cell = cells.constFind(cellKey(sheet.sweep, at));
        progress.count(cell == cells.cend() ? CellState::Empty : cellState(*cell));
    }
    return progress;
}

namespace {

/// The plan's request for a cell of which `known` is what the library has, if anything.
Wish plannedWish(const Sheet &sheet, const QList<int> &at, const SheetCell *known)
{
    Wish wish = wishOf(sheet.sweep, sheet.id, at);
    wish.provenance.cellWas = known ? known->job : 0;
    return wish;
}

Wish sentBefore(const SheetCell &cell)
{
    Wish wish{cell.request, cell.provenance};
    wish.provenance.cellWas = cell.job;
    return wish;
}

const SheetCell *cellAt(const Sheet &sheet, const SheetCells &cells, const QList<int> &at)
{
    const auto cell = cells.constFind(cellKey(sheet.sweep, at));
    return cell == cells.cend() ? nullptr : &*cell;
}

} // namespace

QList<Wish> wishesToStart(const Sheet &sheet, const SheetCells &cells)
{
    QList<Wish> wishes;
    for (const QList<int> &at : cellPlaces(sheet.sweep)) {
        const SheetCell *cell = cellAt(sheet, cells, at);
        if (!cell || cellState(*cell) == CellState::Empty)
            wishes << plannedWish(sheet, at, cell);
    }
    return wishes;
}

QList<Wish> wishesToRetry(const Sheet &sheet, const SheetCells &cells)
{
    QList<Wish> wishes;
    for (const QList<int> &at : cellPlaces(sheet.sweep)) {
        const SheetCell *cell = cellAt(sheet, cells, at);
        if (cell && cellState(*cell) == CellState::Failed)
            wishes << sentBefore(*cell);
    }
    return wishes;
}

Wish wishToRetry(const Sheet &sheet, const SheetCells &cells, const QList<int> &at)
{
    const SheetCell *cell = cellAt(sheet, cells, at);
    // One that was called off shows what the plan says, so that is what it asks for.
    const bool isPlanned = !cell || cellState(*cell) == CellState::Empty;
    return isPlanned ? plannedWish(sheet, at, cell) : sentBefore(*cell);
}

} // namespace janus::library
