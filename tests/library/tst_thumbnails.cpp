#include "library/thumbnails.h"

#include "library/picturecheck.h"
#include "library/recipefile.h"
#include "library/thumbnailfill.h"
#include "libraryfixture.h"

#include <QColorSpace>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

#include <limits>
#include <numeric>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::library;
using namespace janus::library::fixture;

namespace {

constexpr QSize cell{200, 200};
constexpr int many = 40;

QByteArray bigPicture(int tone = 0)
{
    return encoded(painting({1024, 640}, tone), "PNG");
}

void overwrite(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

void touch(const QString &path)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.setFileTime(QDateTime(QDate(2020, 2, 2), QTime(2, 2)), QFileDevice::FileModificationTime));
}

std::vector<PictureId> numbers(PictureId first, PictureId last)
{
    std::vector<PictureId> ids(std::size_t(last - first + 1));
    std::iota(ids.begin(), ids.end(), first);
    return ids;
}

/// Somebody who wants thumbnails, and what came.
struct Viewer : QObject
{
    QList<Thumb> thumbs;
    int bunches = 0;

    auto hear()
    {
        return [this](const QList<Thumb> &bunch) {
            ++bunches;
            thumbs << bunch;
        };
    }
    QSet<PictureId> ids() const
    {
        QSet<PictureId> all;
        for (const Thumb &thumb : thumbs)
            all << thumb.id;
        return all;
    }
};

/// The thumbnails alone, on the files of a library that is closed, with the work counted.
class Workshop
{
public:
    explicit Workshop(const QString &folder, int threads = 2)
        : workers(threads)
        , library(support::Paths::below(folder).database())
        , thumbnails(support::Paths::below(folder).thumbnails(), library,
                     PictureFiles(support::Paths::below(folder)), workers)
    {
        library.open(nullptr, {});
        thumbnails.open();
    }
    ~Workshop() { workers.close(); }

