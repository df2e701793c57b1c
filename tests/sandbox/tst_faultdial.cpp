// The fault dial: every switch over a real socket, the fault file, the header for one request, the presets.
#include "httpclient.h"

#include "sandbox/faultfile.h"
#include "sandbox/faultpresets.h"
#include "sandbox/faultswitches.h"
#include "sandbox/sandboxserver.h"
#include "sandbox/sandboxthread.h"

#include <QImage>
#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace janus;
using namespace janus::sandbox;
using namespace Qt::StringLiterals;

namespace {

const QByteArray foxBody = R"({"prompt":"a fox","image_size":{"width":64,"height":48}})";

/// A listening server that does not wait, and one client with its key.
struct Bench
{
    explicit Bench(int capacity = 2)
        : server(SandboxOptions{.pace = 0, .capacity = capacity})
    {
        listening = bool(server.listen());
        client = newClient();
    }

    std::unique_ptr<HttpClient> newClient() const
    {
        return std::make_unique<HttpClient>(quint16(server.origin().port()), server.key().reveal());
    }

    static QByteArray wish(const QByteArray &fault)
    {
        return fault.isEmpty() ? QByteArray() : "X-Sandbox-Fault: " + fault + "\r\n";
    }
    WireAnswer get(const QByteArray &target, const QByteArray &fault = {})
    {
        return client->request("GET", target, {}, wish(fault));
    }
    WireAnswer post(const QByteArray &fault = {})
    {
        return client->request("POST", "/fal-ai/janus", foxBody, wish(fault));
    }
    QByteArray submit(const QByteArray &fault = {})
    {
        return post(fault).json().value("request_id"_L1).toString().toLatin1();
    }
    static QByteArray path(const QByteArray &id, const QByteArray &call = {})
    {
        return "/fal-ai/janus/requests/" + id + call;
    }
    bool waitForEnd(const QByteArray &id)
    {
        return QTest::qWaitFor(
            [&] { return get(path(id, "/status")).json().value("status"_L1) == "COMPLETED"_L1; }, 20000);
    }
    QByteArray done(const QByteArray &fault = {})
    {
        const QByteArray id = submit(fault);
        return waitForEnd(id) ? id : QByteArray();
    }
    bool setFaults(const QByteArray &json)
    {
        const Result<FaultPlan> plan = readFaults(json);
        if (plan)
            server.setFaults(*plan);
        else
            qWarning("%s", qPrintable(plan.error().message));
        return plan.hasValue();
    }
    /// Which of so many questions for the status were not answered with it: "..x.x".
    QByteArray pattern(const QByteArray &id, int calls)
    {
        QByteArray marks;
        for (int i = 0; i < calls; ++i)
            marks += get(path(id, "/status")).status == 503 ? 'x' : '.';
        return marks;
    }

    SandboxServer server;
    bool listening = false;
    std::unique_ptr<HttpClient> client;
};

QList<QJsonObject> eventsOf(const QByteArray &stream)
{
    QList<QJsonObject> events;
    const QList<QByteArray> lines = stream.split('\n');
    for (const QByteArray &line : lines) {
        if (const qsizetype at = line.indexOf("data: "); at >= 0)
            events.append(QJsonDocument::fromJson(line.mid(at + 6)).object());
    }
    return events;
}

QByteArray idOf(const WireAnswer &answer)
{
    return answer.json().value("request_id"_L1).toString().toLatin1();
}

} // namespace

