#include "ui/stage/gridview.h"

#include "models/stageroles.h"
#include "ui/stage/gridaccessible.h"

#include <algorithm>
#include <cmath>

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
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent); // so that scrolling moves pixels
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

QRect GridView::visible() const
{
    return viewport()->rect().translated(0, m_top);
}

QRect GridView::visualRect(const QModelIndex &index) const
{
    return index.isValid() ? toViewport(m_layout.cellRect(index.row())) : QRect();
}

QModelIndex GridView::indexAt(const QPoint &point) const
{
    const int row = m_layout.rowAt(point + QPoint(0, m_top));
    return row < 0 ? QModelIndex() : at(row);
}

/// The header under a point of the viewport, in viewport coordinates. One that stays at the top hides what is
/// below.
std::optional<GridHeader> GridView::headerAt(const QPoint &point) const
{
    QList<GridHeader> headers = m_layout.headersIn(visible());
    if (const std::optional<GridHeader> stuck = m_layout.stuckHeader(m_top))
        headers.prepend(*stuck);
    for (GridHeader &header : headers) {
        header.rect = toViewport(header.rect);
        if (header.rect.contains(point))
            return header;
    }
    return std::nullopt;
}

QRect GridView::headerRect(qint64 group, HeaderPart part) const
{
    QList<GridHeader> headers = m_layout.headersIn(visible());
    if (const std::optional<GridHeader> stuck = m_layout.stuckHeader(m_top))
        headers.prepend(*stuck);
    const auto found = std::ranges::find(headers, group, &GridHeader::group);
    if (found == headers.end())
        return {};
    return headerPartRect(tokensOf(this), toViewport(found->rect), part, contentOf(*found).hasTools);
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
    const int row = index.row();
    keepingSight([this, row] { m_layout.reveal(row); });
    QRect rect = m_layout.matRect(row).adjusted(0, -4, 0, 4);
    const int lineTop = m_layout.lineTop(row); // the first line brings its header into sight
    const bool isUnderHeader = lineTop == m_layout.boxRect(row).top() && m_rows->rowShape(row).group != 0;
    rect.setTop(std::min(rect.top(), lineTop));
    if (isUnderHeader)
        rect.setTop(rect.top() - m_layout.metrics().header);
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
    if (value == m_top)
        return;
    m_anchor.reset();
    moveSight({row, m_layout.cellRect(row).top() - value}, value);
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

void GridView::setSquares(bool squares)
{
    if (squares == m_hasSquares)
        return;
    keepAnchor();
    m_hasSquares = squares;
    relayout();
    restoreAnchor();
    Q_EMIT squaresChanged(squares);
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
void GridView::applyMetrics()
{
    const Tokens &tokens = tokensOf(this);
    const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, verticalScrollBar());
    GridMetrics metrics;
    metrics.look = grouping() == models::Grouping::Job ? GridLook::Columns
                   : m_hasSquares                      ? GridLook::Squares
                                                       : GridLook::Proportions;
    metrics.width = std::max(0, width() - bar);
    metrics.cellSize = m_cellWidth;
    metrics.sidePadding = window()->width() < wideWindow * tokens.textScale ? 12 : 16;
    metrics.header = tokens.size.jobHeader;
    metrics.foot = tokens.size.cellFoot;
    m_layout.setMetrics(metrics);
}

/// restoreAnchor() follows.
void GridView::relayout()
{
    applyMetrics();
    const Tokens &tokens = tokensOf(this);
    if (palette().color(QPalette::Base) != tokens.color.stage) {
        QPalette ground = palette(); // what the scroll bar stands on
        ground.setColor(QPalette::Base, tokens.color.stage);
        ground.setColor(QPalette::Window, tokens.color.stage);
        setPalette(ground);
    }
    viewport()->update();
}

/// What to hold on to so that nothing in sight moves. The very top stays the very top.
GridLayout::Pin GridView::sightPin() const
{
    return m_top <= 0 ? m_layout.pinAtTop() : m_layout.pinAt(m_top, viewport()->height());
}

/// Lays out what is in sight and sets the scroll bar to where that turned out to be.
void GridView::settle(const GridLayout::Pin &pin)
{
    m_top = m_layout.settle(pin, viewport()->height());
    updateGeometries();
}

void GridView::updateGeometries()
{
    const int height = viewport()->height();
    QScrollBar *bar = verticalScrollBar();
    const bool wasAdjusting = std::exchange(m_isAdjusting, true);
    bar->setSingleStep(tokensOf(this).scaled(32));
    bar->setPageStep(std::max(1, height));
    bar->setRange(0, std::max(0, m_layout.contentHeight() - height));
    bar->setValue(m_top);
    m_isAdjusting = wasAdjusting;
    QAbstractItemView::updateGeometries();
    placePill();
}

/// Brings a row to a height in the view, as the hand or the keyboard wants it; the top comes near `toward`.
void GridView::moveSight(const GridLayout::Pin &pin, int toward)
{
    const bool isJump = std::abs(toward - m_top) >= viewport()->height();
    const bool wasLaidOut = m_layout.isLaidOut(pin.row);
    const int before = m_layout.cellRect(pin.row).top() - m_top;
    if (isJump)
        m_layout.forget();
    settle(pin);
    const int moved = m_layout.cellRect(pin.row).top() - m_top - before;
    if (!isJump && wasLaidOut && std::abs(moved) < viewport()->height())
        scrollPixels(moved);
    else
        viewport()->update();
    if (m_top == 0)
        setNewAbove(0);
    setHover(spotAt(m_pointer));
}

/// Moves what is painted and paints what comes into sight; what stays where it is is painted as well.
void GridView::scrollPixels(int dy)
{
    if (dy == 0)
        return;
    const qreal devicePixels = dy * devicePixelRatioF();
    if (m_isBanding || devicePixels != std::round(devicePixels)) {
        viewport()->update();
        return;
    }
    viewport()->scroll(0, dy);
    if (!m_isHeaderStuck && !m_layout.stuckHeader(m_top))
        return;
    const QRect strip(0, 0, viewport()->width(), m_layout.metrics().header);
    viewport()->update(strip);
    viewport()->update(strip.translated(0, dy));
}

void GridView::updateRow(int row)
{
    if (row >= 0)
        viewport()->update(
            toViewport(m_layout.matRect(row)).adjusted(-cellMargin, -cellMargin, cellMargin, cellMargin));
}

void GridView::updateHeaders()
{
    for (const GridHeader &header : m_layout.headersIn(visible()))
        viewport()->update(toViewport(header.rect));
    if (m_isHeaderStuck)
        viewport()->update(0, 0, viewport()->width(), m_layout.metrics().header);
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

/// The pixels are moved where it is known how far what is in sight moved: the scroll bar also moves when
/// estimates become exact.
void GridView::scrollContentsBy(int, int) {}

const GridSpans &GridView::selectedSpans() const
{
    if (!m_selected)
        m_selected = spansOf(selectionModel()->selection());
    return *m_selected;
}

void GridView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    m_selected.reset();
    QAbstractItemView::selectionChanged(selected, deselected);
}

void GridView::setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags flags)
{
    const QRect area = rect.normalized().translated(0, m_top);
    selectionModel()->select(selectionOf(*model(), m_layout.spansIn(area)), flags);
}

QRegion GridView::visualRegionForSelection(const QItemSelection &selection) const
{
    QRegion region;
    const GridSpans spans = spansOf(selection);
    const QList<int> seen = m_layout.rowsIn(visible().adjusted(0, -cellMargin, 0, cellMargin));
    for (const int row : seen) {
        if (spansContain(spans, row))
            region +=
                toViewport(m_layout.matRect(row)).adjusted(-cellMargin, -cellMargin, cellMargin, cellMargin);
    }
    return region;
}

} // namespace janus::ui
