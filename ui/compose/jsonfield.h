#pragma once

#include "ui/compose/paramwidget.h"

class QLineEdit;

namespace janus::ui {

/// A value of a kind the form knows nothing better for, as one line of JSON. Empty means: left out.
class JsonField : public ParamWidget
{
    Q_OBJECT
public:
    explicit JsonField(const ParamSpec &spec, QWidget *parent = nullptr);

    QString problem() const override { return m_problem; }

protected:
    void display(const QJsonValue &value) override;

private:
    void onEdited(const QString &text);

    QLineEdit *m_edit;
    QString m_problem;
};

} // namespace janus::ui
