#include "core/apikey.h"

#include <QDebug>
#include <QTest>
#include <QVariant>

#include <ostream>
#include <string>
#include <type_traits>

using namespace Qt::StringLiterals;
using namespace janus;

namespace {

template <typename T>
concept PrintsToDebug = requires(QDebug debug, const T &value)
{
    debug << value;
};
template <typename T>
concept PrintsToStream = requires(std::ostream &stream, const T &value)
{
    stream << value;
};
template <typename T>
concept TurnsIntoText = std::is_convertible_v<T, QString> || std::is_convertible_v<T, QByteArray> ||
    std::is_convertible_v<T, QVariant>;

static_assert(PrintsToDebug<QByteArray> && PrintsToStream<std::string> && TurnsIntoText<QByteArray>,
              "the questions below can be answered with yes");
static_assert(!PrintsToDebug<ApiKey>, "a key must not be printable");
static_assert(!PrintsToStream<ApiKey>, "a key must not be streamable");
static_assert(!TurnsIntoText<ApiKey>, "a key must not turn into text by accident");
static_assert(!std::is_convertible_v<QString, ApiKey> && !std::is_constructible_v<ApiKey, QByteArray>,
              "a key is only made by fromText()");

} // namespace

class TestApiKey : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pastedTextIsUnwrapped_data();
    void pastedTextIsUnwrapped();
    void whatIsNoKeyIsRefused_data();
    void whatIsNoKeyIsRefused();
    void emptyKeySaysSo();
    void longestKeyIsAccepted();
};

void TestApiKey::pastedTextIsUnwrapped_data()
{
    QTest::addColumn<QString>("pasted");
    QTest::addColumn<QString>("key");
    const QString key = u"11111111-2222-4333-8444-555566667777:0123456789abcdef0123456789abcdef"_s;
    QTest::newRow("plain") << key << key;
    QTest::newRow("spaces") << u"  "_s + key + u"\t "_s << key;
    QTest::newRow("newline") << key + u"\r\n"_s << key;
    QTest::newRow("no-break space") << QChar(0xa0) + key << key;
    QTest::newRow("double quotes") << u'"' + key + u'"' << key;
    QTest::newRow("single quotes") << u'\'' + key + u'\'' << key;
    QTest::newRow("FAL_KEY=") << u"FAL_KEY="_s + key << key;
    QTest::newRow("FAL_KEY= quoted") << u"FAL_KEY=\""_s + key + u'"' << key;
    QTest::newRow("quotes around FAL_KEY=") << u"\"FAL_KEY="_s + key + u'"' << key;
    QTest::newRow("export") << u"export FAL_KEY="_s + key << key;
    QTest::newRow("Key") << u"Key "_s + key << key;
    QTest::newRow("key") << u"key "_s + key << key;
    QTest::newRow("short") << u"a:b"_s << u"a:b"_s;
    QTest::newRow("more colons") << u"a:b:c"_s << u"a:b:c"_s;
}

/// KEY-09
void TestApiKey::pastedTextIsUnwrapped()
{
    QFETCH(const QString, pasted);
    QFETCH(const QString, key);
    const Result<ApiKey> read = ApiKey::fromText(pasted);
    QVERIFY(read);
    QVERIFY(read->reveal() == key.toLatin1());
    QVERIFY(!read->isEmpty());
}

void TestApiKey::whatIsNoKeyIsRefused_data()
{
    QTest::addColumn<QString>("pasted");
    QTest::newRow("nothing") << u""_s;
    QTest::newRow("white space") << u" \t\n"_s;
    QTest::newRow("empty quotes") << u"\"\""_s;
    QTest::newRow("prefix alone") << u"FAL_KEY="_s;
    QTest::newRow("URL") << u"https://fal.ai/dashboard/keys"_s;
    QTest::newRow("prompt") << u"a red house: by the sea"_s;
    QTest::newRow("one word") << u"lighthouse"_s;
    QTest::newRow("id alone") << u"lighthouse:"_s;
    QTest::newRow("secret alone") << u":lighthouse"_s;
    QTest::newRow("two lines") << u"light:house\nFAL_KEY_ID=x"_s;
    QTest::newRow("header") << u"light:house\r\nX-Evil: yes"_s;
    QTest::newRow("NUL") << u"light:hou"_s + QChar(0) + u"se"_s;
    QTest::newRow("DEL") << u"light:hou"_s + QChar(0x7f) + u"se"_s;
    QTest::newRow("umlaut") << u"lighthouse:häuser"_s;
    QTest::newRow("curly quotes") << u"“light:house”"_s;
    QTest::newRow("half a quote") << u"\"light:house"_s;
    QTest::newRow("quotes inside") << u"light:'house'"_s;
    QTest::newRow("zero-width space") << u"light:house"_s + QChar(0x200b);
    QTest::newRow("right-to-left mark") << QChar(0x200f) + u"light:house"_s;
    QTest::newRow("1001 characters") << u"light:"_s + QString(995, u'x');
    QTest::newRow("10 MB") << u"light:"_s + QString(10'000'000, u'x');
}

/// KEY-09
void TestApiKey::whatIsNoKeyIsRefused()
{
    QFETCH(const QString, pasted);
    const Result<ApiKey> read = ApiKey::fromText(pasted);
    QVERIFY(!read);
    QCOMPARE(read.error().kind, ErrorKind::BadInput);
    QCOMPARE(read.error().field, u"key"_s);
    QVERIFY(read.error().message.endsWith(u'.'));
    for (const auto &part : {u"light"_s, u"house"_s, u"dashboard"_s})
        QVERIFY2(!(read.error().message + read.error().detail).contains(part), "the text is not repeated");
}

void TestApiKey::emptyKeySaysSo()
{
    QCOMPARE(ApiKey::fromText(u" "_s).error().message, u"The key is empty."_s);
    QVERIFY(ApiKey().isEmpty());
}

void TestApiKey::longestKeyIsAccepted()
{
    QVERIFY(ApiKey::fromText(u"light:"_s + QString(994, u'x')));
}

QTEST_GUILESS_MAIN(TestApiKey)
#include "tst_apikey.moc"
