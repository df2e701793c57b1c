#pragma once

#include "secrets/environmentkey.h"
#include "secrets/keychainworker.h"
#include "secrets/keynames.h"
#include "secrets/keystore.h"

#include <QHash>
#include <QPointer>
#include <QTimer>

#include <chrono>

namespace janus::secrets {

/// The key store of the real program. Everything slow happens in the keychain thread; this object only
/// remembers what came of it, so none of its functions waits, the destructor included. One per process, alive
/// as long as the program.
class SystemKeyStore : public KeyStore
{
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds defaultPatience{15'000};

    /// Takes the key out of the environment. `settings` holds the keys' names and must outlive the store;
    /// without it they last as long as the store. `patience` is how long the keychain may take before the
    /// state is Slow.
    explicit SystemKeyStore(QSettings *settings = nullptr,
                            std::chrono::milliseconds patience = defaultPatience);
    ~SystemKeyStore() override;

    void load() override;
    void unlock() override;

    ApiKey key() const override;
    KeyPlace place() const override;
    KeychainState keychainState() const override;
    QString explanation() const override;
    QString keychainName() const override;
    bool isLoaded() const override { return m_loaded; }

    QStringList names() const override { return m_names.names(); }
    QString activeName() const override { return m_names.nameOf(m_names.active()); }

    void useForSession(const ApiKey &key) override;
    void storeInKeychain(const QString &name, const ApiKey &key, QObject *context,
                         std::function<void(Result<void>)> done) override;
    void use(const QString &name, QObject *context, std::function<void(Result<void>)> done) override;
    void read(const QString &name, QObject *context, std::function<void(Result<ApiKey>)> done) override;
    Result<void> rename(const QString &name, const QString &newName) override;
    void forget(const QString &name, QObject *context, std::function<void(Result<void>)> done) override;

private:
    using Done = std::function<void(Result<ApiKey>)>;
    enum class Deed { Look, Store, Use, Read, Forget };

    /// What was asked of the keychain and who waits for the answer; nobody for a Look.
    struct Waiting
    {
        Deed deed = Deed::Look;
        QString entry;
        QString name; ///< of the entry from the moment the key is stored
        QPointer<QObject> context;
        Done done;
    };

    template <typename Work>
    void ask(const Waiting &waiting, Work work);
    void refuse(const Error &error, QObject *context, Done done);
    void onFinished(quint64 ticket, const KeychainReport &report, const Result<void> &outcome);
    void takeNames(const Waiting &waiting, const KeychainReport &report);
    void takeReport(const KeychainReport &report);
    Error notRead(const QString &name, const KeychainReport &report) const;
    void onNamed(const QString &name);
    void onPatienceEnded();
    QString keychainExplanation() const;
    QString emptyExplanation() const;
    QString activeEntry() const;

    EnvironmentKey m_environment;
    KeyNames m_names;
    ApiKey m_session;
    KeychainReport m_keychain;
    QString m_name;
    bool m_loaded = false;
    bool m_slow = false;
    quint64 m_lastTicket = 0;
    QHash<quint64, Waiting> m_waiting;
    QTimer m_patience;
    KeychainWorker *m_worker; ///< lives in the keychain thread and is deleted there
};

} // namespace janus::secrets
