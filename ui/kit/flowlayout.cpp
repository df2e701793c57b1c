#include "ui/kit/flowlayout.h"

#include <QStyle>
#include <QWidget>

#include <algorithm>

namespace janus::ui {

FlowLayout::FlowLayout(int gap, bool isCentred, QWidget *parent)
    : QLayout(parent)
    , m_gap(gap)
    , m_isCentred(isCentred)
{
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout()
{
    qDeleteAll(m_items);
}

void FlowLayout::addItem(QLayoutItem *item)
{
    m_items << item;
    forget();
}

void FlowLayout::insertWidget(int at, QWidget *widget)
{
    addChildWidget(widget);
    m_items.insert(std::clamp(at, 0, count()), new QWidgetItem(widget));
    invalidate();
}

QLayoutItem *FlowLayout::takeAt(int index)
{
    forget();
    return index >= 0 && index < count() ? m_items.takeAt(index) : nullptr;
}

void FlowLayout::invalidate()
{
    forget();
    QLayout::invalidate();
}

void FlowLayout::forget()
{
    m_hints.clear();
    m_heights.clear();
}

const QList<QSize> &FlowLayout::hints() const
{
    if (m_hints.size() != m_items.size()) {
        m_hints.clear();
        for (const QLayoutItem *item : m_items)
            m_hints << (item->isEmpty() ? QSize() : item->sizeHint());
    }
    return m_hints;
}

void FlowLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

int FlowLayout::heightForWidth(int width) const
{
    const auto known = m_heights.constFind(width);
    if (known != m_heights.constEnd())
        return *known;
    const int height = arrange(QRect(0, 0, width, 0), false);
    m_heights.insert(width, height);
    return height;
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const QLayoutItem *item : m_items)
        size = size.expandedTo(item->minimumSize());
    const QMargins margins = contentsMargins();
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

/// Answers the height. Hidden widgets take no room.
int FlowLayout::arrange(const QRect &rect, bool isReal) const
{
    const QRect area = rect.marginsRemoved(contentsMargins());
    const QList<QSize> sizes = hints(); // an item that is placed may ask for another layout meanwhile
    int y = area.top();
    qsizetype first = 0;
    const auto widthOf = [&](qsizetype at) { return std::min(sizes[at].width(), std::max(area.width(), 1)); };
    while (first < m_items.size()) {
        int wide = 0;
        int high = 0;
        qsizetype end = first;
        for (; end < m_items.size(); ++end) {
            if (sizes[end].isEmpty())
                continue;
            const int more = widthOf(end) + (wide > 0 ? m_gap : 0);
            if (wide > 0 && wide + more > area.width())
                break;
            wide += more;
            high = std::max(high, sizes[end].height());
        }
        int x = area.left() + (m_isCentred ? (area.width() - wide) / 2 : 0);
        for (; first < end; ++first) {
            if (sizes[first].isEmpty())
                continue;
            const QSize size(widthOf(first), sizes[first].height());
            if (isReal) {
                const QRect place(QPoint(x, y + (high - size.height()) / 2), size);
                const Qt::LayoutDirection direction =
                    parentWidget() ? parentWidget()->layoutDirection() : Qt::LeftToRight;
                m_items[first]->setGeometry(QStyle::visualRect(direction, area, place));
            }
            x += size.width() + m_gap;
        }
        if (high > 0)
            y += high + m_gap;
    }
    return std::max(0, y - m_gap - rect.top()) + contentsMargins().bottom();
}

} // namespace janus::ui
