#include "library/connection.h"

#include "library/migrations.h"
#include "support/checkpoint.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QSqlError>
#include <QSqlQuery>
#include <QThread>

#include <atomic>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace janus::library {

namespace {

/// How long SQLite itself waits for another process's lock, on this thread alone.
constexpr auto connectOptions = "QSQLITE_BUSY_TIMEOUT=5000"_L1;

const QString &migrationsOf(DatabaseKind kind)
{
    static const QString library = u":/migrations"_s;
    static const QString cache = u":/migrations/thumbnails"_s;
    return kind == DatabaseKind::Library ? library : cache;
}

/// A library file may come from anyone: nothing in it is run, and every cell is looked at before it is used.
Result<void> setUp(QSqlDatabase &connection)
{
    for (const QLatin1StringView pragma :
         {"trusted_schema=OFF"_L1, "cell_size_check=ON"_L1, "foreign_keys=ON"_L1, "mmap_size=0"_L1}) {
        if (auto set = execute(connection, "PRAGMA "_L1 + pragma); !set)
            return set.error();
    }
    return {};
}

Result<void> checkWhole(QSqlDatabase &connection)
{
    auto check = execute(connection, u"PRAGMA quick_check(1)"_s);
    if (!check)
        return check.error();
    const QString word = check->next() ? check->value(0).toString() : QString();
    if (word == "ok"_L1)
        return {};
    return Error{ErrorKind::Storage, u"The library's database is damaged."_s, word};
}

/// Where the file system cannot do WAL, SQLite stays with its rollback journal: slower, not less safe. The
/// change needs the file for itself for a moment, and SQLite's own patience does not cover it.
Result<void> switchToWal(QSqlDatabase &connection)
{
    const QDeadlineTimer patience(5s);
    for (;;) {
        QSqlQuery query(connection);
        if (query.exec(u"PRAGMA journal_mode=WAL"_s) && query.next())
            return {};
        if (!isBusy(query) || patience.hasExpired())
            return sqlError(query);
        QThread::msleep(5);
    }
}

Result<void> setDurability(QSqlDatabase &connection, DatabaseKind kind)
{
    if (Result<void> wal = switchToWal(connection); !wal)
        return wal;
    const bool library = kind == DatabaseKind::Library;
    auto set = execute(connection, library ? u"PRAGMA synchronous=FULL"_s : u"PRAGMA synchronous=OFF"_s);
    return set ? Result<void>() : set.error();
}

void removeDatabaseFiles(const QString &file)
{
    for (const QLatin1StringView part : {""_L1, "-wal"_L1, "-shm"_L1, "-journal"_L1})
        QFile::remove(file + part);
}

} // namespace

Connection::~Connection()
{
    close();
}

Result<void> Connection::open(const QString &file, DatabaseKind kind)
{
    Result<void> opened = tryOpen(file, kind);
    if (!opened && kind == DatabaseKind::Cache) {
        close();
        removeDatabaseFiles(file);
        opened = tryOpen(file, kind);
    }
    if (!opened)
        close();
    return opened;
}

Result<void> Connection::tryOpen(const QString &file, DatabaseKind kind)
{
    static std::atomic<int> counter{0};
    m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"janus-%1"_s.arg(++counter));
    m_database->setDatabaseName(file);
    m_database->setConnectOptions(connectOptions);
    support::checkpoint("database.before");
    if (!m_database->open())
        return Error{ErrorKind::Storage, u"The library's database %1 cannot be opened."_s.arg(file),
                     m_database->lastError().text()};
    const Migrations migrations(migrationsOf(kind));
    if (Result<void> ready = setUp(*m_database); !ready)
        return ready;
    if (Result<void> ours = migrations.checkOurs(*m_database); !ours)
        return ours;
    if (Result<void> whole = checkWhole(*m_database); !whole)
        return whole;
    if (Result<void> durable = setDurability(*m_database, kind); !durable)
        return durable;
    if (Result<void> migrated = migrations.apply(*m_database); !migrated)
        return migrated;
    Database::changedByOthers(*m_database); // what is there now is known
    support::checkpoint("database.after");
    return {};
}

void Connection::close()
{
    if (!m_database)
        return;
    const QString name = m_database->connectionName();
    support::checkpoint("database-close.before");
    m_database->close();
    support::checkpoint("database-close.after");
    m_database.reset();
    QSqlDatabase::removeDatabase(name);
}

} // namespace janus::library
