#include "tests/fal/apitest.h"
#include "tests/fal/certificates.h"
#include "tests/fal/http2server.h"

#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <memory>
#include <vector>

using namespace janus;
using namespace janus::fal;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray streamLine = "GET /fal-ai/janus/requests/r-1/status/stream?logs=1";
const QByteArray pollLine = "GET /fal-ai/janus/requests/r-1/status?logs=1";

QByteArray logEntry(int number)
{
    return R"({"timestamp":"2026-01-02T03:04:05.00)" + QByteArray::number(number) +
           R"(Z","level":"INFO","message":"line )" + QByteArray::number(number) + R"( caf)" + "\xC3\xA9" +
           R"("})";
}

QByteArray news(const QByteArray &word, const QList<int> &lines = {})
{
    QByteArrayList entries;
    for (const int line : lines)
        entries.append(logEntry(line));
    return R"({"status":")" + word + R"(","request_id":"r-1","logs":[)" + entries.join(',') + "]}";
}

/// A follower with everything it said.
struct Followed
{
    explicit Followed(QueueApi &api, const Ticket &ticket = foxTicket())
        : follower(api.follow(ticket))
    {
        QObject::connect(follower.get(), &StatusFollower::statusChanged, follower.get(),
                         [this](const QueueStatus &status) { words.append(status.word); });
        QObject::connect(follower.get(), &StatusFollower::logLine, follower.get(),
                         [this](const LogLine &line) { lines.append(line.message.section(u' ', 1, 1)); });
        QObject::connect(follower.get(), &StatusFollower::retrying, follower.get(),
                         [this](const Error &) { ++retries; });
        QObject::connect(follower.get(), &StatusFollower::finished, follower.get(), [this] { ++ends; });
        follower->start();
    }

    std::unique_ptr<StatusFollower> follower;
    QStringList words;
    QStringList lines;
    int retries = 0;
    int ends = 0;
};

#define FINISHED(followed) QVERIFY(waitFor([&] { return (followed).ends == 1; }))

} // namespace

class TestFollower : public QObject
{
    Q_OBJECT

    std::unique_ptr<WireServer> m_server;
    std::unique_ptr<QueueApi> m_api;

    void makeApi(const Timing &timing)
    {
        m_api = std::make_unique<QueueApi>(Service::custom(m_server->origin()), testKey(), timing);
    }
    /// One answer per poll, the last one for ever; streams are refused.
    void servePolls(QList<QByteArray> answers, const QByteArray &streamAnswer = WireServer::answer(405, "{}"))
    {
        m_server->onRequest(
            [answers, streamAnswer](const WireServer::Request &request, QTcpSocket &socket) mutable {
                if (request.line() == streamLine)
                    socket.write(streamAnswer);
                else
                    socket.write(answers.size() > 1 ? answers.takeFirst() : answers.first());
            });
    }

private Q_SLOTS:
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

    void aStreamIsFollowedToItsEnd();
    void aCutStreamIsBridgedByAPoll();
    void aStreamThatEndsCleanlyTooEarlyIsBridgedToo();
    void aServiceWithoutStreamsIsPolled_data();
    void aServiceWithoutStreamsIsPolled();
    void aFloodOfEventsIsReadToItsEnd();
    void onceRefusedStreamsAreNotAskedForAgain();
    void heartbeatsAloneAreCheckedByAPoll();
    void troubleIsRetriedAndTold();
    void retryAfterIsHonoured();
    void whatPatienceDoesNotMendEndsIt_data();
    void whatPatienceDoesNotMendEndsIt();
    void statesOnlyGoForwardAndUnknownWordsAreTold();
    void aFailedRequestIsCompletedWithItsReason();
    void aWindowOfTheLogIsToldOnce();
    void sixStreamsDoNotHoldUpASubmit();
    void overHttp2EveryRequestHasAStreamAndASubmitGetsThrough();
    void overHttp2AServersLimitOfStreamsIsFound_data();
    void overHttp2AServersLimitOfStreamsIsFound();
    void aFreedStreamPlaceIsTakenOver();
    void destroyedFollowersStop();
    void itMayBeDestroyedInItsOwnSignals_data();
    void itMayBeDestroyedInItsOwnSignals();
    void theApiMayDieFirst();
    void theApiMayDieInItsSignals();
};

