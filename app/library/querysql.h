#pragma once

#include "core/query.h"
#include "core/result.h"

#include <QList>
#include <QString>
#include <QVariantList>

#include <optional>

class QSqlDatabase;

/// Queries (core/query.h) as SQL over `facts f`. Runs on a database's thread.
namespace janus::library {

/// A condition about `f`, with its values in order.
struct Piece
{
    QString sql;
    QVariantList values;
};

/// One word that is found in prompts and elsewhere, in tags for instance: each place on its own answers the
/// newest of its pictures at once, all of them together do not.
struct Spread
{
    Piece others;           ///< everything but this word
    QString match;          ///< `match` of Where, with this word
    QList<Piece> elsewhere; ///< the other places
};

/// What to put behind WHERE, with its values in order.
struct Where
{
    QString
        match; ///< for `prompts MATCH ?`, which finds what words ask for by itself; empty: nothing to match
    QString conditions = QStringLiteral("1"); ///< about `f`, beside `match`
    QVariantList values;                      ///< of `conditions`
    std::optional<Spread> spread;             ///< the same once more, when it can be had
};

/// Looks the words up first: as long as they are in prompts only, one look into the index of words answers
/// them.
Result<Where> whereOf(QSqlDatabase &connection, const Query &query);

/// The same as one condition. For counting and for marking.
Result<Piece> selectedBy(QSqlDatabase &connection, const Query &query);

/// Pattern for LIKE … ESCAPE '\': `text` anywhere.
QString likePattern(const QString &text);

} // namespace janus::library
