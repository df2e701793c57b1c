#include "ui/stage/gridview.h"

#include "models/stageroles.h"
#include "ui/stage/gridaccessible.h"

#include <algorithm>

#include <QEvent>
#include <QScrollBar>
#include <QStyle>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int wideWindow = 1200; ///< below, the side padding shrinks
constexpr int cellMargin = 8;    ///< round a cell, what mat and ring need

} // namespace

GridView::GridView(QWidget *parent)
    : QAbstractItemView(parent)
{
    installGridAccessibility();
    setAccessibleName(u"Pictures"_s);
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(ExtendedSelection);
    setSelectionBehavior(SelectRows);
    setEditTriggers(NoEditTriggers);
    setAutoScroll(false);
    setDragEnabled(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    m_anchorTimer.setSingleShot(true);
    m_secondTimer.setInterval(std::chrono::seconds(1));
    m_secondTimer.setTimerType(Qt::PreciseTimer);
    m_fadeTimer.setInterval(std::chrono::milliseconds(16));
    m_bandTimer.setInterval(std::chrono::milliseconds(30));
    connect(&m_anchorTimer, &QTimer::timeout, this, [this] {
        m_anchor.reset();
        m_succession.reset();
    });
    connect(&m_secondTimer, &QTimer::timeout, this, &GridView::onSecond);
    connect(&m_fadeTimer, &QTimer::timeout, this, &GridView::onFade);
    connect(&m_bandTimer, &QTimer::timeout, this, &GridView::moveBand);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &GridView::onScrolled);
}

GridView::~GridView() = default;

QModelIndex GridView::at(int row) const
{
    return model() ? model()->index(row, 0) : QModelIndex();
}

GridRow GridView::readRow(int row) const
{
    const QModelIndex index = at(row);
    return {index.data(models::BatchIdRole).toLongLong(), index.data(models::PixelSizeRole).toSize()};
}

int GridView::verticalOffset() const
{
    return verticalScrollBar()->value();
}

QRect GridView::visible() const
{
    return viewport()->rect().translated(0, verticalOffset());
}

QRect GridView::visualRect(const QModelIndex &index) const
{
    return index.isValid() ? toViewport(m_layout.cellRect(index.row())) : QRect();
}

QModelIndex GridView::indexAt(const QPoint &point) const
{
    const int row = m_layout.rowAt(point + QPoint(0, verticalOffset()));
    return row < 0 ? QModelIndex() : at(row);
}

QRect GridView::headerRect(BatchId batch, HeaderPart part) const
{
    const int index = m_layout.batchOfId(batch);
    if (index < 0)
        return {};
    return headerPartRect(tokensOf(this), toViewport(m_layout.headerRect(index)), part);
}

QList<LiveButton> GridView::buttonsOf(const QModelIndex &index) const
{
    if (!index.isValid() || index.data(models::KindRole).toInt() != int(models::CellKind::Live))
        return {};
    const StageCell cell = readCell(index);
    return liveButtons(tokensOf(this), textOf(cell), toViewport(m_layout.pictureRect(index.row())),
                       cell.state);
}

void GridView::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    if (!index.isValid())
        return;
    QRect rect = m_layout.matRect(index.row()).adjusted(0, -4, 0, 4);
    const int batch = m_layout.batchOfRow(index.row());
    const int place = index.row() - m_layout.batches()[size_t(batch)].firstRow;
    if (place < m_layout.columns())
        rect = rect.united(m_layout.headerRect(batch)); // the first line brings its header into sight
    const QRect seen = visible();
    int value = seen.top();
    if (hint == PositionAtTop)
        value = rect.top();
    else if (hint == PositionAtBottom)
        value = rect.bottom() + 1 - seen.height();
    else if (hint == PositionAtCenter)
        value = rect.center().y() - seen.height() / 2;
    else if (rect.top() < seen.top() || rect.height() > seen.height())
        value = rect.top();
    else if (rect.bottom() > seen.bottom())
        value = rect.bottom() + 1 - seen.height();
    if (value <= m_layout.metrics().topPadding)
        value = 0;
    verticalScrollBar()->setValue(value);
}

void GridView::setCellWidth(int width)
{
    const int wanted = std::clamp(width, smallestCell, largestCell);
    if (wanted == m_cellWidth)
        return;
    keepAnchor();
    m_cellWidth = wanted;
    relayout();
    restoreAnchor();
    Q_EMIT cellWidthChanged(m_cellWidth);
}

void GridView::setUsualTimes(const UsualTimes &usual)
{
    m_usual = usual;
    viewport()->update();
}

LiveText GridView::textOf(const StageCell &cell) const
{
    return liveText(cell, QDateTime::currentDateTimeUtc(), m_usual);
}

/// Takes all lengths anew from the tokens and the window. The place of the scroll bar is always left free, so
/// that its coming and going moves no column.
void GridView::relayout()
{
    const Tokens &tokens = tokensOf(this);
    const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, verticalScrollBar());
    GridMetrics metrics;
    metrics.width = std::max(0, width() - bar);
    metrics.cellWidth = m_cellWidth;
    metrics.sidePadding = window()->width() < wideWindow * tokens.textScale ? 12 : 16;
    metrics.header = tokens.size.jobHeader;
    metrics.foot = tokens.size.cellFoot;
    m_layout.setMetrics(metrics);
    if (palette().color(QPalette::Base) != tokens.color.stage) {
        QPalette ground = palette(); // what the scroll bar stands on
        ground.setColor(QPalette::Base, tokens.color.stage);
        ground.setColor(QPalette::Window, tokens.color.stage);
        setPalette(ground);
    }
    updateGeometries();
    viewport()->update();
}

void GridView::updateGeometries()
{
    const int height = viewport()->height();
    QScrollBar *bar = verticalScrollBar();
    const bool wasAdjusting = std::exchange(m_isAdjusting, true);
    bar->setSingleStep(tokensOf(this).scaled(32));
    bar->setPageStep(std::max(1, height));
    bar->setRange(0, std::max(0, m_layout.contentHeight() - height));
    m_isAdjusting = wasAdjusting;
    QAbstractItemView::updateGeometries();
    placePill();
}

void GridView::resizeEvent(QResizeEvent *event)
{
    keepAnchor();
    QAbstractItemView::resizeEvent(event);
    relayout();
    restoreAnchor();
}

void GridView::changeEvent(QEvent *event)
{
    QAbstractItemView::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange) {
        keepAnchor();
        relayout();
        restoreAnchor();
    }
}

void GridView::scrollContentsBy(int, int)
{
    viewport()->update();
}

QItemSelection GridView::selectionOf(const QList<int> &rows) const
{
    QItemSelection selection;
    for (qsizetype i = 0; i < rows.size();) {
        qsizetype last = i;
        while (last + 1 < rows.size() && rows.at(last + 1) == rows.at(last) + 1)
            ++last;
        selection.select(at(rows.at(i)), at(rows.at(last)));
        i = last + 1;
    }
    return selection;
}

void GridView::setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags flags)
{
    const QRect area = rect.normalized().translated(0, verticalOffset());
    selectionModel()->select(selectionOf(m_layout.rowsIn(area)), flags);
}

QRegion GridView::visualRegionForSelection(const QItemSelection &selection) const
{
    QRegion region;
    const QList<int> seen = m_layout.rowsIn(visible().adjusted(0, -cellMargin, 0, cellMargin));
    for (const int row : seen) {
        if (selection.contains(at(row)))
            region +=
                toViewport(m_layout.matRect(row)).adjusted(-cellMargin, -cellMargin, cellMargin, cellMargin);
    }
    return region;
}

} // namespace janus::ui
