#include "fal/filebody.h"
#include "fal/fileupload.h"
#include "tests/fal/apitest.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QPointer>
#include <QTemporaryDir>
#include <QThreadPool>

using namespace janus;
using namespace janus::fal;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr UploadSizes smallSizes{4 * 1024, 1024};

UploadOptions small()
{
    UploadOptions options;
    options.sizes = smallSizes;
    return options;
}

QByteArray pattern(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (qsizetype i = 0; i < size; ++i)
        bytes[i] = char((i * 7 + i / 251) % 256);
    return bytes;
}

} // namespace

/// Files on their way to the service: one PUT or parts, and everything that can go wrong between.
class TestFileUpload : public QObject
{
    Q_OBJECT

    using Request = WireServer::Request;
    /// Says whether it has answered; else the store answers as fal does.
    using Misdeed = std::function<bool(const Request &, QTcpSocket &)>;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<WireServer> m_server;
    std::unique_ptr<QueueApi> m_api;
    std::unique_ptr<FileUpload> m_upload;
    int m_finished = 0;

    QUrl address(const QString &path) const
    {
        QUrl url = m_server->origin();
        url.setPath(path.section(u'?', 0, 0));
        if (path.contains(u'?'))
            url.setQuery(path.section(u'?', 1));
        return url;
    }

    /// The service and its store on one origin, as fal's protocol has them.
    void serve(const Misdeed &misdeed = [](const Request &, QTcpSocket &) { return false; })
    {
        m_server->onRequest([this, misdeed](const Request &request, QTcpSocket &socket) {
            if (misdeed(request, socket))
                return;
            if (request.target.startsWith("/storage/upload/initiate")) {
                const QJsonObject answer{
                    {u"upload_url"_s, address(u"/put/u-1?sig=a%2Fb"_s).toString(QUrl::FullyEncoded)},
                    {u"file_url"_s, address(u"/files/u-1/x.bin"_s).toString()}};
                socket.write(WireServer::answer(200, QJsonDocument(answer).toJson(QJsonDocument::Compact)));
            } else if (const int part = partOf(request); part > 0) {
                socket.write(WireServer::answer(200, "{\"partNumber\":" + QByteArray::number(part) +
                                                         ",\"etag\":\"e" + QByteArray::number(part) + "\"}"));
            } else {
                socket.write(WireServer::answer(200, "{}"));
            }
        });
    }

    static int partOf(const Request &request)
    {
        const QByteArray name = request.target.split('?').first().split('/').last();
        return request.method == "PUT" ? name.toInt() : 0;
    }

