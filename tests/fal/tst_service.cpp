#include "fal/addresses.h"
#include "fal/queueapi.h"
#include "fal/service.h"

#include <QTest>

using namespace janus;
using namespace janus::fal;
using namespace Qt::StringLiterals;

class TestService : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theKeyGoesToItsOwnOriginsOnly_data();
    void theKeyGoesToItsOwnOriginsOnly();
    void picturesComeFromPublicAddressesOnly_data();
    void picturesComeFromPublicAddressesOnly();
    void anOwnServerMayServeItsOwnPictures();
    void fileTokensGoToFileHostsOnly_data();
    void fileTokensGoToFileHostsOnly();
    void anOwnServersFileTokensStayThere();
    void typedServersAreRead_data();
    void typedServersAreRead();
    void endpointsHaveAnApp_data();
    void endpointsHaveAnApp();
    void submitsGoToTheFullId();
    void givenAddressesAreUsedOnlyAtHome_data();
    void givenAddressesAreUsedOnlyAtHome();
    void aTicketWithoutAUsableIdHasNoAddress();
};

void TestService::theKeyGoesToItsOwnOriginsOnly_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("trusted");
    QTest::newRow("queue") << u"https://queue.fal.run/fal-ai/janus"_s << true;
    QTest::newRow("queue with its port") << u"https://queue.fal.run:443/x"_s << true;
    QTest::newRow("rest") << u"https://rest.fal.ai/storage"_s << true;
    QTest::newRow("platform") << u"https://api.fal.ai/v1/models"_s << true;
    QTest::newRow("http") << u"http://queue.fal.run/x"_s << false;
    QTest::newRow("port") << u"https://queue.fal.run:8443/x"_s << false;
    QTest::newRow("user info") << u"https://a:b@queue.fal.run/x"_s << false;
    QTest::newRow("behind an @") << u"https://queue.fal.run@evil.example/x"_s << false;
    QTest::newRow("suffix") << u"https://queue.fal.run.evil.example/x"_s << false;
    QTest::newRow("media") << u"https://v3.fal.media/x"_s << false;
    QTest::newRow("file") << u"file:///etc/passwd"_s << false;
    QTest::newRow("nothing") << QString() << false;
}

void TestService::theKeyGoesToItsOwnOriginsOnly()
{
    QFETCH(const QString, url);
    QFETCH(const bool, trusted);
    QCOMPARE(Service::fal().trusts(QUrl(url)), trusted);
    QVERIFY(!Service::custom(QUrl(u"https://my.example"_s)).trusts(QUrl(u"https://queue.fal.run/x"_s)));
}

void TestService::picturesComeFromPublicAddressesOnly_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("allowed");
    QTest::newRow("fal.media") << u"https://v3.fal.media/files/a.png"_s << true;
    QTest::newRow("any public host") << u"https://pictures.example/a.png"_s << true;
    QTest::newRow("public number") << u"https://8.8.8.8/a.png"_s << true;
    const QStringList forbidden{u"http://v3.fal.media/a.png"_s,
                                u"https://v3.fal.media:8443/a.png"_s,
                                u"https://fal.media@evil.example/"_s,
                                u"https://localhost/a.png"_s,
                                u"https://a.localhost/a.png"_s,
                                u"https://localhost./a.png"_s,
                                u"https://127.0.0.1/a.png"_s,
                                u"https://2130706433/a.png"_s,
                                u"https://0x7f.1/a.png"_s,
                                u"https://10.1.2.3/a.png"_s,
                                u"https://172.16.0.1/a.png"_s,
                                u"https://192.168.1.1/a.png"_s,
                                u"https://169.254.169.254/a.png"_s,
                                u"https://100.64.0.1/a.png"_s,
                                u"https://0.0.0.0/a.png"_s,
                                u"https://[::1]/a.png"_s,
                                u"https://[fe80::1]/a.png"_s,
                                u"https://[fd00::1]/a.png"_s,
                                u"https://[::ffff:10.0.0.1]/a"_s,
                                u"https://[::]/a.png"_s,
                                u"https://224.0.0.1/a.png"_s,
                                u"https://router/a.png"_s,
                                u"https://printer.local/a.png"_s,
                                u"file:///etc/passwd"_s,
                                u"ftp://pictures.example/a.png"_s,
                                u"qrc:/a.png"_s,
                                u"data:image/png;base64,AA=="_s};
    for (const QString &url : forbidden)
        QTest::newRow(qPrintable(url)) << url << false;
}

void TestService::picturesComeFromPublicAddressesOnly()
{
    QFETCH(const QString, url);
    QFETCH(const bool, allowed);
    QCOMPARE(Service::fal().allowsMedia(QUrl(url)), allowed);
}

