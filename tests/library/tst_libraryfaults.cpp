// The pictures folder goes and comes back, the disk is slow, statements fail, the database is hostile.
#include "damage.h"
#include "library/backups.h"
#include "libraryfixture.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::library;
using namespace janus::library::fixture;

namespace {

QByteArray png(int tone = 0)
{
    return encoded(painting({64, 48}, tone), "PNG");
}

/// Runs one statement on the library's own connection.
bool run(OpenLibrary &library, const QString &sql)
{
    return library
        .run<void>([sql](QSqlDatabase &connection) -> Result<void> {
            auto done = execute(connection, sql);
            return done ? Result<void>() : done.error();
        })
        .hasValue();
}

Result<void> roomFor(OpenLibrary &library, qint64 bytes)
{
    return answerTo<void>([&](auto done) { library.library->room(bytes, library.library.get(), done); });
}

} // namespace

class TestLibraryFaults : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const QString &name) const { return m_folder->filePath(name); }
    QString pictures() const { return path(u"pictures"_s); }
    QString file() const { return path(u"data/library.db"_s); }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    // DSK-05
    void withoutItsFolderNothingIsLostAndItGoesOnWhenItIsBack_data()
    {
        QTest::addColumn<QString>("instead");
        QTest::newRow("gone") << u""_s;
        QTest::newRow("unmounted, an empty folder is left") << u"folder"_s;
        QTest::newRow("a file") << u"file"_s;
        QTest::newRow("a link to nowhere") << u"link"_s;
    }
    void withoutItsFolderNothingIsLostAndItGoesOnWhenItIsBack()
    {
        QFETCH(QString, instead);
        OpenLibrary library(m_folder->path());
        const auto first = library.add(OpenLibrary::newPicture(library.addJob(), png()));
        QVERIFY(first);
        QVERIFY(QDir().rename(pictures(), path(u"away"_s)));
        if (instead == "folder"_L1)
            QVERIFY(QDir().mkpath(pictures()));
        else if (instead == "file"_L1)
            QVERIFY(write(pictures(), "a file"));
        else if (instead == "link"_L1)
            QVERIFY(QFile::link(path(u"nowhere"_s), pictures()));
        const NewPicture second = OpenLibrary::newPicture(library.addJob(), png(1));
        const auto refused = library.add(second);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Storage);
        QVERIFY2(refused.error().message.contains(pictures()), qPrintable(refused.error().message));
        QCOMPARE(roomFor(library, 1).error().message, refused.error().message);
        QCOMPARE(library.rows()->size(), 1u);
        {
            Library other(support::Paths::below(m_folder->path()));
            QSignalSpy missing(&other, &Library::picturesFolderMissing);
            QVERIFY(answerTo<void>([&](auto done) { other.open(this, done); }));
            QCOMPARE(missing.size(), 1);
        }
        QVERIFY(instead.isEmpty() ||
                (instead == "folder"_L1 ? QDir().rmdir(pictures()) : QFile::remove(pictures())));
        QVERIFY(QDir().rename(path(u"away"_s), pictures()));
        QVERIFY(roomFor(library, 1));
        QVERIFY(library.add(second));
        QCOMPARE(library.rows()->size(), 2u);
        QVERIFY(QFile::exists(first->file));
    }

    void anotherFolderMayBeChosen()
    {
        OpenLibrary library(m_folder->path());
        QVERIFY(library.add(OpenLibrary::newPicture(library.addJob(), png())));
        QVERIFY(QDir().rename(pictures(), path(u"away"_s)));
        const auto choose = [&](const QString &folder, bool isSure) {
            return answerTo<void>([&](auto done) {
                library.library->setPicturesFolder(folder, isSure, library.library.get(), done);
            });
        };
        QCOMPARE(choose(path(u"empty"_s), false).error().kind, ErrorKind::BadInput);
        QVERIFY(choose(path(u"away"_s), false)); // it holds the pictures
        const auto there = library.add(OpenLibrary::newPicture(library.addJob(), png(1)));
        QVERIFY(there);
        QVERIFY2(there->file.startsWith(path(u"away"_s)), qPrintable(there->file));
        QVERIFY(choose(path(u"empty"_s), true));
        QVERIFY(library.add(OpenLibrary::newPicture(library.addJob(), png(2)))
                    ->file.startsWith(path(u"empty"_s)));
    }

    // DSK-01
    void thereIsRoomOrItIsSaidHowMuchIsMissing()
    {
        OpenLibrary library(m_folder->path());
        QVERIFY(roomFor(library, 1024));
        const auto full = roomFor(library, qint64(1) << 60);
        QVERIFY(!full);
        QCOMPARE(full.error().kind, ErrorKind::Storage);
        QVERIFY2(full.error().message.contains("1099511627776 MB are needed"_L1),
                 qPrintable(full.error().message));
    }

    // DSK-09: as slow as can be. The database's thread stands still until this one has gone on.
    void whileTheDiskIsSlowNobodyWaitsForIt()
    {
        OpenLibrary library(m_folder->path());
        const qint64 job = library.addJob();
        QSemaphore disk;
        library.library->database().run<void>(nullptr,
                                              [&disk](QSqlDatabase &) -> Result<void> {
                                                  disk.acquire();
                                                  return {};
                                              },
                                              {});
        int answers = 0;
        const auto count = [&answers](const auto &) { ++answers; };
        library.library->add(OpenLibrary::newPicture(job, png()), this, count);
        library.library->rows(this, count);
        library.library->thumbnails({1}, {256, 256}, this, count);
        library.library->image(1, this, count);
        library.library->room(1, this, count);
        library.library->setPicturesFolder(pictures(), false, this, count);
        bool turned = false;
        QMetaObject::invokeMethod(
            this, [&turned] { turned = true; }, Qt::QueuedConnection);
        QTRY_VERIFY(turned);
        disk.release();
        QTRY_COMPARE_WITH_TIMEOUT(answers, 6, 30'000);
        QCOMPARE(library.rows()->size(), 1u);
    }

    // DB-07
    void whatTheDatabaseRefusesIsNotKeptAndLaterItWorks_data()
    {
        QTest::addColumn<QString>("breaks");
        QTest::addColumn<QString>("mends");
        QTest::newRow("SQLITE_READONLY") << u"PRAGMA query_only=ON"_s << u"PRAGMA query_only=OFF"_s;
        QTest::newRow("SQLITE_FULL") << u"PRAGMA max_page_count=1"_s << u"PRAGMA max_page_count=1073741823"_s;
    }
    void whatTheDatabaseRefusesIsNotKeptAndLaterItWorks()
    {
        QFETCH(QString, breaks);
        QFETCH(QString, mends);
        OpenLibrary library(m_folder->path());
        // Enough that a page of the file has to be added.
        const QString prompt(60'000, u'p');
        const qint64 job = library.addJob(prompt);
        QVERIFY(run(library, breaks));
        const NewPicture incoming = OpenLibrary::newPicture(job, png(), 0, prompt);
        if (breaks.contains("max_page_count"_L1)) {
            QCOMPARE(library.addJob(prompt), -1);
        } else {
            const auto refused = library.add(incoming);
            QVERIFY(!refused);
            QCOMPARE(refused.error().kind, ErrorKind::Storage);
            QCOMPARE(library.rows()->size(), 0u);
            QCOMPARE(QDir(pictures()).entryList({u"2*"_s}, QDir::Dirs).size(), 1);
        }
        QVERIFY(run(library, mends));
        QVERIFY(library.add(incoming));
        QVERIFY(library.addJob(prompt) > 0);
    }

    // DB-09
    void hostileTextComesBackExactly_data()
    {
        QTest::addColumn<QString>("prompt");
        QTest::newRow("quotes") << u"o'; DROP TABLE jobs; -- \" `x` \\ %1 ?1 :a @b"_s;
        QTest::newRow("NUL") << u"a"_s + QChar(0) + u"b"_s;
        QTest::newRow("10 MB") << QString(10'000'000, u'x');
        QTest::newRow("outside the basic plane, right to left") << u"\U0001f98a \u202e abc \u0000f"_s;
        QTest::newRow("control characters") << u"\x01\x02\x1b[31m\r\n\t\x7f"_s;
    }
    void hostileTextComesBackExactly()
    {
        QFETCH(QString, prompt);
        OpenLibrary library(m_folder->path());
        const qint64 job = library.addJob(prompt);
        QVERIFY(job > 0);
        QVERIFY(library.add(OpenLibrary::newPicture(job, png(), 0, prompt)));
        const auto pictures = answerTo<QList<Picture>>(
            [&](auto done) { library.library->pictures({1}, library.library.get(), done); });
        QVERIFY(pictures);
        QVERIFY(pictures->first().request.input.value(u"prompt"_s).toString() == prompt);
        const auto stored = library.run<QString>([](QSqlDatabase &connection) -> Result<QString> {
            auto query = execute(connection, u"SELECT prompt FROM batches"_s);
            return query && query->next() ? query->value(0).toString() : QString();
        });
        QVERIFY(*stored == prompt);
    }

    // DB-10
    void aHostileDatabaseIsRefusedAndLeftAsItIs_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::newRow("trigger")
            << u"CREATE TRIGGER evil AFTER INSERT ON jobs BEGIN DELETE FROM pictures; END"_s;
        QTest::newRow("trigger instead of ours")
            << u"CREATE TRIGGER evil AFTER UPDATE ON jobs BEGIN UPDATE jobs SET state = 0; END"_s;
        QTest::newRow("view") << u"CREATE VIEW evil AS SELECT * FROM jobs"_s;
    }
    void aHostileDatabaseIsRefusedAndLeftAsItIs()
    {
        QFETCH(QString, sql);
        {
            OpenLibrary library(m_folder->path());
            QVERIFY(library.addJob() > 0);
        }
        QVERIFY(runSql(file(), {sql}));
        const QByteArray before = bytesOf(file());
        OpenLibrary library(m_folder->path());
        QVERIFY(!library.opened);
        QVERIFY2(library.opened.error().message.contains("Another program has changed"_L1),
                 qPrintable(library.opened.error().message));
        library.library.reset();
        QVERIFY(bytesOf(file()) == before);
    }

    // DB-12
    void aBackupMadeWhilePicturesComeInIsWhole()
    {
        OpenLibrary library(m_folder->path());
        QList<qint64> jobs;
        for (int job = 0; job < 100; ++job)
            jobs << library.addJob();
        int added = 0;
        for (const qint64 job : std::as_const(jobs))
            library.library->add(OpenLibrary::newPicture(job, png(int(job))), this,
                                 [&added](const Result<Picture> &picture) { added += picture.hasValue(); });
        const auto made =
            answerTo<QString>([&](auto done) { library.library->backUp(library.library.get(), done); });
        QVERIFY(made);
        QVERIFY(!made->isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(added, 100, 30'000);
        QVERIFY(withConnection(*made, Access::ReadOnly, [](QSqlDatabase &connection) -> Result<void> {
            if (Result<void> whole = checkIntegrity(connection); !whole)
                return whole;
            auto query = execute(connection, u"SELECT count(*) FROM jobs"_s);
            return query && query->next() && query->value(0) == 100 ? Result<void>()
                                                                    : Error{ErrorKind::Internal, u"jobs"_s};
        }));
    }
};

QTEST_GUILESS_MAIN(TestLibraryFaults)
#include "tst_libraryfaults.moc"