void TestFollower::aStreamIsFollowedToItsEnd()
{
    const QByteArray story =
        ": hello\n\n" + WireServer::event(news("IN_QUEUE")) + WireServer::event(news("IN_PROGRESS", {1})) +
        WireServer::event(news("IN_PROGRESS", {2, 3})) + WireServer::event(news("COMPLETED", {4}));
    m_server->onRequest([&story](const auto &, QTcpSocket &socket) {
        socket.write(WireServer::streamHead());
        auto *drip = new QTimer(&socket); // a few bytes at a time, cut anywhere
        connect(drip, &QTimer::timeout, &socket, [&socket, &story, at = qsizetype(0)]() mutable {
            socket.write(story.mid(at, 7));
            socket.flush();
            at += 7;
        });
        drip->start(0);
    });
    Followed followed(*m_api);
    FINISHED(followed);
    QVERIFY(followed.follower->outcome());
    QVERIFY(followed.follower->outcome()->isCompleted());
    QCOMPARE(followed.words, (QStringList{u"IN_QUEUE"_s, u"IN_PROGRESS"_s, u"COMPLETED"_s}));
    QCOMPARE(followed.lines, (QStringList{u"1"_s, u"2"_s, u"3"_s, u"4"_s}));
    QCOMPARE(m_server->requests().size(), 1);
    QCOMPARE(m_server->requests().first().line(), streamLine);
    QCOMPARE(m_server->requests().first().headers.value("accept"), "application/json, text/event-stream");
}

void TestFollower::aCutStreamIsBridgedByAPoll()
{
    // NET-13: the stream dies inside an event, inside a UTF-8 character
    m_server->onRequest([this](const WireServer::Request &request, QTcpSocket &socket) {
        if (request.line() == pollLine)
            return void(socket.write(WireServer::answer(202, news("IN_PROGRESS", {1, 2, 3}))));
        const bool isFirst = m_server->count(streamLine) == 1;
        socket.write(WireServer::streamHead());
        if (isFirst) {
            const QByteArray whole = WireServer::event(news("IN_PROGRESS", {2, 3}));
            socket.write(WireServer::event(news("IN_PROGRESS", {1})) + whole.first(whole.indexOf('\xA9')));
            WireServer::close(socket); // a reset could swallow what was sent before it
        } else {
            socket.write(WireServer::event(news("IN_PROGRESS", {3, 4})) +
                         WireServer::event(news("COMPLETED", {5})));
        }
    });
    Followed followed(*m_api);
    FINISHED(followed);
    QCOMPARE(followed.lines, (QStringList{u"1"_s, u"2"_s, u"3"_s, u"4"_s, u"5"_s}));
    QCOMPARE(followed.words, (QStringList{u"IN_PROGRESS"_s, u"COMPLETED"_s}));
    QVERIFY(m_server->count(streamLine) >= 2);
    QVERIFY(m_server->count(pollLine) >= 1);
}

void TestFollower::aStreamThatEndsCleanlyTooEarlyIsBridgedToo()
{
    m_server->onRequest([](const WireServer::Request &request, QTcpSocket &socket) {
        if (request.line() == pollLine)
            return void(socket.write(WireServer::answer(200, news("COMPLETED", {1, 2}))));
        socket.write(WireServer::streamHead() + WireServer::event(news("IN_PROGRESS", {1})));
        WireServer::close(socket);
    });
    Followed followed(*m_api);
    FINISHED(followed);
    QCOMPARE(followed.lines, (QStringList{u"1"_s, u"2"_s}));
}

void TestFollower::aServiceWithoutStreamsIsPolled_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("404") << WireServer::answer(404, "{}");
    QTest::newRow("405") << WireServer::answer(405, "{}");
    QTest::newRow("page") << WireServer::answer(200, "<html></html>", "text/html");
    QTest::newRow("JSON") << WireServer::answer(200, news("IN_PROGRESS"));
    QTest::newRow("NET-16 gzip") << QByteArray(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
        "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8bzz");
    QTest::newRow("no JSON in the events") << WireServer::streamHead() + WireServer::event("hello");
    QTest::newRow("NET-17 endless event") << WireServer::streamHead() + "data: " + QByteArray(2'000'000, 'x');
}

