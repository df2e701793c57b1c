#include "library/catalogue.h"
#include "library/deeds.h"
#include "library/picturetable.h"
#include "libraryfixture.h"
#include "picturerows.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace janus;
using namespace janus::library;
using namespace janus::library::fixture;

namespace {

/// A library whose pictures are rows without files: what is asked here reads no file.
class Shelf
{
public:
    Shelf()
        : open(folder.path())
    {
    }

    PictureId add(const Asked &asked) { return addRow(*open.library, asked); }

    Catalogue &catalogue() { return open.library->catalogue(); }
    Deeds &deeds() { return open.library->deeds(); }

    /// The whole list, by the way the window takes it: a page, then the rest.
    std::vector<ListedRow> list(const Listing &listing)
    {
        std::vector<ListedRow> rows;
        bool isWhole = false;
        QObject context;
        catalogue().list(listing, {}, &context, [&](const Result<ListPart> &part) {
            if (!part) {
                qWarning() << part.error().message << part.error().detail;
                isWhole = true;
                return;
            }
            if (part->isFirst)
                rows.clear();
            rows.insert(rows.end(), part->rows.begin(), part->rows.end());
            isWhole = part->isLast;
        });
        if (!QTest::qWaitFor([&] { return isWhole; }, 30000))
            qWarning("the list did not end");
        return rows;
    }

    QList<PictureId> find(const QString &text)
    {
        const Result<Query> query = Query::fromText(text);
        if (!query) {
            qWarning() << query.error().message;
            return {-1};
        }
        return idsOf({*query, Grouping::Flat});
    }

    QList<PictureId> idsOf(const Listing &listing)
    {
        QList<PictureId> ids;
        for (const ListedRow &row : list(listing))
            ids << row.id;
        return ids;
    }

    /// Waits until a deed is on disk.
    void done(const std::function<void()> &deed)
    {
        QSignalSpy changed(&deeds(), &Deeds::changed);
        QSignalSpy failed(&deeds(), &Deeds::failed);
        deed();
        if (!QTest::qWaitFor([&] { return !changed.isEmpty() || !failed.isEmpty(); }, 30000) ||
            !failed.isEmpty())
            qWarning() << "the deed was not done"
                       << (failed.isEmpty() ? QString() : failed.first().first().value<Error>().detail);
    }

    Picture picture(PictureId id)
    {
        const auto found =
            answerTo<QList<Picture>>([&](auto done) { catalogue().pictures({id}, &catalogue(), done); });
        return found && !found->isEmpty() ? found->first() : Picture();
    }

    QTemporaryDir folder;
    OpenLibrary open;
};

} // namespace

class TestCatalogue : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wordsAreFoundByTheirBeginnings_data();
    void wordsAreFoundByTheirBeginnings();
    void facetsFilter_data();
    void facetsFilter();
    void pageAndRestAreTheWholeList();
    void listsAreInTheOrderAskedFor();
    void groupsAreBatchesOrDays();
    void countsAreExact();
    void relaxationsFindSomething();
    void aGivenUpListAnswersNothing();
    void trashedPicturesAreNotListed();
    void tagsAndNotesAreSearched();
    void smartCollectionsGatherByThemselves();
    void nestedCollectionsShowWhatIsBelow();
    void everyDeedIsUndoneAndDoneAgain_data();
    void everyDeedIsUndoneAndDoneAgain();
    void undoGoesOnAfterARestart();
    void aNewDeedEndsRedo();
    void undoOfAPictureThatIsGoneForGood();
    void markingThousandsIsOneDeed();
    void collectionsKeepTheOrderByHand();
    void aCollectionCannotGoIntoItself();
};

