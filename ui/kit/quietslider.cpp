#include "ui/kit/quietslider.h"

#include "ui/kit/tokens.h"

#include <QWheelEvent>

namespace janus::ui {

QuietSlider::QuietSlider(Qt::Orientation orientation, QWidget *parent)
    : QSlider(orientation, parent)
{
    setFocusPolicy(Qt::StrongFocus); // the wheel does not give it the focus
}

QSize QuietSlider::minimumSizeHint() const
{
    const int thick = tokensOf(this).scaled(24);
    return orientation() == Qt::Horizontal ? QSize(40, thick) : QSize(thick, 40);
}

void QuietSlider::wheelEvent(QWheelEvent *event)
{
    if (hasFocus())
        QSlider::wheelEvent(event);
    else
        event->ignore();
}

} // namespace janus::ui
