#include "core/generationrequest.h"
#include "core/paramroles.h"
#include "core/seed.h"

#include <QJsonArray>
#include <QRandomGenerator>
#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;
using namespace janus;

namespace {

constexpr Seed beyondDouble = 9'007'199'254'740'993; // 2^53 + 1
constexpr Seed largestSeed = std::numeric_limits<Seed>::max();
constexpr Seed smallestSeed = std::numeric_limits<Seed>::min();

const QString endpoint = u"fal-ai/janus"_s;

GenerationRequest withSeedValue(const QJsonValue &value)
{
    return {endpoint, {{u"seed"_s, value}}};
}

} // namespace

class TestRequest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void bodyIsCanonical();
    void bodyComesBackEqual();
    void writingOfANumberDoesNotMatter();
    void bodyThatIsNoObjectIsEmpty_data();
    void bodyThatIsNoObjectIsEmpty();
    void seedsAreExactThroughTheBody_data();
    void seedsAreExactThroughTheBody();
    void seedThatIsNoWholeNumberIsNoSeed_data();
    void seedThatIsNoWholeNumberIsNoSeed();
    void drawnSeedsStayInRange();
    void nextSeedWraps_data();
    void nextSeedWraps();
    void splitGivesSinglesWithRisingSeeds();
    void splitWrapsSeeds();
    void splitOfNothingIsNothing();
    void rolesAreReadFromAnyModel();
    void missingRolesAreMissing();
    void imageCountIsNeverBelowOne();
    void sizesAreReadAsPixels_data();
    void sizesAreReadAsPixels();
    void presetsAreNamedForPeople();
    void optionsAreSpelledWithDashes();
};

void TestRequest::bodyIsCanonical()
{
    GenerationRequest one{endpoint, {}};
    one.input[u"seed"_s] = 7;
    one.input[u"prompt"_s] = u"zwei Häuser \"am\" Meer\n🌊"_s;
    one.input[u"cfg_weight"_s] = 5.5;
    GenerationRequest other{endpoint, {}};
    other.input[u"cfg_weight"_s] = 5.5;
    other.input[u"prompt"_s] = u"zwei Häuser \"am\" Meer\n🌊"_s;
    other.input[u"seed"_s] = 7.0;
    QCOMPARE(one.body(), other.body());
    QCOMPARE(one.body(), QByteArray(R"({"cfg_weight":5.5,"prompt":"zwei Häuser \"am\" Meer\n🌊","seed":7})"));
}

void TestRequest::bodyComesBackEqual()
{
    const GenerationRequest request{endpoint,
                                    {{u"prompt"_s, u"a\u2028b\\\t\u0001"_s},
                                     {u"image_size"_s, QJsonObject{{u"width"_s, 640}, {u"height"_s, 480}}},
                                     {u"loras"_s, QJsonArray{QJsonObject{{u"scale"_s, 0.1}}, QJsonValue()}},
                                     {u"enable_safety_checker"_s, false},
                                     {u"temperature"_s, 0.1}}};
    const GenerationRequest back = GenerationRequest::fromBody(endpoint, request.body());
    QCOMPARE(back, request);
    QCOMPARE(back.body(), request.body());
}

void TestRequest::writingOfANumberDoesNotMatter()
{
    const GenerationRequest whole = GenerationRequest::fromBody(endpoint, R"({"cfg_weight":5})");
    const GenerationRequest decimal = GenerationRequest::fromBody(endpoint, R"( {"cfg_weight" : 5.0} )");
    QCOMPARE(whole, decimal);
    QCOMPARE(whole.body(), decimal.body());
}

void TestRequest::bodyThatIsNoObjectIsEmpty_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("garbage") << QByteArray("garbage");
    QTest::newRow("array") << QByteArray("[1]");
    QTest::newRow("cut off") << QByteArray(R"({"prompt":"x")");
}

void TestRequest::bodyThatIsNoObjectIsEmpty()
{
    QFETCH(const QByteArray, body);
    const GenerationRequest request = GenerationRequest::fromBody(endpoint, body);
    QCOMPARE(request, (GenerationRequest{endpoint, {}}));
    QCOMPARE(request.body(), QByteArray("{}"));
}

