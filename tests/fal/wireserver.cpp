#include "tests/fal/wireserver.h"

#include <QSslSocket>

#include <algorithm>

#include <sys/socket.h>

WireServer::WireServer(const QHostAddress &address, QObject *parent)
    : QObject(parent)
{
    if (!m_server.listen(address, 0))
        qFatal("The test peer cannot listen on %s.", qPrintable(address.toString()));
    connect(&m_server, &QTcpServer::newConnection, this, &WireServer::accept);
}

WireServer::~WireServer()
{
    const QList<QTcpSocket *> sockets = m_pending.keys();
    for (QTcpSocket *socket : sockets) {
        socket->disconnect(this);
        socket->abort();
    }
}

QUrl WireServer::origin() const
{
    QUrl url;
    url.setScheme(m_server.tls.isNull() ? QStringLiteral("http") : QStringLiteral("https"));
    url.setHost(m_server.serverAddress().toString());
    url.setPort(m_server.serverPort());
    return url;
}

void WireServer::useTls(const QSslConfiguration &tls)
{
    m_server.tls = tls;
}

void WireServer::Listener::incomingConnection(qintptr descriptor)
{
    if (tls.isNull())
        return QTcpServer::incomingConnection(descriptor);
    auto *socket = new QSslSocket(this);
    socket->setSslConfiguration(tls);
    socket->setSocketDescriptor(descriptor);
    socket->startServerEncryption();
    addPendingConnection(socket);
}

qsizetype WireServer::count(const QByteArray &lineStart) const
{
    return std::ranges::count_if(
        m_requests, [&](const Request &request) { return request.line().startsWith(lineStart); });
}

QByteArray WireServer::answer(int status, const QByteArray &body, const QByteArray &contentType,
                              const QByteArray &moreHeaders)
{
    return "HTTP/1.1 " + QByteArray::number(status) + " Said\r\nContent-Type: " + contentType +
           "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + moreHeaders + "\r\n" + body;
}

QByteArray WireServer::streamHead()
{
    return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: "
           "close\r\n\r\n";
}

void WireServer::reset(QTcpSocket &socket)
{
    const linger now{1, 0};
    ::setsockopt(int(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    socket.abort();
}

void WireServer::accept()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        const int connection = ++m_connections;
        m_pending.insert(socket, {});
        connect(socket, &QTcpSocket::readyRead, this,
                [this, socket, connection] { read(*socket, connection); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_pending.remove(socket);
            socket->deleteLater();
        });
        read(*socket, connection);
    }
}

void WireServer::read(QTcpSocket &socket, int connection)
{
    const auto pending = m_pending.find(&socket);
    if (pending == m_pending.end())
        return;
    *pending += socket.readAll();
    while (m_pending.contains(&socket) && takeRequest(socket, connection)) {
    }
}

bool WireServer::takeRequest(QTcpSocket &socket, int connection)
{
    QByteArray &bytes = m_pending[&socket];
    const qsizetype headEnd = bytes.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return false;
    QList<QByteArray> lines = bytes.first(headEnd).split('\n');
    const QList<QByteArray> words = lines.takeFirst().trimmed().split(' ');
    Request request{connection, words.value(0), words.value(1), {}, {}};
    for (const QByteArray &line : std::as_const(lines)) {
        const qsizetype colon = line.indexOf(':');
        request.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    if (m_headHandler && m_headHandler(request, socket)) {
        m_requests.append(request);
        return false;
    }
    const qsizetype length = request.headers.value("content-length").toLongLong();
    if (bytes.size() < headEnd + 4 + length)
        return false;
    request.body = bytes.mid(headEnd + 4, length);
    bytes.remove(0, headEnd + 4 + length);
    m_requests.append(request);
    if (m_handler)
        m_handler(request, socket);
    return true;
}
