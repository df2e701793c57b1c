#include "support/lockdown.h"

#include <QTest>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

using namespace janus;

namespace {

/// What `work` answers in a process of its own; -1 when that did not end by itself.
int inChild(const std::function<int()> &work)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(work());
    int status = 0;
    if (child < 0 || ::waitpid(child, &status, 0) != child || !WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status);
}

/// 1: core dumps are limited to nothing, hard limit included; 2: memory is closed to others.
int lockedDown()
{
    rlimit limit{};
    ::getrlimit(RLIMIT_CORE, &limit);
    return (limit.rlim_cur == 0 && limit.rlim_max == 0 ? 1 : 0) | (::prctl(PR_GET_DUMPABLE) == 0 ? 2 : 0);
}

} // namespace

/// What keeps the key in memory from getting to a disk or into another program's hands.
class TestLockdown : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { qunsetenv("SNAP"); }

    void noCoreIsDumpedAndNobodyLooksIn()
    {
        QVERIFY2((inChild(lockedDown) & 2) == 0, "nothing is closed before");
        QCOMPARE(inChild([] {
                     support::forbidCoreDumps();
                     return lockedDown();
                 }),
                 3);
    }

    // Snap must be able to look into /proc of its programs.
    void inASnapOnlyTheLimitIsSet()
    {
        qputenv("SNAP", "/snap/janus-studio/1");
        QCOMPARE(inChild([] {
                     support::forbidCoreDumps();
                     return lockedDown();
                 }),
                 1);
        qunsetenv("SNAP");
    }

    // A child that forgot it would hand its parent's key on; a limit is inherited, "dumpable" is not after
    // exec.
    void childrenInheritTheLimit()
    {
        QCOMPARE(inChild([] {
                     support::forbidCoreDumps();
                     return inChild([] {
                         const rlimit more{1 << 20, 1 << 20};
                         const bool isRaised = ::geteuid() != 0 && ::setrlimit(RLIMIT_CORE, &more) == 0;
                         return isRaised ? 0 : lockedDown() & 1;
                     });
                 }),
                 1);
    }

    // KEY-12
    void theTlsKeyLogIsNotWritten()
    {
        qputenv("SSLKEYLOGFILE", "/tmp/tls.log");
        support::ignoreTlsKeyLog();
        QVERIFY(!qEnvironmentVariableIsSet("SSLKEYLOGFILE"));
    }
};

QTEST_GUILESS_MAIN(TestLockdown)
#include "tst_lockdown.moc"