void TestService::anOwnServerMayServeItsOwnPictures()
{
    const Service service = Service::sandbox(QUrl(u"http://127.0.0.1:4711"_s));
    QVERIFY(service.allowsMedia(QUrl(u"http://127.0.0.1:4711/media/a.png"_s)));
    QVERIFY(!service.allowsMedia(QUrl(u"http://127.0.0.1:4712/media/a.png"_s)));
    QVERIFY(!service.allowsMedia(QUrl(u"http://127.0.0.2:4711/media/a.png"_s)));
    QVERIFY(service.allowsMedia(QUrl(u"https://pictures.example/a.png"_s)));
}

void TestService::fileTokensGoToFileHostsOnly_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("takes");
    QTest::newRow("fal.media") << u"https://fal.media/files/a.png"_s << true;
    QTest::newRow("below it") << u"https://v3.fal.media/files/a.png"_s << true;
    QTest::newRow("further below, capitals") << u"https://b.V3.Fal.Media:443/a.png"_s << true;
    QTest::newRow("http") << u"http://v3.fal.media/a.png"_s << false;
    QTest::newRow("port") << u"https://v3.fal.media:8443/a.png"_s << false;
    QTest::newRow("user info") << u"https://a:b@v3.fal.media/a.png"_s << false;
    QTest::newRow("behind an @") << u"https://v3.fal.media@evil.example/a.png"_s << false;
    QTest::newRow("ends alike") << u"https://notfal.media/a.png"_s << false;
    QTest::newRow("suffix") << u"https://fal.media.evil.example/a.png"_s << false;
    QTest::newRow("trailing dot") << u"https://v3.fal.media./a.png"_s << false;
    QTest::newRow("in the path") << u"https://evil.example/.fal.media"_s << false;
    QTest::newRow("any public host") << u"https://pictures.example/a.png"_s << false;
    QTest::newRow("queue") << u"https://queue.fal.run/a.png"_s << false;
    QTest::newRow("rest") << u"https://rest.fal.ai/a.png"_s << false;
    QTest::newRow("loopback") << u"http://127.0.0.1/a.png"_s << false;
    QTest::newRow("nothing") << QString() << false;
}

void TestService::fileTokensGoToFileHostsOnly()
{
    QFETCH(const QString, url);
    QFETCH(const bool, takes);
    QCOMPARE(Service::fal().takesFileToken(QUrl(url)), takes);
}

void TestService::anOwnServersFileTokensStayThere()
{
    const QUrl origin(u"http://127.0.0.1:4711"_s);
    for (const Service &service : {Service::sandbox(origin), Service::custom(origin)}) {
        QVERIFY(service.takesFileToken(QUrl(u"http://127.0.0.1:4711/files/a.png"_s)));
        QVERIFY(!service.takesFileToken(QUrl(u"http://127.0.0.1:4712/files/a.png"_s)));
        QVERIFY(!service.takesFileToken(QUrl(u"http://127.0.0.2:4711/files/a.png"_s)));
        QVERIFY(!service.takesFileToken(QUrl(u"https://127.0.0.1:4711/files/a.png"_s)));
        QVERIFY(!service.takesFileToken(QUrl(u"https://v3.fal.media/files/a.png"_s)));
    }
}

void TestService::typedServersAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("origin"); // empty: refused
    QTest::newRow("https") << u" https://Server.Example \n"_s << u"https://server.example"_s;
    QTest::newRow("port and slash") << u"https://server.example:8443/"_s << u"https://server.example:8443"_s;
    QTest::newRow("loopback") << u"http://127.0.0.1:4711"_s << u"http://127.0.0.1:4711"_s;
    QTest::newRow("localhost") << u"http://localhost:4711"_s << u"http://localhost:4711"_s;
    QTest::newRow("http elsewhere") << u"http://server.example"_s << QString();
    QTest::newRow("path") << u"https://server.example/x"_s << QString();
    QTest::newRow("query") << u"https://server.example?x"_s << QString();
    QTest::newRow("fragment") << u"https://server.example#x"_s << QString();
    QTest::newRow("user") << u"https://me@server.example"_s << QString();
    QTest::newRow("no scheme") << u"server.example"_s << QString();
    QTest::newRow("other scheme") << u"ftp://server.example"_s << QString();
    QTest::newRow("empty") << QString() << QString();
}

void TestService::typedServersAreRead()
{
    QFETCH(const QString, text);
    QFETCH(const QString, origin);
    const Result<QUrl> read = originFromText(text);
    QCOMPARE(read.hasValue(), !origin.isEmpty());
    if (read) {
        QCOMPARE(read->toString(), origin);
        QCOMPARE(Service::custom(*read).name, origin);
        QCOMPARE(Service::custom(*read).platform.path(), u"/v1"_s);
    } else {
        QCOMPARE(read.error().kind, ErrorKind::BadInput);
        QVERIFY(read.error().message.endsWith(u'.'));
    }
}

