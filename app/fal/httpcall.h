#pragma once

#include "fal/errors.h"
#include "fal/httpclient.h"

#include <QHostInfo>
#include <QNetworkReply>
#include <QObject>
#include <QPointer>
#include <QSslError>
#include <QTimer>

#include <optional>

namespace janus::fal {

class OneShotBody;

/// One request under way, for HttpClient only. All of the reply's signals arrive through the event loop,
/// never from inside Qt's own functions, so a callback may destroy whatever it likes.
class HttpCall : public QObject
{
    Q_OBJECT
public:
    HttpCall(HttpClient &client, HttpRequest request, QObject *context, HttpClient::Done done);
    ~HttpCall() override;

    CallKind kind() const { return m_request.kind; }
    bool hasStarted() const { return m_started; }
    bool hasHead() const { return m_hasHead; }
    /// Called once, when there is a place on the lane.
    void start();
    /// Answers with an error that is known before anything is sent.
    void fail(const Error &error);

private:
    void open(const QUrl &url);
    void onLookedUp(const QUrl &url, const QHostInfo &host);
    void connectTo(const QUrl &url);
    void watchReply();
    void onConnected();
    void onActivity();
    void onHead();
    void onReadyRead();
    void onFinished();
    void onConnectClock();
    void stop(TransportFailure::Cause cause, const QString &detail);
    void drop();

    void take(const QByteArray &bytes);
    bool followRedirect();
    std::optional<TransportFailure> failure() const;
    TransportFailure failureOf(QNetworkReply::NetworkError error) const;
    std::optional<TransportFailure> faultOfWhole() const;
    HttpAnswer answer() const;
    void finish(Result<HttpAnswer> result);
    void release();
    int httpStatus() const;
    bool bodyWasRead() const;

    HttpClient &m_client;
    HttpRequest m_request;
    HttpClient::Done m_done;
    QNetworkReply *m_reply = nullptr;
    QPointer<OneShotBody> m_oneShot;
    QByteArray m_body;
    qint64 m_received = 0;
    int m_redirects = 0;
    bool m_started = false;
    bool m_connected = false;
    bool m_hasHead = false; ///< of the answer
    bool m_ended = false;
    std::optional<TransportFailure> m_stopped; ///< why we aborted it ourselves
    QString m_tlsTrouble;
    QTimer m_connectClock;
    QTimer m_idleClock;
    QTimer m_totalClock;
};

} // namespace janus::fal
