#pragma once

#include "ui/stage/cellpainter.h"
#include "ui/stage/gridheader.h"
#include "ui/stage/gridlayout.h"
#include "ui/stage/livetext.h"

#include <memory>
#include <optional>

#include <QAbstractItemView>
#include <QElapsedTimer>
#include <QHash>
#include <QItemSelection>
#include <QPersistentModelIndex>
#include <QSet>
#include <QTimer>

class QMimeData;

namespace janus::ui {

class Pill;

/// The stage's grid: every picture in its whole shape, in groups under painted headers that stay at the top
/// while their group is in sight, open requests as live cells where their pictures will stand. Works on a
/// flat model with the roles of models/stageroles.h; one that is a models::StageRows as well is read without
/// detour and told what is looked at. Grouped by job cells have one width; otherwise one height, or they are
/// squares.
///
/// It never moves what is looked at: cells that arrive above push nothing unless the view is scrolled to the
/// very top; a pill then says how many there are. Selection and keyboard place (the ring) are separate:
/// arrows move both, Ctrl+arrows the ring alone. Only what is in sight is read from the model, laid out and
/// painted. GUI thread.
class GridView : public QAbstractItemView
{
    Q_OBJECT
    Q_PROPERTY(int cellWidth READ cellWidth WRITE setCellWidth NOTIFY cellWidthChanged)
    Q_PROPERTY(bool squares READ hasSquares WRITE setSquares NOTIFY squaresChanged)
public:
    static constexpr int smallestCell = 96; ///< logical pixels
    static constexpr int largestCell = 512;
    static constexpr int usualCell = 182;

    explicit GridView(QWidget *parent = nullptr);
    ~GridView() override;

    void setModel(QAbstractItemModel *model) override;
    QRect visualRect(const QModelIndex &index) const override;
    QModelIndex indexAt(const QPoint &point) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;

    /// Size of the cells in logical pixels, smallestCell to largestCell: the height where pictures stand in
    /// their own proportions, otherwise the width.
    int cellWidth() const { return m_cellWidth; }
    void setCellWidth(int width);

    /// Square cells instead of proportions, where the grid is not grouped by job.
    bool hasSquares() const { return m_hasSquares; }
    void setSquares(bool squares);
    models::Grouping grouping() const { return m_rows ? m_rows->grouping() : models::Grouping::Job; }

    /// The selected rows; cheap however many there are.
    const GridSpans &selectedSpans() const;

    /// What is known about usual durations; shown in live cells.
    void setUsualTimes(const UsualTimes &usual);

    /// Cells that came above what is looked at, since the view was last at the top.
    int newAbove() const { return m_newAbove; }

    /// The geometry, in content coordinates (add verticalOffset() to viewport coordinates).
    const GridLayout &grid() const { return m_layout; }
    /// Where a part of a group's header is, in viewport coordinates; null when it is out of sight.
    QRect headerRect(qint64 group, HeaderPart part) const;
    /// The buttons painted in a live cell, in viewport coordinates.
    QList<LiveButton> buttonsOf(const QModelIndex &index) const;
    /// The keyboard's place is drawn: the view has the focus and a key was used last.
    bool showsRing() const;

    /// Ids of the selected pictures, files and prompts as far as the model knows them by now; null when
    /// no picture is selected.
    std::unique_ptr<QMimeData> dragData() const;

Q_SIGNALS:
    void currentPictureChanged(const QModelIndex &index);
    void opened(const QModelIndex &index);
    void quickViewRequested(const QModelIndex &index);
    void contextMenuRequested(const QPoint &globalPos);
    void batchRunAgainRequested(janus::BatchId batch);
    void batchCancelRequested(janus::BatchId batch);
    void batchMenuRequested(janus::BatchId batch, const QPoint &globalPos);
    void jobActionRequested(janus::JobId job, janus::ui::CellAction action);
    void cellWidthChanged(int width);
    void squaresChanged(bool squares);
    void newAboveChanged(int count);

protected:
    // The model changed: gridview_model.cpp
    void reset() override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                     const QList<int> &roles = {}) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;

    // Painting: gridview_paint.cpp
    void paintEvent(QPaintEvent *event) override;

    // Hands: gridview_input.cpp, gridview_mouse.cpp
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void startDrag(Qt::DropActions actions) override;
    void focusInEvent(QFocusEvent *event) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;

    // Geometry: gridview.cpp
    void updateGeometries() override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    int horizontalOffset() const override { return 0; }
    int verticalOffset() const override { return m_top; }
    bool isIndexHidden(const QModelIndex &) const override { return false; }
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags flags) override;
    QRegion visualRegionForSelection(const QItemSelection &selection) const override;

