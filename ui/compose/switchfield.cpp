#include "ui/compose/switchfield.h"

#include "ui/kit/tokens.h"

#include <QCheckBox>
#include <QHBoxLayout>

namespace janus::ui {

SwitchField::SwitchField(const ParamSpec &spec, QWidget *parent)
    : ParamWidget(spec, parent)
{
    const bool safety = spec.role == ParamRole::Safety;
    QHBoxLayout *row = addRow(spec.title);
    m_box = new QCheckBox(safety ? tr("Check pictures") : tr("On"), this);
    m_box->setAccessibleName(safety ? tr("Safety: check pictures") : spec.title);
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
