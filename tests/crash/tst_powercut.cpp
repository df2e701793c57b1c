// The power is cut: the studio works on an ext4 file system in a file; it is stopped, the file is copied as
// it is at that moment, and the copy is what the next start finds.
#include "audit.h"
#include "mounts.h"
#include "practiceserver.h"
#include "studio.h"
#include "tests/figure.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus::crash;

class TestPowerCut : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (const QString why = whyNoLoopMounts(); !why.isEmpty())
            QSKIP(qPrintable(why));
    }

    // DSK-06
    void whatWasSaidToBeSavedIsThereAfterwards()
    {
        const int cuts = qEnvironmentVariableIsSet("JANUS_LONG") ? 200 : 20;
        constexpr int jobs = 12;
        QRandomGenerator dice(6);
        Audit total;
        int accepted = 0;
        int pictures = 0;
        for (int cut = 0; cut < cuts; ++cut) {
            const QTemporaryDir folder;
            const PracticeServer server({u"--pace"_s, u"0"_s, u"--capacity"_s, u"4"_s});
            QVERIFY(server.isUp());
            qputenv("FAL_KEY", server.key());
            const QStringList studio{
                QStringLiteral(PROGRAM),          u"--json"_s,   u"--look-for"_s, u"0"_s, u"--data"_s,
                folder.filePath(u"mount/data"_s), u"--server"_s, server.origin()};
            const int lines = 10 + dice.bounded(18 * jobs);
            QCOMPARE(runIsolated(u"cut_power"_s,
                                 QStringList{folder.path(), QString::number(lines)} + studio +
                                     QStringList{u"generate"_s, u"--size"_s, u"64x64"_s, u"--count"_s,
                                                 QString::number(jobs), u"a red fox"_s}),
                     0);
            QCOMPARE(runIsolated(u"power_is_back"_s, QStringList{folder.path()} + studio), 0);
            const Said said = readSaid(folder.filePath(u"said-then"_s));
            Audit found = audit(server.accepted(), folder.filePath(u"found/data"_s));
            compare(said, folder.filePath(u"found/data"_s), found);
            QVERIFY2(found.isGood(),
                     qPrintable(u"cut %1 after %2 lines:\n"_s.arg(cut).arg(lines) + found.text()));
            total += found;
            accepted += static_cast<int>(said.accepted.size());
            pictures += static_cast<int>(said.files.size());
        }
        QVERIFY(accepted > 0 && pictures > 0);
        janus::test::figure(u"power_cuts cuts=%1 said_accepted=%2 said_saved=%3 %4"_s.arg(
            QString::number(cuts), QString::number(accepted), QString::number(pictures), total.figures()));
    }

    void cleanupTestCase() { qunsetenv("FAL_KEY"); }

private:
    /// What the studio had promised when the power went.
    struct Said
    {
        QSet<QString> accepted; ///< request ids
        QStringList files;
    };

    static Said readSaid(const QString &path)
    {
        Said said;
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return said;
        while (!file.atEnd()) {
            const QJsonObject event = QJsonDocument::fromJson(file.readLine()).object();
            if (event["event"_L1] == "picture"_L1)
                said.files << event["file"_L1].toString();
            // "queued" says what is under way; a later word about the request says that its number is on
            // disk.
            const QString state = event["state"_L1].toString();
            if (state == "running"_L1 || state == "done"_L1)
                said.accepted << event["request_id"_L1].toString();
        }
        return said;
    }

    static void compare(const Said &said, const QString &folder, Audit &audit)
    {
        for (const QString &file : said.files) {
            if (!QFile::exists(folder + file.section("/mount/data"_L1, 1)))
                audit.lost << u"said to be saved: "_s + file;
        }
        const QSet<QString> known = requestIdsIn(folder);
        for (const QString &id : said.accepted) {
            if (!known.contains(id))
                audit.lost << u"said to be accepted: "_s + id;
        }
    }
};

QTEST_GUILESS_MAIN(TestPowerCut)
#include "tst_powercut.moc"
