#pragma once

#include "core/picture.h"
#include "core/result.h"
#include "library/listedfile.h"

#include <QByteArray>
#include <QHash>
#include <QSet>
#include <QSize>
#include <QString>

#include <vector>

class QSqlDatabase;

/// The SQL of the thumbnails' cache. Everything here runs on its thread.
namespace janus::library::thumbstore {

struct StoredThumb
{
    PictureId id = 0;
    QString file;    ///< below the pictures folder, where the picture lay
    FileStamp stamp; ///< of that file
    QSize size;      ///< of the picture
    QByteArray jpeg;
};

/// Those of `ids` that are there, in one statement.
Result<QHash<PictureId, StoredThumb>> find(QSqlDatabase &connection, const std::vector<PictureId> &ids);
Result<QSet<PictureId>> known(QSqlDatabase &connection, const std::vector<PictureId> &ids);
/// In one transaction and by their numbers, so that those of one screen lie together.
Result<void> keep(QSqlDatabase &connection, std::vector<StoredThumb> thumbs);
Result<void> clear(QSqlDatabase &connection);
/// Throws everything away that belongs to another library.
Result<void> takeOver(QSqlDatabase &connection, const QString &library);

} // namespace janus::library::thumbstore
