#include "library/querysql.h"

#include "core/marks.h"
#include "library/database.h"

#include <QDate>
#include <QMap>
#include <QSqlDatabase>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

/// Collects conditions and their values.
class Conditions
{
public:
    void add(const QString &sql, const QVariantList &values, bool isExcluded = false)
    {
        m_parts << (isExcluded ? u"NOT ("_s : u"("_s) + sql + u')';
        m_values << values;
    }
    QString sql() const { return m_parts.isEmpty() ? u"1"_s : m_parts.join(u" AND "_s); }
    const QVariantList &values() const { return m_values; }

private:
    QStringList m_parts;
    QVariantList m_values;
};

/// Scripts that are written without spaces: their words are found anywhere, not by their beginning.
bool isWrittenWithoutSpaces(const QString &text)
{
    const auto ucs4 = text.toUcs4();
    return std::ranges::any_of(ucs4, [](uint c) {
        switch (QChar::script(c)) {
        case QChar::Script_Han:
        case QChar::Script_Hiragana:
        case QChar::Script_Katakana:
        case QChar::Script_Thai:
        case QChar::Script_Lao:
        case QChar::Script_Khmer:
        case QChar::Script_Myanmar:
            return true;
        default:
            return false;
        }
    });
}

QString matchOf(const Term &term)
{
    QString text = term.text;
    text.replace(u'"', u' ');
    return u'"' + text + (term.isPhrase ? u"\""_s : u"\"*"_s);
}

/// Where a term is found besides prompts.
struct Elsewhere
{
    bool isInTags = false;
    bool isInNotes = false;
    QStringList models;
    bool isEveryModel = false;

    bool isAnywhere() const { return isInTags || isInNotes || !models.isEmpty(); }
};

Result<bool> hasRow(QSqlDatabase &connection, const QString &sql, const QVariantList &values)
{
    auto query = execute(connection, sql, values);
    return query ? Result<bool>(query->next()) : query.error();
}

/// From one name to the next in the index; there are few, and many pictures.
Result<QStringList> modelsOf(QSqlDatabase &connection)
{
    auto query =
        execute(connection, u"WITH RECURSIVE m(name) AS (SELECT min(model) FROM facts UNION ALL"
                            " SELECT (SELECT min(model) FROM facts WHERE model > m.name) FROM m"
                            " WHERE m.name IS NOT NULL) SELECT name FROM m WHERE name IS NOT NULL"_s);
    if (!query)
        return query.error();
    QStringList names;
    while (query->next())
        names << query->value(0).toString();
    return names;
}

constexpr auto tagsLike = "(name LIKE ? ESCAPE '\\' OR name LIKE ? ESCAPE '\\')"_L1;

QVariantList tagPatterns(const QString &text)
{
    const QString pattern = likePattern(text).mid(1);
    return {pattern, "% "_L1 + pattern};
}

/// Whether a name has a word that begins so: "sch" in fal-ai/flux/schnell.
bool hasWordLike(const QString &name, const QString &beginning)
{
    for (qsizetype at = name.indexOf(beginning, 0, Qt::CaseInsensitive); at >= 0;
         at = name.indexOf(beginning, at + 1, Qt::CaseInsensitive)) {
        if (at == 0 || !name[at - 1].isLetterOrNumber())
            return true;
    }
    return false;
}

Result<Elsewhere> lookElsewhere(QSqlDatabase &connection, const Term &term, const QStringList &models)
{
    // One or two letters are the beginning of something anywhere; a word is on its way.
    constexpr qsizetype fewestLetters = 3;
    Elsewhere where;
    if (term.text.size() < fewestLetters && !isWrittenWithoutSpaces(term.text))
        return where;
    const Result<bool> tags =
        hasRow(connection, "SELECT 1 FROM tags WHERE "_L1 + tagsLike + " LIMIT 1"_L1, tagPatterns(term.text));
    const Result<bool> notes = hasRow(
        connection, u"SELECT 1 FROM notes WHERE text LIKE ? ESCAPE '\\' LIMIT 1"_s, {likePattern(term.text)});
    if (!tags || !notes)
        return tags ? notes.error() : tags.error();
    where.isInTags = *tags;
    where.isInNotes = *notes;
    for (const QString &model : models) {
        if (hasWordLike(model, term.text))
            where.models << model;
    }
    where.isEveryModel = !models.isEmpty() && where.models.size() == models.size();
    return where;
}

