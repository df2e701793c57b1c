#include "library/database.h"

#include "library/connection.h"
#include "support/checkpoint.h"

#include <QCoreApplication>
#include <QSqlDatabase>
#include <QSqlError>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

/// Each wait is SQLite's own busy time-out of 5 seconds.
constexpr int beginAttempts = 3;

// The low byte of SQLite's result codes.
constexpr int sqliteBusy = 5;
constexpr int sqliteLocked = 6;
constexpr int sqliteNoMemory = 7;
constexpr int sqliteReadOnly = 8;
constexpr int sqliteIoError = 10;
constexpr int sqliteCorrupt = 11;
constexpr int sqliteFull = 13;
constexpr int sqliteCannotOpen = 14;
constexpr int sqliteNotADatabase = 26;

/// Set while a transaction of this thread could not begin or was given up by SQLite.
thread_local std::optional<Error> refusal;
thread_local bool isInTransaction = false;
/// PRAGMA data_version as it was when last asked, on this thread's connection.
thread_local qint64 knownVersion = -1;

int sqliteCode(const QSqlError &error)
{
    return error.nativeErrorCode().toInt() & 0xff;
}

QString sentenceForCode(int code)
{
    switch (code) {
    case sqliteBusy:
    case sqliteLocked:
        return u"Another program is using the library; it did not answer in time."_s;
    case sqliteReadOnly:
        return u"The library's database can only be read."_s;
    case sqliteIoError:
        return u"The disk reported a fault while the library's database was used."_s;
    case sqliteCorrupt:
    case sqliteNotADatabase:
        return u"The library's database is damaged."_s;
    case sqliteNoMemory:
        return u"There is no memory left for the library's database."_s;
    case sqliteFull:
        return u"The disk is full: the library's database could not be written."_s;
    case sqliteCannotOpen:
        return u"The library's database cannot be opened."_s;
    default:
        return u"The library's database could not be used."_s;
    }
}

/// After these SQLite has rolled the transaction back by itself; what came next would be on its own.
bool endsTransaction(const QSqlError &error)
{
    const int code = sqliteCode(error);
    return code == sqliteFull || code == sqliteIoError || code == sqliteNoMemory || code == sqliteCorrupt;
}

/// A failed query's error; remembered when the transaction around it is over.
Error failed(const QSqlQuery &query)
{
    const Error error = sqlError(query);
    if (isInTransaction && endsTransaction(query.lastError()))
        refusal = error;
    return error;
}

Result<QSqlQuery> runStatement(QSqlDatabase &connection, const QString &sql, const QVariantList &values)
{
    QSqlQuery query(connection);
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return failed(query);
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        return failed(query);
    return query;
}

} // namespace

/// What lives on the database's thread.
class Database::Worker : public QObject
{
public:
    Connection connection;
    std::optional<Error> closed = Error{ErrorKind::Storage, u"The library is not open."_s};
};

Database::Database(QString file, DatabaseKind kind, QObject *parent)
    : QObject(parent)
    , m_file(std::move(file))
    , m_kind(kind)
    , m_worker(std::make_unique<Worker>())
{
    m_thread.setObjectName(kind == DatabaseKind::Library ? u"library"_s
                           : kind == DatabaseKind::Cache ? u"thumbnails"_s
                                                         : u"catalogue"_s);
    m_worker->moveToThread(&m_thread);
    m_thread.start();
}

Database::~Database()
{
    post([](Worker &worker) {
        worker.connection.close();
        worker.closed = Error{ErrorKind::Storage, u"The library is closed."_s};
        QThread::currentThread()->quit();
    });
    m_thread.wait();
}

void Database::open(QObject *context, std::function<void(Result<void>)> done,
                    std::function<Result<void>()> before)
{
    post([file = m_file, kind = m_kind, context = QPointer<QObject>(context), done = std::move(done),
          before = std::move(before)](Worker &worker) {
        Result<void> result = before ? before() : Result<void>();
        if (result)
            result = worker.connection.open(file, kind);
        worker.closed = result ? std::nullopt : std::optional<Error>(result.error());
        deliver([context, done, result] {
            if (context && done)
                done(result);
        });
    });
}

bool Database::changedByOthers(QSqlDatabase &connection)
{
    auto query = execute(connection, u"PRAGMA data_version"_s);
    if (!query || !query->next())
        return false;
    const qint64 version = query->value(0).toLongLong();
    return std::exchange(knownVersion, version) != version;
}

