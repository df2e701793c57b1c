#include "fal/systemproxy.h"
#include "tests/fal/apitest.h"
#include "tests/fal/certificates.h"
#include "tests/fal/http2server.h"

#include <QProcess>
#include <QTemporaryDir>

#include <cstdio>

using namespace janus;
using namespace janus::fal;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Kind = Certificates::Kind;

namespace {

const QByteArray receipt = R"({"status":"IN_QUEUE","request_id":"r-1"})";
constexpr auto probeWord = "--tell-tls-problem";

/// Sets a variable of the environment for one test.
class Variable
{
public:
    Variable(const char *name, const QByteArray &value)
        : m_name(name)
    {
        qputenv(name, value);
    }
    ~Variable() { qunsetenv(m_name); }

private:
    const char *m_name;
};

} // namespace

/// What lies between the client and a service: TLS, HTTP versions, proxies.
class TestTransport : public QObject
{
    Q_OBJECT

    std::unique_ptr<Certificates> m_certificates;

    Transport trusting() const { return {.moreAuthorities = m_certificates->authority()}; }
    static QByteArray hostPort(const QUrl &url) { return url.authority().toLatin1(); }

private Q_SLOTS:
    void initTestCase() { m_certificates = std::make_unique<Certificates>(); }

    void tlsIsRefusedWhenItShouldBe_data();
    void tlsIsRefusedWhenItShouldBe();
    void aServerThatOnlySpeaksTls10IsRefused();
    void http2IsUsedUnlessItIsTurnedOff();
    void afterTwoProtocolErrorsHttp1IsUsed();
    void aProxyThatIsNotThereIsNamed();
    void aProxyThatWantsALoginIsNamedAndGetsNoKey();
    void theProxyInUseIsTold();
    void aMissingTlsPluginIsTold();
    void strangersNamesAreLookedUpFirst_data();
    void strangersNamesAreLookedUpFirst();
};

void TestTransport::tlsIsRefusedWhenItShouldBe_data()
{
    QTest::addColumn<int>("certificate");
    QTest::addColumn<bool>("isTrusted");
    QTest::addColumn<bool>("works");
    QTest::newRow("good") << int(Kind::Good) << true << true;
    QTest::newRow("NET-25 unknown authority") << int(Kind::Good) << false << false;
    QTest::newRow("NET-25 self-signed") << int(Kind::SelfSigned) << true << false;
    QTest::newRow("NET-25 expired") << int(Kind::Expired) << true << false;
    QTest::newRow("NET-25 another host's") << int(Kind::OtherHost) << true << false;
}

void TestTransport::tlsIsRefusedWhenItShouldBe()
{
    QFETCH(const int, certificate);
    QFETCH(const bool, isTrusted);
    QFETCH(const bool, works);
    if (!m_certificates->isValid())
        QSKIP(qPrintable(m_certificates->whyNot()));
    WireServer server;
    server.useTls(m_certificates->server(static_cast<Kind>(certificate)));
    server.onRequest(
        [](const auto &, QTcpSocket &socket) { socket.write(WireServer::answer(200, receipt)); });
    QueueApi api(Service::custom(server.origin()), testKey(), quick(), isTrusted ? trusting() : Transport());
    Caught<Ticket> submitted;
    api.submit(foxRequest(), {}, this, submitted.done());
    Caught<QueueStatus> asked;
    api.status(foxTicket(), this, asked.done());
    CAUGHT(submitted);
    CAUGHT(asked);
    QCOMPARE(submitted.result->hasValue(), works);
    QCOMPARE(server.requests().size(), works ? 2 : 0); // nothing was decrypted, so no key arrived
    if (works)
        return;
    QCOMPARE(submitted.kind(), ErrorKind::Unreachable);
    QCOMPARE(asked.kind(), ErrorKind::Unreachable);
    QVERIFY2(submitted.result->error().message.contains(u"secure"_s),
             qPrintable(submitted.result->error().message));
    QVERIFY(!submitted.result->error().detail.isEmpty());
}

