#pragma once

#include <QHash>
#include <QHostAddress>
#include <QList>
#include <QSslCertificate>
#include <QString>

namespace janus::fal {

/// How requests travel, as far as anybody may choose. There is no way to accept a connection that is not
/// verified.
struct Transport
{
    /// HTTP/2 where the service offers it. After two protocol errors HTTP/1.1 is used until the program ends;
    /// the environment's JANUS_HTTP2=0 turns it off as well. Uploads always take HTTP/1.1.
    bool http2 = true;

    // Only tests set these two.
    QList<QSslCertificate> moreAuthorities = {};  ///< trusted besides the system's
    QHash<QString, QHostAddress> knownNames = {}; ///< media hosts that need not be looked up
};

} // namespace janus::fal
