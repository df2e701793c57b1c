#include "jobs/journal.h"
#include "library/database.h"
#include "library/library.h"
#include "library/migrations.h"

#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;
using jobs::JobInfo;

class TestJournal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        open(support::Paths::below(m_folder->path()));
    }

    void cleanup()
    {
        m_journal.reset();
        m_library.reset();
    }

    void storedInputIsTheBytesThatAreSent()
    {
        const GenerationRequest request{
            u"fal-ai/janus"_s,
            {{u"prompt"_s, u"猫 <b>“x”</b> \u202eabc"_s}, {u"seed"_s, qint64(9007199254740993)}}};
        const QList<JobInfo> added = add({request});
        const QList<JobInfo> open = openJobs();
        QCOMPARE(open.size(), 1);
        QCOMPARE(open.first().request.body(), request.body());
        QCOMPARE(open.first(), added.first());
    }

    void whatGoesAlongWithARequestComesBack()
    {
        Delivery delivery;
        delivery.priority = Priority::Low;
        delivery.webhook = QUrl(u"https://h.example/cb?a=1&b=2"_s);
        delivery.startTimeout = 30.5;
        delivery.runnerHint = u"h1"_s;
        delivery.expirySeconds = 3600;
        delivery.access = Delivery::Access::Private;
        delivery.noRetry = true;
        delivery.tags = {u"team=design"_s, u"env=prod"_s};
        add({request()}, delivery);
        add({request()});
        const QList<JobInfo> open = openJobs();
        QCOMPARE(open.size(), 2);
        QCOMPARE(open[0].delivery, delivery);
        QCOMPARE(open[1].delivery, Delivery());
    }

    // A library of the first version said the priority in a column of its own.
    void thePriorityOfAnOlderLibraryIsKept()
    {
        cleanup();
        QTemporaryDir first;
        QVERIFY(QFile::copy(u":/migrations/001-first.sql"_s, first.filePath(u"001-first.sql"_s)));
        const support::Paths paths = support::Paths::below(m_folder->filePath(u"older"_s));
        QVERIFY(paths.prepare());
        {
            QSqlDatabase older = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"older"_s);
            older.setDatabaseName(paths.database());
            QVERIFY(older.open());
            QVERIFY(library::Migrations(first.path()).apply(older));
            for (const QString &sql :
                 {u"INSERT INTO batches(id, created, prompt) VALUES (1, '2026-01-01T00:00:00.000Z', 'x')"_s,
                  u"INSERT INTO jobs(batch, uuid, service, endpoint, body, priority, state, created) VALUES "
                  "(1, 'u', 'fal', 'fal-ai/janus', '{}', 1, 0, '2026-01-01T00:00:00.000Z')"_s})
                QVERIFY(library::execute(older, sql));
        }
        QSqlDatabase::removeDatabase(u"older"_s);
        open(paths);
        QCOMPARE(openJobs().value(0).delivery.priority, Priority::Low);
    }

    void requestsOfOnePressAreOneBatch()
    {
        const QList<JobInfo> first = add({request(), request()});
        const QList<JobInfo> second = add({request()});
        QCOMPARE(first[0].batch, first[1].batch);
        QVERIFY(second[0].batch != first[0].batch);
        QVERIFY(first[0].uuid != first[1].uuid);
    }

    void everythingThatChangesComesBack()
    {
        JobInfo job = add({request()}).first();
        job.state = JobState::Queued;
        job.ticket = {u"fal-ai/janus"_s, u"abc"_s, QUrl(u"http://h/s"_s), QUrl(u"http://h/r"_s),
                      QUrl(u"http://h/c"_s)};
        job.cancelWished = true;
        job.error = Error{ErrorKind::Network, u"Sentence."_s, u"detail"_s, u"seed"_s};
        job.submitted = job.accepted = job.created.addSecs(2);
        QVERIFY(write(job));
        QCOMPARE(openJobs().first(), job);
    }

    void aJobThatHasEndedIsNeverWrittenAgain()
    {
        JobInfo job = add({request()}).first();
        job.state = JobState::Cancelled;
        QVERIFY(write(job));
        QVERIFY(openJobs().isEmpty());
        job.state = JobState::Queued;
        const Result<void> again = write(job);
        QVERIFY(!again);
        QCOMPARE(again.error().kind, ErrorKind::Internal);
    }

    void aMoveThatTheTableForbidsIsNotWritten()
    {
        JobInfo job = add({request()}).first();
        job.state = JobState::Queued; // past Submitting, which lasts a moment
        QVERIFY(write(job));
        job.state = JobState::Waiting;
        QVERIFY(!write(job));
        QCOMPARE(openJobs().first().state, JobState::Queued);
    }

    void whichRequestIdsAreKnown()
    {
        JobInfo job = add({request()}).first();
        job.state = JobState::Queued;
        job.ticket.requestId = u"the-id"_s;
        QVERIFY(write(job));
        const auto known = answer<QSet<QString>>([&](auto done) {
            m_journal->known({u"the-id"_s, u"another"_s}, this, done);
        });
        QVERIFY(known);
        QCOMPARE(*known, QSet<QString>{u"the-id"_s});
    }

    void onlyTheOwnerWritesAndOnlyOneAdopts()
    {
        const JobInfo job = add({request()}).first();
        jobs::Journal other(m_library->database(), u"other"_s);
        jobs::Journal late(m_library->database(), u"late"_s);
        QVERIFY(answer<void>([&](auto done) { other.adopt(job, this, done); }));
        QVERIFY(!answer<void>([&](auto done) { late.adopt(job, this, done); }));
        const Result<void> written = write(job);
        QVERIFY(!written);
        QCOMPARE(written.error().kind, ErrorKind::TakenOver);
    }

    void aRequestIsFoundByItsId()
    {
        JobInfo job = add({request()}).first();
        job.state = JobState::Queued;
        job.ticket.requestId = u"the-id"_s;
        QVERIFY(write(job));
        const auto found =
            answer<JobInfo>([&](auto done) { m_journal->findByRequestId(u"the-id"_s, this, done); });
        QVERIFY(found);
        QCOMPARE(found->id, job.id);
        const auto missing =
            answer<JobInfo>([&](auto done) { m_journal->findByRequestId(u"no"_s, this, done); });
        QVERIFY(!missing);
        QCOMPARE(missing.error().kind, ErrorKind::Gone);
    }

    void aNumberGivenTwiceIsNoticedWhenItIsWritten()
    {
        // SRV-08
        QList<JobInfo> jobs = add({request(), request()});
        for (JobInfo &job : jobs) {
            job.state = JobState::Queued;
            job.ticket.requestId = u"the-id"_s;
            const auto first = answer<JobId>([&](auto done) { m_journal->accept(job, this, done); });
            QVERIFY(first);
            QCOMPARE(*first, jobs.first().id);
        }
        QCOMPARE(openJobs().last().state, JobState::Waiting); // nothing of the second one was stored
    }

