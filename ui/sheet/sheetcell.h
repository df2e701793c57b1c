#pragma once

#include "models/sheetmodel.h"
#include "ui/stage/livetext.h"
#include "ui/stage/stagecell.h"

#include <QModelIndex>
#include <QRect>

class QPainter;

namespace janus::ui {

/// One cell of a sheet, read from the model once per painting.
struct SheetCell
{
    library::CellState state = library::CellState::Empty;
    StageCell shown; ///< its picture, or the request that is on its way
    QString trouble; ///< why it failed: plain text, a whole sentence
    bool isCentre = false;

    bool hasPicture() const { return state == library::CellState::Done && shown.picture != 0; }
    /// Nothing is on its way, and nothing is there: it may be asked for once more.
    bool isToRetry() const
    {
        return state == library::CellState::Failed || state == library::CellState::Removed;
    }
};

SheetCell readSheetCell(const QModelIndex &index);

/// How a cell is drawn beside its contents.
struct SheetCellLook
{
    bool isCurrent = false;
    bool hasRing = false;              ///< the keyboard's place
    double shown = 1;                  ///< how far a new picture has faded in, 0 to 1
    std::optional<CellAction> hovered; ///< the button under the pointer
};

/// Room round the picture inside its section, at each side: the frames stand in it.
constexpr int sheetCellMargin = 5;

/// The shape of all cells of a sheet, in pixels: that of its pictures, or a square where they differ.
QSize sheetShape(const Sweep &sweep);

/// Where the picture of a cell stands in `box` (all cells of a sheet have boxes of one shape): whole, in the
/// middle.
QRect sheetPictureRect(const SheetCell &cell, const QRect &box);

/// What the place of a picture that is not there says.
LiveText sheetCellText(const SheetCell &cell, const QDateTime &now, const UsualTimes &usual = {});

/// `box` is the section without its margin.
void paintSheetCell(QPainter *painter, const Tokens &tokens, const SheetCell &cell, const QRect &box,
                    const SheetCellLook &look, const UsualTimes &usual);

} // namespace janus::ui
