// The places one can look at, and what a search can be narrowed by, over a real library.
#include "models/collectionsmodel.h"
#include "models/facetsmodel.h"
#include "models/pictureids.h"
#include "models/querytext.h"
#include "stockedlibrary.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

using namespace janus;
using namespace janus::library;
using namespace janus::library::fixture;
using namespace janus::models;
using Place = CollectionsModel::Place;

namespace {

constexpr auto strict = QAbstractItemModelTester::FailureReportingMode::QtTest;

/// The tree, loaded.
struct Tree
{
    explicit Tree(StockedLibrary &stock)
        : model(stock.library())
        , tester(&model, strict)
    {
        QSignalSpy loaded(&model, &CollectionsModel::loaded);
        model.load();
        if (!QTest::qWaitFor([&] { return !loaded.isEmpty(); }, 30000))
            qWarning("the collections were not read");
    }
    int count(Place place) const { return model.indexOf(place).data(CollectionsModel::CountRole).toInt(); }
    int count(qint64 id) const { return model.indexOf(id).data(CollectionsModel::CountRole).toInt(); }
    QStringList names(const QModelIndex &parent = {}) const
    {
        QStringList names;
        for (int row = 0; row < model.rowCount(parent); ++row)
            names << model.index(row, 0, parent).data().toString();
        return names;
    }

    CollectionsModel model;
    QAbstractItemModelTester tester;
};

std::unique_ptr<QMimeData> pictures(const QList<PictureId> &ids)
{
    auto data = std::make_unique<QMimeData>();
    QByteArray lines;
    for (const PictureId id : ids)
        lines += QByteArray::number(id) + '\n';
    data->setData(QString::fromLatin1(pictureIdsMime), lines);
    return data;
}

} // namespace

class TestCollectionsModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void placesHaveTheirQueriesAndCounts();
    void countsFollowTheLibrary();
    void collectionsStandUnderTheirHeadings();
    void renamingIsADeed();
    void picturesAreDroppedOnPlaces();
    void collectionsAreDroppedOnAndBetweenEachOther();
    void aCollectionIsNotDroppedIntoItself();
    void theTargetIsMarkedAndForgottenWithItsCollection();
    void facetsHaveCountsAndFollow();
    void checkingAValueWishesForAnotherQuery();
    void whatIsAskedForIsListedEvenWithoutPictures();
    void nothingIsCountedWhileNobodyLooks();
    void conditionsReadLikeWords_data();
    void conditionsReadLikeWords();
};

void TestCollectionsModel::placesHaveTheirQueriesAndCounts()
{
    StockedLibrary stock;
    const PictureId one = stock.add(u"boat"_s);
    const PictureId two = stock.add(u"tower"_s, 5, u"sandbox"_s);
    stock.add(u"old"_s, 5, u"fal"_s, QDateTime(QDate(2020, 1, 1), QTime(12, 0), Qt::UTC));
    QVERIFY(stock.done([&] { stock.deeds().mark({one}, {.rating = 4, .pick = Pick::Picked}); }));
    QVERIFY(stock.done([&] { stock.deeds().trash({stock.add(u"bad"_s)}); }));
    Tree tree(stock);
    QTRY_COMPARE_WITH_TIMEOUT(tree.count(Place::Trash), 1, 30000);
    QCOMPARE(tree.count(Place::All), 3);
    QCOMPARE(tree.count(Place::Today), 2);
    QCOMPARE(tree.count(Place::Picked), 1);
    QCOMPARE(tree.count(Place::Unrated), 2);
    QCOMPARE(tree.count(Place::Flagged), 0);
    QCOMPARE(tree.count(Place::Practice), 1);
    QVERIFY(tree.model.queryOf(tree.model.indexOf(Place::All)).isPlain());
    QCOMPARE(tree.model.queryOf(tree.model.indexOf(Place::Picked)).toText(), u"pick:picked"_s);
    QCOMPARE(tree.model.queryOf(tree.model.indexOf(Place::Trash)).toText(), u"trash:yes"_s);
    QCOMPARE(stock.count(tree.model.queryOf(tree.model.indexOf(Place::Practice))), 1);
    Q_UNUSED(two)
}

