#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"
#include "ui/stage/comparecanvas.h"
#include "ui/stage/imagestore.h"
#include "ui/stage/zoomedpicture.h"

#include <algorithm>

#include <QPainter>

// What the comparison looks like, and where its parts stand.

namespace janus::ui {

namespace {

constexpr int canvasSides = 16; ///< left and right of the panes
constexpr int canvasTop = 4;    ///< room for the focus ring
constexpr int paneGap = 8;
constexpr int frameRoom = 4; ///< between a pane's edge and its picture
constexpr int handleSide = 28;
constexpr int plateInset = 10;

} // namespace

QRect CompareCanvas::pane(Side side) const
{
    const QRect all = rect().adjusted(canvasSides, canvasTop, -canvasSides, -canvasTop);
    if (isOver())
        return all;
    const int wide = (all.width() - paneGap) / 2;
    const bool isLeft = (side == Side::Keeper) == (layoutDirection() == Qt::LeftToRight);
    return {isLeft ? all.left() : all.right() + 1 - wide, all.top(), wide, all.height()};
}

void CompareCanvas::placeRooms()
{
    for (const Side side : {Side::Keeper, Side::Challenger}) {
        const QRectF room = pane(side).adjusted(frameRoom, frameRoom, -frameRoom, -frameRoom);
        half(side).zoom.setRoom(room.isValid() ? room : QRectF(rect()), devicePixelRatioF());
    }
}

double CompareCanvas::dividerX() const
{
    const QRectF room = zoom(Side::Keeper).room();
    return room.left() + m_divider * room.width();
}

void CompareCanvas::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), tokensOf(this).color.stage);
    const QRectF room = zoom(Side::Keeper).room();
    switch (m_mode) {
    case CompareMode::SideBySide:
        for (const Side side : {Side::Keeper, Side::Challenger})
            paintSide(&painter, side, zoom(side).room());
        break;
    case CompareMode::Slider:
        paintSide(&painter, Side::Challenger, room);
        paintSide(&painter, Side::Keeper, QRectF(room.topLeft(), QPointF(dividerX(), room.bottom())));
        paintDivider(&painter);
        break;
    case CompareMode::Blink:
        paintSide(&painter, m_seen, room);
        break;
    case CompareMode::Difference:
        paintDifference(&painter);
        break;
    }
    paintFrames(&painter);
    paintPlate(&painter);
}

void CompareCanvas::paintSide(QPainter *painter, Side side, const QRectF &clip)
{
    const Tokens &tokens = tokensOf(this);
    const Half &mine = half(side);
    painter->save();
    painter->setClipRect(clip);
    if (mine.picture.isNone()) {
        painter->setPen(tokens.color.textSecondary);
        painter->setFont(tokens.font.body);
        painter->drawText(mine.zoom.room().adjusted(16, 16, -16, -16), Qt::AlignCenter | Qt::TextWordWrap,
                          m_emptyText);
    } else {
        painter->fillRect(clip, tokens.color.stage);
        const QPixmap whole = m_store->image(mine.picture.picture.id);
        paintZoomed(painter, mine.zoom, {whole, mine.picture.thumbnail}, m_scaled, tokens.color.panel);
    }
    painter->restore();
}

void CompareCanvas::paintDifference(QPainter *painter)
{
    const Zoom &zoom = half(Side::Keeper).zoom;
    if (picture(Side::Challenger).isNone()) {
        paintSide(painter, Side::Challenger, zoom.room());
        return;
    }
    painter->save();
    painter->setClipRect(zoom.room());
    paintZoomed(painter, zoom, {m_differencePixmap, {}}, m_scaled, tokensOf(this).color.panel);
    painter->restore();
}

void CompareCanvas::paintDivider(QPainter *painter)
{
    const Tokens &tokens = tokensOf(this);
    const QRectF room = zoom(Side::Keeper).room();
    painter->fillRect(paint::snapped(painter, QRectF(dividerX() - 1, room.top(), 2, room.height())),
                      tokens.color.selectionFrame);
    QRectF handle(0, 0, handleSide, handleSide);
    handle.moveCenter({dividerX(), room.center().y()});
    paint::box(painter, handle, {tokens.color.plate, tokens.color.selectionFrame, handleSide / 2.0, 2});
    paint::glyph(painter, handle, QStringLiteral("arrows-exchange"), tokens.size.iconSmall,
                 tokens.color.plateText);
}

/// The keeper is framed beside the other; the side with the focus has the ring, outside of everything.
void CompareCanvas::paintFrames(QPainter *painter)
{
    const Colors &color = tokensOf(this).color;
    if (!isOver())
        paint::box(painter, pane(Side::Keeper), {{}, color.selectionFrame, 0, 2});
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
        paint::box(painter, pane(m_side).adjusted(-3, -3, 3, 3), {{}, color.focusRing, 0, 2});
}

void CompareCanvas::paintPlate(QPainter *painter)
{
    const QString text = plateText();
    if (text.isEmpty())
        return;
    const Tokens &tokens = tokensOf(this);
    painter->setFont(tokens.font.small);
    const QRectF room = zoom(Side::Keeper).room();
    const int most = int(room.width()) - 2 * plateInset - 16;
    QRect words = painter->fontMetrics().boundingRect(0, 0, most, int(room.height()), Qt::TextWordWrap, text);
    words.moveBottomLeft({int(room.left()) + plateInset + 8, int(room.bottom()) - plateInset - 5});
    paint::box(painter, words.adjusted(-8, -5, 8, 5),
               {tokens.color.plate, {}, qreal(tokens.size.radiusBadge)});
    painter->setPen(tokens.color.plateText);
    painter->drawText(words, Qt::TextWordWrap, text);
}

} // namespace janus::ui
