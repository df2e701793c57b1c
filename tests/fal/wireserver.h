#pragma once

#include <QHash>
#include <QHostAddress>
#include <QList>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <functional>

/// A test peer that speaks bytes: it writes down what arrives and lets the test say what happens next, well
/// formed or not. Lives in the test's own thread.
class WireServer : public QObject
{
    Q_OBJECT
public:
    struct Request
    {
        int connection = 0; ///< counts from 1
        QByteArray method;
        QByteArray target;
        QHash<QByteArray, QByteArray> headers; ///< names in lower case
        QByteArray body;

        QByteArray line() const { return method + ' ' + target; }
    };
    using Handler = std::function<void(const Request &, QTcpSocket &)>;

    explicit WireServer(const QHostAddress &address = QHostAddress::LocalHost, QObject *parent = nullptr);
    ~WireServer() override;

    /// From the next connection on. Handlers see what was decrypted.
    void useTls(const QSslConfiguration &tls);

    QUrl origin() const;
    /// Called for every whole request; may write, wait, close or reset. Without one the server is silent.
    void onRequest(Handler handler) { m_handler = std::move(handler); }
    /// Called for every head, before its body is read; true: the rest is not wanted.
    void onHead(std::function<bool(const Request &, QTcpSocket &)> handler)
    {
        m_headHandler = std::move(handler);
    }

    const QList<Request> &requests() const { return m_requests; }
    qsizetype count(const QByteArray &lineStart) const;
    int connections() const { return m_connections; }

    static QByteArray answer(int status, const QByteArray &body,
                             const QByteArray &contentType = "application/json",
                             const QByteArray &moreHeaders = {});
    /// The head of an event stream; events follow with event().
    static QByteArray streamHead();
    static QByteArray event(const QByteArray &json) { return "data: " + json + "\n\n"; }
    /// Ends a connection with RST.
    static void reset(QTcpSocket &socket);
    /// Ends it with FIN once everything is written.
    static void close(QTcpSocket &socket) { socket.disconnectFromHost(); }

private:
    void accept();
    void read(QTcpSocket &socket, int connection);
    bool takeRequest(QTcpSocket &socket, int connection);

    /// Gives out plain sockets, or such that expect TLS.
    class Listener : public QTcpServer
    {
    public:
        QSslConfiguration tls; ///< null: plain

    protected:
        void incomingConnection(qintptr descriptor) override;
    };

    Listener m_server;
    Handler m_handler;
    std::function<bool(const Request &, QTcpSocket &)> m_headHandler;
    QHash<QTcpSocket *, QByteArray> m_pending;
    QList<Request> m_requests;
    int m_connections = 0;
};
