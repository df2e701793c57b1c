#pragma once

#include "ui/compose/paramwidget.h"

class QComboBox;

namespace janus::ui {

/// One word out of a list. The mouse wheel never changes it.
class ChoiceField : public ParamWidget
{
    Q_OBJECT
public:
    explicit ChoiceField(const ParamSpec &spec, QWidget *parent = nullptr);

protected:
    void display(const QJsonValue &value) override;

private:
    QComboBox *m_combo;
};

} // namespace janus::ui
