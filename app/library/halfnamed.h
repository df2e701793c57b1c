#pragma once

#include "core/result.h"

#include <QString>

#include <functional>

namespace janus::library {

/// A picture's file has two names from the moment it is put in its place until its row is committed: its own,
/// and the part's it came from. A process that dies in between leaves both, and this settles them: the own
/// name goes where no row knows it, the part's where one does. Bytes are never deleted.
///
/// `pictures` is the folder of the pictures, `incoming` that of the parts; `hasRow` is asked for names below
/// `pictures`. Parts of processes that live are left alone. Costs one look into `incoming` when there is
/// nothing to do.
void settleHalfNamed(const QString &pictures, const QString &incoming,
                     const std::function<Result<bool>(const QString &)> &hasRow);

} // namespace janus::library
