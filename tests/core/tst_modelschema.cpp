// Reading a model's inputs from its OpenAPI document. Judging values is in tst_modelcheck.cpp.
#include "schemafiles.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;
using namespace janus;

namespace {

const QString janusFile = u"fal-ai_janus.openapi.json"_s;
const QString devFile = u"fal-ai_flux_dev.openapi.json"_s;
const QString schnellFile = u"fal-ai_flux_schnell.openapi.json"_s;
const QString sdxlFile = u"fal-ai_fast-sdxl.openapi.json"_s;

const QStringList presets{u"square_hd"_s,     u"square"_s,        u"portrait_4_3"_s,
                          u"portrait_16_9"_s, u"landscape_4_3"_s, u"landscape_16_9"_s};

QStringList namesOf(const ModelSchema &schema)
{
    QStringList names;
    for (const ParamSpec &param : schema.params())
        names << param.name;
    return names;
}

/// The smallest document that is a model: `properties` is the inside of its input object.
QByteArray document(const QByteArray &properties, const QByteArray &more = {},
                    const QByteArray &components = {})
{
    return R"({"info":{"title":"T","x-fal-metadata":{"endpointId":"test/model"}},"paths":{"/":{"post":{"requestBody":)"
           R"({"content":{"application/json":{"schema":{"type":"object","properties":{)" +
           properties + "}" + more + R"(}}}}}}},"components":{"schemas":{)" + components + "}}}";
}

/// A parameter called "x" with this schema.
ParamSpec paramOf(const QByteArray &schema, const QByteArray &components = {})
{
    const Result<ModelSchema> model = ModelSchema::fromOpenApi(document("\"x\":" + schema, {}, components));
    return model && model->find(u"x"_s) ? *model->find(u"x"_s) : ParamSpec();
}

} // namespace

class TestModelSchema : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyDocumentLoads_data();
    void everyDocumentLoads();
    void janusHasItsSevenInputs();
    void janusDefaultsAreThoseOfTheSchema();
    void fluxSeedMayBeNull();
    void fluxHasItsOwnRanges();
    void sdxlListsAreEditedAsJson();
    void sdxlChoicesAreWords();
    void negativePromptIsEmptyByDefault();
    void findKnowsNamesAndRoles();
    void peoplesNamesAreUnderstood();
    void anInputOfThatVeryNameComesFirst();
    void overlayNamesParametersForPeople();
    void withoutOverlayTheSchemasWordsStand();
    void meaningsFollowTheValue();
    void overlayThatIsGarbageIsLeftOut();
    void whatIsNoDescriptionIsAProtocolError_data();
    void whatIsNoDescriptionIsAProtocolError();
    void referencesAreFollowed();
    void referencesInCirclesEnd();
    void strictLimitsOfBothVersionsAreRead();
    void unknownShapesStayJson_data();
    void unknownShapesStayJson();
    void promptComesFirstAndNothingTwice();
    void absurdLengthsAreHeld();
};

void TestModelSchema::everyDocumentLoads_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("endpoint");
    QTest::addColumn<QStringList>("names");
    QTest::newRow("janus")
        << janusFile << u"fal-ai/janus"_s
        << QStringList{u"prompt"_s,     u"image_size"_s, u"temperature"_s,          u"cfg_weight"_s,
                       u"num_images"_s, u"seed"_s,       u"enable_safety_checker"_s};
    const QStringList dev{
        u"prompt"_s,    u"image_size"_s, u"num_inference_steps"_s,   u"seed"_s,          u"guidance_scale"_s,
        u"sync_mode"_s, u"num_images"_s, u"enable_safety_checker"_s, u"output_format"_s, u"acceleration"_s};
    QTest::newRow("dev") << devFile << u"fal-ai/flux/dev"_s << dev;
    QStringList schnell = dev; // the document names the steps first, the form the prompt
    schnell.move(2, 1);
    QTest::newRow("schnell") << schnellFile << u"fal-ai/flux/schnell"_s << schnell;
    QTest::newRow("sdxl") << sdxlFile << u"fal-ai/fast-sdxl"_s
                          << QStringList{u"prompt"_s,
                                         u"negative_prompt"_s,
                                         u"image_size"_s,
                                         u"num_inference_steps"_s,
                                         u"seed"_s,
                                         u"guidance_scale"_s,
                                         u"sync_mode"_s,
                                         u"num_images"_s,
                                         u"loras"_s,
                                         u"embeddings"_s,
                                         u"enable_safety_checker"_s,
                                         u"safety_checker_version"_s,
                                         u"expand_prompt"_s,
                                         u"format"_s,
                                         u"request_id"_s};
}

