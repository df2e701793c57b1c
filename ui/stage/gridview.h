#pragma once

#include "ui/stage/cellpainter.h"
#include "ui/stage/gridheader.h"
#include "ui/stage/gridlayout.h"
#include "ui/stage/livetext.h"
#include "ui/stage/scaledpixmaps.h"

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

/// The stage's grid: every picture in its whole shape, grouped by batch under painted headers, open requests
/// as live cells where their pictures will stand. Works on a flat model with the roles of
/// models/stageroles.h.
///
/// It never moves what is looked at: cells that arrive above push nothing unless the view is scrolled to the
/// very top; a pill then says how many there are. Selection and keyboard place (the ring) are separate:
/// arrows move both, Ctrl+arrows the ring alone. Only what is in sight is read from the model and painted.
/// GUI thread.
class GridView : public QAbstractItemView
{
    Q_OBJECT
    Q_PROPERTY(int cellWidth READ cellWidth WRITE setCellWidth NOTIFY cellWidthChanged)
public:
    static constexpr int smallestCell = 96; ///< logical pixels
    static constexpr int largestCell = 512;
    static constexpr int usualCell = 182;
    /// Drag and drop: the ids of the dragged pictures, decimal, one per line.
    static constexpr char pictureIdsMime[] = "application/x-janus-pictures";

    explicit GridView(QWidget *parent = nullptr);
    ~GridView() override;

    void setModel(QAbstractItemModel *model) override;
    QRect visualRect(const QModelIndex &index) const override;
    QModelIndex indexAt(const QPoint &point) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;

    /// Width of every picture in logical pixels, smallestCell to largestCell.
    int cellWidth() const { return m_cellWidth; }
    void setCellWidth(int width);

    /// What is known about usual durations; shown in live cells.
    void setUsualTimes(const UsualTimes &usual);

    /// Cells that came above what is looked at, since the view was last at the top.
    int newAbove() const { return m_newAbove; }

    /// The geometry, in content coordinates (add verticalOffset() to viewport coordinates).
    const GridLayout &grid() const { return m_layout; }
    /// Where a part of a batch's header is, in viewport coordinates.
    QRect headerRect(BatchId batch, HeaderPart part) const;
    /// The buttons painted in a live cell, in viewport coordinates.
    QList<LiveButton> buttonsOf(const QModelIndex &index) const;
    /// The keyboard's place is drawn: the view has the focus and a key was used last.
    bool showsRing() const;

    /// Files, ids and prompts of the selected pictures; null when none of them has a file.
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
    void newAboveChanged(int count);

protected:
    // The model changed: gridview_model.cpp
    void reset() override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                     const QList<int> &roles = {}) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

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
    int verticalOffset() const override;
    bool isIndexHidden(const QModelIndex &) const override { return false; }
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags flags) override;
    QRegion visualRegionForSelection(const QItemSelection &selection) const override;

private:
    /// A cell that keeps its height in the window while others come and go.
    struct Anchor
    {
        int row = 0;
        BatchId batch = 0;
        int place = 0;       ///< within its batch
        int y = 0;           ///< of its top, in the viewport
        bool isLost = false; ///< its row was removed: found again by batch and place
    };
    /// What is under the pointer or was pressed.
    struct Spot
    {
        BatchId batch = 0; ///< 0 outside all batches
        HeaderPart part = HeaderPart::None;
        int row = -1;
        std::optional<CellAction> action;
        bool operator==(const Spot &) const = default;
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
    GridRow readRow(int row) const;
    QRect visible() const;
    QRect toViewport(const QRect &rect) const { return rect.translated(0, -verticalOffset()); }
    void relayout();

    void keepAnchor();
    void restoreAnchor();
    void onRowsRemoved(const QModelIndex &parent, int first, int last);
    void onLayoutChanged();
    void onScrolled(int value);
    void setNewAbove(int count);
    void placePill();
    QList<int> rowsOfJob(JobId job, int nearRow) const;
    bool isPicture(int row) const;
    void takeOver(int row, bool isSelected);
    void welcomePictures(int first, int last);
    void welcome(int row);

    HeaderLook headerLook(const GridBatch &batch) const;
    void paintHeaders(QPainter *painter, const Tokens &tokens, const QRect &area);
    void paintCell(QPainter *painter, const Tokens &tokens, int row);
    void paintBand(QPainter *painter, const Tokens &tokens) const;
    LiveText textOf(const StageCell &cell) const;
    CellLook lookOf(const QModelIndex &index) const;
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
    void selectBatch(BatchId batch);
    void release(const Spot &spot);
    void moveBand();
    QItemSelection selectionOf(const QList<int> &rows) const;

    GridLayout m_layout;
    ScaledPixmaps m_scaled;
    UsualTimes m_usual;
    int m_cellWidth = usualCell;

    std::optional<Anchor> m_anchor;
    QTimer m_anchorTimer; ///< forgets the anchor when the burst of changes is over
    bool m_isAdjusting = false;
    int m_newAbove = 0;
    Pill *m_pill = nullptr;
    std::optional<Succession> m_succession;

    QSet<QPersistentModelIndex> m_liveSeen; ///< live cells that were painted
    QSet<int> m_counting;                   ///< painted rows whose seconds go on
    QTimer m_secondTimer;
    QHash<PictureId, Fade> m_fading;
    QTimer m_fadeTimer;

    Spot m_hover;
    Spot m_pressed;
    QPoint m_pressPoint;      ///< content coordinates
    QPoint m_pointer{-1, -1}; ///< viewport coordinates; (-1, -1) outside
    bool m_isPressed = false;
    bool m_selectsOnRelease = false;
    bool m_isBanding = false;
    QRect m_band; ///< content coordinates
    QItemSelection m_bandBase;
    QTimer m_bandTimer;
    QPersistentModelIndex m_rangeStart;
    int m_goalColumn = -1;
    int m_wheel = 0; ///< angle turned with Ctrl since the last step
    bool m_isKeyboardUsed = false;
};

} // namespace janus::ui
