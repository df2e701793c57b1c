#include "library/stamps.h"

#include "library/database.h"

#include <QFile>
#include <QSqlDatabase>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace janus::library {

std::optional<Stamp> stampOf(const QString &file)
{
    struct stat found = {};
    if (file.isEmpty() || ::stat(QFile::encodeName(file).constData(), &found) != 0 || !S_ISREG(found.st_mode))
        return {};
    return Stamp{qint64(found.st_mtim.tv_sec) * 1000 + found.st_mtim.tv_nsec / 1'000'000, found.st_size};
}

Result<void> setStamp(QSqlDatabase &connection, PictureId id, const std::optional<Stamp> &stamp)
{
    if (!stamp)
        return {};
    const auto kept =
        execute(connection, u"INSERT OR REPLACE INTO stamps(picture, modified, bytes) VALUES (?, ?, ?)"_s,
                {id, stamp->modified, stamp->bytes});
    return kept ? Result<void>() : kept.error();
}

} // namespace janus::library
