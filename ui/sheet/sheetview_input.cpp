#include "ui/sheet/sheetview.h"

#include "ui/kit/announce.h"
#include "ui/stage/livecellpainter.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>

// The sheet in the hands of mouse and keyboard.

namespace janus::ui {

using library::CellState;

namespace {

constexpr double sizeStep = 1.15; ///< of one notch of the wheel

bool isLetter(const QKeyEvent *event)
{
    const QString text = event->text();
    return !text.isEmpty() && text.at(0).isPrint() && text.at(0) != u' ' &&
           !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
}

} // namespace

QRect SheetView::buttonRect(const QModelIndex &index, CellAction action) const
{
    const SheetCell cell = readSheetCell(index);
    if (!index.isValid() || cell.hasPicture() || cell.state == CellState::Empty)
        return {};
    const LiveText text = sheetCellText(cell, QDateTime::currentDateTimeUtc(), m_usual);
    for (const LiveButton &button : liveButtons(tokensOf(this), text, boxRect(index), cell.shown.state)) {
        if (button.action == action)
            return button.rect;
    }
    return {};
}

std::optional<CellAction> SheetView::actionAt(const QModelIndex &index, const QPoint &place) const
{
    const SheetCell cell = readSheetCell(index);
    if (!index.isValid() || cell.hasPicture() || cell.state == CellState::Empty)
        return std::nullopt;
    const LiveText text = sheetCellText(cell, QDateTime::currentDateTimeUtc(), m_usual);
    for (const LiveButton &button : liveButtons(tokensOf(this), text, boxRect(index), cell.shown.state)) {
        if (button.rect.contains(place))
            return button.action;
    }
    return std::nullopt;
}

void SheetView::setHovered(const QModelIndex &index, std::optional<CellAction> action)
{
    if (index == m_hovered && action == m_hoveredAction)
        return;
    if (m_hovered.isValid())
        viewport()->update(visualRect(m_hovered));
    m_hovered = index;
    m_hoveredAction = action;
    if (index.isValid())
        viewport()->update(visualRect(index));
    placeTools();
}

void SheetView::mousePressEvent(QMouseEvent *event)
{
    m_isKeyboardUsed = false;
    const QModelIndex index = indexAt(event->position().toPoint());
    m_pressed = event->button() == Qt::LeftButton && actionAt(index, event->position().toPoint())
                    ? index
                    : QModelIndex();
    QTableView::mousePressEvent(event);
    viewport()->update();
}

void SheetView::mouseReleaseEvent(QMouseEvent *event)
{
    QTableView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    const QModelIndex pressed = std::exchange(m_pressed, {});
    if (!pressed.isValid() || pressed != index || event->button() != Qt::LeftButton)
        return;
    const std::optional<CellAction> action = actionAt(index, event->position().toPoint());
    if (action == CellAction::TryAgain)
        Q_EMIT retryRequested(index);
    else if (action)
        Q_EMIT jobActionRequested(readSheetCell(index).shown.job, *action);
}

void SheetView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint place = event->position().toPoint();
    const QModelIndex index = indexAt(place);
    setHovered(index, actionAt(index, place));
    if (event->buttons() == Qt::NoButton)
        QTableView::mouseMoveEvent(event); // dragging would select as it goes
}

void SheetView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && readSheetCell(index).hasPicture())
        Q_EMIT opened(index);
}

bool SheetView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave)
        setHovered({}, {});
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const SheetCell cell = readSheetCell(indexAt(help->pos()));
        // Narrow cells have no room for their words.
        const bool speaks = cell.state != CellState::Empty && !cell.hasPicture();
        const QString words =
            speaks ? sheetCellText(cell, QDateTime::currentDateTimeUtc(), m_usual).spoken() : QString();
        QToolTip::showText(help->globalPos(), words.toHtmlEscaped(), this);
        return true;
    }
    return QTableView::viewportEvent(event);
}

void SheetView::contextMenuEvent(QContextMenuEvent *event)
{
    QPoint place = event->globalPos();
    if (event->reason() == QContextMenuEvent::Keyboard)
        place = viewport()->mapToGlobal(visualRect(currentIndex()).center());
    else if (const QModelIndex index = indexAt(viewport()->mapFromGlobal(place)); index.isValid())
        setCurrentIndex(index);
    else
        return;
    Q_EMIT contextMenuRequested(place);
}

void SheetView::wheelEvent(QWheelEvent *event)
{
    if (!(event->modifiers() & Qt::ControlModifier)) {
        QTableView::wheelEvent(event);
        return;
    }
    const int notches = event->angleDelta().y();
    if (notches != 0)
        setCellWidth(qRound(m_cellWidth * (notches > 0 ? sizeStep : 1 / sizeStep)));
    event->accept();
}

void SheetView::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    viewport()->update();
    placeTools();
}

void SheetView::focusOutEvent(QFocusEvent *event)
{
    QTableView::focusOutEvent(event);
    viewport()->update();
    placeTools();
}

/// The single letters of the stage are keys of their own.
void SheetView::keyboardSearch(const QString &) {}

void SheetView::keyPressEvent(QKeyEvent *event)
{
    m_isKeyboardUsed = true;
    setHovered({}, {}); // the tools go to the keyboard's cell
    if (const std::optional<MarkWish> wish = markOfKey(event);
        wish && readSheetCell(currentIndex()).hasPicture())
        return mark(*wish);
    if (actByKey(event)) {
        event->accept();
        return;
    }
    if (isLetter(event) || event->key() == Qt::Key_Space || event->key() == Qt::Key_Escape)
        return event->ignore();
    QTableView::keyPressEvent(event);
    viewport()->update(visualRect(currentIndex()));
    placeTools();
}

bool SheetView::actByKey(const QKeyEvent *event)
{
    const QModelIndex index = currentIndex();
    const SheetCell cell = readSheetCell(index);
    const Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const int key = event->key();
    if (modifiers == Qt::ControlModifier && (key == Qt::Key_Plus || key == Qt::Key_Equal))
        return setCellWidth(qRound(m_cellWidth * sizeStep)), true;
    if (modifiers == Qt::ControlModifier && key == Qt::Key_Minus)
        return setCellWidth(qRound(m_cellWidth / sizeStep)), true;
    if (modifiers == Qt::ControlModifier && (key == Qt::Key_PageUp || key == Qt::Key_PageDown)) {
        Q_EMIT pageStepped(key == Qt::Key_PageUp ? -1 : 1);
        return true;
    }
    if (modifiers == Qt::ShiftModifier && key == Qt::Key_R && cell.hasPicture()) {
        if (!event->isAutoRepeat())
            Q_EMIT toolChosen(HoverTools::Tool::Reroll, index);
        return true;
    }
    if (modifiers != Qt::NoModifier)
        return false;
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        if (cell.hasPicture())
            Q_EMIT opened(index);
        else if (cell.isToRetry() && !event->isAutoRepeat())
            Q_EMIT retryRequested(index);
        return true;
    }
    if (key == Qt::Key_L && cell.hasPicture()) {
        if (!event->isAutoRepeat())
            Q_EMIT toolChosen(HoverTools::Tool::Centre, index);
        return true;
    }
    return false;
}

void SheetView::mark(const MarkWish &wish)
{
    const SheetCell cell = readSheetCell(currentIndex());
    const MarkWish meant = toggled(wish, cell.shown.marks);
    requestMark(this, {cell.shown.picture}, meant);
    announce(this, wordsOf(meant));
}

} // namespace janus::ui
