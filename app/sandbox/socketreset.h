#pragma once

class QTcpSocket;

namespace janus::sandbox {

/// Closes a socket so that the other side sees a reset connection rather than an orderly end.
void resetSocket(QTcpSocket &socket);

} // namespace janus::sandbox
