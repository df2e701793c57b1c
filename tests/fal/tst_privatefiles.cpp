#include "fal/filetokens.h"
#include "support/log.h"
#include "tests/fal/apitest.h"
#include "tests/fal/certificates.h"
#include "tests/fal/tunnel.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QScopeGuard>

#include <array>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::fal;

namespace {

const QByteArray tokenCall = "POST /storage/auth/token";
const QByteArray pictureBytes = "the private picture";

QByteArray tokenAnswer(const QByteArray &token, int seconds = 3600)
{
    const QDateTime until = QDateTime::currentDateTimeUtc().addSecs(seconds);
    return QJsonDocument(QJsonObject{{u"token"_s, QString::fromLatin1(token)},
                                     {u"token_type"_s, u"Bearer"_s},
                                     {u"base_url"_s, u"https://v3.fal.media"_s},
                                     {u"expires_at"_s, until.toString(Qt::ISODateWithMs)}})
        .toJson(QJsonDocument::Compact);
}

} // namespace

/// Pictures that only their account may read, against a server that speaks bytes.
class TestPrivateFiles : public QObject
{
    Q_OBJECT

    std::unique_ptr<WireServer> m_server;
    std::unique_ptr<QueueApi> m_api;
    QByteArray m_valid;      ///< the token that opens pictures; the next one is given on demand
    int m_given = 0;         ///< tokens so far
    int m_lifetime = 3600;   ///< of a token, in seconds
    int m_refusal = 403;     ///< what a stranger is told
    bool m_opens = true;     ///< the right token opens pictures
    QByteArray m_tokenFault; ///< answered instead, m_tokenFaults times
    int m_tokenFaults = 0;

    void answer(const WireServer::Request &request, QTcpSocket &socket)
    {
        if (request.line().startsWith(tokenCall)) {
            if (m_tokenFaults > 0) {
                --m_tokenFaults;
                socket.write(m_tokenFault);
                return;
            }
            m_valid = "token-number-" + QByteArray::number(++m_given);
            socket.write(WireServer::answer(200, tokenAnswer(m_valid, m_lifetime)));
            return;
        }
        const bool may = m_opens && request.headers.value("authorization") == "Bearer " + m_valid;
        socket.write(may ? WireServer::answer(200, pictureBytes, "image/png")
                         : WireServer::answer(m_refusal, R"({"detail":"no"})"));
    }

    QUrl picture(const QString &path = u"/files/a.png"_s) const
    {
        return m_server->origin().resolved(QUrl(path));
    }
    QList<WireServer::Request> gets() const
    {
        QList<WireServer::Request> list = m_server->requests();
        list.removeIf([](const WireServer::Request &request) { return request.method != "GET"; });
        return list;
    }

private Q_SLOTS:
    void init()
    {
        m_given = 0;
        m_lifetime = 3600;
        m_refusal = 403;
        m_opens = true;
        m_tokenFaults = 0;
        m_server = std::make_unique<WireServer>();
        m_server->onRequest([this](const auto &request, QTcpSocket &socket) { answer(request, socket); });
        m_api = std::make_unique<QueueApi>(Service::custom(m_server->origin()), testKey(), quick());
    }
    void cleanup()
    {
        for (const WireServer::Request &request : gets())
            QVERIFY(!request.headers.value("authorization").contains(testKey().reveal()));
        m_api.reset();
        m_server.reset();
    }

