// Rule "exact origins only": every kind of call, sent where it should go and answered with a way to somewhere
// else, and sent somewhere else at once. The key may reach the configured server and nobody else, in no form.
#include "fal/fileupload.h"
#include "fal/history.h"
#include "fal/httpclient.h"
#include "fal/oneshotbody.h"
#include "tests/canary/keysearch.h"
#include "tests/fal/apitest.h"
#include "tests/fal/certificates.h"
#include "tests/fal/tunnel.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScopeGuard>
#include <QTemporaryFile>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::fal;

namespace {

constexpr int kinds = int(CallKind::PrivateMedia) + 1;
const QByteArray pictureBytes = "a picture";

QByteArray wholeOf(const WireServer::Request &request)
{
    QByteArray whole = request.line() + '\n';
    for (auto header = request.headers.cbegin(); header != request.headers.cend(); ++header)
        whole += header.key() + ": " + header.value() + '\n';
    return whole + '\n' + request.body;
}

qsizetype withKey(const WireServer &listener)
{
    const KeySearch search(testKey().reveal());
    return std::ranges::count_if(listener.requests(), [&](const WireServer::Request &request) {
        return !search.find(wholeOf(request)).isEmpty();
    });
}

} // namespace

/// A server nobody told us to trust. It takes everything and is content.
struct Stranger
{
    explicit Stranger(const QString &address)
        : listener(QHostAddress(address))
        , origin(listener.origin())
    {
        listener.onRequest([](const WireServer::Request &, QTcpSocket &socket) {
            socket.write(WireServer::answer(200, pictureBytes, "image/png"));
        });
    }
    QUrl at(const QString &path) const { return origin.resolved(QUrl(path)); }

    WireServer listener;
    QUrl origin; ///< by which it is named
};

class TestKeyElsewhere : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void aKeyThatIsSentIsSeen();
    void noCallTakesTheKeyElsewhere();
    void noAnswerTakesTheKeyElsewhere();
    void cleanupTestCase();

private:
    bool send(HttpClient &client, CallKind kind, const QUrl &url);
    template <typename T>
    bool ends(const Caught<T> &caught)
    {
        ++m_calls;
        return waitFor([&] { return caught.isIn(); });
    }
    void answerWithWaysTo(const Stranger &stranger);
    void expectNoKeyElsewhere();

    std::unique_ptr<Certificates> m_certificates;
    std::unique_ptr<WireServer> m_server; ///< the configured one
    std::vector<std::unique_ptr<Stranger>> m_strangers;
    std::unique_ptr<Tunnel> m_tunnel;
    Transport m_transport{.http2 = false};
    int m_calls = 0;
};

void TestKeyElsewhere::initTestCase()
{
    m_server = std::make_unique<WireServer>();
    for (const auto &address : {u"127.0.0.1"_s, u"127.0.0.2"_s, u"::1"_s})
        m_strangers.push_back(std::make_unique<Stranger>(address));
    std::erase_if(m_strangers, [](const auto &stranger) { return stranger->origin.port() <= 0; }); // no IPv6
    QVERIFY(m_strangers.size() >= 2);
    // The one that pictures may be fetched from: other.example, by a tunnel.
    m_certificates = std::make_unique<Certificates>();
    if (!m_certificates->isValid()) {
        qInfo("left out: other.example (%s)", qPrintable(m_certificates->whyNot()));
        return;
    }
    auto reachable = std::make_unique<Stranger>(u"127.0.0.2"_s);
    reachable->listener.useTls(m_certificates->server(Certificates::Kind::OtherHost));
    m_tunnel = std::make_unique<Tunnel>(reachable->listener.origin());
    reachable->origin = QUrl(u"https://other.example"_s);
    m_strangers.push_back(std::move(reachable));
    qputenv("https_proxy", m_tunnel->address());
    m_transport.moreAuthorities = m_certificates->authority();
}

