#include "ui/drawer/logview.h"

#include "ui/drawer/logdelegate.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QScrollBar>

#include <algorithm>

namespace janus::ui {

LogView::LogView(QWidget *parent)
    : QListView(parent)
{
    setItemDelegate(new LogDelegate(this));
    setAccessibleName(tr("Log"));
    setFrameShape(QFrame::NoFrame);
    setUniformItemSizes(true);
    setTabKeyNavigation(false);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this] {
        // A range that grew by itself is no wish to stay behind.
        if (!m_isMoving)
            m_isFollowing = isAtEnd();
    });
}

void LogView::setModel(QAbstractItemModel *model)
{
    if (this->model())
        this->model()->disconnect(this);
    QListView::setModel(model);
    if (!model)
        return;
    connect(model, &QAbstractItemModel::rowsInserted, this, &LogView::follow, Qt::QueuedConnection);
    connect(
        model, &QAbstractItemModel::modelReset, this,
        [this] {
            m_isFollowing = true; // another job
            follow();
        },
        Qt::QueuedConnection);
    follow();
}

bool LogView::isAtEnd() const
{
    return verticalScrollBar()->value() >= verticalScrollBar()->maximum() - 2;
}

void LogView::follow()
{
    if (!m_isFollowing)
        return;
    m_isMoving = true;
    scrollToBottom();
    m_isMoving = false;
}

QString LogView::text() const
{
    if (!model())
        return {};
    QList<int> lines;
    for (const QModelIndex &index : selectionModel()->selectedIndexes())
        lines << index.row();
    std::sort(lines.begin(), lines.end());
    if (lines.size() < 2) {
        lines.clear();
        for (int row = 0; row < model()->rowCount(); ++row)
            lines << row;
    }
    QString text;
    for (const int row : lines)
        text += LogDelegate::lineText(model()->index(row, 0)) + u'\n';
    return text;
}

void LogView::copy()
{
    QGuiApplication::clipboard()->setText(text());
}

void LogView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        copy();
    else
        QListView::keyPressEvent(event);
}

void LogView::resizeEvent(QResizeEvent *event)
{
    m_isMoving = true;
    QListView::resizeEvent(event);
    m_isMoving = false;
    follow();
}

} // namespace janus::ui
