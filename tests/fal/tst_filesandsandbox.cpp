#include "fal/fileupload.h"
#include "fal/modeldocument.h"
#include "sandbox/sandboxserver.h"
#include "tests/fal/apitest.h"

#include <QFile>
#include <QTemporaryDir>

using namespace janus;
using namespace janus::fal;
using namespace Qt::StringLiterals;
using sandbox::Fault;
using sandbox::SandboxServer;

namespace {

constexpr qint64 mebibyte = 1024 * 1024;

/// No part of it is like another.
QByteArray block(qint64 number)
{
    QByteArray bytes(mebibyte, char(number));
    for (qint64 at = 0; at < mebibyte; at += 64)
        bytes.replace(at, 16, QByteArray::number(number * mebibyte + at).rightJustified(16, '0'));
    return bytes;
}

} // namespace

/// The client's uploads and the practice server's store were written apart; here they meet.
class TestFilesAndSandbox : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<SandboxServer> m_server;
    std::unique_ptr<QueueApi> m_api;

    QString fileOf(qint64 size)
    {
        QFile file(m_folder->filePath(u"file.bin"_s));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("The test's file cannot be written.");
        for (qint64 at = 0; at < size; at += mebibyte)
            file.write(block(at / mebibyte).first(qMin(mebibyte, size - at)));
        return file.fileName();
    }
    Result<UploadedFile> upload(const QString &path, const UploadOptions &options = {})
    {
        const std::unique_ptr<FileUpload> upload = m_api->upload(path, options);
        bool ended = false;
        connect(upload.get(), &FileUpload::finished, this, [&] { ended = true; });
        upload->start();
        (void)waitFor([&] { return ended; }, std::chrono::minutes(1));
        return upload->outcome();
    }
    Result<QByteArray> download(const QUrl &url)
    {
        Caught<QByteArray> caught;
        m_api->download(url, this, caught.done());
        if (!waitFor([&] { return caught.isIn(); }))
            return Error{ErrorKind::Internal, u"no answer came"_s};
        return *caught.result;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        sandbox::SandboxOptions options;
        options.pace = 0;
        options.schemaFolder = QStringLiteral(JANUS_SCHEMAS);
        m_server = std::make_unique<SandboxServer>(options);
        QVERIFY(m_server->listen());
        m_api = std::make_unique<QueueApi>(Service::sandbox(m_server->origin()), m_server->key(), quick());
    }
    void cleanup()
    {
        m_api.reset();
        m_server.reset();
    }

    void whatWasUploadedCanBeRead_data()
    {
        QTest::addColumn<qint64>("size");
        QTest::newRow("13 bytes") << qint64(13);
        QTest::newRow("5 MiB") << 5 * mebibyte;
        QTest::newRow("SRV-25 5 MiB, in parts") << 5 * mebibyte + 1;
    }
    void whatWasUploadedCanBeRead()
    {
        QFETCH(const qint64, size);
        UploadOptions options;
        options.sizes = {5 * mebibyte, mebibyte};
        const QString path = fileOf(size);
        const Result<UploadedFile> uploaded = upload(path, options);
        QVERIFY2(uploaded,
                 qPrintable(uploaded ? QString() : uploaded.error().message + uploaded.error().detail));
        const Result<QByteArray> back = download(uploaded->url);
        QVERIFY2(back, qPrintable(back ? QString() : back.error().message));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(*back == file.readAll());
    }

    void ninetyOneMebibytesArriveInParts()
    {
        const Result<UploadedFile> uploaded = upload(fileOf(91 * mebibyte));
        QVERIFY2(uploaded,
                 qPrintable(uploaded ? QString() : uploaded.error().message + uploaded.error().detail));
        QCOMPARE(uploaded->bytes, 91 * mebibyte);
        // Larger than a picture may be; its length is enough.
        Caught<QByteArray> caught;
        qint64 told = -1;
        m_api->download(uploaded->url, this, caught.done(), [&](qint64, qint64 total) { told = total; });
        QVERIFY(waitFor([&] { return told > 0; }));
        QCOMPARE(told, 91 * mebibyte);
    }

    void aStumblingStoreLosesNothing_data()
    {
        QTest::addColumn<Fault::Kind>("kind");
        QTest::newRow("SRV-25 500") << Fault::Kind::Status;
        QTest::newRow("SRV-25 closed") << Fault::Kind::CloseBeforeAnswer;
        QTest::newRow("SRV-25 reset") << Fault::Kind::ResetConnection;
    }
    void aStumblingStoreLosesNothing()
    {
        QFETCH(const Fault::Kind, kind);
        Fault fault;
        fault.on = Fault::On::Any;
        fault.kind = kind;
        fault.status = 500;
        fault.skip = 2; // the initiate and one part
        m_server->addFault(fault);
        UploadOptions options;
        options.sizes = {mebibyte, mebibyte};
        const QString path = fileOf(4 * mebibyte);
        const Result<UploadedFile> uploaded = upload(path, options);
        QVERIFY2(uploaded,
                 qPrintable(uploaded ? QString() : uploaded.error().message + uploaded.error().detail));
        const Result<QByteArray> back = download(uploaded->url);
        QVERIFY(back);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(*back == file.readAll());
    }

    void aPrivateFileIsNotReadByItsLink()
    {
        UploadOptions options;
        options.access = Delivery::Access::Private;
        const Result<UploadedFile> uploaded = upload(fileOf(100), options);
        QVERIFY(uploaded);
        const Result<QByteArray> back = download(uploaded->url);
        QVERIFY(!back);
    }

    void aStrangersKeyPutsNothing()
    {
        m_api->setKey(ApiKey::newForPractice());
        const Result<UploadedFile> uploaded = upload(fileOf(100));
        QVERIFY(!uploaded);
        QCOMPARE(uploaded.error().kind, ErrorKind::KeyRefused);
    }

    void everyModelsDocumentIsThere_data()
    {
        QTest::addColumn<QString>("endpoint");
        for (const char *endpoint :
             {"fal-ai/janus", "fal-ai/flux/dev", "fal-ai/flux/schnell", "fal-ai/fast-sdxl"})
            QTest::newRow(endpoint) << QString::fromLatin1(endpoint);
    }
    void everyModelsDocumentIsThere()
    {
        QFETCH(const QString, endpoint);
        m_api->setKey(ApiKey());
        Caught<QByteArray> caught;
        m_api->modelDocument(endpoint, this, caught.done());
        CAUGHT(caught);
        QVERIFY2(*caught.result,
                 qPrintable(caught.result->hasValue() ? QString() : caught.result->error().message));
        QVERIFY((*caught.result)->contains("\"prompt\""));
    }

    void anUnknownModelHasNone()
    {
        Caught<QByteArray> caught;
        m_api->modelDocument(u"acme/nothing"_s, this, caught.done());
        CAUGHT(caught);
        QVERIFY(!*caught.result);
        QCOMPARE(caught.kind(), ErrorKind::Gone);
    }
};

QTEST_GUILESS_MAIN(TestFilesAndSandbox)
#include "tst_filesandsandbox.moc"
