#include "ui/kit/numberslider.h"

#include "ui/kit/iconbutton.h"
#include "ui/kit/numberfield.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/quietslider.h"

#include <QGridLayout>
#include <QSignalBlocker>

namespace janus::ui {

using namespace Qt::StringLiterals;

NumberSlider::NumberSlider(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_slider(new QuietSlider(Qt::Horizontal, this))
    , m_field(new NumberField(name, this))
    , m_reset(new IconButton(u"restore"_s, tr("Reset %1").arg(name), this))
    , m_hint(new PlainLabel({}, &Fonts::small, &Colors::textMuted, this))
{
    m_slider->setAccessibleName(name);
    m_reset->setCompact(true);
    QSizePolicy policy = m_reset->sizePolicy();
    policy.setRetainSizeWhenHidden(true); // nothing moves when it appears
    m_reset->setSizePolicy(policy);
    m_field->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_hint->setWordWrap(true);
    m_hint->hide();
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(0);
    grid->addWidget(m_slider, 0, 0);
    grid->addWidget(m_field, 0, 1);
    grid->addWidget(m_reset, 0, 2);
    grid->addWidget(m_hint, 1, 0, 1, 3);
    grid->setColumnStretch(0, 1);
    setFocusProxy(m_slider);
    connect(m_slider, &QSlider::valueChanged, this,
            [this](int steps) { setValue(m_minimum + steps * m_step); });
    connect(m_field, &NumberField::valueChanged, this, &NumberSlider::setValue);
    connect(m_reset, &IconButton::clicked, this, [this] {
        m_slider->setFocus(Qt::OtherFocusReason); // the button is about to vanish
        setValue(m_default);
    });
    setRange(m_minimum, m_maximum, m_step, 0);
}

void NumberSlider::setRange(double minimum, double maximum, double step, int decimals)
{
    Q_ASSERT(step > 0 && maximum >= minimum);
    m_minimum = minimum;
    m_maximum = maximum;
    m_step = step;
    const QSignalBlocker quietSlider(m_slider);
    const QSignalBlocker quietField(m_field);
    const int steps = qRound((maximum - minimum) / step);
    m_slider->setRange(0, steps);
    m_slider->setPageStep(qMax(1, steps / 10));
    m_field->setDecimals(decimals);
    m_field->setRange(minimum, maximum);
    m_field->setSingleStep(step);
    const double kept = onStep(m_value);
    if (kept != m_value)
        setValue(kept);
    else
        show(kept);
}

void NumberSlider::setDefaultValue(double value)
{
    m_default = onStep(value);
    show(m_value);
}

double NumberSlider::onStep(double value) const
{
    const double inside = qBound(m_minimum, value, m_maximum);
    return qMin(m_maximum, m_minimum + qRound64((inside - m_minimum) / m_step) * m_step);
}

void NumberSlider::setValue(double value)
{
    const double kept = onStep(value);
    const bool changes = kept != m_value;
    m_value = kept;
    show(kept);
    if (changes)
        Q_EMIT valueChanged(kept);
}

void NumberSlider::show(double value)
{
    const QSignalBlocker quietSlider(m_slider);
    const QSignalBlocker quietField(m_field);
    m_slider->setValue(qRound((value - m_minimum) / m_step));
    m_field->setValue(value);
    m_reset->setVisible(qAbs(value - m_default) > m_step / 2);
    m_slider->update();
}

void NumberSlider::setHint(const QString &hint)
{
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    m_slider->setAccessibleDescription(hint);
}

QString NumberSlider::hint() const
{
    return m_hint->text();
}

void NumberSlider::setUnit(const QString &unit)
{
    m_field->setUnit(unit);
}

void NumberSlider::setRefused(bool refused)
{
    m_field->setRefused(refused);
}

} // namespace janus::ui
