#pragma once

#include "sandbox/httpresponse.h"
#include "sandbox/router.h"

#include <optional>

namespace janus::sandbox {

/// Who may speak to the server. A loopback port can be reached by every program and every web page of this
/// computer, so a request must name the server as the program does, must not come from a web page, and must
/// carry the key of this start.
class Gate
{
public:
    Gate() = default;
    Gate(quint16 port, QByteArray credential);

    /// The refusal (403) of a request that some web page or somebody else's name brought here, before
    /// routing.
    std::optional<HttpResponse> refuseStranger(const HttpRequest &request) const;
    /// The refusal (401) of a request without the right key.
    std::optional<HttpResponse> refuseKey(const HttpRequest &request, const Route &route) const;

private:
    quint16 m_port = 0;
    QByteArray m_credential;
};

} // namespace janus::sandbox
