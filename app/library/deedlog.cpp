#include "library/deedlog.h"

#include "library/database.h"

#include <QDataStream>
#include <QDateTime>
#include <QIODevice>
#include <QSqlDatabase>
#include <QSqlError>

#include <algorithm>
#include <set>

using namespace Qt::StringLiterals;

namespace janus::library::deedlog {

namespace {

using Row = QVariantList;

struct Layout
{
    QLatin1StringView name;
    QLatin1StringView columns;
    int columnCount;
    int keyCount;      ///< of the first columns, which are whole numbers
    int pictureColumn; ///< -1: none
    bool hasText;      ///< in a column that is no key
};

Layout layoutOf(Table table)
{
    switch (table) {
    case Table::Marks:
        return {"marks"_L1, "picture, rating, label, pick"_L1, 4, 1, 0, false};
    case Table::Notes:
        return {"notes"_L1, "picture, text"_L1, 2, 1, 0, true};
    case Table::Trash:
        return {"trash"_L1, "picture, since"_L1, 2, 1, 0, true};
    case Table::Tagged:
        return {"tagged"_L1, "tag, picture"_L1, 2, 2, 1, false};
    case Table::Collections:
        return {"collections"_L1, "id, parent, name, place, query, created"_L1, 6, 1, -1, true};
    case Table::Members:
        return {"members"_L1, "collection, picture, place"_L1, 3, 2, 1, false};
    case Table::SheetTrash:
        return {"sheet_trash"_L1, "sheet, since"_L1, 2, 1, -1, true};
    }
    return {};
}

/// Rows of one table that a deed changed.
struct Change
{
    Table table;
    QList<Row> before;
    QList<Row> after;
};

QDataStream &operator<<(QDataStream &stream, const Change &change)
{
    return stream << qint32(change.table) << change.before << change.after;
}

QDataStream &operator>>(QDataStream &stream, Change &change)
{
    qint32 table = 0;
    stream >> table >> change.before >> change.after;
    change.table = Table(table);
    return stream;
}

QByteArray packed(const QList<Change> &changes)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_0);
    stream << changes;
    return qCompress(bytes, 1);
}

Result<QList<Change>> unpacked(const QByteArray &packed)
{
    const QByteArray bytes = qUncompress(packed);
    QDataStream stream(bytes);
    stream.setVersion(QDataStream::Qt_6_0);
    QList<Change> changes;
    stream >> changes;
    const bool isKnown = std::ranges::all_of(
        changes, [](const Change &change) { return layoutOf(change.table).columnCount > 0; });
    return stream.status() == QDataStream::Ok && isKnown
               ? Result<QList<Change>>(changes)
               : Error{ErrorKind::Storage, u"What was done can no longer be read, and not be undone."_s};
}

Result<QList<Row>> rowsIn(QSqlDatabase &connection, const Scope &scope)
{
    const Layout layout = layoutOf(scope.table);
    auto query =
        execute(connection, u"SELECT %1 FROM %2 WHERE %3"_s.arg(layout.columns, layout.name, scope.condition),
                scope.values);
    if (!query)
        return query.error();
    QList<Row> rows;
    while (query->next()) {
        Row row;
        row.reserve(layout.columnCount);
        for (int column = 0; column < layout.columnCount; ++column)
            row << query->value(column);
        rows << row;
    }
    return rows;
}

bool isLess(const Row &a, const Row &b)
{
    for (qsizetype at = 0; at < std::min(a.size(), b.size()); ++at) {
        if (a[at] == b[at])
            continue;
        const bool areNumbers =
            a[at].typeId() == QMetaType::LongLong && b[at].typeId() == QMetaType::LongLong;
        return areNumbers ? a[at].toLongLong() < b[at].toLongLong() : a[at].toString() < b[at].toString();
    }
    return a.size() < b.size();
}

/// Leaves out what is the same on both sides.
void dropEqual(Change &change)
{
    for (QList<Row> *rows : {&change.before, &change.after}) {
        if (!std::ranges::is_sorted(*rows, isLess)) // they mostly come in the order of their keys
            std::ranges::sort(*rows, isLess);
    }
    QList<Row> gone;
    QList<Row> come;
    std::ranges::set_difference(change.before, change.after, std::back_inserter(gone), isLess);
    std::ranges::set_difference(change.after, change.before, std::back_inserter(come), isLess);
    change.before = gone;
    change.after = come;
}

/// One statement for many rows.
class Repeated
{
public:
    Repeated(QSqlDatabase &connection, const QString &sql)
        : m_query(connection)
        , m_isGood(m_query.prepare(sql))
    {
    }
    Result<void> run(const QVariantList &values)
    {
        for (qsizetype at = 0; at < values.size(); ++at)
            m_query.bindValue(int(at), values[at]);
        if (!m_isGood || !m_query.exec())
            return sqlError(m_query);
        return {};
    }

private:
    QSqlQuery m_query;
    bool m_isGood;
};

