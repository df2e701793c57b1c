#include "application.h"
#include "commands/generatecommand.h"
#include "commands/invocation.h"
#include "commands/sandboxcommand.h"
#include "core/paramroles.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::commands;

class TestArguments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        Result<ModelSchema> schema = Application::bundledSchema();
        QVERIFY(schema);
        m_schema = *schema;
    }

    void noArgumentsOpenTheWindow()
    {
        const Result<Invocation> call = readInvocation({});
        QVERIFY(call);
        QVERIFY(call->command.isEmpty());
    }

    void wordsAndFilesOpenTheWindowWithThem()
    {
        const QTemporaryDir folder;
        QFile fox(folder.filePath(u"fox.png"_s));
        QVERIFY(fox.open(QIODevice::WriteOnly));
        const Result<Invocation> call =
            readInvocation({u"--prompt"_s, u"--generate"_s, fox.fileName(), u"--data=/d"_s, u"/d/./e/../-f"_s,
                            u"--"_s, u"/-g"_s});
        QVERIFY(call);
        QVERIFY(call->command.isEmpty());
        QCOMPARE(call->prompt, u"--generate"_s);
        QCOMPARE(call->files, QStringList({fox.fileName(), u"/d/-f"_s, u"/-g"_s}));
        QCOMPARE(readInvocation({u"./x"_s})->files, QStringList{QDir::current().absoluteFilePath(u"x"_s)});
    }

    void optionsForEverybodyMayStandAnywhereBeforeTheDashes()
    {
        const Result<Invocation> call =
            readInvocation({u"--json"_s, u"generate"_s, u"x"_s, u"--data=/d"_s, u"--"_s, u"--json"_s});
        QVERIFY(call);
        QCOMPARE(call->command, u"generate"_s);
        QVERIFY(call->isJson);
        QCOMPARE(call->paths.database(), u"/d/data/library.db"_s);
        QCOMPARE(call->arguments, QStringList({u"x"_s, u"--"_s, u"--json"_s}));
    }

    void wrongCallsGetASentence_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("word");
        QTest::newRow("unknown command") << QStringList{u"paint"_s} << u"paint"_s;
        QTest::newRow("unknown option") << QStringList{u"--fast"_s} << u"--fast"_s;
        QTest::newRow("option after a file") << QStringList{u"/x"_s, u"--fast"_s} << u"--fast"_s;
        QTest::newRow("no prompt") << QStringList{u"--prompt"_s} << u"--prompt"_s;
        QTest::newRow("value missing") << QStringList{u"--data"_s} << u"--data"_s;
        QTest::newRow("empty value") << QStringList{u"--server="_s} << u"--server"_s;
        QTest::newRow("pace no number") << QStringList{u"--sandbox-pace"_s, u"fast"_s} << u"fast"_s;
        QTest::newRow("patience no number") << QStringList{u"--look-for"_s, u"long"_s} << u"long"_s;
        QTest::newRow("patience too long") << QStringList{u"--look-for"_s, u"86401"_s} << u"86401"_s;
        QTest::newRow("screenshot size") << QStringList{u"--screenshot-size"_s, u"big"_s} << u"big"_s;
    }
    void wrongCallsGetASentence()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, word);
        const Result<Invocation> call = readInvocation(arguments);
        QVERIFY(!call);
        QCOMPARE(call.error().kind, ErrorKind::BadInput);
        QVERIFY2(call.error().message.contains(word), qPrintable(call.error().message));
    }

    void everyInputCanBeSaidInLongAndShort()
    {
        const Result<GenerateOptions> options =
            read({u"a fox"_s, u"--size"_s, u"1280x720"_s, u"--cfg"_s, u"7.5"_s, u"--temperature"_s, u"0.5"_s,
                  u"-n"_s, u"3"_s, u"--seed"_s, u"9007199254740993"_s, u"--no-enable-safety-checker"_s,
                  u"--priority"_s, u"low"_s});
        QVERIFY2(options, options ? "" : qPrintable(options.error().message));
        QCOMPARE(options->requests.size(), 1);
        const QJsonObject input = options->requests.first().input;
        QCOMPARE(input, (QJsonObject{{u"prompt"_s, u"a fox"_s},
                                     {u"image_size"_s, QJsonObject{{u"width"_s, 1280}, {u"height"_s, 720}}},
                                     {u"cfg_weight"_s, 7.5},
                                     {u"temperature"_s, 0.5},
                                     {u"num_images"_s, 3},
                                     {u"seed"_s, qint64(9007199254740993)},
                                     {u"enable_safety_checker"_s, false}}));
        QCOMPARE(options->delivery.priority, Priority::Low);
    }

    void everythingASubmitCanCarryCanBeSaid()
    {
        const Result<GenerateOptions> options =
            read({u"a fox"_s, u"--webhook"_s, u"https://h.example/cb?a=1"_s, u"--start-timeout"_s, u"30.5"_s,
                  u"--hint"_s, u"h1"_s, u"--expire"_s, u"7d"_s, u"--private"_s, u"--no-retry"_s, u"--tag"_s,
                  u"team=design"_s, u"--tag=env=prod"_s});
        QVERIFY2(options, options ? "" : qPrintable(options.error().message));
        Delivery expected;
        expected.webhook = QUrl(u"https://h.example/cb?a=1"_s);
        expected.startTimeout = 30.5;
        expected.runnerHint = u"h1"_s;
        expected.expirySeconds = 604800;
        expected.access = Delivery::Access::Private;
        expected.noRetry = true;
        expected.tags = {u"team=design"_s, u"env=prod"_s};
        QCOMPARE(options->delivery, expected);
        QCOMPARE(read({u"a fox"_s})->delivery, Delivery());
    }

    void helpNamesEveryCommandAndWhatAnExitCodeMeans()
    {
        for (const QString &word : commandWords())
            QVERIFY2(mainHelp().contains("\n  "_L1 + word + u' '), qPrintable(word));
        QVERIFY(mainHelp().contains(u"0 everything asked for is done"_s)); // an upload puts nothing on disk
    }

    void helpNamesWhatASubmitCanCarry()
    {
        const QString help = generateHelp(m_schema);
        for (const char *option : {"--priority", "--webhook URL", "--start-timeout", "--hint", "--expire",
                                   "--private", "--no-retry", "--tag"})
            QVERIFY2(help.contains(QLatin1String(option)), option);
    }

    void defaultsAreTheSchemasAndASeedIsDrawn()
    {
        const Result<GenerateOptions> options = read({u"a fox"_s});
        QVERIFY(options);
        const GenerationRequest request = options->requests.first();
        QCOMPARE(request.input["image_size"_L1].toString(), u"square"_s);
        QVERIFY(seed(request).has_value());
        QVERIFY(*seed(request) >= 0 && *seed(request) <= largestDrawnSeed);
    }

    void parallelIsFourUnlessTold()
    {
        QCOMPARE(read({u"a fox"_s})->parallel, 4);
        QCOMPARE(read({u"a fox"_s, u"--parallel"_s, u"20"_s})->parallel, 20);
    }

    void countMakesRequestsWithSeedsThatFollow()
    {
        const Result<GenerateOptions> options = read({u"a fox"_s, u"--count"_s, u"3"_s, u"--seed"_s, u"5"_s});
        QVERIFY(options);
        QCOMPARE(options->requests.size(), 3);
        for (int k = 0; k < 3; ++k)
            QCOMPARE(seed(options->requests[k]).value(), 5 + k);
    }

    void aPromptMayBeginWithADash()
    {
        const Result<GenerateOptions> options = read({u"--seed"_s, u"1"_s, u"--"_s, u"--not an option"_s});
        QVERIFY(options);
        QCOMPARE(prompt(options->requests.first()), u"--not an option"_s);
    }

    void badInputNamesFieldLimitAndValue_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char *name, const QStringList &arguments, const QStringList &words) {
            QTest::newRow(name) << arguments << words;
        };
        row("no prompt", {}, {u"Prompt"_s});
        row("empty prompt", {u"  "_s}, {u"Prompt"_s});
        row("two prompts", {u"a"_s, u"b"_s}, {u"quotes"_s});
        row("unknown option", {u"a"_s, u"--steps"_s, u"3"_s}, {u"steps"_s});
        row("unknown size", {u"a"_s, u"--size"_s, u"huge"_s}, {u"Size"_s, u"square_hd"_s, u"huge"_s});
        row("width 0", {u"a"_s, u"--size"_s, u"0x10"_s}, {u"Width"_s, u"14142"_s, u"0"_s});
        row("height too large", {u"a"_s, u"--size"_s, u"10x14143"_s}, {u"Height"_s, u"14142"_s, u"14143"_s});
        row("guidance low", {u"a"_s, u"--cfg-weight"_s, u"0.5"_s}, {u"Guidance"_s, u"1 and 20"_s, u"0.5"_s});
        row("guidance by its whole name", {u"a"_s, u"--guidance"_s, u"21"_s},
            {u"Guidance"_s, u"20"_s, u"21"_s});
        row("guidance high", {u"a"_s, u"--cfg"_s, u"20.1"_s}, {u"Guidance"_s, u"20"_s, u"20.1"_s});
        row("temperature", {u"a"_s, u"--temperature"_s, u"2.5"_s},
            {u"Temperature"_s, u"0.1 and 2"_s, u"2.5"_s});
        row("temperature no number", {u"a"_s, u"--temperature"_s, u"warm"_s},
            {u"Temperature"_s, u"number"_s, u"warm"_s});
        row("17 images", {u"a"_s, u"-n"_s, u"17"_s}, {u"Images"_s, u"1 and 16"_s, u"17"_s});
        row("half an image", {u"a"_s, u"-n"_s, u"1.5"_s}, {u"Images"_s, u"whole"_s, u"1.5"_s});
        row("seed", {u"a"_s, u"--seed"_s, u"lucky"_s}, {u"Seed"_s, u"whole"_s, u"lucky"_s});
        row("seed too large", {u"a"_s, u"--seed"_s, u"99999999999999999999"_s}, {u"Seed"_s, u"between"_s});
        row("count", {u"a"_s, u"--count"_s, u"0"_s}, {u"--count"_s, u"1000"_s, u"0"_s});
        row("parallel", {u"a"_s, u"--parallel"_s, u"101"_s}, {u"--parallel"_s, u"100"_s, u"101"_s});
        row("priority", {u"a"_s, u"--priority"_s, u"urgent"_s}, {u"--priority"_s, u"low"_s, u"urgent"_s});
        row("webhook", {u"a"_s, u"--webhook"_s, u"http://h.example"_s},
            {u"webhook"_s, u"https"_s, u"h.example"_s});
        row("webhook empty", {u"a"_s, u"--webhook="_s}, {u"webhook"_s, u"https"_s});
        row("start timeout", {u"a"_s, u"--start-timeout"_s, u"1"_s}, {u"start timeout"_s, u"more than 1"_s});
        row("start timeout word", {u"a"_s, u"--start-timeout"_s, u"soon"_s},
            {u"--start-timeout"_s, u"soon"_s});
        row("expiry", {u"a"_s, u"--expire"_s, u"2w"_s}, {u"--expire"_s, u"30d"_s, u"2w"_s});
        row("expiry 0", {u"a"_s, u"--expire"_s, u"0"_s}, {u"--expire"_s, u"0"_s});
        row("hint", {u"a"_s, u"--hint"_s, u"caf\u00e9"_s}, {u"hint"_s, u"caf\u00e9"_s});
        row("tag", {u"a"_s, u"--tag"_s, u"design"_s}, {u"tag"_s, u"KEY=VALUE"_s, u"design"_s});
        row("folder", {u"a"_s, u"-o"_s, u"/no/such/folder"_s}, {u"/no/such/folder"_s});
        row("words", {u"a"_s, u"--words"_s, u"some"_s}, {u"--words"_s, u"draw, all or off"_s, u"some"_s});
        row("no file of prompts", {u"--prompts"_s, u"/no/such.csv"_s}, {u"--prompts"_s, u"/no/such.csv"_s});
        row("a prompt beside a file", {u"a"_s, u"--prompts"_s, u"/no/such.csv"_s}, {u"beside --prompts"_s});
        row("value missing", {u"a"_s, u"--seed"_s}, {u"seed"_s});
    }
    void badInputNamesFieldLimitAndValue()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QStringList, words);
        const Result<GenerateOptions> options = read(arguments);
        QVERIFY(!options);
        QCOMPARE(options.error().kind, ErrorKind::BadInput);
        for (const QString &word : words)
            QVERIFY2(options.error().message.contains(word), qPrintable(options.error().message));
    }

    void inputsThatAreCalledLikeOursGetAnotherName()
    {
        const QByteArray document =
            R"({"info":{"x-fal-metadata":{"endpointId":"a/b"}},"paths":{"/a/b":{"post":
            {"requestBody":{"content":{"application/json":{"schema":{"type":"object","properties":{
            "model":{"type":"string"},"version":{"type":"string"},"priority":{"type":"string"},
            "retry":{"type":"boolean"},"size":{"type":"string"}}}}}}}}}})";
        const Result<ModelSchema> schema = ModelSchema::fromOpenApi(document);
        QVERIFY(schema);
        const Result<GenerateOptions> options = readGenerateOptions(
            {u"--model"_s, u"a/b"_s, u"--input-model"_s, u"large"_s, u"--input-version"_s, u"2"_s,
             u"--input-priority"_s, u"speed"_s, u"--priority"_s, u"low"_s, u"--no-input-retry"_s,
             u"--no-retry"_s, u"--size"_s, u"huge"_s, u"--count"_s, u"2"_s},
            *schema);
        QVERIFY2(options, qPrintable(options ? QString() : options.error().message));
        QCOMPARE(options->requests.size(), 2);
        QCOMPARE(options->requests.last().input, (QJsonObject{{u"model"_s, u"large"_s},
                                                              {u"version"_s, u"2"_s},
                                                              {u"priority"_s, u"speed"_s},
                                                              {u"retry"_s, false},
                                                              {u"size"_s, u"huge"_s}}));
        QCOMPARE(options->delivery.priority, Priority::Low);
        QVERIFY(options->delivery.noRetry);
        QVERIFY(generateHelp(*schema).contains(u"--input-version"_s));
    }

    void theModelIsFoundBeforeTheDashes()
    {
        QCOMPARE(*readModelOption({u"a fox"_s, u"--model=a/b"_s}), u"a/b"_s);
        QCOMPARE(*readModelOption({u"--model"_s, u"a/b"_s, u"x"_s}), u"a/b"_s);
        QCOMPARE(*readModelOption({u"x"_s, u"--"_s, u"--model"_s, u"a/b"_s}), QString());
        QVERIFY(!readModelOption({u"--model"_s}));
    }

    void helpNamesEveryInput()
    {
        const QString help = generateHelp(m_schema);
        for (const ParamSpec &param : m_schema.params()) {
            if (param.role != ParamRole::Prompt)
                QVERIFY2(help.contains(param.option().mid(2)), qPrintable(param.name));
        }
    }

    void wordsGoOutAsTheyAreWrittenUnlessTold()
    {
        const QString text = u"a {red|blue} __animal__\n# note"_s;
        const auto sent = [&](const QStringList &options) {
            const Result<GenerateOptions> asked = read(QStringList{text, u"--seed"_s, u"5"_s} + options);
            const Result<QList<Wish>> wishes = asked ? wishesFor(*asked, {{u"animal"_s, u"fox\nheron"_s}},
                                                                 {{u"Ink"_s, u"ink of {prompt}"_s}})
                                                     : Result<QList<Wish>>(asked.error());
            return wishes ? *wishes : QList<Wish>{{{}, {wishes.error().message, {}, {}}}};
        };
        QCOMPARE(prompt(sent({}).first().request), text);
        QCOMPARE(sent({}).first().provenance, Provenance());
        const words::Lists lists({{u"animal"_s, u"fox\nheron"_s}});
        const QList<Wish> drawn = sent({u"--words"_s, u"draw"_s, u"--count"_s, u"3"_s});
        QCOMPARE(drawn.size(), 3);
        for (int k = 0; k < 3; ++k)
            QCOMPARE(prompt(drawn[k].request), words::drawn(text, lists, 5 + k));
        QCOMPARE(drawn.first().provenance.words, text);
        const QList<Wish> all = sent({u"--words=all"_s, u"--style"_s, u"ink"_s});
        QCOMPARE(all.size(), 4);
        QCOMPARE(prompt(all[0].request), u"ink of a red fox"_s);
        QCOMPARE(prompt(all[3].request), u"ink of a blue heron"_s);
        QCOMPARE(seed(all[3].request), std::optional<Seed>(5));
        QCOMPARE(all[3].provenance.style, u"Ink"_s);
        QCOMPARE(sent({u"--style"_s, u"Oil"_s}).first().provenance.words,
                 u"There is no style “Oil” in the library."_s);
    }

    void drawnWordsAreCheckedBeforeAnythingIsSent()
    {
        const Result<GenerateOptions> asked = read({u"# only a note"_s, u"--words"_s, u"draw"_s});
        QVERIFY(asked);
        const Result<QList<Wish>> wishes = wishesFor(*asked, {}, {});
        QVERIFY(!wishes);
        QVERIFY(wishes.error().message.contains(u"Prompt"_s));
    }

    void promptsMayComeFromAFile()
    {
        const QTemporaryDir folder;
        const auto write = [&](const QString &name, const QByteArray &content) {
            QFile file(folder.filePath(name));
            return file.open(QIODevice::WriteOnly) && file.write(content) > 0 ? file.fileName() : QString();
        };
        const QString table = write(u"list.csv"_s, "prompt,seed,cfg\na fox,7,\n\"a heron, grey\",,9\n");
        const Result<GenerateOptions> options =
            read({u"--prompts"_s, table, u"--cfg"_s, u"3"_s, u"--count"_s, u"2"_s});
        QVERIFY2(options, qPrintable(options ? QString() : options.error().message));
        QCOMPARE(options->requests.size(), 4);
        QCOMPARE(prompt(options->requests[1]), u"a fox"_s);
        QCOMPARE(seed(options->requests[1]), std::optional<Seed>(8));
        QCOMPARE(guidance(options->requests[1]), std::optional(3.0));
        QCOMPARE(prompt(options->requests[2]), u"a heron, grey"_s);
        QCOMPARE(guidance(options->requests[2]), std::optional(9.0));
        QVERIFY(seed(options->requests[2]));
        const Result<GenerateOptions> bad =
            read({u"--prompts"_s, write(u"bad.csv"_s, "prompt,cfg\na,5\nb,99\n")});
        QVERIFY(!bad);
        QVERIFY2(bad.error().message.startsWith(u"bad.csv, line 3: "_s), qPrintable(bad.error().message));
    }

    void sandboxOptionsAreChecked_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<bool>("good");
        QTest::newRow("none") << QStringList() << true;
        QTest::newRow("port") << QStringList{u"--port"_s, u"8080"_s} << true;
        QTest::newRow("port too large") << QStringList{u"--port"_s, u"70000"_s} << false;
        QTest::newRow("port word") << QStringList{u"--port"_s, u"http"_s} << false;
        QTest::newRow("pace nan") << QStringList{u"--pace"_s, u"nan"_s} << false;
        QTest::newRow("something else") << QStringList{u"now"_s} << false;
        QTest::newRow("capacity") << QStringList{u"--capacity"_s, u"0"_s} << true;
        QTest::newRow("capacity below 0") << QStringList{u"--capacity"_s, u"-1"_s} << false;
        QTest::newRow("connections") << QStringList{u"--connections"_s, u"2000"_s} << true;
        QTest::newRow("no connections") << QStringList{u"--connections"_s, u"0"_s} << false;
        QTest::newRow("no such fault file") << QStringList{u"--faults"_s, u"/nowhere/faults.json"_s} << false;
    }
    void sandboxOptionsAreChecked()
    {
        QFETCH(QStringList, arguments);
        QTEST(readSandboxOptions(arguments).hasValue(), "good");
    }

private:
    Result<GenerateOptions> read(const QStringList &arguments) const
    {
        return readGenerateOptions(arguments, m_schema);
    }

    ModelSchema m_schema;
};

QTEST_GUILESS_MAIN(TestArguments)
#include "tst_arguments.moc"
