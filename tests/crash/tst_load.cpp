// Hundreds of requests of the real program at a server that fails, or that takes only two at a time.
#include "audit.h"
#include "failing.h"
#include "practiceserver.h"
#include "studio.h"
#include "tests/figure.h"

#include <QHash>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace janus::crash;

namespace {

/// The most memory a studio that has ended took, in MiB. Of a build with sanitizers it is a multiple.
qint64 mostMemory()
{
    struct rusage usage = {};
    ::getrusage(RUSAGE_CHILDREN, &usage);
    return usage.ru_maxrss / 1024;
}

} // namespace

class TestLoad : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    // LD-01
    void hundredsAtAFailingServerAllEnd_data()
    {
        QTest::addColumn<int>("seed");
        const int seeds = qEnvironmentVariableIsSet("JANUS_LONG") ? 5 : 1;
        for (int seed = 1; seed <= seeds; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void hundredsAtAFailingServerAllEnd()
    {
        QFETCH(const int, seed);
        const int jobs = qEnvironmentVariableIsSet("JANUS_LONG") ? 1000 : 200;
        constexpr double mostRequests = 12;
        const PracticeServer server({u"--pace"_s, u"0"_s, u"--capacity"_s, u"20"_s}, aFifthFails(seed));
        QVERIFY(server.isUp());
        Studio studio(server, m_folder->path());
        studio.setPatience(1800);
        const Audit end = finish(server, studio, generate(jobs));
        QVERIFY2(end.isGood(), qPrintable(end.text()));
        QCOMPARE(end.jobs, jobs);
        QCOMPARE(end.open + end.waiting, 0);
        QCOMPARE(end.done + end.unknown + end.failed, jobs);
        const double each = requestsOf(server) / double(jobs);
        janus::test::figure(u"load seed=%1 %2 requests_per_job=%3 memory_mib=%4"_s.arg(
            QString::number(seed), end.figures(), QString::number(each, 'f', 1),
            QString::number(mostMemory())));
        QVERIFY2(each < mostRequests, qPrintable(QString::number(each)));
    }

    // LD-03
    void aServerThatTakesTwoAtATimeIsServedSteadily()
    {
        constexpr int jobs = 10; // a "no" holds the service for some seconds
        const PracticeServer server(
            {u"--pace"_s, u"0.05"_s, u"--capacity"_s, u"2"_s, u"--most-open"_s, u"2"_s});
        QVERIFY(server.isUp());
        Studio studio(server, m_folder->path());
        studio.setPatience(600);
        const Studio::Ending ending = studio.run(generate(jobs));
        QVERIFY2(!ending.hung, "some starve");
        QCOMPARE(ending.code, 0);
        const Audit end = audit(server.accepted(), studio.folder());
        QVERIFY2(end.isGood(), qPrintable(end.text()));
        QCOMPARE(end.done, jobs);
        int posts = 0;
        for (const QJsonObject &request : server.requests())
            posts += request["method"_L1] == "POST"_L1 ? 1 : 0;
        janus::test::figure(u"two_at_a_time %1 submits=%2"_s.arg(end.figures()).arg(posts));
    }

private:
    static QStringList generate(int count)
    {
        return {u"generate"_s,          u"--size"_s,     u"64x64"_s, u"--count"_s,
                QString::number(count), u"--parallel"_s, u"20"_s,    u"a red fox"_s};
    }

    /// Without the auditor's own.
    static int requestsOf(const PracticeServer &server)
    {
        int count = 0;
        for (const QJsonObject &request : server.requests())
            count += request["target"_L1].toString().contains("limit=100&"_L1) ||
                             request["target"_L1].toString().endsWith("limit=100"_L1)
                         ? 0
                         : 1;
        return count;
    }

    /// A command ends with a hold; the next takes up what is left.
    static Audit finish(const PracticeServer &server, const Studio &studio, const QStringList &first)
    {
        constexpr int mostRounds = 50;
        studio.run(first);
        Audit now = audit(server.accepted(), studio.folder(), Ended::MayBeOpen);
        for (int round = 0; round < mostRounds && now.open + now.waiting > 0; ++round) {
            studio.run({u"resume"_s, u"--unsent"_s});
            now = audit(server.accepted(), studio.folder(), Ended::MayBeOpen);
        }
        studio.run({u"resume"_s});
        return audit(server.accepted(), studio.folder());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestLoad)
#include "tst_load.moc"
