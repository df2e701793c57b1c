#pragma once

#include "core/apikey.h"
#include "core/result.h"

#include <QList>
#include <QWidget>

class QButtonGroup;
class QVBoxLayout;

namespace janus::secrets {
class KeyStore;
}

namespace janus::ui {

class KeyRow;
class SentenceLine;

/// The keys in the keychain, by their names: a radio button for the one in use, and for each what can be done
/// with it. It never shows a key.
class KeyList : public QWidget
{
    Q_OBJECT
public:
    /// `store` must outlive the list.
    explicit KeyList(secrets::KeyStore &store, QWidget *parent = nullptr);

    KeyRow *row(const QString &name) const;
    SentenceLine *news() const { return m_news; }
    bool isTesting() const { return !m_testing.isEmpty(); }
    /// The answer to testRequested().
    void showTestResult(const Result<void> &result);
    /// Nobody waits for answers any more.
    void reset();

Q_SIGNALS:
    /// One harmless call with this key is wanted; answer with showTestResult().
    void testRequested(const janus::ApiKey &key);
    /// The artist wants to paste another key in place of this one.
    void replaceRequested(const QString &name);
    /// Another key is in use.
    void used();

private:
    void refresh();
    KeyRow *makeRow(const QString &name);
    void use(const QString &name);
    void test(const QString &name);
    void rename(KeyRow *row, const QString &newName);
    void forget(const QString &name);
    void setBusy(bool busy);

    secrets::KeyStore &m_store;
    QList<KeyRow *> m_rows;
    QButtonGroup *m_choice;
    QVBoxLayout *m_column;
    SentenceLine *m_news;
    QString m_testing; // the name of the key that is asked about
    bool m_isBusy = false;
};

} // namespace janus::ui
