#include "practice.h"

#include <QFile>
#include <QJsonArray>
#include <QScopeGuard>

using namespace Qt::StringLiterals;

namespace {

const QByteArray fox = R"({"prompt":"a fox","image_size":{"width":32,"height":24}})";

QByteArray towards(const QByteArray &address)
{
    return "x-fal-target-url: " + address + "\r\n";
}

QString detailOf(const WireAnswer &answer)
{
    return answer.json().value("detail"_L1).toString();
}

QByteArray idOf(const WireAnswer &answer)
{
    return answer.json().value("request_id"_L1).toString().toLatin1();
}

/// A token of the practice server as the official client asks for one.
QByteArray tokenFor(const Practice &p, const QByteArray &app)
{
    const QByteArray body = R"({"token_expiration":120,"allowed_apps":[")" + app + "\"]}";
    const QByteArray answer = p.client->request("POST", "/tokens/", body).body;
    return answer.startsWith('"') && answer.endsWith('"') ? answer.mid(1, answer.size() - 2) : QByteArray();
}

QByteArrayList messages;

void keepMessage(QtMsgType, const QMessageLogContext &, const QString &text)
{
    messages.append(text.toUtf8());
}

} // namespace

class TestReception : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theProxyFormReachesEveryHost()
    {
        const Practice p;
        const QByteArray proxy = "/api/fal/proxy";
        const WireAnswer ticket = p.client->request(
            "POST", proxy, fox, towards("https://queue.fal.run/fal-ai/janus?fal_max_queue_length=9"));
        QCOMPARE(ticket.status, 200);
        const QByteArray status = "https://queue.fal.run" + Practice::path(idOf(ticket), "/status?logs=1");
        QTRY_COMPARE(p.client->request("GET", proxy, {}, towards(status)).status, 200);
        QVERIFY(p.client->request("GET", proxy, {}, towards(status)).json().value("logs"_L1).isArray());
        QCOMPARE(
            p.client
                ->request("PUT", proxy, {}, towards("https://queue.fal.run" + Practice::path("x", "/cancel")))
                .status,
            404);
        const WireAnswer run =
            p.client->request("POST", proxy, fox, towards("https://fal.run/fal-ai/flux/dev"));
        QVERIFY(run.json().contains("images"_L1));
        for (const QByteArray rest : {"https://rest.fal.ai", "https://rest.alpha.fal.ai"}) {
            const WireAnswer upload =
                p.client->request("POST", proxy, R"({"file_name":"a","content_type":"a/b"})",
                                  towards(rest + "/storage/upload/initiate?storage_type=fal-cdn-v3"));
            QVERIFY(
                upload.json().value("upload_url"_L1).toString().startsWith(QString::fromLatin1(p.origin())));
        }
        QVERIFY(p.client->request("GET", proxy, {}, towards("https://api.fal.ai/v1/models?limit=1"))
                    .json()
                    .contains("models"_L1));
    }

    void theProxyFormLeadsNowhereElse_data()
    {
        QTest::addColumn<QByteArray>("headers");
        QTest::newRow("no address") << QByteArray();
        QTest::newRow("no https") << towards("http://queue.fal.run/fal-ai/janus");
        QTest::newRow("another host") << towards("https://evil.com/fal-ai/janus");
        QTest::newRow("a lookalike") << towards("https://queue.fal.run.evil.com/fal-ai/janus");
        QTest::newRow("another user") << towards("https://queue.fal.run@evil.com/fal-ai/janus");
        QTest::newRow("another port") << towards("https://queue.fal.run:8080/fal-ai/janus");
        QTest::newRow("beside the platform") << towards("https://api.fal.ai/fal-ai/janus");
        QTest::newRow("a space") << towards("https://queue.fal.run/fal-ai/janus HTTP/1.1");
        QTest::newRow("two addresses")
            << towards("https://queue.fal.run/fal-ai/janus") + towards("https://queue.fal.run/fal-ai/janus");
    }

    void theProxyFormLeadsNowhereElse()
    {
        QFETCH(const QByteArray, headers);
        const Practice p;
        QCOMPARE(p.client->request("POST", "/api/fal/proxy", fox, headers).status, 400);
        QCOMPARE(p.server.acceptedSubmits(), 0);
    }

    void theProxyFormOpensNoDoor_data()
    {
        QTest::addColumn<bool>("withKey");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<int>("status");
        QTest::newRow("SBX-03 no key") << false << QByteArray() << 401;
        QTest::newRow("SBX-02 web page") << true << QByteArray("Origin: https://evil.com\r\n") << 403;
        QTest::newRow("SBX-02 navigation") << true << QByteArray("Sec-Fetch-Site: none\r\n") << 403;
        QTest::newRow("the official client under Node")
            << true << QByteArray("sec-fetch-mode: cors\r\n") << 200;
    }

    void theProxyFormOpensNoDoor()
    {
        QFETCH(const bool, withKey);
        QFETCH(const QByteArray, headers);
        const Practice p;
        HttpClient client(p.port, withKey ? p.key : QByteArray());
        QTEST(client
                  .request("POST", "/api/fal/proxy", fox,
                           towards("https://queue.fal.run/fal-ai/janus") + headers)
                  .status,
              "status");
    }

    void everyDeskRefusesStrangers_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        for (const char *target :
             {"/fal-ai/janus", "/run/fal-ai/janus", "/tokens/", "/storage/upload/initiate",
              "/storage/auth/token", "/files/upload", "/v1/models/pricing/estimate"})
            QTest::addRow("POST %s", target) << QByteArray("POST") << QByteArray(target);
        for (const char *target : {"/", "/v1/models", "/v1/meta", "/.well-known/jwks.json", "/files/u/a_b",
                                   "/files/a/0.jpeg", "/api/openapi/queue/openapi.json"})
            QTest::addRow("GET %s", target) << QByteArray("GET") << QByteArray(target);
        QTest::addRow("PUT /upload/a") << QByteArray("PUT") << QByteArray("/upload/a");
        QTest::addRow("preflight") << QByteArray("OPTIONS") << QByteArray("/fal-ai/janus");
    }

    void everyDeskRefusesStrangers()
    {
        // SBX-01, SBX-02.
        QFETCH(const QByteArray, method);
        QFETCH(const QByteArray, target);
        const Practice p;
        const QByteArray us = "Host: " + p.origin().mid(7) + "\r\n";
        for (const QByteArray &headers :
             {QByteArray("Host: evil.com\r\n"), QByteArray("Host: 127.0.0.1\r\n"), us + us, QByteArray(),
              us + "Origin: http://evil.com\r\n", us + "Origin: null\r\n",
              us + "Sec-Fetch-Site: same-origin\r\n",
              us + "Content-Type: text/plain\r\nOrigin: http://evil.com\r\nSec-Fetch-Mode: no-cors\r\n"}) {
            HttpClient browser(p.port);
            QVERIFY(browser.send(method + ' ' + target + " HTTP/1.1\r\nAuthorization: Key " + p.key + "\r\n" +
                                 headers + "Content-Length: 2\r\n\r\n{}"));
            const WireAnswer answer = browser.read();
            QCOMPARE(answer.status, 403);
            QVERIFY(!answer.raw.toLower().contains("access-control"));
        }
    }

    void aWebSocketOfAPageIsRefused()
    {
        // SBX-02: browsers send Origin with every WebSocket handshake.
        const Practice p;
        QCOMPARE(p.get("/fal-ai/janus/realtime",
                       "Connection: Upgrade\r\nUpgrade: websocket\r\nOrigin: http://evil.com\r\n"
                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n")
                     .status,
                 403);
    }

    void callsWithoutTheKeyAreRefused_data()
    {
        QTest::addColumn<QByteArray>("target");
        for (const char *target : {"/fal-ai/janus", "/run/fal-ai/janus", "/tokens/", "/storage/auth/token",
                                   "/storage/upload/initiate-multipart", "/files/upload"})
            QTest::addRow("SBX-03 %s", target) << QByteArray(target);
    }

    void callsWithoutTheKeyAreRefused()
    {
        QFETCH(const QByteArray, target);
        const Practice p;
        for (const QByteArray &key :
             {QByteArray(), p.key.left(p.key.size() - 1), p.key + '0', QByteArray("a:b"), p.key.toUpper()}) {
            HttpClient client(p.port, key);
            QCOMPARE(client.request("POST", target, "{}").status, 401);
        }
        QCOMPARE(p.server.acceptedSubmits(), 0);
    }

    void theKeyIsNeverLogged()
    {
        // SBX-03.
        const QtMessageHandler before = qInstallMessageHandler(keepMessage);
        const auto restore = qScopeGuard([before] { qInstallMessageHandler(before); });
        messages.clear();
        qInfo("the handler works");
        const Practice p;
        QCOMPARE(p.result(p.submit()).status, 200);
        const QByteArray token = tokenFor(p, "janus");
        HttpClient wrong(p.port, p.key + 'x');
        QCOMPARE(wrong.request("POST", "/fal-ai/janus", fox).status, 401);
        QVERIFY(p.client->send("nonsense with " + p.key + "\r\n\r\n"));
        QCOMPARE(p.client->read().status, 400);
        QVERIFY(messages.contains("the handler works"));
        for (const QByteArray &message : std::as_const(messages))
            QVERIFY(!message.contains(p.key.split(':').at(1)) && !message.contains(token));
    }

    void aFloodOfConnectionsIsBounded()
    {
        // SBX-04: many more connections than there are places; those beyond wait in the system's own queue.
        const Practice p;
        QCOMPARE(p.get("/v1/meta").status, 200);
        std::vector<std::unique_ptr<HttpClient>> flood;
        for (int i = 0; i < 250; ++i)
            flood.push_back(std::make_unique<HttpClient>(p.port, p.key));
        for (const auto &client : flood) {
            QVERIFY(client->sendRequest("GET", "/v1/meta"));
            QVERIFY(p.server.connectionCount() <= 64 + 16);
        }
        int answered = 0;
        for (const auto &client : flood) {
            const int status = client->read().status;
            QVERIFY(status == 200 || status == 503);
            answered += status == 200;
            client->socket().abort();
        }
        QVERIFY(answered >= 64);
        QTRY_VERIFY(p.server.connectionCount() <= 1);
        HttpClient later(p.port, p.key);
        QCOMPARE(later.request("GET", "/v1/meta").status, 200);
    }

    void theServerListensOnLoopbackOnly()
    {
        // SBX-06: nobody but this computer reaches it.
        const Practice p;
        QFile tcp(u"/proc/net/tcp"_s);
        QFile tcp6(u"/proc/net/tcp6"_s);
        if (!tcp.open(QIODevice::ReadOnly))
            QSKIP("This system does not tell its sockets.");
        const QByteArray port = ':' + QByteArray::number(p.port, 16).rightJustified(4, '0').toUpper() + ' ';
        QByteArrayList places;
        for (const QByteArray &line : tcp.readAll().split('\n')) {
            const QByteArrayList words = line.simplified().split(' ');
            if (words.size() > 3 && words.at(3) == "0A" && (words.at(1) + ' ').endsWith(port))
                places.append(words.at(1));
        }
        QCOMPARE(places, QByteArrayList{"0100007F" + port.trimmed()});
        if (tcp6.open(QIODevice::ReadOnly)) {
            for (const QByteArray &line : tcp6.readAll().split('\n')) {
                const QByteArrayList words = line.simplified().split(' ');
                QVERIFY(words.size() < 4 || words.at(3) != "0A" || !(words.at(1) + ' ').endsWith(port));
            }
        }
    }

    void aTokenOpensTheStreamOfItsAppOnly()
    {
        const Practice p(Practice::paused());
        const QByteArray id = p.submit();
        const QByteArray token = tokenFor(p, "janus");
        QCOMPARE(token.count('.'), 2);
        const QByteArray stream = Practice::path(id, "/status/stream?logs=0&fal_jwt_token=");
        HttpClient browserless(p.port);
        QVERIFY(browserless.sendRequest("GET", stream + token));
        QVERIFY(browserless.readUntil("\n\n").contains("200 OK"));
        for (const QByteArray &wrong : {QByteArray(), token + 'x', tokenFor(p, "flux"), QByteArray("a.b.c")})
            QCOMPARE(p.getAsStranger(stream + wrong).status, 401);
        QCOMPARE(p.getAsStranger(Practice::path(id, "/status?fal_jwt_token=") + token).status, 401);
        HttpClient stranger(p.port);
        QCOMPARE(stranger.request("POST", "/fal-ai/janus?fal_jwt_token=" + token, fox).status, 401);
        QCOMPARE(
            stranger.request("POST", "/files/upload", "x", "Authorization: Bearer " + token + "\r\n").status,
            401);
        QCOMPARE(p.client->request("POST", "/tokens/", "{}").status, 422);
    }

    void aTokenIsWorthlessAtTheNextStart()
    {
        const Practice before(Practice::paused());
        const Practice after(Practice::paused());
        const QByteArray path = Practice::path(after.submit(), "/status/stream?fal_jwt_token=");
        QCOMPARE(after.getAsStranger(path + tokenFor(before, "janus")).status, 401);
    }

    void aDirectRunAnswersWithThePictures()
    {
        const Practice p;
        const WireAnswer answer = p.client->request("POST", "/run/fal-ai/janus", fox);
        QCOMPARE(answer.status, 200);
        QVERIFY(!answer.headers.value("x-fal-request-id").isEmpty());
        QCOMPARE(answer.headers.value("x-fal-billable-units"), QByteArray("1"));
        const QJsonValue url = answer.json().value("images"_L1).toArray().at(0).toObject().value("url"_L1);
        QCOMPARE(p.getAsStranger(p.targetOf(url)).status, 200);
        QCOMPARE(p.client->request("POST", "/run/fal-ai/flux/dev/", fox).status, 200);
        QCOMPARE(p.client->request("POST", "/run/fal-ai/janus", "{}").status, 422);
        QCOMPARE(p.client->request("POST", "/run/fal-ai/janus", "prompt").status, 400);
        QCOMPARE(detailOf(p.client->request("POST", "/run/fal-ai/nothing", "{}")),
                 u"Application \"nothing\" not found"_s);
        QCOMPARE(p.client->request("POST", "/run/fal-ai/janus/requests/x", "{}").status, 404);
        QCOMPARE(p.client->request("DELETE", "/run/fal-ai/janus").status, 405);
        HttpClient stranger(p.port);
        QCOMPARE(
            stranger.request("POST", "/run/fal-ai/janus?fal_jwt_token=" + tokenFor(p, "fal-ai/janus"), fox)
                .status,
            200);
    }

    void aDirectRunDoesNotWait()
    {
        const Practice p(Practice::paused());
        const WireAnswer answer = p.client->request("POST", "/run/fal-ai/janus", fox);
        QCOMPARE(answer.status, 429);
        QCOMPARE(answer.json().value("error_type"_L1).toString(), u"concurrent_requests_limit"_s);
        QCOMPARE(answer.headers.value("x-fal-needs-retry"), QByteArray("1"));
        QCOMPARE(p.server.acceptedSubmits(), 0);
    }

    void goingAwayCancelsADirectRun()
    {
        janus::sandbox::SandboxOptions options = Practice::quick();
        options.pace = 0.2;
        const Practice p(options);
        {
            HttpClient impatient(p.port, p.key);
            QVERIFY(impatient.sendRequest(
                "POST", "/run/fal-ai/janus",
                R"({"prompt":"x","num_images":16,"image_size":{"width":1,"height":1}})"));
            QTRY_COMPARE(p.server.acceptedSubmits(), 1);
        }
        const auto item = [&p] {
            return p.get("/v1/models/requests/by-endpoint?endpoint_id=fal-ai/janus")
                .json()
                .value("items"_L1)
                .toArray()
                .at(0)
                .toObject();
        };
        QTRY_COMPARE_WITH_TIMEOUT(item().value("status_code"_L1).toInt(), 499, 20000);
    }

    void theHeadIsLimitedToSixteenKibibytes()
    {
        // SBX-04: endless headers; fal itself takes 16 KB of them.
        const Practice p;
        QCOMPARE(p.get("/v1/meta", "X-Long: " + QByteArray(15000, 'a') + "\r\n").status, 200);
        QCOMPARE(p.get("/v1/meta", "X-Long: " + QByteArray(17000, 'a') + "\r\n").status, 431);
    }
};

QTEST_GUILESS_MAIN(TestReception)
#include "tst_reception.moc"