void TestModelSchema::everyDocumentLoads()
{
    QFETCH(const QString, file);
    QFETCH(const QString, endpoint);
    QFETCH(const QStringList, names);
    const Result<ModelSchema> schema = schemafiles::load(file);
    QVERIFY(schema);
    QCOMPARE(schema->endpoint(), endpoint);
    QVERIFY2(schema->title() != endpoint, "the models that come with the program have names");
    QCOMPARE(namesOf(*schema), names);
    for (const ParamSpec &param : schema->params()) {
        QCOMPARE(param.required, param.name == "prompt"_L1);
        QVERIFY2(!param.title.isEmpty() && !param.hint.isEmpty(), qPrintable(param.name));
        QVERIFY2(!param.hint.contains(u'\n') && !param.hint.startsWith(u' '), qPrintable(param.hint));
        QVERIFY2(param.step > 0, qPrintable(param.name));
    }
    GenerationRequest request = schema->defaults();
    QCOMPARE(request.endpoint, endpoint);
    request.input[u"prompt"_s] = u"a hill"_s;
    QVERIFY2(schema->check(request).isEmpty(), "a model's own defaults are valid");
}

void TestModelSchema::janusHasItsSevenInputs()
{
    const Result<ModelSchema> schema = schemafiles::load(janusFile);
    QVERIFY(schema);
    const QList<ParamSpec> &params = schema->params();
    QCOMPARE(params.size(), 7);

    QCOMPARE(params[0].kind, ParamKind::Text);
    QCOMPARE(params[0].role, ParamRole::Prompt);
    QVERIFY(params[0].defaultValue.isUndefined());

    QCOMPARE(params[1].kind, ParamKind::Size);
    QCOMPARE(params[1].role, ParamRole::Size);
    QCOMPARE(params[1].choices, presets);
    QCOMPARE(params[1].minimum, std::optional(1.0));
    QCOMPARE(params[1].maximum, std::optional(14142.0));
    QCOMPARE(params[1].defaultValue, QJsonValue(u"square"_s));

    QCOMPARE(params[2].kind, ParamKind::Number);
    QCOMPARE(params[2].role, ParamRole::Temperature);
    QCOMPARE(params[2].minimum, std::optional(0.1));
    QCOMPARE(params[2].maximum, std::optional(2.0));
    QCOMPARE(params[2].defaultValue, QJsonValue(1));
    QCOMPARE(params[2].step, 0.05);

    QCOMPARE(params[3].kind, ParamKind::Number);
    QCOMPARE(params[3].role, ParamRole::Guidance);
    QCOMPARE(params[3].minimum, std::optional(1.0));
    QCOMPARE(params[3].maximum, std::optional(20.0));
    QCOMPARE(params[3].defaultValue, QJsonValue(5));
    QCOMPARE(params[3].step, 0.5);

    QCOMPARE(params[4].kind, ParamKind::Integer);
    QCOMPARE(params[4].role, ParamRole::Count);
    QCOMPARE(params[4].minimum, std::optional(1.0));
    QCOMPARE(params[4].maximum, std::optional(16.0));
    QCOMPARE(params[4].defaultValue, QJsonValue(1));

    QCOMPARE(params[5].kind, ParamKind::Integer);
    QCOMPARE(params[5].role, ParamRole::Seed);
    QVERIFY(!params[5].minimum && !params[5].maximum && !params[5].nullable);
    QVERIFY(params[5].defaultValue.isUndefined());

    QCOMPARE(params[6].kind, ParamKind::Boolean);
    QCOMPARE(params[6].role, ParamRole::Safety);
    QCOMPARE(params[6].defaultValue, QJsonValue(true));
}

