#pragma once

#include "ui/stage/livecellpainter.h"
#include "ui/stage/stagecell.h"

#include <QRect>

class QPainter;

namespace janus::ui {

class ScaledPixmaps;

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
/// shield when it was flagged.
void paintPicture(QPainter *painter, const Tokens &tokens, ScaledPixmaps &scaled, const StageCell &cell,
                  const QRect &picture, double shown = 1);

/// The line below: practice at the left (flask and word, the flask alone in narrow cells), the seed at the
/// right.
void paintFoot(QPainter *painter, const Tokens &tokens, const StageCell &cell, const QRect &foot,
               bool isSelected);

} // namespace janus::ui
