#pragma once

#include "core/result.h"
#include "library/database.h"
#include "support/filelock.h"

#include <QSqlDatabase>
#include <QString>

#include <memory>
#include <optional>

namespace janus::library {

/// The SQLite connection of one Database, opened, checked, mended and migrated. Lives and dies on the
/// database's thread.
class Connection
{
public:
    Connection() = default;
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    /// Refuses a file of a newer version and a file of another program with a sentence, and leaves it exactly
    /// as it is. A damaged Library is mended (mending.h) when no other process has it open, and refused with
    /// a sentence when one has; before a migration a backup is made. A Cache is deleted and made anew
    /// instead, also one of an earlier version; it is not looked through for damage, which would read all of
    /// it: that shows when it is used. A Reader takes a file as the Library beside it has left it. What was
    /// open before is closed.
    Result<void> open(const QString &file, DatabaseKind kind);
    void close();
    QSqlDatabase &database() { return *m_database; }

private:
    Result<void> openCache(const QString &file);
    Result<void> openReader(const QString &file);
    Result<void> openLibrary(const QString &file);
    Result<void> mendAndOpen(const QString &file, const Error &damage);
    Result<void> tryOpen(const QString &file, DatabaseKind kind);
    void connectTo(const QString &file, const QString &options);
    void disconnect();

    std::unique_ptr<support::FileLock> m_use; ///< of a Library: shared by all who have it open
    std::optional<QSqlDatabase> m_database;
};

/// A file beside the database that says: look it through at the next start, however large it is.
QString doubtOf(const QString &file);

/// Settings for a file that may come from anyone: nothing in it is run, and every cell is looked at before it
/// is used.
Result<void> distrust(QSqlDatabase &connection);
/// The file and those SQLite keeps beside it.
void removeDatabaseFiles(const QString &file);

} // namespace janus::library
