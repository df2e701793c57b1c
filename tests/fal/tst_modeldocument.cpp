#include "fal/modeldocument.h"
#include "tests/fal/apitest.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace janus;
using namespace janus::fal;
using namespace Qt::StringLiterals;

/// A model's description out of the platform's list.
class TestModelDocument : public QObject
{
    Q_OBJECT

    std::unique_ptr<WireServer> m_server;
    std::unique_ptr<QueueApi> m_api;

    void serve(const QList<QByteArray> &answers)
    {
        m_server->onRequest([this, answers](const auto &, QTcpSocket &socket) {
            socket.write(answers[std::min(m_server->requests().size(), answers.size()) - 1]);
        });
    }

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<WireServer>();
        m_api = std::make_unique<QueueApi>(Service::custom(m_server->origin()), testKey(), quick());
    }
    void cleanup()
    {
        m_api.reset();
        m_server.reset();
    }

    void theAddressIsThePlatforms()
    {
        QCOMPARE(modelDocumentAddress(Service::fal(), u"fal-ai/flux/dev"_s),
                 QUrl(u"https://api.fal.ai/v1/models?endpoint_id=fal-ai/flux/dev&expand=openapi-3.0"_s));
    }

    void theDocumentIsThatOfTheModelAskedFor()
    {
        serve({WireServer::answer(200, R"({"models":[{"endpoint_id":"a/b","openapi":{"x":1}},)"
                                       R"({"endpoint_id":"a/c","openapi":{"info":{"title":"T"},"x":2}}]})")});
        Caught<QByteArray> caught;
        m_api->modelDocument(u"a/c"_s, this, caught.done());
        CAUGHT(caught);
        QVERIFY(*caught.result);
        const QJsonObject document = QJsonDocument::fromJson(**caught.result).object();
        QCOMPARE(document["x"_L1].toInt(), 2);
        QCOMPARE(document["info"_L1]["title"_L1].toString(), u"T"_s);
        QCOMPARE(document["info"_L1]["x-fal-metadata"_L1]["endpointId"_L1].toString(), u"a/c"_s);
        QCOMPARE(m_server->requests().first().headers.value("authorization"), "Key " + testKey().reveal());
    }

    void aDocumentThatSaysWhoseItIsKeepsItsName()
    {
        const auto document = readModelDocument(
            R"({"models":[{"endpoint_id":"a/c","openapi":{"info":{"x-fal-metadata":{"endpointId":"a/d"}}}}]})",
            u"a/c"_s, u"fal"_s);
        QVERIFY(document);
        QVERIFY(document->contains("a/d"));
    }

    void withoutAKeyNoneIsSent()
    {
        m_api->setKey(ApiKey());
        serve({WireServer::answer(200, R"({"models":[{"endpoint_id":"a/c","openapi":{"x":2}}]})")});
        Caught<QByteArray> caught;
        m_api->modelDocument(u"a/c"_s, this, caught.done());
        CAUGHT(caught);
        QVERIFY(*caught.result);
        QVERIFY(!m_server->requests().first().headers.contains("authorization"));
    }

    void otherAnswersGetASentence_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("unknown model") << 200 << QByteArray(R"({"models":[]})") << ErrorKind::Gone;
        QTest::newRow("an error instead")
            << 200 << QByteArray(R"({"models":[{"endpoint_id":"a/c","openapi":{"error":{"message":"no"}}}]})")
            << ErrorKind::Gone;
        QTest::newRow("no document") << 200 << QByteArray(R"({"models":[{"endpoint_id":"a/c"}]})")
                                     << ErrorKind::Gone;
        QTest::newRow("another form") << 200 << QByteArray(R"({"models":{}})") << ErrorKind::Protocol;
        QTest::newRow("no JSON") << 200 << QByteArray("hello") << ErrorKind::Protocol;
        QTest::newRow("key refused") << 401 << QByteArray(R"({"error":{"message":"no"}})")
                                     << ErrorKind::KeyRefused;
        QTest::newRow("not offered") << 404 << QByteArray("{}") << ErrorKind::Gone;
    }
    void otherAnswersGetASentence()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        serve({WireServer::answer(status, body)});
        Caught<QByteArray> caught;
        m_api->modelDocument(u"a/c"_s, this, caught.done());
        CAUGHT(caught);
        QVERIFY(!*caught.result);
        QTEST(caught.kind(), "kind");
        QVERIFY(caught.result->error().message.endsWith(u'.'));
        QCOMPARE(m_server->requests().size(), 1);
    }

    void aHiccupIsRepeated()
    {
        serve({WireServer::answer(502, "{}"), WireServer::answer(503, "{}"),
               WireServer::answer(200, R"({"models":[{"endpoint_id":"a/c","openapi":{"x":2}}]})")});
        Caught<QByteArray> caught;
        m_api->modelDocument(u"a/c"_s, this, caught.done());
        CAUGHT(caught);
        QVERIFY(*caught.result);
        QCOMPARE(m_server->requests().size(), 3);
    }
};

QTEST_GUILESS_MAIN(TestModelDocument)
#include "tst_modeldocument.moc"
