#include "library/listedfile.h"

#include "library/database.h"
#include "library/picturefiles.h"

#include <QCryptographicHash>
#include <QFile>
#include <QSqlDatabase>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

/// No picture of ours is near it; a row may come from anyone.
constexpr qint64 largestFile = 256 * 1024 * 1024;

Error notTheOne(const QString &sentence, const ListedFile &listed)
{
    return {ErrorKind::Storage, sentence, listed.path};
}

} // namespace

Result<ListedFile> listedFile(QSqlDatabase &connection, const PictureFiles &files, PictureId id)
{
    auto row = execute(connection, u"SELECT file, bytes, sha256 FROM pictures WHERE id = ?"_s, {id});
    if (!row)
        return row.error();
    if (!row->next())
        return ListedFile{};
    return ListedFile{files.absolute(row->value(0).toString()), row->value(1).toLongLong(),
                      row->value(2).toString().toLatin1()};
}

Result<QByteArray> verifiedBytes(const ListedFile &listed)
{
    QFile file(listed.path);
    if (listed.path.isEmpty() || !file.open(QIODevice::ReadOnly))
        return notTheOne(u"The picture's file is missing or cannot be read."_s, listed);
    if (file.size() < listed.bytes)
        return notTheOne(u"The picture's file has been cut."_s, listed);
    if (listed.bytes > largestFile)
        return notTheOne(u"The picture's file is too large."_s, listed);
    // One more than there should be: a file that grew meanwhile is another one, too.
    const QByteArray bytes = file.read(listed.bytes + 1);
    const QByteArray sum = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
    if (bytes.size() != listed.bytes || sum != listed.sha256)
        return notTheOne(u"The picture's file has been replaced by another one."_s, listed);
    return bytes;
}

} // namespace janus::library
