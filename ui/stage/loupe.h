#pragma once

#include "ui/stage/livetext.h"
#include "ui/stage/markkeys.h"

#include <QPersistentModelIndex>
#include <QWidget>

class QAbstractItemModel;
class QItemSelectionModel;

namespace janus::ui {

class FilmStrip;
class IconButton;
class ImageStore;
class MarksBar;
class PictureCanvas;
class PlainLabel;
class ZoomBar;

/// The stage's viewer: one picture large, its prompt and marks above, its neighbours as a film strip below.
/// It shows the current index of the selection model it shares with the grid, and moves that when the artist
/// leafs through. The keys of markkeys.h mark the shown picture.
class Loupe : public QWidget
{
    Q_OBJECT
public:
    /// All three must outlive the loupe. The model is the one of the selection.
    Loupe(QItemSelectionModel *selection, ImageStore *store, QWidget *parent = nullptr);

    PictureCanvas *canvas() const { return m_canvas; }
    FilmStrip *filmStrip() const { return m_strip; }
    void setUsualTimes(const UsualTimes &usual);
    /// The next (+1) or previous (-1) cell becomes current; nothing happens at the ends.
    void step(int direction);
    /// Asks for a mark of the shown picture; nothing for a live cell.
    void mark(const MarkWish &wish);
    /// After a mark the next picture becomes current.
    void setAutoAdvance(bool advance) { m_advances = advance; }

Q_SIGNALS:
    void leaveRequested();
    void fullScreenRequested();
    void copyRequested();
    void contextMenuRequested(const QPoint &globalPos);
    void jobActionRequested(janus::JobId job, janus::ui::CellAction action);
    void ratingRequested(const QList<janus::PictureId> &pictures, int stars);
    void pickRequested(const QList<janus::PictureId> &pictures, janus::Pick pick);
    void labelRequested(const QList<janus::PictureId> &pictures, janus::Label label);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void build();
    void watchModel();
    void showCurrent();
    void showZoom();
    void showPlace();
    Marks marks() const;
    void choose(const QModelIndex &index);
    void fetchNeighbours(int row);
    void restyle();

    QItemSelectionModel *m_selection;
    ImageStore *m_store;
    QWidget *m_head;
    PlainLabel *m_prompt;
    PlainLabel *m_place; ///< "3 of 37"
    MarksBar *m_marks;
    ZoomBar *m_zooms;
    IconButton *m_copy;
    IconButton *m_full;
    PictureCanvas *m_canvas;
    FilmStrip *m_strip;
    bool m_advances = false;
};

} // namespace janus::ui
