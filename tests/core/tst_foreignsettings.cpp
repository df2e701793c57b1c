// What of another program's recipe one of our models takes, and what is said of the rest.
#include "schemafiles.h"

#include "core/foreignrecipe.h"
#include "core/paramroles.h"

#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;

namespace {

ForeignRecipe foreign()
{
    ForeignRecipe recipe;
    recipe.program = u"AUTOMATIC1111"_s;
    recipe.version = u"v1.10.1"_s;
    recipe.prompt = u"a fox"_s;
    recipe.negativePrompt = u"blurry"_s;
    recipe.seed = 9007199254740993;
    recipe.size = {512, 768};
    recipe.guidance = 7;
    recipe.others = {{u"Steps"_s, u"30"_s}, {u"Sampler"_s, u"DPM++ 2M"_s}};
    return recipe;
}

} // namespace

class TestForeignSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const Result<ModelSchema> janus = schemafiles::load(u"fal-ai_janus.openapi.json"_s);
        const Result<ModelSchema> sdxl = schemafiles::load(u"fal-ai_fast-sdxl.openapi.json"_s);
        QVERIFY(janus && sdxl);
        m_janus = *janus;
        m_sdxl = *sdxl;
    }

    void whatAppliesIsTakenAndTheRestIsListed()
    {
        const RestoredSettings settings = appliedTo(foreign(), m_janus);
        GenerationRequest expected = withSeed(withPrompt(m_janus.defaults(), u"a fox"_s), 9007199254740993);
        expected.input[u"image_size"_s] = QJsonObject{{u"width"_s, 512}, {u"height"_s, 768}};
        expected.input[u"cfg_weight"_s] = 7;
        QCOMPARE(settings.request, expected);
        QVERIFY(m_janus.check(settings.request).isEmpty());
        QCOMPARE(settings.usedText(), u"prompt, seed, size and guidance"_s);
        QCOMPARE(settings.unusedText(), u"Negative prompt: blurry (Janus-Pro takes none)\n"
                                        "Steps: 30\n"
                                        "Sampler: DPM++ 2M"_s);
    }

    void aModelThatHasMoreTakesMore()
    {
        const RestoredSettings settings = appliedTo(foreign(), m_sdxl);
        QCOMPARE(settings.request.input["negative_prompt"_L1].toString(), u"blurry"_s);
        QCOMPARE(settings.request.input["num_inference_steps"_L1].toInt(), 30);
        QCOMPARE(settings.request.input["guidance_scale"_L1].toDouble(), 7.0);
        QCOMPARE(settings.unusedText(), u"Sampler: DPM++ 2M"_s);
    }

    void sizesAreFitted_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<QJsonValue>("taken");
        QTest::addColumn<QString>("said");
        const auto sides = [](int width, int height) {
            return QJsonValue(QJsonObject{{u"width"_s, width}, {u"height"_s, height}});
        };
        QTest::newRow("a named one") << QSize(1024, 768) << QJsonValue(u"landscape_4_3"_s) << QString();
        QTest::newRow("one that has no name") << QSize(832, 1216) << sides(832, 1216) << QString();
        QTest::newRow("too large") << QSize(28284, 14142) << sides(14142, 7071)
                                   << u"Size: 28284 × 14142 (14142 × 7071 is the nearest that fits)"_s;
        QTest::newRow("none") << QSize() << QJsonValue(u"square"_s) << QString();
    }
    void sizesAreFitted()
    {
        QFETCH(const QSize, size);
        ForeignRecipe recipe;
        recipe.size = size;
        const RestoredSettings settings = appliedTo(recipe, m_janus);
        QTEST(settings.request.input["image_size"_L1], "taken");
        QTEST(settings.unusedText(), "said");
    }

    void sizesOfManyLimitsFitThem()
    {
        for (const int width : {1, 63, 64, 511, 2049, 30'000}) {
            for (const int height : {1, 65, 1024, 4096, 20'000}) {
                for (const ModelSchema &schema : {m_janus, m_sdxl}) {
                    ForeignRecipe recipe = foreign();
                    recipe.size = {width, height};
                    const RestoredSettings settings = appliedTo(recipe, schema);
                    QVERIFY(schema.check(settings.request).isEmpty());
                    const bool isSame = imageSize(settings.request) == recipe.size;
                    QCOMPARE(settings.unusedText().contains(u"Size:"_s), !isSame);
                }
            }
        }
    }

    void guidanceIsMovedIntoItsRange_data()
    {
        QTest::addColumn<double>("guidance");
        QTest::addColumn<double>("taken");
        QTest::addColumn<QString>("said");
        QTest::newRow("within") << 5.5 << 5.5 << QString();
        QTest::newRow("above") << 30.0 << 20.0 << u"Guidance: 30 (20 is the nearest that fits)"_s;
        QTest::newRow("below") << 0.0 << 1.0 << u"Guidance: 0 (1 is the nearest that fits)"_s;
        QTest::newRow("no number") << qQNaN() << 5.0 << QString();
    }
    void guidanceIsMovedIntoItsRange()
    {
        QFETCH(const double, guidance);
        ForeignRecipe recipe;
        recipe.guidance = guidance;
        const RestoredSettings settings = appliedTo(recipe, m_janus);
        QTEST(settings.request.input["cfg_weight"_L1].toDouble(), "taken");
        QTEST(settings.unusedText(), "said");
    }

    void whatIsNoSeedIsSaidSo()
    {
        ForeignRecipe recipe;
        recipe.others = {{u"Seed"_s, u"18446744073709551615"_s}};
        const RestoredSettings settings = appliedTo(recipe, m_janus);
        QVERIFY(!seed(settings.request));
        QCOMPARE(settings.usedText(), QString());
        QVERIFY(settings.unusedText().startsWith(u"Seed: 18446744073709551615 ("_s));
    }

    void oursAsTextComesBackWithItsTemperature()
    {
        ForeignRecipe recipe;
        recipe.program = u"Janus Studio"_s;
        recipe.others = {{u"Model"_s, u"fal-ai/janus"_s}, {u"Temperature"_s, u"0.7"_s}};
        const RestoredSettings settings = appliedTo(recipe, m_janus);
        QCOMPARE(settings.request.input["temperature"_L1].toDouble(), 0.7);
        QVERIFY(settings.unused.isEmpty());
        QCOMPARE(settings.usedText(), u"temperature"_s);
    }

    void aPromptThatIsNoneIsLeft()
    {
        ForeignRecipe recipe;
        recipe.prompt = QString(100'001, u'a');
        const RestoredSettings settings = appliedTo(recipe, m_janus);
        QVERIFY(prompt(settings.request).isEmpty());
        QCOMPARE(settings.unused.size(), 1);
    }

private:
    ModelSchema m_janus;
    ModelSchema m_sdxl;
};

QTEST_GUILESS_MAIN(TestForeignSettings)
#include "tst_foreignsettings.moc"
