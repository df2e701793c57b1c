#include "studiobench.h"
#include "tests/waiting.h"

#include "core/paramroles.h"

#include <QSignalSpy>
#include <QTest>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace janus;
using jobs::LostSearch;
using sandbox::Fault;
using test::StudioBench;
using test::waitFor;
using namespace std::chrono_literals;

namespace {

Fault lostAnswer(int times = 1)
{
    return {.on = Fault::On::Submit, .kind = Fault::Kind::CloseBeforeAnswer, .times = times, .accept = true};
}

int looks(const StudioBench &bench)
{
    int count = 0;
    for (const sandbox::RecordedRequest &request : bench.server->requests())
        count += request.target.contains("/models/requests/by-endpoint") ? 1 : 0;
    return count;
}

QStringList messages(const StudioBench &bench, JobId job)
{
    QStringList texts;
    for (const LogLine &line : bench.queue->log(job))
        texts << line.message;
    return texts;
}

} // namespace

/// Submits whose answer was lost: found in the account's history, or asked about; never sent again.
class TestLostSubmits : public QObject
{
    Q_OBJECT

    static bool waitForSearch(const StudioBench &bench, JobId job, LostSearch search)
    {
        return waitFor([&] { return bench.queue->find(job)->search == search; });
    }

private Q_SLOTS:
    // NET-01: the picture that was paid for arrives.
    void whatWasAcceptedIsFoundByItsInput()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        bench.server->addFault(lostAnswer());
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(bench.waitForState(job, JobState::Done));
        QCOMPARE(bench.posts(), 1);
        QCOMPARE(bench.server->acceptedSubmits(), 1);
        QVERIFY(!bench.queue->find(job)->error);
        QCOMPARE(bench.queue->find(job)->search, LostSearch::None);
    }

    void allOfManyAreFoundAndEachHasItsOwn()
    {
        const int count = qEnvironmentVariableIsSet("JANUS_LONG") ? 1000 : 100;
        StudioBench bench;
        QVERIFY(bench.open());
        bench.server->addFault(lostAnswer(count));
        QSignalSpy pictures(bench.queue.get(), &jobs::JobQueue::pictureSaved);
        const QList<JobId> ids = bench.enqueue(splitIntoSingles(bench.request(), count));
        QSet<QString> numbers;
        int found = 0;
        for (const JobId id : ids) {
            QVERIFY2(bench.waitForState(id, JobState::Done), qPrintable(messages(bench, id).join(u'\n')));
            numbers << bench.queue->find(id)->ticket.requestId;
            found += messages(bench, id).filter(u"Found: it was accepted"_s).size() == 1 ? 1 : 0;
        }
        QCOMPARE(found, count);
        QCOMPARE(numbers.size(), count);
        QCOMPARE(bench.posts(), count);
        for (const QList<QVariant> &saved : std::as_const(pictures)) {
            const auto picture = saved.at(1).value<Picture>();
            QCOMPARE(picture.request, bench.queue->find(picture.job)->request);
        }
        std::printf("FIGURE found-again lost=%d found=%d looks=%d\n", count, found, looks(bench));
    }

    void whatWasNotAcceptedIsAskedAbout()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        bench.server->addFault({.on = Fault::On::Submit, .kind = Fault::Kind::CloseBeforeAnswer});
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(waitForSearch(bench, job, LostSearch::NotFound));
        QCOMPARE(bench.queue->find(job)->state, JobState::Unknown);
        QCOMPARE(bench.queue->find(job)->error->kind, ErrorKind::OutcomeUnknown);
        QVERIFY(bench.queue->find(job)->error->message.contains(u"history does not show it"_s));
        QCOMPARE(looks(bench), 3);
        QCOMPARE(bench.posts(), 1);
        bench.queue->cancel(job);
        QVERIFY(bench.waitForState(job, JobState::Cancelled));
    }

    // A service may list a request only when it has ended.
    void lookingAgainFindsWhatIsListedLate()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        bench.server->addFault(lostAnswer());
        bench.server->addFault({.on = Fault::On::Platform,
                                .kind = Fault::Kind::Status,
                                .times = 3,
                                .status = 200,
                                .body = R"({"items":[],"has_more":false,"next_cursor":null})"});
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(waitForSearch(bench, job, LostSearch::NotFound));
        bench.queue->lookAgain(job);
        QVERIFY(bench.waitForState(job, JobState::Done));
        QCOMPARE(bench.posts(), 1);
    }

    void troubleWhileLookingIsMetWithPatience()
    {
        StudioBench bench;
        bench.patience = 60s;
        QVERIFY(bench.open());
        bench.server->addFault(lostAnswer());
        bench.server->addFault({.on = Fault::On::Platform,
                                .kind = Fault::Kind::Status,
                                .times = 5,
                                .status = 503,
                                .body = "{}"});
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(bench.waitForState(job, JobState::Done));
        QCOMPARE(looks(bench), 6);
    }

    void whereNobodyCanLookOneIsToldWhy_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("words");
        QTest::newRow("no history there") << 404 << u"does not offer"_s;
        QTest::newRow("not with this key") << 403 << u"not allowed"_s;
    }
    void whereNobodyCanLookOneIsToldWhy()
    {
        QFETCH(int, status);
        QFETCH(QString, words);
        StudioBench bench;
        QVERIFY(bench.open());
        bench.server->addFault(lostAnswer());
        bench.server->addFault({.on = Fault::On::Platform,
                                .kind = Fault::Kind::Status,
                                .times = 1,
                                .status = status,
                                .body = "{}"});
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(waitForSearch(bench, job, LostSearch::CannotLook));
        QVERIFY2(bench.queue->find(job)->error->message.contains(words),
                 qPrintable(bench.queue->find(job)->error->message));
        QVERIFY(!bench.queue->isAnythingHeld());
        bench.queue->release(u"sandbox"_s); // as with another key
        QVERIFY(bench.waitForState(job, JobState::Done));
    }

    void anEarlierRequestOfTheSameInputIsNotTakenForIt()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        const JobId first = bench.enqueue({bench.request()}).value(0);
        QVERIFY(bench.waitForState(first, JobState::Done));
        bench.server->addFault({.on = Fault::On::Submit, .kind = Fault::Kind::CloseBeforeAnswer});
        const JobId lost = bench.enqueue({bench.request()}).value(0);
        QVERIFY(waitForSearch(bench, lost, LostSearch::NotFound));
        bench.server->addFault(lostAnswer());
        const JobId accepted = bench.enqueue({bench.request()}).value(0);
        QVERIFY(bench.waitForState(accepted, JobState::Done));
        QVERIFY(bench.queue->find(accepted)->ticket.requestId != bench.queue->find(first)->ticket.requestId);
    }

    void afterACrashDuringTheSubmitItIsFound()
    {
        StudioBench bench({.pace = 0, .capacity = 0});
        QVERIFY(bench.open());
        bench.server->addFault({.on = Fault::On::Submit, .kind = Fault::Kind::Hang, .accept = true});
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(waitFor([&] { return bench.posts() == 1; }));
        bench.restartQueue();
        bench.server->setCapacity(2);
        bench.queue->recover(this, [](const auto &) {});
        QVERIFY(waitFor([&] { return bench.queue->find(job); }));
        QVERIFY(bench.waitForState(job, JobState::Done));
        QCOMPARE(bench.posts(), 1);
    }

    // The service itself spoke, under a number, before the answer was spoilt: that number is asked first.
    void theNumberInABadAnswerIsAskedFirst_data()
    {
        QTest::addColumn<bool>("exists");
        QTest::newRow("there is such a request") << true;
        QTest::newRow("there is none") << false;
    }
    void theNumberInABadAnswerIsAskedFirst()
    {
        QFETCH(bool, exists);
        StudioBench bench({.pace = 0, .capacity = exists ? 2 : 0});
        QVERIFY(bench.open());
        QByteArray number = "00000000-0000-4000-8000-000000000000";
        if (exists) {
            const JobId known = bench.enqueue({bench.request(u"another"_s)}).value(0);
            QVERIFY(bench.waitForState(known, JobState::Done));
            number = bench.queue->find(known)->ticket.requestId.toLatin1();
        }
        bench.server->addFault({.on = Fault::On::Submit,
                                .kind = Fault::Kind::Status,
                                .status = 504,
                                .body = "{}",
                                .headers = {{"x-fal-request-id", number}}});
        const JobId job = bench.enqueue({bench.request()}).value(0);
        if (exists) // the number belongs to another job, so it cannot be this one's
            QVERIFY(bench.waitForState(job, JobState::Failed));
        else
            QVERIFY(waitForSearch(bench, job, LostSearch::NotFound));
        QCOMPARE(bench.queue->find(job)->ticket.requestId.isEmpty(), !exists);
    }

    // SRV-11: the result has lapsed, the account's history still has it.
    void aLapsedResultIsTakenFromTheHistory()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        bench.server->addFault({.on = Fault::On::Result,
                                .kind = Fault::Kind::Status,
                                .times = -1,
                                .status = 404,
                                .body = R"({"status":"NOT_FOUND"})"});
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(bench.waitForState(job, JobState::Done));
        QCOMPARE(looks(bench), 1);
    }
};

QTEST_GUILESS_MAIN(TestLostSubmits)
#include "tst_lostsubmits.moc"
