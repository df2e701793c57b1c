// `janus-studio again`: what it takes, what it refuses, and that the same request is the same bytes.
#include "tests/jobs/studiobench.h"
#include "tests/waiting.h"

#include "commands/againcommand.h"
#include "core/paramroles.h"
#include "jobs/jobqueue.h"
#include "jobs/modelstore.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::commands;
using test::StudioBench;
using test::waitFor;

namespace {

/// What prompts are made of: prose, and all that means something to somebody on the way.
QString promptOf(QRandomGenerator &random)
{
    static const QStringList pieces{
        u"a red boat"_s, u"{dawn|noon}"_s, u"# no comment\n"_s, u"\\"_s,      u"\""_s,
        u"\n"_s,         u"\t"_s,          u"--seed 5"_s,       u"-"_s,       u"<b>"_s,
        u"%1"_s,         u"灯台"_s,        u"🦊"_s,           u"e\u0301"_s, u"\u2028"_s,
        u"Steps: 20"_s,  u"__list__"_s};
    QString text = u"p"_s;
    for (quint32 k = random.bounded(8u); k > 0; --k)
        text += pieces[qsizetype(random.bounded(uint(pieces.size())))];
    return text;
}

Seed seedOf(QRandomGenerator &random)
{
    switch (random.bounded(4u)) {
    case 0:
        return Seed(random.generate64()); // far beyond what a double holds
    case 1:
        return std::numeric_limits<Seed>::max() - Seed(random.bounded(3u));
    case 2:
        return -Seed(random.bounded(1000u)) - 1;
    default:
        return drawSeed(random);
    }
}

/// Any request of the model, in pictures that are drawn quickly.
GenerationRequest requestOf(QRandomGenerator &random)
{
    GenerationRequest request{u"fal-ai/janus"_s, {{u"prompt"_s, promptOf(random)}}};
    request = withSeed(request, seedOf(random));
    if (random.bounded(8u) == 0)
        request.input[u"image_size"_s] = u"square"_s;
    else
        request.input[u"image_size"_s] = QJsonObject{{u"width"_s, int(random.bounded(64u, 130u))},
                                                     {u"height"_s, int(random.bounded(64u, 130u))}};
    if (random.bounded(2u) == 0)
        request.input[u"cfg_weight"_s] = 1 + 19 * random.generateDouble(); // all its digits count
    if (random.bounded(2u) == 0)
        request.input[u"temperature"_s] = 0.1 + 0.9 * random.generateDouble();
    if (random.bounded(2u) == 0)
        request.input[u"num_images"_s] = int(random.bounded(1u, 4u));
    if (random.bounded(2u) == 0)
        request.input[u"enable_safety_checker"_s] = random.bounded(2u) == 0;
    return request;
}

struct AgainBench : StudioBench
{
    /// What went over the wire, sorted.
    QList<QByteArray> bodies() const
    {
        QList<QByteArray> bodies;
        for (const sandbox::RecordedRequest &request : server->requests()) {
            if (request.method == "POST")
                bodies << request.body;
        }
        return bodies;
    }

    QList<Picture> pictures() const
    {
        std::optional<QList<Picture>> found;
        QObject context;
        library->rows(&context, [&](const Result<std::vector<library::PictureRow>> &rows) {
            std::vector<PictureId> ids;
            for (const library::PictureRow &row : *rows)
                ids.push_back(row.id);
            std::ranges::sort(ids);
            library->pictures(ids, &context, [&](const Result<QList<Picture>> &all) { found = *all; });
        });
        [[maybe_unused]] const bool waited = waitFor([&] { return found.has_value(); });
        return found.value_or(QList<Picture>());
    }

    /// Runs the command to its end; its exit code, or -1.
    int again(const QStringList &arguments, const QString &real = u"fal"_s)
    {
        const Result<AgainOptions> options = readAgainOptions(arguments);
        if (!options)
            return int(exitCodeFor(options.error()));
        AgainCommand command(*options, {real, u"sandbox"_s, false},
                             jobs::ModelStore(folder.filePath(u"models"_s), QStringLiteral(JANUS_SCHEMAS)),
                             *library, *queue, Console(Console::Format::Json));
        QSignalSpy finished(&command, &Command::finished);
        command.run();
        return waitFor([&] { return !finished.isEmpty(); }) ? finished.first().first().toInt() : -1;
    }

    Picture make(const GenerationRequest &request)
    {
        const JobId job = enqueue({request}).value(0);
        return waitForState(job, JobState::Done) ? pictures().last() : Picture();
    }
};

QString sentenceFor(const QStringList &arguments)
{
    const Result<AgainOptions> read = readAgainOptions(arguments);
    return read ? u"taken"_s : read.error().message;
}

} // namespace

