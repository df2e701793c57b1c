// Every call by which the library changes the disk fails once, or is the process's last.
#include "damage.h"
#include "diskcalls.h"
#include "library/backups.h"
#include "library/connection.h"
#include "library/mending.h"
#include "library/migrations.h"
#include "libraryfixture.h"
#include "tests/waiting.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <semaphore>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::library;
using namespace janus::library::fixture;

namespace {

/// Runs `work` in a child process that dies at its `number`-th call that changes the disk. True when it came
/// to its end before that.
bool survives(int number, const std::function<bool()> &work)
{
    const pid_t child = ::fork();
    if (child == 0) {
        diskcalls::dieAt(number);
        ::_exit(work() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
        qWarning("the child failed by itself at %d", number);
    return WIFEXITED(status);
}

bool opens(const QString &file)
{
    Connection connection;
    return connection.open(file, DatabaseKind::Library).hasValue();
}

int versionOf(const QString &file)
{
    int version = -1;
    const Result<void> read =
        withConnection(file, Access::ReadWrite, [&](QSqlDatabase &connection) -> Result<void> {
            auto query = execute(connection, u"PRAGMA user_version"_s);
            if (!query)
                return query.error();
            version = query->next() ? query->value(0).toInt() : -1;
            return Migrations(u":/migrations"_s).checkTables(connection);
        });
    return read ? version : -1;
}

/// The prompts of all sets: in every version of the library.
QStringList prompts(const QString &file)
{
    QStringList found;
    const Result<void> read =
        withConnection(file, Access::ReadOnly, [&](QSqlDatabase &connection) -> Result<void> {
            auto query = execute(connection, u"SELECT prompt FROM batches ORDER BY id"_s);
            while (query && query->next())
                found << query->value(0).toString();
            return query ? Result<void>() : query.error();
        });
    return read ? found : QStringList{read.error().message};
}

} // namespace

class TestDiskCalls : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder{quickPlace()};

    QString path(const QString &name) const { return m_folder.filePath(name); }

    /// A library of the first version with 40 sets.
    bool makeOld(const QString &folder) const
    {
        const QString steps = path(u"steps"_s);
        QDir(folder).removeRecursively();
        if (!QDir().mkpath(folder) || !QDir().mkpath(steps))
            return false;
        if (!QFile::exists(steps + "/001-first.sql"_L1) &&
            !QFile::copy(u":/migrations/001-first.sql"_s, steps + "/001-first.sql"_L1))
            return false;
        const QString file = folder + "/library.db"_L1;
        return write(file, {}) &&
               withConnection(
                   file, Access::ReadWrite,
                   [&](QSqlDatabase &connection) { return Migrations(steps).apply(connection); }) &&
               runSql(file, rowsOfJobs(1, 40));
    }

private Q_SLOTS:
    void cleanup() { diskcalls::reset(); }

    /// DB-06
    void killedAtAnyCallOfAMigrationTheLibraryIsOldOrNewAndHasABackup()
    {
        const QString old = path(u"old"_s);
        const QString folder = path(u"migrating"_s);
        const QString file = folder + "/library.db"_L1;
        QVERIFY(makeOld(old));
        const QStringList all = prompts(old + "/library.db"_L1);
        QCOMPARE(all.size(), 40);
        const int newest = Migrations(u":/migrations"_s).newest();
        QVERIFY(newest > 1);
        QSet<int> versions;
        int deaths = 0;
        for (int number = 1;; ++number) {
            QVERIFY(copyFolder(old, folder));
            const bool survived = survives(number, [&] { return opens(file); });
            QVERIFY(copyFolder(folder, path(u"look"_s))); // looking must not mend anything
            const int version = versionOf(path(u"look/library.db"_s));
            QVERIFY2(version >= 1, QByteArray::number(number));
            versions << version;
            if (version > 1)
                QVERIFY2(!Backups(file).newestFirst().isEmpty(), QByteArray::number(number));
            for (const Backups::Backup &backup : Backups(file).newestFirst())
                QCOMPARE(prompts(backup.file), all);
            QVERIFY(opens(file));
            QCOMPARE(versionOf(file), newest);
            QCOMPARE(prompts(file), all);
            QVERIFY(!QFile::exists(folder + "/damaged"_L1));
            if (survived)
                break;
            ++deaths;
        }
        std::printf("FIGURE killed_migrations deaths=%d versions_seen=%d lost=0\n", deaths,
                    int(versions.size()));
        QVERIFY(deaths > 20);
        QCOMPARE(versions.size(), newest);
    }

    /// PRC-03 for what mends: the next start goes on where it died, and the damaged file is never lost.
    void killedAtAnyCallOfMendingTheBackupTakesItsPlaceInTheEnd()
    {
        const QString spoilt = path(u"spoilt"_s);
        const QString folder = path(u"mending"_s);
        const QString file = folder + "/library.db"_L1;
        QVERIFY(makeOld(spoilt));
        QVERIFY(opens(spoilt + "/library.db"_L1)); // makes a backup on its way
        const QStringList all = prompts(spoilt + "/library.db"_L1);
        QVERIFY(write(spoilt + "/library.db"_L1, "what is left of it"));
        int deaths = 0;
        for (int number = 1;; ++number) {
            QVERIFY(copyFolder(spoilt, folder));
            const bool survived = survives(number, [&] { return opens(file); });
            QVERIFY2(opens(file), QByteArray::number(number));
            QCOMPARE(prompts(file), all);
            QVERIFY(mendedNote(file).has_value());
            QVERIFY(mendedNote(file)->backup.isValid());
            QByteArrayList aside;
            const QDir damaged(folder + "/damaged"_L1);
            for (const QString &name : damaged.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
                if (QFile::exists(damaged.filePath(name + "/library.db"_L1)))
                    aside << bytesOf(damaged.filePath(name + "/library.db"_L1));
            }
            QVERIFY2(aside.contains("what is left of it"), QByteArray::number(number));
            if (survived)
                break;
            ++deaths;
        }
        std::printf("FIGURE killed_mendings deaths=%d lost=0\n", deaths);
        QVERIFY(deaths > 20);
    }

    void killedAtAnyCallOfABackupTheOldOnesAreGoodAndTheNextOneWorks()
    {
        const QString folder = path(u"backup"_s);
        const QString file = folder + "/library.db"_L1;
        QVERIFY(makeOld(folder));
        QVERIFY(opens(file));
        const QStringList all = prompts(file);
        const auto backUp = [&] {
            return withConnection(file, Access::ReadOnly,
                                  [&](QSqlDatabase &connection) -> Result<void> {
                                      const auto made =
                                          Backups(file).make(connection, QDateTime::currentDateTimeUtc());
                                      return made ? Result<void>() : made.error();
                                  })
                .hasValue();
        };
        int deaths = 0;
        for (int number = 1; !survives(number, backUp); ++number) {
            ++deaths;
            for (const Backups::Backup &backup : Backups(file).newestFirst())
                QCOMPARE(prompts(backup.file), all);
        }
        QVERIFY(deaths > 5);
        QVERIFY(backUp());
        QCOMPARE(QDir(folder + "/backups"_L1).entryList({u".making-*"_s}, QDir::Files | QDir::Hidden),
                 QStringList());
        QVERIFY(Backups(file).newestFirst().size() <= 5);
    }

    void everyCallFailsOnceAndNothingThatWasAnsweredIsMissing_data()
    {
        QTest::addColumn<int>("error");
        QTest::addColumn<bool>("lasts");
        QTest::newRow("DB-07 the disk is full") << ENOSPC << true;
        QTest::newRow("DB-07 the disk is faulty") << EIO << true;
        QTest::newRow("DB-07 the disk fails once") << EIO << false;
        QTest::newRow("DB-07 the quota is used up") << EDQUOT << true;
        QTest::newRow("DB-07 the disk can only be read") << EROFS << true;
        QTest::newRow("DSK-14 a file may not grow") << EFBIG << true;
    }
    void everyCallFailsOnceAndNothingThatWasAnsweredIsMissing()
    {
        QFETCH(int, error);
        QFETCH(bool, lasts);
        const QByteArray bytes = encoded(painting({48, 32}), "PNG");
        int refused = 0;
        bool reachedEnd = false;
        for (int number = 1; !reachedEnd; number += qEnvironmentVariableIsSet("JANUS_LONG") ? 1 : 3) {
            const QString folder = path(u"failing"_s);
            QDir(folder).removeRecursively();
            qint64 job = -1;
            {
                OpenLibrary library(folder);
                QVERIFY(library.opened.hasValue());
                job = library.addJob();
                lasts ? diskcalls::failFrom(number, error) : diskcalls::failOnce(number, error);
                const qint64 second = library.addJob(u"second"_s);
                const Result<Picture> picture = library.add(OpenLibrary::newPicture(job, bytes));
                reachedEnd = diskcalls::count() < number;
                diskcalls::reset();
                if (!picture) {
                    ++refused;
                    QCOMPARE(picture.error().kind, ErrorKind::Storage);
                    QVERIFY(picture.error().message.endsWith(u'.'));
                }
                const auto sets = library.run<int>([](QSqlDatabase &connection) -> Result<int> {
                    auto query = execute(connection, u"SELECT count(*) FROM jobs"_s);
                    return query && query->next() ? query->value(0).toInt() : -1;
                });
                QVERIFY2(*sets >= (second > 0 ? 2 : 1), QByteArray::number(number));
                const Result<Picture> again = library.add(OpenLibrary::newPicture(job, bytes));
                QVERIFY2(again.hasValue(), QByteArray::number(number));
                if (picture)
                    QCOMPARE(*again, *picture);
            }
            OpenLibrary library(folder);
            QCOMPARE(library.rows()->size(), 1u);
            QCOMPARE(library.thumbnail(1).size(), QSize(48, 32));
        }
        QVERIFY(refused > 0);
    }

    /// DSK-09: syncs that take as long as they like, and the application's thread goes on meanwhile.
    void onASlowDiskTheApplicationsThreadGoesOn()
    {
        OpenLibrary library(path(u"slow"_s));
        const qint64 job = library.addJob();
        std::atomic<bool> isHeld = true;
        std::atomic<int> held = 0;
        std::binary_semaphore go(0);
        const Qt::HANDLE ui = QThread::currentThreadId();
        std::atomic<int> onUi = 0;
        diskcalls::beforeSync([&] {
            onUi += QThread::currentThreadId() == ui;
            if (isHeld.exchange(false)) {
                ++held;
                go.acquire();
            }
        });
        std::optional<Result<Picture>> kept;
        library.library->add(OpenLibrary::newPicture(job, encoded(painting({64, 64}), "PNG")), this,
                             [&kept](const Result<Picture> &picture) { kept = picture; });
        QVERIFY(test::waitFor([&] { return held == 1; }));
        int turns = 0; // of the event loop, while the disk does not answer
        while (turns < 200) {
            QCoreApplication::processEvents();
            ++turns;
        }
        QVERIFY(!kept);
        go.release();
        QVERIFY(test::waitFor([&] { return kept.has_value(); }));
        QVERIFY(kept->hasValue());
        QCOMPARE(onUi.load(), 0);
    }
};

QTEST_GUILESS_MAIN(TestDiskCalls)
#include "tst_diskcalls.moc"
