#include "models/pictureids.h"
#include "stagecells.h"
#include "ui/kit/pill.h"
#include "ui/kit/tokens.h"
#include "ui/stage/gridview.h"

#include <QAccessible>
#include <QMimeData>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QUrl>
#include <QWheelEvent>

Q_DECLARE_METATYPE(janus::models::Grouping)

using namespace janus;
using namespace janus::ui;
using namespace janus::ui::stagetest;
using namespace Qt::StringLiterals;

namespace {

constexpr QSize square(512, 512);
constexpr QSize wide(1024, 576);

QSet<int> selectedRows(const GridView &view)
{
    QSet<int> rows;
    const QModelIndexList chosen = view.selectionModel()->selectedIndexes();
    for (const QModelIndex &index : chosen)
        rows.insert(index.row());
    return rows;
}

QPoint middleOf(const GridView &view, int row)
{
    return view.visualRect(view.model()->index(row, 0)).center();
}

/// A shown grid, 800 wide: four columns.
struct Shown
{
    explicit Shown(const QList<int> &batches, const QSize &size = square)
    {
        for (int i = 0; i < batches.size(); ++i)
            appendBatch(model, i + 1, batches.at(i), size);
        view.setModel(&model);
        view.resize(800, 600);
        view.show();
        view.activateWindow();
        isReady = QTest::qWaitForWindowActive(&view);
        view.setFocus();
    }

    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&view, key, modifiers); }
    void click(int row, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(view.viewport(), Qt::LeftButton, modifiers, middleOf(view, row));
    }
    int current() const { return view.currentIndex().row(); }

    QStandardItemModel model;
    GridView view;
    bool isReady = false;
};

/// A shown grid over a large library, settled and painted.
struct ShownLibrary
{
    ShownLibrary(int rows, models::Grouping grouping)
        : model(rows, grouping)
    {
        view.setModel(&model);
        view.resize(800, 600);
        view.show();
        view.activateWindow();
        isReady = QTest::qWaitForWindowActive(&view);
        view.setFocus();
        paint();
    }

    /// Paints what is due, nothing else.
    void paint()
    {
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
    }
    void forgetReading()
    {
        paint();
        model.calls = 0;
        model.shapeCalls = 0;
        model.rowsRead.clear();
        model.sights.clear();
    }
    void scrollBy(int dy) { view.verticalScrollBar()->setValue(view.verticalScrollBar()->value() + dy); }
    QPoint middle(int row) const { return view.visualRect(model.index(row, 0)).center(); }

    LibraryModel model;
    GridView view;
    bool isReady = false;
};

} // namespace