    QString file(const QByteArray &bytes, const QString &name = u"x.bin"_s)
    {
        QFile file(m_folder->filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("The test's file cannot be written.");
        return file.fileName();
    }

    void begin(const QString &path, const UploadOptions &options = small())
    {
        m_upload = m_api->upload(path, options);
        connect(m_upload.get(), &FileUpload::finished, this, [this] { ++m_finished; });
        m_upload->start();
    }
    bool ends(int times = 1)
    {
        return waitFor([this, times] { return m_finished == times; });
    }
    const Result<UploadedFile> &outcome() const { return m_upload->outcome(); }

    /// What the store has been given for each part, in the order of the file.
    QByteArray joinedParts() const
    {
        QMap<int, QByteArray> parts;
        for (const Request &request : m_server->requests()) {
            if (const int part = partOf(request); part > 0)
                parts[part] = request.body;
        }
        QByteArray all;
        for (const QByteArray &part : std::as_const(parts))
            all += part;
        return all;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<WireServer>();
        m_api = std::make_unique<QueueApi>(Service::custom(m_server->origin()), testKey(), quick());
        m_finished = 0;
    }
    void cleanup()
    {
        m_upload.reset();
        m_api.reset();
        m_server.reset();
    }

    void aSmallFileIsOnePut();
    void aLargeFileGoesInPartsThatAreCompletedInOrder();
    void ninetyMebibytesIsTheBorderAndPartsAreTen();
    void partsRunThreeAtATime();
    void aBodyIsReadInWindows();
    void aBodyWhoseFileGoesSaysSo();
    void lifecycleAndAccessAreSaid_data();
    void lifecycleAndAccessAreSaid();
    void theContentTypeIsThatOfTheBytes_data();
    void theContentTypeIsThatOfTheBytes();
    void whatIsNoFileGetsASentenceAndSendsNothing_data();
    void whatIsNoFileGetsASentenceAndSendsNothing();
    void aFailingPartIsRepeatedAlone_data();
    void aFailingPartIsRepeatedAlone();
    void aPartThatKeepsFailingIsSentAgainByTheNextStartOnly();
    void aFailingCompleteIsNotRepeatedByItself_data();
    void aFailingCompleteIsNotRepeatedByItself();
    void unsafeAddressesGetNothing_data();
    void unsafeAddressesGetNothing();
    void theKeyGoesToTheServiceOnly();
    void aRefusedInitiateIsFinal_data();
    void aRefusedInitiateIsFinal();
    void aClosedPlaceIsReplacedOnce();
    void aChangedFileIsNotMixed();
    void progressRisesToTheSize();
    void destroyingItStopsIt();
    void itMayBeDestroyedInItsOwnSignals_data();
    void itMayBeDestroyedInItsOwnSignals();
};

void TestFileUpload::aSmallFileIsOnePut()
{
    serve();
    const QByteArray bytes = pattern(3000);
    begin(file(bytes, u"a b.bin"_s));
    QVERIFY(ends());
    QVERIFY2(outcome(), qPrintable(outcome() ? QString() : outcome().error().message));
    QCOMPARE(outcome()->url, address(u"/files/u-1/x.bin"_s));
    QCOMPARE(outcome()->bytes, 3000);
    const QList<Request> sent = m_server->requests();
    QCOMPARE(sent.size(), 2);
    QCOMPARE(sent[0].line(), "POST /storage/upload/initiate?storage_type=fal-cdn-v3");
    QCOMPARE(sent[0].headers.value("content-type"), "application/json");
    QCOMPARE(
        QJsonDocument::fromJson(sent[0].body).object(),
        (QJsonObject{{u"content_type"_s, u"application/octet-stream"_s}, {u"file_name"_s, u"a b.bin"_s}}));
    QCOMPARE(sent[1].line(), "PUT /put/u-1?sig=a%2Fb");
    QCOMPARE(sent[1].headers.value("content-type"), "application/octet-stream");
    QCOMPARE(sent[1].body, bytes);
}

void TestFileUpload::aLargeFileGoesInPartsThatAreCompletedInOrder()
{
    serve();
    const QByteArray bytes = pattern(5 * 1024 + 17);
    begin(file(bytes));
    QVERIFY(ends());
    QVERIFY(outcome());
    QCOMPARE(m_server->requests().first().line(),
             "POST /storage/upload/initiate-multipart?storage_type=fal-cdn-v3");
    QCOMPARE(m_server->count("PUT /put/u-1/"), 6);
    QCOMPARE(joinedParts(), bytes);
    const Request last = m_server->requests().last();
    QCOMPARE(last.line(), "POST /put/u-1/complete?sig=a%2Fb");
    QCOMPARE(last.headers.value("content-type"), "application/json");
    const QJsonArray parts = QJsonDocument::fromJson(last.body)["parts"_L1].toArray();
    QCOMPARE(parts.size(), 6);
    for (int k = 0; k < 6; ++k) {
        QCOMPARE(parts[k]["partNumber"_L1].toInt(), k + 1);
        QCOMPARE(parts[k]["etag"_L1].toString(), u"e%1"_s.arg(k + 1));
    }
}

void TestFileUpload::ninetyMebibytesIsTheBorderAndPartsAreTen()
{
    constexpr qint64 mebibyte = 1024 * 1024;
    serve();
    QFile sparse(m_folder->filePath(u"sparse"_s));
    QVERIFY(sparse.open(QIODevice::WriteOnly));
    QVERIFY(sparse.resize(90 * mebibyte + 1));
    begin(sparse.fileName(), {});
    QVERIFY(waitFor([this] { return m_finished == 1; }) || ends());
    QVERIFY(outcome());
    QList<qint64> sizes;
    for (const Request &request : m_server->requests()) {
        if (partOf(request) > 0)
            sizes << request.body.size();
    }
    std::ranges::sort(sizes);
    QCOMPARE(sizes.size(), 10);
    QCOMPARE(sizes.first(), 1);
    for (int k = 1; k < 10; ++k)
        QCOMPARE(sizes[k], 10 * mebibyte);
    QCOMPARE(UploadSizes().mostInOnePut, 90 * mebibyte);
}

void TestFileUpload::partsRunThreeAtATime()
{
    int open = 0;
    int most = 0;
    QList<std::pair<int, QPointer<QTcpSocket>>> held;
    serve([&](const Request &request, QTcpSocket &socket) {
        const int part = partOf(request);
        if (part == 0)
            return false;
        most = std::max(most, ++open);
        held.append({part, &socket});
        return true;
    });
    begin(file(pattern(9 * 1024)));
    const auto answerOne = [&] {
        const auto [part, socket] = held.takeFirst();
        --open;
        const QByteArray number = QByteArray::number(part);
        socket->write(
            WireServer::answer(200, "{\"partNumber\":" + number + ",\"etag\":\"e" + number + "\"}"));
    };
    QVERIFY(waitFor([&] { return open == 3; }));
    for (int k = 0; k < 9; ++k) {
        QVERIFY(waitFor([&] { return !held.isEmpty(); }));
        answerOne();
    }
    QVERIFY(ends());
    QVERIFY(outcome());
    QCOMPARE(most, 3);
}

void TestFileUpload::aBodyIsReadInWindows()
{
    const QByteArray bytes = pattern(7 * FileBody::window + 5);
    const Result<FileStamp> stamp = examineFile(file(bytes));
    QVERIFY(stamp);
    FileBody body(*stamp, 3, bytes.size() - 3);
    QByteArray read;
    qint64 mostHeld = 0;
    const auto takeSome = [&] {
        mostHeld = std::max(mostHeld, body.bytesAvailable());
        read += body.read(100'000);
        return body.atEnd();
    };
    QVERIFY(waitFor(takeSome));
    QVERIFY(read == bytes.mid(3));
    QVERIFY2(mostHeld <= 2 * FileBody::window, qPrintable(QString::number(mostHeld)));
}

void TestFileUpload::aBodyWhoseFileGoesSaysSo()
{
    const QString path = file(pattern(4 * FileBody::window));
    const Result<FileStamp> stamp = examineFile(path);
    QVERIFY(stamp);
    FileBody body(*stamp, 0, stamp->size);
    QList<Error> errors;
    connect(&body, &FileBody::failed, this, [&](const Error &error) { errors << error; });
    QVERIFY(QFile::remove(path));
    QVERIFY(waitFor([&] {
        body.read(FileBody::window);
        return !errors.isEmpty();
    }));
    QCOMPARE(errors.first().kind, ErrorKind::Storage);
    QVERIFY(!body.atEnd());
}

void TestFileUpload::lifecycleAndAccessAreSaid_data()
{
    using Access = Delivery::Access;
    QTest::addColumn<std::optional<qint64>>("expiry");
    QTest::addColumn<Access>("access");
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("expiry") << std::optional<qint64>(3600) << Access::AccountDefault
                            << QByteArray(R"({"expiration_duration_seconds":3600})");
    QTest::newRow("private") << std::optional<qint64>() << Access::Private
                             << QByteArray(R"({"initial_acl":{"default":"forbid"}})");
    QTest::newRow("both") << std::optional<qint64>(60) << Access::Hidden
                          << QByteArray(
                                 R"({"expiration_duration_seconds":60,"initial_acl":{"default":"hide"}})");
    QTest::newRow("neither") << std::optional<qint64>() << Access::AccountDefault << QByteArray();
}

void TestFileUpload::lifecycleAndAccessAreSaid()
{
    QFETCH(const std::optional<qint64>, expiry);
    QFETCH(const Delivery::Access, access);
    serve();
    begin(file("x"), {expiry, access, smallSizes});
    QVERIFY(ends());
    QTEST(m_server->requests().first().headers.value("x-fal-object-lifecycle"), "header");
    QVERIFY(!m_server->requests().last().headers.contains("x-fal-object-lifecycle"));
}

void TestFileUpload::theContentTypeIsThatOfTheBytes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("type");
    QTest::newRow("PNG") << QByteArray("\x89PNG\r\n\x1a\nabc") << u"a.png"_s << u"image/png"_s;
    QTest::newRow("PNG called JPEG") << QByteArray("\x89PNG\r\n\x1a\nabc") << u"a.jpg"_s << u"image/png"_s;
    QTest::newRow("JPEG without a suffix")
        << QByteArray("\xff\xd8\xff\xe0zzz") << u"picture"_s << u"image/jpeg"_s;
    QTest::newRow("WebP") << QByteArray("RIFF\x01\x01\x01\x01WEBPVP8 ") << u"a"_s << u"image/webp"_s;
    QTest::newRow("GIF") << QByteArray("GIF89a…") << u"a.bin"_s << u"image/gif"_s;
    QTest::newRow("words") << QByteArray("hello\n") << u"hello.txt"_s << u"text/plain"_s;
    QTest::newRow("JSON by its name") << QByteArray("{\"a\":1}") << u"a.json"_s << u"application/json"_s;
    QTest::newRow("words called PNG") << QByteArray("hello\n") << u"a.png"_s << u"text/plain"_s;
    QTest::newRow("nothing known") << QByteArray("\x01\x02\x00\x03", 4) << u"a.unheard"_s
                                   << u"application/octet-stream"_s;
}

void TestFileUpload::theContentTypeIsThatOfTheBytes()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, name);
    const Result<FileStamp> stamp = examineFile(file(bytes, name));
    QVERIFY(stamp);
    QTEST(stamp->contentType, "type");
}

