#include "models/stageroles.h"
#include "ui/stage/gridview.h"

#include <algorithm>

#include <QDrag>
#include <QKeyEvent>
#include <QMimeData>
#include <QScrollBar>
#include <QUrl>

// The grid in the hands of the keyboard, and what is dragged out of it.

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int dragPreview = 96; ///< longest side of the picture under the pointer while dragging

} // namespace

std::optional<GridView::CursorAction> GridView::cursorActionOf(int key)
{
    switch (key) {
    case Qt::Key_Left:
        return MoveLeft;
    case Qt::Key_Right:
        return MoveRight;
    case Qt::Key_Up:
        return MoveUp;
    case Qt::Key_Down:
        return MoveDown;
    case Qt::Key_Home:
        return MoveHome;
    case Qt::Key_End:
        return MoveEnd;
    case Qt::Key_PageUp:
        return MovePageUp;
    case Qt::Key_PageDown:
        return MovePageDown;
    default:
        return std::nullopt;
    }
}

bool GridView::isVertical(CursorAction action)
{
    return action == MoveUp || action == MoveDown || action == MovePageUp || action == MovePageDown;
}

QModelIndex GridView::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    const int last = m_layout.rowCount() - 1;
    if (last < 0)
        return {};
    const int row = currentIndex().row();
    if (row < 0) {
        const QList<int> seen = m_layout.rowsIn(visible());
        return at(action == MoveEnd ? last : seen.isEmpty() ? 0 : seen.first());
    }
    const int column = m_goalColumn >= 0 ? m_goalColumn : m_layout.columnOf(row);
    const int page = std::max(1, viewport()->height() - m_layout.metrics().header);
    const int middle = m_layout.pictureRect(row).center().y();
    int to = row;
    switch (action) {
    case MoveLeft:
    case MovePrevious:
        to = std::max(0, row - 1);
        break;
    case MoveRight:
    case MoveNext:
        to = std::min(last, row + 1);
        break;
    case MoveUp:
        to = m_layout.rowInNextLine(row, -1, column);
        break;
    case MoveDown:
        to = m_layout.rowInNextLine(row, +1, column);
        break;
    case MovePageUp:
        to = std::min(m_layout.rowNear(column, middle - page), m_layout.rowInNextLine(row, -1, column));
        break;
    case MovePageDown:
        to = std::max(m_layout.rowNear(column, middle + page), m_layout.rowInNextLine(row, +1, column));
        break;
    case MoveHome:
        to = 0;
        break;
    case MoveEnd:
        to = last;
        break;
    }
    return at(to);
}

void GridView::keyPressEvent(QKeyEvent *event)
{
    event->setAccepted(true);
    if (!moveByKey(event))
        actByKey(event);
}

bool GridView::moveByKey(QKeyEvent *event)
{
    const std::optional<CursorAction> action = cursorActionOf(event->key());
    if (!action || event->modifiers().testFlag(Qt::AltModifier))
        return false;
    m_isKeyboardUsed = true;
    const QModelIndex from = currentIndex();
    const int goal = m_goalColumn >= 0 ? m_goalColumn : m_layout.columnOf(from.row());
    const QModelIndex to = moveCursor(*action, event->modifiers());
    if (!to.isValid())
        return true;
    moveTo(to, event->modifiers());
    m_goalColumn = isVertical(*action) ? goal : -1;
    return true;
}

/// Ctrl moves the ring alone, Shift selects from where the range began, both add that range.
void GridView::moveTo(const QModelIndex &index, Qt::KeyboardModifiers modifiers)
{
    const bool isRange = modifiers.testFlag(Qt::ShiftModifier);
    const bool isAdding = modifiers.testFlag(Qt::ControlModifier);
    if (isRange) {
        if (!m_rangeStart.isValid())
            m_rangeStart = currentIndex().isValid() ? currentIndex() : index;
        selectRange(m_rangeStart.row(), index.row(),
                    isAdding ? QItemSelectionModel::Select : QItemSelectionModel::ClearAndSelect);
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
    } else if (isAdding) {
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
    } else {
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
        m_rangeStart = index;
    }
    scrollTo(index);
    viewport()->update();
}

void GridView::selectRange(int from, int to, QItemSelectionModel::SelectionFlags flags)
{
    const auto [low, high] = std::minmax(from, to);
    selectionModel()->select(QItemSelection(at(low), at(high)), flags);
}

void GridView::actByKey(QKeyEvent *event)
{
    const QModelIndex current = currentIndex();
    const Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const bool isPlain = modifiers == Qt::NoModifier;
    const int key = event->key();
    const bool isOpening = key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_E;
    m_isKeyboardUsed = true;
    if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (isPlain && isOpening && current.isValid()) {
        Q_EMIT opened(current);
    } else if (isPlain && key == Qt::Key_Space && current.isValid()) {
        Q_EMIT quickViewRequested(current);
    } else if (modifiers == Qt::ControlModifier && key == Qt::Key_Space && current.isValid()) {
        selectionModel()->select(current, QItemSelectionModel::Toggle);
        m_rangeStart = current;
    } else {
        event->ignore();
    }
    viewport()->update();
}

std::unique_ptr<QMimeData> GridView::dragData() const
{
    QList<QUrl> files;
    QStringList prompts;
    QByteArray ids;
    QModelIndexList chosen = selectionModel()->selectedIndexes();
    std::ranges::sort(chosen, {}, [](const QModelIndex &index) { return index.row(); });
    for (const QModelIndex &index : chosen) {
        const QVariant value = index.data(models::PictureRole);
        if (!value.canConvert<Picture>())
            continue;
        const auto picture = value.value<Picture>();
        if (picture.file.isEmpty())
            continue;
        files += QUrl::fromLocalFile(picture.file);
        ids += QByteArray::number(picture.id) + '\n';
        const QString prompt = index.data(models::PromptRole).toString();
        if (!prompts.contains(prompt))
            prompts += prompt;
    }
    if (files.isEmpty())
        return nullptr;
    auto mime = std::make_unique<QMimeData>();
    mime->setUrls(files);
    mime->setText(prompts.join(u'\n'));
    mime->setData(QString::fromLatin1(pictureIdsMime), ids);
    return mime;
}

void GridView::startDrag(Qt::DropActions)
{
    std::unique_ptr<QMimeData> mime = dragData();
    if (!mime)
        return;
    auto *drag = new QDrag(this); // owned and deleted by Qt's drag manager
    drag->setMimeData(mime.release());
    const QPixmap thumbnail = currentIndex().data(Qt::DecorationRole).value<QPixmap>();
    if (!thumbnail.isNull()) {
        const qreal ratio = devicePixelRatioF();
        QPixmap preview = thumbnail.scaled(QSize(dragPreview, dragPreview) * ratio, Qt::KeepAspectRatio,
                                           Qt::SmoothTransformation);
        preview.setDevicePixelRatio(ratio);
        drag->setPixmap(preview);
        drag->setHotSpot(QPoint(8, 8));
    }
    drag->exec(Qt::CopyAction); // the only way to drag in Qt; returns when the mouse is released
}

} // namespace janus::ui