QList<Piece> piecesOf(const Term &term, const Elsewhere &elsewhere)
{
    QList<Piece> pieces;
    if (elsewhere.isInTags)
        pieces << Piece{
            "f.picture IN (SELECT picture FROM tagged WHERE tag IN (SELECT id FROM tags WHERE "_L1 +
                tagsLike + "))"_L1,
            tagPatterns(term.text)};
    if (elsewhere.isInNotes)
        pieces << Piece{u"f.picture IN (SELECT picture FROM notes WHERE text LIKE ? ESCAPE '\\')"_s,
                        {likePattern(term.text)}};
    for (const QString &model : elsewhere.models)
        pieces << Piece{u"f.model = ?"_s, {model}};
    return pieces;
}

void addTerm(Conditions &conditions, const Term &term, const QList<Piece> &elsewhere)
{
    QList<Piece> places = elsewhere;
    if (isWrittenWithoutSpaces(term.text))
        places << Piece{u"f.picture IN (SELECT p.id FROM pictures p JOIN jobs j ON j.id = p.job"
                        " WHERE j.prompt LIKE ? ESCAPE '\\' OR j.words LIKE ? ESCAPE '\\')"_s,
                        {likePattern(term.text), likePattern(term.text)}};
    else
        places << Piece{u"f.picture IN (SELECT rowid FROM prompts WHERE prompts MATCH ?)"_s, {matchOf(term)}};
    QStringList parts;
    QVariantList values;
    for (const Piece &place : std::as_const(places)) {
        parts << place.sql;
        values << place.values;
    }
    conditions.add(parts.join(u" OR "_s), values, term.isExcluded);
}

/// Puts what words ask for into `where`; `conditions` has everything else.
Result<void> addWords(QSqlDatabase &connection, const Query &query, Conditions &conditions, Where &where)
{
    const QList<Term> terms = query.terms();
    if (terms.isEmpty())
        return {};
    const Result<QStringList> models = modelsOf(connection);
    if (!models)
        return models.error();
    QStringList matches;
    QList<std::pair<Term, QList<Piece>>> spread;
    for (const Term &term : terms) {
        const Result<Elsewhere> elsewhere = lookElsewhere(connection, term, *models);
        if (!elsewhere)
            return elsewhere.error();
        if (elsewhere->isEveryModel && !term.isExcluded)
            continue; // all pictures have it
        const QList<Piece> places = piecesOf(term, *elsewhere);
        if (term.isExcluded || isWrittenWithoutSpaces(term.text))
            addTerm(conditions, term, places);
        else if (places.isEmpty())
            matches << matchOf(term);
        else
            spread << std::pair(term, places);
    }
    where.match = matches.join(u" AND "_s);
    if (spread.size() == 1)
        where.spread = Spread{{conditions.sql(), conditions.values()},
                              (matches + QStringList{matchOf(spread.first().first)}).join(u" AND "_s),
                              spread.first().second};
    for (const auto &[term, places] : std::as_const(spread))
        addTerm(conditions, term, places);
    return {};
}

Piece ofMarks(const QString &test, bool isAbout, const QVariantList &values)
{
    const QString in = isAbout ? u"IN"_s : u"NOT IN"_s;
    return {u"f.picture %1 (SELECT picture FROM marks WHERE %2)"_s.arg(in, test), values};
}

Piece ofRating(const QString &value)
{
    const int stars = QStringView(value).first(1).toInt();
    if (value == "0"_L1)
        return ofMarks(u"rating > 0"_s, false, {});
    if (value == "0+"_L1)
        return {u"1"_s, {}};
    return ofMarks(value.endsWith(u'+') ? u"rating > 0 AND rating >= ?"_s : u"rating > 0 AND rating = ?"_s,
                   true, {stars});
}