void TestFollower::aServiceWithoutStreamsIsPolled()
{
    // NET-15
    QFETCH(const QByteArray, answer);
    servePolls({WireServer::answer(202, news("IN_QUEUE")), WireServer::answer(202, news("IN_PROGRESS", {1})),
                WireServer::answer(202, news("IN_PROGRESS", {1, 2})),
                WireServer::answer(200, news("COMPLETED", {1, 2, 3}))},
               answer);
    Followed followed(*m_api);
    FINISHED(followed);
    QCOMPARE(followed.lines, (QStringList{u"1"_s, u"2"_s, u"3"_s}));
    QCOMPARE(followed.words, (QStringList{u"IN_QUEUE"_s, u"IN_PROGRESS"_s, u"COMPLETED"_s}));
    QCOMPARE(m_server->count(streamLine), 1);
    QCOMPARE(m_server->count(pollLine), 4);
}

void TestFollower::aFloodOfEventsIsReadToItsEnd()
{
    // NET-17: all at once; what can be kept is bounded by size, not by number
    constexpr int events = 10'000;
    QByteArray flood;
    for (int i = 0; i < events; ++i)
        flood += WireServer::event(R"({"status":"IN_PROGRESS","logs":[{"message":"line )" +
                                   QByteArray::number(i) + R"("}]})");
    m_server->onRequest([&flood](const auto &, QTcpSocket &socket) {
        socket.write(WireServer::streamHead() + flood + WireServer::event(news("COMPLETED")));
    });
    Followed followed(*m_api);
    FINISHED(followed);
    QVERIFY(followed.follower->outcome());
    QCOMPARE(followed.lines.size(), events);
    QCOMPARE(followed.lines.last(), QString::number(events - 1));
    QCOMPARE(followed.words, (QStringList{u"IN_PROGRESS"_s, u"COMPLETED"_s}));
    QCOMPARE(m_server->requests().size(), 1);
}

void TestFollower::onceRefusedStreamsAreNotAskedForAgain()
{
    servePolls({WireServer::answer(200, news("COMPLETED"))});
    for (int i = 0; i < 3; ++i) {
        Followed followed(*m_api);
        FINISHED(followed);
    }
    QCOMPARE(m_server->count(streamLine), 1);
}

void TestFollower::heartbeatsAloneAreCheckedByAPoll()
{
    // NET-14
    Timing timing = quick();
    timing.silentStream = 100ms;
    makeApi(timing);
    m_server->onRequest([](const WireServer::Request &request, QTcpSocket &socket) {
        if (request.line() == pollLine)
            return void(socket.write(WireServer::answer(200, news("COMPLETED", {1}))));
        socket.write(WireServer::streamHead() + WireServer::event(news("IN_QUEUE")));
        auto *heart = new QTimer(&socket);
        connect(heart, &QTimer::timeout, &socket, [&socket] { socket.write(": ping\n\n"); });
        heart->start(5);
    });
    Followed followed(*m_api);
    FINISHED(followed);
    QCOMPARE(m_server->count(streamLine), 1);
    QCOMPARE(m_server->count(pollLine), 1);
    QCOMPARE(followed.lines, QStringList{u"1"_s});
}

void TestFollower::troubleIsRetriedAndTold()
{
    // NET-12
    QList<QByteArray> answers;
    for (int i = 0; i < 13; ++i)
        answers += {WireServer::answer(500, "{}"), WireServer::answer(503, "<html>", "text/html"),
                    WireServer::answer(429, "{}"), WireServer::answer(200, "<html>", "text/html")};
    servePolls(answers + QList<QByteArray>{WireServer::answer(200, news("COMPLETED"))});
    Followed followed(*m_api);
    FINISHED(followed);
    QVERIFY(followed.follower->outcome());
    QCOMPARE(followed.retries, 52);
}

