#pragma once

#include "ui/stage/livecellpainter.h"
#include "ui/stage/scaledpixmaps.h"
#include "ui/stage/zoom.h"

#include <QMargins>
#include <QPersistentModelIndex>
#include <QPointer>
#include <QTimer>
#include <QWidget>

namespace janus::ui {

class ImageStore;

/// One picture, large: fitted or zoomed, moved by hand, on the neutral ground. Until the whole picture is
/// here its thumbnail stands in the same place. A live cell is shown large as well. Used by the loupe and by
/// the full-screen viewer; both give it the index to show and take its wishes.
class PictureCanvas : public QWidget
{
    Q_OBJECT
public:
    /// `store` must outlive the canvas.
    explicit PictureCanvas(ImageStore *store, QWidget *parent = nullptr);

    void setIndex(const QModelIndex &index);
    QModelIndex index() const { return m_index; }
    /// The model says that something of the shown cell changed.
    void refresh();
    void setUsualTimes(const UsualTimes &usual);
    /// Space left free round a fitted picture.
    void setPadding(const QMargins &padding);

    const Zoom &zoom() const { return m_zoom; }
    void fit();
    /// 1 is 100 %. Around the middle of the view.
    void setScale(double scale);
    /// Between fit and 100 %.
    void toggleFit();

Q_SIGNALS:
    void zoomChanged();
    /// The next (+1) or previous (-1) picture is wished.
    void stepRequested(int direction);
    void leaveRequested();
    void fullScreenRequested();
    void jobActionRequested(janus::JobId job, janus::ui::CellAction action);
    void contextMenuRequested(const QPoint &globalPos);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    QSize sizeHint() const override { return {640, 480}; }

private:
    bool panByKey(int key);
    bool stepByKey(int key);
    bool zoomByKey(QKeyEvent *event);
    void changed();
    void placeRoom();
    void paintWhole(QPainter *painter, const StageCell &cell);
    void paintLive(QPainter *painter, const StageCell &cell);
    LiveText textOf(const StageCell &cell) const;
    QRect liveRect() const;
    Tokens liveTokens() const;
    QList<LiveButton> liveButtonsNow() const;
    void updateCursor();

    ImageStore *m_store;
    ScaledPixmaps m_scaled;
    QPersistentModelIndex m_index;
    UsualTimes m_usual;
    Zoom m_zoom;
    QMargins m_padding{16, 0, 16, 14};
    QPointF m_grabbed; ///< where the picture was taken hold of
    bool m_isPanning = false;
    int m_wheel = 0;      ///< angle turned since the last step
    QTimer m_secondTimer; ///< repaints a running cell
};

} // namespace janus::ui
