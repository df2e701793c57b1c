// Running pictures again over a real sandbox, and what is said of them.
#include "studiobench.h"
#include "tests/waiting.h"

#include "core/paramroles.h"
#include "jobs/checking.h"
#include "library/catalogue.h"
#include "library/deeds.h"
#include "sandbox/faultswitches.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace janus;
using jobs::Checking;
using library::Check;
using library::Verdict;
using sandbox::Fault;
using test::StudioBench;
using test::waitFor;

namespace {

Fault always(QLatin1StringView name)
{
    Fault fault = sandbox::findFaultSwitch(name)->fault;
    fault.times = -1;
    return fault;
}

/// A bench with a check desk.
struct CheckBench : StudioBench
{
    explicit CheckBench(sandbox::SandboxOptions options = {.pace = 0})
        : StudioBench(std::move(options))
    {
    }
    ~CheckBench() override { checking.reset(); }

    bool begin()
    {
        if (!open())
            return false;
        checking = std::make_unique<Checking>(*library, *queue);
        return true;
    }

    /// Large enough that noise is noise.
    GenerationRequest wanted(const QString &prompt = u"a red boat"_s, int count = 1) const
    {
        GenerationRequest wanted = withImageCount(request(prompt), count);
        wanted.input[u"image_size"_s] = QJsonObject{{u"width"_s, 256}, {u"height"_s, 192}};
        return wanted;
    }

    QList<Picture> all() const
    {
        std::optional<QList<Picture>> found;
        QObject context;
        library->rows(&context, [&](const Result<std::vector<library::PictureRow>> &rows) {
            std::vector<PictureId> ids;
            for (const library::PictureRow &row : *rows)
                ids.push_back(row.id);
            library->pictures(ids, &context,
                              [&](const Result<QList<Picture>> &pictures) { found = *pictures; });
        });
        [[maybe_unused]] const bool waited = waitFor([&] { return found.has_value(); });
        std::ranges::sort(*found, {}, [](const Picture &one) { return std::pair(one.job, one.index); });
        return *found;
    }

    QList<Picture> make(const QList<GenerationRequest> &requests)
    {
        for (const JobId job : enqueue(requests)) {
            if (!waitForState(job, JobState::Done))
                return {};
        }
        return all();
    }

    /// Checks them and waits for the end.
    Checking::Summary check(const QList<Picture> &pictures)
    {
        std::optional<Checking::Summary> summary;
        QObject context;
        checking->check(
            pictures, &context, [&](const Result<Checking::Begun> &taken) { begun = taken; },
            [&](const Checking::Summary &told) { summary = told; });
        [[maybe_unused]] const bool waited =
            waitFor([&] { return summary.has_value() || (begun && !*begun); });
        return summary.value_or(Checking::Summary());
    }

    QList<Check> record(const Picture &picture)
    {
        std::optional<QList<Check>> found;
        QObject context;
        library->catalogue().checks(picture.name(), &context,
                                    [&](const Result<QList<Check>> &checks) { found = *checks; });
        [[maybe_unused]] const bool waited = waitFor([&] { return found.has_value(); });
        return *found;
    }

    QList<QByteArray> bodies() const
    {
        QList<QByteArray> bodies;
        for (const sandbox::RecordedRequest &request : server->requests()) {
            if (request.method == "POST")
                bodies << request.body;
        }
        return bodies;
    }

    bool isTrashed(PictureId id)
    {
        const QList<Picture> pictures = all();
        const auto it = std::ranges::find(pictures, id, &Picture::id);
        return it != pictures.end() && it->isTrashed;
    }

    std::unique_ptr<Checking> checking;
    std::optional<Result<Checking::Begun>> begun;
};

} // namespace

