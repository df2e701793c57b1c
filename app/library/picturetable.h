#pragma once

#include "core/picture.h"
#include "core/result.h"
#include "library/library.h"
#include "library/picturefiles.h"

#include <QList>

#include <optional>
#include <vector>

class QSqlDatabase;

namespace janus::library {

/// SHA-256 sums, 64 hexadecimal digits each.
struct Sums
{
    QByteArray file; ///< of the file as it lies there
    QByteArray sent; ///< of what the server sent: the file without its recipe
    qint64 sentBytes = 0;
};

} // namespace janus::library

/// The SQL of pictures. Everything here runs on the database's thread.
namespace janus::library::table {

/// All rows in the grid's order: one query, answered from one index.
Result<std::vector<PictureRow>> rows(QSqlDatabase &connection);
/// In the order asked; unknown ids are left out.
Result<QList<Picture>> pictures(QSqlDatabase &connection, const PictureFiles &files,
                                const std::vector<PictureId> &ids);
Result<std::optional<Picture>> pictureOfJob(QSqlDatabase &connection, const PictureFiles &files, JobId job,
                                            int index);
/// The picture at this place of what the service calls by this id, whichever job of ours brought it.
Result<std::optional<Picture>> pictureOfRequest(QSqlDatabase &connection, const PictureFiles &files,
                                                const QString &service, const QString &requestId, int index);
/// The files of the newest pictures and the oldest, relative to the pictures folder; none when there are
/// none.
Result<QStringList> someFiles(QSqlDatabase &connection);
/// Pictures with a number above `last`, oldest first.
Result<QList<Picture>> picturesSince(QSqlDatabase &connection, const PictureFiles &files, PictureId last);
/// Which picture has this file, a name relative to the pictures folder; 0 for none.
Result<PictureId> idOf(QSqlDatabase &connection, const QString &relative);
/// The largest number in use, or 0.
Result<PictureId> lastId(QSqlDatabase &connection);
/// Which library this is.
Result<QString> identity(QSqlDatabase &connection);
/// Whether the job is in the journal; a picture without one cannot be kept.
Result<bool> hasJob(QSqlDatabase &connection, JobId job);
/// Whether a picture has this file, relative to the pictures folder.
Result<bool> hasFile(QSqlDatabase &connection, const QString &file);
/// Within a transaction of the caller's, who ends it with indexWords(). `file` is relative to the pictures
/// folder.
Result<PictureId> insert(QSqlDatabase &connection, const Picture &picture, const QString &file,
                         const Sums &sums);
/// Makes the prompts of all pictures from this number on findable, which this transaction has inserted. Once
/// for all of them: any other insert in between would make the index write everything it has gathered, at
/// twenty times the cost.
Result<void> indexWords(QSqlDatabase &connection, PictureId first);
/// Within a transaction of the caller's: the row, all that was said about the picture, and its words; not the
/// file.
Result<void> remove(QSqlDatabase &connection, PictureId id);

} // namespace janus::library::table
