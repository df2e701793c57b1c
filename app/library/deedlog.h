#pragma once

#include "core/picture.h"
#include "core/result.h"

#include <QList>
#include <QString>
#include <QStringList>
#include <QVariantList>

#include <functional>
#include <vector>

class QSqlDatabase;

/// What can be undone, as rows of tables: as they were, and as they became. Everything here runs on the
/// database's thread.
namespace janus::library::deedlog {

/// Tables whose rows a deed may change. Numbers are kept on disk: never renumbered.
enum class Table { Marks = 1, Notes = 2, Trash = 3, Tagged = 4, Collections = 5, Members = 6, SheetTrash = 7 };

/// Which rows of a table a deed may touch: a condition on the table, with values. It must find the same rows
/// by their keys before and after, and the new ones.
struct Scope
{
    Table table;
    QString condition;
    QVariantList values;
};

/// Deeds that are kept for undo; older ones are forgotten.
constexpr int mostDeeds = 500;

/// Makes `chosen(id)`, a table of this connection alone, hold these numbers; scopes and deeds speak of it.
Result<void> choose(QSqlDatabase &connection, const std::vector<PictureId> &ids);

/// Runs `deed` and keeps what it changed under `name`; whatever had been undone can no longer be done again.
/// A deed that changes nothing is not kept. Within a transaction of the caller's.
Result<bool> perform(QSqlDatabase &connection, const QString &name, const QList<Scope> &scopes,
                     const std::function<Result<void>()> &deed);

/// What undo or redo came to.
struct Turned
{
    QString name;                    ///< empty: there was nothing to turn
    std::vector<PictureId> pictures; ///< whose marks, trash or collections changed
    bool collections = false;
    bool trash = false;
    bool sheets = false;
};
/// The newest deed that is not undone; the newest that is. Rows of pictures that are gone for good stay away.
/// Within a transaction of the caller's.
Result<Turned> undo(QSqlDatabase &connection);
Result<Turned> redo(QSqlDatabase &connection);

/// Names of what undo() and redo() would turn; empty: nothing.
struct Tops
{
    QString undo;
    QString redo;
    bool operator==(const Tops &) const = default;
};
Result<Tops> tops(QSqlDatabase &connection);

} // namespace janus::library::deedlog
