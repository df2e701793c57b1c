#pragma once

#include "core/result.h"

#include <QMutex>
#include <QObject>
#include <QPointer>
#include <QSqlQuery>
#include <QString>
#include <QThread>
#include <QVariant>

#include <functional>
#include <memory>
#include <vector>

class QSqlDatabase;

namespace janus::library {

/// Library: synchronous=FULL; whatever is wrong with the file is said and the file left as it is.
/// Cache: synchronous=OFF; a file that cannot be used is deleted and made anew.
/// Reader: another connection to an open Library, which can only read and waits for nobody's syncs.
enum class DatabaseKind { Library, Cache, Reader };

/// A database file: one SQLite connection on one thread of its own, work in, result out.
///
/// WAL, foreign keys. Migrations are numbered files (resources/migrations/NNN-name.sql), each one transaction
/// that ends by writing user_version. Statements run in the order in which they were posted; other threads
/// never see a QSqlDatabase. run() and open() may be called from any thread as long as the Database lives.
class Database : public QObject
{
    Q_OBJECT
public:
    explicit Database(QString file, DatabaseKind kind = DatabaseKind::Library, QObject *parent = nullptr);
    /// Finishes what was posted, closes, joins.
    ~Database() override;

    /// Opens (once more, if it is open already) and migrates on the database's thread; `done` hears how it
    /// went. Everything posted meanwhile waits behind it, and answers the same error when it failed. `before`
    /// is run first, on that thread: making folders.
    void open(QObject *context, std::function<void(Result<void>)> done,
              std::function<Result<void>()> before = {});

    /// Runs `work(connection)` on the database's thread and hands its Result to `done` in the application's
    /// thread, where `context` must live; not called when `context` has died. `work` must not touch objects
    /// of other threads.
    template <typename T>
    void run(QObject *context, std::function<Result<T>(QSqlDatabase &)> work,
             std::function<void(Result<T>)> done);
    /// The same for small changes that need no transaction of their own: all that wait when the thread comes
    /// to them are committed together, with one sync. They are answered after it.
    void write(QObject *context, std::function<Result<void>(QSqlDatabase &)> work,
               std::function<void(Result<void>)> done);

    /// Whether other connections (another process on the same library) have changed the file since the last
    /// call; asked on the database's thread. There is one memory for all who ask: the Library does, everybody
    /// else listens to Library::changedOutside().
    static bool changedByOthers(QSqlDatabase &connection);

    const QString &file() const { return m_file; }

private:
    class Worker;
    struct Write
    {
        std::function<Result<void>(QSqlDatabase &)> work;
        QPointer<QObject> context;
        std::function<void(Result<void>)> done;
    };
    using Group = std::vector<Write>;

    void post(std::function<void(Worker &)> task);
    void send(std::function<void(Worker &)> task);
    void commit(const Group &group, Worker &worker);
    static const Error *openError(const Worker &worker);
    static QSqlDatabase &connection(Worker &worker);
    static void deliver(std::function<void()> call);

    const QString m_file;
    const DatabaseKind m_kind;
    QThread m_thread;
    std::unique_ptr<Worker> m_worker;
    QMutex m_postMutex;
    std::shared_ptr<Group>
        m_openGroup; ///< writes that are waiting, while nothing else was posted behind them
};

/// A write transaction: rolled back unless committed. It takes the write lock at once (BEGIN IMMEDIATE),
/// waiting up to 15 seconds for other processes. When it could not begin, or SQLite has given it up midway
/// (disk full or faulty), every execute() on this thread answers that error until it goes, so that nothing is
/// written outside a transaction by accident; commit() answers it, too.
class Transaction
{
public:
    explicit Transaction(QSqlDatabase &connection);
    ~Transaction();
    Result<void> commit();
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;

private:
    QSqlDatabase &m_connection;
    bool m_open = false;
};

/// The version of the SQLite that runs, "3.40.1". Any thread; opens nothing on disk.
QString sqliteVersion();

/// Whether a query failed because another connection holds the file.
bool isBusy(const QSqlQuery &query);
/// Turns a failed query into a Storage error; the one place where SQL errors become ours.
Error sqlError(const QSqlQuery &query);
/// That what is in the file is damaged; `detail` says where.
Error damageError(const QString &detail);
bool isDamage(const Error &error);
/// Whether the disk (full, faulty, only readable) or another program is to blame, and not what is in the
/// file.
bool isDiskTrouble(const Error &error);
/// Prepares, binds in order and runs. The query is returned ready for next(); it reads forward only.
Result<QSqlQuery> execute(QSqlDatabase &connection, const QString &sql, const QVariantList &values = {});

template <typename T>
void Database::run(QObject *context, std::function<Result<T>(QSqlDatabase &)> work,
                   std::function<void(Result<T>)> done)
{
    post([context = QPointer<QObject>(context), work = std::move(work),
          done = std::move(done)](Worker &worker) {
        const Error *closed = openError(worker);
        Result<T> result = closed ? Result<T>(*closed) : work(connection(worker));
        deliver([context, done, result = std::move(result)]() mutable {
            if (context && done)
                done(std::move(result));
        });
    });
}

} // namespace janus::library
