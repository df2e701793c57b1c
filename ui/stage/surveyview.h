#pragma once

#include "ui/stage/culledpicture.h"
#include "ui/stage/differencestrip.h"
#include "ui/stage/markkeys.h"

#include <QWidget>

namespace janus::ui {

class ImageStore;
class PlainLabel;
class SurveyTile;
class Zoom;
class ZoomBar;

/// Two to nine pictures at once, tiled as large as possible, whole; zoomed and moved together. One is
/// current: marks mean it. Below, what differs in the recipes of all.
///
/// Keys: arrows, Home and End move, Enter opens in the loupe, Backspace takes the current one out of the
/// survey (and nowhere else), Z + − and Ctrl+0 zoom, Shift+arrows move the pictures, Space is the full view,
/// Esc or G leave, and those of markkeys.h.
class SurveyView : public QWidget
{
    Q_OBJECT
public:
    static constexpr int most = 9;

    /// `store` must outlive the view.
    explicit SurveyView(ImageStore *store, QWidget *parent = nullptr);

    /// At most `most` pictures; `chosen` is how many were selected, and said when that is more.
    void setPictures(const QList<CulledPicture> &pictures, int chosen = 0);
    /// Something about one of them is known better now; others are ignored.
    void refresh(const CulledPicture &picture);
    /// It is gone from the library.
    void forget(PictureId id);
    void setSpecs(SpecsOf specs);
    /// After a mark the next picture becomes current.
    void setAutoAdvance(bool advance) { m_advances = advance; }

    QList<PictureId> pictures() const;
    int currentIndex() const { return m_current; }
    void setCurrentIndex(int index);
    /// Takes the current one out; with the last one the view is left.
    void removeCurrent() { remove(m_current); }
    /// Asks for a mark of the current one; the label it has already is taken away.
    void mark(const MarkWish &wish);
    SurveyTile *tile(int index) const { return m_tiles.at(index); }
    DifferenceStrip *differences() const { return m_differences; }
    /// "4 pictures", "The first 9 of 14 selected pictures".
    QString headText() const;

    void fit();
    void setScale(double scale);

    QSize minimumSizeHint() const override { return {320, 240}; }

Q_SIGNALS:
    void currentChanged(janus::PictureId current);
    void removed(janus::PictureId picture);
    void openRequested(janus::PictureId picture);
    void ratingRequested(const QList<janus::PictureId> &pictures, int stars);
    void pickRequested(const QList<janus::PictureId> &pictures, janus::Pick pick);
    void labelRequested(const QList<janus::PictureId> &pictures, janus::Label label);
    void fullScreenRequested();
    void leaveRequested();
    void contextMenuRequested(const QPoint &globalPos);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    int indexOf(PictureId id) const;
    void remove(int index);
    void showAll();
    void placeTiles();
    void zoomed(const SurveyTile *by);
    template <typename Change>
    void changeZoom(Change change);
    void stepZoom(int direction);
    void pan(const QPointF &delta);
    bool moveByKey(int key);
    bool panByKey(int key);
    bool actByKey(int key);
    int inNextRow(int direction) const;
    void restyle();

    QWidget *m_head;
    PlainLabel *m_title;
    ZoomBar *m_zooms;
    QWidget *m_place;            ///< where the tiles stand
    QList<SurveyTile *> m_tiles; ///< always `most`; those without a picture are hidden
    QList<CulledPicture> m_pictures;
    DifferenceStrip *m_differences;
    int m_current = 0;
    int m_chosen = 0;
    bool m_advances = false;
};

} // namespace janus::ui
