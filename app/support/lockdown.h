#pragma once

namespace janus::support {

/// Memory holds the key, so no picture of it may reach a disk or another process of the same user: no core
/// dump, no debugger. Flatpak and Snap look into a program's /proc to know it; there only the limit is set.
/// Not for builds that are to be debugged: LeakSanitizer is a debugger, too.
void forbidCoreDumps();

/// A TLS library may write every connection's secrets into the file SSLKEYLOGFILE names. Call it before the
/// first connection.
void ignoreTlsKeyLog();

} // namespace janus::support
