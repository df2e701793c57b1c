// Sweep sheets: what their cells are called and ask for, values as they are typed, and what is refused.
#include "core/paramroles.h"
#include "core/sweep.h"
#include "core/sweepfile.h"
#include "schemafiles.h"

#include <QJsonDocument>
#include <QRandomGenerator>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;

namespace {

using Kind = SweepAxis::Kind;

SweepAxis parameter(const QString &name, const QJsonArray &values = {})
{
    return {Kind::Parameter, name, values};
}

SweepAxis words(const QString &replaced, const QJsonArray &values = {})
{
    return {Kind::Words, replaced, values};
}

QJsonArray textsOf(const QStringList &texts)
{
    return QJsonArray::fromStringList(texts);
}

QByteArray json(const QJsonArray &values)
{
    return QJsonDocument(values).toJson(QJsonDocument::Compact);
}

} // namespace

class TestSweep : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void aCellAsksForItsValuesAndTheRestOfTheBase();
    void aCellIsNamedByItsValuesWhateverElseChanges();
    void placesGoThroughColumnsThenRowsThenPages();
    void wordsAreFoundWhole_data();
    void wordsAreFoundWhole();
    void valuesDoNotReplaceEachOther();
    void typedValuesAreRead_data();
    void typedValuesAreRead();
    void typedValuesAreRefusedWithASentence_data();
    void typedValuesAreRefusedWithASentence();
    void drawnSeedsAreDifferentOnes();
    void valuesAreReadAgainAsTheyAreWritten_data();
    void valuesAreReadAgainAsTheyAreWritten();
    void headingsArePlain();
    void aGoodSheetIsSentWithoutAWord();
    void whatCannotBeSentIsNamed_data();
    void whatCannotBeSentIsNamed();
    void aCentreChangesNoCellThatIsThere_data();
    void aCentreChangesNoCellThatIsThere();
    void aPlanComesBackFromTheLibrary();
    void aPlanOfSomebodyElseIsRefused_data();
    void aPlanOfSomebodyElseIsRefused();
    void aFileSaysTheSameAsTheWindow();
    void aFileMaySpellThingsInSeveralWays_data();
    void aFileMaySpellThingsInSeveralWays();
    void wrongFilesGetASentence_data();
    void wrongFilesGetASentence();
    void brokenFilesGetASentenceAndNothingElse();

private:
    Result<Sweep> fromText(const QByteArray &text) const;
    Sweep lighthouse() const;

    std::optional<ModelSchema> m_janus;
    std::optional<ModelSchema> m_sdxl;
};

void TestSweep::initTestCase()
{
    m_janus = *schemafiles::load(u"fal-ai_janus.openapi.json"_s);
    m_sdxl = *schemafiles::load(u"fal-ai_fast-sdxl.openapi.json"_s);
}

Sweep TestSweep::lighthouse() const
{
    GenerationRequest base =
        withSeed(withPrompt(m_janus->defaults(), u"A lighthouse, dawn, gulls"_s), 88124017);
    return {u"Light and guidance"_s,
            base,
            {parameter(u"cfg_weight"_s, {2, 4, 6.5}),
             words(u"dawn"_s, {u"dawn"_s, u"noon"_s, u"storm, light"_s})}};
}

Result<Sweep> TestSweep::fromText(const QByteArray &text) const
{
    const Result<QJsonObject> file = readSweepFile(text);
    if (!file)
        return file.error();
    QRandomGenerator dice(1);
    return sweepFromFile(*file, *m_janus, dice);
}

void TestSweep::aCellAsksForItsValuesAndTheRestOfTheBase()
{
    const Sweep sweep = lighthouse();
    GenerationRequest wanted = withPrompt(sweep.base, u"A lighthouse, storm, light, gulls"_s);
    wanted.input[u"cfg_weight"_s] = 4;
    QCOMPARE(requestOf(sweep, {1, 2}).body(), wanted.body());
    const Wish wish = wishOf(sweep, 7, {1, 2});
    QCOMPARE(wish.request, wanted);
    QCOMPARE(wish.provenance.sheet, 7);
    QCOMPARE(wish.provenance.cell, u"[4,\"storm, light\"]"_s);
}

void TestSweep::aCellIsNamedByItsValuesWhateverElseChanges()
{
    Sweep sweep = lighthouse();
    const QString key = cellKey(sweep, {2, 1});
    QCOMPARE(key, u"[6.5,\"noon\"]"_s);
    sweep.axes[0].values = {9, 6.5, 2};
    sweep.axes[1].values.prepend(u"night"_s);
    sweep.base = withSeed(sweep.base, 1);
    sweep.name = u"Another"_s;
    QCOMPARE(cellKey(sweep, {1, 2}), key);
    QVERIFY(cellKey(sweep, {0, 2}) != key);
    // A number is the same one however it was made.
    sweep.axes[0].values = {2.0};
    QCOMPARE(cellKey(sweep, {0, 2}), u"[2,\"noon\"]"_s);
}

