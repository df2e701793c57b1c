#include "ui/stage/zoomedpicture.h"

#include "ui/kit/stylepaint.h"
#include "ui/stage/scaledpixmaps.h"
#include "ui/stage/zoom.h"

#include <QPainter>

namespace janus::ui {

namespace {

constexpr double sharpPixelsFrom = 2; ///< from 200 % on pixels are shown as squares

} // namespace

void paintZoomed(QPainter *painter, const Zoom &zoom, const ZoomedPicture &picture, ScaledPixmaps &scaled,
                 const QColor &ground)
{
    const QPixmap &shown = picture.whole.isNull() ? picture.thumbnail : picture.whole;
    const QRectF target =
        zoom.isFit() || zoom.scale() <= 1 ? paint::snapped(painter, zoom.picture()) : zoom.picture();
    if (shown.isNull()) {
        painter->fillRect(target, ground);
        return;
    }
    const bool isSharp = !picture.whole.isNull() && zoom.scale() >= sharpPixelsFrom;
    if (!zoom.isPannable() || (zoom.scale() < 1 && !isSharp)) {
        scaled.draw(painter, target, shown);
        return;
    }
    painter->setRenderHint(QPainter::SmoothPixmapTransform, !isSharp && !qFuzzyCompare(zoom.scale(), 1.0));
    painter->drawPixmap(target, shown, QRectF(shown.rect()));
}

} // namespace janus::ui
