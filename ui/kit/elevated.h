#pragma once

#include <QWidget>

namespace janus::ui {

/// A widget that floats above others: popup ground, thin line, soft shadow. The shadow is painted inside the
/// widget, so its contents margins include the room for it; lay out children as usual. Base of Card and
/// Toast.
class Elevated : public QWidget
{
    Q_OBJECT
public:
    enum class Height { Popup, Card };

    /// `padding` is the space between the box's edge and its contents, in logical pixels.
    Elevated(Height height, int padding, QWidget *parent = nullptr);

    /// How far the shadow reaches beyond the box, at each side.
    QMargins shadowMargins() const;
    /// The visible box.
    QRect boxRect() const { return rect() - shadowMargins(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Height m_height;
};

} // namespace janus::ui
