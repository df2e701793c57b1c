#include "models/stageroles.h"
#include "ui/stage/gridview.h"

#include <algorithm>

#include <QApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

// The grid in the hands of the mouse: cells, headers, buttons in live cells, the rubber band.

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int widthStep = 16;       ///< per notch of Ctrl+wheel
constexpr int gridWheelNotch = 120; ///< angle; touch pads send less at once

QString asPlainToolTip(const QString &text)
{
    return text.isEmpty() ? QString() : u"<p style='white-space:pre-wrap'>%1</p>"_s.arg(text.toHtmlEscaped());
}

} // namespace

bool GridView::Spot::isSameAs(const Spot &other) const
{
    return group == other.group && part == other.part && row == other.row && action == other.action;
}

GridView::Spot GridView::spotAt(const QPoint &point) const
{
    Spot spot;
    const int y = point.y() + m_top;
    if (!viewport()->rect().contains(point) || y > m_layout.contentHeight() || m_layout.rowCount() == 0)
        return spot;
    if (const std::optional<GridHeader> header = headerAt(point)) {
        const HeaderContent content = contentOf(*header);
        spot.groupRow = header->row;
        spot.group = header->group;
        spot.part = headerPartAt(tokensOf(this), header->rect, content, point);
        return spot;
    }
    spot.groupRow = m_layout.rowOfLineAt(y);
    spot.group = m_rows->rowShape(spot.groupRow).group;
    spot.row = m_layout.rowAt(QPoint(point.x(), y));
    if (spot.row < 0)
        return spot;
    const QList<LiveButton> buttons = buttonsOf(at(spot.row));
    const auto under =
        std::ranges::find_if(buttons, [&](const LiveButton &b) { return b.rect.contains(point); });
    if (under != buttons.end())
        spot.action = under->action;
    return spot;
}

void GridView::setHover(const Spot &spot)
{
    if (spot.isSameAs(m_hover))
        return;
    const Spot before = std::exchange(m_hover, spot);
    const bool isButton = spot.action || (spot.part != HeaderPart::None && spot.part != HeaderPart::Title);
    viewport()->setCursor(isButton ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (spot.group != before.group || spot.part != before.part)
        updateHeaders();
    if (spot.action != before.action) {
        updateRow(before.row);
        updateRow(spot.row);
    }
}

void GridView::mousePressEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    const Spot spot = spotAt(point);
    m_pointer = point;
    m_isKeyboardUsed = false;
    m_goalX = -1;
    m_pressed = spot;
    m_pressPoint = point;
    m_selectsOnRelease = false;
    m_isPressed = event->button() == Qt::LeftButton;
    updateHeaders();
    updateRow(currentIndex().row()); // the ring goes
    if (!m_isPressed || spot.part != HeaderPart::None || spot.action)
        return;
    if (spot.row >= 0) {
        const bool isKept =
            selectionModel()->isSelected(at(spot.row)) && event->modifiers() == Qt::NoModifier;
        m_selectsOnRelease = isKept; // it may be the start of dragging all selected
        if (!isKept)
            clickCell(spot.row, event->modifiers());
        return;
    }
    const bool isAdding = event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier);
    if (!isAdding)
        clearSelection();
    m_bandBase = isAdding ? selectedSpans() : GridSpans();
    m_bandSpans = m_bandBase;
    m_bandRow = std::max(0, m_layout.rowOfLineAt(point.y() + m_top));
    m_bandOffset = {point.x(), point.y() + m_top - m_layout.lineTop(m_bandRow)};
}

void GridView::clickCell(int row, Qt::KeyboardModifiers modifiers)
{
    const QModelIndex index = at(row);
    if (modifiers.testFlag(Qt::ShiftModifier)) {
        const int from = m_rangeStart.isValid() ? m_rangeStart.row() : std::max(0, currentIndex().row());
        selectRange(from, row,
                    modifiers.testFlag(Qt::ControlModifier) ? QItemSelectionModel::Select
                                                            : QItemSelectionModel::ClearAndSelect);
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
        return;
    }
    const bool isToggling = modifiers.testFlag(Qt::ControlModifier);
    selectionModel()->setCurrentIndex(index, isToggling ? QItemSelectionModel::Toggle
                                                        : QItemSelectionModel::ClearAndSelect);
    m_rangeStart = index;
}

void GridView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    m_pointer = point;
    if (!event->buttons().testFlag(Qt::LeftButton) || !m_isPressed) {
        setHover(spotAt(point));
        return;
    }
    const bool isFar = (point - m_pressPoint).manhattanLength() >= QApplication::startDragDistance();
    if (m_pressed.part != HeaderPart::None || m_pressed.action) {
        setHover(spotAt(point));
    } else if (m_isBanding) {
        moveBand();
    } else if (isFar && m_pressed.row >= 0) {
        m_isPressed = false;
        m_selectsOnRelease = false;
        startDrag(Qt::CopyAction);
    } else if (isFar) {
        m_isBanding = true;
        m_bandTimer.start();
        moveBand();
    }
}

