#include "tests/fal/apitest.h"
#include "tests/fal/certificates.h"
#include "tests/fal/frontend.h"

using namespace janus;
using namespace janus::fal;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray receipt = R"({"status":"IN_QUEUE","request_id":"r-1","queue_position":2})";

/// What a server does with a submit it has read.
using Misdeed = std::function<void(QTcpSocket &)>;

} // namespace

/// What must hold for paid work: one POST, and the truth about whether it left. All of it over HTTP/1.1, the
/// same with TLS, and HTTP/2.
class TestSubmit : public QObject
{
    Q_OBJECT

    std::unique_ptr<Certificates> m_certificates;
    WireServer *m_server = nullptr;
    std::unique_ptr<FrontEnd> m_front;
    QueueApi *m_api = nullptr;

    static QByteArray road()
    {
        QFETCH_GLOBAL(QByteArray, road);
        return road;
    }
    QUrl origin() const { return m_front ? m_front->origin() : m_server->origin(); }
    Transport transport() const
    {
        return road() == "http1" ? Transport() : Transport{.moreAuthorities = m_certificates->authority()};
    }
    void makeApi(const Timing &timing)
    {
        m_api = new QueueApi(Service::custom(origin()), testKey(), timing, transport(), m_server);
    }
    void submitInto(Caught<Ticket> &caught) { m_api->submit(foxRequest(), {}, this, caught.done()); }

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<QByteArray>("road");
        for (const char *road : {"http1", "tls", "h2"})
            QTest::newRow(road) << QByteArray(road);
    }
    void init()
    {
        if (road() != "http1" && !m_certificates)
            m_certificates = std::make_unique<Certificates>();
        if (road() != "http1" && !m_certificates->isValid())
            QSKIP(qPrintable(m_certificates->whyNot()));
        if (road() == "h2" && !FrontEnd::isThere())
            QSKIP("nghttpx (package nghttp2-proxy) is not installed");
        m_server = new WireServer;
        if (road() == "tls")
            m_server->useTls(m_certificates->server(Certificates::Kind::Good));
        if (road() == "h2") {
            m_front = std::make_unique<FrontEnd>(*m_certificates, m_server->origin());
            QVERIFY(m_front->start());
        }
        makeApi(quick());
    }
    void cleanup()
    {
        delete std::exchange(m_api, nullptr);
        m_front.reset();
        delete std::exchange(m_server, nullptr);
    }

    void theReceiptIsReadAndTheHeadersAreThoseOfTheProtocol();
    void lowPriorityIsSaid();
    void everythingThatGoesAlongIsSaid();
    void whatCannotGoAlongSendsNothing();
    void oneLostAnswerIsOnePost_data();
    void oneLostAnswerIsOnePost();
    void aConnectionThatDiesAtReuseGetsNoSecondPost();
    void aHalfReadBodyIsAnUnknownOutcome();
    void aGarbledReceiptIsReadFromItsHeader_data();
    void aGarbledReceiptIsReadFromItsHeader();
    void aSilentServerIsAnUnknownOutcome();
    void aRefusedPortProvesThatNothingLeft();
    void anUnknownHostProvesThatNothingLeft();
    void aServerWithoutTlsProvesThatNothingLeft();
    void answersAreJudged_data();
    void answersAreJudged();
    void redirectsGetNeitherKeyNorBody_data();
    void redirectsGetNeitherKeyNorBody();
    void falWithoutAKeySendsNothing();
    void aBadModelNameSendsNothing();
    void theAnswerNeverComesBeforeTheCallReturns();
    void aDeadContextIsNeverCalled();
    void theApiMayDieWithCallsInFlight();
    void theApiMayDieInItsOwnAnswer();
    void cookiesAreNotSentBack();
};

void TestSubmit::theReceiptIsReadAndTheHeadersAreThoseOfTheProtocol()
{
    m_server->onRequest(
        [](const auto &, QTcpSocket &socket) { socket.write(WireServer::answer(200, receipt)); });
    Caught<Ticket> caught;
    submitInto(caught);
    CAUGHT(caught);
    QVERIFY(*caught.result);
    QCOMPARE((*caught.result)->requestId, u"r-1"_s);
    QCOMPARE((*caught.result)->queuePosition, std::optional(2));
    const WireServer::Request sent = m_server->requests().value(0);
    QCOMPARE(sent.line(), "POST /fal-ai/janus");
    QCOMPARE(sent.headers.value("authorization"), "Key " + testKey().reveal());
    QCOMPARE(sent.headers.value("accept"), "application/json");
    QCOMPARE(sent.headers.value("content-type"), "application/json");
    QCOMPARE(sent.headers.value("x-fal-queue-priority"), "normal");
    QCOMPARE(sent.headers.value("accept-encoding"), "identity");
    QVERIFY(sent.headers.value("user-agent").startsWith("JanusStudio/"));
    QVERIFY(!sent.headers.contains("cookie"));
    QCOMPARE(sent.body, foxRequest().body());
    QCOMPARE(sent.headers.value("via").startsWith("2 "), road() == "h2"); // the front end says what it got
}

