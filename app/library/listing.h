#pragma once

#include "library/catalogue.h"

#include <functional>

class QSqlDatabase;

/// The SQL of lists and counts. Everything here runs on a database's thread.
namespace janus::library::listing {

/// At most `limit` rows from the beginning. Words are answered by the newest numbers first, which is the
/// order of the list as long as pictures come in as they are made.
Result<std::vector<ListedRow>> page(QSqlDatabase &connection, const Listing &listing, int limit);

/// All rows in order, a piece at a time, until `take` answers false.
Result<void> all(QSqlDatabase &connection, const Listing &listing, std::size_t piece,
                 const std::function<bool(std::vector<ListedRow>)> &take);

Result<std::vector<PictureId>> matching(QSqlDatabase &connection, const Query &query,
                                        const std::vector<PictureId> &ids);
Result<int> count(QSqlDatabase &connection, const Query &query);
/// Stops with what it has when `isCancelled`.
Result<FacetCounts> facets(QSqlDatabase &connection, const Query &query,
                           const std::function<bool()> &isCancelled);
Result<QList<Relaxation>> relaxations(QSqlDatabase &connection, const Query &query,
                                      const std::function<bool()> &isCancelled);
Result<QList<Collection>> collections(QSqlDatabase &connection);
Result<QList<FacetValue>> tags(QSqlDatabase &connection);

} // namespace janus::library::listing
