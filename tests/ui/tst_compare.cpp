#include "cullstage.h"
#include "ui/stage/comparename.h"
#include "ui/stage/differencerow.h"
#include "ui/stage/imagedifference.h"
#include "ui/stage/loupe.h"
#include "ui/stage/marksbar.h"

#include <QJsonObject>
#include <QScrollBar>
#include <QSignalSpy>

using namespace janus;
using namespace janus::ui;
using namespace janus::ui::stagetest;
using namespace Qt::StringLiterals;
using Mode = StagePanel::Mode;

class tst_Compare : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void differenceOfPictures_data()
    {
        QTest::addColumn<QImage>("first");
        QTest::addColumn<QImage>("second");
        QTest::addColumn<QString>("words");
        QTest::addColumn<QColor>("pixel");
        const QImage grey = plainImage({40, 30}, QColor(100, 100, 100));
        QImage dotted = grey;
        dotted.setPixelColor(3, 3, QColor(103, 100, 100));
        QTest::newRow("the same") << grey << grey << u"Identical pixels."_s << QColor(0, 0, 0);
        QTest::newRow("another format of the same") << grey << grey.convertToFormat(QImage::Format_RGBA8888)
                                                    << u"Identical pixels."_s << QColor(0, 0, 0);
        QTest::newRow("every pixel by 200")
            << grey << plainImage({40, 30}, QColor(100, 255, 0))
            << u"100.0 % of the pixels differ, by at most 155 of 255."_s << QColor(0, 155, 100);
        QTest::newRow("small differences are shown brighter")
            << grey << plainImage({40, 30}, QColor(100, 106, 100))
            << u"100.0 % of the pixels differ, by at most 6 of 255; shown 16 × brighter."_s
            << QColor(0, 96, 0);
        QTest::newRow("one pixel of many")
            << grey << dotted
            << u"Less than 0.1 % of the pixels differ, by at most 3 of 255; shown 16 × brighter."_s
            << QColor(0, 0, 0);
        QTest::newRow("another size")
            << grey << plainImage({80, 60}, QColor(100, 100, 100))
            << u"Sizes differ (40 × 30 and 80 × 60): the challenger is scaled to the keeper’s size. "
               "Then no pixel differs."_s
            << QColor(0, 0, 0);
        QTest::newRow("nothing to compare with") << grey << QImage() << QString() << QColor();
    }

    void differenceOfPictures()
    {
        QFETCH(QImage, first);
        QFETCH(QImage, second);
        const ImageDifference made = imageDifference(first, second);
        QTEST(made.words(), "words");
        QTEST(made.image.isNull() ? QColor() : made.image.pixelColor(20, 20), "pixel");
    }

    void followingShowsTheSamePart()
    {
        Zoom one;
        one.setRoom(QRectF(0, 0, 400, 300), 1);
        one.setPicture(large);
        Zoom other;
        other.setRoom(QRectF(0, 0, 300, 300), 1);
        other.setPicture(QSize(800, 600));
        other.follow(one);
        QVERIFY(other.isFit());
        one.setScale(1, {30, 40});
        other.follow(one);
        QCOMPARE(other.scale(), 2.0); // half as many pixels a side: twice as large to be equally large
        QVERIFY(isNear(middleOf(one), middleOf(other)));
    }

    void compareTakesTheFirstTwoOfTheSelection()
    {
        Stage stage;
        QVERIFY(stage.isReady);
        stage.compare({4, 1, 3});
        QCOMPARE(stage.panel->mode(), Mode::Compare);
        QCOMPARE(stage.id(Side::Keeper), 2);
        QCOMPARE(stage.id(Side::Challenger), 4);
        QCOMPARE(stage.view()->name(Side::Challenger)->title(), u"Challenger 1 of 2"_s);
        QVERIFY(stage.canvas()->hasFocus());
        stage.press(Qt::Key_Right);
        QCOMPARE(stage.id(Side::Challenger), 5);
        stage.press(Qt::Key_PageDown); // the end: nothing more
        QCOMPARE(stage.id(Side::Challenger), 5);
        stage.press(Qt::Key_Left);
        QCOMPARE(stage.id(Side::Challenger), 4);
    }

    void comparedAloneAPictureMeetsThoseThatFollow()
    {
        Stage stage;
        stage.model.insertRow(2, liveItem(300, 1, large, {}, {u"New"_s, {}, {}, true}));
        stage.compare({1});
        QCOMPARE(stage.id(Side::Keeper), 2);
        QCOMPARE(stage.id(Side::Challenger), 3); // past the request that has no picture yet
        QCOMPARE(stage.view()->name(Side::Challenger)->title(), u"Challenger"_s);
        stage.press(Qt::Key_Left);
        QCOMPARE(stage.id(Side::Challenger), 1); // past the keeper
        stage.press(Qt::Key_Escape);
        stage.compare({6});
        QCOMPARE(stage.id(Side::Keeper), 6);
        QCOMPARE(stage.id(Side::Challenger), 5); // the last one meets the one before
    }

    void aLonePictureSaysThatThereIsNoOther()
    {
        Stage stage(1);
        stage.compare({0});
        QVERIFY(stage.canvas()->picture(Side::Challenger).isNone());
        stage.press(Qt::Key_Tab);
        QCOMPARE(stage.canvas()->side(), Side::Keeper);
        stage.press(Qt::Key_P, Qt::ShiftModifier);
        QCOMPARE(stage.id(Side::Keeper), 1);
        Stage empty(0);
        empty.panel->compare();
        empty.panel->survey();
        QCOMPARE(empty.panel->mode(), Mode::Grid);
    }

    void escapeLeavesScrollSelectionAndCurrentAsTheyWere()
    {
        Stage stage(60);
        QScrollBar *bar = stage.panel->gridView()->verticalScrollBar();
        stage.select({30, 31, 40});
        bar->setValue(bar->maximum() / 3);
        const int scroll = bar->value();
        QVERIFY(scroll > 0);
        const QModelIndexList selected = stage.panel->selectedPictures();
        QSignalSpy changed(stage.panel.get(), &StagePanel::modeChanged);
        stage.press(Qt::Key_C);
        stage.press(Qt::Key_Right);
        stage.press(Qt::Key_Tab);
        QCOMPARE(stage.current(), 40); // the side with the focus is the current picture
        stage.press(Qt::Key_Escape);
        QCOMPARE(stage.panel->mode(), Mode::Grid);
        QCOMPARE(stage.current(), 30);
        stage.press(Qt::Key_N);
        stage.press(Qt::Key_End);
        QCOMPARE(stage.current(), 40);
        stage.press(Qt::Key_G);
        QCOMPARE(stage.current(), 30);
        QCOMPARE(stage.panel->selectedPictures(), selected);
        QCOMPARE(bar->value(), scroll);
        QVERIFY(stage.panel->gridView()->hasFocus());
        QCOMPARE(changed.size(), 4);
    }

    void zoomAndPanGoTogetherUntilUnlinked()
    {
        Stage stage;
        stage.compare();
        const auto keeper = [&]() -> const Zoom & { return stage.canvas()->zoom(Side::Keeper); };
        const auto challenger = [&]() -> const Zoom & { return stage.canvas()->zoom(Side::Challenger); };
        stage.press(Qt::Key_Z);
        QCOMPARE(keeper().scale(), 1.0);
        QCOMPARE(challenger().scale(), 1.0);
        const QPoint inChallenger = stage.canvas()->pane(Side::Challenger).center() + QPoint(40, 30);
        wheel(stage.canvas(), inChallenger, 120);
        QCOMPARE(challenger().scale(), 1.25);
        QCOMPARE(keeper().scale(), 1.25);
        const QPointF before = middleOf(keeper());
        drag(stage.canvas(), inChallenger, inChallenger - QPoint(70, 20));
        QVERIFY(!isNear(middleOf(keeper()), before));
        QVERIFY(isNear(middleOf(keeper()), middleOf(challenger())));
        const QPointF dragged = middleOf(keeper());
        stage.press(Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(middleOf(keeper()).x() > dragged.x());
        stage.press(Qt::Key_Minus);
        QCOMPARE(keeper().scale(), 1.0);
        stage.press(Qt::Key_Plus);
        QCOMPARE(challenger().scale(), 1.25);
        stage.press(Qt::Key_K);
        QVERIFY(!stage.canvas()->isLinked());
        stage.press(Qt::Key_0, Qt::ControlModifier);
        QVERIFY(stage.canvas()->zoom(stage.canvas()->side()).isFit());
        QCOMPARE(stage.canvas()->zoom(otherSide(stage.canvas()->side())).scale(), 1.25);
        stage.press(Qt::Key_K);
        QVERIFY(keeper().isFit() && challenger().isFit());
    }

    void theNextChallengerIsSeenAtTheSameSpot()
    {
        Stage stage(3, {large, large, tall});
        stage.compare({0, 1, 2});
        stage.press(Qt::Key_Z);
        stage.press(Qt::Key_Right, Qt::ShiftModifier);
        stage.press(Qt::Key_Right);
        QCOMPARE(stage.id(Side::Challenger), 3);
        QVERIFY(std::abs(middleOf(stage.canvas()->zoom(Side::Keeper)).x() -
                         middleOf(stage.canvas()->zoom(Side::Challenger)).x()) < 0.2);
        QVERIFY(!stage.canvas()->zoom(Side::Challenger).isFit());
    }

    void aMarkDoesNotMoveThePictures()
    {
        Stage stage(2, {large, tall});
        stage.compare();
        stage.press(Qt::Key_Z);
        for (int k = 0; k < 40; ++k)
            stage.press(Qt::Key_Right, Qt::ShiftModifier); // as far as the keeper goes, not the other
        const QPointF keeper = middleOf(stage.canvas()->zoom(Side::Keeper));
        const QPointF challenger = middleOf(stage.canvas()->zoom(Side::Challenger));
        QVERIFY(!isNear(keeper, challenger));
        stage.change(1, [](Picture &picture) { picture.marks.rating = 5; });
        QCOMPARE(stage.canvas()->picture(Side::Challenger).picture.marks.rating, 5);
        QVERIFY(isNear(middleOf(stage.canvas()->zoom(Side::Keeper)), keeper));
        QVERIFY(isNear(middleOf(stage.canvas()->zoom(Side::Challenger)), challenger));
    }

    void aSelectionOfAHundredThousandOpensAtOnce()
    {
        CountingModel model(100'000);
        StagePanel panel(&model, {});
        panel.resize(900, 700);
        panel.show();
        panel.selection()->select(QItemSelection(model.index(0, 0), model.index(99'999, 0)),
                                  QItemSelectionModel::Select);
        model.calls = 0;
        model.rowsRead.clear();
        panel.compare();
        QCOMPARE(panel.compareView()->canvas()->picture(Side::Challenger).picture.id, 2);
        panel.survey();
        QCOMPARE(panel.surveyView()->headText(), u"The first 9 of 100000 selected pictures"_s);
        QVERIFY2(model.rowsRead.size() <= 600, qPrintable(QString::number(model.rowsRead.size())));
        QVERIFY2(model.calls <= 20'000, qPrintable(QString::number(model.calls)));
    }

    void mGoesThroughTheModes()
    {
        Stage stage;
        stage.compare();
        QList<CompareMode> seen;
        for (int k = 0; k < 4; ++k) {
            stage.press(Qt::Key_M);
            seen += stage.view()->mode();
        }
        QCOMPARE(seen, (QList<CompareMode>{CompareMode::Slider, CompareMode::Blink, CompareMode::Difference,
                                           CompareMode::SideBySide}));
    }

    void theSliderShowsTheKeeperOnTheLeftAndTheChallengerOnTheRight()
    {
        Stage stage;
        stage.compare();
        stage.view()->setMode(CompareMode::Slider);
        QCoreApplication::processEvents();
        const QRectF room = stage.canvas()->zoom(Side::Keeper).room();
        const QRectF picture = stage.canvas()->zoom(Side::Keeper).picture();
        const QPointF left(picture.left() + 20, room.top() + 40);
        const QPointF right(picture.right() - 20, room.top() + 40);
        QTRY_COMPARE(stage.pixel(left), colorOf(1));
        QTRY_COMPARE(stage.pixel(right), colorOf(2));
        drag(stage.canvas(), room.center().toPoint(), right.toPoint() + QPoint(15, 0));
        QVERIFY(stage.canvas()->divider() > 0.7);
        QCOMPARE(stage.pixel(right), colorOf(1));
        const double before = stage.canvas()->divider();
        stage.press(Qt::Key_Left, Qt::ControlModifier);
        QVERIFY(stage.canvas()->divider() < before);
        for (int k = 0; k < 30; ++k)
            stage.press(Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(stage.canvas()->divider(), 0.0);
        QCOMPARE(stage.pixel(left), colorOf(2));
    }

    void blinkChangesByItselfUntilFlippedByHand()
    {
        Stage stage;
        stage.compare();
        stage.view()->setMode(CompareMode::Blink);
        QVERIFY(stage.canvas()->isBlinking());
        QCOMPARE(stage.canvas()->seenSide(), Side::Keeper);
        QSignalSpy nothing(stage.view(), &CompareView::fullScreenRequested);
        QTRY_COMPARE_WITH_TIMEOUT(stage.canvas()->seenSide(), Side::Challenger, 20000);
        stage.press(Qt::Key_Space);
        QVERIFY(!stage.canvas()->isBlinking());
        const Side seen = stage.canvas()->seenSide();
        stage.press(Qt::Key_Space);
        QCOMPARE(stage.canvas()->seenSide(), otherSide(seen));
        QVERIFY(stage.canvas()->plateText().startsWith(seen == Side::Keeper ? u"Challenger"_s : u"Keeper"_s));
        QCOMPARE(nothing.size(), 0);
        stage.press(Qt::Key_Escape);
        QVERIFY(!stage.canvas()->isBlinking()); // nothing wakes up for a view that is not seen
    }

    void equalPicturesHaveABlackDifferenceAndSaySo()
    {
        Stage stage;
        stage.sameAsFirst = {2};
        stage.compare({0, 1, 2});
        stage.view()->setMode(CompareMode::Difference);
        QTRY_COMPARE_WITH_TIMEOUT(stage.canvas()->plateText(), u"Identical pixels."_s, 20000);
        const QPointF middle = stage.canvas()->zoom(Side::Keeper).picture().center();
        QCOMPARE(stage.pixel(middle), QColor(0, 0, 0));
        stage.press(Qt::Key_Right);
        QTRY_VERIFY_WITH_TIMEOUT(stage.canvas()->plateText().startsWith(u"100.0 %"_s), 20000);
        QVERIFY(stage.pixel(middle) != QColor(0, 0, 0));
        stage.press(Qt::Key_Left);
        QTRY_COMPARE_WITH_TIMEOUT(stage.canvas()->plateText(), u"Identical pixels."_s, 20000);
    }

    void tabChangesTheSideAndShiftTabLeaves()
    {
        Stage stage;
        stage.compare();
        QSignalSpy current(stage.panel.get(), &StagePanel::currentPictureChanged);
        stage.press(Qt::Key_Tab);
        QCOMPARE(stage.canvas()->side(), Side::Challenger);
        QVERIFY(stage.canvas()->hasFocus());
        QCOMPARE(stage.current(), 1);
        QVERIFY(!current.isEmpty());
        QVERIFY(stage.canvas()->accessibleName().contains(u"focus is on the challenger"_s));
        stage.press(Qt::Key_Tab);
        QCOMPARE(stage.canvas()->side(), Side::Keeper);
        stage.press(Qt::Key_Tab, Qt::ShiftModifier);
        QVERIFY(!stage.canvas()->hasFocus());
        QVERIFY(stage.view()->isAncestorOf(QApplication::focusWidget()));
        QTest::mouseClick(stage.canvas(), Qt::LeftButton, {},
                          stage.canvas()->pane(Side::Challenger).center());
        QCOMPARE(stage.canvas()->side(), Side::Challenger);
        QTest::mouseClick(stage.view()->name(Side::Keeper), Qt::LeftButton, {}, QPoint(10, 10));
        QCOMPARE(stage.canvas()->side(), Side::Keeper);
    }

    void everyControlIsReachedWithTab()
    {
        Stage stage;
        stage.compare();
        QSet<QWidget *> reached;
        for (int k = 0; k < 20; ++k) {
            stage.press(Qt::Key_Tab, Qt::ShiftModifier);
            reached += QApplication::focusWidget();
        }
        const QList<QWidget *> marks{stage.view()->name(Side::Keeper)->marks(),
                                     stage.view()->name(Side::Challenger)->marks()};
        for (QWidget *bar : marks)
            QVERIFY(reached.contains(bar));
        const QList<QAbstractButton *> buttons = stage.view()->findChildren<QAbstractButton *>();
        for (QAbstractButton *button : buttons) {
            if (button->isVisible() && button->focusPolicy() & Qt::TabFocus)
                QVERIFY2(reached.contains(button), qPrintable(button->text()));
        }
    }

    void theWinnerStays()
    {
        Stage stage(4);
        stage.compare({0, 1, 2, 3});
        stage.press(Qt::Key_P, Qt::ShiftModifier); // the keeper wins
        QCOMPARE(stage.id(Side::Keeper), 1);
        QCOMPARE(stage.id(Side::Challenger), 3);
        stage.press(Qt::Key_Tab);
        stage.press(Qt::Key_P, Qt::ShiftModifier); // the challenger wins
        QCOMPARE(stage.id(Side::Keeper), 3);
        QCOMPARE(stage.id(Side::Challenger), 4);
        QCOMPARE(stage.canvas()->side(), Side::Keeper);
        QCOMPARE(stage.view()->name(Side::Challenger)->title(), u"Challenger 1 of 1"_s);
        stage.press(Qt::Key_P, Qt::ShiftModifier);
        QCOMPARE(stage.id(Side::Keeper), 3);
        QVERIFY(stage.canvas()->picture(Side::Challenger).isNone());
        stage.press(Qt::Key_P, Qt::ShiftModifier);
        stage.press(Qt::Key_Right);
        QCOMPARE(stage.id(Side::Keeper), 3);
        QCOMPARE(stage.current(), 2);
    }

    void whoWasPassedOverStillComes()
    {
        Stage stage(4);
        stage.compare({0, 1, 2});
        stage.press(Qt::Key_Right);
        stage.press(Qt::Key_P, Qt::ShiftModifier); // 3 loses, 2 was passed over
        QCOMPARE(stage.id(Side::Challenger), 2);
    }

    void picturesThatGoFromTheLibraryGoFromTheComparison()
    {
        Stage stage(4);
        stage.compare({0, 1, 2});
        stage.model.removeRow(1);
        QCOMPARE(stage.id(Side::Challenger), 3);
        stage.model.removeRow(0);
        QCOMPARE(stage.id(Side::Keeper), 3);
        QVERIFY(stage.canvas()->picture(Side::Challenger).isNone());
        stage.model.removeRow(0);
        QCOMPARE(stage.panel->mode(), Mode::Grid);
        Stage all(2);
        all.compare();
        all.model.clear();
        QCOMPARE(all.panel->mode(), Mode::Grid);
    }

    void marksGoToTheSideWithTheFocus_data()
    {
        QTest::addColumn<Qt::Key>("key");
        QTest::addColumn<int>("stars");
        QTest::addColumn<int>("pick");
        QTest::addColumn<int>("label");
        for (int stars = 0; stars <= 5; ++stars)
            QTest::addRow("%d stars", stars) << Qt::Key(Qt::Key_0 + stars) << stars << -9 << -9;
        QTest::newRow("pick") << Qt::Key_P << -9 << 1 << -9;
        QTest::newRow("reject") << Qt::Key_X << -9 << -1 << -9;
        QTest::newRow("neither") << Qt::Key_U << -9 << 0 << -9;
        QTest::newRow("red") << Qt::Key_6 << -9 << -9 << int(Label::Red);
        QTest::newRow("yellow") << Qt::Key_7 << -9 << -9 << int(Label::Yellow);
        QTest::newRow("green") << Qt::Key_8 << -9 << -9 << int(Label::Green);
        QTest::newRow("blue, which it has: none") << Qt::Key_9 << -9 << -9 << int(Label::None);
    }

    void marksGoToTheSideWithTheFocus()
    {
        QFETCH(Qt::Key, key);
        QFETCH(int, stars);
        QFETCH(int, pick);
        QFETCH(int, label);
        Stage stage;
        stage.change(1, [](Picture &picture) { picture.marks.label = Label::Blue; });
        stage.compare();
        stage.press(Qt::Key_Tab);
        QSignalSpy rated(stage.panel.get(), &StagePanel::ratingRequested);
        QSignalSpy picked(stage.panel.get(), &StagePanel::pickRequested);
        QSignalSpy labelled(stage.panel.get(), &StagePanel::labelRequested);
        stage.press(key);
        QCOMPARE(rated.size(), stars == -9 ? 0 : 1);
        QCOMPARE(picked.size(), pick == -9 ? 0 : 1);
        QCOMPARE(labelled.size(), label == -9 ? 0 : 1);
        const QList<QVariant> said = (rated + picked + labelled).first();
        QCOMPARE(said.first().value<QList<PictureId>>(), QList<PictureId>{2});
        if (stars != -9)
            QCOMPARE(said.last().toInt(), stars);
        if (pick != -9)
            QCOMPARE(int(said.last().value<Pick>()), pick);
        if (label != -9)
            QCOMPARE(int(said.last().value<Label>()), label);
    }

    void marksAreShownAsSoonAsTheModelHasThem()
    {
        Stage stage;
        stage.compare();
        stage.change(0, [](Picture &picture) { picture.marks = {4, Label::Green, Pick::Picked, {}, {}}; });
        const MarksBar *bar = stage.view()->name(Side::Keeper)->marks();
        QCOMPARE(bar->marks().rating, 4);
        QCOMPARE(bar->accessibleName(), u"Marks of the keeper: 4 stars, picked, green label"_s);
        QCOMPARE(stage.view()->name(Side::Keeper)->accessibleName(),
                 u"Keeper: seed 700, 4 stars, picked, green label"_s);
    }

    void whatDiffersIsSaidInASentence_data()
    {
        QTest::addColumn<QString>("prompt");
        QTest::addColumn<int>("seed");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<int>("rows");
        QTest::newRow("nothing") << u"A red fox"_s << 700 << u"Nothing: same recipe, same seed."_s << 0;
        QTest::newRow("the seed") << u"A red fox"_s << 701 << u"Same recipe, other seed."_s << 1;
        QTest::newRow("words") << u"A grey fox"_s << 700
                               << u"1 of 5 · the same: Model, Seed, Picture, Pixels"_s << 1;
        QTest::newRow("white space")
            << u"A red  fox"_s << 700
            << u"1 of 5 · the same: Model, Seed, Picture, Pixels · the prompts differ in white space only"_s
            << 1;
    }

    void whatDiffersIsSaidInASentence()
    {
        QFETCH(QString, prompt);
        QFETCH(int, seed);
        Stage stage;
        stage.change(1, [&](Picture &picture) {
            picture.seed = seed;
            picture.request = withPrompt(picture.request, prompt);
        });
        stage.compare();
        QTEST(stage.view()->differences()->sentence(), "sentence");
        QTEST(int(stage.view()->differences()->findChildren<DifferenceRow *>().size()), "rows");
    }

    void wordsOfThePromptAreMarkedOnTheSideTheyStandOn()
    {
        Stage stage;
        stage.change(1, [](Picture &picture) {
            picture.request = withPrompt(picture.request, u"A <b>grey</b> fox"_s);
            picture.request.input[u"cfg_weight"_s] = 9;
        });
        stage.change(0, [](Picture &picture) { picture.request.input[u"cfg_weight"_s] = 7; });
        stage.compare();
        const QList<DifferenceRow *> rows = stage.view()->differences()->findChildren<DifferenceRow *>();
        QCOMPARE(rows.size(), 3); // prompt, guidance, seed
        QCOMPARE(rows.first()->cells().first().own, OwnWords::Removed);
        QCOMPARE(rows.first()->cells().last().own, OwnWords::Added);
        QVERIFY(rows.first()->accessibleName().contains(u"only here: red"_s));
        QVERIFY(rows.first()->accessibleName().contains(u"<b>grey</b>"_s)); // as it was written
        QCOMPARE(rows.at(1)->cells().last().aside, u"+2"_s);
        QVERIFY(rows.at(2)->cells().first().isMono);
        QVERIFY(!stage.view()->differences()->grab().isNull());
    }

    void aLongPromptScrollsInsteadOfTakingTheRoom()
    {
        Stage stage;
        stage.change(1, [](Picture &picture) {
            picture.request = withPrompt(picture.request, u"A grey fox by the sea, "_s.repeated(300));
        });
        stage.compare();
        const DifferenceStrip *strip = stage.view()->differences();
        QVERIFY(strip->height() <= stage.view()->height() * 0.3 + 1);
        const auto *area = strip->findChild<QScrollArea *>();
        QTRY_VERIFY(area->verticalScrollBar()->maximum() > 0);
        QVERIFY(area->focusPolicy() & Qt::TabFocus);
        area->verticalScrollBar()->setValue(50);
        stage.change(0, [](Picture &picture) { picture.marks.rating = 3; });
        QCOMPARE(area->verticalScrollBar()->value(), 50); // a mark does not move what is read
    }

    void recipesThatAreNotLoadedYetAreNotCompared()
    {
        Stage stage;
        const QVariant whole = stage.model.item(1)->data(models::PictureRole);
        stage.model.item(1)->setData(QVariant(), models::PictureRole);
        stage.compare();
        QCOMPARE(stage.id(Side::Challenger), 2);
        QVERIFY(!stage.view()->differences()->isVisible());
        stage.model.item(1)->setData(whole, models::PictureRole);
        QCOMPARE(stage.view()->differences()->sentence(), u"Same recipe, other seed."_s);
    }

    void picturesStayWhereTheyAreFromOneChallengerToTheNext()
    {
        Stage stage;
        stage.change(1, [](Picture &picture) {
            picture.request.input[u"cfg_weight"_s] = 7;
            picture.request.input[u"temperature"_s] = 2;
        });
        stage.compare({0, 1, 2});
        const QRect pane = stage.canvas()->pane(Side::Keeper);
        stage.press(Qt::Key_Right);
        QCoreApplication::processEvents();
        QCOMPARE(stage.canvas()->pane(Side::Keeper), pane);
    }

    void everythingThatIsOperatedHasAName()
    {
        Stage stage;
        stage.compare();
        QCOMPARE(namelessWidgets(stage.view()).join(u"; "_s), QString());
        stage.panel->survey();
        QCOMPARE(namelessWidgets(stage.surveyView()).join(u"; "_s), QString());
        stage.panel->setMode(Mode::Loupe);
        QCOMPARE(namelessWidgets(stage.panel->loupe()).join(u"; "_s), QString());
    }

    void nothingIsCutOffInTheNarrowestStage()
    {
        Stage stage;
        stage.panel->resize(420, 600);
        stage.compare();
        QCOMPARE(stage.panel->width(), 420);
        QCOMPARE(cutWidgets(stage.view()).join(u"; "_s), QString());
        stage.panel->survey();
        QCoreApplication::processEvents();
        QCOMPARE(cutWidgets(stage.surveyView()).join(u"; "_s), QString());
    }
};

QTEST_MAIN(tst_Compare)
#include "tst_compare.moc"
