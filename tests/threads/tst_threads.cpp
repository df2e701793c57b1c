#include "sandbox/faults.h"
#include "support/durablefile.h"
#include "support/log.h"
#include "support/ownerlock.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace Qt::StringLiterals;
using namespace janus;

/// Qt Test's own watchdog, in a library the sanitizer cannot look into.
extern "C" const char *__tsan_default_suppressions()
{
    return "race:QWaitCondition\nrace:libQt6Test\n";
}

namespace {

constexpr int threads = 4;
constexpr int rounds = 50;

/// Runs `work(thread, round)` in several threads at once.
template <typename Work>
void atOnce(Work work)
{
    std::vector<std::thread> running;
    for (int thread = 0; thread < threads; ++thread)
        running.emplace_back([=] {
            for (int round = 0; round < rounds; ++round)
                work(thread, round);
        });
    for (std::thread &thread : running)
        thread.join();
}

} // namespace

/// LD-07: ThreadSanitizer ends the program at the first race.
class TestThreads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void manyThreadsLogAndHide()
    {
        std::atomic<int> leaks = 0;
        atOnce([&leaks](int thread, int round) {
            const QByteArray secret = "secret-number-" + QByteArray::number(thread * rounds + round);
            support::hideInLogs(secret);
            if (support::redacted(u"it is %1"_s.arg(QString::fromLatin1(secret))).contains(u"secret"_s))
                ++leaks;
        });
        QCOMPARE(leaks.load(), 0);
    }

    void manyThreadsWriteFiles()
    {
        const QTemporaryDir folder;
        const QString incoming = folder.filePath(u"incoming"_s);
        std::atomic<int> written = 0;
        atOnce([&](int thread, int) {
            const QByteArray bytes(3000, char('a' + thread));
            if (support::writeUnderFreeName(folder.path(), u"picture"_s, u".jpg"_s, bytes, incoming))
                ++written;
        });
        QCOMPARE(written.load(), threads * rounds);
        QCOMPARE(QDir(folder.path()).entryList({u"*.jpg"_s}).size(), threads * rounds);
    }

    void manyThreadsAskWhoLives()
    {
        const QTemporaryDir folder;
        const auto owner = support::OwnerLock::take(folder.path());
        QVERIFY(owner);
        std::atomic<int> alive = 0;
        atOnce([&, token = (*owner)->token()](int, int) {
            const auto other = support::OwnerLock::take(folder.path());
            if (other && support::OwnerLock::isAlive(folder.path(), token) &&
                support::OwnerLock::isAlive(folder.path(), (*other)->token()))
                ++alive;
        });
        QCOMPARE(alive.load(), threads * rounds);
    }

    void manyThreadsTurnTheFaultDial()
    {
        sandbox::FaultLedger ledger;
        std::atomic<int> taken = 0;
        atOnce([&](int, int) {
            ledger.addFault({.on = sandbox::Fault::On::Status, .kind = sandbox::Fault::Kind::Hang});
            ledger.countAccepted();
            if (ledger.takeFault(sandbox::Fault::On::Status))
                ++taken;
        });
        QCOMPARE(taken.load(), threads * rounds);
        QCOMPARE(ledger.acceptedSubmits(), threads * rounds);
    }
};

QTEST_GUILESS_MAIN(TestThreads)
#include "tst_threads.moc"
