// Finding and keeping: tree, search field, filters and actions over a real library, with real keys and drops.
#include "panelprobe.h"
#include "panelsamples.h"
#include "stockedlibrary.h"

#include "models/collectionsmodel.h"
#include "models/facetsmodel.h"
#include "models/pictureids.h"
#include "models/sharedmarks.h"
#include "ui/inspect/inspectpanel.h"
#include "ui/inspect/tagsandnotes.h"
#include "ui/kit/chip.h"
#include "ui/kit/toast.h"
#include "ui/shelf/facetchips.h"
#include "ui/shelf/facetpopup.h"
#include "ui/shelf/filterbar.h"
#include "ui/shelf/finding.h"
#include "ui/shelf/keeping.h"
#include "ui/shelf/libraryactions.h"
#include "ui/shelf/librarytree.h"
#include "ui/shelf/searchfield.h"
#include "ui/shelf/searchwords.h"
#include "ui/shelf/shelfempty.h"
#include "ui/stage/gridview.h"
#include "ui/stage/marksbar.h"

#include <QComboBox>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMainWindow>
#include <QMenuBar>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace janus;
using namespace janus::ui;
using namespace janus::library::fixture;
using models::CollectionsModel;
using Place = CollectionsModel::Place;

namespace {

/// Everything round the grid, in a window, over a library of its own. The stage is any widget that takes the
/// focus; what is chosen is told.
struct Room
{
    Room()
        : finding(new Finding(stock.library(), &window))
        , actions(&window)
        , stage(new QWidget)
    {
        window.addToolBar(Qt::TopToolBarArea, finding->bar());
        auto *centre = new QWidget;
        auto *column = new QVBoxLayout(centre);
        column->addWidget(finding->search());
        column->addWidget(finding->tree());
        column->addWidget(finding->empty());
        column->addWidget(stage);
        stage->setFocusPolicy(Qt::StrongFocus);
        stage->setAccessibleName(u"Stage"_s);
        stage->setMinimumHeight(80);
        window.setCentralWidget(centre);
        for (const QString &name : {u"&File"_s, u"&Edit"_s, u"&View"_s, u"&Picture"_s, u"&Help"_s})
            window.menuBar()->addMenu(name)->setObjectName(QString(name).remove(u'&').toLower());
        actions.fill(window.menuBar());
        keeping = new Keeping(
            stock.library(), finding->collections(), actions, [this] { return chosen; },
            [this] { return finding->listing().query.collection; }, stage);
        stage->addActions(actions.forStage());
        finding->tree()->setActions(actions);
        window.resize(1000, 800);
        probe::show(window);
        QSignalSpy loaded(&finding->collections(), &CollectionsModel::loaded);
        finding->load();
        if (!QTest::qWaitFor([&] { return !loaded.isEmpty(); }, 30000))
            qWarning("the collections were not read");
    }

    QString shown() const { return finding->listing().query.toText(); }
    QLineEdit *edit() const { return finding->search()->edit(); }
    LibraryTree *tree() const { return finding->tree(); }
    QStringList chips() const
    {
        QStringList texts;
        for (const Chip *chip : finding->search()->chips())
            texts << chip->text();
        return texts;
    }
    void choose(const QModelIndex &index) { tree()->setCurrentIndex(index); }
    void choose(Place place) { choose(finding->collections().indexOf(place)); }
    /// Waits for one deed to be on disk.
    bool done(const std::function<void()> &deed) { return stock.done(deed); }
    bool press(QAction *action)
    {
        return done([action] { action->trigger(); });
    }

