#pragma once

#include "ui/stage/comparecanvas.h"
#include "ui/stage/differencestrip.h"
#include "ui/stage/markkeys.h"

#include <QWidget>

class QCheckBox;
class QPushButton;

namespace janus::ui {

class CompareName;
class IconButton;
class KeyCap;
class PlainLabel;
class SegmentedControl;
class ZoomBar;

/// Two pictures against each other: the keeper and its challenger, beside each other, under a slider,
/// blinking or as their difference, and below what differs in their recipes. It knows only these two; who
/// owns the list answers stepRequested and keepRequested with setPictures.
///
/// Keys: M mode, Tab side, Shift+P keep this one and take the next challenger, Left and Right (Page Up, Page
/// Down) challenger, Z + − and Ctrl+0 zoom, Shift+arrows (Up and Down alone too) move, Ctrl+Left and
/// Ctrl+Right the slider's line, K zoom and pan together, Space flips in blink and is the full view
/// elsewhere, Esc or G leave, and those of markkeys.h for the side with the focus.
class CompareView : public QWidget
{
    Q_OBJECT
public:
    /// `store` must outlive the view.
    explicit CompareView(ImageStore *store, QWidget *parent = nullptr);

    void setPictures(const CulledPicture &keeper, const CulledPicture &challenger);
    /// "Challenger 3 of 9"; a count of 0 leaves the number out.
    void setChallengerPlace(int at, int count);
    /// What stands in the challenger's place when there is none.
    void setEmptyText(const QString &text);
    void setSpecs(SpecsOf specs);

    CompareCanvas *canvas() const { return m_canvas; }
    CompareName *name(Side side) const { return side == Side::Keeper ? m_keeperName : m_challengerName; }
    DifferenceStrip *differences() const { return m_differences; }
    /// The picture that has the focus.
    const CulledPicture &current() const { return m_canvas->picture(m_canvas->side()); }

    CompareMode mode() const { return m_canvas->mode(); }
    void setMode(CompareMode mode);
    void setLinked(bool linked);
    void setSide(Side side);
    /// The one with the focus stays, the other goes.
    void keep();
    /// Asks for a mark of the one with the focus; the label it has already is taken away.
    void mark(const MarkWish &wish);

    QSize minimumSizeHint() const override { return {320, 240}; }

Q_SIGNALS:
    /// The next (+1) or previous (-1) challenger is wished.
    void stepRequested(int direction);
    void keepRequested(janus::PictureId kept);
    /// The side with the focus shows this one.
    void currentChanged(janus::PictureId current);
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

private:
    void build();
    void buildHead();
    void connectAll();
    void showNames();
    void markSide(Side side, const MarkWish &wish);
    bool actByKey(int key);
    bool actByShiftKey(int key);
    bool actByControlKey(int key);
    bool panByKey(int key);
    void restyle();
    void shedHead();

    QWidget *m_head;
    SegmentedControl *m_modes;
    KeyCap *m_modeKey;
    QCheckBox *m_link;
    ZoomBar *m_zooms;
    QPushButton *m_keep;
    KeyCap *m_keepKey;
    QPushButton *m_next;
    CompareName *m_keeperName;
    CompareName *m_challengerName;
    CompareCanvas *m_canvas;
    DifferenceStrip *m_differences;
    int m_place = 0;
    int m_count = 0;
};

} // namespace janus::ui
