#include "models/pictureids.h"
#include "models/stageroles.h"
#include "ui/stage/gridview.h"

#include <algorithm>

#include <QDrag>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QUrl>

// The grid in the hands of the keyboard, and what is dragged out of it.

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int dragPreview = 96; ///< longest side of the picture under the pointer while dragging
/// No more files are handed to other programs in one go; asking for them makes the model read each.
constexpr int mostFilesDragged = 2000;

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
    const int x = m_goalX >= 0 ? m_goalX : m_layout.middleOf(row);
    const int page = std::max(1, viewport()->height() - m_layout.metrics().header);
    const auto lineFrom = [this, row, x](int lines) {
        return keepingSight([&] { return m_layout.rowInNextLine(row, lines, x); });
    };
    const auto pageFrom = [this, row, x](int distance) {
        return keepingSight([&] { return m_layout.rowBeyond(row, distance, x); });
    };
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
        to = lineFrom(-1);
        break;
    case MoveDown:
        to = lineFrom(+1);
        break;
    case MovePageUp:
        to = std::min(pageFrom(-page), lineFrom(-1));
        break;
    case MovePageDown:
        to = std::max(pageFrom(+page), lineFrom(+1));
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
    const int from = currentIndex().row();
    if (from >= 0)
        keepingSight([this, from] { m_layout.reveal(from); });
    const int goal = m_goalX >= 0 || from < 0 ? m_goalX : m_layout.middleOf(from);
    const QModelIndex to = moveCursor(*action, event->modifiers());
    if (!to.isValid())
        return true;
    moveTo(to, event->modifiers());
    m_goalX = isVertical(*action) ? goal : -1;
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
    updateRow(index.row());
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
    updateRow(current.row()); // the ring may show from now on
}

std::unique_ptr<QMimeData> GridView::dragData() const
{
    QList<QUrl> files;
    QStringList prompts;
    QByteArray ids;
    int asked = 0;
    for (const GridSpan &span : selectedSpans()) {
        for (int row = span.first; row <= span.last; ++row) {
            const QModelIndex index = at(row);
            const PictureId id = index.data(models::PictureIdRole).toLongLong();
            if (id == 0)
                continue;
            ids += QByteArray::number(id) + '\n';
            if (++asked > mostFilesDragged)
                continue;
            const QVariant value = index.data(models::PictureRole);
            if (!value.canConvert<Picture>() || value.value<Picture>().file.isEmpty())
                continue;
            files += QUrl::fromLocalFile(value.value<Picture>().file);
            const QString prompt = index.data(models::PromptRole).toString();
            if (prompts.isEmpty() || prompts.last() != prompt)
                prompts += prompt;
        }
    }
    if (ids.isEmpty())
        return nullptr;
    prompts.removeDuplicates();
    auto mime = std::make_unique<QMimeData>();
    if (!files.isEmpty())
        mime->setUrls(files);
    if (!prompts.isEmpty())
        mime->setText(prompts.join(u'\n'));
    mime->setData(QString::fromLatin1(models::pictureIdsMime), ids);
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
        const QSize size = thumbnail.size().scaled(QSize(dragPreview, dragPreview), Qt::KeepAspectRatio);
        QPixmap preview(size * ratio);
        preview.setDevicePixelRatio(ratio);
        preview.fill(Qt::transparent);
        QPainter painter(&preview);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawPixmap(QRect(QPoint(), size), thumbnail, thumbnail.rect());
        painter.end();
        drag->setPixmap(preview);
        drag->setHotSpot(QPoint(8, 8));
    }
    drag->exec(Qt::CopyAction); // the only way to drag in Qt; returns when the mouse is released
}

} // namespace janus::ui
