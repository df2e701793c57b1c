#include "ui/stage/livecellpainter.h"

#include "ui/kit/stylepaint.h"

#include <algorithm>

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>
#include <QTextLayout>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int dropsMeaningBelow = 140;
constexpr int dropsWordsBelow = 110;
constexpr int roomyFrom = 480;

struct LiveMeasures
{
    int padding, line, number, button, bar, gap;
};

LiveMeasures liveMeasures(const Tokens &tokens, const QRect &cell)
{
    const int width = cell.width();
    const int padding = width < dropsWordsBelow     ? 6
                        : width < dropsMeaningBelow ? 8
                        : width < roomyFrom         ? 10
                                                    : 20;
    return {padding, tokens.scaled(16), tokens.scaled(30), tokens.size.controlSmall, 6, 8};
}

/// Hatching between two ticks: the usual range, told without colour.
void paintUsualRange(QPainter *painter, const Tokens &tokens, const QRectF &range)
{
    painter->save();
    painter->setClipRect(range, Qt::IntersectClip);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(tokens.color.borderControl, 1.5));
    for (qreal x = range.left() - range.height(); x < range.right() + range.height(); x += 5)
        painter->drawLine(QPointF(x, range.bottom() + 1), QPointF(x + 3.5, range.top() - 1));
    painter->restore();
    paint::edgeLine(painter, range, Qt::LeftEdge, tokens.color.borderControl);
    paint::edgeLine(painter, range, Qt::RightEdge, tokens.color.borderControl);
}

void paintLiveBar(QPainter *painter, const Tokens &tokens, const LiveBar &bar, const QRectF &rect)
{
    const Colors &color = tokens.color;
    const bool isDark = tokens.scheme == Scheme::Dark;
    paint::box(painter, rect, {isDark ? color.field : color.hover, color.border, 3});
    const auto x = [&rect](double part) { return rect.left() + rect.width() * std::clamp(part, 0.0, 1.0); };
    QPainterPath shape;
    shape.addRoundedRect(rect, 3, 3);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setClipPath(shape, Qt::IntersectClip);
    if (bar.usualTo > bar.usualFrom)
        paintUsualRange(
            painter, tokens,
            QRectF(QPointF(x(bar.usualFrom), rect.top()), QPointF(x(bar.usualTo), rect.bottom())));
    if (bar.fill > 0)
        painter->fillRect(QRectF(rect.topLeft(), QPointF(x(bar.fill), rect.bottom())), color.accent);
    painter->restore();
}

void paintGround(QPainter *painter, const Tokens &tokens, const LiveText &text, const QRect &cell)
{
    const bool isQuiet = text.ground == LiveText::Ground::Quiet;
    const bool isAsking = text.ground == LiveText::Ground::Asking;
    const QColor line = isAsking ? tokens.color.warning : tokens.color.border;
    paint::box(painter, cell, {isQuiet ? QColor() : tokens.color.panel, line, 0});
}

void paintSmallButton(QPainter *painter, const Tokens &tokens, const LiveButton &button, bool isHovered)
{
    const Colors &color = tokens.color;
    paint::box(painter, button.rect,
               {isHovered ? color.hover : color.raised, color.border, qreal(tokens.size.radiusControl)});
    painter->setFont(tokens.font.small);
    painter->setPen(color.text);
    painter->drawText(button.rect, Qt::AlignCenter, button.text);
}

/// Under 110 px: icon and number side by side, in the middle of what height there is.
void paintTiny(QPainter *painter, const Tokens &tokens, const LiveText &text, const QRect &inner)
{
    const int icon = tokens.size.iconNormal;
    const QFontMetrics metrics(tokens.font.title);
    const int words = text.number.isEmpty() ? 0 : 6 + metrics.horizontalAdvance(text.number);
    const int height = std::max(icon, metrics.height());
    QRect line(0, 0, icon + words, height);
    line.moveCenter(inner.center());
    paint::glyph(painter, QRect(line.left(), line.top(), icon, height), text.icon, icon,
                 tokens.color.*text.ink);
    if (text.number.isEmpty())
        return;
    painter->setFont(tokens.font.title);
    painter->setPen(text.isNumberQuiet ? tokens.color.textSecondary : tokens.color.text);
    painter->drawText(line.adjusted(icon + 6, 0, 1, 0), Qt::AlignVCenter | Qt::AlignLeft, text.number);
}

void paintStateWord(QPainter *painter, const Tokens &tokens, const LiveText &text, const QRect &line)
{
    const int icon = tokens.size.iconSmall;
    const QColor ink = tokens.color.*text.ink;
    paint::glyph(painter, QRect(line.left(), line.top(), icon, line.height()), text.icon, icon, ink);
    const QRect words = line.adjusted(icon + 6, 0, 0, 0);
    painter->setFont(tokens.font.small);
    painter->setPen(ink);
    const QString shown = painter->fontMetrics().elidedText(text.word, Qt::ElideRight, words.width());
    painter->drawText(words, Qt::AlignVCenter | Qt::AlignLeft, shown);
}

