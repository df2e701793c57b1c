#include "tests/fal/apitest.h"

#include <QTimer>

#include <algorithm>
#include <array>
#include <cstdio>

using namespace janus;
using namespace janus::fal;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Results, cancels, pictures, the key test, and what all requests have in common.
class TestReads : public QObject
{
    Q_OBJECT

    std::unique_ptr<WireServer> m_server;
    std::unique_ptr<QueueApi> m_api;

    void makeApi(const Timing &timing)
    {
        m_api = std::make_unique<QueueApi>(Service::custom(m_server->origin()), testKey(), timing);
    }
    void serve(const QByteArray &bytes, bool closeAfter = false)
    {
        m_server->onRequest([bytes, closeAfter](const auto &, QTcpSocket &socket) {
            socket.write(bytes);
            if (closeAfter)
                WireServer::close(socket);
        });
    }
    QUrl picture() const { return m_server->origin().resolved(QUrl(u"/media/a.png"_s)); }

private Q_SLOTS:
    void aKeyOfAnotherServiceIsNotSent();
    void init()
    {
        m_server = std::make_unique<WireServer>();
        makeApi(quick());
    }
    void cleanup()
    {
        m_api.reset();
        m_server.reset();
    }

    void aStatusIsRead();
    void aResultIsRead();
    void aResultThatIsNotThereYetIsSaidSo();
    void aResultIsTrustedOnlyWhole_data();
    void aResultIsTrustedOnlyWhole();
    void threeHundredHeadersAreAnErrorAndNoHang();
    void aFloodIsStoppedAtTheCap();
    void cancelsAreAnswered_data();
    void cancelsAreAnswered();
    void aPictureComesWithoutTheKey();
    void progressGoesUpToTheWhole();
    void aCutPictureIsNoPicture_data();
    void aCutPictureIsNoPicture();
    void aDripIsStoppedByTheTotalClock();
    void aStalledPictureIsStoppedByTheIdleClock();
    void mediaRedirectsAreCheckedEachTime_data();
    void mediaRedirectsAreCheckedEachTime();
    void picturesInsideTheAnswerAreDecoded();
    void picturesElsewhereAreNotOpened_data();
    void picturesElsewhereAreNotOpened();
    void aBrokenPictureGoesOnWhereItBroke();
    void aWrongRestIsNeverGlued_data();
    void aWrongRestIsNeverGlued();
    void withoutAStrongTagAPictureIsFetchedWhole();
    void callsMayBeDroppedInEveryState_data();
    void callsMayBeDroppedInEveryState();
    void aRefusedPortIsUnreachable();
    void theKeyIsTested_data();
    void theKeyIsTested();
    void aRepeatedKeyDoesNotReachTheLog();
    void manyReadsWaitForTheirTurn();
};

void TestReads::aStatusIsRead()
{
    serve(WireServer::answer(202, R"({"status":"IN_PROGRESS","logs":[{"message":"50%","level":"info",
        "timestamp":"2026-01-02T03:04:05.678Z"}]})"));
    Caught<QueueStatus> caught;
    m_api->status(foxTicket(), this, caught.done());
    CAUGHT(caught);
    QVERIFY(*caught.result);
    QVERIFY((*caught.result)->isRunning());
    QCOMPARE((*caught.result)->logs.size(), 1);
    QCOMPARE(m_server->requests().value(0).line(), "GET /fal-ai/janus/requests/r-1/status?logs=1");
    QCOMPARE(m_server->requests().value(0).headers.value("authorization"), "Key " + testKey().reveal());
}

void TestReads::aResultIsRead()
{
    serve(WireServer::answer(200,
                             R"({"images":[{"url":"https://v3.fal.media/a.png"}],"seed":9007199254740993})",
                             "text/html")); // SRV-22: the body decides
    Caught<Generation> caught;
    m_api->result(foxTicket(), this, caught.done());
    CAUGHT(caught);
    QVERIFY(*caught.result);
    QCOMPARE((*caught.result)->seed, std::optional<Seed>(9007199254740993));
    QCOMPARE(m_server->requests().value(0).line(), "GET /fal-ai/janus/requests/r-1");
}