Piece ofLabel(const QString &value)
{
    static const QStringList names{u"none"_s, u"red"_s, u"yellow"_s, u"green"_s, u"blue"_s, u"purple"_s};
    const int label = int(names.indexOf(value));
    return label <= 0 ? ofMarks(u"label > 0"_s, false, {})
                      : ofMarks(u"label > 0 AND label = ?"_s, true, {label});
}

Piece ofPick(const QString &value)
{
    if (value == "none"_L1)
        return ofMarks(u"pick <> 0"_s, false, {});
    return ofMarks(u"pick <> 0 AND pick = ?"_s, true, {value == "picked"_L1 ? 1 : -1});
}

Piece ofTag(const QString &value)
{
    if (value.compare("none"_L1, Qt::CaseInsensitive) == 0)
        return {u"f.picture NOT IN (SELECT picture FROM tagged)"_s, {}};
    return {u"f.picture IN (SELECT picture FROM tagged WHERE tag = (SELECT id FROM tags WHERE name = ?))"_s,
            {value}};
}

constexpr auto withChildren =
    "f.picture IN (WITH RECURSIVE c(id) AS (SELECT id FROM collections WHERE %1 UNION SELECT k.id FROM"
    " collections k JOIN c ON k.parent = c.id) SELECT picture FROM members WHERE collection IN c)"_L1;

Piece ofNumber(const QString &column, const QString &value)
{
    const QStringList ends = value.split(u".."_s);
    const auto number = [](const QString &text) {
        bool isWhole = false;
        const qint64 whole = text.toLongLong(&isWhole);
        return isWhole ? QVariant(whole) : QVariant(text.toDouble());
    };
    if (ends.size() == 1)
        return {column + " = ?"_L1, {number(value)}};
    Piece piece{column + " IS NOT NULL"_L1, {}};
    if (!ends.first().isEmpty()) {
        piece.sql += " AND "_L1 + column + " >= ?"_L1;
        piece.values << number(ends.first());
    }
    if (!ends.last().isEmpty()) {
        piece.sql += " AND "_L1 + column + " <= ?"_L1;
        piece.values << number(ends.last());
    }
    return piece;
}

/// The first day of "2026", "2026-03" or a whole date.
QDate firstDay(const QString &text)
{
    return QDate::fromString((text + u"-01-01"_s).left(10), Qt::ISODate);
}

QDate dayAfter(const QString &text)
{
    const QDate first = firstDay(text);
    return text.size() == 4 ? first.addYears(1) : text.size() == 7 ? first.addMonths(1) : first.addDays(1);
}

Piece ofDate(const QString &value)
{
    const QStringList ends = value.split(u".."_s);
    Piece piece{u"1"_s, {}};
    if (!ends.first().isEmpty()) {
        piece.sql += " AND f.day >= ?"_L1;
        piece.values << firstDay(ends.first()).toJulianDay();
    }
    if (!ends.last().isEmpty()) {
        piece.sql += " AND f.day < ?"_L1;
        piece.values << dayAfter(ends.last()).toJulianDay();
    }
    return piece;
}

Piece ofFile(const QString &value)
{
    if (value == "fine"_L1)
        return {u"f.picture NOT IN (SELECT picture FROM outside)"_s, {}};
    return {u"f.picture IN (SELECT picture FROM outside WHERE state = ?)"_s, {value == "missing"_L1 ? 1 : 2}};
}