void TestCatalogue::wordsAreFoundByTheirBeginnings_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<int>>("expected"); // of the prompts below, newest first
    QTest::newRow("a word") << u"boat"_s << QList<int>{2, 0};
    QTest::newRow("the beginning of a word") << u"bo"_s << QList<int>{2, 0};
    QTest::newRow("two words in any order") << u"blue boat"_s << QList<int>{0};
    QTest::newRow("not") << u"boat -red"_s << QList<int>{0};
    QTest::newRow("a phrase") << u"\"the red boat\""_s << QList<int>{2};
    QTest::newRow("a phrase in another order") << u"\"red the boat\""_s << QList<int>{};
    QTest::newRow("capitals and accents") << u"CAFE"_s << QList<int>{1};
    QTest::newRow("inside a word of a script without spaces") << u"港口"_s << QList<int>{3};
    QTest::newRow("a hyphen inside") << u"well-lit"_s << QList<int>{1};
    QTest::newRow("quotes that do not close") << u"\"boat"_s << QList<int>{2, 0};
    QTest::newRow("what an index might read as a command") << u"NEAR( boat* OR"_s << QList<int>{};
    QTest::newRow("no letters") << u"*** !"_s << QList<int>{3, 2, 1, 0};
    QTest::newRow("nothing like it") << u"zebra"_s << QList<int>{};
    QTest::newRow("the model") << u"janus"_s << QList<int>{3, 2, 1, 0};
}

void TestCatalogue::wordsAreFoundByTheirBeginnings()
{
    QFETCH(QString, text);
    QFETCH(QList<int>, expected);
    Shelf shelf;
    const QList<PictureId> ids{shelf.add({u"a blue boat at dawn"_s}), shelf.add({u"a well-lit café"_s}),
                               shelf.add({u"the red boat, not blu"_s}), shelf.add({u"夜晚的港口和灯光"_s})};
    QList<PictureId> wanted;
    for (const int at : expected)
        wanted << ids[at];
    QCOMPARE(shelf.find(text), wanted);
}

void TestCatalogue::facetsFilter_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<int>>("expected");
    QTest::newRow("stars") << u"rating:4"_s << QList<int>{1};
    QTest::newRow("at least") << u"rating:3+"_s << QList<int>{1, 0};
    QTest::newRow("no stars") << u"rating:0"_s << QList<int>{3, 2};
    QTest::newRow("one of two") << u"rating:3 rating:4"_s << QList<int>{1, 0};
    QTest::newRow("label") << u"label:green"_s << QList<int>{2};
    QTest::newRow("picked") << u"pick:picked"_s << QList<int>{0};
    QTest::newRow("not rejected") << u"-pick:rejected"_s << QList<int>{2, 1, 0};
    QTest::newRow("size") << u"size:32x32"_s << QList<int>{2};
    QTest::newRow("guidance") << u"guidance:7.5"_s << QList<int>{1};
    QTest::newRow("guidance range") << u"guidance:5..8"_s << QList<int>{3, 2, 1, 0};
    QTest::newRow("seed") << u"seed:99"_s << QList<int>{3};
    QTest::newRow("seeds from") << u"seed:8.."_s << QList<int>{3};
    QTest::newRow("month") << u"date:2026-03"_s << QList<int>{3, 2, 1, 0};
    QTest::newRow("day before") << u"date:..2026-03-13"_s << QList<int>{};
    QTest::newRow("practice") << u"practice:yes"_s << QList<int>{3};
    QTest::newRow("model") << u"model:fal-ai/other"_s << QList<int>{1};
    QTest::newRow("tags together") << u"tag:boat tag:night"_s << QList<int>{0};
    QTest::newRow("without tags") << u"tag:none"_s << QList<int>{3, 2};
    QTest::newRow("words and facets") << u"harbour rating:3+"_s << QList<int>{0};
    QTest::newRow("everything is fine") << u"file:fine"_s << QList<int>{3, 2, 1, 0};
}

