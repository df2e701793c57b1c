#include "library/listedfile.h"

#include "library/database.h"
#include "library/picturefiles.h"
#include "library/recipefile.h"

#include <QFile>
#include <QSqlDatabase>

#include <cerrno>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

/// No picture of ours is near it; a row may come from anyone.
constexpr qint64 largestFile = 256 * 1024 * 1024;
constexpr qint64 nanosecondsOfSecond = 1'000'000'000;

FileLook lookOf(int failed, const struct stat &status)
{
    if (failed != 0) {
        const bool isGone = errno == ENOENT || errno == ENOTDIR;
        return {isGone ? FilePresence::Gone : FilePresence::Unreadable};
    }
    const FileStamp stamp{status.st_size,
                          status.st_mtim.tv_sec * nanosecondsOfSecond + status.st_mtim.tv_nsec};
    return {S_ISREG(status.st_mode) ? FilePresence::Whole : FilePresence::Unreadable, stamp};
}

Result<std::vector<ListedFile>> select(QSqlDatabase &connection, const PictureFiles &files,
                                       const QString &where, const QVariantList &values = {})
{
    auto row =
        execute(connection,
                u"SELECT id, file, width, height, bytes, sha256 FROM pictures WHERE %1"_s.arg(where), values);
    if (!row)
        return row.error();
    std::vector<ListedFile> found;
    while (row->next()) {
        const QString file = row->value(1).toString();
        found.push_back({row->value(0).toLongLong(),
                         file,
                         files.absolute(file),
                         {row->value(2).toInt(), row->value(3).toInt()},
                         row->value(4).toLongLong(),
                         row->value(5).toString().toLatin1()});
    }
    return found;
}

} // namespace

FileLook lookAt(const QString &path)
{
    struct stat status
    {
    };
    const int failed = ::stat(QFile::encodeName(path).constData(), &status);
    return lookOf(failed, status);
}

Result<ListedFile> listedFile(QSqlDatabase &connection, const PictureFiles &files, PictureId id)
{
    auto found = listedFiles(connection, files, {id});
    if (!found)
        return found.error();
    return found->empty() ? ListedFile{} : std::move(found->front());
}

Result<std::vector<ListedFile>> listedFiles(QSqlDatabase &connection, const PictureFiles &files,
                                            const std::vector<PictureId> &ids)
{
    return select(connection, files, u"id IN (%1)"_s.arg(numberList(ids)));
}

Result<std::vector<ListedFile>> listedFilesBelow(QSqlDatabase &connection, const PictureFiles &files,
                                                 PictureId end, int count)
{
    return select(connection, files, u"id < ? ORDER BY id DESC LIMIT ?"_s, {end, count});
}

ListedBytes readListed(const ListedFile &listed)
{
    if (listed.path.isEmpty())
        return {};
    const FileLook look = lookAt(listed.path);
    if (look.presence != FilePresence::Whole)
        return {look.presence, look.stamp};
    if (look.stamp.bytes != listed.bytes || listed.bytes > largestFile)
        return {FilePresence::Changed, look.stamp};
    QFile file(listed.path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return {FilePresence::Unreadable, look.stamp};
    // One more than there should be: a file that grew meanwhile is another one, too.
    QByteArray bytes = file.read(listed.bytes + 1);
    if (file.error() != QFileDevice::NoError)
        return {FilePresence::Unreadable, look.stamp};
    if (bytes.size() != listed.bytes || sha256Of(bytes) != listed.sha256)
        return {FilePresence::Changed, look.stamp};
    return {FilePresence::Whole, look.stamp, std::move(bytes)};
}

Result<QByteArray> verifiedBytes(const ListedFile &listed)
{
    const auto notTheOne = [&listed](const QString &sentence) {
        return Error{ErrorKind::Storage, sentence, listed.path};
    };
    const ListedBytes read = readListed(listed);
    switch (read.presence) {
    case FilePresence::Whole:
        return read.bytes;
    case FilePresence::Gone:
    case FilePresence::Unreadable:
        return notTheOne(u"The picture's file is missing or cannot be read."_s);
    case FilePresence::Changed:
        break;
    }
    if (read.stamp.bytes < listed.bytes)
        return notTheOne(u"The picture's file has been cut."_s);
    if (listed.bytes > largestFile)
        return notTheOne(u"The picture's file is too large."_s);
    return notTheOne(u"The picture's file has been replaced by another one."_s);
}

QString numberList(const std::vector<PictureId> &ids)
{
    QStringList numbers;
    for (const PictureId id : ids)
        numbers << QString::number(id);
    return numbers.join(u',');
}

} // namespace janus::library
