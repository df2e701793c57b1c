#include "httpclient.h"

#include "sandbox/sandboxserver.h"
#include "sandbox/sandboxthread.h"

#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUuid>

using namespace janus;
using namespace janus::sandbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray foxBody = R"({"prompt":"a fox","image_size":{"width":64,"height":48}})";

SandboxOptions quick()
{
    SandboxOptions options;
    options.pace = 0;
    return options;
}

/// Nothing runs: everything stays in the queue.
SandboxOptions paused()
{
    SandboxOptions options = quick();
    options.capacity = 0;
    return options;
}

/// Everything runs and nothing ends.
SandboxOptions endless()
{
    SandboxOptions options;
    options.pace = 10000;
    return options;
}

/// A listening server and one client with its key.
struct Setup
{
    explicit Setup(const SandboxOptions &options = quick())
        : server(options)
    {
        listening = bool(server.listen());
        port = quint16(server.origin().port());
        key = server.key().reveal();
        client = std::make_unique<HttpClient>(port, key);
    }

    QByteArray submit(const QByteArray &body = foxBody, const QByteArray &moreHeaders = {})
    {
        return client->request("POST", "/fal-ai/janus", body, moreHeaders)
            .json()
            .value("request_id"_L1)
            .toString()
            .toLatin1();
    }
    QByteArray path(const QByteArray &id, const QByteArray &call = {}) const
    {
        return "/fal-ai/janus/requests/" + id + call;
    }
    WireAnswer get(const QByteArray &target) { return client->request("GET", target); }
    QString state(const QByteArray &id)
    {
        return get(path(id, "/status")).json().value("status"_L1).toString();
    }
    bool waitFor(const QByteArray &id, const QString &wanted)
    {
        return QTest::qWaitFor([&] { return state(id) == wanted; }, 15000);
    }

    SandboxServer server;
    bool listening = false;
    quint16 port = 0;
    QByteArray key;
    std::unique_ptr<HttpClient> client;
};

QList<QJsonObject> eventsOf(const QByteArray &stream)
{
    QList<QJsonObject> events;
    const QList<QByteArray> lines = stream.split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("data: "))
            events.append(QJsonDocument::fromJson(line.mid(6)).object());
    }
    return events;
}

QString detailOf(const WireAnswer &answer)
{
    return answer.json().value("detail"_L1).toString();
}

} // namespace

class TestSandboxServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // LD-03
    void noMoreThanMayBeOpenAreTakenIn()
    {
        SandboxOptions options = paused();
        options.mostOpen = 2;
        Setup s(options);
        QVERIFY(s.listening);
        s.submit();
        const QByteArray second = s.submit();
        QVERIFY(!second.isEmpty());
        QCOMPARE(
            s.client->request("POST", "/fal-ai/janus", foxBody, "Content-Type: application/json\r\n").status,
            429);
        QCOMPARE(s.client->request("PUT", "/fal-ai/janus/requests/" + second + "/cancel").status, 200);
        QVERIFY(!s.submit().isEmpty());
    }

    void everyRequestIsWrittenDownWhenAsked()
    {
        const QTemporaryDir folder;
        SandboxOptions options = paused();
        options.requestLog = folder.filePath(u"log"_s);
        Setup s(options);
        QVERIFY(s.listening);
        s.submit();
        QFile log(options.requestLog);
        QVERIFY(log.open(QIODevice::ReadOnly));
        const QJsonObject line = QJsonDocument::fromJson(log.readLine()).object();
        QCOMPARE(line["method"_L1].toString(), u"POST"_s);
        QCOMPARE(line["target"_L1].toString(), u"/fal-ai/janus"_s);
        QVERIFY(QDateTime::fromString(line["time"_L1].toString(), Qt::ISODateWithMs).isValid());
        QVERIFY(log.atEnd());
    }

    void aTicketHasAllSixFields()
    {
        Setup s;
        QVERIFY(s.listening);
        const WireAnswer answer = s.client->request("POST", "/fal-ai/janus", foxBody);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.headers.value("content-type"), QByteArray("application/json"));
        const QJsonObject ticket = answer.json();
        const QString id = ticket.value("request_id"_L1).toString();
        QVERIFY(!QUuid(id).isNull());
        QCOMPARE(answer.headers.value("x-fal-request-id"), id.toLatin1());
        QCOMPARE(ticket.value("status"_L1).toString(), u"IN_QUEUE"_s);
        QCOMPARE(ticket.value("queue_position"_L1).toInt(-1), 0);
        const QString base = u"http://127.0.0.1:%1/fal-ai/janus/requests/%2"_s.arg(s.port).arg(id);
        QCOMPARE(ticket.value("response_url"_L1).toString(), base);
        QCOMPARE(ticket.value("status_url"_L1).toString(), base + u"/status"_s);
        QCOMPARE(ticket.value("cancel_url"_L1).toString(), base + u"/cancel"_s);
    }

    void aPictureComesOutOfTheWholeStory()
    {
        Setup s;
        const QByteArray id = s.submit(
            R"({"prompt":"a fox","image_size":{"width":64,"height":48},"num_images":2,"seed":9007199254740993})");
        QVERIFY(s.waitFor(id, u"COMPLETED"_s));
        const WireAnswer result = s.get(s.path(id));
        QCOMPARE(result.status, 200);
        QCOMPARE(result.headers.value("x-fal-request-id"), id);
        const QJsonObject output = result.json();
        QCOMPARE(output.value("seed"_L1).toInteger(), 9007199254740993);
        QCOMPARE(output.value("prompt"_L1).toString(), u"a fox"_s);
        QCOMPARE(output.value("has_nsfw_concepts"_L1).toArray(), QJsonArray({false, false}));
        QVERIFY(output.value("timings"_L1).toObject().value("inference"_L1).toDouble() > 0);
        const QJsonArray images = output.value("images"_L1).toArray();
        QCOMPARE(images.size(), 2);
        QCOMPARE(images.at(0).toObject().value("width"_L1).toInt(), 64);
        QCOMPARE(images.at(0).toObject().value("content_type"_L1).toString(), u"image/jpeg"_s);
        HttpClient stranger(s.port);
        const QUrl url(images.at(1).toObject().value("url"_L1).toString());
        const WireAnswer media = stranger.request("GET", url.path().toLatin1());
        QCOMPARE(media.headers.value("content-type"), QByteArray("image/jpeg"));
        QCOMPARE(QImage::fromData(media.body).size(), QSize(64, 48));
        QCOMPARE(stranger.request("GET", url.path().toLatin1()).body, media.body);
        QCOMPARE(s.server.picturesDrawn(), 2);
        QCOMPARE(stranger.request("GET", "/files/" + id + "/2.jpeg").status, 404);
    }

    void aSeedIsDrawnWhenNoneIsSent()
    {
        Setup s;
        const QByteArray id = s.submit();
        QVERIFY(s.waitFor(id, u"COMPLETED"_s));
        const QJsonValue seed = s.get(s.path(id)).json().value("seed"_L1);
        QVERIFY(seed.toInteger(-1) >= 0);
        QCOMPARE(s.get(s.path(id)).json().value("seed"_L1), seed);
    }

    void statusCodesAndLogsFollowTheState()
    {
        Setup s(paused());
        const QByteArray id = s.submit();
        const WireAnswer waiting = s.get(s.path(id, "/status?logs=1"));
        QCOMPARE(waiting.status, 202);
        QVERIFY(!waiting.json().contains("logs"_L1));
        QCOMPARE(waiting.json().value("queue_position"_L1).toInt(-1), 0);
        const WireAnswer early = s.get(s.path(id));
        QCOMPARE(early.status, 400);
        QCOMPARE(detailOf(early), u"Request is still in progress"_s);
        s.server.setCapacity(1);
        QVERIFY(s.waitFor(id, u"COMPLETED"_s));
        const WireAnswer done = s.get(s.path(id, "/status?logs=true"));
        QCOMPARE(done.status, 200);
        const QJsonArray logs = done.json().value("logs"_L1).toArray();
        QVERIFY(logs.size() > 5);
        QVERIFY(logs.at(0).toObject().value("timestamp"_L1).toString().endsWith(u'Z'));
        QCOMPARE(logs.at(0).toObject().value("level"_L1).toString(), u"INFO"_s);
        QVERIFY(done.json().value("metrics"_L1).toObject().value("inference_time"_L1).toDouble() > 0);
        for (const QByteArray query : {"", "?logs=0", "?logs=false"}) {
            const QJsonObject quiet = s.get(s.path(id, "/status" + query)).json();
            QVERIFY(quiet.contains("logs"_L1) && quiet.value("logs"_L1).isNull());
        }
    }

    void allFormsOfAPathLeadThere()
    {
        Setup s;
        const QJsonObject ticket = s.client->request("POST", "/fal-ai/flux/dev", foxBody).json();
        const QByteArray id = ticket.value("request_id"_L1).toString().toLatin1();
        QVERIFY(ticket.value("status_url"_L1).toString().contains("/fal-ai/flux/requests/"_L1));
        for (const QByteArray base : {"/fal-ai/flux/requests/", "/fal-ai/flux/dev/requests/"}) {
            QVERIFY(s.get(base + id + "/status").status / 100 == 2);
            QVERIFY(s.get(base + id + "/status/").status / 100 == 2);
            QTRY_COMPARE_WITH_TIMEOUT(s.get(base + id).status, 200, 20000);
            QCOMPARE(s.get(base + id + "/").status, 200);
            QCOMPARE(s.get(base + id + "/response").status, 200);
        }
        QCOMPARE(s.get(s.path(id, "/status")).status, 404);
    }

    void theOtherModelsDrawToo()
    {
        Setup s;
        const QByteArray body =
            R"({"prompt":"sea","image_size":{"width":40,"height":40},"num_images":2,"format":"png","sync_mode":true})";
        const QByteArray id = s.client->request("POST", "/fal-ai/fast-sdxl", body)
                                  .json()
                                  .value("request_id"_L1)
                                  .toString()
                                  .toLatin1();
        QTRY_COMPARE_WITH_TIMEOUT(s.get("/fal-ai/fast-sdxl/requests/" + id).status, 200, 20000);
        const QJsonArray images =
            s.get("/fal-ai/fast-sdxl/requests/" + id).json().value("images"_L1).toArray();
        QCOMPARE(images.size(), 2);
        const QString url = images.at(1).toObject().value("url"_L1).toString();
        QVERIFY(url.startsWith("data:image/png;base64,"_L1));
        QCOMPARE(QImage::fromData(QByteArray::fromBase64(url.section(u',', 1).toLatin1()), "png").size(),
                 QSize(40, 40));
    }

    void badInputIsRefusedOnlyWhenTheJobRuns_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("loc");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("limit");
        const auto row = [](const char *body, const QString &loc, const QString &type,
                            const QString &limit = {}) {
            QTest::newRow(body[0] ? body : "nothing") << QByteArray(body) << loc << type << limit;
        };
        row("", u"prompt"_s, u"missing"_s);
        row("{}", u"prompt"_s, u"missing"_s);
        row("[1]", u""_s, u"model_type"_s);
        row(R"({"prompt":5})", u"prompt"_s, u"string_type"_s);
        row(R"({"prompt":"x","num_images":99})", u"num_images"_s, u"less_than_equal"_s, u"le"_s);
        row(R"({"prompt":"x","num_images":0})", u"num_images"_s, u"greater_than_equal"_s, u"ge"_s);
        row(R"({"prompt":"x","num_images":1.5})", u"num_images"_s, u"int_from_float"_s);
        row(R"({"prompt":"x","num_images":"many"})", u"num_images"_s, u"int_parsing"_s);
        row(R"({"prompt":"x","temperature":2.1})", u"temperature"_s, u"less_than_equal"_s, u"le"_s);
        row(R"({"prompt":"x","temperature":[]})", u"temperature"_s, u"float_type"_s);
        row(R"({"prompt":"x","cfg_weight":0.5})", u"cfg_weight"_s, u"greater_than_equal"_s, u"ge"_s);
        row(R"({"prompt":"x","seed":"red"})", u"seed"_s, u"int_parsing"_s);
        row(R"({"prompt":"x","enable_safety_checker":3})", u"enable_safety_checker"_s, u"bool_type"_s);
        row(R"({"prompt":"x","image_size":"huge"})", u"image_size"_s, u"enum"_s, u"expected"_s);
        row(R"({"prompt":"x","image_size":7})", u"image_size"_s, u"model_type"_s);
        row(R"({"prompt":"x","image_size":{"width":0}})", u"image_size/width"_s, u"greater_than"_s, u"gt"_s);
        row(R"({"prompt":"x","image_size":{"height":14143}})", u"image_size/height"_s, u"less_than_equal"_s,
            u"le"_s);
    }

    void badInputIsRefusedOnlyWhenTheJobRuns()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const QString, limit);
        Setup s;
        const QByteArray id = s.submit(body);
        QVERIFY(!id.isEmpty());
        QVERIFY(s.waitFor(id, u"COMPLETED"_s));
        const WireAnswer result = s.get(s.path(id));
        QCOMPARE(result.status, 422);
        const QJsonArray detail = result.json().value("detail"_L1).toArray();
        QCOMPARE(detail.size(), 1);
        const QJsonObject problem = detail.at(0).toObject();
        QStringList loc;
        for (const QJsonValue &step : problem.value("loc"_L1).toArray())
            loc.append(step.toString());
        QCOMPARE(loc.takeFirst(), u"body"_s);
        QTEST(loc.join(u'/'), "loc");
        QTEST(problem.value("type"_L1).toString(), "type");
        QVERIFY(problem.contains("input"_L1) && problem.contains("msg"_L1));
        QVERIFY(problem.value("url"_L1).toString().endsWith(problem.value("type"_L1).toString()));
        QCOMPARE(problem.value("ctx"_L1).toObject().contains(limit), !limit.isEmpty());
    }

    void aBodyThatIsNoJsonIsRefusedAtOnce()
    {
        Setup s;
        QCOMPARE(s.client->request("POST", "/fal-ai/janus", "prompt=fox").status, 400);
        QCOMPARE(s.server.acceptedSubmits(), 0);
    }

    void theSafetyCheckerWithholdsPictures()
    {
        Setup s;
        const QByteArray id = s.submit(R"({"prompt":"a nude study","image_size":{"width":20,"height":20}})");
        QVERIFY(s.waitFor(id, u"COMPLETED"_s));
        const QJsonObject output = s.get(s.path(id)).json();
        QCOMPARE(output.value("has_nsfw_concepts"_L1).toArray(), QJsonArray({true}));
        const QImage image = QImage::fromData(s.get("/files/" + id + "/0.jpeg").body);
        QCOMPARE(image.pixelColor(10, 10), QColor(Qt::black));
    }

    void refusalsUseTheServicesWords()
    {
        Setup s;
        HttpClient nobody(s.port);
        const WireAnswer noKey = nobody.request("POST", "/fal-ai/flux/dev", "{}");
        QCOMPARE(noKey.status, 401);
        QCOMPARE(
            detailOf(noKey),
            u"Cannot access application \"fal-ai/flux\". Authentication is required to access this application."_s);
        HttpClient wrong(s.port, "11111111-2222-3333-4444-555555555555:00000000000000000000000000000000");
        QCOMPARE(detailOf(wrong.request("GET", "/fal-ai/janus/requests/x/status")),
                 u"No user found for Key ID and Secret"_s);
        HttpClient halved(s.port, "abc");
        QCOMPARE(detailOf(halved.request("GET", "/")),
                 u"Invalid Key Authorization header format. Expected '<key_id>:<key_secret>'."_s);
        QCOMPARE(detailOf(s.client->request("POST", "/fal-ai/nothing", "{}")),
                 u"Application \"nothing\" not found"_s);
        QCOMPARE(detailOf(s.client->request("POST", "/fal-ai/janus/pro", "{}")), u"Path /pro not found"_s);
        QCOMPARE(s.client->request("POST", "/fal-ai/flux", "{}").status, 404);
        const WireAnswer method = s.client->request("DELETE", "/fal-ai/janus");
        QCOMPARE(method.status, 405);
        QCOMPARE(method.headers.value("allow"), QByteArray("POST"));
        QCOMPARE(s.client->request("POST", s.path("x", "/cancel"), "").status, 405);
        // SBX-05: ids are looked up, never opened as paths.
        const WireAnswer unknown = s.get(s.path("../../etc/passwd", "/status"));
        QCOMPARE(unknown.status, 404);
        QCOMPARE(s.get(s.path("%2e%2e%2f", "/status")).json().value("status"_L1).toString(), u"NOT_FOUND"_s);
        QCOMPARE(s.get("/files/..%2f..%2fetc/0.jpeg").status, 404);
    }

    void theKeyHasTheServicesFormAndIsNewEachTime()
    {
        // SBX-03: the key is new at each start.
        const Setup a;
        const Setup b;
        QVERIFY(a.key != b.key);
        const QList<QByteArray> parts = a.key.split(':');
        QVERIFY(!QUuid(QString::fromLatin1(parts.at(0))).isNull());
        QCOMPARE(QByteArray::fromHex(parts.at(1)).size(), 16);
        QCOMPARE(parts.at(1).size(), 32);
    }

    void strangersAreRefusedBeforeRouting_data()
    {
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<int>("status");
        QTest::newRow("SBX-01 other host") << QByteArray("Host: evil.com\r\n") << 403;
        QTest::newRow("SBX-01 lookalike") << QByteArray("Host: 127.0.0.1.evil.com:PORT\r\n") << 403;
        QTest::newRow("SBX-01 no host") << QByteArray() << 403;
        QTest::newRow("SBX-01 empty host") << QByteArray("Host:\r\n") << 403;
        QTest::newRow("SBX-01 no port") << QByteArray("Host: 127.0.0.1\r\n") << 403;
        QTest::newRow("SBX-01 other port") << QByteArray("Host: 127.0.0.1:1\r\n") << 403;
        QTest::newRow("SBX-01 two hosts")
            << QByteArray("Host: 127.0.0.1:PORT\r\nHost: 127.0.0.1:PORT\r\n") << 403;
        QTest::newRow("SBX-02 web page")
            << QByteArray("Host: 127.0.0.1:PORT\r\nOrigin: http://evil.com\r\n") << 403;
        QTest::newRow("SBX-02 sandboxed page")
            << QByteArray("Host: 127.0.0.1:PORT\r\nOrigin: null\r\n") << 403;
        QTest::newRow("SBX-02 picture tag")
            << QByteArray("Host: 127.0.0.1:PORT\r\nSec-Fetch-Site: cross-site\r\n") << 403;
        QTest::newRow("node") << QByteArray("Host: localhost:PORT\r\nsec-fetch-mode: cors\r\n") << 404;
    }

    void strangersAreRefusedBeforeRouting()
    {
        QFETCH(QByteArray, headers);
        Setup s;
        headers.replace("PORT", QByteArray::number(s.port));
        QVERIFY(s.client->send("GET /fal-ai/janus/requests/x HTTP/1.1\r\nAuthorization: Key " + s.key +
                               "\r\n" + headers + "\r\n"));
        const WireAnswer answer = s.client->read();
        QTEST(answer.status, "status");
        QVERIFY(!answer.raw.toLower().contains("access-control"));
    }

    void whatAWebPagePostsIsNotKept()
    {
        // SBX-02: a page needs nobody's leave to post a form; its refusal comes behind the body.
        Setup s;
        const QByteArray page = "Origin: http://evil.com\r\nContent-Type: text/plain\r\n";
        QCOMPARE(s.client->request("POST", "/fal-ai/janus", foxBody, page).status, 403);
        QCOMPARE(s.server.requests().last().body, QByteArray());
        QCOMPARE(s.server.acceptedSubmits(), 0);
    }

    void aWholeUrlAsTargetIsRefused()
    {
        // SBX-01: absolute-form target.
        Setup s;
        QVERIFY(s.client->send("GET http://127.0.0.1/ HTTP/1.1\r\n\r\n"));
        QCOMPARE(s.client->read().status, 403);
        QVERIFY(s.client->readToEnd().isEmpty());
    }

    void aSlowHeadEndsTheConnection()
    {
        // SBX-04: slowloris.
        SandboxOptions options = quick();
        options.patience = 100ms;
        Setup s(options);
        QVERIFY(s.client->send("GET / HT"));
        QCOMPARE(s.client->read().status, 408);
        HttpClient silent(s.port);
        QVERIFY(silent.send(""));
        QVERIFY(silent.readToEnd().isEmpty());
    }

    void tooManyConnectionsAreToldSo()
    {
        // SBX-04: more connections than there are places.
        SandboxOptions options = endless();
        options.mostConnections = 3;
        options.patience = 1s;
        Setup s(options);
        const QByteArray id = s.submit();
        std::vector<std::unique_ptr<HttpClient>> streams;
        for (int i = 0; i < 3; ++i) {
            streams.push_back(std::make_unique<HttpClient>(s.port, s.key));
            QVERIFY(streams.back()->sendRequest("GET", s.path(id, "/status/stream")));
            QVERIFY(streams.back()->readUntil("data: ").contains("200 OK"));
        }
        HttpClient late(s.port, s.key);
        QCOMPARE(late.request("GET", s.path(id)).status, 503);
        streams.clear();
        QTRY_VERIFY_WITH_TIMEOUT(s.server.connectionCount() <= 1, 20000);
        HttpClient next(s.port, s.key);
        QCOMPARE(next.request("GET", s.path(id)).status, 400);
    }

    void manyConnectionsAndPipelinedRequestsAreServed()
    {
        // SBX-04: pipelining.
        Setup s;
        const QByteArray id = s.submit();
        QVERIFY(s.waitFor(id, u"COMPLETED"_s));
        std::vector<std::unique_ptr<HttpClient>> clients;
        for (int i = 0; i < 60; ++i)
            clients.push_back(std::make_unique<HttpClient>(s.port, s.key));
        for (const auto &client : clients)
            QVERIFY(client->sendRequest("GET", "/files/" + id + "/0.jpeg") &&
                    client->sendRequest("GET", s.path(id)));
        for (const auto &client : clients) {
            QVERIFY(client->read().body.startsWith("\xff\xd8"));
            QCOMPARE(client->read().status, 200);
        }
        QCOMPARE(s.server.picturesDrawn(), 1);
    }

    void theStreamTellsEveryChangeOnceAndCloses()
    {
        Setup s(paused());
        const QByteArray first = s.submit();
        const QByteArray second = s.submit();
        HttpClient stream(s.port, s.key);
        QVERIFY(stream.sendRequest("GET", s.path(second, "/status/stream?logs=1"), {},
                                   "Accept: application/json, text/event-stream\r\n"));
        QVERIFY(stream.readUntil("data: ").contains("\"queue_position\":1"));
        s.server.setCapacity(1);
        const WireAnswer answer = stream.read();
        QCOMPARE(answer.headers.value("content-type"), QByteArray("text/event-stream"));
        QCOMPARE(answer.headers.value("x-fal-request-id"), second);
        const QList<QJsonObject> events = eventsOf(answer.body);
        QCOMPARE(events.first().value("status"_L1).toString(), u"IN_QUEUE"_s);
        QCOMPARE(events.at(1).value("queue_position"_L1).toInt(-1), 0);
        QCOMPARE(events.last().value("status"_L1).toString(), u"COMPLETED"_s);
        QStringList lines;
        for (const QJsonObject &event : events) {
            for (const QJsonValue &log : event.value("logs"_L1).toArray())
                lines.append(log.toObject().value("message"_L1).toString());
        }
        QStringList all;
        for (const QJsonValue &log :
             s.get(s.path(second, "/status?logs=1")).json().value("logs"_L1).toArray())
            all.append(log.toObject().value("message"_L1).toString());
        QCOMPARE(lines, all);
        QVERIFY(all.contains(u"tokens 144 of 576"_s));
        QVERIFY(stream.readToEnd().isEmpty());
        QVERIFY(!stream.isOpen());
        QVERIFY(!first.isEmpty());
    }

    void aSilentStreamIsKeptAliveByComments()
    {
        SandboxOptions options = paused();
        options.streamKeepAlive = 10ms;
        Setup s(options);
        HttpClient stream(s.port, s.key);
        QVERIFY(stream.sendRequest("GET", s.path(s.submit(), "/status/stream")));
        QVERIFY(stream.readUntil("\n: ").contains("data: "));
    }

    void aStreamOfAnUnknownRequestIsPlainJson()
    {
        Setup s;
        QCOMPARE(s.get(s.path("nothing", "/status/stream")).json().value("status"_L1).toString(),
                 u"NOT_FOUND"_s);
    }

    void lowPriorityWaitsBehindNormal()
    {
        Setup s(paused());
        const QByteArray low = s.submit(foxBody, "X-Fal-Queue-Priority: low\r\n");
        const QByteArray normal = s.submit(foxBody, "x-fal-queue-priority: normal\r\n");
        QCOMPARE(s.get(s.path(normal, "/status")).json().value("queue_position"_L1).toInt(-1), 0);
        QCOMPARE(s.get(s.path(low, "/status")).json().value("queue_position"_L1).toInt(-1), 1);
        QCOMPARE(s.client->request("POST", "/fal-ai/janus?fal_max_queue_length=1", foxBody).status, 429);
    }

    void onlySoManyRunAtOnce()
    {
        SandboxOptions options = endless();
        options.pace = 0.01;
        options.capacity = 1;
        Setup s(options);
        const QByteArray body = R"({"prompt":"x","image_size":{"width":1,"height":1},"num_images":16})";
        const QByteArray first = s.submit(body);
        const QByteArray second = s.submit(body);
        QVERIFY(s.waitFor(first, u"IN_PROGRESS"_s));
        QCOMPARE(s.state(second), u"IN_QUEUE"_s);
        QVERIFY(s.waitFor(second, u"COMPLETED"_s));
        QCOMPARE(s.state(first), u"COMPLETED"_s);
    }

    void aWaitingRequestIsCancelledAtOnce()
    {
        Setup s(paused());
        const QByteArray id = s.submit();
        const WireAnswer answer = s.client->request("PUT", s.path(id, "/cancel"));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.json().value("status"_L1).toString(), u"OK"_s);
        const WireAnswer status = s.get(s.path(id, "/status"));
        QCOMPARE(status.status, 200);
        QCOMPARE(status.json().value("status"_L1).toString(), u"COMPLETED"_s);
        QCOMPARE(status.json().value("error_type"_L1).toString(), u"client_cancelled"_s);
        const WireAnswer result = s.get(s.path(id));
        QCOMPARE(result.status, 499);
        QCOMPARE(result.headers.value("x-fal-error-type"), QByteArray("client_cancelled"));
    }

    void aRunningRequestIsCancelledSoon()
    {
        SandboxOptions options = quick();
        options.pace = 0.2;
        Setup s(options);
        const QByteArray id =
            s.submit(R"({"prompt":"x","num_images":16,"image_size":{"width":1,"height":1}})");
        QVERIFY(s.waitFor(id, u"IN_PROGRESS"_s));
        const WireAnswer answer = s.client->request("PUT", s.path(id, "/cancel"));
        QCOMPARE(answer.status, 202);
        QCOMPARE(answer.json().value("status"_L1).toString(), u"CANCELLATION_REQUESTED"_s);
        QVERIFY(s.waitFor(id, u"COMPLETED"_s));
        QCOMPARE(s.get(s.path(id)).status, 499);
    }

    void aFinishedOrUnknownRequestCannotBeCancelled()
    {
        Setup s;
        const QByteArray id = s.submit();
        QVERIFY(s.waitFor(id, u"COMPLETED"_s));
        const WireAnswer late = s.client->request("PUT", s.path(id, "/cancel"));
        QCOMPARE(late.status, 400);
        QCOMPARE(late.json().value("status"_L1).toString(), u"ALREADY_COMPLETED"_s);
        const WireAnswer unknown = s.client->request("PUT", s.path("nothing", "/cancel"));
        QCOMPARE(unknown.status, 404);
        QCOMPARE(unknown.json().value("status"_L1).toString(), u"NOT_FOUND"_s);
    }

    void requestsOutliveTheServer()
    {
        // SBX-07: the server dies and comes back.
        const QTemporaryDir folder;
        SandboxOptions options = quick();
        options.stateFile = folder.filePath(u"queue.jsonl"_s);
        QByteArray done, cancelled, waiting, picture;
        QJsonValue seed;
        {
            Setup s(options);
            done = s.submit();
            QVERIFY(s.waitFor(done, u"COMPLETED"_s));
            seed = s.get(s.path(done)).json().value("seed"_L1);
            picture = s.get("/files/" + done + "/0.jpeg").body;
            s.server.setCapacity(0);
            cancelled = s.submit();
            s.client->request("PUT", s.path(cancelled, "/cancel"));
            waiting = s.submit();
        }
        QFile file(options.stateFile);
        QVERIFY(file.open(QIODevice::Append));
        file.write("garbage\n{\"event\":\"accepted\"}\n\xff\xfe\n{\"event\":\"accepted\",\"id\":\"cut");
        file.close();
        options.capacity = 0;
        Setup s(options);
        QCOMPARE(s.get(s.path(done)).json().value("seed"_L1), seed);
        QCOMPARE(s.server.picturesDrawn(), 0);
        QCOMPARE(s.get("/files/" + done + "/0.jpeg").body, picture);
        QCOMPARE(s.get(s.path(cancelled)).status, 499);
        s.server.setCapacity(1);
        QVERIFY(s.waitFor(waiting, u"COMPLETED"_s));
        QCOMPARE(s.get(s.path(waiting)).status, 200);
        s.server.setCapacity(0);
        options.capacity = 1;
        const QByteArray after = s.submit();
        Setup third(options);
        QVERIFY(third.waitFor(after, u"COMPLETED"_s));
    }

    void aRequestOfAnotherProcessIsFound()
    {
        const QTemporaryDir folder;
        SandboxOptions options = paused();
        options.stateFile = folder.filePath(u"queue.jsonl"_s);
        Setup one(options);
        Setup two(options);
        const QByteArray id = one.submit();
        QCOMPARE(two.state(id), u"IN_QUEUE"_s);
        QCOMPARE(QFile::permissions(options.stateFile) & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
    }

    void aStateFileThatCannotBeWrittenIsAnError()
    {
        SandboxOptions options = quick();
        options.stateFile = u"/nowhere/at/all"_s;
        SandboxServer server(options);
        const Result<void> opened = server.listen();
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, ErrorKind::Storage);
    }

    void aTakenPortIsAnError()
    {
        // SBX-07: whoever starts it hears of it and takes another port.
        const Setup s;
        SandboxOptions options = quick();
        options.port = s.port;
        SandboxServer second(options);
        const Result<void> opened = second.listen();
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, ErrorKind::Network);
    }

    void aFaultAnswersWithAnyCodeAfterSkips()
    {
        Setup s(paused());
        const QByteArray id = s.submit();
        Fault fault;
        fault.on = Fault::On::Status;
        fault.skip = 1;
        fault.times = 2;
        fault.status = 503;
        fault.body = "<html>busy</html>";
        fault.headers = {{"content-type", "text/html"}, {"retry-after", "3"}};
        s.server.addFault(fault);
        QCOMPARE(s.get(s.path(id, "/status")).status, 202);
        for (int i = 0; i < 2; ++i) {
            const WireAnswer answer = s.get(s.path(id, "/status"));
            QCOMPARE(answer.status, 503);
            QCOMPARE(answer.body, fault.body);
            QCOMPARE(answer.headers.value("content-type"), QByteArray("text/html"));
            QCOMPARE(answer.headers.value("retry-after"), QByteArray("3"));
        }
        QCOMPARE(s.get(s.path(id, "/status")).status, 202);
    }

    void aLostTicketIsAcceptedOrNotAsTold()
    {
        Setup s(paused());
        Fault fault;
        fault.on = Fault::On::Submit;
        fault.kind = Fault::Kind::CloseBeforeAnswer;
        s.server.addFault(fault);
        fault.kind = Fault::Kind::ResetConnection;
        fault.accept = true;
        s.server.addFault(fault);
        HttpClient first(s.port, s.key);
        QVERIFY(first.sendRequest("POST", "/fal-ai/janus", foxBody));
        QVERIFY(first.readToEnd().isEmpty());
        QCOMPARE(s.server.acceptedSubmits(), 0);
        HttpClient second(s.port, s.key);
        QVERIFY(second.sendRequest("POST", "/fal-ai/janus", foxBody));
        QVERIFY(second.readToEnd().isEmpty());
        QCOMPARE(s.server.acceptedSubmits(), 1);
        QCOMPARE(s.server.requests().size(), 2);
        QCOMPARE(s.server.requests().at(1).body, foxBody);
        QCOMPARE(s.server.requests().at(1).method, QByteArray("POST"));
    }

    void rawBytesAndCutsAreExact()
    {
        Setup s(paused());
        const QByteArray id = s.submit();
        const QByteArray whole = s.get(s.path(id, "/status")).raw;
        Fault fault;
        fault.kind = Fault::Kind::RawBytes;
        fault.body = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"sta";
        s.server.addFault(fault);
        HttpClient raw(s.port, s.key);
        QVERIFY(raw.sendRequest("GET", s.path(id, "/status")));
        QCOMPARE(raw.readToEnd(), fault.body);
        for (const Fault::Kind kind : {Fault::Kind::CutAfter, Fault::Kind::ResetAfter}) {
            fault.kind = kind;
            fault.bytes = 60;
            s.server.addFault(fault);
            HttpClient cut(s.port, s.key);
            QVERIFY(cut.sendRequest("GET", s.path(id, "/status")));
            const QByteArray got = cut.readToEnd();
            QVERIFY(whole.startsWith(got));
            QVERIFY(kind == Fault::Kind::ResetAfter || got.size() == 60);
        }
    }

    void answersCanDripComeLateOrNever()
    {
        Setup s(paused());
        const QByteArray id = s.submit();
        const QByteArray whole = s.get(s.path(id, "/status")).raw;
        Fault fault;
        fault.kind = Fault::Kind::Drip;
        fault.bytes = 25;
        fault.interval = 1ms;
        s.server.addFault(fault);
        QCOMPARE(s.get(s.path(id, "/status")).raw, whole);
        fault.kind = Fault::Kind::Delay;
        s.server.addFault(fault);
        QCOMPARE(s.get(s.path(id, "/status")).raw, whole);
        fault.kind = Fault::Kind::Hang;
        s.server.addFault(fault);
        HttpClient hung(s.port, s.key);
        QVERIFY(hung.sendRequest("GET", s.path(id, "/status")));
        QTRY_COMPARE_WITH_TIMEOUT(s.server.requests().size(), 5, 20000);
        QCOMPARE(s.get(s.path(id, "/status")).raw, whole);
        QVERIFY(hung.isOpen() && hung.socket().bytesAvailable() == 0);
    }

    void bodiesAndEventsCanBeRewritten()
    {
        Setup s(paused());
        const QByteArray id = s.submit();
        Fault fault;
        fault.kind = Fault::Kind::Rewrite;
        fault.status = 200;
        fault.rewrite = [](QJsonObject body) {
            body.insert(u"status"_s, u"DREAMING"_s);
            return body;
        };
        s.server.addFault(fault);
        const WireAnswer status = s.get(s.path(id, "/status"));
        QCOMPARE(status.status, 200);
        QCOMPARE(status.json().value("status"_L1).toString(), u"DREAMING"_s);
        QCOMPARE(status.json().value("request_id"_L1).toString().toLatin1(), id);
        s.server.addFault(fault);
        HttpClient stream(s.port, s.key);
        QVERIFY(stream.sendRequest("GET", s.path(id, "/status/stream")));
        QVERIFY(stream.readUntil("\n\n").contains("DREAMING"));
    }

    void aStreamCanEndBeforeItsTime()
    {
        Setup s(paused());
        const QByteArray id = s.submit();
        Fault fault;
        fault.on = Fault::On::Stream;
        fault.kind = Fault::Kind::CloseAfterEvents;
        fault.events = 1;
        s.server.addFault(fault);
        HttpClient stream(s.port, s.key);
        QVERIFY(stream.sendRequest("GET", s.path(id, "/status/stream")));
        QCOMPARE(eventsOf(stream.read().body).size(), 1);
    }

    void qtsOwnClientGetsAlongWithIt()
    {
        Setup s;
        const QByteArray id = s.submit();
        QVERIFY(s.waitFor(id, u"COMPLETED"_s));
        QNetworkAccessManager manager;
        QList<QNetworkReply *> replies;
        for (int i = 0; i < 12; ++i) {
            QUrl url = s.server.origin();
            url.setPath(u"/files/%1/0.jpeg"_s.arg(QString::fromLatin1(id)));
            replies.append(manager.get(QNetworkRequest(url)));
        }
        for (QNetworkReply *reply : replies) {
            QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), 20000);
            QCOMPARE(reply->error(), QNetworkReply::NoError);
            QCOMPARE(QImage::fromData(reply->readAll()).size(), QSize(64, 48));
        }
    }

    void theServerRunsInAThreadOfItsOwn()
    {
        SandboxThread thread(quick());
        QSignalSpy ready(&thread, &SandboxThread::ready);
        thread.start();
        QVERIFY(ready.wait());
        const QUrl origin = ready.first().at(0).toUrl();
        const auto key = ready.first().at(1).value<ApiKey>();
        HttpClient client(quint16(origin.port()), key.reveal());
        QCOMPARE(client.request("POST", "/fal-ai/janus", foxBody).status, 200);
        QCOMPARE(thread.acceptedSubmits(), 1);
        SandboxOptions options = quick();
        options.port = quint16(origin.port());
        SandboxThread second(options);
        QSignalSpy failed(&second, &SandboxThread::failed);
        second.start();
        QVERIFY(failed.wait());
        QCOMPARE(failed.first().at(0).value<Error>().kind, ErrorKind::Network);
    }
};

QTEST_GUILESS_MAIN(TestSandboxServer)
#include "tst_sandboxserver.moc"
