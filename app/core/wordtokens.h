#pragma once

#include <QList>
#include <QString>

namespace janus::words {

/// A piece of a prompt as it was written. Every character belongs to exactly one.
struct Token
{
    enum class Kind : quint8 {
        Text,    ///< goes out as it stands
        Literal, ///< a backslash and the character that it makes literal
        Comment, ///< a whole line with its line break
        Open,    ///< `{` of a choice
        Bar,     ///< `|` of a choice
        Close,   ///< `}` of a choice
        Name,    ///< `__name__`, whether there is such a list or not
    };

    Kind kind = Kind::Text;
    int start = 0;
    int end = 0;             ///< behind the last character
    int ordinal = -1;        ///< Open and Name: which of them it is in the text, from 0, in reading order
    int next = -1;           ///< Open and Bar: the index of the choice's next Bar or its Close
    int close = -1;          ///< Open and Bar: the index of the choice's Close
    int alternatives = 0;    ///< Open
    bool isUnclosed = false; ///< Text: a `{` that nothing closes
};

/// Takes a text apart. Takes time and memory in proportion to its length, however deep it nests.
QList<Token> tokensOf(const QString &text);

/// The name in a Name token.
QString nameIn(const QString &text, const Token &token);

constexpr int longestListName = 64; ///< UTF-16 units

/// Whether `__name__` is read as the name of a list: a letter or digit first, no blank or underscore last,
/// no two underscores together, none of `{ } | # \`, no control characters.
bool isListName(QStringView name);

/// Whether a backslash before it makes it literal.
bool isMark(QChar c);
/// The number of characters of the line break at this place: 0 (none), 1 or 2.
int lineBreakAt(QStringView text, qsizetype place);

} // namespace janus::words
