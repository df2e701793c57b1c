// However the program ends, what was sent is kept: the real program as a process, at a practice server that
// keeps its own account.
#include "studioprocess.h"
#include "tests/canary/keysearch.h"
#include "tests/crash/audit.h"
#include "tests/crash/practiceserver.h"
#include "tests/figure.h"

#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

#include <csignal>
#include <utility>

using namespace Qt::StringLiterals;
using namespace janus::test;
using janus::crash::Audit;
using janus::crash::Ended;
using janus::crash::PracticeServer;

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr bool isSanitized = true;
#else
constexpr bool isSanitized = false;
#endif

} // namespace

namespace janus::test {

/// One data folder and one server.
class Bench
{
public:
    /// One request at a time, so that several are open for a while.
    Bench()
        : m_server({u"--pace"_s, u"0.5"_s, u"--capacity"_s, u"1"_s})
    {
    }

    const PracticeServer &server() const { return m_server; }
    QString folder() const { return m_folder.path() + "/data"_L1; }
    QString place(const QString &name) const { return m_folder.filePath(name); }

    /// At the server, with its key in the environment.
    void prepare(StudioProcess &process) const
    {
        process.addEnvironment(u"FAL_KEY"_s, QString::fromLatin1(m_server.key()));
        process.setWorkingDirectory(m_folder.path());
    }
    void start(StudioProcess &process, const QStringList &arguments = {}) const
    {
        prepare(process);
        process.startWith(QStringList{u"--json"_s, u"--server"_s, m_server.origin()} + arguments);
    }
    void startWindow(StudioProcess &process) const
    {
        prepare(process);
        process.startWith({u"--server"_s, m_server.origin()});
    }

    /// Starts a generate and comes back when the service has taken all of its requests.
    bool startRequests(StudioProcess &process, int count) const
    {
        start(process, {u"generate"_s, u"--size"_s, u"64x64"_s, u"--parallel"_s, QString::number(count),
                        u"--count"_s, QString::number(count), u"a red boat"_s});
        const auto accepted = [&] { return process.requestsTaken() == count; };
        return QTest::qWaitFor([&] { return accepted() || process.state() == QProcess::NotRunning; },
                               60'000) &&
               accepted();
    }

    /// Takes up what is open, to its end. The number of pictures; -1 when it did not end well.
    int finish(const QString &zone = u"UTC"_s) const
    {
        StudioProcess process(folder());
        process.addEnvironment(u"TZ"_s, zone);
        start(process, {u"--look-for"_s, u"0"_s, u"resume"_s});
        if (!process.waitForEnd() || process.exitCode() != 0)
            return -1;
        return static_cast<int>(process.lines().filter(u"\"event\":\"picture\""_s).size());
    }

    Audit audit(Ended ended = Ended::Whole) const
    {
        return janus::crash::audit(m_server.accepted(), folder(), ended);
    }

    /// Nothing there: the last window came to its end.
    QByteArray windowLock() const
    {
        QFile file(janus::support::Paths::below(folder()).data + "/window.lock"_L1);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
    }

private:
    QTemporaryDir m_folder;
    PracticeServer m_server;
};

} // namespace janus::test

namespace {

/// Runs SQL on the journal while no program does; the values of its first column.
QStringList inJournal(const QString &folder, const QString &sql)
{
    QStringList values;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"endings"_s);
        database.setDatabaseName(janus::support::Paths::below(folder).data + "/library.db"_L1);
        if (database.open()) {
            QSqlQuery query(database);
            if (!query.exec(sql))
                values << u"failed"_s;
            while (query.next())
                values << query.value(0).toString();
        }
    }
    QSqlDatabase::removeDatabase(u"endings"_s);
    return values;
}

/// Of a process that runs: soft and hard limit.
[[maybe_unused]] QByteArray coreLimit(qint64 process)
{
    QFile limits(u"/proc/%1/limits"_s.arg(process));
    if (!limits.open(QIODevice::ReadOnly))
        return {};
    for (const QByteArray &line : limits.readAll().split('\n')) {
        if (line.startsWith("Max core file size"))
            return line.mid(18).simplified();
    }
    return {};
}

void tell(const QString &what, qint64 milliseconds)
{
    figure(u"ending %1 ms=%2"_s.arg(what).arg(milliseconds));
}

} // namespace

