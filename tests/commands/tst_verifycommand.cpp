// `janus-studio verify`: exit codes, the record, the difference pictures, and what a shell sees.
#include "tests/jobs/studiobench.h"
#include "tests/waiting.h"

#include "commands/verifycommand.h"
#include "core/paramroles.h"
#include "library/catalogue.h"
#include "sandbox/faultswitches.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QJsonDocument>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::commands;
using test::StudioBench;
using test::waitFor;

namespace {

struct VerifyBench : StudioBench
{
    int verify(const QStringList &arguments, const QString &real = u"fal"_s)
    {
        const Result<VerifyOptions> options = readVerifyOptions(arguments);
        if (!options)
            return int(exitCodeFor(options.error()));
        VerifyCommand command(*options, {real, u"sandbox"_s}, *library, *queue, *this,
                              Console(Console::Format::Json));
        QSignalSpy finished(&command, &Command::finished);
        command.run();
        return waitFor([&] { return !finished.isEmpty(); }) ? finished.first().first().toInt() : -1;
    }

    Picture make(int count = 1)
    {
        GenerationRequest wanted = withImageCount(request(), count);
        wanted.input[u"image_size"_s] = QJsonObject{{u"width"_s, 256}, {u"height"_s, 192}};
        std::optional<Picture> made;
        const auto heard = QObject::connect(queue.get(), &jobs::JobQueue::pictureSaved, queue.get(),
                                            [&](JobId, const Picture &picture) { made = picture; });
        const JobId job = enqueue({wanted}).value(0);
        [[maybe_unused]] const bool done = waitForState(job, JobState::Done);
        QObject::disconnect(heard);
        return made.value_or(Picture());
    }

    void always(QLatin1StringView name) const
    {
        sandbox::Fault fault = sandbox::findFaultSwitch(name)->fault;
        fault.times = -1;
        server->addFault(fault);
    }

    qsizetype recorded(const Picture &picture)
    {
        std::optional<qsizetype> count;
        QObject context;
        library->catalogue().checks(
            picture.name(), &context,
            [&](const Result<QList<library::Check>> &checks) { count = checks->size(); });
        [[maybe_unused]] const bool waited = waitFor([&] { return count.has_value(); });
        return count.value_or(-1);
    }
};

struct Run
{
    int code = -1;
    QStringList lines;
    QByteArray errors;
};

Run runProgram(const QString &folder, const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral(PROGRAM),
                  QStringList{u"--data"_s, folder, u"--sandbox-pace"_s, u"0"_s} + arguments);
    process.waitForFinished(60'000);
    Run run{process.exitCode(),
            QString::fromUtf8(process.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts),
            process.readAllStandardError()};
    if (process.exitStatus() != QProcess::NormalExit)
        run.code = -1;
    return run;
}

} // namespace

class TestVerifyCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wrongWordsGetASentence_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("part");
        QTest::newRow("nothing") << QStringList{} << u"--all"_s;
        QTest::newRow("an unknown option") << QStringList{u"1"_s, u"--exact"_s} << u"--exact"_s;
        QTest::newRow("two ways") << QStringList{u"1"_s, u"--all"_s} << u"one way"_s;
        QTest::newRow("a query and all") << QStringList{u"boat"_s, u"--all"_s} << u"one way"_s;
        QTest::newRow("a file that is not there") << QStringList{u"boat.jpg"_s} << u"“boat.jpg”"_s;
        QTest::newRow("no such condition") << QStringList{u"rating:high"_s} << u"rating"_s;
        QTest::newRow("no folder") << QStringList{u"1"_s, u"--difference"_s, u"/nowhere/at/all"_s}
                                   << u"/nowhere/at/all"_s;
        QTest::newRow("no value") << QStringList{u"1"_s, u"--difference"_s} << u"needs a value"_s;
        QTest::newRow("too many at once") << QStringList{u"1"_s, u"--parallel=0"_s} << u"between 1 and 100"_s;
        QTest::newRow("a record runs nothing")
            << QStringList{u"1"_s, u"--record"_s, u"--strict"_s} << u"--strict"_s;
    }
    void wrongWordsGetASentence()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, part);
        const Result<VerifyOptions> read = readVerifyOptions(arguments);
        QVERIFY(!read);
        QCOMPARE(read.error().kind, ErrorKind::BadInput);
        QVERIFY2(read.error().message.contains(part), qPrintable(read.error().message));
    }

    // Each is paid for: a slip of the pen must not send a whole library.
    void oneCallSendsAThousandRequestsAtMost()
    {
        QVERIFY(checkVerifyCount(1000));
        const Result<void> checked = checkVerifyCount(1001);
        QVERIFY(!checked);
        QCOMPARE(checked.error().kind, ErrorKind::BadInput);
        QVERIFY(checked.error().message.contains(u"1,000"_s));
        QVERIFY(checked.error().message.contains(u"1,001"_s));
    }

    void theCodeSaysWhetherAllAreTheSame()
    {
        VerifyBench bench;
        QVERIFY(bench.open());
        const Picture picture = bench.make();
        QCOMPARE(bench.verify({u"1"_s}), int(ExitCode::Done));
        QCOMPARE(bench.verify({u"1"_s, u"--strict"_s}), int(ExitCode::Done));
        bench.always("drift"_L1);
        QCOMPARE(bench.verify({picture.file}), int(ExitCode::Done));
        QCOMPARE(bench.verify({u"1"_s, u"--strict"_s}), int(ExitCode::Differs));
        QCOMPARE(bench.recorded(picture), 4);
    }

    void anotherPictureIsToldByTheCodeAndShown()
    {
        VerifyBench bench;
        QVERIFY(bench.open());
        const Picture picture = bench.make();
        QVERIFY(QDir(bench.folder.path()).mkdir(u"out"_s));
        const QDir out(bench.folder.filePath(u"out"_s));
        QCOMPARE(bench.verify({u"1"_s, u"--difference"_s, out.path()}), int(ExitCode::Done));
        QVERIFY(out.entryList(QDir::Files).isEmpty()); // nothing differs
        bench.always("other-picture"_L1);
        QCOMPARE(bench.verify({u"1"_s, u"--difference"_s, out.path()}), int(ExitCode::Differs));
        const QStringList files = out.entryList(QDir::Files);
        QCOMPARE(files.size(), 1);
        QVERIFY(files.first().endsWith(u"-difference.png"_s));
        QCOMPARE(QImage(out.filePath(files.first())).size(), QSize(256, 192));
    }

    void aRecordRunsNothing()
    {
        VerifyBench bench;
        QVERIFY(bench.open());
        bench.make();
        QCOMPARE(bench.verify({u"1"_s, u"--record"_s}), int(ExitCode::Done));
        QCOMPARE(bench.posts(), 1);
    }

    void whatFailsIsToldByItsOwnCode()
    {
        VerifyBench bench;
        QVERIFY(bench.open());
        const Picture picture = bench.make();
        bench.always("completed-with-error"_L1);
        QCOMPARE(bench.verify({u"1"_s}), int(ExitCode::Refused));
        QCOMPARE(bench.recorded(picture), 1);
        bench.unreachable = {u"sandbox"_s};
        bench.restartServer();
        bench.restartQueue();
        QCOMPARE(bench.verify({u"1"_s}), int(ExitCode::Network));
    }

    void whatCannotBeCheckedIsRefusedBeforeAnythingIsSent()
    {
        VerifyBench bench;
        QVERIFY(bench.open());
        bench.make();
        QCOMPARE(bench.verify({u"7"_s}), int(ExitCode::BadInput));
        QCOMPARE(bench.verify({u"1"_s, u"7"_s}), int(ExitCode::BadInput));
        QCOMPARE(bench.verify({u"walrus"_s}), int(ExitCode::BadInput)); // finding nothing proves nothing
        const QString foreign = bench.folder.filePath(u"other.png"_s);
        QImage image(8, 8, QImage::Format_RGB32);
        image.fill(Qt::red);
        QVERIFY(image.save(foreign));
        QCOMPARE(bench.verify({foreign}), int(ExitCode::BadInput));
        QCOMPARE(bench.posts(), 1);
    }

    void aCopyElsewhereNamesItsPicture()
    {
        VerifyBench bench;
        QVERIFY(bench.open());
        const Picture picture = bench.make();
        const QString copy = bench.folder.filePath(u"a copy.jpg"_s);
        QVERIFY(QFile::copy(picture.file, copy));
        QCOMPARE(bench.verify({copy}), int(ExitCode::Done));
        QCOMPARE(bench.recorded(picture), 1);
    }

    void picturesOfOneRequestAreOneRequest()
    {
        VerifyBench bench;
        QVERIFY(bench.open());
        bench.make(3);
        QCOMPARE(bench.verify({u"--all"_s}), int(ExitCode::Done));
        QCOMPARE(bench.posts(), 2);
    }

    void aShellSeesALineAPicture()
    {
        QTemporaryDir folder;
        const Run made =
            runProgram(folder.path(), {u"generate"_s, u"--sandbox"_s, u"--size"_s, u"96x64"_s, u"--count"_s,
                                       u"2"_s, u"--seed"_s, u"5"_s, u"a red fox"_s});
        QCOMPARE(made.code, 0);
        const Run again = runProgram(folder.path(), {u"again"_s, u"1"_s, u"--set=size=72x64"_s});
        QVERIFY2(again.code == 0, again.errors.constData());
        QCOMPARE(again.lines.size(), 1);
        QVERIFY(QFile::exists(again.lines.first()));
        const Run verified = runProgram(folder.path(), {u"verify"_s, u"fox"_s});
        QVERIFY2(verified.code == 0, verified.errors.constData());
        QCOMPARE(verified.lines.size(), 3);
        for (const QString &line : verified.lines) {
            const QStringList cells = line.split(u'\t');
            QCOMPARE(cells.size(), 4);
            QCOMPARE(cells.at(1), u"identical"_s);
            QVERIFY(QFile::exists(cells.at(3)));
        }
        QVERIFY(verified.errors.contains("3 of 3 identical"));
        const Run record = runProgram(folder.path(), {u"verify"_s, u"1"_s, u"--record"_s});
        QCOMPARE(record.code, 0);
        QCOMPARE(record.lines.size(), 1);
        QVERIFY(record.lines.first().contains(u"fal-ai/janus"_s));
        const Run json = runProgram(folder.path(), {u"verify"_s, u"1"_s, u"--json"_s});
        QCOMPARE(json.code, 0);
        QJsonObject event;
        for (const QString &line : json.lines) {
            const QJsonObject object = QJsonDocument::fromJson(line.toUtf8()).object();
            if (object["event"_L1] == "check"_L1)
                event = object;
        }
        QCOMPARE(event["verdict"_L1].toString(), u"identical"_s);
        QCOMPARE(event["same_bytes"_L1].toBool(), true);
        QCOMPARE(event["picture"_L1].toInt(), 1);
        // `library verify` is another thing, and still there.
        QCOMPARE(runProgram(folder.path(), {u"library"_s, u"verify"_s}).code, 0);
        QCOMPARE(runProgram(folder.path(), {u"again"_s, u"1"_s, u"--set=cfg=99"_s}).code, 2);
        QVERIFY(runProgram(folder.path(), {u"verify"_s, u"--help"_s})
                    .lines.join(u' ')
                    .contains(u"--difference"_s));
        QVERIFY(runProgram(folder.path(), {u"again"_s, u"--help"_s}).lines.join(u' ').contains(u"--set"_s));
    }
};

QTEST_GUILESS_MAIN(TestVerifyCommand)
#include "tst_verifycommand.moc"
