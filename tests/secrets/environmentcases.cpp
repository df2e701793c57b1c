// Where keys come from and which one wins; no keychain needed.
#include "keychainstates.h"
#include "keystoretools.h"

#include "secrets/memorykeystore.h"
#include "secrets/systemkeystore.h"

#include <QDirIterator>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::secrets;
namespace tools = keystoretools;

void Environment::cleanup()
{
    for (const char *variable : {"FAL_KEY", "FAL_KEY_ID", "FAL_KEY_SECRET"})
        qunsetenv(variable);
}

void Environment::environmentIsReadAsDocumented_data()
{
    QTest::addColumn<QString>("whole");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("secret");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("problem");
    QTest::newRow("nothing") << u""_s << u""_s << u""_s << u""_s << u""_s;
    QTest::newRow("whole") << u"a:b"_s << u""_s << u""_s << u"a:b"_s << u""_s;
    QTest::newRow("quoted") << u" \"a:b\"\n"_s << u""_s << u""_s << u"a:b"_s << u""_s;
    QTest::newRow("two parts") << u""_s << u"id"_s << u" secret "_s << u"id:secret"_s << u""_s;
    QTest::newRow("whole wins") << u"a:b"_s << u"id"_s << u"secret"_s << u"a:b"_s << u""_s;
    QTest::newRow("id alone") << u""_s << u"hidden"_s << u""_s << u""_s << u"FAL_KEY_SECRET is missing"_s;
    QTest::newRow("secret alone") << u""_s << u""_s << u"hidden"_s << u""_s << u"FAL_KEY_ID is missing"_s;
    QTest::newRow("malformed") << u"hidden words"_s << u""_s << u""_s << u""_s
                               << u"(FAL_KEY) cannot be used"_s;
    QTest::newRow("no fall back") << u"hidden"_s << u"id"_s << u"secret"_s << u""_s << u"(FAL_KEY) cannot"_s;
    QTest::newRow("malformed parts") << u""_s << u"hid den"_s << u"x"_s << u""_s
                                     << u"FAL_KEY_ID and FAL_KEY"_s;
}

void Environment::environmentIsReadAsDocumented()
{
    QFETCH(const QString, whole);
    QFETCH(const QString, id);
    QFETCH(const QString, secret);
    QFETCH(const QString, key);
    QFETCH(const QString, problem);
    qputenv("FAL_KEY", whole.toUtf8());
    qputenv("FAL_KEY_ID", id.toUtf8());
    qputenv("FAL_KEY_SECRET", secret.toUtf8());
    const SystemKeyStore keys;
    QCOMPARE(keys.key().reveal(), key.toLatin1());
    QCOMPARE(keys.place(), key.isEmpty() ? KeyPlace::None : KeyPlace::Environment);
    QCOMPARE(keys.explanation().isEmpty(), problem.isEmpty());
    QVERIFY2(keys.explanation().contains(problem), qPrintable(keys.explanation()));
    QVERIFY(!keys.explanation().contains("hid"_L1));
}

/// KEY-11
void Environment::keyIsTakenOutOfTheEnvironment()
{
    qputenv("FAL_KEY", "a:b");
    qputenv("FAL_KEY_ID", "a");
    qputenv("FAL_KEY_SECRET", "b");
    const SystemKeyStore keys;
    QProcess child;
    child.start(u"env"_s, QStringList());
    QVERIFY(child.waitForFinished());
    QVERIFY(!child.readAllStandardOutput().contains("FAL_KEY"));
}

void Environment::sessionWinsOverEnvironment()
{
    qputenv("FAL_KEY", "a:b");
    SystemKeyStore keys;
    QSignalSpy changed(&keys, &KeyStore::changed);
    keys.useForSession(tools::canary());
    QCOMPARE(changed.count(), 1);
    QCOMPARE(keys.place(), KeyPlace::Session);
    QVERIFY(keys.key() == tools::canary());
    keys.useForSession({});
    QCOMPARE(keys.place(), KeyPlace::Environment);
}

void Environment::forgettingLeavesTheEnvironmentsKey()
{
    qputenv("FAL_KEY", "a:b");
    SystemKeyStore keys;
    keys.useForSession(tools::canary());
    QVERIFY(tools::forget(keys));
    QCOMPARE(keys.place(), KeyPlace::Environment);
    QVERIFY(keys.key() == tools::keyOf(u"a:b"_s));
}

void Environment::nothingIsKnownBeforeLoading()
{
    const SystemKeyStore keys;
    QVERIFY(!keys.isLoaded());
    QCOMPARE(keys.keychainState(), KeychainState::Unknown);
    QCOMPARE(keys.place(), KeyPlace::None);
    QVERIFY(keys.key().isEmpty());
    QVERIFY(keys.explanation().isEmpty());
    QCOMPARE(keys.keychainName(), u"the system keychain"_s);
}

void Environment::answerIsNotGivenToADeadContext()
{
    SystemKeyStore keys;
    bool called = false;
    auto context = std::make_unique<QObject>();
    keys.storeInKeychain({}, tools::canary(), context.get(), [&](const Result<void> &) { called = true; });
    context.reset();
    QVERIFY(!tools::store(keys, tools::canary())); // answered after the first one
    QVERIFY(!called);
}

void Environment::memoryStoreAnswersLater()
{
    MemoryKeyStore keys;
    QVERIFY(tools::load(keys));
    QCOMPARE(keys.keychainState(), KeychainState::Empty);
    bool called = false;
    keys.storeInKeychain({}, tools::canary(), this,
                         [&](const Result<void> &result) { called = result.hasValue(); });
    QVERIFY(!called);
    QTRY_VERIFY(called);
    QCOMPARE(keys.place(), KeyPlace::Keychain);
    keys.setFailure(Error{ErrorKind::Storage, u"It is still there."_s});
    QVERIFY(!tools::forget(keys));
    keys.setFailure({});
    QVERIFY(tools::forget(keys));
    QCOMPARE(keys.place(), KeyPlace::None);
}

void Environment::memoryStoreGivesTheKeyOnlyWhenPresent()
{
    MemoryKeyStore keys;
    keys.setKeychain(KeychainState::Locked, tools::canary(), u"It is locked."_s);
    QVERIFY(tools::load(keys));
    QVERIFY(keys.key().isEmpty());
    keys.unlock();
    QTRY_COMPARE(keys.place(), KeyPlace::Keychain);
    QVERIFY(keys.key() == tools::canary());
}

void Environment::insecureFallbackIsNeverSwitchedOn()
{
    int callsSeen = 0;
    for (const auto &folder : {u"/app"_s, u"/ui"_s}) {
        QDirIterator files(QStringLiteral(JANUS_SOURCES) + folder, {u"*.cpp"_s, u"*.h"_s}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray source = file.readAll();
            callsSeen += static_cast<int>(source.count("setInsecureFallback(false)"));
            QCOMPARE(source.count("setInsecureFallback("), source.count("setInsecureFallback(false)"));
        }
    }
    QCOMPARE(callsSeen, 1);
}
