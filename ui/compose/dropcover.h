#pragma once

#include <QWidget>

class QMimeData;

namespace janus::ui {

/// Lies over a panel while something is dragged over the window that the panel can take settings from, says
/// so, and takes the drop: the fields below would take a file's name for text.
///
/// It is shown as soon as such a drag enters one of the windows it watches, and hidden when that ends.
class DropCover : public QWidget
{
    Q_OBJECT
public:
    /// `text`: what will happen.
    DropCover(const QString &text, QWidget *panel);

    /// The window of `widget`, as soon as it has one. Call it again when the panel comes into another one.
    void watch(QWidget *widget);

    /// A picture of ours, or a local file that is a picture or a recipe by its name.
    static bool brings(const QMimeData &data);

Q_SIGNALS:
    void dropped(const QMimeData &data);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void cover();
    void setOver(bool isOver);

    QString m_text;
    bool m_isOver = false; ///< the drag is over it, not only over the window
};

} // namespace janus::ui
