#pragma once

#include "ui/compose/paramwidget.h"

namespace janus::ui {

class IconButton;
class PromptEdit;

/// The prompt: the editor, and in the same frame a foot row with the count of characters and words.
class PromptField : public ParamWidget
{
    Q_OBJECT
public:
    explicit PromptField(const ParamSpec &spec, QWidget *parent = nullptr);

    PromptEdit *editor() const { return m_editor; }
    void setError(const QString &sentence) override;
    QString footText() const;
    /// The history of the form opens below it.
    IconButton *historyButton() const { return m_history; }

Q_SIGNALS:
    void historyRequested();

protected:
    void display(const QJsonValue &value) override;
    void changeEvent(QEvent *event) override;

private:
    void restyle();
    void onEdited();
    void count();

    class Box;
    Box *m_box;
    PromptEdit *m_editor;
    IconButton *m_history;
    PlainLabel *m_foot;
};

} // namespace janus::ui
