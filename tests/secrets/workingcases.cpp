// A keychain that answers, unlocked and locked.
#include "keychainstates.h"
#include "keystoretools.h"

#include "secrets/systemkeystore.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::secrets;
namespace tools = keystoretools;

void Unlocked::init()
{
    SystemKeyStore keys;
    QVERIFY(tools::forget(keys));
}

void Unlocked::emptyKeychainIsEmpty()
{
    SystemKeyStore keys;
    QVERIFY(tools::load(keys));
    QCOMPARE(keys.keychainState(), KeychainState::Empty);
    QCOMPARE(keys.place(), KeyPlace::None);
    QCOMPARE(keys.explanation(), QString());
    QCOMPARE(keys.keychainName(), u"GNOME Keyring"_s);
}

void Unlocked::storedKeyIsThereAfterARestart()
{
    {
        SystemKeyStore keys;
        QVERIFY(tools::store(keys, tools::canary()));
        QCOMPARE(keys.keychainState(), KeychainState::Present);
        QCOMPARE(keys.place(), KeyPlace::Keychain);
    }
    SystemKeyStore keys;
    QVERIFY(keys.key().isEmpty());
    QVERIFY(tools::load(keys));
    QCOMPARE(keys.keychainState(), KeychainState::Present);
    QVERIFY(keys.key() == tools::canary());
}

void Unlocked::storingAgainReplacesTheKey()
{
    SystemKeyStore keys;
    QVERIFY(tools::store(keys, tools::keyOf(u"old:key"_s)));
    QVERIFY(tools::store(keys, tools::canary()));
    SystemKeyStore restarted;
    QVERIFY(tools::load(restarted));
    QVERIFY(restarted.key() == tools::canary());
}

void Unlocked::deletedKeyIsGone()
{
    SystemKeyStore keys;
    QVERIFY(tools::store(keys, tools::canary()));
    QVERIFY(tools::forget(keys));
    QCOMPARE(keys.keychainState(), KeychainState::Empty);
    QVERIFY(keys.key().isEmpty());
    SystemKeyStore restarted;
    QVERIFY(tools::load(restarted));
    QCOMPARE(restarted.keychainState(), KeychainState::Empty);
}

void Unlocked::deletingNothingSucceeds()
{
    SystemKeyStore keys;
    QVERIFY(tools::forget(keys));
    QCOMPARE(keys.keychainState(), KeychainState::Empty);
}

void Unlocked::environmentWinsOverKeychain()
{
    qputenv("FAL_KEY", "from:environment");
    SystemKeyStore keys;
    QVERIFY(tools::store(keys, tools::canary()));
    QCOMPARE(keys.place(), KeyPlace::Environment);
    QCOMPARE(keys.keychainState(), KeychainState::Present);
    QVERIFY(keys.key() == tools::keyOf(u"from:environment"_s));
}

void Unlocked::storedKeyTakesThePlaceOfTheSessionKey()
{
    SystemKeyStore keys;
    keys.useForSession(tools::keyOf(u"for:session"_s));
    QVERIFY(tools::store(keys, tools::canary()));
    QCOMPARE(keys.place(), KeyPlace::Keychain);
    QVERIFY(keys.key() == tools::canary());
}

void Unlocked::entryThatIsNoKeyIsExplained()
{
    if (QStandardPaths::findExecutable(u"secret-tool"_s).isEmpty())
        QSKIP("secret-tool is not installed");
    QProcess tool;
    tool.start(u"secret-tool"_s, {u"store"_s, u"--label=x"_s, u"user"_s, u"fal"_s, u"server"_s,
                                  u"janus-studio"_s, u"type"_s, u"plaintext"_s});
    tool.write("not a key");
    tool.closeWriteChannel();
    QVERIFY(tool.waitForFinished());
    QCOMPARE(tool.exitCode(), 0);
    SystemKeyStore keys;
    QVERIFY(tools::load(keys));
    QCOMPARE(keys.keychainState(), KeychainState::Empty);
    QVERIFY(keys.explanation().contains("is not a fal key"_L1));
    QVERIFY(!keys.explanation().contains("not a key"_L1));
    QVERIFY(tools::store(keys, tools::canary()));
    QCOMPARE(keys.explanation(), QString());
}

void Unlocked::answersComeInTheOrderAsked()
{
    SystemKeyStore keys;
    QStringList answers;
    const auto note = [&](const QString &what) {
        return [&answers, what](const Result<void> &result) { answers << (result ? what : u"failed"_s); };
    };
    keys.storeInKeychain(tools::keyOf(u"first:key"_s), this, note(u"first"_s));
    keys.forget(this, note(u"forgotten"_s));
    keys.storeInKeychain(tools::canary(), this, note(u"second"_s));
    QTRY_COMPARE(answers, (QStringList{u"first"_s, u"forgotten"_s, u"second"_s}));
    QVERIFY(keys.key() == tools::canary());
}

void Unlocked::keyStandsInNoFile()
{
    SystemKeyStore keys;
    QVERIFY(tools::store(keys, tools::canary()));
    keys.useForSession(tools::canary());
    QCOMPARE(tools::fileWithCanary(), QString());
}

void Locked::lockedKeychainIsNotCalledEmpty()
{
    SystemKeyStore keys;
    QVERIFY(tools::load(keys));
    QCOMPARE(keys.keychainState(), KeychainState::Locked);
    QCOMPARE(keys.place(), KeyPlace::None);
    QCOMPARE(keys.explanation(),
             u"GNOME Keyring is locked. Unlock it to use the key that is stored there."_s);
}

void Locked::unlockingThatFailsStaysLocked()
{
    SystemKeyStore keys;
    keys.unlock();
    QTRY_VERIFY_WITH_TIMEOUT(keys.isLoaded(), 10'000);
    QCOMPARE(keys.keychainState(), KeychainState::Locked);
}

void Locked::deletingWhileLockedSaysItIsStillThere()
{
    SystemKeyStore keys;
    const Result<void> forgotten = tools::forget(keys);
    QVERIFY(!forgotten);
    QCOMPARE(forgotten.error().kind, ErrorKind::Storage);
    QVERIFY2(
        forgotten.error().message.startsWith("The key is still in GNOME Keyring, because it is locked."_L1),
        qPrintable(forgotten.error().message));
    QCOMPARE(keys.keychainState(), KeychainState::Locked);
}

void Locked::storingWhileLockedSaysLocked()
{
    SystemKeyStore keys;
    const Result<void> stored = tools::store(keys, tools::canary());
    QVERIFY(!stored);
    QCOMPARE(stored.error().message, u"The key was not stored, because GNOME Keyring is locked."_s);
    QCOMPARE(keys.keychainState(), KeychainState::Locked);
    QCOMPARE(keys.place(), KeyPlace::None);
}

void Locked::keyStandsInNoFile()
{
    SystemKeyStore keys;
    keys.useForSession(tools::canary());
    QVERIFY(!tools::store(keys, tools::canary()));
    QCOMPARE(keys.place(), KeyPlace::Session);
    QCOMPARE(tools::fileWithCanary(), QString());
}
