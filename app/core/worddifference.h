#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace janus {

/// A stretch of a text, as it is written there.
struct WordRun
{
    QString text;
    bool isCommon = true; ///< its words stand in all compared texts, in this order

    bool operator==(const WordRun &) const = default;
};

/// Compares texts word by word: for each of them its whole text, cut into runs of words that all of them
/// share and runs of words that not all of them have. White space between two kinds of runs belongs to the
/// common one, and never makes a difference itself. Words are found by Unicode's rules, so scripts without
/// spaces are compared sign by sign, and what is one sign to the reader (an emoji of several code points) is
/// never cut. Texts whose changed parts are longer than about a thousand words each count as changed as a
/// whole there.
QList<QList<WordRun>> compareWords(const QStringList &texts);

} // namespace janus