bool TestKeyElsewhere::send(HttpClient &client, CallKind kind, const QUrl &url)
{
    HttpRequest request{.kind = kind, .url = url, .body = "{}"};
    if (kind == CallKind::UploadBody) {
        request.makeBody = [] { return new OneShotBody("bytes of a file"); };
        request.bodyLength = 15;
    }
    if (kind == CallKind::PrivateMedia)
        request.fileToken = "Bearer a-permission";
    Caught<HttpAnswer> caught;
    client.send(request, this, caught.done());
    return ends(caught);
}

/// The count below means nothing unless it can be more than none.
void TestKeyElsewhere::aKeyThatIsSentIsSeen()
{
    Stranger trusted(u"127.0.0.1"_s);
    HttpClient client(Service::custom(trusted.origin), testKey(), quick());
    int expected = 0;
    for (int kind = 0; kind < kinds; ++kind) {
        QVERIFY(send(client, CallKind(kind), trusted.at(u"/here"_s)));
        expected += rulesOf(CallKind(kind)).withKey;
    }
    QCOMPARE(trusted.listener.requests().size(), kinds);
    QCOMPARE(withKey(trusted.listener), expected);
    m_calls = 0;
}

void TestKeyElsewhere::noCallTakesTheKeyElsewhere()
{
    HttpClient client(Service::custom(m_server->origin()), testKey(), quick(), m_transport);
    for (const auto &stranger : m_strangers) {
        QUrl hidden = stranger->at(u"/x"_s); // http://127.0.0.1:1234@stranger
        hidden.setUserInfo(m_server->origin().authority());
        for (int kind = 0; kind < kinds; ++kind) {
            for (const int status : {301, 302, 303, 307, 308}) {
                m_server->onRequest([&](const WireServer::Request &, QTcpSocket &socket) {
                    const QByteArray location = stranger->at(u"/there"_s).toEncoded();
                    socket.write(WireServer::answer(status, "{}", "application/json",
                                                    "Location: " + location + "\r\n"));
                });
                QVERIFY(send(client, CallKind(kind), m_server->origin().resolved(QUrl(u"/here"_s))));
            }
            QVERIFY(send(client, CallKind(kind), stranger->at(u"/there"_s)));
            QVERIFY(send(client, CallKind(kind), hidden));
        }
    }
    QVERIFY2(withKey(*m_server) > 0, "the configured server has had the key");
    expectNoKeyElsewhere();
}

/// Every address in every answer of the configured server is one of the stranger's.
void TestKeyElsewhere::answerWithWaysTo(const Stranger &stranger)
{
    m_server->onRequest([&](const WireServer::Request &request, QTcpSocket &socket) {
        const auto there = [&](const QString &path) { return stranger.at(path).toString(); };
        const QJsonObject picture{{u"url"_s, there(u"/a.png"_s)}, {u"content_type"_s, u"image/png"_s}};
        const QJsonObject everything{
            {u"request_id"_s, u"r-1"_s},
            {u"status"_s, u"COMPLETED"_s},
            {u"status_url"_s, there(u"/fal-ai/janus/requests/r-1/status"_s)},
            {u"response_url"_s, there(u"/fal-ai/janus/requests/r-1"_s)},
            {u"cancel_url"_s, there(u"/fal-ai/janus/requests/r-1/cancel"_s)},
            {u"images"_s, QJsonArray{picture}},
            {u"upload_url"_s, there(u"/put/u-1"_s)},
            {u"file_url"_s, there(u"/files/u-1"_s)},
            {u"token"_s, u"a-permission"_s},
            {u"token_type"_s, u"Bearer"_s},
            {u"base_url"_s, there(u"/"_s)},
            {u"expires_at"_s, u"2099-01-01T00:00:00Z"_s},
            {u"next_cursor"_s, there(u"/more"_s)},
            {u"has_more"_s, request.target.count("cursor") == 0},
        };
        const QByteArray body = QJsonDocument(everything).toJson(QJsonDocument::Compact);
        socket.write(WireServer::answer(200, body, "application/json",
                                        "Link: <" + stranger.at(u"/next"_s).toEncoded() + ">; rel=next\r\n"));
    });
}

