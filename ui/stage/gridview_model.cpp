#include "models/stageroles.h"
#include "ui/kit/announce.h"
#include "ui/kit/pill.h"
#include "ui/stage/gridview.h"
#include "ui/stage/rolerows.h"

#include <algorithm>

#include <QAccessible>
#include <QScrollBar>

// How the grid follows its model: what arrives, goes and changes, and how the sight stays still meanwhile.

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostFadesAtOnce = 16; ///< more new pictures than this simply appear
constexpr int pillTop = 10;

} // namespace

void GridView::setModel(QAbstractItemModel *newModel)
{
    if (model())
        model()->disconnect(this);
    m_layout.reset(0);
    m_rows = dynamic_cast<models::StageRows *>(newModel);
    m_roleRows = newModel && !m_rows ? std::make_unique<RoleRows>(*newModel) : nullptr;
    if (m_roleRows)
        m_rows = m_roleRows.get();
    m_layout.setRows(m_rows);
    m_toldBox = {};
    QAbstractItemView::setModel(newModel);
    if (!newModel)
        return;
    connect(newModel, &QAbstractItemModel::rowsRemoved, this, &GridView::onRowsRemoved);
    connect(newModel, &QAbstractItemModel::layoutChanged, this, &GridView::onLayoutChanged);
    connect(newModel, &QAbstractItemModel::rowsMoved, this, &GridView::onLayoutChanged);
    connect(newModel, &QObject::destroyed, this, [this] {
        m_layout.reset(0);
        m_rows = nullptr;
    });
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
    m_isBanding = false;
    m_anchor.reset();
    m_rangeStart = QPersistentModelIndex();
    m_selected.reset();
    m_toldRows = {-1, -1};
    setNewAbove(0);
    m_layout.reset(0);
    applyMetrics(); // groups may be others now
    m_layout.reset(model() && m_rows ? model()->rowCount() : 0);
    relayout();
    settle(m_layout.pinAtTop());
}

void GridView::onLayoutChanged()
{
    keepAnchor();
    m_selected.reset();
    m_toldRows = {-1, -1};
    m_layout.reset(model()->rowCount());
    relayout();
    restoreAnchor();
}

/// Notes which cell stands where, unless a burst of changes is already being followed or the view is at the
/// top.
void GridView::keepAnchor()
{
    m_anchorTimer.start();
    if (m_anchor || m_top == 0 || m_layout.rowCount() == 0)
        return;
    const GridLayout::Pin pin = sightPin();
    m_anchor = Anchor{pin.row, pin.y};
}

void GridView::restoreAnchor()
{
    if (m_anchor)
        settle({m_anchor->row, m_anchor->y});
    else
        settle(m_layout.pinAtTop());
}

/// The row whose line must not be broken anew by what happens above.
int GridView::pinnedRow() const
{
    return m_anchor && !m_anchor->isLost ? m_anchor->row : -1;
}

void GridView::onScrolled(int value)
{
    if (m_isAdjusting)
        return;
    m_anchor.reset();
    moveSight(value <= 0                                ? m_layout.pinAtTop()
              : value >= verticalScrollBar()->maximum() ? m_layout.pinAtEnd()
                                                        : m_layout.pinAt(value, viewport()->height()),
              value);
}

void GridView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    const int count = end - start + 1;
    keepAnchor();
    m_selected.reset();
    m_toldRows = {-1, -1};
    m_layout.insert(start, count, pinnedRow());
    shiftBand(start, count);
    const bool isAbove = m_anchor && (m_anchor->isLost ? m_anchor->row > start : m_anchor->row >= start);
    if (isAbove) {
        m_anchor->row += count;
        setNewAbove(m_newAbove + (m_anchor->isLost ? 0 : count));
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
    const bool isFlagged = index.data(models::IsFlaggedRole).toBool();
    const QString verdict = isFlagged ? u"flagged"_s : u"not flagged"_s;
    if (grouping() != models::Grouping::Job) {
        announce(this, u"Picture ready, %1"_s.arg(verdict));
        return;
    }
    const GridSpan batch = m_layout.groupOf(row);
    announce(this,
             u"Picture %1 of %2 ready, %3"_s.arg(row - batch.first + 1).arg(batch.count()).arg(verdict));
}

/// The rows of a rubber band follow the model.
void GridView::shiftBand(int first, int count)
{
    if (!m_isBanding)
        return;
    if (first <= m_bandRow)
        m_bandRow = std::max(first, m_bandRow + count);
    m_bandSpans = selectedSpans();
    if (!m_bandBase.isEmpty())
        m_bandBase = m_bandSpans;
}

/// The cells of a job round `nearRow`, in order; they stand side by side.
QList<int> GridView::rowsOfJob(JobId job, int nearRow) const
{
    QList<int> rows;
    const auto isOfJob = [this, job](int row) {
        return row >= 0 && row < m_layout.rowCount() && at(row).data(models::JobIdRole).toLongLong() == job;
    };
    int first = nearRow;
    while (isOfJob(first - 1))
        --first;
    for (int row = first; isOfJob(row); ++row)
        rows.append(row);
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
    m_selected.reset();
    m_toldRows = {-1, -1};
    m_layout.remove(first, count, pinnedRow());
    shiftBand(first, -count);
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
    if (!topLeft.isValid() || !bottomRight.isValid())
        return;
    const int first = topLeft.row();
    const int last = bottomRight.row();
    const QSet<QPersistentModelIndex> live = m_liveSeen;
    for (const QPersistentModelIndex &index : live) {
        if (index.row() >= first && index.row() <= last && isPicture(index.row())) {
            m_liveSeen.remove(index);
            welcome(index.row());
        }
    }
    const auto touches = [&roles](int role) { return roles.isEmpty() || roles.contains(role); };
    if (touches(models::PixelSizeRole) || touches(models::BatchIdRole)) {
        keepAnchor();
        if (m_layout.refresh(first, last, pinnedRow())) {
            relayout();
            restoreAnchor();
            return;
        }
    }
    for (const GridSpan &seen : m_layout.spansIn(visible())) {
        for (int row = std::max(first, seen.first); row <= std::min(last, seen.last); ++row)
            viewport()->update(toViewport(m_layout.cellRect(row)));
    }
    if (touches(models::BatchTitleRole) || touches(models::BatchMetaRole) || touches(models::BatchIsOpenRole))
        updateHeaders();
}

void GridView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QAbstractItemView::currentChanged(current, previous);
    updateRow(previous.row());
    updateRow(current.row());
    updateHeaders();
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
    const int header = grouping() == models::Grouping::Flat ? 0 : m_layout.metrics().header;
    m_pill->move((viewport()->width() - m_pill->width()) / 2, header + pillTop - m_pill->boxRect().top());
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
