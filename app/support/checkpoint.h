#pragma once

#include "support/checkpointswitch.h"

namespace janus::support {

/// A named place where a test can make the process die, so that what a crash leaves behind there is known.
/// Each stands before or after something that cannot be taken back ("rename.before", "rename.after").
///
///   JANUS_DIE_AT=NAME or NAME:N   kills the process by SIGKILL at the first or N-th passing of that place
///   JANUS_CHECKPOINTS_LOG=FILE    appends the name of every place passed, one a line
///
/// Any thread. Built in with the CMake option JANUS_CHECKPOINTS only (presets dev and asan); without it there
/// is nothing.
#ifdef JANUS_CHECKPOINTS
void checkpoint(const char *name);
#else
inline void checkpoint(const char *) {}
#endif

} // namespace janus::support
