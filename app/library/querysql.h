#pragma once

#include "core/query.h"
#include "core/result.h"

#include <QString>
#include <QVariantList>

class QSqlDatabase;

/// Queries (core/query.h) as SQL over `facts f`. Runs on a database's thread.
namespace janus::library {

/// What to put behind WHERE, with its values in order.
struct Where
{
    QString
        match; ///< for `prompts MATCH ?`, which finds what words ask for by itself; empty: nothing to match
    QString conditions = QStringLiteral("1"); ///< about `f`, beside `match`
    QVariantList values;                      ///< of `conditions`
};

/// Looks the words up first: as long as they are in prompts only, one look into the index of words answers
/// them.
Result<Where> whereOf(QSqlDatabase &connection, const Query &query);

/// The same as one list of numbers: "f.picture IN (…)" included. For counting and for marking.
struct Selected
{
    QString sql; ///< a condition about `f`
    QVariantList values;
};
Result<Selected> selectedBy(QSqlDatabase &connection, const Query &query);

/// Pattern for LIKE … ESCAPE '\': `text` anywhere.
QString likePattern(const QString &text);

} // namespace janus::library
