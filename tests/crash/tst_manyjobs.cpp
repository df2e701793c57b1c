// Many requests in one queue: what it costs in statements and events, not in seconds.
#include "core/paramroles.h"
#include "library/database.h"
#include "tests/figure.h"
#include "tests/jobs/studiobench.h"
#include "tests/waiting.h"

#include <QAbstractEventDispatcher>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::test;

class TestManyJobs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // LD-04
    void tenThousandThatWaitAreCancelledAtOnce()
    {
        constexpr int jobs = 10'000;
        StudioBench bench({.pace = 0});
        QVERIFY(bench.open());
        bench.queue->setSlots(0);
        const QList<JobId> ids = bench.enqueue(splitIntoSingles(bench.request(), jobs));
        QCOMPARE(ids.size(), jobs);
        QElapsedTimer clock;
        clock.start();
        bench.queue->cancelWaiting();
        const qint64 reacted = clock.elapsed();
        qint64 longest = 0;
        QElapsedTimer turn;
        turn.start();
        const QObject watch; // goes with what it tells
        QAbstractEventDispatcher *const events = QAbstractEventDispatcher::instance();
        connect(events, &QAbstractEventDispatcher::awake, &watch, [&] { turn.start(); });
        connect(events, &QAbstractEventDispatcher::aboutToBlock, &watch,
                [&] { longest = std::max(longest, turn.elapsed()); });
        QVERIFY(waitFor([&] { return bench.queue->openCount() == 0; }, std::chrono::seconds(120)));
        const qint64 ended = clock.elapsed();
        for (const JobId id : ids)
            QCOMPARE(bench.queue->find(id)->state, JobState::Cancelled);
        QCOMPARE(bench.posts(), 0);
        janus::test::figure(u"cancel_all jobs=%1 reacted_ms=%2 ended_ms=%3 longest_turn_ms=%4"_s.arg(
            QString::number(jobs), QString::number(reacted), QString::number(ended),
            QString::number(longest)));
    }

    // LD-02, at twentyfold speed: every clock of the wire and of the queue is that much shorter.
    void whenTheServerIsBackThereIsNoHerd_data()
    {
        QTest::addColumn<bool>("accepted");
        QTest::newRow("LD-02 most of them wait") << false;
        QTest::newRow("LD-02 all of them are accepted") << true;
    }
    void whenTheServerIsBackThereIsNoHerd()
    {
        using namespace std::chrono_literals;
        QFETCH(const bool, accepted);
        const bool isLong = qEnvironmentVariableIsSet("JANUS_LONG");
        const int jobs = isLong ? 1000 : 200;
        const auto away = speed(isLong ? 600s : 60s);
        StudioBench bench({.pace = 1.0 / faster, .capacity = 0, .mostConnections = 2000});
        bench.options.stateFile = bench.folder.filePath(u"state"_s);
        bench.options.requestLog = bench.folder.filePath(u"requests"_s);
        bench.timing = fastTiming();
        bench.restartServer();
        QVERIFY(bench.open());
        const jobs::HoldPauses usual;
        bench.queue->setPauses({speed(usual.first), speed(usual.most), speed(usual.second)});
        if (accepted)
            bench.queue->setSlots(jobs);
        const QList<JobId> ids = bench.enqueue(splitIntoSingles(bench.request(), jobs));
        const auto isThere = [&](JobId id) { return bench.queue->find(id)->state == JobState::Queued; };
        const auto sent = accepted ? ids : ids.first(4);
        QVERIFY(waitFor([&] { return std::ranges::all_of(sent, isThere); }, 60s));

        const quint16 port = static_cast<quint16>(bench.server->origin().port());
        bench.server.reset();
        waitFor([] { return false; }, away); // the time itself is what is tested
        QFile::remove(bench.options.requestLog);
        bench.options.port = port;
        bench.options.capacity = 100;
        bench.server = std::make_unique<sandbox::SandboxServer>(bench.options);
        QVERIFY(bool(bench.server->listen()));
        bench.api->setKey(bench.server->key());
        QVERIFY(waitFor([&] { return bench.queue->openCount() == 0; }, 300s));
        for (const JobId id : ids)
            QCOMPARE(bench.queue->find(id)->state, JobState::Done);
        const QList<qint64> times = returns(bench.options.requestLog);
        test::figure(u"server_back jobs=%1 accepted=%2 away_s=%3 returns=%4 peak_per_second=%5"_s.arg(
            QString::number(jobs), QString::number(sent.size()),
            QString::number(away.count() * faster / 1000), QString::number(times.size()),
            QString::number(peak(times))));
        // A slow machine may bunch what a timer had spread, but it cannot make a herd look like a queue.
        QCOMPARE(times.size(), jobs);
        QVERIFY(times.last() - times.first() >= jobs / mostASecond * 1000 / faster);
    }

private:
    static constexpr int faster = 20;
    static constexpr int mostASecond = 20;

    template <typename Duration>
    static std::chrono::milliseconds speed(Duration time)
    {
        return std::chrono::duration_cast<std::chrono::milliseconds>(time) / faster;
    }

    static fal::Timing fastTiming()
    {
        fal::Timing timing;
        for (auto member : {&fal::Timing::retryFirst, &fal::Timing::retryMost, &fal::Timing::pollFirst,
                            &fal::Timing::pollMost, &fal::Timing::silentStream, &fal::Timing::second})
            timing.*member = speed(timing.*member);
        return timing;
    }

    /// When each request was first spoken of again, in milliseconds, in order; what follows it is its own
    /// conversation.
    static QList<qint64> returns(const QString &log)
    {
        static const QRegularExpression id(u"/requests/([0-9a-f-]+)"_s);
        QList<qint64> times;
        QSet<QString> seen;
        QFile file(log);
        while (file.isOpen() || file.open(QIODevice::ReadOnly)) {
            const QByteArray line = file.readLine();
            if (line.isEmpty())
                break;
            const QJsonDocument request = QJsonDocument::fromJson(line);
            const QString about = id.match(request["target"_L1].toString()).captured(1);
            if (about.isEmpty() || seen.contains(about))
                continue;
            seen << about;
            times << QDateTime::fromString(request["time"_L1].toString(), Qt::ISODateWithMs)
                         .toMSecsSinceEpoch();
        }
        return times;
    }

    /// The most within one second of the faster time.
    static qsizetype peak(const QList<qint64> &times)
    {
        qsizetype most = 0;
        qsizetype first = 0;
        for (qsizetype i = 0; i < times.size(); ++i) {
            while (times[i] - times[first] >= 1000 / faster)
                ++first;
            most = std::max(most, i - first + 1);
        }
        return most;
    }
};

QTEST_GUILESS_MAIN(TestManyJobs)
#include "tst_manyjobs.moc"
