// Emptying the studio's trash: files go to the system's, rows go with them, and nothing else does.
#include "libraryfixture.h"

#include "library/catalogue.h"
#include "library/deeds.h"
#include "library/exchange.h"

#include <QDir>
#include <QDirIterator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace janus;
using namespace janus::library;
using namespace janus::library::fixture;

class TestTrashing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_open = std::make_unique<OpenLibrary>(m_folder->filePath(u"studio"_s));
        QVERIFY(m_open->opened);
        m_ids.clear();
        for (int at = 0; at < 4; ++at) {
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

    void filesGoToTheSystemsTrashAndRowsWithThem()
    {
        const QString file = fileOf(m_ids[1]);
        const QByteArray bytes = contentOf(file);
        trash({m_ids[1], m_ids[2]});
        QVERIFY(QFile::exists(file)); // nothing happens to it before
        QSignalSpy forgotten(&m_open->library->exchange(), &Exchange::forgotten);
        const Result<EmptyReport> report = empty({});
        QVERIFY(report);
        QCOMPARE(report->removed, std::vector<PictureId>({m_ids[1], m_ids[2]}));
        QVERIFY(report->kept.isEmpty());
        QCOMPARE(forgotten.size(), 1);
        QVERIFY(!QFile::exists(file));
        QVERIFY(isInSystemTrash(file, bytes));
        QCOMPARE(number(u"SELECT count(*) FROM pictures"_s), 2);
        QCOMPARE(number(u"SELECT count(*) FROM facts"_s), 2);
        QCOMPARE(number(u"SELECT count(*) FROM trash"_s), 0);
        QCOMPARE(number(u"SELECT count(*) FROM jobs"_s), 4); // the journal keeps what was paid for
    }

    void aSystemWithoutAnyTrashIsToldSo()
    {
        trash({m_ids[0]});
        const QByteArray before = qgetenv("XDG_DATA_HOME");
        const QString file = m_folder->filePath(u"a file"_s);
        QFile blocking(file);
        QVERIFY(blocking.open(QIODevice::WriteOnly));
        qputenv("XDG_DATA_HOME", QFile::encodeName(file + "/below"_L1)); // cannot be made
        const Result<EmptyReport> report = empty({});
        qputenv("XDG_DATA_HOME", before);
        QVERIFY(report && report->removed.empty());
        QCOMPARE(report->kept.size(), 1);
        QVERIFY(QFile::exists(fileOf(m_ids[0])));
    }

    void onlyThoseNamedGoAndOnlyFromTheTrash()
    {
        trash({m_ids[0], m_ids[1]});
        const Result<EmptyReport> report = empty({m_ids[1], m_ids[3]});
        QVERIFY(report);
        QCOMPARE(report->removed, std::vector<PictureId>{m_ids[1]});
        QVERIFY(QFile::exists(fileOf(m_ids[0])));
        QVERIFY(QFile::exists(fileOf(m_ids[3])));
        QCOMPARE(number(u"SELECT count(*) FROM pictures"_s), 3);
    }

    void whatCannotBeMovedStaysAndIsTold()
    {
        trash({m_ids[0], m_ids[1]});
        const QString stubborn = fileOf(m_ids[0]);
        m_open->library->exchange().setSystemTrash(
            [stubborn](const QString &file) { return file != stubborn && moveToSystemTrash(file); });
        const Result<EmptyReport> report = empty({});
        QVERIFY(report);
        QCOMPARE(report->removed, std::vector<PictureId>{m_ids[1]});
        QCOMPARE(report->kept.size(), 1);
        QCOMPARE(report->kept.first().picture, m_ids[0]);
        QVERIFY(report->kept.first().message.endsWith(u'.'));
        QVERIFY(QFile::exists(stubborn));
        QCOMPARE(number(u"SELECT count(*) FROM trash"_s), 1);
    }

    void oneRestoredMeanwhileIsNotForgotten()
    {
        trash({m_ids[0]});
        m_open->library->exchange().setSystemTrash([this](const QString &) {
            // On the exchange's thread; the deed is done before the row is looked at again.
            QMetaObject::invokeMethod(
                QCoreApplication::instance(), [this] { m_open->library->deeds().restore({m_ids[0]}); },
                Qt::BlockingQueuedConnection);
            return true;
        });
        const Result<EmptyReport> report = empty({});
        QVERIFY(report && report->removed.empty());
        QCOMPARE(number(u"SELECT count(*) FROM pictures"_s), 4);
    }

    // DSK-05: what cannot be seen is not forgotten.
    void withoutItsFolderTheTrashIsNotEmptied()
    {
        trash({m_ids[0]});
        const QString pictures = m_open->library->paths().pictures;
        QVERIFY(QDir().rename(pictures, pictures + "-away"_L1));
        const Result<EmptyReport> report = empty({});
        QVERIFY(!report);
        QCOMPARE(report.error().kind, ErrorKind::Storage);
        QCOMPARE(number(u"SELECT count(*) FROM pictures"_s), 4);
    }

    // PRC-01: the files went first, and then there was no time for the rows.
    void deathBetweenFileAndRowIsFinishedTheNextTime()
    {
        trash({m_ids[0], m_ids[1]});
        QVERIFY(moveToSystemTrash(fileOf(m_ids[0])));
        reopen();
        QCOMPARE(number(u"SELECT count(*) FROM pictures"_s), 4);
        const Result<EmptyReport> report = empty({});
        QVERIFY(report);
        QCOMPARE(report->removed, std::vector<PictureId>({m_ids[0], m_ids[1]}));
    }

    void undoLeavesAloneWhatIsGoneForGood()
    {
        trash({m_ids[0]});
        QVERIFY(empty({}));
        QSignalSpy turned(&m_open->library->deeds(), &Deeds::turned);
        m_open->library->deeds().undo();
        QTRY_COMPARE_WITH_TIMEOUT(turned.size(), 1, 20'000);
        QCOMPARE(number(u"SELECT count(*) FROM pictures"_s), 3);
        QCOMPARE(number(u"SELECT count(*) FROM trash"_s), 0);
    }

    void whatWasThrownAwayCanBeImportedAgain()
    {
        const QString file = fileOf(m_ids[2]);
        const QString kept = m_folder->filePath(u"kept.png"_s);
        QVERIFY(QFile::copy(file, kept));
        trash({m_ids[2]});
        QVERIFY(empty({}));
        const auto report = answerTo<ImportReport>([&](auto done) {
            m_open->library->exchange().importFiles({kept}, {}, m_open->library.get(), done);
        });
        QVERIFY(report);
        QCOMPARE(report->added.size(), 1U);
        QVERIFY(report->added[0] > m_ids[3]);                // numbers are never given out twice
        QCOMPARE(number(u"SELECT count(*) FROM jobs"_s), 4); // its request is the one it had
        QCOMPARE(contentOf(fileOf(report->added[0])), contentOf(kept));
    }

private:
    void reopen()
    {
        m_open.reset();
        m_open = std::make_unique<OpenLibrary>(m_folder->filePath(u"studio"_s));
        QVERIFY(m_open->opened);
    }
    void trash(const PictureIds &ids)
    {
        QSignalSpy changed(&m_open->library->deeds(), &Deeds::changed);
        m_open->library->deeds().trash(ids);
        QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, 20'000);
    }
    Result<EmptyReport> empty(const std::vector<PictureId> &ids)
    {
        return answerTo<EmptyReport>(
            [&](auto done) { m_open->library->exchange().emptyTrash(ids, m_open->library.get(), done); });
    }
    QString fileOf(PictureId id)
    {
        const auto pictures = answerTo<QList<Picture>>(
            [&](auto done) { m_open->library->pictures({id}, m_open->library.get(), done); });
        return pictures && !pictures->isEmpty() ? pictures->first().file : QString();
    }
    int number(const QString &sql)
    {
        const auto value = m_open->run<int>([sql](QSqlDatabase &connection) -> Result<int> {
            auto query = execute(connection, sql);
            return query && query->next() ? query->value(0).toInt() : -1;
        });
        return value ? *value : -1;
    }
    /// The tests' home is on the disk of their folders, and so is its trash.
    bool isInSystemTrash(const QString &file, const QByteArray &bytes) const
    {
        const QString name = QFileInfo(file).completeBaseName();
        for (const QString &top : {QDir::homePath(), QDir::tempPath(), m_folder->path()}) {
            QDirIterator all(top, {name + "*.png"_L1}, QDir::Files | QDir::Hidden,
                             QDirIterator::Subdirectories);
            while (all.hasNext()) {
                const QString found = all.next();
                if (found.contains("rash"_L1) && contentOf(found) == bytes)
                    return true;
            }
        }
        return false;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<OpenLibrary> m_open;
    std::vector<PictureId> m_ids;
};

QTEST_GUILESS_MAIN(TestTrashing)
#include "tst_trashing.moc"
