// A sweep on the command line, killed at named places (app/support/checkpoint.h) and gone on with: every cell
// is accepted once, by the server's own account.
#include "audit.h"
#include "practiceserver.h"
#include "studio.h"
#include "tests/figure.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace janus::crash;

namespace {

constexpr int cells = 4;

/// Around what makes a cell one that was asked for; in the long form wherever the command passes.
QStringList placesToDieAt(const QStringList &passed)
{
    QStringList places{u"intent-commit.before"_s, u"intent.after"_s, u"ticket.before"_s};
    if (qEnvironmentVariableIsSet("JANUS_LONG")) {
        places = passed;
        places.removeDuplicates();
    }
    return places;
}

} // namespace

class TestSweepDeaths : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void deathAtAnyPlaceNeitherLosesNorDoublesACell()
    {
        const QTemporaryDir folder;
        QFile plan(folder.filePath(u"sweep.json"_s));
        QVERIFY(plan.open(QIODevice::WriteOnly));
        plan.write(R"({"prompt": "a red fox", "size": "64x48", "columns": {"guidance": "2, 4"},
                       "rows": {"words": "fox", "values": "fox, owl"}})");
        plan.close();
        const QStringList sweep{u"sweep"_s, u"--parallel"_s, u"1"_s, plan.fileName()};

        QStringList passed;
        if (qEnvironmentVariableIsSet("JANUS_LONG")) {
            const PracticeServer server({u"--pace"_s, u"0"_s});
            passed = Studio(server, folder.filePath(u"clean"_s)).placesOf(sweep);
            QVERIFY(!passed.isEmpty());
        }
        int died = 0;
        for (const QString &place : placesToDieAt(passed)) {
            const PracticeServer server({u"--pace"_s, u"0"_s});
            QVERIFY(server.isUp());
            const Studio studio(server, folder.filePath(place));
            died += studio.dieAt(place, sweep).signal == SIGKILL ? 1 : 0;
            const bool hasSheet = !studio.run({u"sweep"_s, u"--list"_s}).eventsOf("sheet"_L1).isEmpty();
            studio.run(hasSheet ? QStringList{u"sweep"_s, u"--resume"_s, u"1"_s} : sweep);
            const auto sheets = studio.run({u"sweep"_s, u"--list"_s}).eventsOf("sheet"_L1);
            QVERIFY2(sheets.size() == 1, qPrintable("after "_L1 + place));
            const Audit found = audit(server.accepted(), studio.folder());
            QVERIFY2(found.isGood(), qPrintable("after "_L1 + place + ":\n"_L1 + found.text()));
            // Of a submit that was about to leave nobody knows: it is asked about, and not sent again.
            const int done = sheets.first()["done"_L1].toInt();
            QVERIFY2(done + found.unknown == cells && found.unknown <= 1,
                     qPrintable("after "_L1 + place + ": "_L1 + found.figures()));
            QVERIFY2(found.accepted >= done && found.accepted <= cells && found.pictures == done,
                     qPrintable("after "_L1 + place + ": "_L1 + found.figures()));
        }
        QVERIFY(died >= 3);
        janus::test::figure(u"sweep_checkpoints deaths=%1"_s.arg(died));
    }
};

QTEST_GUILESS_MAIN(TestSweepDeaths)
#include "tst_sweepdeaths.moc"
