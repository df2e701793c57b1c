#include "library/listing.h"

#include "core/queryparts.h"
#include "library/querysql.h"

#include <QSqlDatabase>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace janus::library::listing {

namespace {

ListedRow readRow(const QSqlQuery &query)
{
    return {query.value(0).toLongLong(), query.value(1).toUInt(), quint16(query.value(2).toUInt()),
            quint16(query.value(3).toUInt())};
}

/// The whole library by jobs comes from one index alone.
bool isWholeByJob(const Listing &listing)
{
    const Query &query = listing.query;
    return listing.grouping == Grouping::Job && !query.hasConditions() && query.collection == 0 &&
           query.place == Query::Place::Library && query.sort == Sort::Newest;
}

QString groupColumn(Grouping grouping)
{
    switch (grouping) {
    case Grouping::Job:
        return u"f.batch"_s;
    case Grouping::Day:
        return u"f.day"_s;
    case Grouping::Flat:
        break;
    }
    return u"0"_s;
}

/// JOINs that the order needs, and the order itself.
struct Order
{
    QString joins;
    QString by;
    QVariantList values; ///< of the joins
};

Order orderOf(const Listing &listing)
{
    const Query &query = listing.query;
    switch (query.sort) {
    case Sort::Newest:
        if (listing.grouping == Grouping::Job)
            return {u" JOIN pictures p ON p.id = f.picture"_s, u"p.batch DESC, p.job, p.idx"_s, {}};
        return {{}, u"f.created DESC, f.picture DESC"_s, {}};
    case Sort::Oldest:
        if (listing.grouping == Grouping::Job)
            return {u" JOIN pictures p ON p.id = f.picture"_s, u"p.batch, p.job, p.idx"_s, {}};
        return {{}, u"f.created, f.picture"_s, {}};
    case Sort::Rating:
        return {u" LEFT JOIN marks k ON k.picture = f.picture"_s,
                u"coalesce(k.rating, 0) DESC, f.created DESC, f.picture DESC"_s,
                {}};
    case Sort::Seed:
        return {{}, u"f.seed, f.created DESC, f.picture DESC"_s, {}};
    case Sort::Prompt:
        return {u" JOIN pictures p ON p.id = f.picture JOIN jobs j ON j.id = p.job"_s,
                u"j.prompt COLLATE NOCASE, f.created DESC, f.picture DESC"_s,
                {}};
    case Sort::ByHand:
        if (query.collection == 0)
            return {{}, u"f.created DESC, f.picture DESC"_s, {}};
        return {u" LEFT JOIN members b ON b.picture = f.picture AND b.collection = ?"_s,
                u"b.place IS NULL, b.place, f.created DESC, f.picture DESC"_s,
                {query.collection}};
    }
    Q_UNREACHABLE();
}

struct Statement
{
    QString sql;
    QVariantList values;
};

QString columnsOf(const Listing &listing)
{
    return u"SELECT f.picture, %1, f.width, f.height FROM "_s.arg(groupColumn(listing.effectiveGrouping()));
}

Result<Statement> statementFor(QSqlDatabase &connection, const Listing &listing)
{
    if (isWholeByJob(listing))
        return Statement{u"SELECT id, batch, width, height FROM pictures"
                         " WHERE id NOT IN (SELECT picture FROM trash) ORDER BY batch DESC, job, idx"_s,
                         {}};
    const Result<Where> where = whereOf(connection, listing.query);
    if (!where)
        return where.error();
    const QString columns = columnsOf(listing);
    const Order order = orderOf(listing);
    QString sql = columns + "facts f"_L1 + order.joins + " WHERE "_L1 + where->conditions;
    QVariantList values = order.values + where->values;
    if (!where->match.isEmpty()) {
        sql += " AND f.picture IN (SELECT rowid FROM prompts WHERE prompts MATCH ?)"_L1;
        values << where->match;
    }
    return Statement{sql + " ORDER BY "_L1 + order.by, values};
}

Result<std::vector<ListedRow>> read(QSqlDatabase &connection, const Statement &statement, int limit)
{
    auto query = execute(connection, statement.sql + " LIMIT "_L1 + QString::number(limit), statement.values);
    if (!query)
        return query.error();
    std::vector<ListedRow> rows;
    while (query->next())
        rows.push_back(readRow(*query));
    return rows;
}

/// The newest by number, out of the index of words when there is something to match.
Statement newestOf(const QString &columns, const QString &match, const Piece &conditions)
{
    if (match.isEmpty())
        return {columns + "facts f WHERE "_L1 + conditions.sql + " ORDER BY f.picture DESC"_L1,
                conditions.values};
    return {columns + "prompts JOIN facts f ON f.picture = prompts.rowid WHERE prompts MATCH ? AND "_L1 +
                conditions.sql + " ORDER BY prompts.rowid DESC"_L1,
            QVariantList{match} + conditions.values};
}

/// What words find comes newest first by itself: a page of it costs a page, however much there is.
Result<std::vector<ListedRow>> pageOfWords(QSqlDatabase &connection, const Listing &listing, int limit)
{
    const Result<Where> where = whereOf(connection, listing.query);
    if (!where)
        return where.error();
    const QString columns = columnsOf(listing);
    QList<Statement> statements;
    if (where->spread) {
        const Spread &spread = *where->spread;
        statements << newestOf(columns, spread.match, spread.others);
        for (const Piece &place : spread.elsewhere)
            statements << newestOf(
                columns, where->match,
                {spread.others.sql + " AND "_L1 + place.sql, spread.others.values + place.values});
    } else {
        statements << newestOf(columns, where->match, {where->conditions, where->values});
    }
    std::vector<ListedRow> rows;
    for (const Statement &statement : std::as_const(statements)) {
        const auto some = read(connection, statement, limit);
        if (!some)
            return some.error();
        rows.insert(rows.end(), some->begin(), some->end());
    }
    std::ranges::sort(rows, std::ranges::greater(), &ListedRow::id);
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    rows.resize(std::min(rows.size(), std::size_t(limit)));
    if (listing.effectiveGrouping() == Grouping::Job) // those of one job stand together all the same
        std::ranges::stable_sort(rows, [](const ListedRow &a, const ListedRow &b) {
            return a.group != b.group ? a.group > b.group : a.id < b.id;
        });
    return rows;
}

} // namespace

