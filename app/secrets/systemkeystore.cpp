#include "secrets/systemkeystore.h"

#include "secrets/keychainthread.h"

#include <QThread>

using namespace Qt::StringLiterals;

namespace janus::secrets {

SystemKeyStore::SystemKeyStore(QObject *parent, std::chrono::milliseconds patience)
    : KeyStore(parent)
    , m_environment(takeKeyFromEnvironment())
    , m_worker(new KeychainWorker)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this, &SystemKeyStore::onPatienceEnded);
    connect(m_worker, &KeychainWorker::named, this, &SystemKeyStore::onNamed);
    connect(m_worker, &KeychainWorker::finished, this, &SystemKeyStore::onFinished);
    m_worker->moveToThread(keychainThread());
}

SystemKeyStore::~SystemKeyStore()
{
    m_worker->deleteLater();
}

void SystemKeyStore::load()
{
    ask({}, [](KeychainWorker &worker, quint64 ticket) { worker.look(ticket); });
}

void SystemKeyStore::unlock()
{
    ask({}, [](KeychainWorker &worker, quint64 ticket) { worker.unlock(ticket); });
}

ApiKey SystemKeyStore::key() const
{
    switch (place()) {
    case KeyPlace::Session:
        return m_session;
    case KeyPlace::Environment:
        return m_environment.key;
    case KeyPlace::Keychain:
        return m_keychain.key;
    case KeyPlace::None:
        return {};
    }
    Q_UNREACHABLE();
}

KeyPlace SystemKeyStore::place() const
{
    if (!m_session.isEmpty())
        return KeyPlace::Session;
    if (!m_environment.key.isEmpty())
        return KeyPlace::Environment;
    return m_keychain.key.isEmpty() ? KeyPlace::None : KeyPlace::Keychain;
}

KeychainState SystemKeyStore::keychainState() const
{
    return m_slow ? KeychainState::Slow : m_keychain.state;
}

QString SystemKeyStore::explanation() const
{
    const QString keychain = keychainExplanation();
    if (m_environment.problem.isEmpty() || keychain.isEmpty())
        return m_environment.problem + keychain;
    return m_environment.problem + u' ' + keychain;
}

QString SystemKeyStore::keychainName() const
{
    return m_name.isEmpty() ? u"the system keychain"_s : m_name;
}

void SystemKeyStore::useForSession(const ApiKey &key)
{
    m_session = key;
    Q_EMIT changed();
}

void SystemKeyStore::storeInKeychain(const ApiKey &key, QObject *context,
                                     std::function<void(Result<void>)> done)
{
    Q_ASSERT(context);
    ask({context, std::move(done), true},
        [key](KeychainWorker &worker, quint64 ticket) { worker.store(ticket, key); });
}

void SystemKeyStore::forget(QObject *context, std::function<void(Result<void>)> done)
{
    Q_ASSERT(context);
    ask({context, std::move(done)}, [](KeychainWorker &worker, quint64 ticket) { worker.remove(ticket); });
    m_session = {};
    m_keychain.key = {};
    Q_EMIT changed();
}

template <typename Work>
void SystemKeyStore::ask(Waiting waiting, Work work)
{
    const quint64 ticket = ++m_lastTicket;
    m_waiting.insert(ticket, std::move(waiting));
    if (!m_patience.isActive() && !m_slow)
        m_patience.start();
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, work, ticket] { work(*worker, ticket); }, Qt::QueuedConnection);
}

void SystemKeyStore::onFinished(quint64 ticket, const KeychainReport &report, const Result<void> &outcome)
{
    const Waiting waiting = m_waiting.take(ticket);
    m_slow = false;
    m_patience.stop();
    if (!m_waiting.isEmpty())
        m_patience.start();
    takeReport(report);
    if (waiting.storesKey && outcome)
        m_session = {};
    m_loaded = true;

    const QPointer<SystemKeyStore> self(this);
    Q_EMIT changed();
    if (self && waiting.context)
        waiting.done(outcome);
}

/// A key that was read stays in use when the keychain is locked or goes away later; only forget() and an
/// empty keychain take it away.
void SystemKeyStore::takeReport(const KeychainReport &report)
{
    if (report.state == KeychainState::Unknown)
        return;
    const bool saysNothingAboutKey =
        report.state == KeychainState::Locked || report.state == KeychainState::Unavailable;
    const ApiKey known = saysNothingAboutKey ? m_keychain.key : report.key;
    m_keychain = report;
    m_keychain.key = known;
}

void SystemKeyStore::onNamed(const QString &name)
{
    m_name = name;
    if (m_loaded)
        Q_EMIT changed();
}

/// The work goes on; its answer is used whenever it comes.
void SystemKeyStore::onPatienceEnded()
{
    m_slow = true;
    m_loaded = true;
    Q_EMIT changed();
}

QString SystemKeyStore::keychainExplanation() const
{
    const auto sentence = [this](const QString &rest) {
        const QString name = keychainName();
        return name.left(1).toUpper() + name.mid(1) + rest;
    };
    switch (keychainState()) {
    case KeychainState::Slow:
        return sentence(u" has not answered yet. It may be waiting for you to type its password."_s);
    case KeychainState::Locked:
        return sentence(u" is locked. Unlock it to use the key that is stored there."_s);
    case KeychainState::Unavailable:
        return m_keychain.explanation + u" You can use a key for this session only."_s;
    case KeychainState::Unknown:
    case KeychainState::Present:
    case KeychainState::Empty:
        return m_keychain.explanation;
    }
    Q_UNREACHABLE();
}

} // namespace janus::secrets