private:
    /// A cell that keeps its height in the window while others come and go.
    struct Anchor
    {
        int row = 0;
        int y = 0;           ///< of its top, in the viewport
        bool isLost = false; ///< its row was removed: what comes to the same place takes over
    };
    /// What is under the pointer or was pressed.
    struct Spot
    {
        int groupRow = -1; ///< a row of the group there; -1 outside all groups
        qint64 group = 0;
        HeaderPart part = HeaderPart::None;
        int row = -1;
        std::optional<CellAction> action;
        bool isSameAs(const Spot &other) const;
    };
    /// A live cell that was current when it went: the picture of the same place takes over.
    struct Succession
    {
        JobId job = 0;
        int ordinal = 0; ///< among the cells of its job
        bool wasSelected = false;
    };
    struct Fade
    {
        QElapsedTimer since; ///< not valid before it was painted for the first time
    };

    QModelIndex at(int row) const;
    QRect visible() const;
    QRect toViewport(const QRect &rect) const { return rect.translated(0, -m_top); }
    void applyMetrics();
    void relayout();
    void settle(const GridLayout::Pin &pin);
    void moveSight(const GridLayout::Pin &pin, int toward);
    void scrollPixels(int dy);
    GridLayout::Pin sightPin() const;
    template <typename Lay>
    auto keepingSight(Lay lay);
    void updateRow(int row);
    void updateHeaders();

    void keepAnchor();
    void restoreAnchor();
    int pinnedRow() const;
    void onRowsRemoved(const QModelIndex &parent, int first, int last);
    void onLayoutChanged();
    void onScrolled(int value);
    void setNewAbove(int count);
    void placePill();
    QList<int> rowsOfJob(JobId job, int nearRow) const;
    bool isPicture(int row) const;
    void takeOver(int row, bool isSelected);
    void shiftBand(int first, int count);
    void welcomePictures(int first, int last);
    void welcome(int row);

    HeaderLook headerLook(const GridHeader &header) const;
    void paintPart(QPainter *painter, const Tokens &tokens, const QRect &rect);
    void paintStuckHeader(QPainter *painter, const Tokens &tokens, const GridHeader &header);
    HeaderContent contentOf(const GridHeader &header) const;
    std::optional<GridHeader> headerAt(const QPoint &point) const;
    void paintCell(QPainter *painter, const Tokens &tokens, int row);
    void paintBand(QPainter *painter, const Tokens &tokens) const;
    void tellSight();
    QSize thumbnailBox() const;
    LiveText textOf(const StageCell &cell) const;
    CellLook lookOf(int row) const;
    double shownPart(const StageCell &cell);
    void onSecond();
    void onFade();

    Spot spotAt(const QPoint &point) const;
    void setHover(const Spot &spot);
    static std::optional<CursorAction> cursorActionOf(int key);
    static bool isVertical(CursorAction action);
    bool moveByKey(QKeyEvent *event);
    void actByKey(QKeyEvent *event);
    void moveTo(const QModelIndex &index, Qt::KeyboardModifiers modifiers);
    void clickCell(int row, Qt::KeyboardModifiers modifiers);
    void selectRange(int from, int to, QItemSelectionModel::SelectionFlags flags);
    void selectGroup(int row);
    void release(const Spot &spot);
    void startBand(const QPoint &point);
    void moveBand();

    models::StageRows *m_rows = nullptr;           ///< the model, or m_roleRows
    std::unique_ptr<models::StageRows> m_roleRows; ///< reads the roles of models that are none
    GridLayout m_layout;
    UsualTimes m_usual;
    int m_cellWidth = usualCell;
    bool m_hasSquares = false;
    int m_top = 0; ///< of what is shown, in content coordinates

    std::optional<Anchor> m_anchor;
    QTimer m_anchorTimer; ///< forgets the anchor when the burst of changes is over
    bool m_isAdjusting = false;
    int m_newAbove = 0;
    Pill *m_pill = nullptr;
    std::optional<Succession> m_succession;
    bool m_selectionGoes = false; ///< all selected rows are being removed

    QSet<QPersistentModelIndex> m_liveSeen; ///< live cells that were painted
    QSet<int> m_counting;                   ///< painted rows whose seconds go on
    QTimer m_secondTimer;
    QHash<PictureId, Fade> m_fading;
    QTimer m_fadeTimer;
    bool m_isHeaderStuck = false; ///< when last painted
    GridSpan m_toldRows{-1, -1};
    QSize m_toldBox;
    mutable std::optional<GridSpans> m_selected; ///< null: the selection changed

    Spot m_hover;
    Spot m_pressed;
    QPoint m_pressPoint;      ///< viewport coordinates
    QPoint m_pointer{-1, -1}; ///< viewport coordinates; (-1, -1) outside
    bool m_isPressed = false;
    bool m_selectsOnRelease = false;
    bool m_isBanding = false;
    int m_bandRow = 0; ///< the band began beside this row, and that far below its line's top
    QPoint m_bandOffset;
    QRect m_band;          ///< content coordinates
    GridSpans m_bandBase;  ///< selected before
    GridSpans m_bandSpans; ///< selected by the band, with the base
    QTimer m_bandTimer;
    QPersistentModelIndex m_rangeStart;
    int m_goalX = -1; ///< going up and down keeps to it
    int m_wheel = 0;  ///< angle turned with Ctrl since the last step
    bool m_isKeyboardUsed = false;
};

/// Does something that may lay out rows out of sight, and keeps what is in sight where it is.
template <typename Lay>
auto GridView::keepingSight(Lay lay)
{
    const GridLayout::Pin pin = sightPin();
    const int before = m_layout.changes();
    if constexpr (std::is_void_v<decltype(lay())>) {
        lay();
        if (m_layout.changes() != before)
            settle(pin);
    } else {
        const auto result = lay();
        if (m_layout.changes() != before)
            settle(pin);
        return result;
    }
}

} // namespace janus::ui
