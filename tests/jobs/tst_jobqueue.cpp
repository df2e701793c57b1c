#include "studiobench.h"
#include "tests/waiting.h"

#include "core/paramroles.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using namespace janus;
using sandbox::Fault;
using test::StudioBench;
using test::waitFor;

namespace {

/// What the file of the library says at this moment, asked on a connection of its own that waits for nobody.
QString onDisk(const QString &file, const QString &question)
{
    const QString name = u"looking"_s;
    QString answer;
    {
        QSqlDatabase other = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
        other.setDatabaseName(file);
        other.setConnectOptions(u"QSQLITE_OPEN_READONLY"_s);
        if (other.open()) {
            QSqlQuery query(question, other);
            answer = query.next() ? query.value(0).toString() : u"no row"_s;
        }
    }
    QSqlDatabase::removeDatabase(name);
    return answer;
}

} // namespace

class TestJobQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRequestBecomesAPictureOnDisk()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        QSignalSpy pictures(bench.queue.get(), &jobs::JobQueue::pictureSaved);
        QSignalSpy idle(bench.queue.get(), &jobs::JobQueue::idle);
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(bench.waitForState(job, JobState::Done));
        QCOMPARE(idle.count(), 1);
        QCOMPARE(pictures.count(), 1);
        const auto picture = pictures.first().at(1).value<Picture>();
        QVERIFY(QFile::exists(picture.file));
        QCOMPARE(picture.size, QSize(96, 64));
        QCOMPARE(picture.seed, 7);
        QCOMPARE(picture.request, bench.request());
        QCOMPARE(bench.server->acceptedSubmits(), 1);
        QVERIFY(!bench.queue->log(job).isEmpty());
    }

    void statesOnlyMoveForwardAndByTheTable()
    {
        StudioBench bench({.pace = 0.01});
        QVERIFY(bench.open());
        QList<JobState> seen;
        connect(bench.queue.get(), &jobs::JobQueue::jobChanged, this, [&](const jobs::JobInfo &job) {
            if (seen.isEmpty() || seen.last() != job.state)
                seen << job.state;
        });
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(bench.waitForState(job, JobState::Done));
        for (qsizetype i = 1; i < seen.size(); ++i)
            QVERIFY2(canMove(seen[i - 1], seen[i]),
                     qPrintable(jobStateWord(seen[i - 1]) + u" -> "_s + jobStateWord(seen[i])));
        QCOMPARE(seen.last(), JobState::Done);
    }

    // Rule 2: whoever hears that a request was accepted, or that a picture is there, may die the next moment.
    void whatIsToldIsInTheJournalBefore()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        const QString file = support::Paths::below(bench.folder.path()).database();
        QStringList numbers;
        QStringList pictures;
        connect(bench.queue.get(), &jobs::JobQueue::jobChanged, this, [&](const jobs::JobInfo &job) {
            if (job.state == JobState::Queued && numbers.isEmpty())
                numbers << job.ticket.requestId << onDisk(file, u"SELECT request_id FROM jobs"_s);
        });
        connect(bench.queue.get(), &jobs::JobQueue::pictureSaved, this, [&](JobId, const Picture &picture) {
            pictures << QString::number(picture.id) << onDisk(file, u"SELECT id FROM pictures"_s);
        });
        QVERIFY(bench.waitForState(bench.enqueue({bench.request()}).value(0), JobState::Done));
        QCOMPARE(numbers.size(), 2);
        QVERIFY(!numbers.first().isEmpty());
        QCOMPARE(numbers.last(), numbers.first());
        QCOMPARE(pictures.size(), 2);
        QCOMPARE(pictures.last(), pictures.first());
    }

    void fourSplitRequestsAreFourPicturesOfOneBatch()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        const QList<JobId> ids = bench.enqueue(splitIntoSingles(bench.request(), 4));
        QCOMPARE(ids.size(), 4);
        for (const JobId id : ids)
            QVERIFY(bench.waitForState(id, JobState::Done));
        std::vector<library::PictureRow> rows;
        bench.library->rows(this, [&](const auto &answer) { rows = *answer; });
        QVERIFY(waitFor([&] { return rows.size() == 4u; }));
        for (const library::PictureRow &row : rows)
            QCOMPARE(row.batch, rows.front().batch);
    }

    void oneRequestForThreePicturesSavesAllThree()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        QSignalSpy pictures(bench.queue.get(), &jobs::JobQueue::pictureSaved);
        const JobId job = bench.enqueue({withImageCount(bench.request(), 3)}).value(0);
        QVERIFY(bench.waitForState(job, JobState::Done));
        QCOMPARE(pictures.count(), 3);
        for (int k = 0; k < 3; ++k) {
            const auto picture = pictures.at(k).at(1).value<Picture>();
            QCOMPARE(picture.index, k);
            QCOMPARE(picture.count, 3);
        }
        QCOMPARE(bench.posts(), 1);
    }

    void aRefusedKeyHoldsTheJobAndReleaseSendsItOnce()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        bench.server->addFault({.on = Fault::On::Submit,
                                .kind = Fault::Kind::Status,
                                .status = 401,
                                .body = R"({"detail":"No user found for Key ID and Secret"})"});
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(waitFor([&] { return bench.queue->hold(u"sandbox"_s).has_value(); }));
        QCOMPARE(bench.queue->hold(u"sandbox"_s)->kind, ErrorKind::KeyRefused);
        QCOMPARE(bench.queue->find(job)->state, JobState::Waiting);
        bench.queue->release();
        QVERIFY(bench.waitForState(job, JobState::Done));
        QCOMPARE(bench.server->acceptedSubmits(), 1);
        QVERIFY(!bench.queue->isAnythingHeld());
    }

    // DSK-01: nothing is paid for that could not be kept.
    void withoutRoomNothingIsSent()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        GenerationRequest large = bench.request();
        large.input[u"image_size"_s] = QJsonObject{{u"width"_s, 2'000'000'000}, {u"height"_s, 2'000'000'000}};
        const JobId job = bench.enqueue({large}).value(0);
        QVERIFY(waitFor([&] { return bench.queue->hold(u"sandbox"_s).has_value(); }));
        const Error reason = *bench.queue->hold(u"sandbox"_s);
        QCOMPARE(reason.kind, ErrorKind::Storage);
        QVERIFY2(reason.message.contains(u" MB are needed, "_s), qPrintable(reason.message));
        QCOMPARE(bench.queue->find(job)->state, JobState::Waiting);
        bench.queue->release();
        QVERIFY(waitFor([&] { return bench.queue->isAnythingHeld(); }));
        QCOMPARE(bench.posts(), 0);
        bench.queue->cancel(job);
        QVERIFY(bench.waitForState(job, JobState::Cancelled));
    }

    // DSK-05: as after a disk that was pulled out; it is not sent, and goes on when the disk is back.
    void withoutThePicturesFolderNothingIsSentUntilItIsBack()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        const QString folder = bench.library->paths().pictures;
        QVERIFY(QDir().rename(folder, folder + "-away"_L1));
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(waitFor([&] { return bench.queue->hold(u"sandbox"_s).has_value(); }));
        QCOMPARE(bench.queue->hold(u"sandbox"_s)->kind, ErrorKind::Storage);
        QCOMPARE(bench.posts(), 0);
        QVERIFY(QDir().rename(folder + "-away"_L1, folder));
        bench.queue->release();
        QVERIFY(bench.waitForState(job, JobState::Done));
        QCOMPARE(bench.server->acceptedSubmits(), 1);
    }

    // NET-01: what may have been accepted is never sent again by itself.
    void aLostAnswerIsNeverSentAgain()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        bench.server->addFault({.on = Fault::On::Submit, .kind = Fault::Kind::CloseBeforeAnswer});
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(bench.waitForState(job, JobState::Unknown));
        QCOMPARE(bench.posts(), 1);
        bench.queue->release();
        bench.restartQueue();
        std::optional<jobs::JobQueue::Recovered> recovered;
        bench.queue->recover(this, [&](const auto &answer) { recovered = *answer; });
        QVERIFY(waitFor([&] { return recovered.has_value(); }));
        QCOMPARE(recovered->unknown, 1);
        bench.queue->resumeUnsent();
        bench.queue->cancel(job);
        QVERIFY(bench.waitForState(job, JobState::Cancelled));
        QCOMPARE(bench.posts(), 1);
    }

    void theModelsNoFailsTheJobAndNamesTheField()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        const JobId job = bench.enqueue({withImageCount(bench.request(), 99)}).value(0);
        QVERIFY(bench.waitForState(job, JobState::Failed));
        const Error error = bench.queue->find(job)->error.value();
        QCOMPARE(error.kind, ErrorKind::Refused);
        QCOMPARE(error.field, u"num_images"_s);
        QVERIFY(!error.message.isEmpty());
    }

    void aQueuedRequestIsCancelledByTheServicesWord()
    {
        StudioBench bench({.pace = 0, .capacity = 0});
        QVERIFY(bench.open());
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(bench.waitForState(job, JobState::Queued));
        bench.queue->cancel(job);
        QVERIFY(bench.waitForState(job, JobState::Cancelled));
    }

    void onlyAFewRequestsAreWithTheServiceAtOnce()
    {
        StudioBench bench({.pace = 0, .capacity = 0});
        QVERIFY(bench.open());
        bench.queue->setSlots(2);
        const QList<JobId> ids = bench.enqueue(splitIntoSingles(bench.request(), 5));
        QVERIFY(bench.waitForState(ids[1], JobState::Queued));
        QCOMPARE(bench.posts(), 2);
        QCOMPARE(bench.queue->find(ids[2])->state, JobState::Waiting);
        bench.queue->cancelWaiting();
        for (const JobId id : ids.mid(2))
            QVERIFY(bench.waitForState(id, JobState::Cancelled));
        QCOMPARE(bench.posts(), 2);
        bench.server->setCapacity(2);
        QVERIFY(bench.waitForState(ids[0], JobState::Done));
        QVERIFY(bench.waitForState(ids[1], JobState::Done));
    }

    void whatCannotGoOnLeavesItsPlaceToOthers_data()
    {
        QTest::addColumn<Fault>("fault");
        QTest::addColumn<JobState>("first");
        QTest::addColumn<JobState>("second");
        QTest::newRow("NET-01 the answer to a submit is lost")
            << Fault{.on = Fault::On::Submit, .kind = Fault::Kind::CloseBeforeAnswer} << JobState::Unknown
            << JobState::Done;
        QTest::newRow("the pictures' server does not answer") << Fault{.on = Fault::On::Media,
                                                                       .kind = Fault::Kind::Status,
                                                                       .times = -1,
                                                                       .status = 503,
                                                                       .body = "{}"}
                                                              << JobState::Saving << JobState::Saving;
    }
    void whatCannotGoOnLeavesItsPlaceToOthers()
    {
        QFETCH(Fault, fault);
        QFETCH(JobState, first);
        QFETCH(JobState, second);
        StudioBench bench;
        QVERIFY(bench.open());
        bench.queue->setSlots(1);
        bench.server->addFault(fault);
        const QList<JobId> ids = bench.enqueue(splitIntoSingles(bench.request(), 2));
        QVERIFY(bench.waitForState(ids[1], second));
        QVERIFY(bench.waitForState(ids[0], first));
        QCOMPARE(bench.posts(), 2);
    }

    void afterACrashAcceptedWorkIsFetchedAndNothingIsSentTwice()
    {
        StudioBench bench({.pace = 0, .capacity = 0});
        QVERIFY(bench.open());
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(bench.waitForState(job, JobState::Queued));
        bench.restartQueue();
        bench.server->setCapacity(2);
        bench.queue->recover(this, [](const auto &) {});
        QVERIFY(waitFor([&] { return bench.queue->find(job); }));
        QVERIFY(bench.waitForState(job, JobState::Done));
        QCOMPARE(bench.posts(), 1);
    }

    void aCrashDuringTheSubmitIsAnUnknownOutcome()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        bench.server->addFault({.on = Fault::On::Submit, .kind = Fault::Kind::Hang});
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(waitFor([&] { return bench.posts() == 1; }));
        bench.restartQueue();
        bench.queue->recover(this, [](const auto &) {});
        QVERIFY(waitFor([&] { return bench.queue->find(job); }));
        QVERIFY(bench.waitForState(job, JobState::Unknown));
        QCOMPARE(bench.posts(), 1);
    }

    void whatWasNeverSentWaitsForTheUsersWord()
    {
        StudioBench bench({.pace = 0, .capacity = 0});
        QVERIFY(bench.open());
        bench.queue->setSlots(1);
        const QList<JobId> ids = bench.enqueue(splitIntoSingles(bench.request(), 2));
        QVERIFY(bench.waitForState(ids[0], JobState::Queued));
        bench.restartQueue();
        std::optional<jobs::JobQueue::Recovered> recovered;
        bench.queue->recover(this, [&](const auto &answer) { recovered = *answer; });
        QVERIFY(waitFor([&] { return recovered.has_value(); }));
        QCOMPARE(recovered->neverSent, 1);
        QCOMPARE(recovered->adopted, 1);
        bench.server->setCapacity(2);
        QVERIFY(bench.waitForState(ids[0], JobState::Done));
        QCOMPARE(bench.posts(), 1);
        bench.queue->resumeUnsent();
        QVERIFY(bench.waitForState(ids[1], JobState::Done));
        QCOMPARE(bench.posts(), 2);
    }

    // PRC-07: a machine that was off for long; results are kept for minutes, requests for hours.
    void whatExpiresFirstIsTakenUpFirst()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        bench.restartQueue();
        jobs::Journal earlier(bench.library->database(), u"gone"_s);
        QList<jobs::JobInfo> left;
        earlier.add(wishesFor(splitIntoSingles(bench.request(), 5)), u"sandbox"_s, {}, this,
                    [&](const Result<QList<jobs::JobInfo>> &added) { left = *added; });
        QVERIFY(waitFor([&] { return left.size() == 5; }));
        const QDateTime now = QDateTime::currentDateTimeUtc();
        const std::array states{JobState::Submitting, JobState::Queued, JobState::Running, JobState::Saving,
                                JobState::Saving};
        const std::array minutes{9, 5, 30, 1, 4}; // since it was accepted
        int written = 0;
        for (std::size_t i = 0; i < states.size(); ++i) {
            jobs::JobInfo job = left[qsizetype(i)];
            job.state = states[i];
            job.submitted = job.accepted = now.addSecs(-60 * minutes[i]);
            job.ticket.requestId = u"r-%1"_s.arg(i);
            earlier.write(job, this, [&](const Result<void> &done) { written += done ? 1 : 0; });
        }
        QVERIFY(waitFor([&] { return written == 5; }));
        QList<JobId> opened;
        connect(bench.queue.get(), &jobs::JobQueue::jobChanged, this, [&](const jobs::JobInfo &job) {
            if (job.trouble && !opened.contains(job.id))
                opened << job.id;
        });
        bench.unreachable << u"sandbox"_s; // each is held where it begins
        bench.queue->recover(this, [](const auto &) {});
        QVERIFY(waitFor([&] { return opened.size() == 5; }));
        QCOMPARE(opened, (QList<JobId>{left[4].id, left[3].id, left[2].id, left[1].id, left[0].id}));
    }

    // Another process believed us dead and took a job: it is left to that one, and nothing else is held.
    void aJobThatIsTakenOverIsLetGo()
    {
        StudioBench bench({.pace = 0, .capacity = 0});
        QVERIFY(bench.open());
        QSignalSpy idle(bench.queue.get(), &jobs::JobQueue::idle);
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(bench.waitForState(job, JobState::Queued));
        jobs::Journal other(bench.library->database(), u"other"_s);
        std::optional<bool> taken;
        other.adopt(*bench.queue->find(job), this, [&](const Result<void> &done) { taken = bool(done); });
        QVERIFY(waitFor([&] { return taken.has_value(); }));
        QVERIFY(*taken);
        bench.server->setCapacity(2);
        QVERIFY(waitFor([&] { return idle.count() == 1; }));
        QVERIFY(!bench.queue->isAnythingHeld());
        QVERIFY(bench.queue->find(job)->trouble->message.contains(u"Another Janus Studio"_s));
        QVERIFY(bench.waitForState(bench.enqueue({bench.request()}).value(0), JobState::Done));
    }

    // A picture whose server never answers can be given up; what the model answered stays in the journal.
    void whatNeverComesCanBeGivenUp()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        bench.server->addFault(
            {.on = Fault::On::Media, .kind = Fault::Kind::Status, .times = -1, .status = 503, .body = "{}"});
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(waitFor([&] { return bench.queue->find(job)->trouble.has_value(); }));
        QCOMPARE(bench.queue->find(job)->state, JobState::Saving);
        QVERIFY(bench.queue->find(job)->canCancel());
        bench.queue->cancel(job);
        QVERIFY(bench.waitForState(job, JobState::Cancelled));
        QVERIFY(!bench.queue->find(job)->result.isEmpty());
    }

    // A key that is refused waits for a person; only what mends itself is tried again by itself.
    void theClockReleasesOnlyWhatMendsItself()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        bench.server->addFault({.on = Fault::On::Submit,
                                .kind = Fault::Kind::Status,
                                .times = -1,
                                .status = 401,
                                .body = R"({"detail":"No user found for Key ID and Secret"})"});
        QSignalSpy holds(bench.queue.get(), &jobs::JobQueue::holdChanged);
        bench.enqueue({bench.request()});
        QVERIFY(waitFor([&] { return bench.queue->hold(u"sandbox"_s).has_value(); }));
        bench.unreachable << u"elsewhere"_s;
        bool added = false;
        bench.queue->enqueue({{bench.request()}}, u"elsewhere"_s, {}, this,
                             [&](const auto &) { added = true; });
        QVERIFY(waitFor([&] { return added; }));
        QVERIFY(waitFor([&] { // tried again, more than once
            return std::ranges::count(holds, u"elsewhere"_s,
                                      [](const auto &call) { return call.first().toString(); }) >= 5;
        }));
        QCOMPARE(
            std::ranges::count(holds, u"sandbox"_s, [](const auto &call) { return call.first().toString(); }),
            1);
        QCOMPARE(bench.posts(), 1);
    }

    void jobsOfALivingProcessAreLeftAlone()
    {
        StudioBench bench({.pace = 0, .capacity = 0});
        QVERIFY(bench.open());
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(bench.waitForState(job, JobState::Queued));
        bench.livingOwners << u"owner1"_s;
        bench.restartQueue();
        std::optional<jobs::JobQueue::Recovered> recovered;
        bench.queue->recover(this, [&](const auto &answer) { recovered = *answer; });
        QVERIFY(waitFor([&] { return recovered.has_value(); }));
        QCOMPARE(recovered->ofOthers, 1);
        QVERIFY(!bench.queue->find(job));
    }

    void troubleReadingNeverFailsAJob_data()
    {
        QTest::addColumn<int>("on");
        QTest::addColumn<int>("kind");
        QTest::newRow("status 503") << int(Fault::On::Status) << int(Fault::Kind::Status);
        QTest::newRow("result 503") << int(Fault::On::Result) << int(Fault::Kind::Status);
        QTest::newRow("result reset") << int(Fault::On::Result) << int(Fault::Kind::ResetConnection);
        QTest::newRow("stream 503") << int(Fault::On::Stream) << int(Fault::Kind::Status);
        QTest::newRow("stream reset") << int(Fault::On::Stream) << int(Fault::Kind::ResetConnection);
        QTest::newRow("picture 503") << int(Fault::On::Media) << int(Fault::Kind::Status);
        QTest::newRow("picture cut") << int(Fault::On::Media) << int(Fault::Kind::CutAfter);
        QTest::newRow("picture reset") << int(Fault::On::Media) << int(Fault::Kind::ResetConnection);
    }
    void troubleReadingNeverFailsAJob()
    {
        QFETCH(int, on);
        QFETCH(int, kind);
        StudioBench bench;
        QVERIFY(bench.open());
        bench.server->addFault({.on = static_cast<Fault::On>(on),
                                .kind = static_cast<Fault::Kind>(kind),
                                .times = 2,
                                .status = 503,
                                .body = "{}",
                                .bytes = 900});
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(bench.waitForState(job, JobState::Done));
        QCOMPARE(bench.posts(), 1);
    }

    // SRV-10: completed, but the result is not there for a moment.
    void aResultThatIsMissingForAMomentIsFetched()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        bench.server->addFault({.on = Fault::On::Result,
                                .kind = Fault::Kind::Status,
                                .times = 3,
                                .status = 404,
                                .body = R"({"status":"NOT_FOUND"})"});
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(bench.waitForState(job, JobState::Done));
    }

    // SRV-11, SRV-22: gone for good is its own ending.
    void whatIsGoneForGoodIsExpired_data()
    {
        QTest::addColumn<int>("on");
        QTest::newRow("result") << int(Fault::On::Result);
        QTest::newRow("picture") << int(Fault::On::Media);
    }
    void whatIsGoneForGoodIsExpired()
    {
        QFETCH(int, on);
        StudioBench bench;
        QVERIFY(bench.open());
        bench.server->addFault({.on = static_cast<Fault::On>(on),
                                .kind = Fault::Kind::Status,
                                .times = -1,
                                .status = 404,
                                .body = R"({"status":"NOT_FOUND"})"});
        bench.server->addFault({.on = Fault::On::Platform, // nor is it in the account's history
                                .kind = Fault::Kind::Status,
                                .times = -1,
                                .status = 404,
                                .body = "{}"});
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(bench.waitForState(job, JobState::Expired));
        QVERIFY(bench.queue->find(job)->error.has_value());
    }

    // The sandbox has another port after each start, so the addresses of a stored result are no longer good.
    void aStoredResultWhoseAddressesHaveMovedIsFetchedAgain()
    {
        QTemporaryDir folder;
        StudioBench bench({.pace = 0, .stateFile = folder.filePath(u"state.jsonl"_s)});
        QVERIFY(bench.open());
        bench.server->addFault(
            {.on = Fault::On::Media, .kind = Fault::Kind::Status, .times = -1, .status = 503, .body = "{}"});
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(bench.waitForState(job, JobState::Saving));
        bench.restartServer();
        bench.restartQueue();
        bench.queue->recover(this, [](const auto &) {});
        QVERIFY(waitFor([&] { return bench.queue->find(job); }));
        QVERIFY(bench.waitForState(job, JobState::Done));
        QCOMPARE(bench.posts(), 0); // nothing was sent to the new server
    }

    void destroyingTheQueueInTheMiddleIsQuiet()
    {
        StudioBench bench({.pace = 0.01});
        QVERIFY(bench.open());
        const QList<JobId> ids = bench.enqueue(splitIntoSingles(bench.request(), 6));
        QVERIFY(bench.waitForState(ids[0], JobState::Queued) || isTerminal(bench.queue->find(ids[0])->state));
        bench.queue.reset();
        QCoreApplication::processEvents();
    }
};

QTEST_GUILESS_MAIN(TestJobQueue)
#include "tst_jobqueue.moc"
