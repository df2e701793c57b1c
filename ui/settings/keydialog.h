#pragma once

#include "core/apikey.h"
#include "core/result.h"

#include <QDialog>

class QLineEdit;
class QPushButton;
class QRadioButton;

namespace janus::secrets {
class KeyStore;
}

namespace janus::ui {

class PlainLabel;
class PrimaryButton;
class SentenceLine;

/// "Add my fal key": paste, test, choose where it is kept. Show it with open(). It never shows a key that is
/// stored already, and forgets what was typed as soon as it closes.
class KeyDialog : public QDialog
{
    Q_OBJECT
public:
    /// `store` must outlive the dialog.
    explicit KeyDialog(secrets::KeyStore &store, QWidget *parent = nullptr);

    /// The answer to testRequested(); ignored when the text has changed since.
    void showTestResult(const Result<void> &result);

    QLineEdit *keyEdit() const { return m_edit; }
    QPushButton *testButton() const { return m_test; }
    PrimaryButton *saveButton() const { return m_save; }
    QRadioButton *keychainChoice() const { return m_keychain; }
    QRadioButton *sessionChoice() const { return m_session; }
    QRadioButton *environmentChoice() const { return m_environment; }
    SentenceLine *sentence() const { return m_sentence; }

    void done(int result) override;

Q_SIGNALS:
    /// One harmless call with this key is wanted; answer with showTestResult().
    void testRequested(const janus::ApiKey &key);
    /// "Where do I get one?": the artist wants to see fal's page of keys in the browser.
    void helpRequested();
    /// The key store has the new key, or the one in the environment is to be used.
    void keyStored();

private:
    QWidget *makeField();
    QWidget *makePlaces();
    QWidget *makeButtons();
    void onEdited();
    void onTest();
    void onSave();
    void onPlace();
    void onStored(const Result<void> &result);
    void finish();
    void setBusy(bool busy);
    void refresh();

    secrets::KeyStore &m_store;
    QLineEdit *m_edit;
    QPushButton *m_test;
    SentenceLine *m_sentence;
    QRadioButton *m_keychain;
    QRadioButton *m_session;
    QRadioButton *m_environment;
    PlainLabel *m_placeNote;
    PrimaryButton *m_save;
    bool m_isTesting = false;
    bool m_isBusy = false;
    bool m_hasChosen = false; // the artist picked a place; news from the store no longer moves the choice
};

} // namespace janus::ui
