#include "tests/jobs/studiobench.h"
#include "tests/waiting.h"

#include "core/paramroles.h"
#include "fal/answers.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonArray>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace janus;
using sandbox::Fault;
using test::StudioBench;
using test::waitFor;

namespace {

int calls(const StudioBench &bench, const QByteArray &method, const QByteArray &ending)
{
    const QList<sandbox::RecordedRequest> requests = bench.server->requests();
    return int(std::ranges::count_if(requests, [&](const auto &request) {
        return request.method == method && request.target.split('?').first().endsWith(ending);
    }));
}

/// What Authorization said with each picture that was fetched; empty where it was not there.
QList<QByteArray> mediaPermissions(const StudioBench &bench)
{
    QList<QByteArray> permissions;
    for (const sandbox::RecordedRequest &request : bench.server->requests()) {
        if (request.method != "GET" || !request.target.startsWith("/files/"))
            continue;
        const auto header = std::ranges::find_if(request.headers, [](const sandbox::HttpHeader &one) {
            return one.name.toLower() == "authorization";
        });
        permissions << (header == request.headers.end() ? QByteArray() : header->value);
    }
    return permissions;
}

bool endsAs(StudioBench &bench, JobId job, JobState state)
{
    return waitFor([&] {
               const jobs::JobInfo *info = bench.queue->find(job);
               return info && isTerminal(info->state);
           }) &&
           bench.queue->find(job)->state == state;
}

} // namespace

