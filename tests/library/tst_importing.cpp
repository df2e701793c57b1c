// Files dropped on the library: ours, others', those it has already, and those that are no pictures.
#include "foreignsamples.h"
#include "libraryfixture.h"
#include "recipesamples.h"

#include "core/paramroles.h"
#include "library/catalogue.h"
#include "library/deeds.h"
#include "library/exchange.h"
#include "library/recipefile.h"

#include <QDir>
#include <QDirIterator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace janus;
using namespace janus::library;
using namespace janus::library::fixture;

class TestImporting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_open = std::make_unique<OpenLibrary>(m_folder->filePath(u"studio"_s));
        QVERIFY(m_open->opened);
        QVERIFY(QDir().mkpath(m_folder->filePath(u"in/below"_s)));
    }
    void cleanup()
    {
        m_open.reset();
        m_folder.reset();
    }

    void aFileOfAnotherProgramBecomesAPicture()
    {
        const QByteArray bytes = encoded(painting({64, 48}), "JPEG");
        const QString file = put(u"in/Summer Fox.jpeg"_s, bytes);
        QSignalSpy added(m_open->library.get(), &Library::added);
        const ImportReport report = import({file});
        QCOMPARE(report.added.size(), 1U);
        QCOMPARE(added.size(), 1);
        const Picture picture = pictureOf(report.added[0]);
        QCOMPARE(contentOf(picture.file), bytes);
        QCOMPARE(picture.service, u"import"_s);
        QVERIFY(picture.isImported() && !picture.isSandbox());
        QCOMPARE(picture.request.endpoint, QString());
        QCOMPARE(picture.size, QSize(64, 48));
        QVERIFY2(picture.file.endsWith(u"-summer-fox.jpg"_s), qPrintable(picture.file));
        QVERIFY(picture.file.startsWith(m_open->library->paths().pictures));
        QCOMPARE(contentOf(file), bytes); // it is still there
        // The queue takes up what stands below 7 (Done).
        QCOMPARE(number(u"SELECT count(*) FROM jobs WHERE state < 7"_s), 0);
        QCOMPARE(number(u"SELECT count(*) FROM batches WHERE prompt LIKE 'Imported on %'"_s), 1);
    }

    void oneImportIsOneSet()
    {
        QStringList files;
        for (int at = 0; at < 40; ++at)
            files << put(u"in/%1.png"_s.arg(at), encoded(painting({16, 16}, at), "PNG"));
        const ImportReport report = import(files);
        QCOMPARE(report.added.size(), 40U);
        QCOMPARE(number(u"SELECT count(DISTINCT batch) FROM pictures"_s), 1);
        QCOMPARE(number(u"SELECT count(*) FROM stamps"_s), 40);
    }

    void aPictureOfOursComesBackWithItsWholeRecipe()
    {
        const Picture made = madeElsewhere(u"one"_s, u"a red fox"_s);
        const ImportReport report = import({made.file});
        QCOMPARE(report.added.size(), 1U);
        const Picture picture = pictureOf(report.added[0]);
        QCOMPARE(picture.request, made.request);
        QCOMPARE(picture.seed, made.seed);
        QCOMPARE(picture.requestId, made.requestId);
        QCOMPARE(picture.service, u"fal"_s);
        QCOMPARE(picture.created, made.created);
        QCOMPARE(contentOf(picture.file), contentOf(made.file));
        QCOMPARE(number(u"SELECT count(*) FROM jobs WHERE state < 7"_s), 0);
    }

    void aPictureIsFoundByItsWordsAfterwards()
    {
        import({madeElsewhere(u"one"_s, u"a violet heron"_s).file});
        const auto found = answerTo<int>([&](auto done) {
            m_open->library->catalogue().count(*Query::fromText(u"heron"_s), {}, m_open->library.get(), done);
        });
        QCOMPARE(*found, 1);
    }

    void whatAnotherProgramSaysIsFoundAfterwards()
    {
        const ImportReport report = import({put(u"in/fox.png"_s, comfyPicture()),
                                            put(u"in/tower.jpg"_s, jpegWithExif(commentExif(infotext()))),
                                            put(u"in/plain.png"_s, encoded(painting({16, 16}), "PNG"))});
        QCOMPARE(report.added.size(), 3U);
        const Picture comfy = pictureOf(report.added[0]);
        QVERIFY(comfy.isImported());
        QCOMPARE(comfy.program, u"ComfyUI"_s);
        QCOMPARE(comfy.request.endpoint, QString());
        QCOMPARE(prompt(comfy.request), u"a harbour at dawn, 港"_s);
        QCOMPARE(seed(comfy.request), std::optional<Seed>(156680208700286));
        QCOMPARE(comfy.seed, 156680208700286);
        QCOMPARE(guidance(comfy.request), std::optional(8.0));
        QCOMPARE(pictureOf(report.added[1]).program, u"AUTOMATIC1111 v1.10.1"_s);
        const Picture plain = pictureOf(report.added[2]);
        QVERIFY(plain.program.isEmpty() && plain.request.input.isEmpty());
        for (const QString &query :
             {u"harbour"_s, u"seed:156680208700286"_s, u"guidance:8"_s, u"lighthouse"_s}) {
            const auto found = answerTo<int>([&](auto done) {
                m_open->library->catalogue().count(*Query::fromText(query), {}, m_open->library.get(), done);
            });
            QVERIFY(found);
            QVERIFY2(*found == 1, qPrintable(query));
        }
        // Nothing of it is ever taken up by a queue, and a rebuild leaves it as it is.
        QCOMPARE(number(u"SELECT count(*) FROM jobs WHERE state < 7"_s), 0);
        const auto rebuilt = answerTo<RebuildReport>(
            [&](auto done) { m_open->library->rebuild(m_open->library.get(), done); });
        QVERIFY(rebuilt);
        QCOMPARE(rebuilt->foreign, 3);
        QCOMPARE(pictureOf(report.added[0]), comfy);
    }

    void whatIsHereAlreadyIsNotTakenTwice_data()
    {
        QTest::addColumn<int>("how");
        QTest::newRow("the file itself, where it lies") << 0;
        QTest::newRow("a copy of it") << 1;
        QTest::newRow("what the server had sent") << 2;
        QTest::newRow("exported with its rating") << 3;
        QTest::newRow("exported clean") << 4;
        QTest::newRow("twice in one import") << 5;
    }
    void whatIsHereAlreadyIsNotTakenTwice()
    {
        QFETCH(const int, how);
        const QByteArray sent = encoded(painting({64, 48}), "PNG");
        const Result<Picture> here = m_open->add(OpenLibrary::newPicture(m_open->addJob(), sent));
        QVERIFY(here);
        Picture rated = *here;
        rated.marks.rating = 5;
        const QByteArray file = contentOf(here->file);
        QByteArray bytes = file;
        if (how == 2)
            bytes = sent;
        else if (how == 3)
            bytes = *exportedBytes(file, rated, ExportProfile::FullRecipe);
        else if (how == 4)
            bytes = *exportedBytes(file, rated, ExportProfile::Clean);
        QStringList files{how == 0 ? here->file : put(u"in/a.png"_s, bytes)};
        if (how == 5)
            files << put(u"in/b.png"_s, bytes);
        const int before = pictureFiles();
        const ImportReport report = import(files);
        QCOMPARE(report.added.size(), 0U);
        QCOMPARE(report.duplicates.size(), files.size());
        QCOMPARE(report.duplicates.first().picture, here->id);
        QCOMPARE(pictureFiles(), before);
    }

    void twoOfTheSameInOneImportAreOnePicture()
    {
        const QByteArray bytes = encoded(painting({64, 48}), "WEBP");
        const ImportReport report = import({put(u"in/a.webp"_s, bytes), put(u"in/b.webp"_s, bytes)});
        QCOMPARE(report.added.size(), 1U);
        QCOMPARE(report.duplicates.size(), 1);
        QCOMPARE(report.duplicates.first().picture, report.added[0]);
        QCOMPARE(pictureFiles(), 1);
    }

    void oneInTheTrashIsSaidToBeThere()
    {
        const QByteArray bytes = encoded(painting({64, 48}), "PNG");
        const QString file = put(u"in/a.png"_s, bytes);
        const ImportReport first = import({file});
        deed([&](Deeds &deeds) { deeds.trash(first.added); });
        const ImportReport second = import({file});
        QCOMPARE(second.duplicates.size(), 1);
        QVERIFY(second.duplicates.first().isTrashed);
    }

    // DSK-07
    void aPictureThatHadLostItsFileGetsItBack()
    {
        const Result<Picture> here =
            m_open->add(OpenLibrary::newPicture(m_open->addJob(), encoded(painting({64, 48}), "PNG")));
        const QByteArray bytes = contentOf(here->file);
        const QString elsewhere = put(u"in/kept.png"_s, bytes);
        QVERIFY(QFile::remove(here->file));
        const ImportReport report = import({elsewhere});
        QCOMPARE(report.added.size(), 0U);
        QCOMPARE(report.foundAgain, std::vector<PictureId>{here->id});
        QCOMPARE(contentOf(pictureOf(here->id).file), bytes);
    }

    void oneOfOursThatWasChangedIsAPictureOfItsOwn()
    {
        const Result<Picture> here =
            m_open->add(OpenLibrary::newPicture(m_open->addJob(), encoded(painting({64, 48}), "PNG")));
        // As another program would: the recipe kept, the picture changed.
        const QByteArray other = encoded(painting({64, 48}, 9), "PNG");
        const Recipe recipe = Recipe::fromJson(*recipeJsonIn(contentOf(here->file))).value();
        const Result<QByteArray> changed = withRecipe(other, recipe, *here);
        const ImportReport report =
            import({put(u"in/changed.png"_s, changed ? *changed : forged(other, contentOf(here->file)))});
        QCOMPARE(report.added.size(), 1U);
        const Picture picture = pictureOf(report.added[0]);
        QVERIFY(picture.isImported());
        QCOMPARE(picture.request, here->request); // as its recipe says
        QCOMPARE(pictureOf(here->id).file, here->file);
    }

    // MAL-05, UI-03
    void whatIsNoPictureIsRefusedWithASentence_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray jpeg = encoded(painting({320, 200}), "JPEG");
        const QByteArray png = encoded(painting({320, 200}), "PNG");
        QTest::newRow("MAL-05 a drawing in SVG") << QByteArray("<svg xmlns='http://www.w3.org/2000/svg'/>");
        QTest::newRow("MAL-05 a page") << QByteArray("<!doctype html><script>alert(1)</script>");
        QTest::newRow("MAL-05 a program") << QByteArray("\x7f"
                                                        "ELF\x02\x01\x01");
        QTest::newRow("MAL-05 a zip archive") << QByteArray("PK\x03\x04");
        QTest::newRow("MAL-05 nothing") << QByteArray();
        QTest::newRow("MAL-05 a cut JPEG") << jpeg.first(jpeg.size() / 2);
        QTest::newRow("MAL-05 a cut PNG") << png.first(png.size() - 20);
        QByteArray huge = png;
        qToBigEndian(quint32(65535), huge.data() + 16);
        qToBigEndian(quint32(65535), huge.data() + 20);
        QTest::newRow("MAL-05 a PNG of 65535²") << huge;
    }
    void whatIsNoPictureIsRefusedWithASentence()
    {
        QFETCH(const QByteArray, bytes);
        const QString file = put(u"in/a.png"_s, bytes);
        const QString good = put(u"in/b.png"_s, encoded(painting({16, 16}), "PNG"));
        const ImportReport report = import({file, good});
        QCOMPARE(report.refused.size(), 1);
        QCOMPARE(report.refused.first().file, file);
        QVERIFY2(report.refused.first().message.endsWith(u'.'), qPrintable(report.refused.first().message));
        QCOMPARE(report.added.size(), 1U); // the others come in all the same
        QCOMPARE(contentOf(file), bytes);
    }

    // UI-03
    void whatCannotBeReadIsRefusedWithASentence()
    {
        const QString pipe = m_folder->filePath(u"in/pipe.png"_s);
        QCOMPARE(::mkfifo(qPrintable(pipe), 0600), 0);
        const ImportReport report = import({pipe, u"/no/such/file.png"_s, u"/dev/zero"_s});
        QCOMPARE(report.refused.size(), 3);
        QCOMPARE(report.added.size(), 0U);
    }

    // MAL-11, MAL-12: a recipe of a stranger's is text, or no recipe.
    void aRecipeOfAStrangerIsCheckedFieldByField()
    {
        const QByteArray sent = encoded(painting({64, 48}), "PNG");
        Picture painted = picturePainted(u"<img src='file:///etc/passwd'> \u202e"_s);
        Recipe recipe = recipeFor(painted, sent);
        recipe.service = u"https://evil.example/?key=1"_s; // no origin
        const Result<QByteArray> file = withRecipe(sent, recipe, painted);
        QVERIFY(file);
        const ImportReport report = import({put(u"in/a.png"_s, *file)});
        QCOMPARE(report.added.size(), 1U);
        QVERIFY(pictureOf(report.added[0]).isImported());
        QCOMPARE(pictureOf(report.added[0]).request.endpoint, QString());
    }

    void foldersAreLookedIntoAndLinksAreNot()
    {
        put(u"in/a.png"_s, encoded(painting({16, 16}, 1), "PNG"));
        put(u"in/below/b.JPG"_s, encoded(painting({16, 16}, 2), "JPEG"));
        put(u"in/below/notes.txt"_s, "text");
        put(u"in/.hidden.png"_s, encoded(painting({16, 16}, 3), "PNG"));
        QVERIFY(QFile::link(m_folder->filePath(u"in"_s), m_folder->filePath(u"in/below/loop"_s)));
        const ImportReport report = import({m_folder->filePath(u"in"_s)});
        QCOMPARE(report.added.size(), 2U);
        QCOMPARE(report.refused.size(), 0);
    }

    void tooMuchIsLeftOutAndSaid()
    {
        for (int at = 0; at < 5; ++at)
            put(u"in/%1.png"_s.arg(at), "x");
        put(u"in/below/6.png"_s, "x");
        QList<FileTrouble> refused;
        QCOMPARE(filesToImport({m_folder->filePath(u"in"_s)}, {3, 32}, refused).size(), 3);
        QCOMPARE(refused.size(), 1);
        refused.clear();
        QCOMPARE(filesToImport({m_folder->filePath(u"in"_s)}, {100, 0}, refused).size(), 5);
        QCOMPARE(refused.size(), 1);
    }

    // UI-08
    void anImportIsUndoneAsOneDeed()
    {
        QStringList files;
        for (int at = 0; at < 20; ++at)
            files << put(u"in/%1.png"_s.arg(at), encoded(painting({16, 16}, at), "PNG"));
        const ImportReport report = import(files);
        Deeds &deeds = m_open->library->deeds();
        QTRY_COMPARE_WITH_TIMEOUT(deeds.undoName(), u"Import 20 Pictures"_s, 20'000);
        QCOMPARE(number(u"SELECT count(*) FROM trash"_s), 0);
        deed([](Deeds &all) { all.undo(); });
        QCOMPARE(number(u"SELECT count(*) FROM trash"_s), 20);
        deed([](Deeds &all) { all.redo(); });
        QCOMPARE(number(u"SELECT count(*) FROM trash"_s), 0);
    }

    void aCancelledImportKeepsWhatItHasAndTellsIt()
    {
        QStringList files;
        for (int at = 0; at < 64; ++at)
            files << put(u"in/%1.png"_s.arg(at), encoded(painting({16, 16}, at), "PNG"));
        const Cancelling cancelling = Cancelling::make();
        const auto report = answerTo<ImportReport>([&](auto done) {
            m_open->library->exchange().importFiles(files, cancelling, m_open->library.get(), done,
                                                    [&](int so, int) {
                                                        if (so > 0)
                                                            cancelling.cancel();
                                                    });
        });
        QVERIFY(report && report->isCancelled);
        QVERIFY(!report->added.empty() && report->added.size() < 64);
        QCOMPARE(number(u"SELECT count(*) FROM pictures"_s), int(report->added.size()));
        QCOMPARE(pictureFiles(), int(report->added.size()));
    }

    void aLibraryClosedHalfWayKeepsWhatIsWhole()
    {
        QStringList files;
        for (int at = 0; at < 64; ++at)
            files << put(u"in/%1.png"_s.arg(at), encoded(painting({16, 16}, at), "PNG"));
        bool hasBegun = false;
        m_open->library->exchange().importFiles(files, {}, m_open->library.get(), {},
                                                [&](int so, int) { hasBegun |= so > 0; });
        QTRY_VERIFY_WITH_TIMEOUT(hasBegun, 20'000);
        m_open.reset();
        m_open = std::make_unique<OpenLibrary>(m_folder->filePath(u"studio"_s));
        QVERIFY(m_open->opened);
        const int rows = number(u"SELECT count(*) FROM pictures"_s);
        QVERIFY(rows > 0);
        QCOMPARE(pictureFiles(), rows);
        const ImportReport again = import(files);
        QCOMPARE(int(again.added.size()), 64 - rows);
        QCOMPARE(int(again.duplicates.size()), rows);
    }

    // DSK-05
    void withoutItsFolderNothingIsTaken()
    {
        import({put(u"in/a.png"_s, encoded(painting({16, 16}), "PNG"))});
        const QString pictures = m_open->library->paths().pictures;
        QVERIFY(QDir().rename(pictures, pictures + "-away"_L1));
        const QString file = put(u"in/b.png"_s, encoded(painting({16, 16}, 4), "PNG"));
        const auto report = answerTo<ImportReport>([&](auto done) {
            m_open->library->exchange().importFiles({file}, {}, m_open->library.get(), done);
        });
        QVERIFY(!report);
        QVERIFY2(report.error().message.contains(u"is not there"_s), qPrintable(report.error().message));
        QVERIFY(!QDir(pictures).exists());
    }

private:
    static QByteArray comfyPicture() { return pngWith({textChunk("prompt", compact(comfyGraph()))}); }
    QString put(const QString &name, const QByteArray &bytes)
    {
        const QString path = m_folder->filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qWarning("not written");
        return path;
    }
    /// A picture with its recipe, as another library has it.
    Picture madeElsewhere(const QString &name, const QString &prompt)
    {
        OpenLibrary other(m_folder->filePath(name));
        const Result<Picture> made = other.add(
            OpenLibrary::newPicture(other.addJob(prompt), encoded(painting({64, 48}), "PNG"), 0, prompt));
        return made ? *made : Picture();
    }
    /// The recipe's chunks of one PNG in front of another picture.
    static QByteArray forged(const QByteArray &plain, const QByteArray &withRecipe)
    {
        constexpr qsizetype place = 33;
        const QByteArray block = withRecipe.sliced(place, withRecipe.indexOf("IDAT") - 4 - place);
        return plain.first(place) + block + plain.sliced(place);
    }
    ImportReport import(const QStringList &files)
    {
        const auto report = answerTo<ImportReport>([&](auto done) {
            m_open->library->exchange().importFiles(files, {}, m_open->library.get(), done);
        });
        if (!report)
            qWarning() << report.error().message << report.error().detail;
        for (const FileTrouble &trouble : report ? report->refused : QList<FileTrouble>())
            qInfo() << trouble.file << trouble.message;
        return report ? *report : ImportReport();
    }
    Picture pictureOf(PictureId id)
    {
        const auto pictures = answerTo<QList<Picture>>(
            [&](auto done) { m_open->library->pictures({id}, m_open->library.get(), done); });
        return pictures && !pictures->isEmpty() ? pictures->first() : Picture();
    }
    int number(const QString &sql)
    {
        const auto value = m_open->run<int>([sql](QSqlDatabase &connection) -> Result<int> {
            auto query = execute(connection, sql);
            return query && query->next() ? query->value(0).toInt() : -1;
        });
        return value ? *value : -1;
    }
    int pictureFiles() const
    {
        int count = 0;
        QDirIterator files(m_open->library->paths().pictures, {u"*.png"_s, u"*.jpg"_s, u"*.webp"_s},
                           QDir::Files, QDirIterator::Subdirectories);
        for (; files.hasNext(); files.next())
            ++count;
        return count;
    }
    void deed(const std::function<void(Deeds &)> &act)
    {
        QSignalSpy changed(&m_open->library->deeds(), &Deeds::changed);
        act(m_open->library->deeds());
        QTRY_VERIFY_WITH_TIMEOUT(!changed.isEmpty(), 20'000);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<OpenLibrary> m_open;
};

QTEST_GUILESS_MAIN(TestImporting)
#include "tst_importing.moc"
