// `janus-studio sweep …` as a shell sees it.
#include "commands/sweepcommand.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <memory>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::commands;

namespace {

constexpr auto boats = R"({"name": "Boats", "prompt": "a red boat", "size": "64x48", "seed": 7,
 "columns": {"guidance": "2, 4"}, "rows": {"words": "red", "values": ["red", "blue, pale"]}})";

} // namespace

class TestSweepCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aFileBecomesPicturesAndATable()
    {
        const QString table = m_folder->filePath(u"out.csv"_s);
        const Run run = janus({u"sweep"_s, u"--sandbox"_s, u"--csv"_s, table, file(boats)});
        QVERIFY2(run.code == 0, run.errors.constData());
        QCOMPARE(run.lines.size(), 4);
        for (const QString &picture : run.lines)
            QCOMPARE(QImage(picture).size(), QSize(64, 48));
        QVERIFY(run.errors.contains("Sheet 1, “Boats”: 4 pictures (2 × 2)."));
        QVERIFY(run.errors.contains("Sheet 1: 4 of 4 done."));
        const QStringList lines = QString::fromUtf8(bytesOf(table)).split(u"\r\n"_s);
        QCOMPARE(lines.size(), 6);
        QCOMPARE(lines[0], u"Guidance,Words “red”,seed,state,file,request id,error"_s);
        QVERIFY2(lines[1].startsWith(u"2,red,7,done,"_s), qPrintable(lines[1]));
        QVERIFY2(lines[4].startsWith(u"4,\"blue, pale\",7,done,"_s), qPrintable(lines[4]));
        QSet<QString> files;
        for (int k = 1; k <= 4; ++k)
            files << lines[k].section(u',', -3, -3);
        QCOMPARE(files, QSet<QString>(run.lines.begin(), run.lines.end()));
        const Run list = janus({u"sweep"_s, u"--list"_s});
        QCOMPARE(list.lines.size(), 1);
        QVERIFY(list.lines.first().startsWith(u"1\t"_s));
        QVERIFY(list.lines.first().endsWith(u"\t4 of 4 done\tBoats"_s));
    }

    void aRehearsalSaysWhatWouldBeSentAndSendsNothing()
    {
        const Run run = janus({u"sweep"_s, u"--sandbox"_s, u"--dry-run"_s, file(boats)});
        QCOMPARE(run.code, 0);
        QCOMPARE(run.lines.size(), 4);
        const QJsonObject last = QJsonDocument::fromJson(run.lines.last().toUtf8()).object();
        QCOMPARE(last["prompt"_L1].toString(), u"a blue, pale boat"_s);
        QCOMPARE(last["cfg_weight"_L1].toInt(), 4);
        QCOMPARE(last["seed"_L1].toInt(), 7);
        QVERIFY(run.errors.contains("4 pictures (2 × 2); nothing is sent."));
        QCOMPARE(janus({u"sweep"_s, u"--list"_s}).lines, QStringList());
        QCOMPARE(janus({u"library"_s, u"list"_s}).lines, QStringList());
    }

    void jsonTellsOfTheSheet()
    {
        const Run run = janus({u"--json"_s, u"sweep"_s, u"--sandbox"_s, file(boats)});
        QCOMPARE(run.code, 0);
        QJsonObject sheet;
        QJsonObject end;
        int pictures = 0;
        for (const QString &line : run.lines) {
            const QJsonObject event = QJsonDocument::fromJson(line.toUtf8()).object();
            QVERIFY(event.contains("event"_L1));
            if (event["event"_L1] == "sheet"_L1)
                sheet = event;
            if (event["event"_L1] == "sheet_end"_L1)
                end = event;
            pictures += event["event"_L1] == "picture"_L1 ? 1 : 0;
        }
        QCOMPARE(sheet["requests"_L1].toInt(), 4);
        QCOMPARE(sheet["name"_L1].toString(), u"Boats"_s);
        QCOMPARE(end["done"_L1].toInt(), 4);
        QCOMPARE(pictures, 4);
    }

    void theFileMayComeThroughAPipe()
    {
        QProcess process;
        start(process, {u"sweep"_s, u"--sandbox"_s, u"--dry-run"_s, u"-"_s});
        QVERIFY(process.waitForStarted(20000));
        process.write(boats);
        process.closeWriteChannel();
        QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 60000);
        QCOMPARE(process.exitCode(), 0);
        QCOMPARE(process.readAllStandardOutput().count('\n'), 4);
    }

    void picturesAreCopied()
    {
        const QString target = m_folder->filePath(u"copies"_s);
        QVERIFY(QDir().mkpath(target));
        QCOMPARE(janus({u"sweep"_s, u"--sandbox"_s, u"-o"_s, target, file(boats)}).code, 0);
        QCOMPARE(QDir(target).entryList({u"*.jpg"_s, u"*.png"_s}, QDir::Files).size(), 4);
    }

    void failedCellsAreSentOnceMore()
    {
        QProcess server;
        QFile faults(m_folder->filePath(u"faults.json"_s));
        QVERIFY(faults.open(QIODevice::WriteOnly));
        faults.write(R"([{"do": "answer", "on": "submit", "times": 2, "status": 422,
            "body": {"detail": [{"loc": ["body", "prompt"], "msg": "Not today", "type": "value_error"}]}}])");
        faults.close();
        start(server, {u"sandbox"_s, u"--faults"_s, faults.fileName()});
        QTRY_VERIFY_WITH_TIMEOUT(server.canReadLine(), 20000);
        const QJsonObject at = QJsonDocument::fromJson(server.readLine()).object();
        const QStringList there{u"--server"_s, at["origin"_L1].toString()};
        const QStringList key{u"FAL_KEY="_s + at["key"_L1].toString()};
        const Run first = janus(there + QStringList{u"sweep"_s, file(boats)}, key);
        QVERIFY2(first.code == 4, first.errors.constData());
        QCOMPARE(first.lines.size(), 2);
        QVERIFY2(first.errors.contains("2 cells failed; \"janus-studio sweep --retry 1\""),
                 first.errors.constData());
        const Run left = janus(there + QStringList{u"sweep"_s, u"--resume"_s, u"1"_s}, key);
        QCOMPARE(left.code, 4); // what failed is left alone
        QCOMPARE(left.lines.size(), 0);
        const Run again = janus(there + QStringList{u"sweep"_s, u"--retry"_s, u"1"_s}, key);
        QVERIFY2(again.code == 0, again.errors.constData());
        QCOMPARE(again.lines.size(), 2);
        QVERIFY(again.errors.contains("Sheet 1: 4 of 4 done."));
        server.terminate();
        QVERIFY(server.waitForFinished(20000));
    }

    void aSheetThatWasKilledGoesOn()
    {
        QProcess process;
        start(process, {u"--sandbox-pace"_s, u"5"_s, u"sweep"_s, u"--sandbox"_s, u"--parallel"_s, u"2"_s,
                        file(boats)});
        QByteArray errors;
        connect(&process, &QProcess::readyReadStandardError, this,
                [&] { errors += process.readAllStandardError(); });
        QTRY_VERIFY_WITH_TIMEOUT(errors.contains("Request accepted"), 20000);
        process.kill();
        QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 20000);
        const Run resumed = janus({u"sweep"_s, u"--resume"_s, u"1"_s});
        QVERIFY2(resumed.code == 0, resumed.errors.constData());
        QVERIFY2(resumed.errors.contains("Sheet 1: 4 of 4 done."), resumed.errors.constData());
        QCOMPARE(janus({u"library"_s, u"list"_s}).lines.size(), 4);
        QCOMPARE(janus({u"sweep"_s, u"--resume"_s, u"1"_s}).lines, QStringList());
    }

    void ctrlCSaysHowToGoOn()
    {
        QProcess process;
        start(process, {u"--sandbox-pace"_s, u"5"_s, u"sweep"_s, u"--sandbox"_s, file(boats)});
        QByteArray errors;
        connect(&process, &QProcess::readyReadStandardError, this,
                [&] { errors += process.readAllStandardError(); });
        QTRY_VERIFY_WITH_TIMEOUT(errors.contains("Request accepted"), 20000);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 20000);
        errors += process.readAllStandardError();
        QCOMPARE(process.exitCode(), 130);
        QVERIFY2(errors.contains("sweep --resume 1"), errors.constData());
    }

    void whatIsWrongIsSaidAndNothingIsMade_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("sentence");
        const QString good = u"{good}"_s;
        QTest::newRow("no file") << QStringList{} << u"sweep takes one file"_s;
        QTest::newRow("two files") << QStringList{good, good} << u"sweep takes one file"_s;
        QTest::newRow("a file and a sheet")
            << QStringList{u"--resume"_s, u"1"_s, good} << u"sweep takes one file"_s;
        QTest::newRow("a file that is not there")
            << QStringList{u"no-such.json"_s} << u"no-such.json cannot be read"_s;
        QTest::newRow("a folder") << QStringList{u"/"_s} << u"/ cannot be read"_s;
        QTest::newRow("a wrong file")
            << QStringList{u"{wrong}"_s} << u"must be between 1 and 20; it is 30."_s;
        QTest::newRow("an unknown model")
            << QStringList{u"{model}"_s} << u"The inputs of “fal-ai/other” are not known here yet"_s;
        QTest::newRow("no number") << QStringList{u"--retry"_s, u"x"_s}
                                   << u"--retry must be the number of a sheet"_s;
        QTest::newRow("too many at once")
            << QStringList{u"--parallel"_s, u"1000"_s, good}
            << u"--parallel must be a whole number between 1 and 100; it is “1000”"_s;
        QTest::newRow("no folder for copies")
            << QStringList{u"-o"_s, u"/nowhere"_s, good} << u"for -o is not there"_s;
        QTest::newRow("no folder for the table")
            << QStringList{u"--csv"_s, u"/nowhere/x.csv"_s, good} << u"for --csv cannot be written"_s;
        QTest::newRow("an unknown option") << QStringList{u"--colour"_s, good} << u"colour"_s;
    }
    void whatIsWrongIsSaidAndNothingIsMade()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, sentence);
        const QHash<QString, QByteArray> files{
            {u"{good}"_s, boats},
            {u"{wrong}"_s, R"({"prompt": "a", "columns": {"guidance": "1..30 step 29"}})"},
            {u"{model}"_s, R"({"prompt": "a", "model": "fal-ai/other", "columns": {"seed": "1..2"}})"}};
        for (QString &argument : arguments) {
            if (files.contains(argument))
                argument = file(files[argument]);
        }
        const Result<SweepCall> call = readSweepArguments(arguments);
        const Result<SweepCall> read = call ? readSweepCall(*call, janusAlone) : call;
        QVERIFY(!read);
        QCOMPARE(read.error().kind, ErrorKind::BadInput);
        QVERIFY2(read.error().message.contains(sentence), qPrintable(read.error().message));
    }

    void badInputIsExitCode2AndKeepsNothing()
    {
        const Run wrong =
            janus({u"sweep"_s, u"--sandbox"_s, file(R"({"prompt": "a", "columns": {"guidance": "30"}})")});
        QCOMPARE(wrong.code, 2);
        QCOMPARE(wrong.lines, QStringList());
        QVERIFY2(wrong.errors.contains("must be between 1 and 20; it is 30."), wrong.errors.constData());
        const Run missing = janus({u"sweep"_s, u"--resume"_s, u"9"_s});
        QCOMPARE(missing.code, 2);
        QVERIFY2(missing.errors.contains("no sweep sheet with the number 9"), missing.errors.constData());
        QCOMPARE(janus({u"sweep"_s, u"--list"_s}).lines, QStringList());
    }

    void helpHasAnExampleThatWorks()
    {
        const Run help = janus({u"sweep"_s, u"--help"_s});
        QCOMPARE(help.code, 0);
        const QString text = help.lines.join(u'\n');
        const QString example = text.mid(text.indexOf(u'{'), text.lastIndexOf(u'}') - text.indexOf(u'{') + 1);
        const Run run = janus({u"sweep"_s, u"--sandbox"_s, u"--dry-run"_s, file(example.toUtf8())});
        QVERIFY2(run.code == 0, run.errors.constData());
        QCOMPARE(run.lines.size(), 45);
    }

