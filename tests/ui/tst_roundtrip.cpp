// One value goes round: what is sent comes back from the form, from a picture's recipe and from the command
// line, bit for bit.
#include "composebench.h"

#include "commands/generatecommand.h"
#include "core/paramroles.h"
#include "core/picture.h"
#include "library/recipe.h"
#include "tests/figure.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::bench;

namespace {

constexpr int requestCount = 10'000;

/// What prompts are made of: prose, and all that means something to somebody on the way.
QString somePrompt(QRandomGenerator &random)
{
    static const QStringList pieces{u"a red boat"_s,
                                    u"{dawn|noon}"_s,
                                    u"{"_s,
                                    u"}"_s,
                                    u"|"_s,
                                    u"#"_s,
                                    u"# not a comment\n"_s,
                                    u"\n#"_s,
                                    u"\\"_s,
                                    u"\\{"_s,
                                    u"__colours__"_s,
                                    u"__"_s,
                                    u"_"_s,
                                    u"\n"_s,
                                    u" "_s,
                                    u"  "_s,
                                    u"\t"_s,
                                    u"\""_s,
                                    u"'"_s,
                                    u"--seed 5"_s,
                                    u"-"_s,
                                    u"<b>bold</b>"_s,
                                    u"&amp;"_s,
                                    u"%1"_s,
                                    u"$HOME"_s,
                                    u"灯台"_s,
                                    u"מגדלור"_s,
                                    u"🦊"_s,
                                    u"👩‍🚀"_s,
                                    u"e\u0301"_s,
                                    u"\u00a0"_s,
                                    u"\u2028"_s,
                                    u"Negative prompt: x"_s,
                                    u"Steps: 20, Seed: 3"_s,
                                    u"{prompt}"_s,
                                    u"ß"_s,
                                    u"(word:1.2)"_s};
    QString text = u"p"_s; // a prompt of white space alone is refused
    const int count = int(random.bounded(12u));
    for (int k = 0; k < count; ++k)
        text += pieces[qsizetype(random.bounded(uint(pieces.size())))];
    return text;
}

QJsonValue someSize(QRandomGenerator &random)
{
    static const QStringList presets{u"square_hd"_s,     u"square"_s,        u"portrait_4_3"_s,
                                     u"portrait_16_9"_s, u"landscape_4_3"_s, u"landscape_16_9"_s};
    if (random.bounded(2u) == 0)
        return presets[qsizetype(random.bounded(uint(presets.size())))];
    return sizeObject(int(random.bounded(64u, 1400u)), int(random.bounded(64u, 1400u)));
}

Seed someSeed(QRandomGenerator &random)
{
    switch (random.bounded(4u)) {
    case 0:
        return Seed(random.generate64()); // far beyond what a double holds
    case 1:
        return std::numeric_limits<Seed>::max() - Seed(random.bounded(3u));
    case 2:
        return -Seed(random.bounded(1000u));
    default:
        return drawSeed(random);
    }
}

double someNumber(QRandomGenerator &random, double low, double high)
{
    return low + (high - low) * random.generateDouble(); // all its digits count
}

GenerationRequest someRequest(QRandomGenerator &random)
{
    return {u"fal-ai/janus"_s,
            {{u"prompt"_s, somePrompt(random)},
             {u"image_size"_s, someSize(random)},
             {u"temperature"_s, someNumber(random, 0.1, 2)},
             {u"cfg_weight"_s, someNumber(random, 1, 20)},
             {u"num_images"_s, int(random.bounded(1u, 17u))},
             {u"seed"_s, someSeed(random)},
             {u"enable_safety_checker"_s, random.bounded(2u) == 0}}};
}

/// As somebody types it.
QStringList argumentsFor(const GenerationRequest &request, const ModelSchema &schema)
{
    QStringList arguments;
    for (const ParamSpec &param : schema.params()) {
        const QJsonValue value = request.input[param.name];
        if (param.role == ParamRole::Prompt)
            continue;
        if (value.isBool())
            arguments << (value.toBool() ? param.option() : u"--no-"_s + param.option().mid(2));
        else if (value.isObject())
            arguments << param.option()
                      << u"%1x%2"_s.arg(value["width"_L1].toInt()).arg(value["height"_L1].toInt());
        else if (value.isString())
            arguments << param.option() << value.toString();
        else if (param.kind == ParamKind::Integer)
            arguments << param.option() + u'=' + QString::number(value.toInteger());
        else
            arguments << param.option() << QString::number(value.toDouble(), 'g', 17);
    }
    return arguments << u"--"_s << prompt(request);
}

} // namespace

class TestRoundTrip : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyRequestComesBackAsItWas()
    {
        Bench bench;
        const ModelSchema schema = bench.form().schema();
        QRandomGenerator random(20261125);
        for (int k = 0; k < requestCount; ++k) {
            const GenerationRequest asked = someRequest(random);
            QVERIFY2(schema.check(asked).isEmpty(), asked.body().constData());

            bench.panel.setRequest(asked);
            const QList<Wish> wishes = bench.panel.wishes();
            QCOMPARE(wishes.size(), 1);
            const GenerationRequest fromForm = wishes.first().request;
            QCOMPARE(fromForm.body(), asked.body());

            Picture picture;
            picture.request = fromForm;
            picture.seed = seed(fromForm).value();
            picture.count = imageCount(fromForm);
            picture.requestId = u"r"_s;
            picture.service = u"fal"_s;
            picture.created = QDateTime::fromMSecsSinceEpoch(1'790'000'000'000, Qt::UTC);
            const library::JobOrigin origin{
                u"2f1d3c4b-0000-4000-8000-0000000000aa"_s, picture.created, picture.created, {}};
            const QByteArray recipe = library::Recipe::of(picture, origin, QByteArray(64, 'a'), 1).toJson();
            const Result<library::Recipe> read = library::Recipe::fromJson(recipe);
            QVERIFY2(read, read ? "" : qPrintable(read.error().message));
            const GenerationRequest fromRecipe = read->request();
            QCOMPARE(fromRecipe.body(), asked.body());

            const auto typed = commands::readGenerateOptions(argumentsFor(fromRecipe, schema), schema);
            QVERIFY2(typed, typed ? "" : qPrintable(typed.error().message));
            QCOMPARE(typed->requests.size(), 1);
            QCOMPARE(typed->requests.first().body(), asked.body());
            QCOMPARE(typed->requests.first(), asked);
        }
        test::figure(u"roundtrip requests=%1"_s.arg(requestCount));
    }

    // The draft, which a crash leaves behind, is the form as well.
    void theDraftIsTheWholeForm()
    {
        Bench first;
        Bench second;
        QRandomGenerator random(7);
        for (int k = 0; k < 200; ++k) {
            first.panel.setRequest(someRequest(random),
                                   PictureName{u"2f1d3c4b-0000-4000-8000-0000000000aa"_s, k});
            second.panel.restore(first.panel.state());
            QCOMPARE(second.panel.wishes(), first.panel.wishes());
            QCOMPARE(second.panel.state(), first.panel.state());
        }
    }
};

QTEST_MAIN(TestRoundTrip)
#include "tst_roundtrip.moc"
