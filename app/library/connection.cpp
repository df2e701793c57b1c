#include "library/connection.h"

#include "library/backups.h"
#include "library/mending.h"
#include "library/migrations.h"
#include "support/checkpoint.h"
#include "support/durablefile.h"

#include <QDateTime>
#include <QDeadlineTimer>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QSqlQuery>
#include <QThread>

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace janus::library {

namespace {

/// For one who mends the library, and for others who are about to find out that it is mended.
constexpr auto mendingPatience = 30s;
constexpr auto othersPatience = 2s;

/// How long SQLite itself waits for another process's lock, on this thread alone.
constexpr auto connectOptions = "QSQLITE_BUSY_TIMEOUT=5000"_L1;

const QString &migrationsOf(DatabaseKind kind)
{
    static const QString library = u":/migrations"_s;
    static const QString cache = u":/migrations/thumbnails"_s;
    return kind == DatabaseKind::Library ? library : cache;
}

Error inUse()
{
    return {
        ErrorKind::Storage,
        u"The library's database is damaged, and another Janus Studio still uses it. Close that one, then "
        "start again: the newest backup takes its place then."_s};
}

/// SQLite makes files with the rights of the umask, and those beside the database with the rights of that.
Result<void> makePrivate(const QString &file)
{
    const QByteArray name = QFile::encodeName(file);
    const int made = ::open(name.constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (made >= 0)
        ::close(made);
    return made >= 0 || errno == EEXIST ? Result<void>() : support::fileError(errno, file);
}

Result<void> backUpBeforeMigration(QSqlDatabase &connection, const QString &file,
                                   const Migrations &migrations)
{
    const Result<bool> isOlder = migrations.isOlder(connection);
    if (!isOlder || !*isOlder)
        return isOlder ? Result<void>() : isOlder.error();
    const Result<QString> made = Backups(file).make(connection, QDateTime::currentDateTimeUtc());
    return made ? Result<void>() : made.error();
}

/// A cache of an earlier version is better made anew than changed: what is thrown away would leave holes, and
/// what comes would lie in them, scattered.
Result<void> checkCurrent(QSqlDatabase &connection, const Migrations &migrations)
{
    const Result<bool> isOlder = migrations.isOlder(connection);
    if (!isOlder)
        return isOlder.error();
    return *isOlder ? Error{ErrorKind::Storage, u"The cache is of an earlier version."_s} : Result<void>();
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
    if (kind == DatabaseKind::Cache) {
        // About one thumbnail a page. Only a new file takes it, and only before its first page is written.
        if (auto sized = execute(connection, u"PRAGMA page_size=8192"_s); !sized)
            return sized.error();
    }
    if (Result<void> wal = switchToWal(connection); !wal)
        return wal;
    const bool library = kind == DatabaseKind::Library;
    auto set = execute(connection, library ? u"PRAGMA synchronous=FULL"_s : u"PRAGMA synchronous=OFF"_s);
    return set ? Result<void>() : set.error();
}

QString lockOf(const QString &file)
{
    return file + ".lock"_L1;
}

/// Reading a large file through would keep everybody waiting at each start: it is looked through when it is
/// backed up, once a day, and damage that is found then leaves a doubt behind.
bool isCheckedAtOnce(const QString &file)
{
    constexpr qint64 mostBytes = 24 * 1024 * 1024;
    return QFileInfo(file).size() <= mostBytes || QFileInfo::exists(doubtOf(file));
}

} // namespace

QString doubtOf(const QString &file)
{
    return file + ".doubt"_L1;
}

Connection::~Connection()
{
    close();
}

Result<void> Connection::open(const QString &file, DatabaseKind kind)
{
    close();
    Result<void> opened = kind == DatabaseKind::Cache    ? openCache(file)
                          : kind == DatabaseKind::Reader ? openReader(file)
                                                         : openLibrary(file);
    if (!opened)
        close();
    return opened;
}

Result<void> Connection::openCache(const QString &file)
{
    if (Result<void> opened = tryOpen(file, DatabaseKind::Cache); opened)
        return opened;
    close();
    removeDatabaseFiles(file);
    return tryOpen(file, DatabaseKind::Cache);
}

Result<void> Connection::openReader(const QString &file)
{
    connectTo(file, connectOptions + ";QSQLITE_OPEN_READONLY"_L1);
    if (!m_database->open())
        return Error{ErrorKind::Storage, u"The library's database %1 cannot be opened."_s.arg(file),
                     m_database->lastError().text()};
    return distrust(*m_database);
}

Result<void> Connection::openLibrary(const QString &file)
{
    auto lock =
        support::FileLock::take(lockOf(file), support::FileLock::Mode::Shared, mendingPatience, inUse());
    if (!lock)
        return lock.error();
    m_use = std::move(*lock);
    if (isDatabaseLost(file))
        return mendAndOpen(file, damageError(u"missing"_s));
    Result<void> opened = tryOpen(file, DatabaseKind::Library);
    return opened || !isDamage(opened.error()) ? opened : mendAndOpen(file, opened.error());
}

/// Others who found the damage at the same moment wait here, too; all but the first find it mended.
Result<void> Connection::mendAndOpen(const QString &file, const Error &damage)
{
    const auto takeUpAgain = [this] {
        return m_use->change(support::FileLock::Mode::Shared, mendingPatience) ? Result<void>() : inUse();
    };
    const auto open = [&, this] {
        return isDatabaseLost(file) ? Result<void>(damage) : tryOpen(file, DatabaseKind::Library);
    };
    disconnect();
    const bool isAlone = m_use->change(support::FileLock::Mode::Alone, othersPatience);
    if (!isAlone) {
        if (Result<void> again = takeUpAgain(); !again)
            return again;
    }
    Result<void> opened = open();
    if (opened || !isDamage(opened.error()))
        return opened ? takeUpAgain() : opened;
    if (!isAlone)
        return inUse();
    disconnect();
    if (Result<void> mended = mend(file, QDateTime::currentDateTime()); !mended)
        return mended;
    opened = tryOpen(file, DatabaseKind::Library);
    return opened ? takeUpAgain() : opened;
}

Result<void> Connection::tryOpen(const QString &file, DatabaseKind kind)
{
    if (Result<void> made = makePrivate(file); !made)
        return made;
    connectTo(file, connectOptions);
    support::checkpoint("database.before");
    if (!m_database->open())
        return Error{ErrorKind::Storage, u"The library's database %1 cannot be opened."_s.arg(file),
                     m_database->lastError().text()};
    const Migrations migrations(migrationsOf(kind));
    if (Result<void> ready = distrust(*m_database); !ready)
        return ready;
    if (Result<void> ours = migrations.checkOurs(*m_database); !ours)
        return ours;
    if (kind == DatabaseKind::Cache) {
        if (Result<void> current = checkCurrent(*m_database, migrations); !current)
            return current;
    }
    if (kind == DatabaseKind::Library) {
        if (isCheckedAtOnce(file)) {
            // Twice the time of quick_check, but the grid is read from an index alone.
            if (Result<void> whole = checkIntegrity(*m_database); !whole)
                return whole;
            QFile::remove(doubtOf(file));
        }
        if (Result<void> known = migrations.checkTables(*m_database); !known)
            return known;
        ::chmod(QFile::encodeName(file).constData(), 0600);
        if (Result<void> safe = backUpBeforeMigration(*m_database, file, migrations); !safe)
            return safe;
    }
    if (Result<void> durable = setDurability(*m_database, kind); !durable)
        return durable;
    if (Result<void> migrated = migrations.apply(*m_database); !migrated)
        return migrated;
    Database::changedByOthers(*m_database); // what is there now is known
    support::checkpoint("database.after");
    return {};
}

void Connection::connectTo(const QString &file, const QString &options)
{
    static std::atomic<int> counter{0};
    m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"janus-%1"_s.arg(++counter));
    m_database->setDatabaseName(file);
    m_database->setConnectOptions(options);
}

void Connection::close()
{
    disconnect();
    m_use.reset();
}

void Connection::disconnect()
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

void removeDatabaseFiles(const QString &file)
{
    for (const QLatin1StringView part : {""_L1, "-wal"_L1, "-shm"_L1, "-journal"_L1})
        QFile::remove(file + part);
}

Result<void> distrust(QSqlDatabase &connection)
{
    for (const QLatin1StringView pragma :
         {"trusted_schema=OFF"_L1, "cell_size_check=ON"_L1, "foreign_keys=ON"_L1, "mmap_size=0"_L1}) {
        if (auto set = execute(connection, "PRAGMA "_L1 + pragma); !set)
            return set.error();
    }
    return {};
}

} // namespace janus::library