Result<std::vector<ListedRow>> page(QSqlDatabase &connection, const Listing &listing, int limit)
{
    if (listing.query.sort == Sort::Newest && !listing.query.terms().isEmpty())
        return pageOfWords(connection, listing, limit);
    const Result<Statement> statement = statementFor(connection, listing);
    if (!statement)
        return statement.error();
    return read(connection, *statement, limit);
}

Result<void> all(QSqlDatabase &connection, const Listing &listing, std::size_t piece,
                 const std::function<bool(std::vector<ListedRow>)> &take)
{
    const Result<Statement> statement = statementFor(connection, listing);
    if (!statement)
        return statement.error();
    auto query = execute(connection, statement->sql, statement->values);
    if (!query)
        return query.error();
    std::vector<ListedRow> rows;
    while (query->next()) {
        if (rows.empty())
            rows.reserve(piece);
        rows.push_back(readRow(*query));
        if (rows.size() == piece && !take(std::exchange(rows, {})))
            return {};
    }
    take(std::move(rows));
    return {};
}

Result<std::vector<PictureId>> matching(QSqlDatabase &connection, const Query &query,
                                        const std::vector<PictureId> &ids)
{
    const Result<Piece> selected = selectedBy(connection, query);
    if (!selected)
        return selected.error();
    constexpr std::size_t chunk = 500;
    std::vector<PictureId> found;
    for (std::size_t from = 0; from < ids.size(); from += chunk) {
        QStringList numbers;
        for (std::size_t at = from; at < std::min(from + chunk, ids.size()); ++at)
            numbers << QString::number(ids[at]);
        auto rows =
            execute(connection,
                    u"SELECT f.picture FROM facts f WHERE f.picture IN (%1) AND "_s.arg(numbers.join(u',')) +
                        selected->sql,
                    selected->values);
        if (!rows)
            return rows.error();
        while (rows->next())
            found.push_back(rows->value(0).toLongLong());
    }
    return found;
}

Result<int> count(QSqlDatabase &connection, const Query &query)
{
    const Result<Where> where = whereOf(connection, query);
    if (!where)
        return where.error();
    const bool byWords = !where->match.isEmpty();
    auto rows = execute(
        connection,
        (byWords
             ? u"SELECT count(*) FROM prompts JOIN facts f ON f.picture = prompts.rowid WHERE prompts MATCH ? AND "_s
             : u"SELECT count(*) FROM facts f WHERE "_s) +
            where->conditions,
        (byWords ? QVariantList{where->match} : QVariantList()) + where->values);
    if (!rows)
        return rows.error();
    return rows->next() ? rows->value(0).toInt() : 0;
}

Result<QList<Relaxation>> relaxations(QSqlDatabase &connection, const Query &query,
                                      const std::function<bool()> &isCancelled)
{
    const QList<QueryPart> parts = partsOf(query);
    QList<Relaxation> found;
    for (const QueryPart &part : parts) {
        if (isCancelled())
            return found;
        const Result<int> number = count(connection, part.without);
        if (!number)
            return number.error();
        if (*number > 0 && (part.without.hasConditions() || parts.size() > 1))
            found << Relaxation{part.text, part.without, *number};
    }
    std::ranges::stable_sort(found, std::ranges::greater(), &Relaxation::count);
    return found;
}

Result<QList<Collection>> collections(QSqlDatabase &connection)
{
    auto rows = execute(connection,
                        u"WITH RECURSIVE c(id, depth) AS (SELECT id, 0 FROM collections WHERE parent IS NULL"
                        " UNION ALL SELECT k.id, c.depth + 1 FROM collections k JOIN c ON k.parent = c.id)"
                        " SELECT k.id, coalesce(k.parent, 0), k.name, coalesce(k.query, ''), k.place,"
                        " (SELECT count(*) FROM members m WHERE m.collection = k.id AND m.picture NOT IN"
                        " (SELECT picture FROM trash))"
                        " FROM c JOIN collections k ON k.id = c.id ORDER BY c.depth, k.place, k.id"_s);
    if (!rows)
        return rows.error();
    QList<Collection> found;
    while (rows->next()) {
        Collection collection{rows->value(0).toLongLong(), rows->value(1).toLongLong(),
                              rows->value(2).toString(),   rows->value(3).toString(),
                              rows->value(4).toDouble(),   rows->value(5).toInt()};
        if (collection.isSmart())
            collection.count = -1;
        found << collection;
    }
    return found;
}

Result<QList<FacetValue>> tags(QSqlDatabase &connection)
{
    auto rows =
        execute(connection, u"SELECT t.name, count(g.picture) AS n FROM tags t JOIN tagged g ON g.tag = t.id"
                            " GROUP BY t.id ORDER BY n DESC, t.name COLLATE NOCASE"_s);
    if (!rows)
        return rows.error();
    QList<FacetValue> found;
    while (rows->next())
        found << FacetValue{rows->value(0).toString(), rows->value(1).toInt()};
    return found;
}

} // namespace janus::library::listing
