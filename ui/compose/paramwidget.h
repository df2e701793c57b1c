#pragma once

#include "core/paramspec.h"

#include <QJsonValue>
#include <QList>
#include <QString>
#include <QWidget>

class QHBoxLayout;
class QVBoxLayout;

namespace janus::ui {

class PlainLabel;
class SentenceLine;

/// One input of a model in the form: its label, its controls, a hint, and the sentence when it is refused.
/// There is one subclass for each kind of value (see makeParamWidget).
///
/// The value is kept as it was set until the artist changes it, also when the controls cannot show it exactly
/// (a text with odd line ends, a number outside its range): what goes in comes out.
class ParamWidget : public QWidget
{
    Q_OBJECT
public:
    explicit ParamWidget(const ParamSpec &spec, QWidget *parent = nullptr);

    const ParamSpec &spec() const { return m_spec; }

    /// Undefined means: left out of the request.
    QJsonValue value() const { return m_value; }
    /// What the schema judges: what becomes of the value when it is sent.
    virtual QJsonValue judgedValue() const { return m_value; }
    /// Shows a value; says nothing (valueChanged is for the artist's own changes).
    void setValue(const QJsonValue &value);

    /// The sentence below, and the red frame; empty takes both back.
    virtual void setError(const QString &sentence);
    QString error() const;
    /// A reason why what stands in the controls is no value at all, beyond what the schema can judge.
    virtual QString problem() const { return {}; }
    /// What the artist has to mend, for "Fix the width to generate".
    virtual QString partInError() const;
    /// Where the caret goes when this row needs attention.
    virtual QWidget *firstField() const;

    /// The width of the column of labels is the form's business.
    int labelWidthHint() const;
    virtual void setLabelWidth(int width);
    /// In a narrow dock the hints go first.
    virtual void setNarrow(bool narrow);

Q_SIGNALS:
    /// The artist changed it.
    void valueChanged();

protected:
    /// Puts a value into the controls. Undefined shows the default. Called with isShowing() true.
    virtual void display(const QJsonValue &value) = 0;
    /// The artist's change; ignored while a value is being displayed.
    void edit(const QJsonValue &value);
    bool isShowing() const { return m_isShowing; }
    /// The value to show when nothing is set.
    QJsonValue shownValue(const QJsonValue &value) const;

    /// A row with a label in the label column.
    QHBoxLayout *addRow(const QString &title);
    /// Something as wide as the form.
    void addWide(QWidget *widget);
    /// Gets the red frame when the value is refused. The first one is firstField().
    void addField(QWidget *field);
    /// Makes `buddy` what the last row's label names.
    void setBuddy(QWidget *buddy);
    void setHintText(const QString &hint);
    /// For rows whose sentence stands at the left edge.
    void setSentenceIndented(bool indented);

private:
    void placeBelow();

    ParamSpec m_spec;
    QJsonValue m_value = QJsonValue::Undefined;
    bool m_isShowing = false;
    bool m_isNarrow = false;
    bool m_isIndented = true;
    int m_labelWidth = 100;
    QVBoxLayout *m_rows;
    QVBoxLayout *m_below;
    QList<PlainLabel *> m_labels;
    QList<QWidget *> m_fields;
    PlainLabel *m_hint;
    SentenceLine *m_sentence;
};

/// The form's one place that turns a kind of value into a widget.
ParamWidget *makeParamWidget(const ParamSpec &spec, QWidget *parent);

} // namespace janus::ui