    QList<Thumb> page(const std::vector<PictureId> &ids, QSize box = cell)
    {
        Viewer viewer;
        thumbnails.request(ids, box, &viewer, viewer.hear());
        if (!QTest::qWaitFor([&] { return viewer.thumbs.size() == qsizetype(ids.size()); }, 30'000))
            return {};
        std::ranges::sort(viewer.thumbs, {}, &Thumb::id);
        stored();
        return viewer.thumbs;
    }
    Thumb one(PictureId id, QSize box = cell) { return page({id}, box).value(0); }

    /// How many lie in the store, once what was begun is there.
    int stored()
    {
        bool isIdle = false;
        thumbnails.whenStored([&isIdle] { isIdle = true; });
        if (!QTest::qWaitFor([&isIdle] { return isIdle; }, 30'000))
            return -1;
        return number(u"SELECT count(*) FROM thumbs"_s);
    }
    /// From the store.
    int number(const QString &sql)
    {
        int found = -1;
        (void)run(thumbnails.cache(), [&found, sql](QSqlDatabase &connection) -> Result<void> {
            auto row = execute(connection, sql);
            found = row && row->next() ? row->value(0).toInt() : -1;
            return {};
        });
        return found;
    }
    /// In the library.
    bool change(const QString &sql, const QVariantList &values)
    {
        return run(library,
                   [sql, values](QSqlDatabase &connection) -> Result<void> {
                       auto changed = execute(connection, sql, values);
                       return changed ? Result<void>() : changed.error();
                   })
            .hasValue();
    }

    /// Keeps every thread busy until the gate opens.
    void closeGate()
    {
        for (int thread = 0; thread < workers.threads(); ++thread)
            workers.startVisible([this] { gate.acquire(); }, std::numeric_limits<int>::max());
    }
    void openGate() { gate.release(workers.threads()); }
    /// Until so many pages were looked up and lie before the gate.
    bool lookedUp(int pages)
    {
        return QTest::qWaitFor([&] { return workers.lookups == pages; }, 30'000) && stored() >= 0;
    }

    Result<void> run(Database &database, const std::function<Result<void>(QSqlDatabase &)> &work)
    {
        return answerTo<void>([&, this](auto done) { database.run<void>(&context, work, done); });
    }

    QObject context;
    QSemaphore gate;
    ThumbnailWorkers workers;
    Database library;
    Thumbnails thumbnails;
};

} // namespace

class TestThumbnails : public QObject
{
    Q_OBJECT
    QTemporaryDir m_many;
    std::unique_ptr<QTemporaryDir> m_folder;

    QString folder() const { return m_folder->path(); }
    QString cache() const { return support::Paths::below(folder()).thumbnails(); }
    void removeCache() const
    {
        for (const QLatin1StringView part : {""_L1, "-wal"_L1, "-shm"_L1})
            QFile::remove(cache() + part);
    }

    /// One picture in a library that is closed again; its file.
    Picture addOne(const QByteArray &bytes = bigPicture())
    {
        OpenLibrary library(folder());
        const auto picture = library.add(OpenLibrary::newPicture(library.addJob(), bytes));
        return picture ? *picture : Picture();
    }
    /// A library of small ones with the numbers 1 to `many`, all of them with a thumbnail.
    void makeMany()
    {
        {
            OpenLibrary library(m_many.path());
            const qint64 job = library.addJob();
            for (int index = 0; index < many; ++index) {
                const QByteArray bytes = encoded(painting({300, 200}, index), "JPEG");
                QVERIFY(library.add(OpenLibrary::newPicture(job, bytes, index)).hasValue());
            }
        }
        Workshop shop(m_many.path());
        ThumbnailFill fill(shop.library, PictureFiles(support::Paths::below(m_many.path())), shop.thumbnails,
                           shop.workers);
        bool isDone = false;
        fill.start(&shop.context, [&isDone](int) { isDone = true; });
        QTRY_VERIFY_WITH_TIMEOUT(isDone, 30'000);
    }
    /// The same times, too: by them the files are known.
    void copyMany() const
    {
        QCOMPARE(QProcess::execute(u"cp"_s, {u"-a"_s, m_many.path() + "/."_L1, folder()}), 0);
    }

private Q_SLOTS:
    void initTestCase() { makeMany(); }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void anAddedPictureHasItsThumbnailAtOnce()
    {
        OpenLibrary library(folder());
        const auto picture = library.add(OpenLibrary::newPicture(library.addJob(), bigPicture()));
        QVERIFY(picture.hasValue());
        QVERIFY(QFile::remove(picture->file)); // so that it can only come from the store
        QCOMPARE(library.thumbnail(picture->id).size(), QSize(256, 160));
    }

    /// DSK-08
    void theStoreLastsAndIsMadeAnew_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<bool>("deleted");
        QTest::newRow("deleted") << QByteArray() << true;
        QTest::newRow("zero bytes") << QByteArray() << false;
        QTest::newRow("garbled") << QByteArray(50'000, 'g') << false;
    }
    void theStoreLastsAndIsMadeAnew()
    {
        QFETCH(QByteArray, content);
        QFETCH(bool, deleted);
        const Picture picture = addOne();
        removeCache();
        if (!deleted)
            overwrite(cache(), content);
        {
            OpenLibrary library(folder());
            QCOMPARE(library.thumbnail(picture.id).size(), QSize(256, 160));
        }
        QVERIFY(QFile::remove(picture.file));
        OpenLibrary library(folder());
        QCOMPARE(library.thumbnail(picture.id).size(), QSize(256, 160));
    }

    /// DSK-08, found only when it is used: nobody reads all of a gigabyte at the start.
    void aStoreThatIsDamagedInTheMiddleIsMadeAnew()
    {
        copyMany();
        {
            QFile file(cache());
            QVERIFY(file.open(QIODevice::ReadWrite));
            QVERIFY(file.size() > 5 * 8192);
            QVERIFY(file.seek(2 * 8192));
            QVERIFY(file.write(QByteArray(int(file.size()) - 3 * 8192, 'g')) > 0);
        }
        {
            Workshop shop(folder());
            for (int round = 0; round < 2; ++round) {
                const QList<Thumb> thumbs = shop.page(numbers(1, many));
                QCOMPARE(thumbs.size(), many);
                for (const Thumb &thumb : thumbs)
                    QCOMPARE(thumb.image.size(), QSize(200, 133));
            }
        }
        Workshop shop(folder());
        QCOMPARE(shop.page(numbers(1, many)).size(), many);
        QCOMPARE(int(shop.workers.opened), 0);
    }

    void aGarbledThumbnailIsMadeAgainFromTheFile()
    {
        const Picture picture = addOne();
        {
            Database database(cache(), DatabaseKind::Cache);
            database.open(nullptr, {});
            const auto garbled = answerTo<void>([&](auto done) {
                database.run<void>(
                    this,
                    [](QSqlDatabase &connection) -> Result<void> {
                        auto update = execute(connection, u"UPDATE thumbs SET jpeg = x'ffd8ff00'"_s);
                        return update ? Result<void>() : update.error();
                    },
                    done);
            });
            QVERIFY(garbled.hasValue());
        }
        OpenLibrary library(folder());
        QCOMPARE(library.thumbnail(picture.id).size(), QSize(256, 160));
    }

    void theLargeThumbnailsOfEarlierVersionsAreThrownAway()
    {
        const Picture picture = addOne();
        removeCache();
        {
            QSqlDatabase old = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"old"_s);
            old.setDatabaseName(cache());
            QVERIFY(old.open());
            for (const QString &sql :
                 {u"PRAGMA application_id = 1246581588"_s, u"CREATE TABLE owner(library TEXT NOT NULL)"_s,
                  u"CREATE TABLE thumbs(id INTEGER PRIMARY KEY, jpeg BLOB NOT NULL)"_s,
                  u"INSERT INTO thumbs VALUES (1, x'00')"_s, u"PRAGMA user_version = 1"_s})
                QVERIFY2(QSqlQuery(old).exec(sql), qPrintable(sql));
            old.close();
        }
        QSqlDatabase::removeDatabase(u"old"_s);
        Workshop shop(folder());
        QCOMPARE(shop.stored(), 0);
        QCOMPARE(shop.one(picture.id).image.size(), QSize(200, 125));
        QCOMPARE(shop.stored(), 1);
    }

    void thumbnailsOfAnotherLibraryAreNeverShown()
    {
        const Picture first = addOne();
        for (const QLatin1StringView part : {""_L1, "-wal"_L1, "-shm"_L1})
            QFile::remove(support::Paths::below(folder()).database() + part);
        OpenLibrary library(folder());
        const qint64 job = library.addJob();
        QCOMPARE(library.rows()->size(), 0u);
        QVERIFY(library.thumbnail(first.id).isNull());
        QVERIFY(job > 0);
    }

    void aPageIsOneStatementAndAFewBunches()
    {
        copyMany();
        Workshop shop(folder());
        Viewer viewer;
        shop.thumbnails.request(numbers(1, many), {100, 100}, &viewer, viewer.hear());
        QTRY_COMPARE_WITH_TIMEOUT(viewer.ids().size(), many, 30'000);
        QCOMPARE(viewer.thumbs.size(), many);
        QVERIFY2(viewer.bunches <= 6, qPrintable(QString::number(viewer.bunches)));
        QCOMPARE(int(shop.workers.lookups), 1);
        QCOMPARE(int(shop.workers.decoded), many);
        QCOMPARE(int(shop.workers.opened), 0);
        for (const Thumb &thumb : std::as_const(viewer.thumbs)) {
            QCOMPARE(thumb.presence, FilePresence::Whole);
            QCOMPARE(thumb.image.size(), QSize(100, 67));
            QCOMPARE(thumb.image.format(), QImage::Format_RGB32);
        }
    }

    void whatIsMissingIsMadeOnce()
    {
        copyMany();
        removeCache();
        Workshop shop(folder());
        QCOMPARE(shop.page(numbers(1, many)).size(), many);
        QCOMPARE(int(shop.workers.opened), many);
        QCOMPARE(shop.stored(), many);
        QCOMPARE(shop.page(numbers(1, many)).size(), many);
        QCOMPARE(int(shop.workers.opened), many);
    }

    void whoHasAskedLastIsServedFirst()
    {
        copyMany();
        Workshop shop(folder(), 1);
        shop.closeGate();
        QList<int> order;
        Viewer early;
        Viewer late;
        shop.thumbnails.request(numbers(1, 20), cell, &early, [&order](const QList<Thumb> &bunch) {
            order << QList<int>(bunch.size(), 1);
        });
        shop.thumbnails.request(numbers(21, 40), cell, &late, [&order](const QList<Thumb> &bunch) {
            order << QList<int>(bunch.size(), 2);
        });
        QVERIFY(shop.lookedUp(2));
        shop.openGate();
        QTRY_COMPARE_WITH_TIMEOUT(order.size(), 40, 30'000);
        QCOMPARE(order, QList<int>(20, 2) + QList<int>(20, 1));
    }

    void whatIsNoLongerWantedIsDroppedBeforeItIsDecoded()
    {
        copyMany();
        Workshop shop(folder());
        shop.closeGate();
        Viewer viewer;
        shop.thumbnails.request(numbers(1, 30), cell, &viewer, viewer.hear());
        QVERIFY(shop.lookedUp(1));
        shop.thumbnails.request(numbers(25, 40), cell, &viewer, viewer.hear());
        QVERIFY(shop.lookedUp(2));
        shop.openGate();
        const std::vector<PictureId> wanted = numbers(25, 40);
        const QSet<PictureId> ids(wanted.begin(), wanted.end());
        QTRY_COMPARE_WITH_TIMEOUT(viewer.ids(), ids, 30'000);
        QCOMPARE(shop.page({1}).size(), 1); // behind everything
        QCOMPARE(viewer.thumbs.size(), 16);
        QCOMPARE(int(shop.workers.decoded), 17);
    }

    void anEmptyListAndAnAskerWhoGoesDropEverything_data()
    {
        QTest::addColumn<bool>("isGone");
        QTest::newRow("an empty list") << false;
        QTest::newRow("gone") << true;
    }
    void anEmptyListAndAnAskerWhoGoesDropEverything()
    {
        QFETCH(bool, isGone);
        copyMany();
        Workshop shop(folder());
        shop.closeGate();
        auto viewer = std::make_unique<Viewer>();
        shop.thumbnails.request(numbers(1, 9), cell, viewer.get(), viewer->hear());
        QVERIFY(shop.lookedUp(1));
        if (isGone)
            viewer.reset();
        else
            shop.thumbnails.request({}, cell, viewer.get(), viewer->hear());
        Viewer other;
        shop.thumbnails.request({10}, cell, &other, other.hear());
        QVERIFY(shop.lookedUp(2));
        shop.openGate();
        QTRY_COMPARE_WITH_TIMEOUT(other.thumbs.size(), 1, 30'000);
        QCOMPARE(shop.page({10}).size(), 1);
        QCOMPARE(int(shop.workers.decoded), 2);
        QVERIFY(isGone || viewer->thumbs.isEmpty());
    }

    void anotherBoxIsAnsweredInThatBox()
    {
        copyMany();
        Workshop shop(folder());
        shop.closeGate();
        Viewer viewer;
        shop.thumbnails.request(numbers(1, 5), cell, &viewer, viewer.hear());
        QVERIFY(shop.lookedUp(1));
        shop.thumbnails.request(numbers(1, 5), {60, 60}, &viewer, viewer.hear());
        shop.openGate();
        QTRY_COMPARE_WITH_TIMEOUT(viewer.thumbs.size(), 5, 30'000);
        QCOMPARE(shop.page({1}).size(), 1);
        QCOMPARE(viewer.thumbs.size(), 5);
        for (const Thumb &thumb : std::as_const(viewer.thumbs))
            QCOMPARE(thumb.image.size(), QSize(60, 40));
    }

    void twoWhoAskForTheSameAreBothAnswered()
    {
        copyMany();
        Workshop shop(folder());
        Viewer grid;
        Viewer strip;
        shop.thumbnails.request(numbers(1, 3), cell, &grid, grid.hear());
        shop.thumbnails.request(numbers(1, 3), {60, 60}, &strip, strip.hear());
        QTRY_COMPARE_WITH_TIMEOUT(grid.ids().size(), 3, 30'000);
        QTRY_COMPARE_WITH_TIMEOUT(strip.ids().size(), 3, 30'000);
    }

    /// DSK-07: what is stored is still shown, and known to be of the past.
    void aFileThatIsNotWhatItWasIsSaidSo_data()
    {
        QTest::addColumn<std::function<void(const QString &)>>("deed");
        QTest::addColumn<FilePresence>("presence");
        using Deed = std::function<void(const QString &)>;
        QTest::newRow("deleted") << Deed([](const QString &path) { QVERIFY(QFile::remove(path)); })
                                 << FilePresence::Gone;
        QTest::newRow("its folder is away") << Deed([](const QString &path) {
            const QString month = QFileInfo(path).path();
            QVERIFY(QDir().rename(month, month + "-away"_L1));
        }) << FilePresence::Gone;
        QTest::newRow("cut") << Deed([](const QString &path) {
            overwrite(path, contentOf(path).chopped(500));
        }) << FilePresence::Changed;
        QTest::newRow("another picture")
            << Deed([](const QString &path) { overwrite(path, bigPicture(9)); }) << FilePresence::Changed;
        QTest::newRow("as long as before, but another") << Deed([](const QString &path) {
            overwrite(path, QByteArray(contentOf(path).size(), 'x'));
            touch(path);
        }) << FilePresence::Changed;
        QTest::newRow("a folder in its place") << Deed([](const QString &path) {
            QVERIFY(QFile::remove(path));
            QVERIFY(QDir().mkpath(path));
        }) << FilePresence::Unreadable;
        QTest::newRow("only touched") << Deed(touch) << FilePresence::Whole;
    }
    void aFileThatIsNotWhatItWasIsSaidSo()
    {
        QFETCH(std::function<void(const QString &)>, deed);
        QFETCH(FilePresence, presence);
        const Picture picture = addOne();
        Workshop shop(folder());
        const Thumb before = shop.one(picture.id);
        QCOMPARE(before.presence, FilePresence::Whole);
        QCOMPARE(int(shop.workers.opened), 0);
        deed(picture.file);
        for (int round = 0; round < 2; ++round) {
            const Thumb after = shop.one(picture.id);
            QCOMPARE(after.presence, presence);
            QCOMPARE(after.image, before.image);
        }
        // A file that is what it was is read once, and then known again.
        if (presence == FilePresence::Whole)
            QCOMPARE(int(shop.workers.opened), 1);
        // Without a thumbnail nothing is shown in its place.
        shop.thumbnails.forgetAll();
        QCOMPARE(shop.one(picture.id).image.isNull(), presence != FilePresence::Whole);
    }

    void aFileThatWasMovedWithItsRowKeepsItsThumbnail()
    {
        const Picture picture = addOne();
        Workshop shop(folder());
        const Thumb before = shop.one(picture.id);
        const QString moved = QFileInfo(picture.file).path() + "/elsewhere.png"_L1;
        QVERIFY(QFile::rename(picture.file, moved));
        const PictureFiles files(support::Paths::below(folder()));
        QVERIFY(shop.change(u"UPDATE pictures SET file = ?"_s, {files.relative(moved)}));
        for (int round = 0; round < 2; ++round) {
            const Thumb after = shop.one(picture.id);
            QCOMPARE(after.presence, FilePresence::Whole);
            QCOMPARE(after.image, before.image);
        }
        QCOMPARE(int(shop.workers.opened), 1);
    }

    void whatNobodyKnowsIsGone()
    {
        const Picture picture = addOne();
        Workshop shop(folder());
        const QList<Thumb> thumbs = shop.page({picture.id, 4711});
        QCOMPARE(thumbs.size(), 2);
        QVERIFY(!thumbs[0].image.isNull());
        QCOMPARE(thumbs[1].presence, FilePresence::Gone);
        QVERIFY(thumbs[1].image.isNull());
    }

    void aPictureThatCannotBeDecodedIsUnreadable()
    {
        const Picture picture = addOne();
        removeCache();
        const QByteArray noPicture(200, 'x');
        overwrite(picture.file, noPicture);
        Workshop shop(folder());
        QVERIFY(shop.change(u"UPDATE pictures SET bytes = ?, sha256 = ?"_s,
                            {noPicture.size(), QString::fromLatin1(sha256Of(noPicture))}));
        const Thumb thumb = shop.one(picture.id);
        QCOMPARE(thumb.presence, FilePresence::Unreadable);
        QVERIFY(thumb.image.isNull());
    }

    void aLargeCellIsMadeFromTheFileAndNotStored_data()
    {
        QTest::addColumn<QSize>("box");
        QTest::addColumn<QSize>("expected");
        QTest::addColumn<bool>("fromFile");
        QTest::newRow("just as stored") << QSize(256, 256) << QSize(256, 160) << false;
        QTest::newRow("wide, but not high") << QSize(2000, 100) << QSize(160, 100) << false;
        QTest::newRow("larger in one way") << QSize(400, 250) << QSize(400, 250) << true;
        QTest::newRow("larger") << QSize(600, 600) << QSize(600, 375) << true;
        QTest::newRow("larger than the picture") << QSize(3000, 3000) << QSize(1024, 640) << true;
    }
    void aLargeCellIsMadeFromTheFileAndNotStored()
    {
        QFETCH(QSize, box);
        QFETCH(QSize, expected);
        QFETCH(bool, fromFile);
        const Picture picture = addOne(encoded(painting({1024, 640}), "JPEG"));
        Workshop shop(folder());
        shop.thumbnails.forgetAll();
        QCOMPARE(shop.one(picture.id, box).image.size(), expected);
        QCOMPARE(shop.stored(), fromFile ? 0 : 1);
        QCOMPARE(shop.one(picture.id).image.size(), QSize(200, 125));
        QCOMPARE(shop.stored(), 1);
        shop.workers.opened = 0;
        QCOMPARE(shop.one(picture.id, box).image.size(), expected);
        QCOMPARE(int(shop.workers.opened), fromFile ? 1 : 0);
    }

    void aSmallPictureIsNeverEnlarged()
    {
        const Picture picture = addOne(encoded(painting({90, 60}), "JPEG"));
        Workshop shop(folder());
        for (const QSize box : {cell, QSize(256, 256), QSize(700, 700), QSize(2000, 70)})
            QCOMPARE(shop.one(picture.id, box).image.size(), QSize(90, 60));
    }

    void aColourProfileIsRespectedInTheStore()
    {
        QImage image({600, 400}, QImage::Format_RGB32);
        image.fill(qRgb(60, 160, 90));
        image.setColorSpace(QColorSpace::AdobeRgb);
        const int expected = qRed(image.convertedToColorSpace(QColorSpace::SRgb).pixel(5, 5));
        const Picture picture = addOne(encoded(image, "JPEG"));
        OpenLibrary library(folder());
        QVERIFY(std::abs(qRed(library.thumbnail(picture.id).pixel(5, 5)) - expected) < 5);
    }

    void whatIsMissingIsMadeWhileNobodyWaits()
    {
        copyMany();
        removeCache();
        OpenLibrary library(folder());
        const auto fill = [&] {
            return answerTo<int>([&](auto done) {
                library.library->fillThumbnails(library.library.get(), [done](int made) { done(made); });
            });
        };
        QCOMPARE(library.thumbnail(7).size(), QSize(256, 171));
        QCOMPARE(fill().value(), many - 1);
        QCOMPARE(fill().value(), 0);
        library.library.reset();
        Workshop shop(folder());
        QCOMPARE(shop.stored(), many);
        QCOMPARE(shop.page(numbers(1, many)).size(), many);
        QCOMPARE(int(shop.workers.opened), 0);
    }

    void aPauseOfTheFillingIsKeptAndDoesNotHoldUpWhatIsSeen()
    {
        copyMany();
        removeCache();
        Workshop shop(folder());
        ThumbnailFill fill(shop.library, PictureFiles(support::Paths::below(folder())), shop.thumbnails,
                           shop.workers);
        fill.setPaused(true);
        std::optional<int> made;
        fill.start(&shop.context, [&made](int all) { made = all; });
        QCOMPARE(shop.page({1, 2}).size(), 2);
        QCOMPARE(shop.stored(), 2);
        QVERIFY(!made);
        fill.setPaused(false);
        QTRY_VERIFY_WITH_TIMEOUT(made, 30'000);
        QCOMPARE(*made, many - 2);
        QCOMPARE(shop.stored(), many);
    }

    void pagesOfTheStoreLieTogether()
    {
        const Picture picture = addOne();
        Workshop shop(folder());
        QCOMPARE(shop.number(u"PRAGMA page_size"_s), 8192);
        QCOMPARE(shop.number(u"PRAGMA mmap_size"_s), 0);
        QVERIFY(picture.id > 0);
    }

    void theWholePictureIsDecoded()
    {
        const Picture picture = addOne();
        OpenLibrary library(folder());
        QImage shown;
        library.library->image(picture.id, this, [&shown](const QImage &image) { shown = image; });
        QTRY_COMPARE(shown.size(), QSize(1024, 640));
        QCOMPARE(shown.convertToFormat(QImage::Format_RGB32), painting({1024, 640}));
        bool answered = false;
        library.library->image(4711, this, [&answered](const QImage &image) { answered = image.isNull(); });
        QTRY_VERIFY(answered);
    }
};

QTEST_GUILESS_MAIN(TestThumbnails)
#include "tst_thumbnails.moc"