void TestSubmit::lowPriorityIsSaid()
{
    m_server->onRequest(
        [](const auto &, QTcpSocket &socket) { socket.write(WireServer::answer(200, receipt)); });
    Caught<Ticket> caught;
    m_api->submit(foxRequest(), {.priority = Priority::Low}, this, caught.done());
    CAUGHT(caught);
    QCOMPARE(m_server->requests().value(0).headers.value("x-fal-queue-priority"), "low");
}

void TestSubmit::everythingThatGoesAlongIsSaid()
{
    m_server->onRequest(
        [](const auto &, QTcpSocket &socket) { socket.write(WireServer::answer(200, receipt)); });
    Delivery delivery;
    delivery.webhook = QUrl(u"https://h.example/cb?a=1&b=2"_s);
    delivery.startTimeout = 30.5;
    delivery.runnerHint = u"h1"_s;
    delivery.expirySeconds = 3600;
    delivery.access = Delivery::Access::Private;
    delivery.noRetry = true;
    delivery.tags = {u"team=design"_s, u"env=prod"_s};
    Caught<Ticket> caught;
    m_api->submit(foxRequest(), delivery, this, caught.done());
    CAUGHT(caught);
    const WireServer::Request sent = m_server->requests().value(0);
    QCOMPARE(sent.line(), "POST /fal-ai/janus?fal_webhook=https%3A%2F%2Fh.example%2Fcb%3Fa%3D1%26b%3D2");
    QCOMPARE(sent.headers.value("x-fal-queue-priority"), "normal");
    QCOMPARE(sent.headers.value("x-fal-request-timeout"), "30.5");
    QCOMPARE(sent.headers.value("x-fal-runner-hint"), "h1");
    QCOMPARE(sent.headers.value("x-fal-object-lifecycle-preference"),
             R"({"expiration_duration_seconds":3600,"initial_acl":{"default":"forbid"}})");
    QCOMPARE(sent.headers.value("x-fal-no-retry"), "1");
    QCOMPARE(sent.headers.value("x-fal-tags"), "team=design,env=prod");
    QCOMPARE(sent.body, foxRequest().body());

    // By default none of these is there.
    Caught<Ticket> plain;
    submitInto(plain);
    CAUGHT(plain);
    const WireServer::Request bare = m_server->requests().value(1);
    QCOMPARE(bare.line(), "POST /fal-ai/janus");
    for (const char *name : {"x-fal-request-timeout", "x-fal-runner-hint", "x-fal-no-retry", "x-fal-tags",
                             "x-fal-object-lifecycle-preference", "x-fal-store-io"})
        QVERIFY2(!bare.headers.contains(name), name);
}

void TestSubmit::whatCannotGoAlongSendsNothing()
{
    Caught<Ticket> caught;
    m_api->submit(foxRequest(), {.runnerHint = u"a\r\nX-Other: b"_s}, this, caught.done());
    QVERIFY(!caught.isIn());
    CAUGHT(caught);
    QCOMPARE(caught.kind(), ErrorKind::BadInput);
    QCOMPARE(m_server->connections(), 0);
}

void TestSubmit::oneLostAnswerIsOnePost_data()
{
    QTest::addColumn<Misdeed>("misdeed");
    QTest::newRow("NET-01 closed") << Misdeed([](QTcpSocket &socket) { WireServer::close(socket); });
    QTest::newRow("NET-02 reset") << Misdeed([](QTcpSocket &socket) { WireServer::reset(socket); });
    QTest::newRow("NET-03 half a status line") << Misdeed([](QTcpSocket &socket) {
        socket.write("HTTP/1.1 2");
        WireServer::close(socket);
    });
    QTest::newRow("NET-08 gateway") << Misdeed([](QTcpSocket &socket) {
        socket.write(WireServer::answer(504, "<html>Gateway Timeout</html>", "text/html"));
    });
    QTest::newRow("NET-11 cut JSON") << Misdeed([](QTcpSocket &socket) {
        socket.write(WireServer::answer(200, receipt).chopped(20));
        WireServer::close(socket);
    });
    QTest::newRow("cut JSON, no length") << Misdeed([](QTcpSocket &socket) {
        socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + receipt.chopped(20));
        WireServer::reset(socket);
    });
    QTest::newRow("no HTTP") << Misdeed([](QTcpSocket &socket) {
        socket.write("220 mail.example ESMTP\r\n");
        WireServer::close(socket);
    });
}

