#pragma once

#include "core/picture.h"
#include "core/result.h"

#include <QByteArray>
#include <QString>

class QSqlDatabase;

namespace janus::library {

class PictureFiles;

/// What the library's row says about a picture's file.
struct ListedFile
{
    QString path; ///< empty: no such picture
    qint64 bytes = 0;
    QByteArray sha256; ///< 64 hexadecimal digits
};

/// On the database's thread.
Result<ListedFile> listedFile(QSqlDatabase &connection, const PictureFiles &files, PictureId id);

/// The file's bytes if they are the ones that were kept. Otherwise a Storage error whose sentence says
/// whether the file is missing, cut or another one: anybody may have changed it since, and nothing but the
/// picture itself is ever shown in its place. Reads the whole file; any thread but the UI's.
Result<QByteArray> verifiedBytes(const ListedFile &listed);

} // namespace janus::library
