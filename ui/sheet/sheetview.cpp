#include "ui/sheet/sheetview.h"

#include "ui/kit/icon.h"
#include "ui/kit/iconbutton.h"
#include "ui/sheet/sheetheader.h"

#include <algorithm>
#include <array>

#include <QEvent>
#include <QPainter>
#include <QPaintEvent>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QStyledItemDelegate>
#include <QToolButton>

// How the table stands and what it draws. Its hands: sheetview_input.cpp.

namespace janus::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using library::CellState;

namespace {

constexpr int roomBehind = 44; ///< for the button behind the last column, and the one below the last row
constexpr int leastFitted = 96;
constexpr int mostFitted = 384;
constexpr int toolsInset = 6;
constexpr int toolsLeastRoom = 4;
constexpr double tallestCell = 1.6; ///< of its width

} // namespace

/// QTableView asks a delegate for each cell; all of it is painted by the view.
class SheetView::Cells : public QStyledItemDelegate
{
public:
    explicit Cells(SheetView *view)
        : QStyledItemDelegate(view)
        , m_view(view)
    {
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        m_view->paintCell(painter, option.rect, index);
    }

private:
    SheetView *m_view;
};

SheetView::SheetView(QWidget *parent)
    : QTableView(parent)
    , m_columns(new SheetHeader(Qt::Horizontal, this))
    , m_rows(new SheetHeader(Qt::Vertical, this))
    , m_tools(new HoverTools(viewport()))
    , m_addColumn(new IconButton(u"plus"_s, tr("Add columns"), m_columns))
    , m_addRow(new QToolButton(m_rows))
{
    setHorizontalHeader(m_columns);
    setVerticalHeader(m_rows);
    setItemDelegate(new Cells(this));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setWordWrap(false);
    m_corner = findChild<QAbstractButton *>({}, Qt::FindDirectChildrenOnly);
    setTabKeyNavigation(false);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    setAccessibleName(tr("Sheet"));
    m_tools->hide();
    m_addColumn->setCompact(true);
    m_addRow->setText(tr("Row"));
    m_addRow->setAccessibleName(tr("Add rows"));
    m_addRow->setToolTip(tr("Add rows"));
    m_addRow->setIcon(icon(u"plus"_s));
    m_addRow->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_addRow->setAutoRaise(true);
    m_addColumn->hide();
    m_addRow->hide();
    connect(m_addColumn, &QAbstractButton::clicked, this, &SheetView::addColumnRequested);
    connect(m_addRow, &QAbstractButton::clicked, this, &SheetView::addRowRequested);
    connect(m_tools, &HoverTools::chosen, this, [this](HoverTools::Tool tool) {
        const QModelIndex index = m_toolsCell;
        if (index.isValid()) {
            setCurrentIndex(index);
            Q_EMIT toolChosen(tool, index);
        }
    });
    m_fadeTimer.setInterval(16ms);
    connect(&m_fadeTimer, &QTimer::timeout, this, &SheetView::onFade);
    m_secondTimer.setInterval(1s);
    connect(&m_secondTimer, &QTimer::timeout, this, &SheetView::onSecond);
}

SheetView::~SheetView() = default;

void SheetView::setSheet(models::SheetModel *model)
{
    m_sheet = model;
    setModel(model);
    connect(model, &QAbstractItemModel::dataChanged, this, &SheetView::onChanged);
    connect(model, &QAbstractItemModel::modelReset, this, &SheetView::onReset);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved,
                              &QAbstractItemModel::columnsInserted, &QAbstractItemModel::columnsRemoved})
        connect(model, signal, this, &SheetView::layOut);
    connect(model, &QAbstractItemModel::headerDataChanged, this, &SheetView::layOut);
    connect(model, &models::SheetModel::sheetChanged, this, &SheetView::layOut);
    connect(model, &models::SheetModel::progressChanged, m_rows->viewport(), qOverload<>(&QWidget::update));
    onReset();
}

QAbstractButton *SheetView::addColumnButton() const
{
    return m_addColumn;
}

QAbstractButton *SheetView::addRowButton() const
{
    return m_addRow;
}

void SheetView::setMayAddRows(bool may)
{
    m_mayAddRows = may;
    placeAdders();
}

void SheetView::setCellWidth(int width)
{
    m_isFitting = false;
    resizeCells(width);
}

void SheetView::setFitting(bool fits)
{
    m_isFitting = fits;
    layOut();
}

void SheetView::resizeCells(int width)
{
    width = std::clamp(width, smallestCell, largestCell);
    if (width == m_cellWidth)
        return;
    m_cellWidth = width;
    layOut();
    if (currentIndex().isValid())
        scrollTo(currentIndex());
    Q_EMIT cellWidthChanged(width);
}

