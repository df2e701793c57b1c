#pragma once

#include <QDoubleSpinBox>

namespace janus::ui {

class PlainLabel;

/// A number in a field, right-aligned, with its unit in quiet ink: 1024 w. Arrow keys and Page keys change
/// it; the mouse wheel only while it has the focus. valueChanged comes when typing is finished, not at each
/// digit.
class NumberField : public QDoubleSpinBox
{
    Q_OBJECT
public:
    /// `name` is the accessible name: "Width in pixels".
    explicit NumberField(const QString &name, QWidget *parent = nullptr);

    /// Shown behind the number; not part of its text.
    void setUnit(const QString &unit);
    /// Red line: the value was refused. Any change by the artist takes it back.
    void setRefused(bool refused);
    bool isRefused() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void wheelEvent(QWheelEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void placeUnit();
    int widestText() const;

    PlainLabel *m_unit;
};

} // namespace janus::ui
