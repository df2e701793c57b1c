#pragma once

#include "core/result.h"

#include <QDialog>

class QLineEdit;

namespace janus::ui {

class PrimaryButton;
class SentenceLine;

/// "Add model…": asks for the id of another model of the service. It only asks and shows; the window does the work.
/// Show it with open().
class AddModelDialog : public QDialog
{
    Q_OBJECT
public:
    explicit AddModelDialog(QWidget *parent = nullptr);

    /// The answer to addRequested(): closes, or says why not and stays.
    void showResult(const Result<void> &result);

    QLineEdit *idEdit() const { return m_id; }
    PrimaryButton *addButton() const { return m_add; }
    SentenceLine *sentence() const { return m_sentence; }

Q_SIGNALS:
    void addRequested(const QString &endpoint);
    /// The artist wants to see the service's list of models in the browser.
    void browseRequested();

private:
    QWidget *makeField();
    QWidget *makeButtons();
    void add();
    void setBusy(bool busy);

    QLineEdit *m_id = nullptr;
    SentenceLine *m_sentence;
    PrimaryButton *m_add = nullptr;
};

} // namespace janus::ui
