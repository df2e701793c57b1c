#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>

#include <optional>

namespace janus::sandbox {

struct HttpResponse;

/// How long a file lives and who may read it, as the lifecycle headers and the account's settings say it:
/// {"expiration_duration_seconds": n, "initial_acl": {"default": "allow"|"forbid"|"hide", "rules": [...]}}.
/// There is one user here, whose key opens every file, so the rules for other users decide nothing.
struct Lifecycle
{
    std::optional<double> seconds; ///< From the file's making; none: for ever.
    QJsonObject acl;               ///< As it was sent; empty: anyone may read.

    static Lifecycle fromJson(const QJsonObject &value);
    /// Nothing useful in `header`, or a part of it missing: that of `account`.
    static Lifecycle fromHeader(const QByteArray &header, const Lifecycle &account);
    QJsonObject toJson() const; ///< Both keys, null where nothing is set.

    /// The refusal of a reader, if any. `pace` is the length of a second of the server's clock in seconds (0:
    /// seconds are seconds); a `trusted` reader has the key, a token or a signed link.
    std::optional<HttpResponse> refuse(const QDateTime &made, double pace, bool trusted) const;
};

} // namespace janus::sandbox
