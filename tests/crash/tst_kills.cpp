// The real program, killed at any moment with 20 requests in flight, at a server that fails a fifth of all
// calls.
#include "audit.h"
#include "failing.h"
#include "practiceserver.h"
#include "studio.h"
#include "tests/figure.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace janus::crash;

namespace {

constexpr int inFlight = 20;

} // namespace

class TestKills : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // PRC-02
    void killedAtRandomNothingIsLostOrDoubled()
    {
        const int kills = qEnvironmentVariableIsSet("JANUS_LONG") ? 2000 : 100;
        const PracticeServer server({u"--pace"_s, u"0.1"_s, u"--capacity"_s, u"4"_s}, aFifthFails(20));
        QVERIFY(server.isUp());
        const QTemporaryDir folder;
        Studio studio(server, folder.path());
        QRandomGenerator dice(2);
        int killed = 0;
        int runs = 0;
        int open = 0;
        for (; killed < kills; ++runs) {
            QVERIFY2(runs < 10 * kills, "it hardly ever lives long enough to be killed");
            // As many as have ended since are asked for anew.
            QStringList command{u"resume"_s, u"--unsent"_s};
            if (open < inFlight)
                command = {u"generate"_s,
                           u"--size"_s,
                           u"64x64"_s,
                           u"--count"_s,
                           QString::number(inFlight - open),
                           u"--parallel"_s,
                           QString::number(inFlight),
                           u"a red fox"_s};
            killed += runUntil(studio, command, dice.bounded(150), dice.bounded(20)) ? 1 : 0;
            const Audit now = audit(server.accepted(), studio.folder(), Ended::MayBeOpen);
            QVERIFY2(now.isGood(), qPrintable(u"after %1 kills:\n"_s.arg(killed) + now.text()));
            open = command.first() == "resume"_L1 ? now.open + now.waiting : inFlight;
        }
        QByteArray lastWords;
        const Audit end = finish(server, studio, &lastWords);
        QVERIFY2(end.isGood(), qPrintable(end.text().right(300) + u'\n' + QString::fromUtf8(lastWords)));
        QCOMPARE(end.open + end.waiting, 0);
        QCOMPARE(end.jobs, end.done + end.failed + end.unknown);
        QVERIFY(end.done > 0);
        janus::test::figure(u"kill9 kills=%1 %2 open=%3"_s.arg(QString::number(killed), end.figures(),
                                                               QString::number(end.open + end.waiting)));
    }

private:
    /// Kills it a moment after that many events, which is drawn, and so somewhere in the middle of something.
    /// False when it ended before.
    static bool runUntil(const Studio &studio, const QStringList &command, int events, int milliseconds)
    {
        int heard = 0;
        const Studio::Ending ending = studio.run(command, [&](const QJsonObject &) {
            if (++heard < events)
                return true;
            QThread::msleep(static_cast<unsigned long>(milliseconds));
            return false;
        });
        return ending.signal == SIGKILL;
    }

    /// Takes up what is left until nothing is: a hold ends a command, and so does what the user must be asked
    /// about.
    static Audit finish(const PracticeServer &server, const Studio &studio, QByteArray *lastWords)
    {
        constexpr int mostRounds = 50;
        Audit now = audit(server.accepted(), studio.folder(), Ended::MayBeOpen);
        for (int round = 0; round < mostRounds && now.open + now.waiting > 0; ++round) {
            *lastWords = studio.run({u"resume"_s, u"--unsent"_s}).errors;
            now = audit(server.accepted(), studio.folder(), Ended::MayBeOpen);
        }
        studio.run({u"resume"_s}); // settles what the last kill left, should it have left nothing else
        return audit(server.accepted(), studio.folder());
    }
};

QTEST_GUILESS_MAIN(TestKills)
#include "tst_kills.moc"
