#include "ui/drawer/queueview.h"

#include "models/jobsmodel.h"
#include "ui/drawer/queuedelegate.h"
#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"

#include <QEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace janus::ui {

using models::JobsModel;

namespace {

/// A head of 24 px, its words standing exactly above those of the rows.
class QueueHeader : public QHeaderView
{
public:
    explicit QueueHeader(QWidget *parent)
        : QHeaderView(Qt::Horizontal, parent)
    {
    }

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override
    {
        const Tokens &tokens = tokensOf(this);
        painter->save();
        painter->fillRect(rect, tokens.color.panel);
        paint::edgeLine(painter, rect, Qt::BottomEdge, tokens.color.border);
        painter->setFont(tokens.font.micro);
        painter->setPen(tokens.color.textMuted);
        const Qt::Alignment side = section == JobsModel::NumberColumn ? Qt::AlignRight : Qt::AlignLeft;
        const QRect words = rect.adjusted(8, 0, -8, 0);
        const QString text = model()->headerData(section, Qt::Horizontal).toString();
        painter->drawText(words,
                          int(QStyle::visualAlignment(layoutDirection(), side)) | Qt::AlignVCenter |
                              Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(text, Qt::ElideRight, words.width()));
        painter->restore();
    }
};

} // namespace

QueueView::QueueView(QWidget *parent)
    : QTreeView(parent)
{
    auto *delegate = new QueueDelegate(this);
    setItemDelegate(delegate);
    setHeader(new QueueHeader(this));
    setAccessibleName(tr("Queue"));
    setFrameShape(QFrame::NoFrame);
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setItemsExpandable(false);
    setAllColumnsShowFocus(true);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setSelectionMode(ExtendedSelection);
    setSelectionBehavior(SelectRows);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTextElideMode(Qt::ElideRight);
    header()->setSectionsMovable(false);
    header()->setStretchLastSection(false);
    header()->setMinimumSectionSize(24);
    connect(delegate, &QueueDelegate::cancelClicked, this, &QueueView::cancel);
    restyle();
}

void QueueView::changeEvent(QEvent *event)
{
    QTreeView::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        restyle();
}

void QueueView::restyle()
{
    header()->setFixedHeight(tokensOf(this).scaled(24));
    layOutColumns();
}

void QueueView::setModel(QAbstractItemModel *model)
{
    QTreeView::setModel(model);
    layOutColumns();
}

QList<JobId> QueueView::selectedJobs() const
{
    QList<JobId> jobs;
    if (!selectionModel())
        return jobs;
    for (const QModelIndex &row : selectionModel()->selectedRows())
        jobs << row.data(JobsModel::JobIdRole).toLongLong();
    return jobs;
}

void QueueView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Delete && event->key() != Qt::Key_Backspace) {
        QTreeView::keyPressEvent(event);
        return;
    }
    if (event->isAutoRepeat() || !selectionModel())
        return;
    QModelIndexList rows = selectionModel()->selectedRows();
    if (rows.isEmpty() && currentIndex().isValid())
        rows << currentIndex();
    // Cancelling may move rows at once.
    const QList<QPersistentModelIndex> kept(rows.begin(), rows.end());
    for (const QPersistentModelIndex &row : kept)
        cancel(row);
}

void QueueView::cancel(const QModelIndex &index)
{
    const QModelIndex row = index.siblingAtColumn(0);
    if (row.data(JobsModel::CanCancelRole).toBool())
        Q_EMIT cancelRequested(row.data(JobsModel::JobIdRole).toLongLong());
}

void QueueView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    viewport()->update();
    if (current.isValid() && current.row() != previous.row())
        Q_EMIT jobChosen(current.siblingAtColumn(0).data(JobsModel::JobIdRole).toLongLong());
}

void QueueView::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    layOutColumns();
}

/// The prompt takes what the others leave. A narrow drawer gives up detail, then seed.
void QueueView::layOutColumns()
{
    if (!model() || model()->columnCount() < JobsModel::ColumnCount)
        return;
    const Tokens &tokens = tokensOf(this);
    const int all = viewport()->width();
    header()->setSectionResizeMode(QHeaderView::Fixed);
    const int seed = tokens.scaled(all < 1000 ? 120 : 170);
    const int state = tokens.scaled(160);
    const int detail = all < 700 ? tokens.scaled(130) : std::max(tokens.scaled(150), all / 5);
    const int number = tokens.scaled(48);
    header()->resizeSection(JobsModel::NumberColumn, number);
    header()->resizeSection(JobsModel::StateColumn, state);
    header()->resizeSection(JobsModel::DetailColumn, detail);
    header()->resizeSection(JobsModel::SeedColumn, seed);
    header()->resizeSection(JobsModel::PromptColumn,
                            std::max(tokens.scaled(80), all - number - state - detail - seed));
}

void QueueView::drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QTreeView::drawRow(painter, option, index);
    const bool focused = hasFocus() && currentIndex().row() == index.row() &&
                         window()->testAttribute(Qt::WA_KeyboardFocusChange);
    if (!focused)
        return;
    const Tokens &tokens = tokensOf(this);
    paint::box(painter, option.rect,
               {.line = tokens.color.focusRing, .lineWidth = qreal(tokens.size.focusWidth)});
}

} // namespace janus::ui
