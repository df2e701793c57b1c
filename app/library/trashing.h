#pragma once

#include "core/picture.h"
#include "core/result.h"
#include "library/picturefiles.h"

#include <QList>
#include <QString>

#include <functional>
#include <vector>

class QSqlDatabase;

namespace janus::library {

/// A picture that stays in the studio's trash, and why.
struct EmptyTrouble
{
    PictureId picture = 0;
    QString file;
    QString message;
};

struct EmptyReport
{
    std::vector<PictureId> removed; ///< their files are in the system's trash, their rows gone
    QList<EmptyTrouble> kept;
};

/// A picture in the studio's trash.
struct TrashedFile
{
    PictureId id = 0;
    QString path; ///< absolute
};

/// Those of `ids`, or all of them when there are none, that are in the studio's trash. On the database's
/// thread. A Storage error when the pictures folder is not there: what cannot be seen is not forgotten.
Result<std::vector<TrashedFile>> trashedFiles(QSqlDatabase &connection, const PictureFiles &files,
                                              const std::vector<PictureId> &ids);

/// Moves a file to the system's trash; false when that is not possible. For tests another one.
using ToSystemTrash = std::function<bool(const QString &file)>;
bool moveToSystemTrash(const QString &file);

/// Moves the files, and the recipes beside them, to the system's trash; answers whose are gone now, also
/// those that were gone before. Any thread that may wait.
std::vector<PictureId> throwAway(const std::vector<TrashedFile> &trashed, const ToSystemTrash &toTrash,
                                 QList<EmptyTrouble> &kept);

/// Forgets pictures that are in the studio's trash and whose files are gone: their rows and all that was said
/// of them, in one transaction; requests stay in the journal. One that was restored meanwhile stays. Answers
/// those that went. On the database's thread.
Result<std::vector<PictureId>> forgetTrashed(QSqlDatabase &connection, const std::vector<PictureId> &ids);

} // namespace janus::library
