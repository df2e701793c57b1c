#pragma once

#include "core/result.h"
#include "library/sheetcells.h"

#include <QObject>

#include <functional>
#include <vector>

namespace janus::library {

class Database;
class PictureFiles;

/// A line in the list of sheets.
struct SheetEntry
{
    Sheet sheet;
    SheetProgress progress;
    std::vector<PictureId> pictures; ///< the first ones that are there, in the order of the places; at most 4
};

/// The sweep sheets of a library. Their plans are here; their cells are requests, which come in with the
/// journal's intent (Provenance::sheet). In the application's thread; the work is done on the database's, in
/// the order of the calls and behind everything that was written before, so what was enqueued is seen.
/// Removing a sheet is a deed (Deeds::removeSheet()).
class Sheets : public QObject
{
    Q_OBJECT
public:
    template <typename T>
    using Done = std::function<void(Result<T>)>;

    Sheets(Database &database, const PictureFiles &files, QObject *parent = nullptr);

    /// Answers its number. The plan is not checked here (core/sweep.h).
    void create(const Sweep &sweep, const QString &service, QObject *context, Done<qint64> done);
    /// Changes a plan within one transaction, so that what others have changed meanwhile stays. `change` runs
    /// on the database's thread; an Error from it changes nothing. Answers the plan as it is now. Gone when
    /// there is no such sheet.
    void change(qint64 sheet, std::function<Result<void>(Sweep &)> change, QObject *context,
                Done<Sweep> done);

    /// All that are not removed, the newest first.
    void list(QObject *context, Done<QList<SheetEntry>> done);
    /// Gone when there is no such sheet. A removed one is answered, too.
    void load(qint64 sheet, QObject *context, Done<Sheet> done);
    /// Every cell that was ever asked for.
    void cells(qint64 sheet, QObject *context, Done<SheetCells> done);

Q_SIGNALS:
    /// A sheet was made, or its plan is another one now.
    void changed(qint64 sheet);

private:
    Database &m_database;
    const PictureFiles &m_files;
};

} // namespace janus::library
