#pragma once

#include "secrets/keynames.h"
#include "secrets/keystore.h"

#include <QPointer>

#include <map>
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
        if (state == KeychainState::Present && m_names.names().isEmpty()) {
            m_names.add(KeyNames::newEntry(), m_names.freeName());
            m_names.setActive(*m_names.entryOf(m_names.names().first()));
        }
        if (!m_names.active().isEmpty() && !key.isEmpty())
            m_keys[m_names.active()] = key;
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
    QStringList names() const override { return m_names.names(); }
    QString activeName() const override { return m_names.nameOf(m_names.active()); }
    void storeInKeychain(const QString &name, const ApiKey &key, QObject *context,
                         std::function<void(Result<void>)> done) override
    {
        answer(context, std::move(done), [this, name, key]() -> Result<void> {
            const QString asked = !name.isEmpty()          ? name
                                  : activeName().isEmpty() ? m_names.freeName()
                                                           : activeName();
            const Result<QString> good = KeyNames::judged(asked);
            if (!good)
                return good.error();
            const QString entry = m_names.entryOf(*good).value_or(KeyNames::newEntry());
            if (m_names.nameOf(entry).isEmpty())
                m_names.add(entry, *good);
            m_keys[entry] = key;
            return take(entry);
        });
    }
    void use(const QString &name, QObject *context, std::function<void(Result<void>)> done) override
    {
        answer(context, std::move(done), [this, name]() -> Result<void> {
            const std::optional<QString> entry = m_names.entryOf(name);
            return entry ? take(*entry) : m_names.unknown(name);
        });
    }
    void read(const QString &name, QObject *context, std::function<void(Result<ApiKey>)> done) override
    {
        later([this, name, context = QPointer<QObject>(context), done = std::move(done)] {
            const std::optional<QString> entry = m_names.entryOf(name);
            if (!context)
                return;
            if (m_failure)
                return done(*m_failure);
            done(entry ? Result<ApiKey>(m_keys[*entry]) : Result<ApiKey>(m_names.unknown(name)));
        });
    }
    Result<void> rename(const QString &name, const QString &newName) override
    {
        const Result<void> renamed = m_names.rename(name, newName);
        if (renamed)
            Q_EMIT changed();
        return renamed;
    }
    void forget(const QString &name, QObject *context, std::function<void(Result<void>)> done) override
    {
        if (name.isEmpty())
            m_session = {};
        answer(context, std::move(done), [this, name]() -> Result<void> {
            const QString entry =
                name.isEmpty() ? m_names.active() : m_names.entryOf(name).value_or(QString());
            if (!name.isEmpty() && entry.isEmpty())
                return m_names.unknown(name);
            if (entry == m_names.active()) {
                m_stored = {};
                m_state = KeychainState::Empty;
            }
            m_names.remove(entry);
            return {};
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
            const Result<void> result = m_failure ? Result<void>(*m_failure) : work();
            Q_EMIT changed();
            if (context)
                done(result);
        });
    }

    Result<void> take(const QString &entry)
    {
        m_names.setActive(entry);
        m_session = {};
        m_stored = m_keys[entry];
        m_state = KeychainState::Present;
        return {};
    }

    KeychainState m_state = KeychainState::Empty;
    KeyNames m_names;
    std::map<QString, ApiKey> m_keys;
    ApiKey m_stored;
    ApiKey m_environment;
    ApiKey m_session;
    QString m_explanation;
    std::optional<Error> m_failure;
    bool m_loaded = false;
    int m_unlockCount = 0;
};

} // namespace janus::secrets