    StockedLibrary stock;
    library::PictureIds chosen;
    QMainWindow window;
    Finding *finding;
    LibraryActions actions;
    QWidget *stage;
    Keeping *keeping = nullptr;
};

/// A drop as the grid makes it.
bool drop(QAbstractItemView *view, const QPoint &point, const QMimeData &data, Qt::DropAction action)
{
    QDragEnterEvent enter(point, Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(view->viewport(), &enter);
    QDragMoveEvent move(point, Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
    move.setDropAction(action);
    QApplication::sendEvent(view->viewport(), &move);
    if (!move.isAccepted())
        return false;
    QDropEvent dropped(point, Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
    dropped.setDropAction(action);
    QApplication::sendEvent(view->viewport(), &dropped);
    return dropped.isAccepted();
}

} // namespace

class TestShelf : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wordsActWithEveryKey();
    void finishedConditionsBecomeChips();
    void aValueThatMakesNoSenseIsToldUnderTheField();
    void escapeEmptiesThenLeaves();
    void facetsAndValuesAreOffered();
    void chipsThatDoNotFitGiveWay();
    void placesShowWhatTheyAre();
    void eachWorkspaceKeepsWhatItLooksAt();
    void aCollectionIsMadeNamedAndTakenBack();
    void aCollectionIsRemovedWithoutAsking();
    void picturesAreDroppedOnTheTree();
    void collectionsAreDroppedOnTheTree();
    void aSearchBecomesASmartCollection();
    void filtersAreCheckedByKeyAndMouse();
    void aRangeIsAskedFor();
    void orderAndGroupsAreChosen();
    void whatDoesNotFitTheBarIsInItsMenu();
    void nothingFoundOffersTheNearest();
    void emptyPlacesSayWhatToDo();
    void marksAreSetByKeys_data();
    void marksAreSetByKeys();
    void keysDoNothingWhileOneTypes();
    void trashIsToldWithTheWayBack();
    void theTargetTakesPictures();
    void newPicturesGoToTheTarget();
    void undoHasTheNameOfTheDeed();
    void theInspectorSaysWhatIsMixedAndSetsAll();
    void notesAreHandedOnBeforeOtherPicturesCome();
    void everythingIsNamedAndReached();
};

void TestShelf::wordsActWithEveryKey()
{
    Room room;
    QSignalSpy listings(room.finding, &Finding::listingChanged);
    room.edit()->setFocus();
    QTest::keyClicks(room.edit(), u"boat"_s);
    QCOMPARE(listings.size(), 4);
    QCOMPARE(room.shown(), u"boat"_s);
    QTest::keyClicks(room.edit(), u" -night"_s);
    QCOMPARE(room.shown(), u"boat -night"_s);
    QTest::keyClick(room.edit(), Qt::Key_Backspace);
    QCOMPARE(room.shown(), u"boat -nigh"_s);
}

void TestShelf::finishedConditionsBecomeChips()
{
    Room room;
    room.edit()->setFocus();
    QTest::keyClicks(room.edit(), u"boat rating:4"_s);
    QCOMPARE(room.shown(), u"boat rating:4"_s); // acts already
    QVERIFY(room.chips().isEmpty());
    QTest::keyClicks(room.edit(), u"+ "_s);
    QCOMPARE(room.chips(), QStringList{u"4 stars and up"_s});
    QCOMPARE(room.edit()->text(), u"boat "_s);
    QCOMPARE(room.shown(), u"boat rating:4+"_s);
    QTest::keyClicks(room.edit(), u"tag:\"old things\""_s);
    QTest::keyClick(room.edit(), Qt::Key_Return);
    QCOMPARE(room.chips(), (QStringList{u"4 stars and up"_s, u"Tag: old things"_s}));
    QTest::keyClick(room.edit(), Qt::Key_Home);
    QTest::keyClick(room.edit(), Qt::Key_Backspace);
    QCOMPARE(room.shown(), u"boat rating:4+"_s);
    Chip *chip = room.finding->search()->chips().first();
    QTest::mouseClick(chip, Qt::LeftButton, {}, QPoint(6, chip->height() / 2)); // text again
    QCOMPARE(room.edit()->text(), u"boat rating:4+"_s);
    QVERIFY(room.chips().isEmpty());
    QTest::keyClick(room.edit(), Qt::Key_Return);
    chip = room.finding->search()->chips().first();
    QTest::mouseClick(chip, Qt::LeftButton, {}, QPoint(chip->width() - 12, chip->height() / 2));
    QCOMPARE(room.shown(), u"boat"_s);
    QTest::keyClicks(room.edit(), u" sort:rating "_s);
    QCOMPARE(room.shown(), u"boat sort:rating"_s);
    QCOMPARE(room.finding->bar()->order()->currentIndex(), int(Sort::Rating));
}

void TestShelf::aValueThatMakesNoSenseIsToldUnderTheField()
{
    Room room;
    const SearchField *search = room.finding->search();
    room.edit()->setFocus();
    QTest::keyClicks(room.edit(), u"boat rating:9"_s);
    QVERIFY(search->problem().isEmpty()); // one may go on
    QCOMPARE(room.shown(), u"boat"_s);
    QTest::keyClick(room.edit(), Qt::Key_Space);
    QVERIFY(search->problem().contains(u"0 to 5 stars"_s));
    QCOMPARE(room.edit()->text(), u"boat rating:9 "_s);
    QCOMPARE(room.shown(), u"boat"_s);
    QTest::keyClick(room.edit(), Qt::Key_Backspace);
    QTest::keyClick(room.edit(), Qt::Key_Backspace);
    QTest::keyClicks(room.edit(), u"3 "_s);
    QVERIFY(search->problem().isEmpty());
    QCOMPARE(room.shown(), u"boat rating:3"_s);
}

void TestShelf::escapeEmptiesThenLeaves()
{
    Room room;
    QSignalSpy left(room.finding->search(), &SearchField::left);
    room.edit()->setFocus();
    QTest::keyClicks(room.edit(), u"boat rating:3 x"_s);
    QTest::keyClick(room.edit(), Qt::Key_Escape);
    QCOMPARE(room.shown(), QString());
    QVERIFY(room.chips().isEmpty());
    QCOMPARE(left.size(), 0);
    QTest::keyClick(room.edit(), Qt::Key_Escape);
    QCOMPARE(left.size(), 1);
}

void TestShelf::facetsAndValuesAreOffered()
{
    Room room;
    const PictureId one = room.stock.add(u"boat"_s);
    QVERIFY(room.done([&] { room.stock.deeds().mark({one}, {.addTags = {u"sea side"_s, u"sand"_s}}); }));
    QTRY_COMPARE_WITH_TIMEOUT(room.finding->facets().valuesOf(Facet::Tag).size(), 2, 30000);
    auto *words = static_cast<SearchWords *>(room.edit());
    words->setFocus();
    QTest::keyClicks(words, u"ra"_s);
    QCOMPARE(words->offers(), QStringList{u"rating:"_s});
    QVERIFY(words->isOffering());
    QTest::keyClicks(words, u"ting:"_s);
    QCOMPARE(words->offers().size(), 6);
    words->clear();
    QTest::keyClicks(words, u"tag:se"_s);
    QCOMPARE(words->offers(), QStringList{u"tag:\"sea side\""_s});
    QWidget *list = QApplication::activePopupWidget(); // it hears the keys first
    QVERIFY(list);
    QTest::keyClick(list, Qt::Key_Down);
    QTest::keyClick(list, Qt::Key_Return);
    QTRY_COMPARE(room.chips(), QStringList{u"Tag: sea side"_s});
    QTest::keyClicks(words, u"sa"_s); // a tag by its own name
    QVERIFY(words->offers().contains(u"tag:sand"_s));
    words->clear();
    QTest::keyClicks(words, u"8812"_s);
    QVERIFY(words->offers().contains(u"seed:8812"_s));
}

void TestShelf::chipsThatDoNotFitGiveWay()
{
    Room room;
    SearchField *search = room.finding->search();
    room.finding->show(*Query::fromText(u"rating:4+ label:red pick:picked date:2026-03 guidance:4..9"_s));
    search->setFixedWidth(260);
    QTRY_VERIFY(!search->chips().first()->isVisible());
    QVERIFY(search->chips().last()->isVisible());
    QVERIFY(search->chips().last()->geometry().right() < room.edit()->geometry().right());
    QVERIFY(room.edit()->width() >= 60);
    search->setFixedWidth(900);
    QTRY_VERIFY(search->chips().first()->isVisible());
}

void TestShelf::placesShowWhatTheyAre()
{
    Room room;
    QSignalSpy listings(room.finding, &Finding::listingChanged);
    room.choose(Place::Picked);
    QCOMPARE(listings.size(), 1);
    QCOMPARE(room.chips(), QStringList{u"Picked"_s});
    room.edit()->setFocus();
    QTest::keyClicks(room.edit(), u"boat"_s); // within it
    QCOMPARE(room.tree()->currentIndex(), room.finding->collections().indexOf(Place::Picked));
    QCOMPARE(room.shown(), u"boat pick:picked"_s);
    QTest::keyClick(room.edit(), Qt::Key_Home);
    QTest::keyClick(room.edit(), Qt::Key_Backspace); // no longer
    QCOMPARE(room.tree()->currentIndex(), room.finding->collections().indexOf(Place::All));
    QCOMPARE(room.shown(), u"boat"_s);
    room.tree()->setFocus();
    room.tree()->setCurrentIndex(room.finding->collections().indexOf(Place::SmartHeading));
    QCOMPARE(room.shown(), u"boat"_s); // a heading is no place
    QTest::keyClick(room.tree(), Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(room.stock.collections().size(), 1, 30000);
    QCOMPARE(room.stock.collections().first().query, u"boat"_s);
    QTRY_VERIFY_WITH_TIMEOUT(room.tree()->findChild<QLineEdit *>(), 30000);
    QTest::keyClick(room.tree()->findChild<QLineEdit *>(), Qt::Key_Escape);
    room.choose(Place::Trash);
    QCOMPARE(room.shown(), u"trash:yes"_s);
    QVERIFY(room.edit()->text().isEmpty());
    QTest::keyClick(room.tree(), Qt::Key_Home);
    QCOMPARE(room.shown(), QString());
}

void TestShelf::eachWorkspaceKeepsWhatItLooksAt()
{
    Room room;
    room.finding->setWorkspace(Workspace::Library);
    QCOMPARE(room.finding->listing().grouping, Grouping::Day);
    room.choose(Place::Unrated);
    room.finding->setWorkspace(Workspace::Create);
    QCOMPARE(room.shown(), QString());
    QCOMPARE(room.finding->listing().grouping, Grouping::Job);
    QVERIFY(room.chips().isEmpty());
    room.finding->setWorkspace(Workspace::Library);
    QCOMPARE(room.shown(), u"rating:0"_s);
    QCOMPARE(room.tree()->currentIndex(), room.finding->collections().indexOf(Place::Unrated));
}

void TestShelf::aCollectionIsMadeNamedAndTakenBack()
{
    Room room;
    room.tree()->createCollection(u"New Collection"_s);
    QTRY_VERIFY_WITH_TIMEOUT(room.tree()->findChild<QLineEdit *>(), 30000);
    auto *name = room.tree()->findChild<QLineEdit *>();
    QCOMPARE(name->text(), u"New Collection"_s);
    name->selectAll();
    QTest::keyClicks(name, u"Winter cards"_s);
    QVERIFY(room.done([&] { QTest::keyClick(name, Qt::Key_Return); }));
    const qint64 made = room.tree()->currentCollection();
    QCOMPARE(room.finding->collections().nameOf(made), u"Winter cards"_s);
    QCOMPARE(room.finding->listing().query.collection, made);
    room.tree()->setFocus();
    QTest::keyClick(room.tree(), Qt::Key_F2);
    QTRY_VERIFY(room.tree()->findChild<QLineEdit *>());
    QTest::keyClick(room.tree()->findChild<QLineEdit *>(), Qt::Key_Escape);
    QCOMPARE(room.actions.undo->text(), u"&Undo Rename Collection"_s);
    QVERIFY(room.press(room.actions.undo));
    QTRY_COMPARE_WITH_TIMEOUT(room.finding->collections().nameOf(made), u"New Collection"_s, 30000);
    QVERIFY(room.press(room.actions.undo));
    QTRY_VERIFY_WITH_TIMEOUT(!room.finding->collections().indexOf(made).isValid(), 30000);
    QCOMPARE(room.shown(), QString()); // what was looked at is gone
    QCOMPARE(room.finding->listing().query.collection, 0);
    QVERIFY(room.press(room.actions.redo));
    QTRY_VERIFY_WITH_TIMEOUT(room.finding->collections().indexOf(made).isValid(), 30000);
}

void TestShelf::aCollectionIsRemovedWithoutAsking()
{
    Room room;
    const qint64 outer = room.stock.addCollection(u"Outer"_s);
    const qint64 inner = room.stock.addCollection(u"Inner"_s, outer);
    QTRY_VERIFY_WITH_TIMEOUT(room.finding->collections().indexOf(inner).isValid(), 30000);
    QSignalSpy removed(room.tree(), &LibraryTree::removed);
    room.choose(room.finding->collections().indexOf(outer));
    QVERIFY(room.done([&] { QTest::keyClick(room.tree(), Qt::Key_Delete); }));
    QCOMPARE(removed.size(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(!room.finding->collections().indexOf(inner).isValid(), 30000);
    QVERIFY(room.press(room.actions.undo));
    QTRY_VERIFY_WITH_TIMEOUT(room.finding->collections().indexOf(inner).isValid(), 30000);
}

void TestShelf::picturesAreDroppedOnTheTree()
{
    Room room;
    const PictureId one = room.stock.add(u"boat"_s);
    const qint64 hand = room.stock.addCollection(u"Hand"_s);
    const qint64 smart = room.stock.addCollection(u"Smart"_s, 0, u"boat"_s);
    QTRY_VERIFY_WITH_TIMEOUT(room.finding->collections().indexOf(smart).isValid(), 30000);
    QMimeData data;
    data.setData(QString::fromLatin1(models::pictureIdsMime), QByteArray::number(one) + '\n');
    const auto middle = [&](const QModelIndex &index) { return room.tree()->visualRect(index).center(); };
    QVERIFY(room.done([&] {
        QVERIFY(drop(room.tree(), middle(room.finding->collections().indexOf(hand)), data, Qt::CopyAction));
    }));
    Query query;
    query.collection = hand;
    QCOMPARE(room.stock.count(query), 1);
    QVERIFY(!drop(room.tree(), middle(room.finding->collections().indexOf(smart)), data, Qt::CopyAction));
    QVERIFY(room.done([&] {
        QVERIFY(drop(room.tree(), middle(room.finding->collections().indexOf(Place::Trash)), data,
                     Qt::CopyAction));
    }));
    QCOMPARE(room.stock.count(u"trash:yes"_s), 1);
    QVERIFY(room.press(room.actions.undo));
    QVERIFY(room.press(room.actions.undo));
    QCOMPARE(room.stock.count(query), 0);
    QCOMPARE(room.stock.count(u"trash:yes"_s), 0);
}

void TestShelf::collectionsAreDroppedOnTheTree()
{
    Room room;
    const qint64 a = room.stock.addCollection(u"A"_s);
    const qint64 b = room.stock.addCollection(u"B"_s);
    CollectionsModel &model = room.finding->collections();
    QTRY_VERIFY_WITH_TIMEOUT(model.indexOf(b).isValid(), 30000);
    const std::unique_ptr<QMimeData> data(model.mimeData({model.indexOf(b)}));
    QVERIFY(room.done([&] {
        QVERIFY(drop(room.tree(), room.tree()->visualRect(model.indexOf(a)).center(), *data, Qt::MoveAction));
    }));
    QTRY_COMPARE_WITH_TIMEOUT(model.indexOf(b).parent(), model.indexOf(a), 30000);
    QVERIFY(room.tree()->isExpanded(model.indexOf(a)));
    QVERIFY(room.press(room.actions.undo));
    QTRY_VERIFY_WITH_TIMEOUT(!model.indexOf(b).parent().isValid(), 30000);
    QVERIFY(model.indexOf(b).isValid());
}

void TestShelf::aSearchBecomesASmartCollection()
{
    Room room;
    const PictureId one = room.stock.add(u"blue boat"_s);
    room.stock.add(u"red boat"_s);
    const qint64 hand = room.stock.addCollection(u"My boats"_s);
    QVERIFY(room.done([&] { room.stock.deeds().addTo(hand, {one}); }));
    QVERIFY(!room.finding->bar()->saveButton()->isEnabled());
    room.edit()->setFocus();
    QTest::keyClicks(room.edit(), u"boat rating:0 "_s);
    QVERIFY(room.finding->bar()->saveButton()->isEnabled());
    QVERIFY(room.done([&] { room.finding->bar()->saveButton()->click(); }));
    QTRY_VERIFY_WITH_TIMEOUT(room.tree()->findChild<QLineEdit *>(), 30000);
    QCOMPARE(room.tree()->findChild<QLineEdit *>()->text(), u"boat, Unrated"_s);
    QTest::keyClick(room.tree()->findChild<QLineEdit *>(), Qt::Key_Return);
    const qint64 made = room.tree()->currentCollection();
    Query query;
    query.collection = made;
    QCOMPARE(room.stock.count(query), 2);
    // Within a collection, that is part of it.
    query.collection = hand;
    query.words = u"boat"_s;
    room.finding->show(query);
    QCOMPARE(room.finding->searchToKeep(), u"boat in:\"My boats\""_s);
}

void TestShelf::filtersAreCheckedByKeyAndMouse()
{
    Room room;
    const PictureId one = room.stock.add(u"boat"_s);
    QVERIFY(room.done([&] { room.stock.deeds().mark({one}, {.rating = 4}); }));
    FacetChips *chips = room.finding->bar()->chips();
    QTRY_COMPARE_WITH_TIMEOUT(room.finding->facets().total(), 1, 30000);
    chips->chip(Facet::Rating)->click();
    const auto *popup = chips->findChild<FacetPopup *>();
    QVERIFY(popup && popup->isVisible());
    QTest::keyClick(popup->list(), Qt::Key_Down);
    QTest::keyClick(popup->list(), Qt::Key_Space);
    QCOMPARE(room.shown(), u"rating:4+"_s);
    QVERIFY(popup->isVisible()); // one may go on
    QCOMPARE(room.chips(), QStringList{u"4 stars and up"_s});
    QVERIFY(chips->chip(Facet::Rating)->isChecked());
    QCOMPARE(chips->chip(Facet::Rating)->text(), u"4 stars and up"_s);
    const QModelIndex none = room.finding->facets().index(5, 0, popup->list()->rootIndex());
    QTest::mouseClick(popup->list()->viewport(), Qt::LeftButton, {},
                      popup->list()->visualRect(none).center());
    QCOMPARE(room.shown(), u"rating:4+ rating:0"_s);
    QTest::mouseClick(popup->list()->viewport(), Qt::LeftButton, {},
                      popup->list()->visualRect(none).center());
    QTest::mouseClick(popup->list()->viewport(), Qt::LeftButton, Qt::ShiftModifier,
                      popup->list()->visualRect(none).center());
    QCOMPARE(room.shown(), u"rating:4+ -rating:0"_s);
    QTest::keyClick(popup->list(), Qt::Key_Escape);
    QTRY_VERIFY(!chips->findChild<FacetPopup *>());
}

void TestShelf::aRangeIsAskedFor()
{
    Room room;
    room.finding->bar()->openFacet(Facet::Guidance);
    const auto *popup = room.finding->bar()->chips()->findChild<FacetPopup *>();
    QTest::keyClicks(popup->from(), u"4"_s);
    QTest::keyClicks(popup->to(), u"x"_s);
    QTest::keyClick(popup->to(), Qt::Key_Return);
    QCOMPARE(room.shown(), QString());
    const auto labels = popup->findChildren<QLabel *>();
    QVERIFY(std::ranges::any_of(labels, [](const QLabel *label) {
        return label->isVisible() && label->text().contains(u"a number"_s);
    }));
    popup->to()->setText(u"9"_s);
    QTest::keyClick(popup->to(), Qt::Key_Return);
    QCOMPARE(room.shown(), u"guidance:4..9"_s);
    popup->from()->clear();
    QTest::keyClick(popup->from(), Qt::Key_Return);
    QCOMPARE(room.shown(), u"guidance:..9"_s);
}

void TestShelf::orderAndGroupsAreChosen()
{
    Room room;
    const qint64 hand = room.stock.addCollection(u"Hand"_s);
    QTRY_VERIFY_WITH_TIMEOUT(room.finding->collections().indexOf(hand).isValid(), 30000);
    QComboBox *order = room.finding->bar()->order();
    QComboBox *groups = room.finding->bar()->grouping();
    order->setFocus();
    QTest::keyClick(order, Qt::Key_Down);
    QCOMPARE(room.shown(), u"sort:oldest"_s);
    groups->setFocus();
    QTest::keyClick(groups, Qt::Key_Down);
    QCOMPARE(room.finding->listing().grouping, Grouping::Day);
    order->setFocus();
    QTest::keyClick(order, Qt::Key_Down);
    QCOMPARE(room.shown(), u"sort:rating"_s);
    QVERIFY(!groups->isEnabled()); // only time has days and jobs
    QTest::keyClick(order, Qt::Key_End);
    QCOMPARE(room.shown(), u"sort:prompt"_s); // there is no order by hand here
    room.choose(room.finding->collections().indexOf(hand));
    QCOMPARE(room.finding->listing().query.sort, Sort::ByHand);
    room.choose(Place::All);
    QCOMPARE(room.shown(), u"sort:prompt"_s);
}

void TestShelf::whatDoesNotFitTheBarIsInItsMenu()
{
    Room room;
    room.window.resize(700, 700);
    FacetChips *chips = room.finding->bar()->chips();
    QTRY_VERIFY(chips->more()->isVisible());
    QVERIFY(!chips->chip(Facet::File)->isVisible());
    room.finding->show(*Query::fromText(u"file:missing"_s));
    QVERIFY(chips->more()->isChecked());
    chips->open(Facet::File);
    QVERIFY(chips->findChild<FacetPopup *>()->isVisible());
    delete chips->findChild<FacetPopup *>();
    room.window.resize(2200, 700);
    QTRY_VERIFY(!chips->more()->isVisible());
    QVERIFY(chips->chip(Facet::File)->isVisible());
}

void TestShelf::nothingFoundOffersTheNearest()
{
    Room room;
    const PictureId one = room.stock.add(u"blue boat"_s);
    QVERIFY(room.done([&] { room.stock.deeds().mark({one}, {.rating = 2}); }));
    QSignalSpy shown(room.finding, &Finding::emptyShown);
    room.finding->show(*Query::fromText(u"boat rating:4+"_s));
    room.finding->setFound(0, true);
    QCOMPARE(shown.size(), 1);
    const ShelfEmpty *empty = room.finding->empty();
    QTRY_COMPARE_WITH_TIMEOUT(empty->relaxationButtons().size(), 1, 30000);
    QCOMPARE(empty->relaxationButtons().first()->text(), u"Without “4 stars and up”: 1 picture"_s);
    empty->relaxationButtons().first()->click();
    QCOMPARE(room.shown(), u"boat"_s);
    room.finding->setFound(1, true);
    QCOMPARE(shown.size(), 2);
    QCOMPARE(room.finding->foundText(), u"1 picture"_s);
    room.finding->setFound(400, false);
    QCOMPARE(room.finding->foundText(), u"400 and more"_s);
    room.finding->show(*Query::fromText(u"zebra"_s));
    room.finding->setFound(0, true);
    empty->clearButton()->click();
    QCOMPARE(room.shown(), QString());
}

void TestShelf::emptyPlacesSayWhatToDo()
{
    Room room;
    const qint64 hand = room.stock.addCollection(u"Hand"_s);
    QTRY_VERIFY_WITH_TIMEOUT(room.finding->collections().indexOf(hand).isValid(), 30000);
    room.choose(room.finding->collections().indexOf(hand));
    room.finding->setFound(0, true);
    const ShelfEmpty *empty = room.finding->empty();
    QVERIFY(room.finding->isEmptyShown());
    QVERIFY(!empty->targetButton()->isHidden());
    empty->targetButton()->click();
    QCOMPARE(room.finding->collections().target(), hand);
    QVERIFY(empty->targetButton()->isHidden());
    room.choose(Place::Trash);
    room.finding->setFound(0, true);
    QVERIFY(room.finding->isEmptyShown());
    room.choose(Place::All);
    room.finding->setFound(0, true); // the stage has its own words for an empty library
    QVERIFY(!room.finding->isEmptyShown());
}

void TestShelf::marksAreSetByKeys_data()
{
    QTest::addColumn<int>("key");
    QTest::addColumn<Marks>("marks");
    QTest::newRow("stars") << int(Qt::Key_3) << Marks{.rating = 3};
    QTest::newRow("pick") << int(Qt::Key_P) << Marks{.pick = Pick::Picked};
    QTest::newRow("reject") << int(Qt::Key_X) << Marks{.pick = Pick::Rejected};
    QTest::newRow("red") << int(Qt::Key_6) << Marks{.label = Label::Red};
    QTest::newRow("blue") << int(Qt::Key_9) << Marks{.label = Label::Blue};
}

void TestShelf::marksAreSetByKeys()
{
    QFETCH(int, key);
    QFETCH(Marks, marks);
    Room room;
    room.chosen = {room.stock.add(u"a"_s), room.stock.add(u"b"_s)};
    room.stage->setFocus();
    QVERIFY(room.done([&] { QTest::keyClick(room.stage, Qt::Key(key)); }));
    QCOMPARE(room.stock.marks(room.chosen[0]), marks);
    QCOMPARE(room.stock.marks(room.chosen[1]), marks);
    QVERIFY(room.done([&] { QTest::keyClick(room.stage, Qt::Key_Z, Qt::ControlModifier); }));
    QCOMPARE(room.stock.marks(room.chosen[0]), Marks());
    QVERIFY(
        room.done([&] { QTest::keyClick(room.stage, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier); }));
    QCOMPARE(room.stock.marks(room.chosen[1]), marks);
}

void TestShelf::keysDoNothingWhileOneTypes()
{
    Room room;
    room.chosen = {room.stock.add(u"a"_s)};
    room.edit()->setFocus();
    QTest::keyClicks(room.edit(), u"x3p"_s);
    QTest::keyClick(room.edit(), Qt::Key_Delete);
    room.tree()->setFocus();
    QTest::keyClick(room.tree(), Qt::Key_4);
    QTest::keyClick(room.tree(), Qt::Key_Delete);
    QCOMPARE(room.stock.marks(room.chosen[0]), Marks());
    QVERIFY(room.stock.deeds().undoName().isEmpty());
}

void TestShelf::trashIsToldWithTheWayBack()
{
    Room room;
    room.chosen = {room.stock.add(u"a"_s), room.stock.add(u"b"_s), room.stock.add(u"c"_s)};
    room.stage->setFocus();
    QVERIFY(room.done([&] { QTest::keyClick(room.stage, Qt::Key_Delete); }));
    auto *toast = room.stage->findChild<Toast *>();
    QVERIFY(toast && toast->isVisible());
    QCOMPARE(toast->accessibleName(), u"Moved 3 pictures to Trash"_s);
    QCOMPARE(room.stock.count(u"trash:yes"_s), 3);
    QPushButton *undo = toast->findChild<QPushButton *>();
    QCOMPARE(undo->text(), u"Undo"_s);
    QVERIFY(room.done([&] { undo->click(); }));
    QCOMPARE(room.stock.count(u"trash:yes"_s), 0);
    QVERIFY(room.press(room.actions.redo));
    room.keeping->refresh(true, true, false);
    QVERIFY(!room.actions.trash->isEnabled());
    QVERIFY(room.press(room.actions.restore));
    QCOMPARE(room.stock.count(u"trash:yes"_s), 0);
}

void TestShelf::theTargetTakesPictures()
{
    Room room;
    room.chosen = {room.stock.add(u"a"_s)};
    const qint64 cards = room.stock.addCollection(u"Cards"_s);
    QTRY_VERIFY_WITH_TIMEOUT(room.finding->collections().indexOf(cards).isValid(), 30000);
    QSignalSpy wanted(room.keeping, &Keeping::targetWanted);
    room.stage->setFocus();
    QTest::keyClick(room.stage, Qt::Key_B);
    room.stage->findChild<Toast *>()->findChild<QPushButton *>()->click();
    QCOMPARE(wanted.size(), 1);
    room.choose(room.finding->collections().indexOf(cards));
    room.tree()->toggleTarget();
    room.stage->setFocus();
    QVERIFY(room.done([&] { QTest::keyClick(room.stage, Qt::Key_B); }));
    Query query;
    query.collection = cards;
    QCOMPARE(room.stock.count(query), 1);
    room.keeping->refresh(true, false, true);
    QVERIFY(room.done([&] { QTest::keyClick(room.stage, Qt::Key_B, Qt::ShiftModifier); }));
    QCOMPARE(room.stock.count(query), 0);
    QVERIFY(room.press(room.actions.undo));
    QCOMPARE(room.stock.count(query), 1);
    room.tree()->toggleTarget();
    QCOMPARE(room.finding->collections().target(), 0);
}

void TestShelf::newPicturesGoToTheTarget()
{
    Room room;
    const qint64 cards = room.stock.addCollection(u"Cards"_s);
    QTRY_VERIFY_WITH_TIMEOUT(room.finding->collections().indexOf(cards).isValid(), 30000);
    room.finding->collections().setTarget(cards);
    room.keeping->setNewToTarget(true);
    QVERIFY(room.actions.newGoToTarget->isChecked());
    room.stock.open.addJob();
    QVERIFY(room.stock.open.add(OpenLibrary::newPicture(1, encoded(painting({32, 32}), "PNG"))).hasValue());
    Query query;
    query.collection = cards;
    QTRY_COMPARE_WITH_TIMEOUT(room.stock.count(query), 1, 30000);
}

void TestShelf::undoHasTheNameOfTheDeed()
{
    Room room;
    QVERIFY(!room.actions.undo->isEnabled());
    room.chosen = {room.stock.add(u"a"_s), room.stock.add(u"b"_s)};
    QVERIFY(room.press(room.actions.rate[3]));
    QCOMPARE(room.actions.undo->text(), u"&Undo Rate 2 Pictures"_s);
    QVERIFY(room.press(room.actions.undo));
    QVERIFY(!room.actions.undo->isEnabled());
    QCOMPARE(room.actions.redo->text(), u"&Redo Rate 2 Pictures"_s);
    const QMenu *edit = room.window.menuBar()->findChild<QMenu *>(u"edit"_s);
    QCOMPARE(edit->actions().first(), room.actions.undo);
    QVERIFY(room.window.menuBar()->findChild<QMenu *>(u"library"_s));
}

void TestShelf::theInspectorSaysWhatIsMixedAndSetsAll()
{
    InspectPanel panel;
    panel.setSchema(samples::schema());
    panel.resize(300, 900);
    Picture one = samples::picture();
    one.marks = {.rating = 4, .pick = Pick::Picked, .tags = {u"sea"_s, u"winter"_s}};
    Picture two = one;
    two.id = 8;
    two.marks = {.rating = 2, .pick = Pick::Picked, .tags = {u"Sea"_s}, .notes = u"note"_s};
    panel.setPictures({one, two});
    probe::show(panel);
    QCOMPARE(panel.marksBar()->marks().pick, Pick::Picked);
    QCOMPARE(panel.marksBar()->marks().rating, 0);
    QVERIFY(panel.marksBar()->accessibleName().contains(u"mixed stars"_s));
    QStringList chips;
    for (const Chip *chip : panel.tagsAndNotes()->chips())
        chips << chip->text();
    QCOMPARE(chips, (QStringList{u"sea"_s, u"winter (some)"_s}));
    QSignalSpy marks(&panel, &InspectPanel::markRequested);
    const auto last = [&] { return marks.last().first().value<library::MarksPatch>(); };
    panel.tagsAndNotes()->chips().last()->click();
    QCOMPARE(last().addTags, QStringList{u"winter"_s});
    QTest::keyClick(panel.tagsAndNotes()->chips().first(), Qt::Key_Delete);
    QCOMPARE(last().removeTags, QStringList{u"sea"_s});
    QSignalSpy names(&panel, &InspectPanel::tagNamesWanted);
    panel.tagsAndNotes()->tagEdit()->setFocus();
    QCOMPARE(names.size(), 1);
    QTest::keyClicks(panel.tagsAndNotes()->tagEdit(), u"night, harbour"_s);
    QTest::keyClick(panel.tagsAndNotes()->tagEdit(), Qt::Key_Return);
    QCOMPARE(last().addTags, QStringList{u"harbour"_s}); // the comma has sent the first
    panel.marksBar()->setFocus();
    QTest::keyClick(panel.marksBar(), Qt::Key_Right);
    QTest::keyClick(panel.marksBar(), Qt::Key_Right);
    QTest::keyClick(panel.marksBar(), Qt::Key_Space);
    QCOMPARE(last().rating, std::optional(3));
    QVERIFY(panel.tagsAndNotes()->notesEdit()->placeholderText().contains(u"Different notes"_s));
    QVERIFY(probe::namelessFocusables(&panel).isEmpty());
    panel.setPictures({one}, 1234); // of many, one is read by now
    const auto labels = panel.findChildren<QLabel *>();
    QVERIFY(std::ranges::any_of(labels, [](const QLabel *label) {
        return label->isVisible() && label->text().endsWith(u"234 pictures selected"_s);
    }));
}

void TestShelf::notesAreHandedOnBeforeOtherPicturesCome()
{
    InspectPanel panel;
    panel.setSchema(samples::schema());
    Picture one = samples::picture();
    panel.setPicture(one, {});
    probe::show(panel);
    QSignalSpy marks(&panel, &InspectPanel::markRequested);
    QPlainTextEdit *notes = panel.tagsAndNotes()->notesEdit();
    notes->setFocus();
    QTest::keyClicks(notes, u"for Ada"_s);
    one.marks.rating = 3; // the same picture, changed meanwhile: what is written stays
    panel.setPicture(one, {});
    QCOMPARE(notes->toPlainText(), u"for Ada"_s);
    QCOMPARE(marks.size(), 0);
    panel.finishWriting();
    QCOMPARE(marks.size(), 1);
    QCOMPARE(marks.first().first().value<library::MarksPatch>().notes, std::optional(u"for Ada"_s));
    Picture other = samples::picture();
    other.id = 9;
    panel.setPicture(other, {});
    QCOMPARE(notes->toPlainText(), QString());
    panel.finishWriting();
    QCOMPARE(marks.size(), 1);
}

void TestShelf::everythingIsNamedAndReached()
{
    Room room;
    QCOMPARE(probe::namelessFocusables(&room.window), QStringList());
    room.edit()->setFocus();
    const QList<QWidget *> walk = probe::tabWalk(&room.window);
    QVERIFY(walk.contains(room.tree()));
    QVERIFY(walk.contains(room.stage));
    QVERIFY(walk.contains(room.finding->bar()->chips()->chip(Facet::Rating)));
    QVERIFY(walk.contains(room.finding->bar()->order()));
    QCOMPARE(room.finding->search()->objectName(), u"search"_s);
    const CollectionsModel &model = room.finding->collections();
    QTRY_COMPARE_WITH_TIMEOUT(model.indexOf(Place::All).data(Qt::AccessibleTextRole).toString(),
                              u"All pictures, 0 pictures"_s, 30000);
}

QTEST_MAIN(TestShelf)
#include "tst_shelf.moc"
