#include "library/picturefiles.h"
#include "library/recipefile.h"
#include "libraryfixture.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <numeric>

#include <csignal>
#include <cstdio>
#include <set>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::library;
using namespace janus::library::fixture;

namespace {

QByteArray jpeg(int tone = 0)
{
    return encoded(painting({320, 200}, tone), "JPEG");
}

/// Another process: adds one picture to the library and ends.
int addAndEnd(const QString &folder)
{
    OpenLibrary library(folder);
    const qint64 job = library.addJob(u"from elsewhere"_s);
    return library.add(OpenLibrary::newPicture(job, jpeg(99), 0, u"from elsewhere"_s)) ? 0 : 1;
}

/// Another process: adds pictures until it is killed, and says so after each that was answered.
int addForEver(const QString &folder)
{
    OpenLibrary library(folder);
    const qint64 job = library.addJob();
    for (int index = 0; library.add(OpenLibrary::newPicture(job, jpeg(index), index)); ++index) {
        std::printf("%d\n", index);
        std::fflush(stdout);
    }
    return 1;
}

QStringList filesBelow(const QString &folder)
{
    QStringList files;
    QDirIterator all(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        const QString file = QDir(folder).relativeFilePath(all.next());
        if (!file.startsWith(".janus-library-"_L1)) // the mark of the pictures folder
            files << file;
    }
    files.sort();
    return files;
}

class FileSizeLimit
{
public:
    explicit FileSizeLimit(rlim_t bytes)
        : m_handler(std::signal(SIGXFSZ, SIG_IGN))
    {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }

private:
    rlimit m_before{};
    void (*m_handler)(int);
};

} // namespace

