#include "practice.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QTcpServer>
#include <QTemporaryDir>

#include <openssl/evp.h>

using namespace Qt::StringLiterals;
using janus::sandbox::SandboxOptions;

namespace {

/// One call as it reached the receiver.
struct Call
{
    QMap<QByteArray, QByteArray> headers; ///< Names in lower case.
    QByteArray body;

    QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
};

/// A receiver of webhooks: answers with the codes it is given, then with 200.
class Receiver : public QObject
{
public:
    Receiver()
    {
        listening = m_server.listen(QHostAddress::LocalHost);
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection())
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        });
    }

    QByteArray query(const QByteArray &host = "127.0.0.1") const
    {
        const QByteArray address =
            "http://" + host + ':' + QByteArray::number(m_server.serverPort()) + "/hook?a=1&b=2";
        return "?fal_webhook=" + address.toPercentEncoding();
    }

    QList<int> statuses;
    QList<Call> calls;
    bool listening = false;

private:
    void read(QTcpSocket *socket)
    {
        QByteArray &bytes = m_bytes[socket];
        bytes += socket->readAll();
        const qsizetype head = bytes.indexOf("\r\n\r\n");
        if (head < 0)
            return;
        Call call;
        for (const QByteArray &line : bytes.left(head).split('\n'))
            call.headers[line.left(line.indexOf(':')).toLower()] = line.mid(line.indexOf(':') + 1).trimmed();
        call.body = bytes.mid(head + 4);
        if (call.body.size() < call.headers.value("content-length").toLongLong())
            return;
        bytes.clear();
        calls.append(call);
        const int status = statuses.isEmpty() ? 200 : statuses.takeFirst();
        socket->write("HTTP/1.1 " + QByteArray::number(status) +
                      " Word\r\nLocation: /elsewhere\r\nContent-Length: 2\r\n\r\nok");
    }

    QTcpServer m_server;
    QHash<QTcpSocket *, QByteArray> m_bytes;
};

/// Checks a signature as a receiver does, with the published key alone.
bool isSigned(const Call &call, const QJsonObject &keys)
{
    const QByteArray x = keys.value("keys"_L1).toArray().at(0).toObject().value("x"_L1).toString().toLatin1();
    const QByteArray raw = QByteArray::fromBase64(x, QByteArray::Base64UrlEncoding);
    const QByteArray text = call.headers.value("x-fal-webhook-request-id") + '\n' +
                            call.headers.value("x-fal-webhook-user-id") + '\n' +
                            call.headers.value("x-fal-webhook-timestamp") + '\n' +
                            QCryptographicHash::hash(call.body, QCryptographicHash::Sha256).toHex();
    const QByteArray signature = QByteArray::fromHex(call.headers.value("x-fal-webhook-signature"));
    const auto *bytes = [](const QByteArray &b) {
        return reinterpret_cast<const unsigned char *>(b.constData());
    }(raw);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes, std::size_t(raw.size())),
        &EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    return key && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
           EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char *>(signature.constData()),
                            std::size_t(signature.size()),
                            reinterpret_cast<const unsigned char *>(text.constData()),
                            std::size_t(text.size())) == 1;
}

} // namespace