void TestCollectionsModel::countsFollowTheLibrary()
{
    StockedLibrary stock;
    const PictureId one = stock.add(u"boat"_s);
    const qint64 boats = stock.addCollection(u"Boats"_s, 0, u"boat"_s);
    const qint64 hand = stock.addCollection(u"Hand"_s);
    Tree tree(stock);
    QTRY_COMPARE_WITH_TIMEOUT(tree.count(boats), 1, 30000);
    QCOMPARE(tree.count(hand), 0);
    stock.deeds().addTo(hand, {one});
    QTRY_COMPARE_WITH_TIMEOUT(tree.count(hand), 1, 30000);
    stock.deeds().mark({one}, {.rating = 3});
    QTRY_COMPARE_WITH_TIMEOUT(tree.count(Place::Unrated), 0, 30000);
    stock.deeds().trash({one});
    QTRY_COMPARE_WITH_TIMEOUT(tree.count(boats), 0, 30000);
    QTRY_COMPARE_WITH_TIMEOUT(tree.count(hand), 0, 30000);
    stock.deeds().undo();
    QTRY_COMPARE_WITH_TIMEOUT(tree.count(hand), 1, 30000);
    QTRY_COMPARE_WITH_TIMEOUT(tree.count(boats), 1, 30000);
    // From another process, or as a job ends.
    stock.open.addJob();
    QVERIFY(stock.open.add(OpenLibrary::newPicture(2, encoded(painting({32, 32}), "PNG"))).hasValue());
    QTRY_COMPARE_WITH_TIMEOUT(tree.count(Place::All), 2, 30000);
}

void TestCollectionsModel::collectionsStandUnderTheirHeadings()
{
    StockedLibrary stock;
    const qint64 outer = stock.addCollection(u"Outer"_s);
    stock.addCollection(u"Smart"_s, 0, u"boat"_s);
    stock.addCollection(u"Other"_s);
    stock.addCollection(u"Inner"_s, outer);
    const Tree tree(stock);
    QCOMPARE(tree.names().mid(7),
             (QStringList{u"Collections"_s, u"Outer"_s, u"Other"_s, u"Smart collections"_s, u"Smart"_s}));
    QCOMPARE(tree.names(tree.model.indexOf(outer)), QStringList{u"Inner"_s});
    QCOMPARE(tree.model.freeName(u"smart"_s), u"smart 2"_s);
    QCOMPARE(tree.model.freeName(u"New"_s), u"New"_s);
}

void TestCollectionsModel::renamingIsADeed()
{
    StockedLibrary stock;
    const qint64 id = stock.addCollection(u"Old"_s);
    Tree tree(stock);
    QSignalSpy changed(&stock.deeds(), &Deeds::changed);
    QVERIFY(tree.model.setData(tree.model.indexOf(id), u"  New   name "_s));
    QCOMPARE(tree.model.nameOf(id), u"New name"_s);
    QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, 30000);
    QVERIFY(!tree.model.setData(tree.model.indexOf(id), u" "_s));
    QVERIFY(!tree.model.setData(tree.model.indexOf(Place::All), u"x"_s));
    stock.deeds().undo();
    QTRY_COMPARE_WITH_TIMEOUT(tree.model.nameOf(id), u"Old"_s, 30000);
}

