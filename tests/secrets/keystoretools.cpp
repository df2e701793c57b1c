#include "keystoretools.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDir>
#include <QDirIterator>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

#include <optional>

using namespace Qt::StringLiterals;
using namespace janus;

namespace keystoretools {

namespace {

constexpr int longEnough = 10'000;

const QString canaryText = u"c0ffee00-1111-4222-8333-944455566677:0123456789abcdeffedcba9876543210"_s;

Result<void> waitForAnswer(const std::optional<Result<void>> &answer)
{
    if (QTest::qWaitFor([&] { return answer.has_value(); }, longEnough))
        return *answer;
    return Error{ErrorKind::Internal, u"no answer"_s};
}

QList<QByteArray> disguises()
{
    const QByteArray plain = canaryText.toLatin1();
    const QByteArray secret = plain.mid(plain.indexOf(':') + 1);
    const QByteArray wide(reinterpret_cast<const char *>(canaryText.utf16()), canaryText.size() * 2);
    return {plain, secret, plain.toHex(), secret.toHex(), plain.toBase64(), secret.toBase64(), wide};
}

QDBusMessage secretCall(const QString &method)
{
    return QDBusMessage::createMethodCall(u"org.freedesktop.secrets"_s, u"/org/freedesktop/secrets"_s,
                                          u"org.freedesktop.Secret.Service"_s, method);
}

} // namespace

ApiKey keyOf(const QString &text)
{
    return ApiKey::fromText(text).value();
}

ApiKey canary()
{
    return keyOf(canaryText);
}

ApiKey seeded()
{
    return keyOf(qEnvironmentVariable("SEED_VALUE"));
}

Result<void> store(secrets::KeyStore &keys, const ApiKey &key, const QString &name)
{
    std::optional<Result<void>> answer;
    QObject context;
    keys.storeInKeychain(name, key, &context, [&](const Result<void> &result) { answer = result; });
    return waitForAnswer(answer);
}

Result<void> forget(secrets::KeyStore &keys, const QString &name)
{
    std::optional<Result<void>> answer;
    QObject context;
    keys.forget(name, &context, [&](const Result<void> &result) { answer = result; });
    return waitForAnswer(answer);
}

bool load(secrets::KeyStore &keys)
{
    QSignalSpy changed(&keys, &secrets::KeyStore::changed);
    keys.load();
    const auto answered = [&] { return keys.isLoaded() && !changed.isEmpty(); };
    return QTest::qWaitFor(answered, longEnough);
}

QString fileWithCanary()
{
    QDirIterator files(QDir::homePath(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray content = file.readAll();
        for (const QByteArray &disguise : disguises()) {
            if (content.contains(disguise))
                return file.fileName();
        }
    }
    return {};
}

bool lockKeychain()
{
    QDBusMessage call = secretCall(u"Lock"_s);
    call << QVariant::fromValue(
        QList<QDBusObjectPath>{QDBusObjectPath(u"/org/freedesktop/secrets/collection/login"_s)});
    return QDBusConnection::sessionBus().call(call).type() == QDBusMessage::ReplyMessage;
}

bool restartKeychain()
{
    QProcess daemon;
    daemon.start(u"gnome-keyring-daemon"_s, {u"--replace"_s, u"--unlock"_s, u"--components=secrets"_s});
    daemon.write("test");
    daemon.closeWriteChannel();
    if (!daemon.waitForFinished(longEnough) || daemon.exitCode() != 0)
        return false;
    const auto isUnlocked = [] {
        QDBusMessage call = QDBusMessage::createMethodCall(u"org.freedesktop.secrets"_s,
                                                           u"/org/freedesktop/secrets/collection/login"_s,
                                                           u"org.freedesktop.DBus.Properties"_s, u"Get"_s);
        call << u"org.freedesktop.Secret.Collection"_s << u"Locked"_s;
        const QDBusMessage answer = QDBusConnection::sessionBus().call(call);
        return answer.type() == QDBusMessage::ReplyMessage &&
               !answer.arguments().first().value<QDBusVariant>().variant().toBool();
    };
    return QTest::qWaitFor(isUnlocked, longEnough);
}

Display::Display()
{
    if (QStandardPaths::findExecutable(u"Xvfb"_s).isEmpty() ||
        QStandardPaths::findExecutable(u"xdotool"_s).isEmpty())
        return;
    // Without -noreset the server starts anew whenever its last client leaves, as each xdotool does, and
    // takes a password window that is just connecting down with it.
    m_server.start(u"Xvfb"_s, {u"-displayfd"_s, u"1"_s, u"-nolisten"_s, u"tcp"_s, u"-noreset"_s});
    if (!m_server.waitForReadyRead(longEnough))
        return;
    m_name = u':' + QString::fromLatin1(m_server.readAllStandardOutput().trimmed());
    // The password window is started by the bus, which does not know the display yet.
    qDBusRegisterMetaType<QMap<QString, QString>>();
    QDBusMessage call =
        QDBusMessage::createMethodCall(u"org.freedesktop.DBus"_s, u"/org/freedesktop/DBus"_s,
                                       u"org.freedesktop.DBus"_s, u"UpdateActivationEnvironment"_s);
    const QMap<QString, QString> environment{{u"DISPLAY"_s, m_name}, {u"NO_AT_BRIDGE"_s, u"1"_s}};
    call << QVariant::fromValue(environment);
    m_ready = QDBusConnection::sessionBus().call(call).type() == QDBusMessage::ReplyMessage;
}

Display::~Display()
{
    if (m_refuser.state() != QProcess::NotRunning) {
        m_refuser.terminate();
        m_refuser.waitForFinished(longEnough);
    }
    m_server.terminate();
    m_server.waitForFinished(longEnough);
}

bool Display::isAsked() const
{
    return QProcess::execute(u"sh"_s,
                             {u"-c"_s, u"DISPLAY=%1 xdotool search --onlyvisible --class gcr-prompter "
                                       "2>/dev/null | grep -q ."_s.arg(m_name)}) == 0;
}

void Display::type(const QString &text) const
{
    QProcess::execute(u"env"_s, {u"DISPLAY="_s + m_name, u"xdotool"_s, u"type"_s, text});
}

void Display::press(const QString &key) const
{
    QProcess::execute(u"env"_s, {u"DISPLAY="_s + m_name, u"xdotool"_s, u"key"_s, key});
}

/// A process of its own, because a test may be watching how its event loop turns meanwhile.
void Display::refuseEveryPrompt()
{
    m_refuser.start(
        u"env"_s,
        {u"DISPLAY="_s + m_name, u"bash"_s, u"-c"_s,
         u"while sleep 0.2; do xdotool search --onlyvisible --class gcr-prompter >/dev/null 2>&1 && "
         "xdotool key Escape; done"_s});
    m_refuser.waitForStarted(longEnough);
}

} // namespace keystoretools
