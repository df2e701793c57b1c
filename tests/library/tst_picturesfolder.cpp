// The pictures folder and the disk below it: gone, replaced, full, and back again.
#include "damage.h"
#include "libraryfixture.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::library;
using namespace janus::library::fixture;

namespace {

QByteArray png(int tone = 0)
{
    return encoded(painting({64, 48}, tone), "PNG");
}

int modeOf(const QString &path)
{
    struct stat status
    {
    };
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? int(status.st_mode & 07777) : -1;
}

bool mountSmall(const QString &place, const char *options, unsigned long flags = 0)
{
    return ::mount("tmpfs", QFile::encodeName(place).constData(), "tmpfs", flags, options) == 0;
}

} // namespace

class TestPicturesFolder : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    bool m_mayMount = false;

    QString pictures() const { return m_folder->filePath(u"pictures"_s); }
    QString aside() const { return m_folder->filePath(u"aside"_s); }

    Result<Picture> addOne(OpenLibrary &library, int tone = 0)
    {
        return library.add(OpenLibrary::newPicture(library.addJob(), png(tone)));
    }
    Result<void> room(OpenLibrary &library, qint64 bytes)
    {
        return answerTo<void>([&](auto done) { library.library->room(bytes, library.library.get(), done); });
    }
    Result<void> moveTo(OpenLibrary &library, const QString &folder, bool isSure)
    {
        return answerTo<void>([&](auto done) {
            library.library->setPicturesFolder(folder, isSure, library.library.get(), done);
        });
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_mayMount =
            ::unshare(CLONE_NEWNS) == 0 && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
    }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }
    void cleanup() { ::umount2(QFile::encodeName(pictures()).constData(), MNT_DETACH); }

    void whatIsNotTheFolderOfBeforeIsNeverWrittenTo_data()
    {
        QTest::addColumn<QString>("instead");
        QTest::addColumn<QString>("words");
        QTest::newRow("DSK-05 vanished") << u"nothing"_s << u"is not there"_s;
        QTest::newRow("DSK-05 an empty folder, as an unmounted disk leaves it")
            << u"folder"_s << u"is not the one"_s;
        QTest::newRow("DSK-05 a file") << u"file"_s << u"is not a folder"_s;
        QTest::newRow("DSK-05 a link to nowhere") << u"link"_s << u"leads to a place that is not there"_s;
    }
    void whatIsNotTheFolderOfBeforeIsNeverWrittenTo()
    {
        QFETCH(QString, instead);
        QFETCH(QString, words);
        const auto putInstead = [&] {
            if (instead == "folder"_L1)
                return QDir().mkpath(pictures());
            if (instead == "file"_L1)
                return write(pictures(), "a file");
            return instead != "link"_L1 || QFile::link(m_folder->filePath(u"nowhere"_s), pictures());
        };
        const auto takeAway = [&] {
            return instead == "folder"_L1 ? QDir().rmdir(pictures())
                                          : instead == "nothing"_L1 || QFile::remove(pictures());
        };
        PictureId first = 0;
        for (const bool atStart : {false, true}) {
            std::optional<OpenLibrary> library;
            if (!atStart) {
                library.emplace(m_folder->path());
                const auto picture = addOne(*library);
                QVERIFY(picture.hasValue());
                first = picture->id;
            }
            QVERIFY(QDir().rename(pictures(), aside()));
            QVERIFY(putInstead());
            if (atStart)
                library.emplace(m_folder->path());
            QVERIFY(library->opened.hasValue());
            const auto refused = addOne(*library, 1);
            QVERIFY(!refused);
            QCOMPARE(refused.error().kind, ErrorKind::Storage);
            QVERIFY2(refused.error().message.contains(words), qPrintable(refused.error().message));
            QVERIFY(refused.error().message.contains(pictures()));
            const auto noRoom = room(*library, 1);
            QVERIFY(!noRoom);
            QCOMPARE(noRoom.error().message, refused.error().message);
            QVERIFY(takeAway()); // nothing was put into it
            QVERIFY(QDir().rename(aside(), pictures()));
            QVERIFY(addOne(*library, 2).hasValue());
            QVERIFY(room(*library, 1).hasValue());
            QVERIFY(!library->thumbnail(first).isNull());
        }
    }

    void theWindowHearsOfItAtStart()
    {
        {
            OpenLibrary library(m_folder->path());
            QVERIFY(addOne(library).hasValue());
        }
        QVERIFY(QDir().rename(pictures(), aside()));
        Library library(support::Paths::below(m_folder->path()));
        QSignalSpy missing(&library, &Library::picturesFolderMissing);
        QVERIFY(answerTo<void>([&](auto done) { library.open(this, done); }).hasValue());
        QCOMPARE(missing.size(), 1);
        QVERIFY(!QFile::exists(pictures()));
    }

    void aLibraryOfAnEarlierVersionKnowsItsFolderByItsPictures()
    {
        {
            OpenLibrary library(m_folder->path());
            QVERIFY(addOne(library).hasValue());
        }
        const QStringList marks =
            QDir(pictures()).entryList({u".janus-library-*"_s}, QDir::Files | QDir::Hidden);
        QCOMPARE(marks.size(), 1);
        QVERIFY(QFile::remove(pictures() + u'/' + marks.first()));
        OpenLibrary library(m_folder->path());
        QVERIFY(addOne(library, 1).hasValue());
        QVERIFY(QFile::exists(pictures() + u'/' + marks.first()));
    }

    void unmountedAndMountedAgain() // DSK-05
    {
        QVERIFY(QDir().mkpath(pictures()));
        if (!m_mayMount || !mountSmall(pictures(), "size=4m"))
            QSKIP("needs the right to mount a small file system");
        OpenLibrary library(m_folder->path());
        QVERIFY(addOne(library).hasValue());
        const QByteArray place = QFile::encodeName(pictures());
        const QByteArray elsewhere = QFile::encodeName(aside());
        QVERIFY(QDir().mkpath(aside()));
        QCOMPARE(::mount(place.constData(), elsewhere.constData(), nullptr, MS_BIND, nullptr), 0);
        QCOMPARE(::umount2(place.constData(), MNT_DETACH), 0);
        const auto refused = addOne(library, 1);
        const QStringList below =
            QDir(pictures()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
        QCOMPARE(::mount(elsewhere.constData(), place.constData(), nullptr, MS_BIND, nullptr), 0);
        const auto later = addOne(library, 2);
        ::umount2(elsewhere.constData(), MNT_DETACH);
        QVERIFY(!refused);
        QCOMPARE(below, QStringList());
        QVERIFY(later.hasValue());
    }

    void aFolderThatCanOnlyBeReadIsNamed() // DSK-05
    {
        OpenLibrary library(m_folder->path());
        const auto first = addOne(library);
        QVERIFY(first.hasValue());
        const QByteArray place = QFile::encodeName(pictures());
        if (!m_mayMount || ::mount(place.constData(), place.constData(), nullptr, MS_BIND, nullptr) != 0)
            QSKIP("needs the right to mount a folder");
        const bool readOnly =
            ::mount(nullptr, place.constData(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) == 0;
        const auto refused = addOne(library, 1);
        const auto noRoom = room(library, 1);
        ::umount2(place.constData(), MNT_DETACH);
        QVERIFY(readOnly);
        QVERIFY(!refused && !noRoom);
        QVERIFY2(refused.error().message.contains("can only be read"_L1),
                 qPrintable(refused.error().message));
        QVERIFY2(noRoom.error().message.contains("can only be read"_L1), qPrintable(noRoom.error().message));
        QVERIFY(addOne(library, 2).hasValue());
    }

    void anotherFolderMayBeChosen() // DSK-05
    {
        OpenLibrary library(m_folder->path());
        const auto first = addOne(library);
        QVERIFY(first.hasValue());
        const QString other = m_folder->filePath(u"other"_s);
        const auto strange = moveTo(library, other, false);
        QVERIFY(!strange);
        QCOMPARE(strange.error().kind, ErrorKind::BadInput);
        QVERIFY(!QFile::exists(other));
        QVERIFY(QDir().rename(pictures(), other)); // what the user does with a file manager
        QVERIFY(moveTo(library, other, false).hasValue());
        QCOMPARE(library.library->paths().pictures, other);
        const auto second = addOne(library, 1);
        QVERIFY(second.hasValue());
        QVERIFY(second->file.startsWith(other + u'/'));
        const auto again = answerTo<QList<Picture>>(
            [&](auto done) { library.library->pictures({first->id}, library.library.get(), done); });
        QVERIFY(QFile::exists(again->first().file));
        QVERIFY(!QFile::exists(pictures()));
        QVERIFY(moveTo(library, aside(), true).hasValue());
        QVERIFY(addOne(library, 2)->file.startsWith(aside() + u'/'));
        QVERIFY(write(m_folder->filePath(u"file"_s), "x"));
        QVERIFY(!moveTo(library, m_folder->filePath(u"file"_s), true));
        QVERIFY(addOne(library, 3)->file.startsWith(aside() + u'/'));
    }

    void whenThereIsTooLittleRoomTheSentenceSaysHowMuch()
    {
        QVERIFY(QDir().mkpath(pictures()));
        if (!m_mayMount || !mountSmall(pictures(), "size=48m"))
            QSKIP("needs the right to mount a small file system");
        OpenLibrary library(m_folder->path());
        QVERIFY(library.opened.hasValue());
        const auto enough = room(library, 8 * 1024 * 1024);
        const auto tooLittle = room(library, 72 * 1024 * 1024);
        QVERIFY2(enough.hasValue(), enough ? "" : qPrintable(enough.error().message));
        QVERIFY(!tooLittle);
        QCOMPARE(tooLittle.error().kind, ErrorKind::Storage);
        QVERIFY2(tooLittle.error().message.contains("72 MB are needed, 4"_L1),
                 qPrintable(tooLittle.error().message));
    }

    void onlyThePictureItselfIsShown_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("DSK-07 deleted") << QByteArray();
        QTest::newRow("DSK-07 cut") << png().chopped(20);
        QTest::newRow("DSK-07 replaced by another picture") << png(77);
        QTest::newRow("DSK-07 grown") << png() + QByteArray(10, 'x');
    }
    void onlyThePictureItselfIsShown()
    {
        QFETCH(QByteArray, content);
        PictureId id = 0;
        QString file;
        {
            OpenLibrary library(m_folder->path());
            const auto picture = addOne(library);
            QVERIFY(picture.hasValue());
            id = picture->id;
            file = picture->file;
        }
        const QByteArray whole = bytesOf(file);
        QVERIFY(content.isEmpty() ? QFile::remove(file) : write(file, content));
        QVERIFY(QDir(m_folder->filePath(u"cache"_s)).removeRecursively());
        OpenLibrary library(m_folder->path());
        const auto image = [&] {
            const auto shown = answerTo<QImage>([&](auto done) {
                library.library->image(id, library.library.get(),
                                       [done](const QImage &answer) { done(answer); });
            });
            return shown ? *shown : QImage();
        };
        QVERIFY(image().isNull());
        QVERIFY(library.thumbnail(id).isNull());
        QVERIFY(write(file, whole));
        QVERIFY(!image().isNull());
        QVERIFY(!library.thumbnail(id).isNull());
    }

    void rightsAreAsDesignedWhateverTheUmask() // DSK-12
    {
        const mode_t before = ::umask(0);
        QString file;
        {
            OpenLibrary library(m_folder->path());
            const auto picture = addOne(library);
            file = picture ? picture->file : QString();
            const auto made =
                answerTo<QString>([&](auto done) { library.library->backUp(library.library.get(), done); });
            QVERIFY(made && !made->isEmpty());
            QCOMPARE(modeOf(*made), 0600);
            for (const QString &name :
                 {u"data/library.db"_s, u"data/library.db-wal"_s, u"cache/thumbnails.db"_s})
                QCOMPARE(modeOf(m_folder->filePath(name)), 0600);
        }
        ::umask(before);
        QCOMPARE(modeOf(file), 0644);
        QCOMPARE(modeOf(m_folder->filePath(u"data"_s)), 0700);
        QCOMPARE(modeOf(m_folder->filePath(u"data/backups"_s)), 0700);
        QVERIFY(QFile::setPermissions(m_folder->filePath(u"data/library.db"_s), QFile::Permissions(0x6666)));
        QCOMPARE(::chmod(QFile::encodeName(m_folder->filePath(u"data"_s)).constData(), 0777), 0);
        OpenLibrary library(m_folder->path()); // made too open by somebody
        QCOMPARE(modeOf(m_folder->filePath(u"data"_s)), 0700);
        QCOMPARE(modeOf(m_folder->filePath(u"data/library.db"_s)), 0600);
    }

    void withoutDescriptorsPicturesWaitAndNothingIsHalf() // DSK-13
    {
        OpenLibrary library(m_folder->path());
        const qint64 job = library.addJob();
        int kept = 0;
        const auto addMany =
            [&](int from) { // all at once; GLib ends the program when a thread finds none at its start
                kept = 0;
                for (int index = from; index < from + 30; ++index)
                    library.library->add(
                        OpenLibrary::newPicture(job, png(index), index), this,
                        [&kept](const Result<Picture> &picture) { kept += picture.hasValue(); });
                return QTest::qWaitFor([&] { return kept == 30; }, 30000);
            };
        QVERIFY(addMany(100));
        std::vector<int> taken;
        rlimit before{};
        ::getrlimit(RLIMIT_NOFILE, &before);
        const rlimit few{64, before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &few), 0);
        for (int file = ::open("/dev/null", O_RDONLY); file >= 0; file = ::open("/dev/null", O_RDONLY))
            taken.push_back(file);
        const auto refused = library.add(OpenLibrary::newPicture(job, png()));
        for (const int file : taken)
            ::close(file);
        const bool all = addMany(0);
        ::setrlimit(RLIMIT_NOFILE, &before);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Storage);
        QVERIFY2(refused.error().message.contains("Too many files"_L1), qPrintable(refused.error().message));
        QVERIFY(all);
    }
};

QTEST_GUILESS_MAIN(TestPicturesFolder)
#include "tst_picturesfolder.moc"