/// Rows at once in one statement: a hundred thousand of them are a few dozen statements then.
constexpr qsizetype rowsAtOnce = 1000;

/// "(1, 2.5), (3, 4)": rows of numbers, for VALUES.
QString numbersOf(const QList<Row> &rows, qsizetype from, qsizetype to, int columns)
{
    QString text;
    for (qsizetype at = from; at < to; ++at) {
        text += at == from ? u"("_s : u",("_s;
        for (int column = 0; column < columns; ++column) {
            const QVariant &value = rows[at][column];
            if (column > 0)
                text += u',';
            text += value.isNull()                        ? u"NULL"_s
                    : value.typeId() == QMetaType::Double ? QString::number(value.toDouble(), 'g', 17)
                                                          : QString::number(value.toLongLong());
        }
        text += u')';
    }
    return text;
}

Result<void> runAtOnce(QSqlDatabase &connection, const QList<Row> &rows, int columns, const QString &sql)
{
    for (qsizetype from = 0; from < rows.size(); from += rowsAtOnce) {
        const qsizetype to = std::min(from + rowsAtOnce, rows.size());
        if (auto done = execute(connection, sql.arg(numbersOf(rows, from, to, columns))); !done)
            return done.error();
    }
    return {};
}

/// By the first key and a list of the last ones: a list of pairs would be looked for from the first row to
/// the last.
Result<void> removeRows(QSqlDatabase &connection, const Layout &layout, const QList<Row> &rows)
{
    const QStringList columns = QString(layout.columns).split(u", "_s);
    const int last = layout.keyCount - 1;
    for (qsizetype from = 0; from < rows.size();) {
        qsizetype to = from;
        QStringList keys;
        while (to < rows.size() && keys.size() < rowsAtOnce && rows[to].first(last) == rows[from].first(last))
            keys << QString::number(rows[to++][last].toLongLong());
        QString condition = u"%1 IN (%2)"_s.arg(columns[last], keys.join(u','));
        for (int key = 0; key < last; ++key)
            condition += u" AND %1 = %2"_s.arg(columns[key]).arg(rows[from][key].toLongLong());
        if (auto done = execute(connection, u"DELETE FROM %1 WHERE %2"_s.arg(layout.name, condition)); !done)
            return done.error();
        from = to;
    }
    return {};
}

Result<void> insertRows(QSqlDatabase &connection, const Layout &layout, const QList<Row> &rows)
{
    const QStringList columns = QString(layout.columns).split(u", "_s);
    QStringList updates;
    for (int column = layout.keyCount; column < layout.columnCount; ++column)
        updates << columns[column] + " = excluded."_L1 + columns[column];
    const QString onConflict =
        updates.isEmpty() ? u"DO NOTHING"_s : "DO UPDATE SET "_L1 + updates.join(u", "_s);
    if (!layout.hasText) {
        const QString guard = u"column%1 IN (SELECT id FROM pictures)"_s.arg(layout.pictureColumn + 1);
        return runAtOnce(connection, rows, layout.columnCount,
                         u"INSERT INTO %1(%2) SELECT * FROM (VALUES "_s.arg(layout.name, layout.columns) +
                             "%1) WHERE "_L1 + guard + " ON CONFLICT "_L1 + onConflict);
    }
    QStringList named;
    for (int column = 0; column < layout.columnCount; ++column)
        named << u"? AS "_s + columns[column];
    const QString guard =
        layout.pictureColumn < 0 ? u"true"_s : u"EXISTS (SELECT 1 FROM pictures WHERE id = picture)"_s;
    Repeated insert(connection, u"INSERT INTO %1(%2) SELECT * FROM (SELECT %3) WHERE %4 ON CONFLICT %5"_s.arg(
                                    layout.name, layout.columns, named.join(u", "_s), guard, onConflict));
    for (const Row &row : rows) {
        if (Result<void> done = insert.run(row); !done)
            return done;
    }
    return {};
}

/// Takes the rows `from` away and puts `to` in their place. Rows that only change stay, or a collection would
/// lose its members.
Result<void> replace(QSqlDatabase &connection, Table table, const QList<Row> &from, const QList<Row> &to)
{
    const Layout layout = layoutOf(table);
    // Both are in the order of their keys (dropEqual()).
    const auto hasLessKey = [&layout](const Row &a, const Row &b) {
        return isLess(a.first(layout.keyCount), b.first(layout.keyCount));
    };
    QList<Row> gone;
    std::ranges::set_difference(from, to, std::back_inserter(gone), hasLessKey);
    const Result<void> removed = removeRows(connection, layout, gone);
    return removed ? insertRows(connection, layout, to) : removed;
}