class TestFaultDial : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSwitchAnswersInsteadOfTheWork_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("429") << QByteArray("429") << 429 << QByteArray("application/json");
        QTest::newRow("500") << QByteArray("500") << 500 << QByteArray("application/json");
        QTest::newRow("502") << QByteArray("502") << 502 << QByteArray("application/json");
        QTest::newRow("503") << QByteArray("503") << 503 << QByteArray("application/json");
        QTest::newRow("504") << QByteArray("504") << 504 << QByteArray("application/json");
        QTest::newRow("any code") << QByteArray("answer;status=418") << 418 << QByteArray("application/json");
        QTest::newRow("no JSON") << QByteArray("error-page") << 502 << QByteArray("text/html");
        QTest::newRow("key refused") << QByteArray("key-refused") << 401 << QByteArray("application/json");
    }
    void aSwitchAnswersInsteadOfTheWork()
    {
        QFETCH(const QByteArray, fault);
        QFETCH(const int, status);
        Bench bench(0);
        const QByteArray id = bench.submit();
        QVERIFY(!id.isEmpty());
        const WireAnswer bad = bench.get(Bench::path(id, "/status"), fault);
        QCOMPARE(bad.status, status);
        QTEST(bad.headers.value("content-type"), "type");
        QCOMPARE(bad.json().isEmpty(), fault == "error-page");
        QCOMPARE(bench.get(Bench::path(id, "/status")).status, 202);
        QCOMPARE(bench.post(fault).status, status);
        QCOMPARE(bench.server.acceptedSubmits(), 1);
    }

    void anAccountOutOfCreditSubmitsNothing()
    {
        Bench bench(0);
        QVERIFY(bench.setFaults(R"([{"do":"out-of-credit","times":"always"}])"));
        const WireAnswer answer = bench.post();
        QCOMPARE(answer.status, 403);
        QVERIFY(answer.json().value("detail"_L1).toString().startsWith("User is locked. Reason: "_L1));
        QVERIFY(!answer.headers.contains("x-fal-request-id"));
        QCOMPARE(bench.post().status, 403);
        QCOMPARE(bench.get(Bench::path("x", "/status")).status, 404);
        QCOMPARE(bench.server.acceptedSubmits(), 0);
    }

    void aSubmitIsLostBeforeOrAfterItIsAccepted_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<int>("accepted");
        QTest::newRow("reset before") << QByteArray("reset-before-accept") << 0;
        QTest::newRow("reset after") << QByteArray("reset-after-accept") << 1;
        QTest::newRow("reset") << QByteArray("reset") << 0;
        QTest::newRow("closed") << QByteArray("close") << 0;
        QTest::newRow("closed after") << QByteArray("close;accept=true") << 1;
    }
    void aSubmitIsLostBeforeOrAfterItIsAccepted()
    {
        QFETCH(const QByteArray, fault);
        Bench bench(0);
        QVERIFY(bench.client->sendRequest("POST", "/fal-ai/janus", foxBody, Bench::wish(fault)));
        QVERIFY(bench.client->readToEnd().isEmpty());
        QVERIFY(!bench.client->isOpen());
        QTEST(bench.server.acceptedSubmits(), "accepted");
    }

    void aSlowOrSilentServerHoldsUpNobodyElse_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::newRow("hang") << QByteArray("hang");
        QTest::newRow("slow") << QByteArray("slow;interval_ms=3600000");
        QTest::newRow("drip") << QByteArray("drip;interval_ms=3600000");
    }
    void aSlowOrSilentServerHoldsUpNobodyElse()
    {
        QFETCH(const QByteArray, fault);
        Bench bench(0);
        const QByteArray id = bench.submit();
        const auto stuck = bench.newClient();
        QVERIFY(stuck->sendRequest("GET", Bench::path(id, "/status"), {}, Bench::wish(fault)));
        QTRY_COMPARE_WITH_TIMEOUT(bench.server.requests().size(), 2, 20000);
        QCOMPARE(bench.get(Bench::path(id, "/status")).status, 202);
        QVERIFY(stuck->isOpen());
        QCOMPARE(stuck->socket().bytesAvailable(), 0);
    }

    /// Two answers may come in two seconds; what is cut in the middle of the time stays as it is.
    static QByteArray timeless(const QByteArray &answer)
    {
        static const QRegularExpression time(u"\\d\\d:\\d\\d:\\d\\d"_s);
        return QString::fromLatin1(answer).replace(time, u"00:00:00"_s).toLatin1();
    }

    void slowAnswersAreWholeInTheEnd()
    {
        Bench bench(0);
        const QByteArray id = bench.submit();
        const QByteArray whole = bench.get(Bench::path(id, "/status")).raw;
        QCOMPARE(timeless(bench.get(Bench::path(id, "/status"), "slow;interval_ms=1").raw), timeless(whole));
        QCOMPARE(timeless(bench.get(Bench::path(id, "/status"), "drip;bytes=40;interval_ms=1").raw),
                 timeless(whole));
    }

    void answersAreCutWhereTold()
    {
        Bench bench(0);
        const QByteArray id = bench.submit();
        const QByteArray whole = bench.get(Bench::path(id, "/status")).raw;
        const auto cut = bench.newClient();
        QVERIFY(cut->sendRequest("GET", Bench::path(id, "/status"), {}, Bench::wish("cut;bytes=70")));
        QCOMPARE(timeless(cut->readToEnd()), timeless(whole.left(70)));
        const auto reset = bench.newClient();
        QVERIFY(
            reset->sendRequest("GET", Bench::path(id, "/status"), {}, Bench::wish("cut-by-reset;bytes=70")));
        QVERIFY(timeless(whole.left(70)).startsWith(timeless(reset->readToEnd())));
        QCOMPARE(reset->error(), QAbstractSocket::RemoteHostClosedError);
    }

    void aStreamEndsBeforeCompleted_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::newRow("closed") << QByteArray("stream-cut");
        QTest::newRow("closed after one event") << QByteArray("stream-cut;events=1");
        QTest::newRow("reset") << QByteArray("stream-reset");
    }
    void aStreamEndsBeforeCompleted()
    {
        QFETCH(const QByteArray, fault);
        Bench bench(0);
        const QByteArray id = bench.submit(fault);
        QVERIFY(bench.client->sendRequest("GET", Bench::path(id, "/status/stream?logs=1")));
        QVERIFY(bench.client->readUntil("\n\n").contains("IN_QUEUE"));
        bench.server.setCapacity(1);
        const QByteArray stream = bench.client->readToEnd();
        QVERIFY(!bench.client->isOpen());
        QVERIFY(!stream.contains("COMPLETED"));
        if (fault.contains("events"))
            QCOMPARE(eventsOf(stream).size(), 1);
        bench.client = bench.newClient();
        QVERIFY(bench.waitForEnd(id));
        // Once was told: the next stream is whole.
        QVERIFY(bench.client->sendRequest("GET", Bench::path(id, "/status/stream")));
        QVERIFY(bench.client->readToEnd().contains("COMPLETED"));
    }

    void logsAreNullForOneRequest()
    {
        Bench bench;
        const QByteArray plain = bench.done();
        const QByteArray id = bench.done("null-logs");
        const QJsonObject status = bench.get(Bench::path(id, "/status?logs=1")).json();
        QVERIFY(status.contains("logs"_L1) && status.value("logs"_L1).isNull());
        QVERIFY(bench.client->sendRequest("GET", Bench::path(id, "/status/stream?logs=1")));
        const QList<QJsonObject> events = eventsOf(bench.client->readToEnd());
        QVERIFY(!events.isEmpty() && events.last().value("logs"_L1).isNull());
        bench.client = bench.newClient();
        QVERIFY(bench.get(Bench::path(plain, "/status?logs=1")).json().value("logs"_L1).isArray());
    }

    void theQueueIsHuge()
    {
        Bench bench(0);
        const QByteArray id = bench.submit("huge-position");
        QCOMPARE(bench.get(Bench::path(id, "/status")).json().value("queue_position"_L1).toInt(), 12345);
        QVERIFY(bench.setFaults(
            R"([{"do":"huge-position","on":["submit","status"],"times":"always","position":7}])"));
        const WireAnswer ticket = bench.post();
        QCOMPARE(ticket.json().value("queue_position"_L1).toInt(), 7);
        QCOMPARE(bench.get(Bench::path(idOf(ticket), "/status")).json().value("queue_position"_L1).toInt(),
                 7);
    }

    void theStateHasAWordNobodyKnows()
    {
        Bench bench(0);
        const QByteArray id = bench.submit("unknown-status;word=NAPPING");
        QCOMPARE(bench.get(Bench::path(id, "/status")).json().value("status"_L1).toString(), u"NAPPING"_s);
        bench.server.setCapacity(1);
        QVERIFY(bench.waitForEnd(id));
    }

    void aRequestCompletesWithAnError()
    {
        Bench bench(0);
        const QByteArray id = bench.submit("completed-with-error;status=503;error_type=runner_disconnected");
        QCOMPARE(bench.get(Bench::path(id)).status, 400);
        QVERIFY(!bench.get(Bench::path(id, "/status")).json().contains("error"_L1));
        bench.server.setCapacity(1);
        QVERIFY(bench.waitForEnd(id));
        const QJsonObject status = bench.get(Bench::path(id, "/status")).json();
        QCOMPARE(status.value("error"_L1).toString(), u"The runner failed."_s);
        QCOMPARE(status.value("error_type"_L1).toString(), u"runner_disconnected"_s);
        const WireAnswer result = bench.get(Bench::path(id));
        QCOMPARE(result.status, 503);
        QCOMPARE(result.json().value("detail"_L1).toString(), u"The runner failed."_s);
        QCOMPARE(result.json().value("error_type"_L1).toString(), u"runner_disconnected"_s);
        QCOMPARE(result.headers.value("x-fal-error-type"), QByteArray("runner_disconnected"));
        QCOMPARE(result.headers.value("x-fal-request-id"), id);
        QVERIFY(bench.client->sendRequest("GET", Bench::path(id, "/status/stream")));
        QVERIFY(bench.client->readToEnd().contains("runner_disconnected"));
    }

    void resultsAndPicturesExpire()
    {
        Bench bench;
        const QByteArray id = bench.done("expired-result, expired-media");
        for (int i = 0; i < 2; ++i) {
            QCOMPARE(bench.get(Bench::path(id)).status, 404);
            QCOMPARE(bench.get("/files/" + id + "/0.jpeg").status, 404);
        }
        const QByteArray other = bench.done("expired-result;status=410");
        QCOMPARE(bench.get(Bench::path(other)).status, 410);
        QCOMPARE(bench.get("/files/" + other + "/0.jpeg").status, 200);
    }

    void aPictureIsCalledSomethingElse()
    {
        Bench bench;
        const QByteArray id = bench.done();
        const WireAnswer proper = bench.get("/files/" + id + "/0.jpeg");
        const WireAnswer wrong = bench.get("/files/" + id + "/0.jpeg", "wrong-content-type");
        QCOMPARE(wrong.headers.value("content-type"), QByteArray("text/plain"));
        QCOMPARE(wrong.body, proper.body);
        QVERIFY(bench.setFaults(
            R"([{"do":"wrong-content-type","on":"result","headers":{"Content-Type":"text/html"}}])"));
        const WireAnswer result = bench.get(Bench::path(id));
        QCOMPARE(result.headers.value("content-type"), QByteArray("text/html"));
        QVERIFY(!result.json().isEmpty());
    }

    void picturesComeAsDataAddresses()
    {
        Bench bench;
        const QByteArray id = bench.done("data-uris");
        const QJsonArray images = bench.get(Bench::path(id)).json().value("images"_L1).toArray();
        const QString url = images.at(0).toObject().value("url"_L1).toString();
        QVERIFY(url.startsWith("data:image/jpeg;base64,"_L1));
        QCOMPARE(QByteArray::fromBase64(url.section(u',', 1).toLatin1()),
                 bench.get("/files/" + id + "/0.jpeg").body);
    }

    void aPictureIsTruncatedAndCalledWhole()
    {
        Bench bench;
        const QByteArray id = bench.done();
        const QByteArray whole = bench.get("/files/" + id + "/0.jpeg").body;
        QCOMPARE(bench.get("/files/" + id + "/0.jpeg", "truncated-image").body, whole.left(whole.size() / 2));
        QCOMPARE(bench.get("/files/" + id + "/0.jpeg", "truncated-image;bytes=9").body, whole.left(9));
        QCOMPARE(bench.get("/files/" + id + "/0.jpeg").body, whole);
    }

    void aModelDriftsALittleOrAltogether()
    {
        Bench bench;
        const QByteArray id = bench.done();
        const QByteArray proper = bench.get("/files/" + id + "/0.jpeg").body;
        const QByteArray near = bench.get("/files/" + id + "/0.jpeg", "drift").body;
        const QByteArray other = bench.get("/files/" + id + "/0.jpeg", "other-picture").body;
        QVERIFY(near != proper && other != proper && other != near);
        QCOMPARE(bench.get("/files/" + id + "/0.jpeg", "drift").body, near);
        QCOMPARE(bench.get("/files/" + id + "/0.jpeg", "other-picture").body, other);
        QCOMPARE(bench.get("/files/" + id + "/0.jpeg").body, proper);
        const QImage was = QImage::fromData(proper);
        const auto meanOf = [&was](const QByteArray &bytes) {
            const QImage is = QImage::fromData(bytes);
            qint64 sum = 0;
            for (int y = 0; y < was.height(); ++y) {
                for (int x = 0; x < was.width(); ++x)
                    sum += std::abs(qGreen(was.pixel(x, y)) - qGreen(is.pixel(x, y)));
            }
            return is.size() == was.size() ? double(sum) / (was.width() * was.height()) : -1;
        };
        QVERIFY2(meanOf(near) > 0 && meanOf(near) < 4, qPrintable(QString::number(meanOf(near))));
        QVERIFY2(meanOf(other) > 8, qPrintable(QString::number(meanOf(other))));
    }

    void anUploadFailsWhereTold()
    {
        // SRV-25 the beginning, one part of several, or the end; what is tried again works.
        Bench bench;
        QVERIFY(bench.setFaults(R"([{"do":"503","on":"initiate"},{"do":"502","on":"upload","skip":1},
                                    {"do":"504","on":"complete"}])"));
        const QByteArray begin = "/storage/upload/initiate-multipart?storage_type=fal-cdn-v3";
        const QByteArray what = R"({"content_type":"text/plain","file_name":"a.txt"})";
        HttpClient stranger(quint16(bench.server.origin().port()));
        QCOMPARE(stranger.request("POST", begin, what).status, 401);
        QCOMPARE(bench.client->request("POST", begin, what).status, 503);
        const WireAnswer begun = bench.client->request("POST", begin, what);
        QCOMPARE(begun.status, 200);
        const QUrl url(begun.json().value("upload_url"_L1).toString());
        const auto at = [&](const QByteArray &step) {
            return url.path().toLatin1() + step + '?' + url.query().toLatin1();
        };
        const WireAnswer one = bench.client->request("PUT", at("/1"), "Hello, ");
        QCOMPARE(one.status, 200);
        QCOMPARE(bench.client->request("PUT", at("/2"), "World!").status, 502);
        const WireAnswer two = bench.client->request("PUT", at("/2"), "World!");
        QCOMPARE(two.status, 200);
        const QByteArray parts = QJsonDocument(QJsonObject{{u"parts"_s, QJsonArray{one.json(), two.json()}}})
                                     .toJson(QJsonDocument::Compact);
        QCOMPARE(bench.client->request("POST", at("/complete"), parts).status, 504);
        const QUrl file(begun.json().value("file_url"_L1).toString());
        QCOMPARE(bench.get(file.path().toLatin1()).status, 404);
        QCOMPARE(bench.client->request("POST", at("/complete"), parts).status, 200);
        QCOMPARE(bench.get(file.path().toLatin1()).body, QByteArray("Hello, World!"));
        const auto cut = bench.newClient();
        QVERIFY(cut->sendRequest("PUT", at("/3"), "x", Bench::wish("reset")));
        QVERIFY(cut->readToEnd().isEmpty());
    }

    void aFaultHitsAsOftenAsTold()
    {
        Bench bench(0);
        const QByteArray id = bench.submit();
        QVERIFY(bench.setFaults(R"([{"do":"503","on":"status","times":3,"skip":1}])"));
        QCOMPARE(bench.pattern(id, 6), QByteArray(".xxx.."));
        const QByteArray other = bench.submit("503;on=status;times=2");
        QCOMPARE(bench.pattern(id, 2), QByteArray(".."));
        QCOMPARE(bench.pattern(other, 4), QByteArray("xx.."));
    }

    void aRateHitsTheSameCallsWithTheSameSeed()
    {
        constexpr int calls = 40;
        QList<QByteArray> patterns;
        for (const QByteArray seed : {"3", "3", "4"}) {
            Bench bench(0);
            const QByteArray id = bench.submit();
            QVERIFY(bench.setFaults("{\"seed\":" + seed +
                                    R"(,"faults":[{"do":"503","on":"status","rate":0.4}]})"));
            patterns.append(bench.pattern(id, calls));
        }
        QCOMPARE(patterns.at(1), patterns.at(0));
        QVERIFY(patterns.at(2) != patterns.at(0));
        for (const QByteArray &pattern : patterns)
            QVERIFY2(pattern.count('x') > 5 && pattern.count('x') < 30, pattern.constData());
    }

    void theEndsOfARateAreNeverAndAlways()
    {
        Bench bench(0);
        const QByteArray id = bench.submit();
        QVERIFY(bench.setFaults(R"([{"do":"503","rate":0}])"));
        QCOMPARE(bench.pattern(id, 5), QByteArray("....."));
        QVERIFY(bench.setFaults(R"([{"do":"503","rate":1}])"));
        QCOMPARE(bench.pattern(id, 5), QByteArray("xxxxx"));
        QVERIFY(bench.setFaults(R"([{"do":"503","rate":1,"times":2}])"));
        QCOMPARE(bench.pattern(id, 5), QByteArray("xx..."));
        bench.server.clearFaults();
        QCOMPARE(bench.pattern(id, 2), QByteArray(".."));
    }

    void aFaultPerRequestIsDecidedOnce()
    {
        Bench bench(0);
        QVERIFY(bench.setFaults(
            R"({"seed":5,"faults":[{"do":"503","on":"status","rate":0.5,"per":"request"}]})"));
        QSet<QByteArray> seen;
        for (int i = 0; i < 12; ++i) {
            const QByteArray pattern = bench.pattern(bench.submit(), 4);
            QVERIFY2(pattern == "xxxx" || pattern == "....", pattern.constData());
            seen.insert(pattern);
        }
        QCOMPARE(seen.size(), 2);
        QVERIFY(bench.setFaults(R"([{"do":"503","on":"status","times":1,"skip":1,"per":"request"}])"));
        const QByteArray first = bench.submit();
        const QByteArray second = bench.submit();
        QCOMPARE(bench.pattern(first, 2), QByteArray(".."));
        QCOMPARE(bench.pattern(second, 2), QByteArray("xx"));
        QCOMPARE(bench.pattern(bench.submit(), 2), QByteArray(".."));
        QCOMPARE(bench.pattern(second, 2), QByteArray("xx"));
    }

    void mistakesInAFaultFileAreNamedWithTheirPlace_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("place");
        const auto row = [](const char *name, const char *json, const QString &word, const QString &place) {
            QTest::newRow(name) << QByteArray(json) << word << place;
        };
        row("no JSON", "[\n {\"do\": }]", u"not JSON"_s, u"line 2, column "_s);
        row("empty", "", u"not JSON"_s, u"line 1, column 1"_s);
        row("no list", "{}", u"must be a list"_s, u"line 1, column 1"_s);
        row("faults no list", "{\n\"faults\": 3}", u"must be a list"_s, u"line 2, column 11"_s);
        row("unknown top word", "{\"faults\": [],\n  \"sed\": 1}", u"“sed”"_s, u"line 2, column 10"_s);
        row("seed", R"({"seed": -1, "faults": []})", u"“seed”"_s, u"line 1, column 10"_s);
        row("no object", "[\"503\"]", u"must be an object"_s, u"line 1, column 2"_s);
        row("no do", "[{\"on\":\"any\"}]", u"needs “do”"_s, u"line 1, column 2"_s);
        row("do no text", "[{\"do\": 503}]", u"quotation marks"_s, u"line 1, column 9"_s);
        row("unknown switch", "[{\"do\": \"503\"},\n {\"do\": \"nul-logs\"}]", u"no switch “nul-logs”"_s,
            u"line 2, column 9"_s);
        row("unknown field", "[{\"do\": \"503\", \"time\": 3}]", u"takes no “time”"_s,
            u"line 1, column 24"_s);
        row("field of another switch", "[{\"do\": \"stream-cut\", \"bytes\": 3}]", u"takes no “bytes”"_s,
            u"line 1, column 32"_s);
        row("times zero", "{\"faults\": [\n{\"do\": \"503\",\n\"times\": 0}]}", u"“times” must be"_s,
            u"line 3, column 10"_s);
        row("times fraction", "[{\"do\":\"503\",\"times\":1.5}]", u"“times” must be"_s,
            u"line 1, column 22"_s);
        row("times word", "[{\"do\":\"503\",\"times\":\"often\"}]", u"always"_s, u"line 1, column 22"_s);
        row("rate", "[{\"do\":\"503\",\"rate\":20}]", u"“rate” must be"_s, u"line 1, column 21"_s);
        row("rate text", "[{\"do\":\"503\",\"rate\":\"half\"}]", u"“rate” must be"_s, u"line 1, column 21"_s);
        row("skip", "[{\"do\":\"503\",\"skip\":-1}]", u"“skip” must be"_s, u"line 1, column 21"_s);
        row("unknown call", "[{\"do\":\"503\",\"on\":[\"status\",\"sleep\"]}]", u"“on” must be any"_s,
            u"line 1, column 19"_s);
        row("no call", "[{\"do\":\"503\",\"on\":[]}]", u"at least one"_s, u"line 1, column 19"_s);
        row("impossible call", "[{\"do\":\"data-uris\",\"on\":\"status\"}]", u"cannot hit on “status”"_s,
            u"line 1, column 25"_s);
        row("per", "[{\"do\":\"503\",\"per\":\"day\"}]", u"“per” must be"_s, u"line 1, column 20"_s);
        row("per request at submit", "[{\"do\":\"503\",\"on\":\"submit\",\"per\":\"request\"}]",
            u"there is none yet"_s, u"line 1, column 34"_s);
        row("status", "[{\"do\":\"answer\",\"status\":99}]", u"from 200 to 599"_s, u"line 1, column 26"_s);
        row("accept", "[{\"do\":\"hang\",\"accept\":1}]", u"true or false"_s, u"line 1, column 24"_s);
        row("interval", "[{\"do\":\"slow\",\"interval_ms\":\"1s\"}]", u"“interval_ms”"_s,
            u"line 1, column 29"_s);
        row("headers", "[{\"do\":\"answer\",\"headers\":[]}]", u"object of texts"_s, u"line 1, column 27"_s);
        row("header with line break", R"([{"do":"answer","headers":{"a":"b\r\nc: d"}}])",
            u"one line of text"_s, u"line 1, column 27"_s);
        row("body", "[{\"do\":\"answer\",\"body\":5}]", u"“body” must be"_s, u"line 1, column 24"_s);
        row("word", "[{\"do\":\"unknown-status\",\"word\":5}]", u"“word” must be"_s, u"line 1, column 32"_s);
        row("braces in texts", "[{\"do\":\"answer\",\"body\":\"]}\\\"{[\",\"times\":0}]", u"“times”"_s,
            u"line 1, column 41"_s);
    }
    void mistakesInAFaultFileAreNamedWithTheirPlace()
    {
        QFETCH(const QByteArray, json);
        QFETCH(const QString, word);
        QFETCH(const QString, place);
        const Result<FaultPlan> plan = readFaults(json);
        QVERIFY(!plan);
        QCOMPARE(plan.error().kind, ErrorKind::BadInput);
        QVERIFY2(plan.error().message.contains(word), qPrintable(plan.error().message));
        QVERIFY2(plan.error().message.contains(place), qPrintable(plan.error().message));
        QVERIFY(plan.error().message.endsWith(u'.'));
        QVERIFY(plan.error().detail.startsWith(place));
    }

    void allFieldsOfAFaultFileAreRead()
    {
        const Result<FaultPlan> plan = readFaults(R"({"seed": 4294967295, "faults": [
            {"do": "answer", "on": "result", "status": 418, "body": {"a": [1]}, "headers": {"Retry-After": "7"},
             "times": 2, "skip": 3, "rate": 0.25, "accept": true, "per": "request"},
            {"do": "drip", "bytes": 5, "interval_ms": 6, "on": "any"},
            {"do": "stream-cut", "events": 2, "times": "always"}]})");
        QVERIFY(plan);
        QCOMPARE(plan->seed, 4294967295U);
        QCOMPARE(plan->faults.size(), 3);
        const Fault &answer = plan->faults.at(0);
        QCOMPARE(answer.on, Fault::On::Result);
        QCOMPARE(answer.status, 418);
        QCOMPARE(answer.body, QByteArray(R"({"a":[1]})"));
        QCOMPARE(answer.headers.size(), 1);
        QCOMPARE(answer.headers.first().name, QByteArray("retry-after"));
        QCOMPARE(answer.times, 2);
        QCOMPARE(answer.skip, 3);
        QCOMPARE(answer.rate, 0.25);
        QVERIFY(answer.accept && answer.perRequest);
        QCOMPARE(plan->faults.at(1).bytes, 5);
        QCOMPARE(plan->faults.at(1).interval, std::chrono::milliseconds(6));
        QCOMPARE(plan->faults.at(1).on, Fault::On::Any);
        QCOMPARE(plan->faults.at(1).times, 1);
        QCOMPARE(plan->faults.at(2).events, 2);
        QCOMPARE(plan->faults.at(2).times, -1);
        QVERIFY(readFaults("[]"));
        QCOMPARE(readFaultFile(u"/nowhere/faults.json"_s).error().kind, ErrorKind::Storage);
    }

    void aFaultFileIsNamedInItsMistake()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"bad.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[{\"do\":\"x\"}]");
        file.close();
        const Result<FaultPlan> plan = readFaultFile(file.fileName());
        QVERIFY(!plan);
        QCOMPARE(plan.error().kind, ErrorKind::BadInput);
        QVERIFY(plan.error().message.contains(file.fileName()));
    }

    void everySwitchStandsAloneInAFaultFile()
    {
        QSet<QString> names;
        for (const FaultSwitch &one : faultSwitches()) {
            names.insert(one.name);
            QVERIFY(one.sentence.endsWith(u'.'));
            const QByteArray name = QString(one.name).toLatin1();
            QVERIFY2(readFaults("[{\"do\":\"" + name + "\"}]"), name.constData());
        }
        QCOMPARE(names.size(), faultSwitches().size());
    }

    void aHeaderThatMakesNoSenseIsRefused_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<QString>("word");
        QTest::newRow("unknown switch") << QByteArray("sleepy") << u"no switch “sleepy”"_s;
        QTest::newRow("second unknown") << QByteArray("slow, ") << u"no switch"_s;
        QTest::newRow("bad field") << QByteArray("slow;bytes=3") << u"takes no “bytes”"_s;
        QTest::newRow("another call") << QByteArray("data-uris") << u"cannot hit this call"_s;
        QTest::newRow("do as a field") << QByteArray("sleepy;do=data-uris") << u"cannot hit this call"_s;
        QTest::newRow("only separators") << QByteArray(";=;,;;=") << u"no switch"_s;
        QTest::newRow("rate for one call") << QByteArray("503;rate=0.5") << u"“rate”"_s;
    }
    void aHeaderThatMakesNoSenseIsRefused()
    {
        QFETCH(const QByteArray, fault);
        QFETCH(const QString, word);
        Bench bench(0);
        const QByteArray id = bench.submit();
        const WireAnswer answer = bench.get(Bench::path(id, "/status"), fault);
        QCOMPARE(answer.status, 400);
        const QString detail = answer.json().value("detail"_L1).toString();
        QVERIFY2(detail.contains(word), qPrintable(detail));
    }

    void aHeaderNeedsTheKeyLikeEverythingElse()
    {
        Bench bench(0);
        HttpClient stranger(quint16(bench.server.origin().port()));
        QCOMPARE(stranger.request("POST", "/fal-ai/janus", foxBody, Bench::wish("503")).status, 401);
    }

    void presetsAreReadyForAMenu()
    {
        QSet<QString> names;
        for (const FaultPreset &preset : faultPresets()) {
            names.insert(preset.name);
            QVERIFY(!preset.title.isEmpty() && preset.sentence.endsWith(u'.'));
            QVERIFY(!preset.faults.isEmpty());
            for (const Fault &fault : preset.faults)
                QVERIFY(fault.times < 0 && fault.rate > 0);
        }
        QCOMPARE(names.size(), faultPresets().size());
        QVERIFY(names.contains(u"slow"_s) && names.contains(u"key-refused"_s));
    }

    void aRunningServerTakesAndDropsPresets()
    {
        SandboxThread thread(SandboxOptions{.pace = 0});
        QSignalSpy ready(&thread, &SandboxThread::ready);
        thread.start();
        QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, 20000);
        HttpClient client(quint16(ready.first().at(0).toUrl().port()),
                          ready.first().at(1).value<ApiKey>().reveal());
        const auto preset = std::ranges::find(faultPresets(), u"key-refused"_s, &FaultPreset::name);
        thread.setFaults({preset->faults});
        for (int i = 0; i < 3; ++i)
            QCOMPARE(client.request("POST", "/fal-ai/janus", foxBody).status, 401);
        thread.clearFaults();
        QCOMPARE(client.request("POST", "/fal-ai/janus", foxBody).status, 200);
    }

    void aServerMisbehavesFromTheStart()
    {
        SandboxServer server(
            SandboxOptions{.pace = 0, .capacity = 0, .faults = *readFaults(R"([{"do":"429"}])")});
        QVERIFY(server.listen());
        HttpClient client(quint16(server.origin().port()), server.key().reveal());
        QCOMPARE(client.request("POST", "/fal-ai/janus", foxBody).status, 429);
        QCOMPARE(client.request("POST", "/fal-ai/janus", foxBody).status, 200);
    }
};

QTEST_GUILESS_MAIN(TestFaultDial)
#include "tst_faultdial.moc"
