#include "secrets/keychainworker.h"

#include "secrets/secretservice.h"

#include <QAbstractEventDispatcher>
#include <QLibrary>
#include <QThread>

#include <qt6keychain/keychain.h>

#include <optional>

using namespace Qt::StringLiterals;

namespace janus::secrets {

namespace {

/// Under KDE QtKeychain speaks to KWallet itself, which the Secret Service's search knows nothing of.
bool isKWalletDesktop()
{
    return qEnvironmentVariable("XDG_CURRENT_DESKTOP").contains("KDE"_L1) ||
           qEnvironmentVariableIsSet("KDE_FULL_SESSION") || qEnvironmentVariableIsSet("KDE_SESSION_VERSION");
}

bool isLibsecretInstalled()
{
    return QLibrary(u"secret-1"_s, 0).load() || QLibrary(u"secret-1"_s).load();
}

/// libsecret keeps the session it agreed on with the keychain, also when that is another process by now, and
/// then every call fails with "The session does not exist". This makes it agree on a new one.
void forgetSession()
{
    QLibrary library(u"secret-1"_s, 0);
    if (const auto disconnect = library.resolve("secret_service_disconnect"))
        disconnect();
}

/// Why QtKeychain could not do its work here, where it would fail without words or never answer at all.
std::optional<QString> whyJobsCannotWork()
{
    if (isKWalletDesktop())
        return {};
    if (!isLibsecretInstalled())
        return u"The keychain needs the library libsecret, which is not installed."_s;
    const QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    if (!dispatcher || !dispatcher->inherits("QEventDispatcherGlib"))
        return u"The keychain needs GLib, which Qt was told not to use (QT_NO_GLIB)."_s;
    return {};
}

const QString stillLocked =
    u"The key is still in %1, because it is locked. Unlock it, then delete the key."_s;

KeychainReport unavailable(const QString &problem)
{
    return {KeychainState::Unavailable, {}, problem};
}

QString withDetail(const QString &sentence, const QString &detail)
{
    return detail.isEmpty() ? sentence + u'.' : u"%1: %2."_s.arg(sentence, detail);
}

bool isDenied(int error)
{
    return error == QKeychain::AccessDenied || error == QKeychain::AccessDeniedByUser;
}

QKeychain::ReadPasswordJob *newReadJob()
{
    return new QKeychain::ReadPasswordJob(keychainServiceName);
}

QString textOf(const QKeychain::Job *job)
{
    return static_cast<const QKeychain::ReadPasswordJob *>(job)->textData();
}

} // namespace

KeychainWorker::KeychainWorker()
    : m_service(new SecretService(this))
{
    connect(m_service, &SecretService::ownerChanged, this, &forgetSession);
}

void KeychainWorker::look(quint64 ticket, const QString &entry)
{
    enqueue([this, ticket, entry] {
        m_entry = entry;
        learnName();
        if (const std::optional<QString> problem = m_service->whyNoBus())
            return end(ticket, unavailable(*problem));
        if (const std::optional<QString> problem = whyJobsCannotWork())
            return end(ticket, unavailable(*problem));
        if (isKWalletDesktop())
            return readKey(ticket);
        m_service->search(m_entry, [this, ticket](const SecretSearch &found) {
            learnName();
            switch (found.outcome) {
            case SecretSearch::Outcome::Readable:
                return readKey(ticket);
            case SecretSearch::Outcome::Locked:
                return end(ticket, {KeychainState::Locked, {}, {}});
            case SecretSearch::Outcome::None:
                return end(ticket, {KeychainState::Empty, {}, {}});
            case SecretSearch::Outcome::Absent:
            case SecretSearch::Outcome::Failed:
                return end(ticket, unavailable(found.problem));
            }
        });
    });
}

void KeychainWorker::unlock(quint64 ticket, const QString &entry)
{
    enqueue([this, ticket, entry] {
        m_entry = entry;
        learnName();
        if (const std::optional<QString> problem = m_service->whyNoBus())
            return end(ticket, unavailable(*problem));
        if (const std::optional<QString> problem = whyJobsCannotWork())
            return end(ticket, unavailable(*problem));
        readKey(ticket);
    });
}

void KeychainWorker::readKey(quint64 ticket)
{
    run(newReadJob(), [this, ticket](QKeychain::Job *job) {
        if (job->error() == QKeychain::NoError) {
            const Result<ApiKey> key = ApiKey::fromText(textOf(job));
            if (key)
                return end(ticket, {KeychainState::Present, *key, {}});
            const QString problem =
                u"What %1 holds for Janus Studio is not a fal key; storing one replaces it."_s;
            return end(ticket, {KeychainState::Empty, {}, problem.arg(nameOr(u"the keychain"_s))});
        }
        const int error = job->error();
        m_service->search(m_entry,
                          [this, ticket, error, detail = job->errorString()](const SecretSearch &found) {
                              judgeFailedRead(ticket, error, detail, found);
                          });
    });
}

/// "Not found" is what QtKeychain says of a locked keychain as well, and of a prompt that was closed.
void KeychainWorker::judgeFailedRead(quint64 ticket, int error, const QString &detail,
                                     const SecretSearch &found)
{
    if (found.outcome == SecretSearch::Outcome::Locked || isDenied(error))
        return end(ticket, {KeychainState::Locked, {}, {}});
    if (error == QKeychain::EntryNotFound && found.outcome != SecretSearch::Outcome::Readable)
        return end(ticket, {KeychainState::Empty, {}, {}});
    if (!found.isAnswer() && !isKWalletDesktop())
        return end(ticket, unavailable(found.problem));
    end(ticket, unavailable(withDetail(u"The key in the keychain could not be read"_s, detail)));
}

void KeychainWorker::store(quint64 ticket, const QString &entry, const ApiKey &key)
{
    enqueue([this, ticket, entry, key] {
        m_entry = entry;
        learnName();
        std::optional<QString> problem = m_service->whyNoBus();
        if (!problem)
            problem = whyJobsCannotWork();
        if (problem)
            return fail(ticket, unavailable(*problem), u"The key was not stored. "_s + *problem);
        if (isKWalletDesktop())
            return write(ticket, key, Attempt::First);
        // A service that is not there, or hangs, is noticed here rather than inside libsecret.
        m_service->search(m_entry, [this, ticket, key](const SecretSearch &found) {
            if (found.isAnswer())
                return write(ticket, key, Attempt::First);
            fail(ticket, unavailable(found.problem), u"The key was not stored. "_s + found.problem);
        });
    });
}

void KeychainWorker::write(quint64 ticket, const ApiKey &key, Attempt attempt)
{
    auto *job = new QKeychain::WritePasswordJob(keychainServiceName);
    job->setTextData(QString::fromLatin1(key.reveal()));
    run(job, [this, ticket, key, attempt](QKeychain::Job *written) {
        if (written->error() == QKeychain::NoError)
            verifyWritten(ticket, key, attempt);
        else
            failWrite(ticket, written->error(), written->errorString());
    });
}

void KeychainWorker::failWrite(quint64 ticket, int error, const QString &detail)
{
    if (isDenied(error)) {
        const QString message = u"The key was not stored, because %1 is locked."_s;
        return fail(ticket, {KeychainState::Locked, {}, {}}, message.arg(nameOr(u"the keychain"_s)), detail);
    }
    const QString message = u"%1 did not store the key"_s.arg(nameOr(u"The keychain"_s));
    fail(ticket, {}, withDetail(message, detail), detail);
}

void KeychainWorker::verifyWritten(quint64 ticket, const ApiKey &key, Attempt attempt)
{
    run(newReadJob(), [this, ticket, key, attempt](QKeychain::Job *job) {
        if (job->error() == QKeychain::NoError && textOf(job) == QLatin1StringView(key.reveal()))
            return end(ticket, {KeychainState::Present, key, {}});
        if (job->error() == QKeychain::NoError && attempt == Attempt::First)
            return replaceStranger(ticket, key);
        const QString message = u"%1 took the key but does not give it back"_s.arg(nameOr(u"The keychain"_s));
        fail(ticket, {}, withDetail(message, job->errorString()), job->errorString());
    });
}

/// An entry of the same name that another program made stands beside ours and is read instead of it.
void KeychainWorker::replaceStranger(quint64 ticket, const ApiKey &key)
{
    run(new QKeychain::DeletePasswordJob(keychainServiceName),
        [this, ticket, key](QKeychain::Job *) { write(ticket, key, Attempt::Second); });
}

void KeychainWorker::remove(quint64 ticket, const QString &entry)
{
    enqueue([this, ticket, entry] {
        m_entry = entry;
        learnName();
        // Where no keychain is, none holds anything of ours.
        if (const std::optional<QString> problem = m_service->whyNoBus())
            return end(ticket, unavailable(*problem));
        if (isKWalletDesktop())
            return removeEntry(ticket);
        m_service->search(m_entry, [this, ticket](const SecretSearch &found) { removeFound(ticket, found); });
    });
}

void KeychainWorker::removeFound(quint64 ticket, const SecretSearch &found)
{
    const std::optional<QString> problem = whyJobsCannotWork();
    switch (found.outcome) {
    case SecretSearch::Outcome::Absent:
        return end(ticket, unavailable(found.problem));
    case SecretSearch::Outcome::Failed:
        return failRemove(ticket, unavailable(found.problem),
                          u"It is not certain that the key was deleted from %1."_s);
    case SecretSearch::Outcome::None:
        return end(ticket, problem ? unavailable(*problem) : KeychainReport{KeychainState::Empty, {}, {}});
    case SecretSearch::Outcome::Readable:
    case SecretSearch::Outcome::Locked:
        if (problem)
            return failRemove(ticket, unavailable(*problem), u"The key is still in %1."_s);
        removeEntry(ticket);
    }
}

void KeychainWorker::removeEntry(quint64 ticket)
{
    run(new QKeychain::DeletePasswordJob(keychainServiceName), [this, ticket](QKeychain::Job *job) {
        if (isKWalletDesktop())
            verifyRemovedByReading(ticket);
        else
            verifyRemoved(ticket, job->errorString());
    });
}

/// QtKeychain says "deleted" of an entry in a locked keychain, too: only the service's own word counts.
void KeychainWorker::verifyRemoved(quint64 ticket, const QString &detail)
{
    m_service->search(m_entry, [this, ticket, detail](const SecretSearch &found) {
        switch (found.outcome) {
        case SecretSearch::Outcome::None:
            return end(ticket, {KeychainState::Empty, {}, {}});
        case SecretSearch::Outcome::Locked:
            return failRemove(ticket, {KeychainState::Locked, {}, {}}, stillLocked);
        case SecretSearch::Outcome::Readable:
            return failRemove(ticket, {}, u"The key is still in %1."_s, detail);
        case SecretSearch::Outcome::Absent:
        case SecretSearch::Outcome::Failed:
            return failRemove(ticket, unavailable(found.problem),
                              u"It is not certain that the key was deleted from %1."_s);
        }
    });
}

void KeychainWorker::verifyRemovedByReading(quint64 ticket)
{
    run(newReadJob(), [this, ticket](QKeychain::Job *job) {
        if (job->error() == QKeychain::EntryNotFound)
            return verifyNotFound(ticket);
        if (job->error() == QKeychain::NoError)
            return failRemove(ticket, {}, u"The key is still in %1."_s);
        const QString problem = withDetail(u"The keychain does not work"_s, job->errorString());
        const KeychainReport report =
            isDenied(job->error()) ? KeychainReport{KeychainState::Locked, {}, {}} : unavailable(problem);
        failRemove(ticket, report, u"It is not certain that the key was deleted from %1."_s,
                   job->errorString());
    });
}

/// QtKeychain may have fallen back to the Secret Service, whose locked entries it does not find.
void KeychainWorker::verifyNotFound(quint64 ticket)
{
    m_service->search(m_entry, [this, ticket](const SecretSearch &found) {
        if (found.outcome == SecretSearch::Outcome::Locked)
            return failRemove(ticket, {KeychainState::Locked, {}, {}}, stillLocked);
        end(ticket, {KeychainState::Empty, {}, {}});
    });
}

/// `sentence` says what became of the key in %1, the keychain.
void KeychainWorker::failRemove(quint64 ticket, const KeychainReport &report, const QString &sentence,
                                const QString &detail)
{
    const QString message = sentence.arg(nameOr(u"the keychain"_s));
    fail(ticket, report, report.explanation.isEmpty() ? message : message + u' ' + report.explanation,
         detail);
}

void KeychainWorker::enqueue(std::function<void()> work)
{
    m_waiting << std::move(work);
    startNext();
}

void KeychainWorker::startNext()
{
    if (m_busy || m_waiting.isEmpty())
        return;
    m_busy = true;
    const std::function<void()> work = m_waiting.takeFirst();
    work();
}

void KeychainWorker::end(quint64 ticket, const KeychainReport &report, const Result<void> &outcome)
{
    m_busy = false;
    QMetaObject::invokeMethod(this, &KeychainWorker::startNext, Qt::QueuedConnection);
    Q_EMIT finished(ticket, report, outcome);
}

void KeychainWorker::fail(quint64 ticket, const KeychainReport &report, const QString &message,
                          const QString &detail)
{
    end(ticket, report, Error{ErrorKind::Storage, message, detail, u"key"_s});
}

/// Asked before and after the first call, because that call may be what starts the keychain.
void KeychainWorker::learnName()
{
    const auto take = [this](const QString &name) {
        if (!name.isEmpty() && name != m_name) {
            m_name = name;
            Q_EMIT named(name);
        }
    };
    if (isKWalletDesktop())
        take(u"KWallet"_s);
    else
        m_service->askName(take);
}

QString KeychainWorker::nameOr(const QString &fallback) const
{
    return m_name.isEmpty() ? fallback : m_name;
}

/// The job has no parent and deletes itself: deleting one that is under way crashes inside libsecret.
void KeychainWorker::run(QKeychain::Job *job, std::function<void(QKeychain::Job *)> then)
{
    job->setKey(m_entry);
    job->setInsecureFallback(false); // or KDE without a wallet would keep the key in a plain file
    connect(job, &QKeychain::Job::finished, this,
            [then = std::move(then)](QKeychain::Job *finishedJob) { then(finishedJob); });
    job->start();
}

} // namespace janus::secrets
