// Every state of a keychain against everything that is done with it: the words, what becomes of the key in
// use, and that no file has it afterwards. tests/secrets/matrix runs it once a state and counts.
#include "keychainstates.h"
#include "keystoretools.h"

#include "secrets/systemkeystore.h"
#include "tests/canary/keysearch.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::secrets;
using namespace std::chrono_literals;
namespace tools = keystoretools;

namespace {

/// What is right in one state. Empty words: it succeeds without a word.
struct Expected
{
    KeychainState state = KeychainState::Unknown;
    QString read;
    QString store;
    QString remove;
};

const QString sessionOnly = u" You can use a key for this session only."_s;

Expected unavailable(const QString &problem)
{
    return {KeychainState::Unavailable, problem + sessionOnly, u"The key was not stored. "_s + problem, {}};
}

/// `storing` is what QtKeychain says, which knows nothing better.
Expected withoutWallet(const QString &storing)
{
    return {KeychainState::Unavailable, u"The key in the keychain could not be read: "_s,
            u"KWallet did not store the key: "_s + storing,
            u"It is not certain that the key was deleted from KWallet. The keychain does not work: "_s};
}

Expected expectedIn(const QString &state)
{
    const Expected locked{KeychainState::Locked,
                          u"GNOME Keyring is locked. Unlock it to use the key that is stored there."_s,
                          u"The key was not stored, because GNOME Keyring is locked."_s,
                          u"The key is still in GNOME Keyring, because it is locked. "
                          "Unlock it, then delete the key."_s};
    if (state == "unlocked"_L1)
        return {KeychainState::Present, {}, {}, {}};
    if (state == "locked"_L1 || state == "refused"_L1)
        return locked;
    if (state == "absent"_L1)
        return unavailable(u"No keychain is running on this machine."_s);
    if (state == "nobus"_L1)
        return unavailable(u"This session has no message bus (D-Bus), so no keychain can be reached."_s);
    if (state == "no-libsecret"_L1)
        return unavailable(u"The keychain needs the library libsecret, which is not installed."_s);
    if (state == "no-glib"_L1)
        return unavailable(u"The keychain needs GLib, which Qt was told not to use (QT_NO_GLIB)."_s);
    if (state == "kde4"_L1 || state == "kde5"_L1)
        return withoutWallet({});
    const QString silent = u" has not answered yet. It may be waiting for you to type its password."_s;
    return {KeychainState::Slow, silent, silent, silent}; // hung
}

/// The longest time for which the event loop of this thread did not turn.
class LoopWatch
{
public:
    LoopWatch()
    {
        m_since.start();
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { note(); });
        m_timer.start(1);
    }
    void note() { m_longest = std::max(m_longest, m_since.restart()); }
    qint64 longest() const { return m_longest; }

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_longest = 0;
};

const ApiKey &second()
{
    static const ApiKey key =
        tools::keyOf(u"c0ffee01-1111-4222-8333-944455566688:fedcba98765432100123456789abcdef"_s);
    return key;
}

} // namespace

void Matrix::initTestCase()
{
    m_state = qEnvironmentVariable("JANUS_KEYCHAIN_STATE");
    QVERIFY2(!m_state.isEmpty(), "tests/secrets/matrix names the state");
    if (m_state.startsWith("kde"_L1)) {
        qputenv("XDG_CURRENT_DESKTOP", "KDE");
        qputenv("KDE_FULL_SESSION", "true");
        qputenv("KDE_SESSION_VERSION", m_state.last(1).toLatin1());
    }
    if (m_state == "refused"_L1) {
        m_display = std::make_unique<tools::Display>();
        QVERIFY2(m_display->isReady(), "tests/secrets/matrix leaves this state out without Xvfb and xdotool");
        m_display->refuseEveryPrompt();
    }
}