void TestSweep::placesGoThroughColumnsThenRowsThenPages()
{
    Sweep sweep = lighthouse();
    sweep.axes[0].values = {1, 2};
    sweep.axes[1].values = {u"a"_s, u"b"_s};
    sweep.axes << parameter(u"seed"_s, {5, 6});
    const QList<QList<int>> wanted{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {1, 1, 0},
                                   {0, 0, 1}, {1, 0, 1}, {0, 1, 1}, {1, 1, 1}};
    QCOMPARE(cellPlaces(sweep), wanted);
    QCOMPARE(sweep.cellCount(), 8);
    QCOMPARE(seed(requestOf(sweep, {1, 1, 1})), Seed(6));
    sweep.axes.clear();
    QCOMPARE(sweep.cellCount(), 0);
    QVERIFY(cellPlaces(sweep).isEmpty());
}

void TestSweep::wordsAreFoundWhole_data()
{
    QTest::addColumn<QString>("prompt");
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("place");
    QTest::newRow("the first one") << u"dawn over dawn"_s << u"dawn"_s << 0;
    QTest::newRow("not within a longer word") << u"party of art"_s << u"art"_s << 9;
    QTest::newRow("within a word when there is no other") << u"party"_s << u"art"_s << 1;
    QTest::newRow("with accents after it") << u"cafés, café"_s << u"café"_s << 7;
    QTest::newRow("several words") << u"a storm light, grey"_s << u"storm light"_s << 2;
    QTest::newRow("signs are no letters") << u"(dawn:1.2)"_s << u"dawn"_s << 1;
    QTest::newRow("a sign itself") << u"a, b"_s << u","_s << 1;
    QTest::newRow("nowhere") << u"a lighthouse"_s << u"Lighthouse"_s << -1;
    QTest::newRow("no words") << u"a lighthouse"_s << QString() << -1;
}

void TestSweep::wordsAreFoundWhole()
{
    QFETCH(QString, prompt);
    QFETCH(QString, words);
    QTEST(int(placeOfWords(prompt, words)), "place");
}

void TestSweep::valuesDoNotReplaceEachOther()
{
    Sweep sweep = lighthouse();
    sweep.base = withPrompt(sweep.base, u"dawn and dusk"_s);
    sweep.axes = {words(u"dawn"_s, {u"dusk"_s, u""_s}),
                  words(u"dusk"_s, {u"dawn"_s, u"a much longer night"_s})};
    QVERIFY(check(sweep, *m_janus).isEmpty());
    QCOMPARE(prompt(requestOf(sweep, {0, 0})), u"dusk and dawn"_s);
    QCOMPARE(prompt(requestOf(sweep, {0, 1})), u"dusk and a much longer night"_s);
    QCOMPARE(prompt(requestOf(sweep, {1, 0})), u" and dawn"_s);
}

