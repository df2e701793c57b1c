#pragma once

#include "ui/compose/paramwidget.h"

class QLineEdit;

namespace janus::ui {

/// A short text. Empty means: left out, unless the model requires it.
class LineField : public ParamWidget
{
    Q_OBJECT
public:
    explicit LineField(const ParamSpec &spec, QWidget *parent = nullptr);

protected:
    void display(const QJsonValue &value) override;

private:
    QLineEdit *m_edit;
};

} // namespace janus::ui