    void tokenAnswersAreRead_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("authorization"); // empty: not understood
        QTest::addColumn<QString>("until");
        const auto row = [](const char *name, const QByteArray &token, const QByteArray &type,
                            const QByteArray &end) -> QTestData & {
            return QTest::newRow(name) << QByteArray(R"({"token":")" + token + R"(","token_type":")" + type +
                                                     R"(","expires_at":")" + end + R"("})");
        };
        row("usual", "a.b.c", "Bearer", "2030-01-02T03:04:05.678+00:00")
            << QByteArray("Bearer a.b.c") << u"2030-01-02T03:04:05Z"_s;
        row("microseconds", "abc", "Bearer", "2030-01-02T03:04:05.123456+00:00")
            << QByteArray("Bearer abc") << u"2030-01-02T03:04:05Z"_s;
        row("another zone", "abc", "Bearer", "2030-01-02T03:04:05+02:00")
            << QByteArray("Bearer abc") << u"2030-01-02T01:04:05Z"_s;
        row("no zone", "abc", "Bearer", "2030-01-02T03:04:05")
            << QByteArray("Bearer abc") << u"2030-01-02T03:04:05Z"_s;
        row("no end", "abc", "Bearer", "soon") << QByteArray("Bearer abc") << QString();
        row("two lines", "my-secret\\r\\nX: y", "Bearer", "") << QByteArray() << QString();
        row("no letters of a header", "my-secret-\u00e9", "Bearer", "") << QByteArray() << QString();
        row("no type", "my-secret", "", "") << QByteArray() << QString();
        row("no token", "", "Bearer", "") << QByteArray() << QString();
        QTest::newRow("no object") << QByteArray(R"(["my-secret"])") << QByteArray() << QString();
        QTest::newRow("nothing") << QByteArray() << QByteArray() << QString();
    }
    void tokenAnswersAreRead()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const QByteArray, authorization);
        QFETCH(const QString, until);
        const Result<FileToken> token = readFileToken(body, Service::fal());
        QCOMPARE(token.hasValue(), !authorization.isEmpty());
        if (!token) {
            QCOMPARE(token.error().kind, ErrorKind::Protocol);
            QVERIFY(!token.error().detail.contains(u"my-secret"_s));
            return;
        }
        QCOMPARE(token->authorization, authorization);
        QCOMPARE(token->until.toUTC().toString(Qt::ISODate), until);
    }

    void oneTokenOpensManyPictures()
    {
        std::array<Caught<QByteArray>, 4> caught;
        for (int i = 0; i < 3; ++i)
            m_api->downloadPrivate(picture(u"/files/%1.png"_s.arg(i)), this, caught[size_t(i)].done());
        for (int i = 0; i < 3; ++i)
            CAUGHT(caught[size_t(i)]);
        m_api->downloadPrivate(picture(), this, caught[3].done());
        CAUGHT(caught[3]);
        for (const auto &one : caught) {
            QVERIFY(one.result->hasValue());
            QCOMPARE(**one.result, pictureBytes);
            QCOMPARE(one.times, 1);
        }
        QCOMPARE(m_server->count(tokenCall), 1);
        const WireServer::Request asked = m_server->requests().first();
        QCOMPARE(asked.line(), tokenCall + "?storage_type=fal-cdn-v3");
        QCOMPARE(asked.body, QByteArray("{}"));
        QCOMPARE(asked.headers.value("authorization"), "Key " + testKey().reveal());
        QCOMPARE(gets().size(), 4);
        for (const WireServer::Request &request : gets())
            QCOMPARE(request.headers.value("authorization"), QByteArray("Bearer token-number-1"));
    }

    void anOpenPictureIsFetchedWithoutAToken()
    {
        Caught<QByteArray> caught;
        m_api->download(picture(), this, caught.done());
        CAUGHT(caught);
        QCOMPARE(caught.kind(), ErrorKind::Gone);
        QCOMPARE(m_server->requests().size(), 1);
        QVERIFY(!gets().first().headers.contains("authorization"));
    }

    void aTokenIsNotUsedUpToItsLastSecond()
    {
        m_lifetime = 20;
        for (int i = 1; i <= 2; ++i) {
            Caught<QByteArray> caught;
            m_api->downloadPrivate(picture(), this, caught.done());
            CAUGHT(caught);
            QVERIFY(caught.result->hasValue());
            QCOMPARE(m_server->count(tokenCall), i);
        }
    }

    void aRefusedTokenIsRenewedOnce_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("401") << 401;
        QTest::newRow("403") << 403;
        QTest::newRow("404 of a hidden one") << 404;
    }
    void aRefusedTokenIsRenewedOnce()
    {
        QFETCH(const int, status);
        m_refusal = status;
        Caught<QByteArray> first;
        m_api->downloadPrivate(picture(), this, first.done());
        CAUGHT(first);
        QVERIFY(first.result->hasValue());
        m_valid = "none of ours";
        Caught<QByteArray> second;
        m_api->downloadPrivate(picture(), this, second.done());
        CAUGHT(second);
        QVERIFY(second.result->hasValue());
        QCOMPARE(m_server->count(tokenCall), 2);
        QCOMPARE(gets().size(), 3);

        m_opens = false;
        Caught<QByteArray> third;
        m_api->downloadPrivate(picture(), this, third.done());
        CAUGHT(third);
        QCOMPARE(third.kind(), ErrorKind::Gone);
        QVERIFY2(third.result->error().message.contains(u"private picture could not be opened"_s),
                 qPrintable(third.result->error().message));
        QCOMPARE(m_server->count(tokenCall), 3);
        QCOMPARE(gets().size(), 5);
    }

    void anotherKeyGetsATokenOfItsOwn()
    {
        for (int i = 1; i <= 2; ++i) {
            Caught<QByteArray> caught;
            m_api->downloadPrivate(picture(), this, caught.done());
            CAUGHT(caught);
            QVERIFY(caught.result->hasValue());
            QCOMPARE(m_server->count(tokenCall), i);
            m_api->setKey(testKey());
        }
    }

    void troubleWithTheTokenPasses()
    {
        m_tokenFault = WireServer::answer(503, "{}");
        m_tokenFaults = 3;
        Caught<QByteArray> caught;
        m_api->downloadPrivate(picture(), this, caught.done());
        CAUGHT(caught);
        QVERIFY(caught.result->hasValue());
        QCOMPARE(m_server->count(tokenCall), 4);
    }

    void aTokenThatIsNotGivenIsTold_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("key refused") << WireServer::answer(401, "{}") << ErrorKind::KeyRefused;
        QTest::newRow("locked") << WireServer::answer(403, R"({"detail":"User is locked."})")
                                << ErrorKind::AccountLocked;
        QTest::newRow("trouble that lasts") << WireServer::answer(502, "{}") << ErrorKind::Network;
        QTest::newRow("no token in it")
            << WireServer::answer(200, R"({"token":"my-secret"})") << ErrorKind::Protocol;
        QTest::newRow("redirected") << WireServer::answer(302, {}, "text/plain", "Location: /elsewhere\r\n")
                                    << ErrorKind::Protocol;
    }
    void aTokenThatIsNotGivenIsTold()
    {
        QFETCH(const QByteArray, answer);
        QFETCH(const ErrorKind, kind);
        m_tokenFault = answer;
        m_tokenFaults = 100;
        Caught<QByteArray> caught;
        m_api->downloadPrivate(picture(), this, caught.done());
        CAUGHT(caught);
        QCOMPARE(caught.kind(), kind);
        QVERIFY(!caught.result->error().detail.contains(u"my-secret"_s));
        QVERIFY(gets().isEmpty());
    }

    void aServerWithoutTokensHasTheLastWord()
    {
        m_tokenFault = WireServer::answer(404, "{}");
        m_tokenFaults = 1;
        Caught<QByteArray> caught;
        m_api->downloadPrivate(picture(), this, caught.done());
        CAUGHT(caught);
        QCOMPARE(caught.kind(), ErrorKind::Gone);
        QCOMPARE(gets().size(), 1);
        QVERIFY(!gets().first().headers.contains("authorization"));
    }

    void theTokenIsNotRepeatedInAnyText()
    {
        QByteArray seen;
        m_server->onRequest([&](const WireServer::Request &request, QTcpSocket &socket) {
            if (request.line().startsWith(tokenCall))
                return answer(request, socket);
            seen = request.headers.value("authorization");
            socket.write(WireServer::answer(500, "you said " + seen, "text/plain"));
        });
        Caught<QByteArray> caught;
        m_api->downloadPrivate(picture(), this, caught.done());
        CAUGHT(caught);
        QCOMPARE(seen, "Bearer " + m_valid);
        QVERIFY(caught.result->error().detail.contains(u"you said"_s));
        QVERIFY(!caught.result->error().detail.contains(QString::fromLatin1(m_valid)));
        QVERIFY(!support::redacted(u"sent "_s + QString::fromLatin1(m_valid)).contains(u"token-number"_s));
    }

    void anAddressThatIsNotOpenedGetsNothing()
    {
        WireServer other(QHostAddress(u"127.0.0.2"_s));
        m_server->onRequest([&](const WireServer::Request &request, QTcpSocket &socket) {
            if (request.line().startsWith(tokenCall))
                return answer(request, socket);
            socket.write(WireServer::answer(302, {}, "text/plain",
                                            "Location: " + other.origin().toEncoded() + "/a.png\r\n"));
        });
        Caught<QByteArray> redirected;
        m_api->downloadPrivate(picture(), this, redirected.done());
        CAUGHT(redirected);
        QCOMPARE(redirected.kind(), ErrorKind::Refused);
        Caught<QByteArray> direct;
        m_api->downloadPrivate(other.origin().resolved(QUrl(u"/a.png"_s)), this, direct.done());
        CAUGHT(direct);
        QCOMPARE(direct.kind(), ErrorKind::Refused);
        QCOMPARE(m_server->count(tokenCall), 1);
        QCOMPARE(other.connections(), 0);
    }

    // 127.0.0.2 stands for other.example behind a proxy.
    void anotherHostSeesNoToken_data()
    {
        QTest::addColumn<bool>("byRedirect");
        QTest::newRow("after a redirect") << true;
        QTest::newRow("named by the result") << false;
    }
    void anotherHostSeesNoToken()
    {
        QFETCH(const bool, byRedirect);
        const Certificates certificates;
        if (!certificates.isValid())
            QSKIP(qPrintable(certificates.whyNot()));
        WireServer other(QHostAddress(u"127.0.0.2"_s));
        other.useTls(certificates.server(Certificates::Kind::OtherHost));
        other.onRequest([](const WireServer::Request &, QTcpSocket &socket) {
            socket.write(WireServer::answer(200, pictureBytes, "image/png"));
        });
        Tunnel proxy(other.origin());
        qputenv("https_proxy", proxy.address());
        const auto restored = qScopeGuard([] { qunsetenv("https_proxy"); });
        const QUrl there(u"https://other.example/a.png"_s);
        m_server->onRequest([&](const WireServer::Request &request, QTcpSocket &socket) {
            if (request.line().startsWith(tokenCall))
                return answer(request, socket);
            socket.write(
                WireServer::answer(302, {}, "text/plain", "Location: " + there.toEncoded() + "\r\n"));
        });
        QueueApi api(Service::custom(m_server->origin()), testKey(), quick(),
                     {.http2 = false, .moreAuthorities = certificates.authority()});
        Caught<QByteArray> caught;
        api.downloadPrivate(byRedirect ? picture() : there, this, caught.done());
        CAUGHT(caught);
        QVERIFY2(caught.result->hasValue(),
                 qPrintable(caught.result->hasValue() ? QString() : caught.result->error().detail));
        QVERIFY(proxy.asked.startsWith("CONNECT other.example:443 "));
        QVERIFY(!proxy.asked.contains("token-number"));
        QCOMPARE(other.requests().size(), 1);
        QVERIFY(!other.requests().first().headers.contains("authorization"));
        QCOMPARE(m_server->count(tokenCall), byRedirect ? 1 : 0);
        for (const WireServer::Request &request : gets())
            QCOMPARE(request.headers.value("authorization"), "Bearer " + m_valid);
    }

    void whoIsGoneIsNotAnswered()
    {
        Caught<QByteArray> gone;
        Caught<QByteArray> here;
        auto context = std::make_unique<QObject>();
        m_api->downloadPrivate(picture(), context.get(), gone.done());
        m_api->downloadPrivate(picture(), this, here.done());
        context.reset();
        CAUGHT(here);
        QVERIFY(here.result->hasValue());
        QVERIFY(!gone.isIn());
        QCOMPARE(gets().size(), 1);
    }

    void itMayEndInsideItsOwnAnswer()
    {
        m_tokenFault = WireServer::answer(401, "{}");
        m_tokenFaults = 1;
        Caught<QByteArray> second;
        bool ended = false;
        m_api->downloadPrivate(picture(), this, [&](const Result<QByteArray> &) {
            m_api.reset();
            ended = true;
        });
        m_api->downloadPrivate(picture(), this, second.done());
        QVERIFY(waitFor([&] { return ended; }));
        QVERIFY(!second.isIn());
    }
};

QTEST_GUILESS_MAIN(TestPrivateFiles)
#include "tst_privatefiles.moc"
