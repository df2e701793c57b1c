#include "library/listing.h"
#include "library/querysql.h"

#include <QDate>
#include <QHash>
#include <QSet>
#include <QSqlDatabase>

#include <algorithm>
#include <array>
#include <functional>

using namespace Qt::StringLiterals;

namespace janus::library::listing {

namespace {

/// Seeds and numbers go on for ever; nobody picks from more than these.
constexpr qsizetype mostValues = 200;
constexpr int rowsBetweenLooks = 4096;

using Counts = QHash<QString, int>;

/// Counts every facet that is one column, in one pass over the pictures.
struct Tally
{
    int total = 0;
    std::array<int, 6> ratings{};
    std::array<int, 6> labels{};
    std::array<int, 3> picks{};
    QHash<QString, int> models;
    QHash<quint64, int> sizes;
    QHash<double, int> guidance;
    QHash<double, int> temperature;
    QHash<qint64, int> months;
    int flagged = 0;
    int practice = 0;

    void add(const QSqlQuery &row);
    QList<FacetValue> valuesOf(Facet facet) const;
};

void Tally::add(const QSqlQuery &row)
{
    ++total;
    ++models[row.value(0).toString()];
    ++sizes[quint64(row.value(1).toUInt()) << 32 | row.value(2).toUInt()];
    if (const QVariant value = row.value(3); !value.isNull())
        ++guidance[value.toDouble()];
    if (const QVariant value = row.value(4); !value.isNull())
        ++temperature[value.toDouble()];
    ++months[row.value(5).toLongLong()];
    flagged += row.value(6).toInt() != 0;
    practice += row.value(7).toInt() != 0;
    ++ratings[size_t(std::clamp(row.value(8).toInt(), 0, 5))];
    ++labels[size_t(std::clamp(row.value(9).toInt(), 0, 5))];
    ++picks[size_t(std::clamp(row.value(10).toInt(), -1, 1) + 1)];
}

template <typename Key, typename Text>
QList<FacetValue> listed(const QHash<Key, int> &counts, Text text)
{
    QList<FacetValue> values;
    for (auto it = counts.begin(); it != counts.end(); ++it)
        values << FacetValue{text(it.key()), it.value()};
    return values;
}

void mostFirst(QList<FacetValue> &values)
{
    std::ranges::sort(values, [](const FacetValue &a, const FacetValue &b) {
        return a.count != b.count ? a.count > b.count : a.value < b.value;
    });
    if (values.size() > mostValues)
        values.resize(mostValues);
}

QList<FacetValue> numbers(const QHash<double, int> &counts)
{
    QList<double> keys = counts.keys();
    std::ranges::sort(keys);
    QList<FacetValue> values;
    for (const double key : std::as_const(keys)) {
        if (values.size() < mostValues)
            values << FacetValue{QString::number(key, 'g', 10), counts.value(key)};
    }
    return values;
}

QList<FacetValue> yesAndNo(int yes, int total)
{
    return {{u"yes"_s, yes}, {u"no"_s, total - yes}};
}

QList<FacetValue> Tally::valuesOf(Facet facet) const
{
    QList<FacetValue> values;
    switch (facet) {
    case Facet::Rating:
        for (int stars = 5; stars >= 0; --stars)
            values << FacetValue{QString::number(stars), ratings[size_t(stars)]};
        return values;
    case Facet::Label: {
        static const QStringList names{u"none"_s, u"red"_s, u"yellow"_s, u"green"_s, u"blue"_s, u"purple"_s};
        for (int label : {1, 2, 3, 4, 5, 0})
            values << FacetValue{names[label], labels[size_t(label)]};
        return values;
    }
    case Facet::Pick:
        return {{u"picked"_s, picks[2]}, {u"rejected"_s, picks[0]}, {u"none"_s, picks[1]}};
    case Facet::Model:
        values = listed(models, [](const QString &name) { return name; });
        mostFirst(values);
        return values;
    case Facet::Size:
        values = listed(sizes, [](quint64 size) {
            return u"%1x%2"_s.arg(quint32(size >> 32)).arg(quint32(size & 0xffffffff));
        });
        mostFirst(values);
        return values;
    case Facet::Guidance:
        return numbers(guidance);
    case Facet::Temperature:
        return numbers(temperature);
    case Facet::Date: {
        Counts byMonth;
        for (auto it = months.begin(); it != months.end(); ++it)
            byMonth[QDate::fromJulianDay(it.key()).toString(u"yyyy-MM"_s)] += it.value();
        values = listed(byMonth, [](const QString &month) { return month; });
        std::ranges::sort(values, std::ranges::greater(), &FacetValue::value);
        return values;
    }
    case Facet::Flagged:
        return yesAndNo(flagged, total);
    case Facet::Practice:
        return yesAndNo(practice, total);
    default:
        return {};
    }
}

Query without(Facet facet, Query query)
{
    query.conditions.removeIf([facet](const Condition &condition) { return condition.facet == facet; });
    return query;
}

Result<Tally> tallyOf(QSqlDatabase &connection, const Query &query, const std::function<bool()> &isCancelled)
{
    const Result<Piece> selected = selectedBy(connection, query);
    if (!selected)
        return selected.error();
    auto rows = execute(connection,
                        u"SELECT f.model, f.width, f.height, f.guidance, f.temperature, f.day, f.flagged,"
                        " f.practice, k.rating, k.label, k.pick FROM facts f"
                        " LEFT JOIN marks k ON k.picture = f.picture WHERE "_s +
                            selected->sql,
                        selected->values);
    if (!rows)
        return rows.error();
    Tally tally;
    while (rows->next()) {
        tally.add(*rows);
        if (tally.total % rowsBetweenLooks == 0 && isCancelled())
            break;
    }
    return tally;
}

/// Counts of something that a picture can have several of. `%1` is the condition.
Result<QList<FacetValue>> grouped(QSqlDatabase &connection, const QString &sql, const Query &query)
{
    const Result<Piece> selected = selectedBy(connection, query);
    if (!selected)
        return selected.error();
    auto rows = execute(connection, sql.arg(u"SELECT f.picture FROM facts f WHERE "_s + selected->sql),
                        selected->values);
    if (!rows)
        return rows.error();
    QList<FacetValue> values;
    while (rows->next())
        values << FacetValue{rows->value(0).toString(), rows->value(1).toInt()};
    return values;
}

const QString &groupedSql(Facet facet)
{
    static const QString tags = u"SELECT t.name, count(*) AS n FROM tagged g JOIN tags t ON t.id = g.tag"
                                " WHERE g.picture IN (%1) GROUP BY t.id ORDER BY n DESC, t.name LIMIT 200"_s;
    static const QString collections =
        u"SELECT c.name, count(*) AS n FROM members m JOIN collections c ON c.id = m.collection"
        " WHERE m.picture IN (%1) GROUP BY c.id ORDER BY n DESC, c.name LIMIT 200"_s;
    static const QString files = u"SELECT CASE o.state WHEN 1 THEN 'missing' ELSE 'changed' END, count(*)"
                                 " FROM outside o WHERE o.picture IN (%1) GROUP BY o.state"_s;
    static const QString seeds = u"SELECT seed, count(*) AS n FROM facts WHERE picture IN (%1)"
                                 " GROUP BY seed HAVING n > 1 ORDER BY n DESC, seed LIMIT 50"_s;
    // From the few that have a parent, not from all pictures there are.
    static const QString parents =
        u"SELECT o.id, count(*) AS n FROM jobs j INDEXED BY jobs_by_parent CROSS JOIN pictures p ON p.job = "
        u"j.id"
        " CROSS JOIN jobs oj ON oj.uuid = j.parent CROSS JOIN pictures o ON o.job = oj.id AND o.idx ="
        " j.parent_index WHERE j.parent IS NOT NULL AND +p.id IN (%1) GROUP BY o.id ORDER BY n DESC, o.id LIMIT 50"_s;
    switch (facet) {
    case Facet::Tag:
        return tags;
    case Facet::From:
        return parents;
    case Facet::Collection:
        return collections;
    case Facet::Seed:
        return seeds;
    default:
        return files;
    }
}

} // namespace

Result<FacetCounts> facets(QSqlDatabase &connection, const Query &query,
                           const std::function<bool()> &isCancelled)
{
    FacetCounts counts;
    const Result<Tally> all = tallyOf(connection, query, isCancelled);
    if (!all)
        return all.error();
    counts.total = all->total;
    for (int at = 0; at < facetCount && !isCancelled(); ++at) {
        const auto facet = Facet(at);
        const bool isMany = facet == Facet::Tag || facet == Facet::Collection || facet == Facet::File ||
                            facet == Facet::Seed || facet == Facet::From;
        if (isMany) {
            const auto values = grouped(connection, groupedSql(facet), without(facet, query));
            if (!values)
                return values.error();
            counts.values[facet] = *values;
            continue;
        }
        const Query others = without(facet, query);
        if (others == query) {
            counts.values[facet] = all->valuesOf(facet);
            continue;
        }
        const Result<Tally> tally = tallyOf(connection, others, isCancelled);
        if (!tally)
            return tally.error();
        counts.values[facet] = tally->valuesOf(facet);
    }
    return counts;
}

} // namespace janus::library::listing