void TestCatalogue::facetsFilter()
{
    QFETCH(QString, text);
    QFETCH(QList<int>, expected);
    Shelf shelf;
    const QList<PictureId> ids{
        shelf.add({u"harbour"_s}), shelf.add({u"tower"_s, 7.5, u"fal"_s, u"fal-ai/other"_s}),
        shelf.add({u"stone"_s, 5, u"fal"_s, u"fal-ai/janus"_s, {32, 32}}),
        shelf.add(
            {u"river"_s, 5, u"sandbox"_s, u"fal-ai/janus"_s, {64, 48}, u"2026-03-15T12:00:00.000Z"_s, 99})};
    shelf.done([&] {
        shelf.deeds().mark({ids[0]}, {.rating = 3, .pick = Pick::Picked, .addTags = {u"Boat"_s, u"night"_s}});
    });
    shelf.done([&] { shelf.deeds().mark({ids[1]}, {.rating = 4, .addTags = {u"boat"_s}}); });
    shelf.done([&] { shelf.deeds().mark({ids[2]}, {.label = Label::Green}); });
    shelf.done([&] { shelf.deeds().mark({ids[3]}, {.pick = Pick::Rejected}); });
    QList<PictureId> wanted;
    for (const int at : expected)
        wanted << ids[at];
    QCOMPARE(shelf.find(text), wanted);
}

void TestCatalogue::pageAndRestAreTheWholeList()
{
    Shelf shelf;
    const Result<qint64> made = shelf.open.run<qint64>([](QSqlDatabase &connection) -> Result<qint64> {
        Transaction transaction(connection);
        for (
            const QString &sql :
            {u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
             " INSERT INTO batches(id, created, prompt) SELECT i, '', '' FROM n"_s,
             u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
             " INSERT INTO jobs(id, batch, uuid, service, endpoint, body, state, created, prompt)"
             " SELECT i, (i + 2) / 3, i, 'fal', 'fal-ai/janus', '{}', 7, '', 'harbour ' || i FROM n"_s,
             u"INSERT INTO pictures(job, batch, idx, count, file, width, height, bytes, sha256, seed, "
             u"created)"
             " SELECT id, batch, 0, 1, id, 10, 20, 1, '', id, '2026-03-01T00:00:00.000Z' FROM jobs ORDER BY id * 7919 % 3001"_s,
             u"INSERT INTO prompts(rowid, prompt) SELECT * FROM prompts_of_pictures"_s}) {
            if (auto done = execute(connection, sql); !done)
                return done.error();
        }
        const Result<void> committed = transaction.commit();
        return committed ? Result<qint64>(1) : committed.error();
    });
    QVERIFY2(made.hasValue(), made ? "" : qPrintable(made.error().detail));
    for (const Grouping grouping : {Grouping::Job, Grouping::Day, Grouping::Flat}) {
        for (const QString &words : {u""_s, u"harbour"_s, u"harb 1"_s}) {
            const Listing listing{*Query::fromText(words), grouping};
            const auto whole = answerTo<ListPart>(
                [&](auto done) { shelf.catalogue().listWhole(listing, {}, &shelf.catalogue(), done); });
            QVERIFY(whole.hasValue());
            QVERIFY(!whole->rows.empty());
            const std::vector<ListedRow> rows = shelf.list(listing);
            QVERIFY(rows == whole->rows);
            if (words != "harb 1"_L1)
                QCOMPARE(rows.size(), 3000u);
        }
    }
}

