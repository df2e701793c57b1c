#include "cullstage.h"
#include "ui/stage/differencerow.h"
#include "ui/stage/fullscreenviewer.h"
#include "ui/stage/loupe.h"
#include "ui/stage/marksbar.h"
#include "ui/stage/picturecanvas.h"
#include "ui/stage/surveylayout.h"
#include "ui/stage/surveytile.h"

#include <QSignalSpy>

using namespace janus;
using namespace janus::ui;
using namespace janus::ui::stagetest;
using namespace Qt::StringLiterals;
using Mode = StagePanel::Mode;

class tst_Survey : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theMarksBarIsOperatedByMouseAndKeyboard()
    {
        MarksBar bar(MarksBar::Kind::Control);
        bar.setMarks({3, Label::Red, Pick::None, {}, {}});
        bar.resize(bar.sizeHint());
        bar.show();
        bar.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&bar));
        QList<MarkWish> wishes;
        connect(&bar, &MarksBar::wished, &bar, [&wishes](const MarkWish &wish) { wishes += wish; });
        const QList<MarksBar::Part> parts = bar.parts();
        QCOMPARE(parts.size(), 12); // five stars, two flags, five labels
        for (const int at : {4, 2, 5, 6, 7, 11})
            QTest::mouseClick(&bar, Qt::LeftButton, {}, parts.at(at).rect.center());
        QCOMPARE(wishes, (QList<MarkWish>{Stars{5}, Stars{0}, Pick::Picked, Pick::Rejected, Label::None,
                                          Label::Purple}));
        wishes.clear();
        bar.setFocus();
        for (int k = 0; k < 20; ++k)
            QTest::keyClick(&bar, Qt::Key_Right);
        QTest::keyClick(&bar, Qt::Key_Space);
        QCOMPARE(wishes, QList<MarkWish>{Label::Purple});
        MarksBar quiet(MarksBar::Kind::Quiet);
        QCOMPARE(quiet.sizeHint().width(), 0);
        quiet.setMarks({2, Label::None, Pick::Rejected, {}, u"Try <b>again</b>"_s});
        QCOMPARE(quiet.parts().size(), 4); // two stars, the cross, the notes
        QCOMPARE(quiet.accessibleDescription(), u"Try <b>again</b>"_s);
    }

    void surveyTilesAreAsLargeAsPossible_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<QSize>("picture");
        for (const QSize &size : {QSize(1024, 1024), QSize(1024, 576), QSize(576, 1024)}) {
            for (int count = 2; count <= 9; ++count)
                QTest::addRow("%d of %d x %d", count, size.width(), size.height()) << count << size;
        }
    }

    void surveyTilesAreAsLargeAsPossible()
    {
        QFETCH(int, count);
        QFETCH(QSize, picture);
        const QRect room(10, 20, 1200, 700);
        const QList<QRect> tiles = surveyTiles(QList<QSize>(count, picture), room, 6, 30);
        QCOMPARE(tiles.size(), count);
        for (int at = 0; at < count; ++at) {
            QVERIFY(room.contains(tiles.at(at)));
            QCOMPARE(tiles.at(at).size(), tiles.first().size());
            for (int before = 0; before < at; ++before)
                QVERIFY(!tiles.at(at).intersects(tiles.at(before)));
        }
        const auto fitted = [&](const QSize &tile) {
            return picture.scaled(tile.width(), tile.height() - 30, Qt::KeepAspectRatio).width();
        };
        for (int columns = 1; columns <= count; ++columns) {
            const int rows = (count + columns - 1) / columns;
            const QSize tile((room.width() - (columns - 1) * 6) / columns,
                             (room.height() - (rows - 1) * 6) / rows);
            QVERIFY2(fitted(tiles.first().size()) >= fitted(tile), qPrintable(QString::number(columns)));
        }
    }

    void theSurveyShowsWholePicturesAndOneIsCurrent()
    {
        Stage stage(5, {large, tall});
        stage.survey({0, 1, 2, 3});
        QCOMPARE(stage.surveyView()->pictures(), (QList<PictureId>{1, 2, 3, 4}));
        QCOMPARE(stage.surveyView()->headText(), u"4 pictures"_s);
        int current = 0;
        for (int at = 0; at < SurveyView::most; ++at) {
            const SurveyTile *tile = stage.surveyView()->tile(at);
            QCOMPARE(tile->isVisible(), at < 4);
            if (at >= 4)
                continue;
            QVERIFY(tile->zoom().isFit());
            QVERIFY(tile->rect().contains(tile->shown()));
            current += tile->isCurrent();
        }
        QCOMPARE(current, 1);
        QCOMPARE(stage.surveyView()->tile(1)->accessibleName(), u"Picture 2 of 4: seed 701"_s);
        QVERIFY(stage.surveyView()->tile(0)->hasFocus());
    }

    void theSurveyTakesNineAndSaysSo()
    {
        Stage stage(14);
        stage.survey({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
        QCOMPARE(stage.surveyView()->pictures().size(), 9);
        QCOMPARE(stage.surveyView()->headText(), u"The first 9 of 11 selected pictures"_s);
    }

    void surveyedAloneAPictureComesWithItsBatch()
    {
        Stage stage(6);
        stage.survey({1});
        QCOMPARE(stage.surveyView()->pictures(), (QList<PictureId>{1, 2, 3, 4}));
        QCOMPARE(stage.surveyView()->currentIndex(), 1);
        stage.press(Qt::Key_Escape);
        Stage single(9);
        for (int row = 0; row < 9; ++row)
            single.model.item(row)->setData(row + 100, models::BatchIdRole);
        single.survey({2});
        QCOMPARE(single.surveyView()->pictures(), (QList<PictureId>{3, 4, 5, 6}));
    }

    void arrowsAndClicksMoveInTheSurvey()
    {
        Stage stage(6);
        stage.survey({0, 1, 2, 3, 4, 5});
        stage.press(Qt::Key_Right);
        QCOMPARE(stage.surveyView()->currentIndex(), 1);
        QCOMPARE(stage.current(), 1);
        stage.press(Qt::Key_Down);
        const int below = stage.surveyView()->currentIndex();
        QVERIFY(below > 1);
        stage.press(Qt::Key_Up);
        QCOMPARE(stage.surveyView()->currentIndex(), 1);
        stage.press(Qt::Key_Left);
        stage.press(Qt::Key_Left);
        QCOMPARE(stage.surveyView()->currentIndex(), 0);
        stage.press(Qt::Key_End);
        QCOMPARE(stage.surveyView()->currentIndex(), 5);
        SurveyTile *third = stage.surveyView()->tile(2);
        QTest::mouseClick(third, Qt::LeftButton, {}, third->shown().center());
        QCOMPARE(stage.surveyView()->currentIndex(), 2);
        QVERIFY(third->hasFocus());
    }

    void theSurveyZoomsAndPansTogether()
    {
        Stage stage(4);
        stage.survey({0, 1, 2, 3});
        const auto zoom = [&](int at) -> const Zoom & { return stage.surveyView()->tile(at)->zoom(); };
        stage.press(Qt::Key_Z);
        for (int at = 0; at < 4; ++at)
            QCOMPARE(zoom(at).scale(), 1.0);
        SurveyTile *second = stage.surveyView()->tile(1);
        const QPoint middle = second->shown().center();
        wheel(second, middle, 120);
        QCOMPARE(zoom(3).scale(), 1.25);
        const QPointF before = middleOf(zoom(0));
        drag(second, middle, middle - QPoint(30, 10));
        QVERIFY(!isNear(middleOf(zoom(0)), before));
        QVERIFY(isNear(middleOf(zoom(0)), middleOf(zoom(2))));
        stage.press(Qt::Key_0, Qt::ControlModifier);
        QVERIFY(zoom(0).isFit() && zoom(3).isFit());
    }

    void backspaceAndTheCrossTakePicturesOut()
    {
        Stage stage(4);
        stage.survey({0, 1, 2, 3});
        QSignalSpy removed(stage.surveyView(), &SurveyView::removed);
        const QSize before = stage.surveyView()->tile(0)->size();
        stage.press(Qt::Key_Right);
        stage.press(Qt::Key_Backspace);
        QCOMPARE(stage.surveyView()->pictures(), (QList<PictureId>{1, 3, 4}));
        QCOMPARE(stage.current(), 2);
        auto *cross = stage.surveyView()->tile(0)->findChild<QAbstractButton *>();
        QTest::mouseClick(cross, Qt::LeftButton);
        QCOMPARE(stage.surveyView()->pictures(), (QList<PictureId>{3, 4}));
        QVERIFY(stage.surveyView()->tile(0)->size() != before);
        QCOMPARE(stage.model.rowCount(), 4); // out of the survey, not of the library
        stage.model.removeRow(2);
        QCOMPARE(stage.surveyView()->pictures(), (QList<PictureId>{4}));
        stage.press(Qt::Key_Backspace);
        QCOMPARE(removed.size(), 4);
        QCOMPARE(stage.panel->mode(), Mode::Grid);
    }

    void enterOpensTheCurrentOneInTheLoupe()
    {
        Stage stage(4);
        stage.survey({0, 1, 2, 3});
        stage.press(Qt::Key_Right);
        stage.press(Qt::Key_Right);
        stage.press(Qt::Key_Return);
        QCOMPARE(stage.panel->mode(), Mode::Loupe);
        QCOMPARE(stage.panel->loupe()->canvas()->index().row(), 2);
        stage.panel->survey();
        QTest::mouseDClick(stage.surveyView()->tile(1), Qt::LeftButton, {},
                           stage.surveyView()->tile(1)->shown().center());
        QCOMPARE(stage.panel->mode(), Mode::Loupe);
    }

    void theSurveyShowsTheWordsNotAllPromptsHave()
    {
        Stage stage(3);
        stage.change(2, [](Picture &picture) {
            picture.request = withPrompt(picture.request, u"A grey fox in snow"_s);
        });
        stage.survey({0, 1, 2});
        const auto prompt = [&] { return stage.surveyView()->differences()->findChild<DifferenceRow *>(); };
        QCOMPARE(prompt()->cells().size(), 1);
        QVERIFY(prompt()->accessibleName().contains(u"only here: red"_s));
        const int high = stage.surveyView()->differences()->height();
        stage.press(Qt::Key_End);
        QVERIFY(prompt()->accessibleName().contains(u"only here: grey, in snow"_s));
        QCOMPARE(stage.surveyView()->differences()->height(), high);
    }

    void marksAdvanceWhenWished()
    {
        Stage stage(4);
        QSignalSpy rated(stage.panel.get(), &StagePanel::ratingRequested);
        const auto picture = [&] { return rated.last().first().value<QList<PictureId>>(); };
        stage.survey({0, 1, 2});
        stage.press(Qt::Key_3);
        QCOMPARE(stage.surveyView()->currentIndex(), 0);
        stage.panel->setAutoAdvance(true);
        stage.press(Qt::Key_4);
        QCOMPARE(picture(), QList<PictureId>{1});
        QCOMPARE(stage.surveyView()->currentIndex(), 1);
        stage.press(Qt::Key_Return);
        stage.press(Qt::Key_5);
        QCOMPARE(picture(), QList<PictureId>{2});
        QCOMPARE(stage.current(), 2);
        stage.press(Qt::Key_F11);
        QTest::keyClick(stage.panel->fullScreenViewer()->canvas(), Qt::Key_1);
        QCOMPARE(picture(), QList<PictureId>{3});
        QCOMPARE(stage.current(), 3);
        QCOMPARE(rated.size(), 4);
    }

    void theFullViewStaysAmongWhatIsCulled()
    {
        Stage stage(6);
        stage.compare({1, 3, 4});
        const QModelIndexList selected = stage.panel->selectedPictures();
        QSignalSpy rated(stage.panel.get(), &StagePanel::ratingRequested);
        stage.press(Qt::Key_Space);
        const FullScreenViewer *viewer = stage.panel->fullScreenViewer();
        QVERIFY(viewer && viewer->isVisible());
        QTest::keyClick(viewer->canvas(), Qt::Key_Right);
        QCOMPARE(viewer->canvas()->index().row(), 3); // of two it is the other one
        QTest::keyClick(viewer->canvas(), Qt::Key_2);
        QCOMPARE(rated.last().first().value<QList<PictureId>>(), QList<PictureId>{4});
        QTest::keyClick(viewer->canvas(), Qt::Key_Right);
        QCOMPARE(viewer->canvas()->index().row(), 1);
        QTest::keyClick(viewer->canvas(), Qt::Key_Escape);
        stage.panel->survey();
        stage.press(Qt::Key_F11);
        for (const int row : {3, 4, 4}) {
            QTest::keyClick(viewer->canvas(), Qt::Key_Right);
            QCOMPARE(viewer->canvas()->index().row(), row);
        }
        QCOMPARE(stage.panel->selectedPictures(), selected);
    }

    void theLoupeShowsTheMarksInItsHead()
    {
        Stage stage;
        stage.change(1, [](Picture &picture) {
            picture.marks = {5, Label::Purple, Pick::Picked, {}, u"Print"_s};
        });
        stage.select({0});
        stage.panel->setMode(Mode::Loupe);
        const auto *bar = stage.panel->loupe()->findChild<MarksBar *>();
        QVERIFY(bar->marks().isEmpty());
        stage.press(Qt::Key_Right);
        QCOMPARE(bar->accessibleName(), u"Marks: 5 stars, picked, purple label, notes"_s);
        QSignalSpy picked(stage.panel.get(), &StagePanel::pickRequested);
        stage.press(Qt::Key_X);
        QCOMPARE(picked.size(), 1);
        QCOMPARE(stage.panel->mode(), Mode::Loupe);
    }
};

QTEST_MAIN(tst_Survey)
#include "tst_survey.moc"
