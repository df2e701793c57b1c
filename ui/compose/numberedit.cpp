#include "ui/compose/numberedit.h"

#include "ui/kit/plainlabel.h"
#include "ui/kit/studiostyle.h"

#include <QKeyEvent>
#include <QLocale>
#include <QRegularExpressionValidator>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace janus::ui {

NumberEdit::NumberEdit(const QString &name, Digits digits, QWidget *parent)
    : QLineEdit(parent)
    , m_digits(digits)
    , m_unit(new PlainLabel({}, &Fonts::small, &Colors::textMuted, this))
{
    setAccessibleName(name);
    setProperty(look::compact, true);
    setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    static const QRegularExpression whole(uR"(\s*[-+]?\d{0,24}\s*)"_s);
    static const QRegularExpression decimal(uR"(\s*[-+]?\d{0,24}[.,]?\d{0,24}([eE][-+]?\d{0,3})?\s*)"_s);
    setValidator(new QRegularExpressionValidator(digits == Digits::Whole ? whole : decimal, this));
    m_unit->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_unit->hide();
    connect(this, &QLineEdit::textEdited, this, &NumberEdit::numberEdited);
}

void NumberEdit::setUnit(const QString &unit)
{
    m_unit->setText(unit);
    m_unit->setVisible(!unit.isEmpty());
    placeUnit();
    updateGeometry();
}

void NumberEdit::setStep(double step, std::optional<double> minimum, std::optional<double> maximum)
{
    m_step = step;
    m_minimum = minimum;
    m_maximum = maximum;
}

void NumberEdit::setWidthInDigits(int digits)
{
    m_widthInDigits = digits;
    updateGeometry();
}

QJsonValue NumberEdit::number() const
{
    QString typed = text().trimmed();
    bool ok = false;
    if (m_digits == Digits::Whole) {
        const qint64 whole = QLocale::c().toLongLong(typed, &ok);
        return ok ? QJsonValue(whole) : QJsonValue(typed);
    }
    const double decimal = QLocale::c().toDouble(typed.replace(u',', u'.'), &ok);
    return ok ? QJsonValue(decimal) : QJsonValue(typed);
}

void NumberEdit::setNumber(const QJsonValue &number)
{
    QString text;
    if (number.isString()) {
        text = number.toString();
    } else if (number.isDouble()) {
        constexpr qint64 never = std::numeric_limits<qint64>::min();
        const bool whole = number.toInteger(never) != never || number.toInteger(0) == never;
        text = whole && m_leastDecimals == 0 ? QString::number(number.toInteger()) : shown(number.toDouble());
    }
    if (text == this->text())
        return;
    setText(text);
    setCursorPosition(0);
}

QString NumberEdit::shown(double number) const
{
    QString text = QString::number(number, 'g', QLocale::FloatingPointShortest);
    if (m_leastDecimals > 0 && !text.contains(u'.') && !text.contains(u'e'))
        text = QString::number(number, 'f', m_leastDecimals);
    return text;
}

void NumberEdit::stepBy(int steps)
{
    const QJsonValue now = number();
    const double from = now.isDouble() ? now.toDouble() : m_minimum.value_or(0);
    // Whole steps only: 0.1 + 0.05 must read 0.15.
    double to = std::round((from + steps * m_step) * 1e6) / 1e6;
    if (m_minimum)
        to = std::max(to, *m_minimum);
    if (m_maximum)
        to = std::min(to, *m_maximum);
    setNumber(m_digits == Digits::Whole ? QJsonValue(static_cast<qint64>(to)) : QJsonValue(to));
    selectAll();
    Q_EMIT numberEdited();
}

void NumberEdit::keyPressEvent(QKeyEvent *event)
{
    const bool plain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    const int coarse = event->modifiers() & Qt::ShiftModifier ? 10 : 1;
    if (plain && event->key() == Qt::Key_Up)
        return stepBy(coarse);
    if (plain && event->key() == Qt::Key_Down)
        return stepBy(-coarse);
    if (plain && event->key() == Qt::Key_PageUp)
        return stepBy(10);
    if (plain && event->key() == Qt::Key_PageDown)
        return stepBy(-10);
    QLineEdit::keyPressEvent(event);
}

void NumberEdit::resizeEvent(QResizeEvent *event)
{
    QLineEdit::resizeEvent(event);
    placeUnit();
}

void NumberEdit::placeUnit()
{
    const int width = m_unit->text().isEmpty() ? 0 : m_unit->sizeHint().width();
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    m_unit->setGeometry(mirrored ? 7 : this->width() - 7 - width, 0, width, height());
    const int room = 3 + (width ? width + 3 : 0);
    setTextMargins(mirrored ? room : 2, 0, mirrored ? 2 : room, 0);
}

QSize NumberEdit::sizeHint() const
{
    const int digits = fontMetrics().horizontalAdvance(u'0') * m_widthInDigits;
    const int unit = m_unit->text().isEmpty() ? 0 : m_unit->sizeHint().width() + 3;
    return {digits + unit + 18, tokensOf(this).size.controlSmall};
}

QSize NumberEdit::minimumSizeHint() const
{
    return sizeHint() - QSize(9, 0); // the digits still fit, with less air
}

} // namespace janus::ui