/// Rows of the fault catalogue that need the whole road: practice server, wire, jobs and library.
class TestRoad : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // NET-18: patience, and never two fetches at a time.
    void aResultThatFailsTwentyTimesArrives()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        bench.server->addFault(
            {.on = Fault::On::Result, .kind = Fault::Kind::Status, .times = 20, .status = 503, .body = "{}"});
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(endsAs(bench, job, JobState::Done));
        const QByteArray id = bench.queue->find(job)->ticket.requestId.toLatin1();
        QCOMPARE(calls(bench, "GET", "/requests/" + id), 21);
        QCOMPARE(bench.posts(), 1);
    }

    // I1: one picture of a set that is gone does not take the others along.
    void theOthersOfASetArriveWhenOneIsGone()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        const auto loseTheFirst = [](QJsonObject result) {
            QJsonArray images = result["images"_L1].toArray();
            QJsonObject first = images[0].toObject();
            first[u"url"_s] = first["url"_L1].toString().replace("/0."_L1, "/99."_L1);
            images[0] = first;
            result[u"images"_s] = images;
            return result;
        };
        bench.server->addFault(
            {.on = Fault::On::Result, .kind = Fault::Kind::Rewrite, .times = -1, .rewrite = loseTheFirst});
        const JobId job = bench.enqueue({withImageCount(bench.request(), 3)}).value(0);
        QVERIFY(endsAs(bench, job, JobState::Expired));
        QCOMPARE(bench.queue->find(job)->saved, 2);
        QVERIFY(bench.queue->find(job)->error.has_value());
    }

    // I2: what is cancelled while its intent is being written is never sent.
    void aCancelBeforeTheFirstByteSendsNothing()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        connect(bench.queue.get(), &jobs::JobQueue::jobChanged, this, [&](const jobs::JobInfo &job) {
            if (job.state == JobState::Submitting && !job.cancelWished)
                bench.queue->cancel(job.id);
        });
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(endsAs(bench, job, JobState::Cancelled));
        QCOMPARE(bench.posts(), 0);
    }

    // NET-20: a picture that drips is stopped by the clock for the whole, told as slow, and tried again;
    // another job's picture is not held up.
    void aDrippingPictureIsToldAndTriedAgain()
    {
        StudioBench bench;
        bench.timing.mediaTotal = 500ms;
        bench.restartServer();
        QVERIFY(bench.open());
        bench.server->addFault(
            {.on = Fault::On::Media, .kind = Fault::Kind::Drip, .times = 3, .bytes = 1, .interval = 20ms});
        bench.queue->setSlots(1);
        const JobId slow = bench.enqueue({bench.request()}).value(0);
        QVERIFY(waitFor([&] { return bench.queue->find(slow)->trouble.has_value(); }));
        QVERIFY2(bench.queue->find(slow)->trouble->message.contains(u"too long"_s),
                 qPrintable(bench.queue->find(slow)->trouble->message));
        bench.queue->setSlots(2);
        const JobId other = bench.enqueue({withSeed(bench.request(), 8)}).value(0);
        QVERIFY(endsAs(bench, other, JobState::Done));
        QVERIFY(endsAs(bench, slow, JobState::Done));
    }

    // NET-22: the host is away for as long as it likes; when it says that the link has expired, the job has,
    // and what the model answered is kept. (The hour is a number of failures here: pauses are milliseconds.)
    void aPictureIsAskedForUntilItsLinkHasExpired()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        bench.server->addFault({.on = Fault::On::Media, .kind = Fault::Kind::ResetConnection, .times = 40});
        bench.server->addFault(
            {.on = Fault::On::Media, .kind = Fault::Kind::Status, .times = -1, .status = 404, .body = "{}"});
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(endsAs(bench, job, JobState::Expired));
        QVERIFY(bench.queue->find(job)->result.contains("images"));
        QVERIFY(!bench.queue->find(job)->error->message.isEmpty());
    }

    // A private picture is opened with the file host's permission; the key never goes there.
    void aPrivatePictureArrives_data()
    {
        QTest::addColumn<int>("access");
        QTest::addColumn<QString>("stranger");
        QTest::newRow("private") << int(Delivery::Access::Private) << u"HTTP 403"_s;
        QTest::newRow("hidden") << int(Delivery::Access::Hidden) << u"HTTP 404"_s;
    }
    void aPrivatePictureArrives()
    {
        QFETCH(const int, access);
        QFETCH(const QString, stranger);
        StudioBench bench;
        QVERIFY(bench.open());
        QSignalSpy pictures(bench.queue.get(), &jobs::JobQueue::pictureSaved);
        const Delivery delivery{.access = static_cast<Delivery::Access>(access)};
        const QList<JobId> ids = bench.enqueue(splitIntoSingles(bench.request(), 3), delivery);
        for (const JobId id : ids)
            QVERIFY(endsAs(bench, id, JobState::Done));
        QCOMPARE(pictures.count(), 3);
        QCOMPARE(calls(bench, "POST", "/storage/auth/token"), 1);
        const QList<QByteArray> shown = mediaPermissions(bench);
        QCOMPARE(shown.size(), 3);
        for (const QByteArray &permission : shown) {
            QVERIFY2(permission.startsWith("Bearer "), permission.constData());
            QVERIFY(!permission.contains(bench.server->key().reveal()));
        }

        const Result<Generation> result = fal::readGeneration(bench.queue->find(ids.first())->result);
        QVERIFY(result);
        std::optional<Result<QByteArray>> answer;
        bench.api->download(result->images.first().url, this,
                            [&](const Result<QByteArray> &bytes) { answer = bytes; });
        QVERIFY(waitFor([&] { return answer.has_value(); }));
        QVERIFY(!*answer);
        QVERIFY2(answer->error().detail.contains(stranger), qPrintable(answer->error().detail));
        QCOMPARE(mediaPermissions(bench).last(), QByteArray());
    }

    // An open picture would be given up after six refusals.
    void aPrivatePictureThatIsRefusedIsNotGivenUpSoon_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("403") << 403;
        QTest::newRow("404") << 404;
    }
    void aPrivatePictureThatIsRefusedIsNotGivenUpSoon()
    {
        QFETCH(const int, status);
        StudioBench bench;
        QVERIFY(bench.open());
        bench.server->addFault({.on = Fault::On::Media,
                                .kind = Fault::Kind::Status,
                                .times = 40,
                                .status = status,
                                .body = "{}"});
        QStringList told;
        connect(bench.queue.get(), &jobs::JobQueue::jobChanged, this, [&](const jobs::JobInfo &info) {
            if (info.trouble)
                told << info.trouble->message;
        });
        const JobId job = bench.enqueue({bench.request()}, {.access = Delivery::Access::Private}).value(0);
        QVERIFY(endsAs(bench, job, JobState::Done));
        QVERIFY(!told.isEmpty());
        QVERIFY2(told.first().contains(u"private picture could not be opened"_s) &&
                     told.first().contains(u"result is kept"_s),
                 qPrintable(told.first()));
    }

    void aPrivatePictureWaitsForAKeyThatMayOpenIt()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        bench.server->addFault(
            {.on = Fault::On::Media, .kind = Fault::Kind::Status, .times = -1, .status = 403, .body = "{}"});
        const JobId job = bench.enqueue({bench.request()}, {.access = Delivery::Access::Private}).value(0);
        QVERIFY(waitFor([&] { return bench.queue->find(job)->trouble.has_value(); }));
        bench.api->setKey(ApiKey::newForPractice()); // of another start
        QVERIFY(waitFor([&] { return bench.queue->hold(u"sandbox"_s).has_value(); }));
        QCOMPARE(bench.queue->hold(u"sandbox"_s)->kind, ErrorKind::KeyRefused);
        QCOMPARE(bench.queue->find(job)->state, JobState::Saving);
        bench.server->clearFaults();
        bench.api->setKey(bench.server->key());
        bench.queue->release();
        QVERIFY(endsAs(bench, job, JobState::Done));
        QCOMPARE(bench.posts() - calls(bench, "POST", "/storage/auth/token"), 1);
    }

    // NET-27: offline at start, online later, at the address the service had. The suspend of the catalogue is
    // the same to the wire: connections are gone and clocks have run out.
    void whatWasOfflineGoesOnByItself()
    {
        StudioBench bench({.pace = 0, .capacity = 2});
        QVERIFY(bench.open());
        bench.options.port = quint16(bench.server->origin().port());
        bench.server.reset();
        bench.queue->setSlots(1);
        const QList<JobId> ids = bench.enqueue(splitIntoSingles(bench.request(), 3));
        QVERIFY(waitFor([&] { return bench.queue->hold(u"sandbox"_s).has_value(); }));
        QCOMPARE(bench.queue->hold(u"sandbox"_s)->kind, ErrorKind::Unreachable);
        bench.server = std::make_unique<sandbox::SandboxServer>(bench.options);
        // Unlike fal this service comes back with another key: no attempt with the old one may be under way.
        bench.api->setKey(bench.server->key());
        QSignalSpy holds(bench.queue.get(), &jobs::JobQueue::holdChanged);
        QVERIFY(waitFor([&] { return holds.count() >= 4; })); // each attempt ends one and begins one
        if (!bench.server->listen())
            QSKIP("somebody else has taken the port in between");
        bench.queue->setSlots(3);
        for (const JobId id : ids)
            QVERIFY(endsAs(bench, id, JobState::Done));
        QCOMPARE(bench.posts(), 3);
    }

    // SRV-01, SRV-02: what concerns the account holds everything, ends nothing, and is not tried again
    // unasked.
    void theAccountHoldsTheQueue_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("challenge");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("SRV-01 401") << 401
                                    << QByteArray(R"({"detail":"No user found for Key ID and Secret"})")
                                    << false << ErrorKind::KeyRefused;
        QTest::newRow("SRV-01 401 with a challenge")
            << 401 << QByteArray("{}") << true << ErrorKind::KeyRefused;
        QTest::newRow("SRV-01 403") << 403 << QByteArray(R"({"detail":"no"})") << false
                                    << ErrorKind::KeyRefused;
        QTest::newRow("SRV-02 402") << 402 << QByteArray("{}") << false << ErrorKind::AccountLocked;
        QTest::newRow("SRV-02 locked")
            << 403 << QByteArray(R"({"detail":"User is locked. Reason: Exhausted balance."})") << false
            << ErrorKind::AccountLocked;
        QTest::newRow("SRV-02 balance")
            << 403 << QByteArray(R"({"detail":"Exhausted balance"})") << false << ErrorKind::AccountLocked;
    }
    void theAccountHoldsTheQueue()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        QFETCH(const bool, challenge);
        QFETCH(const ErrorKind, kind);
        StudioBench bench;
        QVERIFY(bench.open());
        Fault fault{.on = Fault::On::Submit,
                    .kind = Fault::Kind::Status,
                    .times = -1,
                    .status = status,
                    .body = body};
        if (challenge)
            fault.headers = {{"WWW-Authenticate", "Basic realm=\"x\""}};
        bench.server->addFault(fault);
        bench.queue->setSlots(1);
        const QList<JobId> ids = bench.enqueue(splitIntoSingles(bench.request(), 3));
        QVERIFY(waitFor([&] { return bench.queue->hold(u"sandbox"_s).has_value(); }));
        QCOMPARE(bench.queue->hold(u"sandbox"_s)->kind, kind);
        const JobId later =
            bench.enqueue({withSeed(bench.request(), 99)}).value(0); // a round trip to the disk
        QCOMPARE(bench.posts(), 1);
        for (const JobId id : ids)
            QCOMPARE(bench.queue->find(id)->state, JobState::Waiting);
        bench.server->clearFaults();
        bench.queue->release();
        for (const JobId id : ids + QList<JobId>{later})
            QVERIFY(endsAs(bench, id, JobState::Done));
        QCOMPARE(bench.posts(), 5);
    }

    // SRV-04: a second is 100 ms here.
    void aBusyServiceIsGivenTheTimeItAsksFor()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        bench.queue->setPauses({1ms, 2ms, 100ms});
        bench.server->addFault({.on = Fault::On::Submit,
                                .kind = Fault::Kind::Status,
                                .status = 429,
                                .body = "{}",
                                .headers = {{"Retry-After", "4"}}});
        QElapsedTimer clock;
        clock.start();
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(endsAs(bench, job, JobState::Done));
        QVERIFY(clock.elapsed() >= 395); // never less; how much more is the machine's affair
        QCOMPARE(bench.posts(), 2);
    }

    // SRV-05: 500 while asking how it goes is trouble; 500 as the result is the model's own.
    void a500IsTroubleOrTheModelsWord_data()
    {
        QTest::addColumn<int>("on");
        QTest::addColumn<JobState>("end");
        QTest::newRow("SRV-05 status") << int(Fault::On::Status) << JobState::Done;
        QTest::newRow("SRV-05 stream") << int(Fault::On::Stream) << JobState::Done;
        QTest::newRow("SRV-05 result") << int(Fault::On::Result) << JobState::Failed;
    }
    void a500IsTroubleOrTheModelsWord()
    {
        QFETCH(const int, on);
        QFETCH(const JobState, end);
        StudioBench bench;
        QVERIFY(bench.open());
        if (on == int(Fault::On::Status)) // so that it is asked at all
            bench.server->addFault(
                {.on = Fault::On::Stream, .kind = Fault::Kind::Status, .status = 405, .body = "{}"});
        bench.server->addFault({.on = static_cast<Fault::On>(on),
                                .kind = Fault::Kind::Status,
                                .times = 3,
                                .status = 500,
                                .body = R"({"detail":"out of memory"})"});
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(endsAs(bench, job, end));
        if (end == JobState::Failed)
            QVERIFY(bench.queue->find(job)->error->message.contains(u"out of memory"_s));
    }

    // SRV-08: the second is told apart, and fetches nothing that belongs to the first.
    void twoRequestsWithOneNumberAreToldApart()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        QSignalSpy pictures(bench.queue.get(), &jobs::JobQueue::pictureSaved);
        const JobId first = bench.enqueue({bench.request()}).value(0);
        QVERIFY(endsAs(bench, first, JobState::Done));
        const QString id = bench.queue->find(first)->ticket.requestId;
        bench.server->addFault(
            {.on = Fault::On::Submit, .kind = Fault::Kind::Rewrite, .rewrite = [id](QJsonObject ticket) {
                 ticket.insert(u"request_id"_s, id);
                 return ticket;
             }});
        const JobId second = bench.enqueue({withSeed(bench.request(), 8)}).value(0);
        QVERIFY(endsAs(bench, second, JobState::Failed));
        QVERIFY(bench.queue->find(second)->error->message.contains(u"number"_s));
        QCOMPARE(pictures.count(), 1);
    }

    // SRV-12: however a cancel is answered, there is one end, and a finished job keeps its pictures.
    void everyAnswerToACancelHasOneEnd_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("times");
        QTest::addColumn<JobState>("end");
        const auto status = int(Fault::Kind::Status);
        const int hang = int(Fault::Kind::Hang);
        QTest::newRow("SRV-12 OK") << -1 << 0 << QByteArray() << 0 << JobState::Cancelled;
        QTest::newRow("SRV-12 requested, and not done")
            << status << 202 << QByteArray(R"({"status":"CANCELLATION_REQUESTED"})") << -1 << JobState::Done;
        QTest::newRow("SRV-12 too late")
            << status << 400 << QByteArray(R"({"status":"ALREADY_COMPLETED"})") << -1 << JobState::Done;
        QTest::newRow("SRV-12 unknown")
            << status << 404 << QByteArray(R"({"status":"NOT_FOUND"})") << -1 << JobState::Done;
        QTest::newRow("SRV-12 500 twice, then OK")
            << status << 500 << QByteArray("{}") << 2 << JobState::Cancelled;
        QTest::newRow("SRV-12 500 for ever") << status << 500 << QByteArray("{}") << -1 << JobState::Done;
        QTest::newRow("SRV-12 silence") << hang << 0 << QByteArray() << -1 << JobState::Done;
    }
    void everyAnswerToACancelHasOneEnd()
    {
        QFETCH(const int, kind);
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        QFETCH(const int, times);
        QFETCH(const JobState, end);
        StudioBench bench({.pace = 0, .capacity = 0});
        QVERIFY(bench.open());
        QSignalSpy finished(bench.queue.get(), &jobs::JobQueue::jobFinished);
        QSignalSpy pictures(bench.queue.get(), &jobs::JobQueue::pictureSaved);
        if (kind >= 0)
            bench.server->addFault({.on = Fault::On::Cancel,
                                    .kind = static_cast<Fault::Kind>(kind),
                                    .times = times,
                                    .status = status,
                                    .body = body});
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(waitFor([&] { return calls(bench, "GET", "/status/stream") > 0; }));
        QCOMPARE(bench.queue->find(job)->state, JobState::Queued);
        bench.queue->cancel(job);
        const int sent = times > 0 ? times + 1 : 1;
        QVERIFY(waitFor([&] { return calls(bench, "PUT", "/cancel") >= sent; }));
        if (end == JobState::Done)
            bench.server->setCapacity(2);
        QVERIFY(endsAs(bench, job, end));
        QCOMPARE(finished.count(), 1);
        QCOMPARE(pictures.count(), end == JobState::Done ? 1 : 0);
        QVERIFY(calls(bench, "PUT", "/cancel") <= 4);
    }

    // SRV-13: the wish meets the end at every offset.
    void cancelAndCompletionAtOnceHaveOneEnd()
    {
        const int rounds = qEnvironmentVariableIntValue("JANUS_LONG") > 0 ? 1000 : 40;
        StudioBench bench({.pace = 0.002, .capacity = 4});
        QVERIFY(bench.open());
        QHash<JobId, int> ends;
        QHash<JobId, int> saved;
        connect(bench.queue.get(), &jobs::JobQueue::jobFinished, this,
                [&](const jobs::JobInfo &job) { ++ends[job.id]; });
        connect(bench.queue.get(), &jobs::JobQueue::pictureSaved, this, [&](JobId id) { ++saved[id]; });
        for (int round = 0; round < rounds; round += 4) {
            const QList<JobId> ids = bench.enqueue(splitIntoSingles(bench.request(), 4));
            for (const JobId id : ids)
                QTimer::singleShot(QRandomGenerator::global()->bounded(60), bench.queue.get(),
                                   [&bench, id] { bench.queue->cancel(id); });
            QVERIFY(waitFor([&] {
                return std::ranges::all_of(
                    ids, [&](JobId id) { return isTerminal(bench.queue->find(id)->state); });
            }));
        }
        const QList<JobId> all = bench.queue->jobs();
        for (const JobId id : all) {
            const JobState state = bench.queue->find(id)->state;
            QVERIFY2(state == JobState::Done || state == JobState::Cancelled,
                     qPrintable(jobStateWord(state)));
            QCOMPARE(ends.value(id), 1);
            QCOMPARE(saved.value(id), state == JobState::Done ? 1 : 0);
        }
    }

    // SRV-26: what the service's clock says is shown, and measures nothing.
    void aClockThatIsDaysOffMeasuresNothing_data()
    {
        QTest::addColumn<int>("days");
        QTest::newRow("SRV-26 ahead") << 3;
        QTest::newRow("SRV-26 behind") << -3;
    }
    void aClockThatIsDaysOffMeasuresNothing()
    {
        QFETCH(const int, days);
        StudioBench bench;
        QVERIFY(bench.open());
        const auto shift = [days](QJsonObject status) {
            QJsonArray logs = status.value("logs"_L1).toArray();
            for (qsizetype i = 0; i < logs.size(); ++i) {
                QJsonObject line = logs.at(i).toObject();
                const auto time =
                    QDateTime::fromString(line.value("timestamp"_L1).toString(), Qt::ISODateWithMs);
                line.insert(u"timestamp"_s, time.addDays(days).toString(Qt::ISODateWithMs));
                logs[i] = line;
            }
            if (!logs.isEmpty())
                status.insert(u"logs"_s, logs);
            return status;
        };
        for (const auto on : {Fault::On::Status, Fault::On::Stream})
            bench.server->addFault({.on = on, .kind = Fault::Kind::Rewrite, .times = -1, .rewrite = shift});
        QSignalSpy pictures(bench.queue.get(), &jobs::JobQueue::pictureSaved);
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(endsAs(bench, job, JobState::Done));
        const auto picture = pictures.value(0).value(1).value<Picture>();
        QVERIFY(picture.queueSeconds < 600);
        const jobs::JobInfo &info = *bench.queue->find(job);
        QVERIFY(info.created <= info.submitted && info.submitted <= info.accepted &&
                info.accepted <= info.ended);
    }

    // MAL-04: names and types are the service's, the file's name and suffix are ours.
    void aFilesNameIsOurs_data()
    {
        QTest::addColumn<QString>("said");
        for (const char *said :
             {"../../x", "a.desktop", "x.png.exe", ".bashrc", "image/svg+xml", "text/html"})
            QTest::addRow("MAL-04 %s", said) << QString::fromLatin1(said);
        QTest::newRow("MAL-04 NUL") << u"a%1.png"_s.arg(QChar(u'\0'));
        QTest::newRow("MAL-04 300 bytes") << QString(300, u'n');
    }
    void aFilesNameIsOurs()
    {
        QFETCH(const QString, said);
        StudioBench bench;
        QVERIFY(bench.open());
        bench.server->addFault(
            {.on = Fault::On::Result, .kind = Fault::Kind::Rewrite, .rewrite = [said](QJsonObject result) {
                 QJsonObject image = result.value("images"_L1).toArray().first().toObject();
                 image.insert(u"content_type"_s, said);
                 image.insert(u"file_name"_s, said);
                 result.insert(u"images"_s, QJsonArray{image});
                 return result;
             }});
        QSignalSpy pictures(bench.queue.get(), &jobs::JobQueue::pictureSaved);
        const JobId job = bench.enqueue({bench.request()}).value(0);
        QVERIFY(endsAs(bench, job, JobState::Done));
        const QFileInfo file(pictures.value(0).value(1).value<Picture>().file);
        QVERIFY(
            file.canonicalFilePath().startsWith(QFileInfo(bench.folder.path()).canonicalFilePath() + u'/'));
        QVERIFY2(QStringList({u"png"_s, u"jpg"_s, u"jpeg"_s, u"webp"_s}).contains(file.suffix()),
                 qPrintable(file.fileName()));
        QVERIFY(!file.fileName().contains(u".exe"_s) && !file.fileName().startsWith(u'.'));
        QVERIFY(file.fileName().size() < 200);
    }
};

QTEST_GUILESS_MAIN(TestRoad)
#include "tst_road.moc"
