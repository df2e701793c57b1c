#include "tests/fal/apitest.h"
#include "tests/fal/certificates.h"
#include "tests/fal/http2server.h"

#include <array>
#include <cstdio>

using namespace janus;
using namespace janus::fal;
using namespace Qt::StringLiterals;

namespace {

constexpr int submits = 300; ///< lost on each road
constexpr int atOnce = 4;
const QByteArray receipt = R"({"status":"IN_QUEUE","request_id":"r-1"})";

} // namespace

/// A submit that was read by a server and got no usable answer may have been paid for. However the answer is
/// lost, one submit is one POST: Qt by itself sends two to four.
class TestExtraPosts : public QObject
{
    Q_OBJECT

    std::unique_ptr<Certificates> m_certificates;
    QHash<QByteArray, int> m_extra;
    int m_lost = 0;

    Transport trusting() const { return {.moreAuthorities = m_certificates->authority()}; }

    /// Sends some at once, again and again, until enough of them ended as "outcome unknown". One whose
    /// connection was closed before its body was touched is proven unsent instead: it was no POST.
    void loseAll(const std::function<QueueApi &()> &client)
    {
        m_lost = 0;
        for (int sent = 0; m_lost < submits; sent += atOnce) {
            QVERIFY2(sent < 3 * submits, "too many of them look unsent");
            QueueApi &api = client();
            std::array<Caught<Ticket>, atOnce> caught;
            for (Caught<Ticket> &one : caught)
                api.submit(foxRequest(), {}, this, one.done());
            for (const Caught<Ticket> &one : caught) {
                CAUGHT(one);
                QVERIFY(!*one.result);
                QVERIFY2(one.kind() == ErrorKind::OutcomeUnknown || one.kind() == ErrorKind::Unreachable,
                         qPrintable(one.result->error().detail));
                m_lost += one.kind() == ErrorKind::OutcomeUnknown ? 1 : 0;
            }
            for (const Caught<Ticket> &one : caught)
                QCOMPARE(one.times, 1);
        }
    }

    static void loseOverHttp1(int number, QTcpSocket &socket)
    {
        switch (number % 6) {
        case 0:
            return WireServer::close(socket);
        case 1:
            return WireServer::reset(socket);
        case 2:
            socket.write("HTTP/1.1 2");
            return WireServer::close(socket);
        case 3:
            socket.write(WireServer::answer(200, receipt).chopped(10));
            return WireServer::close(socket);
        case 4:
            socket.write(WireServer::answer(504, "<html>Gateway Timeout</html>", "text/html"));
            return; // the connection stays, the next submit uses it again
        default:
            socket.write("220 no HTTP at all\r\n");
            return WireServer::close(socket);
        }
    }

    static void loseOverHttp2(int number, quint32 stream, QSslSocket &socket)
    {
        constexpr quint32 internalError = 2;
        constexpr quint32 refusedStream = 7;
        switch (number % 7) {
        case 0:
            socket.write(Http2Server::resetStream(stream, internalError));
            return;
        case 1:
            socket.write(Http2Server::resetStream(stream, refusedStream));
            return;
        case 2: // "not looked at": may be repeated by the standard, and is not
            socket.write(Http2Server::goAway(0, 0));
            return socket.disconnectFromHost();
        case 3:
            socket.write(Http2Server::goAway(stream, internalError));
            return socket.disconnectFromHost();
        case 4:
            return WireServer::reset(socket);
        case 5:
            socket.write(Http2Server::answerHead(stream));
            socket.write(Http2Server::resetStream(stream, internalError));
            return;
        default:
            return socket.disconnectFromHost();
        }
    }

    void count(const char *road, int posts)
    {
        m_extra.insert(road, posts - m_lost);
        QCOMPARE(m_extra.value(road), 0);
    }

private Q_SLOTS:
    void initTestCase() { m_certificates = std::make_unique<Certificates>(); }

    void http1()
    {
        WireServer server;
        server.onRequest([n = 0](const auto &, QTcpSocket &socket) mutable { loseOverHttp1(n++, socket); });
        QueueApi api(Service::custom(server.origin()), testKey(), quick());
        loseAll([&]() -> QueueApi & { return api; });
        count("http1", int(server.count("POST")));
    }

    // NET-05: each connection is cut, the server is there again at once.
    void tls()
    {
        if (!m_certificates->isValid())
            QSKIP(qPrintable(m_certificates->whyNot()));
        WireServer server;
        server.useTls(m_certificates->server(Certificates::Kind::Good));
        server.onRequest([n = 0](const auto &, QTcpSocket &socket) mutable { loseOverHttp1(n++, socket); });
        QueueApi api(Service::custom(server.origin()), testKey(), quick(), trusting());
        loseAll([&]() -> QueueApi & { return api; });
        count("tls", int(server.count("POST")));
    }

    // NET-06: stream resets, GOAWAY in both forms, and cuts, with several streams on one connection.
    void http2()
    {
        if (!m_certificates->isValid())
            QSKIP(qPrintable(m_certificates->whyNot()));
        Http2Server server(
            m_certificates->server(Certificates::Kind::Good, {QSslConfiguration::ALPNProtocolHTTP2}));
        server.onRequest(
            [n = 0](quint32 stream, QSslSocket &socket) mutable { loseOverHttp2(n++, stream, socket); });
        // Two protocol errors end in HTTP/1.1, which this peer does not speak: a new client now and then.
        std::unique_ptr<QueueApi> api;
        loseAll([&]() -> QueueApi & {
            api =
                std::make_unique<QueueApi>(Service::custom(server.origin()), testKey(), quick(), trusting());
            return *api;
        });
        count("h2", server.requests());
    }

    // The peers above would find nothing if a good answer were taken for a lost one.
    void aGoodAnswerOverHttp2IsAReceipt()
    {
        if (!m_certificates->isValid())
            QSKIP(qPrintable(m_certificates->whyNot()));
        Http2Server server(
            m_certificates->server(Certificates::Kind::Good, {QSslConfiguration::ALPNProtocolHTTP2}));
        server.onRequest(
            [](quint32 stream, QSslSocket &socket) { socket.write(Http2Server::answer(stream, receipt)); });
        QueueApi api(Service::custom(server.origin()), testKey(), quick(), trusting());
        for (int i = 0; i < 3; ++i) {
            Caught<Ticket> caught;
            api.submit(foxRequest(), {}, this, caught.done());
            CAUGHT(caught);
            QVERIFY2(*caught.result,
                     qPrintable(caught.result->hasValue() ? QString() : caught.result->error().detail));
        }
        QCOMPARE(server.requests(), 3);
        QCOMPARE(server.connections(), 1);
    }

    void cleanupTestCase()
    {
        QByteArray figures;
        for (const char *road : {"http1", "tls", "h2"})
            figures +=
                ' ' + QByteArray(road) + '=' +
                (m_extra.contains(road) ? QByteArray::number(m_extra.value(road)) : QByteArray("skipped"));
        std::printf("FIGURE extra-posts%s of=%d\n", figures.constData(), submits);
        std::fflush(stdout);
    }
};

QTEST_GUILESS_MAIN(TestExtraPosts)
#include "tst_extraposts.moc"
