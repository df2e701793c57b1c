// What other programs do to the picture files: noticed, followed, and never a reason to forget anything.
#include "libraryfixture.h"

#include "library/catalogue.h"
#include "library/outsidefiles.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace janus;
using namespace janus::library;
using namespace janus::library::fixture;

using Ids = std::vector<PictureId>;

class TestOutside : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        open();
        m_ids.clear();
        for (int at = 0; at < 5; ++at) {
            const Result<Picture> added = m_open->add(
                OpenLibrary::newPicture(m_open->addJob(), encoded(painting({64, 48}, at), "PNG")));
            QVERIFY(added);
            m_ids.push_back(added->id);
        }
    }
    void cleanup()
    {
        m_open.reset();
        m_folder.reset();
    }

    void whatNobodyTouchedIsNotRead()
    {
        const LookReport report = look();
        QCOMPARE(report.looked, 5);
        QCOMPARE(report.read, 0);
        QCOMPARE(report.missing + report.changed + report.foundAgain, 0);
    }

    void aTouchedFileIsReadOnceAndThenKnown()
    {
        touch(fileOf(0));
        QCOMPARE(look().read, 1);
        QCOMPARE(look().read, 0);
        QCOMPARE(stateOf(0), OutsideState::Fine);
    }

    // DSK-07
    void aDeletedFileIsMissingAndFineAgainWhenItIsBack()
    {
        const QString file = fileOf(1);
        const QString away = m_folder->filePath(u"away.png"_s);
        QVERIFY(QFile::rename(file, away));
        QCOMPARE(look().missing, 1);
        QCOMPARE(stateOf(1), OutsideState::Missing);
        QCOMPARE(m_told, Ids{m_ids[1]});
        QCOMPARE(find(u"file:missing"_s), 1);
        m_told.clear();
        QCOMPARE(look().missing, 1);
        QVERIFY(m_told.empty()); // it was said
        QVERIFY(QFile::rename(away, file));
        look();
        QCOMPARE(stateOf(1), OutsideState::Fine);
        QCOMPARE(m_told, Ids{m_ids[1]});
        QCOMPARE(find(u"file:missing"_s), 0);
    }

    // DSK-07
    void aMovedFileIsFollowedWithoutAWord()
    {
        const QString pictures = m_open->library->paths().pictures;
        const QString target = pictures + "/Best of/the one.png"_L1;
        QVERIFY(QDir().mkpath(pictures + "/Best of"_L1));
        const QByteArray bytes = contentOf(fileOf(2));
        QVERIFY(QFile::rename(fileOf(2), target));
        const LookReport report = look();
        QCOMPARE(report.foundAgain, 1);
        QCOMPARE(report.missing, 0);
        QCOMPARE(fileOf(2), target);
        QCOMPARE(stateOf(2), OutsideState::Fine);
        QCOMPARE(contentOf(fileOf(2)), bytes);
        QCOMPARE(look().read, 0);
    }

    // DSK-07
    void aWholeMonthThatWasRenamedIsFollowed()
    {
        const QString month = QFileInfo(fileOf(0)).path();
        QVERIFY(QDir().rename(month, month + " (old)"_L1));
        QCOMPARE(look().foundAgain, 5);
        for (int at = 0; at < 5; ++at)
            QVERIFY(QFile::exists(fileOf(at)));
    }

    // DSK-07: never the wrong picture
    void aChangedFileIsSaidToBeChanged_data()
    {
        QTest::addColumn<int>("how");
        QTest::newRow("DSK-07 cut") << 0;
        QTest::newRow("DSK-07 of the same length, another byte") << 1;
        QTest::newRow("DSK-07 replaced by another picture of ours") << 2;
    }
    void aChangedFileIsSaidToBeChanged()
    {
        QFETCH(const int, how);
        const QString file = fileOf(3);
        const QByteArray before = contentOf(file);
        QByteArray after = before;
        if (how == 0)
            after.truncate(100);
        else if (how == 1)
            after[after.size() / 2] = char(after[after.size() / 2] ^ 1);
        else
            after = contentOf(fileOf(4));
        overwrite(file, after);
        touch(file);
        QCOMPARE(look().changed, 1);
        QCOMPARE(stateOf(3), OutsideState::Changed);
        QCOMPARE(fileOf(3), file);
        const LookReport again = look();
        QCOMPARE(again.changed, 1);
        QCOMPARE(again.read, 0);
        overwrite(file, before);
        touch(file, 7200);
        look();
        QCOMPARE(stateOf(3), OutsideState::Fine);
    }

    // DSK-05: a disk that was taken away is told once, and not by each picture.
    void aFolderThatIsNotThereMakesNoPictureMissing()
    {
        const QString pictures = m_open->library->paths().pictures;
        QSignalSpy gone(m_open->library.get(), &Library::picturesFolderMissing);
        QSignalSpy back(m_open->library.get(), &Library::picturesFolderBack);
        QVERIFY(QDir().rename(pictures, pictures + "-away"_L1));
        for (int round = 0; round < 2; ++round) {
            const Result<LookReport> report = tryToLook();
            QVERIFY(!report);
        }
        QCOMPARE(gone.size(), 1);
        QVERIFY(QDir().mkpath(pictures)); // the empty place where a disk is usually
        QVERIFY(!tryToLook());
        QCOMPARE(rowsOutside(), 0);
        QVERIFY(QDir(pictures).removeRecursively());
        QVERIFY(QDir().rename(pictures + "-away"_L1, pictures));
        QCOMPARE(look().missing, 0);
        QCOMPARE(back.size(), 1);
    }

    void manyPicturesOfAFolderThatIsGoneAreNotNotedOneByOne()
    {
        QVERIFY(m_open->run<void>([this](QSqlDatabase &connection) -> Result<void> {
            Transaction transaction(connection);
            auto job =
                execute(connection,
                        u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)"
                        " INSERT INTO pictures(job, batch, idx, count, file, width, height, bytes, sha256,"
                        " seed, created) SELECT ?, 1, 100 + i, 2000, 'drive/' || i || '.png', 8, 8, 1, '', 7,"
                        " '2026-01-01T00:00:00.000Z' FROM n"_s,
                        {m_job});
            return job ? transaction.commit() : job.error();
        }));
        QSignalSpy gone(m_open->library.get(), &Library::picturesFolderMissing);
        const LookReport report = look();
        QCOMPARE(report.missing, 1500);
        QCOMPARE(report.foldersMissing, QStringList{u"drive"_s});
        QCOMPARE(rowsOutside(), 0);
        QCOMPARE(gone.size(), 1);
    }

    void aPictureIsShownItsFile()
    {
        const QString file = fileOf(0);
        const QString elsewhere = m_folder->filePath(u"elsewhere.png"_s);
        const QByteArray bytes = contentOf(file);
        QVERIFY(QFile::rename(file, elsewhere));
        look();
        QCOMPARE(stateOf(0), OutsideState::Missing);
        QVERIFY(locate(0, elsewhere, OutsideFiles::Locate::Same));
        QCOMPARE(stateOf(0), OutsideState::Fine);
        QVERIFY(fileOf(0).startsWith(m_open->library->paths().pictures)); // a copy of its own
        QCOMPARE(contentOf(fileOf(0)), bytes);
        QCOMPARE(contentOf(elsewhere), bytes);
        QCOMPARE(look().missing, 0);
    }

    void anotherPictureIsRefusedUnlessItIsMeant()
    {
        const QString elsewhere = m_folder->filePath(u"elsewhere.jpg"_s);
        overwrite(elsewhere, encoded(painting({80, 60}), "JPEG"));
        const Result<void> refused = locate(0, elsewhere, OutsideFiles::Locate::Same);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::BadInput);
        QCOMPARE(refused.error().field, u"content"_s);
        QVERIFY(locate(0, elsewhere, OutsideFiles::Locate::Changed));
        QCOMPARE(contentOf(fileOf(0)), contentOf(elsewhere));
        QCOMPARE(pictureOf(0).size, QSize(80, 60));
        QCOMPARE(look().changed, 0);
    }

    void aFileOfAnotherPictureOrNoneIsRefused()
    {
        QVERIFY(!locate(0, fileOf(1), OutsideFiles::Locate::Changed));
        QVERIFY(!locate(0, m_folder->filePath(u"nothing.png"_s), OutsideFiles::Locate::Changed));
        const QString text = m_folder->filePath(u"text.png"_s);
        overwrite(text, "<svg/>");
        QVERIFY(!locate(0, text, OutsideFiles::Locate::Changed));
        QCOMPARE(stateOf(0), OutsideState::Fine);
    }

    void whatHappensInAFolderIsNoticedByItself()
    {
        look(); // from here on its folders are watched
        QVERIFY(QFile::remove(fileOf(4)));
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(4), OutsideState::Missing, 30'000);
    }

    void aLibraryMayCloseInTheMiddle()
    {
        for (int at = 0; at < 5; ++at)
            touch(fileOf(at));
        m_open->library->outsideFiles().lookNow(m_open->library.get(), {});
        m_open.reset();
        open();
        QCOMPARE(look().looked, 5);
    }