void TestReads::aResultThatIsNotThereYetIsSaidSo()
{
    serve(WireServer::answer(400, R"({"detail":"Request is still in progress"})"));
    Caught<Generation> caught;
    m_api->result(foxTicket(), this, caught.done());
    CAUGHT(caught);
    QCOMPARE(caught.kind(), ErrorKind::NotYet);
}

void TestReads::aResultIsTrustedOnlyWhole_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray head = "HTTP/1.1 200 OK\r\n";
    QTest::newRow("cut") << head + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{}";
    QTest::newRow("no content type") << head + "Content-Length: 2\r\n\r\n{}";
    QTest::newRow("no headers") << head + "\r\n{}";
    QTest::newRow("two lengths")
        << head + "Content-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\n{}";
    QTest::newRow("negative length") << head +
                                            "Content-Type: application/json\r\nContent-Length: -2\r\n\r\n{}";
    QTest::newRow("cut chunk")
        << head + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n50\r\n{\"images\":[";
    QTest::newRow("half JSON") << WireServer::answer(200, "{\"images\":[");
    QTest::newRow("gzip") << head + "Content-Type: application/json\r\nContent-Encoding: "
                                    "gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b{}";
    QTest::newRow("page") << WireServer::answer(200, "<html>Sign in</html>", "text/html");
    QTest::newRow("empty") << WireServer::answer(200, {});
    QTest::newRow("other protocol") << QByteArray("+OK ready\r\n");
}

void TestReads::aResultIsTrustedOnlyWhole()
{
    // SRV-23
    QFETCH(const QByteArray, bytes);
    serve(bytes, true);
    Caught<Generation> caught;
    m_api->result(foxTicket(), this, caught.done());
    CAUGHT(caught);
    QVERIFY(!*caught.result);
    QVERIFY(caught.kind() == ErrorKind::Network || caught.kind() == ErrorKind::Protocol);
    QVERIFY(caught.result->error().message.endsWith(u'.'));
}

void TestReads::threeHundredHeadersAreAnErrorAndNoHang()
{
    QByteArray more;
    for (int i = 0; i < 300; ++i)
        more += "X-Header-" + QByteArray::number(i) + ": x\r\n";
    serve(WireServer::answer(200, "{}", "application/json", more));
    Timing timing = quick();
    timing.idle = 300ms;
    makeApi(timing);
    Caught<Generation> caught;
    m_api->result(foxTicket(), this, caught.done());
    CAUGHT(caught);
    QVERIFY(!*caught.result);
}

void TestReads::aFloodIsStoppedAtTheCap()
{
    m_server->onRequest([](const auto &, QTcpSocket &socket) {
        socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
        socket.write(QByteArray(20 * 1024 * 1024, ' '));
    });
    Caught<Generation> caught;
    m_api->result(foxTicket(), this, caught.done());
    CAUGHT(caught);
    QVERIFY(!*caught.result);
    QCOMPARE(caught.kind(), ErrorKind::Protocol);
    QVERIFY(caught.result->error().detail.contains(u"8388608"_s));
}

void TestReads::cancelsAreAnswered_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<std::optional<CancelAnswer>>("expected");
    using Expected = std::optional<CancelAnswer>;
    const auto row = [](const char *name, int status, const QByteArray &body, Expected expected) {
        QTest::newRow(name) << WireServer::answer(status, body) << expected;
    };
    row("requested", 202, R"({"status":"CANCELLATION_REQUESTED"})", CancelAnswer::Requested);
    row("requested, bare", 202, {}, CancelAnswer::Requested);
    row("removed", 200, R"({"status":"OK"})", CancelAnswer::Removed);
    row("removed, old form", 200, R"({"success":true})", CancelAnswer::Removed);
    row("too late", 400, R"({"status":"ALREADY_COMPLETED"})", CancelAnswer::AlreadyCompleted);
    row("unknown", 404, R"({"status":"NOT_FOUND"})", CancelAnswer::NotFound);
    row("500", 500, {}, std::nullopt);
    row("401", 401, R"({"detail":"no"})", std::nullopt);
}