class TestChecking : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSameRequestMakesTheSamePicture()
    {
        CheckBench bench;
        QVERIFY(bench.begin());
        const Picture first = bench.make({bench.wanted()}).value(0);
        QSignalSpy told(bench.checking.get(), &Checking::checked);
        const Checking::Summary summary = bench.check({first});
        QCOMPARE(summary.identical(), 1);
        QCOMPARE(summary.checks.size(), 1);
        QCOMPARE(told.size(), 1);
        QCOMPARE((*bench.begun)->pictures, 1);
        const Check check = summary.checks.first();
        QCOMPARE(check.likeness->verdict, Verdict::SameBytes);
        QCOMPARE(check.picture, first.name());
        QCOMPARE(check.pictureId, first.id);
        QCOMPARE(check.model, u"fal-ai/janus"_s);
        QVERIFY(check.other != 0 && check.other != first.id);
        QVERIFY(check.compared.isValid());

        const QList<QByteArray> bodies = bench.bodies();
        QCOMPARE(bodies.size(), 2);
        QCOMPARE(bodies.last(), bodies.first());

        // Nothing that was paid for goes, nothing stands there twice, and there is a way back.
        QVERIFY(waitFor([&] { return bench.isTrashed(check.other); }));
        QVERIFY(!bench.isTrashed(first.id));
        bench.library->deeds().undo();
        QVERIFY(waitFor([&] { return !bench.isTrashed(check.other); }));

        QCOMPARE(bench.record(first), QList<Check>{check});
        const QList<Picture> pictures = bench.all();
        QCOMPARE(pictures.last().provenance.parent, std::optional(first.name()));
    }

    // An artist's own steps are not pushed out of the undo history by a hundred of the program's.
    void identicalCopiesOfOneRoundGoAndComeTogether()
    {
        CheckBench bench;
        QVERIFY(bench.begin());
        const QList<Picture> first =
            bench.make({bench.wanted(u"a"_s), bench.wanted(u"b"_s), bench.wanted(u"c"_s)});
        QCOMPARE(first.size(), 3);
        QCOMPARE(bench.check(first).identical(), 3);
        const auto trashed = [&] { return std::ranges::count_if(bench.all(), &Picture::isTrashed); };
        QVERIFY(waitFor([&] { return trashed() == 3; }));
        bench.library->deeds().undo();
        QVERIFY(waitFor([&] { return trashed() == 0; }));
    }

    void aModelThatDriftsIsNear()
    {
        CheckBench bench;
        QVERIFY(bench.begin());
        const Picture first = bench.make({bench.wanted()}).value(0);
        bench.server->addFault(always("drift"_L1));
        const Checking::Summary summary = bench.check({first});
        QCOMPARE(summary.near(), 1);
        const Check check = summary.checks.first();
        QVERIFY(check.likeness->measure->psnr > 30);
        QVERIFY(check.likeness->measure->mean > 0);
        QVERIFY(!bench.isTrashed(check.other));
        QCOMPARE(bench.record(first), QList<Check>{check});
    }

    void anotherPictureIsDifferentAndStays()
    {
        CheckBench bench;
        QVERIFY(bench.begin());
        const Picture first = bench.make({bench.wanted()}).value(0);
        bench.server->addFault(always("other-picture"_L1));
        const Checking::Summary summary = bench.check({first});
        QCOMPARE(summary.different(), 1);
        QVERIFY(!bench.isTrashed(summary.checks.first().other));
    }

    void everyCheckIsKeptWithItsDay()
    {
        CheckBench bench;
        QVERIFY(bench.begin());
        const Picture first = bench.make({bench.wanted()}).value(0);
        QCOMPARE(bench.check({first}).identical(), 1);
        bench.server->addFault(always("drift"_L1));
        QCOMPARE(bench.check({first}).near(), 1);
        const QList<Check> record = bench.record(first);
        QCOMPARE(record.size(), 2);
        QCOMPARE(record.first().likeness->verdict, Verdict::Near); // newest first
        QCOMPARE(record.last().likeness->verdict, Verdict::SameBytes);
        QVERIFY(record.first().created >= record.last().created);
        QVERIFY(record.first().other != record.last().other);
    }

    void picturesOfOneRequestAreCheckedByOneRequest()
    {
        CheckBench bench;
        QVERIFY(bench.begin());
        const QList<Picture> set = bench.make({bench.wanted(u"three boats"_s, 3), bench.wanted()});
        QCOMPARE(set.size(), 4);
        QCOMPARE(Checking::requestCount(set), 2);
        // Two of the three, and the single one.
        const Checking::Summary summary = bench.check({set[0], set[2], set[3]});
        QCOMPARE((*bench.begun)->jobs.size(), 2);
        QCOMPARE((*bench.begun)->pictures, 4); // the third comes along and is not paid for again
        QCOMPARE(summary.identical(), 4);
        QCOMPARE(bench.posts(), 4);
        QCOMPARE(bench.bodies().at(2), bench.bodies().at(0));
        for (const Picture &picture : set)
            QCOMPARE(bench.record(picture).size(), 1);
        QVERIFY(waitFor([&] {
            const QList<Picture> now = bench.all();
            return std::ranges::count_if(now, &Picture::isTrashed) == 4;
        }));
    }

    void whatWasMadeBeforeARestartIsComparedAfterIt()
    {
        CheckBench bench;
        QVERIFY(bench.begin());
        const Picture first = bench.make({bench.wanted()}).value(0);
        bench.checking.reset(); // nobody is there to compare
        Wish wish{first.request, {}};
        wish.provenance.parent = first.name();
        wish.provenance.checks = {first.name()};
        JobId job = 0;
        bench.queue->enqueue({wish}, u"sandbox"_s, {}, this,
                             [&](const Result<QList<jobs::JobInfo>> &jobs) { job = jobs->first().id; });
        QVERIFY(waitFor([&] { return job != 0; }));
        QVERIFY(bench.waitForState(job, JobState::Done));
        QList<Check> record = bench.record(first);
        QCOMPARE(record.size(), 1);
        QVERIFY(!record.first().likeness);
        QVERIFY(record.first().problem.isEmpty());

        bench.restartQueue();
        bench.checking = std::make_unique<Checking>(*bench.library, *bench.queue);
        QSignalSpy told(bench.checking.get(), &Checking::checked);
        bench.checking->resume();
        QVERIFY(waitFor([&] { return !told.isEmpty(); }));
        record = bench.record(first);
        QCOMPARE(record.first().likeness->verdict, Verdict::SameBytes);
        QVERIFY(waitFor([&] { return bench.isTrashed(record.first().other); }));
        QCOMPARE(bench.posts(), 2);

        // And is not compared a second time.
        told.clear();
        bench.checking->resume();
        bench.record(first);
        bench.record(first);
        QVERIFY(told.isEmpty());
    }

    void aRequestThatIsTakenUpAfterARestartIsComparedAtItsEnd()
    {
        CheckBench bench({.pace = 0.02});
        QVERIFY(bench.begin());
        const Picture first = bench.make({bench.wanted()}).value(0);
        bench.queue->setSlots(0); // it waits
        std::optional<Result<Checking::Begun>> begun;
        bench.checking->check({first}, this, [&](const Result<Checking::Begun> &told) { begun = told; });
        QVERIFY(waitFor([&] { return begun.has_value(); }));
        bench.checking.reset();
        bench.restartQueue();
        bench.checking = std::make_unique<Checking>(*bench.library, *bench.queue);
        QSignalSpy told(bench.checking.get(), &Checking::checked);
        bench.checking->resume();
        std::optional<int> unsent;
        bench.queue->recover(this, [&](const Result<jobs::JobQueue::Recovered> &found) {
            unsent = found->neverSent;
            bench.queue->resumeUnsent();
        });
        QVERIFY(waitFor([&] { return !told.isEmpty(); }));
        QCOMPARE(*unsent, 1);
        QCOMPARE(told.first().first().value<Check>().likeness->verdict, Verdict::SameBytes);
    }

    void aRequestThatFailsLeavesTheCheckOpenWithTheReason()
    {
        CheckBench bench;
        QVERIFY(bench.begin());
        const Picture first = bench.make({bench.wanted()}).value(0);
        bench.server->addFault(sandbox::findFaultSwitch(u"completed-with-error"_s)->fault);
        const Checking::Summary summary = bench.check({first});
        QCOMPARE(summary.open(), 1);
        const Check check = summary.checks.first();
        QVERIFY(!check.likeness);
        QVERIFY(!check.problem.isEmpty());
        QCOMPARE(check.state, JobState::Failed);
        QCOMPARE(bench.record(first), QList<Check>{check});
        QCOMPARE(bench.all().size(), 1);
    }

    void aCancelledCheckSaysSo()
    {
        CheckBench bench;
        QVERIFY(bench.begin());
        const Picture first = bench.make({bench.wanted()}).value(0);
        bench.queue->setSlots(0);
        std::optional<Checking::Summary> summary;
        bench.checking->check(
            {first}, this,
            [&](const Result<Checking::Begun> &begun) { bench.queue->cancel(begun->jobs.first()); },
            [&](const Checking::Summary &told) { summary = told; });
        QVERIFY(waitFor([&] { return summary.has_value(); }));
        QCOMPARE(summary->open(), 1);
        QVERIFY(summary->checks.first().problem.contains(u"cancelled"_s));
        QCOMPARE(bench.posts(), 1);
    }

    void aPictureWhoseFileIsGoneIsComparedByItsSum()
    {
        CheckBench bench;
        QVERIFY(bench.begin());
        const Picture first = bench.make({bench.wanted()}).value(0);
        QVERIFY(QFile::remove(first.file));
        bench.server->addFault(always("drift"_L1));
        const Checking::Summary summary = bench.check({first});
        QCOMPARE(summary.open(), 1);
        QVERIFY(!summary.checks.first().problem.isEmpty());
        QVERIFY(!bench.isTrashed(summary.checks.first().other));
        bench.server->clearFaults();
        QCOMPARE(bench.check({first}).identical(), 1);
    }

    void aPictureOfAnotherProgramCannotBeChecked()
    {
        CheckBench bench;
        QVERIFY(bench.begin());
        Picture picture = bench.make({bench.wanted()}).value(0);
        picture.service = u"import"_s;
        bench.check({picture});
        QVERIFY(bench.begun.has_value() && !*bench.begun);
        QCOMPARE(bench.begun->error().kind, ErrorKind::BadInput);
        QVERIFY(bench.begun->error().message.contains(u"imported"_s));
        QCOMPARE(bench.posts(), 1);
    }

    // The bytes of a submit are the wish: 64-bit seeds, numbers with many digits, names we do not know.
    void theSameBytesAreSentHoweverTheRequestLooks()
    {
        CheckBench bench;
        QVERIFY(bench.begin());
        QList<GenerationRequest> requests;
        for (const Seed seed : {Seed(0), Seed(-1), std::numeric_limits<Seed>::min(),
                                std::numeric_limits<Seed>::max(), Seed(9'007'199'254'740'993)}) {
            GenerationRequest request = withSeed(bench.request(u"“Fuchs” \\ \"雪\"\n\tend"_s), seed);
            request.input[u"cfg_weight"_s] = 1.1000000000000001;
            request.input[u"temperature"_s] = 0.1 + 0.2;
            requests << request;
        }
        const QList<Picture> made = bench.make(requests);
        QCOMPARE(made.size(), requests.size());
        QCOMPARE(bench.check(made).identical(), int(requests.size()));
        QList<QByteArray> bodies = bench.bodies();
        QCOMPARE(bodies.size(), 2 * requests.size());
        QList<QByteArray> before = bodies.first(requests.size());
        QList<QByteArray> after = bodies.last(requests.size());
        std::ranges::sort(before);
        std::ranges::sort(after);
        QCOMPARE(after, before);
    }
};

QTEST_GUILESS_MAIN(TestChecking)
#include "tst_checking.moc"