void TestFileUpload::whatIsNoFileGetsASentenceAndSendsNothing_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("missing") << u"missing"_s << u"There is no file “%1”."_s;
    QTest::newRow("folder") << u"folder"_s << u"“%1” is a folder; only files can be uploaded."_s;
    QTest::newRow("empty") << u"empty"_s << u"The file “%1” is empty."_s;
    QTest::newRow("device") << u"device"_s << u"“%1” is no plain file."_s;
}

void TestFileUpload::whatIsNoFileGetsASentenceAndSendsNothing()
{
    QFETCH(const QString, what);
    QFETCH(const QString, sentence);
    QString path = m_folder->filePath(u"missing"_s);
    if (what == "folder"_L1)
        path = m_folder->path();
    if (what == "empty"_L1)
        path = file({});
    if (what == "device"_L1)
        path = u"/dev/null"_s;
    serve();
    begin(path);
    QVERIFY(ends());
    QVERIFY(!outcome());
    QCOMPARE(outcome().error().kind, ErrorKind::BadInput);
    QCOMPARE(outcome().error().message, sentence.arg(path));
    QCOMPARE(m_server->connections(), 0);
}

void TestFileUpload::aFailingPartIsRepeatedAlone_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("SRV-25 part 2 of 5: 500") << WireServer::answer(500, "{}");
    QTest::newRow("SRV-25 part 2 of 5: 429")
        << WireServer::answer(429, "{}", "application/json", "Retry-After: 1\r\n");
    QTest::newRow("SRV-25 part 2 of 5: connection closed") << QByteArray();
    QTest::newRow("SRV-25 part 2 of 5: reset") << QByteArray("reset");
    QTest::newRow("SRV-25 part 2 of 5: no etag") << WireServer::answer(200, "{}");
    QTest::newRow("SRV-25 part 2 of 5: a web page") << WireServer::answer(200, "<html>", "text/html");
}