void TestModelSchema::janusDefaultsAreThoseOfTheSchema()
{
    const Result<ModelSchema> schema = schemafiles::load(janusFile);
    QVERIFY(schema);
    QCOMPARE(
        schema->defaults().body(),
        QByteArray(R"({"cfg_weight":5,"enable_safety_checker":true,"image_size":"square","num_images":1,)"
                   R"("temperature":1})"));
}

void TestModelSchema::fluxSeedMayBeNull()
{
    for (const QString &file : {devFile, schnellFile}) {
        const Result<ModelSchema> schema = schemafiles::load(file);
        QVERIFY(schema);
        const ParamSpec *seed = schema->find(ParamRole::Seed);
        QVERIFY(seed);
        QCOMPARE(seed->kind, ParamKind::Integer);
        QVERIFY(seed->nullable);
        QVERIFY(schema->check(*seed, QJsonValue()));
        QVERIFY(schema->check(*seed, 7));
        QVERIFY(!schema->check(*seed, u"7"_s));
    }
}

void TestModelSchema::fluxHasItsOwnRanges()
{
    const Result<ModelSchema> schnell = schemafiles::load(schnellFile);
    QVERIFY(schnell);
    const ParamSpec *steps = schnell->find(u"num_inference_steps"_s);
    QVERIFY(steps);
    QCOMPARE(steps->maximum, std::optional(12.0));
    QCOMPARE(steps->defaultValue, QJsonValue(4));
    QCOMPARE(schnell->find(ParamRole::Count)->maximum, std::optional(4.0));
    QCOMPARE(schnell->find(ParamRole::Guidance)->name, u"guidance_scale"_s);
    QCOMPARE(schnell->find(u"acceleration"_s)->choices, (QStringList{u"none"_s, u"regular"_s, u"high"_s}));
}

void TestModelSchema::sdxlListsAreEditedAsJson()
{
    const Result<ModelSchema> schema = schemafiles::load(sdxlFile);
    QVERIFY(schema);
    for (const QString &name : {u"loras"_s, u"embeddings"_s}) {
        const ParamSpec *param = schema->find(name);
        QVERIFY(param);
        QCOMPARE(param->kind, ParamKind::Json);
        QCOMPARE(param->defaultValue, QJsonValue(QJsonArray()));
    }
}

void TestModelSchema::sdxlChoicesAreWords()
{
    const Result<ModelSchema> schema = schemafiles::load(sdxlFile);
    QVERIFY(schema);
    const ParamSpec *format = schema->find(u"format"_s);
    QVERIFY(format);
    QCOMPARE(format->kind, ParamKind::Choice);
    QCOMPARE(format->choices, (QStringList{u"jpeg"_s, u"png"_s}));
    QCOMPARE(format->defaultValue, QJsonValue(u"jpeg"_s));
}

void TestModelSchema::negativePromptIsEmptyByDefault()
{
    const Result<ModelSchema> schema = schemafiles::load(sdxlFile);
    QVERIFY(schema);
    const ParamSpec *negative = schema->find(u"negative_prompt"_s);
    QVERIFY(negative);
    QCOMPARE(negative->kind, ParamKind::Text);
    QCOMPARE(negative->role, ParamRole::None);
    QCOMPARE(negative->defaultValue, QJsonValue(u""_s));
    QVERIFY2(schema->check(*negative, u""_s), "only what is required must not be empty");
    QCOMPARE(schema->defaults().input[u"negative_prompt"_s], QJsonValue(u""_s));
}

