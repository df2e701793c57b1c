#pragma once

#include "core/apikey.h"
#include "core/result.h"
#include "sandbox/faults.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QTimer>
#include <QUrl>

#include <chrono>
#include <memory>

class QTcpServer;

namespace janus::sandbox {

class Connection;
class QueueDesk;
class Reception;
class StateFile;

struct SandboxOptions
{
    quint16 port = 0;       ///< 0: any free one.
    double pace = 1.0;      ///< Length of a lifelike second in seconds; 0: as fast as possible.
    int mostOpen = 0;       ///< Submits are answered 429 while as many are open; 0: no limit.
    int capacity = 2;       ///< Requests that run at once; 0: none, everything waits.
    QString stateFile = {}; ///< Where requests are remembered over restarts; empty: nowhere.
    std::chrono::milliseconds streamKeepAlive{15000};   ///< A comment in a silent status stream.
    std::chrono::milliseconds patience{10000};          ///< Longest time for a request's head.
    int mostConnections = 64;                           ///< Others wait; after `patience` they hear 503.
    qint64 storageLimit = 512 * 1024 * 1024;            ///< Bytes of uploaded files; the oldest make room.
    QString schemaFolder = QStringLiteral(":/schemas"); ///< The models' OpenAPI documents.
    FaultPlan faults = {};                              ///< Misbehaviour from the start.
    QString requestLog = {}; ///< A line is added here for every request; empty: nowhere.
};

/// fal's queue on this computer, for practice: speaks the same protocol on 127.0.0.1 and draws the pictures
/// itself. Lives in the thread that created it and never blocks it. The key is new at every start.
class SandboxServer : public QObject
{
    Q_OBJECT

public:
    explicit SandboxServer(SandboxOptions options, QObject *parent = nullptr);
    SandboxServer(SandboxOptions options, std::shared_ptr<FaultLedger> ledger, QObject *parent = nullptr);
    ~SandboxServer() override;

    /// Opens the port. Network: the port is taken. Storage: the state file or the log cannot be opened.
    Result<void> listen();
    QUrl origin() const; ///< http://127.0.0.1:PORT
    ApiKey key() const { return m_key; }

    /// The next five may be called from any thread.
    void addFault(const Fault &fault) { m_ledger->addFault(fault); }
    void setFaults(const FaultPlan &plan) { m_ledger->setFaults(plan); }
    void clearFaults() { m_ledger->clearFaults(); }
    int acceptedSubmits() const { return m_ledger->acceptedSubmits(); }
    QList<RecordedRequest> requests() const { return m_ledger->requests(); }

    void setCapacity(int capacity);
    int connectionCount() const { return int(m_connections.size()); }
    int picturesDrawn() const;

private:
    void onNewConnection();
    bool hasPlace() const;   ///< Free, or held by an idle connection.
    bool mayTakeOne() const; ///< To serve it, or to tell it that there is no place.
    void watchPlaces();
    void onRequested(Connection &connection, const HttpRequest &request);
    void makeRoom();
    void onGone(Connection *connection);

    SandboxOptions m_options;
    std::shared_ptr<FaultLedger> m_ledger;
    ApiKey m_key;
    std::unique_ptr<StateFile> m_state;
    QTcpServer *m_server;
    QueueDesk *m_desk;
    std::unique_ptr<Reception> m_reception;
    QList<Connection *> m_connections; ///< Oldest first.
    QTimer m_refusal;                  ///< Runs while all places are taken by busy connections.
    bool m_refusing = false;
};

} // namespace janus::sandbox