void TestReads::cancelsAreAnswered()
{
    // SRV-12
    QFETCH(const QByteArray, answer);
    QFETCH(const std::optional<CancelAnswer>, expected);
    serve(answer);
    Caught<CancelAnswer> caught;
    m_api->cancel(foxTicket(), this, caught.done());
    CAUGHT(caught);
    QCOMPARE(caught.result->hasValue(), expected.has_value());
    if (expected)
        QVERIFY(**caught.result == *expected);
    QCOMPARE(m_server->requests().value(0).line(), "PUT /fal-ai/janus/requests/r-1/cancel");
    QCOMPARE(m_server->requests().value(0).headers.value("content-length"), "0");
}

void TestReads::aPictureComesWithoutTheKey()
{
    const QByteArray bytes(100'000, 'p');
    serve(WireServer::answer(200, bytes, "image/png"));
    Caught<QByteArray> caught;
    m_api->download(picture(), this, caught.done());
    CAUGHT(caught);
    QVERIFY(*caught.result);
    QCOMPARE(**caught.result, bytes);
    const WireServer::Request sent = m_server->requests().value(0);
    QVERIFY(!sent.headers.contains("authorization"));
    QVERIFY(!sent.headers.contains("referer"));
    QCOMPARE(sent.headers.value("accept-encoding"), "identity");
}

void TestReads::progressGoesUpToTheWhole()
{
    const QByteArray bytes(5'000'000, 'p');
    serve(WireServer::answer(200, bytes, "image/png"));
    Caught<QByteArray> caught;
    QList<qint64> steps;
    qint64 total = 0;
    m_api->download(picture(), this, caught.done(), [&](qint64 received, qint64 all) {
        steps.append(received);
        total = all;
    });
    CAUGHT(caught);
    QVERIFY(*caught.result);
    QVERIFY(std::ranges::is_sorted(steps));
    QCOMPARE(steps.last(), bytes.size());
    QCOMPARE(total, bytes.size());
}

void TestReads::aCutPictureIsNoPicture_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("shorter than said")
        << WireServer::answer(200, QByteArray(1000, 'p'), "image/png").chopped(10);
    QTest::newRow("cut chunk") << QByteArray(
        "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n\x89PNGpp");
    QTest::newRow("no length") << QByteArray(
        "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8pppp");
    QTest::newRow("206 unasked") << WireServer::answer(206, "pp", "image/png",
                                                       "Content-Range: bytes 0-1/9\r\n");
    QTest::newRow("gzip") << WireServer::answer(200, "\x1f\x8bpppp", "image/png");
}

void TestReads::aCutPictureIsNoPicture()
{
    // NET-19
    QFETCH(const QByteArray, bytes);
    serve(bytes, true);
    Caught<QByteArray> caught;
    m_api->download(picture(), this, caught.done());
    CAUGHT(caught);
    QVERIFY(!*caught.result);
    QVERIFY(caught.kind() == ErrorKind::Network || caught.kind() == ErrorKind::Protocol);
}

void TestReads::aDripIsStoppedByTheTotalClock()
{
    // NET-20
    Timing timing = quick();
    timing.mediaTotal = 400ms;
    makeApi(timing);
    m_server->onRequest([this](const auto &, QTcpSocket &socket) {
        socket.write("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 99999\r\n\r\n");
        auto *drip = new QTimer(&socket);
        connect(drip, &QTimer::timeout, &socket, [&socket] { socket.write("p"); });
        drip->start(10);
    });
    Caught<QByteArray> caught;
    m_api->download(picture(), this, caught.done());
    CAUGHT(caught);
    QCOMPARE(caught.kind(), ErrorKind::Network);
    QVERIFY(caught.result->error().message.contains(u"too long"_s));
}

