#pragma once

#include "core/query.h"

namespace janus {

/// One word or condition of a query, and what is left of the query without it.
struct QueryPart
{
    QString text;                       ///< in text form: `-night`, `rating:4+`
    std::optional<Condition> condition; ///< nothing: it is a word
    Query without;
};

/// Words first, both in the order they have there.
QList<QueryPart> partsOf(const Query &query);

} // namespace janus
