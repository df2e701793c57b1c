#include "fal/answers.h"
#include "fal/timing.h"

#include <QJsonObject>
#include <QTest>

using namespace janus;
using namespace janus::fal;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// JSON bodies, sensible and not, as values.
class TestAnswers : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aReceiptIsRead();
    void receiptsWithoutAUsableIdAreRefused_data();
    void receiptsWithoutAUsableIdAreRefused();
    void aStatusIsRead();
    void logsMayHaveAnyForm_data();
    void logsMayHaveAnyForm();
    void aHugeLogIsCutToItsEnd();
    void timesAreUtc_data();
    void timesAreUtc();
    void statusesWithoutAWordAreRefused_data();
    void statusesWithoutAWordAreRefused();
    void aResultIsRead();
    void imagesMayHaveAnyForm_data();
    void imagesMayHaveAnyForm();
    void flagsMayBeShortOrNoFlags();
    void sizesMayBeNonsense_data();
    void sizesMayBeNonsense();
    void seedsAreExactOrNothing_data();
    void seedsAreExactOrNothing();
    void timingsAreSensibleOrHidden_data();
    void timingsAreSensibleOrHidden();
    void oddJsonIsRefusedOrReadAsDocumented_data();
    void oddJsonIsRefusedOrReadAsDocumented();
    void keysThatStandTwiceCountOnce();
    void dataUrlsHaveALimit();
    void picturesHaveAnEnd();
    void retryAfterIsBounded_data();
    void retryAfterIsBounded();
    void retryPausesDoubleUpToTheCap();
};

void TestAnswers::aReceiptIsRead()
{
    const Result<Ticket> ticket = readTicket(
        R"({"request_id":"764cabcf-b745-4b3e-ae38-1200304cf45b","status":"IN_QUEUE","queue_position":0,
            "status_url":"https://queue.fal.run/a/b/requests/x/status","response_url":null,"cancel_url":7})",
        u"fal-ai/janus"_s);
    QVERIFY(ticket);
    QCOMPARE(ticket->endpoint, u"fal-ai/janus"_s);
    QCOMPARE(ticket->requestId, u"764cabcf-b745-4b3e-ae38-1200304cf45b"_s);
    QCOMPARE(ticket->statusUrl, QUrl(u"https://queue.fal.run/a/b/requests/x/status"_s));
    QVERIFY(ticket->responseUrl.isEmpty() && ticket->cancelUrl.isEmpty());
    QCOMPARE(ticket->queuePosition, std::optional(0));
}

void TestAnswers::receiptsWithoutAUsableIdAreRefused_data()
{
    // SRV-06
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("none") << QByteArray("{}");
    QTest::newRow("empty") << QByteArray(R"({"request_id":""})");
    QTest::newRow("number") << QByteArray(R"({"request_id":1})");
    QTest::newRow("path") << QByteArray(R"({"request_id":"../x"})");
    QTest::newRow("line end") << QByteArray(R"({"request_id":"x\n"})");
    QTest::newRow("129") << QByteArray(R"({"request_id":")" + QByteArray(129, 'x') + R"("})");
    QTest::newRow("list") << QByteArray(R"(["x"])");
    QTest::newRow("no JSON") << QByteArray("<html>");
    QTest::newRow("nothing") << QByteArray();
}

void TestAnswers::receiptsWithoutAUsableIdAreRefused()
{
    QFETCH(const QByteArray, body);
    const Result<Ticket> ticket = readTicket(body, u"fal-ai/janus"_s);
    QVERIFY(!ticket);
    QCOMPARE(ticket.error().kind, ErrorKind::Protocol);
}

void TestAnswers::aStatusIsRead()
{
    const Result<QueueStatus> status = readStatus(
        R"({"status":"COMPLETED","metrics":{"inference_time":2.5},"error":"x","error_type":"client_cancelled"})");
    QVERIFY(status && status->isCompleted());
    QCOMPARE(status->inferenceSeconds, std::optional(2.5));
    QCOMPARE(status->error, u"x"_s);
    QCOMPARE(status->errorType, u"client_cancelled"_s);
    QVERIFY(!status->position);
}

void TestAnswers::logsMayHaveAnyForm_data()
{
    QTest::addColumn<QByteArray>("logs");
    QTest::addColumn<int>("lines");
    QTest::newRow("null") << QByteArray("null") << 0;
    QTest::newRow("array") << QByteArray(R"([{"message":"a"},{"message":"b"}])") << 2;
    QTest::newRow("object") << QByteArray(R"({"message":"a"})") << 1;
    QTest::newRow("empty object") << QByteArray("{}") << 0;
    QTest::newRow("strings") << QByteArray(R"(["a","b"])") << 2;
    QTest::newRow("rubbish") << QByteArray(R"([1,null,{"message":5},[]])") << 0;
    QTest::newRow("number") << QByteArray("5") << 0;
}