Result<Turned> turn(QSqlDatabase &connection, bool isUndo)
{
    auto newest = execute(connection, isUndo ? u"SELECT id, name, changes FROM deeds WHERE undone = 0"
                                               " ORDER BY id DESC LIMIT 1"_s
                                             : u"SELECT id, name, changes FROM deeds WHERE undone = 1"
                                               " ORDER BY id LIMIT 1"_s);
    if (!newest)
        return newest.error();
    if (!newest->next())
        return Turned();
    const qint64 id = newest->value(0).toLongLong();
    Turned turned;
    turned.name = newest->value(1).toString();
    const auto changes = unpacked(newest->value(2).toByteArray());
    newest->finish();
    if (auto marked =
            execute(connection, u"UPDATE deeds SET undone = ? WHERE id = ?"_s, {isUndo ? 1 : 0, id});
        !marked)
        return marked.error();
    if (!changes)
        return changes.error();
    // A deed's rows may belong to each other: a collection and its parent, members and their collection.
    if (auto deferred = execute(connection, u"PRAGMA defer_foreign_keys = ON"_s); !deferred)
        return deferred.error();
    std::set<PictureId> pictures;
    for (const Change &change : *changes) {
        const QList<Row> &from = isUndo ? change.after : change.before;
        const QList<Row> &to = isUndo ? change.before : change.after;
        if (Result<void> replaced = replace(connection, change.table, from, to); !replaced)
            return replaced.error();
        const int column = layoutOf(change.table).pictureColumn;
        for (const QList<Row> &rows : {from, to}) {
            for (const Row &row : rows) {
                if (column >= 0)
                    pictures.insert(row[column].toLongLong());
            }
        }
        turned.trash |= change.table == Table::Trash;
        turned.sheets |= change.table == Table::SheetTrash;
        turned.collections |= change.table == Table::Collections || change.table == Table::Members;
    }
    turned.pictures.assign(pictures.begin(), pictures.end());
    return turned;
}

} // namespace

Result<void> choose(QSqlDatabase &connection, const std::vector<PictureId> &ids)
{
    for (const QString &sql :
         {u"CREATE TEMP TABLE IF NOT EXISTS chosen(id INTEGER PRIMARY KEY)"_s, u"DELETE FROM chosen"_s}) {
        if (auto done = execute(connection, sql); !done)
            return done.error();
    }
    constexpr std::size_t chunk = 2000;
    for (std::size_t from = 0; from < ids.size(); from += chunk) {
        QStringList numbers;
        for (std::size_t at = from; at < std::min(from + chunk, ids.size()); ++at)
            numbers << u'(' + QString::number(ids[at]) + u')';
        if (auto done = execute(connection, u"INSERT OR IGNORE INTO chosen VALUES "_s + numbers.join(u','));
            !done)
            return done.error();
    }
    return {};
}

Result<bool> perform(QSqlDatabase &connection, const QString &name, const QList<Scope> &scopes,
                     const std::function<Result<void>()> &deed)
{
    QList<Change> changes;
    for (const Scope &scope : scopes) {
        auto rows = rowsIn(connection, scope);
        if (!rows)
            return rows.error();
        changes << Change{scope.table, *rows, {}};
    }
    if (Result<void> done = deed(); !done)
        return done.error();
    for (qsizetype at = 0; at < scopes.size(); ++at) {
        auto rows = rowsIn(connection, scopes[at]);
        if (!rows)
            return rows.error();
        changes[at].after = *rows;
        dropEqual(changes[at]);
    }
    changes.removeIf([](const Change &change) { return change.before.isEmpty() && change.after.isEmpty(); });
    if (changes.isEmpty())
        return false;
    const QString now = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    if (auto cleared = execute(connection, u"DELETE FROM deeds WHERE undone = 1"_s); !cleared)
        return cleared.error();
    auto kept = execute(connection, u"INSERT INTO deeds(created, name, changes) VALUES (?, ?, ?)"_s,
                        {now, name, packed(changes)});
    if (!kept)
        return kept.error();
    auto forgotten = execute(connection, u"DELETE FROM deeds WHERE id <= ?"_s,
                             {kept->lastInsertId().toLongLong() - mostDeeds});
    return forgotten ? Result<bool>(true) : forgotten.error();
}

Result<Turned> undo(QSqlDatabase &connection)
{
    return turn(connection, true);
}

Result<Turned> redo(QSqlDatabase &connection)
{
    return turn(connection, false);
}

Result<Tops> tops(QSqlDatabase &connection)
{
    auto rows =
        execute(connection, u"SELECT (SELECT name FROM deeds WHERE undone = 0 ORDER BY id DESC LIMIT 1),"
                            " (SELECT name FROM deeds WHERE undone = 1 ORDER BY id LIMIT 1)"_s);
    if (!rows)
        return rows.error();
    return rows->next() ? Result<Tops>(Tops{rows->value(0).toString(), rows->value(1).toString()})
                        : Result<Tops>(Tops());
}

} // namespace janus::library::deedlog