Piece pieceOf(const Condition &condition)
{
    const QString &value = condition.value;
    switch (condition.facet) {
    case Facet::Rating:
        return ofRating(value);
    case Facet::Label:
        return ofLabel(value);
    case Facet::Pick:
        return ofPick(value);
    case Facet::Tag:
        return ofTag(value);
    case Facet::Collection:
        return {QString(withChildren).arg(u"name = ? COLLATE NOCASE"_s), {value}};
    case Facet::Model:
        return {u"f.model = ?"_s, {value}};
    case Facet::Size: {
        const QStringList sides = value.split(u'x');
        return {u"f.width = ? AND f.height = ?"_s, {sides.first().toInt(), sides.last().toInt()}};
    }
    case Facet::Guidance:
        return ofNumber(u"f.guidance"_s, value);
    case Facet::Temperature:
        return ofNumber(u"f.temperature"_s, value);
    case Facet::Seed:
        return ofNumber(u"f.seed"_s, value);
    case Facet::Date:
        return ofDate(value);
    case Facet::Flagged:
        return {u"f.flagged = ?"_s, {value == "yes"_L1 ? 1 : 0}};
    case Facet::Practice:
        return {u"f.practice = ?"_s, {value == "yes"_L1 ? 1 : 0}};
    case Facet::File:
        return ofFile(value);
    case Facet::From:
        return {
            u"f.picture IN (SELECT p.id FROM pictures o JOIN jobs oj ON oj.id = o.job JOIN jobs j"
            " ON j.parent = oj.uuid AND j.parent_index = o.idx JOIN pictures p ON p.job = j.id WHERE o.id = ?)"_s,
            {value.toLongLong()}};
    }
    Q_UNREACHABLE();
}

/// Values of one facet are alternatives, except of tags.
void addFacets(const QList<Condition> &all, Conditions &conditions)
{
    QMap<Facet, QList<Condition>> alternatives;
    for (const Condition &condition : all) {
        if (condition.isExcluded || condition.facet == Facet::Tag) {
            const Piece piece = pieceOf(condition);
            conditions.add(u"coalesce(%1, 0)"_s.arg(piece.sql), piece.values, condition.isExcluded);
        } else {
            alternatives[condition.facet] << condition;
        }
    }
    for (const QList<Condition> &some : std::as_const(alternatives)) {
        QStringList parts;
        QVariantList values;
        for (const Condition &condition : some) {
            const Piece piece = pieceOf(condition);
            parts << u'(' + piece.sql + u')';
            values << piece.values;
        }
        conditions.add(parts.join(u" OR "_s), values);
    }
}

/// Whether a smart collection's query may look into another one: its own conditions may, one step deep.
Result<void> addCollection(QSqlDatabase &connection, qint64 collection, Conditions &conditions)
{
    auto found = execute(connection, u"SELECT query FROM collections WHERE id = ?"_s, {collection});
    if (!found)
        return found.error();
    const QString text = found->next() ? found->value(0).toString() : QString();
    if (text.isEmpty()) {
        conditions.add(QString(withChildren).arg(u"id = ?"_s), {collection});
        return {};
    }
    const Result<Query> smart = Query::fromText(text);
    if (!smart)
        return smart.error();
    const Result<Piece> selected = selectedBy(connection, *smart);
    if (!selected)
        return selected.error();
    conditions.add(selected->sql, selected->values);
    return {};
}

} // namespace

QString likePattern(const QString &text)
{
    QString pattern = text;
    pattern.replace(u'\\', "\\\\"_L1).replace(u'%', "\\%"_L1).replace(u'_', "\\_"_L1);
    return u'%' + pattern + u'%';
}

Result<Where> whereOf(QSqlDatabase &connection, const Query &query)
{
    Conditions conditions;
    Where where;
    const bool isTrash = query.place == Query::Place::Trash;
    conditions.add(isTrash ? u"f.picture IN (SELECT picture FROM trash)"_s
                           : u"f.picture NOT IN (SELECT picture FROM trash)"_s,
                   {});
    if (query.collection != 0) {
        if (Result<void> added = addCollection(connection, query.collection, conditions); !added)
            return added.error();
    }
    addFacets(query.conditions, conditions);
    if (Result<void> added = addWords(connection, query, conditions, where); !added)
        return added.error();
    where.conditions = conditions.sql();
    where.values = conditions.values();
    return where;
}

Result<Piece> selectedBy(QSqlDatabase &connection, const Query &query)
{
    const Result<Where> where = whereOf(connection, query);
    if (!where)
        return where.error();
    Piece selected{where->conditions, where->values};
    if (!where->match.isEmpty()) {
        selected.sql += " AND f.picture IN (SELECT rowid FROM prompts WHERE prompts MATCH ?)"_L1;
        selected.values << where->match;
    }
    return selected;
}

} // namespace janus::library
