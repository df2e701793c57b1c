#pragma once

class QColor;
class QPainter;
class QPixmap;

namespace janus::ui {

class ScaledPixmaps;
class Zoom;

/// What is drawn of a picture that is looked at large: the whole picture, or its thumbnail while that is not
/// here; either may be null.
struct ZoomedPicture
{
    const QPixmap &whole;
    const QPixmap &thumbnail;
};

/// Draws it where `zoom` puts it: well scaled when small, its pixels as squares from 200 % on, `ground` while
/// there is nothing to show. The caller clips.
void paintZoomed(QPainter *painter, const Zoom &zoom, const ZoomedPicture &picture, ScaledPixmaps &scaled,
                 const QColor &ground);

} // namespace janus::ui
