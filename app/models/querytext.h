#pragma once

#include "core/query.h"

#include <QString>

namespace janus::models {

/// Queries as the artist reads them on chips and buttons; the text one types is Query::toText().

/// "Rating", "Colour label".
QString facetTitle(Facet facet);
/// One value in a list of its facet: "4 stars and up", "March 2026", "1024 × 768".
QString valueTitle(Facet facet, const QString &value);
/// A condition standing alone: "Guidance 4–9", "Not tagged boat".
QString conditionTitle(const Condition &condition);
/// "Newest first".
QString sortTitle(Sort sort);
/// Short name of a whole query, for a collection that is made of it: "boat, 4 stars and up".
QString queryTitle(const Query &query);

/// `query` with this condition put in, or taken out when it is there. "4+" and "2+" of one facet take each
/// other's place.
Query toggled(Query query, const Condition &condition);

} // namespace janus::models
