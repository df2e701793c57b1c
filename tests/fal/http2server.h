#pragma once

#include <QHash>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpServer>
#include <QUrl>

#include <functional>
#include <optional>

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

    /// How many streams a connection may have at the same time; said to clients, not enforced.
    void allowStreams(quint32 most) { m_mostStreams = most; }

    int requests() const { return m_requests; } ///< streams opened by clients
    int connections() const { return m_connections; }

    static QByteArray answer(quint32 stream, const QByteArray &json); ///< 200 with this body
    static QByteArray answerHead(quint32 stream);                     ///< the same without its body
    /// The head of an event stream, whose events follow.
    static QByteArray streamHead(quint32 stream);
    static QByteArray event(quint32 stream, const QByteArray &json);
    static QByteArray resetStream(quint32 stream, quint32 code);
    /// Streams above `last` are said not to have been looked at.
    static QByteArray goAway(quint32 last, quint32 code);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    static QByteArray frame(quint8 type, quint8 flags, quint32 stream, const QByteArray &payload);
    static QByteArray head(quint32 stream, const QByteArray &contentType);
    void read(QSslSocket &socket);
    void onFrame(QSslSocket &socket, quint8 type, quint8 flags, quint32 stream);

    QSslConfiguration m_tls;
    Handler m_handler;
    QHash<QSslSocket *, QByteArray> m_pending;
    std::optional<quint32> m_mostStreams;
    int m_requests = 0;
    int m_connections = 0;
};