void TestCollectionsModel::picturesAreDroppedOnPlaces()
{
    StockedLibrary stock;
    const PictureId one = stock.add(u"a"_s);
    const PictureId two = stock.add(u"b"_s);
    const qint64 hand = stock.addCollection(u"Hand"_s);
    const qint64 smart = stock.addCollection(u"Smart"_s, 0, u"boat"_s);
    Tree tree(stock);
    const auto drop = [&](const QModelIndex &onto) {
        return tree.model.dropMimeData(pictures({two, one}).get(), Qt::CopyAction, -1, -1, onto);
    };
    QVERIFY(stock.done([&] { QVERIFY(drop(tree.model.indexOf(hand))); }));
    Query query;
    query.collection = hand;
    QCOMPARE(stock.count(query), 2);
    QVERIFY(stock.done([&] { QVERIFY(drop(tree.model.indexOf(Place::Picked))); }));
    QCOMPARE(stock.marks(one).pick, Pick::Picked);
    QVERIFY(stock.done([&] { QVERIFY(drop(tree.model.indexOf(Place::Trash))); }));
    QCOMPARE(stock.count(u"trash:yes"_s), 2);
    for (int undone = 0; undone < 3; ++undone)
        QVERIFY(stock.done([&] { stock.deeds().undo(); }));
    QCOMPARE(stock.count(query), 0);
    QCOMPARE(stock.marks(one), Marks());
    QCOMPARE(stock.count(u"trash:yes"_s), 0);
    QVERIFY(!drop(tree.model.indexOf(smart)));
    QVERIFY(!drop(tree.model.indexOf(Place::Unrated)));
    QVERIFY(!drop({}));
    QMimeData foreign;
    foreign.setText(u"text"_s);
    QVERIFY(!tree.model.canDropMimeData(&foreign, Qt::CopyAction, -1, -1, tree.model.indexOf(hand)));
}

void TestCollectionsModel::collectionsAreDroppedOnAndBetweenEachOther()
{
    StockedLibrary stock;
    const qint64 a = stock.addCollection(u"A"_s);
    const qint64 b = stock.addCollection(u"B"_s);
    const qint64 c = stock.addCollection(u"C"_s);
    Tree tree(stock);
    const auto drag = [&](qint64 id) {
        return std::unique_ptr<QMimeData>(tree.model.mimeData({tree.model.indexOf(id)}));
    };
    QSignalSpy loaded(&tree.model, &CollectionsModel::loaded);
    QVERIFY(tree.model.dropMimeData(drag(c).get(), Qt::MoveAction, tree.model.indexOf(a).row(), 0, {}));
    QTRY_COMPARE_WITH_TIMEOUT(tree.names().mid(8, 3), (QStringList{u"C"_s, u"A"_s, u"B"_s}), 30000);
    QVERIFY(tree.model.dropMimeData(drag(a).get(), Qt::MoveAction, -1, -1, tree.model.indexOf(b)));
    QTRY_COMPARE_WITH_TIMEOUT(tree.names(tree.model.indexOf(b)), QStringList{u"A"_s}, 30000);
    // Behind the last, before the heading of the smart ones: to the end of the top.
    QVERIFY(tree.model.dropMimeData(drag(a).get(), Qt::MoveAction,
                                    tree.model.indexOf(Place::SmartHeading).row(), 0, {}));
    QTRY_COMPARE_WITH_TIMEOUT(tree.names().mid(8, 3), (QStringList{u"C"_s, u"B"_s, u"A"_s}), 30000);
    QVERIFY(stock.done([&] { stock.deeds().undo(); }));
    QVERIFY(stock.done([&] { stock.deeds().undo(); }));
    QVERIFY(stock.done([&] { stock.deeds().undo(); }));
    QTRY_COMPARE_WITH_TIMEOUT(tree.names().mid(8, 3), (QStringList{u"A"_s, u"B"_s, u"C"_s}), 30000);
}

void TestCollectionsModel::aCollectionIsNotDroppedIntoItself()
{
    StockedLibrary stock;
    const qint64 outer = stock.addCollection(u"Outer"_s);
    const qint64 inner = stock.addCollection(u"Inner"_s, outer);
    const qint64 smart = stock.addCollection(u"Smart"_s, 0, u"boat"_s);
    Tree tree(stock);
    const std::unique_ptr<QMimeData> drag(tree.model.mimeData({tree.model.indexOf(outer)}));
    for (const qint64 onto : {outer, inner, smart})
        QVERIFY(!tree.model.canDropMimeData(drag.get(), Qt::MoveAction, -1, -1, tree.model.indexOf(onto)));
    QVERIFY(
        !tree.model.canDropMimeData(drag.get(), Qt::MoveAction, -1, -1, tree.model.indexOf(Place::Trash)));
    QVERIFY(!tree.model.mimeData({tree.model.indexOf(Place::All)}));
}

