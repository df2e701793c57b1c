#include "ui/stage/filmstrip.h"

#include "ui/kit/stylepaint.h"
#include "ui/stage/livetext.h"
#include "ui/stage/stagecell.h"

#include <algorithm>

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int stripHeight = 92;
constexpr int thumbHeight = 64;
constexpr int thumbGap = 6;
constexpr int stripPadding = 16;
constexpr int wheelNotch = 120;

} // namespace

FilmStrip::FilmStrip(QWidget *parent)
    : QWidget(parent)
{
    setFixedHeight(stripHeight);
    setAccessibleName(u"Film strip"_s);
}

QSize FilmStrip::sizeHint() const
{
    return {400, stripHeight};
}

void FilmStrip::setIndex(const QModelIndex &index)
{
    m_index = index;
    update();
}

int FilmStrip::widthOf(int row) const
{
    const QSize size = m_index.model()->index(row, 0).data(models::PixelSizeRole).toSize();
    const double ratio = size.isEmpty() ? 1.0 : double(size.width()) / size.height();
    return qRound(thumbHeight * std::clamp(ratio, 0.25, 4.0));
}

/// The current thumbnail stands in the middle, or further left while there are not enough before it.
QList<FilmStrip::Item> FilmStrip::items() const
{
    QList<Item> items;
    if (!m_index.isValid())
        return items;
    const int top = (height() - thumbHeight) / 2;
    const int current = m_index.row();
    const int count = m_index.model()->rowCount();
    const int middle = (width() - widthOf(current)) / 2;
    int first = current;
    int left = middle;
    while (first > 0 && left > 0) {
        --first;
        left -= widthOf(first) + thumbGap;
    }
    int x = first == 0 ? std::min(left, stripPadding) : left;
    if (first == 0 && left > stripPadding)
        x = stripPadding;
    for (int row = first; row < count && x < width(); ++row) {
        const int w = widthOf(row);
        items.append({row, QRect(x, top, w, thumbHeight)});
        x += w + thumbGap;
    }
    return items;
}

void FilmStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &tokens = tokensOf(this);
    painter.fillRect(rect(), tokens.color.window);
    paint::edgeLine(&painter, rect(), Qt::TopEdge, tokens.color.border);
    const QList<Item> shown = items();
    for (const Item &item : shown)
        paintItem(&painter, item);
}

void FilmStrip::paintItem(QPainter *painter, const Item &item)
{
    const Tokens &tokens = tokensOf(this);
    const StageCell cell = readCell(m_index.model()->index(item.row, 0));
    if (cell.isLive()) {
        const LiveText text = liveText(cell, QDateTime::currentDateTimeUtc());
        paint::box(painter, item.rect, {tokens.color.panel, tokens.color.border, 0});
        paint::glyph(painter, item.rect, text.icon, tokens.size.iconNormal, tokens.color.*text.ink);
    } else if (cell.thumbnail.isNull()) {
        painter->fillRect(item.rect, tokens.color.panel);
    } else {
        m_scaled.draw(painter, item.rect, cell.thumbnail);
    }
    if (cell.isFlagged) {
        painter->fillRect(item.rect, tokens.color.scrim);
        paint::glyph(painter, item.rect, u"shield"_s, tokens.size.iconNormal, tokens.color.scrimText);
    }
    if (item.row == m_index.row())
        paint::box(painter, item.rect.adjusted(-4, -4, 4, 4), {{}, tokens.color.selectionFrame, 0, 2});
}

void FilmStrip::mousePressEvent(QMouseEvent *event)
{
    const QList<Item> shown = items();
    const QPoint point = event->position().toPoint();
    const auto hit =
        std::ranges::find_if(shown, [&point](const Item &item) { return item.rect.contains(point); });
    if (event->button() == Qt::LeftButton && hit != shown.end())
        Q_EMIT chosen(m_index.model()->index(hit->row, 0));
}

void FilmStrip::wheelEvent(QWheelEvent *event)
{
    const QPoint turned = event->angleDelta();
    m_wheel += std::abs(turned.x()) > std::abs(turned.y()) ? turned.x() : turned.y();
    for (; std::abs(m_wheel) >= wheelNotch; m_wheel += m_wheel > 0 ? -wheelNotch : wheelNotch)
        Q_EMIT stepRequested(m_wheel > 0 ? -1 : 1);
    event->accept();
}

} // namespace janus::ui
