#pragma once

#include <QWidget>

namespace janus::ui {

class IconButton;
class NumberField;
class PlainLabel;
class QuietSlider;

/// A number on a range: slider, field, a button that brings the default back (shown only while the value
/// differs), and a line that says in words what the value means. All three parts show the same value.
class NumberSlider : public QWidget
{
    Q_OBJECT
public:
    /// `name` is the accessible name of slider and field: "Guidance".
    explicit NumberSlider(const QString &name, QWidget *parent = nullptr);

    /// `step` > 0. `decimals` is what the field shows. Values are kept inside and on the steps.
    void setRange(double minimum, double maximum, double step, int decimals);
    void setDefaultValue(double value);

    double value() const { return m_value; }
    /// Emits valueChanged when it changes something.
    void setValue(double value);

    /// The words below the slider; empty removes the line.
    void setHint(const QString &hint);
    QString hint() const;
    void setUnit(const QString &unit);
    void setRefused(bool refused);

    QuietSlider *slider() const { return m_slider; }
    NumberField *field() const { return m_field; }
    IconButton *resetButton() const { return m_reset; }

Q_SIGNALS:
    void valueChanged(double value);

private:
    double onStep(double value) const;
    void show(double value);

    double m_minimum = 0;
    double m_maximum = 100;
    double m_step = 1;
    double m_default = 0;
    double m_value = 0;
    QuietSlider *m_slider;
    NumberField *m_field;
    IconButton *m_reset;
    PlainLabel *m_hint;
};

} // namespace janus::ui