void TestSweep::typedValuesAreRead_data()
{
    QTest::addColumn<QString>("axis");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("values");
    const auto row = [](const char *name, const QString &axis, const QString &text,
                        const QByteArray &values) { QTest::newRow(name) << axis << text << values; };
    row("a list", u"cfg_weight"_s, u"2, 4, 6.5"_s, "[2,4,6.5]");
    row("one value", u"cfg_weight"_s, u" 7 "_s, "[7]");
    row("lines", u"cfg_weight"_s, u"2\n4,\n\n6,"_s, "[2,4,6]");
    row("a range", u"cfg_weight"_s, u"1..5"_s, "[1,2,3,4,5]");
    row("a range with spaces", u"cfg_weight"_s, u"1 .. 3"_s, "[1,2,3]");
    row("a range in words", u"cfg_weight"_s, u"1 to 3"_s, "[1,2,3]");
    row("a range with an ellipsis", u"cfg_weight"_s, u"1…3"_s, "[1,2,3]");
    row("three dots", u"cfg_weight"_s, u"1...3"_s, "[1,2,3]");
    row("steps", u"cfg_weight"_s, u"2..4 step 0.5"_s, "[2,2.5,3,3.5,4]");
    row("by", u"cfg_weight"_s, u"2..8 by 3"_s, "[2,5,8]");
    row("the end is not passed", u"cfg_weight"_s, u"2..4 step 0.7"_s, "[2,2.7,3.4]");
    row("no rounding error", u"temperature"_s, u"0.1..0.5 step 0.1"_s, "[0.1,0.2,0.3,0.4,0.5]");
    row("downwards", u"cfg_weight"_s, u"5..2"_s, "[5,4,3,2]");
    row("downwards by decimals", u"temperature"_s, u"1..0.7 step 0.1"_s, "[1,0.9,0.8,0.7]");
    row("ranges and values", u"cfg_weight"_s, u"1..3, 9, 2..4"_s, "[1,2,3,9,4]");
    row("to itself", u"cfg_weight"_s, u"5..5"_s, "[5]");
    row("a step beyond the end", u"cfg_weight"_s, u"5..6 step 10"_s, "[5]");
    row("twice is once", u"cfg_weight"_s, u"4, 4.0, 4"_s, "[4]");
    row("exponents", u"cfg_weight"_s, u"1e1"_s, "[10]");
    row("seeds", u"seed"_s, u"42..45"_s, "[42,43,44,45]");
    row("seeds below zero", u"seed"_s, u"-2..1"_s, "[-2,-1,0,1]");
    row("seeds to the very end", u"seed"_s, u"9223372036854775806..9223372036854775807"_s,
        "[9223372036854775806,9223372036854775807]");
    row("seeds from the very end", u"seed"_s,
        u"-9223372036854775808..9223372036854775807 step 9223372036854775807"_s,
        "[-9223372036854775808,-1,9223372036854775806]");
    row("sizes", u"image_size"_s, u"512x512, 768 × 512"_s,
        R"([{"height":512,"width":512},{"height":512,"width":768}])");
    row("named sizes", u"image_size"_s, u"square_hd, 4:3, 16:9"_s,
        R"(["square_hd","landscape_4_3","landscape_16_9"])");
    row("switches", u"enable_safety_checker"_s, u"on, off"_s, "[true,false]");
    row("the whole prompt", u"prompt"_s, u"a cat, \"a dog, black\""_s, R"(["a cat","a dog, black"])");
    row("words", u"~"_s, u"dawn, noon"_s, R"(["dawn","noon"])");
    row("quoted words", u"~"_s, u"dawn, \"storm, light\" ,night"_s, R"(["dawn","storm, light","night"])");
    row("quotes within quotes", u"~"_s, uR"("a ""b"" c")"_s, R"(["a \"b\" c"])");
    row("typographic quotes", u"~"_s, u"“storm, light”, dawn"_s, R"(["storm, light","dawn"])");
    row("an inch is no quote", u"~"_s, u"a 5\" gun, b"_s, R"(["a 5\" gun","b"])");
    row("nothing as a value", u"~"_s, u"dawn, \"\""_s, R"(["dawn",""])");
    row("spaces in quotes stay", u"~"_s, u"\" dawn \""_s, R"([" dawn "])");
    row("words that look like a range", u"~"_s, u"1..5"_s, R"(["1..5"])");
    row("words that look like seeds", u"~"_s, u"5 seeds"_s, R"(["5 seeds"])");
}

void TestSweep::typedValuesAreRead()
{
    QFETCH(QString, axis);
    QFETCH(QString, text);
    const auto values = axisValues(*m_janus, axis == u"~"_s ? words(u"dawn"_s) : parameter(axis), text);
    QVERIFY2(values, values ? "" : qPrintable(values.error().message));
    QTEST(json(*values), "values");
}

void TestSweep::typedValuesAreRefusedWithASentence_data()
{
    QTest::addColumn<QString>("axis");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *name, const QString &axis, const QString &text, const QString &sentence) {
        QTest::newRow(name) << axis << text << sentence;
    };
    row("above the limit", u"cfg_weight"_s, u"2, 30"_s,
        u"Guidance (cfg_weight) must be between 1 and 20; it is 30."_s);
    row("a range above the limit", u"cfg_weight"_s, u"18..22"_s,
        u"Guidance (cfg_weight) must be between 1 and 20; it is 21."_s);
    row("no number", u"cfg_weight"_s, u"2, high"_s,
        u"Guidance (cfg_weight) must be a number; it is “high”."_s);
    row("nothing", u"cfg_weight"_s, u" , "_s, u"Guidance needs at least one value."_s);
    row("no step", u"cfg_weight"_s, u"1..5 step 0"_s,
        u"The step of “1..5 step 0” must be above 0; it is 0."_s);
    row("a step backwards", u"seed"_s, u"1..5 step -1"_s,
        u"The step of “1..5 step -1” must be at least 1; it is -1."_s);
    row("too many", u"seed"_s, u"1..2001"_s,
        u"“1..2001” are 2,001 values; a sheet has at most 2,000 cells."_s);
    row("all seeds there are", u"seed"_s, u"-9223372036854775808..9223372036854775807"_s,
        u"“-9223372036854775808..9223372036854775807” are 18,446,744,073,709,551,615 values; a sheet has at most 2,000 cells."_s);
    row("tiny steps", u"temperature"_s, u"0.1..2 step 0.00000001"_s,
        u"“0.1..2 step 0.00000001” are 190,000,001 values; a sheet has at most 2,000 cells."_s);
    row("half a seed", u"seed"_s, u"1.5..3"_s, u"“1.5..3” must go from one whole number to another one."_s);
    row("a seed beyond 64 bits", u"seed"_s, u"1..9223372036854775808"_s,
        u"“1..9223372036854775808” must go from one whole number to another one."_s);
    row("no seeds", u"seed"_s, u"0 seeds"_s, u"“0 seeds” must name between 1 and 2,000 seeds."_s);
    row("too many seeds", u"seed"_s, u"2001 seeds"_s, u"“2001 seeds” must name between 1 and 2,000 seeds."_s);
    row("an open quote", u"~"_s, u"dawn, \"storm, light"_s,
        u"The quotation mark before “storm, light” has no other half."_s);
    row("no comma", u"~"_s, u"\"dawn\" noon"_s, u"A comma is missing after the value “dawn”."_s);
    row("no such parameter", u"steps"_s, u"1"_s, u"This model has no parameter “steps”."_s);
    row("no words", u"~"_s, u""_s, u"Words “dawn” needs at least one value."_s);
}

