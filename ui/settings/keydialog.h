#pragma once

#include "core/apikey.h"
#include "core/result.h"

#include <QDialog>

class QLineEdit;
class QPushButton;
class QRadioButton;
class QTimer;

namespace janus::secrets {
class KeyStore;
}

namespace janus::ui {

class KeyList;
class PlainLabel;
class PrimaryButton;
class SentenceLine;

/// The fal keys. Where there are none yet: "Add my fal key", that is paste, test, choose where it is kept.
/// Where there are some: the list of them, and a button to add another. Show it with open(). It never shows a
/// key that is stored already, and forgets what was typed as soon as it closes.
class KeyDialog : public QDialog
{
    Q_OBJECT
public:
    /// `store` must outlive the dialog.
    explicit KeyDialog(secrets::KeyStore &store, QWidget *parent = nullptr);

    /// The answer to testRequested(); ignored when the text has changed since.
    void showTestResult(const Result<void> &result);

    KeyList *keyList() const { return m_list; }
    QPushButton *addButton() const { return m_add; }
    QPushButton *unlockButton() const { return m_unlock; }
    QLineEdit *nameEdit() const { return m_name; }
    QLineEdit *keyEdit() const { return m_edit; }
    QPushButton *testButton() const { return m_test; }
    PrimaryButton *saveButton() const { return m_save; }
    QRadioButton *keychainChoice() const { return m_keychain; }
    QRadioButton *sessionChoice() const { return m_session; }
    QRadioButton *environmentChoice() const { return m_environment; }
    SentenceLine *sentence() const { return m_sentence; }

    void done(int result) override;
    bool event(QEvent *event) override;

Q_SIGNALS:
    /// One harmless call with this key is wanted; answer with showTestResult().
    void testRequested(const janus::ApiKey &key);
    /// "Where do I get one?": the artist wants to see fal's page of keys in the browser.
    void helpRequested();
    /// The key store has the new key, or another one is to be used.
    void keyStored();

private:
    enum class Page { List, Add, Replace };

    QWidget *makeList();
    QWidget *makeForm();
    QWidget *makeName();
    QWidget *makeField();
    QWidget *makePlaces();
    QWidget *makeButtons();
    void showPage(Page page, const QString &name = {});
    void hideKey();
    Result<QString> nameToStore() const;
    void onEdited();
    void onCancel();
    void onTest();
    void onSave();
    void onPlace();
    void onStored(const Result<void> &result);
    void finish();
    void setBusy(bool busy);
    void refresh();

    secrets::KeyStore &m_store;
    Page m_page = Page::Add;
    QString m_replaced; // the name of the key another is pasted for
    SentenceLine *m_sentence;
    PlainLabel *m_title;
    PlainLabel *m_intro;
    QWidget *m_listPart;
    KeyList *m_list;
    QPushButton *m_add;
    QPushButton *m_unlock;
    QWidget *m_statePart;
    PlainLabel *m_stateNote;
    QWidget *m_form;
    QWidget *m_namePart;
    QLineEdit *m_name;
    QTimer *m_remask; ///< a key is never shown for long
    QLineEdit *m_edit;
    QPushButton *m_test;
    QRadioButton *m_keychain;
    QRadioButton *m_session;
    QRadioButton *m_environment;
    PlainLabel *m_placeNote;
    QPushButton *m_cancel;
    PrimaryButton *m_save;
    bool m_isTesting = false;
    bool m_isBusy = false;
    bool m_hasChosen = false; // the artist picked a place; news from the store no longer moves the choice
};

} // namespace janus::ui