private:
    void open(const support::Paths &paths)
    {
        m_library = std::make_unique<library::Library>(paths);
        std::optional<bool> opened;
        m_library->open(this, [&](const Result<void> &result) { opened = result.hasValue(); });
        QTRY_VERIFY_WITH_TIMEOUT(opened.has_value(), 20000);
        QVERIFY(*opened);
        m_journal = std::make_unique<jobs::Journal>(m_library->database(), u"me"_s);
    }

    static GenerationRequest request()
    {
        return {u"fal-ai/janus"_s, {{u"prompt"_s, u"x"_s}, {u"seed"_s, 1}}};
    }

    template <typename T, typename Call>
    Result<T> answer(Call call)
    {
        std::optional<Result<T>> got;
        call([&](const Result<T> &result) { got = result; });
        if (!QTest::qWaitFor([&] { return got.has_value(); }, 20000))
            return Error{ErrorKind::Internal, u"no answer"_s};
        return *got;
    }

    QList<JobInfo> add(const QList<GenerationRequest> &requests, const Delivery &delivery = {})
    {
        const auto added = answer<QList<JobInfo>>(
            [&](auto done) { m_journal->add(wishesFor(requests), u"sandbox"_s, delivery, this, done); });
        return added ? *added : QList<JobInfo>();
    }

    QList<JobInfo> openJobs()
    {
        const auto open = answer<QList<JobInfo>>([&](auto done) { m_journal->open(this, done); });
        return open ? *open : QList<JobInfo>();
    }

    Result<void> write(const JobInfo &job)
    {
        return answer<void>([&](auto done) { m_journal->write(job, this, done); });
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<library::Library> m_library;
    std::unique_ptr<jobs::Journal> m_journal;
};

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
