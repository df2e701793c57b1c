#include "secrets/systemkeystore.h"

#include "secrets/keychainthread.h"
#include "secrets/secretservice.h"

#include <QThread>

using namespace Qt::StringLiterals;

namespace janus::secrets {

namespace {

std::function<void(Result<ApiKey>)> withoutKey(const std::function<void(Result<void>)> &done)
{
    return [done](const Result<ApiKey> &answer) { done(answer ? Result<void>() : answer.error()); };
}

} // namespace

SystemKeyStore::SystemKeyStore(QSettings *settings, std::chrono::milliseconds patience)
    : m_environment(takeKeyFromEnvironment())
    , m_names(settings)
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
    m_names.refresh();
    ask({.deed = Deed::Look, .entry = activeEntry(), .name = {}, .context = {}, .done = {}},
        [entry = activeEntry()](KeychainWorker &worker, quint64 ticket) { worker.look(ticket, entry); });
}

void SystemKeyStore::unlock()
{
    ask({.deed = Deed::Look, .entry = activeEntry(), .name = {}, .context = {}, .done = {}},
        [entry = activeEntry()](KeychainWorker &worker, quint64 ticket) { worker.unlock(ticket, entry); });
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

void SystemKeyStore::storeInKeychain(const QString &name, const ApiKey &key, QObject *context,
                                     std::function<void(Result<void>)> done)
{
    Q_ASSERT(context);
    Waiting waiting{
        .deed = Deed::Store, .entry = {}, .name = {}, .context = context, .done = withoutKey(done)};
    if (name.isEmpty()) {
        waiting.entry = activeEntry().isEmpty() ? KeyNames::newEntry() : activeEntry();
        waiting.name = m_names.nameOf(waiting.entry);
        if (waiting.name.isEmpty())
            waiting.name = m_names.freeName();
    } else {
        const Result<QString> good = KeyNames::judged(name);
        if (!good)
            return refuse(good.error(), context, waiting.done);
        waiting.entry = m_names.entryOf(*good).value_or(KeyNames::newEntry());
        waiting.name = *good;
    }
    ask(waiting, [entry = waiting.entry, key](KeychainWorker &worker, quint64 ticket) {
        worker.store(ticket, entry, key);
    });
}

void SystemKeyStore::use(const QString &name, QObject *context, std::function<void(Result<void>)> done)
{
    Q_ASSERT(context);
    const std::optional<QString> entry = m_names.entryOf(name);
    if (!entry)
        return refuse(m_names.unknown(name), context, withoutKey(done));
    ask({.deed = Deed::Use, .entry = *entry, .name = name, .context = context, .done = withoutKey(done)},
        [entry](KeychainWorker &worker, quint64 ticket) { worker.unlock(ticket, *entry); });
}

void SystemKeyStore::read(const QString &name, QObject *context, std::function<void(Result<ApiKey>)> done)
{
    Q_ASSERT(context);
    const std::optional<QString> entry = m_names.entryOf(name);
    if (!entry)
        return refuse(m_names.unknown(name), context, std::move(done));
    ask({.deed = Deed::Read, .entry = *entry, .name = name, .context = context, .done = std::move(done)},
        [entry](KeychainWorker &worker, quint64 ticket) { worker.unlock(ticket, *entry); });
}

Result<void> SystemKeyStore::rename(const QString &name, const QString &newName)
{
    Result<void> renamed = m_names.rename(name, newName);
    if (renamed)
        Q_EMIT changed();
    return renamed;
}

void SystemKeyStore::forget(const QString &name, QObject *context, std::function<void(Result<void>)> done)
{
    Q_ASSERT(context);
    const std::optional<QString> named = m_names.entryOf(name);
    if (!name.isEmpty() && !named)
        return refuse(m_names.unknown(name), context, withoutKey(done));
    const QString entry = named.value_or(activeEntry());
    ask({.deed = Deed::Forget, .entry = entry, .name = name, .context = context, .done = withoutKey(done)},
        [entry](KeychainWorker &worker, quint64 ticket) { worker.remove(ticket, entry); });
    if (name.isEmpty())
        m_session = {};
    if (entry == activeEntry())
        m_keychain.key = {};
    Q_EMIT changed();
}

template <typename Work>
void SystemKeyStore::ask(const Waiting &waiting, Work work)
{
    const quint64 ticket = ++m_lastTicket;
    m_waiting.insert(ticket, waiting);
    if (!m_patience.isActive() && !m_slow)
        m_patience.start();
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, work, ticket] { work(*worker, ticket); }, Qt::QueuedConnection);
}

