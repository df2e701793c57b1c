#pragma once

#include "core/picture.h"
#include "core/result.h"

#include <QByteArray>
#include <QSize>
#include <QString>

#include <vector>

class QSqlDatabase;

namespace janus::library {

class PictureFiles;

/// What the library's row says about a picture's file.
struct ListedFile
{
    PictureId id = 0;
    QString file; ///< below the pictures folder
    QString path; ///< empty: no such picture
    QSize size;
    qint64 bytes = 0;
    QByteArray sha256; ///< 64 hexadecimal digits
};

/// By these a file is taken for the one it was.
struct FileStamp
{
    qint64 bytes = -1;
    qint64 modified = 0; ///< in nanoseconds since 1970
    friend bool operator==(const FileStamp &, const FileStamp &) = default;
};

/// What became of a picture's file.
enum class FilePresence {
    Whole,
    Gone,       ///< no file there: deleted, moved, or on a disk that is not there
    Changed,    ///< another content than what was kept
    Unreadable, ///< may not be read, the disk is faulty, or nothing here can show it
};

/// A look at the file's entry, not into it: Whole, Gone or Unreadable.
struct FileLook
{
    FilePresence presence = FilePresence::Gone;
    FileStamp stamp = {};
};
FileLook lookAt(const QString &path);

/// On the database's thread.
Result<ListedFile> listedFile(QSqlDatabase &connection, const PictureFiles &files, PictureId id);
/// In one statement; unknown numbers are left out, the order is that of the numbers.
Result<std::vector<ListedFile>> listedFiles(QSqlDatabase &connection, const PictureFiles &files,
                                            const std::vector<PictureId> &ids);
/// The newest `count` with numbers below `end`, the newest first.
Result<std::vector<ListedFile>> listedFilesBelow(QSqlDatabase &connection, const PictureFiles &files,
                                                 PictureId end, int count);

/// The file's bytes if they are the ones that were kept: anybody may have changed it since, and nothing but
/// the picture itself is ever shown in its place. Reads the whole file; any thread but the UI's.
struct ListedBytes
{
    FilePresence presence = FilePresence::Gone;
    FileStamp stamp = {};
    QByteArray bytes = {}; ///< of a file that is Whole
};
ListedBytes readListed(const ListedFile &listed);
/// The same, as a Storage error whose sentence says what is wrong.
Result<QByteArray> verifiedBytes(const ListedFile &listed);

/// "1,2,3", for IN (…).
QString numberList(const std::vector<PictureId> &ids);

} // namespace janus::library
