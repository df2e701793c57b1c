#pragma once

#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

/// A proxy that opens a tunnel to one place, whatever it is asked for.
class Tunnel
{
public:
    explicit Tunnel(const QUrl &target)
    {
        m_server.listen(QHostAddress::LocalHost);
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this, target] {
            QTcpSocket *client = m_server.nextPendingConnection();
            auto *far = new QTcpSocket(client);
            QObject::connect(client, &QTcpSocket::readyRead, far, [this, client, far, target] {
                if (far->state() != QAbstractSocket::UnconnectedState) {
                    far->write(client->readAll());
                } else if (client->peek(4096).contains("\r\n\r\n")) {
                    asked += client->readAll();
                    far->connectToHost(target.host(), quint16(target.port()));
                }
            });
            QObject::connect(far, &QTcpSocket::connected, client,
                             [client] { client->write("HTTP/1.1 200 OK\r\n\r\n"); });
            QObject::connect(far, &QTcpSocket::readyRead, client,
                             [client, far] { client->write(far->readAll()); });
            QObject::connect(far, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
        });
    }
    QByteArray address() const { return "http://127.0.0.1:" + QByteArray::number(m_server.serverPort()); }

    QByteArray asked;

private:
    QTcpServer m_server;
};
