// A library that is made again from its picture files, and the comparison of both.
#include "library/picturefiles.h"
#include "library/recipefile.h"
#include "libraryfixture.h"
#include "recipesamples.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <map>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::library;
using namespace janus::library::fixture;

namespace {

QByteArray jpeg(int tone = 0)
{
    return encoded(painting({96, 64}, tone), "JPEG");
}

/// What must come back of each picture, whatever numbers it has got.
const QString everything =
    u"SELECT p.file, j.uuid, p.idx, p.count, j.endpoint, j.body, p.seed, j.seed, j.request_id, j.service,"
    " j.delivery, j.created, j.accepted, p.width, p.height, p.bytes, p.sha256, p.sent_sha256, p.sent_bytes,"
    " p.flagged, p.created, p.queue_seconds, p.run_seconds, b.created, b.prompt"
    " FROM pictures p JOIN jobs j ON j.id = p.job JOIN batches b ON b.id = p.batch AND b.id = j.batch"
    " ORDER BY p.file"_s;
/// In the grid's order: which file, and with which others it is in a set and in a job.
const QString arrangement =
    u"SELECT p.file, dense_rank() OVER (ORDER BY p.batch), dense_rank() OVER (ORDER BY p.job)"
    " FROM pictures p ORDER BY p.batch DESC, p.job, p.idx"_s;

QList<QVariantList> table(OpenLibrary &library, const QString &sql)
{
    const auto rows =
        library.run<QList<QVariantList>>([sql](QSqlDatabase &connection) -> Result<QList<QVariantList>> {
            auto query = execute(connection, sql);
            if (!query)
                return query.error();
            QList<QVariantList> all;
            while (query->next()) {
                QVariantList row;
                for (int column = 0; !query->value(column).isNull() || column < 25; ++column)
                    row << query->value(column);
                all << row;
            }
            return all;
        });
    return rows ? *rows : QList<QVariantList>();
}

QVariant value(OpenLibrary &library, const QString &sql)
{
    return table(library, sql).value(0).value(0);
}

/// Files and their bytes.
std::map<QString, QByteArray> contentBelow(const QString &folder)
{
    std::map<QString, QByteArray> content;
    QDirIterator all(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        const QString path = all.next();
        if (all.fileName().startsWith(".janus-library-"_L1))
            continue; // the folder's mark
        content[path] = contentOf(path);
    }
    return content;
}

struct Wish
{
    int jobs = 1;
    int pictures = 1; ///< of each job
    QString service = u"fal"_s;
};

/// One press of Generate with everything the journal would know of it, its pictures added.
void press(OpenLibrary &library, int number, const Wish &wish)
{
    static const QImage image = painting({32, 24});
    static const QByteArrayList formats{encoded(image, "JPEG"), encoded(image, "PNG"), webp(image, 70)};
    const QString created =
        QDateTime::fromMSecsSinceEpoch(1'790'000'000'000 + number, Qt::UTC).toString(Qt::ISODateWithMs);
    const auto batch = library.run<qint64>([&](QSqlDatabase &connection) -> Result<qint64> {
        auto added = execute(connection, u"INSERT INTO batches(created, prompt) VALUES (?, ?)"_s,
                             {created, u"prompt %1"_s.arg(number)});
        return added ? Result<qint64>(added->lastInsertId().toLongLong()) : added.error();
    });
    QVERIFY(batch);
    const auto open = std::make_shared<int>(0);
    for (int k = 0; k < wish.jobs; ++k) {
        const qint64 seed = 9'007'199'254'740'993LL + number * 100 + k;
        const GenerationRequest request{u"fal-ai/janus"_s,
                                        {{u"prompt"_s, u"prompt %1"_s.arg(number)},
                                         {u"seed"_s, seed},
                                         {u"cfg_weight"_s, 0.1 + number},
                                         {u"num_images"_s, wish.pictures}}};
        NewPicture incoming;
        incoming.job = {QUuid::createUuid().toString(QUuid::WithoutBraces),
                        QDateTime::fromString(created, Qt::ISODateWithMs),
                        QDateTime::fromString(created, Qt::ISODateWithMs).addMSecs(250 + k),
                        {}};
        incoming.job.delivery.tags = {u"n=%1"_s.arg(number)};
        const QString requestId = u"req-%1-%2"_s.arg(number).arg(k);
        const auto job = library.run<qint64>([&](QSqlDatabase &connection) -> Result<qint64> {
            auto added = execute(
                connection,
                u"INSERT INTO jobs(batch, uuid, service, endpoint, body, seed, delivery, state, request_id,"
                " created, accepted) VALUES (?, ?, ?, ?, ?, ?, ?, 7, ?, ?, ?)"_s,
                {*batch, incoming.job.uuid, wish.service, request.endpoint, request.body(), seed,
                 QString::fromUtf8(
                     QJsonDocument(incoming.job.delivery.toJson()).toJson(QJsonDocument::Compact)),
                 requestId, created, incoming.job.accepted.toString(Qt::ISODateWithMs)});
            return added ? Result<qint64>(added->lastInsertId().toLongLong()) : added.error();
        });
        QVERIFY(job);
        for (int index = 0; index < wish.pictures; ++index) {
            incoming.picture = {};
            incoming.picture.job = *job;
            incoming.picture.batch = *batch;
            incoming.picture.index = index;
            incoming.picture.count = wish.pictures;
            incoming.picture.request = request;
            incoming.picture.seed = seed;
            incoming.picture.requestId = requestId;
            incoming.picture.service = wish.service;
            incoming.picture.runSeconds = 0.125 * index;
            if (number % 3 != 0)
                incoming.picture.flagged = number % 3 == 1;
            incoming.bytes = formats[(number + index) % formats.size()];
            ++*open;
            library.library->add(incoming, library.library.get(),
                                 [open](const Result<Picture> &added) { *open -= added.hasValue(); });
        }
    }
    QVERIFY(QTest::qWaitFor([open] { return *open == 0; }, 30'000));
}

Result<RebuildReport> rebuild(OpenLibrary &library)
{
    const auto answer = std::make_shared<std::optional<Result<RebuildReport>>>();
    library.library->rebuild(library.library.get(),
                             [answer](const Result<RebuildReport> &report) { answer->emplace(report); });
    if (!QTest::qWaitFor([answer] { return answer->has_value(); }, 600'000))
        return Error{ErrorKind::Internal, u"no answer came"_s};
    return **answer;
}

struct Verified
{
    VerifyReport report;
    QStringList words; ///< state and file name
};

Verified verify(OpenLibrary &library)
{
    Verified verified;
    const Result<VerifyReport> report = answerTo<VerifyReport>([&](auto done) {
        library.library->verify(library.library.get(), done, [&verified](const FileFinding &finding) {
            static const QStringList names{u"missing"_s, u"damaged"_s,  u"replaced"_s,
                                           u"changed"_s, u"unlisted"_s, u"foreign"_s};
            verified.words << names[int(finding.state)] + u' ' + finding.file.section(u'/', -1);
        });
    });
    if (report)
        verified.report = *report;
    verified.words.sort();
    return verified;
}

} // namespace

class TestRebuild : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

    QString pictures() const { return m_folder->filePath(u"pictures"_s); }
    void loseDatabase() const { QVERIFY(QDir(m_folder->filePath(u"data"_s)).removeRecursively()); }

    /// `count` pictures, and which file each is, in the order in which they were made.
    void fill(int count)
    {
        OpenLibrary library(m_folder->path());
        for (int number = 0; number < count; ++number)
            press(library, number, {});
    }

    void put(const QString &name, const QByteArray &bytes) const
    {
        const QString path = pictures() + u'/' + name;
        QVERIFY(QDir().mkpath(path.section(u'/', 0, -2)));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    // DB-04 database deleted, images there
    void everyPictureComesBackWithItsWholeRecipe()
    {
        const int wanted = qEnvironmentVariableIsSet("JANUS_LONG") ? 10'000 : 500;
        QList<QVariantList> before;
        QList<QVariantList> order;
        {
            OpenLibrary library(m_folder->path());
            const QStringList services{u"fal"_s, u"sandbox"_s, u"https://pictures.example:8443"_s};
            for (int number = 0, made = 0; made < wanted; ++number) { // 10 pictures in three presses
                press(library, number, {1 + number % 3, 1 + (number / 3) % 3, services[number % 3]});
                made += (1 + number % 3) * (1 + (number / 3) % 3);
            }
            before = table(library, everything);
            order = table(library, arrangement);
        }
        const auto files = contentBelow(pictures());
        loseDatabase();
        OpenLibrary library(m_folder->path());
        QSignalSpy added(library.library.get(), &Library::added);
        QElapsedTimer clock;
        clock.start();
        const Result<RebuildReport> report = rebuild(library);
        const qint64 elapsed = clock.elapsed();
        QVERIFY2(report.hasValue(), report ? "" : qPrintable(report.error().message));
        QCOMPARE(report->restored, int(before.size()));
        QCOMPARE(report->found, report->restored);
        QCOMPARE(added.size(), report->restored);
        const QList<QVariantList> after = table(library, everything);
        int same = 0;
        for (qsizetype row = 0; row < std::min(before.size(), after.size()); ++row)
            same += after[row] == before[row];
        std::printf("FIGURE rebuild pictures=%d restored=%d same_in_every_field=%d milliseconds=%lld\n",
                    int(before.size()), report->restored, same, elapsed);
        QCOMPARE(after, before);
        QCOMPARE(table(library, arrangement), order);
        QCOMPARE(value(library, u"SELECT count(*) FROM jobs WHERE state <> 7 OR request_id IS NULL"_s), 0);
        QCOMPARE(contentBelow(pictures()), files);

        const Result<RebuildReport> again = rebuild(library);
        QVERIFY(again.hasValue());
        QCOMPARE(again->known, int(before.size()));
        QCOMPARE(again->restored, 0);
        QCOMPARE(table(library, everything), before);
        QCOMPARE(table(library, arrangement), order);
        QCOMPARE(verify(library).report.good, int(before.size()));
    }

    void whatIsMissingComesBackAndTheRestStays()
    {
        OpenLibrary library(m_folder->path());
        for (int number = 0; number < 6; ++number)
            press(library, number, {2, 2, u"fal"_s});
        const QList<QVariantList> before = table(library, everything);
        const QVariant stays = value(library, u"SELECT id FROM pictures WHERE batch = 1 LIMIT 1"_s);
        QVERIFY(library.run<void>([](QSqlDatabase &connection) -> Result<void> {
            Transaction transaction(connection);
            for (const QString &sql :
                 {u"DELETE FROM pictures WHERE batch > 3 OR idx = 1"_s, u"DELETE FROM jobs WHERE batch > 3"_s,
                  u"DELETE FROM batches WHERE id > 3"_s}) {
                if (const auto done = execute(connection, sql); !done)
                    return done.error();
            }
            return transaction.commit();
        }));
        const Result<RebuildReport> report = rebuild(library);
        QVERIFY(report.hasValue());
        QCOMPARE(report->restored, 18);
        QCOMPARE(report->known, 6);
        QCOMPARE(table(library, everything), before);
        QCOMPARE(value(library, u"SELECT count(*) FROM batches"_s), 6);
        QCOMPARE(value(library, u"SELECT id FROM pictures WHERE batch = 1 LIMIT 1"_s), stays);
    }

    // DB-02 an older backup: what it holds open was accepted long since, and is not sent again
    void aJobWhosePictureIsThereIsNeverSentAgain_data()
    {
        QTest::addColumn<int>("state");
        QTest::newRow("waiting") << 0;
        QTest::newRow("submitting") << 1;
        QTest::newRow("unknown") << 2;
        QTest::newRow("queued") << 3;
    }
    void aJobWhosePictureIsThereIsNeverSentAgain()
    {
        QFETCH(int, state);
        OpenLibrary library(m_folder->path());
        press(library, 1, {1, 2, u"fal"_s});
        press(library, 2, {1, 2, u"fal"_s});
        const QString second =
            value(library, u"SELECT file FROM pictures WHERE job = 2 AND idx = 1"_s).toString();
        QVERIFY(QFile::remove(pictures() + u'/' + second));
        QVERIFY(library.run<void>([state](QSqlDatabase &connection) -> Result<void> {
            Transaction transaction(connection);
            if (const auto done = execute(connection, u"DELETE FROM pictures"_s); !done)
                return done.error();
            const auto done = execute(
                connection, u"UPDATE jobs SET state = ?, owner = 'gone', request_id = NULL"_s, {state});
            return done ? transaction.commit() : done.error();
        }));
        const Result<RebuildReport> report = rebuild(library);
        QVERIFY(report.hasValue());
        QCOMPARE(report->restored, 3);
        QCOMPARE(value(library, u"SELECT state FROM jobs WHERE id = 1"_s), 7);
        QCOMPARE(value(library, u"SELECT request_id FROM jobs WHERE id = 1"_s), u"req-1-0"_s);
        QCOMPARE(value(library, u"SELECT state FROM jobs WHERE id = 2"_s), 3);
        QCOMPARE(value(library, u"SELECT request_id FROM jobs WHERE id = 2"_s), u"req-2-0"_s);
    }

    // DB-11 two rows for one file; file without row; row without file
    void rowsAndFilesFindEachOtherAgain()
    {
        OpenLibrary library(m_folder->path());
        for (int number = 0; number < 4; ++number)
            press(library, number, {});
        const QList<QVariantList> before = table(library, everything);
        const auto file = [&](int row) { return pictures() + u'/' + before[row][0].toString(); };
        QVERIFY(library.run<void>([](QSqlDatabase &connection) -> Result<void> {
            const auto doubled = execute(
                connection,
                u"UPDATE pictures SET file = (SELECT file FROM pictures WHERE id = 1) WHERE id = 2"_s);
            const auto lost = execute(connection, u"DELETE FROM pictures WHERE id = 3"_s);
            return doubled && lost ? Result<void>() : Error{ErrorKind::Internal, u"not done"_s};
        }));
        const QString last =
            pictures() + u'/' + value(library, u"SELECT file FROM pictures WHERE id = 4"_s).toString();
        QVERIFY(QDir().mkpath(pictures() + "/sorted"_L1));
        const QString moved = pictures() + "/sorted/renamed."_L1 + last.section(u'.', -1);
        QVERIFY(QFile::rename(last, moved));
        QVERIFY(QFile::copy(file(0), pictures() + "/copy."_L1 + file(0).section(u'.', -1)));
        const Result<RebuildReport> report = rebuild(library);
        QVERIFY(report.hasValue());
        QCOMPARE(report->found, 5);
        QCOMPARE(report->restored, 1);
        QCOMPARE(report->moved, 2);
        QCOMPARE(report->copies, 1);
        QCOMPARE(report->known, 1);
        QCOMPARE(value(library, u"SELECT count(DISTINCT file) FROM pictures"_s), 4);
        QCOMPARE(verify(library).words.size(), 1); // the copy
    }

    // DSK-07 file of a listed image deleted, cut, replaced by another image from outside
    void verifyNamesEveryFileThatIsNotAsItWas()
    {
        fill(7);
        OpenLibrary library(m_folder->path());
        const QList<QVariantList> rows = table(library, u"SELECT file FROM pictures ORDER BY id"_s);
        const auto path = [&](int row) { return pictures() + u'/' + rows[row][0].toString(); };
        const auto name = [&](int row) { return path(row).section(u'/', -1); };
        const auto write = [&](int row, const QByteArray &bytes) { put(rows[row][0].toString(), bytes); };
        QVERIFY(QFile::remove(path(0)));
        write(1, contentOf(path(1)).chopped(40));
        write(2, contentOf(path(5)));
        write(3, jpeg(9));
        // Another program's text in a PNG.
        const QByteArray png = contentOf(path(4));
        QVERIFY(png.startsWith("\x89PNG"));
        write(4, png.chopped(12) + pngChunk("tEXt", QByteArray("Author\0me", 9)) + png.last(12));
        put(u"notes.txt"_s, "mine");
        put(u"holiday.jpg"_s, jpeg(1));
        put(u"copy."_s + path(6).section(u'.', -1), contentOf(path(6)));
        put(u".hidden/x.jpg"_s, jpeg(2));
        const auto content = contentBelow(pictures());
        const Verified verified = verify(library);
        QStringList expected{u"missing "_s + name(0),  u"damaged "_s + name(1),
                             u"replaced "_s + name(2), u"replaced "_s + name(3),
                             u"changed "_s + name(4),  u"foreign notes.txt"_s,
                             u"foreign holiday.jpg"_s, u"unlisted copy."_s + path(6).section(u'.', -1)};
        expected.sort();
        QCOMPARE(verified.words, expected);
        QCOMPARE(verified.report.pictures, 7);
        QCOMPARE(verified.report.good, 2);
        QCOMPARE(verified.report.lost(), 4);
        QCOMPARE(contentBelow(pictures()), content);
    }

    // MAL-05 MAL-12 files of strangers and recipes of strangers
    void nothingSillyIsTakenFromStrangers()
    {
        fill(2);
        loseDatabase();
        const QByteArray sent = jpeg(3);
        Picture picture = picturePainted();
        const auto planted = [&](const QString &field, const QJsonValue &bad) {
            QJsonObject object = QJsonDocument::fromJson(recipeFor(picture, sent).toJson()).object();
            object[field] = bad;
            return QJsonDocument(object).toJson(QJsonDocument::Compact);
        };
        put(u"web.jpg"_s, "<html>");
        put(u"svg.png"_s, "<svg xmlns='http://www.w3.org/2000/svg'/>");
        put(u"elf.webp"_s, "\x7f"
                           "ELF");
        put(u"plain.jpg"_s, sent);
        put(u"bad service.jpg"_s, sent);
        put(u"bad service.jpg.json"_s, planted(u"service"_s, u"file:///etc"_s));
        put(u"deep.jpg"_s, sent);
        put(u"deep.jpg.json"_s, QByteArray(5'000, '['));
        put(u"cut.jpg"_s, withRecipe(sent, recipeFor(picture, sent), picture)->chopped(30));
        put(u"odd fields.jpg"_s, sent);
        QJsonObject odd = QJsonDocument::fromJson(planted(u"file"_s, u"../../../etc/passwd"_s)).object();
        odd[u"state"_s] = 0;
        odd[u"owner"_s] = u"x"_s;
        odd[u"job"_s] = QJsonObject{{u"uuid"_s, u"2f1d3c4b-0000-4000-8000-0000000000ab"_s},
                                    {u"number"_s, 1},
                                    {u"created"_s, u"2026-11-25T14:00:01.001Z"_s},
                                    {u"state"_s, 0}};
        odd[u"sent"_s] =
            QJsonObject{{u"sha256"_s, QString::fromLatin1(sha256Of(sent))}, {u"bytes"_s, sent.size()}};
        put(u"odd fields.jpg.json"_s, QJsonDocument(odd).toJson());
        QVERIFY(QFile::link(u"/etc/passwd"_s, pictures() + "/link.jpg"_L1));
        OpenLibrary library(m_folder->path());
        const Result<RebuildReport> report = rebuild(library);
        QVERIFY(report.hasValue());
        QCOMPARE(report->restored, 3);
        QCOMPARE(report->foreign, 4);
        QStringList unreadable;
        for (const FileTrouble &trouble : report->unreadable)
            unreadable << trouble.file;
        unreadable.sort();
        QCOMPARE(unreadable, (QStringList{u"bad service.jpg"_s, u"cut.jpg"_s, u"deep.jpg"_s}));
        QCOMPARE(value(library, u"SELECT count(*) FROM jobs WHERE state <> 7 OR owner IS NOT NULL"_s), 0);
        QCOMPARE(value(library, u"SELECT count(*) FROM pictures WHERE file LIKE '%..%'"_s), 0);
    }

    void aRecipeThatContradictsTheJournalChangesNothing()
    {
        OpenLibrary library(m_folder->path());
        press(library, 1, {});
        QVERIFY(library.run<void>([](QSqlDatabase &connection) -> Result<void> {
            const auto rows = execute(connection, u"DELETE FROM pictures"_s);
            const auto jobs =
                execute(connection,
                        u"UPDATE jobs SET body = '{\"prompt\":\"another\"}', state = 0, request_id = NULL"_s);
            return rows && jobs ? Result<void>() : Error{ErrorKind::Internal, u"not done"_s};
        }));
        const Result<RebuildReport> report = rebuild(library);
        QVERIFY(report.hasValue());
        QCOMPARE(report->restored, 0);
        QCOMPARE(report->unreadable.size(), 1);
        QCOMPARE(value(library, u"SELECT state FROM jobs"_s), 0);
    }

    void anotherWindowHearsOfIt()
    {
        fill(3);
        loseDatabase();
        OpenLibrary window(m_folder->path());
        QSignalSpy added(window.library.get(), &Library::added);
        OpenLibrary other(m_folder->path());
        QVERIFY(rebuild(other).hasValue());
        QTRY_COMPARE_WITH_TIMEOUT(added.size(), 3, 30'000);
    }

    void withoutItsFolderNothingIsCalledMissing()
    {
        fill(1);
        OpenLibrary library(m_folder->path());
        QVERIFY(QFile::rename(pictures(), m_folder->filePath(u"away"_s)));
        const Result<RebuildReport> report = rebuild(library);
        QVERIFY(!report);
        QCOMPARE(report.error().kind, ErrorKind::Storage);
        const Result<VerifyReport> verified = answerTo<VerifyReport>([&](auto done) {
            library.library->verify(library.library.get(), done, [](const FileFinding &) {});
        });
        QVERIFY(!verified);
        QVERIFY(verified.error().message.contains(u"pictures folder"_s));
    }
};

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsSet("JANUS_LONG"))
        qputenv("QTEST_FUNCTION_TIMEOUT", "1800000"); // filling a library with 10,000 pictures takes minutes
    QCoreApplication application(argc, argv);
    TestRebuild test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_rebuild.moc"
