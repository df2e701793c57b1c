#include "library/shortconnection.h"

#include "library/connection.h"
#include "library/database.h"

#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>

#include <atomic>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

Result<void> openAndRun(QSqlDatabase connection, const std::function<Result<void>(QSqlDatabase &)> &work)
{
    if (!connection.open())
        return Error{ErrorKind::Storage,
                     u"The database %1 cannot be opened."_s.arg(connection.databaseName()),
                     connection.lastError().text()};
    if (Result<void> ready = distrust(connection); !ready)
        return ready;
    return work(connection);
}

} // namespace

Result<void> withConnection(const QString &file, Access access,
                            const std::function<Result<void>(QSqlDatabase &)> &work)
{
    if (!QFileInfo::exists(file))
        return Error{ErrorKind::Storage, u"The database %1 is missing."_s.arg(file)};
    static std::atomic<int> counter{0};
    const QString name = u"janus-short-%1"_s.arg(++counter);
    Result<void> done;
    {
        QSqlDatabase connection = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
        connection.setDatabaseName(file);
        connection.setConnectOptions(access == Access::ReadOnly
                                         ? u"QSQLITE_BUSY_TIMEOUT=5000;QSQLITE_OPEN_READONLY"_s
                                         : u"QSQLITE_BUSY_TIMEOUT=5000"_s);
        done = openAndRun(connection, work);
        connection.close();
    }
    QSqlDatabase::removeDatabase(name);
    return done;
}

} // namespace janus::library
