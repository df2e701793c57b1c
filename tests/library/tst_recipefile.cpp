#include "library/picturecheck.h"
#include "library/recipetext.h"
#include "recipesamples.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::library;
using namespace janus::library::fixture;

namespace {

Result<QByteArray> written(const QByteArray &sent, const Picture &picture = picturePainted())
{
    return withRecipe(sent, recipeFor(picture, sent), picture);
}

/// The chunks or segments between which ours were put must still be there, in order.
QImage decoded(const QByteArray &bytes)
{
    const Result<CheckedPicture> picture = checkPicture(bytes);
    return picture ? picture->image : QImage();
}

void addServerFiles()
{
    QTest::addColumn<QByteArray>("sent");
    for (const auto &[name, bytes] : serverFiles())
        QTest::newRow(name.constData()) << bytes;
}

} // namespace

class TestRecipeFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatTheServerSentComesBackBitForBit_data() { addServerFiles(); }
    void whatTheServerSentComesBackBitForBit()
    {
        QFETCH(QByteArray, sent);
        QVERIFY(!decoded(sent).isNull());
        const Result<QByteArray> file = written(sent);
        QVERIFY2(file.hasValue(), file ? "" : qPrintable(file.error().detail));
        QVERIFY(*file != sent);
        const Result<QByteArray> back = withoutRecipe(*file);
        QVERIFY2(back.hasValue(), back ? "" : qPrintable(back.error().message));
        QCOMPARE(sha256Of(*back), sha256Of(sent));
        QCOMPARE(*back, sent);
    }

    void thePictureIsTheSamePicture_data() { addServerFiles(); }
    void thePictureIsTheSamePicture()
    {
        QFETCH(QByteArray, sent);
        const Result<QByteArray> file = written(sent);
        QVERIFY(file.hasValue());
        const QImage before = decoded(sent);
        const QImage after = decoded(*file);
        QCOMPARE(after.size(), before.size());
        QCOMPARE(after.colorSpace(), before.colorSpace());
        QCOMPARE(after, before);
        const Result<QSize> size = sizeOfPicture(*file);
        QVERIFY(size.hasValue());
        QCOMPARE(*size, before.size());
    }

    void theRecipeComesBackWhole_data() { addServerFiles(); }
    void theRecipeComesBackWhole()
    {
        QFETCH(QByteArray, sent);
        const Recipe recipe = recipeFor(picturePainted(), sent);
        const auto json = recipeJsonIn(*written(sent));
        QVERIFY(json.has_value());
        const Result<Recipe> read = Recipe::fromJson(*json);
        QVERIFY2(read.hasValue(), read ? "" : qPrintable(read.error().message));
        QCOMPARE(*read, recipe);
        QCOMPARE(read->body, picturePainted().request.body());
        QVERIFY(!recipeJsonIn(sent));
        QVERIFY(!withoutRecipe(sent));
    }

    void aPictureOfOursThatAServerSendsBackIsAServersFile_data() { addServerFiles(); }
    void aPictureOfOursThatAServerSendsBackIsAServersFile()
    {
        QFETCH(QByteArray, sent);
        const QByteArray ours = *written(sent);
        const Picture other = picturePainted(u"another one"_s);
        const Result<QByteArray> file = written(ours, other);
        QVERIFY2(file.hasValue(), file ? "" : qPrintable(file.error().detail));
        QCOMPARE(Recipe::fromJson(*recipeJsonIn(*file))->body, other.request.body());
        QCOMPARE(*withoutRecipe(*file), ours);
        QCOMPARE(*withoutRecipe(*withoutRecipe(*file)), sent);
        QCOMPARE(decoded(*file), decoded(sent));
    }

    void longPromptsFit_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QString>("prompt");
        const QImage image = painting({64, 48});
        const QList<std::pair<const char *, QByteArray>> files{
            {"jpeg", encoded(image, "JPEG")}, {"png", encoded(image, "PNG")}, {"webp", webp(image, 75)}};
        for (const auto &[name, bytes] : files) {
            QTest::addRow("%s, 100 KB", name) << bytes << QString(100'000, u'x');
            QTest::addRow("%s, 65 KB to the byte", name) << bytes << QString(65'535, u'y');
            QTest::addRow("%s, a megabyte of two bytes each", name) << bytes << QString(500'000, u'ä');
            QTest::addRow("%s, 60 KB of quotes", name) << bytes << QString(60'000, u'"');
            QTest::addRow("%s, 40 KB of emoji", name) << bytes << u"\U0001F98A"_s.repeated(10'000);
        }
    }
    void longPromptsFit()
    {
        QFETCH(QByteArray, sent);
        QFETCH(QString, prompt);
        const Picture picture = picturePainted(prompt);
        const Result<QByteArray> file = written(sent, picture);
        QVERIFY2(file.hasValue(), file ? "" : qPrintable(file.error().detail));
        QCOMPARE(Recipe::fromJson(*recipeJsonIn(*file))->body, picture.request.body());
        QCOMPARE(*withoutRecipe(*file), sent);
        QVERIFY(!decoded(*file).isNull());
        QVERIFY(file->contains("digitalsourcetype/trainedAlgorithmicMedia"));
    }

    void strangeTextStaysText_data()
    {
        QTest::addColumn<QString>("prompt");
        QTest::newRow("nothing") << QString();
        QTest::newRow("zero") << u"a\u0000b"_s;
        QTest::newRow("control characters") << u"\u0001\u001b[31m\u0085\r\n\t"_s;
        QTest::newRow("lone surrogate") << u"x"_s + QChar(0xd83e) + u"y"_s;
        QTest::newRow("not characters") << u"\uffff\ufffe"_s;
        QTest::newRow("bidi") << u"\u202egnp.exe\u2066"_s;
        QTest::newRow("markup") << u"</rdf:li><script>alert('x')</script>&amp;<!--]]>%1%2"_s;
        QTest::newRow("looks like settings") << u"x\nNegative prompt: y\nSteps: 3, Seed: 4, Model: z"_s;
    }
    void strangeTextStaysText()
    {
        QFETCH(QString, prompt);
        for (const QByteArray &sent : {encoded(painting({64, 48}), "JPEG"),
                                       encoded(painting({64, 48}), "PNG"), webp(painting({64, 48}), 75)}) {
            const Picture picture = picturePainted(prompt);
            const Result<QByteArray> file = written(sent, picture);
            QVERIFY(file.hasValue());
            QCOMPARE(Recipe::fromJson(*recipeJsonIn(*file))->body, picture.request.body());
            QCOMPARE(*withoutRecipe(*file), sent);
            QVERIFY(!decoded(*file).isNull());
        }
        const QByteArray xmp = recipeXmp(picturePainted(prompt));
        QCOMPARE(xmp.count("<rdf:li"), 1);
        QVERIFY(!xmp.contains("<script"));
    }

    void otherProgramsFindTheirText()
    {
        const Picture picture = picturePainted();
        const QString text = recipeText(picture);
        QCOMPARE(text.section(u'\n', 0, 0), u"a quiet harbour, at dawn"_s);
        QCOMPARE(text.section(u'\n', 1),
                 u"CFG scale: 7.5, Seed: 9007199254740993, Size: 320x200, Model: fal-ai/janus, "
                 "Temperature: 1, Batch size: 4, Batch pos: 1, Service: fal, Version: "_s +
                     programName());
        const QImage png = QImage::fromData(*written(encoded(painting({64, 48}), "PNG")));
        QCOMPARE(png.text(u"parameters"_s), text);
        const QImage wide =
            QImage::fromData(*written(encoded(painting({64, 48}), "PNG"), picturePainted(u"狐, a fox"_s)));
        QVERIFY(wide.text(u"parameters"_s).startsWith(u"狐, a fox\n"_s));
        QByteArray utf16("UNICODE\0", 8);
        for (const QChar unit : text)
            utf16 += QByteArray(1, char(unit.unicode() >> 8)) + char(unit.unicode() & 0xff);
        QVERIFY(written(encoded(painting({64, 48}), "JPEG"))->contains(utf16));
        QVERIFY(written(webp(painting({64, 48}), 75))->contains(utf16));
    }

    void moreSettingsAreSaidAsOtherProgramsSayThem()
    {
        Picture picture = picturePainted(u"a fox"_s);
        picture.request = {u"fal-ai/flux/dev"_s,
                           {{u"prompt"_s, u"a fox"_s},
                            {u"negative_prompt"_s, u"blur"_s},
                            {u"num_inference_steps"_s, 28},
                            {u"guidance_scale"_s, 3.5}}};
        picture.count = 1;
        picture.seed = 5;
        picture.service = u"http://127.0.0.1:8080"_s;
        QCOMPARE(recipeText(picture),
                 u"a fox\nNegative prompt: blur\nSteps: 28, CFG scale: 3.5, Seed: 5, Size: 320x200, "
                 "Model: fal-ai/flux/dev, Service: \"http://127.0.0.1:8080\", Version: "_s +
                     programName());
        QCOMPARE(recipeText(picture, 3).section(u'\n', 0, 1), u"a f…\nNegative prompt: blu…"_s);
    }

    void whatTheServerWroteOfItsOwnStaysTheOnlyOne()
    {
        const auto files = serverFiles();
        const auto file = [&files](const QByteArray &name) {
            const auto found = std::ranges::find(files, name, [](const auto &each) { return each.first; });
            return *written(found->second);
        };
        QCOMPARE(file("jpeg with EXIF and XMP").count(QByteArray("Exif\0\0", 6)), 1);
        QCOMPARE(file("jpeg with EXIF and XMP").count("http://ns.adobe.com/xap/1.0/"), 1);
        QCOMPARE(file("png with many chunks").count("parameters"), 1);
        QCOMPARE(file("jpeg").count(QByteArray("Exif\0\0", 6)), 1);
    }

    void aFileThatIsNotInOrderIsLeftAlone_data()
    {
        QTest::addColumn<QByteArray>("sent");
        const QByteArray jpeg = encoded(painting({64, 48}), "JPEG");
        QTest::newRow("jpeg with fill bytes") << jpeg.first(20) + "\xff\xff" + jpeg.sliced(20);
        QTest::newRow("webp with bytes behind") << webp(painting({64, 48}), 75) + "rest";
        QTest::newRow("webp without a picture") << riff({});
        QTest::newRow("png without a header") << QByteArray("\x89PNG\r\n\x1a\n") + pngChunk("IEND", {});
        QTest::newRow("gif") << QByteArray("GIF89a");
        QTest::newRow("nothing") << QByteArray();
    }
    void aFileThatIsNotInOrderIsLeftAlone()
    {
        QFETCH(QByteArray, sent);
        const Result<QByteArray> file = written(sent);
        QVERIFY(!file);
        QCOMPARE(file.error().kind, ErrorKind::Protocol);
    }

    void aChangedFileDoesNotPassForTheServers_data() { addServerFiles(); }
    void aChangedFileDoesNotPassForTheServers()
    {
        QFETCH(QByteArray, sent);
        const QByteArray file = *written(sent);
        QByteArray garbled = file;
        garbled[garbled.size() / 2] = char(~garbled[garbled.size() / 2]);
        QByteArray other = file;
        other[other.size() - 3] = char(~other[other.size() - 3]);
        int refused = 0;
        for (const QByteArray &changed : {garbled, other, file.chopped(1), file + '\0'}) {
            const Result<QByteArray> back = withoutRecipe(changed);
            // A change within our own parts leaves the server's whole.
            QVERIFY(!back || *back == sent);
            refused += !back;
        }
        QVERIFY(refused >= 1);
    }

    void noCutMakesItStumble_data() { addServerFiles(); }
    void noCutMakesItStumble()
    {
        QFETCH(QByteArray, sent);
        const QByteArray file = *written(sent);
        for (qsizetype length = 0; length < file.size(); length += length < 400 ? 1 : 97) {
            QVERIFY(!withoutRecipe(file.first(length)) || length >= sent.size());
            (void)written(file.first(length));
        }
    }

    // MAL-12 recipes of strangers
    void recipesOfStrangersAreRefusedOrText_data()
    {
        QTest::addColumn<QByteArray>("json");
        QJsonObject good = QJsonDocument::fromJson(recipeFor(picturePainted(), "sent").toJson()).object();
        const auto row = [&good](const char *name, const QString &field, const QJsonValue &value) {
            QJsonObject bad = good;
            bad[field] = value;
            QTest::newRow(name) << QJsonDocument(bad).toJson(QJsonDocument::Compact);
        };
        const auto within = [&good, &row](const char *name, const QString &outer, const QString &field,
                                          const QJsonValue &value) {
            QJsonObject inner = good[outer].toObject();
            inner[field] = value;
            row(name, outer, inner);
        };
        row("version 0", u"janus-studio"_s, 0);
        row("version of text", u"janus-studio"_s, u"1"_s);
        row("model with a path", u"model"_s, u"../../etc/passwd"_s);
        row("model with markup", u"model"_s, u"fal-ai/<b>"_s);
        row("model is a list", u"model"_s, QJsonArray{u"fal-ai/janus"_s});
        row("body is an object", u"body"_s, QJsonObject{{u"prompt"_s, u"x"_s}});
        row("body is no JSON", u"body"_s, u"{"_s);
        row("body is a list", u"body"_s, u"[]"_s);
        row("seed is 1.5", u"seed"_s, 1.5);
        row("seed is text", u"seed"_s, u"7"_s);
        row("seed beyond 64 bits", u"seed"_s, 1e30);
        row("index below 0", u"index"_s, -1);
        row("index is the count", u"index"_s, 4);
        row("count 0", u"count"_s, 0);
        row("count beyond int", u"count"_s, 3'000'000'000LL);
        row("request id with a path", u"request_id"_s, u"../x"_s);
        row("no request id", u"request_id"_s, QJsonValue::Undefined);
        row("service is a file", u"service"_s, u"file:///etc"_s);
        row("service with a user", u"service"_s, u"https://key@evil.example"_s);
        row("service with a path", u"service"_s, u"https://evil.example/x"_s);
        row("service is empty", u"service"_s, u""_s);
        row("time is no time", u"created"_s, u"yesterday"_s);
        row("job is text", u"job"_s, u"x"_s);
        within("uuid is SQL", u"job"_s, u"uuid"_s, u"' OR 1=1"_s);
        within("job without a time", u"job"_s, u"created"_s, QJsonValue::Undefined);
        within("job number is text", u"job"_s, u"number"_s, u"x"_s);
        within("set id with a quote", u"set"_s, u"id"_s, u"a'b"_s);
        within("hash is short", u"sent"_s, u"sha256"_s, u"abc"_s);
        within("nothing was sent", u"sent"_s, u"bytes"_s, 0);
        QTest::newRow("list") << QByteArray("[]");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("bytes") << QByteArray("\x00\xff\xfe{", 4);
        QTest::newRow("deep") << QByteArray(100'000, '[') + QByteArray(100'000, ']');
        QTest::newRow("deep in a field")
            << "{\"janus-studio\":1,\"x\":" + QByteArray(2'000, '[') + QByteArray(2'000, ']') + "}";
        QTest::newRow("huge") << "{\"janus-studio\":1,\"x\":\"" + QByteArray(Recipe::mostJson, 'x') + "\"}";
    }
    void recipesOfStrangersAreRefusedOrText()
    {
        QFETCH(QByteArray, json);
        const Result<Recipe> recipe = Recipe::fromJson(json);
        QVERIFY(!recipe);
        QCOMPARE(recipe.error().kind, ErrorKind::Protocol);
        QVERIFY(recipe.error().message.startsWith(u"The picture's recipe cannot be used: "_s));
    }

    void laterVersionsAndUnknownFieldsAreRead()
    {
        const Recipe recipe = recipeFor(picturePainted(), "sent");
        QJsonObject later = QJsonDocument::fromJson(recipe.toJson()).object();
        later[u"janus-studio"_s] = 9;
        later[u"rating"_s] = QJsonObject{{u"stars"_s, 5}};
        later[u"run_seconds"_s] = u"long"_s; // what is not essential and unreadable is unknown
        Recipe expected = recipe;
        expected.runSeconds = -1;
        QCOMPARE(*Recipe::fromJson(QJsonDocument(later).toJson()), expected);
    }

    // KEY: addresses that are told results are often secrets themselves
    void theWebhookIsNotInTheRecipe()
    {
        Recipe recipe = recipeFor(picturePainted(), "sent");
        JobOrigin job = recipe.job;
        job.delivery.webhook = QUrl(u"https://example.com/hook?token=secret"_s);
        recipe = Recipe::of(picturePainted(), job, recipe.sentSha256, 4);
        QVERIFY(!recipe.toJson().contains("secret"));
        QJsonObject planted = QJsonDocument::fromJson(recipe.toJson()).object();
        planted[u"delivery"_s] = QJsonObject{{u"webhook"_s, u"https://evil.example/"_s}};
        QVERIFY(Recipe::fromJson(QJsonDocument(planted).toJson())->job.delivery.webhook.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestRecipeFile)
#include "tst_recipefile.moc"
