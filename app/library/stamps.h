#pragma once

#include "core/picture.h"
#include "core/result.h"

#include <QString>

#include <optional>

class QSqlDatabase;

namespace janus::library {

/// What can be told of a file without reading it.
struct Stamp
{
    qint64 modified = 0; ///< milliseconds since 1970, UTC
    qint64 bytes = 0;
    bool operator==(const Stamp &) const = default;
};

/// Nothing when there is no ordinary file. Asks the disk; one call of the system.
std::optional<Stamp> stampOf(const QString &file);

/// Notes that the picture's file was read whole and had this stamp then. Within a transaction of the
/// caller's, on the database's thread.
Result<void> setStamp(QSqlDatabase &connection, PictureId id, const std::optional<Stamp> &stamp);

} // namespace janus::library
