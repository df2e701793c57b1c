#pragma once

#include "sandbox/httpparser.h"

#include <optional>

namespace janus::sandbox {

/// fal's protocol for proxies: every request goes to one path and names its true address in
/// "x-fal-target-url".
bool isProxyForm(const HttpRequest &request);

/// The same request at the path of ours that stands for its true address. None: the address is missing or is
/// not one of fal's.
std::optional<HttpRequest> unwrapProxyForm(const HttpRequest &request);

} // namespace janus::sandbox
