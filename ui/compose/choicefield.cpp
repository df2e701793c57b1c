#include "ui/compose/choicefield.h"

#include "ui/kit/studiostyle.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QWheelEvent>

namespace janus::ui {

namespace {

class WheellessCombo : public QComboBox
{
public:
    using QComboBox::QComboBox;

protected:
    void wheelEvent(QWheelEvent *event) override { event->ignore(); }
};

} // namespace

ChoiceField::ChoiceField(const ParamSpec &spec, QWidget *parent)
    : ParamWidget(spec, parent)
{
    QHBoxLayout *row = addRow(spec.title);
    m_combo = new WheellessCombo(this);
    m_combo->setAccessibleName(spec.title);
    m_combo->setToolTip(spec.hint.toHtmlEscaped());
    m_combo->setProperty(look::compact, true);
    m_combo->setFocusPolicy(Qt::StrongFocus);
    m_combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_combo->setMinimumContentsLength(8);
    m_combo->addItems(spec.choices);
    row->addWidget(m_combo, 1);
    setBuddy(m_combo);
    addField(m_combo);
    connect(m_combo, &QComboBox::currentIndexChanged, this, [this](int index) {
        if (index >= 0)
            edit(this->spec().choices.at(index));
    });
}

void ChoiceField::display(const QJsonValue &value)
{
    m_combo->setCurrentIndex(static_cast<int>(spec().choices.indexOf(shownValue(value).toString())));
}

} // namespace janus::ui
