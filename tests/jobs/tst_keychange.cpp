// KEY-14: another key while requests are under way.
#include "studiobench.h"
#include "tests/waiting.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace janus;
using test::StudioBench;
using test::waitFor;

namespace {

constexpr int jobCount = 20;

/// So many requests that the server has and does not begin with.
struct Running
{
    Running()
        : bench({.pace = 0, .capacity = 0, .mostConnections = 256})
    {
        isOpen = bench.open();
        bench.queue->setSlots(jobCount);
        QList<GenerationRequest> requests;
        for (int i = 0; i < jobCount; ++i)
            requests << bench.request(u"boat %1"_s.arg(i));
        ids = bench.enqueue(requests);
    }
    qsizetype count(JobState state) const
    {
        return std::ranges::count_if(ids, [&](JobId id) { return bench.queue->find(id)->state == state; });
    }
    bool allAre(JobState state) const
    {
        return waitFor([&] { return count(state) == ids.size(); });
    }

    StudioBench bench;
    bool isOpen = false;
    QList<JobId> ids;
};

} // namespace

class TestKeyChange : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void runningRequestsEndUnderTheNewKey();
    void aNewKeyThatIsRefusedPausesOnceAndLosesNothing();
};

void TestKeyChange::runningRequestsEndUnderTheNewKey()
{
    Running running;
    QVERIFY(running.isOpen);
    QCOMPARE(running.ids.size(), jobCount);
    QVERIFY(running.allAre(JobState::Queued));
    running.bench.api->setKey(running.bench.server->key());
    running.bench.server->setCapacity(4);
    QVERIFY(waitFor([&] { return running.count(JobState::Done) > 0; }));
    running.bench.api->setKey(running.bench.server->key());
    QVERIFY(running.allAre(JobState::Done));
    QCOMPARE(running.bench.server->acceptedSubmits(), jobCount);
    QVERIFY(!running.bench.queue->isAnythingHeld());
}

void TestKeyChange::aNewKeyThatIsRefusedPausesOnceAndLosesNothing()
{
    Running running;
    QVERIFY(running.isOpen);
    QVERIFY(running.allAre(JobState::Queued));
    jobs::JobQueue &queue = *running.bench.queue;
    QSignalSpy holds(&queue, &jobs::JobQueue::holdChanged);
    running.bench.api->setKey(ApiKey::newForPractice()); // of another practice server
    running.bench.server->setCapacity(4);
    QVERIFY(waitFor([&] { return queue.hold(u"sandbox"_s).has_value(); }));
    QCOMPARE(queue.hold(u"sandbox"_s)->kind, ErrorKind::KeyRefused);
    // One more comes meanwhile: it is not even sent.
    running.ids << running.bench.enqueue({running.bench.request(u"late"_s)});
    QVERIFY(waitFor([&] { // all that was open has asked, and has been refused
        return std::ranges::all_of(running.ids, [&](JobId id) {
            const jobs::JobInfo *job = queue.find(id);
            return job->state == JobState::Waiting || job->trouble.has_value();
        });
    }));
    QCOMPARE(holds.count(), 1);
    QCOMPARE(running.bench.posts(), jobCount);
    for (const JobId id : std::as_const(running.ids))
        QVERIFY2(!isTerminal(queue.find(id)->state), qPrintable(jobStateWord(queue.find(id)->state)));

    running.bench.api->setKey(running.bench.server->key());
    queue.release();
    QVERIFY(running.allAre(JobState::Done));
    QCOMPARE(running.bench.server->acceptedSubmits(), jobCount + 1);
    QVERIFY(!queue.isAnythingHeld());
}

QTEST_MAIN(TestKeyChange)
#include "tst_keychange.moc"
