// The disk is full: a small file system in memory, at every size; then there is room again.
#include "audit.h"
#include "mounts.h"
#include "practiceserver.h"
#include "studio.h"
#include "tests/figure.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus::crash;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestFullDisk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (const QString why = whyNoMounts(); !why.isEmpty())
            QSKIP(qPrintable(why));
    }

    // DSK-01, and DSK-02 as the sizes end between any two steps
    void atNoSizeIsAnythingCutOrLost()
    {
        const int sizes = qEnvironmentVariableIsSet("JANUS_LONG") ? 64 : 8;
        Audit total;
        int whole = 0;
        for (int k = 0; k < sizes; ++k) {
            // From too small for the database to more than enough.
            const int kilobytes = 64 + k * (2048 - 64) / sizes;
            const QTemporaryDir folder;
            const PracticeServer server({u"--pace"_s, u"0"_s});
            QVERIFY(server.isUp());
            qputenv("FAL_KEY", server.key());
            QCOMPARE(
                runIsolated(u"fill_disk"_s,
                            {folder.path(), QString::number(kilobytes), k % 2 == 0 ? u"first"_s : u"later"_s,
                             QStringLiteral(PROGRAM), u"--json"_s, u"--look-for"_s, u"0"_s, u"--data"_s,
                             folder.filePath(u"mount/data"_s), u"--server"_s, server.origin()}),
                0);
            const QString where = u"%1 KiB: "_s.arg(kilobytes);
            const QByteArray errors = contentOf(folder.filePath(u"errors"_s));
            QVERIFY2(!errors.contains("Sanitizer") && !errors.contains("ASSERT"), errors.constData());
            const Audit before =
                audit(server.accepted(), folder.filePath(u"before/data"_s), Ended::MayBeOpen);
            QVERIFY2(before.isGood(), qPrintable(where + before.text() + u'\n' + QString::fromUtf8(errors)));
            const QByteArray code = contentOf(folder.filePath(u"code"_s)).trimmed();
            QVERIFY2(code == "6" || code == "0", qPrintable(where + QString::fromUtf8(code + errors)));
            whole += code == "0" ? 1 : 0;
            const Audit after = audit(server.accepted(), folder.filePath(u"after/data"_s));
            QVERIFY2(after.isGood(),
                     qPrintable(where + after.text() + u'\n' +
                                QString::fromUtf8(contentOf(folder.filePath(u"resumed2"_s)))));
            QCOMPARE(after.waiting, 0);
            total += after;
        }
        QVERIFY(whole < sizes);
        janus::test::figure(u"full_disk sizes=%1 enough=%2 %3"_s.arg(
            QString::number(sizes), QString::number(whole), total.figures()));
    }

    void cleanupTestCase() { qunsetenv("FAL_KEY"); }
};

QTEST_GUILESS_MAIN(TestFullDisk)
#include "tst_fulldisk.moc"