class TestLibrary : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

    QString pictures() const { return m_folder->filePath(u"pictures"_s); }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void anAddedPictureIsOnDiskBitForBitAndComesBack()
    {
        OpenLibrary library(m_folder->path());
        QVERIFY(library.opened.hasValue());
        QSignalSpy added(library.library.get(), &Library::added);
        const QByteArray bytes = jpeg();
        NewPicture incoming = OpenLibrary::newPicture(library.addJob(), bytes);
        incoming.picture.seed = std::numeric_limits<qint64>::max();
        incoming.picture.count = 4;
        incoming.picture.flagged = false;
        incoming.picture.runSeconds = 2.5;
        const Result<Picture> picture = library.add(incoming);
        QVERIFY(picture.hasValue());
        const QByteArray file = contentOf(picture->file);
        QCOMPARE(*withoutRecipe(file), bytes);
        QVERIFY(picture->file.startsWith(pictures() + u'/'));
        QCOMPARE(picture->size, QSize(320, 200));
        QCOMPARE(picture->bytes, file.size());
        QCOMPARE(picture->request, incoming.picture.request);
        QCOMPARE(picture->seed, incoming.picture.seed);
        QCOMPARE(picture->count, 4);
        QCOMPARE(picture->requestId, u"req-1"_s);
        QCOMPARE(picture->service, u"fal"_s);
        QCOMPARE(picture->flagged, std::optional<bool>(false));
        QCOMPARE(picture->queueSeconds, -1.0);
        QCOMPARE(picture->runSeconds, 2.5);
        QCOMPARE(picture->created.timeSpec(), Qt::UTC);
        QCOMPARE(added.size(), 1);
        QCOMPARE(added.first().first().value<Picture>(), *picture);
        const auto sums = library.run<QString>([](QSqlDatabase &connection) -> Result<QString> {
            auto query = execute(connection,
                                 u"SELECT sha256 || ' ' || sent_sha256 || ' ' || sent_bytes FROM pictures"_s);
            return query && query->next() ? query->value(0).toString() : QString();
        });
        const auto hash = [](const QByteArray &content) {
            return QString::fromLatin1(QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex());
        };
        QCOMPARE(*sums, u"%1 %2 %3"_s.arg(hash(file), hash(bytes)).arg(bytes.size()));
        QVERIFY(!filesBelow(pictures()).join(u' ').contains(".part"_L1));
    }

    void aFileThatCannotCarryItsRecipeHasItBesideIt()
    {
        OpenLibrary library(m_folder->path());
        const QByteArray plain = jpeg();
        const QByteArray bytes = plain.first(20) + QByteArray("\xff\xff") + plain.sliced(20);
        const auto picture = library.add(OpenLibrary::newPicture(library.addJob(), bytes));
        QVERIFY(picture.hasValue());
        QCOMPARE(contentOf(picture->file), bytes);
        const Result<Recipe> recipe = Recipe::fromJson(contentOf(sidecarOf(picture->file)));
        QVERIFY(recipe.hasValue());
        QCOMPARE(recipe->body, picture->request.body());
        QCOMPARE(recipe->sentSha256, sha256Of(bytes));
        QCOMPARE(filesBelow(pictures()).size(), 2);
    }

    void aPictureIsStillThereNextMonth()
    {
        std::optional<Picture> first;
        {
            OpenLibrary library(m_folder->path());
            const auto added = library.add(OpenLibrary::newPicture(library.addJob(), jpeg()));
            QVERIFY(added.hasValue());
            first = *added;
        }
        OpenLibrary library(m_folder->path());
        const auto again = answerTo<QList<Picture>>([&](auto done) {
            library.library->pictures({12345, first->id, 777}, library.library.get(), done);
        });
        QVERIFY(again.hasValue());
        QCOMPARE(*again, QList<Picture>{*first});
    }

    void practicePicturesLieApart()
    {
        OpenLibrary library(m_folder->path());
        const qint64 job = library.addJob(u"x"_s, u"sandbox"_s);
        const auto picture = library.add(OpenLibrary::newPicture(job, jpeg(), 0, u"x"_s, u"sandbox"_s));
        QVERIFY(picture.hasValue());
        QVERIFY2(picture->file.startsWith(pictures() + "/Practice/"_L1), qPrintable(picture->file));
        QVERIFY(picture->isSandbox());
    }

    void theSamePlaceTwiceIsOnePicture()
    {
        OpenLibrary library(m_folder->path());
        QSignalSpy added(library.library.get(), &Library::added);
        const qint64 job = library.addJob();
        const auto first = library.add(OpenLibrary::newPicture(job, jpeg(1)));
        const auto second = library.add(OpenLibrary::newPicture(job, jpeg(2)));
        QVERIFY(first && second);
        QCOMPARE(*second, *first);
        QTRY_COMPARE_WITH_TIMEOUT(filesBelow(pictures()).size(), 1, 20000); // what was laid down for it goes
        QCOMPARE(library.rows()->size(), 1u);
        QCOMPARE(added.size(), 1);
    }

    void whatIsNoPictureIsKeptInQuarantine_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("cut jpeg") << jpeg().chopped(100);
        QTest::newRow("svg") << QByteArray("<svg xmlns='http://www.w3.org/2000/svg'/>");
        QTest::newRow("web page") << QByteArray("<html>Bad gateway</html>");
        QTest::newRow("zip") << QByteArray("PK\x03\x04rest");
        QTest::newRow("nothing") << QByteArray();
    }
    void whatIsNoPictureIsKeptInQuarantine()
    {
        QFETCH(QByteArray, bytes);
        OpenLibrary library(m_folder->path());
        const qint64 job = library.addJob();
        const auto refused = library.add(OpenLibrary::newPicture(job, bytes));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Protocol);
        QVERIFY(!library.add(OpenLibrary::newPicture(job, bytes)));
        QCOMPARE(filesBelow(pictures()), QStringList());
        QCOMPARE(library.rows()->size(), 0u);
        const QString quarantine = m_folder->filePath(u"data/quarantine"_s);
        const QStringList kept = filesBelow(quarantine);
        QCOMPARE(kept.size(), 2);
        QCOMPARE(contentOf(quarantine + u'/' + kept[0]), bytes);
        QVERIFY(contentOf(quarantine + u'/' + kept[1]).contains(refused.error().message.toUtf8()));
    }

    void afterARefusalTheRightBytesAreTaken()
    {
        OpenLibrary library(m_folder->path());
        const qint64 job = library.addJob();
        QVERIFY(!library.add(OpenLibrary::newPicture(job, jpeg().chopped(9))));
        QVERIFY(library.add(OpenLibrary::newPicture(job, jpeg())).hasValue());
    }

    void aPictureOfNoRequestIsRefused()
    {
        OpenLibrary library(m_folder->path());
        const auto picture = library.add(OpenLibrary::newPicture(4711, jpeg()));
        QVERIFY(!picture);
        QCOMPARE(filesBelow(pictures()), QStringList());
    }

    // DSK-14: a file that may not grow is a full disk
    void aFullDiskLeavesNothingAndLaterItWorks()
    {
        OpenLibrary library(m_folder->path());
        const NewPicture incoming = OpenLibrary::newPicture(library.addJob(), jpeg());
        std::optional<Result<Picture>> refused;
        {
            const FileSizeLimit limit(2000);
            refused = library.add(incoming);
        }
        QVERIFY(!*refused);
        QCOMPARE(refused->error().kind, ErrorKind::Storage);
        QVERIFY2(refused->error().message.contains("full"_L1), qPrintable(refused->error().message));
        QCOMPARE(filesBelow(pictures()), QStringList());
        QCOMPARE(library.rows()->size(), 0u);
        QVERIFY(library.add(incoming).hasValue());
    }

    void aRowThatCannotBeWrittenTakesItsFileAlong()
    {
        OpenLibrary library(m_folder->path());
        const qint64 job = library.addJob();
        QVERIFY(library
                    .run<void>([](QSqlDatabase &connection) -> Result<void> {
                        auto made = execute(connection, u"CREATE TEMP TRIGGER no BEFORE INSERT ON pictures"
                                                        " BEGIN SELECT RAISE(ABORT, 'no'); END"_s);
                        return made ? Result<void>() : made.error();
                    })
                    .hasValue());
        const auto refused = library.add(OpenLibrary::newPicture(job, jpeg()));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Storage);
        QCOMPARE(filesBelow(pictures()), QStringList());
    }

    // DSK-10
    void promptsBecomeNamesForEverySystem_data()
    {
        QTest::addColumn<QString>("prompt");
        QTest::addColumn<QString>("words");
        QTest::newRow("plain") << u"A quiet harbour, dawn"_s << u"a-quiet-harbour-dawn"_s;
        QTest::newRow("accents") << u"Émile über Łódź"_s << u"emile-uber-odz"_s;
        QTest::newRow("path") << u"../../etc/passwd"_s << u"etc-passwd"_s;
        QTest::newRow("windows") << u"CON. "_s << u"con"_s;
        QTest::newRow("emoji") << u"🦊🦊"_s << u"picture"_s;
        QTest::newRow("right to left") << u"\u202eקשת"_s << u"picture"_s;
        QTest::newRow("nothing") << QString() << u"picture"_s;
        QTest::newRow("zero byte") << QString(u"a\0b"_s) << u"a-b"_s;
        QTest::newRow("long") << QString(300, u'x') << QString(40, u'x');
        QTest::newRow("dot") << u".hidden\nline"_s << u"hidden-line"_s;
    }
    void promptsBecomeNamesForEverySystem()
    {
        QFETCH(QString, prompt);
        QFETCH(QString, words);
        QCOMPARE(fileNameWords(prompt), words);
    }

    void equalNamesDoNotReplaceEachOther()
    {
        const PictureFiles files(support::Paths::below(m_folder->path()));
        const Picture picture = OpenLibrary::newPicture(1, {}).picture;
        const QDateTime time(QDate(2026, 3, 9), QTime(7, 5, 1));
        QCOMPARE(files.save(picture, u".png"_s, *files.layDown("1").value(), time).value(),
                 u"2026-03/20260309-070501-a-quiet-harbour-7-1.png"_s);
        QCOMPARE(files.save(picture, u".png"_s, *files.layDown("2").value(), time).value(),
                 u"2026-03/20260309-070501-a-quiet-harbour-7-1-2.png"_s);
        QCOMPARE(contentOf(files.absolute(u"2026-03/20260309-070501-a-quiet-harbour-7-1.png"_s)), "1");
    }

    void namesFromTheDatabaseNeverLeadOut()
    {
        const PictureFiles files(support::Paths::below(m_folder->path()));
        for (const QString &name : {u"../x"_s, u"a/../../x"_s, u"/etc/passwd"_s, u".."_s, QString()})
            QCOMPARE(files.absolute(name), QString());
        QCOMPARE(files.absolute(u"2026-03/a.png"_s), pictures() + "/2026-03/a.png"_L1);
    }

    void rowsAreNewestBatchFirstAndInOrderWithin()
    {
        OpenLibrary library(m_folder->path());
        const qint64 older = library.addJob();
        const qint64 newer = library.addJob();
        for (const int index : {1, 0}) {
            QVERIFY(library.add(OpenLibrary::newPicture(newer, jpeg(), index)).hasValue());
            QVERIFY(library.add(OpenLibrary::newPicture(older, jpeg(), index)).hasValue());
        }
        const auto rows = library.rows();
        QVERIFY(rows.hasValue());
        std::vector<PictureId> ids;
        std::vector<BatchId> batches;
        for (const PictureRow &row : *rows) {
            ids.push_back(row.id);
            batches.push_back(row.batch);
            QCOMPARE(row.job, row.batch);
            QCOMPARE(row.index, row.id > 2 ? 0 : 1);
            QCOMPARE(row.width, 320);
            QCOMPARE(row.height, 200);
        }
        QCOMPARE(batches, (std::vector<BatchId>{newer, newer, older, older}));
        QCOMPARE(ids, (std::vector<PictureId>{3, 1, 4, 2}));
    }

    void rowsNeedOneIndexAndNothingElse()
    {
        OpenLibrary library(m_folder->path());
        const auto plan = library.run<QString>([](QSqlDatabase &connection) -> Result<QString> {
            auto query = execute(connection,
                                 u"EXPLAIN QUERY PLAN SELECT id, job, batch, idx, width, height FROM pictures"
                                 " ORDER BY batch DESC, job, idx"_s);
            QStringList steps;
            while (query && query->next())
                steps << query->value(3).toString();
            return steps.join(u'\n');
        });
        QCOMPARE(*plan, u"SCAN pictures USING COVERING INDEX pictures_grid"_s);
    }

    // DB-08
    void aHundredThousandRowsAreRead()
    {
        OpenLibrary library(m_folder->path());
        const qint64 job = library.addJob();
        const auto filled = library.run<void>([job](QSqlDatabase &connection) -> Result<void> {
            Transaction transaction(connection);
            auto done =
                execute(connection,
                        u"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99999)"
                        " INSERT INTO pictures(job, batch, idx, count, file, width, height, bytes, sha256, "
                        "seed, created)"
                        " SELECT ?, ?, i, 1, 'x.png', 1024, 1024, 1, '', i, '' FROM n"_s,
                        {job, job});
            return done ? transaction.commit() : done.error();
        });
        QVERIFY(filled.hasValue());
        QElapsedTimer clock;
        clock.start();
        const auto rows = library.rows();
        qInfo("rows(): %lld ms", clock.elapsed());
        QCOMPARE(rows->size(), 100'000u);
        std::vector<PictureId> ids;
        for (std::size_t at = 0; at < 1000; ++at)
            ids.push_back((*rows)[at * 97].id);
        clock.start();
        const auto pictures = answerTo<QList<Picture>>(
            [&](auto done) { library.library->pictures(ids, library.library.get(), done); });
        qInfo("pictures(1000): %lld ms", clock.elapsed());
        QCOMPARE(pictures->size(), 1000);
        for (std::size_t at = 0; at < ids.size(); ++at)
            QCOMPARE(pictures->at(qsizetype(at)).id, ids[at]);
    }

    void twoLibrariesOnOneFolderSeeEachOthersPicturesOnce()
    {
        OpenLibrary one(m_folder->path());
        OpenLibrary two(m_folder->path());
        QSignalSpy inOne(one.library.get(), &Library::added);
        QSignalSpy inTwo(two.library.get(), &Library::added);
        const qint64 jobOne = one.addJob();
        const qint64 jobTwo = two.addJob();
        QVERIFY(one.add(OpenLibrary::newPicture(jobOne, jpeg(1))).hasValue());
        QVERIFY(two.add(OpenLibrary::newPicture(jobTwo, jpeg(2))).hasValue());
        QVERIFY(one.add(OpenLibrary::newPicture(jobOne, jpeg(3), 1)).hasValue());
        QTRY_COMPARE(inOne.size(), 3);
        QTRY_COMPARE(inTwo.size(), 3);
        for (const QSignalSpy *spy : {&inOne, &inTwo}) {
            std::set<PictureId> ids;
            for (const QList<QVariant> &call : *spy)
                ids.insert(call.first().value<Picture>().id);
            QCOMPARE(ids, (std::set<PictureId>{1, 2, 3}));
        }
    }

    void aPictureOfAnotherProcessComesIn()
    {
        OpenLibrary library(m_folder->path());
        QSignalSpy added(library.library.get(), &Library::added);
        QSignalSpy changed(library.library.get(), &Library::changedOutside);
        QProcess other;
        other.start(QCoreApplication::applicationFilePath(), {u"--add"_s, m_folder->path()});
        QVERIFY(other.waitForStarted());
        QTRY_COMPARE(added.size(), 1);
        QCOMPARE(prompt(added), u"from elsewhere"_s);
        QVERIFY(!changed.isEmpty() || changed.wait());
        QTRY_COMPARE(other.state(), QProcess::NotRunning);
        QCOMPARE(other.exitCode(), 0);
        QCOMPARE(library.rows()->size(), 1u);
        QVERIFY(!library.thumbnail(1).isNull());
    }

    void killedAtAnyMomentEveryAnsweredPictureIsThereWhole()
    {
        QProcess other;
        other.start(QCoreApplication::applicationFilePath(), {u"--add-for-ever"_s, m_folder->path()});
        QByteArray said;
        QTRY_VERIFY((said += other.readAllStandardOutput()).count('\n') >= 12);
        other.kill();
        QVERIFY(other.waitForFinished());
        said += other.readAllStandardOutput();
        OpenLibrary library(m_folder->path());
        QVERIFY(library.opened.hasValue());
        const auto rows = library.rows();
        QVERIFY(int(rows->size()) >= said.count('\n'));
        for (const PictureRow &row : *rows) {
            const auto picture = answerTo<QList<Picture>>(
                [&](auto done) { library.library->pictures({row.id}, library.library.get(), done); });
            QCOMPARE(*withoutRecipe(contentOf(picture->first().file)), jpeg(row.index));
        }
    }

    void ownChangesAreNotCalledOutside()
    {
        OpenLibrary library(m_folder->path());
        QSignalSpy changed(library.library.get(), &Library::changedOutside);
        QVERIFY(library.add(OpenLibrary::newPicture(library.addJob(), jpeg())).hasValue());
        OpenLibrary other(m_folder->path());
        other.addJob();
        QTRY_VERIFY(!changed.isEmpty());
        QCOMPARE(changed.size(), 1);
    }

    void closingWhileWorkIsUnderWayKeepsThePictures()
    {
        {
            OpenLibrary library(m_folder->path());
            const qint64 job = library.addJob();
            QObject context;
            for (int index = 0; index < 8; ++index)
                library.library->add(OpenLibrary::newPicture(job, jpeg(index), index), &context, {});
            std::vector<PictureId> ids(20);
            std::iota(ids.begin(), ids.end(), 0);
            library.library->thumbnails(ids, {256, 256}, &context, [](const QList<Thumb> &) {});
            library.library->fillThumbnails(&context, [](int) {});
            library.library->rows(&context, [](const Result<std::vector<PictureRow>> &) {});
        }
        QCoreApplication::processEvents();
        OpenLibrary library(m_folder->path());
        QCOMPARE(library.rows()->size(), 8u);
        QCOMPARE(filesBelow(pictures()).size(), 8);
    }

    void whatAKilledProcessLeftIsPutAsideAfterADay()
    {
        QVERIFY(QDir().mkpath(pictures() + "/.incoming"_L1));
        for (const int days : {0, 2}) {
            QFile part(pictures() + u"/.incoming/%1.part"_s.arg(days));
            QVERIFY(part.open(QIODevice::WriteOnly));
            QCOMPARE(part.write("bytes"), 5);
            QVERIFY(part.flush());
            QVERIFY(part.setFileTime(QDateTime::currentDateTime().addDays(-days),
                                     QFileDevice::FileModificationTime));
        }
        OpenLibrary library(m_folder->path());
        QCOMPARE(filesBelow(pictures()), QStringList{u".incoming/0.part"_s});
        QCOMPARE(contentOf(m_folder->filePath(u"data/quarantine/2.part"_s)), "bytes");
    }

    void aFolderThatCannotBeMadeIsSaid()
    {
        QFile file(m_folder->filePath(u"taken"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        OpenLibrary library(file.fileName());
        QVERIFY(!library.opened);
        QCOMPARE(library.opened.error().kind, ErrorKind::Storage);
        QVERIFY(!library.rows());
    }

    // DSK-12
    void dataIsTheOwnersAlone()
    {
        OpenLibrary library(m_folder->path());
        const QFile::Permissions others = QFile::permissions(m_folder->filePath(u"data"_s)) &
                                          (QFile::ReadGroup | QFile::ReadOther | QFile::ExeOther);
        QCOMPARE(int(others), 0);
    }

private:
    static QString prompt(const QSignalSpy &added)
    {
        return added.first().first().value<Picture>().request.input.value(u"prompt"_s).toString();
    }
};

int main(int argc, char **argv)
{
    QGuiApplication application(argc, argv);
    if (application.arguments().value(1) == "--add"_L1)
        return addAndEnd(application.arguments().value(2));
    if (application.arguments().value(1) == "--add-for-ever"_L1)
        return addForEver(application.arguments().value(2));
    TestLibrary test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_library.moc"
