// The real program, killed at every named place (app/support/checkpoint.h), started again, and held against
// the server's own account of what it accepted.
#include "audit.h"
#include "practiceserver.h"
#include "studio.h"
#include "tests/figure.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace janus::crash;

namespace {

/// A road through the program, and what is said to it.
struct Road
{
    QByteArray faults;
    QStringList server = {u"--pace"_s, u"0"_s};
    bool mayGiveUp = false; ///< the server takes its promise back, so that a picture it made may be missing
    bool cancels = false;
};

const QList<std::pair<const char *, Road>> &roads()
{
    static const QList<std::pair<const char *, Road>> all{
        {"PRC-01 DB-06 two pictures, from a folder that is not there yet", {}},
        {"PRC-01 everything fails once",
         {"[{\"do\": \"429\", \"on\": \"submit\"}, {\"do\": \"503\", \"on\": \"result\"}, {\"do\": \"503\", "
          "\"on\": \"media\"}]"}},
        {"PRC-01 the answer to the submit is lost",
         {"[{\"do\": \"reset-after-accept\", \"times\": \"always\"}]"}},
        {"PRC-01 the model fails",
         {"[{\"do\": \"completed-with-error\", \"times\": \"always\"}]", {u"--pace"_s, u"0"_s}, true}},
        {"PRC-01 the service forgets the request, its history does not",
         {"[{\"do\": \"answer\", \"on\": [\"status\", \"stream\"], \"times\": \"always\", \"status\": 404, "
          "\"body\": \"{\\\"status\\\": \\\"NOT_FOUND\\\"}\"}]"}},
        {"PRC-01 the service forgets the request altogether",
         {"[{\"do\": \"answer\", \"on\": [\"status\", \"stream\"], \"times\": \"always\", \"status\": 404, "
          "\"body\": \"{\\\"status\\\": \\\"NOT_FOUND\\\"}\"}, {\"do\": \"answer\", \"on\": \"platform\", "
          "\"times\": 2, \"status\": 404}]",
          {u"--pace"_s, u"0"_s},
          true}},
        {"PRC-01 the picture is cut",
         {"[{\"do\": \"truncated-image\", \"times\": \"always\"}]", {u"--pace"_s, u"0"_s}, true}},
        {"PRC-01 it is cancelled", {{}, {u"--capacity"_s, u"0"_s}, false, true}},
    };
    return all;
}

QStringList generate(int count = 2)
{
    return {u"generate"_s, u"--size"_s, u"64x64"_s, u"--count"_s, QString::number(count), u"a red fox"_s};
}

void copyFolder(const QString &from, const QString &to)
{
    QDir(to).removeRecursively();
    QProcess::execute(u"cp"_s, {u"-a"_s, from, to});
}

QStringList unique(const QStringList &places)
{
    QStringList result = places;
    result.removeDuplicates();
    return result;
}

/// Where to die: each place at its first passing; in the long form at the others, too.
QStringList deathsAt(const QStringList &passed)
{
    constexpr qsizetype mostPassings = 8;
    QStringList deaths = unique(passed);
    if (!qEnvironmentVariableIsSet("JANUS_LONG"))
        return deaths;
    for (const QString &place : unique(passed)) {
        for (qsizetype n = 2; n <= std::min(passed.count(place), mostPassings); ++n)
            deaths << u"%1:%2"_s.arg(place).arg(n);
    }
    return deaths;
}

} // namespace

