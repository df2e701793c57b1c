// How pictures of other programs were made: samples of each documented form, and what nobody should read.
#include "foreignsamples.h"

#include "library/filemetadata.h"
#include "library/filetexts.h"
#include "library/foreignreader.h"
#include "library/foundrecipe.h"
#include "library/inflate.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace janus;
using namespace janus::library;
using namespace janus::library::fixture;

namespace {

ForeignRecipe readFrom(const QByteArray &file)
{
    return foreignRecipeOf(file).value_or(ForeignRecipe());
}

QString other(const ForeignRecipe &recipe, const QString &name)
{
    for (const NamedSetting &setting : recipe.others) {
        if (setting.name == name)
            return setting.value;
    }
    return u"(none)"_s;
}

QByteArray comfyPng(const QJsonObject &graph)
{
    return pngWith({textChunk("prompt", compact(graph))});
}

/// The graph with one node changed.
QJsonObject changed(const QString &id, const QString &kind, const QJsonObject &inputs)
{
    QJsonObject graph = comfyGraph();
    graph[id] = node(kind, inputs);
    return graph;
}

QString infotextWith(const QString &settings)
{
    return u"a fox\n"_s + settings;
}

} // namespace

class TestForeignRecipe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void infotextIsReadOutOfEveryContainer_data()
    {
        QTest::addColumn<QByteArray>("file");
        const QString text = infotext();
        const QByteArray utf8 = text.toUtf8();
        QTest::newRow("PNG tEXt") << pngWith({textChunk("parameters", utf8)});
        QTest::newRow("PNG iTXt") << pngWith({internationalChunk("parameters", text)});
        QTest::newRow("PNG iTXt, packed") << pngWith({internationalChunk("parameters", text, true)});
        QTest::newRow("PNG zTXt") << pngWith({packedChunk("parameters", utf8)});
        QTest::newRow("PNG eXIf") << pngWith({pngChunk("eXIf", commentExif(text))});
        QTest::newRow("JPEG EXIF, big-endian") << jpegWithExif(commentExif(text));
        QTest::newRow("JPEG EXIF, little-endian") << jpegWithExif(sharpExif(text));
        QTest::newRow("JPEG EXIF, ASCII")
            << jpegWithExif(exifBlock({}, {{0x9286, 7, QByteArray("ASCII\0\0\0", 8) + utf8}}, true));
        QTest::newRow("JPEG EXIF, no code") << jpegWithExif(exifBlock({}, {{0x9286, 7, utf8}}, false));
        QTest::newRow("JPEG EXIF, with a mark of order") << jpegWithExif(
            exifBlock({}, {{0x9286, 7, QByteArray("UNICODE\0\xff\xfe", 10) + utf16(text, false)}}, true));
        QTest::newRow("JPEG comment") << jpegWithComment(utf8);
        QTest::newRow("WebP EXIF") << webpWithExif(commentExif(text));
        QTest::newRow("WebP EXIF, as in a JPEG")
            << webpWithExif(QByteArray("Exif\0\0", 6) + commentExif(text));
    }
    void infotextIsReadOutOfEveryContainer()
    {
        QFETCH(const QByteArray, file);
        const ForeignRecipe recipe = readFrom(file);
        QCOMPARE(recipe.program, u"AUTOMATIC1111"_s);
        QCOMPARE(recipe.version, u"v1.10.1"_s);
        QCOMPARE(recipe.prompt, u"a lighthouse, (storm:1.2), <lora:ink:0.8>\nover the bay"_s);
        QCOMPARE(recipe.negativePrompt, u"blurry, text\nwatermark"_s);
        QCOMPARE(recipe.seed, std::optional<Seed>(3141592653));
        QCOMPARE(recipe.size, QSize(512, 768));
        QCOMPARE(recipe.guidance, std::optional(7.0));
        QCOMPARE(other(recipe, u"Steps"_s), u"30"_s);
        QCOMPARE(other(recipe, u"Sampler"_s), u"DPM++ 2M"_s);
        QCOMPARE(other(recipe, u"Hires prompt"_s), u"a lighthouse, \"close\": up\nat night"_s);
        QCOMPARE(other(recipe, u"Lora hashes"_s), u"ink: 0f1e2d, wash: 33cc"_s);
        QCOMPARE(recipe.others.size(), 10);
        QCOMPARE(recipe.others.first().name, u"Steps"_s); // in the order of the text
    }

    void everyLetterComesThrough_data()
    {
        QTest::addColumn<QString>("prompt");
        QTest::newRow("Japanese alone") << u"霧の中の灯台"_s;
        QTest::newRow("emoji") << u"a 🦊 in ❄️"_s;
        QTest::newRow("Latin-1") << u"Café, déjà vu"_s;
        QTest::newRow("from right to left") << u"שקיעה מעל הים"_s;
        QTest::newRow("quotes") << u"\"quoted\", 'single', \\ and \t tab"_s;
        QTest::newRow("words that look like settings") << u"Steps: up to the door, Size: small"_s;
        QTest::newRow("choices") << u"a {red|blue} fox # not a comment"_s;
    }
    void everyLetterComesThrough()
    {
        QFETCH(const QString, prompt);
        const QString text = prompt + u"\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 64x64"_s;
        for (const QByteArray &file :
             {pngWith({internationalChunk("parameters", text)}),
              pngWith({textChunk("parameters", text.toUtf8())}), jpegWithExif(commentExif(text)),
              jpegWithExif(sharpExif(text)), webpWithExif(commentExif(text))})
            QCOMPARE(readFrom(file).prompt, prompt);
        // Latin-1, as the format wants it.
        if (QString::fromLatin1(text.toLatin1()) == text)
            QCOMPARE(readFrom(pngWith({textChunk("parameters", text.toLatin1())})).prompt, prompt);
    }

    void infotextOddities_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("prompt");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        const QString usual = u"Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 5"_s;
        QTest::newRow("no negative prompt") << infotextWith(usual) << u"a fox"_s << u"Steps"_s << u"20"_s;
        QTest::newRow("no prompt") << usual << QString() << u"Sampler"_s << u"Euler a"_s;
        QTest::newRow("line ends of Windows")
            << u"a fox\r\n"_s + usual + u"\r\n"_s << u"a fox"_s << u"Steps"_s << u"20"_s;
        QTest::newRow("a setting that is on")
            << infotextWith(usual + u", Tiling, ENSD: 31337"_s) << u"a fox"_s << u"ENSD"_s << u"31337"_s;
        QTest::newRow("a quote that does not end")
            << infotextWith(usual + u", Note: \"half, Eta: 1"_s) << u"a fox"_s << u"Eta"_s << u"1"_s;
        QTest::newRow("a value with an unquoted comma")
            << infotextWith(usual + u", AddNet Module: one, (two)"_s) << u"a fox"_s << u"AddNet Module"_s
            << u"one, (two)"_s;
        QTest::newRow("an empty value") << infotextWith(u"Steps: 20, Hires: , Sampler: Euler, Seed: 5"_s)
                                        << u"a fox"_s << u"Sampler"_s << u"Euler"_s;
        QTest::newRow("lines behind the settings") << infotextWith(usual + u"\nTemplate: a {red|blue}\nfox"_s)
                                                   << u"a fox"_s << u"Template"_s << u"a {red|blue}\nfox"_s;
    }
    void infotextOddities()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, name);
        const auto recipe = foreignRecipeInText(text);
        QVERIFY(recipe);
        QTEST(recipe->prompt, "prompt");
        QTEST(other(*recipe, name), "value");
        QCOMPARE(recipe->seed, std::optional<Seed>(5));
    }

    void whoWritesAsTheWebUiIsNamed_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("program");
        QTest::newRow("the web UI") << u"v1.6.0"_s << u"AUTOMATIC1111"_s;
        QTest::newRow("Forge") << u"f2.0.1v1.10.1-previous-659-gc055f2d4"_s << u"Forge"_s;
        QTest::newRow("a node of ComfyUI") << u"ComfyUI"_s << u"ComfyUI"_s;
        QTest::newRow("Fooocus") << u"Fooocus v2.5.5"_s << u"Fooocus"_s;
        QTest::newRow("ours") << u"Janus Studio 0.1.0"_s << u"Janus Studio"_s;
    }
    void whoWritesAsTheWebUiIsNamed()
    {
        QFETCH(const QString, version);
        const auto recipe =
            foreignRecipeInText(infotextWith(u"Steps: 2, CFG scale: 3, Seed: 4, Version: %1"_s.arg(version)));
        QVERIFY(recipe);
        QTEST(recipe->program, "program");
        QCOMPARE(recipe->version, version);
    }

    void whatIsNoRecipeIsNone_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::newRow("a plain picture") << encoded(painting({64, 48}), "PNG");
        QTest::newRow("a camera's comment")
            << jpegWithExif(commentExif(u"Holiday: Rome, Camera: X100, Mood: good"_s));
        QTest::newRow("a comment") << jpegWithComment(
            "CREATOR: gd-jpeg v1.0 (using IJG JPEG v80), quality = 90");
        QTest::newRow("a camera's model")
            << jpegWithExif(exifBlock({{0x0110, 2, QByteArray("prompt-cam 5\0", 13)}}, {}, true));
        QTest::newRow("a prompt that is no graph") << pngWith({textChunk("prompt", "{\"a\": 1}")});
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("text") << QByteArray("a fox\nSteps: 1, Seed: 2, CFG scale: 3");
    }
    void whatIsNoRecipeIsNone()
    {
        QFETCH(const QByteArray, file);
        QVERIFY(!foreignRecipeOf(file));
    }

    void comfyGraphsAreReadOutOfEveryContainer_data()
    {
        QTest::addColumn<QByteArray>("file");
        const QByteArray graph = compact(comfyGraph());
        const QByteArray workflow = R"({"nodes": [], "links": [], "version": 0.4})";
        QTest::newRow("PNG tEXt") << pngWith({textChunk("prompt", graph), textChunk("workflow", workflow)});
        QTest::newRow("PNG iTXt") << pngWith({internationalChunk("prompt", QString::fromUtf8(graph))});
        const QByteArray exif = exifBlock(
            {{0x010f, 2, "workflow:" + workflow + '\0'}, {0x0110, 2, "prompt:" + graph + '\0'}}, {}, false);
        QTest::newRow("WebP EXIF") << webpWithExif(exif);
        QTest::newRow("WebP EXIF, capitals") << webpWithExif(exifBlock(
            {{0x010e, 2, "Workflow: " + workflow + '\0'}, {0x010f, 2, "Prompt: " + graph + '\0'}}, {}, true));
        QTest::newRow("JPEG EXIF") << jpegWithExif(exif);
    }
    void comfyGraphsAreReadOutOfEveryContainer()
    {
        QFETCH(const QByteArray, file);
        const ForeignRecipe recipe = readFrom(file);
        QCOMPARE(recipe.program, u"ComfyUI"_s);
        QCOMPARE(recipe.prompt, u"a harbour at dawn, 港"_s);
        QCOMPARE(recipe.negativePrompt, u"text, watermark"_s);
        QCOMPARE(recipe.seed, std::optional<Seed>(156680208700286));
        QCOMPARE(recipe.guidance, std::optional(8.0));
        QCOMPARE(recipe.size, QSize(768, 512));
        QCOMPARE(other(recipe, u"Steps"_s), u"20"_s);
        QCOMPARE(other(recipe, u"Sampler"_s), u"euler"_s);
        QCOMPARE(other(recipe, u"Model"_s), u"v1-5-pruned.safetensors"_s);
        QCOMPARE(other(recipe, u"LoraLoader 10, lora name"_s), u"ink.safetensors"_s);
        QCOMPARE(other(recipe, u"SaveImage 9, filename prefix"_s), u"ComfyUI"_s);
    }

    void comfyGraphsOfManyKinds_data()
    {
        QTest::addColumn<QJsonObject>("graph");
        QTest::addColumn<QString>("prompt");
        QTest::addColumn<double>("guidance");
        QTest::addColumn<QSize>("size");
        QJsonObject flux{
            {u"13"_s, node(u"SamplerCustomAdvanced"_s, {{u"noise"_s, link(u"25"_s)},
                                                        {u"guider"_s, link(u"22"_s)},
                                                        {u"sampler"_s, link(u"16"_s)},
                                                        {u"sigmas"_s, link(u"17"_s)},
                                                        {u"latent_image"_s, link(u"27"_s)}})},
            {u"25"_s, node(u"RandomNoise"_s, {{u"noise_seed"_s, 7}})},
            {u"22"_s,
             node(u"BasicGuider"_s, {{u"model"_s, link(u"12"_s)}, {u"conditioning"_s, link(u"26"_s)}})},
            {u"26"_s, node(u"FluxGuidance"_s, {{u"guidance"_s, 3.5}, {u"conditioning"_s, link(u"6"_s)}})},
            {u"6"_s, node(u"CLIPTextEncode"_s, {{u"text"_s, u"flux fox"_s}, {u"clip"_s, link(u"11"_s)}})},
            {u"12"_s, node(u"UNETLoader"_s, {{u"unet_name"_s, u"flux1-dev.safetensors"_s}})},
            {u"16"_s, node(u"KSamplerSelect"_s, {{u"sampler_name"_s, u"euler"_s}})},
            {u"17"_s, node(u"BasicScheduler"_s, {{u"scheduler"_s, u"simple"_s}, {u"steps"_s, 20}})},
            {u"27"_s, node(u"EmptySD3LatentImage"_s, {{u"width"_s, 1024}, {u"height"_s, 640}})}};
        QTest::newRow("guider, noise and sigmas apart") << flux << u"flux fox"_s << 3.5 << QSize(1024, 640);

        QJsonObject sdxl = changed(
            u"6"_s, u"CLIPTextEncodeSDXL"_s,
            {{u"text_g"_s, u"a dune"_s}, {u"text_l"_s, u"sand, wind"_s}, {u"clip"_s, link(u"4"_s, 1)}});
        QTest::newRow("an encoder of two texts") << sdxl << u"a dune, sand, wind"_s << 8.0 << QSize(768, 512);

        QJsonObject same = changed(u"6"_s, u"CLIPTextEncodeSDXL"_s,
                                   {{u"text_g"_s, u"a dune"_s}, {u"text_l"_s, u"a dune"_s}});
        QTest::newRow("twice the same text") << same << u"a dune"_s << 8.0 << QSize(768, 512);

        QJsonObject text =
            changed(u"6"_s, u"CLIPTextEncode"_s, {{u"text"_s, link(u"20"_s)}, {u"clip"_s, link(u"4"_s, 1)}});
        text[u"20"_s] =
            node(u"StringConcatenate"_s, {{u"string_a"_s, link(u"21"_s)}, {u"string_b"_s, u"in fog"_s}});
        text[u"21"_s] = node(u"PrimitiveString"_s, {{u"value"_s, u"a mill"_s}});
        QTest::newRow("the text from other nodes") << text << u"in fog, a mill"_s << 8.0 << QSize(768, 512);

        QJsonObject control = comfyGraph();
        QJsonObject sampler = control[u"3"_s].toObject()[u"inputs"_s].toObject();
        sampler[u"positive"_s] = link(u"30"_s);
        sampler[u"negative"_s] = link(u"30"_s, 1);
        control[u"3"_s] = node(u"KSampler"_s, sampler);
        control[u"30"_s] =
            node(u"ControlNetApplyAdvanced"_s,
                 {{u"positive"_s, link(u"6"_s)}, {u"negative"_s, link(u"7"_s)}, {u"strength"_s, 0.9}});
        QTest::newRow("a ControlNet between")
            << control << u"a harbour at dawn, 港"_s << 8.0 << QSize(768, 512);

        QJsonObject combined = comfyGraph();
        sampler[u"positive"_s] = link(u"31"_s);
        sampler[u"negative"_s] = link(u"7"_s);
        combined[u"3"_s] = node(u"KSampler"_s, sampler);
        combined[u"31"_s] = node(u"ConditioningCombine"_s,
                                 {{u"conditioning_1"_s, link(u"6"_s)}, {u"conditioning_2"_s, link(u"32"_s)}});
        combined[u"32"_s] = node(u"CLIPTextEncode"_s, {{u"text"_s, u"gulls"_s}});
        QTest::newRow("two prompts combined")
            << combined << u"a harbour at dawn, 港, gulls"_s << 8.0 << QSize(768, 512);

        QJsonObject twice = comfyGraph();
        twice[u"40"_s] = node(u"KSampler"_s, {{u"seed"_s, 9},
                                              {u"cfg"_s, 4.5},
                                              {u"positive"_s, link(u"42"_s)},
                                              {u"negative"_s, link(u"7"_s)},
                                              {u"latent_image"_s, link(u"41"_s)}});
        twice[u"41"_s] =
            node(u"LatentUpscale"_s, {{u"width"_s, 1536}, {u"height"_s, 1024}, {u"samples"_s, link(u"3"_s)}});
        twice[u"42"_s] = node(u"CLIPTextEncode"_s, {{u"text"_s, u"sharper"_s}});
        QTest::newRow("two samplers: the last one") << twice << u"sharper"_s << 4.5 << QSize(1536, 1024);

        QJsonObject renumbered = twice; // ids are not in the order of the work
        renumbered[u"99"_s] = renumbered.take(u"3"_s);
        renumbered[u"41"_s] = node(u"LatentUpscale"_s,
                                   {{u"width"_s, 1536}, {u"height"_s, 1024}, {u"samples"_s, link(u"99"_s)}});
        QTest::newRow("the last one by its links") << renumbered << u"sharper"_s << 4.5 << QSize(1536, 1024);

        QJsonObject linkedSeed = comfyGraph();
        sampler = comfyGraph()[u"3"_s].toObject()[u"inputs"_s].toObject();
        sampler[u"seed"_s] = link(u"50"_s);
        sampler[u"cfg"_s] = link(u"51"_s);
        linkedSeed[u"3"_s] = node(u"KSampler"_s, sampler);
        linkedSeed[u"50"_s] = node(u"Seed (rgthree)"_s, {{u"seed"_s, 77}});
        linkedSeed[u"51"_s] = node(u"PrimitiveFloat"_s, {{u"value"_s, 5.5}});
        QTest::newRow("numbers from other nodes")
            << linkedSeed << u"a harbour at dawn, 港"_s << 5.5 << QSize(768, 512);
    }
    void comfyGraphsOfManyKinds()
    {
        QFETCH(const QJsonObject, graph);
        QFETCH(const double, guidance);
        const ForeignRecipe recipe = readFrom(comfyPng(graph));
        QTEST(recipe.prompt, "prompt");
        QCOMPARE(recipe.guidance, std::optional(guidance));
        QTEST(recipe.size, "size");
        QVERIFY(recipe.seed);
    }

    void aWorkflowAloneIsReadAsFarAsItsNodesAreKnown()
    {
        const QByteArray workflow =
            R"({"nodes": [
            {"id": 3, "type": "KSampler", "widgets_values": [42, "randomize", 20, 7.5, "euler", "normal", 1],
             "inputs": [{"name": "positive", "link": 1}, {"name": "negative", "link": 2}, {"name": "latent_image", "link": 3}]},
            {"id": 6, "type": "CLIPTextEncode", "widgets_values": ["a fjord"], "inputs": [{"name": "clip", "link": null}]},
            {"id": 7, "type": "CLIPTextEncode", "widgets_values": ["people"]},
            {"id": 5, "type": "EmptyLatentImage", "widgets_values": [512, 640, 1]}],
            "links": [[1, 6, 0, 3, 1, "CONDITIONING"], [2, 7, 0, 3, 2, "CONDITIONING"], [3, 5, 0, 3, 3, "LATENT"]]})";
        for (const ForeignRecipe &recipe :
             {readFrom(pngWith({textChunk("workflow", workflow)})),
              foreignRecipeInText(QString::fromUtf8(workflow)).value_or(ForeignRecipe())}) {
            QCOMPARE(recipe.prompt, u"a fjord"_s);
            QCOMPARE(recipe.negativePrompt, u"people"_s);
            QCOMPARE(recipe.seed, std::optional<Seed>(42));
            QCOMPARE(recipe.guidance, std::optional(7.5));
            QCOMPARE(recipe.size, QSize(512, 640));
        }
    }

    void pythonsNotANumberIsPassedOver()
    {
        QByteArray graph = compact(comfyGraph());
        graph.replace("\"denoise\":1", "\"denoise\":NaN,\"is_changed\":[Infinity, -Infinity]");
        const ForeignRecipe recipe = readFrom(pngWith({textChunk("prompt", graph)}));
        QCOMPARE(recipe.prompt, u"a harbour at dawn, 港"_s);
        QCOMPARE(recipe.seed, std::optional<Seed>(156680208700286));
    }

    void seedsAreExact_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("text"); // of the seed, or of what is listed instead
        QTest::addColumn<bool>("isSeed");
        QTest::newRow("53 bits and one") << QByteArray("9007199254740993") << u"9007199254740993"_s << true;
        QTest::newRow("the largest") << QByteArray("9223372036854775807") << u"9223372036854775807"_s << true;
        QTest::newRow("one more") << QByteArray("9223372036854775808") << u"9223372036854775808"_s << false;
        QTest::newRow("64 bits without sign")
            << QByteArray("18446744073709551615") << u"18446744073709551615"_s << false;
        QTest::newRow("a string") << QByteArray("\"123456789012345678\"") << u"123456789012345678"_s << true;
        QTest::newRow("a float") << QByteArray("42.0") << u"42"_s << true;
        QTest::newRow("a float as a string")
            << QByteArray("\"9007199254740993.0\"") << u"9007199254740993"_s << true;
        QTest::newRow("with an exponent") << QByteArray("1e3") << u"1000"_s << true;
        QTest::newRow("negative") << QByteArray("-1") << u"-1"_s << true;
        QTest::newRow("the smallest")
            << QByteArray("-9223372036854775808") << u"-9223372036854775808"_s << true;
        QTest::newRow("a fraction") << QByteArray("1.5") << u"1.5"_s << false;
        QTest::newRow("words") << QByteArray("\"random\"") << u"random"_s << false;
    }
    void seedsAreExact()
    {
        QFETCH(const QByteArray, json);
        QFETCH(const QString, text);
        QFETCH(const bool, isSeed);
        QByteArray graph = compact(comfyGraph());
        graph.replace("156680208700286", json);
        const QList<QByteArray> files{
            pngWith({textChunk("prompt", graph)}),
            pngWith(
                {textChunk("invokeai_metadata", QByteArray(invokeMetadata()).replace("2985347165", json))}),
            pngWith({textChunk("parameters",
                               QByteArray(swarmParameters()).replace("\"1234567890123456789\"", json))}),
            pngWith({textChunk("parameters",
                               QByteArray(fooocusParameters()).replace("\"7425786438523657\"", json)),
                     textChunk("fooocus_scheme", "fooocus")})};
        for (const QByteArray &file : files) {
            const ForeignRecipe recipe = readFrom(file);
            QVERIFY2(!recipe.program.isEmpty(), qPrintable(QString::fromUtf8(json)));
            QCOMPARE(recipe.seed ? QString::number(*recipe.seed) : other(recipe, u"Seed"_s), text);
            QCOMPARE(recipe.seed.has_value(), isSeed);
        }
    }

    void invokeMetadataOfThree()
    {
        const ForeignRecipe recipe = readFrom(
            pngWith({textChunk("invokeai_metadata", invokeMetadata()), textChunk("invokeai_graph", "{}")}));
        QCOMPARE(programText(recipe), u"InvokeAI 5.6.0"_s);
        QCOMPARE(recipe.prompt, u"a stone bridge — \"old\""_s);
        QCOMPARE(recipe.negativePrompt, u"people"_s);
        QCOMPARE(recipe.seed, std::optional<Seed>(2985347165));
        QCOMPARE(recipe.size, QSize(1024, 1024));
        QCOMPARE(recipe.guidance, std::optional(6.5));
        QCOMPARE(other(recipe, u"Steps"_s), u"28"_s);
        QCOMPARE(other(recipe, u"Scheduler"_s), u"euler_a"_s);
        QCOMPARE(other(recipe, u"Model"_s), u"juggernaut"_s);
        QVERIFY(other(recipe, u"Loras"_s).contains(u"ink"_s));
    }

    void invokeMetadataOfTwo()
    {
        const QByteArray metadata =
            R"({"model": "stable diffusion", "model_weights": "stable-diffusion-1.5", "model_hash": "cc6cb2",)"
            R"( "app_id": "invoke-ai/InvokeAI", "app_version": "2.2.5", "image": {"prompt": [{"prompt": "a barn [rain, mud] at noon", "weight": 1.0}],)"
            R"( "steps": 50, "cfg_scale": 7.5, "threshold": 0, "perlin": 0, "height": 512, "width": 704, "seed": 3372, "type": "txt2img",)"
            R"( "sampler": "k_lms", "variations": []}})";
        const ForeignRecipe recipe =
            readFrom(pngWith({textChunk("Dream", "\"x\" -S 1"), textChunk("sd-metadata", metadata)}));
        QCOMPARE(programText(recipe), u"InvokeAI 2.2.5"_s);
        QCOMPARE(recipe.prompt, u"a barn at noon"_s);
        QCOMPARE(recipe.negativePrompt, u"rain, mud"_s);
        QCOMPARE(recipe.seed, std::optional<Seed>(3372));
        QCOMPARE(recipe.size, QSize(704, 512));
        QCOMPARE(recipe.guidance, std::optional(7.5));
        QCOMPARE(other(recipe, u"Sampler"_s), u"k_lms"_s);
        QCOMPARE(other(recipe, u"Model"_s), u"stable-diffusion-1.5"_s);
    }

    void aDreamIsACommandLine_data()
    {
        QTest::addColumn<QByteArray>("dream");
        QTest::newRow("quoted") << QByteArray(
            "\"a \"red\" barn - old\" -s 50 -S 3372 -W 704 -H 512 -C 7.5 -A k_lms --seamless");
        QTest::newRow("short switches")
            << QByteArray("\"a \"red\" barn - old\" -s50 -S3372 -W704 -H512 -C7.5 -Ak_lms --seamless");
    }
    void aDreamIsACommandLine()
    {
        QFETCH(const QByteArray, dream);
        const ForeignRecipe recipe = readFrom(pngWith({textChunk("Dream", dream)}));
        QCOMPARE(recipe.program, u"InvokeAI"_s);
        QCOMPARE(recipe.prompt, u"a \"red\" barn - old"_s);
        QCOMPARE(recipe.seed, std::optional<Seed>(3372));
        QCOMPARE(recipe.size, QSize(704, 512));
        QCOMPARE(recipe.guidance, std::optional(7.5));
        QCOMPARE(other(recipe, u"Steps"_s), u"50"_s);
        QCOMPARE(other(recipe, u"--seamless"_s), QString());
    }

    void swarmParametersInEveryContainer_data()
    {
        QTest::addColumn<QByteArray>("file");
        const QString text = QString::fromUtf8(swarmParameters());
        QTest::newRow("PNG tEXt") << pngWith({textChunk("parameters", swarmParameters())});
        QTest::newRow("PNG iTXt") << pngWith({internationalChunk("parameters", text)});
        QTest::newRow("JPEG") << jpegWithExif(sharpExif(text));
        QTest::newRow("WebP") << webpWithExif(sharpExif(text));
        QTest::newRow("beside the graph it was made with") << pngWith(
            {textChunk("prompt", compact(comfyGraph())), textChunk("parameters", swarmParameters())});
    }
    void swarmParametersInEveryContainer()
    {
        QFETCH(const QByteArray, file);
        const ForeignRecipe recipe = readFrom(file);
        QCOMPARE(programText(recipe), u"SwarmUI 0.9.3.1"_s);
        QCOMPARE(recipe.prompt, u"a photo of a cat"_s);
        QCOMPARE(recipe.negativePrompt, u"dog"_s);
        QCOMPARE(recipe.seed, std::optional<Seed>(1234567890123456789));
        QCOMPARE(recipe.size, QSize(1024, 1024));
        QCOMPARE(recipe.guidance, std::optional(7.0));
        QCOMPARE(other(recipe, u"Model"_s), u"OfficialStableDiffusion/sd_xl_base_1.0"_s);
        QCOMPARE(other(recipe, u"Aspect ratio"_s), u"1:1"_s);
        QVERIFY(other(recipe, u"Generation time"_s).startsWith(u"6.11"_s));
    }

    void fooocusInBothSchemesAndEveryContainer_data()
    {
        QTest::addColumn<QByteArray>("file");
        const QByteArray own = fooocusParameters();
        const QByteArray infotext =
            "cinematic a fox, sharp\nNegative prompt: lowres\nSteps: 30, Sampler: DPM++ 2M SDE Karras, "
            "Seed: 7425786438523657, Size: 1152x896, CFG scale: 4, Sharpness: 2, "
            "ADM Guidance: \"(1.5, 0.8, 0.3)\", Model: juggernautXL_v8, Performance: Speed, Scheduler: "
            "karras, "
            "VAE: Default (model), Raw prompt: a fox, Raw negative prompt: , Version: Fooocus v2.5.5";
        QTest::newRow("own scheme, PNG")
            << pngWith({textChunk("parameters", own), textChunk("fooocus_scheme", "fooocus")});
        QTest::newRow("own scheme, JPEG") << jpegWithExif(fooocusExif(own, "fooocus"));
        QTest::newRow("own scheme, WebP") << webpWithExif(fooocusExif(own, "fooocus"));
        QTest::newRow("a1111, PNG") << pngWith(
            {textChunk("parameters", infotext), textChunk("fooocus_scheme", "a1111")});
        QTest::newRow("a1111, JPEG") << jpegWithExif(fooocusExif(infotext, "a1111"));
    }
    void fooocusInBothSchemesAndEveryContainer()
    {
        QFETCH(const QByteArray, file);
        const ForeignRecipe recipe = readFrom(file);
        QCOMPARE(recipe.program, u"Fooocus"_s);
        QCOMPARE(programText(recipe), u"Fooocus v2.5.5"_s);
        QCOMPARE(recipe.prompt, u"a fox"_s); // as it was typed
        QCOMPARE(recipe.seed, std::optional<Seed>(7425786438523657));
        QCOMPARE(recipe.size, QSize(1152, 896));
        QCOMPARE(recipe.guidance, std::optional(4.0));
        QCOMPARE(other(recipe, u"Steps"_s), u"30"_s);
        QCOMPARE(other(recipe, u"Performance"_s), u"Speed"_s);
        QVERIFY(other(recipe, u"Full prompt"_s).contains(u"cinematic a fox"_s));
        QCOMPARE(other(recipe, u"Model"_s), u"juggernautXL_v8"_s);
    }

    void novelAi()
    {
        const ForeignRecipe recipe = readFrom(pngWith(
            {textChunk("Software", "NovelAI"), textChunk("Description", "a fox"),
             textChunk(
                 "Comment",
                 R"({"prompt": "a fox", "uc": "lowres", "seed": 3, "steps": 28, "scale": 11.0, "sampler": "k_euler"})")}));
        QCOMPARE(recipe.program, u"NovelAI"_s);
        QCOMPARE(recipe.prompt, u"a fox"_s);
        QCOMPARE(recipe.guidance, std::optional(11.0));
        QCOMPARE(recipe.size, QSize(64, 48)); // nothing is said: the picture's own
    }

    void oursWinsOverWhatStandsBesideIt()
    {
        const Picture picture = picturePainted();
        const QByteArray sent = pngWith({textChunk("parameters", infotext().toUtf8())}, {320, 200});
        const Result<QByteArray> file = withRecipe(sent, recipeFor(picture, sent), picture);
        QVERIFY(file);
        QTemporaryDir folder;
        const QString path = put(folder, u"ours.png"_s, *file);
        const Result<FoundRecipe> found = recipeInFile(path);
        QVERIFY(found);
        const Recipe *recipe = std::get_if<Recipe>(&*found);
        QVERIFY(recipe);
        const Picture told = pictureOf(*recipe);
        QCOMPARE(told.request, picture.request);
        QCOMPARE(told.seed, picture.seed);
        QCOMPARE(told.name(), PictureName(u"2f1d3c4b-0000-4000-8000-0000000000aa"_s, 1));
    }

    void aRecipeLiesInATextFileToo()
    {
        QTemporaryDir folder;
        const Picture picture = picturePainted();
        const QByteArray json = recipeFor(picture, "sent").toJson();
        const Result<FoundRecipe> ours = recipeInFile(put(folder, u"recipe.json"_s, json));
        QVERIFY(ours && std::holds_alternative<Recipe>(*ours));
        QVERIFY(std::holds_alternative<Recipe>(*recipeInText(QString::fromUtf8(json))));
        const Result<FoundRecipe> theirs = recipeInFile(put(folder, u"picture.txt"_s, infotext().toUtf8()));
        QVERIFY(theirs && std::holds_alternative<ForeignRecipe>(*theirs));
        const Result<FoundRecipe> graph = recipeInFile(put(folder, u"api.json"_s, compact(comfyGraph())));
        QVERIFY(graph && std::get<ForeignRecipe>(*graph).program == u"ComfyUI"_s);
    }

    void whatCannotBeReadIsSaidInASentence_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("a plain picture") << encoded(painting({16, 16}), "PNG");
        QTest::newRow("text") << QByteArray("Dear Ada,");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("a recipe of ours that is damaged")
            << QByteArray(R"({"janus-studio": 1, "model": "x"})");
    }
    void whatCannotBeReadIsSaidInASentence()
    {
        QFETCH(const QByteArray, bytes);
        QTemporaryDir folder;
        for (const QString &path : {put(folder, u"a.png"_s, bytes), u"/dev/zero"_s, u"/no/such/file.png"_s}) {
            const Result<FoundRecipe> found = recipeInFile(path);
            QVERIFY(!found);
            QVERIFY2(found.error().message.endsWith(u'.'), qPrintable(found.error().message));
        }
        QVERIFY(!recipeInText(QString::fromLatin1(bytes)));
    }

    // MAL-05: whatever is in a file, it ends, soon, and without taking all memory.
    void hostileFilesAreHarmless_data()
    {
        QTest::addColumn<QByteArray>("file");
        const QByteArray good = pngWith({packedChunk("parameters", infotext().toUtf8())});
        QTest::newRow("cut short") << good.first(good.size() / 2);
        QTest::newRow("a bomb") << pngWith({packedChunk("parameters", bomb())});
        QTest::newRow("packed bytes that are damaged") << pngWith(
            {pngChunk("zTXt", QByteArray("parameters\0\0\x78\x9c", 14) + QByteArray(1000, '\x55'))});
        QTest::newRow("packed and empty") << pngWith({pngChunk("zTXt", QByteArray("parameters\0", 11)),
                                                      pngChunk("iTXt", QByteArray("prompt\0\1", 8))});
        QTest::newRow("10 MB of words") << pngWith({textChunk("parameters", QByteArray(10'000'000, 'a'))});
        QTest::newRow("10 MB of commas") << pngWith({textChunk("parameters", QByteArray(10'000'000, ','))});
        QTest::newRow("200,000 settings")
            << pngWith({textChunk("parameters", "a\n" + QByteArray("Seed: \"1\\\", ").repeated(200'000))});
        QTest::newRow("200,000 lines")
            << pngWith({textChunk("parameters", QByteArray("Steps: 1\n").repeated(200'000))});
        QTest::newRow("200,000 brackets")
            << pngWith({textChunk("Dream", QByteArray("[").repeated(200'000))});
        QTest::newRow("JSON 100,000 deep")
            << pngWith({textChunk("prompt", "{\"a\":" + QByteArray("[").repeated(100'000))});
        QTest::newRow("JSON with 100,000 members") << pngWith({textChunk("parameters", manyMembers())});
        QTest::newRow("links in a circle") << comfyPng(circles());
        QTest::newRow("4,000 samplers that all know each other") << comfyPng(crowd());
        QTest::newRow("EXIF that points at itself")
            << jpegWithExif(QByteArray("MM\0*\0\0\0\x08\xff\xff\x87\x69\0\4\0\0\0\1\0\0\0\x08", 22));
        QTest::newRow("EXIF with the longest text") << jpegWithExif(
            QByteArray("MM\0*\0\0\0\x08\0\1\x92\x86\0\7\xff\xff\xff\xff\0\0\0\x0cUNICODE", 30));
        QTest::newRow("a thousand texts") << pngWith(QList<QByteArray>(1000, textChunk("Note", "x")));
    }
    void hostileFilesAreHarmless()
    {
        QFETCH(const QByteArray, file);
        if (const auto recipe = foreignRecipeOf(file)) {
            QVERIFY(recipe->others.size() <= 2001);
            QVERIFY(recipe->prompt.size() <= mostFileText);
        }
        (void)carriedBy(file);
    }

    void everyShorteningOfAFileIsHarmless()
    {
        const QList<QByteArray> files{pngWith({packedChunk("parameters", infotext().toUtf8())}, {4, 4}),
                                      jpegWithExif(commentExif(infotext()))};
        for (const QByteArray &file : files) {
            for (qsizetype length = 0; length < std::min(file.size(), qsizetype(2000)); ++length)
                (void)foreignRecipeOf(file.first(length));
        }
        const QByteArray packed = qCompress(infotext().toUtf8()).sliced(4);
        for (qsizetype length = 0; length < packed.size() - 4; ++length)
            QVERIFY(!inflated(packed.first(length), 1 << 20) || length > packed.size() - 8);
    }

    void unpackingGivesBackWhatWasPacked()
    {
        QRandomGenerator random(7);
        for (int round = 0; round < 60; ++round) {
            // From words that repeat to noise, in every strength of packing.
            QByteArray bytes;
            const int letters = 1 << (round % 9);
            for (int at = random.bounded(40'000); at > 0; --at)
                bytes += char(random.bounded(letters));
            const QByteArray packed = qCompress(bytes, round % 10).sliced(4);
            QCOMPARE(inflated(packed, bytes.size()).value_or(QByteArray("nothing")), bytes);
            if (!bytes.isEmpty())
                QVERIFY(!inflated(packed, bytes.size() - 1)); // one byte too much
        }
    }

    void aPackedTextIsAmongWhatAFileCarries()
    {
        const QList<FileText> texts =
            textsIn(pngWith({packedChunk("parameters", "a fox"), textChunk("Title", "t")}));
        QCOMPARE(texts.size(), 2);
        QCOMPARE(texts[0].place, u"parameters"_s);
        QCOMPARE(texts[0].text, u"a fox"_s);
    }

private:
    static QString put(const QTemporaryDir &folder, const QString &name, const QByteArray &bytes)
    {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qWarning("not written");
        return file.fileName();
    }
    /// A little more than is unpacked.
    static QByteArray bomb() { return QByteArray(mostFileText + 1, 'a'); }
    static QByteArray manyMembers()
    {
        QByteArray json = "{\"sui_image_params\": {\"prompt\": \"a\"";
        for (int at = 0; at < 100'000; ++at)
            json += ",\"k" + QByteArray::number(at) + "\":1";
        return json + "}}";
    }
    static QJsonObject circles()
    {
        QJsonObject graph = comfyGraph();
        graph[u"6"_s] = node(u"ConditioningCombine"_s,
                             {{u"conditioning_1"_s, link(u"60"_s)}, {u"conditioning_2"_s, link(u"6"_s)}});
        graph[u"60"_s] = node(u"ConditioningCombine"_s, {{u"conditioning_1"_s, link(u"6"_s)}});
        graph[u"5"_s] =
            node(u"LatentUpscaleBy"_s, {{u"samples"_s, link(u"3"_s)}, {u"width"_s, link(u"5"_s)}});
        graph[u"4"_s] = node(u"LoraLoader"_s, {{u"model"_s, link(u"4"_s)}});
        graph[u"7"_s] = node(u"CLIPTextEncode"_s, {{u"text"_s, link(u"70"_s)}});
        graph[u"70"_s] = node(u"Text"_s, {{u"text"_s, link(u"70"_s)}, {u"text_b"_s, link(u"70"_s)}});
        return graph;
    }
    static QJsonObject crowd()
    {
        QJsonObject graph;
        for (int at = 0; at < 4'000; ++at) {
            QJsonObject inputs{{u"seed"_s, at}, {u"positive"_s, link(QString::number((at + 1) % 4'000))}};
            for (int to = 0; to < 12; ++to)
                inputs[u"conditioning_%1"_s.arg(to)] = link(QString::number((at * 7 + to * 331) % 4'000));
            graph[QString::number(at)] = node(u"KSampler"_s, inputs);
        }
        return graph;
    }
};

QTEST_GUILESS_MAIN(TestForeignRecipe)
#include "tst_foreignrecipe.moc"