void TestSubmit::oneLostAnswerIsOnePost()
{
    QFETCH(const Misdeed, misdeed);
    m_server->onRequest([&](const auto &, QTcpSocket &socket) { misdeed(socket); });
    Caught<Ticket> caught;
    submitInto(caught);
    CAUGHT(caught);
    QCOMPARE(m_server->count("POST"), 1);
    QVERIFY(!*caught.result);
    QCOMPARE(caught.kind(), ErrorKind::OutcomeUnknown);
    QCOMPARE(caught.times, 1);
}

void TestSubmit::aConnectionThatDiesAtReuseGetsNoSecondPost()
{
    // NET-04; behind a front end it is the front end's connection that dies
    if (road() == "h2")
        QSKIP("the connection to the server is the front end's own");
    m_server->onRequest([this](const auto &, QTcpSocket &socket) {
        if (m_server->requests().size() == 1)
            socket.write(WireServer::answer(200, receipt));
        else
            WireServer::close(socket);
    });
    Caught<Ticket> first;
    submitInto(first);
    CAUGHT(first);
    QVERIFY(*first.result);
    Caught<Ticket> second;
    submitInto(second);
    CAUGHT(second);
    QVERIFY(!*second.result);
    QCOMPARE(second.kind(), ErrorKind::OutcomeUnknown);
    QCOMPARE(m_server->count("POST"), 2);
    QCOMPARE(m_server->requests().at(1).connection, 1);
}

void TestSubmit::aHalfReadBodyIsAnUnknownOutcome()
{
    // NET-10
    m_server->onHead([](const auto &, QTcpSocket &socket) {
        WireServer::reset(socket);
        return true;
    });
    GenerationRequest large = foxRequest();
    large.input.insert(u"image_url"_s, QString(1'000'000, u'x'));
    Caught<Ticket> caught;
    m_api->submit(large, {}, this, caught.done());
    CAUGHT(caught);
    QCOMPARE(caught.kind(), ErrorKind::OutcomeUnknown);
    QCOMPARE(m_server->count("POST"), 1);
}

void TestSubmit::aGarbledReceiptIsReadFromItsHeader_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<bool>("isUsable");
    QTest::newRow("a number") << QByteArray("r-9") << true;
    QTest::newRow("a path") << QByteArray("../x") << false;
    QTest::newRow("nothing") << QByteArray() << false;
}

void TestSubmit::aGarbledReceiptIsReadFromItsHeader()
{
    // SRV-06
    QFETCH(const QByteArray, id);
    QFETCH(const bool, isUsable);
    m_server->onRequest([&](const auto &, QTcpSocket &socket) {
        const QByteArray head = id.isEmpty() ? QByteArray() : "x-fal-request-id: " + id + "\r\n";
        socket.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n" + head +
                     "content-length: 7\r\n\r\n<html/>");
    });
    Caught<Ticket> caught;
    submitInto(caught);
    CAUGHT(caught);
    QCOMPARE(caught.result->hasValue(), isUsable);
    if (isUsable)
        QCOMPARE((*caught.result)->requestId, QString::fromLatin1(id));
    else
        QCOMPARE(caught.kind(), ErrorKind::OutcomeUnknown);
    QCOMPARE(m_server->count("POST"), 1);
}

void TestSubmit::aSilentServerIsAnUnknownOutcome()
{
    // NET-07
    delete m_api;
    Timing timing = quick();
    timing.submitTotal = 2s;
    makeApi(timing);
    Caught<Ticket> caught;
    submitInto(caught);
    CAUGHT(caught);
    QCOMPARE(caught.kind(), ErrorKind::OutcomeUnknown);
    QCOMPARE(m_server->count("POST"), 1);
}

void TestSubmit::aRefusedPortProvesThatNothingLeft()
{
    // NET-09
    const QUrl origin = WireServer().origin(); // closed again
    QueueApi api(Service::custom(origin), testKey(), quick());
    Caught<Ticket> caught;
    api.submit(foxRequest(), {}, this, caught.done());
    CAUGHT(caught);
    QVERIFY(!*caught.result);
    QCOMPARE(caught.kind(), ErrorKind::Unreachable);
}