void TestReads::aStalledPictureIsStoppedByTheIdleClock()
{
    Timing timing = quick();
    timing.idle = 200ms;
    makeApi(timing);
    serve("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 99999\r\n\r\npppp");
    Caught<QByteArray> caught;
    m_api->download(picture(), this, caught.done());
    CAUGHT(caught);
    QCOMPARE(caught.kind(), ErrorKind::Network);
}

void TestReads::mediaRedirectsAreCheckedEachTime_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("hops");
    QTest::addColumn<bool>("arrives");
    QTest::newRow("relative") << QByteArray("/media/b.png") << 1 << true;
    QTest::newRow("three") << QByteArray("b.png") << 3 << true;
    QTest::newRow("four") << QByteArray("b.png") << 4 << false;
    QTest::newRow("loop") << QByteArray("a.png") << 1000 << false;
    QTest::newRow("file") << QByteArray("file:///etc/passwd") << 1 << false;
    QTest::newRow("data") << QByteArray("data:image/png;base64,AA==") << 1 << false;
    QTest::newRow("loopback") << QByteArray("https://127.0.0.1/a.png") << 1 << false;
    QTest::newRow("nowhere") << QByteArray() << 1 << false;
}

void TestReads::mediaRedirectsAreCheckedEachTime()
{
    // SRV-21
    QFETCH(const QByteArray, target);
    QFETCH(const int, hops);
    QFETCH(const bool, arrives);
    m_server->onRequest([&](const auto &, QTcpSocket &socket) {
        if (m_server->requests().size() > hops)
            socket.write(WireServer::answer(200, "png", "image/png"));
        else
            socket.write(WireServer::answer(302, {}, "text/plain", "Location: " + target + "\r\n"));
    });
    Caught<QByteArray> caught;
    m_api->download(picture(), this, caught.done());
    CAUGHT(caught);
    QCOMPARE(caught.result->hasValue(), arrives);
    QVERIFY(m_server->requests().size() <= 4);
    for (const WireServer::Request &request : m_server->requests())
        QVERIFY(!request.headers.contains("authorization"));
}

void TestReads::picturesInsideTheAnswerAreDecoded()
{
    Caught<QByteArray> good;
    m_api->download(QUrl(u"data:image/png;base64,aGVsbG8="_s), this, good.done());
    Caught<QByteArray> bad;
    m_api->download(QUrl(u"data:image/png;base64,@@@"_s), this, bad.done());
    QVERIFY(!good.isIn());
    CAUGHT(good);
    CAUGHT(bad);
    QCOMPARE(**good.result, "hello");
    QCOMPARE(bad.kind(), ErrorKind::Protocol);
    QCOMPARE(m_server->connections(), 0);
}

void TestReads::picturesElsewhereAreNotOpened_data()
{
    QTest::addColumn<QByteArray>("address"); // PORT: that of a listener on 127.0.0.2
    for (const char *address : {"http://127.0.0.2:PORT/a.png",
                                "https://127.0.0.2:PORT/a.png",
                                "http://v3.fal.media/a.png",
                                "file:///etc/passwd",
                                "ftp://v3.fal.media/a.png",
                                "qrc:/a.png",
                                "//127.0.0.2:PORT/a.png",
                                "\\\\127.0.0.2\\share\\a.png",
                                "https://fal.media@127.0.0.2:PORT/a.png",
                                "https://v3.fal.media:22/a.png",
                                "https://127.0.0.1/a.png",
                                "https://[::1]/a.png",
                                "https://0x7f.1/a.png",
                                "https://2130706433/a.png",
                                "https://10.0.0.1/a.png",
                                "https://169.254.169.254/latest/meta-data",
                                "https://localhost/a.png",
                                "https://localhost./a.png",
                                "https://intranet/a.png",
                                "https://printer.local/a.png",
                                "https://[::ffff:127.0.0.1]/a.png",
                                "https://[::ffff:10.0.0.1]/a.png",
                                "https:///a.png",
                                "",
                                "a.png"})
        QTest::addRow("MAL-03 %s", address) << QByteArray(address);
}