void TestModelSchema::findKnowsNamesAndRoles()
{
    const Result<ModelSchema> schema = schemafiles::load(janusFile);
    QVERIFY(schema);
    QCOMPARE(schema->find(u"cfg_weight"_s), schema->find(ParamRole::Guidance));
    QCOMPARE(schema->find(u"guidance_scale"_s), nullptr);
    QCOMPARE(schema->find(u""_s), nullptr);
}

void TestModelSchema::peoplesNamesAreUnderstood()
{
    const Result<ModelSchema> schema = schemafiles::load(janusFile);
    QVERIFY(schema);
    const QList<std::pair<QString, QStringList>> names{
        {u"prompt"_s, {u"prompt"_s}},
        {u"image_size"_s, {u"image_size"_s, u"image-size"_s, u"Size"_s}},
        {u"cfg_weight"_s, {u"cfg_weight"_s, u"cfg-weight"_s, u"guidance"_s, u" CFG "_s}},
        {u"temperature"_s, {u"temperature"_s}},
        {u"num_images"_s, {u"n"_s, u"count"_s, u"images"_s}},
        {u"seed"_s, {u"seed"_s}},
        {u"enable_safety_checker"_s, {u"safety"_s, u"enable safety checker"_s}}};
    for (const auto &[name, spellings] : names) {
        for (const QString &spelling : spellings) {
            const ParamSpec *param = schema->findByAnyName(spelling);
            QVERIFY2(param, qPrintable(spelling));
            QCOMPARE(param->name, name);
        }
    }
    for (const QString &nothing : {u"steps"_s, u"cfg weights"_s, QString(), u" "_s})
        QVERIFY2(!schema->findByAnyName(nothing), qPrintable(nothing));
}

void TestModelSchema::anInputOfThatVeryNameComesFirst()
{
    const Result<ModelSchema> schema = ModelSchema::fromOpenApi(document(
        R"("prompt":{"type":"string"},"guidance":{"type":"string"},"cfg_weight":{"type":"number"})"));
    QVERIFY(schema);
    QCOMPARE(schema->findByAnyName(u"guidance"_s)->name, u"guidance"_s);
    QCOMPARE(schema->findByAnyName(u"cfg"_s)->name, u"cfg_weight"_s);
}

void TestModelSchema::overlayNamesParametersForPeople()
{
    const Result<ModelSchema> schema = schemafiles::load(janusFile);
    QVERIFY(schema);
    QStringList titles;
    for (const ParamSpec &param : schema->params())
        titles << param.title;
    QCOMPARE(titles, (QStringList{u"Prompt"_s, u"Size"_s, u"Temperature"_s, u"Guidance"_s, u"Images"_s,
                                  u"Seed"_s, u"Safety"_s}));
    QCOMPARE(schema->find(ParamRole::Guidance)->hint, u"How closely the picture follows the words."_s);
}

void TestModelSchema::withoutOverlayTheSchemasWordsStand()
{
    const Result<ModelSchema> schema = ModelSchema::fromOpenApi(schemafiles::read(janusFile));
    QVERIFY(schema);
    const ParamSpec *guidance = schema->find(ParamRole::Guidance);
    QCOMPARE(guidance->title, u"Cfg Weight"_s);
    QCOMPARE(guidance->hint, u"Guidance strength: how strictly the prompt is followed."_s);
    QCOMPARE(guidance->step, 0.1);
    QCOMPARE(guidance->meaningOf(5), QString());
}