void TestService::endpointsHaveAnApp_data()
{
    QTest::addColumn<QString>("endpoint");
    QTest::addColumn<QString>("app");
    QTest::newRow("janus") << u"fal-ai/janus"_s << u"fal-ai/janus"_s;
    QTest::newRow("sub-path") << u"fal-ai/flux/dev/image-to-image"_s << u"fal-ai/flux"_s;
    QTest::newRow("workflows") << u"workflows/me/flow/sub"_s << u"workflows/me/flow"_s;
    QTest::newRow("comfy") << u"comfy/me/flow"_s << u"comfy/me/flow"_s;
    QTest::newRow("old form") << u"12345-my-app"_s << u"12345/my-app"_s;
    QTest::newRow("one word") << u"janus"_s << QString();
    QTest::newRow("upwards") << u"fal-ai/../janus"_s << QString();
    QTest::newRow("empty part") << u"fal-ai//janus"_s << QString();
    QTest::newRow("query") << u"fal-ai/janus?x"_s << QString();
    QTest::newRow("empty") << QString() << QString();
}

void TestService::endpointsHaveAnApp()
{
    QFETCH(const QString, endpoint);
    QFETCH(const QString, app);
    QCOMPARE(appOf(endpoint), app);
    QCOMPARE(submitAddress(Service::fal(), endpoint).hasValue(), !app.isEmpty());
}

void TestService::submitsGoToTheFullId()
{
    QCOMPARE(submitAddress(Service::fal(), u"fal-ai/flux/dev"_s)->toString(),
             u"https://queue.fal.run/fal-ai/flux/dev"_s);
}

void TestService::givenAddressesAreUsedOnlyAtHome_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("used");
    const QString built = u"https://queue.fal.run/fal-ai/flux/requests/r-1/status?logs=1"_s;
    const QString full = u"https://queue.fal.run/fal-ai/flux/dev/requests/r-1/status"_s;
    QTest::newRow("none") << QString() << built;
    QTest::newRow("the same") << u"https://queue.fal.run/fal-ai/flux/requests/r-1/status"_s << built;
    QTest::newRow("under the full id") << full << full + u"?logs=1"_s;
    for (const QString &foreign :
         {u"https://evil.example/fal-ai/flux/requests/r-1/status"_s,
          u"http://queue.fal.run/fal-ai/flux/requests/r-1/status"_s,
          u"https://queue.fal.run:444/fal-ai/flux/requests/r-1/status"_s,
          u"https://u:p@queue.fal.run/fal-ai/flux/requests/r-1/status"_s,
          u"https://queue.fal.run/fal-ai/flux/requests/r-2/status"_s,
          u"https://queue.fal.run/someone/else/requests/r-1/status"_s,
          u"https://queue.fal.run/fal-ai/flux/dev/requests/r-1/../../../../account/delete"_s,
          u"https://queue.fal.run/fal-ai/flux/requests/r-1/%2e%2e/x/status"_s,
          u"https://rest.fal.ai/fal-ai/flux/requests/r-1/status"_s})
        QTest::newRow(qPrintable(foreign)) << foreign << built;
}

void TestService::givenAddressesAreUsedOnlyAtHome()
{
    // SRV-07
    QFETCH(const QString, given);
    QFETCH(const QString, used);
    const Ticket ticket{u"fal-ai/flux/dev"_s, u"r-1"_s, QUrl(given), QUrl(given), QUrl(given)};
    QCOMPARE(requestAddress(Service::fal(), ticket, RequestCall::Status)->toString(), used);
    QCOMPARE(requestAddress(Service::fal(), ticket, RequestCall::Stream)->toString(),
             QString(used).replace(u"/status?"_s, u"/status/stream?"_s));
    QCOMPARE(requestAddress(Service::fal(), ticket, RequestCall::Cancel)->toString(),
             u"https://queue.fal.run/fal-ai/flux/requests/r-1/cancel"_s);
    QCOMPARE(requestAddress(Service::fal(), ticket, RequestCall::Result)->toString(),
             u"https://queue.fal.run/fal-ai/flux/requests/r-1"_s);
}

void TestService::aTicketWithoutAUsableIdHasNoAddress()
{
    for (const QString &id : {QString(), u"../x"_s, u"a b"_s, QString(129, u'a'), u"r-1\n"_s})
        QVERIFY(!requestAddress(Service::fal(), {u"fal-ai/janus"_s, id}, RequestCall::Status));
}

QTEST_APPLESS_MAIN(TestService)
#include "tst_service.moc"
