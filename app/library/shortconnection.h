#pragma once

#include "core/result.h"

#include <QString>

#include <functional>

class QSqlDatabase;

namespace janus::library {

enum class Access { ReadOnly, ReadWrite };

/// Opens a SQLite connection for one piece of work on the calling thread: a backup, a look into a file. What
/// is in the file is trusted as little as by Connection. Nothing is migrated, and no file is made.
Result<void> withConnection(const QString &file, Access access,
                            const std::function<Result<void>(QSqlDatabase &)> &work);

} // namespace janus::library
