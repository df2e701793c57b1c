#include "secrets/secretservice.h"

#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>
#include <QFile>
#include <QMap>

#include <limits>

using namespace Qt::StringLiterals;

namespace janus::secrets {

const QString keychainServiceName = u"janus-studio"_s;
const QString keychainEntryName = u"fal"_s;

namespace {

using Attributes = QMap<QString, QString>;
using Paths = QList<QDBusObjectPath>;

const QString secretsBusName = u"org.freedesktop.secrets"_s;

QDBusMessage searchCall(const QString &entry)
{
    qDBusRegisterMetaType<Attributes>();
    QDBusMessage call = QDBusMessage::createMethodCall(secretsBusName, u"/org/freedesktop/secrets"_s,
                                                       u"org.freedesktop.Secret.Service"_s, u"SearchItems"_s);
    // The attributes QtKeychain stores with.
    const Attributes attributes{{u"user"_s, entry}, {u"server"_s, keychainServiceName}};
    call << QVariant::fromValue(attributes);
    return call;
}

QDBusMessage ownerCall()
{
    QDBusMessage call =
        QDBusMessage::createMethodCall(u"org.freedesktop.DBus"_s, u"/org/freedesktop/DBus"_s,
                                       u"org.freedesktop.DBus"_s, u"GetConnectionUnixProcessID"_s);
    call << secretsBusName;
    return call;
}

SecretSearch judgedError(const QDBusError &error)
{
    using enum SecretSearch::Outcome;
    switch (error.type()) {
    case QDBusError::ServiceUnknown:
    case QDBusError::UnknownObject:
    case QDBusError::UnknownInterface:
    case QDBusError::UnknownMethod:
        return {Absent, u"No keychain is running on this machine."_s};
    case QDBusError::NoReply:
    case QDBusError::Disconnected:
        return {Failed, u"The keychain stopped before it answered."_s};
    default:
        return error.name().startsWith("org.freedesktop.DBus.Error.Spawn"_L1)
                   ? SecretSearch{Absent, u"The keychain of this machine cannot be started."_s}
                   : SecretSearch{Failed, u"The keychain does not work: %1."_s.arg(error.message())};
    }
}

SecretSearch judged(const QDBusPendingReply<Paths, Paths> &reply)
{
    using enum SecretSearch::Outcome;
    if (reply.isError())
        return judgedError(reply.error());
    if (!reply.argumentAt<0>().isEmpty())
        return {Readable};
    return {reply.argumentAt<1>().isEmpty() ? None : Locked};
}

QString nameOfProcess(uint pid)
{
    QFile file(u"/proc/%1/comm"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray program = file.readAll().trimmed();
    if (program.startsWith("gnome-keyring"))
        return u"GNOME Keyring"_s;
    if (program.startsWith("keepassxc"))
        return u"KeePassXC"_s;
    if (program.startsWith("kwalletd") || program.startsWith("ksecretd"))
        return u"KWallet"_s;
    return {};
}

// A connection of our own: the shared session bus is never connected again once that has failed.
const QString connectionName = u"janus-keychain"_s;

} // namespace

SecretService::~SecretService()
{
    disconnectFromBus();
}

std::optional<QString> SecretService::whyNoBus()
{
    if (m_bus && !m_bus->isConnected())
        disconnectFromBus();
    if (!m_bus) {
        const QString name = connectionName + QString::number(reinterpret_cast<quintptr>(this), 16);
        m_bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, name);
    }
    if (m_bus->isConnected()) {
        watchOwner();
        return {};
    }
    disconnectFromBus();
    return u"This session has no message bus (D-Bus), so no keychain can be reached."_s;
}

void SecretService::watchOwner()
{
    if (m_watcher)
        return;
    m_watcher =
        new QDBusServiceWatcher(secretsBusName, *m_bus, QDBusServiceWatcher::WatchForOwnerChange, this);
    connect(m_watcher, &QDBusServiceWatcher::serviceOwnerChanged, this, &SecretService::ownerChanged);
}

void SecretService::search(const QString &entry, std::function<void(SecretSearch)> then)
{
    if (const std::optional<QString> problem = whyNoBus()) {
        then({SecretSearch::Outcome::Absent, *problem});
        return;
    }
    whenAnswered(searchCall(entry), [then](const QDBusPendingCall &call) { then(judged(call)); });
}

void SecretService::askName(std::function<void(QString)> then)
{
    if (whyNoBus()) {
        then({});
        return;
    }
    whenAnswered(ownerCall(), [then](const QDBusPendingCall &call) {
        const QDBusPendingReply<uint> reply = call;
        then(reply.isError() ? QString() : nameOfProcess(reply.value()));
    });
}

void SecretService::whenAnswered(const QDBusMessage &call, std::function<void(const QDBusPendingCall &)> then)
{
    // No time limit: a person may be typing a password. The bus answers for a service that dies.
    auto *watcher =
        new QDBusPendingCallWatcher(m_bus->asyncCall(call, std::numeric_limits<int>::max()), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [then = std::move(then)](QDBusPendingCallWatcher *answered) {
                answered->deleteLater();
                then(*answered);
            });
}

void SecretService::disconnectFromBus()
{
    if (!m_bus)
        return;
    const QString name = m_bus->name();
    delete std::exchange(m_watcher, nullptr);
    m_bus.reset();
    QDBusConnection::disconnectFromBus(name);
}

} // namespace janus::secrets
