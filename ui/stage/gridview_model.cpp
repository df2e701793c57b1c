#include "models/stageroles.h"
#include "ui/kit/announce.h"
#include "ui/kit/pill.h"
#include "ui/stage/gridview.h"

#include <algorithm>

#include <QAccessible>
#include <QScrollBar>

// How the grid follows its model: what arrives, goes and changes, and how the sight stays still meanwhile.

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostFadesAtOnce = 16; ///< more new pictures than this simply appear
constexpr int pillTop = 10;
constexpr int repaintsSinglyUpTo = 64;

} // namespace

void GridView::setModel(QAbstractItemModel *newModel)
{
    if (model())
        model()->disconnect(this);
    QAbstractItemView::setModel(newModel);
    if (!newModel)
        return;
    connect(newModel, &QAbstractItemModel::rowsRemoved, this, &GridView::onRowsRemoved);
    connect(newModel, &QAbstractItemModel::layoutChanged, this, &GridView::onLayoutChanged);
    connect(newModel, &QAbstractItemModel::rowsMoved, this, &GridView::onLayoutChanged);
}

void GridView::reset()
{
    QAbstractItemView::reset();
    m_counting.clear();
    m_fading.clear();
    m_liveSeen.clear();
    m_hover = {};
    m_pressed = {};
    m_isPressed = false;
    m_anchor.reset();
    m_rangeStart = QPersistentModelIndex();
    setNewAbove(0);
    m_layout.reset(model() ? model()->rowCount() : 0, [this](int row) { return readRow(row); });
    verticalScrollBar()->setValue(0);
    relayout();
}

void GridView::onLayoutChanged()
{
    keepAnchor();
    m_layout.reset(model()->rowCount(), [this](int row) { return readRow(row); });
    relayout();
    restoreAnchor();
}

/// Notes which cell stands where, unless a burst of changes is already being followed or the view is at the
/// top.
void GridView::keepAnchor()
{
    m_anchorTimer.start();
    const QRect seen = visible();
    if (m_anchor || seen.top() == 0 || m_layout.rowCount() == 0)
        return;
    const QList<int> rows = m_layout.rowsIn(seen);
    const int batchAtTop = m_layout.batchAt(seen.top());
    const int row = rows.isEmpty() ? m_layout.batches()[size_t(batchAtTop)].lastRow() : rows.first();
    const GridBatch &batch = m_layout.batches()[size_t(m_layout.batchOfRow(row))];
    m_anchor = Anchor{row, batch.id, row - batch.firstRow, m_layout.cellRect(row).top() - seen.top()};
}

void GridView::restoreAnchor()
{
    if (!m_anchor || m_layout.rowCount() == 0)
        return;
    if (m_anchor->isLost) {
        const int found = m_layout.batchOfId(m_anchor->batch);
        if (found >= 0) {
            const GridBatch &batch = m_layout.batches()[size_t(found)];
            m_anchor->row = batch.firstRow + std::min(m_anchor->place, batch.count - 1);
        }
    }
    const int row = std::clamp(m_anchor->row, 0, m_layout.rowCount() - 1);
    m_isAdjusting = true;
    verticalScrollBar()->setValue(m_layout.cellRect(row).top() - m_anchor->y);
    m_isAdjusting = false;
}

void GridView::onScrolled(int value)
{
    if (!m_isAdjusting)
        m_anchor.reset();
    if (value == 0)
        setNewAbove(0);
    setHover(spotAt(m_pointer));
}

void GridView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    const int count = end - start + 1;
    keepAnchor();
    m_layout.insert(start, count, [this](int row) { return readRow(row); });
    if (m_anchor && !m_anchor->isLost && m_anchor->row >= start) {
        m_anchor->row += count;
        setNewAbove(m_newAbove + count);
    }
    m_counting.clear();
    QAbstractItemView::rowsInserted(parent, start, end);
    relayout();
    restoreAnchor();
    welcomePictures(start, end);
    if (m_succession) {
        const QList<int> rows = rowsOfJob(m_succession->job, start);
        if (m_succession->ordinal < rows.size() && isPicture(rows.at(m_succession->ordinal)))
            takeOver(rows.at(m_succession->ordinal), m_succession->wasSelected);
    }
}

void GridView::welcomePictures(int first, int last)
{
    if (last - first >= mostFadesAtOnce)
        return;
    for (int row = first; row <= last; ++row) {
        if (isPicture(row))
            welcome(row);
    }
}

/// A new picture fades in; who cannot see it come hears it.
void GridView::welcome(int row)
{
    const QModelIndex index = at(row);
    if (tokensOf(this).motion.picture > 0 && isVisible())
        m_fading.insert(index.data(models::PictureIdRole).toLongLong(), Fade());
    const GridBatch &batch = m_layout.batches()[size_t(m_layout.batchOfRow(row))];
    const bool isFlagged = index.data(models::IsFlaggedRole).toBool();
    announce(this, u"Picture %1 of %2 ready, %3"_s.arg(row - batch.firstRow + 1)
                       .arg(batch.count)
                       .arg(isFlagged ? u"flagged"_s : u"not flagged"_s));
}

