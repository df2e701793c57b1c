#pragma once

#include "ui/stage/culledpicture.h"
#include "ui/stage/imagedifference.h"
#include "ui/stage/scaledpixmaps.h"
#include "ui/stage/zoom.h"

#include <array>

#include <QThreadPool>
#include <QTimer>
#include <QWidget>

namespace janus::ui {

class ImageStore;

/// Which of the two compared pictures.
enum class Side { Keeper, Challenger };

/// How two pictures are laid against each other.
enum class CompareMode { SideBySide, Slider, Blink, Difference };
constexpr int compareModes = 4;

constexpr Side otherSide(Side side)
{
    return side == Side::Keeper ? Side::Challenger : Side::Keeper;
}

/// The two pictures of a comparison: beside each other, or over each other in one place. Both are zoomed and
/// moved together unless that is switched off; over each other always. One side has the focus: it is the one
/// marks and "keep" mean. Tab changes the side, Shift+Tab leaves the canvas. All other keys go to the view.
class CompareCanvas : public QWidget
{
    Q_OBJECT
public:
    /// `store` must outlive the canvas.
    explicit CompareCanvas(ImageStore *store, QWidget *parent = nullptr);
    ~CompareCanvas() override;

    void setPicture(Side side, const CulledPicture &picture);
    const CulledPicture &picture(Side side) const { return m_sides[size_t(side)].picture; }
    /// What stands in place of a picture that is none.
    void setEmptyText(const QString &text);

    CompareMode mode() const { return m_mode; }
    void setMode(CompareMode mode);
    bool isLinked() const { return m_isLinked; }
    void setLinked(bool linked);
    Side side() const { return m_side; }
    void setSide(Side side);

    const Zoom &zoom(Side side) const { return m_sides[size_t(side)].zoom; }
    /// These act on the side that has the focus, and on the other when they are linked.
    void fit();
    void setScale(double scale);
    void toggleFit();
    void stepZoom(int direction);
    void pan(const QPointF &delta);

    /// The slider's place, 0 to 1 of the room: left of it the keeper, right of it the challenger.
    double divider() const { return m_divider; }
    void setDivider(double part);
    /// Blink: the picture that is seen now; flip() shows the other one and stops the changing by itself.
    Side seenSide() const { return m_seen; }
    void flip();
    bool isBlinking() const { return m_blinkTimer.isActive(); }
    /// What the plate on the picture says: the difference in words, or what is seen.
    QString plateText() const;
    /// Where a side stands.
    QRect pane(Side side) const;

Q_SIGNALS:
    void zoomChanged();
    void sideChanged(janus::ui::Side side);
    void differenceMade(const QString &words);
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
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    QSize sizeHint() const override { return {800, 480}; }

private:
    struct Half
    {
        CulledPicture picture;
        Zoom zoom;
    };
    enum class Hold { Nothing, Picture, Divider };

    bool isOver() const { return m_mode != CompareMode::SideBySide; }
    Half &half(Side side) { return m_sides[size_t(side)]; }
    const Half &half(Side side) const { return m_sides[size_t(side)]; }
    Side sideAt(const QPointF &point) const;
    double dividerX() const;
    void placeRooms();
    void zoomed(Side side);
    void wantDifference();
    void startBlinking();
    void paintSide(QPainter *painter, Side side, const QRectF &clip);
    void paintDifference(QPainter *painter);
    void paintDivider(QPainter *painter);
    void paintFrames(QPainter *painter);
    void paintPlate(QPainter *painter);
    void updateCursor(const QPointF &point);

    ImageStore *m_store;
    ScaledPixmaps m_scaled;
    std::array<Half, 2> m_sides;
    QString m_emptyText;
    CompareMode m_mode = CompareMode::SideBySide;
    bool m_isLinked = true;
    Side m_side = Side::Keeper;
    Side m_seen = Side::Keeper;
    double m_divider = 0.5;
    Hold m_hold = Hold::Nothing;
    QPointF m_grabbed;
    int m_wheel = 0; ///< angle turned since the last step
    QTimer m_blinkTimer;

    QThreadPool m_pool; ///< one difference at a time
    ImageDifference m_difference;
    QPixmap m_differencePixmap;
    std::pair<PictureId, PictureId> m_differenceOf{0, 0}; ///< asked for or made
};

} // namespace janus::ui
