#include "damage.h"
#include "library/backups.h"
#include "libraryfixture.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::library;
using namespace janus::library::fixture;

class TestBackups : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    const QDateTime m_now{QDate(2026, 3, 9), QTime(7, 5, 1), Qt::UTC};

    QString file() const { return m_folder->filePath(u"data/library.db"_s); }

    Result<QString> make(const QDateTime &now) const
    {
        Result<QString> made = QString();
        const Result<void> done =
            withConnection(file(), Access::ReadOnly, [&](QSqlDatabase &connection) -> Result<void> {
                made = Backups(file()).make(connection, now);
                return made ? Result<void>() : made.error();
            });
        return done ? made : done.error();
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>(quickPlace());
        OpenLibrary library(m_folder->path());
        QVERIFY(library.opened.hasValue());
        QVERIFY(runSql(file(), rowsOfJobs(1, 50)).hasValue());
    }

    void aBackupIsMadeOnceADay()
    {
        const Backups backups(file());
        QVERIFY(backups.isDue(m_now));
        const auto first = backups.makeIfDue(m_now);
        QVERIFY(first && !first->isEmpty());
        QCOMPARE(dumpOfFile(*first), dumpOfFile(file()));
        QVERIFY(backups.makeIfDue(m_now.addSecs(23 * 3600))->isEmpty());
        QVERIFY(!backups.makeIfDue(m_now.addSecs(24 * 3600))->isEmpty());
        QCOMPARE(backups.newestFirst().size(), 2);
    }

    void withoutARequestThereIsNothingToKeep()
    {
        QVERIFY(runSql(file(), {u"DELETE FROM pictures"_s, u"DELETE FROM jobs"_s}).hasValue());
        QVERIFY(Backups(file()).makeIfDue(m_now)->isEmpty());
        QCOMPARE(Backups(file()).newestFirst().size(), 0);
    }

    void fiveAreKeptByTheirNumbersWhateverTheClockSays()
    {
        // A year ahead, and back again.
        const QList<QDateTime> clock{m_now,
                                     m_now.addDays(1),
                                     m_now.addYears(1),
                                     m_now.addDays(2),
                                     m_now.addYears(-1),
                                     m_now.addDays(3),
                                     m_now.addDays(4)};
        QStringList made;
        for (const QDateTime &time : clock) {
            const auto file = make(time);
            QVERIFY(file.hasValue());
            made << *file;
        }
        QStringList kept;
        for (const Backups::Backup &backup : Backups(file()).newestFirst())
            kept.prepend(backup.file);
        QCOMPARE(kept, made.last(5));
    }

    void aClockThatWasAheadCostsOneBackupAndNoMore()
    {
        const Backups backups(file());
        QVERIFY(make(m_now.addYears(1)).hasValue());
        QVERIFY(!backups.makeIfDue(m_now)->isEmpty());
        for (int start = 0; start < 10; ++start)
            QVERIFY(backups.makeIfDue(m_now.addSecs(60 * start))->isEmpty());
        QCOMPARE(backups.newestFirst().size(), 2);
    }

    void aDamagedDatabaseNeverBecomesABackup()
    {
        QVERIFY(make(m_now).hasValue());
        QByteArray bytes = bytesOf(file());
        QVERIFY(write(file(), bytes.replace(3 * 4096, 8 * 4096, QByteArray(8 * 4096, 'x'))));
        QVERIFY(!make(m_now.addDays(1)));
        QCOMPARE(Backups(file()).newestFirst().size(), 1);
        QCOMPARE(QDir(Backups(file()).folder()).entryList({u".making-*"_s}, QDir::Files | QDir::Hidden),
                 QStringList());
    }

    void whatOthersPutIntoTheFolderIsLeftThere()
    {
        QVERIFY(make(m_now).hasValue());
        const QString other = Backups(file()).folder() + "/library-of-mine.db"_L1;
        QVERIFY(write(other, "mine"));
        for (int day = 1; day < 8; ++day)
            QVERIFY(make(m_now.addDays(day)).hasValue());
        QCOMPARE(bytesOf(other), "mine");
        QCOMPARE(Backups(file()).newestFirst().size(), 5);
    }

    void backupsUnderLoadAreWhole() // DB-12
    {
        OpenLibrary library(m_folder->path());
        int written = 0;
        int made = 0;
        QStringList errors;
        for (int job = 0; job < 100; ++job) {
            library.library->database().run<void>(
                this,
                [job](QSqlDatabase &connection) -> Result<void> {
                    Transaction transaction(connection);
                    for (const QString &sql : rowsOfJobs(100 + job * 2, 101 + job * 2)) {
                        if (auto done = execute(connection, sql); !done)
                            return done.error();
                    }
                    return transaction.commit();
                },
                [&](const Result<void> &done) { written += done.hasValue(); });
            if (job % 20 == 10) {
                const auto backup = make(m_now.addSecs(job));
                backup ? void(++made) : void(errors << backup.error().detail);
            }
        }
        QTRY_COMPARE_WITH_TIMEOUT(written, 100, 30000);
        QVERIFY2(errors.isEmpty(), qPrintable(errors.join(u'\n')));
        QCOMPARE(made, 5);
        for (const Backups::Backup &backup : Backups(file()).newestFirst()) {
            const auto whole = withConnection(backup.file, Access::ReadOnly, checkIntegrity);
            QVERIFY(whole.hasValue());
            const QStringList rows = dumpOfFile(backup.file);
            const auto sets = rows.filter(u"batches|"_s).size();
            QCOMPARE(rows.filter(u"jobs|"_s).size(), sets); // no transaction was cut in two
            QCOMPARE(rows.filter(u"pictures|"_s).size(), sets);
        }
    }
};

QTEST_GUILESS_MAIN(TestBackups)
#include "tst_backups.moc"
