#pragma once

namespace janus::support {

/// How many files and sockets this process may have open at once. The first call takes all that the system gives
/// without being asked for more rights: a thousand streams need a thousand sockets, and the usual start is 1,024.
int openFilesAllowed();

} // namespace janus::support