void TestFollower::retryAfterIsHonoured()
{
    // SRV-04; a second is 100 ms here
    Timing timing = quick();
    timing.second = 100ms;
    makeApi(timing);
    servePolls({WireServer::answer(429, "{}", "application/json", "Retry-After: 3\r\n"),
                WireServer::answer(200, news("COMPLETED"))});
    QElapsedTimer clock;
    clock.start();
    Followed followed(*m_api);
    FINISHED(followed);
    QVERIFY(clock.elapsed() >= 290); // never less than asked for; how much more is the machine's affair
}

void TestFollower::whatPatienceDoesNotMendEndsIt_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("401") << WireServer::answer(401, R"({"detail":"no"})") << ErrorKind::KeyRefused;
    QTest::newRow("403") << WireServer::answer(403, R"({"detail":"no"})") << ErrorKind::KeyRefused;
    QTest::newRow("locked") << WireServer::answer(403, R"({"detail":"User is locked. Reason: x"})")
                            << ErrorKind::AccountLocked;
    QTest::newRow("gone") << WireServer::answer(404, R"({"status":"NOT_FOUND"})") << ErrorKind::Gone;
}

void TestFollower::whatPatienceDoesNotMendEndsIt()
{
    QFETCH(const QByteArray, answer);
    QFETCH(const ErrorKind, kind);
    servePolls({answer}, answer);
    Followed followed(*m_api);
    FINISHED(followed);
    QVERIFY(!followed.follower->outcome());
    QCOMPARE(followed.follower->outcome().error().kind, kind);
    // A request that is gone says nothing about streams.
    if (kind == ErrorKind::Gone) {
        servePolls({WireServer::answer(200, news("COMPLETED"))});
        Followed other(*m_api);
        FINISHED(other);
        QCOMPARE(m_server->count(streamLine), 2);
    }
}

void TestFollower::statesOnlyGoForwardAndUnknownWordsAreTold()
{
    // SRV-09
    servePolls({WireServer::answer(202, news("IN_PROGRESS")), WireServer::answer(202, news("IN_QUEUE")),
                WireServer::answer(200, news("THINKING")), WireServer::answer(202, news("IN_PROGRESS")),
                WireServer::answer(202, news("COMPLETED"))});
    Followed followed(*m_api);
    FINISHED(followed);
    QCOMPARE(followed.words,
             (QStringList{u"IN_PROGRESS"_s, u"THINKING"_s, u"IN_PROGRESS"_s, u"COMPLETED"_s}));
}

void TestFollower::aFailedRequestIsCompletedWithItsReason()
{
    servePolls({WireServer::answer(
        200, R"({"status":"COMPLETED","error":"no runner","error_type":"startup_timeout"})")});
    Followed followed(*m_api);
    FINISHED(followed);
    QCOMPARE(followed.follower->outcome()->error, u"no runner"_s);
    QCOMPARE(followed.follower->outcome()->errorType, u"startup_timeout"_s);
}

void TestFollower::aWindowOfTheLogIsToldOnce()
{
    servePolls({WireServer::answer(202, news("IN_PROGRESS", {1, 2, 3})),
                WireServer::answer(202, news("IN_PROGRESS", {3, 4})),
                WireServer::answer(202, news("IN_PROGRESS", {2, 3, 4, 5})),
                WireServer::answer(200, news("COMPLETED", {5, 6}))});
    Followed followed(*m_api);
    FINISHED(followed);
    QCOMPARE(followed.lines, (QStringList{u"1"_s, u"2"_s, u"3"_s, u"4"_s, u"5"_s, u"6"_s}));
}

void TestFollower::sixStreamsDoNotHoldUpASubmit()
{
    // NET-23
    m_server->onRequest([](const WireServer::Request &request, QTcpSocket &socket) {
        if (request.method == "POST")
            socket.write(WireServer::answer(200, R"({"request_id":"r-9"})"));
        else if (request.line() == streamLine)
            socket.write(WireServer::streamHead() + WireServer::event(news("IN_QUEUE")));
        else
            socket.write(WireServer::answer(202, news("IN_QUEUE")));
    });
    std::vector<std::unique_ptr<Followed>> followed;
    for (int i = 0; i < 6; ++i)
        followed.push_back(std::make_unique<Followed>(*m_api));
    QVERIFY(waitFor([&] {
        return std::ranges::all_of(followed, [](const auto &one) { return !one->words.isEmpty(); });
    }));
    QCOMPARE(m_server->count(streamLine), 4);
    QVERIFY(m_server->count(pollLine) >= 2);
    Caught<Ticket> caught;
    m_api->submit(foxRequest(), {}, this, caught.done());
    CAUGHT(caught);
    QVERIFY(*caught.result);
}

