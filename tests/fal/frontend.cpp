#include "tests/fal/frontend.h"

#include <QDeadlineTimer>
#include <QStandardPaths>
#include <QTcpSocket>

using namespace Qt::StringLiterals;

namespace {

QString program()
{
    const QString inPath = QStandardPaths::findExecutable(u"nghttpx"_s);
    return inPath.isEmpty() ? QStandardPaths::findExecutable(u"nghttpx"_s, {u"/usr/sbin"_s}) : inPath;
}

} // namespace

bool FrontEnd::isThere()
{
    return !program().isEmpty();
}

FrontEnd::FrontEnd(const Certificates &certificates, const QUrl &backend)
    : m_certificates(certificates)
    , m_backend(backend)
{
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *client = m_server.nextPendingConnection())
            relay(client);
    });
}

FrontEnd::~FrontEnd()
{
    cutAll();
    m_process.kill();
    m_process.waitForFinished();
}

bool FrontEnd::start()
{
    const QString path = m_folder.filePath(u"front"_s);
    m_process.setStandardOutputFile(QProcess::nullDevice());
    m_process.setStandardErrorFile(QProcess::nullDevice());
    m_process.start(program(),
                    {u"--conf=/dev/null"_s, u"--no-ocsp"_s, u"--workers=1"_s, u"--single-process"_s,
                     u"--accesslog-file=/dev/null"_s, u"--npn-list=h2"_s, u"--frontend=unix:"_s + path,
                     u"--backend=127.0.0.1,%1"_s.arg(m_backend.port()), m_certificates.keyFile(),
                     m_certificates.certificateFile(Certificates::Kind::Good)});
    if (!m_server.listen(QHostAddress::LocalHost, 0) || !m_process.waitForStarted())
        return false;
    const QDeadlineTimer deadline(20'000);
    while (!deadline.hasExpired() && m_process.state() == QProcess::Running) {
        QLocalSocket probe;
        probe.connectToServer(path);
        if (probe.waitForConnected(100))
            return true;
        m_process.waitForFinished(10);
    }
    return false;
}

QUrl FrontEnd::origin() const
{
    return QUrl(u"https://127.0.0.1:%1"_s.arg(m_server.serverPort()));
}

void FrontEnd::cutAll()
{
    const QList<QTcpSocket *> clients = m_clients;
    for (QTcpSocket *client : clients)
        client->abort();
}

void FrontEnd::relay(QTcpSocket *client)
{
    m_clients << client;
    auto *inner = new QLocalSocket(client); // goes with it
    const auto toInner = [client, inner] {
        if (inner->state() == QLocalSocket::ConnectedState)
            inner->write(client->readAll());
    };
    connect(inner, &QLocalSocket::connected, client, toInner);
    connect(client, &QTcpSocket::readyRead, inner, toInner);
    connect(inner, &QLocalSocket::readyRead, client, [client, inner] { client->write(inner->readAll()); });
    connect(inner, &QLocalSocket::disconnected, client, [client] { client->disconnectFromHost(); });
    connect(client, &QTcpSocket::disconnected, this, [this, client] {
        m_clients.removeOne(client);
        client->deleteLater();
    });
    inner->connectToServer(m_folder.filePath(u"front"_s));
}
