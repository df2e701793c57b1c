#include "jobs/publishing.h"

#include "fal/queueapi.h"
#include "jobs/services.h"
#include "library/publishedlinks.h"
#include "tests/fal/apitest.h"
#include "tests/library/libraryfixture.h"

#include <QFile>
#include <QTemporaryDir>

using namespace janus;
using namespace janus::jobs;
using library::fixture::OpenLibrary;
using namespace Qt::StringLiterals;

/// One service, or the reason why there is none.
class OneService : public Services
{
public:
    void open(const QString &, QObject *context, std::function<void(Result<fal::QueueApi *>)> done) override
    {
        QTimer::singleShot(0, context, [this, done] {
            done(api ? Result<fal::QueueApi *>(api.get())
                     : Error{ErrorKind::NoKey, u"There is no key for fal yet."_s});
        });
    }
    std::unique_ptr<fal::QueueApi> api;
};

/// "Publish…, copy link": a file goes to the service, its link comes back and is kept.
class TestPublishing : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<WireServer> m_server;
    std::unique_ptr<OpenLibrary> m_library;
    OneService m_services;
    std::unique_ptr<Publishing> m_publishing;
    QList<Result<QUrl>> m_links;
    bool m_isBroken = false;

    void connectService()
    {
        m_services.api =
            std::make_unique<fal::QueueApi>(fal::Service::custom(m_server->origin()), testKey(), quick());
    }
    QString linkText() const { return m_server->origin().toString() + "/files/u-1.png"_L1; }

    void begin(const QString &file, const PublishOptions &options = {})
    {
        m_publishing = std::make_unique<Publishing>(m_services, *m_library->library);
        connect(m_publishing.get(), &Publishing::finished, this,
                [this](const Result<QUrl> &link) { m_links << link; });
        m_publishing->start(file, u"any"_s, options);
        QVERIFY(m_links.isEmpty());
    }
    bool ends(int times = 1)
    {
        return waitFor([&] { return m_links.size() == times; });
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_library = std::make_unique<OpenLibrary>(m_folder->path());
        QVERIFY(m_library->opened);
        m_server = std::make_unique<WireServer>();
        m_isBroken = false;
        m_links.clear();
        m_server->onRequest([this](const WireServer::Request &request, QTcpSocket &socket) {
            const QByteArray origin = m_server->origin().toEncoded();
            if (request.line().startsWith("POST /storage/upload/initiate"))
                socket.write(WireServer::answer(200, "{\"upload_url\":\"" + origin +
                                                         "/put/u-1\",\"file_url\":\"" + origin +
                                                         "/files/u-1.png\"}"));
            else
                socket.write(WireServer::answer(m_isBroken ? 500 : 200, "{}"));
        });
        connectService();
    }
    void cleanup()
    {
        m_publishing.reset();
        m_services.api.reset();
        m_library.reset();
        m_server.reset();
    }

    void aPublishedPictureKeepsItsLink()
    {
        const auto picture = m_library->add(OpenLibrary::newPicture(
            m_library->addJob(), library::fixture::encoded(library::fixture::painting({64, 48}), "png")));
        QVERIFY(picture);
        PublishOptions options;
        options.expirySeconds = 3600;
        options.access = Delivery::Access::Private;
        begin(picture->file, options);
        QVERIFY(ends());
        QVERIFY2(m_links.first(), qPrintable(m_links.first() ? QString() : m_links.first().error().message));
        QCOMPARE(m_links.first().value(), QUrl(linkText()));
        QCOMPARE(m_server->requests().last().headers.value("content-type"), "image/png");
        QCOMPARE(m_server->requests().first().headers.value("x-fal-object-lifecycle"),
                 R"({"expiration_duration_seconds":3600,"initial_acl":{"default":"forbid"}})");

        library::PublishedLinks links(*m_library->library);
        std::optional<library::PublishedLink> kept;
        links.ofPicture(picture->id, this, [&](const auto &found) { kept = *found; });
        QVERIFY(waitFor([&] { return kept.has_value(); }));
        QCOMPARE(kept->url, QUrl(linkText()));
        QVERIFY(kept->isPrivate);
        QCOMPARE(kept->created.secsTo(kept->expires), 3600);
    }

    void anyOtherFileHasALinkToo()
    {
        QFile file(m_folder->filePath(u"notes.txt"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("hello");
        file.close();
        begin(file.fileName());
        QVERIFY(ends());
        QVERIFY(m_links.first());
        QCOMPARE(m_publishing->total(), 5);
    }

    void withoutAServiceItSaysWhyAndCanBeResumed()
    {
        QFile file(m_folder->filePath(u"notes.txt"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("hello");
        file.close();
        m_services.api.reset();
        begin(file.fileName());
        QVERIFY(ends());
        QCOMPARE(m_links.first().error().kind, ErrorKind::NoKey);
        connectService();
        m_publishing->resume();
        QVERIFY(ends(2));
        QVERIFY(m_links.last());
    }

    void aFailedUploadGoesOnWhereItStopped()
    {
        QFile file(m_folder->filePath(u"notes.txt"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("hello");
        file.close();
        m_isBroken = true;
        begin(file.fileName());
        QVERIFY(ends());
        QCOMPARE(m_links.first().error().kind, ErrorKind::Network);
        m_isBroken = false;
        m_publishing->resume();
        QVERIFY(ends(2));
        QVERIFY(m_links.last());
        QCOMPARE(m_server->count("POST /storage"), 1);
    }

    void itMayBeDestroyedWhenItIsFinished()
    {
        begin(m_folder->filePath(u"missing.png"_s));
        connect(m_publishing.get(), &Publishing::finished, this, [this] { m_publishing.reset(); });
        QVERIFY(ends());
        QCOMPARE(m_links.first().error().kind, ErrorKind::BadInput);
        QVERIFY(!m_publishing);
    }
};

QTEST_GUILESS_MAIN(TestPublishing)
#include "tst_publishing.moc"
