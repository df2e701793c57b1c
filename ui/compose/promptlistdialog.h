#pragma once

#include "core/promptlist.h"

#include <QDialog>

class QListWidget;

namespace janus::ui {

class PlainLabel;
class PrimaryButton;

/// "Prompts from File": what was read out of a file of prompts, and what of it cannot be sent and why, before
/// anything is.
class PromptListDialog : public QDialog
{
    Q_OBJECT
public:
    explicit PromptListDialog(QWidget *parent = nullptr);

    /// `requests` is in how many requests the good rows are sent; `note` says what else happens to them.
    void setList(const QString &fileName, const PromptList &list, int requests, int pictures, bool isPractice,
                 const QString &note);

    QListWidget *prompts() const { return m_prompts; }
    QListWidget *problems() const { return m_problems; }
    PrimaryButton *generateButton() const { return m_generate; }
    QString summary() const;

Q_SIGNALS:
    /// All that can be sent of the list.
    void generateRequested(const QList<janus::PromptList::Row> &rows);

private:
    QList<PromptList::Row> m_rows;
    PlainLabel *m_summary;
    PlainLabel *m_note;
    QListWidget *m_prompts;
    PlainLabel *m_problemsTitle;
    QListWidget *m_problems;
    PrimaryButton *m_generate;
};

} // namespace janus::ui