void TestReads::picturesElsewhereAreNotOpened()
{
    QFETCH(QByteArray, address);
    WireServer other(QHostAddress(u"127.0.0.2"_s));
    address.replace("PORT", QByteArray::number(other.origin().port()));
    QueueApi fal(Service::fal(), testKey(), quick());
    for (QueueApi *api : {m_api.get(), &fal}) {
        Caught<QByteArray> caught;
        api->download(QUrl::fromEncoded(address), this, caught.done());
        CAUGHT(caught);
        QVERIFY(!*caught.result);
        QCOMPARE(caught.kind(), ErrorKind::Refused);
    }
    QCOMPARE(other.connections(), 0);
    QCOMPARE(m_server->connections(), 0);
}

namespace {

const QByteArray wholePicture = QByteArray(4000, 'a') + QByteArray(4000, 'b');

/// Offers ranges; the first answer is cut after 5,000 bytes.
QByteArray cutAnswer(const QByteArray &etag)
{
    return WireServer::answer(200, wholePicture, "image/png",
                              "Accept-Ranges: bytes\r\nETag: " + etag + "\r\n")
        .chopped(3000);
}

QByteArray rest(const QByteArray &range, const QByteArray &body, const QByteArray &etag = "\"v1\"")
{
    return WireServer::answer(206, body, "image/png",
                              "Content-Range: " + range + "\r\nETag: " + etag + "\r\n");
}

} // namespace

void TestReads::aBrokenPictureGoesOnWhereItBroke()
{
    // NET-19
    m_server->onRequest([this](const WireServer::Request &request, QTcpSocket &socket) {
        if (m_server->requests().size() == 1) {
            socket.write(cutAnswer("\"v1\""));
            return WireServer::close(socket);
        }
        QCOMPARE(request.headers.value("range"), "bytes=5000-");
        QCOMPARE(request.headers.value("if-range"), "\"v1\"");
        socket.write(rest("bytes 5000-7999/8000", wholePicture.mid(5000)));
    });
    Caught<QByteArray> cut;
    m_api->download(picture(), this, cut.done());
    CAUGHT(cut);
    QVERIFY(!*cut.result);
    Caught<QByteArray> whole;
    qint64 received = 0;
    qint64 total = 0;
    m_api->download(picture(), this, whole.done(), [&](qint64 now, qint64 all) {
        received = now;
        total = all;
    });
    CAUGHT(whole);
    QVERIFY(*whole.result);
    QCOMPARE(**whole.result, wholePicture);
    QCOMPARE(received, 8000);
    QCOMPARE(total, 8000);
}

void TestReads::aWrongRestIsNeverGlued_data()
{
    QTest::addColumn<QByteArray>("answer");
    const QByteArray tail = wholePicture.mid(5000);
    QTest::newRow("NET-21 200") << WireServer::answer(200, wholePicture, "image/png");
    QTest::newRow("NET-21 other start") << rest("bytes 4000-7999/8000", wholePicture.mid(4000));
    QTest::newRow("NET-21 not to the end") << rest("bytes 5000-5999/8000", wholePicture.mid(5000, 1000));
    QTest::newRow("NET-21 shorter than said") << rest("bytes 5000-7999/8000", tail.chopped(10));
    QTest::newRow("NET-21 other size") << rest("bytes 5000-7999/9000", tail);
    QTest::newRow("NET-21 no range") << rest("", tail);
    QTest::newRow("NET-21 nonsense") << rest("bytes a-b/c", tail);
    QTest::newRow("NET-21 another version") << rest("bytes 5000-7999/8000", tail, "\"v2\"");
    QTest::newRow("NET-21 416") << WireServer::answer(416, {}, "text/plain", "Content-Range: bytes */10\r\n");
}

