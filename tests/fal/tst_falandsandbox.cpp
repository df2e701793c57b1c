#include "sandbox/sandboxserver.h"
#include "tests/fal/apitest.h"

#include <algorithm>
#include <memory>

using namespace janus;
using namespace janus::fal;
using namespace Qt::StringLiterals;
using sandbox::Fault;
using sandbox::SandboxOptions;
using sandbox::SandboxServer;

/// Client and practice server were written apart, from the protocol alone; here they meet.
class TestFalAndSandbox : public QObject
{
    Q_OBJECT

    std::unique_ptr<SandboxServer> m_server;
    std::unique_ptr<QueueApi> m_api;

    void makeServer(int capacity)
    {
        m_api.reset();
        SandboxOptions options;
        options.pace = 0;
        options.capacity = capacity;
        m_server = std::make_unique<SandboxServer>(options);
        QVERIFY(m_server->listen());
        m_api = std::make_unique<QueueApi>(Service::sandbox(m_server->origin()), m_server->key(), quick());
    }
    void misbehave(Fault::On on, Fault::Kind kind, const std::function<void(Fault &)> &detail = {})
    {
        Fault fault;
        fault.on = on;
        fault.kind = kind;
        if (detail)
            detail(fault);
        m_server->addFault(fault);
    }
    void submitted(Ticket &ticket, const GenerationRequest &request = foxRequest())
    {
        Caught<Ticket> caught;
        m_api->submit(request, {}, this, caught.done());
        CAUGHT(caught);
        QVERIFY2(*caught.result,
                 qPrintable(caught.result->hasValue() ? QString() : caught.result->error().detail));
        ticket = **caught.result;
    }
    void followed(const Ticket &ticket, QStringList &lines)
    {
        const std::unique_ptr<StatusFollower> follower = m_api->follow(ticket);
        bool ended = false;
        connect(follower.get(), &StatusFollower::logLine, this, [&](const LogLine &line) {
            lines.append(line.time.toString(Qt::ISODateWithMs) + u' ' + line.message);
        });
        connect(follower.get(), &StatusFollower::finished, this, [&] { ended = true; });
        follower->start();
        QVERIFY(waitFor([&] { return ended; }));
        QVERIFY(follower->outcome());
        QVERIFY(follower->outcome()->isCompleted());
    }

private Q_SLOTS:
    void init() { makeServer(2); }
    void cleanup()
    {
        m_api.reset();
        m_server.reset();
    }

    void aRequestBecomesAPicture();
    void whatGoesAlongArrives();
    void aLostReceiptIsOneAcceptedRequest();
    void aCutStreamLosesAndDoublesNoLine_data();
    void aCutStreamLosesAndDoublesNoLine();
    void aWaitingRequestCanBeCancelled();
    void badInputIsNamedByItsField();
    void aStrangersKeyIsRefused();
    void aCutPictureIsFetchedAgainWhole();
};

void TestFalAndSandbox::aRequestBecomesAPicture()
{
    Ticket ticket;
    submitted(ticket);
    QStringList lines;
    followed(ticket, lines);
    QVERIFY(!lines.isEmpty());
    Caught<Generation> result;
    m_api->result(ticket, this, result.done());
    CAUGHT(result);
    QVERIFY(*result.result);
    QCOMPARE((*result.result)->seed, std::optional<Seed>(7));
    QCOMPARE((*result.result)->images.size(), 1);
    Caught<QByteArray> picture;
    m_api->download((*result.result)->images.first().url, this, picture.done());
    CAUGHT(picture);
    QVERIFY(*picture.result);
    QVERIFY((*picture.result)->size() > 100);
    Caught<CancelAnswer> tooLate;
    m_api->cancel(ticket, this, tooLate.done());
    CAUGHT(tooLate);
    QVERIFY(*tooLate.result && **tooLate.result == CancelAnswer::AlreadyCompleted);
}

void TestFalAndSandbox::whatGoesAlongArrives()
{
    Delivery delivery;
    delivery.priority = Priority::Low;
    delivery.webhook = QUrl(u"http://127.0.0.1:9/cb"_s);
    delivery.startTimeout = 600;
    delivery.runnerHint = u"h1"_s;
    delivery.expirySeconds = 60;
    delivery.noRetry = true;
    delivery.tags = {u"team=design"_s};
    Caught<Ticket> caught;
    m_api->submit(foxRequest(), delivery, this, caught.done());
    CAUGHT(caught);
    QVERIFY(*caught.result);
    const sandbox::RecordedRequest sent = m_server->requests().value(0);
    QCOMPARE(sent.method, "POST");
    QCOMPARE(sent.target, "/fal-ai/janus?fal_webhook=http%3A%2F%2F127.0.0.1%3A9%2Fcb");
    QHash<QByteArray, QByteArray> headers;
    for (const sandbox::HttpHeader &header : sent.headers)
        headers.insert(header.name.toLower(), header.value);
    QCOMPARE(headers.value("x-fal-queue-priority"), "low");
    QCOMPARE(headers.value("x-fal-request-timeout"), "600");
    QCOMPARE(headers.value("x-fal-runner-hint"), "h1");
    QCOMPARE(headers.value("x-fal-object-lifecycle-preference"), R"({"expiration_duration_seconds":60})");
    QCOMPARE(headers.value("x-fal-no-retry"), "1");
    QCOMPARE(headers.value("x-fal-tags"), "team=design");
}

