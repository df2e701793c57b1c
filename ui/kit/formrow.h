#pragma once

#include <QWidget>

class QGridLayout;

namespace janus::ui {

class PlainLabel;

/// A line of a form: label in a column of fixed width, field, and below the field the sentence of a refusal.
class FormRow : public QWidget
{
    Q_OBJECT
public:
    /// Takes ownership of `field`, and makes the label its buddy.
    FormRow(const QString &label, QWidget *field, QWidget *parent = nullptr);

    QWidget *field() const { return m_field; }
    PlainLabel *label() const { return m_label; }
    /// The label column's width at 100 % text size; 92 unless told.
    void setLabelWidth(int width);
    /// A whole sentence, shown with a mark below the field; empty takes it away. The caller marks the field
    /// itself.
    void setMessage(const QString &sentence);
    QString message() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void restyle();

    int m_labelWidth = 92;
    QWidget *m_field;
    PlainLabel *m_label;
    QWidget *m_notice;
    PlainLabel *m_mark;
    PlainLabel *m_message;
};

} // namespace janus::ui
