#include "ui/kit/numberfield.h"

#include "ui/kit/plainlabel.h"
#include "ui/kit/studiostyle.h"

#include <QEvent>
#include <QLineEdit>
#include <QWheelEvent>

namespace janus::ui {

NumberField::NumberField(const QString &name, QWidget *parent)
    : QDoubleSpinBox(parent)
    , m_unit(new PlainLabel({}, &Fonts::small, &Colors::textMuted, this))
{
    setAccessibleName(name);
    setButtonSymbols(NoButtons);
    setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    setKeyboardTracking(false);
    setFocusPolicy(Qt::StrongFocus);
    setDecimals(0);
    m_unit->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_unit->hide();
    connect(this, &QDoubleSpinBox::textChanged, this, [this] { setRefused(false); });
}

void NumberField::setUnit(const QString &unit)
{
    m_unit->setText(unit);
    m_unit->setVisible(!unit.isEmpty());
    placeUnit();
    updateGeometry();
}

void NumberField::setRefused(bool refused)
{
    if (refused != isRefused())
        look::set(this, look::refused, refused);
}

bool NumberField::isRefused() const
{
    return property(look::refused).toBool();
}

int NumberField::widestText() const
{
    const QFontMetrics metrics(font());
    return qMax(metrics.horizontalAdvance(textFromValue(maximum())),
                metrics.horizontalAdvance(textFromValue(minimum())));
}

QSize NumberField::sizeHint() const
{
    const Tokens &tokens = tokensOf(this);
    const int unit = m_unit->text().isEmpty() ? 0 : m_unit->sizeHint().width() + 4;
    const bool compact = property(look::compact).toBool();
    return {qMax(tokens.scaled(50), widestText() + unit + 22),
            compact ? tokens.size.controlSmall : tokens.size.control};
}

QSize NumberField::minimumSizeHint() const
{
    return {tokensOf(this).scaled(44), sizeHint().height()};
}

void NumberField::wheelEvent(QWheelEvent *event)
{
    if (hasFocus())
        QDoubleSpinBox::wheelEvent(event);
    else
        event->ignore();
}

void NumberField::resizeEvent(QResizeEvent *event)
{
    QDoubleSpinBox::resizeEvent(event);
    placeUnit();
}

void NumberField::changeEvent(QEvent *event)
{
    QDoubleSpinBox::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::LayoutDirectionChange)
        placeUnit();
}

void NumberField::placeUnit()
{
    const int width = m_unit->text().isEmpty() ? 0 : m_unit->sizeHint().width();
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    m_unit->setGeometry(mirrored ? 8 : this->width() - 8 - width, 0, width, height());
    m_unit->raise();
    const int room = width ? width + 4 : 0;
    lineEdit()->setTextMargins(mirrored ? room : 0, 0, mirrored ? 0 : room, 0);
}

} // namespace janus::ui
