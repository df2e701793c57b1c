#include "core/delivery.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;

class TestDelivery : public QObject
{
    Q_OBJECT

    static Delivery full()
    {
        Delivery delivery;
        delivery.priority = Priority::Low;
        delivery.webhook = QUrl(u"https://h.example/cb?a=1&b=2"_s);
        delivery.startTimeout = 30.5;
        delivery.runnerHint = u"h1"_s;
        delivery.expirySeconds = 3600;
        delivery.access = Delivery::Access::Hidden;
        delivery.noRetry = true;
        delivery.tags = {u"team=design"_s, u"env=a=b"_s};
        return delivery;
    }

private Q_SLOTS:
    void defaultsAreNothingAtAll()
    {
        QVERIFY(Delivery().check().isEmpty());
        QVERIFY(Delivery().toJson().isEmpty());
        QVERIFY(Delivery().lifecycle().isEmpty());
        QCOMPARE(Delivery::fromJson({}), Delivery());
    }

    void everythingComesBackFromTheJournal()
    {
        QVERIFY(full().check().isEmpty());
        const QByteArray stored = QJsonDocument(full().toJson()).toJson();
        QCOMPARE(Delivery::fromJson(QJsonDocument::fromJson(stored).object()), full());
        for (const auto access : {Delivery::Access::AccountDefault, Delivery::Access::Anyone,
                                  Delivery::Access::Private, Delivery::Access::Hidden}) {
            Delivery delivery;
            delivery.access = access;
            delivery.expirySeconds = Delivery::never;
            QCOMPARE(Delivery::fromJson(delivery.toJson()), delivery);
        }
    }

    void whatIsNotUnderstoodIsLeftOut()
    {
        const QJsonObject odd{{u"priority"_s, u"urgent"_s}, {u"expire"_s, u"soon"_s}, {u"access"_s, 7},
                              {u"start_timeout"_s, true},   {u"tags"_s, u"x"_s},      {u"later"_s, 1}};
        QCOMPARE(Delivery::fromJson(odd), Delivery());
    }

    void lifecycleIsThatOfTheProtocol_data()
    {
        QTest::addColumn<qint64>("seconds"); // 0: not said
        QTest::addColumn<int>("access");
        QTest::addColumn<QByteArray>("json");
        using enum Delivery::Access;
        QTest::newRow("expiry") << qint64(3600) << int(AccountDefault)
                                << QByteArray(R"({"expiration_duration_seconds":3600})");
        QTest::newRow("private") << qint64(0) << int(Private)
                                 << QByteArray(R"({"initial_acl":{"default":"forbid"}})");
        QTest::newRow("hidden") << qint64(0) << int(Hidden)
                                << QByteArray(R"({"initial_acl":{"default":"hide"}})");
        QTest::newRow("anyone, for good")
            << Delivery::never << int(Anyone) << QByteArray(R"({"initial_acl":{"default":"allow"}})");
        QTest::newRow("for good") << Delivery::never << int(AccountDefault) << QByteArray("{}");
        QTest::newRow("both")
            << qint64(60) << int(Private)
            << QByteArray(R"({"expiration_duration_seconds":60,"initial_acl":{"default":"forbid"}})");
    }
    void lifecycleIsThatOfTheProtocol()
    {
        QFETCH(const qint64, seconds);
        QFETCH(const int, access);
        Delivery delivery;
        if (seconds)
            delivery.expirySeconds = seconds;
        delivery.access = static_cast<Delivery::Access>(access);
        QTEST(delivery.lifecycle(), "json");
    }

