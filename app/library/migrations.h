#pragma once

#include "core/result.h"

#include <QStringList>

#include <vector>

class QSqlDatabase;

namespace janus::library {

/// The numbered migrations of one kind of database file: `NNN-name.sql` in a folder, usually of the
/// resources. A file's version is SQLite's user_version; its kind is SQLite's application_id, which the first
/// migration writes.
class Migrations
{
public:
    explicit Migrations(const QString &folder);

    /// Refuses a file of a newer version or of another program. Reads only.
    Result<void> checkOurs(QSqlDatabase &connection) const;
    /// Refuses a file of ours whose tables are not those of its version: damaged where something is missing,
    /// another program's where there is more that acts by itself (triggers, views). Reads only; a new file
    /// passes.
    Result<void> checkTables(QSqlDatabase &connection) const;
    /// Whether a file of ours has tables already and some of the migrations to come.
    Result<bool> isOlder(QSqlDatabase &connection) const;
    /// Runs what is missing, each migration in one transaction that ends by writing user_version. Safe when
    /// another process does the same at the same time.
    Result<void> apply(QSqlDatabase &connection) const;
    /// The version this program writes.
    int newest() const;

private:
    Result<void> checkOursAsOf(QSqlDatabase &connection) const;
    Result<void> checkTablesAsOf(QSqlDatabase &connection) const;
    Result<void> compareTables(QSqlDatabase &connection, QSqlDatabase &model) const;

    struct Step
    {
        int version;
        QString file;
    };
    std::vector<Step> m_steps;
    qint64 m_applicationId = 0;
};

/// Splits a script into statements without their semicolons. Knows quotes, comments, and that a trigger ends
/// with "END;". Statements that consist of comments alone are left out.
QStringList splitStatements(const QString &script);

} // namespace janus::library
