#pragma once

#include "sandbox/connection.h"
#include "sandbox/faults.h"
#include "sandbox/gate.h"
#include "sandbox/picturestore.h"
#include "sandbox/requestqueue.h"
#include "sandbox/resultmaker.h"
#include "sandbox/statefile.h"
#include "sandbox/storagedesk.h"

#include <QObject>

#include <chrono>
#include <memory>

namespace janus::sandbox {

/// Answers requests: lets them in, routes them, does what they ask or misbehaves as told. Lives in the
/// server's thread.
class QueueDesk : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        double pace = 1;
        int capacity = 2;
        int mostOpen = 0; ///< submits beyond hear 429; 0: no limit
        std::chrono::milliseconds streamKeepAlive{15000};
    };

    QueueDesk(Options options, StateFile &state, std::shared_ptr<FaultLedger> ledger,
              std::shared_ptr<const Account> account, QObject *parent);

    void setGate(Gate gate) { m_gate = std::move(gate); }
    /// Takes in what the state file knows and runs what was not finished.
    void readState();
    void setCapacity(int capacity) { m_queue.setCapacity(capacity); }
    RequestQueue &queue() { return m_queue; }
    ResultMaker &results() { return m_results; }
    int picturesDrawn() const { return m_pictures.drawn(); }

    /// Answers one request of the connection, now or later.
    void handle(Connection &connection, const HttpRequest &request);

private:
    struct Call
    {
        Connection &connection;
        const HttpRequest &request;
        Route route;
        QByteArray origin; ///< "http://HOST" as the client named it.
        std::optional<Fault> fault;
        QList<Fault> laterFaults = {}; ///< Submit: for the calls about the new queued request.
    };

    void act(Call &call);
    bool misbehave(Call &call);
    void deliver(const Call &call, const HttpResponse &response);
    HttpResponse submit(const Call &call);
    void run(const Call &call);
    std::optional<QByteArray> accept(const Call &call);
    HttpResponse cancel(const Call &call);
    HttpResponse wrongMethod(const Call &call) const;
    void openStream(const Call &call, const QueuedRequest &request);
    void sendResult(const Call &call, const QueuedRequest &request);
    void sendMedia(const Call &call);
    const QueuedRequest *lookUp(const Route &route);
    void onFinished(const QByteArray &id);

    Options m_options;
    StateFile &m_state;
    std::shared_ptr<FaultLedger> m_ledger;
    std::shared_ptr<const Account> m_account;
    Gate m_gate;
    PictureStore m_pictures;
    RequestQueue m_queue;
    ResultMaker m_results;
};

} // namespace janus::sandbox
