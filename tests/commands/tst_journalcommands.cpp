// The commands that work on the journal, over a real library and queue.
#include "commands/journalcommands.h"

#include "tests/library/libraryfixture.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::commands;
using library::fixture::answerTo;
using library::fixture::OpenLibrary;

/// Every service needs a key, and there is none.
class NoServices : public jobs::Services
{
public:
    void open(const QString &name, QObject *context,
              std::function<void(Result<fal::QueueApi *>)> done) override
    {
        QTimer::singleShot(0, context, [name, done] {
            done(Error{ErrorKind::NoKey, u"No key for %1."_s.arg(name)});
        });
    }
};

class TestJournalCommands : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<OpenLibrary> m_library;
    NoServices m_services;
    std::unique_ptr<jobs::JobQueue> m_queue;

    jobs::Journal journal(const QString &owner) { return {m_library->library->database(), owner}; }

    /// A request of a program that is gone; with an id, a service has accepted it.
    void leaveBehind(const QString &service, const QString &requestId = {})
    {
        jobs::Journal earlier = journal(u"gone"_s);
        const GenerationRequest request{u"fal-ai/janus"_s, {{u"prompt"_s, u"a fox"_s}}};
        const auto added = answerTo<QList<jobs::JobInfo>>(
            [&](auto done) { earlier.add({{request}}, service, {}, this, std::move(done)); });
        QVERIFY(added);
        if (requestId.isEmpty())
            return;
        jobs::JobInfo job = added->first();
        job.state = JobState::Queued;
        job.ticket.requestId = requestId;
        QVERIFY(answerTo<void>([&](auto done) { earlier.write(job, this, std::move(done)); }));
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_library = std::make_unique<OpenLibrary>(m_folder->path());
        QVERIFY(m_library->opened);
        m_queue = std::make_unique<jobs::JobQueue>(*m_library->library, m_services, u"us"_s,
                                                   [](const QString &) { return false; });
    }
    void cleanup()
    {
        m_queue.reset();
        m_library.reset();
    }

    // Nobody says a second time that the key is missing.
    void aCancelEndsWhenItsServiceWasHeldBefore()
    {
        leaveBehind(u"fal"_s, u"r-1"_s);
        m_queue->recover(this, [](const Result<jobs::JobQueue::Recovered> &) {});
        QTRY_VERIFY_WITH_TIMEOUT(m_queue->hold(u"fal"_s), 20000);
        CancelCommand command(0, {u"fal-ai/janus"_s, u"r-1"_s}, u"fal"_s, journal(u"us"_s), *m_queue,
                              m_services, Console(Console::Format::Text));
        QSignalSpy finished(&command, &Command::finished);
        command.run();
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 20000);
        QCOMPARE(finished.first().first().toInt(), static_cast<int>(ExitCode::Key));
    }

    void resumeKeepsWhatItCouldNotSend()
    {
        leaveBehind(u"fal"_s);
        ResumeCommand command({.sendUnsent = true}, *m_queue, Console(Console::Format::Text));
        QSignalSpy finished(&command, &Command::finished);
        command.run();
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 20000);
        QCOMPARE(finished.first().first().toInt(), static_cast<int>(ExitCode::Key));
        jobs::Journal ours = journal(u"us"_s);
        const auto open =
            answerTo<QList<jobs::JobInfo>>([&](auto done) { ours.open(this, std::move(done)); });
        QVERIFY(open);
        QCOMPARE(open->size(), 1);
        QCOMPARE(open->first().state, JobState::Waiting);
    }
};

QTEST_GUILESS_MAIN(TestJournalCommands)
#include "tst_journalcommands.moc"
