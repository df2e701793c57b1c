#pragma once

#include "ui/compose/paramwidget.h"

class QCheckBox;

namespace janus::ui {

/// Yes or no.
class SwitchField : public ParamWidget
{
    Q_OBJECT
public:
    explicit SwitchField(const ParamSpec &spec, QWidget *parent = nullptr);
    /// With words of its own beside the box.
    SwitchField(const ParamSpec &spec, const QString &words, QWidget *parent = nullptr);

protected:
    void display(const QJsonValue &value) override;

private:
    QCheckBox *m_box;
};

} // namespace janus::ui
