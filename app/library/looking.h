#pragma once

#include "core/picture.h"
#include "core/result.h"
#include "library/picturefiles.h"
#include "library/stamps.h"

#include <QByteArray>
#include <QSet>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>
#include <vector>

class QSqlDatabase;

namespace janus::library {

/// What is new about a picture's file.
struct OutsideFinding
{
    PictureId id = 0;
    QString listed; ///< the file its row named, relative to the pictures folder
    OutsideState state = OutsideState::Fine;
    QString foundAt;            ///< where it lies now, relative; empty: where it was
    std::optional<Stamp> stamp; ///< of a file that was read
};

struct LookReport
{
    int looked = 0;
    int read = 0; ///< files whose content had to be read
    int missing = 0;
    int changed = 0;
    int foundAgain = 0;
    QSet<QString> folders;      ///< those with pictures, relative
    QStringList foldersMissing; ///< those that are gone with more pictures than are noted one by one
};

struct LookScope
{
    std::optional<QString> folder = {}; ///< relative; otherwise all pictures
    bool searchesMissing = false;       ///< also those that were known to be missing are looked for
};

/// So many pictures whose whole folder is gone are noted one by one; a disk that was taken away is told as
/// what it is.
constexpr int mostMissingWithFolder = 1000;

/// Compares what the rows say with the files: length and time of every one, newest first, and the content of
/// those that were touched. What is missing is looked for by its content below the pictures folder, wherever
/// no row names a file. Nothing is written: `found` hears of what is new, some at a time.
///
/// A Storage error when the pictures folder is not there, or goes meanwhile: no picture is called missing
/// then. On any thread that may wait; reads the library with a connection of its own. `goesOn` may answer
/// false to stop.
Result<LookReport> lookAtFiles(const QString &database, const PictureFiles &files, const LookScope &scope,
                               const std::function<void(std::vector<OutsideFinding>)> &found,
                               const std::function<bool()> &goesOn = {});

/// Writes findings down, in one transaction, unless the row has changed meanwhile; answers whose state or
/// file is another one now. On the database's thread.
Result<std::vector<PictureId>> noteFindings(QSqlDatabase &connection,
                                            const std::vector<OutsideFinding> &findings);

} // namespace janus::library
