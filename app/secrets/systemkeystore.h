#pragma once

#include "secrets/environmentkey.h"
#include "secrets/keychainworker.h"
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

    /// Takes the key out of the environment. `patience` is how long the keychain may take before the state is
    /// Slow.
    explicit SystemKeyStore(QObject *parent = nullptr, std::chrono::milliseconds patience = defaultPatience);
    ~SystemKeyStore() override;

    void load() override;
    void unlock() override;

    ApiKey key() const override;
    KeyPlace place() const override;
    KeychainState keychainState() const override;
    QString explanation() const override;
    QString keychainName() const override;
    bool isLoaded() const override { return m_loaded; }

    void useForSession(const ApiKey &key) override;
    void storeInKeychain(const ApiKey &key, QObject *context,
                         std::function<void(Result<void>)> done) override;
    void forget(QObject *context, std::function<void(Result<void>)> done) override;

private:
    /// What waits for a ticket's answer. Nothing for load() and unlock().
    struct Waiting
    {
        QPointer<QObject> context;
        std::function<void(Result<void>)> done;
        bool storesKey = false;
    };

    template <typename Work>
    void ask(Waiting waiting, Work work);
    void onFinished(quint64 ticket, const KeychainReport &report, const Result<void> &outcome);
    void takeReport(const KeychainReport &report);
    void onNamed(const QString &name);
    void onPatienceEnded();
    QString keychainExplanation() const;

    EnvironmentKey m_environment;
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