/// An answer that needs no keychain; it comes later all the same.
void SystemKeyStore::refuse(const Error &error, QObject *context, Done done)
{
    QMetaObject::invokeMethod(
        this,
        [error, context = QPointer<QObject>(context), done = std::move(done)] {
            if (context)
                done(error);
        },
        Qt::QueuedConnection);
}

void SystemKeyStore::onFinished(quint64 ticket, const KeychainReport &report, const Result<void> &outcome)
{
    const Waiting waiting = m_waiting.take(ticket);
    m_slow = false;
    m_patience.stop();
    if (!m_waiting.isEmpty())
        m_patience.start();

    Result<ApiKey> answer = report.key;
    if (!outcome)
        answer = outcome.error();
    else if ((waiting.deed == Deed::Use || waiting.deed == Deed::Read) && report.key.isEmpty())
        answer = notRead(waiting.name, report);
    const bool wasActive = waiting.entry == activeEntry();
    if (answer)
        takeNames(waiting, report);
    const bool isActive = waiting.entry == activeEntry();
    if (wasActive || isActive)
        takeReport(report);
    m_loaded = true;

    const QPointer<SystemKeyStore> self(this);
    Q_EMIT changed();
    if (self && waiting.context)
        waiting.done(answer);
}

/// What a piece of work that succeeded means for the names, and for which key is in use.
void SystemKeyStore::takeNames(const Waiting &waiting, const KeychainReport &report)
{
    switch (waiting.deed) {
    case Deed::Look:
        // A key of a version that knew only one.
        if (report.state == KeychainState::Present && m_names.names().isEmpty()) {
            m_names.add(waiting.entry, m_names.freeName());
            m_names.setActive(waiting.entry);
        }
        return;
    case Deed::Store:
        if (m_names.nameOf(waiting.entry).isEmpty())
            m_names.add(waiting.entry, waiting.name);
        [[fallthrough]];
    case Deed::Use:
        m_names.setActive(waiting.entry);
        m_session = {};
        return;
    case Deed::Forget:
        m_names.remove(waiting.entry);
        return;
    case Deed::Read:
        return;
    }
}

Error SystemKeyStore::notRead(const QString &name, const KeychainReport &report) const
{
    const QString sentence = report.state == KeychainState::Locked
                                 ? u"The key “%1” was not read, because %2 is locked."_s
                             : report.state == KeychainState::Empty && report.explanation.isEmpty()
                                 ? u"The key “%1” is not in %2. Add it again."_s
                                 : u"The key “%1” was not read from %2. "_s + report.explanation;
    return {ErrorKind::Storage, sentence.arg(name, keychainName()), {}, u"key"_s};
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
    case KeychainState::Empty:
        return m_keychain.explanation.isEmpty() ? emptyExplanation() : m_keychain.explanation;
    case KeychainState::Unknown:
    case KeychainState::Present:
        return m_keychain.explanation;
    }
    Q_UNREACHABLE();
}

/// Why there is none although there are names: another desktop may have brought another keychain along.
QString SystemKeyStore::emptyExplanation() const
{
    if (m_names.names().isEmpty())
        return {};
    if (activeName().isEmpty())
        return u"None of your keys is in use. Choose one, or add another."_s;
    return u"The key “%1” is not in %2. It may be in another keychain; add it again to go on."_s.arg(
        activeName(), keychainName());
}

/// The entry of a version that knew only one key, until there are names. Empty: no key is in use.
QString SystemKeyStore::activeEntry() const
{
    return m_names.names().isEmpty() ? keychainEntryName : m_names.active();
}

} // namespace janus::secrets
