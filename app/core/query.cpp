#include "core/query.h"

#include "core/marks.h"

#include <QDate>
#include <QRegularExpression>
#include <QStringList>

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace janus {

namespace {

constexpr std::array facetWords{"rating"_L1, "label"_L1,   "pick"_L1,     "tag"_L1,         "in"_L1,
                                "model"_L1,  "size"_L1,    "guidance"_L1, "temperature"_L1, "seed"_L1,
                                "date"_L1,   "flagged"_L1, "practice"_L1, "file"_L1,        "from"_L1};
static_assert(facetWords.size() == facetCount);

constexpr std::array sortWords{"newest"_L1, "oldest"_L1, "rating"_L1, "seed"_L1, "prompt"_L1, "hand"_L1};

std::optional<Facet> facetOf(const QString &word)
{
    for (int at = 0; at < facetCount; ++at) {
        if (word.compare(facetWords[size_t(at)], Qt::CaseInsensitive) == 0)
            return Facet(at);
    }
    return std::nullopt;
}

Result<QString> oneOf(const QString &value, const QStringList &words)
{
    const QString lower = value.toLower();
    if (words.contains(lower))
        return lower;
    return Error{ErrorKind::BadInput, u"“%1” should be one of %2."_s.arg(value, words.join(u", "_s))};
}

Error wrong(const QString &value, const QString &right)
{
    return {ErrorKind::BadInput, u"“%1” should be %2."_s.arg(value, right)};
}

Result<QString> ratingValue(QString value)
{
    value.remove(u' ');
    static const QRegularExpression form(u"\\A[0-5]\\+?\\z"_s);
    return form.match(value).hasMatch() ? Result<QString>(value)
                                        : wrong(value, u"0 to 5 stars, with a + for “at least”"_s);
}

Result<QString> pixelsValue(QString value)
{
    value.remove(u' ');
    value.replace(u'×', u'x').replace(u'X', u'x');
    static const QRegularExpression form(u"\\A[1-9]\\d{0,4}x[1-9]\\d{0,4}\\z"_s);
    return form.match(value).hasMatch() ? Result<QString>(value)
                                        : wrong(value, u"a width and a height, as in 512x768"_s);
}

/// A number in its shortest spelling.
std::optional<QString> numberText(const QString &text, bool isWhole)
{
    bool isNumber = false;
    if (isWhole) {
        const qint64 number = text.toLongLong(&isNumber);
        return isNumber ? std::optional(QString::number(number)) : std::nullopt;
    }
    const double number = text.toDouble(&isNumber);
    return isNumber && number > -1e15 && number < 1e15 ? std::optional(QString::number(number, 'g', 10))
                                                       : std::nullopt;
}

Result<QString> numberValue(const QString &value, bool isWhole)
{
    const QStringList ends = value.simplified().remove(u' ').split(u".."_s);
    const Error error = wrong(value, u"a number, or a range as in 3..7"_s);
    if (ends.size() > 2)
        return error;
    QStringList parts;
    for (const QString &end : ends) {
        if (ends.size() == 2 && end.isEmpty()) {
            parts << end;
            continue;
        }
        const std::optional<QString> text = numberText(end, isWhole);
        if (!text)
            return error;
        parts << *text;
    }
    return parts == QStringList{{}, {}} ? Result<QString>(error) : parts.join(u".."_s);
}

bool isDate(const QString &text)
{
    static const QRegularExpression form(u"\\A\\d{4}(-\\d{2}(-\\d{2})?)?\\z"_s);
    return form.match(text).hasMatch() &&
           QDate::fromString((text + u"-01-01"_s).left(10), Qt::ISODate).isValid();
}

Result<QString> dateValue(QString value)
{
    value.remove(u' ');
    const QStringList ends = value.split(u".."_s);
    bool isGood = ends.size() <= 2 && ends != QStringList{{}, {}};
    for (const QString &end : ends)
        isGood = isGood && (isDate(end) || (end.isEmpty() && ends.size() == 2));
    return isGood ? Result<QString>(value)
                  : wrong(value,
                          u"a year, month or day as in 2026, 2026-03 or 2026-03-14, or a range with .."_s);
}

Result<QString> pictureValue(const QString &value)
{
    bool isNumber = false;
    const qlonglong id = value.trimmed().toLongLong(&isNumber);
    return isNumber && id > 0 ? Result<QString>(QString::number(id))
                              : wrong(value, u"the number of a picture"_s);
}

Result<QString> spelled(Facet facet, const QString &value)
{
    switch (facet) {
    case Facet::Rating:
        return ratingValue(value);
    case Facet::Label:
        return oneOf(value, {u"none"_s, u"red"_s, u"yellow"_s, u"green"_s, u"blue"_s, u"purple"_s});
    case Facet::Pick:
        return oneOf(value, {u"picked"_s, u"rejected"_s, u"none"_s});
    case Facet::Flagged:
    case Facet::Practice:
        return oneOf(value, {u"yes"_s, u"no"_s});
    case Facet::File:
        return oneOf(value, {u"missing"_s, u"changed"_s, u"fine"_s});
    case Facet::Size:
        return pixelsValue(value);
    case Facet::Guidance:
    case Facet::Temperature:
        return numberValue(value, false);
    case Facet::Seed:
        return numberValue(value, true);
    case Facet::From:
        return pictureValue(value);
    case Facet::Date:
        return dateValue(value);
    case Facet::Tag:
    case Facet::Collection:
    case Facet::Model:
        break;
    }
    const QString name = value.simplified();
    return name.isEmpty() ? Result<QString>(wrong(value, u"a name"_s)) : name;
}

/// The parts of what is typed, quotes kept: `a`, `-"b c"`, `tag:"d e"`.
QStringList split(const QString &text)
{
    QStringList parts;
    QString part;
    bool isQuoted = false;
    for (const QChar c : text) {
        if (c == u'"')
            isQuoted = !isQuoted;
        if (c.isSpace() && !isQuoted) {
            if (!part.isEmpty())
                parts << std::exchange(part, {});
        } else {
            part += c;
        }
    }
    if (!part.isEmpty())
        parts << part;
    return parts;
}

QString unquoted(QString text)
{
    return text.remove(u'"');
}

QString quoted(const QString &text)
{
    const bool needsQuotes = text.contains(u' ') || text.isEmpty();
    return needsQuotes ? u'"' + unquoted(text) + u'"' : unquoted(text);
}

} // namespace

QString facetWord(Facet facet)
{
    return facetWords[size_t(facet)];
}

QString sortWord(Sort sort)
{
    return sortWords[size_t(sort)];
}

std::optional<Sort> sortOf(const QString &word)
{
    for (size_t at = 0; at < sortWords.size(); ++at) {
        if (word.compare(sortWords[at], Qt::CaseInsensitive) == 0)
            return Sort(at);
    }
    return std::nullopt;
}

Result<Condition> makeCondition(Facet facet, const QString &value, bool isExcluded)
{
    Result<QString> right = spelled(facet, value.trimmed());
    if (!right)
        return Error{ErrorKind::BadInput, facetWord(facet) + ": "_L1 + right.error().message};
    return Condition{facet, *right, isExcluded};
}

bool Query::isPlain() const
{
    return !hasConditions() && place == Place::Library && collection == 0 && sort == Sort::Newest;
}

QList<Term> Query::terms() const
{
    QList<Term> found;
    for (QString part : split(words)) {
        Term term;
        term.isExcluded = part.size() > 1 && part.startsWith(u'-');
        if (term.isExcluded)
            part.remove(0, 1);
        term.isPhrase = part.startsWith(u'"');
        term.text = unquoted(part).simplified();
        const bool hasText = std::any_of(term.text.cbegin(), term.text.cend(),
                                         [](QChar c) { return c.isLetterOrNumber() || c.isSurrogate(); });
        if (hasText)
            found << term;
    }
    return found;
}

Result<Query> Query::fromText(const QString &text)
{
    Query query;
    QStringList words;
    for (const QString &part : split(text)) {
        const bool isExcluded = part.size() > 1 && part.startsWith(u'-');
        const QString bare = isExcluded ? part.mid(1) : part;
        const qsizetype colon = bare.indexOf(u':');
        const QString key = bare.left(colon < 0 ? 0 : colon);
        const QString value = unquoted(bare.mid(colon + 1));
        if (const std::optional<Facet> facet = facetOf(key)) {
            const Result<Condition> condition = makeCondition(*facet, value, isExcluded);
            if (!condition)
                return condition.error();
            query.conditions << *condition;
        } else if (key.compare("sort"_L1, Qt::CaseInsensitive) == 0) {
            const std::optional<Sort> sort = sortOf(value);
            if (!sort)
                return Error{
                    ErrorKind::BadInput,
                    u"“%1” is no order; there are newest, oldest, rating, seed, prompt and hand."_s.arg(
                        value)};
            query.sort = *sort;
        } else if (key.compare("trash"_L1, Qt::CaseInsensitive) == 0) {
            query.place = value.compare("yes"_L1, Qt::CaseInsensitive) == 0 ? Place::Trash : Place::Library;
        } else {
            words << part;
        }
    }
    query.words = words.join(u' ');
    return query;
}

QString toText(const Condition &condition)
{
    return (condition.isExcluded ? u"-"_s : QString()) + facetWord(condition.facet) + u':' +
           quoted(condition.value);
}

QString Query::toText() const
{
    QStringList parts;
    if (!words.trimmed().isEmpty())
        parts << words.simplified();
    for (const Condition &condition : conditions)
        parts << janus::toText(condition);
    if (sort != Sort::Newest)
        parts << "sort:"_L1 + sortWord(sort);
    if (place == Place::Trash)
        parts << u"trash:yes"_s;
    return parts.join(u' ');
}

} // namespace janus
