#pragma once

#include "ui/sheet/hovertools.h"
#include "ui/sheet/sheetcell.h"
#include "ui/stage/markkeys.h"

#include <QElapsedTimer>
#include <QHash>
#include <QPersistentModelIndex>
#include <QPointer>
#include <QSet>
#include <QTableView>
#include <QTimer>

class QToolButton;

namespace janus::ui {

class IconButton;
class SheetHeader;

/// The table of a sheet: pictures uncropped in cells of one shape, live cells in their places, the values
/// along both sides always in sight. One cell is current.
///
/// Keys: arrows, Home, End and Page keys move; Enter opens a picture and tries a failed cell again; Shift+R
/// draws a new seed for the cell, L makes it the centre; Ctrl+plus, Ctrl+minus and Ctrl+wheel change the
/// size; and those of markkeys.h for its picture. Other letters are left to whoever stands around.
class SheetView : public QTableView
{
    Q_OBJECT
public:
    static constexpr int smallestCell = 64;
    static constexpr int largestCell = 512;
    static constexpr int usualCell = 176;

    explicit SheetView(QWidget *parent = nullptr);
    ~SheetView() override;

    void setSheet(models::SheetModel *model);
    models::SheetModel *sheet() const { return m_sheet; }

    /// Width of a cell's picture in logical pixels; the height follows from the sheet's shape.
    int cellWidth() const { return m_cellWidth; }
    /// From now on this width, until setFitting(true).
    void setCellWidth(int width);
    /// The cells are as large as the room allows; so it is unless the artist has chosen a width.
    bool isFitting() const { return m_isFitting; }
    void setFitting(bool fits);
    QSize cellBox() const;
    void setUsualTimes(const UsualTimes &usual);

    /// Rows may be added; there is no button for it otherwise.
    void setMayAddRows(bool may);

    HoverTools *tools() const { return m_tools; }
    QAbstractButton *addColumnButton() const;
    QAbstractButton *addRowButton() const;
    /// The cell the tools stand on; invalid while they are hidden.
    QModelIndex toolsCell() const { return m_toolsCell; }
    /// Where the button of a failed or asking cell is, in the viewport; empty when there is none.
    QRect buttonRect(const QModelIndex &index, CellAction action) const;
    QRect pictureRect(const QModelIndex &index) const;

Q_SIGNALS:
    void currentCellChanged(const QModelIndex &index);
    void opened(const QModelIndex &index);
    void toolChosen(janus::ui::HoverTools::Tool tool, const QModelIndex &index);
    void retryRequested(const QModelIndex &index);
    void jobActionRequested(janus::JobId job, janus::ui::CellAction action);
    void addColumnRequested();
    void addRowRequested();
    void cellWidthChanged(int width);
    void contextMenuRequested(const QPoint &globalPos);
    /// -1 or 1: Ctrl+Page keys.
    void pageStepped(int direction);
    void ratingRequested(const QList<janus::PictureId> &pictures, int stars);
    void pickRequested(const QList<janus::PictureId> &pictures, janus::Pick pick);
    void labelRequested(const QList<janus::PictureId> &pictures, janus::Label label);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void keyboardSearch(const QString &search) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void updateGeometries() override;

private:
    class Cells;

    QRect boxRect(const QModelIndex &index) const;
    std::optional<CellAction> actionAt(const QModelIndex &index, const QPoint &place) const;
    void setHovered(const QModelIndex &index, std::optional<CellAction> action);
    void placeTools();
    void placeAdders();
    void layOut();
    void resizeCells(int width);
    int fittingWidth() const;
    void tellBox();
    void onChanged(const QModelIndex &first, const QModelIndex &last);
    void onReset();
    void onFade();
    void onSecond();
    void mark(const MarkWish &wish);
    bool actByKey(const QKeyEvent *event);
    bool showsRing() const;
    double shownPart(const SheetCell &cell);
    void paintCell(QPainter *painter, const QRect &section, const QModelIndex &index);

    models::SheetModel *m_sheet = nullptr;
    SheetHeader *m_columns;
    SheetHeader *m_rows;
    HoverTools *m_tools;
    IconButton *m_addColumn;
    QToolButton *m_addRow;
    UsualTimes m_usual;
    int m_cellWidth = usualCell;
    QSize m_shape{1, 1};
    bool m_isFitting = true;
    bool m_mayAddRows = true;
    QPointer<QWidget> m_corner; ///< the base shows it again and again
    QPersistentModelIndex m_hovered;
    std::optional<CellAction> m_hoveredAction;
    QPersistentModelIndex m_pressed; ///< whose button the mouse went down on
    QPersistentModelIndex m_toolsCell;
    bool m_isKeyboardUsed = false;
    QSet<QPersistentModelIndex> m_liveSeen; ///< painted without a picture: one that comes fades in
    QHash<PictureId, QElapsedTimer> m_fading;
    QSet<QPersistentModelIndex> m_counting; ///< painted with seconds that go on
    QSize m_toldBox;
    QTimer m_fadeTimer;
    QTimer m_secondTimer;
};

} // namespace janus::ui
