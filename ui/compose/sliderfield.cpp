#include "ui/compose/sliderfield.h"

#include "ui/compose/numberedit.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/quietslider.h"
#include "ui/kit/tokens.h"

#include <QHBoxLayout>
#include <QSignalBlocker>

#include <cmath>

using namespace Qt::StringLiterals;

namespace janus::ui {

SliderField::SliderField(const ParamSpec &spec, QWidget *parent)
    : ParamWidget(spec, parent)
{
    QHBoxLayout *row = addRow(spec.title);
    m_slider = new QuietSlider(Qt::Horizontal, this);
    m_slider->setAccessibleName(spec.title);
    m_slider->setToolTip(spec.hint.toHtmlEscaped());
    m_slider->setMinimumWidth(tokensOf(this).scaled(60));
    m_edit = new NumberEdit(tr("%1, as a number").arg(spec.title), NumberEdit::Digits::Decimal, this);
    m_edit->setWidthInDigits(4);
    m_edit->setLeastDecimals(spec.step < 0.5 ? 1 : 0);
    m_edit->setStep(spec.step, lowest(), spec.maximum);
    m_reset = new IconButton(u"restore"_s, tr("Reset %1").arg(spec.title.toLower()), this);
    m_reset->setCompact(true);
    m_reset->setGlyph(&Measures::iconSmall);
    QSizePolicy policy = m_reset->sizePolicy();
    policy.setRetainSizeWhenHidden(true); // nothing moves when it appears
    m_reset->setSizePolicy(policy);
    row->addWidget(m_slider, 1);
    row->addSpacing(8);
    row->addWidget(m_edit);
    row->addSpacing(4);
    row->addWidget(m_reset);
    setBuddy(m_slider);
    addField(m_edit);
    m_slider->setRange(0, static_cast<int>(std::floor((*spec.maximum - lowest()) / spec.step + 1e-6)));
    m_slider->setPageStep(std::max(1, m_slider->maximum() / 10));
    connect(m_slider, &QuietSlider::valueChanged, this, &SliderField::onSlid);
    connect(m_edit, &NumberEdit::numberEdited, this, [this] {
        refresh(m_edit->number());
        edit(m_edit->number());
    });
    connect(m_reset, &IconButton::clicked, this, &SliderField::onReset);
    refresh(spec.defaultValue);
}

double SliderField::lowest() const
{
    return *spec().minimum + (spec().exclusiveMinimum ? spec().step : 0);
}

void SliderField::display(const QJsonValue &value)
{
    const QJsonValue shown = shownValue(value);
    m_edit->setNumber(shown);
    refresh(shown);
}

void SliderField::onSlid(int steps)
{
    // Sums of steps as they read: 0.15, not 0.15000000000000002.
    const double number = std::round((lowest() + steps * spec().step) * 1e6) / 1e6;
    m_edit->setNumber(number);
    refresh(number);
    edit(number);
}

void SliderField::onReset()
{
    m_slider->setFocus(Qt::OtherFocusReason); // the button is about to vanish
    m_edit->setNumber(spec().defaultValue);
    refresh(spec().defaultValue);
    edit(spec().defaultValue);
}

void SliderField::refresh(const QJsonValue &shown)
{
    const bool isNumber = shown.isDouble();
    if (isNumber) {
        const QSignalBlocker quiet(m_slider);
        const double steps = std::round((shown.toDouble() - lowest()) / spec().step);
        m_slider->setValue(static_cast<int>(std::clamp(steps, 0.0, double(m_slider->maximum()))));
    }
    setHintText(spec().meanings.isEmpty() ? QString()
                : isNumber                ? spec().meaningOf(shown.toDouble())
                                          : u" "_s);
    m_slider->setAccessibleDescription(isNumber ? spec().meaningOf(shown.toDouble()) : spec().hint);
    m_reset->setVisible(!spec().defaultValue.isUndefined() && shown != spec().defaultValue);
}

} // namespace janus::ui