void TestTransport::aServerThatOnlySpeaksTls10IsRefused()
{
    // NET-25: it answers every greeting with TLS 1.0 and the weakest cipher of its time
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QByteArray heard;
    connect(&server, &QTcpServer::newConnection, &server, [&] {
        QTcpSocket *socket = server.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [&heard, socket] {
            if (heard.isEmpty())
                socket->write(QByteArray::fromHex("160301002a"
                                                  "02000026"
                                                  "0301") +
                              QByteArray(32, 'r') +
                              QByteArray::fromHex("00"
                                                  "002f"
                                                  "00"));
            heard += socket->readAll();
        });
    });
    QueueApi api(Service::custom(QUrl(u"https://127.0.0.1:%1"_s.arg(server.serverPort()))), testKey(),
                 quick());
    Caught<Ticket> caught;
    api.submit(foxRequest(), {}, this, caught.done());
    CAUGHT(caught);
    QCOMPARE(caught.kind(), ErrorKind::Unreachable);
    QVERIFY(caught.result->error().message.contains(u"secure"_s));
    QVERIFY(!heard.isEmpty());
    QVERIFY(!heard.contains(testKey().reveal()));
}

void TestTransport::http2IsUsedUnlessItIsTurnedOff()
{
    if (!m_certificates->isValid())
        QSKIP(qPrintable(m_certificates->whyNot()));
    const QList<QByteArray> offered{QSslConfiguration::ALPNProtocolHTTP2};
    Http2Server server(m_certificates->server(Kind::Good, offered));
    server.onRequest(
        [](quint32 stream, QSslSocket &socket) { socket.write(Http2Server::answer(stream, receipt)); });
    QueueApi api(Service::custom(server.origin()), testKey(), quick(), trusting());
    Caught<Ticket> caught;
    api.submit(foxRequest(), {}, this, caught.done());
    CAUGHT(caught);
    QVERIFY(*caught.result);
    QCOMPARE(server.requests(), 1);

    Timing hurried = quick();
    hurried.connect = 500ms;
    hurried.idle = 500ms;
    Transport plain = trusting();
    plain.http2 = false;
    QueueApi without(Service::custom(server.origin()), testKey(), hurried, plain);
    QVERIFY(!without.usesHttp2());
    Caught<Ticket> other;
    without.submit(foxRequest(), {}, this, other.done());
    CAUGHT(other);
    QVERIFY(!*other.result); // this peer speaks nothing else
    QCOMPARE(server.requests(), 1);

    const Variable off("JANUS_HTTP2", "0");
    QVERIFY(!QueueApi(Service::custom(server.origin()), testKey(), quick(), trusting()).usesHttp2());
}

void TestTransport::afterTwoProtocolErrorsHttp1IsUsed()
{
    if (!m_certificates->isValid())
        QSKIP(qPrintable(m_certificates->whyNot()));
    Http2Server server(m_certificates->server(Kind::Good, {QSslConfiguration::ALPNProtocolHTTP2}));
    // SETTINGS of an impossible size
    server.onRequest([](quint32, QSslSocket &socket) {
        socket.write(QByteArray::fromHex("000005"
                                         "04"
                                         "00"
                                         "00000000"
                                         "0000000000"));
    });
    QueueApi api(Service::custom(server.origin()), testKey(), quick(), trusting());
    QVERIFY(api.usesHttp2());
    for (int i = 0; i < 2; ++i) {
        Caught<QueueStatus> caught;
        api.status(foxTicket(), this, caught.done());
        CAUGHT(caught);
        QVERIFY(!*caught.result);
    }
    QVERIFY(!api.usesHttp2());
}

void TestTransport::aProxyThatIsNotThereIsNamed()
{
    // NET-24; loopback is never proxied, so the address is one that does not exist
    const QByteArray proxy = hostPort(WireServer().origin()); // closed again
    const Variable variable("https_proxy", "http://" + proxy);
    QueueApi api(Service::custom(QUrl(u"https://nobody.invalid"_s)), testKey(), quick());
    Caught<Ticket> caught;
    api.submit(foxRequest(), {}, this, caught.done());
    CAUGHT(caught);
    QCOMPARE(caught.kind(), ErrorKind::Unreachable);
    QVERIFY2(caught.result->error().message.contains(u"proxy "_s + QString::fromLatin1(proxy)),
             qPrintable(caught.result->error().message));
}