void TestFileUpload::aFailingPartIsRepeatedAlone()
{
    QFETCH(const QByteArray, answer);
    int failing = 2;
    serve([&](const Request &request, QTcpSocket &socket) {
        if (partOf(request) != 2 || failing-- <= 0)
            return false;
        if (answer == "reset") {
            WireServer::reset(socket);
            return true;
        }
        socket.write(answer);
        if (answer.isEmpty())
            WireServer::close(socket);
        return true;
    });
    const QByteArray bytes = pattern(5 * 1024);
    begin(file(bytes));
    QVERIFY(ends());
    QVERIFY2(outcome(), qPrintable(outcome() ? QString() : outcome().error().message));
    QCOMPARE(m_server->count("PUT /put/u-1/2"), 3);
    for (const char *part : {"1", "3", "4", "5"})
        QCOMPARE(m_server->count(QByteArray("PUT /put/u-1/") + part), 1);
    QCOMPARE(m_server->count("POST /storage"), 1);
    QCOMPARE(m_server->count("POST /put/u-1/complete"), 1);
    QCOMPARE(joinedParts(), bytes);
}

void TestFileUpload::aPartThatKeepsFailingIsSentAgainByTheNextStartOnly()
{
    bool isBroken = true;
    serve([&](const Request &request, QTcpSocket &socket) {
        if (!isBroken || partOf(request) != 4)
            return false;
        socket.write(WireServer::answer(503, "{}"));
        return true;
    });
    const QByteArray bytes = pattern(5 * 1024);
    begin(file(bytes));
    QVERIFY(ends());
    QVERIFY(!outcome());
    QCOMPARE(outcome().error().kind, ErrorKind::Network);
    QCOMPARE(m_server->count("PUT /put/u-1/4"), 4);
    QCOMPARE(m_server->count("POST /put/u-1/complete"), 0);

    isBroken = false;
    m_upload->start();
    QVERIFY(ends(2));
    QVERIFY(outcome());
    QCOMPARE(m_server->count("POST /storage"), 1);
    for (const char *part : {"1", "2", "3", "5"})
        QCOMPARE(m_server->count(QByteArray("PUT /put/u-1/") + part), 1);
    QCOMPARE(m_server->count("PUT /put/u-1/4"), 5);
    QCOMPARE(joinedParts(), bytes);
}

