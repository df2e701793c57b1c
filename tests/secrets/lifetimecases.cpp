// What the lifetime test under valgrind has that no other run may: the mistake it is there for.
#include "keychainstates.h"
#include "keystoretools.h"

#include <QTest>

#include <qt6keychain/keychain.h>

#include <csignal>

using namespace Qt::StringLiterals;

/// Ends with valgrind's error code, or with a crash; with a failure where nothing noticed.
void DeletedJob::isNoticed()
{
    const int keychain = qEnvironmentVariableIntValue("KEYRING_PID");
    QVERIFY(keychain > 1);
    auto *job = new QKeychain::ReadPasswordJob(u"janus-studio"_s);
    job->setAutoDelete(false);
    job->setInsecureFallback(false);
    job->setKey(u"fal"_s);
    job->start();
    QCoreApplication::processEvents();
    delete job; // while libsecret has its address
    QCOMPARE(::kill(keychain, SIGCONT), 0);
    QVERIFY2(!QTest::qWaitFor([] { return false; }, 20'000), "it went on");
    QFAIL("a job that was deleted while under way was not noticed");
}