void TestCollectionsModel::theTargetIsMarkedAndForgottenWithItsCollection()
{
    StockedLibrary stock;
    const qint64 id = stock.addCollection(u"Cards"_s);
    Tree tree(stock);
    QSignalSpy targets(&tree.model, &CollectionsModel::targetChanged);
    tree.model.setTarget(id);
    QVERIFY(tree.model.indexOf(id).data(CollectionsModel::IsTargetRole).toBool());
    QVERIFY(tree.model.indexOf(id).data(Qt::AccessibleTextRole).toString().contains(u"target"_s));
    stock.deeds().removeCollection(id);
    QTRY_COMPARE_WITH_TIMEOUT(tree.model.target(), 0, 30000);
    QCOMPARE(targets.size(), 2);
}

void TestCollectionsModel::facetsHaveCountsAndFollow()
{
    StockedLibrary stock;
    const PictureId one = stock.add(u"boat"_s);
    const PictureId two = stock.add(u"boat at night"_s, 7.5);
    FacetsModel model(stock.library());
    QAbstractItemModelTester tester(&model, strict);
    const auto rows = [&](Facet facet) {
        QStringList texts;
        const QModelIndex parent = model.indexOf(facet);
        for (int row = 0; row < model.rowCount(parent); ++row) {
            const QModelIndex value = model.index(row, 0, parent);
            texts << u"%1 %2"_s.arg(value.data(FacetsModel::ValueRole).toString())
                         .arg(value.data(FacetsModel::CountRole).toInt());
        }
        return texts;
    };
    model.setActive(true);
    QTRY_COMPARE_WITH_TIMEOUT(model.total(), 2, 30000);
    QCOMPARE(rows(Facet::Guidance), (QStringList{u"5 1"_s, u"7.5 1"_s}));
    QCOMPARE(rows(Facet::Rating),
             (QStringList{u"5 0"_s, u"4+ 0"_s, u"3+ 0"_s, u"2+ 0"_s, u"1+ 0"_s, u"0 2"_s}));
    stock.deeds().mark({one}, {.rating = 4, .addTags = {u"sea"_s}});
    QTRY_COMPARE_WITH_TIMEOUT(rows(Facet::Tag), QStringList{u"sea 1"_s}, 30000);
    QCOMPARE(rows(Facet::Rating),
             (QStringList{u"5 0"_s, u"4+ 1"_s, u"3+ 1"_s, u"2+ 1"_s, u"1+ 1"_s, u"0 1"_s}));
    model.setQuery(*Query::fromText(u"night"_s));
    QCOMPARE(model.total(), -1);
    QTRY_COMPARE_WITH_TIMEOUT(model.total(), 1, 30000);
    QCOMPARE(rows(Facet::Guidance), QStringList{u"7.5 1"_s});
    Q_UNUSED(two)
}

void TestCollectionsModel::checkingAValueWishesForAnotherQuery()
{
    StockedLibrary stock;
    stock.add(u"boat"_s);
    FacetsModel model(stock.library());
    QAbstractItemModelTester tester(&model, strict);
    QSignalSpy wishes(&model, &FacetsModel::wished);
    connect(&model, &FacetsModel::wished, &model, &FacetsModel::setQuery);
    model.setActive(true);
    QTRY_COMPARE_WITH_TIMEOUT(model.total(), 1, 30000);
    const auto check = [&](Facet facet, int row) {
        QVERIFY(model.setData(model.index(row, 0, model.indexOf(facet)), Qt::Checked, Qt::CheckStateRole));
    };
    check(Facet::Rating, 1);
    QCOMPARE(model.query().toText(), u"rating:4+"_s);
    check(Facet::Rating, 3); // "at least" beside "at least" is the weaker of the two
    QCOMPARE(model.query().toText(), u"rating:2+"_s);
    check(Facet::Rating, 5);
    QCOMPARE(model.query().toText(), u"rating:2+ rating:0"_s);
    QCOMPARE(model.indexOf(Facet::Rating).data(FacetsModel::ChosenRole).toInt(), 2);
    check(Facet::Rating, 3);
    QCOMPARE(model.query().toText(), u"rating:0"_s);
    QTRY_COMPARE_WITH_TIMEOUT(model.total(), 1, 30000);
    const QModelIndex picked = model.index(0, 0, model.indexOf(Facet::Pick));
    model.setQuery(model.toggled(picked, true));
    QCOMPARE(model.query().toText(), u"rating:0 -pick:picked"_s);
    QCOMPARE(model.index(0, 0, model.indexOf(Facet::Pick)).data(Qt::CheckStateRole), Qt::PartiallyChecked);
    model.setQuery(model.toggled(model.index(0, 0, model.indexOf(Facet::Pick))));
    QCOMPARE(model.query().toText(), u"rating:0"_s);
    QVERIFY(wishes.size() >= 4);
}

