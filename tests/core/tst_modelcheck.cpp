// Judging values against a model's schema, and reading them as people type them.
#include "core/paramroles.h"
#include "schemafiles.h"

#include <QJsonArray>
#include <QTest>

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;
using namespace janus;

namespace {

QJsonObject sized(const QJsonValue &width, const QJsonValue &height)
{
    return {{u"width"_s, width}, {u"height"_s, height}};
}

ParamSpec textParam()
{
    ParamSpec param;
    param.name = u"caption"_s;
    param.title = u"Caption"_s;
    param.kind = ParamKind::Text;
    return param;
}

ParamSpec numberParam(ParamKind kind)
{
    ParamSpec param;
    param.name = u"strength"_s;
    param.title = u"Strength"_s;
    param.kind = kind;
    return param;
}

} // namespace

class TestModelCheck : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void goodValuesPass_data();
    void goodValuesPass();
    void badValueGetsItsSentence_data();
    void badValueGetsItsSentence();
    void everyBadFieldIsNamedInOrder();
    void lengthsAreCountedInCharacters();
    void strictLimitsAndStepsAreSaid();
    void missingRequiredNumberIsMissing();
    void typedTextIsRead_data();
    void typedTextIsRead();
    void typedTextIsRefused_data();
    void typedTextIsRefused();
    void typedJsonIsRead_data();
    void typedJsonIsRead();
    void typedSeedsAreExact_data();
    void typedSeedsAreExact();

private:
    const ParamSpec &janusParam(const QString &name) const { return *m_janus->find(name); }

    std::optional<ModelSchema> m_janus;
    std::optional<ModelSchema> m_sdxl;
};

void TestModelCheck::initTestCase()
{
    const Result<ModelSchema> janus = schemafiles::load(u"fal-ai_janus.openapi.json"_s);
    const Result<ModelSchema> sdxl = schemafiles::load(u"fal-ai_fast-sdxl.openapi.json"_s);
    QVERIFY(janus && sdxl);
    m_janus = *janus;
    m_sdxl = *sdxl;
}

