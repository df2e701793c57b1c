#pragma once

#include "core/result.h"

#include <QString>

#include <optional>

class QUrl;

namespace janus::fal {

/// The proxy of the system's settings (on Linux also http_proxy, https_proxy, no_proxy) that requests to this
/// address go through, as "host:port"; empty when they go straight. Loopback is never proxied. Looks at
/// settings only; nothing is connected.
QString proxyInUse(const QUrl &address);

/// Why no secure connection is possible on this computer, if so: Qt loads TLS as a plug-in, which a system
/// can lack. To be told at start; what is in the library can be used all the same.
std::optional<Error> tlsProblem();

} // namespace janus::fal