private:
    void open()
    {
        m_open = std::make_unique<OpenLibrary>(m_folder->filePath(u"studio"_s));
        QVERIFY(m_open->opened);
        m_told.clear();
        connect(&m_open->library->outsideFiles(), &OutsideFiles::changed, this,
                [this](const std::shared_ptr<const Ids> &ids) {
                    m_told.insert(m_told.end(), ids->begin(), ids->end());
                });
    }
    Result<LookReport> tryToLook()
    {
        return answerTo<LookReport>(
            [this](auto done) { m_open->library->outsideFiles().lookNow(m_open->library.get(), done); });
    }
    LookReport look()
    {
        const Result<LookReport> report = tryToLook();
        if (!report)
            qWarning() << report.error().message;
        return report ? *report : LookReport();
    }
    Result<void> locate(int at, const QString &file, OutsideFiles::Locate how)
    {
        return answerTo<void>([&](auto done) {
            m_open->library->outsideFiles().locate(m_ids[std::size_t(at)], file, how, m_open->library.get(),
                                                   done);
        });
    }
    Picture pictureOf(int at)
    {
        const auto pictures = answerTo<QList<Picture>>([&](auto done) {
            m_open->library->pictures({m_ids[std::size_t(at)]}, m_open->library.get(), done);
        });
        return pictures && !pictures->isEmpty() ? pictures->first() : Picture();
    }
    QString fileOf(int at) { return pictureOf(at).file; }
    OutsideState stateOf(int at) { return pictureOf(at).outside; }
    int find(const QString &text)
    {
        const auto count = answerTo<int>([&](auto done) {
            m_open->library->catalogue().count(*Query::fromText(text), {}, m_open->library.get(), done);
        });
        return count ? *count : -1;
    }
    int rowsOutside()
    {
        const auto value = m_open->run<int>([](QSqlDatabase &connection) -> Result<int> {
            auto query = execute(connection, u"SELECT count(*) FROM outside"_s);
            return query && query->next() ? query->value(0).toInt() : -1;
        });
        return value ? *value : -1;
    }
    /// As a program does that writes an hour later.
    static void touch(const QString &path, int seconds = 3600)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(seconds),
                                 QFileDevice::FileModificationTime));
    }
    static void overwrite(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<OpenLibrary> m_open;
    Ids m_ids;
    Ids m_told;
    const qint64 m_job = 1;
};

QTEST_GUILESS_MAIN(TestOutside)
#include "tst_outside.moc"