void TestRequest::seedsAreExactThroughTheBody_data()
{
    QTest::addColumn<Seed>("value");
    QTest::newRow("0") << Seed(0);
    QTest::newRow("negative") << Seed(-42);
    QTest::newRow("2^31-1") << largestDrawnSeed;
    QTest::newRow("2^53+1") << beyondDouble;
    QTest::newRow("-2^53-1") << -beyondDouble;
    QTest::newRow("2^63-1") << largestSeed;
    QTest::newRow("-2^63") << smallestSeed;
}

void TestRequest::seedsAreExactThroughTheBody()
{
    QFETCH(const Seed, value);
    const GenerationRequest request = withSeed({endpoint, {}}, value);
    QCOMPARE(seed(request), std::optional(value));
    QCOMPARE(request.body(), "{\"seed\":" + QByteArray::number(value) + '}');
    QCOMPARE(seed(GenerationRequest::fromBody(endpoint, request.body())), std::optional(value));
}

void TestRequest::seedThatIsNoWholeNumberIsNoSeed_data()
{
    QTest::addColumn<QJsonValue>("value");
    QTest::newRow("left out") << QJsonValue(QJsonValue::Undefined);
    QTest::newRow("null") << QJsonValue();
    QTest::newRow("text") << QJsonValue(u"7"_s);
    QTest::newRow("half") << QJsonValue(1.5);
    QTest::newRow("2^64") << QJsonValue(18'446'744'073'709'551'616.0);
    QTest::newRow("huge") << QJsonValue(1e300);
    QTest::newRow("nan") << QJsonValue(std::numeric_limits<double>::quiet_NaN());
    QTest::newRow("infinite") << QJsonValue(std::numeric_limits<double>::infinity());
}

void TestRequest::seedThatIsNoWholeNumberIsNoSeed()
{
    QFETCH(const QJsonValue, value);
    QVERIFY(!seed(withSeedValue(value)));
}

void TestRequest::drawnSeedsStayInRange()
{
    QRandomGenerator random(1234);
    Seed together = 0;
    for (int k = 0; k < 2000; ++k) {
        const Seed drawn = drawSeed(random);
        QVERIFY(drawn >= 0 && drawn <= largestDrawnSeed);
        together |= drawn;
    }
    QCOMPARE(together, largestDrawnSeed);
}

void TestRequest::nextSeedWraps_data()
{
    QTest::addColumn<Seed>("from");
    QTest::addColumn<int>("steps");
    QTest::addColumn<Seed>("to");
    QTest::newRow("one on") << Seed(41) << 1 << Seed(42);
    QTest::newRow("none") << Seed(41) << 0 << Seed(41);
    QTest::newRow("end of the drawn range") << largestDrawnSeed << 1 << Seed(0);
    QTest::newRow("past the end") << largestDrawnSeed - 1 << 3 << Seed(1);
    QTest::newRow("negative rises") << Seed(-2) << 1 << Seed(-1);
    QTest::newRow("above the drawn range") << largestDrawnSeed + 1 << 1 << largestDrawnSeed + 2;
    QTest::newRow("end of 64 bits") << largestSeed << 1 << smallestSeed;
}

void TestRequest::nextSeedWraps()
{
    QFETCH(const Seed, from);
    QFETCH(const int, steps);
    QFETCH(const Seed, to);
    QCOMPARE(nextSeed(from, steps), to);
}

void TestRequest::splitGivesSinglesWithRisingSeeds()
{
    const GenerationRequest set = withImageCount(withSeed(withPrompt({endpoint, {}}, u"a hill"_s), 100), 4);
    const QList<GenerationRequest> singles = splitIntoSingles(set, 4);
    QCOMPARE(singles.size(), 4);
    for (int k = 0; k < 4; ++k) {
        QCOMPARE(seed(singles[k]), std::optional<Seed>(100 + k));
        QCOMPARE(imageCount(singles[k]), 1);
        QCOMPARE(withImageCount(withSeed(singles[k], 100), 4), set);
    }
}

void TestRequest::splitWrapsSeeds()
{
    const QList<GenerationRequest> singles = splitIntoSingles(withSeed({endpoint, {}}, largestDrawnSeed), 2);
    QCOMPARE(seed(singles[0]), std::optional(largestDrawnSeed));
    QCOMPARE(seed(singles[1]), std::optional<Seed>(0));
}

void TestRequest::splitOfNothingIsNothing()
{
    const GenerationRequest request = withSeed({endpoint, {}}, 1);
    QVERIFY(splitIntoSingles(request, 0).isEmpty());
    QVERIFY(splitIntoSingles(request, -3).isEmpty());
}