void TestModelCheck::goodValuesPass_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QJsonValue>("value");
    const QJsonValue leftOut(QJsonValue::Undefined);
    QTest::newRow("prompt") << u"prompt"_s << QJsonValue(u"x"_s);
    QTest::newRow("prompt of one emoji") << u"prompt"_s << QJsonValue(u"🌊"_s);
    QTest::newRow("long prompt") << u"prompt"_s << QJsonValue(QString(100'000, u'x'));
    QTest::newRow("no seed") << u"seed"_s << leftOut;
    QTest::newRow("largest seed") << u"seed"_s << QJsonValue(std::numeric_limits<qint64>::max());
    QTest::newRow("smallest seed") << u"seed"_s << QJsonValue(std::numeric_limits<qint64>::min());
    QTest::newRow("guidance 1") << u"cfg_weight"_s << QJsonValue(1);
    QTest::newRow("guidance 20") << u"cfg_weight"_s << QJsonValue(20.0);
    QTest::newRow("temperature 0.1") << u"temperature"_s << QJsonValue(0.1);
    QTest::newRow("16 images") << u"num_images"_s << QJsonValue(16);
    QTest::newRow("2.0 images") << u"num_images"_s << QJsonValue(2.0);
    QTest::newRow("preset") << u"image_size"_s << QJsonValue(u"portrait_16_9"_s);
    QTest::newRow("1x1") << u"image_size"_s << QJsonValue(sized(1, 1));
    QTest::newRow("14142x14142") << u"image_size"_s << QJsonValue(sized(14142, 14142));
    QTest::newRow("no safety") << u"enable_safety_checker"_s << QJsonValue(false);
}

void TestModelCheck::goodValuesPass()
{
    QFETCH(const QString, name);
    QFETCH(const QJsonValue, value);
    const Result<void> checked = m_janus->check(janusParam(name), value);
    QVERIFY2(checked, qPrintable(checked ? QString() : checked.error().message));
}

void TestModelCheck::badValueGetsItsSentence_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *what, const QString &name, const QJsonValue &value,
                        const QString &sentence) { QTest::newRow(what) << name << value << sentence; };
    const QJsonValue leftOut(QJsonValue::Undefined);
    const QString empty = u"Prompt is empty; it needs at least one word."_s;
    row("no prompt", u"prompt"_s, leftOut, empty);
    row("empty prompt", u"prompt"_s, u""_s, empty);
    row("blank prompt", u"prompt"_s, u" \n\t "_s, empty);
    row("prompt 5", u"prompt"_s, 5, u"Prompt must be text; it is 5."_s);
    row("prompt null", u"prompt"_s, QJsonValue(), u"Prompt must be text; it is null."_s);

    const QString guidance = u"Guidance (cfg_weight) must be between 1 and 20; it is %1."_s;
    row("guidance 0", u"cfg_weight"_s, 0, guidance.arg(u"0"_s));
    row("guidance 20.5", u"cfg_weight"_s, 20.5, guidance.arg(u"20.5"_s));
    row("guidance -1", u"cfg_weight"_s, -1, guidance.arg(u"-1"_s));
    row("guidance 1e300", u"cfg_weight"_s, 1e300, guidance.arg(u"1e+300"_s));
    const QString noNumber = u"Guidance (cfg_weight) must be a number; it is %1."_s;
    row("guidance text", u"cfg_weight"_s, u"5"_s, noNumber.arg(u"“5”"_s));
    row("guidance null", u"cfg_weight"_s, QJsonValue(), noNumber.arg(u"null"_s));
    row("guidance true", u"cfg_weight"_s, true, noNumber.arg(u"true"_s));
    row("guidance nan", u"cfg_weight"_s, std::nan(""), noNumber.arg(u"nan"_s));
    row("guidance inf", u"cfg_weight"_s, std::numeric_limits<double>::infinity(), noNumber.arg(u"inf"_s));

    row("temperature 0", u"temperature"_s, 0, u"Temperature must be between 0.1 and 2; it is 0."_s);
    row("temperature 2.01", u"temperature"_s, 2.01, u"Temperature must be between 0.1 and 2; it is 2.01."_s);

    const QString images = u"Images (num_images) must be between 1 and 16; it is %1."_s;
    row("0 images", u"num_images"_s, 0, images.arg(0));
    row("17 images", u"num_images"_s, 17, images.arg(17));
    row("2^53+1 images", u"num_images"_s, qint64(9'007'199'254'740'993), images.arg(9'007'199'254'740'993));
    row("1e300 images", u"num_images"_s, 1e300, images.arg(u"1e+300"_s));
    row("1.5 images", u"num_images"_s, 1.5, u"Images (num_images) must be a whole number; it is 1.5."_s);
    row("list of images", u"num_images"_s, QJsonArray{1, 2},
        u"Images (num_images) must be a whole number; it is [1,2]."_s);

    row("seed 1.5", u"seed"_s, 1.5, u"Seed must be a whole number; it is 1.5."_s);
    row("seed null", u"seed"_s, QJsonValue(), u"Seed must be a whole number; it is null."_s);
    row("seed 2^64", u"seed"_s, 18'446'744'073'709'551'616.0,
        u"Seed must be between -9223372036854775808 and 9223372036854775807; it is 18446744073709552000."_s);

    const QString sizes = u"Size (image_size) must be one of square_hd, square, portrait_4_3, portrait_16_9, "
                          "landscape_4_3, landscape_16_9, or width x height, such as 1280x720; it is %1."_s;
    row("size round", u"image_size"_s, u"round"_s, sizes.arg(u"“round”"_s));
    row("size Square", u"image_size"_s, u"Square"_s, sizes.arg(u"“Square”"_s));
    row("size 5", u"image_size"_s, 5, sizes.arg(u"5"_s));
    row("size 0x10", u"image_size"_s, sized(0, 10), u"Width must be between 1 and 14142; it is 0."_s);
    row("size 10x14143", u"image_size"_s, sized(10, 14143),
        u"Height must be between 1 and 14142; it is 14143."_s);
    row("size 10.5x10", u"image_size"_s, sized(10.5, 10), u"Width must be a whole number; it is 10.5."_s);
    row("size without height", u"image_size"_s, QJsonObject{{u"width"_s, 10}},
        u"Height must be a whole number; it is missing."_s);

    row("safety maybe", u"enable_safety_checker"_s, u"maybe"_s,
        u"Safety (enable_safety_checker) must be true or false; it is “maybe”."_s);
    row("safety 1", u"enable_safety_checker"_s, 1,
        u"Safety (enable_safety_checker) must be true or false; it is 1."_s);
}