void TestFileUpload::aFailingCompleteIsNotRepeatedByItself_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("posts");
    QTest::newRow("SRV-25 complete: 500") << WireServer::answer(500, "{}") << 1;
    QTest::newRow("SRV-25 complete: connection closed") << QByteArray() << 1;
    QTest::newRow("SRV-25 complete: 503") << WireServer::answer(503, "{}") << 1;
    QTest::newRow("SRV-25 complete: not taken, 429") << WireServer::answer(429, "{}") << 4;
}

void TestFileUpload::aFailingCompleteIsNotRepeatedByItself()
{
    QFETCH(const QByteArray, answer);
    QFETCH(const int, posts);
    bool isBroken = true;
    serve([&](const Request &request, QTcpSocket &socket) {
        if (!isBroken || !request.line().startsWith("POST /put/u-1/complete"))
            return false;
        socket.write(answer);
        if (answer.isEmpty())
            WireServer::close(socket);
        return true;
    });
    begin(file(pattern(5 * 1024)));
    QVERIFY(ends());
    QVERIFY(!outcome());
    QCOMPARE(m_server->count("POST /put/u-1/complete"), posts);

    isBroken = false;
    m_upload->start();
    QVERIFY(ends(2));
    QVERIFY(outcome());
    QCOMPARE(m_server->count("POST /put/u-1/complete"), posts + 1);
    QCOMPARE(m_server->count("PUT"), 5);
    QCOMPARE(m_server->count("POST /storage"), 1);
}

