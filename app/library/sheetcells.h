#pragma once

#include "core/jobstate.h"
#include "core/picture.h"
#include "core/sweep.h"

#include <QHash>
#include <QList>
#include <QString>

#include <optional>

namespace janus::library {

/// A sweep sheet of the library.
struct Sheet
{
    qint64 id = 0;
    QDateTime created; ///< UTC
    QString service;   ///< its cells are asked of this one, whatever the window works with
    bool isRemoved = false;
    Sweep sweep;

    bool operator==(const Sheet &) const = default;
};

/// What has become of a cell, as far as the library knows: its newest request that was not called off, or the
/// newest one when they all were.
struct SheetCell
{
    QString key; ///< cellKey()
    JobId job = 0;
    GenerationRequest request;
    JobState state = JobState::Waiting;
    std::optional<Error> error; ///< kind and sentence of a request that ended badly
    QString requestId;
    PictureId picture = 0; ///< its first one; 0: none, or not any more
    QString jobUuid;
    QString file; ///< absolute
    bool isTrashed = false;

    Provenance provenance; ///< with the sheet and the cell

    PictureName name() const { return {jobUuid, 0}; }
};

enum class CellState {
    Empty,   ///< not asked for, or called off
    Waiting, ///< not sent yet
    Live,    ///< with the service, or its picture on the way; also when its answer was lost
    Done,    ///< its picture is there (it may lie in the trash)
    Failed,
    Removed, ///< it was done, but its picture is gone for good
};

CellState cellState(const SheetCell &cell);

/// How far a sheet is.
struct SheetProgress
{
    int done = 0;
    int running = 0;
    int waiting = 0;
    int failed = 0;
    int empty = 0;
    int removed = 0;

    int total() const { return done + running + waiting + failed + empty + removed; }
    void count(CellState state);
    bool operator==(const SheetProgress &) const = default;
};

/// By key. Cells of values that the plan no longer has are among them.
using SheetCells = QHash<QString, SheetCell>;

SheetProgress progressOf(const Sheet &sheet, const SheetCells &cells);
/// What to send so that every cell of the plan is asked for, in the order of its places.
QList<Wish> wishesToStart(const Sheet &sheet, const SheetCells &cells);
/// What to send once more, exactly as it was: the failed cells of the plan.
QList<Wish> wishesToRetry(const Sheet &sheet, const SheetCells &cells);
/// One cell again: what was sent for it, or what the plan says when nothing was.
Wish wishToRetry(const Sheet &sheet, const SheetCells &cells, const QList<int> &at);

/// The sheet as CSV (RFC 4180, UTF-8, CRLF), one line a cell of the plan: the axes' values, seed, state,
/// file, request id, error. A text that a spreadsheet would take for a formula has an apostrophe before it.
QByteArray sheetCsv(const Sheet &sheet, const SheetCells &cells, const ModelSchema &schema);

} // namespace janus::library
