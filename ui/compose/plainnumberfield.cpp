#include "ui/compose/plainnumberfield.h"

#include "ui/compose/numberedit.h"

#include <QHBoxLayout>

namespace janus::ui {

PlainNumberField::PlainNumberField(const ParamSpec &spec, QWidget *parent)
    : ParamWidget(spec, parent)
{
    const bool whole = spec.kind == ParamKind::Integer;
    QHBoxLayout *row = addRow(spec.title);
    m_edit =
        new NumberEdit(spec.title, whole ? NumberEdit::Digits::Whole : NumberEdit::Digits::Decimal, this);
    m_edit->setStep(spec.step, spec.minimum, spec.maximum);
    m_edit->setWidthInDigits(6);
    m_edit->setToolTip(spec.hint.toHtmlEscaped());
    row->addWidget(m_edit);
    row->addStretch();
    setBuddy(m_edit);
    addField(m_edit);
    connect(m_edit, &NumberEdit::numberEdited, this, [this] {
        const bool leftOut = m_edit->text().isEmpty() && !this->spec().required;
        edit(leftOut ? QJsonValue(QJsonValue::Undefined) : m_edit->number());
    });
}

void PlainNumberField::display(const QJsonValue &value)
{
    m_edit->setNumber(shownValue(value));
}

} // namespace janus::ui