void TestFileUpload::unsafeAddressesGetNothing_data()
{
    QTest::addColumn<QString>("upload");
    QTest::addColumn<QString>("file");
    QTest::addColumn<ErrorKind>("kind");
    const QString good = u"https://storage.example/f"_s;
    const auto refused = ErrorKind::Refused;
    QTest::newRow("SRV-25 foreign http address") << u"http://storage.example/put"_s << good << refused;
    QTest::newRow("SRV-25 another port of this machine") << u"http://127.0.0.1:9/put"_s << good << refused;
    QTest::newRow("SRV-25 private network") << u"https://10.0.0.7/put"_s << good << refused;
    QTest::newRow("SRV-25 file address") << u"file:///tmp/x"_s << good << refused;
    QTest::newRow("SRV-25 user name in it") << u"https://a:b@storage.example/put"_s << good << refused;
    QTest::newRow("SRV-25 link is http") << good << u"http://storage.example/f"_s << refused;
    QTest::newRow("SRV-25 link is javascript") << good << u"javascript:alert(1)"_s << refused;
    QTest::newRow("SRV-25 no address") << QString() << good << ErrorKind::Protocol;
}

void TestFileUpload::unsafeAddressesGetNothing()
{
    QFETCH(const QString, upload);
    QFETCH(const QString, file);
    serve([&](const Request &request, QTcpSocket &socket) {
        if (!request.line().startsWith("POST /storage"))
            return false;
        const QJsonObject answer{{u"upload_url"_s, upload}, {u"file_url"_s, file}};
        socket.write(WireServer::answer(200, QJsonDocument(answer).toJson(QJsonDocument::Compact)));
        return true;
    });
    begin(this->file("x"));
    QVERIFY(ends());
    QVERIFY(!outcome());
    QTEST(outcome().error().kind, "kind");
    QCOMPARE(m_server->count("PUT"), 0);
}

void TestFileUpload::theKeyGoesToTheServiceOnly()
{
    serve();
    begin(file(pattern(5 * 1024)));
    QVERIFY(ends());
    for (const Request &request : m_server->requests()) {
        QCOMPARE(request.headers.contains("authorization"), request.line().startsWith("POST /storage"));
        QVERIFY(!request.headers.contains("cookie"));
    }
}

void TestFileUpload::aRefusedInitiateIsFinal_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<int>("tries");
    QTest::newRow("key") << 401 << QByteArray(R"({"detail":"no"})") << ErrorKind::KeyRefused << 1;
    QTest::newRow("locked") << 403 << QByteArray(R"({"detail":"User is locked. Reason: Unknown."})")
                            << ErrorKind::AccountLocked << 1;
    QTest::newRow("too large") << 413 << QByteArray("{}") << ErrorKind::Refused << 1;
    QTest::newRow("not offered") << 404 << QByteArray("{}") << ErrorKind::Gone << 1;
    QTest::newRow("busy") << 429 << QByteArray("{}") << ErrorKind::Busy << 4;
    QTest::newRow("trouble") << 502 << QByteArray("{}") << ErrorKind::Network << 4;
}

void TestFileUpload::aRefusedInitiateIsFinal()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    serve([&](const Request &, QTcpSocket &socket) {
        socket.write(WireServer::answer(status, body));
        return true;
    });
    begin(file("x"));
    QVERIFY(ends());
    QVERIFY(!outcome());
    QTEST(outcome().error().kind, "kind");
    QTEST(int(m_server->requests().size()), "tries");
}

void TestFileUpload::aClosedPlaceIsReplacedOnce()
{
    int refusals = 1;
    serve([&](const Request &request, QTcpSocket &socket) {
        if (partOf(request) != 3 || refusals-- <= 0)
            return false;
        socket.write(WireServer::answer(403, "<Error>expired</Error>", "application/xml"));
        return true;
    });
    begin(file(pattern(5 * 1024)));
    QVERIFY(ends());
    QVERIFY(outcome());
    QCOMPARE(m_server->count("POST /storage"), 2);

    refusals = 100;
    m_upload.reset();
    begin(file(pattern(5 * 1024)));
    QVERIFY(ends(2));
    QVERIFY(!outcome());
    QCOMPARE(outcome().error().kind, ErrorKind::Gone);
    QCOMPARE(m_server->count("POST /storage"), 4);
}

