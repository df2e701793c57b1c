#include "tests/fal/http2server.h"

#include <QtEndian>

namespace {

const QByteArray preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr qsizetype headSize = 9;

enum Type : quint8 { Data = 0, Headers = 1, ResetStream = 3, Settings = 4, GoAway = 7 };
enum Flag : quint8 { EndStream = 1, Ack = 1, EndHeaders = 4 };

QByteArray number(quint32 value)
{
    QByteArray bytes(4, 0);
    qToBigEndian(value, bytes.data());
    return bytes;
}

} // namespace

Http2Server::Http2Server(const QSslConfiguration &tls)
    : m_tls(tls)
{
    if (!listen(QHostAddress::LocalHost, 0))
        qFatal("The test peer cannot listen.");
}

Http2Server::~Http2Server()
{
    const QList<QSslSocket *> sockets = m_pending.keys();
    for (QSslSocket *socket : sockets) {
        socket->disconnect(this);
        socket->abort();
    }
}

QUrl Http2Server::origin() const
{
    return QUrl(QStringLiteral("https://127.0.0.1:%1").arg(serverPort()));
}

void Http2Server::incomingConnection(qintptr descriptor)
{
    ++m_connections;
    auto *socket = new QSslSocket(this);
    socket->setSslConfiguration(m_tls);
    socket->setSocketDescriptor(descriptor);
    m_pending.insert(socket, {});
    connect(socket, &QSslSocket::encrypted, this, [this, socket] {
        const QByteArray most = m_mostStreams ? QByteArray("\0\3", 2) + number(*m_mostStreams) : QByteArray();
        socket->write(frame(Settings, 0, 0, most));
    });
    connect(socket, &QSslSocket::readyRead, this, [this, socket] { read(*socket); });
    connect(socket, &QSslSocket::disconnected, this, [this, socket] {
        m_pending.remove(socket);
        socket->deleteLater();
    });
    socket->startServerEncryption();
}

void Http2Server::read(QSslSocket &socket)
{
    if (!m_pending.contains(&socket))
        return;
    m_pending[&socket] += socket.readAll();
    if (m_pending[&socket].startsWith(preface))
        m_pending[&socket].remove(0, preface.size());
    while (m_pending.contains(&socket) && m_pending[&socket].size() >= headSize) {
        QByteArray &bytes = m_pending[&socket];
        const qsizetype length = qFromBigEndian<quint32>(bytes.constData()) >> 8;
        if (bytes.startsWith("PRI") || bytes.size() < headSize + length)
            return;
        const auto type = quint8(bytes[3]);
        const auto flags = quint8(bytes[4]);
        const quint32 stream = qFromBigEndian<quint32>(bytes.constData() + 5) & 0x7fffffff;
        bytes.remove(0, headSize + length);
        onFrame(socket, type, flags, stream);
    }
}

void Http2Server::onFrame(QSslSocket &socket, quint8 type, quint8 flags, quint32 stream)
{
    if (type == Settings && !(flags & Ack))
        socket.write(frame(Settings, Ack, 0, {}));
    if (type == Headers)
        ++m_requests;
    if ((type == Headers || type == Data) && (flags & EndStream) && m_handler)
        m_handler(stream, socket);
}

QByteArray Http2Server::frame(quint8 type, quint8 flags, quint32 stream, const QByteArray &payload)
{
    return number(quint32(payload.size())).mid(1) + char(type) + char(flags) + number(stream) + payload;
}

QByteArray Http2Server::head(quint32 stream, const QByteArray &contentType)
{
    // HPACK: ":status: 200" by its index, "content-type" by its name's index.
    return frame(Headers, EndHeaders, stream,
                 QByteArray("\x88\x0f\x10", 3) + char(contentType.size()) + contentType);
}

QByteArray Http2Server::answerHead(quint32 stream)
{
    return head(stream, "application/json");
}

QByteArray Http2Server::streamHead(quint32 stream)
{
    return head(stream, "text/event-stream");
}

QByteArray Http2Server::event(quint32 stream, const QByteArray &json)
{
    return frame(Data, 0, stream, "data: " + json + "\n\n");
}

QByteArray Http2Server::answer(quint32 stream, const QByteArray &json)
{
    return answerHead(stream) + frame(Data, EndStream, stream, json);
}

QByteArray Http2Server::resetStream(quint32 stream, quint32 code)
{
    return frame(ResetStream, 0, stream, number(code));
}

QByteArray Http2Server::goAway(quint32 last, quint32 code)
{
    return frame(GoAway, 0, 0, number(last) + number(code));
}