void TestCollectionsModel::whatIsAskedForIsListedEvenWithoutPictures()
{
    StockedLibrary stock;
    stock.add(u"boat"_s);
    FacetsModel model(stock.library());
    QAbstractItemModelTester tester(&model, strict);
    model.setQuery(*Query::fromText(u"tag:castle seed:3..9"_s));
    const QModelIndex castle = model.index(0, 0, model.indexOf(Facet::Tag));
    QCOMPARE(castle.data(Qt::CheckStateRole), Qt::Checked);
    QCOMPARE(model.index(0, 0, model.indexOf(Facet::Seed)).data().toString(), u"3–9"_s);
    model.setActive(true);
    QTRY_COMPARE_WITH_TIMEOUT(model.total(), 0, 30000);
    QCOMPARE(model.index(0, 0, model.indexOf(Facet::Tag)).data().toString(), u"castle"_s);
    model.setQuery(model.toggled(model.index(0, 0, model.indexOf(Facet::Tag))));
    QCOMPARE(model.query().toText(), u"seed:3..9"_s);
}

void TestCollectionsModel::nothingIsCountedWhileNobodyLooks()
{
    StockedLibrary stock;
    stock.add(u"boat"_s);
    FacetsModel model(stock.library());
    QSignalSpy counted(&model, &FacetsModel::counted);
    model.setQuery(*Query::fromText(u"boat"_s));
    QCOMPARE(stock.count(u"boat"_s), 1); // would have come behind it on the same thread
    QCOMPARE(counted.size(), 0);
    model.setActive(true);
    QTRY_COMPARE_WITH_TIMEOUT(counted.size(), 1, 30000);
}

void TestCollectionsModel::conditionsReadLikeWords_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("title");
    const auto row = [](const char *text, const QString &title) {
        QTest::newRow(text) << QString::fromLatin1(text) << title;
    };
    row("rating:4+", u"4 stars and up"_s);
    row("rating:1", u"1 star"_s);
    row("rating:0", u"Unrated"_s);
    row("date:2026-03", u"March 2026"_s);
    row("date:2026-03-14", u"14 March 2026"_s);
    row("date:2026-03..2026-05", u"March 2026–May 2026"_s);
    row("date:2025..", u"from 2025"_s);
    row("guidance:4..9", u"Guidance 4–9"_s);
    row("seed:7", u"Seed 7"_s);
    row("size:512x768", u"512 × 768"_s);
    row("-tag:boat", u"Not: Tag: boat"_s);
    row("tag:none", u"Without tags"_s);
    row("label:red", u"Red label"_s);
    row("pick:none", u"Neither picked nor rejected"_s);
    row("flagged:yes", u"Flagged by safety checker"_s);
    row("in:\"winter cards\"", u"In winter cards"_s);
}

void TestCollectionsModel::conditionsReadLikeWords()
{
    QFETCH(QString, text);
    QFETCH(QString, title);
    QCOMPARE(queryTitle(*Query::fromText(text)), title);
}

QTEST_GUILESS_MAIN(TestCollectionsModel)
#include "tst_collectionsmodel.moc"
