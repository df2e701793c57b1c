#pragma once

#include "sandbox/requestqueue.h"
#include "sandbox/resultmaker.h"
#include "sandbox/webhooksigner.h"

#include <QNetworkAccessManager>
#include <QObject>
#include <QUrl>

#include <memory>

namespace janus::sandbox {

/// Calls the webhook of every finished request that named one, signed as fal signs. Only receivers on this
/// computer are called: an address anywhere else is accepted with the submit and then dropped, for a practice
/// server has no business on the network (fal does it the other way round and drops private addresses). A
/// 2xx ends it, so does a 3xx; anything else is tried again, five times in all with growing pauses. Delivery
/// may come twice.
class Webhooks : public QObject
{
    Q_OBJECT

public:
    /// `pace` is the length of a second of the pauses in seconds.
    Webhooks(RequestQueue &queue, ResultMaker &results, double pace);

    void setOrigin(const QByteArray &origin) { m_origin = origin; }
    QJsonObject keys() const; ///< The JSON Web Key Set receivers check the signature with.

private:
    struct Delivery
    {
        QUrl address;
        QByteArray id;
        QByteArray body;
        int attempt = 0;
    };

    void onFinished(const QByteArray &id);
    void accept(Delivery delivery);
    void enqueue(Delivery delivery);
    void startNext();
    void send(const Delivery &delivery);
    void onAnswered(Delivery delivery, int status);

    RequestQueue &m_queue;
    ResultMaker &m_results;
    double m_pace;
    QByteArray m_origin;
    WebhookSigner m_signer;
    QNetworkAccessManager m_network;
    QList<Delivery> m_waiting;
    int m_underWay = 0;
    qsizetype m_bytesHeld = 0; ///< Of all deliveries that are not over.
};

} // namespace janus::sandbox
