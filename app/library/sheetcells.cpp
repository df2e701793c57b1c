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

QList<Wish> wishesToStart(const Sheet &sheet, const SheetCells &cells)
{
    QList<Wish> wishes;
    for (const QList<int> &at : cellPlaces(sheet.sweep)) {
        const auto cell = cells.constFind(cellKey(sheet.sweep, at));
        if (cell == cells.cend() || cellState(*cell) == CellState::Empty)
            wishes << wishOf(sheet.sweep, sheet.id, at);
    }
    return wishes;
}

QList<Wish> wishesToRetry(const Sheet &sheet, const SheetCells &cells)
{
    QList<Wish> wishes;
    for (const QList<int> &at : cellPlaces(sheet.sweep)) {
        const auto cell = cells.constFind(cellKey(sheet.sweep, at));
        if (cell != cells.cend() && cellState(*cell) == CellState::Failed)
            wishes << Wish{cell->request, cell->provenance};
    }
    return wishes;
}

Wish wishToRetry(const Sheet &sheet, const SheetCells &cells, const QList<int> &at)
{
    const auto cell = cells.constFind(cellKey(sheet.sweep, at));
    // One that was called off shows what the plan says, so that is what it asks for.
    if (cell == cells.cend() || cellState(*cell) == CellState::Empty)
        return wishOf(sheet.sweep, sheet.id, at);
    return {cell->request, cell->provenance};
}

} // namespace janus::library