class tst_Grid : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aHundredThousandPicturesAreReadOnlyWhereTheyAreSeen()
    {
        CountingModel model(100'000);
        GridView view;
        view.setModel(&model);
        view.resize(800, 600);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        for (const int where : {0, 50'000, 99'990}) {
            view.scrollTo(model.index(where, 0));
            model.calls = 0;
            model.rowsRead.clear();
            view.viewport()->grab();
            QVERIFY(!model.rowsRead.isEmpty());
            QVERIFY2(model.rowsRead.size() <= 28, QByteArray::number(model.rowsRead.size()).constData());
            QVERIFY2(model.calls < 28 * 14, QByteArray::number(model.calls).constData());
        }
        model.calls = 0;
        view.setCellWidth(240);
        view.resize(900, 600);
        view.selectAll();
        QVERIFY(model.calls < 2000);
    }

    void arrowsMoveInTwoDirectionsThroughTheBatches()
    {
        Shown shown({6, 2, 5}); // rows 0-5 (two lines), 6-7, 8-12
        QVERIFY(shown.isReady);
        shown.click(1);
        shown.press(Qt::Key_Right);
        QCOMPARE(shown.current(), 2);
        shown.press(Qt::Key_Down);
        QCOMPARE(shown.current(), 5); // the second line ends at column 1
        shown.press(Qt::Key_Down);
        QCOMPARE(shown.current(), 7);
        shown.press(Qt::Key_Down);
        QCOMPARE(shown.current(), 10); // the column it came from is remembered
        shown.press(Qt::Key_Up);
        shown.press(Qt::Key_Left);
        QCOMPARE(shown.current(), 6);
        shown.press(Qt::Key_Left);
        QCOMPARE(shown.current(), 5);
        shown.press(Qt::Key_Home);
        QCOMPARE(shown.current(), 0);
        shown.press(Qt::Key_Up);
        QCOMPARE(shown.current(), 0);
        shown.press(Qt::Key_End);
        QCOMPARE(shown.current(), 12);
        QCOMPARE(selectedRows(shown.view), QSet<int>{12});
    }

    void pagesMoveByAboutOneViewAndAlwaysMove()
    {
        Shown shown({40});
        shown.click(1);
        shown.press(Qt::Key_PageDown);
        const int first = shown.current();
        QVERIFY(first > 1);
        QCOMPARE(first % 4, 1);
        shown.press(Qt::Key_PageUp);
        QCOMPARE(shown.current(), 1);
        shown.view.setCellWidth(512); // taller than the view
        shown.press(Qt::Key_PageDown);
        QVERIFY(shown.current() > 1);
    }

    void controlArrowsMoveTheRingAlone()
    {
        Shown shown({6});
        shown.click(0);
        shown.press(Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(shown.current(), 1);
        QCOMPARE(selectedRows(shown.view), QSet<int>{0});
        shown.press(Qt::Key_Right, Qt::ControlModifier);
        shown.press(Qt::Key_Space, Qt::ControlModifier);
        QCOMPARE(selectedRows(shown.view), (QSet<int>{0, 2}));
    }

    void shiftSelectsARange()
    {
        Shown shown({6, 6});
        shown.click(1);
        shown.press(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(selectedRows(shown.view), (QSet<int>{1, 2, 3, 4, 5}));
        shown.press(Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(selectedRows(shown.view), (QSet<int>{1, 2, 3, 4}));
        shown.press(Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(selectedRows(shown.view).size(), 12);
    }

    void clicksSelectToggleAndRange()
    {
        Shown shown({4, 4});
        shown.click(1);
        QCOMPARE(selectedRows(shown.view), QSet<int>{1});
        shown.click(3, Qt::ControlModifier);
        QCOMPARE(selectedRows(shown.view), (QSet<int>{1, 3}));
        shown.click(3, Qt::ControlModifier);
        QCOMPARE(selectedRows(shown.view), QSet<int>{1});
        shown.click(1);
        shown.click(5, Qt::ShiftModifier);
        QCOMPARE(selectedRows(shown.view), (QSet<int>{1, 2, 3, 4, 5}));
        shown.click(2);
        QCOMPARE(selectedRows(shown.view), QSet<int>{2});
    }

    void aRubberBandSelectsWhatItTouches()
    {
        Shown shown({4, 4});
        QWidget *area = shown.view.viewport();
        const QRect first = shown.view.visualRect(shown.model.index(1, 0));
        const QRect last = shown.view.visualRect(shown.model.index(6, 0));
        const QPoint from(first.right() + 4, first.top() + 10); // in the gap between two pictures
        QTest::mousePress(area, Qt::LeftButton, {}, from);
        QTest::mouseMove(area, from + QPoint(20, 20));
        QTest::mouseMove(area, last.center());
        QCOMPARE(selectedRows(shown.view), (QSet<int>{2, 6}));
        QTest::mouseRelease(area, Qt::LeftButton, {}, last.center());
        QCOMPARE(selectedRows(shown.view), (QSet<int>{2, 6}));
        QTest::mouseClick(area, Qt::LeftButton, {}, from);
        QVERIFY(selectedRows(shown.view).isEmpty());
    }

    void enterAndDoubleClickOpenAndSpaceAsksForAQuickView()
    {
        Shown shown({4});
        QSignalSpy opened(&shown.view, &GridView::opened);
        QSignalSpy quick(&shown.view, &GridView::quickViewRequested);
        shown.click(2);
        shown.press(Qt::Key_Return);
        shown.press(Qt::Key_E);
        shown.press(Qt::Key_Return, Qt::ControlModifier); // generates, elsewhere
        QCOMPARE(opened.size(), 2);
        QCOMPARE(opened.first().first().toModelIndex().row(), 2);
        QTest::mouseDClick(shown.view.viewport(), Qt::LeftButton, {}, middleOf(shown.view, 1));
        QCOMPARE(opened.size(), 3);
        shown.press(Qt::Key_Space);
        QCOMPARE(quick.size(), 1);
    }

    void selectionIsNeutralAndTheRingComesWithTheKeyboard()
    {
        Shown shown({4});
        const Colors &color = tokensOf(&shown.view).color;
        shown.click(0);
        const QRect cell = shown.view.visualRect(shown.model.index(0, 0));
        const auto pixel = [&shown](const QPoint &at) {
            return shown.view.viewport()->grab().toImage().pixelColor(at);
        };
        const QPoint frame(cell.left() - 4, cell.center().y());
        const QPoint ring(cell.left() - 7, cell.center().y());
        QCOMPARE(pixel(frame), color.selectionFrame);
        QCOMPARE(pixel(ring), color.stage);
        QVERIFY(!shown.view.showsRing());
        shown.press(Qt::Key_Right, Qt::ControlModifier);
        shown.press(Qt::Key_Left, Qt::ControlModifier);
        QVERIFY(shown.view.showsRing());
        QCOMPARE(pixel(ring), color.focusRing);
    }

    void newBatchesAboveMoveNothingThatIsLookedAt()
    {
        Shown shown({4, 4, 4, 4, 4, 4});
        shown.view.verticalScrollBar()->setValue(400);
        const QPersistentModelIndex seen = shown.view.indexAt(QPoint(100, 300));
        QVERIFY(seen.isValid());
        const QRect before = shown.view.visualRect(seen);
        for (int i = 0; i < 4; ++i)
            shown.model.insertRow(i, liveItem(200 + i, 99, wide, {}, {u"New"_s, {}, {}, true}));
        QCOMPARE(shown.view.visualRect(seen), before);
        QCOMPARE(shown.view.newAbove(), 4);
        auto *pill = shown.view.findChild<Pill *>();
        QVERIFY(pill && pill->isVisible());
        QCOMPARE(pill->text(), u"4 new"_s);
        shown.view.setCellWidth(150);
        QTest::mouseClick(pill, Qt::LeftButton, {}, pill->boxRect().center());
        QCOMPARE(shown.view.verticalScrollBar()->value(), 0);
        QCOMPARE(shown.view.newAbove(), 0);
        QVERIFY(!pill->isVisible());
    }

    void atTheVeryTopNewBatchesComeIntoSight()
    {
        Shown shown({4, 4, 4, 4});
        shown.model.insertRow(0, liveItem(200, 99, wide, {}, {u"New"_s, {}, {}, true}));
        QCOMPARE(shown.view.verticalScrollBar()->value(), 0);
        QCOMPARE(shown.view.newAbove(), 0);
        QVERIFY(shown.view.visualRect(shown.model.index(0, 0)).top() < 60);
    }

    void aLiveCellHandsCurrentAndSelectionToItsPicture_data()
    {
        QTest::addColumn<bool>("removesFirst");
        QTest::newRow("live cell goes, then the picture comes") << true;
        QTest::newRow("picture comes, then the live cell goes") << false;
    }

    void aLiveCellHandsCurrentAndSelectionToItsPicture()
    {
        QFETCH(bool, removesFirst);
        Shown shown({4, 4, 4, 4, 4});
        shown.model.insertRow(0, liveItem(200, 99, square, {JobState::Saving}, {u"New"_s, {}, {}, true}));
        shown.click(0);
        QStandardItem *picture = pictureItem(200, 99, square, {u"New"_s});
        if (removesFirst) {
            shown.model.removeRow(0);
            shown.model.insertRow(0, picture);
        } else {
            shown.model.insertRow(0, picture);
            shown.model.removeRow(1);
        }
        QCOMPARE(shown.current(), 0);
        QCOMPARE(shown.view.currentIndex().data(models::PictureIdRole).toLongLong(), 200);
        QCOMPARE(selectedRows(shown.view), QSet<int>{0});
    }

    void theSightStaysWhenTheWatchedLiveCellBecomesAPicture()
    {
        Shown shown({4, 4, 4});
        for (int i = 0; i < 4; ++i)
            shown.model.insertRow(
                4 + i, liveItem(200 + i, 99, square, {JobState::Running}, {u"New"_s, {}, {}, true}));
        shown.view.verticalScrollBar()->setValue(shown.view.grid().cellRect(4).top() + 20);
        const int before = shown.view.visualRect(shown.model.index(4, 0)).top();
        shown.model.removeRow(4);
        shown.model.insertRow(4, pictureItem(200, 99, square, {u"New"_s}));
        QCOMPARE(shown.view.visualRect(shown.model.index(4, 0)).top(), before);
    }

    void aLiveCellThatBecomesAPictureInPlaceIsAnnouncedOnce()
    {
        Shown shown({4});
        shown.model.insertRow(0, liveItem(200, 99, square, {JobState::Saving}, {u"New"_s}));
        shown.click(0);
        shown.view.viewport()->grab();
        const QStandardItem *picture = pictureItem(200, 99, square, {u"New"_s});
        for (const int role : {int(models::PictureIdRole), int(Qt::DecorationRole), int(models::KindRole)})
            shown.model.item(0)->setData(picture->data(role), role);
        delete picture;
        QCOMPARE(shown.view.accessibleDescription(), u"Picture 1 of 1 ready, not flagged"_s);
        QCOMPARE(shown.current(), 0);
        shown.view.setAccessibleDescription({});
        shown.model.item(0)->setData(u"1"_s, models::SeedRole);
        QCOMPARE(shown.view.accessibleDescription(), QString());
    }

    void headersOfferTheirTools()
    {
        Shown shown({4});
        shown.model.insertRow(0, liveItem(200, 99, wide, {}, {u"Open"_s, u"1 picture"_s, u"1"_s, true}));
        QSignalSpy again(&shown.view, &GridView::batchRunAgainRequested);
        QSignalSpy cancel(&shown.view, &GridView::batchCancelRequested);
        QSignalSpy more(&shown.view, &GridView::batchMenuRequested);
        const auto click = [&shown](BatchId batch, HeaderPart part) {
            const QRect rect = shown.view.headerRect(batch, part);
            QVERIFY(rect.width() >= 24 && rect.height() >= 24);
            QTest::mouseClick(shown.view.viewport(), Qt::LeftButton, {}, rect.center());
        };
        click(99, HeaderPart::Cancel);
        QCOMPARE(cancel.size(), 1);
        QCOMPARE(cancel.first().first().toLongLong(), 99);
        click(1, HeaderPart::RunAgain);
        QCOMPARE(again.size(), 1);
        QCOMPARE(again.first().first().toLongLong(), 1);
        click(1, HeaderPart::More);
        QCOMPARE(more.size(), 1);
        click(1, HeaderPart::Title);
        QCOMPARE(selectedRows(shown.view), (QSet<int>{1, 2, 3, 4}));
    }

    void aLostAnswerAsksInItsCell()
    {
        Shown shown({4});
        const LiveState lost{.state = JobState::Unknown, .trouble = u"Not found after 5 minutes."_s};
        shown.model.insertRow(0, liveItem(200, 99, square, lost, {u"Lost"_s, {}, {}, true}));
        const QList<LiveButton> buttons = shown.view.buttonsOf(shown.model.index(0, 0));
        QCOMPARE(buttons.size(), 3); // look again, send again, drop
        for (int k = 1; k < 3; ++k)
            QVERIFY(!buttons[k - 1].rect.intersects(buttons[k].rect));
        QSignalSpy asked(&shown.view, &GridView::jobActionRequested);
        QTest::mouseClick(shown.view.viewport(), Qt::LeftButton, {}, buttons.last().rect.center());
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.first().at(0).toLongLong(), 200);
        QCOMPARE(asked.first().at(1).value<CellAction>(), CellAction::Drop);
        QVERIFY(shown.view.buttonsOf(shown.model.index(1, 0)).isEmpty());
    }

    void liveCellsSayWhatHappens_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("ahead");
        QTest::addColumn<int>("seconds");
        QTest::addColumn<qint64>("received");
        QTest::addColumn<qint64>("total");
        QTest::addColumn<QString>("trouble");
        QTest::addColumn<QString>("spoken");
        const auto row = [](const char *name, JobState state, int ahead, int seconds, qint64 received,
                            qint64 total, const QString &trouble, const QString &spoken) {
            QTest::newRow(name) << int(state) << ahead << seconds << received << total << trouble << spoken;
        };
        using enum JobState;
        row("waiting", Waiting, -1, 0, 0, -1, {}, u"Waiting for a slot, Sent as soon as one is free"_s);
        row("held", Waiting, -1, 0, 0, -1, u"You are offline."_s, u"Held, You are offline."_s);
        row("next", Queued, 0, 0, 0, -1, {}, u"In fal’s queue, next, about 20–35 s"_s);
        row("second", Queued, 1, 0, 0, -1, {}, u"In fal’s queue, 2nd, about 20–35 s"_s);
        row("running", Running, -1, 6, 0, -1, {}, u"Running, 6 s, usually 12–20 s"_s);
        row("due", Running, -1, 16, 0, -1, {}, u"Running, 16 s, any moment"_s);
        row("late", Running, -1, 65, 0, -1, {}, u"Running, 1:05, longer than usual"_s);
        row("retrying", Running, -1, 5, 0, -1, u"fal answered 502."_s,
            u"Reading status again, fal answered 502."_s);
        row("fetching", Saving, -1, 0, 412'000, 668'000, {}, u"Fetching, 412 of 668 KB"_s);
        row("saving", Saving, -1, 0, 668'000, 668'000, {}, u"Saving, Writing it to your folder"_s);
        row("broken", Saving, -1, 0, 5, 9, u"It broke off."_s, u"Download broke off, It broke off."_s);
        row("failed", Failed, -1, 0, 0, -1, u"Refused."_s, u"Failed, Refused."_s);
        row("cancelled", Cancelled, -1, 0, 0, -1, {}, u"Cancelled, Ended before a picture was made."_s);
    }

    void liveCellsSayWhatHappens()
    {
        QFETCH(int, state);
        QFETCH(int, ahead);
        QFETCH(int, seconds);
        QFETCH(qint64, received);
        QFETCH(qint64, total);
        QFETCH(QString, trouble);
        const QDateTime now = QDateTime::currentDateTimeUtc();
        StageCell cell;
        cell.kind = models::CellKind::Live;
        cell.state = JobState(state);
        cell.ahead = ahead;
        cell.since = now.addSecs(-seconds);
        cell.received = received;
        cell.total = total;
        cell.trouble = trouble;
        const LiveText text = liveText(cell, now, {SecondsRange{20, 35}, SecondsRange{12, 20}});
        QTEST(text.spoken(), "spoken");
        if (text.bar)
            QVERIFY(text.bar->fill >= 0 && text.bar->fill <= 1 && text.bar->usualTo <= 1);
    }

    void cellsHaveAccessibleNames()
    {
        Shown shown({3});
        QAccessibleInterface *grid = QAccessible::queryAccessibleInterface(&shown.view);
        QVERIFY(grid);
        QCOMPARE(grid->text(QAccessible::Name), u"Pictures"_s);
        QCOMPARE(grid->role(), QAccessible::List);
        QCOMPARE(grid->childCount(), 3);
        QAccessibleInterface *cell = grid->child(1);
        QVERIFY(cell);
        QCOMPARE(cell->text(QAccessible::Name), u"Picture: Batch 1, seed 51200702"_s);
        QCOMPARE(grid->indexOfChild(cell), 1);
        QCOMPARE(cell->parent(), grid);
        QVERIFY(!cell->state().selected);
        shown.click(1);
        QVERIFY(cell->state().selected && cell->state().focused);
        const QPoint middle = cell->rect().center();
        QCOMPARE(grid->childAt(middle.x(), middle.y()), cell);
        QSignalSpy opened(&shown.view, &GridView::opened);
        cell->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(opened.size(), 1);
        QCOMPARE(cell->rect().size(), shown.view.visualRect(shown.model.index(1, 0)).size());
        const LiveState queued{.state = JobState::Queued, .ahead = 1};
        shown.model.insertRow(0, liveItem(200, 99, square, queued, {u"New"_s}));
        QCOMPARE(grid->childCount(), 4);
        QCOMPARE(grid->child(0)->text(QAccessible::Description), u"In fal’s queue, 2nd"_s);
        QCOMPARE(grid->child(2)->text(QAccessible::Name), u"Picture: Batch 1, seed 51200702"_s);
    }

    void whenWhatWasChosenGoesTheNextOneIsChosen()
    {
        Shown shown({6});
        shown.click(2);
        shown.click(3, Qt::ControlModifier);
        shown.model.removeRow(3);
        QCOMPARE(selectedRows(shown.view), QSet<int>{2}); // some of it is still there
        shown.model.removeRow(2);
        QVERIFY(shown.view.currentIndex().isValid());
        QCOMPARE(selectedRows(shown.view), QSet<int>{shown.current()});
        const int before = int(selectedRows(shown.view).size());
        shown.model.removeRow(0);
        QCOMPARE(int(selectedRows(shown.view).size()), before);
    }

    void controlAndWheelChangeTheWidthWithinItsLimits()
    {
        Shown shown({8, 8});
        QSignalSpy changed(&shown.view, &GridView::cellWidthChanged);
        const auto turn = [&shown](int delta) {
            QWheelEvent event(QPointF(100, 100), shown.view.mapToGlobal(QPointF(100, 100)), {}, {0, delta},
                              Qt::NoButton, Qt::ControlModifier, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(shown.view.viewport(), &event);
        };
        turn(120);
        QCOMPARE(shown.view.cellWidth(), 198);
        QCOMPARE(changed.size(), 1);
        for (int i = 0; i < 60; ++i)
            turn(-120);
        QCOMPARE(shown.view.cellWidth(), int(GridView::smallestCell));
        shown.view.setCellWidth(9999);
        QCOMPARE(shown.view.cellWidth(), int(GridView::largestCell));
    }

    void draggingCarriesFilesIdsAndPrompt()
    {
        Shown shown({4});
        QVERIFY(!shown.view.dragData());
        shown.click(2);
        shown.click(0, Qt::ControlModifier);
        const std::unique_ptr<QMimeData> data = shown.view.dragData();
        QVERIFY(data);
        QCOMPARE(data->urls(),
                 (QList<QUrl>{QUrl(u"file:///pictures/1.jpg"_s), QUrl(u"file:///pictures/3.jpg"_s)}));
        QCOMPARE(data->text(), u"Batch 1"_s);
        QCOMPARE(data->data(QString::fromLatin1(models::pictureIdsMime)), QByteArray("1\n3\n"));
    }

    void aPictureOfAnotherShapeMovesOnlyWhatIsBelow()
    {
        Shown shown({4, 4, 4, 4, 4});
        shown.view.verticalScrollBar()->setValue(500);
        const QPersistentModelIndex seen = shown.view.indexAt(QPoint(100, 300));
        const QRect before = shown.view.visualRect(seen);
        shown.model.item(0)->setData(QSize(576, 1024), models::PixelSizeRole);
        QCOMPARE(shown.view.visualRect(seen), before);
        QCOMPARE(shown.view.grid().pictureRect(0).height(), 324);
    }

    void aMillionPicturesAreReadOnlyWhereTheyAreSeen_data()
    {
        QTest::addColumn<models::Grouping>("grouping");
        QTest::newRow("by job") << models::Grouping::Job;
        QTest::newRow("by day") << models::Grouping::Day;
        QTest::newRow("flat") << models::Grouping::Flat;
    }

    void aMillionPicturesAreReadOnlyWhereTheyAreSeen()
    {
        QFETCH(models::Grouping, grouping);
        ShownLibrary shown(1'000'000, grouping);
        QVERIFY(shown.isReady);
        const auto cost = [&shown](auto deed) {
            shown.forgetReading();
            deed();
            shown.paint();
            const qsizetype read = shown.model.rowsRead.size();
            return read > 0 && read <= 60 && shown.model.shapeCalls < 12'000;
        };
        const auto press = [&shown](Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
            QTest::keyClick(&shown.view, key, modifiers);
        };
        QScrollBar *bar = shown.view.verticalScrollBar();
        QVERIFY(cost([&] { bar->setValue(bar->maximum() / 2); }));
        QVERIFY(cost([&] { shown.scrollBy(-200); }));
        QVERIFY(cost([&] { press(Qt::Key_End); }));
        QCOMPARE(shown.view.currentIndex().row(), 999'999);
        QVERIFY(shown.view.viewport()->rect().contains(shown.middle(999'999)));
        QVERIFY(cost([&] { press(Qt::Key_PageUp); }));
        QVERIFY(cost([&] { press(Qt::Key_Up); }));
        QVERIFY(cost([&] { press(Qt::Key_Home, Qt::ShiftModifier); }));
        QVERIFY(shown.view.selectedSpans().first().count() > 999'000);
        QVERIFY(cost([&] { press(Qt::Key_PageDown); }));
        QVERIFY(cost([&] { press(Qt::Key_A, Qt::ControlModifier); }));
        QCOMPARE(shown.view.selectedSpans(), (GridSpans{{0, 999'999}}));
        QVERIFY(cost([&] { shown.view.resize(760, 500); }));
        QVERIFY(cost([&] { shown.view.setCellWidth(220); }));
        QVERIFY(cost([&] { shown.view.setSquares(true); }));
    }

    void theModelIsToldWhatIsLookedAtAndHowLarge()
    {
        ShownLibrary shown(5000, models::Grouping::Flat);
        constexpr int boundless = models::StageRows::boundless;
        const int ratio = qRound(shown.view.devicePixelRatioF());
        QCOMPARE(shown.model.boxes, (QList<QSize>{{boundless, 182 * ratio}}));
        QCOMPARE(shown.model.sights.last().first, 0);
        shown.forgetReading();
        shown.view.viewport()->update();
        shown.scrollBy(2); // the same rows
        shown.paint();
        QVERIFY(shown.model.sights.isEmpty());
        shown.scrollBy(3000);
        shown.scrollBy(3000);
        shown.paint();
        QCOMPARE(shown.model.sights.size(), 1);
        const auto [first, last] = shown.model.sights.first();
        QCOMPARE(first, shown.view.grid().rowsIn(shown.view.viewport()->rect().translated(0, 6002)).first());
        QVERIFY(last > first && last < first + 60);
        shown.view.setSquares(true);
        shown.paint();
        QCOMPARE(shown.model.boxes.last(), QSize(182, 182) * ratio);
        shown.view.setCellWidth(100);
        shown.paint();
        QCOMPARE(shown.model.boxes.last(), QSize(100, 100) * ratio);
        QCOMPARE(shown.model.boxes.size(), 3);
    }

    void scrollingPaintsOnlyWhatComesIntoSight()
    {
        ShownLibrary shown(5000, models::Grouping::Flat);
        shown.scrollBy(5000);
        shown.forgetReading();
        shown.scrollBy(30);
        shown.paint();
        const QRect strip(0, shown.view.viewport()->height() - 38, 800, 46);
        const int top = shown.view.verticalScrollBar()->value();
        QVERIFY(!shown.model.rowsRead.isEmpty());
        for (const int row : std::as_const(shown.model.rowsRead))
            QVERIFY(shown.view.visualRect(shown.model.index(row, 0)).intersects(strip));
        QCOMPARE(shown.view.verticalScrollBar()->value(), top);
        const QImage scrolled = shown.view.grab().toImage();
        shown.view.viewport()->update();
        shown.paint();
        QCOMPARE(shown.view.grab().toImage(), scrolled);
    }

    void oneChangedCellIsPaintedAlone()
    {
        ShownLibrary shown(500, models::Grouping::Day);
        shown.forgetReading();
        const QModelIndex changed = shown.model.index(5, 0);
        Q_EMIT shown.model.dataChanged(changed, changed, {Qt::DecorationRole});
        shown.paint();
        QCOMPARE(shown.model.rowsRead, QSet<int>{5});
    }

    void aHeaderStaysWhileItsGroupIsInSight()
    {
        ShownLibrary shown(500, models::Grouping::Day);
        shown.scrollBy(500);
        shown.paint();
        const QRect stuck = shown.view.headerRect(1, HeaderPart::Title);
        QCOMPARE(stuck.top(), 0);
        QVERIFY(shown.view.headerRect(1, HeaderPart::RunAgain).isNull()); // days have no tools
        const int line = shown.view.grid().metrics().header - 1;
        const QImage seen = shown.view.viewport()->grab().toImage();
        const Colors &color = tokensOf(&shown.view).color;
        const int ratio = qRound(seen.devicePixelRatio());
        QCOMPARE(seen.pixelColor(QPoint(400, line + 1) * ratio - QPoint(0, 1)), color.border);
        QCOMPARE(seen.pixelColor(QPoint(600, 4) * ratio), color.stage);
        QTest::mouseClick(shown.view.viewport(), Qt::LeftButton, {}, stuck.center());
        QCOMPARE(shown.view.selectedSpans(), (GridSpans{{0, 33}}));
        // What the keyboard goes to is not hidden beneath it.
        const int row = shown.view.grid().rowsIn(QRect(0, 500, 800, 20)).first();
        shown.view.scrollTo(shown.model.index(row, 0));
        QVERIFY(shown.view.visualRect(shown.model.index(row, 0)).top() >= stuck.height());
    }

    void newPicturesMoveNeitherSightNorSelectionWhereAllIsOneFlow()
    {
        ShownLibrary shown(5000, models::Grouping::Flat);
        shown.scrollBy(900);
        const QPersistentModelIndex seen = shown.view.indexAt(QPoint(100, 300));
        shown.view.selectionModel()->select(seen, QItemSelectionModel::ClearAndSelect);
        const QRect before = shown.view.visualRect(seen);
        for (const int count : {1, 1, 2, 700}) {
            shown.model.prepend(count);
            shown.paint();
            QCOMPARE(shown.view.visualRect(seen), before);
        }
        QCOMPARE(shown.view.newAbove(), 704);
        QCOMPARE(shown.view.selectedSpans(), (GridSpans{{seen.row(), seen.row()}}));
        shown.model.append(90'000);
        QCOMPARE(shown.view.visualRect(seen), before);
        QCOMPARE(shown.view.newAbove(), 704);
    }

    void aRubberBandReachesThroughThousandsOfPictures()
    {
        ShownLibrary shown(20'000, models::Grouping::Flat);
        shown.view.setSquares(true);
        QWidget *area = shown.view.viewport();
        const QRect first = shown.view.visualRect(shown.model.index(0, 0));
        const QPoint from(first.right() + 4, first.center().y());
        QTest::mousePress(area, Qt::LeftButton, {}, from);
        const QPoint far(first.right() + 40, area->height() + 2000); // the view scrolls along
        for (int step = 0; step < 200; ++step)
            QTest::mouseMove(area, far + QPoint(step % 2, 0));
        const int top = shown.view.verticalScrollBar()->value();
        QVERIFY(top > 90'000);
        const GridSpans spans = shown.view.selectedSpans();
        QVERIFY2(spans.size() > 400, QByteArray::number(spans.size()).constData());
        for (int line = 0; line < spans.size(); ++line)
            QCOMPARE(spans[line], (GridSpan{4 * line + 1, 4 * line + 1})); // the second column alone
        QTest::mouseMove(area, QPoint(first.right() + 40, 100));
        QTest::mouseRelease(area, Qt::LeftButton, {}, QPoint(first.right() + 40, 100));
        QCOMPARE(shown.view.selectedSpans(), spansOf(shown.view.selectionModel()->selection()));
        QVERIFY(shown.view.selectedSpans().size() < spans.size());
    }

    void draggingThousandsCarriesAllIds()
    {
        ShownLibrary shown(100'000, models::Grouping::Day);
        shown.view.selectAll();
        const std::unique_ptr<QMimeData> data = shown.view.dragData();
        QVERIFY(data);
        const QByteArray ids = data->data(QString::fromLatin1(models::pictureIdsMime));
        QCOMPARE(ids.count('\n'), 100'000);
        QVERIFY(ids.startsWith("1\n2\n") && ids.endsWith("\n100000\n"));
    }

    void marksAreSeenAndHeard()
    {
        Shown shown({4});
        const auto picture = [&shown](int row) {
            const QRect rect = shown.view.grid().pictureRect(row);
            return shown.view.viewport()->grab(rect).toImage();
        };
        const auto holds = [&shown](int row, const QColor &color) {
            const QImage foot = shown.view.viewport()->grab(shown.view.grid().footRect(row)).toImage();
            for (int y = 0; y < foot.height(); ++y) {
                for (int x = 0; x < foot.width(); ++x) {
                    if (foot.pixelColor(x, y) == color)
                        return true;
                }
            }
            return false;
        };
        const auto heard = [&shown](int row) {
            QAccessibleInterface *grid = QAccessible::queryAccessibleInterface(&shown.view);
            return grid->child(row)->text(QAccessible::Description);
        };
        const auto mark = [&shown](int row, const Marks &marks) {
            shown.model.item(row)->setData(QVariant::fromValue(marks), models::MarksRole);
        };
        const Colors &color = tokensOf(&shown.view).color;
        const QImage plain = picture(1);
        QVERIFY(!holds(0, color.star) && !holds(0, color.labelBlue));
        QCOMPARE(heard(0), QString());
        mark(0, {4, Label::Blue, Pick::Picked, {}, {}});
        mark(1, {0, Label::None, Pick::Rejected, {}, {}});
        QVERIFY(holds(0, color.star) && holds(0, color.labelBlue) && holds(0, color.flagPick));
        QVERIFY(!holds(1, color.star));
        QVERIFY(picture(1) != plain);
        QCOMPARE(heard(0), u"Picked, 4 stars, blue"_s);
        QCOMPARE(heard(1), u"Rejected"_s);
        const QImage before = picture(2);
        shown.model.item(2)->setData(true, models::IsMissingRole);
        QVERIFY(picture(2) != before);
        QCOMPARE(heard(2), u"Missing"_s);
    }

    void theContextMenuIsAskedForWithTheCellSelected()
    {
        Shown shown({4});
        QSignalSpy asked(&shown.view, &GridView::contextMenuRequested);
        const QPoint point = middleOf(shown.view, 3);
        QContextMenuEvent event(QContextMenuEvent::Mouse, point, shown.view.viewport()->mapToGlobal(point));
        QCoreApplication::sendEvent(shown.view.viewport(), &event);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(selectedRows(shown.view), QSet<int>{3});
    }
};

QTEST_MAIN(tst_Grid)
#include "tst_grid.moc"