/// Follows the pointer, also beyond the edges, where the view scrolls along. Only the rows that come and go
/// are told to the selection: it would compare all ranges with all others.
void GridView::moveBand()
{
    const QPoint point = m_pointer;
    const int beyond = point.y() < 0 ? point.y() : std::max(0, point.y() - viewport()->height());
    if (beyond != 0)
        verticalScrollBar()->setValue(m_top + beyond / 4);
    m_bandRow = std::min(m_bandRow, std::max(0, m_layout.rowCount() - 1));
    keepingSight([this] { m_layout.reveal(m_bandRow); });
    const QPoint from(m_bandOffset.x(), m_layout.lineTop(m_bandRow) + m_bandOffset.y());
    m_band = QRect(from, point + QPoint(0, m_top)).normalized();
    const GridSpans spans = unitedSpans(m_layout.spansIn(m_band), m_bandBase);
    const GridSpans gone = subtractedSpans(m_bandSpans, spans);
    const GridSpans come = subtractedSpans(spans, m_bandSpans);
    m_bandSpans = spans;
    if (!gone.isEmpty())
        selectionModel()->select(selectionOf(*model(), gone), QItemSelectionModel::Deselect);
    if (!come.isEmpty())
        selectionModel()->select(selectionOf(*model(), come), QItemSelectionModel::Select);
    viewport()->update();
}

void GridView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const Spot spot = spotAt(event->position().toPoint());
    const bool wasPressed = std::exchange(m_isPressed, false);
    m_bandTimer.stop();
    if (std::exchange(m_isBanding, false)) {
        m_bandBase.clear();
        m_bandSpans.clear();
        viewport()->update();
        return;
    }
    if (m_selectsOnRelease && spot.row == m_pressed.row)
        clickCell(spot.row, Qt::NoModifier);
    m_selectsOnRelease = false;
    updateHeaders();
    if (wasPressed && spot.isSameAs(m_pressed))
        release(spot);
}

/// A header part or a live cell's button was clicked.
void GridView::release(const Spot &spot)
{
    if (spot.action) {
        Q_EMIT jobActionRequested(at(spot.row).data(models::JobIdRole).toLongLong(), *spot.action);
        return;
    }
    switch (spot.part) {
    case HeaderPart::None:
        return;
    case HeaderPart::Title:
        return selectGroup(spot.groupRow);
    case HeaderPart::RunAgain:
        Q_EMIT batchRunAgainRequested(spot.group);
        return;
    case HeaderPart::Cancel:
        Q_EMIT batchCancelRequested(spot.group);
        return;
    case HeaderPart::More:
        break;
    }
    const QRect part = headerRect(spot.group, HeaderPart::More);
    Q_EMIT batchMenuRequested(spot.group, viewport()->mapToGlobal(part.bottomLeft() + QPoint(0, 2)));
}

void GridView::selectGroup(int row)
{
    if (row < 0)
        return;
    const GridSpan span = m_layout.groupOf(row);
    selectRange(span.first, span.last, QItemSelectionModel::ClearAndSelect);
    selectionModel()->setCurrentIndex(at(span.first), QItemSelectionModel::NoUpdate);
    m_rangeStart = at(span.first);
}

void GridView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const Spot spot = spotAt(event->position().toPoint());
    const bool isTool = spot.part != HeaderPart::None || spot.action;
    if (event->button() != Qt::LeftButton || isTool || spot.row < 0)
        return mousePressEvent(event);
    if (event->modifiers() == Qt::NoModifier)
        Q_EMIT opened(at(spot.row));
}

void GridView::wheelEvent(QWheelEvent *event)
{
    if (!event->modifiers().testFlag(Qt::ControlModifier))
        return QAbstractItemView::wheelEvent(event);
    m_wheel += event->angleDelta().y();
    const int notches = m_wheel / gridWheelNotch;
    m_wheel -= notches * gridWheelNotch;
    setCellWidth(m_cellWidth + notches * widthStep);
    event->accept();
}

void GridView::contextMenuEvent(QContextMenuEvent *event)
{
    event->accept();
    if (event->reason() != QContextMenuEvent::Mouse) {
        const QRect rect = visualRect(currentIndex());
        Q_EMIT contextMenuRequested(viewport()->mapToGlobal(rect.isValid() ? rect.center() : QPoint(16, 16)));
        return;
    }
    const Spot spot = spotAt(event->pos());
    if (spot.part != HeaderPart::None && grouping() == models::Grouping::Job) {
        Q_EMIT batchMenuRequested(spot.group, event->globalPos());
        return;
    }
    if (spot.part != HeaderPart::None)
        selectGroup(spot.groupRow);
    if (spot.row >= 0 && !selectionModel()->isSelected(at(spot.row)))
        clickCell(spot.row, Qt::NoModifier);
    Q_EMIT contextMenuRequested(event->globalPos());
}

bool GridView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave) {
        m_pointer = QPoint(-1, -1);
        setHover({});
    }
    if (event->type() != QEvent::ToolTip)
        return QAbstractItemView::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const Spot spot = spotAt(help->pos());
    QString text = headerPartText(spot.part);
    if (spot.row >= 0) {
        const StageCell cell = readCell(at(spot.row));
        text = cell.isLive() ? textOf(cell).spoken() : QString();
    }
    QToolTip::showText(help->globalPos(), asPlainToolTip(text), viewport());
    return true;
}

void GridView::focusInEvent(QFocusEvent *event)
{
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        m_isKeyboardUsed = true;
    QAbstractItemView::focusInEvent(event);
    updateRow(currentIndex().row());
}

} // namespace janus::ui
