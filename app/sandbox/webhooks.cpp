#include "sandbox/webhooks.h"

#include "sandbox/answers.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QHostAddress>
#include <QJsonDocument>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

namespace {

constexpr int mostAttempts = 5;
constexpr int mostUnderWay = 8;
constexpr qsizetype mostBytesHeld = 64 * 1024 * 1024;
constexpr qint64 longestAnswer = 64 * 1024;
constexpr char userId[] = "practice";

bool isOnThisComputer(const QUrl &address)
{
    const QString host = address.host();
    const bool local = host == "localhost"_L1 || QHostAddress(host).isLoopback();
    return address.isValid() && address.scheme() == "http"_L1 && local;
}

QByteArray bodyOf(const QByteArray &id, const HttpResponse &result)
{
    const QString text = QString::fromLatin1(id);
    const bool well = result.status == 200;
    QJsonObject body{{u"request_id"_s, text},
                     {u"gateway_request_id"_s, text},
                     {u"status"_s, well ? u"OK"_s : u"ERROR"_s},
                     {u"payload"_s, QJsonDocument::fromJson(result.body).object()}};
    if (!well)
        body.insert(u"error"_s, u"Invalid status code: %1"_s.arg(result.status));
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

} // namespace

Webhooks::Webhooks(RequestQueue &queue, ResultMaker &results, double pace)
    : m_queue(queue)
    , m_results(results)
    , m_pace(pace)
{
    // Loopback needs none, and a proxy would be somebody else.
    m_network.setProxy(QNetworkProxy::NoProxy);
    connect(&m_queue, &RequestQueue::finished, this, &Webhooks::onFinished);
}

QJsonObject Webhooks::keys() const
{
    return {{u"keys"_s, QJsonArray{m_signer.publicKey()}}};
}

void Webhooks::onFinished(const QByteArray &id)
{
    const QUrl address(QString::fromUtf8(m_queue.find(id)->options.webhook), QUrl::StrictMode);
    if (!isOnThisComputer(address))
        return;
    m_results.make(id, m_origin, this, [this, id, address](const HttpResponse &result) {
        accept({address, id, bodyOf(id, result), 0});
    });
}

void Webhooks::accept(Delivery delivery)
{
    // Receivers that never answer must not fill the memory: what comes on top is not delivered.
    if (m_bytesHeld + delivery.body.size() > mostBytesHeld)
        return;
    m_bytesHeld += delivery.body.size();
    enqueue(std::move(delivery));
}

void Webhooks::enqueue(Delivery delivery)
{
    m_waiting.append(std::move(delivery));
    startNext();
}

void Webhooks::startNext()
{
    while (m_underWay < mostUnderWay && !m_waiting.isEmpty()) {
        ++m_underWay;
        send(m_waiting.takeFirst());
    }
}

void Webhooks::send(const Delivery &delivery)
{
    constexpr std::chrono::seconds firstPatience{15};
    constexpr std::chrono::seconds laterPatience{120};
    const QByteArray time = QByteArray::number(QDateTime::currentSecsSinceEpoch());
    const QByteArray digest = QCryptographicHash::hash(delivery.body, QCryptographicHash::Sha256).toHex();
    const QByteArray text = delivery.id + '\n' + userId + '\n' + time + '\n' + digest;
    QNetworkRequest request(delivery.address);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    request.setRawHeader("X-Fal-Webhook-Request-Id", delivery.id);
    request.setRawHeader("X-Fal-Webhook-User-Id", userId);
    request.setRawHeader("X-Fal-Webhook-Timestamp", time);
    request.setRawHeader("X-Fal-Webhook-Signature", m_signer.sign(text).toHex());
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setTransferTimeout(
        int(std::chrono::milliseconds(delivery.attempt == 0 ? firstPatience : laterPatience).count()));
    QNetworkReply *reply = m_network.post(request, delivery.body);
    reply->setReadBufferSize(longestAnswer);
    // Nothing but the code of the answer counts; the rest is let go, and not for ever.
    connect(reply, &QNetworkReply::readyRead, reply, [reply, left = longestAnswer]() mutable {
        left -= reply->skip(reply->bytesAvailable());
        if (left < 0)
            reply->abort();
    });
    connect(reply, &QNetworkReply::finished, this, [this, reply, delivery] {
        reply->deleteLater();
        onAnswered(delivery, reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt());
    });
}

void Webhooks::onAnswered(Delivery delivery, int status)
{
    --m_underWay;
    ++delivery.attempt;
    const bool over = (status >= 200 && status < 400) || delivery.attempt >= mostAttempts;
    if (over) {
        m_bytesHeld -= delivery.body.size();
    } else {
        const double pause = m_pace * double(1 << (delivery.attempt - 1)) * 1000;
        QTimer::singleShot(std::chrono::milliseconds(qint64(pause)), this,
                           [this, delivery] { enqueue(delivery); });
    }
    startNext();
}

} // namespace janus::sandbox
