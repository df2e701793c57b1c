#pragma once

#include "core/result.h"

#include <QDateTime>
#include <QString>

#include <optional>

namespace janus::library {

/// What was done about a damaged or lost database, until everything that follows from it is done, too. Kept
/// in a file beside the database, so that a program that is killed meanwhile goes on with it at its next
/// start.
struct Mended
{
    QString sentence; ///< for the user
    QDateTime backup; ///< when the backup was made that took the database's place; invalid: there was none
};

/// Whether the database is not there although there was one: backups or a log without it. SQLite must not be
/// let near it then, because it would delete the log and begin a new library.
bool isDatabaseLost(const QString &database);

/// Moves what is at the database's place (with -wal, -shm and -journal) to damaged/<time>/ beside it, where
/// nothing is ever deleted, and puts the newest backup that is whole in its place, or leaves the place free
/// for a new library when there is none. Nobody else may have the database open. Killed at any moment, the
/// next call finishes the work.
///
/// Requests that had not been accepted when the backup was made may have been sent since: they are Unknown
/// after it, so that nothing is sent, and paid, twice.
Result<void> mend(const QString &database, const QDateTime &now);

std::optional<Mended> mendedNote(const QString &database);
/// When the user has been told and the pictures that came after the backup are back.
void forgetMended(const QString &database);

} // namespace janus::library