void TestFollower::overHttp2EveryRequestHasAStreamAndASubmitGetsThrough()
{
    // NET-23: the first answer shows that this service speaks HTTP/2
    const Certificates certificates;
    if (!certificates.isValid())
        QSKIP(qPrintable(certificates.whyNot()));
    Http2Server server(certificates.server(Certificates::Kind::Good, {"h2"}));
    QSslSocket *callsSocket = nullptr; // calls and streams do not share a connection
    int calls = 0;
    server.onRequest([&](quint32 stream, QSslSocket &socket) {
        if (!callsSocket)
            callsSocket = &socket;
        if (&socket == callsSocket) {
            ++calls;
            socket.write(Http2Server::answer(stream, R"({"request_id":"r-9"})"));
        } else {
            socket.write(Http2Server::streamHead(stream) + Http2Server::event(stream, news("IN_QUEUE")));
        }
    });
    Transport transport;
    transport.moreAuthorities = certificates.authority();
    QueueApi api(Service::custom(server.origin()), testKey(), quick(), transport);
    Caught<Ticket> first;
    api.submit(foxRequest(), {}, this, first.done());
    CAUGHT(first);
    QVERIFY(*first.result);
    std::vector<std::unique_ptr<Followed>> followed;
    for (int i = 0; i < 40; ++i)
        followed.push_back(std::make_unique<Followed>(api));
    QVERIFY(waitFor([&] {
        return std::ranges::all_of(followed, [](const auto &one) { return !one->words.isEmpty(); });
    }));
    QCOMPARE(server.requests(), 41); // a stream each, and no poll
    QCOMPARE(server.connections(), 2);
    Caught<Ticket> caught;
    api.submit(foxRequest(), {}, this, caught.done());
    CAUGHT(caught);
    QVERIFY(*caught.result);
    QCOMPARE(calls, 2);
}

void TestFollower::overHttp2AServersLimitOfStreamsIsFound_data()
{
    QTest::addColumn<int>("allowed");
    QTest::addColumn<int>("streams");
    QTest::newRow("more than are asked for") << 1000 << 130;
    QTest::newRow("the usual hundred") << 100 << 100;
}

void TestFollower::overHttp2AServersLimitOfStreamsIsFound()
{
    QFETCH(const int, allowed);
    QFETCH(const int, streams);
    const Certificates certificates;
    if (!certificates.isValid())
        QSKIP(qPrintable(certificates.whyNot()));
    Http2Server server(certificates.server(Certificates::Kind::Good, {"h2"}));
    server.allowStreams(quint32(allowed));
    QSslSocket *callsSocket = nullptr;
    int opened = 0;
    server.onRequest([&](quint32 stream, QSslSocket &socket) {
        if (!callsSocket)
            callsSocket = &socket;
        if (&socket == callsSocket)
            return void(socket.write(Http2Server::answer(stream, news("IN_QUEUE"))));
        ++opened;
        socket.write(Http2Server::streamHead(stream) + Http2Server::event(stream, news("IN_QUEUE")));
    });
    Transport transport;
    transport.moreAuthorities = certificates.authority();
    Timing timing = quick();
    // So long the streams beyond the limit are waited for; where there is none, none may seem to be unheard.
    timing.connect = allowed < 130 ? 3s : 20s;
    QueueApi api(Service::custom(server.origin()), testKey(), timing, transport);
    Caught<QueueStatus> first;
    api.status(foxTicket(), this, first.done());
    CAUGHT(first);
    std::vector<std::unique_ptr<Followed>> followed;
    for (int i = 0; i < 130; ++i)
        followed.push_back(std::make_unique<Followed>(api));
    QVERIFY(waitFor([&] {
        return opened == streams &&
               std::ranges::all_of(followed, [](const auto &one) { return !one->words.isEmpty(); });
    }));
}

