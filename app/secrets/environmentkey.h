#pragma once

#include "core/apikey.h"

#include <QString>

namespace janus::secrets {

/// What the environment says about the key. At most one of the two is set.
struct EnvironmentKey
{
    ApiKey key;
    QString problem; ///< a sentence about a value that is no key; never repeats the value
};

/// Reads FAL_KEY, else FAL_KEY_ID and FAL_KEY_SECRET, and takes all three out of the environment, so that no
/// child process inherits them and /proc/PID/environ does not show them. Call it once, before other threads
/// are started that read the environment.
EnvironmentKey takeKeyFromEnvironment();

} // namespace janus::secrets