void TestSweep::typedValuesAreRefusedWithASentence()
{
    QFETCH(QString, axis);
    QFETCH(QString, text);
    const auto values = axisValues(*m_janus, axis == u"~"_s ? words(u"dawn"_s) : parameter(axis), text);
    QVERIFY(!values);
    QCOMPARE(values.error().kind, ErrorKind::BadInput);
    QTEST(values.error().message, "sentence");
}

void TestSweep::drawnSeedsAreDifferentOnes()
{
    QRandomGenerator dice(5);
    const auto values = axisValues(*m_janus, parameter(u"seed"_s), u"500 seeds, 7"_s, dice);
    QVERIFY(values);
    QCOMPARE(values->size(), 501);
    QSet<Seed> seeds;
    for (const QJsonValue &value : *values)
        seeds.insert(*exactSeed(value));
    QCOMPARE(seeds.size(), 501);
}

void TestSweep::valuesAreReadAgainAsTheyAreWritten_data()
{
    QTest::addColumn<SweepAxis>("axis");
    QTest::newRow("numbers") << parameter(u"guidance_scale"_s, {0, 0.1, 1e-7, 7.25, 20});
    QTest::newRow("seeds") << parameter(u"seed"_s, {Q_INT64_C(9223372036854775807), -1, 0});
    QTest::newRow("sizes") << parameter(u"image_size"_s,
                                        {u"square"_s, QJsonObject{{u"width"_s, 640}, {u"height"_s, 480}}});
    QTest::newRow("switches") << parameter(u"expand_prompt"_s, {true, false});
    QTest::newRow("choices") << parameter(u"format"_s, {u"png"_s, u"jpeg"_s});
    QTest::newRow("texts") << parameter(u"negative_prompt"_s,
                                        {u""_s, u"a, b"_s, u"\"c\""_s, u" d "_s, u"e\nf"_s});
    QTest::newRow("words") << words(u"dawn"_s, {u"“x” y"_s, u""_s, u"a \"b\""_s, u"ö"_s, u"5 seeds"_s});
    QTest::newRow("anything") << parameter(
        u"loras"_s, {QJsonArray(), QJsonArray{QJsonObject{{u"path"_s, u"a,b"_s}, {u"scale"_s, 0.5}}}});
}

void TestSweep::valuesAreReadAgainAsTheyAreWritten()
{
    QFETCH(SweepAxis, axis);
    const QString text = axisText(*m_sdxl, axis);
    const auto values = axisValues(*m_sdxl, axis, text);
    QVERIFY2(values, qPrintable(text));
    QCOMPARE(json(*values), json(axis.values));
}

void TestSweep::headingsArePlain()
{
    const auto heading = [this](const QString &name, const QJsonValue &value) {
        return valueText(parameter(name), value, *m_janus);
    };
    QCOMPARE(heading(u"cfg_weight"_s, 6.5), u"6.5"_s);
    QCOMPARE(heading(u"seed"_s, Q_INT64_C(9007199254740993)), u"9007199254740993"_s);
    QCOMPARE(heading(u"image_size"_s, u"landscape_4_3"_s), u"4:3"_s);
    QCOMPARE(heading(u"image_size"_s, QJsonObject{{u"width"_s, 640}, {u"height"_s, 480}}), u"640 × 480"_s);
    QCOMPARE(heading(u"enable_safety_checker"_s, true), u"on"_s);
    QCOMPARE(valueText(words(u"dawn"_s), u"noon"_s, *m_janus), u"noon"_s);
    QCOMPARE(valueText(words(u"dawn"_s), u""_s, *m_janus), u"(nothing)"_s);
    QCOMPARE(axisTitle(words(u"dawn"_s), *m_janus), u"Words “dawn”"_s);
    QCOMPARE(axisTitle(parameter(u"cfg_weight"_s), *m_janus), u"Guidance"_s);
}

