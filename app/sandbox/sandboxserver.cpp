#include "sandbox/sandboxserver.h"

#include "sandbox/answers.h"
#include "sandbox/connection.h"
#include "sandbox/queuedesk.h"
#include "sandbox/reception.h"
#include "sandbox/statefile.h"
#include "sandbox/tokens.h"

#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

namespace {

/// Connections beyond the limit that are told so at a time; the others wait in the system's own queue.
constexpr int refusedAtOnce = 16;

} // namespace

SandboxServer::SandboxServer(SandboxOptions options, QObject *parent)
    : SandboxServer(std::move(options), std::make_shared<FaultLedger>(), parent)
{
}

SandboxServer::SandboxServer(SandboxOptions options, std::shared_ptr<FaultLedger> ledger, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_ledger(std::move(ledger))
    , m_key(ApiKey::newForPractice())
    , m_state(std::make_unique<StateFile>(m_options.stateFile))
    , m_server(new QTcpServer(this))
{
    const auto account = std::make_shared<Account>();
    m_desk =
        new QueueDesk({m_options.pace, m_options.capacity, m_options.mostOpen, m_options.streamKeepAlive},
                      *m_state, m_ledger, account, this);
    m_reception = std::make_unique<Reception>(
        Reception::Options{m_options.pace, m_options.storageLimit, m_options.schemaFolder}, *m_desk, account,
        m_ledger);
    if (!m_options.faults.faults.isEmpty())
        m_ledger->setFaults(m_options.faults);
    // Those who wait for a place wait here; a shorter line would cost them a second each.
    m_server->setListenBacklogSize(1024);
    m_refusal.setSingleShot(true);
    connect(&m_refusal, &QTimer::timeout, this, [this] {
        m_refusing = true;
        watchPlaces();
    });
    connect(m_server, &QTcpServer::newConnection, this, &SandboxServer::onNewConnection);
}

SandboxServer::~SandboxServer()
{
    // The connections end before the queue their streams watch.
    m_server->close();
    const QList<Connection *> connections = std::exchange(m_connections, {});
    for (Connection *connection : connections) {
        connection->disconnect(this);
        delete connection;
    }
    m_reception.reset();
    delete m_desk;
}

Result<void> SandboxServer::listen()
{
    if (!m_options.stateFile.isEmpty() && !m_state->isOpen()) {
        return Error{ErrorKind::Storage, u"The practice server cannot write to its folder."_s,
                     m_options.stateFile + u": "_s + m_state->errorText()};
    }
    if (const Result<void> logging = m_ledger->logTo(m_options.requestLog); !logging)
        return logging;
    if (!m_server->listen(QHostAddress::LocalHost, m_options.port)) {
        return Error{ErrorKind::Network, u"The practice server cannot start because its port is taken."_s,
                     u"port %1: %2"_s.arg(m_options.port).arg(m_server->errorString())};
    }
    m_reception->open(Gate(m_server->serverPort(), m_key.reveal()), origin().toEncoded());
    m_desk->readState();
    return {};
}

QUrl SandboxServer::origin() const
{
    QUrl url;
    url.setScheme(u"http"_s);
    url.setHost(u"127.0.0.1"_s);
    url.setPort(m_server->serverPort());
    return url;
}

void SandboxServer::setCapacity(int capacity)
{
    m_desk->setCapacity(capacity);
}

int SandboxServer::picturesDrawn() const
{
    return m_desk->picturesDrawn();
}

bool SandboxServer::hasPlace() const
{
    return m_connections.size() < m_options.mostConnections ||
           std::ranges::any_of(m_connections, [](const Connection *c) { return c->idleTime().has_value(); });
}

void SandboxServer::onNewConnection()
{
    while (mayTakeOne() && m_server->hasPendingConnections()) {
        QTcpSocket *socket = m_server->nextPendingConnection();
        makeRoom();
        auto *connection = new Connection(socket, m_options.patience, this);
        connection->setBodyPlanner([this](const HttpRequest &head) { return m_reception->planBody(head); });
        m_connections.append(connection);
        connect(connection, &Connection::requested, this,
                [this, connection](const HttpRequest &request) { onRequested(*connection, request); });
        connect(connection, &Connection::idle, this, &SandboxServer::watchPlaces);
        connect(connection, &Connection::gone, this, [this, connection] { onGone(connection); });
    }
    watchPlaces();
}

bool SandboxServer::mayTakeOne() const
{
    return hasPlace() || (m_refusing && m_connections.size() < m_options.mostConnections + refusedAtOnce);
}

void SandboxServer::watchPlaces()
{
    if (hasPlace()) {
        m_refusing = false;
        m_refusal.stop();
    } else if (!m_refusing && !m_refusal.isActive()) {
        m_refusal.start(m_options.patience);
    }
    if (!mayTakeOne()) {
        m_server->pauseAccepting();
        return;
    }
    m_server->resumeAccepting();
    // Some may have been taken from the system before it was told to wait.
    if (m_server->hasPendingConnections())
        QMetaObject::invokeMethod(this, &SandboxServer::onNewConnection, Qt::QueuedConnection);
}

void SandboxServer::makeRoom()
{
    if (m_connections.isEmpty() || m_connections.size() < m_options.mostConnections)
        return;
    // The one that is idle longest: a client is least likely to be using it again at this moment.
    const auto longest = std::ranges::max_element(m_connections, {}, &Connection::idleTime);
    if ((*longest)->idleTime())
        (*longest)->close();
}

void SandboxServer::onRequested(Connection &connection, const HttpRequest &request)
{
    if (m_connections.indexOf(&connection) < m_options.mostConnections) {
        m_reception->handle(connection, request);
        return;
    }
    HttpResponse response = detailAnswer(503, u"There are too many connections to the practice server."_s);
    response.close = true;
    connection.send(response);
}

void SandboxServer::onGone(Connection *connection)
{
    m_connections.removeOne(connection);
    watchPlaces();
}

} // namespace janus::sandbox
