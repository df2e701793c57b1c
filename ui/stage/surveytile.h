#pragma once

#include "ui/stage/culledpicture.h"
#include "ui/stage/scaledpixmaps.h"
#include "ui/stage/zoom.h"

#include <QWidget>

namespace janus::ui {

class IconButton;
class ImageStore;
class MarksBar;
class PlainLabel;

/// One picture of a survey, whole, with its seed, marks and a button that takes it out in the foot below it.
/// Keys go to the survey.
class SurveyTile : public QWidget
{
    Q_OBJECT
public:
    /// `store` must outlive the tile.
    explicit SurveyTile(ImageStore *store, QWidget *parent = nullptr);

    static int footHeight(const QWidget *widget);

    /// `place` and `count` are said to assistive technology.
    void show(const CulledPicture &picture, int place, int count);
    const CulledPicture &picture() const { return m_picture; }
    void setCurrent(bool current);
    bool isCurrent() const { return m_isCurrent; }
    IconButton *removeButton() const { return m_remove; }

    const Zoom &zoom() const { return m_zoom; }
    void setZoom(const Zoom &zoom);
    /// Shows what the other tile shows of its picture.
    void follow(const SurveyTile *other);
    /// The picture as far as it is seen.
    QRect shown() const;

Q_SIGNALS:
    /// The zoom was changed here, with wheel or hand.
    void zoomed();
    void pressed();
    void opened();
    void removeRequested();
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
    void changeEvent(QEvent *event) override;

private:
    void restyle();
    void placeFoot();

    ImageStore *m_store;
    ScaledPixmaps m_scaled{24 * 1024};
    CulledPicture m_picture;
    Zoom m_zoom;
    bool m_isCurrent = false;
    bool m_isPanning = false;
    QPointF m_grabbed;
    int m_wheel = 0; ///< angle turned since the last step
    QWidget *m_foot;
    PlainLabel *m_seed;
    MarksBar *m_marks;
    IconButton *m_remove;
};

} // namespace janus::ui