void TestSweep::aGoodSheetIsSentWithoutAWord()
{
    Sweep sweep = lighthouse();
    QVERIFY(check(sweep, *m_janus).isEmpty());
    sweep.axes << parameter(u"seed"_s, {1, 2, 3});
    sweep.base.input.remove(u"seed"_s); // the axis makes the seeds
    QVERIFY(check(sweep, *m_janus).isEmpty());
}

void TestSweep::whatCannotBeSentIsNamed_data()
{
    using Spoil = std::function<void(Sweep &)>;
    QTest::addColumn<Spoil>("spoil");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *name, const Spoil &spoil, const QString &sentence) {
        QTest::newRow(name) << spoil << sentence;
    };
    row(
        "no axes", [](Sweep &s) { s.axes.clear(); },
        u"A sweep sheet needs values on its columns; nothing differs here."_s);
    row(
        "four axes",
        [](Sweep &s) { s.axes << parameter(u"seed"_s, {1}) << parameter(u"temperature"_s, {1}); },
        u"A sweep sheet has columns, rows and pages; at most 3 things can differ, not 4."_s);
    row(
        "another model", [](Sweep &s) { s.base.endpoint = u"fal-ai/flux/dev"_s; },
        u"The sheet is made for the model fal-ai/flux/dev, not for fal-ai/janus."_s);
    row(
        "no values", [](Sweep &s) { s.axes[0].values = {}; },
        u"Columns: Guidance has no values; it needs at least one."_s);
    row(
        "a bad value", [](Sweep &s) { s.axes[0].values << 30; },
        u"Columns: Guidance (cfg_weight) must be between 1 and 20; it is 30."_s);
    row(
        "a value twice", [](Sweep &s) { s.axes[0].values << 4.0; },
        u"Columns: Guidance has the value 4 twice."_s);
    row(
        "an axis twice", [](Sweep &s) { s.axes << parameter(u"cfg_weight"_s, {1}); },
        u"Pages: Guidance is on the columns already."_s);
    row(
        "an unknown parameter", [](Sweep &s) { s.axes << parameter(u"steps"_s, {1}); },
        u"Pages: this model has no parameter “steps”."_s);
    row(
        "the number of pictures",
        [](Sweep &s) {
            s.axes << parameter(u"num_images"_s, {1, 2});
        },
        u"Pages: Images cannot differ, because each cell holds one picture."_s);
    row(
        "more pictures in a cell", [](Sweep &s) { s.base = withImageCount(s.base, 4); },
        u"Images must be 1, because each cell holds one picture; it is 4."_s);
    row(
        "no seed", [](Sweep &s) { s.base.input.remove(u"seed"_s); },
        u"Seed is missing; the cells must differ by nothing else."_s);
    row(
        "a seed that is none", [](Sweep &s) { s.axes << parameter(u"seed"_s, {1.5}); },
        u"Pages: Seed must be a whole number; it is 1.5."_s);
    row(
        "words that are not there", [](Sweep &s) { s.axes[1].name = u"sunset"_s; },
        u"Rows: the prompt does not contain the words “sunset”."_s);
    row(
        "words without words", [](Sweep &s) { s.axes[1].name.clear(); },
        u"Rows: it is not said which words of the prompt are replaced."_s);
    row(
        "words by numbers", [](Sweep &s) { s.axes[1].values << 5; },
        u"Rows: Words “dawn” must be replaced by text; the value is 5."_s);
    row(
        "words twice", [](Sweep &s) { s.axes << words(u"dawn, gulls"_s, {u"x"_s}); },
        u"Pages: the words “dawn, gulls” overlap with “dawn” on the rows."_s);
    row(
        "words and the whole prompt", [](Sweep &s) { s.axes << parameter(u"prompt"_s, {u"a cat"_s}); },
        u"Rows: the words “dawn” cannot differ, because the whole prompt does on the pages."_s);
    row(
        "a bad base", [](Sweep &s) { s.base.input[u"temperature"_s] = 9; },
        u"Temperature must be between 0.1 and 2; it is 9."_s);
    row(
        "an unknown member", [](Sweep &s) { s.base.input[u"steps"_s] = 9; },
        u"This model has no parameter “steps”."_s);
    row(
        "words that leave nothing",
        [](Sweep &s) {
            s.base = withPrompt(s.base, u"dawn"_s);
            s.axes[1].values << u""_s;
        },
        u"The cell [2,\"\"] cannot be sent. Prompt is empty; it needs at least one word."_s);
    row(
        "too many cells",
        [](Sweep &s) {
            QJsonArray seeds;
            for (int k = 0; k < 223; ++k)
                seeds << k;
            s.axes << parameter(u"seed"_s, seeds);
        },
        u"The sheet would have 2,007 cells (3 × 3 × 223); at most 2,000 are possible."_s);
}

