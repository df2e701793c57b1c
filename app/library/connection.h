#pragma once

#include "core/result.h"
#include "library/database.h"

#include <QSqlDatabase>
#include <QString>

#include <optional>

namespace janus::library {

/// The SQLite connection of one Database, opened, checked and migrated. Lives and dies on the database's
/// thread.
class Connection
{
public:
    Connection() = default;
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    /// Refuses a damaged file, a file of a newer version and a file of another program with a sentence, and
    /// leaves such a file exactly as it is; a Cache is deleted and made anew instead.
    Result<void> open(const QString &file, DatabaseKind kind);
    void close();
    QSqlDatabase &database() { return *m_database; }

private:
    Result<void> tryOpen(const QString &file, DatabaseKind kind);

    std::optional<QSqlDatabase> m_database;
};

} // namespace janus::library
