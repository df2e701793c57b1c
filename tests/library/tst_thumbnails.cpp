#include "libraryfixture.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::library;
using namespace janus::library::fixture;

namespace {

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

} // namespace

class TestThumbnails : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

    QString cache() const { return support::Paths::below(m_folder->path()).thumbnails(); }

    /// One picture in a library that is closed again; its file.
    Picture addOne()
    {
        OpenLibrary library(m_folder->path());
        const auto picture = library.add(OpenLibrary::newPicture(library.addJob(), bigPicture()));
        return picture ? *picture : Picture();
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void anAddedPictureHasItsThumbnailAtOnce()
    {
        OpenLibrary library(m_folder->path());
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
        for (const QLatin1StringView part : {"-wal"_L1, "-shm"_L1})
            QFile::remove(cache() + part);
        deleted ? void(QFile::remove(cache())) : overwrite(cache(), content);
        {
            OpenLibrary library(m_folder->path());
            QCOMPARE(library.thumbnail(picture.id).size(), QSize(256, 160));
        }
        QVERIFY(QFile::remove(picture.file));
        OpenLibrary library(m_folder->path());
        QCOMPARE(library.thumbnail(picture.id).size(), QSize(256, 160));
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
        OpenLibrary library(m_folder->path());
        QCOMPARE(library.thumbnail(picture.id).size(), QSize(256, 160));
    }

    void thumbnailsOfAnotherLibraryAreNeverShown()
    {
        const Picture first = addOne();
        for (const QLatin1StringView part : {""_L1, "-wal"_L1, "-shm"_L1})
            QFile::remove(support::Paths::below(m_folder->path()).database() + part);
        OpenLibrary library(m_folder->path());
        const qint64 job = library.addJob();
        QCOMPARE(library.rows()->size(), 0u);
        QVERIFY(library.thumbnail(first.id).isNull());
        QVERIFY(job > 0);
    }

    void aPictureThatIsGoneHasANullThumbnail()
    {
        const Picture picture = addOne();
        QVERIFY(QFile::remove(cache()));
        overwrite(picture.file, bigPicture().chopped(500));
        OpenLibrary library(m_folder->path());
        QVERIFY(library.thumbnail(picture.id).isNull());
        QVERIFY(library.thumbnail(4711).isNull());
    }

    void twoWhoAskForTheSameAreBothAnsweredAndOneWhoHasGoneIsNot()
    {
        const Picture picture = addOne();
        OpenLibrary library(m_folder->path());
        int answers = 0;
        auto gone = std::make_unique<QObject>();
        for (QObject *context : {static_cast<QObject *>(this), gone.get(), static_cast<QObject *>(this)})
            library.library->thumbnail(picture.id, context, [&answers](const QImage &) { ++answers; });
        gone.reset();
        QTRY_COMPARE(answers, 2);
        QVERIFY(!library.thumbnail(picture.id).isNull());
        QCOMPARE(answers, 2);
    }

    void theWholePictureIsDecoded()
    {
        const Picture picture = addOne();
        OpenLibrary library(m_folder->path());
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