void TestSweep::whatCannotBeSentIsNamed()
{
    QFETCH(std::function<void(Sweep &)>, spoil);
    Sweep sweep = lighthouse();
    spoil(sweep);
    const QList<Error> errors = check(sweep, *m_janus);
    QCOMPARE(errors.size(), 1);
    QCOMPARE(errors.first().kind, ErrorKind::BadInput);
    QTEST(errors.first().message, "sentence");
}

void TestSweep::aCentreChangesNoCellThatIsThere_data()
{
    QTest::addColumn<QString>("prompt");
    QTest::addColumn<QStringList>("values");
    QTest::addColumn<QString>("promptAfter");
    QTest::newRow("the prompt follows")
        << u"A lighthouse, dawn"_s << QStringList{u"dawn"_s, u"noon"_s} << u"A lighthouse, noon"_s;
    QTest::newRow("the words stand elsewhere, too")
        << u"noon bells at dawn"_s << QStringList{u"dawn"_s, u"noon"_s} << u"noon bells at dawn"_s;
    QTest::newRow("the words are left out")
        << u"A lighthouse, dawn"_s << QStringList{u"dawn"_s, QString()} << u"A lighthouse, dawn"_s;
}

void TestSweep::aCentreChangesNoCellThatIsThere()
{
    QFETCH(QString, prompt);
    QFETCH(QStringList, values);
    Sweep sweep = lighthouse();
    sweep.base = withPrompt(sweep.base, prompt);
    sweep.axes[1].values = textsOf(values);
    const GenerationRequest sent = withSeed(requestOf(sweep, {2, 1}), 99);
    const PictureName picture{u"some-job"_s, 0};
    const Sweep centred = centredOn(sweep, {2, 1}, sent, picture);
    QCOMPARE(centred.centre, cellKey(sweep, {2, 1}));
    QCOMPARE(centred.parent, std::optional(picture));
    QCOMPARE(seed(centred.base), Seed(99));
    QCOMPARE(centred.base.input["cfg_weight"_L1].toDouble(), 6.5);
    QTEST(janus::prompt(centred.base), "promptAfter");
    for (const QList<int> &at : cellPlaces(sweep)) {
        QCOMPARE(cellKey(centred, at), cellKey(sweep, at));
        QCOMPARE(requestOf(centred, at), withSeed(requestOf(sweep, at), 99));
    }
    QVERIFY(check(centred, *m_janus).isEmpty());
}

void TestSweep::aPlanComesBackFromTheLibrary()
{
    Sweep sweep = lighthouse();
    sweep.base = withSeed(sweep.base, Q_INT64_C(9223372036854775807));
    sweep.axes << parameter(u"image_size"_s, {u"square"_s, QJsonObject{{u"width"_s, 64}, {u"height"_s, 80}}});
    sweep.centre = cellKey(sweep, {0, 1, 1});
    sweep.parent = PictureName{u"some-job"_s, 3};
    const QByteArray bytes = QJsonDocument(toJson(sweep)).toJson();
    const Result<Sweep> read = sweepFromJson(QJsonDocument::fromJson(bytes).object());
    QVERIFY(read);
    QCOMPARE(*read, sweep);
}

void TestSweep::aPlanOfSomebodyElseIsRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray("{}");
    QTest::newRow("no axes") << QByteArray(R"({"endpoint":"a","input":{},"axes":[]})");
    QTest::newRow("four axes") << QByteArray(R"({"endpoint":"a","input":{},"axes":[{},{},{},{}]})");
    QTest::newRow("an axis of another kind")
        << QByteArray(R"({"endpoint":"a","input":{},"axes":[{"kind":"colour","name":"x","values":[]}]})");
    QTest::newRow("values that are no list")
        << QByteArray(R"({"endpoint":"a","input":{},"axes":[{"kind":"words","name":"x","values":"y"}]})");
    QTest::newRow("no input") << QByteArray(
        R"({"endpoint":"a","axes":[{"kind":"words","name":"x","values":[]}]})");
}

