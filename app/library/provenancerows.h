#pragma once

#include "core/picture.h"
#include "core/provenance.h"
#include "core/result.h"

class QSqlDatabase;
class QSqlQuery;

/// The rows that say where a job comes from. On the database's thread.
namespace janus::library {

/// Of a job that was just inserted, within a transaction of the caller's. BadInput, with a sentence, when
/// somebody has asked for its cell since Provenance::cellWas: then nothing of the transaction may stay.
Result<void> writeProvenance(QSqlDatabase &connection, JobId job, const Provenance &provenance);
/// Of the four columns words, style, parent, parent_index from this one on.
Provenance provenanceAt(const QSqlQuery &query, int column);
/// What is not in those columns: checks, sheet and cell.
Result<void> readPlaces(QSqlDatabase &connection, JobId job, Provenance &provenance);

} // namespace janus::library
