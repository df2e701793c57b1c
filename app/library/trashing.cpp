#include "library/trashing.h"

#include "library/database.h"
#include "library/deedlog.h"
#include "library/picturetable.h"
#include "support/checkpoint.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QStandardPaths>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

bool isThere(const QString &file)
{
    const QFileInfo info(file);
    return info.exists() || info.isSymLink();
}

} // namespace

Result<std::vector<TrashedFile>> trashedFiles(QSqlDatabase &connection, const PictureFiles &files,
                                              const std::vector<PictureId> &ids)
{
    if (Result<void> right = files.folder().check(); !right)
        return right.error();
    if (Result<void> chosen = deedlog::choose(connection, ids); !chosen)
        return chosen.error();
    const QString some = ids.empty() ? u"1"_s : u"p.id IN (SELECT id FROM chosen)"_s;
    auto rows = execute(
        connection,
        u"SELECT p.id, p.file FROM trash t JOIN pictures p ON p.id = t.picture WHERE %1 ORDER BY p.id"_s.arg(
            some));
    if (!rows)
        return rows.error();
    std::vector<TrashedFile> found;
    while (rows->next())
        found.push_back({rows->value(0).toLongLong(), files.absolute(rows->value(1).toString())});
    return found;
}

/// Qt 6.4 does not make the folder that the trash lies in, and without it takes the current folder for the
/// trash.
bool moveToSystemTrash(const QString &file)
{
    const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    const QString trash = data + "/Trash"_L1;
    if (data.isEmpty() || !QDir().mkpath(data))
        return false;
    if (!QFileInfo(trash).isDir() && ::mkdir(QFile::encodeName(trash).constData(), 0700) != 0)
        return false;
    return QFile::moveToTrash(file);
}

std::vector<PictureId> throwAway(const std::vector<TrashedFile> &trashed, const ToSystemTrash &toTrash,
                                 QList<EmptyTrouble> &kept)
{
    std::vector<PictureId> gone;
    for (const TrashedFile &file : trashed) {
        const bool isGone = file.path.isEmpty() || !isThere(file.path) || toTrash(file.path);
        if (!isGone) {
            kept << EmptyTrouble{file.id, file.path,
                                 u"%1 could not be moved to the system's trash; the disk it is on may have "
                                 u"none. The picture stays"
                                 " in the studio's trash, and nothing was deleted."_s.arg(
                                     QDir::toNativeSeparators(file.path))};
            continue;
        }
        if (const QString sidecar = sidecarOf(file.path); !file.path.isEmpty() && isThere(sidecar))
            toTrash(sidecar);
        gone.push_back(file.id);
    }
    return gone;
}

Result<std::vector<PictureId>> forgetTrashed(QSqlDatabase &connection, const std::vector<PictureId> &ids)
{
    Transaction transaction(connection);
    std::vector<PictureId> forgotten;
    for (const PictureId id : ids) {
        auto row = execute(connection, u"SELECT 1 FROM trash WHERE picture = ?"_s, {id});
        if (!row)
            return row.error();
        if (!row->next())
            continue;
        row->finish();
        if (Result<void> removed = table::remove(connection, id); !removed)
            return removed.error();
        forgotten.push_back(id);
    }
    support::checkpoint("trash-forget.before");
    if (Result<void> committed = transaction.commit(); !committed)
        return committed.error();
    support::checkpoint("trash-forget.after");
    return forgotten;
}

} // namespace janus::library