void TestSweep::aPlanOfSomebodyElseIsRefused()
{
    QFETCH(QByteArray, text);
    const Result<Sweep> read = sweepFromJson(QJsonDocument::fromJson(text).object());
    QVERIFY(!read);
    QCOMPARE(read.error().message, u"The plan of this sweep sheet cannot be read."_s);
}

void TestSweep::aFileSaysTheSameAsTheWindow()
{
    const Result<Sweep> read =
        fromText(R"({"name": "Light and guidance", "prompt": "A lighthouse, dawn, gulls",
        "seed": 88124017, "columns": {"guidance": "2, 4, 6.5"},
        "rows": {"words": "dawn", "values": ["dawn", "noon", "storm, light"]}})");
    QVERIFY2(read, read ? "" : qPrintable(read.error().message));
    QCOMPARE(*read, lighthouse());
}

void TestSweep::aFileMaySpellThingsInSeveralWays_data()
{
    QTest::addColumn<QByteArray>("members");
    const auto row = [](const char *name, const QByteArray &members) { QTest::newRow(name) << members; };
    row("short names", R"("size": "4:3", "columns": {"guidance": [2, 4]})");
    row("schema names", R"("image_size": "landscape_4_3", "columns": {"cfg_weight": "2,4"})");
    row("titles", R"("Size": "landscape_4_3", "columns": {"Guidance": ["2", "4"]})");
    row("spelled out", R"("size": "4:3", "columns": {"parameter": "cfg-weight", "values": "2..4 step 2"})");
    row("a model", R"("model": "fal-ai/janus", "size": "4:3", "columns": {"guidance": [2, 4]})");
}

void TestSweep::aFileMaySpellThingsInSeveralWays()
{
    QFETCH(QByteArray, members);
    const Result<Sweep> read = fromText(R"({"prompt": "A cat", "seed": 5, )" + members + '}');
    QVERIFY2(read, read ? "" : qPrintable(read.error().message));
    GenerationRequest base = withSeed(withPrompt(m_janus->defaults(), u"A cat"_s), 5);
    base.input[u"image_size"_s] = u"landscape_4_3"_s;
    QCOMPARE(*read, (Sweep{QString(), base, {parameter(u"cfg_weight"_s, {2, 4})}}));
}

void TestSweep::wrongFilesGetASentence_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *name, const QByteArray &text, const QString &sentence) {
        QTest::newRow(name) << text << sentence;
    };
    const QByteArray columns = R"("columns": {"guidance": "2, 4"})";
    row("empty", "", u"The file is no JSON: illegal value, in line 1."_s);
    row("a comma too many", "{\n\"prompt\": \"a\",\n}",
        u"The file is no JSON: object is missing after a comma, in line 3."_s);
    row("a list", "[1]",
        u"The file must hold one JSON object such as {\"prompt\": …, \"columns\": …}; it holds a list."_s);
    row("no columns", R"({"prompt": "a"})",
        u"“columns” is missing; it says what differs, as in {\"guidance\": \"2, 4, 6\"}."_s);
    row("no prompt", "{" + columns + "}", u"Prompt is empty; it needs at least one word."_s);
    row("pages without rows", R"({"prompt": "a", "pages": {"seed": "1..2"}, )" + columns + "}",
        u"“pages” needs “rows” beside it; use “rows” for the second thing that differs."_s);
    row("a misspelt member", R"({"prompt": "a", "guidence": 5, )" + columns + "}",
        u"“guidence” is no parameter of Janus-Pro and nothing a sweep file has. It has name, model, columns, "
        u"rows, "
        "pages, and prompt, image_size, temperature, cfg_weight, num_images, seed, enable_safety_checker."_s);
    row("the same twice", R"({"prompt": "a", "guidance": 5, "cfg_weight": 5, )" + columns + "}",
        u"Guidance is said twice, the second time as “guidance”."_s);
    row("a value that is too large", R"({"prompt": "a", "temperature": 9, )" + columns + "}",
        u"Temperature must be between 0.1 and 2; it is 9."_s);
    row("a size that is none", R"({"prompt": "a", "size": "huge", )" + columns + "}",
        u"Size (image_size) must be one of square_hd, square, portrait_4_3, portrait_16_9, landscape_4_3, "
        "landscape_16_9, or width x height, such as 1280x720; it is “huge”."_s);
    row("four pictures", R"({"prompt": "a", "images": 4, )" + columns + "}",
        u"Images must be 1, because each cell holds one picture; it is 4."_s);
    row("a name that is none", R"({"name": 5, "prompt": "a", )" + columns + "}",
        u"“name” must be text; it is 5."_s);
    row("columns that are a list", R"({"prompt": "a", "columns": [1, 2]})",
        u"“columns” must be an object such as {\"guidance\": \"2, 4, 6\"}; it is [1,2]."_s);
    row("columns of nothing", R"({"prompt": "a", "columns": {}})",
        u"“columns”: It names nothing that differs."_s);
    row("columns of two things", R"({"prompt": "a", "columns": {"guidance": "1", "seed": "2"}})",
        u"“columns”: It must name one thing that differs, not 2 (guidance, seed)."_s);
    row("columns of an unknown thing", R"({"prompt": "a", "columns": {"steps": "1, 2"}})",
        u"“columns”: Janus-Pro has no parameter “steps”."_s);
    row("columns of a bad value", R"({"prompt": "a", "columns": {"guidance": "2, 30"}})",
        u"“columns”: Guidance (cfg_weight) must be between 1 and 20; it is 30."_s);
    row("columns of a bad listed value", R"({"prompt": "a", "columns": {"guidance": [2, null]}})",
        u"“columns”: Guidance (cfg_weight) must be a number; it is null."_s);
    row("columns of no values", R"({"prompt": "a", "columns": {"guidance": []}})",
        u"Columns: Guidance has no values; it needs at least one."_s);
    row("columns of a switch", R"({"prompt": "a", "columns": {"guidance": true}})",
        u"“columns”: The values of Guidance must be a list or a text such as \"2, 4, 6\"; they are true."_s);
    row("words without values", R"({"prompt": "a", "columns": {"words": "a"}})",
        u"“columns”: “values” is missing beside “words”."_s);
    row("words that are no text", R"({"prompt": "a", "columns": {"words": 5, "values": "b"}})",
        u"“columns”: “words” must be text; it is 5."_s);
    row("words that are not there", R"({"prompt": "a", "columns": {"words": "dawn", "values": "b"}})",
        u"Columns: the prompt does not contain the words “dawn”."_s);
    row("values beside a parameter", R"({"prompt": "a", "columns": {"guidance": "1", "values": "b"}})",
        u"“columns”: “values” cannot stand beside “guidance”, which has its own."_s);
    row("too many cells", R"({"prompt": "a", "columns": {"seed": "1..1999"}, "rows": {"guidance": "1..2"}})",
        u"The sheet would have 3,998 cells (1,999 × 2); at most 2,000 are possible."_s);
}

