#pragma once

#include "ui/compose/paramwidget.h"

namespace janus::ui {

class NumberEdit;
class SegmentedControl;

/// How many pictures, and (with more than one) whether each is a request of its own, so that it can be run
/// again alone, or all are one request.
class CountField : public ParamWidget
{
    Q_OBJECT
public:
    explicit CountField(const ParamSpec &spec, QWidget *parent = nullptr);

    bool isSplit() const;
    /// Says nothing.
    void setSplit(bool split);
    /// Split, and more than one picture.
    bool makesSeveralRequests() const;

    NumberEdit *numberEdit() const { return m_edit; }
    SegmentedControl *modes() const { return m_modes; }

    void setNarrow(bool narrow) override;

Q_SIGNALS:
    /// The artist chose the other mode.
    void splitChanged();

protected:
    void display(const QJsonValue &value) override;

private:
    void refresh();

    NumberEdit *m_edit;
    SegmentedControl *m_modes;
};

} // namespace janus::ui
