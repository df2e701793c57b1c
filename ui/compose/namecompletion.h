#pragma once

#include <QObject>
#include <QStringList>

class QCompleter;
class QStringListModel;

namespace janus::ui {

class PromptEdit;

/// Completes names of lists in the prompt: open() shows those that begin with what stands between the last
/// `__` and the caret, and puts the chosen one there as `__name__`.
class NameCompletion : public QObject
{
    Q_OBJECT
public:
    explicit NameCompletion(PromptEdit *editor);

    void setNames(const QStringList &names);
    void open();
    QCompleter *completer() const { return m_completer; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// What is typed of a name; the place of its `__` in the text, or of the caret.
    QString beginning(int *place) const;
    void update();
    void insert(const QString &name);

    PromptEdit *m_editor;
    QStringListModel *m_names;
    QCompleter *m_completer;
};

} // namespace janus::ui
