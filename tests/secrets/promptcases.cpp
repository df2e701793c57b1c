// A locked keychain and somebody at the keyboard.
#include "keychainstates.h"
#include "keystoretools.h"

#include "secrets/systemkeystore.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::secrets;
using namespace std::chrono_literals;
namespace tools = keystoretools;

/// KEY-03: ignored for longer than our patience, then closed; then answered
void Prompt::closedPromptIsLockedAndAnsweredPromptIsUsed()
{
    const tools::Display display;
    if (!display.isReady())
        QSKIP("Xvfb or xdotool is not installed");
    SystemKeyStore keys(nullptr, 50ms);
    keys.unlock();
    QTRY_COMPARE(keys.keychainState(), KeychainState::Slow);
    QTRY_VERIFY_WITH_TIMEOUT(display.isAsked(), 20'000);
    display.press(u"Escape"_s);
    QTRY_COMPARE_WITH_TIMEOUT(keys.keychainState(), KeychainState::Locked, 20'000);

    keys.unlock();
    QTRY_VERIFY_WITH_TIMEOUT(display.isAsked(), 20'000);
    display.type(u"test"_s);
    display.press(u"Return"_s);
    QTRY_COMPARE_WITH_TIMEOUT(keys.keychainState(), KeychainState::Present, 20'000);
    QVERIFY(keys.key() == tools::seeded());
    QVERIFY(tools::lockKeychain());
    QVERIFY(tools::load(keys));
    QTRY_COMPARE(keys.keychainState(), KeychainState::Locked);
    QVERIFY2(keys.key() == tools::seeded(), "a key that was read stays in use");
}

void AbandonedPrompt::programEndsWhileThePromptIsOpen()
{
    const tools::Display display;
    if (!display.isReady())
        QSKIP("Xvfb or xdotool is not installed");
    SystemKeyStore keys(nullptr, 50ms);
    keys.unlock();
    QTRY_VERIFY_WITH_TIMEOUT(display.isAsked(), 20'000);
    QCOMPARE(keys.keychainState(), KeychainState::Slow);
}
