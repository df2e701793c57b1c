#pragma once

#include "ui/compose/paramwidget.h"

namespace janus::ui {

class IconButton;
class NumberEdit;
class QuietSlider;

/// A number between two limits: a slider in sensible steps, a field for any number, a button that brings the
/// default back (shown only while the value differs), and a line saying in plain words what the value means.
class SliderField : public ParamWidget
{
    Q_OBJECT
public:
    explicit SliderField(const ParamSpec &spec, QWidget *parent = nullptr);

    QuietSlider *slider() const { return m_slider; }
    NumberEdit *numberEdit() const { return m_edit; }
    IconButton *resetButton() const { return m_reset; }

protected:
    void display(const QJsonValue &value) override;

private:
    void onSlid(int steps);
    void onReset();
    void refresh(const QJsonValue &shown);
    double lowest() const;

    QuietSlider *m_slider;
    NumberEdit *m_edit;
    IconButton *m_reset;
};

} // namespace janus::ui
