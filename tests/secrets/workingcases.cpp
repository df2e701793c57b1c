// A keychain that answers, unlocked and locked.
#include "keychainstates.h"
#include "keystoretools.h"

#include "secrets/systemkeystore.h"

#include <QDir>
#include <QProcess>
#include <QSettings>
#include <QStandardPaths>
#include <QTest>

#include <optional>

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

/// KEY-01: stored, there after a restart
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

/// KEY-01: deleted, by the word of the keychain itself
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
    keys.storeInKeychain({}, tools::keyOf(u"first:key"_s), this, note(u"first"_s));
    keys.forget({}, this, note(u"forgotten"_s));
    keys.storeInKeychain({}, tools::canary(), this, note(u"second"_s));
    QTRY_COMPARE(answers, (QStringList{u"first"_s, u"forgotten"_s, u"second"_s}));
    QVERIFY(keys.key() == tools::canary());
}

namespace {

QString settingsFile()
{
    return QDir::homePath() + u"/settings.ini"_s;
}

const ApiKey &other()
{
    static const ApiKey key = tools::keyOf(u"other-id:other-secret"_s);
    return key;
}

Result<void> use(KeyStore &keys, const QString &name)
{
    std::optional<Result<void>> answer;
    QObject context;
    keys.use(name, &context, [&](const Result<void> &result) { answer = result; });
    if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20'000))
        return Error{ErrorKind::Internal, u"no answer"_s};
    return *answer;
}

} // namespace

void Unlocked::keyOfAVersionWithoutNamesGetsOne()
{
    QSettings settings(settingsFile(), QSettings::IniFormat);
    settings.clear();
    {
        SystemKeyStore unnamed;
        QVERIFY(tools::store(unnamed, tools::canary()));
    }
    SystemKeyStore keys(&settings);
    QVERIFY(tools::load(keys));
    QVERIFY(keys.key() == tools::canary());
    QCOMPARE(keys.names(), QStringList{u"My key"_s});
    QCOMPARE(keys.activeName(), u"My key"_s);
    QCOMPARE(settings.value(u"keys/active"_s).toString(), u"fal"_s);
}

void Unlocked::everyNamedKeyHasAnEntryOfItsOwn()
{
    QSettings settings(settingsFile(), QSettings::IniFormat);
    settings.clear();
    SystemKeyStore keys(&settings);
    QVERIFY(tools::store(keys, tools::canary(), u"Personal"_s));
    QVERIFY(tools::store(keys, other(), u"Studio account"_s));
    QVERIFY(keys.key() == other());
    QVERIFY(tools::store(keys, tools::keyOf(u"newer:key"_s), u"studio ACCOUNT"_s));
    QCOMPARE(keys.names(), (QStringList{u"Personal"_s, u"Studio account"_s}));
    QVERIFY(keys.rename(u"Personal"_s, u"Home"_s));

    QSettings read(settingsFile(), QSettings::IniFormat);
    SystemKeyStore restarted(&read);
    QVERIFY(tools::load(restarted));
    QCOMPARE(restarted.names(), (QStringList{u"Home"_s, u"Studio account"_s}));
    QVERIFY(restarted.key() == tools::keyOf(u"newer:key"_s));
    QVERIFY(use(restarted, u"Home"_s));
    QVERIFY(restarted.key() == tools::canary());
    QCOMPARE(tools::fileWithCanary(), QString());
    QVERIFY(tools::forget(restarted, u"Home"_s));
    QVERIFY(tools::forget(restarted, u"Studio account"_s));
    QVERIFY(restarted.names().isEmpty());
    QVERIFY(settings.allKeys().isEmpty() || read.allKeys().isEmpty());
}