void TestRequest::rolesAreReadFromAnyModel()
{
    const GenerationRequest janusRequest{endpoint, {{u"cfg_weight"_s, 6.5}, {u"temperature"_s, 0.7}}};
    QCOMPARE(guidance(janusRequest), std::optional(6.5));
    QCOMPARE(temperature(janusRequest), std::optional(0.7));
    const GenerationRequest flux{u"fal-ai/flux/dev"_s,
                                 {{u"guidance_scale"_s, 3.5}, {u"prompt"_s, u"a hill"_s}}};
    QCOMPARE(guidance(flux), std::optional(3.5));
    QCOMPARE(prompt(flux), u"a hill"_s);
    QCOMPARE(roleOf(u"cfg_weight"_s), ParamRole::Guidance);
    QCOMPARE(roleOf(u"guidance_scale"_s), ParamRole::Guidance);
    QCOMPARE(roleOf(u"enable_safety_checker"_s), ParamRole::Safety);
    QCOMPARE(roleOf(u"num_inference_steps"_s), ParamRole::None);
    QCOMPARE(roleOf(u"PROMPT"_s), ParamRole::None);
}

void TestRequest::missingRolesAreMissing()
{
    const GenerationRequest empty{endpoint, {}};
    QVERIFY(!guidance(empty));
    QVERIFY(!temperature(empty));
    QVERIFY(prompt(empty).isEmpty());
    QVERIFY(!imageSize(empty).isValid());
    QVERIFY(!temperature({endpoint, {{u"temperature"_s, u"1"_s}}}));
}

void TestRequest::imageCountIsNeverBelowOne()
{
    QCOMPARE(imageCount({endpoint, {}}), 1);
    for (const QJsonValue &value : {QJsonValue(0), QJsonValue(-5), QJsonValue(), QJsonValue(u"4"_s)})
        QCOMPARE(imageCount({endpoint, {{u"num_images"_s, value}}}), 1);
    QCOMPARE(imageCount(withImageCount({endpoint, {}}, 16)), 16);
    QVERIFY2(imageCount({endpoint, {{u"num_images"_s, qint64(1) << 32}}}) > 1, "not cut off at 32 bits");
}

void TestRequest::sizesAreReadAsPixels_data()
{
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QSize>("size");
    const auto pixels = [](const QJsonValue &width, const QJsonValue &height) {
        return QJsonValue(QJsonObject{{u"width"_s, width}, {u"height"_s, height}});
    };
    QTest::newRow("square") << QJsonValue(u"square"_s) << QSize(512, 512);
    QTest::newRow("square_hd") << QJsonValue(u"square_hd"_s) << QSize(1024, 1024);
    QTest::newRow("portrait_4_3") << QJsonValue(u"portrait_4_3"_s) << QSize(768, 1024);
    QTest::newRow("portrait_16_9") << QJsonValue(u"portrait_16_9"_s) << QSize(576, 1024);
    QTest::newRow("landscape_4_3") << QJsonValue(u"landscape_4_3"_s) << QSize(1024, 768);
    QTest::newRow("landscape_16_9") << QJsonValue(u"landscape_16_9"_s) << QSize(1024, 576);
    QTest::newRow("pixels") << pixels(640, 480) << QSize(640, 480);
    QTest::newRow("unknown name") << QJsonValue(u"round"_s) << QSize();
    QTest::newRow("no object") << QJsonValue(5) << QSize();
}

void TestRequest::sizesAreReadAsPixels()
{
    QFETCH(const QJsonValue, value);
    QFETCH(const QSize, size);
    QCOMPARE(imageSize({endpoint, {{u"image_size"_s, value}}}), size);
}

void TestRequest::presetsAreNamedForPeople()
{
    QCOMPARE(presetLabel(u"square_hd"_s), u"1:1 HD"_s);
    QCOMPARE(presetLabel(u"portrait_16_9"_s), u"9:16"_s);
    QCOMPARE(presetLabel(u"round"_s), u"round"_s);
}

void TestRequest::optionsAreSpelledWithDashes()
{
    ParamSpec param;
    param.name = u"cfg_weight"_s;
    QCOMPARE(param.option(), u"--cfg-weight"_s);
}

QTEST_GUILESS_MAIN(TestRequest)
#include "tst_request.moc"
