#pragma once

#include "sandbox/httpresponse.h"
#include "sandbox/router.h"
#include "sandbox/tokens.h"

#include <memory>
#include <optional>

namespace janus::sandbox {

/// Who may speak to the server. A loopback port can be reached by every program and every web page of this
/// computer, so a request must name the server as the program does, must not come from a web page, and must
/// carry the key of this start, or a short-lived token made with it.
class Gate
{
public:
    Gate() = default;
    Gate(quint16 port, QByteArray credential);

    /// The refusal (403) of a request that some web page or somebody else's name brought here, before
    /// routing.
    std::optional<HttpResponse> refuseStranger(const HttpRequest &request) const;
    /// The refusal (401) of a call to a model without the right key. A status stream and a direct run may
    /// carry a token as "fal_jwt_token" instead.
    std::optional<HttpResponse> refuseKey(const HttpRequest &request, const Route &route) const;
    /// The refusal (401) of a REST call without the right key.
    std::optional<HttpResponse> refuseKey(const HttpRequest &request) const;

    bool hasKey(const HttpRequest &request) const;
    /// Carries a token of the file host ("Authorization: Bearer ...").
    bool hasFileToken(const HttpRequest &request) const;
    /// May read files that are kept from others: has the key, a token of the file host, or a signed link.
    bool mayReadFile(const HttpRequest &request) const;
    /// The query that makes the link to that path a permission for so long.
    QByteArray signedQuery(const QByteArray &path, std::chrono::seconds lifetime) const;
    const TokenMint &mint() const { return *m_mint; }

private:
    enum class Key { Missing, Malformed, Wrong, Right };
    Key keyOf(const HttpRequest &request) const;
    bool hasAppToken(const HttpRequest &request, const Route &route) const;

    quint16 m_port = 0;
    QByteArray m_credential;
    std::shared_ptr<const TokenMint> m_mint = std::make_shared<TokenMint>();
};

} // namespace janus::sandbox