private:
    /// Only the model that comes with the program is known.
    static Result<std::shared_ptr<const ModelSchema>> janusAlone(const QString &endpoint)
    {
        QFile document(QStringLiteral(JANUS_SCHEMAS "/fal-ai_janus.openapi.json"));
        if (endpoint != "fal-ai/janus"_L1 || !document.open(QIODevice::ReadOnly))
            return Error{ErrorKind::BadInput, u"The inputs of “%1” are not known here yet."_s.arg(endpoint)};
        Result<ModelSchema> schema = ModelSchema::fromOpenApi(document.readAll());
        return schema
                   ? Result<std::shared_ptr<const ModelSchema>>(std::make_shared<const ModelSchema>(*schema))
                   : schema.error();
    }

    struct Run
    {
        int code = -1;
        QStringList lines;
        QByteArray errors;
    };

    QString file(const QByteArray &content)
    {
        QFile file(m_folder->filePath(u"sweep.json"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("no room for the test's file");
        return file.fileName();
    }

    void start(QProcess &process, const QStringList &arguments, const QStringList &environment = {})
    {
        process.setEnvironment(QProcess::systemEnvironment() + environment);
        process.start(QStringLiteral(PROGRAM),
                      QStringList{u"--data"_s, m_folder->filePath(u"data"_s), u"--sandbox-pace"_s, u"0"_s} +
                          arguments);
    }

    Run janus(const QStringList &arguments, const QStringList &environment = {})
    {
        QProcess process;
        start(process, arguments, environment);
        if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 60000))
            return {};
        return {process.exitCode(),
                QString::fromUtf8(process.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts),
                process.readAllStandardError()};
    }

    static QByteArray bytesOf(const QString &name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestSweepCommand)
#include "tst_sweepcommand.moc"