void TestFollower::aFreedStreamPlaceIsTakenOver()
{
    m_server->onRequest([](const WireServer::Request &request, QTcpSocket &socket) {
        if (request.line() == streamLine)
            socket.write(WireServer::streamHead() + WireServer::event(news("IN_QUEUE")));
        else
            socket.write(WireServer::answer(202, news("IN_QUEUE")));
    });
    std::vector<std::unique_ptr<Followed>> followed;
    for (int i = 0; i < 5; ++i)
        followed.push_back(std::make_unique<Followed>(*m_api));
    QVERIFY(waitFor([&] { return m_server->count(streamLine) == 4; }));
    QVERIFY(waitFor([&] { return m_server->count(pollLine) >= 2; }));
    followed.erase(followed.begin());
    QVERIFY(waitFor([&] { return m_server->count(streamLine) == 5; }));
}

void TestFollower::destroyedFollowersStop()
{
    servePolls({WireServer::answer(202, news("IN_QUEUE"))});
    auto followed = std::make_unique<Followed>(*m_api);
    QVERIFY(waitFor([&] { return m_server->count(pollLine) >= 2; }));
    followed->follower.reset();
    const qsizetype polls = m_server->count(pollLine);
    Caught<QueueStatus> other; // a round trip later
    m_api->status({u"fal-ai/janus"_s, u"r-2"_s}, this, other.done());
    CAUGHT(other);
    QVERIFY(m_server->count(pollLine) <= polls + 1); // one may have been on its way
    QCOMPARE(followed->ends, 0);
}

void TestFollower::itMayBeDestroyedInItsOwnSignals_data()
{
    QTest::addColumn<bool>("byStream");
    QTest::addColumn<int>("signal");
    for (const bool byStream : {true, false}) {
        for (int signal = 0; signal < 3; ++signal)
            QTest::addRow("%s, signal %d", byStream ? "stream" : "poll", signal) << byStream << signal;
    }
}

void TestFollower::itMayBeDestroyedInItsOwnSignals()
{
    QFETCH(const bool, byStream);
    QFETCH(const int, signal);
    const QByteArray story =
        WireServer::event(news("IN_PROGRESS", {1, 2})) + WireServer::event(news("COMPLETED", {3}));
    servePolls({WireServer::answer(200, news("COMPLETED", {1, 2, 3}))},
               byStream ? WireServer::streamHead() + story : WireServer::answer(405, "{}"));
    std::unique_ptr<StatusFollower> follower = m_api->follow(foxTicket());
    const auto destroy = [&follower] { follower.reset(); };
    if (signal == 0)
        connect(follower.get(), &StatusFollower::logLine, this, destroy);
    else if (signal == 1)
        connect(follower.get(), &StatusFollower::statusChanged, this, destroy);
    else
        connect(follower.get(), &StatusFollower::finished, this,
                [&follower] { follower.release()->deleteLater(); });
    follower->start();
    QVERIFY(waitFor([&] { return !follower; }));
}

void TestFollower::theApiMayDieFirst()
{
    servePolls({WireServer::answer(202, news("IN_QUEUE"))},
               WireServer::streamHead() + WireServer::event(news("IN_QUEUE")));
    Followed streaming(*m_api);
    QVERIFY(waitFor([&] { return !streaming.words.isEmpty(); }));
    Followed starting(*m_api);
    m_api.reset();
    QCoreApplication::processEvents();
    QCOMPARE(streaming.ends + starting.ends, 0);
}

void TestFollower::theApiMayDieInItsSignals()
{
    for (const bool byStream : {true, false}) {
        makeApi(quick());
        servePolls({WireServer::answer(202, news("IN_PROGRESS", {1, 2}))},
                   byStream ? WireServer::streamHead() + WireServer::event(news("IN_PROGRESS", {1, 2}))
                            : WireServer::answer(405, "{}"));
        Followed followed(*m_api);
        connect(followed.follower.get(), &StatusFollower::statusChanged, this, [this] { m_api.reset(); });
        QVERIFY(waitFor([&] { return !m_api; }));
        QCoreApplication::processEvents();
        QCOMPARE(followed.ends, 0);
    }
}

QTEST_GUILESS_MAIN(TestFollower)
#include "tst_follower.moc"
