#pragma once

#include "ui/stage/livecellpainter.h"
#include "ui/stage/stagecell.h"

#include <QRect>

class QPainter;

namespace janus::ui {

/// Where the parts of one cell stand, in the coordinates of the painter.
struct CellPlace
{
    QRect mat; ///< what a selection fills: picture, foot and the mat round them
    QRect picture;
    QRect foot;
};

/// What the view knows of a cell beside its contents.
struct CellLook
{
    bool isSelected = false;
    bool hasRing = false; ///< the keyboard's place
    double shown = 1;     ///< how far a new picture has faded in, 0 to 1
};

/// The mat and frame of a selected cell, and the focus ring. Drawn before the contents.
void paintCellFrame(QPainter *painter, const Tokens &tokens, const QRect &mat, const CellLook &look);

/// A picture in its whole size, never cropped; a quiet ground while its thumbnail is on the way; scrim and
/// shield when it was flagged. Rejected ones fade in place; trashed and missing ones are faint and say so.
/// Thumbnails of the right size (device pixels) are put down as they are, others are drawn stretched.
void paintPicture(QPainter *painter, const Tokens &tokens, const StageCell &cell, const QRect &picture,
                  double shown = 1);

/// The line below: flag, stars and label at the left, then practice (flask and word, the flask alone where it
/// is narrow), the seed at the right as far as there is room.
void paintFoot(QPainter *painter, const Tokens &tokens, const StageCell &cell, const QRect &foot,
               bool isSelected);

/// What the marks of a picture say, for those who do not see them: "picked, 4 stars, red".
QString marksText(const Marks &marks);

} // namespace janus::ui