void Database::write(QObject *context, std::function<Result<void>(QSqlDatabase &)> work,
                     std::function<void(Result<void>)> done)
{
    const QMutexLocker locker(&m_postMutex);
    if (m_openGroup) {
        m_openGroup->push_back({std::move(work), context, std::move(done)});
        return;
    }
    m_openGroup = std::make_shared<Group>();
    m_openGroup->push_back({std::move(work), context, std::move(done)});
    send([this, group = m_openGroup](Worker &worker) {
        {
            const QMutexLocker closing(&m_postMutex);
            if (m_openGroup == group)
                m_openGroup.reset();
        }
        commit(*group, worker);
    });
}

void Database::commit(const Group &group, Worker &worker)
{
    std::vector<Result<void>> results;
    std::optional<Error> failure = worker.closed;
    if (!failure) {
        Transaction transaction(connection(worker));
        for (const Write &write : group)
            results.push_back(write.work(connection(worker)));
        support::checkpoint("journal-commit.before");
        if (const Result<void> committed = transaction.commit(); !committed)
            failure = committed.error();
        support::checkpoint("journal-commit.after");
    }
    for (std::size_t i = 0; i < group.size(); ++i) {
        deliver([context = group[i].context, done = group[i].done,
                 result = failure ? Result<void>(*failure) : results[i]] {
            if (context && done)
                done(result);
        });
    }
}

void Database::post(std::function<void(Worker &)> task)
{
    const QMutexLocker locker(&m_postMutex);
    m_openGroup.reset(); // what is written later comes later
    send(std::move(task));
}

void Database::send(std::function<void(Worker &)> task)
{
    Worker *worker = m_worker.get();
    QMetaObject::invokeMethod(
        worker, [worker, task = std::move(task)] { task(*worker); }, Qt::QueuedConnection);
}

const Error *Database::openError(const Worker &worker)
{
    return worker.closed ? &*worker.closed : nullptr;
}

QSqlDatabase &Database::connection(Worker &worker)
{
    return worker.connection.database();
}

void Database::deliver(std::function<void()> call)
{
    if (QCoreApplication *application = QCoreApplication::instance())
        QMetaObject::invokeMethod(application, std::move(call), Qt::QueuedConnection);
}

Transaction::Transaction(QSqlDatabase &connection)
    : m_connection(connection)
{
    Q_ASSERT(!refusal);
    for (int attempt = 0; attempt < beginAttempts && !m_open; ++attempt) {
        QSqlQuery begin(m_connection);
        m_open = begin.exec(u"BEGIN IMMEDIATE"_s);
        if (m_open)
            break;
        refusal = sqlError(begin);
        if (!isBusy(begin))
            break;
    }
    if (m_open)
        refusal.reset();
    isInTransaction = m_open;
}

Transaction::~Transaction()
{
    if (m_open)
        QSqlQuery(m_connection).exec(u"ROLLBACK"_s);
    isInTransaction = false;
    refusal.reset();
}

Result<void> Transaction::commit()
{
    if (refusal)
        return *refusal;
    Q_ASSERT(m_open);
    if (auto committed = execute(m_connection, u"COMMIT"_s); !committed)
        return committed.error();
    m_open = false;
    isInTransaction = false;
    return {};
}

QString sqliteVersion()
{
    const QString name = QStringLiteral("version");
    QString version;
    {
        QSqlDatabase memory = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        memory.setDatabaseName(QStringLiteral(":memory:"));
        QSqlQuery query(memory);
        if (memory.open() && query.exec(QStringLiteral("SELECT sqlite_version()")) && query.next())
            version = query.value(0).toString();
    }
    QSqlDatabase::removeDatabase(name);
    return version;
}

bool isBusy(const QSqlQuery &query)
{
    return sqliteCode(query.lastError()) == sqliteBusy;
}

Error sqlError(const QSqlQuery &query)
{
    const QSqlError error = query.lastError();
    return {ErrorKind::Storage, sentenceForCode(sqliteCode(error)),
            u"%1 (%2): %3"_s.arg(error.text(), error.nativeErrorCode(), query.lastQuery())};
}

Error damageError(const QString &detail)
{
    return {ErrorKind::Storage, sentenceForCode(sqliteCorrupt), detail};
}

bool isDamage(const Error &error)
{
    return error.message == sentenceForCode(sqliteCorrupt);
}

bool isDiskTrouble(const Error &error)
{
    constexpr std::array codes{sqliteBusy,    sqliteReadOnly, sqliteNoMemory,
                               sqliteIoError, sqliteFull,     sqliteCannotOpen};
    return std::ranges::any_of(codes, [&](int code) { return error.message == sentenceForCode(code); });
}

Result<QSqlQuery> execute(QSqlDatabase &connection, const QString &sql, const QVariantList &values)
{
    if (refusal)
        return *refusal;
    return runStatement(connection, sql, values);
}

} // namespace janus::library
