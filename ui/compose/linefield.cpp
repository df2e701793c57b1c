#include "ui/compose/linefield.h"

#include "ui/kit/studiostyle.h"

#include <QHBoxLayout>
#include <QLineEdit>

namespace janus::ui {

LineField::LineField(const ParamSpec &spec, QWidget *parent)
    : ParamWidget(spec, parent)
{
    QHBoxLayout *row = addRow(spec.title);
    m_edit = new QLineEdit(this);
    m_edit->setAccessibleName(spec.title);
    m_edit->setToolTip(spec.hint.toHtmlEscaped());
    m_edit->setProperty(look::compact, true);
    row->addWidget(m_edit);
    setBuddy(m_edit);
    addField(m_edit);
    connect(m_edit, &QLineEdit::textEdited, this, [this](const QString &text) {
        edit(text.isEmpty() && !this->spec().required ? QJsonValue(QJsonValue::Undefined) : QJsonValue(text));
    });
}

void LineField::display(const QJsonValue &value)
{
    m_edit->setText(shownValue(value).toString());
    m_edit->setCursorPosition(0);
}

} // namespace janus::ui