void TestReads::aWrongRestIsNeverGlued()
{
    QFETCH(const QByteArray, answer);
    m_server->onRequest([&](const WireServer::Request &request, QTcpSocket &socket) {
        if (m_server->requests().size() == 1) {
            socket.write(cutAnswer("\"v1\""));
            return WireServer::close(socket);
        }
        socket.write(request.headers.contains("range") ? answer
                                                       : WireServer::answer(200, wholePicture, "image/png"));
    });
    Caught<QByteArray> cut;
    m_api->download(picture(), this, cut.done());
    CAUGHT(cut);
    Caught<QByteArray> whole;
    m_api->download(picture(), this, whole.done());
    CAUGHT(whole);
    QVERIFY(*whole.result);
    QCOMPARE(**whole.result, wholePicture);
    QVERIFY(m_server->requests().at(1).headers.contains("range"));
}

void TestReads::withoutAStrongTagAPictureIsFetchedWhole()
{
    // NET-21: "W/" promises the same picture, not the same bytes
    m_server->onRequest([this](const auto &, QTcpSocket &socket) {
        socket.write(m_server->requests().size() == 1 ? cutAnswer("W/\"v1\"")
                                                      : WireServer::answer(200, wholePicture, "image/png"));
        if (m_server->requests().size() == 1)
            WireServer::close(socket);
    });
    for (int i = 0; i < 2; ++i) {
        Caught<QByteArray> caught;
        m_api->download(picture(), this, caught.done());
        CAUGHT(caught);
        QCOMPARE(caught.result->hasValue(), i == 1);
    }
    QVERIFY(!m_server->requests().at(1).headers.contains("range"));
}

void TestReads::callsMayBeDroppedInEveryState_data()
{
    QTest::addColumn<int>("step");
    constexpr std::array names{"at once", "waiting for its turn", "sent", "inside progress",
                               "inside the answer"};
    for (int step = 0; step < int(names.size()); ++step)
        QTest::addRow("NET-28 %s", names[size_t(step)]) << step;
}

void TestReads::callsMayBeDroppedInEveryState()
{
    QFETCH(const int, step);
    auto context = std::make_unique<QObject>();
    const auto drop = [&] { context.reset(); };
    m_server->onRequest([step](const WireServer::Request &, QTcpSocket &socket) {
        if (step >= 3)
            socket.write(WireServer::answer(200, wholePicture, "image/png"));
    });
    int answers = 0;
    const int calls = step == 1 ? 20 : 1; // more than run at once
    for (int i = 0; i < calls; ++i)
        m_api->download(
            picture(), context.get(),
            [&](const Result<QByteArray> &) {
                ++answers;
                drop();
            },
            [&](qint64, qint64) {
                if (step == 3)
                    drop();
            });
    if (step == 0)
        drop();
    if (step == 1 || step == 2) {
        QVERIFY(waitFor([&] { return !m_server->requests().isEmpty(); }));
        drop();
        drop(); // twice is nothing more
    }
    QVERIFY(waitFor([&] { return !context; }));
    // Another call comes and goes on the same connections; the dropped one stays silent.
    serve(WireServer::answer(200, R"({"status":"IN_QUEUE"})"));
    Caught<QueueStatus> other;
    m_api->status(foxTicket(), this, other.done());
    CAUGHT(other);
    QCOMPARE(answers, step == 4 ? 1 : 0);
}

void TestReads::aRefusedPortIsUnreachable()
{
    const QUrl origin = WireServer().origin();
    QueueApi api(Service::custom(origin), testKey(), quick());
    Caught<QueueStatus> caught;
    api.status(foxTicket(), this, caught.done());
    CAUGHT(caught);
    QCOMPARE(caught.kind(), ErrorKind::Unreachable);
    QVERIFY(caught.result->error().message.contains(u"cannot be reached"_s));
}

