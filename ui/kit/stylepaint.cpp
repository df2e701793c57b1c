#include "ui/kit/stylepaint.h"

#include "ui/kit/icon.h"

#include <algorithm>
#include <cmath>

#include <QPainter>
#include <QPainterPath>
#include <QPixmapCache>
#include <QStyleOption>
#include <QtMath>

namespace janus::ui::paint {

using namespace Qt::StringLiterals;

namespace {

QPainterPath rounded(const QRectF &rect, qreal radius)
{
    QPainterPath path;
    if (radius <= 0) {
        path.addRect(rect);
    } else {
        const qreal r = std::min({radius, rect.width() / 2, rect.height() / 2});
        path.addRoundedRect(rect, r, r);
    }
    return path;
}

/// Distance from a point to a rounded box centred at the origin; negative inside.
qreal boxDistance(qreal x, qreal y, qreal halfSide, qreal radius)
{
    const qreal qx = std::abs(x) - (halfSide - radius);
    const qreal qy = std::abs(y) - (halfSide - radius);
    return std::hypot(std::max(qx, 0.0), std::max(qy, 0.0)) + std::min(std::max(qx, qy), 0.0) - radius;
}

/// A square with the shadow of the smallest box that still shows all nine patches. `reach` is the width of
/// the soft edge outside the box, in device pixels.
QPixmap shadowTile(int reach, int corner, qreal radius, qreal alpha, qreal ratio)
{
    const QString key =
        u"janus/shadow/%1/%2/%3/%4/%5"_s.arg(reach).arg(corner).arg(radius).arg(alpha).arg(ratio);
    QPixmap tile;
    if (QPixmapCache::find(key, &tile))
        return tile;
    const int side = 2 * (reach + corner) + 1;
    const qreal halfBox = corner + 0.5;
    const qreal sigma = reach / 2.2;
    QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
    for (int y = 0; y < side; ++y) {
        QRgb *line = reinterpret_cast<QRgb *>(image.scanLine(y));
        for (int x = 0; x < side; ++x) {
            const qreal d = boxDistance(x - side / 2.0 + 0.5, y - side / 2.0 + 0.5, halfBox, radius);
            line[x] = qRgba(0, 0, 0, qRound(255 * alpha * 0.5 * std::erfc(d / (sigma * M_SQRT2))));
        }
    }
    tile = QPixmap::fromImage(image);
    QPixmapCache::insert(key, tile);
    return tile;
}

} // namespace

QRectF snapped(const QPainter *painter, const QRectF &rect)
{
    const QTransform transform = painter->deviceTransform();
    if (transform.type() > QTransform::TxScale)
        return rect;
    const QRectF device = transform.mapRect(rect);
    const QRectF whole(QPointF(std::round(device.left()), std::round(device.top())),
                       QPointF(std::round(device.right()), std::round(device.bottom())));
    return transform.inverted().mapRect(whole);
}

qreal lineWidth(const QPainter *painter, qreal width)
{
    const qreal scale = qMax(0.01, std::abs(painter->deviceTransform().m11()));
    return qMax(1.0, std::floor(width * scale + 0.01)) / scale;
}

void box(QPainter *painter, const QRectF &rect, const Box &look)
{
    const QRectF outer = snapped(painter, rect);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QPainterPath shape = rounded(outer, look.radius);
    if (look.ground.isValid() && look.ground.alpha() > 0)
        painter->fillPath(shape, look.ground);
    if (look.line.isValid() && look.lineWidth > 0) {
        const qreal w = lineWidth(painter, look.lineWidth);
        QPainterPath ring = shape;
        ring.addPath(rounded(outer.adjusted(w, w, -w, -w), qMax(0.0, look.radius - w)));
        ring.setFillRule(Qt::OddEvenFill);
        painter->fillPath(ring, look.line);
    }
    painter->restore();
}

void edgeLine(QPainter *painter, const QRectF &rect, Qt::Edge edge, const QColor &color, qreal width)
{
    const QRectF whole = snapped(painter, rect);
    const qreal w = lineWidth(painter, width);
    QRectF line = whole;
    if (edge == Qt::TopEdge)
        line.setHeight(w);
    else if (edge == Qt::BottomEdge)
        line.setTop(whole.bottom() - w);
    else if (edge == Qt::LeftEdge)
        line.setWidth(w);
    else
        line.setLeft(whole.right() - w);
    painter->fillRect(line, color);
}

void dot(QPainter *painter, const QRectF &rect, const QColor &color)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(color);
    painter->drawEllipse(snapped(painter, rect));
    painter->restore();
}

void glyph(QPainter *painter, const QRectF &rect, const QString &name, int size, const QColor &color)
{
    const qreal ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
    QRectF target(0, 0, size, size);
    target.moveCenter(rect.center());
    const QPointF corner = snapped(painter, target).topLeft();
    painter->drawPixmap(corner, ui::pixmap(name, size, color, ratio));
}

void icon(QPainter *painter, const QRectF &rect, const QIcon &icon, int size, const QColor &color,
          bool enabled)
{
    if (icon.isNull())
        return;
    const QString name = iconName(icon);
    if (!name.isEmpty()) {
        glyph(painter, rect, name, size, color);
        return;
    }
    QRect target(0, 0, size, size);
    target.moveCenter(rect.center().toPoint());
    icon.paint(painter, target, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
}

void shadow(QPainter *painter, const QRectF &rect, qreal radius, int blur, int offset, qreal alpha)
{
    const qreal ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
    const int reach = qCeil(blur * ratio);
    const int corner = qCeil((radius + blur * 0.6) * ratio);
    const QPixmap tile = shadowTile(reach, corner, (radius + blur * 0.3) * ratio, alpha, ratio);
    const qreal patch = (reach + corner) / ratio;
    const QRectF whole = QRectF(rect).translated(0, offset).adjusted(-blur, -blur, blur, blur);
    const qreal edge = std::min({patch, whole.width() / 2, whole.height() / 2});
    const qreal xs[] = {whole.left(), whole.left() + edge, whole.right() - edge, whole.right()};
    const qreal ys[] = {whole.top(), whole.top() + edge, whole.bottom() - edge, whole.bottom()};
    const qreal source[] = {0, qreal(reach + corner), qreal(reach + corner + 1), qreal(tile.width())};
    painter->save();
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
    for (int row = 0; row < 3; ++row) {
        for (int column = 0; column < 3; ++column) {
            const QRectF to(QPointF(xs[column], ys[row]), QPointF(xs[column + 1], ys[row + 1]));
            const QRectF from(QPointF(source[column], source[row]),
                              QPointF(source[column + 1], source[row + 1]));
            if (to.width() > 0 && to.height() > 0)
                painter->drawPixmap(to, tile, from);
        }
    }
    painter->restore();
}

bool showsFocus(const QStyleOption *option)
{
    const QStyle::State needed =
        QStyle::State_HasFocus | QStyle::State_KeyboardFocusChange | QStyle::State_Enabled;
    return (option->state & needed) == needed;
}

} // namespace janus::ui::paint