class TestCheckpoints : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void deathAtAnyPlaceLosesNothing_data()
    {
        QTest::addColumn<int>("road");
        for (int i = 0; i < roads().size(); ++i)
            QTest::newRow(roads()[i].first) << i;
    }
    void deathAtAnyPlaceLosesNothing()
    {
        QFETCH(const int, road);
        const Road &taken = roads()[road].second;
        const Walk clean = walk(taken, {});
        QVERIFY2(clean.audit.isGood(), qPrintable(clean.audit.text()));
        const QStringList deaths = deathsAt(clean.places);
        QVERIFY(!deaths.isEmpty());
        Audit total;
        int died = 0;
        for (const QString &place : deaths) {
            if (m_died.contains(place))
                continue;
            Walk crashed = walk(taken, place);
            // What a quick server does between two looks is not seen each time.
            for (int again = 0; !crashed.died && !isOptional(place) && again < 9; ++again)
                crashed = walk(taken, place);
            // Some places are passed only when there is time for them: a thumbnail is not waited for.
            QVERIFY2(crashed.died || isOptional(place), qPrintable("survived "_L1 + place));
            if (crashed.died)
                m_died << place;
            QVERIFY2(crashed.audit.isGood(),
                     qPrintable("after "_L1 + place + ":\n"_L1 + crashed.audit.text()));
            QVERIFY2(crashed.trouble.isEmpty(), qPrintable("after "_L1 + place + ": "_L1 + crashed.trouble));
            total += crashed.audit;
            died += crashed.died ? 1 : 0;
        }
        janus::test::figure(u"checkpoints places=%1 deaths=%2 %3"_s.arg(
            QString::number(deaths.size()), QString::number(died), total.figures()));
    }

    void deathDuringRecoveryLosesNothing_data()
    {
        QTest::addColumn<QString>("first");
        QTest::newRow("PRC-03 killed before the row") << u"picture-row.before"_s;
        QTest::newRow("PRC-03 killed while saving") << u"picture-check.after"_s;
        QTest::newRow("PRC-03 killed with the number just stored") << u"ticket.after"_s;
        QTest::newRow("PRC-03 killed while submitting") << u"submit-body.after"_s;
    }
    void deathDuringRecoveryLosesNothing()
    {
        QFETCH(const QString, first);
        const PracticeServer server({u"--pace"_s, u"0"_s});
        QVERIFY(server.isUp());
        Studio studio(server, m_folder->filePath(u"template"_s));
        QCOMPARE(studio.dieAt(first, generate()).signal, SIGKILL);
        const QString original = studio.folder();
        studio.setFolder(m_folder->filePath(u"copy"_s));
        copyFolder(original, studio.folder());
        const QStringList places = studio.placesOf({u"resume"_s});
        Audit total;
        int died = 0;
        for (const QString &place : deathsAt(places)) {
            if (m_diedInRecovery.contains(place) && !qEnvironmentVariableIsSet("JANUS_LONG"))
                continue;
            Studio::Ending death;
            for (int again = 0; death.signal != SIGKILL && again < 10; ++again) {
                copyFolder(original, studio.folder());
                death = studio.dieAt(place, {u"resume"_s});
                if (isOptional(place))
                    break;
            }
            QVERIFY2(death.signal == SIGKILL || isOptional(place), qPrintable("survived "_L1 + place));
            m_diedInRecovery << place;
            m_died << place;
            died += death.signal == SIGKILL ? 1 : 0;
            studio.run({u"resume"_s});
            const Audit found = auditOwn(server, studio);
            QVERIFY2(found.isGood(), qPrintable("after "_L1 + place + ":\n"_L1 + found.text()));
            total += found;
        }
        janus::test::figure(
            u"recovery_checkpoints first=%1 deaths=%2 %3"_s.arg(first).arg(died).arg(total.figures()));
    }

    // PRC-01 between a file and its row: the next call finishes what this one began.
    void deathWhileTheTrashIsEmptiedLosesNothing_data()
    {
        QTest::addColumn<QString>("place");
        QTest::newRow("PRC-01 before the rows go") << u"trash-forget.before"_s;
        QTest::newRow("PRC-01 when they are gone") << u"trash-forget.after"_s;
    }
    void deathWhileTheTrashIsEmptiedLosesNothing()
    {
        QFETCH(const QString, place);
        const PracticeServer server({u"--pace"_s, u"0"_s});
        QVERIFY(server.isUp());
        Studio studio(server, m_folder->filePath(u"trash"_s));
        QCOMPARE(studio.run(generate(2)).code, 0);
        QCOMPARE(studio.run({u"library"_s, u"trash"_s, u"1"_s}).code, 0);
        const QStringList empty{u"library"_s, u"empty-trash"_s, u"--all"_s};
        QCOMPARE(studio.dieAt(place, empty).signal, SIGKILL);
        m_died << place;
        QCOMPARE(studio.run(empty).code, 0);
        QCOMPARE(studio.run({u"library"_s, u"list"_s, u"trash:yes"_s}).eventsOf("picture"_L1).size(), 0);
        QCOMPARE(studio.run({u"library"_s, u"list"_s}).eventsOf("picture"_L1).size(), 1);
        QCOMPARE(studio.run({u"library"_s, u"verify"_s}).code, 0);
    }

    // PRC-03 fifty times in a row, each time somewhere else.
    void fiftyDeathsInARowLoseNothing()
    {
        const int deaths = qEnvironmentVariableIsSet("JANUS_LONG") ? 500 : 50;
        const PracticeServer server({u"--pace"_s, u"0.2"_s});
        QVERIFY(server.isUp());
        Studio studio(server, m_folder->filePath(u"data"_s));
        QRandomGenerator dice(4);
        int died = 0;
        for (int i = 0; died < deaths; ++i) {
            QVERIFY2(i < 10 * deaths, "it hardly ever dies");
            // The early ones come often, so that there is something left for the later.
            static const QStringList early{u"database.after"_s, u"dead-owner.before"_s, u"dead-owner.after"_s,
                                           u"adopt.before"_s, u"adopt.after"_s};
            static const QStringList late{u"result.after"_s, u"part-write.after"_s, u"name.after"_s,
                                          u"picture-row.after"_s, u"row-done.before"_s};
            const QStringList &places = i % 5 == 4 ? late : early;
            const QString place = places[dice.bounded(int(places.size()))];
            if (studio.dieAt(place, {u"resume"_s}).signal == SIGKILL)
                ++died;
            else // everything has ended, or had when this began
                QCOMPARE(studio.dieAt(u"ticket.after:8"_s, generate(10) << u"--parallel"_s << u"10"_s).signal,
                         SIGKILL);
        }
        studio.run({u"resume"_s});
        studio.run({u"resume"_s, u"--unsent"_s});
        const Audit found = audit(server.accepted(), studio.folder());
        QVERIFY2(found.isGood(), qPrintable(found.text()));
        QCOMPARE(found.waiting, 0);
        janus::test::figure(u"deaths_in_a_row deaths=%1 %2"_s.arg(died).arg(found.figures()));
    }

    // The list cannot go out of date: a place in the source that no road above died at is a failure.
    void everyPlaceInTheSourceWasDiedAt()
    {
        QStringList missing;
        const QSet<QString> all = placesInSource();
        for (const QString &place : all) {
            if (!m_died.contains(place) && !isOptional(place))
                missing << place;
        }
        missing.sort();
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u", "_s)));
        QVERIFY(all.size() >= 80); // 40 points, before and after
        janus::test::figure(u"checkpoint_names named=%1 died_at=%2"_s.arg(all.size())
                                .arg((all & QSet<QString>(m_died.begin(), m_died.end())).size()));
    }

