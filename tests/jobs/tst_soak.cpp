#include "studiobench.h"
#include "tests/waiting.h"

#include "core/paramroles.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace janus;
using test::StudioBench;
using test::waitFor;

namespace {

qsizetype openDescriptors()
{
    return QDir(u"/proc/self/fd"_s).entryList(QDir::Files | QDir::System | QDir::NoDotAndDotDot).size();
}

/// Of this process, in KiB.
qint64 residentMemory()
{
    QFile file(u"/proc/self/status"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray status = file.readAll();
    const qsizetype at = status.indexOf("VmRSS:");
    return status.mid(at + 6, status.indexOf("kB", at) - at - 6).trimmed().toLongLong();
}

} // namespace

/// LD-06: a day's work in one go. What a request took while it was open is given back when it has ended.
class TestSoak : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aDaysWorkLeavesNothingOpen()
    {
        const int rounds = qEnvironmentVariableIsSet("JANUS_LONG") ? 250 : 15;
        constexpr int jobs = 20;
        StudioBench bench;
        QVERIFY(bench.open());
        qsizetype descriptors = 0;
        qsizetype objects = 0;
        qint64 memory = 0;
        for (int round = 0; round < rounds; ++round) {
            QSignalSpy idle(bench.queue.get(), &jobs::JobQueue::idle);
            bench.enqueue(splitIntoSingles(withSeed(bench.request(), round * jobs), jobs));
            QVERIFY(waitFor([&] { return idle.count() > 0; }));
            const auto children = bench.queue->findChildren<QObject *>().size();
            if (round == 4) { // everything has been used by now
                descriptors = openDescriptors();
                objects = children;
                memory = residentMemory();
            } else if (round > 4) {
                QVERIFY2(openDescriptors() <= descriptors + 8,
                         qPrintable(QString::number(openDescriptors())));
                QCOMPARE(children, objects);
            }
        }
        QCOMPARE(bench.server->acceptedSubmits(), rounds * jobs);
        std::printf(
            "FIGURE soak jobs=%d descriptors=%d then=%d kib-a-job=%.1f (the practice server included)\n",
            rounds * jobs, int(descriptors), int(openDescriptors()),
            double(residentMemory() - memory) / double((rounds - 5) * jobs));
    }
};

QTEST_GUILESS_MAIN(TestSoak)
#include "tst_soak.moc"
