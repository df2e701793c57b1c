// G11: the thread that paints the window neither waits for the disk nor opens the library. The kernel's calls
// are counted, so the speed of the machine does not matter.
#include "studioprocess.h"
#include "tests/figure.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace janus::test;

namespace {

struct Calls
{
    qint64 mainThread = 0;
    QStringList ofMainThread; ///< "name(arguments) = result"
    int ofOthers = 0;

    QStringList named(const QString &name, const QString &part = {}) const
    {
        return ofMainThread.filter(QRegularExpression(u"^%1\\("_s.arg(name))).filter(part);
    }
};

/// What strace -f -o wrote: "THREAD name(arguments) = result", a call that was interrupted by another
/// thread's line in two pieces.
Calls readCalls(const QString &file)
{
    Calls calls;
    QFile trace(file);
    if (!trace.open(QIODevice::ReadOnly))
        return calls;
    for (const QByteArray &line : trace.readAll().split('\n')) {
        const qsizetype space = line.indexOf(' ');
        const qint64 thread = line.left(space).toLongLong();
        const QString text = QString::fromUtf8(line.mid(space)).trimmed();
        if (thread == 0 || text.startsWith(u'<') || text.startsWith(u'-') || text.startsWith(u'+'))
            continue;
        if (calls.mainThread == 0)
            calls.mainThread = thread;
        if (thread == calls.mainThread)
            calls.ofMainThread << text;
        else
            ++calls.ofOthers;
    }
    return calls;
}

} // namespace

class TestUiThread : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!isInstalled(u"strace"_s))
            QSKIP("strace is not installed");
        QProcess probe;
        probe.start(u"strace"_s, {u"-f"_s, u"-o"_s, u"/dev/null"_s, u"true"_s});
        if (!probe.waitForFinished(30'000) || probe.exitCode() != 0)
            QSKIP("strace may not trace here");
    }

    void theMainThreadNeverWaitsForTheDisk()
    {
        // Requests that an earlier start left behind, so that the window has something to do.
        StudioProcess command(folder());
        command.startWith({u"--json"_s, u"--sandbox-pace"_s, u"1"_s, u"generate"_s, u"--sandbox"_s,
                           u"--size"_s, u"64x64"_s, u"--count"_s, u"3"_s, u"a red boat"_s});
        QTRY_COMPARE_WITH_TIMEOUT(command.requestsTaken(), 3, 60000);
        command.signal(SIGTERM);
        QVERIFY(command.waitForEnd());
        const auto pictures = [this] {
            QDirIterator files(janus::support::Paths::below(folder()).pictures, QDir::Files,
                               QDirIterator::Subdirectories);
            int count = 0;
            for (; files.hasNext(); files.next())
                ++count;
            return count;
        };
        QVERIFY(pictures() < 3);

        const QString trace = m_folder.filePath(u"trace"_s);
        StudioProcess window(folder());
        window.runUnder({u"strace"_s, u"-f"_s, u"-qq"_s, u"-e"_s,
                         u"trace=execve,fsync,fdatasync,flock,connect,open,openat"_s, u"-o"_s, trace});
        window.addEnvironment(u"ASAN_OPTIONS"_s, u"detect_leaks=0"_s); // which cannot look while strace does
        window.startWith({u"--sandbox-pace"_s, u"0"_s});
        QVERIFY2(window.waitForWindow(), window.errors().constData());
        QCOMPARE(run(folder(), {u"--prompt"_s, u"a heron"_s}).code, 0); // a draft to keep
        QTRY_COMPARE_WITH_TIMEOUT(pictures(), 3, 60000);
        const qint64 program = readCalls(trace).mainThread;
        QVERIFY(program > 0);
        QCOMPARE(::kill(static_cast<pid_t>(program), SIGTERM), 0);
        QVERIFY(window.waitForEnd());
        QVERIFY2(window.exitCode() == 0, window.errors().constData());
        QCOMPARE(draftPrompt(folder()), u"a heron"_s);

        const Calls calls = readCalls(trace);
        const QStringList syncs = calls.named(u"fsync"_s);
        const QStringList dataSyncs = calls.named(u"fdatasync"_s);
        const QStringList opens = calls.named(u"open(at)?"_s, u".db"_s);
        figure(
            u"ui-thread fsync=%1 fdatasync=%2 db-opens=%3 flock=%4 connect=%5 opens=%6 of-other-threads=%7"_s
                .arg(syncs.size())
                .arg(dataSyncs.size())
                .arg(opens.size())
                .arg(calls.named(u"flock"_s).size())
                .arg(calls.named(u"connect"_s).size())
                .arg(calls.named(u"open(at)?"_s).size())
                .arg(calls.ofOthers));
        QVERIFY2(calls.named(u"open(at)?"_s).size() > 0 && calls.ofOthers > 0, "the trace holds nothing");
        QCOMPARE(syncs, QStringList());
        QCOMPARE(dataSyncs, QStringList());
        QCOMPARE(opens, QStringList());
    }

private:
    QString folder() const { return m_folder.filePath(u"data"_s); }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestUiThread)
#include "tst_uithread.moc"