    void whatCannotBeSentIsNamed_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<Delivery>("delivery");
        const auto row = [](const char *name, const QString &field, const QStringList &words, auto change) {
            Delivery delivery = full();
            change(delivery);
            QTest::newRow(name) << field << words << delivery;
        };
        const auto webhook = [](const QString &url) { return [url](Delivery &d) { d.webhook = QUrl(url); }; };
        row("webhook in the open", u"webhook"_s, {u"https"_s, u"h.example"_s},
            webhook(u"http://h.example/x"_s));
        row("webhook no loopback", u"webhook"_s, {u"127.evil.example"_s},
            webhook(u"http://127.evil.example/"_s));
        row("webhook elsewhere", u"webhook"_s, {u"ftp"_s}, webhook(u"ftp://h.example/x"_s));
        row("webhook without a host", u"webhook"_s, {u"https"_s}, webhook(u"hello"_s));
        row("webhook with a password", u"webhook"_s, {u"user name"_s}, webhook(u"https://a:b@h.example/"_s));
        row("start timeout of 1", u"start_timeout"_s, {u"more than 1"_s},
            [](Delivery &d) { d.startTimeout = 1; });
        row("start timeout nan", u"start_timeout"_s, {u"nan"_s},
            [](Delivery &d) { d.startTimeout = qQNaN(); });
        row("start timeout endless", u"start_timeout"_s, {u"604800"_s},
            [](Delivery &d) { d.startTimeout = 1e30; });
        row("hint with a line break", u"hint"_s, {u"one line"_s},
            [](Delivery &d) { d.runnerHint = u"a\r\nX-Y: b"_s; });
        row("hint not ASCII", u"hint"_s, {u"猫"_s}, [](Delivery &d) { d.runnerHint = u"猫"_s; });
        row("hint too long", u"hint"_s, {u"12288"_s},
            [](Delivery &d) { d.runnerHint = QString(20'000, u'x'); });
        row("expiry 0", u"expire"_s, {u"1 to"_s, u"0"_s}, [](Delivery &d) { d.expirySeconds = 0; });
        row("expiry negative", u"expire"_s, {u"-5"_s}, [](Delivery &d) { d.expirySeconds = -5; });
        row("tag without a value", u"tags"_s, {u"KEY=VALUE"_s, u"design"_s},
            [](Delivery &d) { d.tags = {u"design"_s}; });
        row("tag key in capitals", u"tags"_s, {u"Team=x"_s}, [](Delivery &d) { d.tags = {u"Team=x"_s}; });
        row("tag with a comma", u"tags"_s, {u"comma"_s}, [](Delivery &d) { d.tags = {u"a=b,c"_s}; });
        row("tag with a line break", u"tags"_s, {u"plain"_s}, [](Delivery &d) { d.tags = {u"a=b\nc"_s}; });
        row("tag of fal's", u"tags"_s, {u"fal."_s}, [](Delivery &d) { d.tags = {u"fal.x=b"_s}; });
        row("eleven tags", u"tags"_s, {u"10"_s, u"11"_s},
            [](Delivery &d) { d.tags = QStringList(11, u"a=b"_s); });
        row("long tags", u"tags"_s, {u"1024"_s},
            [](Delivery &d) { d.tags = QStringList(5, u"a="_s + QString(250, u'x')); });
    }
    void whatCannotBeSentIsNamed()
    {
        QFETCH(const QString, field);
        QFETCH(const QStringList, words);
        QFETCH(const Delivery, delivery);
        const QList<Error> errors = delivery.check();
        QVERIFY(!errors.isEmpty());
        QCOMPARE(errors.first().kind, ErrorKind::BadInput);
        QCOMPARE(errors.first().field, field);
        QVERIFY(errors.first().message.endsWith(u'.'));
        QVERIFY(errors.first().message.size() < 400);
        for (const QString &word : words)
            QVERIFY2(errors.first().message.contains(word), qPrintable(errors.first().message));
    }

    void loopbackWebhooksMayBePlain()
    {
        for (const QString &url :
             {u"http://127.0.0.1:8080/cb"_s, u"http://localhost/cb"_s, u"http://[::1]:1/"_s}) {
            Delivery delivery;
            delivery.webhook = QUrl(url);
            QVERIFY2(delivery.check().isEmpty(), qPrintable(url));
        }
    }

    void expiriesAreTypedAsWordsOrSeconds_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("seconds"); // 0: none
        QTest::newRow("1h") << u"1h"_s << qint64(3600);
        QTest::newRow("1d") << u"1d"_s << qint64(86400);
        QTest::newRow("7d") << u"7d"_s << qint64(604800);
        QTest::newRow("30d") << u"30d"_s << qint64(2592000);
        QTest::newRow("1y") << u"1y"_s << qint64(31536000);
        QTest::newRow("never") << u"never"_s << Delivery::never;
        QTest::newRow("number") << u"90"_s << qint64(90);
        QTest::newRow("zero") << u"0"_s << qint64(0);
        QTest::newRow("negative") << u"-1"_s << qint64(0);
        QTest::newRow("word") << u"soon"_s << qint64(0);
        QTest::newRow("nothing") << QString() << qint64(0);
    }
    void expiriesAreTypedAsWordsOrSeconds()
    {
        QFETCH(const QString, text);
        QFETCH(const qint64, seconds);
        QCOMPARE(expiryFromText(text), seconds ? std::optional(seconds) : std::nullopt);
    }
};

QTEST_GUILESS_MAIN(TestDelivery)
#include "tst_delivery.moc"
