#include "practice.h"

#include <QCryptographicHash>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mib = 1024 * 1024;
const QByteArray cdnV3 = "?storage_type=fal-cdn-v3";

/// Bytes that differ everywhere, so that a part in the wrong place is seen.
QByteArray someBytes(qsizetype size, quint32 seed = 1)
{
    QByteArray bytes(size, Qt::Uninitialized);
    auto *out = reinterpret_cast<uchar *>(bytes.data());
    for (qsizetype i = 0; i < size; ++i) {
        seed = seed * 1664525u + 1013904223u;
        out[i] = uchar(seed >> 24);
    }
    return bytes;
}

QByteArray md5(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Md5).toHex();
}

/// An announced upload: where it goes and where it will be.
struct Announced
{
    QByteArray put;
    QByteArray file;

    /// The path of a call on the upload, put before its query as the official client does.
    QByteArray call(const QByteArray &name) const
    {
        const qsizetype mark = put.indexOf('?');
        return put.left(mark) + '/' + name + put.mid(mark);
    }
};

Announced announce(const Practice &p, const QByteArray &kind = "initiate", const QByteArray &headers = {},
                   const QByteArray &name = "hello.txt", const QByteArray &type = "text/plain")
{
    const QJsonObject body{{u"content_type"_s, QString::fromLatin1(type)},
                           {u"file_name"_s, QString::fromLatin1(name)}};
    const QJsonObject answer =
        p.client->request("POST", "/storage/upload/" + kind + cdnV3, QJsonDocument(body).toJson(), headers)
            .json();
    return {p.targetOf(answer.value("upload_url"_L1)), p.targetOf(answer.value("file_url"_L1))};
}

/// Puts a small file there and answers its path.
QByteArray upload(const Practice &p, const QByteArray &bytes, const QByteArray &headers = {})
{
    const Announced file = announce(p, "initiate", headers);
    HttpClient stranger(p.port);
    return stranger.request("PUT", file.put, bytes).status == 200 ? file.file : QByteArray();
}

QByteArray partList(const QList<QPair<int, QByteArray>> &parts)
{
    QJsonArray list;
    for (const auto &[number, etag] : parts)
        list.append(QJsonObject{{u"partNumber"_s, number}, {u"etag"_s, QString::fromLatin1(etag)}});
    return QJsonDocument(QJsonObject{{u"parts"_s, list}}).toJson();
}

} // namespace

