#pragma once

#include "core/result.h"

#include <QHostAddress>
#include <QString>
#include <QUrl>

namespace janus::fal {

/// Where to talk: fal itself, the sandbox, or a server of the user's. Code outside this file knows no host
/// name. A value; equal services have equal origins.
struct Service
{
    QString name;  ///< "fal", "sandbox", or the origin; what the journal and the pictures remember
    QUrl queue;    ///< submit, status, stream, result, cancel
    QUrl rest;     ///< storage, tokens
    QUrl platform; ///< prices, history; its base path ends in /v1

    static Service fal();
    static Service sandbox(const QUrl &origin);
    /// `--server ORIGIN`: queue, storage and platform on one origin.
    static Service custom(const QUrl &origin);

    bool isFal() const { return name == QLatin1String("fal"); }
    bool isSandbox() const { return name == QLatin1String("sandbox"); }

    /// Without TLS, so on this machine and with HTTP/1.1 only.
    bool isPlain() const { return queue.scheme() == QLatin1String("http"); }
    /// Whether the key may be sent to this address: https (http only on loopback) and exactly one of our
    /// origins.
    bool trusts(const QUrl &url) const;
    /// Whether pictures may be fetched from this address, without the key: https to a public host or, for a
    /// sandbox or server of the user's, its own origin.
    bool allowsMedia(const QUrl &url) const;

    /// Whether a permission to read the account's own files may be sent to this address: https to fal's file
    /// hosts (fal.media and what is below it) or, for a sandbox or server of the user's, its own origin.
    bool takesFileToken(const QUrl &url) const;

    /// Whether a picture's host is a name (no address) that is not our own: what it stands for must be looked
    /// at before it is opened.
    bool isStrangersName(const QUrl &url) const;

    bool operator==(const Service &) const = default;
};

/// No loopback, private, link-local or otherwise closed network.
bool isPublicAddress(QHostAddress address);

/// Reads what a user typed after --server: an origin without path, query or user info; https, or http on
/// loopback.
Result<QUrl> originFromText(const QString &text);

} // namespace janus::fal