/// KEY-14: until the other key is at hand, what runs goes on with the old one.
void Unlocked::anotherKeyIsUsedOnceItIsRead()
{
    SystemKeyStore keys;
    QVERIFY(tools::store(keys, tools::canary(), u"One"_s));
    QVERIFY(tools::store(keys, other(), u"Two"_s));
    std::optional<Result<void>> answer;
    QStringList seen;
    const auto watch = connect(&keys, &KeyStore::changed, this, [&] {
        seen << (keys.key() == tools::canary() ? u"one"_s : keys.key() == other() ? u"two"_s : u"none"_s);
    });
    keys.use(u"one"_s, this, [&](const Result<void> &result) { answer = result; });
    QVERIFY(keys.key() == other());
    QTRY_VERIFY(answer.has_value());
    disconnect(watch);
    QVERIFY(answer->hasValue());
    QVERIFY(keys.key() == tools::canary());
    QVERIFY2(!seen.contains(u"none"_s), qPrintable(seen.join(u' ')));
    QVERIFY(tools::forget(keys, u"One"_s));
    QVERIFY(tools::forget(keys, u"Two"_s));
}

/// KEY-01: replaced and deleted is what was meant, and nothing else.
void Unlocked::forgettingTheActiveKeyLeavesNoneInUse()
{
    SystemKeyStore keys;
    QVERIFY(tools::store(keys, tools::canary(), u"One"_s));
    QVERIFY(tools::store(keys, other(), u"Two"_s));
    QVERIFY(tools::forget(keys, u"Two"_s));
    QCOMPARE(keys.place(), KeyPlace::None);
    QCOMPARE(keys.activeName(), QString());
    QCOMPARE(keys.explanation(), u"None of your keys is in use. Choose one, or add another."_s);
    QVERIFY(tools::load(keys));
    QCOMPARE(keys.place(), KeyPlace::None);
    QVERIFY(use(keys, u"One"_s));
    QVERIFY(keys.key() == tools::canary());
    QVERIFY(tools::forget(keys, u"One"_s));
}

/// KEY-08: another desktop, another keychain. It asks for the key and says why.
void Unlocked::aNameWithoutAnEntryIsExplained()
{
    QSettings settings(settingsFile(), QSettings::IniFormat);
    settings.clear();
    settings.setValue(u"keys/names/fal"_s, u"Personal"_s);
    settings.setValue(u"keys/names/fal-00c0ffee"_s, u"Studio"_s);
    settings.setValue(u"keys/names/fal-00c0ffef"_s, u"a name\n<b>"_s);
    settings.setValue(u"keys/names/elsewhere"_s, u"Elsewhere"_s);
    settings.setValue(u"keys/active"_s, u"fal"_s);
    SystemKeyStore keys(&settings);
    QVERIFY(tools::load(keys));
    QCOMPARE(keys.names(), (QStringList{u"Personal"_s, u"Studio"_s}));
    QCOMPARE(keys.keychainState(), KeychainState::Empty);
    QCOMPARE(
        keys.explanation(),
        u"The key “Personal” is not in GNOME Keyring. It may be in another keychain; add it again to go on."_s);
    const Result<void> used = use(keys, u"Studio"_s);
    QVERIFY(!used);
    QCOMPARE(used.error().message, u"The key “Studio” is not in GNOME Keyring. Add it again."_s);
    QCOMPARE(keys.activeName(), u"Personal"_s);
    QVERIFY(tools::store(keys, tools::canary()));
    QCOMPARE(keys.explanation(), QString());
    QVERIFY(tools::forget(keys, u"Personal"_s));
    settings.clear();
}