class TestStorage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneFileIsPutWithoutAKeyAndReadByAnybody()
    {
        const Practice p;
        const Announced file = announce(p);
        QVERIFY(!file.put.isEmpty() && file.file.endsWith("_hello.txt"));
        QCOMPARE(p.getAsStranger(file.file).status, 404);
        HttpClient stranger(p.port);
        QCOMPARE(stranger.request("PUT", file.put, "Hello, world!").status, 200);
        const WireAnswer read = p.getAsStranger(file.file);
        QCOMPARE(read.status, 200);
        QCOMPARE(read.body, QByteArray("Hello, world!"));
        QCOMPARE(read.headers.value("content-type"), QByteArray("text/plain"));
        QCOMPARE(read.headers.value("etag"), '"' + md5("Hello, world!") + '"');
        QCOMPARE(read.headers.value("accept-ranges"), QByteArray("bytes"));
    }

    void anEmptyFileIsAFileToo()
    {
        const Practice p;
        const QByteArray path = upload(p, {});
        QVERIFY(!path.isEmpty());
        const WireAnswer read = p.get(path);
        QCOMPARE(read.status, 200);
        QVERIFY(read.body.isEmpty());
    }

    void onlyTheRightAddressTakesBytes_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<int>("status");
        QTest::newRow("SBX-03 no signature") << QByteArray("?signature=") << QByteArray("?") << 403;
        QTest::newRow("SBX-03 another signature")
            << QByteArray("?signature=") << QByteArray("?signature=0") << 403;
        QTest::newRow("another id") << QByteArray("/upload/") << QByteArray("/upload/0") << 403;
        QTest::newRow("part that is no number") << QByteArray("?") << QByteArray("/x?") << 400;
        QTest::newRow("part 0") << QByteArray("?") << QByteArray("/0?") << 400;
        QTest::newRow("SBX-05 parent folder") << QByteArray("/upload/") << QByteArray("/upload/../") << 403;
        QTest::newRow("SBX-05 encoded slash") << QByteArray("/upload/") << QByteArray("/upload/..%2f") << 403;
    }

    void onlyTheRightAddressTakesBytes()
    {
        QFETCH(const QByteArray, before);
        QFETCH(const QByteArray, after);
        const Practice p;
        const Announced file = announce(p);
        QByteArray target = file.put;
        target.replace(target.indexOf(before), before.size(), after);
        HttpClient stranger(p.port);
        QTEST(stranger.request("PUT", target, "bytes").status, "status");
        QCOMPARE(p.get(file.file).status, 404);
    }

    void anUploadNeedsTheKeyAndNoWebPage()
    {
        const Practice p;
        HttpClient stranger(p.port);
        const WireAnswer refused = stranger.request("POST", "/storage/upload/initiate" + cdnV3, "{}");
        QCOMPARE(refused.status, 401);
        QCOMPARE(refused.json().value("detail"_L1).toString(), u"Authorization header is required"_s);
        const Announced file = announce(p);
        QCOMPARE(stranger.request("PUT", file.put, "x", "Origin: http://evil.com\r\n").status, 403);
        QCOMPARE(p.client->request("POST", "/storage/upload/initiate", "nonsense").status, 422);
        QCOMPARE(p.client->request("DELETE", "/storage/upload/initiate").status, 405);
        QCOMPARE(p.client->request("POST", "/storage/upload/other", "{}").status, 404);
    }

    void namesAndTypesOfStrangersAreMadeHarmless()
    {
        const Practice p;
        const Announced file = announce(p, "initiate", {}, "../../\"<b>\r\n.png", "x\r\nSet-Cookie: a=b");
        QVERIFY2(file.file.endsWith("_.._..___b___.png"), file.file.constData());
        HttpClient stranger(p.port);
        QCOMPARE(stranger.request("PUT", file.put, "x").status, 200);
        const WireAnswer read = p.get(file.file);
        QCOMPARE(read.headers.value("content-type"), QByteArray("application/octet-stream"));
        QVERIFY(!read.headers.contains("set-cookie"));
        QCOMPARE(p.get(file.file + "x").status, 404);
    }

    void partsMayComeInAnyOrderAndTwice()
    {
        const Practice p;
        const Announced file = announce(p, "initiate-multipart");
        const QByteArray first = someBytes(70000, 1);
        const QByteArray second = someBytes(50000, 2);
        const QByteArray third = someBytes(11, 3);
        HttpClient one(p.port);
        HttpClient two(p.port);
        QVERIFY(one.sendRequest("PUT", file.call("3"), third));
        QVERIFY(two.sendRequest("PUT", file.call("1"), someBytes(9, 9)));
        const WireAnswer part = one.read();
        QCOMPARE(part.status, 200);
        QCOMPARE(part.headers.value("content-type"), QByteArray("application/json"));
        QCOMPARE(part.json().value("partNumber"_L1).toInt(), 3);
        QCOMPARE(part.json().value("etag"_L1).toString().toLatin1(), md5(third));
        QCOMPARE(part.headers.value("etag"), '"' + md5(third) + '"');
        QCOMPARE(two.read().status, 200);
        QCOMPARE(two.request("PUT", file.call("1"), first).status, 200);
        QCOMPARE(one.request("PUT", file.call("2"), second).status, 200);
        const QByteArray list = partList({{2, md5(second)}, {3, '"' + md5(third) + '"'}, {1, md5(first)}});
        QCOMPARE(one.request("POST", file.call("complete"), partList({{1, "0"}})).status, 400);
        QCOMPARE(one.request("POST", file.call("complete"), "{}").status, 400);
        QCOMPARE(one.request("POST", file.call("complete"), list).status, 200);
        QCOMPARE(one.request("POST", file.call("complete"), list).status, 200);
        const WireAnswer read = p.getAsStranger(file.file);
        QVERIFY(read.body == first + second + third);
        const WireAnswer across = p.getAsStranger(file.file, "Range: bytes=69990-70009\r\n");
        QCOMPARE(across.body, first.right(10) + second.left(10));
    }

    void rangesAnswerWithTheirBytes_data()
    {
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("contentRange");
        const auto row = [](const char *name, const char *headers, int status, const char *bytes,
                            const char *range) {
            QTest::newRow(name) << QByteArray(headers) + "\r\n"
                                << status << QByteArray(bytes) << QByteArray(range);
        };
        row("the first two", "Range: bytes=0-1", 206, "01", "bytes 0-1/10");
        row("from there on", "Range: bytes=7-", 206, "789", "bytes 7-9/10");
        row("the last three", "Range: bytes=-3", 206, "789", "bytes 7-9/10");
        row("more than there is", "Range: bytes=8-99", 206, "89", "bytes 8-9/10");
        row("behind the end", "Range: bytes=10-", 416, "", "bytes */10");
        row("nothing from the end", "Range: bytes=-0", 416, "", "bytes */10");
        row("backwards", "Range: bytes=5-2", 200, "0123456789", "");
        row("another unit", "Range: lines=1-2", 200, "0123456789", "");
        row("two at once", "Range: bytes=0-1,4-5", 200, "0123456789", "");
        row("of the same file", "If-Range: \"781e5e245d69b566979b86e28d23f2c7\"\r\nRange: bytes=0-0", 206,
            "0", "bytes 0-0/10");
        row("of another file", "If-Range: \"other\"\r\nRange: bytes=0-0", 200, "0123456789", "");
    }

    void rangesAnswerWithTheirBytes()
    {
        QFETCH(const QByteArray, headers);
        const Practice p;
        const QByteArray path = upload(p, "0123456789");
        const WireAnswer answer = p.getAsStranger(path, headers);
        QTEST(answer.status, "status");
        QTEST(answer.body, "bytes");
        QTEST(answer.headers.value("content-range"), "contentRange");
        // The connection is still in step.
        QCOMPARE(p.get(path, headers).status, answer.status);
        QCOMPARE(p.get(path).body, QByteArray("0123456789"));
    }

    void aHeadOfAFileHasNoBody()
    {
        const Practice p;
        const QByteArray path = upload(p, "0123456789");
        QVERIFY(p.client->sendRequest("HEAD", path));
        const QByteArray head = p.client->readUntil("\r\n\r\n");
        QVERIFY(head.contains("content-length: 10\r\n"));
        QVERIFY(head.endsWith("\r\n\r\n"));
    }

    void aLargeFileGoesThroughWithoutMemoryOrErrors_data()
    {
        QTest::addColumn<qsizetype>("size");
        QTest::addColumn<bool>("chunked");
        QTest::newRow("90 MiB, the official client's largest single PUT") << 90 * mib << false;
        QTest::newRow("33 MiB in chunks") << 33 * mib << true;
    }

    void aLargeFileGoesThroughWithoutMemoryOrErrors()
    {
        QFETCH(const qsizetype, size);
        QFETCH(const bool, chunked);
        const Practice p;
        const Announced file = announce(p);
        const QByteArray bytes = someBytes(size);
        HttpClient sender(p.port);
        const QByteArray head = "PUT " + file.put + " HTTP/1.1\r\nHost: " + p.origin().mid(7) + "\r\n";
        if (chunked) {
            QVERIFY(sender.send(head + "Transfer-Encoding: chunked\r\n\r\n" + QByteArray::number(size, 16) +
                                "\r\n" + bytes + "\r\n0\r\n\r\n"));
        } else {
            QVERIFY(sender.sendRequest("PUT", file.put, bytes));
        }
        QCOMPARE(sender.read().status, 200);
        QVERIFY(p.getAsStranger(file.file).body == bytes);
        QCOMPARE(p.server.requests().at(1).body.size(), 0);
    }

    void ninetyOneMebibytesGoInPartsOfTen()
    {
        const Practice p;
        const Announced file = announce(p, "initiate-multipart");
        QCryptographicHash sent(QCryptographicHash::Sha256);
        QList<QPair<int, QByteArray>> parts;
        HttpClient sender(p.port);
        for (int number = 1; number <= 10; ++number) {
            const QByteArray part = someBytes(number == 10 ? mib : 10 * mib, quint32(number));
            sent.addData(part);
            const WireAnswer answer = sender.request("PUT", file.call(QByteArray::number(number)), part);
            QCOMPARE(answer.status, 200);
            parts.append({number, answer.json().value("etag"_L1).toString().toLatin1()});
        }
        QCOMPARE(sender.request("POST", file.call("complete"), partList(parts)).status, 200);
        const WireAnswer read = p.getAsStranger(file.file);
        QCOMPARE(read.body.size(), 91 * mib);
        QCOMPARE(QCryptographicHash::hash(read.body, QCryptographicHash::Sha256), sent.result());
    }

    void otherBodiesKeepTheirLimit_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::newRow("SBX-04 a submit") << QByteArray("/fal-ai/janus");
        QTest::newRow("SBX-04 an upload without a permission") << QByteArray("/upload/0?signature=0");
        QTest::newRow("SBX-04 the file host without a token") << QByteArray("/files/upload");
    }

    void otherBodiesKeepTheirLimit()
    {
        QFETCH(const QByteArray, target);
        const Practice p;
        HttpClient sender(p.port, p.key);
        QVERIFY(sender.send("PUT " + target + " HTTP/1.1\r\nHost: " + p.origin().mid(7) +
                            "\r\nContent-Length: " + QByteArray::number(32 * mib + 1) + "\r\n\r\n"));
        QCOMPARE(sender.read().status, 413);
    }

    void aGigabyteIsRefusedEvenAsAnUpload()
    {
        // SBX-04: 1 GB body.
        const Practice p;
        HttpClient sender(p.port);
        QVERIFY(sender.send("PUT " + announce(p).put + " HTTP/1.1\r\nHost: " + p.origin().mid(7) +
                            "\r\nContent-Length: 1073741824\r\n\r\n"));
        QCOMPARE(sender.read().status, 413);
    }

    void oldFilesMakeRoomAndTooLargeOnesAreRefused()
    {
        janus::sandbox::SandboxOptions options = Practice::quick();
        options.storageLimit = 300000;
        const Practice p(options);
        const QByteArray first = upload(p, someBytes(200000));
        const QByteArray second = upload(p, someBytes(200000, 2));
        QCOMPARE(p.get(first).status, 404);
        QCOMPARE(p.get(second).status, 200);
        HttpClient sender(p.port);
        QVERIFY(sender.sendRequest("PUT", announce(p).put, someBytes(400000)));
        QCOMPARE(sender.read().status, 507);
        QVERIFY(!upload(p, someBytes(200000)).isEmpty());
    }

    void theFileHostTakesATokenInsteadOfTheKey()
    {
        const Practice p;
        const QJsonObject token = p.client->request("POST", "/storage/auth/token" + cdnV3, "{}").json();
        QCOMPARE(token.value("token_type"_L1).toString(), u"Bearer"_s);
        QCOMPARE(token.value("base_url"_L1).toString().toLatin1(), p.origin());
        QVERIFY(QDateTime::fromString(token.value("expires_at"_L1).toString(), Qt::ISODate) >
                QDateTime::currentDateTimeUtc());
        const QByteArray bearer =
            "Authorization: Bearer " + token.value("token"_L1).toString().toLatin1() + "\r\n";
        HttpClient python(p.port);
        QCOMPARE(python.request("POST", "/files/upload", "x").status, 401);
        QCOMPARE(python.request("POST", "/files/upload", "x", "Authorization: Bearer a.b.c\r\n").status, 401);
        const WireAnswer whole =
            python.request("POST", "/files/upload", "whole", bearer + "X-Fal-File-Name: a.bin\r\n");
        const QByteArray path = p.targetOf(whole.json().value("access_url"_L1));
        QCOMPARE(p.getAsStranger(path).body, QByteArray("whole"));
        QVERIFY(path.endsWith("_a.bin"));

        const QJsonObject begun = python.request("POST", "/files/upload/multipart", {}, bearer).json();
        const QByteArray file = p.targetOf(begun.value("access_url"_L1));
        const QByteArray parts =
            file + "/multipart/" + begun.value("uploadId"_L1).toString().toLatin1() + '/';
        QCOMPARE(python.request("PUT", parts + '1', "no").status, 401);
        const QByteArray two = python.request("PUT", parts + '2', "two", bearer).headers.value("etag");
        const QByteArray one = python.request("PUT", parts + '1', "one", bearer).headers.value("etag");
        QCOMPARE(one, '"' + md5("one") + '"');
        QCOMPARE(python.request("POST", parts + "complete", partList({{1, one}, {2, two}}), bearer).status,
                 200);
        QCOMPARE(p.getAsStranger(file).body, QByteArray("onetwo"));
    }

    void filesCanBeKeptFromStrangers_data()
    {
        QTest::addColumn<QByteArray>("access");
        QTest::addColumn<int>("status");
        QTest::newRow("allow") << QByteArray("allow") << 200;
        QTest::newRow("forbid") << QByteArray("forbid") << 403;
        QTest::newRow("hide") << QByteArray("hide") << 404;
    }

    void filesCanBeKeptFromStrangers()
    {
        QFETCH(const QByteArray, access);
        const Practice p;
        const QByteArray lifecycle = "{\"initial_acl\":{\"default\":\"" + access + "\",\"rules\":[]}}";
        const QByteArray uploaded = upload(p, "secret", "X-Fal-Object-Lifecycle: " + lifecycle + "\r\n");
        const QByteArray id = p.submit("X-Fal-Object-Lifecycle-Preference: " + lifecycle + "\r\n");
        QCOMPARE(p.result(id).status, 200);
        for (const QByteArray &path : {uploaded, "/files/" + id + "/0.jpeg"}) {
            QTEST(p.getAsStranger(path).status, "status");
            QCOMPARE(p.get(path).status, 200);
            const WireAnswer signature =
                p.client->request("POST", path + "/sign", R"({"duration":60,"scope":["read"]})");
            const QByteArray link = p.targetOf(signature.json().value("signed_url"_L1));
            QVERIFY(link.startsWith(path + '?'));
            QCOMPARE(p.getAsStranger(link).status, 200);
            QTEST(p.getAsStranger(link + '0').status, "status");
            HttpClient stranger(p.port);
            QCOMPARE(stranger.request("POST", path + "/sign", "{}").status, 401);
            QCOMPARE(p.client->request("POST", path + "/sign", R"({"duration":604801})").status, 422);
        }
    }

    void filesLapse()
    {
        const Practice p;
        const QByteArray lasting = upload(p, "x");
        const QByteArray brief =
            upload(p, "x", "X-Fal-Object-Lifecycle: {\"expiration_duration_seconds\":0}\r\n");
        QCOMPARE(p.get(lasting).status, 200);
        QCOMPARE(p.get(brief).status, 404);
        const QByteArray kept =
            p.submit("X-Fal-Object-Lifecycle-Preference: {\"expiration_duration_seconds\":3600}\r\n");
        const QByteArray gone =
            p.submit("X-Fal-Object-Lifecycle-Preference: {\"expiration_duration_seconds\":0}\r\n");
        QCOMPARE(p.result(kept).status, 200);
        QCOMPARE(p.result(gone).status, 200);
        QCOMPARE(p.get("/files/" + kept + "/0.jpeg").status, 200);
        QCOMPARE(p.get("/files/" + gone + "/0.jpeg").status, 404);
    }

    void filesLapseAtTheServersPace()
    {
        janus::sandbox::SandboxOptions options = Practice::quick();
        options.pace = 0.00001;
        const Practice p(options);
        const QByteArray path =
            upload(p, "x", "X-Fal-Object-Lifecycle: {\"expiration_duration_seconds\":60}\r\n");
        QTRY_COMPARE(p.get(path).status, 404);
    }

    void theAccountsSettingsHoldWhereNothingIsSaid()
    {
        const Practice p;
        const QByteArray forbid = R"({"initial_acl":{"default":"forbid","rules":[]}})";
        const QByteArray before = upload(p, "x");
        QCOMPARE(p.client->request("PUT", "/v1/storage/settings", forbid).status, 200);
        const QByteArray after = upload(p, "x");
        const QByteArray open =
            upload(p, "x", "X-Fal-Object-Lifecycle: {\"initial_acl\":{\"default\":\"allow\"}}\r\n");
        QCOMPARE(p.getAsStranger(before).status, 200);
        QCOMPARE(p.getAsStranger(after).status, 403);
        QCOMPARE(p.getAsStranger(open).status, 200);
    }

    void aDrawnPictureCanBeFetchedInPieces()
    {
        const Practice p;
        const QByteArray id = p.submit();
        QCOMPARE(p.result(id).status, 200);
        const QByteArray path = "/files/" + id + "/0.jpeg";
        const WireAnswer whole = p.getAsStranger(path);
        const WireAnswer rest =
            p.getAsStranger(path, "If-Range: " + whole.headers.value("etag") + "\r\nRange: bytes=100-\r\n");
        QCOMPARE(rest.status, 206);
        QVERIFY(rest.body == whole.body.mid(100));
    }

    void aSenderThatVanishesLeavesNothingBehind()
    {
        const Practice p;
        const Announced file = announce(p);
        {
            HttpClient sender(p.port);
            QVERIFY(sender.send("PUT " + file.put + " HTTP/1.1\r\nHost: " + p.origin().mid(7) +
                                "\r\nContent-Length: 500\r\n\r\nhalf"));
        }
        QTRY_COMPARE(p.server.connectionCount(), 1);
        QCOMPARE(p.get(file.file).status, 404);
        HttpClient again(p.port);
        QCOMPARE(again.request("PUT", file.put, "whole").status, 200);
        QCOMPARE(p.get(file.file).body, QByteArray("whole"));
    }
};

QTEST_GUILESS_MAIN(TestStorage)
#include "tst_storage.moc"