class TestWebhooks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFinishedRequestCallsItsWebhookSigned()
    {
        const Practice p;
        Receiver receiver;
        QVERIFY(receiver.listening);
        const QByteArray id = p.submit({}, receiver.query());
        QVERIFY(!id.isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(receiver.calls.size(), 1, 20000);
        const Call call = receiver.calls.first();
        const QJsonObject body = call.json();
        QCOMPARE(call.headers.value("content-type"), QByteArray("application/json"));
        QCOMPARE(call.headers.value("x-fal-webhook-request-id"), id);
        QCOMPARE(body.value("request_id"_L1).toString().toLatin1(), id);
        QCOMPARE(body.value("gateway_request_id"_L1).toString().toLatin1(), id);
        QCOMPARE(body.value("status"_L1).toString(), u"OK"_s);
        QVERIFY(!body.contains("error"_L1));
        // The same words as the result, pictures at the same address.
        QCOMPARE(body.value("payload"_L1).toObject(), p.get(Practice::path(id)).json());
        const qint64 now = QDateTime::currentSecsSinceEpoch();
        QVERIFY(std::abs(call.headers.value("x-fal-webhook-timestamp").toLongLong() - now) <= 300);
        const QJsonObject keys = p.getAsStranger("/.well-known/jwks.json").json();
        const QJsonObject key = keys.value("keys"_L1).toArray().at(0).toObject();
        QCOMPARE(key.value("kty"_L1).toString(), u"OKP"_s);
        QCOMPARE(key.value("crv"_L1).toString(), u"Ed25519"_s);
        QVERIFY(isSigned(call, keys));
        Call forged = call;
        forged.body += ' ';
        QVERIFY(!isSigned(forged, keys));
        QVERIFY(!isSigned(call, Practice().get("/.well-known/jwks.json").json()));
    }

    void aFailedRequestTellsItsError_data()
    {
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<bool>("cancel");
        QTest::addColumn<QString>("error");
        QTest::newRow("refused input") << QByteArray("{}") << false << u"Invalid status code: 422"_s;
        QTest::newRow("cancelled") << QByteArray(R"({"prompt":"x"})") << true
                                   << u"Invalid status code: 499"_s;
    }

    void aFailedRequestTellsItsError()
    {
        QFETCH(const QByteArray, input);
        QFETCH(const bool, cancel);
        const Practice p(cancel ? Practice::paused() : Practice::quick());
        Receiver receiver;
        const QByteArray id = p.submit({}, receiver.query(), input);
        if (cancel)
            QCOMPARE(p.client->request("PUT", Practice::path(id, "/cancel")).status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(receiver.calls.size(), 1, 20000);
        const QJsonObject body = receiver.calls.first().json();
        QCOMPARE(body.value("status"_L1).toString(), u"ERROR"_s);
        QTEST(body.value("error"_L1).toString(), "error");
        QVERIFY(body.value("payload"_L1).toObject().contains("detail"_L1));
    }

    void onlyTwoHundredsAndRedirectsEndIt_data()
    {
        QTest::addColumn<QList<int>>("answers");
        QTest::addColumn<int>("calls");
        QTest::newRow("accepted") << QList<int>{204} << 1;
        QTest::newRow("redirected") << QList<int>{302} << 1;
        QTest::newRow("broken, then well") << QList<int>{500, 404, 200} << 3;
        QTest::newRow("broken for good") << QList<int>{500, 500, 500, 500, 500, 500, 500} << 5;
    }

    void onlyTwoHundredsAndRedirectsEndIt()
    {
        QFETCH(const QList<int>, answers);
        QFETCH(const int, calls);
        const Practice p;
        Receiver receiver;
        receiver.statuses = answers;
        const QByteArray first = p.submit({}, receiver.query());
        QTRY_COMPARE_WITH_TIMEOUT(receiver.calls.size(), calls, 20000);
        // Another request's call comes after whatever the first one would still send at once.
        receiver.statuses.clear();
        const QByteArray second = p.submit({}, receiver.query());
        QTRY_COMPARE_WITH_TIMEOUT(receiver.calls.size(), calls + 1, 20000);
        QCOMPARE(receiver.calls.last().headers.value("x-fal-webhook-request-id"), second);
        for (const Call &call : receiver.calls.mid(0, calls)) {
            QCOMPARE(call.headers.value("x-fal-webhook-request-id"), first);
            QCOMPARE(call.body, receiver.calls.first().body);
        }
    }

    void receiversElsewhereAreAcceptedAndNeverCalled_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::newRow("another host") << QByteArray("?fal_webhook=http%3A%2F%2Fexample.invalid%2Fhook");
        QTest::newRow("a private network") << QByteArray("?fal_webhook=http%3A%2F%2F192.168.0.1%2Fhook");
        QTest::newRow("a lookalike") << QByteArray(
            "?fal_webhook=http%3A%2F%2F127.0.0.1.example.invalid%2Fhook");
        QTest::newRow("a file") << QByteArray("?fal_webhook=file%3A%2F%2F%2Fetc%2Fpasswd");
        QTest::newRow("no address") << QByteArray("?fal_webhook=nonsense");
    }

    void receiversElsewhereAreAcceptedAndNeverCalled()
    {
        QFETCH(const QByteArray, query);
        const Practice p;
        QCOMPARE(p.result(p.submit({}, query)).status, 200);
        // A proxy of the environment is not asked either: this receiver stands for one.
        Receiver receiver;
        QCOMPARE(p.result(p.submit({}, receiver.query())).status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(receiver.calls.size(), 1, 20000);
    }

    void aReceiverNamedLocalhostIsOnThisComputer()
    {
        const Practice p;
        Receiver receiver;
        (void)p.submit({}, receiver.query("localhost"));
        QTRY_COMPARE_WITH_TIMEOUT(receiver.calls.size(), 1, 20000);
    }

    void aWebhookOutlivesTheServer()
    {
        const QTemporaryDir folder;
        SandboxOptions options = Practice::paused();
        options.stateFile = folder.filePath(u"queue.jsonl"_s);
        Receiver receiver;
        const QByteArray id = Practice(options).submit({}, receiver.query());
        options.capacity = 1;
        const Practice p(options);
        QTRY_COMPARE_WITH_TIMEOUT(receiver.calls.size(), 1, 20000);
        QCOMPARE(receiver.calls.first().headers.value("x-fal-webhook-request-id"), id);
    }

    void picturesInsideTheAnswerAreInsideTheCallToo()
    {
        const Practice p;
        Receiver receiver;
        (void)p.client->request("POST", "/fal-ai/flux/dev" + receiver.query(),
                                R"({"prompt":"sea","image_size":{"width":16,"height":16},"sync_mode":true})");
        QTRY_COMPARE_WITH_TIMEOUT(receiver.calls.size(), 1, 20000);
        const QJsonObject payload = receiver.calls.first().json().value("payload"_L1).toObject();
        const QJsonObject image = payload.value("images"_L1).toArray().at(0).toObject();
        QVERIFY(image.value("url"_L1).toString().startsWith("data:image/jpeg;base64,"_L1));
    }
};

QTEST_GUILESS_MAIN(TestWebhooks)
#include "tst_webhooks.moc"
