#include "core/differences.h"

#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;
using What = Difference::What;

namespace {

const QString endpoint = u"fal-ai/janus"_s;
constexpr Seed beyondDouble = 9'007'199'254'740'993; // 2^53 + 1

Picture pictureOf(const QJsonObject &input, Seed seed = 1)
{
    Picture picture;
    picture.request = {endpoint, input};
    picture.seed = seed;
    picture.size = {512, 512};
    return picture;
}

QStringList namesOf(const Differences &found)
{
    QStringList names;
    for (const Difference &row : found.rows)
        names += row.spec.name;
    return names;
}

/// "red [fox] in snow": what is not common stands in brackets.
QString marked(const QList<WordRun> &runs)
{
    QString text;
    for (const WordRun &run : runs)
        text += run.isCommon ? run.text : u'[' + run.text + u']';
    return text;
}

QString whole(const QList<WordRun> &runs)
{
    QString text;
    for (const WordRun &run : runs)
        text += run.text;
    return text;
}

ParamSpec specOf(const QString &name, const QString &title, ParamKind kind, const QJsonValue &value)
{
    ParamSpec spec;
    spec.name = name;
    spec.title = title;
    spec.kind = kind;
    spec.defaultValue = value;
    return spec;
}

QList<ParamSpec> janusSpecs()
{
    QList<ParamSpec> specs{specOf(u"prompt"_s, u"Prompt"_s, ParamKind::Text, QJsonValue::Undefined),
                           specOf(u"image_size"_s, u"Size"_s, ParamKind::Size, u"square"_s),
                           specOf(u"cfg_weight"_s, u"Guidance"_s, ParamKind::Number, 5),
                           specOf(u"temperature"_s, u"Temperature"_s, ParamKind::Number, 1)};
    specs[0].role = ParamRole::Prompt;
    specs[1].role = ParamRole::Size;
    return specs;
}

} // namespace

