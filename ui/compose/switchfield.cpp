#include "ui/compose/switchfield.h"

#include "ui/kit/tokens.h"

#include <QCheckBox>
#include <QHBoxLayout>

namespace janus::ui {

SwitchField::SwitchField(const ParamSpec &spec, QWidget *parent)
    : SwitchField(spec, spec.role == ParamRole::Safety ? tr("Check pictures") : tr("On"), parent)
{
}

SwitchField::SwitchField(const ParamSpec &spec, const QString &words, QWidget *parent)
    : ParamWidget(spec, parent)
{
    QHBoxLayout *row = addRow(spec.title);
    m_box = new QCheckBox(words, this);
    m_box->setAccessibleName(tr("%1: %2").arg(spec.title, words.toLower()));
    m_box->setToolTip(spec.hint.toHtmlEscaped());
    m_box->setMinimumHeight(tokensOf(this).size.controlSmall);
    row->addWidget(m_box);
    row->addStretch();
    setBuddy(m_box);
    addField(m_box);
    connect(m_box, &QCheckBox::toggled, this, [this](bool on) { edit(on); });
}

void SwitchField::display(const QJsonValue &value)
{
    m_box->setChecked(shownValue(value).toBool());
}

} // namespace janus::ui
