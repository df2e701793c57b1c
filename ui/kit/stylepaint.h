#pragma once

#include <QColor>
#include <QIcon>
#include <QRectF>

class QPainter;
class QStyleOption;

/// Small drawing helpers shared by StudioStyle and the kit's own widgets. All of them snap to the device's
/// pixel grid, so that a 1 px line is crisp at 100, 125, 150 and 200 %.
namespace janus::ui::paint {

/// How a box looks: a ground, a line just inside its edge (0 = none; 1 means one device pixel at 100 and 125
/// %), and the radius of its corners. Invalid colours are not drawn.
struct Box
{
    QColor ground = {};
    QColor line = {};
    qreal radius = 0;
    qreal lineWidth = 1;
};

/// `rect` moved to whole device pixels.
QRectF snapped(const QPainter *painter, const QRectF &rect);

/// The thickness of a line of `width` logical pixels, rounded down to whole device pixels, at least one.
qreal lineWidth(const QPainter *painter, qreal width = 1);

void box(QPainter *painter, const QRectF &rect, const Box &look);

/// A line along one edge of `rect`, inside it.
void edgeLine(QPainter *painter, const QRectF &rect, Qt::Edge edge, const QColor &color, qreal width = 1);

/// A filled circle.
void dot(QPainter *painter, const QRectF &rect, const QColor &color);

/// A named icon centred in `rect`.
void glyph(QPainter *painter, const QRectF &rect, const QString &name, int size, const QColor &color);

/// `icon` centred in `rect`: one of ours is tinted with `color`, a foreign one is painted as it is.
void icon(QPainter *painter, const QRectF &rect, const QIcon &icon, int size, const QColor &color,
          bool enabled = true);

/// The soft shadow of a box with corner `radius`, drawn outside `rect`: `blur` wide, moved down by `offset`.
/// Made once per look and device ratio, then drawn as nine patches.
void shadow(QPainter *painter, const QRectF &rect, qreal radius, int blur, int offset, qreal alpha);

/// True when the control has the keyboard focus and the keyboard was used last.
bool showsFocus(const QStyleOption *option);

} // namespace janus::ui::paint