void TestTransport::aProxyThatWantsALoginIsNamedAndGetsNoKey()
{
    // NET-24
    WireServer proxy;
    proxy.onRequest([](const auto &, QTcpSocket &socket) {
        socket.write(
            WireServer::answer(407, {}, "text/plain", "Proxy-Authenticate: Basic realm=\"office\"\r\n"));
    });
    const Variable variable("https_proxy", "http://" + hostPort(proxy.origin()));
    QueueApi api(Service::custom(QUrl(u"https://nobody.invalid"_s)), testKey(), quick());
    Caught<Ticket> caught;
    api.submit(foxRequest(), {}, this, caught.done());
    CAUGHT(caught);
    QCOMPARE(caught.kind(), ErrorKind::Unreachable);
    QVERIFY2(caught.result->error().message.contains(QString::fromLatin1(hostPort(proxy.origin()))),
             qPrintable(caught.result->error().message));
    QVERIFY(!proxy.requests().isEmpty());
    for (const WireServer::Request &request : proxy.requests()) {
        QCOMPARE(request.method, "CONNECT");
        QVERIFY(!request.headers.contains("authorization"));
        QVERIFY(!request.headers.contains("proxy-authorization"));
        QVERIFY(request.body.isEmpty());
    }
}

void TestTransport::theProxyInUseIsTold()
{
    const QUrl address(u"https://queue.fal.run"_s);
    QCOMPARE(proxyInUse(address), QString());
    const Variable variable("https_proxy", "http://proxy.example:3128");
    QCOMPARE(proxyInUse(address), u"proxy.example:3128"_s);
    QCOMPARE(proxyInUse(QUrl(u"https://127.0.0.1:4711"_s)), QString());
}

void TestTransport::aMissingTlsPluginIsTold()
{
    // NET-26: a copy of this program with a qt.conf beside it that leads to a folder without plug-ins
    QVERIFY(!tlsProblem());
    QTemporaryDir folder;
    const QString copy = folder.filePath(u"probe"_s);
    QVERIFY(QFile::copy(QCoreApplication::applicationFilePath(), copy));
    QFile conf(folder.filePath(u"qt.conf"_s));
    QVERIFY(conf.open(QIODevice::WriteOnly));
    conf.write("[Paths]\nPlugins=" + QFile::encodeName(folder.path()) + "\n");
    conf.close();
    QProcess probe;
    probe.start(copy, {QString::fromLatin1(probeWord)});
    QVERIFY(probe.waitForFinished());
    QCOMPARE(probe.exitCode(), 0);
    const QString said = QString::fromUtf8(probe.readAllStandardOutput());
    QVERIFY2(said.contains(u"libqt6network6"_s), qPrintable(said));
}

void TestTransport::strangersNamesAreLookedUpFirst_data()
{
    QTest::addColumn<QString>("address");
    for (const char *address : {"127.0.0.1", "127.0.0.2", "::1", "10.1.2.3", "192.168.1.1", "169.254.169.254",
                                "::ffff:127.0.0.1", "fe80::1", "0.0.0.0"})
        QTest::addRow("MAL-03 name stands for %s", address) << QString::fromLatin1(address);
}

void TestTransport::strangersNamesAreLookedUpFirst()
{
    QFETCH(const QString, address);
    Transport transport;
    transport.knownNames.insert(u"pictures.example"_s, QHostAddress(address));
    QueueApi api(Service::fal(), testKey(), quick(), transport);
    Caught<QByteArray> caught;
    api.download(QUrl(u"https://pictures.example/a.png"_s), this, caught.done());
    QVERIFY(!caught.isIn());
    CAUGHT(caught);
    QCOMPARE(caught.kind(), ErrorKind::Refused);
    QVERIFY(caught.result->error().detail.contains(u"pictures.example"_s));
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (application.arguments().contains(QLatin1String(probeWord))) {
        const std::optional<Error> problem = tlsProblem();
        std::fputs(problem ? qPrintable(problem->message) : "none", stdout);
        return 0;
    }
    TestTransport test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_transport.moc"
