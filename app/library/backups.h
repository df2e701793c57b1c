#pragma once

#include "core/result.h"

#include <QDateTime>
#include <QList>
#include <QString>

class QSqlDatabase;

namespace janus::library {

/// Copies of a library's database, each whole, checked and synced before it gets its name:
/// `backups/library-000007-20261125T141500Z.db` beside the database. The five with the highest numbers are
/// kept.
///
/// The number says which is newer, the time is for people and for the question whether a day has gone by: a
/// clock that was wrong never costs a good backup. A value; everything blocks for the disk: never on the UI
/// thread. Several processes may use one folder.
class Backups
{
public:
    struct Backup
    {
        QString file;
        int number = 0;
        QDateTime made; ///< UTC, by the clock of then
    };

    /// `database` is the library's database file.
    explicit Backups(const QString &database);

    QList<Backup> newestFirst() const;
    /// Whether the newest is older than a day, or from the future, or there is none.
    bool isDue(const QDateTime &now) const;
    /// Copies what `connection` sees, checks the copy, and only then lets the oldest go. Answers its file.
    /// Nothing is written into the database, and other connections go on meanwhile.
    Result<QString> make(QSqlDatabase &connection, const QDateTime &now) const;
    /// Opens the database for itself and makes a backup if one is due and there is something to lose: at
    /// least one request. Answers an empty name when there was nothing to do, or another process
    /// is at it.
    Result<QString> makeIfDue(const QDateTime &now) const;

    const QString &folder() const { return m_folder; }

private:
    QString lockFile() const;
    Result<QString> makeLocked(QSqlDatabase &connection, const QDateTime &now) const;
    Result<QString> publish(const QString &part, const QDateTime &now) const;
    void letOldOnesGo() const;

    QString m_database;
    QString m_folder;
};

/// Whether every page and index of the database is as it should be; a Storage error names what is not.
Result<void> checkIntegrity(QSqlDatabase &connection);

} // namespace janus::library
