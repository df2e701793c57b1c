#pragma once

#include "core/result.h"

#include <QDialog>
#include <QList>
#include <QString>

#include <functional>
#include <optional>

class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;

namespace janus::ui {

class PlainLabel;
class PrimaryButton;
class SentenceLine;

/// Texts with names, to look at and to change: styles, and lists of words. It asks and shows; the window
/// keeps them. A change is kept by Save, and by going to another text. Closing keeps the change of a text
/// that is there when it may be kept, and forgets a new one that was never saved. What is deleted can be
/// brought back for as long as the dialog is open.
class NamedTextsDialog : public QDialog
{
    Q_OBJECT
public:
    struct Entry
    {
        QString name;
        QString text;
        bool operator==(const Entry &) const = default;
    };
    /// The words of one kind of texts.
    struct Kind
    {
        QString title, intro, newName, textLabel, placeholder, noneYet;
        std::function<Result<void>(const QString &name)> check;          ///< of a name
        std::function<QString(const QString &text)> summary;             ///< one line below the text
        std::function<Result<void>(const QString &text)> checkText = {}; ///< none: any text may be kept
    };

    explicit NamedTextsDialog(const Kind &kind, QWidget *parent = nullptr);

    /// What is kept, in order. The one that is shown stays so, what is typed, too.
    void setEntries(const QList<Entry> &entries);
    /// Begins a new one with this text.
    void addNew(const QString &text);
    /// The answer to keepRequested() and removeRequested(): empty or a refusal. It may come when the dialog
    /// is closed already: then failed() tells it on.
    void showKept(const Result<void> &kept);
    void say(const QString &sentence);
    void refuse(const QString &sentence);

    QListWidget *list() const { return m_list; }
    QLineEdit *nameEdit() const { return m_name; }
    QPlainTextEdit *textEdit() const { return m_text; }
    QPushButton *saveButton() const;
    QPushButton *deleteButton() const { return m_delete; }
    QPushButton *undoButton() const { return m_undo; }
    SentenceLine *sentence() const { return m_sentence; }

Q_SIGNALS:
    /// `before` is the name it had; empty for a new one.
    void keepRequested(const QString &name, const QString &text, const QString &before);
    void removeRequested(const QString &name);
    void importRequested();
    void exportRequested();
    void failed(const janus::Error &error);

protected:
    void done(int result) override;

private:
    QWidget *makeList();
    QWidget *makeEditor();
    QWidget *makeButtons();
    void select(int row);
    void display(const Entry &entry, const QString &before);
    bool keepChanges();
    void forgetChanges();
    bool isChanged() const;
    QString problem() const;
    void refresh();
    void remove();
    void bringBack();

    Kind m_kind;
    QList<Entry> m_entries;
    QString m_before;               ///< the name of what is shown, as it is kept; empty: a new one
    std::optional<Entry> m_removed; ///< can be brought back
    bool m_isShowing = false;
    QListWidget *m_list = nullptr;
    QWidget *m_editor = nullptr;
    QLineEdit *m_name = nullptr;
    QPlainTextEdit *m_text = nullptr;
    PlainLabel *m_summary = nullptr;
    SentenceLine *m_sentence;
    QPushButton *m_delete = nullptr;
    QPushButton *m_undo = nullptr;
    QPushButton *m_export = nullptr;
    PrimaryButton *m_save = nullptr;
};

} // namespace janus::ui