void TestAnswers::logsMayHaveAnyForm()
{
    QFETCH(const QByteArray, logs);
    QFETCH(const int, lines);
    const Result<QueueStatus> status = readStatus(R"({"status":"IN_PROGRESS","logs":)" + logs + "}");
    QVERIFY(status);
    QCOMPARE(status->logs.size(), lines);
}

void TestAnswers::aHugeLogIsCutToItsEnd()
{
    // SRV-19
    QByteArrayList entries;
    for (int i = 0; i < 20'000; ++i)
        entries.append(R"({"message":")" + QByteArray::number(i) + R"("})");
    entries.append(R"({"message":")" + QByteArray(1'000'000, 'x') + R"(","level":"stderr"})");
    const Result<QueueStatus> status =
        readStatus(R"({"status":"IN_PROGRESS","logs":[)" + entries.join(',') + "]}");
    QVERIFY(status);
    QCOMPARE(status->logs.size(), 5000);
    QCOMPARE(status->logs.at(4998).message, u"19999"_s);
    QCOMPARE(status->logs.last().message.size(), 64 * 1024);
    QCOMPARE(status->logs.last().level, u"STDERR"_s);
}

void TestAnswers::timesAreUtc_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QDateTime>("time");
    const QDateTime time({2026, 1, 2}, {3, 4, 5, 678}, Qt::UTC);
    QTest::newRow("Z") << QByteArray(R"("2026-01-02T03:04:05.678Z")") << time;
    QTest::newRow("offset") << QByteArray(R"("2026-01-02T05:04:05.678+02:00")") << time;
    QTest::newRow("no zone") << QByteArray(R"("2026-01-02T03:04:05.678")") << time;
    QTest::newRow("microseconds") << QByteArray(R"("2026-01-02T03:04:05.678000")") << time;
    QTest::newRow("nonsense") << QByteArray(R"("yesterday")") << QDateTime();
    QTest::newRow("number") << QByteArray("1767323045") << QDateTime();
}

void TestAnswers::timesAreUtc()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QDateTime, time);
    const Result<QueueStatus> status =
        readStatus(R"({"status":"X","logs":[{"message":"a","timestamp":)" + text + "}]}");
    QVERIFY(status);
    QCOMPARE(status->logs.value(0).time, time);
    if (time.isValid())
        QCOMPARE(status->logs.value(0).time.timeSpec(), Qt::UTC);
}

void TestAnswers::statusesWithoutAWordAreRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("none") << QByteArray("{}");
    QTest::newRow("null") << QByteArray(R"({"status":null})");
    QTest::newRow("empty") << QByteArray(R"({"status":""})");
    QTest::newRow("list") << QByteArray("[]");
    QTest::newRow("cut") << QByteArray(R"({"status":"COMPL)");
    QTest::newRow("deep") << QByteArray(5000, '[');
}

void TestAnswers::statusesWithoutAWordAreRefused()
{
    QFETCH(const QByteArray, body);
    QVERIFY(!readStatus(body));
}

void TestAnswers::aResultIsRead()
{
    const QByteArray body = R"({"images":[{"url":"https://v3.fal.media/a.jpg","width":512,"height":384,
        "content_type":"image/jpeg"}],"timings":{"a":1.5,"inference":2.25},"seed":42,
        "has_nsfw_concepts":[false],"prompt":"a fox"})";
    const Result<Generation> generation = readGeneration(body);
    QVERIFY(generation);
    const RemoteImage image{QUrl(u"https://v3.fal.media/a.jpg"_s), {512, 384}, u"image/jpeg"_s, false};
    QCOMPARE(generation->images, QList<RemoteImage>{image});
    QCOMPARE(generation->seed, std::optional<Seed>(42));
    QCOMPARE(generation->inferenceSeconds, 2.25);
    QCOMPARE(generation->prompt, u"a fox"_s);
    QCOMPARE(generation->json, body);
}

