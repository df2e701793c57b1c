// `janus-studio library …` as a shell sees it: on real pictures, and wrongly on purpose.
#include "commands/librarycall.h"

#include <QBuffer>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::commands;

class TestLibraryCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        const Run foxes = janus({u"generate"_s, u"--sandbox"_s, u"--size"_s, u"64x48"_s, u"--count"_s, u"3"_s,
                                 u"--seed"_s, u"5"_s, u"a red fox"_s});
        QCOMPARE(foxes.code, 0);
        const Run boat = janus({u"generate"_s, u"--sandbox"_s, u"--size"_s, u"48x64"_s, u"--seed"_s, u"9"_s,
                                u"a blue boat \033[31m"_s});
        QCOMPARE(boat.code, 0);
        m_files = foxes.lines + boat.lines;
    }

    void listShowsTheNewestFirst()
    {
        const Run run = janus({u"library"_s, u"list"_s});
        QCOMPARE(run.code, 0);
        QCOMPARE(run.lines.size(), 4);
        QVERIFY(run.lines.first().startsWith(u"4\t"_s));
        QVERIFY(run.lines.first().endsWith(m_files.last()));
        QVERIFY(!run.lines.first().contains(QChar(27))); // nobody's prompt drives the terminal
        const Run two = janus({u"library"_s, u"list"_s, u"--limit"_s, u"2"_s, u"sort:oldest"_s});
        QCOMPARE(two.lines.size(), 2);
        QVERIFY(two.lines.first().startsWith(u"1\t"_s));
        QVERIFY(two.errors.contains("2 of 4"));
    }

    void searchTakesTheQueryOfTheWindow_data()
    {
        QTest::addColumn<QStringList>("query");
        QTest::addColumn<int>("found");
        QTest::newRow("a word") << QStringList{u"fox"_s} << 3;
        QTest::newRow("two words in one") << QStringList{u"red fo"_s} << 3;
        QTest::newRow("an excluded word") << QStringList{u"a"_s, u"-fox"_s} << 1;
        QTest::newRow("a condition") << QStringList{u"size:48x64"_s} << 1;
        QTest::newRow("a seed") << QStringList{u"seed:5..6"_s} << 2;
        QTest::newRow("nothing to be found") << QStringList{u"walrus"_s} << 0;
    }
    void searchTakesTheQueryOfTheWindow()
    {
        QFETCH(const QStringList, query);
        QFETCH(const int, found);
        const Run run = janus(QStringList{u"--json"_s, u"library"_s, u"search"_s} + query);
        QCOMPARE(run.code, 0);
        QCOMPARE(run.events(u"picture"_s).size(), found);
        for (const QJsonObject &picture : run.events(u"picture"_s))
            QVERIFY(QFile::exists(picture["file"_L1].toString()));
    }

    void showTellsEverything()
    {
        const Run run = janus({u"--json"_s, u"library"_s, u"show"_s, u"2"_s});
        QCOMPARE(run.code, 0);
        const QJsonObject picture = run.events(u"picture"_s).value(0);
        const int seed = picture["seed"_L1].toInt(); // whichever came second
        QVERIFY(seed >= 5 && seed <= 7);
        QCOMPARE(picture["prompt"_L1].toString(), u"a red fox"_s);
        QCOMPARE(picture["file_state"_L1].toString(), u"fine"_s);
        QVERIFY(janus({u"library"_s, u"show"_s, u"2"_s}).lines.contains(u"seed\t%1"_s.arg(seed)));
        const Run none = janus({u"library"_s, u"show"_s, u"99"_s});
        QCOMPARE(none.code, 4);
        QVERIFY(none.errors.contains("There is no picture 99"));
    }

    void aRecipeIsTold()
    {
        // Ours, as it was sent.
        const Run ours = janus({u"--json"_s, u"recipe"_s, m_files[0]});
        QCOMPARE(ours.code, 0);
        const QJsonObject recipe = ours.events(u"recipe"_s).value(0);
        QCOMPARE(recipe["ours"_L1].toBool(), true);
        QCOMPARE(recipe["model"_L1].toString(), u"fal-ai/janus"_s);
        QCOMPARE(recipe["input"_L1]["prompt"_L1].toString(), u"a red fox"_s);
        QVERIFY(janus({u"recipe"_s, m_files[0]}).lines.contains(u"image_size\t64x48"_s));
        // Another program's, and what of it a model takes.
        const QString file = m_folder->filePath(u"generation.txt"_s);
        QFile text(file);
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write("a \033[31mlighthouse\nNegative prompt: people\nSteps: 30, Sampler: Euler a, CFG scale: "
                   "30, Seed: "
                   "9007199254740993, Size: 640x512");
        text.close();
        const Run theirs = janus({u"--json"_s, u"recipe"_s, file});
        QCOMPARE(theirs.code, 0);
        const QJsonObject foreign = theirs.events(u"recipe"_s).value(0);
        QCOMPARE(foreign["program"_L1].toString(), u"AUTOMATIC1111"_s);
        QCOMPARE(foreign["input"_L1]["cfg_weight"_L1].toInt(), 20);
        QCOMPARE(foreign["seed"_L1].toInteger(), 9007199254740993);
        QCOMPARE(foreign["unused"_L1].toArray().size(), 4); // guidance was moved, too
        const Run plain = janus({u"recipe"_s, file, u"--model"_s, u"fal-ai/fast-sdxl"_s});
        QVERIFY(plain.lines.contains(u"negative_prompt\tpeople"_s));
        QVERIFY(plain.lines.contains(u"not used\tSampler: Euler a"_s));
        for (const QString &line : plain.lines)
            QVERIFY(!line.contains(QChar(27)));
        QCOMPARE(janus({u"recipe"_s, u"/no/such/file.png"_s}).code, 2);
        QCOMPARE(janus({u"recipe"_s}).code, 2);
        QCOMPARE(janus({u"recipe"_s, u"--loud"_s, file}).code, 2);
    }

    void marksAreSetFoundAndUndone()
    {
        QCOMPARE(janus({u"library"_s, u"mark"_s, u"1"_s, u"3"_s, u"--rating"_s, u"4"_s, u"--tag"_s,
                        u"old things"_s})
                     .code,
                 0);
        QCOMPARE(janus({u"library"_s, u"search"_s, u"rating:4+"_s}).lines.size(), 2);
        QCOMPARE(janus({u"library"_s, u"search"_s, u"tag:\"old things\""_s}).lines.size(), 2);
        const Run undone = janus({u"library"_s, u"undo"_s});
        QCOMPARE(undone.code, 0);
        QVERIFY2(undone.errors.contains("Undone: Rate 2 Pictures"), undone.errors.constData());
        QCOMPARE(janus({u"library"_s, u"search"_s, u"rating:4+"_s}).lines.size(), 0);
        QCOMPARE(janus({u"library"_s, u"redo"_s}).code, 0);
        QCOMPARE(janus({u"library"_s, u"search"_s, u"rating:4+"_s}).lines.size(), 2);
        QCOMPARE(janus({u"library"_s, u"undo"_s}).code, 0);
    }

    void theTrashIsALaneOfItsOwn()
    {
        QCOMPARE(janus({u"library"_s, u"trash"_s, u"boat"_s}).code, 0);
        QCOMPARE(janus({u"library"_s, u"list"_s}).lines.size(), 3);
        QCOMPARE(janus({u"library"_s, u"list"_s, u"trash:yes"_s}).lines.size(), 1);
        QVERIFY(QFile::exists(m_files.last()));
        QCOMPARE(janus({u"library"_s, u"restore"_s, u"--all"_s}).code, 0);
        QCOMPARE(janus({u"library"_s, u"list"_s}).lines.size(), 4);
    }

    void exportWritesFilesAndSaysWhich()
    {
        const QString out = m_folder->filePath(u"out"_s);
        const Run run = janus({u"library"_s, u"export"_s, u"fox"_s, u"--to"_s, out, u"--name"_s,
                               u"{seed}-{prompt}"_s, u"--profile=clean"_s});
        QVERIFY2(run.code == 0, run.errors.constData());
        QCOMPARE(run.lines.size(), 3);
        QCOMPARE(QDir(out).entryList(QDir::Files).size(), 3);
        for (const QString &file : run.lines) {
            QVERIFY(!QImage(file).isNull());
            QVERIFY(!bytesOf(file).contains("fox"));
        }
        const QString zip = m_folder->filePath(u"gallery.zip"_s);
        const Run packed = janus({u"--json"_s, u"library"_s, u"export"_s, u"--all"_s, u"--to"_s, zip});
        QCOMPARE(packed.code, 0);
        QCOMPARE(packed.events(u"export"_s).value(0)["exported"_L1].toInt(), 4);
        QVERIFY(bytesOf(zip).startsWith("PK"));
        const Run again = janus({u"library"_s, u"export"_s, u"--all"_s, u"--to"_s, zip});
        QCOMPARE(again.code, 2); // DSK-11
    }

    void anExportKilledAtAnyMomentLeavesWholeFiles_data()
    {
        QTest::addColumn<QString>("place");
        QTest::newRow("PRC-01 DSK-11 while a file is written") << u"part-write.before:2"_s;
        QTest::newRow("PRC-01 DSK-11 before it has its name") << u"name.before:2"_s;
        QTest::newRow("PRC-01 DSK-11 with its name, before that is safe") << u"name.after:2"_s;
        QTest::newRow("PRC-01 DSK-11 before a zip file has its name") << u"rename.before"_s;
    }
    void anExportKilledAtAnyMomentLeavesWholeFiles()
    {
        QFETCH(const QString, place);
        const bool isZip = place.startsWith("rename"_L1);
        const QString out =
            m_folder->filePath(QString::fromLatin1(QTest::currentDataTag()).simplified().replace(u' ', u'-'));
        QVERIFY(QDir().mkpath(out));
        const QStringList call{
            u"library"_s, u"export"_s, u"fox"_s, u"--to"_s, isZip ? out + "/all.zip"_L1 : out,
            u"--name"_s,  u"{id}"_s};
        const Run killed = janus(call, {"JANUS_DIE_AT="_L1 + place});
        if (killed.code == 0)
            QSKIP("this build has no checkpoints");
        QCOMPARE(killed.signal, SIGKILL);
        for (const QString &file : QDir(out).entryList(QDir::Files))
            QVERIFY(!QImage(out + u'/' + file).isNull());
        const Run again = janus(call);
        QVERIFY2(again.code == 0, again.errors.constData());
        QCOMPARE(janus({u"library"_s, u"verify"_s}).code, 0);
    }

    void importTakesFilesAndFoldersAndTellsWhatItDid()
    {
        const QString in = m_folder->filePath(u"in"_s);
        QVERIFY(QDir().mkpath(in));
        QVERIFY(picture(3).save(in + "/heron.png"_L1));
        QVERIFY(QFile::copy(m_files.first(), in + "/known.png"_L1));
        write(in + "/page.png"_L1, "<html>");
        const Run run = janus({u"--json"_s, u"library"_s, u"import"_s, in});
        QCOMPARE(run.code, 2); // one was refused
        QCOMPARE(run.events(u"imported"_s).size(), 1);
        QCOMPARE(run.events(u"duplicate"_s).size(), 1);
        QCOMPARE(run.events(u"refused"_s).size(), 1);
        QCOMPARE(janus({u"library"_s, u"list"_s}).lines.size(), 5);
        QCOMPARE(janus({u"resume"_s, u"--unsent"_s}).code, 0); // the queue knows nothing of it
        QVERIFY(janus({u"library"_s, u"undo"_s}).errors.contains("Undone: Import Picture"));
        QCOMPARE(janus({u"library"_s, u"list"_s}).lines.size(), 4);
        const Run emptied = janus({u"library"_s, u"empty-trash"_s, u"--all"_s});
        QVERIFY2(emptied.code == 0, emptied.errors.constData());
        QCOMPARE(janus({u"library"_s, u"list"_s, u"trash:yes"_s}).lines.size(), 0);
    }

    void anImportKilledAtAnyMomentLosesNothing_data()
    {
        QTest::addColumn<QString>("place");
        for (const char *place : {"part-write.before", "part-write.after", "name.before", "name.after",
                                  "folder-sync.before", "part-gone.before", "part-gone.after"})
            QTest::addRow("PRC-01 at %s", place) << QString::fromLatin1(place) + ":2"_L1;
    }
    void anImportKilledAtAnyMomentLosesNothing()
    {
        QFETCH(const QString, place);
        QTemporaryDir data;
        QTemporaryDir in;
        for (int at = 0; at < 4; ++at)
            QVERIFY(picture(at).save(in.filePath(u"%1.png"_s.arg(at))));
        const QStringList call{u"library"_s, u"import"_s, in.path()};
        const Run killed = janus(call, {"JANUS_DIE_AT="_L1 + place}, data.path());
        if (killed.code == 0)
            QSKIP("this build has no checkpoints");
        QCOMPARE(killed.signal, SIGKILL);
        const Run again = janus(call, {}, data.path());
        QVERIFY2(again.code == 0, again.errors.constData());
        QCOMPARE(janus({u"library"_s, u"list"_s}, {}, data.path()).lines.size(), 4);
        const Run verified = janus({u"library"_s, u"verify"_s}, {}, data.path());
        QCOMPARE(verified.code, 0);
        QVERIFY2(verified.errors.contains("4 pictures: 4 good"), verified.errors.constData());
        QVERIFY2(verified.errors.contains("0 unlisted and 0 foreign"), verified.errors.constData());
        for (int at = 0; at < 4; ++at)
            QVERIFY(QFile::exists(in.filePath(u"%1.png"_s.arg(at))));
    }

    void everyWrongCallIsTold_data()
    {
        QTest::addColumn<QStringList>("call");
        QTest::addColumn<QString>("word"); // of the sentence
        const auto row = [](const char *name, const QStringList &call, const QString &word) {
            QTest::newRow(name) << call << word;
        };
        row("nothing", {}, u"list, search"_s);
        row("no verb", {u"fly"_s}, u"fly"_s);
        row("an option of another verb", {u"list"_s, u"--to"_s, u"x"_s}, u"--to"_s);
        row("an option there is not", {u"list"_s, u"--colour=red"_s}, u"--colour"_s);
        row("an option without its value", {u"list"_s, u"--limit"_s}, u"needs a value"_s);
        row("no number", {u"list"_s, u"--limit"_s, u"many"_s}, u"many"_s);
        row("a negative number", {u"list"_s, u"--limit=-1"_s}, u"-1"_s);
        row("a search for nothing", {u"search"_s}, u"search takes"_s);
        row("an impossible condition", {u"search"_s, u"rating:9"_s}, u"0 to 5"_s);
        row("no order", {u"list"_s, u"sort:size"_s}, u"size"_s);
        row("show of nothing", {u"show"_s}, u"Name the pictures"_s);
        row("trash of everything by mistake", {u"trash"_s}, u"--all"_s);
        row("two ways at once", {u"trash"_s, u"--all"_s, u"fox"_s}, u"one way"_s);
        row("mark with nothing", {u"mark"_s, u"1"_s}, u"--rating"_s);
        row("six stars", {u"mark"_s, u"1"_s, u"--rating"_s, u"6"_s}, u"--rating"_s);
        row("no colour", {u"mark"_s, u"1"_s, u"--label"_s, u"pink"_s}, u"pink"_s);
        row("an export to nowhere", {u"export"_s, u"1"_s}, u"--to"_s);
        row("an export below a folder that is not there",
            {u"export"_s, u"1"_s, u"--to"_s, u"/no/such/place"_s}, u"/no/such"_s);
        row("a name with an unknown field",
            {u"export"_s, u"1"_s, u"--to"_s, u"/tmp"_s, u"--name"_s, u"{sed}"_s}, u"{sed}"_s);
        row("no profile", {u"export"_s, u"1"_s, u"--to"_s, u"/tmp"_s, u"--profile"_s, u"all"_s},
            u"full, mark"_s);
        row("an import of nothing", {u"import"_s}, u"import takes"_s);
        row("undo with a number", {u"undo"_s, u"3"_s}, u"takes nothing"_s);
        row("verify with a word", {u"verify"_s, u"all"_s}, u"takes nothing"_s);
    }
    void everyWrongCallIsTold()
    {
        QFETCH(const QStringList, call);
        QFETCH(const QString, word);
        const Result<LibraryCall> read = readLibraryCall(call);
        QVERIFY(!read);
        QCOMPARE(read.error().kind, ErrorKind::BadInput);
        QVERIFY2(read.error().message.contains(word), qPrintable(read.error().message));
        QVERIFY2(read.error().message.endsWith(u'.'), qPrintable(read.error().message));
    }

    void aWordWithADashAndANumberAreQueriesWhenTheyAreMeantSo()
    {
        const Result<LibraryCall> excluded = readLibraryCall({u"search"_s, u"fox"_s, u"-night"_s});
        QVERIFY(excluded);
        QCOMPARE(excluded->choice.query.toText(), u"fox -night"_s);
        const Result<LibraryCall> number = readLibraryCall({u"trash"_s, u"--query"_s, u"1984"_s});
        QVERIFY(number && number->choice.ids.empty());
        QCOMPARE(number->choice.query.words, u"1984"_s);
        const Result<LibraryCall> dashes = readLibraryCall({u"search"_s, u"--"_s, u"--odd"_s});
        QVERIFY(dashes);
        QCOMPARE(dashes->choice.query.words, u"--odd"_s);
    }

    void wrongCallsEndWithTwoAndOpenNothing()
    {
        QTemporaryDir data;
        const Run run = janus({u"--json"_s, u"library"_s, u"search"_s, u"rating:9"_s}, {}, data.path());
        QCOMPARE(run.code, 2);
        QCOMPARE(run.events(u"error"_s).size(), 1);
        QVERIFY(!QFile::exists(data.filePath(u"data/library.db"_s)));
    }

    void anEmptyLibraryHasNothingToShow()
    {
        QTemporaryDir data;
        for (const QStringList &call :
             {QStringList{u"list"_s}, QStringList{u"search"_s, u"fox"_s}, QStringList{u"collections"_s},
              QStringList{u"undo"_s}, QStringList{u"redo"_s}, QStringList{u"empty-trash"_s, u"--all"_s}}) {
            const Run run = janus(QStringList{u"library"_s} + call, {}, data.path());
            QCOMPARE(run.code, 0);
            QCOMPARE(run.lines.size(), 0);
            QVERIFY(!run.errors.isEmpty());
        }
    }

    void helpNamesEveryVerb()
    {
        const Run run = janus({u"library"_s, u"--help"_s});
        QCOMPARE(run.code, 0);
        const QString text = run.lines.join(u'\n');
        for (const QString &verb :
             {u"list"_s, u"search"_s, u"show"_s, u"collections"_s, u"export"_s, u"import"_s, u"mark"_s,
              u"trash"_s, u"restore"_s, u"empty-trash"_s, u"undo"_s, u"redo"_s, u"rebuild"_s, u"verify"_s})
            QVERIFY2(text.contains(verb), qPrintable(verb));
    }