void TestSweep::wrongFilesGetASentence()
{
    QFETCH(QByteArray, text);
    const Result<Sweep> read = fromText(text);
    QVERIFY(!read);
    QCOMPARE(read.error().kind, ErrorKind::BadInput);
    QTEST(read.error().message, "sentence");
}

/// Whatever a slip of the hand makes of a file: it is read, or answered with a whole sentence.
void TestSweep::brokenFilesGetASentenceAndNothingElse()
{
    const QByteArray good =
        R"({"name":"n","model":"fal-ai/janus","prompt":"A lighthouse, dawn","size":"4:3","seed":7,
"columns":{"guidance":"2..4 step 0.5, 9"},"rows":{"words":"dawn","values":["dawn","noon",""]},
"pages":{"parameter":"seed","values":"3 seeds"}})";
    QVERIFY(fromText(good));
    const QByteArray pieces = "{}[]\",:0123456789.-+eE\\nulltrue \n\t\xc3\xa4\xff";
    QRandomGenerator random(20261125);
    int refused = 0;
    for (int round = 0; round < 3000; ++round) {
        QByteArray text = good;
        for (int slips = random.bounded(1, 4); slips > 0; --slips) {
            const qsizetype at = random.bounded(text.size());
            switch (random.bounded(4)) {
            case 0:
                text.remove(at, random.bounded(1, 12));
                break;
            case 1:
                text.insert(at, pieces[random.bounded(pieces.size())]);
                break;
            case 2:
                text[at] = pieces[random.bounded(pieces.size())];
                break;
            default:
                text.insert(at, text.mid(random.bounded(text.size()), random.bounded(1, 30)));
            }
            if (text.isEmpty())
                break;
        }
        const Result<Sweep> read = fromText(text);
        if (read) {
            QVERIFY(check(*read, *m_janus).isEmpty());
            QVERIFY(read->cellCount() >= 1 && read->cellCount() <= Sweep::mostCells);
            continue;
        }
        ++refused;
        const QString sentence = read.error().message;
        QCOMPARE(read.error().kind, ErrorKind::BadInput);
        QVERIFY2(sentence.endsWith(u'.') && sentence.size() > 10 && sentence.size() < 600, text.constData());
    }
    QVERIFY(refused > 1000);
}

QTEST_GUILESS_MAIN(TestSweep)
#include "tst_sweep.moc"
