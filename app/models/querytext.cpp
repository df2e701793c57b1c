#include "models/querytext.h"

#include <QDate>
#include <QLocale>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace janus::models {

namespace {

QString starsTitle(const QString &value)
{
    const QString number = value.left(1);
    if (value == "0"_L1)
        return u"Unrated"_s;
    const QString stars = number == "1"_L1 ? u"1 star"_s : u"%1 stars"_s.arg(number);
    return value.endsWith(u'+') && number != "5"_L1 ? u"%1 and up"_s.arg(stars) : stars;
}

QString dayTitle(const QString &value)
{
    const QLocale locale(QLocale::English);
    if (value.size() == 4)
        return value;
    if (value.size() == 7)
        return locale.toString(QDate::fromString(value + "-01"_L1, Qt::ISODate), u"MMMM yyyy"_s);
    return locale.toString(QDate::fromString(value, Qt::ISODate), u"d MMMM yyyy"_s);
}

/// "3..7" as "3–7", "3.." as "from 3".
QString rangeTitle(const QString &value, QString (*single)(const QString &))
{
    const QStringList ends = value.split(u".."_s);
    if (ends.size() < 2)
        return single(value);
    if (ends[0].isEmpty())
        return u"up to %1"_s.arg(single(ends[1]));
    if (ends[1].isEmpty())
        return u"from %1"_s.arg(single(ends[0]));
    return u"%1–%2"_s.arg(single(ends[0]), single(ends[1]));
}

QString asItIs(const QString &value)
{
    return value;
}

QString capitalised(QString text)
{
    return text.isEmpty() ? text : text.replace(0, 1, text[0].toUpper());
}

QString wordTitle(Facet facet, const QString &value)
{
    switch (facet) {
    case Facet::Label:
        return value == "none"_L1 ? u"No label"_s : capitalised(value);
    case Facet::Pick:
        return value == "none"_L1 ? u"Neither picked nor rejected"_s : capitalised(value);
    case Facet::Flagged:
        return value == "yes"_L1 ? u"Flagged by safety checker"_s : u"Not flagged"_s;
    case Facet::Practice:
        return value == "yes"_L1 ? u"Practice pictures"_s : u"Paid pictures"_s;
    case Facet::File:
        return value == "missing"_L1   ? u"File missing"_s
               : value == "changed"_L1 ? u"File changed elsewhere"_s
                                       : u"File in its place"_s;
    default:
        return value;
    }
}

} // namespace

QString facetTitle(Facet facet)
{
    switch (facet) {
    case Facet::Rating:
        return u"Rating"_s;
    case Facet::Label:
        return u"Label"_s;
    case Facet::Pick:
        return u"Flag"_s;
    case Facet::Tag:
        return u"Tag"_s;
    case Facet::Collection:
        return u"Collection"_s;
    case Facet::Model:
        return u"Model"_s;
    case Facet::Size:
        return u"Size"_s;
    case Facet::Guidance:
        return u"Guidance"_s;
    case Facet::Temperature:
        return u"Temperature"_s;
    case Facet::Seed:
        return u"Seed"_s;
    case Facet::Date:
        return u"Date"_s;
    case Facet::Flagged:
        return u"Safety"_s;
    case Facet::Practice:
        return u"Practice"_s;
    case Facet::File:
        return u"File"_s;
    case Facet::From:
        return u"Made from"_s;
    }
    Q_UNREACHABLE();
}

QString valueTitle(Facet facet, const QString &value)
{
    switch (facet) {
    case Facet::Rating:
        return starsTitle(value);
    case Facet::Date:
        return rangeTitle(value, dayTitle);
    case Facet::Size: {
        QString text = value;
        return text.replace(u'x', u" × "_s);
    }
    case Facet::Guidance:
    case Facet::Temperature:
    case Facet::Seed:
        return rangeTitle(value, asItIs);
    case Facet::From:
        return u"picture "_s + value;
    case Facet::Tag:
        return value == "none"_L1 ? u"Without tags"_s : value;
    default:
        return wordTitle(facet, value);
    }
}

QString conditionTitle(const Condition &condition)
{
    QString text = valueTitle(condition.facet, condition.value);
    switch (condition.facet) {
    case Facet::Guidance:
    case Facet::Temperature:
    case Facet::Seed:
        text = facetTitle(condition.facet) + u' ' + text;
        break;
    case Facet::Tag:
        if (condition.value != "none"_L1)
            text = u"Tag: "_s + text;
        break;
    case Facet::From:
        text = u"Made from "_s + text;
        break;
    case Facet::Collection:
        text = u"In "_s + text;
        break;
    case Facet::Label:
        if (condition.value != "none"_L1)
            text += u" label"_s;
        break;
    default:
        break;
    }
    return condition.isExcluded ? u"Not: "_s + text : text;
}

QString sortTitle(Sort sort)
{
    switch (sort) {
    case Sort::Newest:
        return u"Newest first"_s;
    case Sort::Oldest:
        return u"Oldest first"_s;
    case Sort::Rating:
        return u"Best rating first"_s;
    case Sort::Seed:
        return u"By seed"_s;
    case Sort::Prompt:
        return u"By prompt"_s;
    case Sort::ByHand:
        return u"By hand"_s;
    }
    Q_UNREACHABLE();
}

QString queryTitle(const Query &query)
{
    QStringList parts;
    if (const QString words = query.words.simplified(); !words.isEmpty())
        parts << words;
    for (const Condition &condition : query.conditions)
        parts << conditionTitle(condition);
    return parts.isEmpty() ? u"Everything"_s : parts.join(u", "_s);
}

Query toggled(Query query, const Condition &condition)
{
    if (query.conditions.removeAll(condition) > 0)
        return query;
    // The same value the other way round, and "at least" beside "at least", would contradict each other.
    const bool isAtLeast = condition.facet == Facet::Rating && condition.value.endsWith(u'+');
    query.conditions.removeIf([&](const Condition &other) {
        if (other.facet != condition.facet)
            return false;
        return other.value == condition.value || (isAtLeast && other.value.endsWith(u'+'));
    });
    query.conditions << condition;
    return query;
}

} // namespace janus::models