void TestAnswers::imagesMayHaveAnyForm_data()
{
    // SRV-14
    QTest::addColumn<QByteArray>("member");
    QTest::addColumn<int>("count");
    const QByteArray one = R"({"url":"https://a.example/1.png"})";
    QByteArrayList many;
    many.resize(10'000);
    many.fill(one);
    QTest::newRow("none") << QByteArray(R"("x":1)") << 0;
    QTest::newRow("null") << QByteArray(R"("images":null)") << 0;
    QTest::newRow("empty") << QByteArray(R"("images":[])") << 0;
    QTest::newRow("no list") << QByteArray(R"("images":"https://a.example/1.png")") << 0;
    QTest::newRow("strings") << QByteArray(R"("images":["https://a.example/1.png"])") << 1;
    QTest::newRow("single") << R"("image":)" + one << 1;
    QTest::newRow("some bad") << R"("images":[null,{},{"url":5},{"url":""},)" + one + "]" << 1;
    QTest::newRow("10,000") << R"("images":[)" + many.join(',') + "]" << 64;
}

void TestAnswers::imagesMayHaveAnyForm()
{
    QFETCH(const QByteArray, member);
    QFETCH(const int, count);
    const Result<Generation> generation = readGeneration("{" + member + "}");
    QVERIFY(generation);
    QCOMPARE(generation->images.size(), count);
}

void TestAnswers::flagsMayBeShortOrNoFlags()
{
    // SRV-15
    const Result<Generation> generation =
        readGeneration(R"({"images":["https://a.example/1","https://a.example/2","https://a.example/3"],
                           "has_nsfw_concepts":[true,"false"]})");
    QVERIFY(generation);
    QCOMPARE(generation->images.at(0).flagged, std::optional(true));
    QCOMPARE(generation->images.at(1).flagged, std::nullopt);
    QCOMPARE(generation->images.at(2).flagged, std::nullopt);
}

void TestAnswers::sizesMayBeNonsense_data()
{
    // SRV-16
    QTest::addColumn<QByteArray>("width");
    for (const char *width : {"0", "-1", "1e9", "1000000001", "1.5", "\"512\"", "null", "9007199254740993"})
        QTest::newRow(width) << QByteArray(width);
}

void TestAnswers::sizesMayBeNonsense()
{
    QFETCH(const QByteArray, width);
    const Result<Generation> generation =
        readGeneration(R"({"images":[{"url":"https://a.example/1","height":512,"width":)" + width + "}]}");
    QVERIFY(generation);
    QCOMPARE(generation->images.size(), 1);
    QCOMPARE(generation->images.first().size, QSize());
}

void TestAnswers::seedsAreExactOrNothing_data()
{
    // SRV-17
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<std::optional<Seed>>("seed");
    using Expected = std::optional<Seed>;
    QTest::newRow("0") << QByteArray("0") << Expected(0);
    QTest::newRow("2^53+1") << QByteArray("9007199254740993") << Expected(9007199254740993);
    QTest::newRow("largest") << QByteArray("9223372036854775807")
                             << Expected(std::numeric_limits<qint64>::max());
    QTest::newRow("negative") << QByteArray("-5") << Expected(-5);
    QTest::newRow("2^63") << QByteArray("9223372036854775808") << Expected();
    QTest::newRow("2^53+1 as a double") << QByteArray("9007199254740993.0") << Expected();
    QTest::newRow("1e30") << QByteArray("1e30") << Expected();
    QTest::newRow("1.5") << QByteArray("1.5") << Expected();
    QTest::newRow("string") << QByteArray("\"42\"") << Expected();
    QTest::newRow("null") << QByteArray("null") << Expected();
}

void TestAnswers::seedsAreExactOrNothing()
{
    QFETCH(const QByteArray, text);
    QFETCH(const std::optional<Seed>, seed);
    const Result<Generation> generation = readGeneration(R"({"images":[],"seed":)" + text + "}");
    QVERIFY(generation);
    QCOMPARE(generation->seed, seed);
}

void TestAnswers::timingsAreSensibleOrHidden_data()
{
    // SRV-18
    QTest::addColumn<QByteArray>("timings");
    QTest::addColumn<double>("seconds");
    QTest::newRow("largest") << QByteArray(R"({"a":1,"b":3,"c":2})") << 3.0;
    QTest::newRow("negative") << QByteArray(R"({"a":-1})") << -1.0;
    QTest::newRow("huge") << QByteArray(R"({"a":1e300,"b":2})") << 2.0;
    QTest::newRow("strings") << QByteArray(R"({"a":"1"})") << -1.0;
    QTest::newRow("list") << QByteArray("[1]") << -1.0;
    QTest::newRow("null") << QByteArray("null") << -1.0;
}

void TestAnswers::timingsAreSensibleOrHidden()
{
    QFETCH(const QByteArray, timings);
    QFETCH(const double, seconds);
    const Result<Generation> generation = readGeneration(R"({"timings":)" + timings + "}");
    QVERIFY(generation);
    QCOMPARE(generation->inferenceSeconds, seconds);
}

void TestAnswers::dataUrlsHaveALimit()
{
    const QUrl url(u"data:image/png;base64,"_s + QString::fromLatin1(QByteArray(900, 'p').toBase64()));
    QCOMPARE(*readDataUrl(url, 1000), QByteArray(900, 'p'));
    QVERIFY(!readDataUrl(url, 800));
    QCOMPARE(*readDataUrl(QUrl(u"data:text/plain,a%20b"_s), 1000), "a b");
    QVERIFY(!readDataUrl(QUrl(u"data:image/png"_s), 1000));
}

void TestAnswers::picturesHaveAnEnd()
{
    // NET-19
    QVERIFY(hasItsEnd("\x89PNG...IEND\xae\x42\x60\x82"));
    QVERIFY(!hasItsEnd("\x89PNG...IEND\xae\x42"));
    QVERIFY(hasItsEnd("\xff\xd8...\xff\xd9"));
    QVERIFY(hasItsEnd(QByteArray("\xff\xd8...\xff\xd9\0\0", 9)));
    QVERIFY(!hasItsEnd("\xff\xd8...\xff"));
    QVERIFY(hasItsEnd(QByteArray("RIFF\x04\0\0\0WEBP", 12)));
    QVERIFY(!hasItsEnd(QByteArray("RIFF\x05\0\0\0WEBP", 12)));
    QVERIFY(hasItsEnd("something else"));
}

void TestAnswers::retryAfterIsBounded_data()
{
    // SRV-04
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<int>("seconds"); // 0: ignored
    QTest::newRow("7") << QByteArray("7") << 7;
    QTest::newRow("date") << QByteArray("Fri, 02 Jan 2026 03:04:35 GMT") << 30;
    QTest::newRow("past date") << QByteArray("Fri, 02 Jan 2015 03:04:35 GMT") << 1;
    QTest::newRow("-1") << QByteArray("-1") << 1;
    QTest::newRow("10^12") << QByteArray("1000000000000") << 600;
    QTest::newRow("soon") << QByteArray("soon") << 0;
    QTest::newRow("none") << QByteArray() << 0;
}

void TestAnswers::oddJsonIsRefusedOrReadAsDocumented_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isRead");
    const QByteArray start = R"({"status":"IN_QUEUE","x":)";
    QTest::newRow("MAL-07 1,000 deep") << start + QByteArray(1000, '[') + QByteArray(1000, ']') + '}' << true;
    QTest::newRow("MAL-07 1,025 deep")
        << start + QByteArray(1025, '[') + QByteArray(1025, ']') + '}' << false;
    QTest::newRow("MAL-07 never closed") << start + QByteArray(5'000'000, '[') << false;
    QTest::newRow("MAL-07 three million numbers")
        << start + '[' + QByteArray("1,").repeated(3'000'000) + "1]}" << false;
    QTest::newRow("MAL-07 many numbers") << start + '[' + QByteArray("1,").repeated(100'000) + "1]}" << true;
    QTest::newRow("MAL-07 U+0000") << start + R"("a\u0000b"})" << true;
    QTest::newRow("MAL-07 lone surrogate") << start + R"("\ud800"})" << true;
    QTest::newRow("MAL-07 no UTF-8") << start + "\"\xff\xfe\"}" << false;
    QTest::newRow("MAL-07 BOM") << "\xef\xbb\xbf" + start + "1}" << true;
    QTest::newRow("MAL-07 trailing bytes") << start + "1} and more" << false;
    QTest::newRow("MAL-07 two objects") << start + "1}{}" << false;
    QTest::newRow("MAL-07 NaN") << start + "NaN}" << false;
    QTest::newRow("MAL-07 list") << QByteArray(R"(["IN_QUEUE"])") << false;
    QTest::newRow("MAL-07 nothing") << QByteArray() << false;
}

void TestAnswers::oddJsonIsRefusedOrReadAsDocumented()
{
    QFETCH(const QByteArray, body);
    const Result<QueueStatus> status = readStatus(body);
    QTEST(status.hasValue(), "isRead");
    if (!status)
        QVERIFY(status.error().detail.size() <= 500);
}

void TestAnswers::keysThatStandTwiceCountOnce()
{
    // MAL-07: the last one, as Qt documents it
    const Result<QueueStatus> status = readStatus(R"({"status":"IN_QUEUE","status":"IN_PROGRESS"})");
    QVERIFY(status);
    QCOMPARE(status->word, u"IN_PROGRESS"_s);
}

void TestAnswers::retryAfterIsBounded()
{
    QFETCH(const QByteArray, header);
    QFETCH(const int, seconds);
    const auto pause = retryAfter(header, QDateTime({2026, 1, 2}, {3, 4, 5}, Qt::UTC));
    QCOMPARE(pause.value_or(0s).count(), seconds);
}

void TestAnswers::retryPausesDoubleUpToTheCap()
{
    const Timing timing;
    const auto pause = [&](int failures) {
        return Timing::longestPause(timing.retryFirst, timing.retryMost, failures);
    };
    QVERIFY(pause(1) == 500ms);
    QVERIFY(pause(2) == 1s);
    QVERIFY(pause(7) == 32s);
    QVERIFY(pause(8) == 60s);
    QVERIFY(pause(1'000'000) == 60s);
}

QTEST_APPLESS_MAIN(TestAnswers)
#include "tst_answers.moc"
