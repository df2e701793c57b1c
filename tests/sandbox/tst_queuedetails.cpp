#include "practice.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QUuid>

using namespace Qt::StringLiterals;
using janus::sandbox::SandboxOptions;

namespace {

QString detailOf(const WireAnswer &answer)
{
    return answer.json().value("detail"_L1).toString();
}

} // namespace

/// The finer points of the queue, as the protocol text lists them.
class TestQueueDetails : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStartDeadlineThatPassesIsATimeOutOfTheUser_data()
    {
        QTest::addColumn<QByteArray>("headers");
        QTest::newRow("older name") << QByteArray("x-fal-request-timeout: 0.05\r\n");
        QTest::newRow("newer name") << QByteArray("X-Fal-Request-Start-Timeout: 0.05\r\n");
        QTest::newRow("both, the newer one counts")
            << QByteArray("X-Fal-Request-Start-Timeout: 0.05\r\nX-Fal-Request-Timeout: 3600\r\n");
    }

    void aStartDeadlineThatPassesIsATimeOutOfTheUser()
    {
        QFETCH(const QByteArray, headers);
        const Practice p(Practice::paused());
        const QByteArray late = p.submit(headers);
        const QByteArray patient = p.submit("X-Fal-Request-Timeout: 3600\r\n");
        QTRY_COMPARE_WITH_TIMEOUT(p.get(Practice::path(late, "/status")).status, 200, 20000);
        const QJsonObject status = p.get(Practice::path(late, "/status")).json();
        QCOMPARE(status.value("status"_L1).toString(), u"COMPLETED"_s);
        QCOMPARE(status.value("error_type"_L1).toString(), u"request_timeout"_s);
        const WireAnswer result = p.get(Practice::path(late));
        QCOMPARE(result.status, 504);
        QCOMPARE(result.headers.value("x-fal-request-timeout-type"), QByteArray("user"));
        QCOMPARE(result.headers.value("x-fal-error-type"), QByteArray("request_timeout"));
        QCOMPARE(result.json().value("error_type"_L1).toString(), u"request_timeout"_s);
        QVERIFY(!detailOf(result).isEmpty());
        QCOMPARE(p.client->request("PUT", Practice::path(late, "/cancel")).status, 400);
        QCOMPARE(p.get(Practice::path(patient, "/status")).json().value("queue_position"_L1).toInt(-1), 0);
    }

    void aDeadlineCountsOnlyUntilTheStart()
    {
        SandboxOptions options = Practice::quick();
        options.pace = 0.02;
        const Practice p(options);
        const QByteArray id = p.submit("X-Fal-Request-Timeout: 1.1\r\n");
        const WireAnswer result = p.result(id);
        QCOMPARE(result.status, 200);
    }

    void aTimedOutRequestStaysSoOverARestart()
    {
        const QTemporaryDir folder;
        SandboxOptions options = Practice::paused();
        options.stateFile = folder.filePath(u"queue.jsonl"_s);
        QByteArray id;
        {
            const Practice p(options);
            id = p.submit("X-Fal-Request-Timeout: 0.05\r\n");
            QTRY_COMPARE_WITH_TIMEOUT(p.get(Practice::path(id, "/status")).status, 200, 20000);
        }
        const Practice p(options);
        QCOMPARE(p.get(Practice::path(id)).status, 504);
    }

    void headersThatChangeNothingAreAccepted()
    {
        const Practice p;
        const QByteArray id =
            p.submit("X-Fal-No-Retry: 1\r\nX-Fal-Runner-Hint: h1\r\nX-Fal-Tags: a,b\r\n"
                     "X-Fal-Retry-Config: {}\r\nX-App-Fal-Disable-Fallback: true\r\n"
                     "X-Fal-Object-Lifecycle-Preference: nonsense\r\nX-Fal-Request-Timeout: soon\r\n"
                     "X-Nobody-Knows: me\r\n",
                     "?nobody=knows");
        QCOMPARE(p.result(id).status, 200);
    }

    void aResultTellsItsIdAndUnits()
    {
        const Practice p;
        const QByteArray id =
            p.submit({}, {}, R"({"prompt":"x","num_images":3,"image_size":{"width":8,"height":8}})");
        const WireAnswer result = p.result(id);
        QCOMPARE(result.headers.value("x-fal-request-id"), id);
        QCOMPARE(result.headers.value("x-fal-billable-units"), QByteArray("3"));
        QCOMPARE(p.get(Practice::path(id, "/status")).headers.value("x-fal-request-id"), id);
        const WireAnswer refused = p.result(p.submit({}, {}, "{}"));
        QVERIFY(!refused.headers.contains("x-fal-billable-units"));
        QCOMPARE(refused.headers.value("x-fal-retryable"), QByteArray("false"));
    }

    void theInputMayComeInTheQuery()
    {
        // The official client's option method: "get".
        const Practice p;
        const WireAnswer ticket = p.get(
            "/fal-ai/janus?prompt=a+red%20fox&num_images=2&seed=9007199254740993&enable_safety_checker=false"
            "&image_size=square&fal_max_queue_length=5");
        QCOMPARE(ticket.status, 200);
        const WireAnswer result = p.result(ticket.json().value("request_id"_L1).toString().toLatin1());
        QCOMPARE(result.status, 200);
        QCOMPARE(result.json().value("prompt"_L1).toString(), u"a red fox"_s);
        QCOMPARE(result.json().value("images"_L1).toArray().size(), 2);
        QCOMPARE(result.json().value("seed"_L1).toInteger(), 9007199254740993);
        QCOMPARE(p.get("/fal-ai/janus").status, 405);
    }

    void everySpellingOfAPathIsAnswered_data()
    {
        QTest::addColumn<QByteArray>("submit");
        QTest::addColumn<QByteArray>("base");
        for (const QByteArray slash : {"", "/"}) {
            QTest::addRow("alias%s", slash.constData())
                << "/fal-ai/flux/dev" + slash << QByteArray("/fal-ai/flux");
            QTest::addRow("full id%s", slash.constData())
                << "/fal-ai/flux/dev" + slash << QByteArray("/fal-ai/flux/dev");
        }
    }

    void everySpellingOfAPathIsAnswered()
    {
        QFETCH(const QByteArray, submit);
        QFETCH(const QByteArray, base);
        const Practice p;
        const WireAnswer ticket =
            p.client->request("POST", submit, R"({"prompt":"x","image_size":{"width":8,"height":8}})");
        const QByteArray id = ticket.json().value("request_id"_L1).toString().toLatin1();
        QVERIFY(!QUuid(QString::fromLatin1(id)).isNull());
        const QByteArray request = base + "/requests/" + id;
        for (const QByteArray slash : {"", "/"}) {
            QTRY_COMPARE(p.get(request + "/status" + slash + "?logs=1").status, 200);
            QCOMPARE(p.get(request + slash).status, 200);
            QCOMPARE(p.get(request + "/response" + slash).status, 200);
            HttpClient stream(p.port, p.key); // The server closes behind it.
            QVERIFY(stream.request("GET", request + "/status/stream" + slash).body.contains("COMPLETED"));
            QCOMPARE(p.client->request("PUT", request + "/cancel" + slash).status, 400);
        }
    }

    void otherNameSpacesAreNamedRightly()
    {
        const Practice p;
        HttpClient stranger(p.port);
        QVERIFY(detailOf(stranger.request("POST", "/workflows/me/flow/sub", "{}"))
                    .contains("\"workflows/me/flow\""_L1));
        QCOMPARE(detailOf(p.client->request("POST", "/comfy/me/graph", "{}")),
                 u"Application \"graph\" not found"_s);
        QCOMPARE(p.get("/workflows/me/flow/requests/x/status").status, 404);
        QCOMPARE(p.client->request("POST", "/12345/my-app", "{}").status, 404);
    }

    void oddHeadersOfHonestClientsDoNotMatter()
    {
        const Practice p;
        // GET with a content type; an empty PUT with one; no Content-Length on either.
        QVERIFY(p.client->send(
            "GET /fal-ai/janus/requests/x/status HTTP/1.1\r\nHost: " + p.origin().mid(7) +
            "\r\nAuthorization: key " + p.key +
            "\r\nContent-Type: application/json\r\naccept-language: *\r\nsec-fetch-mode: cors\r\n"
            "accept-encoding: gzip, deflate\r\n\r\n"));
        QCOMPARE(p.client->read().status, 404);
        QVERIFY(p.client->send("PUT /fal-ai/janus/requests/x/cancel HTTP/1.1\r\nHost: " + p.origin().mid(7) +
                               "\r\nAuthorization: Key " + p.key +
                               "\r\nContent-Type: application/json\r\n\r\n"));
        QCOMPARE(p.client->read().json().value("status"_L1).toString(), u"NOT_FOUND"_s);
    }

    void addressesUseTheNameTheClientUsed()
    {
        const Practice p;
        HttpClient client(p.port, p.key);
        const QByteArray host = "localhost:" + QByteArray::number(p.port);
        QVERIFY(client.send("POST /fal-ai/janus HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Key " +
                            p.key + "\r\nContent-Length: 14\r\n\r\n{\"prompt\":\"x\"}"));
        const QJsonObject ticket = client.read().json();
        QVERIFY(
            ticket.value("status_url"_L1).toString().startsWith(u"http://"_s + QString::fromLatin1(host)));
    }
};

QTEST_GUILESS_MAIN(TestQueueDetails)
#include "tst_queuedetails.moc"
