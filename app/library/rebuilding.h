#pragma once

#include "core/picture.h"
#include "core/result.h"
#include "support/paths.h"

#include <QList>
#include <QString>

#include <functional>

class QSqlDatabase;

namespace janus::library {

/// A file that could not be taken in, and why.
struct FileTrouble
{
    QString file; ///< relative to the pictures folder
    QString message;
};

struct RebuildReport
{
    int found = 0;                 ///< picture files; the sum of the other numbers
    int restored = 0;              ///< have a row again
    int moved = 0;                 ///< their row named a file that is gone or another picture's
    int known = 0;                 ///< had their row, or are being saved by a running program
    int copies = 0;                ///< of a picture that has its row and its file
    int foreign = 0;               ///< without a recipe of ours
    QList<FileTrouble> unreadable; ///< damaged, or with a recipe that cannot be used
};

struct RebuildProgress
{
    bool isRestoring = false; ///< first every file is looked at, then what is missing is restored
    int done = 0;
    int total = 0;
};

/// Gives every picture below the pictures folder its row again, with its whole recipe, from its file alone.
///
/// On the database's thread, with a library that is open and migrated; it may be empty, or a backup. Files
/// are read several at a time, and at no time more than a few are in memory; rows are written in transactions
/// of some dozens, so that others can write meanwhile and what is done stays when it is stopped or killed.
/// Doing it again changes nothing. No file is touched, and nothing is taken from a recipe but what Recipe
/// checks.
///
/// Jobs and sets that are missing are made anew with new numbers, grouped and in order as they were; such
/// jobs are Done. A job that stands open in the journal and has no living owner has been accepted, as its
/// picture proves: it gets its request id and is Done, or Queued while pictures of it are missing, so that it
/// is never sent again. Open jobs of living programs are left to them.
///
/// `progress` may answer false to stop. A Storage error when the folder is missing or the database refuses.
Result<RebuildReport> rebuildFromFiles(QSqlDatabase &connection, const support::Paths &paths,
                                       const std::function<bool(const RebuildProgress &)> &progress = {});

} // namespace janus::library
