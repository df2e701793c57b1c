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

GridView::Spot GridView::spotAt(const QPoint &point) const
{
    Spot spot;
    const int y = point.y() + verticalOffset();
    const int batch = m_layout.batchAt(y);
    if (batch < 0 || !viewport()->rect().contains(point) || y > m_layout.contentHeight())
        return spot;
    const GridBatch &span = m_layout.batches()[size_t(batch)];
    spot.batch = span.id;
    const QRect header = toViewport(m_layout.headerRect(batch));
    if (header.contains(point)) {
        const bool isOpen = at(span.firstRow).data(models::BatchIsOpenRole).toBool();
        spot.part = headerPartAt(tokensOf(this), header, isOpen, point);
        return spot;
    }
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
    if (spot == m_hover)
        return;
    const bool isVisibleChange =
        spot.batch != m_hover.batch || spot.part != m_hover.part || spot.action != m_hover.action;
    m_hover = spot;
    const bool isButton = spot.action || (spot.part != HeaderPart::None && spot.part != HeaderPart::Title);
    viewport()->setCursor(isButton ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (isVisibleChange)
        viewport()->update();
}

void GridView::mousePressEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    const Spot spot = spotAt(point);
    m_pointer = point;
    m_isKeyboardUsed = false;
    m_goalColumn = -1;
    m_pressed = spot;
    m_pressPoint = point + QPoint(0, verticalOffset());
    m_selectsOnRelease = false;
    m_isPressed = event->button() == Qt::LeftButton;
    viewport()->update();
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
    m_bandBase = isAdding ? selectionModel()->selection() : QItemSelection();
    if (!isAdding)
        clearSelection();
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
    const QPoint content = point + QPoint(0, verticalOffset());
    const bool isFar = (content - m_pressPoint).manhattanLength() >= QApplication::startDragDistance();
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

/// Follows the pointer, also beyond the edges, where the view scrolls along.
void GridView::moveBand()
{
    const QPoint point = m_pointer;
    const int beyond = point.y() < 0 ? point.y() : std::max(0, point.y() - viewport()->height());
    if (beyond != 0)
        verticalScrollBar()->setValue(verticalOffset() + beyond / 4);
    const QPoint content = point + QPoint(0, verticalOffset());
    m_band = QRect(m_pressPoint, content).normalized();
    QItemSelection selection = selectionOf(m_layout.rowsIn(m_band));
    selection.merge(m_bandBase, QItemSelectionModel::Select);
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
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
        viewport()->update();
        return;
    }
    if (m_selectsOnRelease && spot.row == m_pressed.row)
        clickCell(spot.row, Qt::NoModifier);
    m_selectsOnRelease = false;
    viewport()->update();
    if (wasPressed && spot == m_pressed)
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
        return selectBatch(spot.batch);
    case HeaderPart::RunAgain:
        Q_EMIT batchRunAgainRequested(spot.batch);
        return;
    case HeaderPart::Cancel:
        Q_EMIT batchCancelRequested(spot.batch);
        return;
    case HeaderPart::More:
        break;
    }
    const QRect part = headerRect(spot.batch, HeaderPart::More);
    Q_EMIT batchMenuRequested(spot.batch, viewport()->mapToGlobal(part.bottomLeft() + QPoint(0, 2)));
}

void GridView::selectBatch(BatchId batch)
{
    const int found = m_layout.batchOfId(batch);
    if (found < 0)
        return;
    const GridBatch span = m_layout.batches()[size_t(found)];
    selectRange(span.firstRow, span.lastRow(), QItemSelectionModel::ClearAndSelect);
    selectionModel()->setCurrentIndex(at(span.firstRow), QItemSelectionModel::NoUpdate);
    m_rangeStart = at(span.firstRow);
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
    if (spot.part != HeaderPart::None) {
        Q_EMIT batchMenuRequested(spot.batch, event->globalPos());
        return;
    }
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
    viewport()->update();
}

} // namespace janus::ui