void TestCatalogue::listsAreInTheOrderAskedFor()
{
    Shelf shelf;
    const PictureId b =
        shelf.add({u"beta"_s, 5, u"fal"_s, u"fal-ai/janus"_s, {64, 48}, u"2026-03-14T12:00:00.000Z"_s, 30});
    const PictureId c =
        shelf.add({u"Gamma"_s, 5, u"fal"_s, u"fal-ai/janus"_s, {64, 48}, u"2026-03-12T12:00:00.000Z"_s, 10});
    const PictureId a =
        shelf.add({u"alpha"_s, 5, u"fal"_s, u"fal-ai/janus"_s, {64, 48}, u"2026-03-13T12:00:00.000Z"_s, 20});
    shelf.done([&] { shelf.deeds().mark({c}, {.rating = 5}); });
    QCOMPARE(shelf.find(u""_s), (QList<PictureId>{b, a, c}));
    QCOMPARE(shelf.find(u"sort:oldest"_s), (QList<PictureId>{c, a, b}));
    QCOMPARE(shelf.find(u"sort:rating"_s), (QList<PictureId>{c, b, a}));
    QCOMPARE(shelf.find(u"sort:seed"_s), (QList<PictureId>{c, a, b}));
    QCOMPARE(shelf.find(u"sort:prompt"_s), (QList<PictureId>{a, b, c}));
}

void TestCatalogue::groupsAreBatchesOrDays()
{
    Shelf shelf;
    shelf.add({u"one"_s});
    shelf.add({u"two"_s, 5, u"fal"_s, u"fal-ai/janus"_s, {64, 48}, u"2026-03-15T12:00:00.000Z"_s});
    const std::vector<ListedRow> byJob = shelf.list({{}, Grouping::Job});
    QCOMPARE(byJob.size(), 2u);
    QCOMPARE(byJob[0].group, 2u);
    QCOMPARE(byJob[0].width, 64);
    QCOMPARE(byJob[0].height, 48);
    const std::vector<ListedRow> byDay = shelf.list({{}, Grouping::Day});
    QCOMPARE(byDay[0].group, quint32(QDate(2026, 3, 15).toJulianDay()));
    QCOMPARE(byDay[1].group, quint32(QDate(2026, 3, 14).toJulianDay()));
    QCOMPARE(shelf.list({{}, Grouping::Flat})[0].group, 0u);
}

void TestCatalogue::countsAreExact()
{
    Shelf shelf;
    const PictureId one = shelf.add({u"harbour"_s});
    const PictureId two = shelf.add({u"harbour"_s, 7});
    shelf.add({u"tower"_s, 7});
    shelf.done([&] { shelf.deeds().mark({one, two}, {.rating = 4, .addTags = {u"sea"_s}}); });
    shelf.done([&] { shelf.deeds().mark({two}, {.rating = 2}); });
    const auto counts = [&](const QString &text) {
        const auto answer = answerTo<FacetCounts>([&](auto done) {
            shelf.catalogue().facets(*Query::fromText(text), {}, &shelf.catalogue(), done);
        });
        return answer ? *answer : FacetCounts();
    };
    const FacetCounts all = counts(u"harbour"_s);
    QCOMPARE(all.total, 2);
    QCOMPARE(all.values[Facet::Guidance], (QList<FacetValue>{{u"5"_s, 1}, {u"7"_s, 1}}));
    QCOMPARE(all.values[Facet::Tag], (QList<FacetValue>{{u"sea"_s, 2}}));
    QCOMPARE(all.values[Facet::Date], (QList<FacetValue>{{u"2026-03"_s, 2}}));
    QCOMPARE(all.values[Facet::Size], (QList<FacetValue>{{u"64x48"_s, 2}}));
    QCOMPARE(
        all.values[Facet::Rating],
        (QList<FacetValue>{{u"5"_s, 0}, {u"4"_s, 1}, {u"3"_s, 0}, {u"2"_s, 1}, {u"1"_s, 0}, {u"0"_s, 0}}));
    const FacetCounts rated = counts(u"rating:4"_s);
    QCOMPARE(rated.total, 1);
    QCOMPARE(rated.values[Facet::Rating].at(3).count, 1); // the alternative to what is chosen
    QCOMPARE(rated.values[Facet::Rating].at(5).count, 1);
}