/// The cells of a job in the batch of `nearRow`, in order.
QList<int> GridView::rowsOfJob(JobId job, int nearRow) const
{
    QList<int> rows;
    const int batch = m_layout.batchOfRow(nearRow);
    if (batch < 0)
        return rows;
    const GridBatch &span = m_layout.batches()[size_t(batch)];
    for (int row = span.firstRow; row <= span.lastRow(); ++row) {
        if (at(row).data(models::JobIdRole).toLongLong() == job)
            rows.append(row);
    }
    return rows;
}

bool GridView::isPicture(int row) const
{
    return at(row).data(models::KindRole).toInt() == int(models::CellKind::Picture);
}

void GridView::takeOver(int row, bool isSelected)
{
    m_succession.reset();
    selectionModel()->setCurrentIndex(at(row), isSelected ? QItemSelectionModel::ClearAndSelect
                                                          : QItemSelectionModel::NoUpdate);
}

/// When the current live cell makes room for its picture, the picture becomes current: the one that then
/// stands in its place, or the one that already stands beside it.
void GridView::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    const QModelIndex current = currentIndex();
    if (current.isValid() && current.row() >= start && current.row() <= end && !isPicture(current.row())) {
        const JobId job = current.data(models::JobIdRole).toLongLong();
        const bool wasSelected = selectionModel()->isSelected(current);
        const QList<int> rows = rowsOfJob(job, current.row());
        const int other = rows.first() == current.row() ? rows.last() : rows.first();
        if (rows.size() == 2 && isPicture(other))
            takeOver(other, wasSelected);
        else
            m_succession = Succession{job, int(rows.indexOf(current.row())), wasSelected};
    }
    QAbstractItemView::rowsAboutToBeRemoved(parent, start, end);
}

void GridView::onRowsRemoved(const QModelIndex &, int first, int last)
{
    const int count = last - first + 1;
    keepAnchor();
    m_layout.remove(first, count);
    m_liveSeen.removeIf([](const QPersistentModelIndex &index) { return !index.isValid(); });
    if (m_anchor && m_anchor->row > last) {
        m_anchor->row -= count;
        setNewAbove(std::max(0, m_newAbove - count));
    } else if (m_anchor && m_anchor->row >= first) {
        m_anchor->isLost = true;
        m_anchor->row = first;
    }
    m_counting.clear();
    m_hover = {};
    relayout();
    restoreAnchor();
}

void GridView::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                           const QList<int> &roles)
{
    const int first = topLeft.row();
    const int last = bottomRight.row();
    for (int row = first; row <= last && !m_liveSeen.isEmpty(); ++row) {
        if (isPicture(row) && m_liveSeen.remove(at(row)))
            welcome(row);
    }
    const bool isShape =
        roles.isEmpty() || roles.contains(models::PixelSizeRole) || roles.contains(models::BatchIdRole);
    if (isShape && topLeft.isValid()) {
        keepAnchor();
        if (m_layout.refresh(first, last, [this](int row) { return readRow(row); })) {
            relayout();
            restoreAnchor();
            return;
        }
    }
    if (last - first >= repaintsSinglyUpTo) {
        viewport()->update();
        return;
    }
    const QRect seen = visible();
    for (int row = first; row <= last; ++row) {
        const QRect cell = m_layout.matRect(row);
        if (cell.intersects(seen))
            viewport()->update(toViewport(cell));
    }
    viewport()->update(toViewport(m_layout.headerRect(m_layout.batchOfRow(first))));
}

void GridView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QAbstractItemView::currentChanged(current, previous);
    viewport()->update();
    if (QAccessible::isActive() && current.isValid() && hasFocus()) {
        QAccessibleEvent event(this, QAccessible::Focus);
        event.setChild(current.row());
        QAccessible::updateAccessibility(&event);
    }
    Q_EMIT currentPictureChanged(current);
}

void GridView::placePill()
{
    if (m_newAbove <= 0) {
        if (m_pill)
            m_pill->hide();
        return;
    }
    if (!m_pill) {
        m_pill = new Pill(u"arrow-up"_s, {}, this);
        connect(m_pill, &QAbstractButton::clicked, this, [this] { scrollToTop(); });
    }
    m_pill->setText(u"%1 new"_s.arg(m_newAbove));
    m_pill->resize(m_pill->sizeHint());
    m_pill->move((viewport()->width() - m_pill->width()) / 2, pillTop - m_pill->boxRect().top());
    m_pill->show();
}

void GridView::setNewAbove(int count)
{
    if (count == m_newAbove)
        return;
    m_newAbove = count;
    placePill();
    Q_EMIT newAboveChanged(count);
}

} // namespace janus::ui
