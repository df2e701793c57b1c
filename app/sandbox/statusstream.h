#pragma once

#include "sandbox/httpresponse.h"
#include "sandbox/requestqueue.h"

#include <QJsonObject>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <optional>

namespace janus::sandbox {

class Connection;

/// One open status stream: an event at once and one for every change, each with the log lines the client has
/// not seen; a comment while nothing happens; closed behind COMPLETED. A child of its connection.
class StatusStream : public QObject
{
    Q_OBJECT

public:
    struct Plan
    {
        QByteArray id;
        QByteArray origin;
        bool withLogs = false;
        std::chrono::milliseconds keepAlive{15000};
        int mostEvents = -1; ///< Close after that many events; negative: no limit.
        enum class End {
            Proper,
            Close,
            Reset
        } end = End::Proper; ///< Other than proper: in place of COMPLETED.
        std::function<QJsonObject(QJsonObject)> rewrite;
        QList<HttpHeader> headers; ///< Added to the answer's head.
    };

    StatusStream(const RequestQueue &queue, Plan plan, Connection &connection);
    void start();

private:
    void push();
    void breakOff();
    void end();

    const RequestQueue &m_queue;
    Plan m_plan;
    Connection &m_connection;
    QTimer m_keepAlive;
    QJsonObject m_last; ///< The latest event without its log.
    qsizetype m_loggedLines = 0;
    bool m_ended = false;
};

} // namespace janus::sandbox
