#pragma once

#include "library/database.h"
#include "library/shortconnection.h"

#include <QDir>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlRecord>
#include <QStorageInfo>
#include <QStringList>

/// What the tests of damage share: whole contents to compare, folders to copy, bytes to spoil.
namespace janus::library::fixture {

using namespace Qt::StringLiterals;

/// For a QTemporaryDir whose files need not outlive the machine: in memory where there is room, so that a
/// thousand syncs take no time.
inline QString quickPlace()
{
    const QStorageInfo memory(u"/dev/shm"_s);
    const bool isRoomy =
        memory.isValid() && !memory.isReadOnly() && memory.bytesAvailable() > 256 * 1024 * 1024;
    return (isRoomy ? u"/dev/shm"_s : QDir::tempPath()) + "/janus-XXXXXX"_L1;
}

/// Every row of some tables, column by column.
inline Result<QStringList> dumpOf(QSqlDatabase &connection,
                                  const QStringList &tables = {u"identity"_s, u"batches"_s, u"jobs"_s,
                                                               u"pictures"_s})
{
    QStringList rows;
    for (const QString &table : tables) {
        auto query = execute(connection, u"SELECT * FROM %1 ORDER BY rowid"_s.arg(table));
        if (!query)
            return query.error();
        while (query->next()) {
            QStringList row{table};
            const QSqlRecord record = query->record();
            for (int column = 0; column < record.count(); ++column)
                row << record.value(column).toString();
            rows << row.join(u'|');
        }
    }
    // The grid is read from its index alone.
    auto grid = execute(connection, u"SELECT id, job, batch, idx, width, height FROM pictures"
                                    " ORDER BY batch DESC, job, idx"_s);
    if (!grid)
        return grid.error();
    while (grid->next())
        rows << u"grid|%1|%2|%3"_s.arg(grid->value(0).toString(), grid->value(1).toString(),
                                       grid->value(3).toString());
    return rows;
}

inline QStringList dumpOfFile(const QString &file)
{
    QStringList rows;
    const Result<void> read =
        withConnection(file, Access::ReadOnly, [&](QSqlDatabase &connection) -> Result<void> {
            const Result<QStringList> dump = dumpOf(connection);
            if (!dump)
                return dump.error();
            rows = *dump;
            return {};
        });
    return read ? rows : QStringList{read.error().message, read.error().detail};
}

/// Runs SQL, one statement each, on a connection of its own; the error when one failed.
inline Result<void> runSql(const QString &file, const QStringList &statements)
{
    return withConnection(file, Access::ReadWrite, [&](QSqlDatabase &connection) -> Result<void> {
        for (const QString &sql : statements) {
            if (auto done = execute(connection, sql); !done)
                return done.error();
        }
        return {};
    });
}

inline QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline bool write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.flush();
}

/// Copies files and folders below `from` to `to`, which is emptied before.
inline bool copyFolder(const QString &from, const QString &to)
{
    QDir(to).removeRecursively();
    bool copied = QDir().mkpath(to);
    const QFileInfoList entries =
        QDir(from).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    for (const QFileInfo &entry : entries) {
        const QString target = to + u'/' + entry.fileName();
        copied = copied && (entry.isDir() ? copyFolder(entry.filePath(), target)
                                          : QFile::copy(entry.filePath(), target));
    }
    return copied;
}

/// Jobs and pictures numbered from `first` to `last`, a batch each; every tenth job is still queued.
inline QStringList rowsOfJobs(int first, int last)
{
    const QString numbers =
        u"WITH RECURSIVE n(i) AS (SELECT %1 UNION ALL SELECT i + 1 FROM n WHERE i < %2) "_s.arg(first).arg(
            last);
    return {
        numbers + u"INSERT INTO batches(id, created, prompt) SELECT i, '', 'prompt ' || i FROM n"_s,
        numbers +
            u"INSERT INTO jobs(id, batch, uuid, service, endpoint, body, seed, state, request_id, created)"
            " SELECT i, i, 'uuid-' || i, 'fal', 'fal-ai/janus', CAST('{\"prompt\":\"' ||"
            " substr(hex(zeroblob(400)), 1, 100 + i * 37 % 500) || i || '\",\"seed\":' || i || '}' AS BLOB),"
            " i, CASE i % 10 WHEN 0 THEN 3 ELSE 7 END, 'req-' || i, '2026-03-01T10:00:00.000' FROM n"_s,
        numbers +
            u"INSERT INTO pictures(id, job, batch, idx, count, file, width, height, bytes, sha256, seed,"
            " created) SELECT i, i, i, 0, 1, '2026-03/' || i || '.png', 512 + i, 512, 1000 + i,"
            " hex(zeroblob(32)), i, '' FROM n"_s};
}

} // namespace janus::library::fixture