void TestCatalogue::relaxationsFindSomething()
{
    Shelf shelf;
    const PictureId one = shelf.add({u"blue boat"_s});
    shelf.add({u"blue tower"_s});
    shelf.done([&] { shelf.deeds().mark({one}, {.rating = 2}); });
    const auto found = answerTo<QList<Relaxation>>([&](auto done) {
        shelf.catalogue().relaxations(*Query::fromText(u"blue boat rating:4+"_s), {}, &shelf.catalogue(),
                                      done);
    });
    QVERIFY(found.hasValue());
    QCOMPARE(found->size(), 1);
    QCOMPARE(found->first().without, u"rating:4+"_s);
    QCOMPARE(found->first().count, 1);
    QCOMPARE(found->first().query.toText(), u"blue boat"_s);
}

void TestCatalogue::aGivenUpListAnswersNothing()
{
    Shelf shelf;
    shelf.add({u"boat"_s});
    const Cancelling cancelling = Cancelling::make();
    bool hasAnswered = false;
    shelf.catalogue().list({}, cancelling, &shelf.catalogue(), [&](const auto &) { hasAnswered = true; });
    cancelling.cancel();
    QCOMPARE(shelf.find(u"boat"_s).size(), 1); // behind it on both threads
    QVERIFY(!hasAnswered);
}

void TestCatalogue::trashedPicturesAreNotListed()
{
    Shelf shelf;
    const PictureId one = shelf.add({u"boat"_s});
    const PictureId two = shelf.add({u"boat"_s});
    shelf.done([&] { shelf.deeds().trash({one}); });
    QCOMPARE(shelf.idsOf({{}, Grouping::Job}), QList<PictureId>{two});
    QCOMPARE(shelf.find(u"boat"_s), QList<PictureId>{two});
    QCOMPARE(shelf.find(u"trash:yes"_s), QList<PictureId>{one});
    QVERIFY(shelf.picture(one).isTrashed);
    shelf.done([&] { shelf.deeds().restore({one}); });
    QCOMPARE(shelf.find(u"boat"_s), (QList<PictureId>{two, one}));
}

void TestCatalogue::tagsAndNotesAreSearched()
{
    Shelf shelf;
    const PictureId one = shelf.add({u"tower"_s});
    const PictureId two = shelf.add({u"harbour"_s});
    const PictureId three = shelf.add({u"harbour lights"_s});
    shelf.done([&] { shelf.deeds().mark({one}, {.addTags = {u"for the harbour book"_s}}); });
    shelf.done([&] { shelf.deeds().mark({two}, {.notes = u"Send to 100%_sure Ada"_s}); });
    QCOMPARE(shelf.find(u"harb"_s), (QList<PictureId>{three, two, one}));
    QCOMPARE(shelf.find(u"book"_s), QList<PictureId>{one});
    QCOMPARE(shelf.find(u"100%_"_s), QList<PictureId>{two});
    QCOMPARE(shelf.find(u"harbour -book"_s), (QList<PictureId>{three, two}));
    QCOMPARE(shelf.find(u"harbour ada"_s), QList<PictureId>{two});
}

namespace {

qint64 collection(Shelf &shelf, const QString &name, qint64 parent = 0, const QString &query = {})
{
    const auto made = answerTo<qint64>(
        [&](auto done) { shelf.deeds().createCollection(name, parent, query, &shelf.deeds(), done); });
    return made ? *made : -1;
}

Listing of(qint64 id, Sort sort = Sort::Newest)
{
    Query query;
    query.collection = id;
    query.sort = sort;
    return {query, Grouping::Flat};
}

} // namespace

void TestCatalogue::smartCollectionsGatherByThemselves()
{
    Shelf shelf;
    const PictureId one = shelf.add({u"boat"_s});
    shelf.add({u"tower"_s});
    const qint64 boats = collection(shelf, u"Boats"_s, 0, u"boat"_s);
    QCOMPARE(shelf.idsOf(of(boats)), QList<PictureId>{one});
    const PictureId more = shelf.add({u"another boat"_s});
    QCOMPARE(shelf.idsOf(of(boats)), (QList<PictureId>{more, one}));
}