void TestSubmit::anUnknownHostProvesThatNothingLeft()
{
    QueueApi api(Service::custom(QUrl(u"https://nobody.invalid"_s)), testKey(), quick());
    Caught<Ticket> caught;
    api.submit(foxRequest(), {}, this, caught.done());
    CAUGHT(caught);
    QCOMPARE(caught.kind(), ErrorKind::Unreachable);
}

void TestSubmit::aServerWithoutTlsProvesThatNothingLeft()
{
    WireServer plain;
    QUrl origin = plain.origin();
    origin.setScheme(u"https"_s);
    Timing timing = quick();
    timing.connect = 300ms;
    QueueApi api(Service::custom(origin), testKey(), timing);
    Caught<Ticket> caught;
    api.submit(foxRequest(), {}, this, caught.done());
    CAUGHT(caught);
    QCOMPARE(caught.kind(), ErrorKind::Unreachable);
}

void TestSubmit::answersAreJudged_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<ErrorKind>("kind");
    const auto row = [](const char *name, int status, const QByteArray &body, ErrorKind kind) {
        QTest::newRow(name) << WireServer::answer(status, body) << kind;
    };
    row("SRV-06 no id", 200, "{}", ErrorKind::OutcomeUnknown);
    row("SRV-06 number", 200, R"({"request_id":5})", ErrorKind::OutcomeUnknown);
    row("SRV-06 path", 200, R"({"request_id":"../x"})", ErrorKind::OutcomeUnknown);
    row("SRV-06 long", 200, R"({"request_id":")" + QByteArray(1'000'000, 'a') + R"("})",
        ErrorKind::OutcomeUnknown);
    row("204", 204, {}, ErrorKind::OutcomeUnknown);
    row("401", 401, R"({"detail":"No user found for Key ID and Secret"})", ErrorKind::KeyRefused);
    row("402", 402, R"({"detail":"Exhausted balance"})", ErrorKind::AccountLocked);
    row("403 locked", 403, R"({"detail":"User is locked. Reason: Exhausted balance."})",
        ErrorKind::AccountLocked);
    row("403", 403, R"({"detail":"no"})", ErrorKind::KeyRefused);
    row("404", 404, R"({"detail":"Application \"x\" not found"})", ErrorKind::Refused);
    row("400", 400, R"({"detail":"bad","error_type":"bad_request"})", ErrorKind::Refused);
    row("413", 413, {}, ErrorKind::Refused);
    row("422", 422, R"({"detail":[{"loc":["body","seed"],"msg":"no","type":"x"}]})", ErrorKind::Refused);
    row("429", 429, R"({"detail":"slow down"})", ErrorKind::Busy);
    row("408", 408, {}, ErrorKind::OutcomeUnknown);
    row("409", 409, {}, ErrorKind::OutcomeUnknown);
    row("500", 500, R"({"detail":"oops"})", ErrorKind::OutcomeUnknown);
    row("503", 503, {}, ErrorKind::OutcomeUnknown);
    QTest::newRow("portal") << WireServer::answer(200, "<!DOCTYPE html><title>Sign in</title>", "text/html")
                            << ErrorKind::OutcomeUnknown;
    QTest::newRow("401 with a challenge")
        << WireServer::answer(401, "{}", "application/json", "WWW-Authenticate: Basic realm=\"x\"\r\n")
        << ErrorKind::KeyRefused;
}

void TestSubmit::answersAreJudged()
{
    QFETCH(const QByteArray, answer);
    QFETCH(const ErrorKind, kind);
    m_server->onRequest([&](const auto &, QTcpSocket &socket) { socket.write(answer); });
    Caught<Ticket> caught;
    submitInto(caught);
    CAUGHT(caught);
    QVERIFY(!*caught.result);
    QCOMPARE(caught.kind(), kind);
    QCOMPARE(m_server->count("POST"), 1);
}

void TestSubmit::redirectsGetNeitherKeyNorBody_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {301, 302, 303, 307, 308})
        QTest::addRow("SRV-20 %d", status) << status;
}