void Unlocked::wrongNamesAreRefusedInWords()
{
    SystemKeyStore keys;
    QVERIFY(tools::store(keys, tools::canary(), u"One"_s));
    const Result<void> missing = use(keys, u"Three"_s);
    QCOMPARE(missing.error().kind, ErrorKind::BadInput);
    QCOMPARE(missing.error().message, u"There is no key “Three”. There are: One."_s);
    QVERIFY(!tools::forget(keys, u"Three"_s));
    const QString asName = QString::fromLatin1(tools::canary().reveal());
    for (const QString &bad : {asName, asName.section(u':', 0, 0), asName.section(u':', 1), u" "_s, u"-x"_s,
                               u"two\nlines"_s, QString(41, u'x')}) {
        const Result<void> stored = tools::store(keys, other(), bad.isEmpty() ? u" "_s : bad);
        QVERIFY2(!stored, qPrintable(bad));
        QCOMPARE(stored.error().kind, ErrorKind::BadInput);
        QVERIFY(!stored.error().message.contains("c0ffee"_L1) && !stored.error().message.contains("0123"_L1));
    }
    QCOMPARE(keys.names(), QStringList{u"One"_s});
    QVERIFY(tools::forget(keys, u"One"_s));
}

/// KEY-07
void Unlocked::keychainThatRestartsIsUsedAgain()
{
    SystemKeyStore keys;
    QVERIFY(tools::store(keys, tools::canary()));
    if (!tools::restartKeychain())
        QSKIP("gnome-keyring-daemon cannot be replaced here");
    QVERIFY(tools::load(keys));
    QVERIFY2(keys.keychainState() == KeychainState::Present, qPrintable(keys.explanation()));
    QVERIFY(keys.key() == tools::canary());
    QVERIFY(tools::store(keys, other()));
    QVERIFY(tools::forget(keys));
    QCOMPARE(keys.keychainState(), KeychainState::Empty);
}

/// KEY-07: what was read stays in use; what needs the keychain says that it is locked.
void Unlocked::keychainLockedWhileRunningSaysSo()
{
    SystemKeyStore keys;
    QVERIFY(tools::store(keys, tools::canary()));
    QVERIFY(tools::lockKeychain());
    QVERIFY(tools::load(keys));
    QCOMPARE(keys.keychainState(), KeychainState::Locked);
    QVERIFY(keys.key() == tools::canary());
    const Result<void> forgotten = tools::forget(keys);
    QVERIFY(!forgotten);
    QVERIFY(forgotten.error().message.contains("is locked"_L1));
    QVERIFY(tools::restartKeychain());
    QVERIFY(tools::forget(keys));
}

void Unlocked::keyStandsInNoFile()
{
    SystemKeyStore keys;
    QVERIFY(tools::store(keys, tools::canary()));
    keys.useForSession(tools::canary());
    QCOMPARE(tools::fileWithCanary(), QString());
}

/// KEY-02
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

/// KEY-04
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

/// KEY-02: nothing is written over
void Locked::storingWhileLockedSaysLocked()
{
    SystemKeyStore keys;
    const Result<void> stored = tools::store(keys, tools::canary());
    QVERIFY(!stored);
    QCOMPARE(stored.error().message, u"The key was not stored, because GNOME Keyring is locked."_s);
    QCOMPARE(keys.keychainState(), KeychainState::Locked);
    QCOMPARE(keys.place(), KeyPlace::None);
}

void Locked::usingANamedKeyWhileLockedSaysLocked()
{
    QSettings settings(settingsFile(), QSettings::IniFormat);
    settings.clear();
    settings.setValue(u"keys/names/fal"_s, u"Personal"_s);
    SystemKeyStore keys(&settings);
    QVERIFY(tools::load(keys));
    const Result<void> used = use(keys, u"Personal"_s);
    QVERIFY(!used);
    QCOMPARE(used.error().message, u"The key “Personal” was not read, because GNOME Keyring is locked."_s);
    QCOMPARE(keys.activeName(), QString());
    settings.clear();
}

void Locked::keyStandsInNoFile()
{
    SystemKeyStore keys;
    keys.useForSession(tools::canary());
    QVERIFY(!tools::store(keys, tools::canary()));
    QCOMPARE(keys.place(), KeyPlace::Session);
    QCOMPARE(tools::fileWithCanary(), QString());
}
