#include "ui/compose/jsonfield.h"

#include "ui/kit/studiostyle.h"

#include <QHBoxLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLineEdit>

namespace janus::ui {

JsonField::JsonField(const ParamSpec &spec, QWidget *parent)
    : ParamWidget(spec, parent)
{
    QHBoxLayout *row = addRow(spec.title);
    m_edit = new QLineEdit(this);
    m_edit->setAccessibleName(tr("%1, as JSON").arg(spec.title));
    m_edit->setToolTip(spec.hint.toHtmlEscaped());
    m_edit->setFont(tokensOf(this).font.mono);
    m_edit->setProperty(look::compact, true);
    row->addWidget(m_edit);
    setBuddy(m_edit);
    addField(m_edit);
    connect(m_edit, &QLineEdit::textEdited, this, &JsonField::onEdited);
}

// QJsonDocument reads and writes arrays and objects only, so the value stands in an array of one.
void JsonField::onEdited(const QString &text)
{
    const QJsonArray values = QJsonDocument::fromJson('[' + text.toUtf8() + ']').array();
    const bool empty = text.trimmed().isEmpty();
    m_problem = empty || values.size() == 1 ? QString() : tr("%1 must be one JSON value.").arg(spec().title);
    edit(values.size() == 1 ? values.first() : QJsonValue(QJsonValue::Undefined));
}

void JsonField::display(const QJsonValue &value)
{
    m_problem.clear();
    if (value.isUndefined()) {
        m_edit->clear();
        return;
    }
    const QByteArray json = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    m_edit->setText(QString::fromUtf8(json.mid(1, json.size() - 2)));
    m_edit->setCursorPosition(0);
}

} // namespace janus::ui
