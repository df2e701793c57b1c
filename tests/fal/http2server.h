#pragma once

#include <QHash>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpServer>
#include <QUrl>

#include <functional>

/// A test peer that speaks HTTP/2 over TLS, frame by frame (RFC 9113): it counts the requests that arrive and
/// lets the test say what happens to each. It does not read header fields. Lives in the test's own thread.
class Http2Server : public QTcpServer
{
    Q_OBJECT
public:
    using Handler = std::function<void(quint32 stream, QSslSocket &)>;

    explicit Http2Server(const QSslConfiguration &tls);
    ~Http2Server() override;

    QUrl origin() const;
    /// Called when a request has come whole; may write frames, wait, close or reset.
    void onRequest(Handler handler) { m_handler = std::move(handler); }

    int requests() const { return m_requests; } ///< streams opened by clients
    int connections() const { return m_connections; }

    static QByteArray answer(quint32 stream, const QByteArray &json); ///< 200 with this body
    static QByteArray answerHead(quint32 stream);                     ///< the same without its body
    static QByteArray resetStream(quint32 stream, quint32 code);
    /// Streams above `last` are said not to have been looked at.
    static QByteArray goAway(quint32 last, quint32 code);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    static QByteArray frame(quint8 type, quint8 flags, quint32 stream, const QByteArray &payload);
    void read(QSslSocket &socket);
    void onFrame(QSslSocket &socket, quint8 type, quint8 flags, quint32 stream);

    QSslConfiguration m_tls;
    Handler m_handler;
    QHash<QSslSocket *, QByteArray> m_pending;
    int m_requests = 0;
    int m_connections = 0;
};
