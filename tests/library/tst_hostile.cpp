// Libraries of strangers, texts of strangers, and very many pictures.
#include "damage.h"
#include "library/migrations.h"
#include "libraryfixture.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::library;
using namespace janus::library::fixture;

class TestHostile : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

    QString file() const { return m_folder->filePath(u"data/library.db"_s); }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>(quickPlace());
        QVERIFY(m_folder->isValid());
    }

    void aLibraryOfAStrangerDoesNothingByItself_data()
    {
        QTest::addColumn<QStringList>("sql");
        QTest::addColumn<QString>("words"); ///< of the refusal; empty: it is damaged and mended
        const QString bomb = u"CREATE TRIGGER t AFTER INSERT ON batches BEGIN DELETE FROM jobs; END"_s;
        QTest::newRow("DB-10 a trigger") << QStringList{bomb} << u"it has a trigger"_s;
        QTest::newRow("DB-10 a view beside the tables")
            << QStringList{u"CREATE VIEW v AS SELECT * FROM jobs"_s} << u"it has a view"_s;
        QTest::newRow("DB-10 a view in place of a table")
            << QStringList{u"ALTER TABLE pictures RENAME TO p"_s,
                           u"CREATE VIEW pictures AS SELECT * FROM p"_s}
            << u"it has a view"_s;
        QTest::newRow("DB-10 a table is missing") << QStringList{u"DROP TABLE published"_s} << QString();
        QTest::newRow("DB-10 a column is missing")
            << QStringList{u"ALTER TABLE jobs RENAME COLUMN result TO outcome"_s} << QString();
        QTest::newRow("DB-10 a virtual table in place of one")
            << QStringList{u"DROP TABLE published"_s,
                           u"CREATE VIRTUAL TABLE published USING fts5(picture, url, is_private, created, expires)"_s}
            << QString();
    }
    void aLibraryOfAStrangerDoesNothingByItself()
    {
        QFETCH(QStringList, sql);
        QFETCH(QString, words);
        {
            OpenLibrary library(m_folder->path());
            QVERIFY(library.addJob() > 0);
        }
        QVERIFY(runSql(file(), sql).hasValue());
        const QByteArray before = bytesOf(file());
        Library library(support::Paths::below(m_folder->path()));
        QSignalSpy mended(&library, &Library::mended);
        const auto opened = answerTo<void>([&](auto done) { library.open(this, done); });
        QCOMPARE(opened.hasValue(), words.isEmpty());
        QCOMPARE(mended.size(), words.isEmpty() ? 1 : 0);
        if (opened)
            return;
        QVERIFY2(opened.error().message.contains(words), qPrintable(opened.error().message));
        QCOMPARE(bytesOf(file()), before);
    }

    void hugeAndWrongCellsAreOnlyData() // DB-10
    {
        PictureId id = 0;
        {
            OpenLibrary library(m_folder->path());
            const auto added =
                library.add(OpenLibrary::newPicture(library.addJob(), encoded(painting({32, 32}), "PNG")));
            QVERIFY(added.hasValue());
            id = added->id;
        }
        for (
            const QString &sql :
            {u"UPDATE jobs SET body = zeroblob(20000000), endpoint = zeroblob(100000), state = 'seven'"_s,
             u"UPDATE pictures SET width = -5, height = 1e300, bytes = 9e18, created = 'never', seed = 'x'"_s,
             u"UPDATE pictures SET file = '../../../../etc/passwd'"_s,
             u"UPDATE pictures SET bytes = -9e18, file = 'a' || char(0) || 'b', sha256 = NULL || 'x', idx = 1e18"_s}) {
            const Result<void> spoilt = runSql(file(), {sql});
            if (!spoilt)
                continue; // the table's own rules are in the way
            OpenLibrary library(m_folder->path());
            QVERIFY(library.opened.hasValue());
            QVERIFY(library.rows().hasValue());
            const auto pictures = answerTo<QList<Picture>>(
                [&](auto done) { library.library->pictures({id}, library.library.get(), done); });
            QVERIFY(pictures.hasValue());
            QVERIFY(library.addJob() > 0);
            const auto image = answerTo<QImage>([&](auto done) {
                library.library->image(id, library.library.get(),
                                       [done](const QImage &answer) { done(answer); });
            });
            if (sql.contains("pictures"_L1))
                QVERIFY2(image->isNull(), qPrintable(sql));
        }
    }

    void everyTextComesBackAsItWas_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("DB-09 quotes") << u"'; DROP TABLE jobs; -- \" ` ]"_s;
        QTest::newRow("DB-09 a zero") << QString(u"before\0after"_s);
        QTest::newRow("DB-09 ten megabytes") << QString(10'000'000, u'x');
        QTest::newRow("DB-09 half a surrogate pair") << u"half "_s + QChar(0xd83d) + u" pair"_s;
        QTest::newRow("DB-09 turned around") << u"\u202e\u0000\ufeff\uffff"_s;
        QTest::newRow("DB-09 percent signs") << u"%1 %2 ? :a @b $c"_s;
    }
    void everyTextComesBackAsItWas()
    {
        QFETCH(QString, text);
        OpenLibrary library(m_folder->path());
        const qint64 job = library.addJob(text, text);
        QVERIFY(job > 0);
        NewPicture incoming =
            OpenLibrary::newPicture(job, encoded(painting({32, 32}), "PNG"), 0, text, text.left(50));
        // What is sent is what counts: JSON cannot hold half a pair.
        const GenerationRequest sent =
            GenerationRequest::fromBody(incoming.picture.request.endpoint, incoming.picture.request.body());
        const auto added = library.add(incoming);
        QVERIFY2(added.hasValue(), added ? "" : qPrintable(added.error().message));
        QCOMPARE(added->request, sent);
        const auto prompt = library.run<QByteArray>([](QSqlDatabase &connection) -> Result<QByteArray> {
            auto query = execute(connection, u"SELECT CAST(prompt AS BLOB), typeof(prompt) FROM batches"_s);
            return query && query->next() ? query->value(0).toByteArray() : QByteArray();
        });
        // SQLite's texts are UTF-16 to Qt, and half a pair is no text.
        if (!text.contains(QChar(0xd83d)))
            QCOMPARE(QString::fromUtf8(*prompt), text);
        QCOMPARE(library.rows()->size(), 1u);
        QVERIFY(added->file.startsWith(m_folder->filePath(u"pictures"_s)));
    }

    /// DSK-10: whatever the prompt, the file's name is safe on every system, and no two are the same.
    void everyPromptGivesASafeName()
    {
        OpenLibrary library(m_folder->path());
        QSet<QString> files;
        const QStringList prompts{u"CON"_s,    u"trailing. "_s,    QString(255, u'w'), u"🦊 fox"_s,
                                  u"a/b\\c"_s, QString(u"a\0b"_s), u"CON"_s,           u"..."_s};
        for (const QString &prompt : prompts) {
            const auto added = library.add(OpenLibrary::newPicture(
                library.addJob(prompt), encoded(painting({32, 32}), "PNG"), 0, prompt));
            QVERIFY(added.hasValue());
            const QString name = QFileInfo(added->file).fileName();
            QVERIFY2(name.size() < 100 &&
                         QRegularExpression(u"\\A[a-z0-9-]+\\.png\\z"_s).match(name).hasMatch(),
                     qPrintable(name));
            QVERIFY(!files.contains(added->file));
            files << added->file;
        }
    }

    void aHundredThousandPicturesAndTenThousandRequests() // DB-08
    {
        {
            OpenLibrary library(m_folder->path());
            QStringList sql = rowsOfJobs(1, 10'000);
            sql << u"WITH RECURSIVE n(i) AS (SELECT 10001 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
                   " INSERT INTO pictures(id, job, batch, idx, count, file, width, height, bytes, sha256, "
                   "seed, created)"
                   " SELECT i, 1 + i % 10000, 1 + i % 10000, i / 10000, 10, i || '.png', 512, 512, 1, '', i, '' FROM n"_s;
            sql.prepend(u"BEGIN"_s);
            sql << u"COMMIT"_s;
            QVERIFY(runSql(file(), sql).hasValue());
        }
        QElapsedTimer clock;
        clock.start();
        OpenLibrary library(m_folder->path());
        QVERIFY(library.opened.hasValue());
        const qint64 opened = clock.restart();
        QCOMPARE(library.rows()->size(), 100'000u);
        const qint64 rows = clock.restart();
        const auto found = library.run<int>([](QSqlDatabase &connection) -> Result<int> {
            auto query = execute(connection, u"SELECT count(*) FROM jobs WHERE state < 7"_s);
            return query && query->next() ? query->value(0).toInt() : -1;
        });
        QCOMPARE(*found, 1000);
        const qint64 open = clock.restart();
        const auto backup =
            answerTo<QString>([&](auto done) { library.library->backUp(library.library.get(), done); });
        QVERIFY(backup && !backup->isEmpty());
        std::printf(
            "FIGURE hundred_thousand_pictures open_ms=%lld rows_ms=%lld open_requests_ms=%lld backup_ms=%lld "
            "bytes=%lld\n",
            opened, rows, open, clock.elapsed(), QFileInfo(file()).size());
    }
};

QTEST_GUILESS_MAIN(TestHostile)
#include "tst_hostile.moc"