/// So that all columns are in sight, and all rows as well where that does not make the pictures small.
int SheetView::fittingWidth() const
{
    if (!m_sheet || m_sheet->columnCount() == 0 || m_sheet->rowCount() == 0)
        return m_cellWidth;
    const auto share = [](int room, int cells) { return (room - roomBehind) / cells - 2 * sheetCellMargin; };
    const double ratio = std::min(double(m_shape.height()) / m_shape.width(), tallestCell);
    // As if there were no scroll bars: they must not come and go with the size.
    const QSize room = size() - QSize(m_rows->sizeHint().width(), m_columns->sizeHint().height());
    const int across = share(room.width(), m_sheet->columnCount());
    const int down = int(share(room.height(), m_sheet->rowCount()) / ratio);
    return std::clamp(std::min(across, std::max(down, int(usualCell))), leastFitted, mostFitted);
}

QSize SheetView::cellBox() const
{
    const double ratio = double(m_shape.height()) / m_shape.width();
    return {m_cellWidth, std::max(smallestCell / 2, qRound(m_cellWidth * std::min(ratio, tallestCell)))};
}

void SheetView::setUsualTimes(const UsualTimes &usual)
{
    m_usual = usual;
    viewport()->update();
}

void SheetView::layOut()
{
    m_shape = m_sheet ? sheetShape(m_sheet->sweep()) : QSize(1, 1);
    if (m_isFitting && fittingWidth() != m_cellWidth)
        return resizeCells(fittingWidth());
    const QSize section = cellBox() + QSize(2 * sheetCellMargin, 2 * sheetCellMargin);
    if (m_columns->defaultSectionSize() != section.width())
        m_columns->setDefaultSectionSize(section.width());
    if (m_rows->defaultSectionSize() != section.height())
        m_rows->setDefaultSectionSize(section.height());
    m_rows->refresh();
    m_columns->refresh();
    updateGeometries();
    viewport()->update();
}

void SheetView::onReset()
{
    m_liveSeen.clear();
    m_counting.clear();
    m_fading.clear();
    m_toldBox = {};
    setHovered({}, {});
    layOut();
    if (!currentIndex().isValid() && m_sheet->rowCount() > 0 && m_sheet->columnCount() > 0)
        setCurrentIndex(m_sheet->index(0, 0));
}

void SheetView::onChanged(const QModelIndex &first, const QModelIndex &last)
{
    m_rows->viewport()->update();
    // Only what is in sight can have been seen without its picture.
    for (const QPersistentModelIndex &seen : QSet<QPersistentModelIndex>(m_liveSeen)) {
        if (seen.row() < first.row() || seen.row() > last.row() || seen.column() < first.column() ||
            seen.column() > last.column())
            continue;
        const SheetCell cell = readSheetCell(seen);
        if (!cell.hasPicture())
            continue;
        m_liveSeen.remove(seen);
        if (tokensOf(this).motion.picture > 0)
            m_fading.insert(cell.shown.picture, {});
    }
    placeTools();
}

/// The scroll bars reach a little further than the cells, so that the buttons behind them can be reached. The
/// base's own idea of the range must not be heard meanwhile: it would take the bars away and bring them back.
void SheetView::updateGeometries()
{
    struct Before
    {
        QScrollBar *bar;
        int value, most;
    };
    const std::array bars{
        Before{horizontalScrollBar(), horizontalScrollBar()->value(), horizontalScrollBar()->maximum()},
        Before{verticalScrollBar(), verticalScrollBar()->value(), verticalScrollBar()->maximum()}};
    {
        const QSignalBlocker across(horizontalScrollBar());
        const QSignalBlocker down(verticalScrollBar());
        QTableView::updateGeometries();
        if (m_corner)
            m_corner->hide();
        const bool hasCells = model() && model()->rowCount() > 0 && model()->columnCount() > 0;
        const auto reach = [hasCells](const Before &before, int cells, int room) {
            before.bar->setRange(0, hasCells ? std::max(0, cells + roomBehind - room) : 0);
            before.bar->setValue(before.value);
        };
        reach(bars[0], m_columns->length(), viewport()->width());
        reach(bars[1], m_rows->length(), viewport()->height());
    }
    for (const Before &before : bars) {
        if (before.bar->maximum() != before.most)
            Q_EMIT before.bar->rangeChanged(0, before.bar->maximum());
        if (before.bar->value() != before.value)
            Q_EMIT before.bar->valueChanged(before.bar->value());
    }
    placeAdders();
    placeTools();
}

void SheetView::placeAdders()
{
    const bool hasCells = model() && model()->rowCount() > 0 && model()->columnCount() > 0;
    m_addColumn->setVisible(hasCells);
    m_addRow->setVisible(hasCells && m_mayAddRows);
    if (!hasCells)
        return;
    const Tokens &tokens = tokensOf(this);
    const int side = tokens.size.controlSmall;
    const int behind = m_columns->length() - m_columns->offset() + 8;
    m_addColumn->setGeometry(behind, (m_columns->height() - side) / 2, side, side);
    const int below = m_rows->length() - m_rows->offset() + 4;
    const QSize row = m_addRow->sizeHint();
    m_addRow->setGeometry(12, below, std::min(row.width(), m_rows->width() - 12), row.height());
}

QRect SheetView::boxRect(const QModelIndex &index) const
{
    return visualRect(index).adjusted(sheetCellMargin, sheetCellMargin, -sheetCellMargin, -sheetCellMargin);
}

