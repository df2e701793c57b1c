#pragma once

#include "ui/compose/paramwidget.h"

namespace janus::ui {

class NumberEdit;

/// A number without a range worth a slider. Empty means: left out.
class PlainNumberField : public ParamWidget
{
    Q_OBJECT
public:
    explicit PlainNumberField(const ParamSpec &spec, QWidget *parent = nullptr);

protected:
    void display(const QJsonValue &value) override;

private:
    NumberEdit *m_edit;
};

} // namespace janus::ui
