#pragma once

#include <QSlider>

namespace janus::ui {

/// A slider that the mouse wheel moves only while it has the focus, so that scrolling a panel changes
/// nothing.
class QuietSlider : public QSlider
{
    Q_OBJECT
public:
    explicit QuietSlider(Qt::Orientation orientation = Qt::Horizontal, QWidget *parent = nullptr);

    QSize minimumSizeHint() const override;

protected:
    void wheelEvent(QWheelEvent *event) override;
};

} // namespace janus::ui
