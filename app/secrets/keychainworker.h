#pragma once

#include "core/apikey.h"
#include "core/result.h"
#include "secrets/keystore.h"

#include <QList>
#include <QObject>
#include <QString>

#include <functional>

namespace QKeychain {
class Job;
}

namespace janus::secrets {

class SecretService;
struct SecretSearch;

/// What a piece of keychain work found out.
struct KeychainReport
{
    KeychainState state = KeychainState::Unknown; ///< Unknown: nothing new was learnt
    ApiKey key;                                   ///< with Present
    QString explanation; ///< a sentence with Unavailable, and with Empty where the entry is no key
};

/// All keychain work: what the Secret Service says over D-Bus, and reading, writing and deleting through
/// QtKeychain. Lives in the keychain thread; its functions are called there. Work is done one piece after
/// another, each piece ends with one finished(), and a QtKeychain job is never deleted: it ends by itself,
/// however long that takes, also after this object has died.
class KeychainWorker : public QObject
{
    Q_OBJECT
public:
    KeychainWorker();

    /// Reads the key of this entry if that needs no prompt.
    void look(quint64 ticket, const QString &entry);
    /// Reads the key, also where the keychain prompts for its password first.
    void unlock(quint64 ticket, const QString &entry);
    /// Writes the key and reads it back.
    void store(quint64 ticket, const QString &entry, const ApiKey &key);
    /// Deletes the entry and asks whether it is gone.
    void remove(quint64 ticket, const QString &entry);

Q_SIGNALS:
    /// The keychain's name for people, as soon as it is known.
    void named(const QString &name);
    void finished(quint64 ticket, const janus::secrets::KeychainReport &report,
                  const janus::Result<void> &outcome);

private:
    enum class Attempt { First, Second };

    void enqueue(std::function<void()> work);
    void startNext();
    void end(quint64 ticket, const KeychainReport &report, const Result<void> &outcome = {});
    void fail(quint64 ticket, const KeychainReport &report, const QString &message,
              const QString &detail = {});

    void learnName();
    QString nameOr(const QString &fallback) const;
    void run(QKeychain::Job *job, std::function<void(QKeychain::Job *)> then);
    void readKey(quint64 ticket);
    void judgeFailedRead(quint64 ticket, int error, const QString &detail, const SecretSearch &found);
    void write(quint64 ticket, const ApiKey &key, Attempt attempt);
    void failWrite(quint64 ticket, int error, const QString &detail);
    void verifyWritten(quint64 ticket, const ApiKey &key, Attempt attempt);
    void replaceStranger(quint64 ticket, const ApiKey &key);
    void removeFound(quint64 ticket, const SecretSearch &found);
    void removeEntry(quint64 ticket);
    void verifyRemoved(quint64 ticket, const QString &detail);
    void verifyRemovedByReading(quint64 ticket);
    void verifyNotFound(quint64 ticket);
    void failRemove(quint64 ticket, const KeychainReport &report, const QString &sentence,
                    const QString &detail = {});

    SecretService *m_service;
    QList<std::function<void()>> m_waiting;
    bool m_busy = false;
    QString m_name;
    QString m_entry; // that the work under way is about
};

} // namespace janus::secrets
