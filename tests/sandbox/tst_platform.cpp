#include "practice.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace {

QString errorType(const WireAnswer &answer)
{
    return answer.json().value("error"_L1).toObject().value("type"_L1).toString();
}

QByteArray published(const QString &name)
{
    QFile file(u"" JANUS_SCHEMA_FOLDER "/"_s + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// What one call of the history tells.
QJsonArray history(const Practice &p, const QByteArray &query)
{
    return p.get("/v1/models/requests/by-endpoint?" + query).json().value("items"_L1).toArray();
}

QStringList idsOf(const QJsonArray &items)
{
    QStringList ids;
    for (const QJsonValue &item : items)
        ids.append(item.toObject().value("request_id"_L1).toString());
    return ids;
}

} // namespace

class TestPlatform : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyModelIsListedWithoutAKey()
    {
        const Practice p;
        const WireAnswer answer = p.getAsStranger("/v1/models");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.headers.value("content-type"), QByteArray("application/json"));
        const QJsonArray models = answer.json().value("models"_L1).toArray();
        QCOMPARE(models.size(), 4);
        QCOMPARE(answer.json().value("has_more"_L1).toBool(true), false);
        QVERIFY(answer.json().value("next_cursor"_L1).isNull());
        const QJsonObject janus = models.at(0).toObject();
        QCOMPARE(janus.value("endpoint_id"_L1).toString(), u"fal-ai/janus"_s);
        const QJsonObject metadata = janus.value("metadata"_L1).toObject();
        QCOMPARE(metadata.value("display_name"_L1).toString(), u"DeepSeek Janus-Pro"_s);
        QCOMPARE(metadata.value("category"_L1).toString(), u"text-to-image"_s);
        QCOMPARE(metadata.value("status"_L1).toString(), u"active"_s);
        QCOMPARE(metadata.value("model_url"_L1).toString(), u"https://fal.run/fal-ai/janus"_s);
        QVERIFY(!janus.contains("openapi"_L1));
    }

    void modelsAreFiltered_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QString>("ids");
        QTest::newRow("one id") << QByteArray("endpoint_id=fal-ai/flux/dev") << u"fal-ai/flux/dev"_s;
        QTest::newRow("list of ids") << QByteArray("endpoint_id=fal-ai/janus,fal-ai/fast-sdxl")
                                     << u"fal-ai/janus fal-ai/fast-sdxl"_s;
        QTest::newRow("repeated ids")
            << QByteArray("endpoint_id=fal-ai%2Fjanus&endpoint_id=fal-ai%2Ffast-sdxl")
            << u"fal-ai/janus fal-ai/fast-sdxl"_s;
        QTest::newRow("unknown id") << QByteArray("endpoint_id=fal-ai/nothing") << QString();
        QTest::newRow("word of a name") << QByteArray("q=janus-pro") << u"fal-ai/janus"_s;
        QTest::newRow("words of a name") << QByteArray("q=deepseek+janus") << u"fal-ai/janus"_s;
        QTest::newRow("other category") << QByteArray("category=text-to-video") << QString();
        QTest::newRow("other status") << QByteArray("status=deprecated") << QString();
    }

    void modelsAreFiltered()
    {
        QFETCH(const QByteArray, query);
        const Practice p;
        QStringList ids;
        for (const QJsonValue &model : p.get("/v1/models?" + query).json().value("models"_L1).toArray())
            ids.append(model.toObject().value("endpoint_id"_L1).toString());
        QTEST(ids.join(u' '), "ids");
    }

    void pagesFollowTheirCursor()
    {
        const Practice p;
        QStringList ids;
        QByteArray cursor;
        int pages = 0;
        do {
            const QJsonObject page = p.get("/v1/models?limit=3" + cursor).json();
            for (const QJsonValue &model : page.value("models"_L1).toArray())
                ids.append(model.toObject().value("endpoint_id"_L1).toString());
            QCOMPARE(page.value("has_more"_L1).toBool(), !page.value("next_cursor"_L1).isNull());
            cursor = "&cursor=" + page.value("next_cursor"_L1).toString().toLatin1().toPercentEncoding();
            ++pages;
        } while (cursor != "&cursor=" && pages < 5);
        QCOMPARE(pages, 2);
        QCOMPARE(ids.size(), 4);
        QCOMPARE(QSet<QString>(ids.begin(), ids.end()).size(), 4);
        for (const QByteArray wrong : {"limit=0", "limit=101", "limit=x", "cursor=%%%", "cursor=LTk="})
            QCOMPARE(errorType(p.get("/v1/models?" + wrong)), u"validation_error"_s);
    }

    void documentsAreServedAsTheyArePublished_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<QString>("file");
        QTest::newRow("janus") << QByteArray("fal-ai/janus") << u"fal-ai_janus.openapi.json"_s;
        QTest::newRow("with a sub-path")
            << QByteArray("fal-ai/flux/dev") << u"fal-ai_flux_dev.openapi.json"_s;
    }

    void documentsAreServedAsTheyArePublished()
    {
        QFETCH(const QByteArray, id);
        QFETCH(const QString, file);
        const Practice p;
        const QByteArray document = published(file);
        QVERIFY(document.size() > 1000);
        const WireAnswer answer = p.getAsStranger("/api/openapi/queue/openapi.json?endpoint_id=" + id);
        QCOMPARE(answer.body, document);
        const QJsonObject model = p.get("/v1/models?expand=openapi-3.0&endpoint_id=" + id)
                                      .json()
                                      .value("models"_L1)
                                      .toArray()
                                      .at(0)
                                      .toObject();
        QCOMPARE(model.value("openapi"_L1).toObject(), QJsonDocument::fromJson(document).object());
    }

    void anUnknownDocumentIsNull_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::newRow("unknown") << QByteArray("fal-ai/nothing");
        QTest::newRow("none") << QByteArray();
        QTest::newRow("SBX-05 path to a file") << QByteArray("../schemas/fal-ai/janus");
        QTest::newRow("SBX-05 encoded slashes") << QByteArray("..%2f..%2fetc%2fpasswd");
    }

    void anUnknownDocumentIsNull()
    {
        QFETCH(const QByteArray, id);
        const Practice p;
        const WireAnswer answer = p.get("/api/openapi/queue/openapi.json?endpoint_id=" + id);
        QCOMPARE(answer.status, 404);
        QCOMPARE(answer.body, QByteArray("null"));
    }

    void aModelWithoutADocumentSaysSo()
    {
        janus::sandbox::SandboxOptions options = Practice::quick();
        options.schemaFolder = u"/nowhere"_s;
        const Practice p(options);
        const QJsonObject model =
            p.get("/v1/models?expand=openapi-3.0").json().value("models"_L1).toArray().at(0).toObject();
        QVERIFY(model.value("openapi"_L1).toObject().contains("error"_L1));
    }

    void refusalsHaveThePlatformsForm_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<bool>("withKey");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("type");
        const auto row = [](const char *name, const char *method, const char *target, bool withKey,
                            int status, const char *type) {
            QTest::newRow(name) << QByteArray(method) << QByteArray(target) << withKey << status
                                << QString::fromLatin1(type);
        };
        row("SBX-03 prices without a key", "GET", "/v1/models/pricing?endpoint_id=fal-ai/janus", false, 401,
            "authorization_error");
        row("SBX-03 history without a key", "GET", "/v1/models/requests/by-endpoint?endpoint_id=fal-ai/janus",
            false, 401, "authorization_error");
        row("SBX-03 account without a key", "GET", "/v1/account/billing", false, 401, "authorization_error");
        row("SBX-03 settings without a key", "PUT", "/v1/storage/settings", false, 401,
            "authorization_error");
        row("no such call", "GET", "/v1/models/usage", true, 404, "not_found");
        row("wrong method", "POST", "/v1/models", true, 405, "validation_error");
        row("price of nothing", "GET", "/v1/models/pricing", true, 400, "validation_error");
        row("price of an unknown model", "GET", "/v1/models/pricing?endpoint_id=a/b", true, 404, "not_found");
        row("history of nothing", "GET", "/v1/models/requests/by-endpoint", true, 400, "validation_error");
        row("history of a wrong day", "GET",
            "/v1/models/requests/by-endpoint?endpoint_id=fal-ai/janus&start=soon", true, 400,
            "validation_error");
        row("history of a wrong status", "GET",
            "/v1/models/requests/by-endpoint?endpoint_id=fal-ai/janus&status=fine", true, 400,
            "validation_error");
        row("history in a wrong order", "GET",
            "/v1/models/requests/by-endpoint?endpoint_id=fal-ai/janus&sort_by=luck", true, 400,
            "validation_error");
        row("settings that are nonsense", "PUT", "/v1/storage/settings", true, 400, "validation_error");
        row("payloads of an unknown request", "DELETE", "/v1/models/requests/nothing/payloads", true, 404,
            "not_found");
    }

    void refusalsHaveThePlatformsForm()
    {
        QFETCH(const QByteArray, method);
        QFETCH(const QByteArray, target);
        QFETCH(const bool, withKey);
        const Practice p;
        HttpClient client(p.port, withKey ? p.key : QByteArray());
        const WireAnswer answer = client.request(method, target);
        QTEST(answer.status, "status");
        QTEST(errorType(answer), "type");
        QVERIFY(!answer.json().value("error"_L1).toObject().value("message"_L1).toString().isEmpty());
    }

    void aWrongKeyIsRefusedEvenWhereNoneIsNeeded()
    {
        const Practice p;
        HttpClient wrong(p.port, "11111111-2222-3333-4444-555555555555:00000000000000000000000000000000");
        QCOMPARE(wrong.request("GET", "/v1/models").status, 401);
    }

    void practiceCostsNothing()
    {
        const Practice p;
        const QJsonObject answer =
            p.get("/v1/models/pricing?endpoint_id=fal-ai/janus,fal-ai/flux/dev").json();
        const QJsonArray prices = answer.value("prices"_L1).toArray();
        QCOMPARE(prices.size(), 2);
        const QJsonObject price = prices.at(0).toObject();
        QCOMPARE(price.value("endpoint_id"_L1).toString(), u"fal-ai/janus"_s);
        QCOMPARE(price.value("unit_price"_L1), QJsonValue(0));
        QCOMPARE(price.value("currency"_L1).toString(), u"USD"_s);
        QVERIFY(!price.value("unit"_L1).toString().isEmpty());
        const QByteArray wanted =
            R"({"estimate_type":"unit_price","endpoints":{"fal-ai/janus":{"unit_quantity":40}}})";
        const QJsonObject estimate = p.client->request("POST", "/v1/models/pricing/estimate", wanted).json();
        QCOMPARE(estimate.value("total_cost"_L1), QJsonValue(0));
        QCOMPARE(estimate.value("currency"_L1).toString(), u"USD"_s);
        QCOMPARE(estimate.value("estimate_type"_L1).toString(), u"unit_price"_s);
        for (const QByteArray wrong :
             {R"({})", R"({"estimate_type":"guess"})", R"({"estimate_type":"unit_price","endpoints":{}})",
              R"({"estimate_type":"unit_price","endpoints":{"fal-ai/janus":{"call_quantity":1}}})"})
            QCOMPARE(errorType(p.client->request("POST", "/v1/models/pricing/estimate", wrong)),
                     u"validation_error"_s);
        QVERIFY(!p.get("/v1/account/billing").json().contains("credits"_L1));
        const QJsonObject credits =
            p.get("/v1/account/billing?expand=credits").json().value("credits"_L1).toObject();
        QCOMPARE(credits.value("currency"_L1).toString(), u"USD"_s);
        QVERIFY(credits.contains("current_balance"_L1));
        QVERIFY(p.getAsStranger("/v1/meta").json().value("webhook_ip_ranges"_L1).isArray());
    }

    void theHistoryTellsWhatWasSentAndWhatCame()
    {
        const Practice p;
        const QByteArray body =
            R"({"prompt":"a fox","image_size":{"width":16,"height":16},"seed":9007199254740993})";
        const QByteArray id = p.submit({}, {}, body);
        const QJsonObject output = p.result(id).json();
        const QJsonArray plain = history(p, "endpoint_id=fal-ai/janus");
        QCOMPARE(plain.size(), 1);
        QVERIFY(!plain.at(0).toObject().contains("json_input"_L1));
        const QJsonObject item = history(p, "endpoint_id=fal-ai/janus&expand=payloads").at(0).toObject();
        QCOMPARE(item.value("request_id"_L1).toString().toLatin1(), id);
        QCOMPARE(item.value("endpoint_id"_L1).toString(), u"fal-ai/janus"_s);
        QCOMPARE(item.value("status_code"_L1).toInt(), 200);
        QVERIFY(item.value("duration"_L1).isDouble());
        QCOMPARE(item.value("json_input"_L1).toObject(), QJsonDocument::fromJson(body).object());
        QCOMPARE(item.value("json_input"_L1).toObject().value("seed"_L1).toInteger(), 9007199254740993);
        QCOMPARE(item.value("json_output"_L1).toObject(), output);
        const auto moment = [&item](QLatin1StringView name) {
            return QDateTime::fromString(item.value(name).toString(), Qt::ISODateWithMs);
        };
        QVERIFY(moment("sent_at"_L1).isValid());
        QVERIFY(moment("sent_at"_L1) <= moment("started_at"_L1));
        QVERIFY(moment("started_at"_L1) <= moment("ended_at"_L1));
    }

    void theHistoryIsFiltered()
    {
        const Practice p;
        const QByteArray good = p.submit();
        const QByteArray bad = p.submit({}, {}, "{}");
        QCOMPARE(p.result(good).status, 200);
        QCOMPARE(p.result(bad).status, 422);
        const QByteArray janus = "endpoint_id=fal-ai/janus";
        const QStringList both = idsOf(history(p, janus));
        QCOMPARE(QSet<QString>(both.begin(), both.end()),
                 QSet<QString>({QString::fromLatin1(good), QString::fromLatin1(bad)}));
        QCOMPARE(idsOf(history(p, janus + "&status=success")), QStringList{QString::fromLatin1(good)});
        QCOMPARE(idsOf(history(p, janus + "&status=user_error")), QStringList{QString::fromLatin1(bad)});
        QVERIFY(history(p, janus + "&status=error").isEmpty());
        QCOMPARE(idsOf(history(p, janus + "&request_id=" + bad)), QStringList{QString::fromLatin1(bad)});
        QVERIFY(history(p, "endpoint_id=fal-ai/flux/dev").isEmpty());
        QVERIFY(history(p, janus + "&end=2020-01-01").isEmpty());
        QCOMPARE(history(p, janus + "&start=2020-01-01T00:00:00Z&end=2999-01-01").size(), 2);
        QCOMPARE(history(p, janus + "&sort_by=duration").size(), 2);
        const QJsonObject page = p.get("/v1/models/requests/by-endpoint?limit=1&" + janus).json();
        QCOMPARE(page.value("items"_L1).toArray().size(), 1);
        const QByteArray next = page.value("next_cursor"_L1).toString().toLatin1().toPercentEncoding();
        QCOMPARE(idsOf(history(p, "limit=1&cursor=" + next + '&' + janus)), both.mid(1));
    }

    void aWaitingRequestIsInTheHistoryToo()
    {
        const Practice p(Practice::paused());
        const QByteArray id = p.submit();
        const QJsonArray items = history(p, "endpoint_id=fal-ai/janus&expand=payloads");
        QCOMPARE(idsOf(items), QStringList{QString::fromLatin1(id)});
        QVERIFY(!items.at(0).toObject().contains("ended_at"_L1));
        QVERIFY(!items.at(0).toObject().contains("json_output"_L1));
        QVERIFY(items.at(0).toObject().contains("json_input"_L1));
    }

    void payloadsAreKeptOutOfTheHistoryOnDemand()
    {
        const Practice p;
        const QByteArray asked = p.submit("X-Fal-Store-IO: 0\r\n");
        const QByteArray dropped = p.submit();
        QCOMPARE(p.result(asked).status, 200);
        QCOMPARE(p.result(dropped).status, 200);
        QCOMPARE(p.client->request("DELETE", "/v1/models/requests/" + dropped + "/payloads").status, 200);
        const QJsonArray items = history(p, "endpoint_id=fal-ai/janus&expand=payloads");
        QCOMPARE(items.size(), 2);
        for (const QJsonValue &item : items) {
            QVERIFY(!item.toObject().contains("json_input"_L1));
            QVERIFY(!item.toObject().contains("json_output"_L1));
        }
        QCOMPARE(p.get(Practice::path(asked)).status, 200);
    }

    void theHistoryOutlivesTheServer()
    {
        const QTemporaryDir folder;
        janus::sandbox::SandboxOptions options = Practice::quick();
        options.stateFile = folder.filePath(u"queue.jsonl"_s);
        QJsonArray before;
        QByteArray secret;
        {
            const Practice p(options);
            QCOMPARE(p.result(p.submit()).status, 200);
            secret = p.submit("X-Fal-Store-IO: 0\r\nX-Fal-Object-Lifecycle-Preference: "
                              "{\"initial_acl\":{\"default\":\"forbid\"}}\r\n");
            QCOMPARE(p.result(secret).status, 200);
            before = history(p, "endpoint_id=fal-ai/janus");
            QCOMPARE(before.size(), 2);
        }
        const Practice p(options);
        QCOMPARE(history(p, "endpoint_id=fal-ai/janus"), before);
        const QByteArray one = "endpoint_id=fal-ai/janus&expand=payloads&request_id=" + secret;
        QVERIFY(!history(p, one).at(0).toObject().contains("json_input"_L1));
        QCOMPARE(p.getAsStranger("/files/" + secret + "/0.jpeg").status, 403);
    }

    void theStorageSettingsAreReadBackAsSaved()
    {
        const Practice p;
        const QJsonObject before = p.get("/v1/storage/settings").json();
        QVERIFY(before.contains("initial_acl"_L1) && before.value("initial_acl"_L1).isNull());
        QVERIFY(before.value("expiration_duration_seconds"_L1).isNull());
        const QByteArray wanted =
            R"({"expiration_duration_seconds":86400,"initial_acl":{"default":"hide","rules":[]}})";
        const WireAnswer saved = p.client->request("PUT", "/v1/storage/settings", wanted);
        QCOMPARE(saved.json(), QJsonDocument::fromJson(wanted).object());
        QCOMPARE(p.get("/v1/storage/settings").json(), saved.json());
        QCOMPARE(p.client->request("PUT", "/v1/storage/settings", "{}").json(), before);
        QCOMPARE(errorType(p.client->request("PUT", "/v1/storage/settings",
                                             R"({"expiration_duration_seconds":0})")),
                 u"validation_error"_s);
    }
};

QTEST_GUILESS_MAIN(TestPlatform)
#include "tst_platform.moc"