private:
    struct Run
    {
        int code = -1;
        int signal = 0;
        QStringList lines;
        QByteArray errors;

        QList<QJsonObject> events(const QString &name) const
        {
            QList<QJsonObject> found;
            for (const QString &line : lines) {
                const QJsonObject event = QJsonDocument::fromJson(line.toUtf8()).object();
                if (event["event"_L1].toString() == name)
                    found << event;
            }
            return found;
        }
    };

    Run janus(const QStringList &arguments, const QStringList &environment = {}, const QString &data = {})
    {
        QProcess process;
        process.setEnvironment(QProcess::systemEnvironment() + environment);
        process.start(QStringLiteral(PROGRAM),
                      QStringList{u"--data"_s, data.isEmpty() ? m_folder->filePath(u"data"_s) : data,
                                  u"--sandbox-pace"_s, u"0"_s} +
                          arguments);
        if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 60'000))
            return {};
        const bool isKilled = process.exitStatus() == QProcess::CrashExit;
        return {isKilled ? -1 : process.exitCode(), isKilled ? process.exitCode() : 0,
                QString::fromUtf8(process.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts),
                process.readAllStandardError()};
    }

    static QImage picture(int tone)
    {
        QImage image(40, 30, QImage::Format_RGB32);
        image.fill(QColor::fromHsv(tone * 40, 200, 200));
        return image;
    }
    static QByteArray bytesOf(const QString &name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static void write(const QString &name, const QByteArray &bytes)
    {
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QStringList m_files;
};

QTEST_MAIN(TestLibraryCommand)
#include "tst_librarycommand.moc"
