#include "ui/stage/cellpainter.h"

#include "ui/kit/stylepaint.h"
#include "ui/stage/scaledpixmaps.h"

#include <QPainter>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int dropsFootWordBelow = 140;
constexpr int dropsFlagWordBelow = 110;

void paintFlagged(QPainter *painter, const Tokens &tokens, const StageCell &cell, const QRect &picture)
{
    const Colors &color = tokens.color;
    painter->fillRect(picture, color.scrim);
    const int icon = tokens.size.iconSmall;
    const int line = tokens.scaled(16);
    const QRect inner = picture.adjusted(10, 10, -10, -10);
    if (picture.width() < dropsFlagWordBelow) {
        paint::glyph(painter, picture, u"shield"_s, tokens.size.iconTool, color.scrimText);
        return;
    }
    paint::glyph(painter, QRect(inner.left(), inner.top(), icon, line), u"shield"_s, icon, color.scrimText);
    painter->setPen(color.scrimText);
    painter->setFont(tokens.font.small);
    painter->drawText(QRect(inner.left() + icon + 6, inner.top(), inner.width() - icon - 6, line),
                      Qt::AlignVCenter | Qt::AlignLeft, cell.isSandbox ? u"Flagged"_s : u"Flagged by fal"_s);
    const QStringList lines = wrappedLines(u"The safety check judged it unsafe."_s, tokens.font.small,
                                           inner.width(), (inner.height() - line - 8) / line);
    const int top = inner.bottom() + 1 - int(lines.size()) * line;
    for (int i = 0; i < lines.size(); ++i)
        painter->drawText(QRect(inner.left(), top + i * line, inner.width(), line), Qt::AlignVCenter,
                          lines.at(i));
}

} // namespace

void paintCellFrame(QPainter *painter, const Tokens &tokens, const QRect &mat, const CellLook &look)
{
    const Colors &color = tokens.color;
    const qreal radius = tokens.size.radiusBadge;
    if (look.isSelected)
        paint::box(painter, mat, {color.selection, color.selectionFrame, radius, 2});
    if (look.hasRing) {
        const int reach = 1 + tokens.size.focusWidth;
        paint::box(painter, mat.adjusted(-reach, -reach, reach, reach),
                   {{}, color.focusRing, radius + reach, qreal(tokens.size.focusWidth)});
    }
}

void paintPicture(QPainter *painter, const Tokens &tokens, ScaledPixmaps &scaled, const StageCell &cell,
                  const QRect &picture, double shown)
{
    painter->save();
    if (cell.thumbnail.isNull() || shown < 1)
        painter->fillRect(picture, tokens.color.panel);
    if (!cell.thumbnail.isNull()) {
        painter->setOpacity(shown);
        scaled.draw(painter, picture, cell.thumbnail);
    }
    if (cell.isFlagged)
        paintFlagged(painter, tokens, cell, picture);
    painter->restore();
}

void paintFoot(QPainter *painter, const Tokens &tokens, const StageCell &cell, const QRect &foot,
               bool isSelected)
{
    const Colors &color = tokens.color;
    painter->save();
    painter->setFont(tokens.font.micro);
    const QFontMetrics metrics = painter->fontMetrics();
    QRect room = foot.adjusted(1, 0, -1, 0);
    if (cell.isSandbox) {
        const int icon = tokens.scaled(13);
        paint::glyph(painter, QRect(room.left(), room.top(), icon, room.height()), u"flask"_s, icon,
                     color.sandbox);
        room.setLeft(room.left() + icon + 4);
        if (foot.width() >= dropsFootWordBelow) {
            painter->setPen(color.sandbox);
            painter->drawText(room, Qt::AlignVCenter | Qt::AlignLeft, u"Practice"_s);
            room.setLeft(room.left() + metrics.horizontalAdvance(u"Practice"_s) + 8);
        }
    }
    painter->setPen(isSelected ? color.textSecondary : color.textMuted);
    painter->drawText(room, Qt::AlignVCenter | Qt::AlignRight,
                      metrics.elidedText(cell.seed, Qt::ElideLeft, room.width()));
    painter->restore();
}

} // namespace janus::ui