void TestFalAndSandbox::aLostReceiptIsOneAcceptedRequest()
{
    misbehave(Fault::On::Submit, Fault::Kind::CloseBeforeAnswer, [](Fault &fault) { fault.accept = true; });
    Caught<Ticket> caught;
    m_api->submit(foxRequest(), {}, this, caught.done());
    CAUGHT(caught);
    QVERIFY(!*caught.result);
    QCOMPARE(caught.kind(), ErrorKind::OutcomeUnknown);
    QCOMPARE(m_server->acceptedSubmits(), 1);
}

void TestFalAndSandbox::aCutStreamLosesAndDoublesNoLine_data()
{
    QTest::addColumn<int>("bytes");
    for (const int bytes : {0, 100, 200, 301, 402, 503, 1001, 2003})
        QTest::addRow("cut after %d bytes", bytes) << bytes;
}

void TestFalAndSandbox::aCutStreamLosesAndDoublesNoLine()
{
    QFETCH(const int, bytes);
    misbehave(Fault::On::Stream, Fault::Kind::ResetAfter, [bytes](Fault &fault) {
        fault.bytes = bytes;
        fault.times = 2;
    });
    Ticket ticket;
    submitted(ticket);
    QStringList lines;
    followed(ticket, lines);
    Caught<QueueStatus> known;
    m_api->status(ticket, this, known.done());
    CAUGHT(known);
    QVERIFY(*known.result);
    QStringList all;
    for (const LogLine &line : (*known.result)->logs)
        all.append(line.time.toString(Qt::ISODateWithMs) + u' ' + line.message);
    all.removeDuplicates();
    QCOMPARE(lines, all);
}

void TestFalAndSandbox::aWaitingRequestCanBeCancelled()
{
    makeServer(0);
    Ticket ticket;
    submitted(ticket);
    Caught<Generation> early;
    m_api->result(ticket, this, early.done());
    CAUGHT(early);
    QVERIFY(!*early.result);
    QCOMPARE(early.kind(), ErrorKind::NotYet);
    Caught<CancelAnswer> cancelled;
    m_api->cancel(ticket, this, cancelled.done());
    CAUGHT(cancelled);
    QVERIFY(*cancelled.result);
    QVERIFY(**cancelled.result == CancelAnswer::Requested || **cancelled.result == CancelAnswer::Removed);
    QStringList lines;
    followed(ticket, lines);
    Caught<Generation> result;
    m_api->result(ticket, this, result.done());
    CAUGHT(result);
    QVERIFY(!*result.result);
    QCOMPARE(result.kind(), ErrorKind::Cancelled);
}

void TestFalAndSandbox::badInputIsNamedByItsField()
{
    GenerationRequest request = foxRequest();
    request.input.insert(u"num_images"_s, 99);
    Ticket ticket;
    submitted(ticket, request);
    QStringList lines;
    followed(ticket, lines);
    Caught<Generation> result;
    m_api->result(ticket, this, result.done());
    CAUGHT(result);
    QVERIFY(!*result.result);
    QCOMPARE(result.kind(), ErrorKind::Refused);
    QCOMPARE(result.result->error().field, u"num_images"_s);
}

void TestFalAndSandbox::aStrangersKeyIsRefused()
{
    m_api->setKey(ApiKey::newForPractice());
    Caught<Ticket> caught;
    m_api->submit(foxRequest(), {}, this, caught.done());
    CAUGHT(caught);
    QVERIFY(!*caught.result);
    QCOMPARE(caught.kind(), ErrorKind::KeyRefused);
    QCOMPARE(m_server->acceptedSubmits(), 0);
}

void TestFalAndSandbox::aCutPictureIsFetchedAgainWhole()
{
    Ticket ticket;
    submitted(ticket);
    QStringList lines;
    followed(ticket, lines);
    Caught<Generation> result;
    m_api->result(ticket, this, result.done());
    CAUGHT(result);
    QVERIFY(*result.result);
    misbehave(Fault::On::Media, Fault::Kind::CutAfter, [](Fault &fault) { fault.bytes = 3000; });
    const QUrl url = (*result.result)->images.first().url;
    Caught<QByteArray> cut;
    m_api->download(url, this, cut.done());
    CAUGHT(cut);
    QVERIFY(!*cut.result);
    QCOMPARE(cut.kind(), ErrorKind::Network);
    Caught<QByteArray> whole;
    m_api->download(url, this, whole.done());
    CAUGHT(whole);
    QVERIFY(*whole.result);
}

QTEST_GUILESS_MAIN(TestFalAndSandbox)
#include "tst_falandsandbox.moc"