class TestAgain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wrongWordsGetASentence_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("part");
        QTest::newRow("no picture") << QStringList{} << u"one or more"_s;
        QTest::newRow("an unknown option") << QStringList{u"1"_s, u"--colour=red"_s} << u"colour"_s;
        QTest::newRow("a seed in words") << QStringList{u"1"_s, u"--seed"_s, u"seven"_s} << u"“seven”"_s;
        QTest::newRow("a seed with a comma") << QStringList{u"1"_s, u"--seed=1.5"_s} << u"same, new"_s;
        QTest::newRow("a seed too large")
            << QStringList{u"1"_s, u"--seed=9223372036854775808"_s} << u"9223372036854775807"_s;
        QTest::newRow("two seeds") << QStringList{u"1"_s, u"--seed=1"_s, u"--seed=2"_s} << u"twice"_s;
        QTest::newRow("set without a value") << QStringList{u"1"_s, u"--set"_s, u"cfg"_s} << u"NAME=VALUE"_s;
        QTest::newRow("set without a name") << QStringList{u"1"_s, u"--set"_s, u"=5"_s} << u"NAME=VALUE"_s;
        QTest::newRow("the same twice")
            << QStringList{u"1"_s, u"--set=cfg=5"_s, u"--set=cfg=6"_s} << u"twice"_s;
        QTest::newRow("no folder") << QStringList{u"1"_s, u"-o"_s, u"/nowhere/at/all"_s}
                                   << u"/nowhere/at/all"_s;
        QTest::newRow("too many at a time") << QStringList{u"1"_s, u"--parallel=1000"_s} << u"1000"_s;
        QTest::newRow("both services")
            << QStringList{u"1"_s, u"--sandbox"_s, u"--no-sandbox"_s} << u"contradict"_s;
    }
    void wrongWordsGetASentence()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, part);
        const QString sentence = sentenceFor(arguments);
        QVERIFY2(sentence.contains(part), qPrintable(sentence));
        QVERIFY2(sentence.endsWith(u'.'), qPrintable(sentence));
    }

    // What is only known when picture and model are read: nothing is sent then either.
    void wrongValuesAreRefusedBeforeAnythingIsSent_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no such picture") << QStringList{u"999"_s};
        QTest::newRow("no such file") << QStringList{u"/nowhere/at/all.jpg"_s};
        QTest::newRow("one of two is wrong") << QStringList{u"1"_s, u"999"_s};
        QTest::newRow("an unknown input") << QStringList{u"1"_s, u"--set=colour=red"_s};
        QTest::newRow("not a number") << QStringList{u"1"_s, u"--set=cfg=high"_s};
        QTest::newRow("beyond the limit") << QStringList{u"1"_s, u"--set=cfg=21"_s};
        QTest::newRow("too small") << QStringList{u"1"_s, u"--set=temperature=0"_s};
        QTest::newRow("no size") << QStringList{u"1"_s, u"--set=size=huge"_s};
        QTest::newRow("too many pictures") << QStringList{u"1"_s, u"--set=n=1000"_s};
        QTest::newRow("an empty prompt") << QStringList{u"1"_s, u"--set=prompt="_s};
        QTest::newRow("two seeds in two ways") << QStringList{u"1"_s, u"--seed=5"_s, u"--set=seed=6"_s};
    }
    void wrongValuesAreRefusedBeforeAnythingIsSent()
    {
        QFETCH(const QStringList, arguments);
        AgainBench bench;
        QVERIFY(bench.open());
        QCOMPARE(bench.make(bench.request()).id, 1);
        QCOMPARE(bench.again(arguments), int(ExitCode::BadInput));
        QCOMPARE(bench.posts(), 1);
        QCOMPARE(bench.queue->jobs().size(), 1);
    }

    void aFileThatIsNoneOfOursSaysSo()
    {
        AgainBench bench;
        QVERIFY(bench.open());
        const QString file = bench.folder.filePath(u"other.png"_s);
        QImage image(8, 8, QImage::Format_RGB32);
        image.fill(Qt::red);
        QVERIFY(image.save(file));
        QCOMPARE(bench.again({file}), int(ExitCode::BadInput));
        QCOMPARE(bench.again({bench.folder.path()}), int(ExitCode::BadInput));
        QCOMPARE(bench.posts(), 0);
    }

    // The promise of the whole: for any request, the same bytes once more, by number and by file.
    void theSameRequestIsTheSameBytes()
    {
        constexpr int count = 60;
        QRandomGenerator random(6);
        AgainBench bench;
        QVERIFY(bench.open());
        QList<GenerationRequest> requests;
        for (int k = 0; k < count; ++k)
            requests << requestOf(random);
        for (const JobId job : bench.enqueue(requests))
            QVERIFY(bench.waitForState(job, JobState::Done));
        QList<QByteArray> sent = bench.bodies();
        QCOMPARE(sent.size(), count);
        // Of a request for several pictures any one, or all of them, stand for the request.
        QStringList named;
        QStringList files;
        QSet<JobId> seen;
        for (const Picture &picture : bench.pictures()) {
            const bool isKnown = seen.contains(picture.job);
            seen << picture.job;
            if (!isKnown)
                files << picture.file;
            if (!isKnown || picture.index == 2)
                named << (picture.id % 2 == 0 ? QString::number(picture.id) : picture.file);
        }
        QCOMPARE(bench.again(named), int(ExitCode::Done));
        QList<QByteArray> both = bench.bodies();
        QCOMPARE(both.size(), 2 * count);
        QList<QByteArray> again = both.mid(count);
        std::ranges::sort(sent);
        std::ranges::sort(again);
        QCOMPARE(again, sent);
        // And where only the files are: their recipes alone say it all.
        AgainBench elsewhere;
        QVERIFY(elsewhere.open());
        QCOMPARE(elsewhere.again(files), int(ExitCode::Done));
        QList<QByteArray> fromFiles = elsewhere.bodies();
        std::ranges::sort(fromFiles);
        QCOMPARE(fromFiles, sent);
    }

    void theChildKnowsItsParentAndItsWords()
    {
        AgainBench bench;
        QVERIFY(bench.open());
        Wish wish{bench.request(), {}};
        wish.provenance.words = u"a {red|blue} boat"_s;
        wish.provenance.style = u"Ink"_s;
        bool isTaken = false;
        bench.queue->enqueue({wish}, u"sandbox"_s, {}, this, [&](const auto &) { isTaken = true; });
        QVERIFY(waitFor([&] { return isTaken; }));
        QVERIFY(bench.waitForState(1, JobState::Done));
        const Picture first = bench.pictures().first();
        QCOMPARE(bench.again({u"1"_s, u"--seed=new"_s}), 0);
        const Picture second = bench.pictures().last();
        QCOMPARE(second.provenance.parent, std::optional(first.name()));
        QCOMPARE(second.provenance.words, wish.provenance.words);
        QCOMPARE(second.provenance.style, wish.provenance.style);
        QVERIFY(second.seed != first.seed);
        QCOMPARE(withSeed(second.request, first.seed), first.request);
        // With other words these are not what it was drawn from.
        QCOMPARE(bench.again({u"2"_s, u"--set=prompt=a green boat"_s}), 0);
        const Picture third = bench.pictures().last();
        QCOMPARE(prompt(third.request), u"a green boat"_s);
        QVERIFY(third.provenance.words.isEmpty() && third.provenance.style.isEmpty());
        QCOMPARE(third.provenance.parent, std::optional(second.name()));
    }

    void oneThingIsChangedAndNothingElse_data()
    {
        QTest::addColumn<QStringList>("changes");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("guidance") << QStringList{u"--set=cfg=7.5"_s} << u"cfg_weight"_s << QJsonValue(7.5);
        QTest::newRow("guidance by its whole name")
            << QStringList{u"--set=guidance=7"_s} << u"cfg_weight"_s << QJsonValue(7);
        QTest::newRow("by the option's name")
            << QStringList{u"--set=cfg-weight=7.5"_s} << u"cfg_weight"_s << QJsonValue(7.5);
        QTest::newRow("by the schema's name")
            << QStringList{u"--set"_s, u"cfg_weight=7.5"_s} << u"cfg_weight"_s << QJsonValue(7.5);
        QTest::newRow("size") << QStringList{u"--set=size=72x80"_s} << u"image_size"_s
                              << QJsonValue(QJsonObject{{u"width"_s, 72}, {u"height"_s, 80}});
        QTest::newRow("count") << QStringList{u"--set=n=2"_s} << u"num_images"_s << QJsonValue(2);
        QTest::newRow("seed") << QStringList{u"--seed=9007199254740993"_s} << u"seed"_s
                              << QJsonValue(Q_INT64_C(9007199254740993));
        QTest::newRow("a negative seed") << QStringList{u"--seed"_s, u"-3"_s} << u"seed"_s << QJsonValue(-3);
        QTest::newRow("seed by set") << QStringList{u"--set=seed=12"_s} << u"seed"_s << QJsonValue(12);
        QTest::newRow("a prompt with an equals sign")
            << QStringList{u"--set=prompt=a=b"_s} << u"prompt"_s << QJsonValue(u"a=b"_s);
    }
    void oneThingIsChangedAndNothingElse()
    {
        QFETCH(const QStringList, changes);
        QFETCH(const QString, name);
        QFETCH(const QJsonValue, value);
        AgainBench bench;
        QVERIFY(bench.open());
        GenerationRequest expected = bench.make(bench.request()).request;
        expected.input[name] = value;
        QCOMPARE(bench.again(QStringList{u"1"_s} + changes), 0);
        QCOMPARE(bench.bodies().size(), 2);
        QCOMPARE(bench.bodies().last(), expected.body());
    }

    void aFileOutsideTheLibraryIsEnough()
    {
        AgainBench bench;
        QVERIFY(bench.open());
        const Picture first = bench.make(bench.request());
        const QString copy = bench.folder.filePath(u"sent by a friend.jpg"_s);
        QVERIFY(QFile::copy(first.file, copy));
        AgainBench other;
        QVERIFY(other.open());
        QCOMPARE(other.again({copy, u"--seed=same"_s}), 0);
        QCOMPARE(other.bodies(), bench.bodies());
        QCOMPARE(other.pictures().first().provenance.parent, std::optional(first.name()));
    }

    // What a file asks for may be anything: it is sent only when it is a request of a model known here.
    void aStrangersFileSendsNothingThatIsNotKnownHere()
    {
        GenerationRequest request{u"fal-ai/janus"_s, {{u"prompt"_s, u"a boat"_s}, {u"seed"_s, 5}}};
        AgainOptions options;
        AgainSource source{u"sent by a friend.jpg"_s, {request, {}}, u"sandbox"_s, true};
        QList<Error> errors;
        const Result<Wish> unknown = changedWish(source, options, nullptr, errors);
        QVERIFY(!unknown);
        QVERIFY(unknown.error().message.contains(u"not known here yet"_s));
        const jobs::ModelStore models({}, QStringLiteral(JANUS_SCHEMAS));
        const auto known = models.best(request.endpoint);
        QVERIFY(known);
        const Result<Wish> good = changedWish(source, options, known->schema.get(), errors);
        QVERIFY(good);
        QCOMPARE(good->request, request);
        source.wish.request.input[u"sync_mode"_s] = true;
        QVERIFY(!changedWish(source, options, known->schema.get(), errors));
        QCOMPARE(errors.size(), 1);
        // The library's own is its own, whatever the schema says by now.
        source.isOfStranger = false;
        QVERIFY(changedWish(source, options, nullptr, errors));
    }

    void copiesGoWhereTold()
    {
        AgainBench bench;
        QVERIFY(bench.open());
        bench.make(bench.request());
        QVERIFY(QDir(bench.folder.path()).mkdir(u"out"_s));
        const QString out = bench.folder.filePath(u"out"_s);
        QCOMPARE(bench.again({u"1"_s, u"-o"_s, out}), 0);
        QCOMPARE(QDir(out).entryList(QDir::Files).size(), 1);
    }

    void whatWasPractisedIsPractisedAndNothingElse()
    {
        AgainBench bench;
        QVERIFY(bench.open());
        bench.make(bench.request()); // at the sandbox
        QCOMPARE(bench.again({u"1"_s}), 0);
        QCOMPARE(bench.queue->find(2)->service, u"sandbox"_s);
        bench.unreachable = {u"fal"_s};
        QCOMPARE(bench.again({u"1"_s, u"--no-sandbox"_s}), int(ExitCode::Network));
        QCOMPARE(bench.queue->find(3)->service, u"fal"_s);
    }

    // Of another service: the key at hand is not given to it, and nothing is paid for where nobody asked.
    void aPictureOfAnotherServiceIsNotSentElsewhere()
    {
        AgainBench bench;
        QVERIFY(bench.open());
        bool isTaken = false;
        bench.queue->enqueue(wishesFor({bench.request()}), u"https://pictures.example"_s, {}, this,
                             [&](const auto &) { isTaken = true; });
        QVERIFY(waitFor([&] { return isTaken; }));
        QVERIFY(bench.waitForState(1, JobState::Done));
        QCOMPARE(bench.again({u"1"_s}), int(ExitCode::BadInput));
        QCOMPARE(bench.posts(), 1);
        QCOMPARE(bench.again({u"1"_s}, u"https://pictures.example"_s), 0);
        QCOMPARE(bench.again({u"1"_s, u"--sandbox"_s}), 0);
        QCOMPARE(bench.queue->find(3)->service, u"sandbox"_s);
    }
};

QTEST_GUILESS_MAIN(TestAgain)
#include "tst_again.moc"