class TestEndings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<Bench>();
        QVERIFY(m_bench->server().isUp());
    }
    void cleanup() { m_bench.reset(); }

    // PRC-04
    void aSignalEndsItAndNothingIsLost_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("PRC-04 SIGTERM, as at logout") << SIGTERM;
        QTest::newRow("PRC-04 SIGINT") << SIGINT;
        QTest::newRow("PRC-04 SIGHUP") << SIGHUP;
    }
    void aSignalEndsItAndNothingIsLost()
    {
        QFETCH(int, number);
        QElapsedTimer watch;
        StudioProcess command(m_bench->folder());
        QVERIFY2(m_bench->startRequests(command, 3), command.errors().constData());
        watch.start();
        command.signal(number);
        QVERIFY(command.waitForEnd());
        tell(u"command signal=%1"_s.arg(number), watch.elapsed());
        QVERIFY2(command.exitStatus() == QProcess::NormalExit, command.errors().constData());
        QCOMPARE(command.exitCode(), 130);

        StudioProcess window(m_bench->folder());
        m_bench->startWindow(window);
        QVERIFY2(window.waitForWindow(), window.errors().constData());
        watch.start();
        window.signal(number);
        QVERIFY(window.waitForEnd());
        tell(u"window signal=%1"_s.arg(number), watch.elapsed());
        QVERIFY2(window.exitStatus() == QProcess::NormalExit, window.errors().constData());
        QCOMPARE(window.exitCode(), 0);
        QCOMPARE(m_bench->windowLock(), QByteArray());

        QVERIFY(m_bench->finish() >= 0);
        everythingIsThereOnce(3);
    }

    // PRC-04
    void theDisplayGoesAway()
    {
        if (!isInstalled(u"Xvfb"_s))
            QSKIP("Xvfb is not installed");
        QProcess screen;
        screen.start(u"Xvfb"_s, {u"-displayfd"_s, u"1"_s, u"-screen"_s, u"0"_s, u"1280x900x24"_s,
                                 u"-nolisten"_s, u"tcp"_s, u"-noreset"_s});
        QTRY_VERIFY_WITH_TIMEOUT(screen.canReadLine() || screen.state() == QProcess::NotRunning, 30000);
        const QByteArray number = screen.readLine().trimmed();
        if (number.isEmpty())
            QSKIP("Xvfb does not start here");

        StudioProcess command(m_bench->folder());
        QVERIFY2(m_bench->startRequests(command, 2), command.errors().constData());
        command.signal(SIGTERM);
        QVERIFY(command.waitForEnd());

        StudioProcess window(m_bench->folder());
        window.addEnvironment(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
        window.addEnvironment(u"DISPLAY"_s, u":"_s + QString::fromLatin1(number));
        // Qt ends the program there and then; nothing is taken down.
        window.addEnvironment(u"ASAN_OPTIONS"_s, u"detect_leaks=0"_s);
        m_bench->startWindow(window);
        QVERIFY2(window.waitForWindow(), window.errors().constData());
        QElapsedTimer watch;
        watch.start();
        screen.kill();
        QVERIFY(screen.waitForFinished());
        QVERIFY(window.waitForEnd());
        tell(u"window display=gone"_s, watch.elapsed());
        QVERIFY2(window.exitStatus() == QProcess::NormalExit, window.errors().constData());
        QVERIFY(m_bench->finish() >= 0);
        everythingIsThereOnce(2);
    }

    // PRC-05
    void aCrashLeavesNoCoreFileAndNoKey()
    {
        StudioProcess command(m_bench->folder());
        QVERIFY2(m_bench->startRequests(command, 2), command.errors().constData());
        command.signal(SIGTERM);
        QVERIFY(command.waitForEnd());

        StudioProcess window(m_bench->folder());
        window.runUnder({u"sh"_s, u"-c"_s, u"ulimit -S -c \"$(ulimit -H -c)\"; exec \"$@\""_s, u"sh"_s});
        window.addEnvironment(u"ASAN_OPTIONS"_s, u"handle_segv=0"_s); // which would be an ordinary end
        m_bench->startWindow(window);
        QVERIFY2(window.waitForWindow(), window.errors().constData());
#if defined(NDEBUG) || defined(__SANITIZE_ADDRESS__) // a debug build alone may leave one
        QCOMPARE(coreLimit(window.processId()).split(' ').value(0), QByteArray("0"));
#endif
        window.signal(SIGSEGV);
        QVERIFY(window.waitForEnd());
        QCOMPARE(window.exitStatus(), QProcess::CrashExit);

        KeySearch search(m_bench->server().key());
        const QByteArray said = window.errors() + window.lines().join(u'\n').toUtf8();
        QVERIFY2(search.find(said).isEmpty(), said.constData());
        QCOMPARE(search.findBelow(m_bench->place({})), QStringList());
        QVERIFY(search.filesRead > 0);
        QDirIterator files(m_bench->place({}), {u"core*"_s}, QDir::Files | QDir::Hidden,
                           QDirIterator::Subdirectories);
        QVERIFY2(!files.hasNext(), "there is a core file");

        // What the next window tells of in one line (tst_firstwindow, tst_arrivals).
        QVERIFY(!m_bench->windowLock().isEmpty());
        StudioProcess next(m_bench->folder());
        m_bench->startWindow(next);
        QVERIFY2(next.waitForWindow(), next.errors().constData());
        next.signal(SIGTERM);
        QVERIFY(next.waitForEnd());
        QCOMPARE(next.exitCode(), 0);
        QCOMPARE(m_bench->windowLock(), QByteArray());
        QVERIFY(m_bench->finish() >= 0);
        everythingIsThereOnce(2);
    }

    // PRC-08
    void theClockAndTheZoneMayChangeBetween()
    {
        StudioProcess command(m_bench->folder());
        command.addEnvironment(u"TZ"_s, u"Pacific/Kiritimati"_s);
        QVERIFY2(m_bench->startRequests(command, 3), command.errors().constData());
        command.signal(SIGTERM);
        QVERIFY(command.waitForEnd());

        // The first was sent a year ahead of now, the last a year ago: the clock was set back twice.
        const QStringList ids = inJournal(m_bench->folder(), u"SELECT id FROM jobs ORDER BY id"_s);
        QCOMPARE(ids.size(), 3);
        for (const auto &[id, shift] : {std::pair(ids[0], u"+1 year"_s), std::pair(ids[2], u"-1 year"_s)}) {
            for (const auto &column : {u"created"_s, u"submitted"_s, u"accepted"_s}) {
                const QString sql =
                    u"UPDATE jobs SET %1 = strftime('%Y-%m-%dT%H:%M:%fZ', %1, '%2') WHERE id = "
                    "%3 AND %1 IS NOT NULL"_s.arg(column, shift, id);
                QCOMPARE(inJournal(m_bench->folder(), sql), QStringList());
            }
        }
        StudioProcess list(m_bench->folder());
        list.addEnvironment(u"TZ"_s, u"America/Los_Angeles"_s);
        m_bench->start(list, {u"jobs"_s});
        QVERIFY(list.waitForEnd());
        QStringList listed;
        for (const QString &line : list.lines())
            listed << QString::number(QJsonDocument::fromJson(line.toUtf8())[u"job"_s].toInteger());
        QCOMPARE(listed, ids); // by number, not by time

        QCOMPARE(m_bench->finish(u"America/Los_Angeles"_s), 3);
        everythingIsThereOnce(3);
        const QString negative = u"SELECT id FROM pictures WHERE queue_seconds < 0 OR run_seconds < 0"_s;
        QCOMPARE(inJournal(m_bench->folder(), negative), QStringList());
    }

    // PRC-09
    void itEndsWhileTheKeychainHangs()
    {
        StudioProcess window(m_bench->folder());
        window.runUnder({QStringLiteral(JANUS_TESTS "/with-keyring"), u"hung"_s, u"--"_s, u"sh"_s, u"-c"_s,
                         u"echo $$; exec \"$@\""_s, u"sh"_s});
        window.startWith({});
        if (!window.waitForWindow() && window.exitCode() == 77)
            QSKIP("there is no gnome-keyring or no D-Bus here");
        QVERIFY2(window.state() == QProcess::Running, window.errors().constData());
        const int program = window.lines().value(0).toInt(); // the wrapper has another number
        QVERIFY(program > 0);
        QElapsedTimer watch;
        watch.start();
        QCOMPARE(::kill(program, SIGTERM), 0);
        QVERIFY(window.waitForEnd());
        tell(u"window keychain=hung"_s, watch.elapsed());
        QVERIFY2(window.exitStatus() == QProcess::NormalExit && window.exitCode() == 0,
                 window.errors().constData());
        QCOMPARE(m_bench->windowLock(), QByteArray());
    }

    // PRC-10: memory ends in the middle of something. The sanitizers need a room of addresses without a
    // limit, so there the limit is on what is used.
    void memoryEndsAndNothingIsLost()
    {
        int ended = 0;
        for (const int limit : isSanitized ? QList<int>{60, 110, 140} : QList<int>{150, 300, 500}) {
            StudioProcess command(m_bench->folder());
            if (isSanitized)
                command.addEnvironment(u"ASAN_OPTIONS"_s,
                                       u"detect_leaks=0:hard_rss_limit_mb=%1"_s.arg(limit));
            else
                command.runUnder(
                    {u"sh"_s, u"-c"_s, u"ulimit -v %1; exec \"$@\""_s.arg(limit * 1024), u"sh"_s});
            m_bench->start(
                command, {u"generate"_s, u"--size"_s, u"1024x1024"_s, u"--count"_s, u"2"_s, u"a red boat"_s});
            QVERIFY(command.waitForEnd());
            ended += command.exitStatus() == QProcess::CrashExit || command.exitCode() != 0 ? 1 : 0;
            const Audit now = m_bench->audit(Ended::MayBeOpen);
            QVERIFY2(now.isGood(), qPrintable(now.text()));
        }
        QVERIFY2(ended > 0, "the limits are too high to be felt");
        QVERIFY(m_bench->finish() >= 0);
        const Audit end = m_bench->audit();
        QVERIFY2(end.isGood(), qPrintable(end.text()));
        figure(u"memory-ends runs=3 ended=%1 %2"_s.arg(QString::number(ended), end.figures()));
    }

    // PRC-11
    void theProgramIsReplacedWhileItRuns_data()
    {
        QTest::addColumn<bool>("removed");
        QTest::newRow("PRC-11 by another") << false;
        QTest::newRow("PRC-11 removed") << true;
    }
    void theProgramIsReplacedWhileItRuns()
    {
        QFETCH(bool, removed);
        const QString copy = m_bench->place(u"janus-studio"_s);
        QVERIFY(QFile::copy(QStringLiteral(PROGRAM), copy));
        StudioProcess window(m_bench->folder());
        window.runFile(copy);
        m_bench->startWindow(window);
        QVERIFY2(window.waitForWindow(), window.errors().constData());
        StudioProcess command(m_bench->folder());
        command.runFile(copy);
        QVERIFY2(m_bench->startRequests(command, 2), command.errors().constData());

        QVERIFY(QFile::remove(copy)); // as package managers do: the old file lives on under no name
        QFile other(copy);
        QVERIFY(removed || (other.open(QIODevice::WriteOnly) && other.write("no program") > 0));
        other.close();

        QVERIFY(command.waitForEnd());
        QCOMPARE(command.exitCode(), 0);
        everythingIsThereOnce(2);
        QCOMPARE(run(m_bench->folder(), {u"--prompt"_s, u"a heron"_s}).code, 0);
        QCOMPARE(window.state(), QProcess::Running);
        window.signal(SIGTERM);
        QVERIFY(window.waitForEnd());
        QVERIFY2(window.exitStatus() == QProcess::NormalExit && window.exitCode() == 0,
                 window.errors().constData());
        QCOMPARE(draftPrompt(m_bench->folder()), u"a heron"_s);
    }

private:
    void everythingIsThereOnce(int requests)
    {
        const Audit end = m_bench->audit();
        QVERIFY2(end.isGood(), qPrintable(end.text()));
        QCOMPARE(end.accepted, requests);
        QCOMPARE(end.done, requests);
        QCOMPARE(end.pictures, requests);
    }

    std::unique_ptr<Bench> m_bench;
};

QTEST_GUILESS_MAIN(TestEndings)
#include "tst_endings.moc"