/// The sentence above `bottom`, as many lines as there is room for. Gives the top of what was painted.
int paintMeaning(QPainter *painter, const Tokens &tokens, const LiveText &text, const QRect &room, int bottom)
{
    const int lineHeight = tokens.scaled(16);
    const int most = (bottom - room.top()) / lineHeight;
    const QStringList lines = wrappedLines(text.meaning, tokens.font.small, room.width(), std::min(most, 5));
    painter->setFont(tokens.font.small);
    const bool isAsking = text.ground == LiveText::Ground::Asking;
    painter->setPen(isAsking ? tokens.color.textSecondary : tokens.color.textMuted);
    const int top = bottom - int(lines.size()) * lineHeight;
    for (int i = 0; i < lines.size(); ++i)
        painter->drawText(QRect(room.left(), top + i * lineHeight, room.width(), lineHeight),
                          Qt::AlignVCenter | Qt::AlignLeft, lines.at(i));
    return top;
}

void paintNumber(QPainter *painter, const Tokens &tokens, const LiveText &text, const QRect &room, int bottom)
{
    const int tall = tokens.scaled(30);
    const bool fits = bottom - room.top() >= tall;
    painter->setFont(fits ? tokens.font.number : tokens.font.title);
    painter->setPen(text.isNumberQuiet ? tokens.color.textSecondary : tokens.color.text);
    const int height = fits ? tall : tokens.scaled(20);
    painter->drawText(QRect(room.left(), bottom - height, room.width(), height),
                      Qt::AlignVCenter | Qt::AlignLeft, text.number);
}

} // namespace

QStringList wrappedLines(const QString &text, const QFont &font, int width, int most)
{
    QStringList lines;
    const QString plain = text.simplified();
    if (plain.isEmpty() || most < 1 || width < 8)
        return lines;
    QTextLayout layout(plain, font);
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        const bool isLast = lines.size() == most - 1;
        const QString rest = plain.mid(line.textStart());
        lines += isLast ? QFontMetrics(font).elidedText(rest, Qt::ElideRight, width)
                        : plain.mid(line.textStart(), line.textLength()).trimmed();
        if (isLast)
            break;
    }
    layout.endLayout();
    return lines;
}

QList<LiveButton> liveButtons(const Tokens &tokens, const LiveText &text, const QRect &cell, JobState state)
{
    QList<LiveButton> buttons;
    const LiveMeasures m = liveMeasures(tokens, cell);
    const QRect inner = cell.adjusted(m.padding, m.padding, -m.padding, -m.padding);
    if (cell.width() < dropsWordsBelow || inner.height() < m.line + m.gap + m.button)
        return buttons;
    const QFontMetrics metrics(tokens.font.small);
    const int rowPitch = m.button + 6;
    const int mostRows = (inner.height() - m.line - m.gap + 6) / rowPitch;
    int x = inner.left();
    int row = 0;
    for (const CellAction action : text.actions) {
        const QString words = actionText(action, state);
        const int width = metrics.horizontalAdvance(words) + 18;
        if (x > inner.left() && x + width > inner.right() + 1) {
            x = inner.left();
            ++row;
        }
        if (row >= mostRows || width > inner.width())
            break;
        buttons.append({action, words, QRect(x, row * rowPitch, width, m.button)});
        x += width + 6;
    }
    const int lowest = buttons.isEmpty() ? 0 : buttons.last().rect.bottom();
    for (LiveButton &button : buttons)
        button.rect.translate(0, inner.bottom() - lowest);
    return buttons;
}

void paintLiveCell(QPainter *painter, const Tokens &tokens, const LiveText &text, const QRect &cell,
                   const LiveLook &look)
{
    painter->save();
    painter->setRenderHint(QPainter::TextAntialiasing);
    paintGround(painter, tokens, text, cell);
    const LiveMeasures m = liveMeasures(tokens, cell);
    const QRect inner = cell.adjusted(m.padding, m.padding, -m.padding, -m.padding);
    if (cell.width() < dropsWordsBelow || inner.height() < 2 * m.line) {
        paintTiny(painter, tokens, text, inner);
        painter->restore();
        return;
    }
    paintStateWord(painter, tokens, text, QRect(inner.left(), inner.top(), inner.width(), m.line));
    const QRect room = inner.adjusted(0, m.line + 2, 0, 0);
    int bottom = inner.bottom() + 1;
    const QList<LiveButton> buttons = liveButtons(tokens, text, cell, look.state);
    for (const LiveButton &button : buttons)
        paintSmallButton(painter, tokens, button, look.hovered == button.action);
    if (!buttons.isEmpty())
        bottom = buttons.first().rect.top() - m.gap;
    if (text.bar && bottom - m.bar > room.top()) {
        paintLiveBar(painter, tokens, *text.bar, QRectF(inner.left(), bottom - m.bar, inner.width(), m.bar));
        bottom -= m.bar + m.gap;
    }
    // A sentence without a number is all the cell has to say, so it stays as long as it fits.
    if (cell.width() >= dropsMeaningBelow || text.number.isEmpty())
        bottom = paintMeaning(painter, tokens, text, room, bottom);
    if (!text.number.isEmpty() && bottom > room.top())
        paintNumber(painter, tokens, text, room, bottom);
    painter->restore();
}

} // namespace janus::ui