void TestSubmit::redirectsGetNeitherKeyNorBody()
{
    QFETCH(const int, status);
    WireServer other(QHostAddress(u"127.0.0.2"_s));
    other.onRequest([](const auto &, QTcpSocket &socket) { socket.write(WireServer::answer(200, receipt)); });
    m_server->onRequest([&](const auto &, QTcpSocket &socket) {
        const QByteArray location = "Location: " + other.origin().toEncoded() + "/fal-ai/janus\r\n";
        socket.write(WireServer::answer(status, "{}", "application/json", location));
    });
    Caught<Ticket> submitted;
    Caught<QueueStatus> asked;
    Caught<Generation> fetched;
    submitInto(submitted);
    m_api->status(foxTicket(), this, asked.done());
    m_api->result(foxTicket(), this, fetched.done());
    CAUGHT(submitted);
    CAUGHT(asked);
    CAUGHT(fetched);
    QCOMPARE(other.connections(), 0);
    QCOMPARE(submitted.kind(), ErrorKind::OutcomeUnknown);
    QCOMPARE(asked.kind(), ErrorKind::Protocol);
    QCOMPARE(fetched.kind(), ErrorKind::Protocol);
}

void TestSubmit::falWithoutAKeySendsNothing()
{
    QueueApi api(Service::fal(), {}, quick());
    Caught<Ticket> caught;
    api.submit(foxRequest(), {}, this, caught.done());
    CAUGHT(caught);
    QCOMPARE(caught.kind(), ErrorKind::NoKey);
}

void TestSubmit::aBadModelNameSendsNothing()
{
    GenerationRequest request = foxRequest();
    request.endpoint = u"fal-ai/../janus"_s;
    Caught<Ticket> caught;
    m_api->submit(request, {}, this, caught.done());
    CAUGHT(caught);
    QCOMPARE(caught.kind(), ErrorKind::BadInput);
    QCOMPARE(m_server->connections(), 0);
}

void TestSubmit::theAnswerNeverComesBeforeTheCallReturns()
{
    QueueApi api(Service::fal(), {}, quick());
    Caught<Ticket> caught;
    api.submit(foxRequest(), {}, this, caught.done());
    QVERIFY(!caught.isIn());
    CAUGHT(caught);
}

void TestSubmit::aDeadContextIsNeverCalled()
{
    auto context = std::make_unique<QObject>();
    Caught<Ticket> caught;
    m_api->submit(foxRequest(), {}, context.get(), caught.done());
    QVERIFY(waitFor([&] { return m_server->count("POST") == 1; }));
    context.reset();
    // Another call on the same connections comes and goes; the first one stays silent.
    m_server->onRequest(
        [](const auto &, QTcpSocket &socket) { socket.write(WireServer::answer(200, receipt)); });
    Caught<Ticket> other;
    submitInto(other);
    CAUGHT(other);
    QCOMPARE(caught.times, 0);
}

void TestSubmit::theApiMayDieWithCallsInFlight()
{
    QList<Caught<Ticket>> caught(8);
    for (Caught<Ticket> &one : caught)
        submitInto(one);
    Caught<QueueStatus> status;
    m_api->status(foxTicket(), this, status.done());
    Caught<QByteArray> media;
    m_api->download(origin().resolved(QUrl(u"/a.png"_s)), this, media.done());
    QVERIFY(waitFor([&] { return m_server->count("POST") >= 1; }));
    delete std::exchange(m_api, nullptr);
    QCoreApplication::sendPostedEvents();
    for (const Caught<Ticket> &one : std::as_const(caught))
        QCOMPARE(one.times, 0);
    QCOMPARE(status.times + media.times, 0);
}

void TestSubmit::theApiMayDieInItsOwnAnswer()
{
    m_server->onRequest(
        [](const auto &, QTcpSocket &socket) { socket.write(WireServer::answer(200, receipt)); });
    bool answered = false;
    m_api->submit(foxRequest(), {}, this, [&](const Result<Ticket> &) {
        delete std::exchange(m_api, nullptr);
        answered = true;
    });
    QVERIFY(waitFor([&] { return answered; }));
}

void TestSubmit::cookiesAreNotSentBack()
{
    // SRV-24
    m_server->onRequest([](const auto &, QTcpSocket &socket) {
        socket.write(WireServer::answer(200, receipt, "application/json", "Set-Cookie: a=b; Path=/\r\n"));
    });
    for (int i = 0; i < 2; ++i) {
        Caught<Ticket> caught;
        submitInto(caught);
        CAUGHT(caught);
    }
    QVERIFY(!m_server->requests().at(1).headers.contains("cookie"));
}

QTEST_GUILESS_MAIN(TestSubmit)
#include "tst_submit.moc"