void TestReads::theKeyIsTested_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<std::optional<ErrorKind>>("expected");
    using Expected = std::optional<ErrorKind>;
    QTest::newRow("good") << WireServer::answer(200, R"({"items":[]})") << Expected();
    QTest::newRow("refused") << WireServer::answer(
                                    401, R"({"error":{"type":"authorization_error","message":"no"}})")
                             << Expected(ErrorKind::KeyRefused);
    QTest::newRow("locked") << WireServer::answer(403, R"({"detail":"User is locked. Reason: x"})")
                            << Expected(ErrorKind::AccountLocked);
    QTest::newRow("no such call") << WireServer::answer(404, "{}") << Expected(ErrorKind::Protocol);
    QTest::newRow("portal") << WireServer::answer(200, "<html>", "text/html")
                            << Expected(ErrorKind::Protocol);
    QTest::newRow("trouble") << WireServer::answer(503, "{}") << Expected(ErrorKind::Network);
}

void TestReads::theKeyIsTested()
{
    QFETCH(const QByteArray, answer);
    QFETCH(const std::optional<ErrorKind>, expected);
    serve(answer);
    Caught<void> caught;
    m_api->testKey(this, caught.done());
    CAUGHT(caught);
    QCOMPARE(caught.result->hasValue(), !expected);
    if (expected)
        QVERIFY(caught.kind() == *expected);
    QVERIFY(m_server->requests().value(0).line().startsWith("GET /v1/models/requests/by-endpoint?"));
    QCOMPARE(m_server->requests().value(0).headers.value("authorization"), "Key " + testKey().reveal());
}

void TestReads::aRepeatedKeyDoesNotReachTheLog()
{
    const QByteArray echo = "you sent " + testKey().reveal();
    for (const QByteArray &answer : {WireServer::answer(500, echo, "text/plain"),
                                     WireServer::answer(403, R"({"detail":")" + echo + R"("})"),
                                     WireServer::answer(200, echo, "text/plain")}) {
        serve(answer);
        Caught<QueueStatus> caught;
        m_api->status(foxTicket(), this, caught.done());
        CAUGHT(caught);
        const Error error = caught.result->error();
        QVERIFY(!(error.message + error.detail).contains(QString::fromLatin1(testKey().reveal())));
    }
}

void TestReads::manyReadsWaitForTheirTurn()
{
    serve(WireServer::answer(200, R"({"images":[]})"));
    QList<Caught<Generation>> caught(40);
    for (Caught<Generation> &one : caught)
        m_api->result(foxTicket(), this, one.done());
    for (Caught<Generation> &one : caught) {
        CAUGHT(one);
        QVERIFY(*one.result);
        QCOMPARE(one.times, 1);
    }
    QVERIFY(m_server->connections() <= 6);
}

/// KEY-15: a key never goes to a service it was not made for, whoever mixed them up.
void TestReads::aKeyOfAnotherServiceIsNotSent()
{
    Caught<void> atFal;
    QueueApi fal(Service::fal(), janus::ApiKey::newForPractice(), quick());
    fal.testKey(this, atFal.done());
    CAUGHT(atFal);
    QCOMPARE(atFal.kind(), ErrorKind::KeyRefused);
    QVERIFY(atFal.result->error().message.contains(u"practice server"_s));

    WireServer wire;
    Caught<void> atPractice;
    QueueApi practice(Service::sandbox(wire.origin()), testKey(), quick());
    practice.testKey(this, atPractice.done());
    CAUGHT(atPractice);
    QCOMPARE(atPractice.kind(), ErrorKind::KeyRefused);
    QCOMPARE(wire.connections(), 0);
    std::printf("FIGURE key-mixed-up services=2 requests=%lld\n",
                static_cast<long long>(wire.requests().size()));
}

QTEST_GUILESS_MAIN(TestReads)
#include "tst_reads.moc"
