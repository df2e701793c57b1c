#include "support/log.h"

#include <QDebug>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus::support;

namespace {

const QString fakeKey = u"01234567-89ab-4cde-8f01-23456789abcd:0123456789abcdef0123456789abcdef"_s;

/// The other half of the program tests: logs as the program would, and ends.
int logSome(bool everything)
{
    installLog(everything ? LogLevel::Everything : LogLevel::Warnings);
    hideInLogs("my-very-own-secret");
    qDebug() << "a detail" << fakeKey;
    qWarning().noquote() << "refused" << fakeKey << "and my-very-own-secret";
    qCritical("broken");
    return 0;
}

QByteArray errorOutput(const QString &mode)
{
    QProcess process;
    process.start(QCoreApplication::applicationFilePath(), {mode});
    return process.waitForFinished() ? process.readAllStandardError() : QByteArray("did not end");
}

} // namespace

class TestLog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keysAreTakenOut_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("alone") << fakeKey;
        QTest::newRow("capitals") << fakeKey.toUpper();
        QTest::newRow("longer secret") << fakeKey + "0123456789"_L1;
        QTest::newRow("in a header") << u"Authorization: Key %1"_s.arg(fakeKey);
        QTest::newRow("in an address")
            << u"https://x/?key=%1&a=1"_s.arg(QString(fakeKey).replace(u':', "%3A"_L1));
    }
    void keysAreTakenOut()
    {
        QFETCH(QString, text);
        const QString clean = redacted(text);
        QVERIFY2(clean.contains("[key]"_L1), qPrintable(clean));
        QVERIFY2(!clean.contains("0123456789abcdef"_L1, Qt::CaseInsensitive), qPrintable(clean));
    }

    void whateverFollowsAuthorizationIsTakenOut()
    {
        QCOMPARE(redacted(u"Authorization: Bearer abc.def\nnext"_s), u"Authorization: [key]\nnext"_s);
    }

    void ordinaryTextStays()
    {
        const QString text = u"request 764cabcf-b745-4b3e-ae38-1200304cf45b: 12 of 30 steps, <b>ok</b>"_s;
        QCOMPARE(redacted(text), text);
    }

    void registeredSecretsAreTakenOutWholeAndInPart()
    {
        hideInLogs("some-id-here:the-secret-half");
        QCOMPARE(redacted(u"x some-id-here:the-secret-half y"_s), u"x [key] y"_s);
        QCOMPARE(redacted(u"x the-secret-half y"_s), u"x [key] y"_s);
        hideInLogs("ab");
        QCOMPARE(redacted(u"cab"_s), u"cab"_s);
    }

    /// KEY-12
    void disguisedSecretsAreTakenOut()
    {
        const QByteArray secret = "another-id:another-secret-half";
        hideInLogs(secret);
        for (const QByteArray &before :
             {QByteArray(), QByteArray("u"), QByteArray("Key "), QByteArray("xy")}) {
            const QByteArray text = before + secret + "!";
            for (const QByteArray &form : {text.toBase64(), text.toHex(), text.toPercentEncoding()})
                QVERIFY2(redacted(QString::fromLatin1("Basic " + form)).contains("[key]"_L1),
                         form.constData());
        }
    }

    void standardErrorIsQuietAndClean()
    {
        QCOMPARE(errorOutput(u"--log"_s), "janus-studio: warning: refused [key] and [key]\n"
                                          "janus-studio: error: broken\n");
    }

    void everythingIsToldWhenAskedFor()
    {
        QVERIFY(errorOutput(u"--log-all"_s).startsWith("janus-studio: debug: a detail \"[key]\"\n"));
    }
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QString mode = application.arguments().value(1);
    if (mode == "--log"_L1 || mode == "--log-all"_L1)
        return logSome(mode == "--log-all"_L1);
    TestLog test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_log.moc"