void TestModelCheck::badValueGetsItsSentence()
{
    QFETCH(const QString, name);
    QFETCH(const QJsonValue, value);
    QFETCH(const QString, sentence);
    const Result<void> checked = m_janus->check(janusParam(name), value);
    QVERIFY(!checked);
    QCOMPARE(checked.error().kind, ErrorKind::BadInput);
    QCOMPARE(checked.error().field, name);
    QCOMPARE(checked.error().message, sentence);
}

void TestModelCheck::everyBadFieldIsNamedInOrder()
{
    GenerationRequest request = m_janus->defaults();
    request.input[u"cfg_weight"_s] = 99;
    request.input[u"image_size"_s] = sized(0, 0);
    request.input[u"made_up"_s] = 1;
    QStringList fields;
    for (const Error &error : m_janus->check(request))
        fields << error.field;
    QCOMPARE(fields, (QStringList{u"prompt"_s, u"image_size"_s, u"cfg_weight"_s, u"made_up"_s}));
    QCOMPARE(m_janus->check(request).last().message, u"This model has no parameter “made_up”."_s);
    QVERIFY(m_janus->check(withSeed(withPrompt(m_janus->defaults(), u"a hill"_s), -5)).isEmpty());
}

void TestModelCheck::lengthsAreCountedInCharacters()
{
    ParamSpec param = textParam();
    param.minLength = 2;
    param.maxLength = 3;
    QVERIFY(m_janus->check(param, u"🌊🌊🌊"_s));
    QCOMPARE(m_janus->check(param, u"🌊"_s).error().message,
             u"Caption must have at least 2 characters; it has 1."_s);
    QCOMPARE(m_janus->check(param, u"four"_s).error().message,
             u"Caption must have at most 3 characters; it has 4."_s);
}

void TestModelCheck::strictLimitsAndStepsAreSaid()
{
    ParamSpec param = numberParam(ParamKind::Number);
    param.minimum = 0;
    param.exclusiveMinimum = true;
    QCOMPARE(m_janus->check(param, 0).error().message, u"Strength must be above 0; it is 0."_s);
    QVERIFY(m_janus->check(param, 0.001));
    param.maximum = 1;
    QCOMPARE(m_janus->check(param, 2).error().message, u"Strength must be above 0 and at most 1; it is 2."_s);
    param.exclusiveMaximum = true;
    QCOMPARE(m_janus->check(param, 1).error().message, u"Strength must be above 0 and below 1; it is 1."_s);

    ParamSpec whole = numberParam(ParamKind::Integer);
    whole.minimum = 8;
    whole.multipleOf = 8;
    QVERIFY(m_janus->check(whole, 64));
    QCOMPARE(m_janus->check(whole, 7).error().message, u"Strength must be at least 8; it is 7."_s);
    QCOMPARE(m_janus->check(whole, 60).error().message, u"Strength must be a multiple of 8; it is 60."_s);
    whole.multipleOf = 0;
    QVERIFY2(m_janus->check(whole, 60), "a senseless rule is no rule");
    param.multipleOf = 0.1;
    QVERIFY(m_janus->check(param, 0.7));
}

void TestModelCheck::missingRequiredNumberIsMissing()
{
    ParamSpec param = numberParam(ParamKind::Number);
    param.required = true;
    QCOMPARE(m_janus->check(param, QJsonValue(QJsonValue::Undefined)).error().message,
             u"Strength is missing."_s);
}

