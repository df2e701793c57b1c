#include "library/connection.h"
#include "library/database.h"
#include "library/migrations.h"
#include "libraryfixture.h"

#include <QSqlError>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::library;
using namespace janus::library::fixture;

namespace {

Result<void> open(Database &database)
{
    return answerTo<void>([&](auto done) { database.open(&database, done); });
}

template <typename T>
Result<T> run(Database &database, std::function<Result<T>(QSqlDatabase &)> work)
{
    return answerTo<T>([&](auto done) { database.run<T>(&database, work, done); });
}

Result<QVariant> ask(Database &database, const QString &sql)
{
    return run<QVariant>(database, [sql](QSqlDatabase &connection) -> Result<QVariant> {
        auto query = execute(connection, sql);
        if (!query)
            return query.error();
        return query->next() ? query->value(0) : QVariant();
    });
}

Result<void> insertBatch(QSqlDatabase &connection, const QString &prompt)
{
    auto inserted = execute(connection, u"INSERT INTO batches(created, prompt) VALUES ('', ?)"_s, {prompt});
    return inserted ? Result<void>() : inserted.error();
}

void writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

} // namespace

class TestDatabase : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const QString &name) const { return m_folder->filePath(name); }
    QString file() const { return path(u"library.db"_s); }

    /// Runs SQL on a plain connection of this thread's.
    void plainly(const QStringList &statements)
    {
        {
            QSqlDatabase plain = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"plain"_s);
            plain.setDatabaseName(file());
            QVERIFY(plain.open());
            for (const QString &sql : statements) {
                const auto done = execute(plain, sql);
                QVERIFY2(done.hasValue(), qPrintable(sql));
            }
        }
        QSqlDatabase::removeDatabase(u"plain"_s);
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void statementsAreSplit_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QStringList>("statements");
        QTest::newRow("two") << u"A; B;"_s << QStringList{u"A"_s, u"B"_s};
        QTest::newRow("no last semicolon") << u"A;\nB"_s << QStringList{u"A"_s, u"B"_s};
        QTest::newRow("nothing") << u" ;; -- only words; here\n /* and; here */ ;"_s << QStringList{};
        QTest::newRow("quotes") << u"A 'x;''y;' \"z;\"; B"_s << QStringList{u"A 'x;''y;' \"z;\""_s, u"B"_s};
        QTest::newRow("comment") << u"A -- it's; fine\n b; C"_s
                                 << QStringList{u"A -- it's; fine\n b"_s, u"C"_s};
        QTest::newRow("block") << u"A /* ; ' */ b; C"_s << QStringList{u"A /* ; ' */ b"_s, u"C"_s};
        QTest::newRow("trigger")
            << u"CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c=1; DELETE FROM d; END; X"_s
            << QStringList{u"CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c=1; DELETE FROM d; END"_s,
                           u"X"_s};
    }
    void statementsAreSplit()
    {
        QFETCH(QString, script);
        QFETCH(QStringList, statements);
        QCOMPARE(splitStatements(script), statements);
    }

    void aNewFileIsMadeSafe()
    {
        Database database(file());
        QVERIFY(open(database).hasValue());
        QCOMPARE(ask(database, u"PRAGMA journal_mode"_s).value(), u"wal"_s);
        QCOMPARE(ask(database, u"PRAGMA synchronous"_s).value(), 2);
        QCOMPARE(ask(database, u"PRAGMA foreign_keys"_s).value(), 1);
        QCOMPARE(ask(database, u"PRAGMA trusted_schema"_s).value(), 0);
        QCOMPARE(ask(database, u"PRAGMA cell_size_check"_s).value(), 1);
        QCOMPARE(ask(database, u"PRAGMA user_version"_s).value(), Migrations(u":/migrations"_s).newest());
        QCOMPARE(ask(database, u"SELECT count(*) FROM jobs"_s).value(), 0);
        QCOMPARE(ask(database, u"SELECT length(uuid) FROM identity"_s).value(), 32);
    }

    void whatIsPostedBeforeOpeningIsDoneWaitsForIt()
    {
        Database database(file());
        database.open(&database, {});
        QVERIFY(ask(database, u"SELECT count(*) FROM pictures"_s).hasValue());
    }

    void withoutOpeningEverythingAnswersAnError()
    {
        Database database(file());
        const Result<QVariant> answer = ask(database, u"SELECT 1"_s);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Storage);
    }

    void whatIsThereComesBack()
    {
        {
            Database database(file());
            QVERIFY(open(database).hasValue());
            database.run<void>(
                nullptr,
                [](QSqlDatabase &connection) { return insertBatch(connection, u"o'; DROP TABLE jobs"_s); },
                {});
        }
        Database database(file());
        QVERIFY(open(database).hasValue());
        QCOMPARE(ask(database, u"SELECT prompt FROM batches"_s).value(), u"o'; DROP TABLE jobs"_s);
    }

    void aTransactionThatIsNotCommittedNeverWas()
    {
        Database database(file());
        QVERIFY(open(database).hasValue());
        for (const bool commits : {false, true}) {
            const Result<void> done =
                run<void>(database, [commits](QSqlDatabase &connection) -> Result<void> {
                    Transaction transaction(connection);
                    if (Result<void> inserted = insertBatch(connection, u"x"_s); !inserted)
                        return inserted;
                    return commits ? transaction.commit() : Result<void>();
                });
            QVERIFY(done.hasValue());
            QCOMPARE(ask(database, u"SELECT count(*) FROM batches"_s).value(), commits ? 1 : 0);
        }
    }

    void aTransactionThatCannotBeginLetsNothingThrough()
    {
        Database database(file());
        QVERIFY(open(database).hasValue());
        const auto outcome = run<QString>(database, [](QSqlDatabase &connection) -> Result<QString> {
            if (auto begun = execute(connection, u"BEGIN"_s); !begun) // in the way of the next
                return begun.error();
            QString message;
            {
                Transaction transaction(connection);
                const Result<void> inserted = insertBatch(connection, u"x"_s);
                const Result<void> committed = transaction.commit();
                if (!inserted && !committed)
                    message = inserted.error().message;
            }
            auto ended = execute(connection, u"ROLLBACK"_s);
            return ended ? Result<QString>(message) : ended.error();
        });
        QVERIFY(outcome.hasValue());
        QVERIFY(!outcome->isEmpty());
        QVERIFY(run<void>(database, [](QSqlDatabase &connection) {
                    return insertBatch(connection, u"y"_s);
                }).hasValue());
    }

    void brokenRulesOfTheTablesAreErrors()
    {
        Database database(file());
        QVERIFY(open(database).hasValue());
        const Result<QVariant> orphan =
            ask(database, u"INSERT INTO jobs(batch, uuid, service, endpoint, body, state, created)"
                          " VALUES (99, 'u', 'fal', 'e', x'', 0, '')"_s);
        QVERIFY(!orphan);
        QVERIFY(orphan.error().detail.contains("FOREIGN KEY"_L1));
    }

    void aNewerVersionIsRefusedAndLeftAsItIs() // DB-05
    {
        {
            Database database(file());
            QVERIFY(open(database).hasValue());
        }
        plainly({u"PRAGMA user_version = 9999"_s});
        const QByteArray before = contentOf(file());
        {
            Database database(file());
            const Result<void> opened = open(database);
            QVERIFY(!opened);
            QVERIFY2(opened.error().message.contains("newer version"_L1), qPrintable(opened.error().message));
            const Result<QVariant> later = ask(database, u"SELECT 1"_s);
            QCOMPARE(later.error().message, opened.error().message);
        }
        QCOMPARE(contentOf(file()), before);
    }

    void aFileOfAnotherProgramIsRefusedAndLeftAsItIs()
    {
        plainly({u"CREATE TABLE other(x)"_s});
        const QByteArray before = contentOf(file());
        {
            Database database(file());
            const Result<void> opened = open(database);
            QVERIFY(!opened);
            QVERIFY(opened.error().message.contains("another program"_L1));
        }
        QCOMPARE(contentOf(file()), before);
    }

    void aDamagedFileIsPutAside_data()
    {
        QTest::addColumn<bool>("headToo");
        QTest::newRow("no database at all") << true;
        QTest::newRow("pages overwritten") << false;
    }
    void aDamagedFileIsPutAside()
    {
        QFETCH(bool, headToo);
        {
            Database database(file());
            QVERIFY(open(database).hasValue());
        }
        QByteArray bytes = contentOf(file());
        const qsizetype from = headToo ? 0 : 2 * 4096;
        bytes.replace(from, bytes.size() - from, QByteArray(bytes.size() - from, '\x5a'));
        writeFile(file(), bytes);
        Database database(file());
        QVERIFY(open(database).hasValue());
        QCOMPARE(ask(database, u"SELECT count(*) FROM jobs"_s).value(), 0);
        const QDir damaged(path(u"damaged"_s));
        const QStringList folders = damaged.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        QCOMPARE(folders.size(), 1);
        QCOMPARE(contentOf(damaged.filePath(folders.first() + "/library.db"_L1)), bytes);
    }

    void aCacheThatCannotBeUsedIsMadeAnew_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("garbled") << QByteArray(20'000, 'z');
        QTest::newRow("zero bytes") << QByteArray();
        QTest::newRow("cut head") << QByteArray("SQLite format 3\0", 16);
    }
    void aCacheThatCannotBeUsedIsMadeAnew()
    {
        QFETCH(QByteArray, bytes);
        writeFile(file(), bytes);
        Database database(file(), DatabaseKind::Cache);
        QVERIFY(open(database).hasValue());
        QCOMPARE(ask(database, u"SELECT count(*) FROM thumbs"_s).value(), 0);
        QCOMPARE(ask(database, u"PRAGMA synchronous"_s).value(), 0);
    }

    void aMigrationHappensWholeOrNotAtAll()
    {
        const QString folder = path(u"steps"_s);
        QVERIFY(QDir().mkpath(folder));
        writeFile(folder + "/001-a.sql"_L1,
                  "PRAGMA application_id = 7; CREATE TABLE a(x); INSERT INTO a VALUES (1);");
        writeFile(folder + "/002-b.sql"_L1,
                  "CREATE TABLE b(x); DELETE FROM a; INSERT INTO nowhere VALUES (1);");
        {
            QSqlDatabase plain = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"steps"_s);
            plain.setDatabaseName(file());
            QVERIFY(plain.open());
            QVERIFY(!Migrations(folder).apply(plain));
            const auto number = [&plain](const QString &sql) {
                auto query = execute(plain, sql);
                return query && query->next() ? query->value(0).toInt() : -1;
            };
            QCOMPARE(number(u"PRAGMA user_version"_s), 1);
            QCOMPARE(number(u"SELECT count(*) FROM a"_s), 1);
            QCOMPARE(number(u"SELECT count(*) FROM sqlite_master WHERE name = 'b'"_s), 0);

            writeFile(folder + "/002-b.sql"_L1, "CREATE TABLE b(x);");
            QVERIFY(Migrations(folder).checkOurs(plain).hasValue());
            QVERIFY(Migrations(folder).apply(plain).hasValue());
            QCOMPARE(number(u"PRAGMA user_version"_s), 2);
            QCOMPARE(number(u"SELECT count(*) FROM b"_s), 0);
        }
        QSqlDatabase::removeDatabase(u"steps"_s);
    }

    void severalMayOpenANewLibraryAtOnce()
    {
        std::vector<std::unique_ptr<Database>> databases;
        int opened = 0;
        QStringList errors;
        for (int number = 0; number < 6; ++number) {
            databases.push_back(std::make_unique<Database>(file()));
            databases.back()->open(this, [&](Result<void> result) {
                result ? void(++opened) : void(errors << result.error().detail);
            });
        }
        QTRY_COMPARE_WITH_TIMEOUT(opened + int(errors.size()), 6, 30000);
        QVERIFY2(errors.isEmpty(), qPrintable(errors.join(u'\n')));
    }

    // DB-01
    void aWriteWaitsUntilAnotherHasFinished()
    {
        Database one(file());
        Database two(file());
        QVERIFY(open(one).hasValue());
        QVERIFY(open(two).hasValue());
        const auto locked = [](const QString &sql) {
            return [sql](QSqlDatabase &connection) -> Result<void> {
                auto done = execute(connection, sql);
                return done ? Result<void>() : done.error();
            };
        };
        QVERIFY(run<void>(one, locked(u"BEGIN IMMEDIATE"_s)).hasValue());
        std::optional<Result<void>> written;
        two.run<void>(
            this,
            [](QSqlDatabase &connection) -> Result<void> {
                Transaction transaction(connection);
                const Result<void> inserted = insertBatch(connection, u"late"_s);
                return inserted ? transaction.commit() : inserted;
            },
            [&written](Result<void> result) { written = result; });
        QCOMPARE(ask(one, u"SELECT count(*) FROM batches"_s).value(), 0);
        QVERIFY(!written);
        QVERIFY(run<void>(one, locked(u"COMMIT"_s)).hasValue());
        QTRY_VERIFY(written.has_value());
        QVERIFY(written->hasValue());
        QCOMPARE(ask(one, u"SELECT count(*) FROM batches"_s).value(), 1);
    }

    void onlyChangesOfOthersAreNoticed()
    {
        Database one(file());
        Database two(file());
        QVERIFY(open(one).hasValue());
        QVERIFY(open(two).hasValue());
        const auto changed = [](QSqlDatabase &connection) -> Result<bool> {
            return Database::changedByOthers(connection);
        };
        const auto write = [](QSqlDatabase &connection) { return insertBatch(connection, u"x"_s); };
        run<bool>(one, changed).hasValue();
        QVERIFY(run<void>(one, write).hasValue());
        QCOMPARE(run<bool>(one, changed).value(), false);
        QVERIFY(run<void>(two, write).hasValue());
        QCOMPARE(run<bool>(one, changed).value(), true);
        QCOMPARE(run<bool>(one, changed).value(), false);
    }

    void answersForThoseWhoHaveGoneAreDropped()
    {
        Database database(file());
        QVERIFY(open(database).hasValue());
        bool called = false;
        auto context = std::make_unique<QObject>();
        database.run<bool>(
            context.get(), [](QSqlDatabase &) -> Result<bool> { return true; },
            [&](Result<bool>) { called = true; });
        context.reset();
        QVERIFY(ask(database, u"SELECT 1"_s).hasValue());
        QVERIFY(!called);
    }

    void whatWasPostedIsFinishedBeforeClosing()
    {
        {
            Database database(file());
            database.open(&database, {});
            for (int number = 0; number < 50; ++number)
                database.run<void>(
                    nullptr, [](QSqlDatabase &connection) { return insertBatch(connection, u"x"_s); }, {});
        }
        Database database(file());
        QVERIFY(open(database).hasValue());
        QCOMPARE(ask(database, u"SELECT count(*) FROM batches"_s).value(), 50);
    }
};

QTEST_GUILESS_MAIN(TestDatabase)
#include "tst_database.moc"
