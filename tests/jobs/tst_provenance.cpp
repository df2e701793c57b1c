// Where a request comes from goes all the way: journal, picture, file, and back out of the file.
#include "studiobench.h"
#include "tests/waiting.h"

#include "core/paramroles.h"
#include "core/query.h"
#include "library/catalogue.h"
#include "library/database.h"
#include "library/picturetable.h"

#include <QSqlDatabase>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::test;

namespace {

const QString template_ = u"a {red|blue} lighthouse"_s;

Wish firstWish(const StudioBench &bench)
{
    Wish wish{bench.request(u"a blue lighthouse, gouache"_s)};
    wish.provenance.words = template_;
    wish.provenance.style = u"Gouache"_s;
    return wish;
}

} // namespace

class TestProvenance : public QObject
{
    Q_OBJECT

    std::unique_ptr<StudioBench> m_bench;

    template <typename T>
    T answer(const std::function<void(QObject *, std::function<void(Result<T>)>)> &ask)
    {
        std::optional<Result<T>> got;
        QObject context;
        ask(&context, [&](Result<T> result) { got = std::move(result); });
        const bool answered = waitFor([&] { return got.has_value(); });
        return answered && *got ? **got : T();
    }

    QList<Picture> find(const QString &text)
    {
        const auto ids = answer<library::ListPart>([&](QObject *context, auto done) {
            m_bench->library->catalogue().listWhole({Query::fromText(text).value(), Grouping::Flat}, {},
                                                    context, done);
        });
        std::vector<PictureId> pictures;
        for (const library::ListedRow &row : ids.rows)
            pictures.push_back(row.id);
        return answer<QList<Picture>>([&](QObject *context, auto done) {
            m_bench->library->catalogue().pictures(pictures, context, done);
        });
    }

    Picture make(const Wish &wish)
    {
        const QList<JobId> jobs = m_bench->enqueueWishes({wish});
        if (jobs.size() != 1 || !m_bench->waitForState(jobs.first(), JobState::Done))
            return {};
        const Picture newest = find(u""_s).value(0);
        return newest.job == jobs.first() ? newest : Picture();
    }

    library::Family family(const Picture &picture)
    {
        return answer<library::Family>([&](QObject *context, auto done) {
            m_bench->library->catalogue().family(picture.name(), context, done);
        });
    }

private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<StudioBench>();
        QVERIFY(m_bench->open());
    }
    void cleanup() { m_bench.reset(); }

    void aPictureKnowsItsParentAndTheParentItsChildren()
    {
        const Picture parent = make(firstWish(*m_bench));
        QVERIFY(parent.id != 0);
        QCOMPARE(parent.provenance, firstWish(*m_bench).provenance);
        Wish wish{withSeed(parent.request, 8), parent.provenance};
        wish.provenance.parent = parent.name();
        const Picture child = make(wish);
        QVERIFY(child.id != 0);
        QCOMPARE(child.provenance.parent, parent.name());
        QCOMPARE(family(child).parent.value_or(Picture()), parent);
        QCOMPARE(family(child).children, 0);
        QCOMPARE(family(parent).children, 1);
        QVERIFY(!family(parent).parent);
        QCOMPARE(find(u"from:%1"_s.arg(parent.id)), QList<Picture>{child});
        QCOMPARE(find(u"-from:%1"_s.arg(parent.id)), QList<Picture>{parent});
    }

    // What is written and what is sent may have no word in common.
    void theWordsAsWrittenAreFoundAsWellAsTheSentOnes()
    {
        const Picture made = make(firstWish(*m_bench));
        QVERIFY(make({m_bench->request(u"a green hill"_s)}).id != 0);
        for (const QString &words : {u"blue"_s, u"red"_s, u"gouache"_s, u"\"blue lighthouse\""_s})
            QCOMPARE(find(words), QList<Picture>{made});
        QCOMPARE(find(u"-red"_s).size(), 1);
    }

    void ofAParentThatIsGoneItsRequestIsLeft()
    {
        const Picture parent = make(firstWish(*m_bench));
        Wish wish{withSeed(parent.request, 8)};
        wish.provenance.parent = parent.name();
        const Picture child = make(wish);
        std::optional<bool> removed;
        m_bench->library->database().run<void>(
            this,
            [id = parent.id](QSqlDatabase &connection) { return library::table::remove(connection, id); },
            [&](const Result<void> &result) { removed = result.hasValue(); });
        QVERIFY(waitFor([&] { return removed.has_value(); }) && *removed);
        const library::Family left = family(child);
        QVERIFY(left.parent);
        QCOMPARE(left.parent->id, 0);
        QCOMPARE(left.parent->request, parent.request);
        QCOMPARE(left.parent->name(), parent.name());
    }

    // DB-04 the database is deleted: pictures come back with their family and the words as written.
    void filesBringItBack()
    {
        const Picture parent = make(firstWish(*m_bench));
        Wish wish{withSeed(parent.request, 8), parent.provenance};
        wish.provenance.parent = parent.name();
        const Picture child = make(wish);
        QVERIFY(child.id != 0);
        m_bench->queue.reset();
        m_bench->library.reset();
        const support::Paths paths = support::Paths::below(m_bench->folder.path());
        for (const QString &end : {u""_s, u"-wal"_s, u"-shm"_s})
            QFile::remove(paths.database() + end);
        m_bench->library = std::make_unique<library::Library>(paths);
        QVERIFY(m_bench->open());
        answer<library::RebuildReport>(
            [&](QObject *context, auto done) { m_bench->library->rebuild(context, done); });
        const QList<Picture> back = find(u"sort:seed"_s);
        QCOMPARE(back.size(), 2);
        QCOMPARE(back[0].provenance, parent.provenance);
        QCOMPARE(back[1].provenance, child.provenance);
        QCOMPARE(family(back[1]).parent.value_or(Picture()), back[0]);
        QCOMPARE(find(u"red"_s).size(), 2);
    }

    // What is only of this library comes back from the journal with an open job.
    void anOpenJobKeepsItsChecksAndItsCell()
    {
        std::optional<bool> made;
        m_bench->library->database().run<void>(
            this,
            [](QSqlDatabase &connection) -> Result<void> {
                const auto sheet =
                    library::execute(connection, u"INSERT INTO sheets(id, created, service, plan) VALUES"
                                                 " (3, '2026-01-01T00:00:00.000Z', 'sandbox', '{}')"_s);
                return sheet ? Result<void>() : sheet.error();
            },
            [&](const Result<void> &result) { made = result.hasValue(); });
        QVERIFY(waitFor([&] { return made.has_value(); }) && *made);
        m_bench->queue->setSlots(0);
        Wish wish{m_bench->request()};
        wish.provenance.sheet = 3;
        wish.provenance.cell = u"[2,\"dawn\"]"_s;
        wish.provenance.checks = {{u"2f1d3c4b-0000-4000-8000-0000000000aa"_s, 0},
                                  {u"2f1d3c4b-0000-4000-8000-0000000000aa"_s, 2}};
        wish.provenance.parent = wish.provenance.checks.first();
        QCOMPARE(m_bench->enqueueWishes({wish}).size(), 1);
        jobs::Journal journal(m_bench->library->database(), u"somebody"_s);
        const auto open =
            answer<QList<jobs::JobInfo>>([&](QObject *context, auto done) { journal.open(context, done); });
        QCOMPARE(open.size(), 1);
        QCOMPARE(open.first().provenance, wish.provenance);
    }
};

QTEST_GUILESS_MAIN(TestProvenance)
#include "tst_provenance.moc"
