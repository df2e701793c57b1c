#pragma once

#include <QByteArray>
#include <QJsonObject>

#include <chrono>
#include <optional>

namespace janus::sandbox {

/// Compares in the same time wherever the first difference is.
bool isSameSecret(const QByteArray &given, const QByteArray &secret);

/// 128 bits nobody can guess, in hex: ids that are a permission by themselves.
QByteArray freshId();

/// Makes and checks the server's short-lived permissions. They are signed texts (JSON Web Tokens, HS256), so
/// nothing has to be remembered for them; the secret is new at every start.
class TokenMint
{
public:
    TokenMint();

    /// A token that carries `claims` and lapses after that time.
    QByteArray mint(QJsonObject claims, std::chrono::seconds lifetime) const;
    /// The claims of a token that is ours and has not lapsed.
    std::optional<QJsonObject> claimsOf(const QByteArray &token) const;

    /// A signature over a text, in hex, for addresses that are a permission.
    QByteArray sign(const QByteArray &text) const;

private:
    QByteArray m_secret;
};

} // namespace janus::sandbox