void TestModelCheck::typedTextIsRead_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QJsonValue>("value");
    const auto row = [](const char *what, const QString &name, const QString &text, const QJsonValue &value) {
        QTest::newRow(what) << name << text << value;
    };
    row("prompt", u"prompt"_s, u" two hills "_s, u" two hills "_s);
    row("number-like prompt", u"prompt"_s, u"12"_s, u"12"_s);
    row("guidance", u"cfg_weight"_s, u"7.5"_s, 7.5);
    row("guidance with blanks", u"cfg_weight"_s, u" 7.5 "_s, 7.5);
    row("guidance 1e1", u"cfg_weight"_s, u"1e1"_s, 10);
    row("guidance +5", u"cfg_weight"_s, u"+5"_s, 5);
    row("guidance .5e1", u"cfg_weight"_s, u".5e1"_s, 5);
    row("images", u"num_images"_s, u"4"_s, 4);
    row("images 4.0", u"num_images"_s, u"4.0"_s, 4);
    row("images 007", u"num_images"_s, u"007"_s, 7);
    row("true minus sign", u"seed"_s, u"−5"_s, -5);
    row("1280x720", u"image_size"_s, u"1280x720"_s, sized(1280, 720));
    row("1280 × 720", u"image_size"_s, u" 1280 × 720 "_s, sized(1280, 720));
    row("1280X720", u"image_size"_s, u"1280X720"_s, sized(1280, 720));
    row("1280*720", u"image_size"_s, u"1280*720"_s, sized(1280, 720));
    row("preset", u"image_size"_s, u"square_hd"_s, u"square_hd"_s);
    for (const auto &word : {u"true"_s, u"Yes"_s, u"ON"_s, u"1"_s, u" true "_s})
        row(qPrintable(u"safety "_s + word), u"enable_safety_checker"_s, word, true);
    for (const auto &word : {u"false"_s, u"No"_s, u"OFF"_s, u"0"_s})
        row(qPrintable(u"safety "_s + word), u"enable_safety_checker"_s, word, false);
}

void TestModelCheck::typedTextIsRead()
{
    QFETCH(const QString, name);
    QFETCH(const QString, text);
    QFETCH(const QJsonValue, value);
    const Result<QJsonValue> parsed = m_janus->parse(janusParam(name), text);
    QVERIFY2(parsed, qPrintable(parsed ? QString() : parsed.error().message));
    QCOMPARE(*parsed, value);
}