void TestModelSchema::meaningsFollowTheValue()
{
    const Result<ModelSchema> schema = schemafiles::load(janusFile);
    QVERIFY(schema);
    const ParamSpec *guidance = schema->find(ParamRole::Guidance);
    QCOMPARE(guidance->meaningOf(1), u"Dreams freely, words are a hint"_s);
    QCOMPARE(guidance->meaningOf(2.5), u"Dreams freely, words are a hint"_s);
    QCOMPARE(guidance->meaningOf(5), u"Follows words, leaves room"_s);
    QCOMPARE(guidance->meaningOf(20), u"Very strict, may look harsh"_s);
    QCOMPARE(guidance->meaningOf(20.5), QString());
    for (const ParamSpec &param : schema->params()) {
        QVERIFY(std::ranges::is_sorted(param.meanings, {}, &ParamMeaning::upTo));
        if (!param.meanings.isEmpty())
            QCOMPARE(param.meanings.last().upTo, *param.maximum);
    }
}

void TestModelSchema::overlayThatIsGarbageIsLeftOut()
{
    const QByteArray document = schemafiles::read(janusFile);
    const Result<ModelSchema> plain = ModelSchema::fromOpenApi(document);
    for (const char *overlay : {"garbage", "[1]", R"({"seed":5})", R"({"nothing_like_it":{"title":"X"}})"}) {
        const Result<ModelSchema> schema = ModelSchema::fromOpenApi(document, overlay);
        QVERIFY(schema);
        QCOMPARE(schema->params(), plain->params());
    }
}