void TestCatalogue::nestedCollectionsShowWhatIsBelow()
{
    Shelf shelf;
    const PictureId one = shelf.add({u"boat"_s});
    const PictureId two = shelf.add({u"tower"_s});
    const qint64 outer = collection(shelf, u"Outer"_s);
    const qint64 inner = collection(shelf, u"Inner"_s, outer);
    shelf.done([&] { shelf.deeds().addTo(outer, {one}); });
    shelf.done([&] { shelf.deeds().addTo(inner, {two}); });
    QCOMPARE(shelf.idsOf(of(outer)), (QList<PictureId>{two, one}));
    QCOMPARE(shelf.idsOf(of(inner)), QList<PictureId>{two});
    QCOMPARE(shelf.find(u"in:inner"_s), QList<PictureId>{two});
    const auto all = answerTo<QList<Collection>>(
        [&](auto done) { shelf.catalogue().collections(&shelf.catalogue(), done); });
    QVERIFY(all.hasValue());
    QCOMPARE(all->size(), 2);
    QCOMPARE(all->at(0).name, u"Outer"_s);
    QCOMPARE(all->at(1).parent, outer);
    QCOMPARE(all->at(1).count, 1);
}

using Deed = std::function<void(Deeds &, PictureId, PictureId, qint64, qint64)>;
Q_DECLARE_METATYPE(Deed)

void TestCatalogue::everyDeedIsUndoneAndDoneAgain_data()
{
    QTest::addColumn<Deed>("deed");
    const auto row = [](const char *name, const Deed &deed) { QTest::newRow(name) << deed; };
    row("rate", [](Deeds &d, PictureId a, PictureId b, qint64, qint64) { d.mark({a, b}, {.rating = 5}); });
    row("unrate", [](Deeds &d, PictureId a, PictureId, qint64, qint64) { d.mark({a}, {.rating = 0}); });
    row("label", [](Deeds &d, PictureId a, PictureId b, qint64, qint64) {
        d.mark({a, b}, {.label = Label::Blue});
    });
    row("pick",
        [](Deeds &d, PictureId a, PictureId, qint64, qint64) { d.mark({a}, {.pick = Pick::Picked}); });
    row("reject",
        [](Deeds &d, PictureId a, PictureId, qint64, qint64) { d.mark({a}, {.pick = Pick::Rejected}); });
    row("tag", [](Deeds &d, PictureId a, PictureId b, qint64, qint64) {
        d.mark({a, b}, {.addTags = {u"new"_s, u"old"_s}});
    });
    row("untag", [](Deeds &d, PictureId a, PictureId b, qint64, qint64) {
        d.mark({a, b}, {.removeTags = {u"old"_s}});
    });
    row("note",
        [](Deeds &d, PictureId a, PictureId, qint64, qint64) { d.mark({a}, {.notes = u"another"_s}); });
    row("no note", [](Deeds &d, PictureId a, PictureId, qint64, qint64) { d.mark({a}, {.notes = u""_s}); });
    row("trash", [](Deeds &d, PictureId a, PictureId b, qint64, qint64) { d.trash({a, b}); });
    row("new collection",
        [](Deeds &d, PictureId, PictureId, qint64, qint64) { d.createCollection(u"New"_s, 0, {}, &d, {}); });
    row("rename",
        [](Deeds &d, PictureId, PictureId, qint64 c, qint64) { d.renameCollection(c, u"Other"_s); });
    row("query",
        [](Deeds &d, PictureId, PictureId, qint64, qint64 s) { d.setCollectionQuery(s, u"tower"_s); });
    row("move", [](Deeds &d, PictureId, PictureId, qint64 c, qint64 s) { d.moveCollection(c, 0, s); });
    row("nest", [](Deeds &d, PictureId, PictureId, qint64 c, qint64 s) { d.moveCollection(s, c, 0); });
    row("remove a collection",
        [](Deeds &d, PictureId, PictureId, qint64 c, qint64) { d.removeCollection(c); });
    row("add to", [](Deeds &d, PictureId, PictureId b, qint64 c, qint64) { d.addTo(c, {b}); });
    row("take out", [](Deeds &d, PictureId a, PictureId, qint64 c, qint64) { d.removeFrom(c, {a}); });
}

