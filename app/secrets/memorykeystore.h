#pragma once

#include "secrets/keystore.h"

#include <QPointer>

#include <optional>
#include <utility>

namespace janus::secrets {

/// A key store without keychain, for tests of other rooms. Answers like the real one: later, never inside the
/// call.
class MemoryKeyStore : public KeyStore
{
public:
    using KeyStore::KeyStore;

    /// The keychain's answer from now on. A key is only given out with Present.
    void setKeychain(KeychainState state, const ApiKey &key = {}, const QString &explanation = {})
    {
        m_state = state;
        m_stored = key;
        m_explanation = explanation;
        if (m_loaded)
            Q_EMIT changed();
    }
    void setEnvironment(const ApiKey &key) { m_environment = key; }
    /// What storing and forgetting end with; empty: they succeed.
    void setFailure(const std::optional<Error> &failure) { m_failure = failure; }
    int unlockCount() const { return m_unlockCount; }

    void load() override
    {
        later([this] {
            m_loaded = true;
            Q_EMIT changed();
        });
    }
    void unlock() override
    {
        ++m_unlockCount;
        later([this] {
            if (m_state == KeychainState::Locked)
                m_state = m_stored.isEmpty() ? KeychainState::Empty : KeychainState::Present;
            Q_EMIT changed();
        });
    }

    ApiKey key() const override
    {
        if (!m_session.isEmpty() || !m_environment.isEmpty())
            return m_session.isEmpty() ? m_environment : m_session;
        return place() == KeyPlace::Keychain ? m_stored : ApiKey();
    }
    KeyPlace place() const override
    {
        if (!m_session.isEmpty())
            return KeyPlace::Session;
        if (!m_environment.isEmpty())
            return KeyPlace::Environment;
        const bool readable = m_loaded && m_state == KeychainState::Present && !m_stored.isEmpty();
        return readable ? KeyPlace::Keychain : KeyPlace::None;
    }
    KeychainState keychainState() const override { return m_loaded ? m_state : KeychainState::Unknown; }
    QString explanation() const override { return m_explanation; }
    QString keychainName() const override { return QStringLiteral("the system keychain"); }
    bool isLoaded() const override { return m_loaded; }

    void useForSession(const ApiKey &key) override
    {
        m_session = key;
        Q_EMIT changed();
    }
    void storeInKeychain(const ApiKey &key, QObject *context, std::function<void(Result<void>)> done) override
    {
        answer(context, std::move(done), [this, key] {
            m_session = {};
            m_stored = key;
            m_state = KeychainState::Present;
        });
    }
    void forget(QObject *context, std::function<void(Result<void>)> done) override
    {
        m_session = {};
        answer(context, std::move(done), [this] {
            m_stored = {};
            m_state = KeychainState::Empty;
        });
    }

private:
    template <typename Work>
    void later(Work work)
    {
        QMetaObject::invokeMethod(this, work, Qt::QueuedConnection);
    }
    template <typename Work>
    void answer(QObject *context, std::function<void(Result<void>)> done, Work work)
    {
        later([this, context = QPointer<QObject>(context), done = std::move(done), work] {
            if (!m_failure)
                work();
            Q_EMIT changed();
            if (context)
                done(m_failure ? Result<void>(*m_failure) : Result<void>());
        });
    }

    KeychainState m_state = KeychainState::Empty;
    ApiKey m_stored;
    ApiKey m_environment;
    ApiKey m_session;
    QString m_explanation;
    std::optional<Error> m_failure;
    bool m_loaded = false;
    int m_unlockCount = 0;
};

} // namespace janus::secrets