/// Waits for the answer, or for our patience to end, and compares.
void Matrix::expectAnswer(SystemKeyStore &keys, const QString &words, const Answer &answer)
{
    const Expected expected = expectedIn(m_state);
    QTRY_VERIFY_WITH_TIMEOUT(answer.has_value() || keys.keychainState() == KeychainState::Slow, 20'000);
    if (expected.state == KeychainState::Slow) {
        QVERIFY(!answer);
        QVERIFY2(keys.explanation().contains(words), qPrintable(keys.explanation()));
    } else if (words.isEmpty()) {
        QVERIFY2(answer->hasValue(), qPrintable(*answer ? QString() : answer->error().message));
    } else {
        QVERIFY(!*answer);
        QVERIFY2(answer->error().message.startsWith(words), qPrintable(answer->error().message));
    }
}

std::chrono::milliseconds Matrix::patience() const
{
    return m_state == "hung"_L1 ? 50ms : SystemKeyStore::defaultPatience;
}

void Matrix::storing()
{
    LoopWatch watch;
    SystemKeyStore keys(nullptr, patience());
    Answer answer;
    keys.storeInKeychain(u"New"_s, tools::canary(), this,
                         [&](const Result<void> &result) { answer = result; });
    QVERIFY2(!answer, "it comes later, never inside the call");
    expectAnswer(keys, expectedIn(m_state).store, answer);
    finish(keys, watch.longest());
}

void Matrix::reading()
{
    LoopWatch watch;
    SystemKeyStore keys(nullptr, patience());
    // Only this one may bring up a prompt.
    if (m_state == "refused"_L1)
        keys.unlock();
    else
        keys.load();
    QTRY_VERIFY_WITH_TIMEOUT(keys.isLoaded(), 20'000);
    const Expected expected = expectedIn(m_state);
    if (expected.state == KeychainState::Present) {
        // Under the name's own entry, which another store does not know: the first one is empty.
        QCOMPARE(keys.keychainState(), KeychainState::Empty);
        QVERIFY(tools::store(keys, tools::canary()));
        SystemKeyStore restarted;
        QVERIFY(tools::load(restarted));
        QCOMPARE(restarted.keychainState(), KeychainState::Present);
        QVERIFY(restarted.key() == tools::canary());
    } else {
        QCOMPARE(keys.keychainState(), expected.state);
        QVERIFY2(keys.explanation().contains(expected.read), qPrintable(keys.explanation()));
        QVERIFY(keys.key().isEmpty());
    }
    finish(keys, watch.longest());
}

void Matrix::replacing()
{
    LoopWatch watch;
    SystemKeyStore keys(nullptr, patience());
    Answer answer;
    keys.useForSession(tools::canary());
    keys.storeInKeychain({}, second(), this, [&](const Result<void> &result) { answer = result; });
    QVERIFY(!answer);
    expectAnswer(keys, expectedIn(m_state).store, answer);
    const bool isStored = expectedIn(m_state).state == KeychainState::Present;
    QCOMPARE(keys.place(), isStored ? KeyPlace::Keychain : KeyPlace::Session);
    QVERIFY2(keys.key() == (isStored ? second() : tools::canary()), "a key that is not stored replaces none");
    finish(keys, watch.longest());
}

void Matrix::deleting()
{
    LoopWatch watch;
    SystemKeyStore keys(nullptr, patience());
    Answer answer;
    keys.forget({}, this, [&](const Result<void> &result) { answer = result; });
    QVERIFY(!answer);
    expectAnswer(keys, expectedIn(m_state).remove, answer);
    if (expectedIn(m_state).state == KeychainState::Present)
        QCOMPARE(keys.keychainState(), KeychainState::Empty);
    finish(keys, watch.longest());
}

void Matrix::finish(SystemKeyStore &keys, qint64 longestGap)
{
    QVERIFY2(!QTest::currentTestFailed(), qPrintable(keys.explanation()));
    // A call that waits for the keychain waits 25 s, the time limit of D-Bus, as often as it asks.
    QVERIFY2(longestGap < 10'000, qPrintable(QString::number(longestGap)));
    m_longestGap = std::max(m_longestGap, longestGap);
    for (const QByteArray &key : {tools::canary().reveal(), second().reveal()}) {
        const QStringList hits = KeySearch(key).findBelow(QDir::homePath());
        m_filesWithKey += int(hits.size());
        QVERIFY2(hits.isEmpty(), qPrintable(hits.join(u'\n')));
    }
    ++m_right;
}

void Matrix::cleanupTestCase()
{
    std::printf("MATRIX %s operations=4 right=%d files-with-key=%d longest-gap-ms=%lld\n",
                qPrintable(m_state), m_right, m_filesWithKey, static_cast<long long>(m_longestGap));
    std::fflush(stdout);
}