void TestCatalogue::everyDeedIsUndoneAndDoneAgain()
{
    QFETCH(Deed, deed);
    Shelf shelf;
    const PictureId a = shelf.add({u"boat"_s});
    const PictureId b = shelf.add({u"tower"_s});
    const qint64 hand = collection(shelf, u"Hand"_s);
    const qint64 inner = collection(shelf, u"Inner"_s, hand);
    const qint64 smart = collection(shelf, u"Smart"_s, 0, u"boat"_s);
    shelf.done([&] { shelf.deeds().addTo(hand, {a}); });
    shelf.done([&] { shelf.deeds().addTo(inner, {a, b}); });
    shelf.done([&] { shelf.deeds().mark({a}, {.rating = 3, .addTags = {u"old"_s}, .notes = u"a note"_s}); });
    const auto state = [&] {
        const auto all = answerTo<QList<Collection>>(
            [&](auto done) { shelf.catalogue().collections(&shelf.catalogue(), done); });
        return std::tuple(shelf.picture(a), shelf.picture(b), all ? *all : QList<Collection>(),
                          shelf.find(u""_s), shelf.idsOf(of(hand)), shelf.idsOf(of(inner)),
                          shelf.idsOf(of(smart)));
    };
    const auto before = state();
    shelf.done([&] { deed(shelf.deeds(), a, b, hand, smart); });
    const auto after = state();
    QVERIFY(before != after);
    QVERIFY(!shelf.deeds().undoName().isEmpty());
    QVERIFY(shelf.deeds().redoName().isEmpty());
    const QString name = shelf.deeds().undoName();
    shelf.done([&] { shelf.deeds().undo(); });
    QVERIFY(state() == before);
    QCOMPARE(shelf.deeds().redoName(), name);
    shelf.done([&] { shelf.deeds().redo(); });
    QVERIFY(state() == after);
    QCOMPARE(shelf.deeds().undoName(), name);
}

void TestCatalogue::undoGoesOnAfterARestart()
{
    QTemporaryDir folder;
    PictureId id = 0;
    {
        OpenLibrary first(folder.path());
        first.addJob();
        id = first.add(OpenLibrary::newPicture(1, encoded(painting({32, 32}), "PNG")))->id;
        QSignalSpy changed(&first.library->deeds(), &Deeds::changed);
        first.library->deeds().trash({id});
        QTRY_COMPARE(changed.size(), 1);
    }
    OpenLibrary second(folder.path());
    QTRY_COMPARE(second.library->deeds().undoName(), u"Move Picture to Trash"_s);
    QSignalSpy changed(&second.library->deeds(), &Deeds::changed);
    second.library->deeds().undo();
    QTRY_COMPARE(changed.size(), 1);
    const auto picture = answerTo<QList<Picture>>(
        [&](auto done) { second.library->catalogue().pictures({id}, second.library.get(), done); });
    QVERIFY(picture.hasValue());
    QVERIFY(!picture->first().isTrashed);
    QVERIFY(QFile::exists(picture->first().file));
}

void TestCatalogue::aNewDeedEndsRedo()
{
    Shelf shelf;
    const PictureId a = shelf.add({u"boat"_s});
    shelf.done([&] { shelf.deeds().mark({a}, {.rating = 1}); });
    shelf.done([&] { shelf.deeds().undo(); });
    shelf.done([&] { shelf.deeds().mark({a}, {.label = Label::Red}); });
    QVERIFY(shelf.deeds().redoName().isEmpty());
    QCOMPARE(shelf.picture(a).marks.rating, 0);
    QCOMPARE(shelf.picture(a).marks.label, Label::Red);
}

