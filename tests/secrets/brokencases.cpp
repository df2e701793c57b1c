// No keychain, none that can be used, or one that never answers.
#include "keychainstates.h"
#include "keystoretools.h"

#include "secrets/systemkeystore.h"

#include <QTest>

#include <csignal>
#include <memory>
#include <optional>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::secrets;
using namespace std::chrono_literals;
namespace tools = keystoretools;

namespace {

void expectUnavailable(const QString &words)
{
    SystemKeyStore keys;
    QVERIFY(tools::load(keys));
    QCOMPARE(keys.keychainState(), KeychainState::Unavailable);
    QVERIFY2(keys.explanation().contains(words), qPrintable(keys.explanation()));
    QVERIFY(keys.explanation().endsWith(" You can use a key for this session only."_L1));
    QCOMPARE(keys.place(), KeyPlace::None);
}

void expectSessionOnly(const QString &words)
{
    SystemKeyStore keys;
    keys.useForSession(tools::canary());
    const Result<void> stored = tools::store(keys, tools::canary());
    QVERIFY(!stored);
    QCOMPARE(stored.error().kind, ErrorKind::Storage);
    QVERIFY2(stored.error().message.contains(words), qPrintable(stored.error().message));
    QCOMPARE(keys.place(), KeyPlace::Session);
    QVERIFY(keys.key() == tools::canary());
    QCOMPARE(tools::fileWithCanary(), QString());
}

void expectSessionForgotten()
{
    SystemKeyStore keys;
    keys.useForSession(tools::canary());
    QVERIFY(tools::forget(keys));
    QCOMPARE(keys.place(), KeyPlace::None);
    QVERIFY(keys.key().isEmpty());
}

const QString absentWords = u"No keychain is running on this machine."_s;
const QString noBusWords = u"no message bus (D-Bus)"_s;

} // namespace

/// KEY-05
void Absent::missingKeychainIsExplained()
{
    expectUnavailable(absentWords);
}

void Absent::storingFailsInWordsAndForSessionWorks()
{
    expectSessionOnly(absentWords);
}

void Absent::forgettingTheSessionKeySucceeds()
{
    expectSessionForgotten();
}

/// KEY-05
void NoBus::missingBusIsExplained()
{
    expectUnavailable(noBusWords);
}

void NoBus::storingFailsInWordsAndForSessionWorks()
{
    expectSessionOnly(noBusWords);
}

void NoBus::forgettingTheSessionKeySucceeds()
{
    expectSessionForgotten();
}

/// KEY-05
void NoLibsecret::missingLibraryIsExplained()
{
    expectUnavailable(u"libsecret, which is not installed"_s);
    expectSessionOnly(u"libsecret"_s);
    expectSessionForgotten();
}

/// KEY-05
void NoGlib::missingEventLoopIsExplained()
{
    expectUnavailable(u"QT_NO_GLIB"_s);
    expectSessionOnly(u"QT_NO_GLIB"_s);
    expectSessionForgotten();
}

namespace {

bool signalKeychain(int signalNumber)
{
    const int pid = qEnvironmentVariableIntValue("KEYRING_PID");
    return pid > 1 && ::kill(pid, signalNumber) == 0;
}

} // namespace

void Hung::init()
{
    QVERIFY(signalKeychain(SIGSTOP));
}

/// KEY-06
void Hung::silenceIsSaidAndTheProgramGoesOn()
{
    SystemKeyStore keys(nullptr, 50ms);
    keys.load();
    QCOMPARE(keys.keychainState(), KeychainState::Unknown);
    QTRY_COMPARE(keys.keychainState(), KeychainState::Slow);
    QVERIFY(keys.isLoaded());
    QVERIFY2(keys.explanation().contains("has not answered yet"_L1), qPrintable(keys.explanation()));
    keys.useForSession(tools::canary());
    QCOMPARE(keys.place(), KeyPlace::Session);
}

/// KEY-06
void Hung::lateAnswerIsStillUsed()
{
    SystemKeyStore keys(nullptr, 50ms);
    keys.load();
    QTRY_COMPARE(keys.keychainState(), KeychainState::Slow);
    QVERIFY(signalKeychain(SIGCONT));
    QTRY_COMPARE(keys.keychainState(), KeychainState::Empty);
    QCOMPARE(keys.explanation(), QString());
}

void Hung::storingWaitsWithoutAnAnswer()
{
    SystemKeyStore keys(nullptr, 50ms);
    std::optional<Result<void>> answer;
    keys.storeInKeychain({}, tools::canary(), this, [&](const Result<void> &result) { answer = result; });
    QTRY_COMPARE(keys.keychainState(), KeychainState::Slow);
    QVERIFY(!answer);
    QVERIFY(signalKeychain(SIGCONT));
    QTRY_VERIFY(answer.has_value());
    QVERIFY(answer->hasValue());
    QCOMPARE(keys.keychainState(), KeychainState::Present);
    QVERIFY(tools::forget(keys));
}

void Hung::storeDiesWithoutWaiting()
{
    auto keys = std::make_unique<SystemKeyStore>(nullptr, 50ms);
    keys->load();
    bool called = false;
    keys->forget({}, this, [&](const Result<void> &) { called = true; });
    keys.reset();
    QVERIFY(signalKeychain(SIGCONT));
    SystemKeyStore next;
    QVERIFY(tools::load(next));
    QVERIFY(!called);
}