QRect SheetView::pictureRect(const QModelIndex &index) const
{
    return sheetPictureRect(readSheetCell(index), boxRect(index));
}

/// On the cell under the pointer, else on the keyboard's.
void SheetView::placeTools()
{
    QModelIndex index = m_hovered;
    if (!index.isValid() && showsRing())
        index = currentIndex();
    const SheetCell cell = readSheetCell(index);
    const QSize size = m_tools->sizeHint();
    const QRect picture = index.isValid() ? sheetPictureRect(cell, boxRect(index)) : QRect();
    const bool fits = cell.hasPicture() && picture.width() >= size.width() + 2 * toolsLeastRoom &&
                      picture.height() >= size.height() + 2 * toolsLeastRoom;
    m_toolsCell = fits ? index : QModelIndex();
    if (fits) {
        const int inset = picture.width() >= size.width() + 2 * toolsInset ? toolsInset : toolsLeastRoom;
        m_tools->setCentre(cell.isCentre);
        m_tools->setGeometry(QRect(
            QPoint(picture.right() + 1 - inset - size.width(), picture.bottom() + 1 - inset - size.height()),
            size));
    }
    m_tools->setVisible(fits);
}

bool SheetView::showsRing() const
{
    return hasFocus() && (m_isKeyboardUsed || window()->testAttribute(Qt::WA_KeyboardFocusChange));
}

/// Tells the model how large its pictures are drawn before it is asked for them.
void SheetView::tellBox()
{
    if (!m_sheet || m_sheet->rowCount() == 0 || m_sheet->columnCount() == 0)
        return;
    const QSize box = cellBox() * devicePixelRatioF();
    if (box == m_toldBox)
        return;
    m_toldBox = box;
    m_sheet->setThumbnailBox(box);
}

void SheetView::paintEvent(QPaintEvent *event)
{
    tellBox();
    QPainter(viewport()).fillRect(event->rect(), tokensOf(this).color.stage);
    QTableView::paintEvent(event);
    if (!m_counting.isEmpty() && !m_secondTimer.isActive())
        m_secondTimer.start();
}

void SheetView::paintCell(QPainter *painter, const QRect &section, const QModelIndex &index)
{
    const SheetCell cell = readSheetCell(index);
    painter->fillRect(section, tokensOf(this).color.stage); // the base has painted a selected row
    const bool isLive = !cell.hasPicture() && cell.state != CellState::Empty;
    if (isLive)
        m_liveSeen.insert(index);
    if (isLive && cell.state == CellState::Live && cell.shown.state == JobState::Running)
        m_counting.insert(index);
    SheetCellLook look;
    look.isCurrent = index == currentIndex();
    look.hasRing = look.isCurrent && showsRing();
    look.shown = cell.hasPicture() ? shownPart(cell) : 1;
    if (index == m_hovered)
        look.hovered = m_hoveredAction;
    const QRect box = section.adjusted(sheetCellMargin, sheetCellMargin, -sheetCellMargin, -sheetCellMargin);
    paintSheetCell(painter, tokensOf(this), cell, box, look, m_usual);
}

/// How much of a new picture shows: it fades in once its thumbnail is there.
double SheetView::shownPart(const SheetCell &cell)
{
    const auto fade = m_fading.find(cell.shown.picture);
    if (fade == m_fading.end() || cell.shown.thumbnail.isNull())
        return 1;
    if (!fade->isValid()) {
        fade->start();
        m_fadeTimer.start();
    }
    const int duration = std::max(1, tokensOf(this).motion.picture);
    const double left = 1 - std::min(1.0, double(fade->elapsed()) / duration);
    return 1 - left * left * left;
}

void SheetView::onFade()
{
    const int duration = tokensOf(this).motion.picture;
    m_fading.removeIf(
        [duration](const auto &fade) { return fade.value().isValid() && fade.value().hasExpired(duration); });
    if (std::ranges::none_of(m_fading, [](const QElapsedTimer &since) { return since.isValid(); }))
        m_fadeTimer.stop();
    viewport()->update();
}

/// Repaints the cells that count seconds. Painting notes them again, so the clock stops by itself when none
/// of them is in sight any more.
void SheetView::onSecond()
{
    const QSet<QPersistentModelIndex> cells = std::exchange(m_counting, {});
    if (cells.isEmpty() || !isVisible())
        m_secondTimer.stop();
    for (const QPersistentModelIndex &index : cells)
        viewport()->update(visualRect(index));
}

void SheetView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    if (m_isFitting && m_sheet && fittingWidth() != m_cellWidth)
        resizeCells(fittingWidth());
    placeAdders();
    placeTools();
}

void SheetView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::StyleChange && m_tools) {
        viewport()->setAutoFillBackground(false);
        layOut();
    }
}

void SheetView::scrollContentsBy(int dx, int dy)
{
    QTableView::scrollContentsBy(dx, dy);
    placeAdders();
    setHovered({}, {});
    placeTools();
}

void SheetView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    viewport()->update(visualRect(previous));
    viewport()->update(visualRect(current));
    placeTools();
    Q_EMIT currentCellChanged(current);
}

} // namespace janus::ui