private:
    struct Walk
    {
        QStringList places;
        Audit audit;
        QString trouble;
        bool died = false;
    };

    static bool isOptional(const QString &place) { return place.startsWith("thumbnail."_L1); }

    static QSet<QString> placesInSource()
    {
        static const QRegularExpression name(u"\"([a-z-]+\\.(?:before|after))\""_s);
        QSet<QString> places;
        QDirIterator files(QStringLiteral(JANUS_APP), {u"*.cpp"_s, u"*.h"_s}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (!file.open(QIODevice::ReadOnly) || file.fileName().endsWith("/checkpoint.h"_L1))
                continue;
            const QString text = QString::fromUtf8(file.readAll());
            if (!text.contains("support/checkpoint.h"_L1))
                continue;
            for (auto match = name.globalMatch(text); match.hasNext();)
                places << match.next().captured(1);
        }
        return places;
    }

    /// Walks a road in a new folder at a new server, dies at `place` unless it is empty, takes it up again
    /// and audits.
    Walk walk(const Road &road, const QString &place)
    {
        Walk walk;
        const PracticeServer server(road.server, road.faults);
        Studio studio(server, m_folder->filePath(u"walk"_s));
        QDir(studio.folder()).removeRecursively();
        QStringList command = generate();
        if (road.cancels)
            command = {u"cancel"_s, acceptOne(studio, server)};
        if (place.isEmpty())
            walk.places = studio.placesOf(command);
        else
            walk.died = studio.dieAt(place, command).signal == SIGKILL;
        const qsizetype before = server.accepted().size();
        if (road.cancels)
            studio.run(command);
        else
            studio.run({u"resume"_s});
        if (server.accepted().size() != before)
            walk.trouble = u"something was sent that nobody asked for"_s;
        studio.run({u"resume"_s, u"--unsent"_s});
        walk.audit = auditOwn(server, studio, road.mayGiveUp);
        if (walk.audit.waiting > 0)
            walk.trouble = u"something still waits"_s;
        return walk;
    }

    /// A request that the server has accepted and that will wait there for ever; its number.
    static QString acceptOne(const Studio &studio, const PracticeServer &server)
    {
        studio.dieAt(u"ticket.after"_s, generate(1));
        const QList<AcceptedSubmit> accepted = server.accepted();
        return accepted.isEmpty() ? QString() : accepted.first().requestId;
    }

    static Audit auditOwn(const PracticeServer &server, const Studio &studio, bool mayGiveUp = false)
    {
        QList<AcceptedSubmit> accepted = server.accepted();
        for (AcceptedSubmit &submit : accepted)
            submit.mayBeGivenUp = mayGiveUp;
        return audit(accepted, studio.folder());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QStringList m_died;
    QStringList m_diedInRecovery;
};

QTEST_GUILESS_MAIN(TestCheckpoints)
#include "tst_checkpoints.moc"