void TestModelSchema::whatIsNoDescriptionIsAProtocolError_data()
{
    QTest::addColumn<QByteArray>("text");
    const QByteArray janus = schemafiles::read(janusFile);
    const auto without = [&](const QString &member) {
        QJsonObject object = QJsonDocument::fromJson(janus).object();
        object.remove(member);
        return QJsonDocument(object).toJson();
    };
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("garbage") << QByteArray("\xff\xfe<html>");
    QTest::newRow("array") << QByteArray("[]");
    QTest::newRow("empty object") << QByteArray("{}");
    QTest::newRow("cut off") << janus.left(janus.size() / 2);
    QTest::newRow("no info") << without(u"info"_s);
    QTest::newRow("no paths") << without(u"paths"_s);
    QTest::newRow("no components") << without(u"components"_s);
    QTest::newRow("paths of another type") << QByteArray(R"({"info":{"x-fal-metadata":{"endpointId":"a/b"}},)"
                                                         R"("paths":[1,2]})");
    QTest::newRow("no properties") << document("");
    QTest::newRow("properties of another type")
        << document("\"x\":{}").replace(R"("properties":{"x":{}})", R"("properties":"x")");
    const QByteArray toItself = R"("schema":{"$ref":"#/components/schemas/A"})";
    QTest::newRow("refers to itself")
        << document("", {}, R"("A":{"$ref":"#/components/schemas/A"})")
               .replace(R"("schema":{"type":"object","properties":{}})", toItself);
    QTest::newRow("refers elsewhere") << document("").replace(R"("schema":{"type":"object","properties":{}})",
                                                              R"("schema":{"$ref":"https://example.org/a"})");
    QTest::newRow("nested deeply") << QByteArray(100'000, '[');
}

void TestModelSchema::whatIsNoDescriptionIsAProtocolError()
{
    QFETCH(const QByteArray, text);
    const Result<ModelSchema> schema = ModelSchema::fromOpenApi(text);
    QVERIFY(!schema);
    QCOMPARE(schema.error().kind, ErrorKind::Protocol);
    QCOMPARE(schema.error().message, u"The description of this model cannot be read."_s);
    QVERIFY(!schema.error().detail.isEmpty());
}

void TestModelSchema::referencesAreFollowed()
{
    const QByteArray components = R"("Word":{"type":"string","enum":["a","b"],"title":"Far","default":"a"})";
    for (const char *schema : {R"({"$ref":"#/components/schemas/Word","title":"Near"})",
                               R"({"allOf":[{"$ref":"#/components/schemas/Word"}],"title":"Near"})"}) {
        const ParamSpec param = paramOf(schema, components);
        QCOMPARE(param.kind, ParamKind::Choice);
        QCOMPARE(param.choices, (QStringList{u"a"_s, u"b"_s}));
        QCOMPARE(param.title, u"Near"_s);
        QCOMPARE(param.defaultValue, QJsonValue(u"a"_s));
    }
}

void TestModelSchema::referencesInCirclesEnd()
{
    const QByteArray components = R"("A":{"$ref":"#/components/schemas/B"},"B":{"allOf":[)"
                                  R"({"$ref":"#/components/schemas/A"}]},"C":{"anyOf":[)"
                                  R"({"$ref":"#/components/schemas/C"},{"type":"null"}]})";
    QCOMPARE(paramOf(R"({"$ref":"#/components/schemas/A"})", components).name, u"x"_s);
    QCOMPARE(paramOf(R"({"$ref":"#/components/schemas/A"})", components).kind, ParamKind::Json);
    QCOMPARE(paramOf(R"({"$ref":"#/components/schemas/C"})", components).kind, ParamKind::Json);
}

void TestModelSchema::strictLimitsOfBothVersionsAreRead()
{
    const ParamSpec newer = paramOf(R"({"type":"number","exclusiveMinimum":0,"exclusiveMaximum":2})");
    const ParamSpec older = paramOf(
        R"({"type":"number","minimum":0,"exclusiveMinimum":true,"maximum":2,"exclusiveMaximum":true})");
    for (const ParamSpec &param : {newer, older}) {
        QCOMPARE(param.minimum, std::optional(0.0));
        QCOMPARE(param.maximum, std::optional(2.0));
        QVERIFY(param.exclusiveMinimum && param.exclusiveMaximum);
    }
    const ParamSpec loose = paramOf(R"({"type":"number","minimum":0,"exclusiveMinimum":false})");
    QVERIFY(loose.minimum && !loose.exclusiveMinimum && !loose.exclusiveMaximum);
}

void TestModelSchema::unknownShapesStayJson_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::newRow("empty") << QByteArray("{}");
    QTest::newRow("array") << QByteArray(R"({"type":"array"})");
    QTest::newRow("object") << QByteArray(R"({"type":"object","properties":{"width":{}}})");
    QTest::newRow("two types") << QByteArray(R"({"anyOf":[{"type":"string"},{"type":"integer"}]})");
    QTest::newRow("three types") << QByteArray(R"({"anyOf":[{"type":"string"},{"type":"integer"},{}]})");
    QTest::newRow("no alternative") << QByteArray(R"({"anyOf":[]})");
    QTest::newRow("only null") << QByteArray(R"({"anyOf":[{"type":"null"}]})");
    QTest::newRow("list of types") << QByteArray(R"({"type":["string","null"]})");
    QTest::newRow("no object") << QByteArray("5");
}

void TestModelSchema::unknownShapesStayJson()
{
    QFETCH(const QByteArray, schema);
    const ParamSpec param = paramOf(schema);
    QCOMPARE(param.name, u"x"_s);
    QCOMPARE(param.title, u"x"_s);
    QCOMPARE(param.kind, ParamKind::Json);
}

void TestModelSchema::promptComesFirstAndNothingTwice()
{
    const QByteArray properties = R"("a":{"type":"string"},"prompt":{"type":"string"},"b":{"type":"string"})";
    const QByteArray order = R"(,"x-fal-order-properties":["b","b","gone","prompt",5])";
    const Result<ModelSchema> schema = ModelSchema::fromOpenApi(document(properties, order));
    QVERIFY(schema);
    QCOMPARE(namesOf(*schema), (QStringList{u"prompt"_s, u"b"_s, u"a"_s}));
}

void TestModelSchema::absurdLengthsAreHeld()
{
    const ParamSpec param = paramOf(R"({"type":"string","minLength":-5,"maxLength":1e300})");
    QCOMPARE(param.minLength, std::optional(0));
    QCOMPARE(param.maxLength, std::optional(std::numeric_limits<int>::max()));
}

QTEST_GUILESS_MAIN(TestModelSchema)
#include "tst_modelschema.moc"
