#pragma once

#include <QObject>
#include <QStringList>

#include <optional>

class QCompleter;
class QStringListModel;

namespace janus::ui {

class PromptEdit;

/// Completes names of lists in the prompt: open() shows those that begin with what stands between an open
/// `__` and the caret, or all where there is none, and puts the chosen one there as `__name__`.
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
    /// What is typed of a name behind a `__` that is open.
    struct Beginning
    {
        QString typed;
        int place; ///< of the `__` in the text
    };
    std::optional<Beginning> beginning() const;
    void update();
    void insert(const QString &name);

    PromptEdit *m_editor;
    QStringListModel *m_names;
    QCompleter *m_completer;
};

} // namespace janus::ui
