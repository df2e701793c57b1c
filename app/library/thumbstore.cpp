#include "library/thumbstore.h"

#include "library/database.h"
#include "support/checkpoint.h"

#include <QSqlDatabase>
#include <QSqlError>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::library::thumbstore {

Result<QHash<PictureId, StoredThumb>> find(QSqlDatabase &connection, const std::vector<PictureId> &ids)
{
    auto row =
        execute(connection,
                u"SELECT id, file, bytes, modified, width, height, jpeg FROM thumbs WHERE id IN (%1)"_s.arg(
                    numberList(ids)));
    if (!row)
        return row.error();
    QHash<PictureId, StoredThumb> found;
    while (row->next()) {
        const PictureId id = row->value(0).toLongLong();
        found.insert(id, {id,
                          row->value(1).toString(),
                          {row->value(2).toLongLong(), row->value(3).toLongLong()},
                          {row->value(4).toInt(), row->value(5).toInt()},
                          row->value(6).toByteArray()});
    }
    if (row->lastError().isValid())
        return sqlError(*row);
    return found;
}

Result<QSet<PictureId>> known(QSqlDatabase &connection, const std::vector<PictureId> &ids)
{
    auto row = execute(connection, u"SELECT id FROM thumbs WHERE id IN (%1)"_s.arg(numberList(ids)));
    if (!row)
        return row.error();
    QSet<PictureId> found;
    while (row->next())
        found.insert(row->value(0).toLongLong());
    if (row->lastError().isValid())
        return sqlError(*row);
    return found;
}

Result<void> keep(QSqlDatabase &connection, std::vector<StoredThumb> thumbs)
{
    std::ranges::sort(thumbs, {}, &StoredThumb::id);
    support::checkpoint("thumbnail.before");
    Transaction transaction(connection);
    QSqlQuery insert(connection);
    if (!insert.prepare(u"INSERT OR REPLACE INTO thumbs(id, file, bytes, modified, width, height, jpeg)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?)"_s))
        return sqlError(insert);
    for (const StoredThumb &thumb : thumbs) {
        insert.bindValue(0, thumb.id);
        insert.bindValue(1, thumb.file);
        insert.bindValue(2, thumb.stamp.bytes);
        insert.bindValue(3, thumb.stamp.modified);
        insert.bindValue(4, thumb.size.width());
        insert.bindValue(5, thumb.size.height());
        insert.bindValue(6, thumb.jpeg);
        if (!insert.exec())
            return sqlError(insert);
    }
    insert.finish();
    Result<void> kept = transaction.commit();
    support::checkpoint("thumbnail.after");
    return kept;
}

Result<void> clear(QSqlDatabase &connection)
{
    auto cleared = execute(connection, u"DELETE FROM thumbs"_s);
    return cleared ? Result<void>() : cleared.error();
}

Result<void> takeOver(QSqlDatabase &connection, const QString &library)
{
    auto owner = execute(connection, u"SELECT 1 FROM owner WHERE library = ?"_s, {library});
    if (!owner)
        return owner.error();
    if (owner->next())
        return {};
    owner->finish();
    Transaction transaction(connection);
    if (Result<void> cleared = clear(connection); !cleared)
        return cleared;
    if (auto gone = execute(connection, u"DELETE FROM owner"_s); !gone)
        return gone.error();
    auto written = execute(connection, u"INSERT INTO owner(library) VALUES (?)"_s, {library});
    return written ? transaction.commit() : written.error();
}

} // namespace janus::library::thumbstore
