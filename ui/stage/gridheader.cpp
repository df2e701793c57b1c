#include "ui/stage/gridheader.h"

#include "models/stageroles.h"
#include "ui/kit/stylepaint.h"

#include <algorithm>

#include <QFontMetrics>
#include <QModelIndex>
#include <QPainter>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int metaGap = 8;
constexpr int shortMetaBelow = 740; ///< width of a header under which its facts are shortened
constexpr int longestTitle = 640;

QString partIcon(HeaderPart part)
{
    switch (part) {
    case HeaderPart::RunAgain:
        return u"repeat"_s;
    case HeaderPart::Cancel:
        return u"x"_s;
    default:
        return u"dots"_s;
    }
}

void paintTool(QPainter *painter, const Tokens &tokens, const QRect &row, HeaderPart part,
               const HeaderLook &look)
{
    const QRect rect = headerPartRect(tokens, row, part, true);
    const bool isHovered = look.hovered == part;
    const QColor ground = look.pressed == part && isHovered ? tokens.color.pressed : tokens.color.hover;
    if (isHovered)
        paint::box(painter, rect, {ground, {}, qreal(tokens.size.radiusControl)});
    const QColor ink = isHovered         ? tokens.color.text
                       : look.showsTools ? tokens.color.textSecondary
                                         : tokens.color.textMuted;
    paint::glyph(painter, rect, partIcon(part), tokens.size.iconSmall, ink);
}

} // namespace

HeaderContent readHeader(const QModelIndex &row, bool hasTools)
{
    HeaderContent content;
    content.hasTools = hasTools;
    content.title = row.data(models::BatchTitleRole).toString();
    content.meta = row.data(models::BatchMetaRole).toString();
    content.shortMeta = row.data(models::BatchShortMetaRole).toString();
    content.isOpen = row.data(models::BatchIsOpenRole).toBool();
    return content;
}

QRect headerPartRect(const Tokens &tokens, const QRect &row, HeaderPart part, bool hasTools)
{
    if (!hasTools)
        return part == HeaderPart::Title ? row : QRect();
    const int side = std::max(24, tokens.size.controlSmall);
    const int top = row.top() + (row.height() - side) / 2;
    const int more = row.right() + 1 - 4 - side;
    const int tool = more - 6 - side;
    switch (part) {
    case HeaderPart::None:
        return {};
    case HeaderPart::Title:
        return {row.left(), row.top(), std::max(0, tool - 8 - row.left()), row.height()};
    case HeaderPart::RunAgain:
    case HeaderPart::Cancel:
        return {tool, top, side, side};
    case HeaderPart::More:
        break;
    }
    return {more, top, side, side};
}

HeaderPart headerPartAt(const Tokens &tokens, const QRect &row, const HeaderContent &content,
                        const QPoint &point)
{
    const auto isIn = [&](HeaderPart part) {
        return headerPartRect(tokens, row, part, content.hasTools).contains(point);
    };
    if (isIn(HeaderPart::More))
        return HeaderPart::More;
    if (isIn(HeaderPart::Cancel))
        return content.isOpen ? HeaderPart::Cancel : HeaderPart::RunAgain;
    return isIn(HeaderPart::Title) ? HeaderPart::Title : HeaderPart::None;
}

void paintHeader(QPainter *painter, const Tokens &tokens, const HeaderContent &content, const QRect &row,
                 const HeaderLook &look)
{
    painter->save();
    const QRect words = headerPartRect(tokens, row, HeaderPart::Title, content.hasTools);
    const QString &meta = row.width() < tokens.scaled(shortMetaBelow) ? content.shortMeta : content.meta;
    const QFontMetrics titleMetrics(tokens.font.medium);
    const QFontMetrics metaMetrics(tokens.font.small);
    const int metaWidth = std::min(metaMetrics.horizontalAdvance(meta), words.width() / 2);
    const int room = std::min(words.width() - metaWidth - metaGap, tokens.scaled(longestTitle));
    const QString title = titleMetrics.elidedText(content.title, Qt::ElideRight, room);
    painter->setFont(tokens.font.medium);
    painter->setPen(tokens.color.text);
    painter->drawText(words, Qt::AlignVCenter | Qt::AlignLeft, title);
    const int metaLeft = words.left() + titleMetrics.horizontalAdvance(title) + metaGap;
    painter->setFont(tokens.font.small);
    painter->setPen(tokens.color.textMuted);
    painter->drawText(QRect(metaLeft, words.top(), metaWidth + 1, words.height()),
                      Qt::AlignVCenter | Qt::AlignLeft,
                      metaMetrics.elidedText(meta, Qt::ElideRight, metaWidth + 1));
    if (content.hasTools) {
        paintTool(painter, tokens, row, content.isOpen ? HeaderPart::Cancel : HeaderPart::RunAgain, look);
        paintTool(painter, tokens, row, HeaderPart::More, look);
    }
    painter->restore();
}

QString headerPartText(HeaderPart part)
{
    switch (part) {
    case HeaderPart::RunAgain:
        return u"Run again"_s;
    case HeaderPart::Cancel:
        return u"Cancel what is still open"_s;
    case HeaderPart::More:
        return u"More for these pictures"_s;
    default:
        return {};
    }
}

} // namespace janus::ui
