#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QTcpSocket>

#include <chrono>

/// One answer as it came over the wire.
struct WireAnswer
{
    int status = 0;
    QMap<QByteArray, QByteArray> headers; ///< Names in lower case.
    QByteArray body;                      ///< With chunks joined.
    QByteArray raw;

    QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
};

/// A plain client over a real socket. It speaks bytes, so that a test sees what the server truly writes.
class HttpClient
{
public:
    explicit HttpClient(quint16 port, QByteArray key = {});

    bool send(const QByteArray &bytes);
    /// Sends a request with Host and, if a key is set, Authorization.
    bool sendRequest(const QByteArray &method, const QByteArray &target, const QByteArray &body = {},
                     const QByteArray &moreHeaders = {});
    /// Reads one answer; `status` 0 if none came.
    WireAnswer read();
    WireAnswer request(const QByteArray &method, const QByteArray &target, const QByteArray &body = {},
                       const QByteArray &moreHeaders = {});
    /// Reads until that text has come or the connection ended; what came so far.
    QByteArray readUntil(const QByteArray &text);
    /// All there is until the server closes.
    QByteArray readToEnd();
    bool isOpen();
    QAbstractSocket::SocketError error() const { return m_socket.error(); }
    QTcpSocket &socket() { return m_socket; }

private:
    bool wait();
    bool answerIsComplete(WireAnswer &answer, qsizetype &used) const;

    QTcpSocket m_socket;
    QByteArray m_host;
    QByteArray m_key;
    QByteArray m_buffer;
};