void TestKeyElsewhere::noAnswerTakesTheKeyElsewhere()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    QCOMPARE(file.write(QByteArray(5000, 'p')), 5000);
    file.close();
    for (const auto &stranger : m_strangers) {
        answerWithWaysTo(*stranger);
        QueueApi api(Service::custom(m_server->origin()), testKey(), quick(), m_transport);
        Caught<Ticket> submitted;
        api.submit(foxRequest(), {}, this, submitted.done());
        QVERIFY(ends(submitted));
        QVERIFY(submitted.result->hasValue());
        // The receipt as it was kept, and as somebody might have made it in the journal.
        Ticket ticket = **submitted.result;
        for (const bool isForged : {false, true}) {
            if (isForged) {
                ticket.statusUrl = stranger->at(u"/fal-ai/janus/requests/r-1/status"_s);
                ticket.responseUrl = stranger->at(u"/fal-ai/janus/requests/r-1"_s);
                ticket.cancelUrl = stranger->at(u"/fal-ai/janus/requests/r-1/cancel"_s);
            }
            Caught<QueueStatus> status;
            api.status(ticket, this, status.done());
            Caught<Generation> result;
            api.result(ticket, this, result.done());
            Caught<CancelAnswer> cancelled;
            api.cancel(ticket, this, cancelled.done());
            QVERIFY(ends(status) && ends(result) && ends(cancelled));
            const std::unique_ptr<StatusFollower> follower = api.follow(ticket);
            bool followed = false;
            connect(follower.get(), &StatusFollower::finished, this, [&] { followed = true; });
            follower->start();
            ++m_calls;
            QVERIFY(waitFor([&] { return followed; }));
        }
        for (const QUrl &picture :
             {stranger->at(u"/a.png"_s), m_server->origin().resolved(QUrl(u"/a.png"_s))}) {
            Caught<QByteArray> open;
            api.download(picture, this, open.done());
            Caught<QByteArray> closed;
            api.downloadPrivate(picture, this, closed.done());
            QVERIFY(ends(open) && ends(closed));
        }
        Caught<History> history;
        api.history({.endpoint = u"fal-ai/janus"_s}, this, history.done());
        Caught<void> tested;
        api.testKey(this, tested.done());
        Caught<QByteArray> document;
        api.modelDocument(u"fal-ai/janus"_s, this, document.done());
        QVERIFY(ends(history) && ends(tested) && ends(document));
        for (const UploadSizes sizes : {UploadSizes{}, UploadSizes{2048, 1024}}) { // one PUT, and in parts
            const std::unique_ptr<FileUpload> upload = api.upload(file.fileName(), {.sizes = sizes});
            bool uploaded = false;
            connect(upload.get(), &FileUpload::finished, this, [&] { uploaded = true; });
            upload->start();
            ++m_calls;
            QVERIFY(waitFor([&] { return uploaded; }));
        }
    }
    expectNoKeyElsewhere();
}

void TestKeyElsewhere::expectNoKeyElsewhere()
{
    for (const auto &stranger : m_strangers)
        QVERIFY2(withKey(stranger->listener) == 0, qPrintable(stranger->origin.toString()));
    QVERIFY2(!m_tunnel || KeySearch(testKey().reveal()).find(m_tunnel->asked).isEmpty(), "the proxy");
}

void TestKeyElsewhere::cleanupTestCase()
{
    qunsetenv("https_proxy");
    qsizetype requests = 0;
    qsizetype keys = 0;
    for (const auto &stranger : m_strangers) {
        requests += stranger->listener.requests().size();
        keys += withKey(stranger->listener);
    }
    std::printf("FIGURE key-elsewhere calls=%d listeners=%d requests-there=%lld requests-with-key=%lld\n",
                m_calls, int(m_strangers.size()), static_cast<long long>(requests),
                static_cast<long long>(keys));
    std::fflush(stdout);
    if (m_tunnel) // else nobody could have been reached at all
        QVERIFY2(requests > 0, "strangers are reached, without the key");
}

QTEST_GUILESS_MAIN(TestKeyElsewhere)
#include "tst_keyelsewhere.moc"