void TestModelCheck::typedTextIsRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("rule");
    const auto row = [](const QString &name, const QString &text, const QString &rule) {
        QTest::newRow(qPrintable(name + u' ' + text)) << name << text << rule;
    };
    for (const auto &text : {u"7,5"_s, u"1,500"_s, u"1'000"_s, u"1 000"_s, u"٧"_s, u"７"_s, u"0x10"_s,
                             u"0b1"_s, u"five"_s, u""_s, u"nan"_s, u"inf"_s, u"-inf"_s, u"5 %"_s, u"5f"_s,
                             u"1e999"_s, u"--5"_s, u"5\u200f"_s, u"0x1p3"_s})
        row(u"cfg_weight"_s, text, u"must be a number"_s);
    row(u"cfg_weight"_s, u"99999999999999999999999999"_s, u"must be between 1 and 20"_s);
    row(u"cfg_weight"_s, u"-0"_s, u"must be between 1 and 20"_s);
    for (const auto &text : {u"1,5"_s, u"1,000"_s, u"1.5"_s, u"٣"_s, u"٤٢"_s, u"۴۲"_s, u"0x10"_s, u"nan"_s,
                             u"inf"_s, u"four"_s, u""_s, u"9007199254740993.0"_s})
        row(u"num_images"_s, text, u"must be a whole number"_s);
    row(u"num_images"_s, u"99999999999999999999999999"_s, u"must be between 1 and 16"_s);
    row(u"num_images"_s, u"9223372036854775808"_s, u"must be between 1 and 16"_s);
    row(u"seed"_s, u"9223372036854775808"_s,
        u"must be between -9223372036854775808 and 9223372036854775807"_s);
    row(u"seed"_s, u"1e300"_s, u"must be between -9223372036854775808 and 9223372036854775807"_s);
    row(u"seed"_s, u"9007199254740993.0"_s, u"must be a whole number"_s);
    row(u"seed"_s, u"null"_s, u"must be a whole number"_s);
    row(u"image_size"_s, u"0x10"_s, u"Width must be between 1 and 14142; it is 0"_s);
    row(u"image_size"_s, u"10x-5"_s, u"Height must be between 1 and 14142; it is -5"_s);
    row(u"image_size"_s, u"999999999x1"_s, u"Width must be between 1 and 14142"_s);
    for (const auto &text : {u"9999999999x1"_s, u"1280"_s, u"1280x"_s, u"1280x720x3"_s, u"1280,720"_s,
                             u"٦٤٠x٤٨٠"_s, u"1.5x2"_s, u"SQUARE"_s, u""_s, u"{\"width\":1}"_s})
        row(u"image_size"_s, text, u"such as 1280x720"_s);
    for (const auto &text : {u"2"_s, u"ja"_s, u""_s, u"truee"_s})
        row(u"enable_safety_checker"_s, text, u"must be true or false"_s);
    row(u"prompt"_s, u"  "_s, u"needs at least one word"_s);
}

void TestModelCheck::typedTextIsRefused()
{
    QFETCH(const QString, name);
    QFETCH(const QString, text);
    QFETCH(const QString, rule);
    const Result<QJsonValue> parsed = m_janus->parse(janusParam(name), text);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().kind, ErrorKind::BadInput);
    QCOMPARE(parsed.error().field, name);
    QVERIFY2(parsed.error().message.contains(rule), qPrintable(parsed.error().message));
}

void TestModelCheck::typedJsonIsRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    QTest::newRow("list") << uR"([{"path":"https://example.org/a","scale":0.5}])"_s << true;
    QTest::newRow("empty list") << u"[]"_s << true;
    QTest::newRow("word") << u"\"a\""_s << true;
    QTest::newRow("null") << u"null"_s << true;
    QTest::newRow("nothing") << u""_s << false;
    QTest::newRow("two values") << u"1,2"_s << false;
    QTest::newRow("way out") << u"1],[2"_s << false;
    QTest::newRow("bare word") << u"a"_s << false;
    QTest::newRow("cut off") << u"[{"_s << false;
}

void TestModelCheck::typedJsonIsRead()
{
    QFETCH(const QString, text);
    QFETCH(const bool, good);
    const Result<QJsonValue> parsed = m_sdxl->parse(*m_sdxl->find(u"loras"_s), text);
    QCOMPARE(parsed.hasValue(), good);
    if (!good)
        QVERIFY2(parsed.error().message.contains("must be a JSON value"_L1),
                 qPrintable(parsed.error().message));
}

void TestModelCheck::typedSeedsAreExact_data()
{
    QTest::addColumn<QString>("text");
    for (const char *seed : {"0", "-1", "42", "2147483648", "9007199254740993", "-9007199254740993",
                             "9223372036854775807", "-9223372036854775808"})
        QTest::newRow(seed) << QString::fromLatin1(seed);
}

void TestModelCheck::typedSeedsAreExact()
{
    QFETCH(const QString, text);
    const Result<QJsonValue> parsed = m_janus->parse(janusParam(u"seed"_s), text);
    QVERIFY(parsed);
    const GenerationRequest request{m_janus->endpoint(), {{u"seed"_s, *parsed}}};
    QCOMPARE(request.body(), "{\"seed\":" + text.toLatin1() + '}');
    QCOMPARE(seed(request), std::optional<Seed>(text.toLongLong()));
}

QTEST_GUILESS_MAIN(TestModelCheck)
#include "tst_modelcheck.moc"