void TestCatalogue::undoOfAPictureThatIsGoneForGood()
{
    Shelf shelf;
    const PictureId a = shelf.add({u"boat"_s});
    const PictureId b = shelf.add({u"boat"_s});
    shelf.done([&] { shelf.deeds().mark({a, b}, {.rating = 4, .addTags = {u"sea"_s}}); });
    shelf.done([&] { shelf.deeds().mark({a, b}, {.rating = 1}); });
    QVERIFY(shelf.open
                .run<qint64>([&](QSqlDatabase &connection) -> Result<qint64> {
                    Transaction transaction(connection);
                    const Result<void> removed = table::remove(connection, a);
                    return removed && transaction.commit() ? Result<qint64>(1)
                                                           : Result<qint64>(removed.error());
                })
                .hasValue());
    QCOMPARE(shelf.find(u"boat"_s), QList<PictureId>{b});
    shelf.done([&] { shelf.deeds().undo(); });
    QCOMPARE(shelf.picture(b).marks.rating, 4);
    shelf.done([&] { shelf.deeds().undo(); });
    QCOMPARE(shelf.picture(b).marks, Marks());
}

void TestCatalogue::markingThousandsIsOneDeed()
{
    Shelf shelf;
    PictureIds ids;
    for (int i = 0; i < 300; ++i)
        ids.push_back(shelf.add({u"boat %1"_s.arg(i)}));
    shelf.done([&] { shelf.deeds().mark({ids[0], ids[1]}, {.rating = 2}); });
    shelf.done([&] { shelf.deeds().mark(ids, {.rating = 5}); });
    QCOMPARE(shelf.find(u"rating:5"_s).size(), 300);
    QCOMPARE(shelf.deeds().undoName(), u"Rate 300 Pictures"_s);
    shelf.done([&] { shelf.deeds().undo(); });
    QCOMPARE(shelf.find(u"rating:5"_s).size(), 0);
    QCOMPARE(shelf.find(u"rating:2"_s).size(), 2);
}

void TestCatalogue::collectionsKeepTheOrderByHand()
{
    Shelf shelf;
    const PictureId a = shelf.add({u"a"_s});
    const PictureId b = shelf.add({u"b"_s});
    const PictureId c = shelf.add({u"c"_s});
    const qint64 hand = collection(shelf, u"Hand"_s);
    shelf.done([&] { shelf.deeds().addTo(hand, {b, a, c}); });
    QCOMPARE(shelf.idsOf(of(hand, Sort::ByHand)), (QList<PictureId>{b, a, c}));
    shelf.done([&] { shelf.deeds().arrange(hand, {c, a}, b); });
    QCOMPARE(shelf.idsOf(of(hand, Sort::ByHand)), (QList<PictureId>{c, a, b}));
    shelf.done([&] { shelf.deeds().arrange(hand, {c}, 0); });
    QCOMPARE(shelf.idsOf(of(hand, Sort::ByHand)), (QList<PictureId>{a, b, c}));
    shelf.done([&] { shelf.deeds().undo(); });
    QCOMPARE(shelf.idsOf(of(hand, Sort::ByHand)), (QList<PictureId>{c, a, b}));
}

void TestCatalogue::aCollectionCannotGoIntoItself()
{
    Shelf shelf;
    const qint64 outer = collection(shelf, u"Outer"_s);
    const qint64 inner = collection(shelf, u"Inner"_s, outer);
    QSignalSpy failed(&shelf.deeds(), &Deeds::failed);
    shelf.deeds().moveCollection(outer, inner, 0);
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(failed.first().first().value<Error>().message.contains(u"into itself"_s));
}

QTEST_GUILESS_MAIN(TestCatalogue)
#include "tst_catalogue.moc"