class TestDifferences : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wordsOfTwoTexts_data()
    {
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("second");
        QTest::addColumn<QString>("firstMarked");
        QTest::addColumn<QString>("secondMarked");
        QTest::newRow("equal") << u"a red fox"_s << u"a red fox"_s << u"a red fox"_s << u"a red fox"_s;
        QTest::newRow("both empty") << QString() << QString() << QString() << QString();
        QTest::newRow("one empty") << QString() << u"a fox"_s << QString() << u"[a fox]"_s;
        QTest::newRow("a word changed")
            << u"fox in fresh snow, paper cut"_s << u"fox in deep snow, paper cut"_s
            << u"fox in [fresh] snow, paper cut"_s << u"fox in [deep] snow, paper cut"_s;
        QTest::newRow("words added at the end")
            << u"a fox"_s << u"a fox at low sun"_s << u"a fox"_s << u"a fox [at low sun]"_s;
        QTest::newRow("a word removed at the beginning")
            << u"old red fox"_s << u"red fox"_s << u"[old] red fox"_s << u"red fox"_s;
        QTest::newRow("white space alone is no difference")
            << u"a  red\nfox"_s << u"a red fox "_s << u"a  red\nfox"_s << u"a red fox "_s;
        QTest::newRow("nothing in common") << u"boat"_s << u"grey sea"_s << u"[boat]"_s << u"[grey sea]"_s;
        QTest::newRow("punctuation is a word of its own")
            << u"fox, snow"_s << u"fox snow"_s << u"fox[,] snow"_s << u"fox snow"_s;
        QTest::newRow("signs without spaces")
            << u"雪の中の赤い狐"_s << u"雪の中の白い狐"_s << u"雪の中の[赤]い狐"_s << u"雪の中の[白]い狐"_s;
        QTest::newRow("right to left")
            << u"قارب أزرق صغير"_s << u"قارب أحمر صغير"_s << u"قارب [أزرق] صغير"_s << u"قارب [أحمر] صغير"_s;
        QTest::newRow("an emoji of several code points stays whole")
            << u"family 👨‍👩‍👧 walking"_s << u"family 👨‍👩‍👦 walking"_s
            << u"family [👨‍👩‍👧] walking"_s << u"family [👨‍👩‍👦] walking"_s;
        QTest::newRow("skin tones and flags")
            << u"wave 👋🏽 🇩🇪"_s << u"wave 👋🏿 🇩🇪"_s << u"wave [👋🏽] 🇩🇪"_s
            << u"wave [👋🏿] 🇩🇪"_s;
        QTest::newRow("half of a surrogate pair")
            << u"a "_s + QChar(0xd83d) << u"a b"_s << u"a ["_s + QChar(0xd83d) + u']' << u"a [b]"_s;
    }

    void wordsOfTwoTexts()
    {
        QFETCH(QString, first);
        QFETCH(QString, second);
        const QList<QList<WordRun>> found = compareWords({first, second});
        QCOMPARE(found.size(), 2);
        QTEST(marked(found.at(0)), "firstMarked");
        QTEST(marked(found.at(1)), "secondMarked");
        QCOMPARE(whole(found.at(0)), first);
        QCOMPARE(whole(found.at(1)), second);
    }

    void ofManyTextsOnlyTheWordsOfAllAreCommon()
    {
        const QList<QList<WordRun>> found =
            compareWords({u"a red fox in snow"_s, u"a red fox in rain"_s, u"a grey fox in snow"_s});
        QCOMPARE(marked(found.at(0)), u"a [red] fox in [snow]"_s);
        QCOMPARE(marked(found.at(1)), u"a [red] fox in [rain]"_s);
        QCOMPARE(marked(found.at(2)), u"a [grey] fox in [snow]"_s);
        QVERIFY(compareWords({}).isEmpty());
        QCOMPARE(marked(compareWords({u"alone"_s}).first()), u"alone"_s);
    }

    void textsTooLongToCompareWordByWordStayWhole()
    {
        QString first;
        QString second;
        for (int k = 0; k < 3000; ++k) {
            first += u"a%1 "_s.arg(k);
            second += u"b%1 "_s.arg(k);
        }
        const QList<QList<WordRun>> found =
            compareWords({u"one "_s + first + u"end"_s, u"one "_s + second + u"end"_s});
        QCOMPARE(whole(found.at(0)), u"one "_s + first + u"end"_s);
        QCOMPARE(found.at(0).size(), 3);
        QCOMPARE(found.at(1).first(), (WordRun{u"one "_s, true}));
        QCOMPARE(found.at(1).last().isCommon, true);
    }

    void onlyWhatDiffersIsListedInTheModelsOrder()
    {
        const Picture a = pictureOf({{u"temperature"_s, 1}, {u"cfg_weight"_s, 7}, {u"extra"_s, u"x"_s}});
        const Picture b = pictureOf({{u"temperature"_s, 0.5}, {u"cfg_weight"_s, 9}, {u"extra"_s, u"y"_s}}, 2);
        const Differences found = differencesOf({a, b}, janusSpecs());
        QCOMPARE(namesOf(found), QStringList({u"cfg_weight"_s, u"temperature"_s, u"extra"_s, u"seed"_s}));
        QCOMPARE(found.rows.first().values, QList<QJsonValue>({7, 9}));
        QCOMPARE(found.rows.first().spec.title, u"Guidance"_s);
        QVERIFY(found.same.contains(u"Size"_s));
        QVERIFY(found.same.contains(u"Model"_s));
        QVERIFY(!found.isNothing());
    }

    void equalMeaningIsNoDifference_data()
    {
        QTest::addColumn<QJsonObject>("first");
        QTest::addColumn<QJsonObject>("second");
        QTest::newRow("left out is the default") << QJsonObject{} << QJsonObject{{u"cfg_weight"_s, 5}};
        QTest::newRow("5 and 5.0") << QJsonObject{{u"cfg_weight"_s, 5}}
                                   << QJsonObject{{u"cfg_weight"_s, 5.0}};
        QTest::newRow("a named size and its pixels")
            << QJsonObject{{u"image_size"_s, u"square_hd"_s}}
            << QJsonObject{{u"image_size"_s, QJsonObject{{u"width"_s, 1024}, {u"height"_s, 1024}}}};
        QTest::newRow("a size left out and its default")
            << QJsonObject{} << QJsonObject{{u"image_size"_s, u"square"_s}};
    }

    void equalMeaningIsNoDifference()
    {
        QFETCH(QJsonObject, first);
        QFETCH(QJsonObject, second);
        QVERIFY(differencesOf({pictureOf(first), pictureOf(second)}, janusSpecs()).isNothing());
    }

    void withoutSpecsWhatIsLeftOutIsUndefined()
    {
        const Differences found = differencesOf({pictureOf({{u"steps"_s, 4}}), pictureOf({})});
        QCOMPARE(namesOf(found), QStringList{u"steps"_s});
        QCOMPARE(found.rows.first().values.at(0), QJsonValue(4));
        QVERIFY(found.rows.first().values.at(1).isUndefined());
    }

    void seedsAreComparedExactly()
    {
        const QJsonObject input{{u"prompt"_s, u"fox"_s}, {u"seed"_s, beyondDouble}};
        const Differences found =
            differencesOf({pictureOf(input, beyondDouble), pictureOf(input, beyondDouble - 1)});
        QVERIFY(found.isOnly(What::Seed));
        QCOMPARE(found.rows.first().values.first().toInteger(), beyondDouble);
        QCOMPARE(found.rows.first().values.last().toInteger(), beyondDouble - 1);
    }

    void picturesOfOneRequestDifferInTheirPlace()
    {
        Picture a = pictureOf({{u"prompt"_s, u"fox"_s}, {u"num_images"_s, 4}});
        a.count = 4;
        Picture b = a;
        b.index = 2;
        const Differences found = differencesOf({a, b}, janusSpecs());
        QVERIFY(found.isOnly(What::Place));
        QCOMPARE(found.rows.first().values, QList<QJsonValue>({u"1 of 4"_s, u"3 of 4"_s}));
    }

    void pixelsAreListedOnlyWhereTheSizeAskedForDoesNotTell()
    {
        Picture a = pictureOf({{u"image_size"_s, u"square"_s}});
        Picture b = a;
        b.size = {768, 768};
        QVERIFY(differencesOf({a, b}, janusSpecs()).isOnly(What::Pixels));
        b.request.input[u"image_size"_s] = u"landscape_4_3"_s;
        QCOMPARE(namesOf(differencesOf({a, b}, janusSpecs())), QStringList{u"image_size"_s});
    }

    void anotherModelIsADifference()
    {
        const Picture a = pictureOf({});
        Picture b = a;
        b.request.endpoint = u"fal-ai/flux/dev"_s;
        QVERIFY(differencesOf({a, b}).isOnly(What::Model));
    }

    void promptsAreComparedInWords()
    {
        const Picture a = pictureOf({{u"prompt"_s, u"a red fox"_s}});
        const Picture b = pictureOf({{u"prompt"_s, u"a grey fox"_s}});
        const Differences found = differencesOf({a, b}, janusSpecs());
        QVERIFY(found.isPromptDifferent && found.rows.isEmpty() && !found.isNothing());
        QCOMPARE(marked(found.prompts.at(1)), u"a [grey] fox"_s);
        QVERIFY(differencesOf({a, a}, janusSpecs()).same.contains(u"Prompt"_s));
        QVERIFY(differencesOf({}).isNothing());
    }

    void nineRecipesAreComparedAtOnce()
    {
        QList<Picture> pictures;
        for (int k = 0; k < 9; ++k)
            pictures +=
                pictureOf({{u"prompt"_s, u"fox number %1"_s.arg(k)}, {u"cfg_weight"_s, k < 8 ? 5 : 6}}, k);
        const Differences found = differencesOf(pictures, janusSpecs());
        QCOMPARE(namesOf(found), QStringList({u"cfg_weight"_s, u"seed"_s}));
        QCOMPARE(found.rows.first().values.size(), 9);
        QCOMPARE(marked(found.prompts.at(8)), u"fox number [8]"_s);
    }
};

QTEST_APPLESS_MAIN(TestDifferences)
#include "tst_differences.moc"
