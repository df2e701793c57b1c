#pragma once

#include "core/result.h"

#include <QList>
#include <QString>

#include <optional>

namespace janus {

/// What pictures can be asked for by, besides words. The word before the colon in the text form is in
/// brackets.
enum class Facet {
    Rating,      ///< [rating] "4": four stars; "4+": at least four; "0": none given
    Label,       ///< [label] none, red, yellow, green, blue, purple
    Pick,        ///< [pick] picked, rejected, none
    Tag,         ///< [tag] its name; "none": without tags
    Collection,  ///< [in] its name
    Model,       ///< [model] its endpoint, "fal-ai/janus"
    Size,        ///< [size] "512x768" in pixels
    Guidance,    ///< [guidance] a number, or "3..7"
    Temperature, ///< [temperature] a number, or a range
    Seed,        ///< [seed] a whole number, or a range
    Date,    ///< [date] "2026", "2026-03", "2026-03-14", or "2026-03..2026-05"; days on the artist's calendar
    Flagged, ///< [flagged] by the safety checker: yes, no
    Practice, ///< [practice] made without the service: yes, no
    File,     ///< [file] missing, changed, fine: what other programs did to it
    From,     ///< [from] the number of a picture: what was made from it
};
constexpr int facetCount = 15;

/// The word before the colon.
QString facetWord(Facet facet);

/// Pictures must have this value. Several of one facet: any of them, except of Tag, where all must be there;
/// different facets: all of them.
struct Condition
{
    Facet facet = Facet::Rating;
    QString value;           ///< as listed at Facet, in its one spelling
    bool isExcluded = false; ///< must not have it

    bool operator==(const Condition &) const = default;
};

/// Checks a value and puts it in its one spelling: "4 +" becomes "4+", "512 × 768" "512x768". The error says
/// what would be right.
Result<Condition> makeCondition(Facet facet, const QString &value, bool isExcluded = false);

enum class Sort {
    Newest,
    Oldest,
    Rating, ///< most stars first
    Seed,   ///< smallest first
    Prompt, ///< by the alphabet
    ByHand, ///< as they stand in the collection looked into; Newest where there is none
};

/// What stands together under one header. Only Sort::Newest and Sort::Oldest have groups.
enum class Grouping {
    Job,  ///< what one press of Generate asked for
    Day,  ///< of the calendar on the artist's wall
    Flat, ///< no groups, no headers
};

/// One word or "phrase" of what is typed.
struct Term
{
    QString text;
    bool isPhrase = false;
    bool isExcluded = false;
    bool operator==(const Term &) const = default;
};

/// What to show: words and conditions, out of the library, one collection or the trash. A value; its text
/// form is what the search field and the command line take, and what smart collections keep.
struct Query
{
    enum class Place { Library, Trash };

    QString words; ///< as typed: words match beginnings, "phrases" whole, -not; all must match
    QList<Condition> conditions;
    Place place = Place::Library;
    qint64 collection = 0; ///< 0: everything; not part of the text form
    Sort sort = Sort::Newest;

    /// Everything there is, in the usual order.
    bool isPlain() const;
    bool hasConditions() const { return !conditions.isEmpty() || !words.trimmed().isEmpty(); }
    QList<Term> terms() const;
    /// `boat -night rating:4+ -tag:"old things" sort:rating trash:yes`. What is no known word before a colon
    /// is a word; a known one with an impossible value is an error.
    static Result<Query> fromText(const QString &text);
    QString toText() const;
    bool operator==(const Query &) const = default;
};

/// One condition in text form: `rating:4+`, `-tag:"old things"`.
QString toText(const Condition &condition);
QString sortWord(Sort sort);
std::optional<Sort> sortOf(const QString &word);

} // namespace janus