void TestFileUpload::aChangedFileIsNotMixed()
{
    const QString path = file(pattern(5 * 1024));
    serve([&](const Request &request, QTcpSocket &) {
        if (partOf(request) > 0)
            file(pattern(4 * 1024 + 1)); // while parts are under way
        return false;
    });
    begin(path);
    QVERIFY(ends());
    QVERIFY(!outcome());
    QCOMPARE(outcome().error().kind, ErrorKind::Storage);
    QCOMPARE(m_server->count("POST /put/u-1/complete"), 0);
    serve();
    m_upload->start();
    QVERIFY(ends(2));
    QVERIFY(outcome());
    QCOMPARE(outcome()->bytes, 4 * 1024 + 1);
    QCOMPARE(m_server->count("POST /storage"), 2);
}

void TestFileUpload::progressRisesToTheSize()
{
    bool isBroken = true;
    serve([&](const Request &request, QTcpSocket &socket) {
        if (partOf(request) != 2 || !std::exchange(isBroken, false))
            return false;
        socket.write(WireServer::answer(500, "{}"));
        return true;
    });
    QList<qint64> seen;
    m_upload = m_api->upload(file(pattern(5 * 1024)), small());
    connect(m_upload.get(), &FileUpload::finished, this, [this] { ++m_finished; });
    connect(m_upload.get(), &FileUpload::progress, this, [&](qint64 sent, qint64 total) {
        QCOMPARE(total, 5 * 1024);
        seen << sent;
    });
    m_upload->start();
    QVERIFY(ends());
    QVERIFY(std::ranges::is_sorted(seen));
    QCOMPARE(seen.value(seen.size() - 1), 5 * 1024);
    QVERIFY(seen.size() <= 200);
}

void TestFileUpload::destroyingItStopsIt()
{
    bool wasCut = false;
    m_server->onHead([&](const Request &request, QTcpSocket &socket) {
        if (partOf(request) == 0)
            return false;
        connect(&socket, &QTcpSocket::disconnected, this, [&] { wasCut = true; });
        return true; // never answered
    });
    serve();
    begin(file(pattern(5 * 1024)));
    QVERIFY(waitFor([this] { return m_server->count("PUT") == 3; }));
    m_upload.reset();
    QVERIFY(waitFor([&] { return wasCut; }));
    QCOMPARE(m_finished, 0);
}

void TestFileUpload::itMayBeDestroyedInItsOwnSignals_data()
{
    QTest::addColumn<QString>("signal");
    QTest::newRow("progress") << u"progress"_s;
    QTest::newRow("retrying") << u"retrying"_s;
    QTest::newRow("finished") << u"finished"_s;
}

void TestFileUpload::itMayBeDestroyedInItsOwnSignals()
{
    QFETCH(const QString, signal);
    serve([&](const Request &request, QTcpSocket &socket) {
        if (partOf(request) != 2 || signal != "retrying"_L1)
            return false;
        socket.write(WireServer::answer(500, "{}"));
        return true;
    });
    m_upload = m_api->upload(file(pattern(5 * 1024)), small());
    bool isGone = false;
    const auto destroy = [&] {
        isGone = true;
        m_upload.reset();
    };
    if (signal == "progress"_L1)
        connect(m_upload.get(), &FileUpload::progress, this, destroy);
    else if (signal == "retrying"_L1)
        connect(m_upload.get(), &FileUpload::retrying, this, destroy);
    else
        connect(m_upload.get(), &FileUpload::finished, this, destroy);
    m_upload->start();
    QVERIFY(waitFor([&] { return isGone; }));
    m_api.reset();
    QVERIFY(waitFor([] { return QThreadPool::globalInstance()->waitForDone(0); }));
}

QTEST_GUILESS_MAIN(TestFileUpload)
#include "tst_fileupload.moc"
