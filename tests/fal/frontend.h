#pragma once

#include "tests/fal/certificates.h"

#include <QLocalSocket>
#include <QProcess>
#include <QTcpServer>
#include <QUrl>

/// nghttpx before a plain HTTP/1.1 server: TLS and HTTP/2 as a real front end speaks them. It listens on a
/// socket file; a relay of ours in front of it has the TCP port, so no port can be taken by somebody else,
/// and the test can cut every connection at once.
class FrontEnd : public QObject
{
    Q_OBJECT
public:
    static bool isThere();

    FrontEnd(const Certificates &certificates, const QUrl &backend);
    ~FrontEnd() override;

    /// False when nghttpx does not come up.
    bool start();
    QUrl origin() const;
    void cutAll();

private:
    void relay(QTcpSocket *client);

    const Certificates &m_certificates;
    QUrl m_backend;
    QTemporaryDir m_folder;
    QProcess m_process;
    QTcpServer m_server;
    QList<QTcpSocket *> m_clients;
};
