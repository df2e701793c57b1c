#pragma once

#include "core/seed.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <limits>

/// Prompts as artists write them, and what is sent of them. Pure.
///
/// - A line whose first character that is not blank is `#` is a comment and goes, with its line break (in the
///   last line: with the one before it).
/// - `{a|b|c}` is one of its alternatives, which may be empty and may hold choices. Braces without a bar of
///   their own are text, and so is everything that does not close.
/// - `__name__` is an entry of the list of that name (upper and lower case are the same); text while there is
/// no
///   such list or it has no entry. Entries may hold choices and name lists, `deepestLists` deep.
///   Of a longer list the first `mostEntries` count.
/// - A backslash before one of `{ } | # _ \` makes it text; any other backslash is text itself.
///
/// What a seed draws is the same on every machine and in every version. With mix(z) the last steps of
/// SplitMix64 (Steele, Lea and Flood 2014: z ^= z >> 30; z *= 0xbf58476d1ce4e5b9; z ^= z >> 27;
/// z *= 0x94d049bb133111eb; z ^= z >> 31) and g = 0x9e3779b97f4a7c15, the text has the key mix(seed + g), the
/// n-th choice or `__name__` of a text (from 0, in reading order, those in alternatives included) has the
/// number h = mix(key + (n + 1) * g) and takes alternative ((h >> 32) * count) >> 32; an entry of a list is a
/// text with the key mix(h + g). So what stands behind a choice does not change what it draws.
///
/// Time and memory are in proportion to the text, at any depth; no recursion but into lists.
namespace janus::words {

constexpr int deepestLists = 8;
constexpr int mostEntries = 100'000;       ///< of a list
constexpr int mostListDraws = 1000;        ///< in one prompt; further names of lists are text
constexpr int mostDrawnLength = 1'000'000; ///< beyond it no list is drawn from
constexpr int mostCombinations = 200;      ///< that one press of Generate sends

/// A named list as it is kept: one entry a line, blank lines and lines that begin with `#` are none.
struct List
{
    QString name;
    QString text;
    bool operator==(const List &) const = default;
};

/// A text that is put around prompts: `{prompt}` stands for the prompt; without it, the text follows it.
struct Style
{
    QString name;
    QString text;
    bool operator==(const Style &) const = default;
};

/// The entries of a list's text, without blanks around them; at most so many.
QStringList entriesOf(const QString &text, qsizetype most = std::numeric_limits<qsizetype>::max());

/// Lists to draw from. Built in time in proportion to their texts; afterwards a prompt is read in proportion
/// to its own.
class Lists
{
public:
    /// How many combinations entries have.
    struct Counts
    {
        QList<quint64> each; ///< of the distinct ones
        quint64 total = 0;
    };
    struct Entries
    {
        QStringList all;
        QStringList distinct;      ///< each once, in order
        bool plain = true;         ///< no entry holds choices, names or backslashes
        QList<Counts> counts = {}; ///< when not plain: by how deep the list is named, from 0
    };

    Lists() = default;
    explicit Lists(const QList<List> &lists);

    /// Null for a list that does not exist or has no entry.
    const Entries *find(const QString &name) const;
    /// Of the lists that have entries, in alphabetical order.
    QStringList names() const { return m_names; }

private:
    void count();

    QHash<QString, Entries> m_entries; ///< by case-folded name
    QStringList m_names;
};

/// What is sent with this seed.
QString drawn(const QString &text, const Lists &lists, Seed seed);

/// How many prompts the text stands for; at most `countless`. Alternatives and entries that stand there twice
/// count once.
quint64 combinations(const QString &text, const Lists &lists);
constexpr quint64 countless = 0x7fffffffffffffff;

/// The first `cap` of them; the first choice of the text changes last.
QStringList all(const QString &text, const Lists &lists, int cap = mostCombinations);

/// Whether a text goes out as it is written, whatever lists there are. One that holds none of the signs that
/// may mean something is not taken apart.
bool standsForItself(const QString &text);

/// A text that stands for exactly this prompt, whatever lists there are: the prompt itself, if it does.
QString escaped(const QString &prompt);

/// Puts a style's text around a prompt.
QString styled(const QString &prompt, const QString &styleText);

/// What an editor colours.
struct Span
{
    enum class Kind {
        Comment,
        Choice,      ///< a whole outermost choice, braces included; the spans of what is inside follow it
        Mark,        ///< a brace or bar of a choice, or a backslash that makes a character literal
        List,        ///< `__name__` of a list that there is
        UnknownList, ///< of one that there is not
        Unclosed,    ///< a `{` that nothing closes
    };
    Kind kind;
    int start;
    int length;
    bool operator==(const Span &) const = default;
};

/// In the order of their beginnings.
QList<Span> spans(const QString &text, const Lists &lists);

} // namespace janus::words
