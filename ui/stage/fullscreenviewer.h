#pragma once

#include "ui/stage/livetext.h"
#include "ui/stage/markkeys.h"

#include <QWidget>

class QItemSelectionModel;

namespace janus::ui {

class ImageStore;
class PictureCanvas;

/// The loupe's picture alone on a whole screen, without frame or tools. It follows the same selection. Esc, G
/// or F11 leave it. A window of its own, so it may stand on a second screen.
class FullScreenViewer : public QWidget
{
    Q_OBJECT
public:
    /// All must outlive the viewer. `parent` is the window it belongs to.
    FullScreenViewer(QItemSelectionModel *selection, ImageStore *store, QWidget *parent = nullptr);

    PictureCanvas *canvas() const { return m_canvas; }
    void setUsualTimes(const UsualTimes &usual);

Q_SIGNALS:
    /// It was hidden.
    void left();
    void stepRequested(int direction);
    /// One of the keys of markkeys.h, for the shown picture.
    void markWished(const janus::ui::MarkWish &wish);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void showCurrent();

    QItemSelectionModel *m_selection;
    PictureCanvas *m_canvas;
};

} // namespace janus::ui
