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
}

void FlowLayout::insertWidget(int at, QWidget *widget)
{
    addChildWidget(widget);
    m_items.insert(std::clamp(at, 0, count()), new QWidgetItem(widget));
    invalidate();
}

QLayoutItem *FlowLayout::takeAt(int index)
{
    return index >= 0 && index < count() ? m_items.takeAt(index) : nullptr;
}

void FlowLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
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
    int y = area.top();
    qsizetype first = 0;
    const auto widthOf = [&](const QLayoutItem *item) {
        return std::min(item->sizeHint().width(), std::max(area.width(), 1));
    };
    while (first < m_items.size()) {
        int wide = 0;
        int high = 0;
        qsizetype end = first;
        for (; end < m_items.size(); ++end) {
            const QLayoutItem *item = m_items[end];
            if (item->isEmpty())
                continue;
            const int more = widthOf(item) + (wide > 0 ? m_gap : 0);
            if (wide > 0 && wide + more > area.width())
                break;
            wide += more;
            high = std::max(high, item->sizeHint().height());
        }
        int x = area.left() + (m_isCentred ? (area.width() - wide) / 2 : 0);
        for (; first < end; ++first) {
            QLayoutItem *item = m_items[first];
            if (item->isEmpty())
                continue;
            const QSize size(widthOf(item), item->sizeHint().height());
            if (isReal) {
                const QRect place(QPoint(x, y + (high - size.height()) / 2), size);
                const Qt::LayoutDirection direction =
                    parentWidget() ? parentWidget()->layoutDirection() : Qt::LeftToRight;
                item->setGeometry(QStyle::visualRect(direction, area, place));
            }
            x += size.width() + m_gap;
        }
        if (high > 0)
            y += high + m_gap;
    }
    return std::max(0, y - m_gap - rect.top()) + contentsMargins().bottom();
}

} // namespace janus::ui
