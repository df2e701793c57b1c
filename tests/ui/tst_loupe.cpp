#include "stagecells.h"
#include "ui/stage/emptystage.h"
#include "ui/stage/filmstrip.h"
#include "ui/stage/fullscreenviewer.h"
#include "ui/stage/gridview.h"
#include "ui/stage/loupe.h"
#include "ui/stage/picturecanvas.h"
#include "ui/stage/practicecard.h"
#include "ui/stage/stagepanel.h"
#include "ui/stage/zoom.h"

#include <QAbstractButton>
#include <QItemSelectionModel>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace janus;
using namespace janus::ui;
using namespace janus::ui::stagetest;
using namespace Qt::StringLiterals;

namespace {

constexpr QSize square(512, 512);
constexpr QSize large(1600, 1200);

/// The point of the picture (0 to 1 in both directions) that lies under `point`.
QPointF under(const Zoom &zoom, const QPointF &point)
{
    const QRectF picture = zoom.picture();
    return {(point.x() - picture.left()) / picture.width(), (point.y() - picture.top()) / picture.height()};
}

bool isNear(const QPointF &a, const QPointF &b)
{
    return (a - b).manhattanLength() < 1e-6;
}

Zoom zoomOf(const QSize &pixels, double ratio = 1)
{
    Zoom zoom;
    zoom.setRoom(QRectF(0, 0, 800, 600), ratio);
    zoom.setPicture(pixels);
    return zoom;
}

/// A shown stage with two batches of large pictures, and a provider that answers when told.
struct Stage
{
    explicit Stage(int pictures = 6)
    {
        if (pictures > 0)
            appendBatch(model, 1, pictures, large);
        panel = std::make_unique<StagePanel>(
            &model, [this](PictureId id, QObject *, std::function<void(QImage)> deliver) {
                asked.append(id);
                answers.insert(id, std::move(deliver));
            });
        panel->resize(900, 700);
        panel->show();
        panel->activateWindow();
        isReady = QTest::qWaitForWindowActive(panel.get());
        panel->setFocus();
    }

    void openRow(int row)
    {
        panel->setCurrentPicture(model.index(row, 0));
        panel->setMode(StagePanel::Mode::Loupe);
    }
    PictureCanvas *canvas() const { return panel->loupe()->canvas(); }
    void press(Qt::Key key) { QTest::keyClick(QApplication::focusWidget(), key); }
    int current() const { return panel->currentPicture().row(); }
    void answer(PictureId id, const QColor &color)
    {
        QImage image(large, QImage::Format_RGB32);
        image.fill(color);
        answers.take(id)(image);
    }

    QStandardItemModel model;
    QList<PictureId> asked;
    QHash<PictureId, std::function<void(QImage)>> answers;
    std::unique_ptr<StagePanel> panel;
    bool isReady = false;
};

} // namespace

class tst_Loupe : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fitShowsTheWholePictureInTheMiddle()
    {
        const Zoom zoom = zoomOf(QSize(1600, 800));
        QVERIFY(zoom.isFit());
        QCOMPARE(zoom.picture(), QRectF(0, 100, 800, 400));
        QCOMPARE(zoom.scale(), 0.5);
        QVERIFY(!zoom.isPannable());
    }

    void hundredPercentIsOnePixelPerDevicePixel()
    {
        Zoom zoom = zoomOf(QSize(600, 400), 2);
        zoom.setScale(1, QPointF(400, 300));
        QCOMPARE(zoom.picture().size(), QSizeF(300, 200));
        QCOMPARE(zoom.picture().center(), QPointF(400, 300));
    }

    void zoomingKeepsWhatIsUnderThePointer()
    {
        Zoom zoom = zoomOf(large);
        zoom.setScale(2, QPointF(400, 300));
        const QPointF pointer(250, 420);
        const QPointF before = under(zoom, pointer);
        zoom.step(1, pointer);
        QCOMPARE(zoom.scale(), 3.0);
        QVERIFY(isNear(under(zoom, pointer), before));
        zoom.step(-1, pointer);
        zoom.setScale(1.4, pointer);
        QVERIFY(isNear(under(zoom, pointer), before));
    }

    void zoomStaysWithinItsLimits()
    {
        Zoom zoom = zoomOf(large);
        for (int i = 0; i < 40; ++i)
            zoom.step(1, QPointF(10, 10));
        QCOMPARE(zoom.scale(), Zoom::largest);
        for (int i = 0; i < 40; ++i)
            zoom.step(-1, QPointF(10, 10));
        QCOMPARE(zoom.scale(), Zoom::smallest);
    }

    void panningStopsAtTheEdges()
    {
        Zoom zoom = zoomOf(large);
        zoom.setScale(1, QPointF(400, 300));
        zoom.pan(QPointF(5000, 5000));
        QCOMPARE(zoom.picture().topLeft(), QPointF(0, 0));
        zoom.pan(QPointF(-5000, -5000));
        QCOMPARE(zoom.picture().bottomRight(), QPointF(800, 600));
        Zoom small = zoomOf(QSize(400, 300));
        small.setScale(1, QPointF(0, 0));
        small.pan(QPointF(100, 0));
        QCOMPARE(small.picture().center(), QPointF(400, 300));
    }

    void theLoupeLeafsThroughTheSharedSelection()
    {
        Stage stage;
        QVERIFY(stage.isReady);
        stage.openRow(2);
        QCOMPARE(stage.canvas()->index().row(), 2);
        stage.press(Qt::Key_Right);
        QCOMPARE(stage.current(), 3);
        QCOMPARE(stage.canvas()->index().row(), 3);
        stage.press(Qt::Key_PageUp);
        stage.press(Qt::Key_Left);
        stage.press(Qt::Key_Left);
        stage.press(Qt::Key_Left);
        QCOMPARE(stage.current(), 0);
        const QList<QLabel *> labels = stage.panel->loupe()->findChildren<QLabel *>();
        QVERIFY(
            std::ranges::any_of(labels, [](const QLabel *label) { return label->text() == u"1 of 6"_s; }));
        QCOMPARE(stage.canvas()->accessibleName(), u"Picture: Batch 1, seed 51200701"_s);
    }

    void arrowsPanAZoomedPictureAndPageKeysStillLeaf()
    {
        Stage stage;
        stage.openRow(2);
        stage.press(Qt::Key_Z);
        QCOMPARE(stage.canvas()->zoom().scale(), 1.0);
        const double before = stage.canvas()->zoom().picture().left();
        stage.press(Qt::Key_Right);
        QCOMPARE(stage.current(), 2);
        QVERIFY(stage.canvas()->zoom().picture().left() < before);
        stage.press(Qt::Key_PageDown);
        QCOMPARE(stage.current(), 3);
        QCOMPARE(stage.canvas()->zoom().scale(), 1.0); // same size: same spot
        stage.press(Qt::Key_Z);
        QVERIFY(stage.canvas()->zoom().isFit());
    }

    void theThumbnailStandsInForTheWholePicture()
    {
        Stage stage;
        stage.openRow(2);
        const QRectF place = stage.canvas()->zoom().picture();
        const QPoint middle = place.center().toPoint();
        const auto pixel = [&] { return stage.canvas()->grab().toImage().pixelColor(middle); };
        QVERIFY(stage.asked.contains(3));
        QVERIFY(pixel() != QColor(Qt::red));
        stage.answer(3, Qt::red);
        QCOMPARE(pixel(), QColor(Qt::red));
        QCOMPARE(stage.canvas()->zoom().picture(), place);
    }

    void neighboursAreFetchedOnce()
    {
        Stage stage;
        stage.openRow(2);
        QCOMPARE(stage.asked, (QList<PictureId>{3, 4, 2}));
        stage.press(Qt::Key_Right);
        QCOMPARE(stage.asked, (QList<PictureId>{3, 4, 2, 5}));
    }

    void aPictureThatCannotBeReadKeepsItsThumbnail()
    {
        Stage stage;
        stage.openRow(2);
        stage.answers.take(3)(QImage());
        QVERIFY(!stage.canvas()->grab().isNull());
    }

    void theWheelZoomsAroundThePointer()
    {
        Stage stage;
        stage.openRow(1);
        PictureCanvas *canvas = stage.canvas();
        canvas->setScale(2);
        const QPointF pointer(200, 150);
        const QPointF before = under(canvas->zoom(), pointer);
        QWheelEvent event(pointer, canvas->mapToGlobal(pointer), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(canvas, &event);
        QCOMPARE(canvas->zoom().scale(), 3.0);
        QVERIFY(isNear(under(canvas->zoom(), pointer), before));
    }

    void draggingMovesAndADoubleClickToggles()
    {
        Stage stage;
        stage.openRow(1);
        PictureCanvas *canvas = stage.canvas();
        QTest::mouseDClick(canvas, Qt::LeftButton, {}, canvas->rect().center());
        QCOMPARE(canvas->zoom().scale(), 1.0);
        const QPointF before = canvas->zoom().picture().topLeft();
        QTest::mousePress(canvas, Qt::LeftButton, {}, QPoint(300, 300));
        QTest::mouseMove(canvas, QPoint(280, 310));
        QTest::mouseRelease(canvas, Qt::LeftButton, {}, QPoint(280, 310));
        QCOMPARE(canvas->zoom().picture().topLeft() - before, QPointF(-20, 10));
        QTest::mouseDClick(canvas, Qt::LeftButton, {}, canvas->rect().center());
        QVERIFY(canvas->zoom().isFit());
    }

    void theFilmStripShowsNeighboursAndChooses()
    {
        Stage stage(40);
        stage.openRow(20);
        FilmStrip *strip = stage.panel->loupe()->filmStrip();
        const QList<FilmStrip::Item> items = strip->items();
        QVERIFY(items.size() > 5 && items.size() < 20);
        for (int i = 1; i < items.size(); ++i)
            QVERIFY(items.at(i).rect.left() > items.at(i - 1).rect.right());
        const auto current =
            std::ranges::find_if(items, [](const FilmStrip::Item &item) { return item.row == 20; });
        QVERIFY(current != items.end());
        QVERIFY(std::abs(current->rect.center().x() - strip->rect().center().x()) <= 1);
        QTest::mouseClick(strip, Qt::LeftButton, {}, std::next(current)->rect.center());
        QCOMPARE(stage.current(), 21);
        QWheelEvent event(QPointF(5, 5), strip->mapToGlobal(QPointF(5, 5)), {}, {0, 240}, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(strip, &event);
        QCOMPARE(stage.current(), 19);
        stage.openRow(0);
        QCOMPARE(strip->items().first().rect.left(), 16);
    }

    void enterOpensTheLoupeAndEscapeGoesBack()
    {
        Stage stage(40);
        QSignalSpy changed(stage.panel.get(), &StagePanel::modeChanged);
        stage.panel->setCurrentPicture(stage.model.index(0, 0));
        stage.press(Qt::Key_Return);
        QCOMPARE(stage.panel->mode(), StagePanel::Mode::Loupe);
        QVERIFY(stage.canvas()->hasFocus());
        for (int i = 0; i < 30; ++i)
            stage.press(Qt::Key_PageDown);
        stage.press(Qt::Key_Escape);
        QCOMPARE(stage.panel->mode(), StagePanel::Mode::Grid);
        QVERIFY(stage.panel->gridView()->hasFocus());
        QCOMPARE(changed.size(), 2);
        const QRect cell = stage.panel->gridView()->visualRect(stage.panel->currentPicture());
        QVERIFY(stage.panel->gridView()->viewport()->rect().contains(cell));
        stage.press(Qt::Key_Z);
        QCOMPARE(stage.panel->mode(), StagePanel::Mode::Loupe);
        QCOMPARE(stage.canvas()->zoom().scale(), 1.0);
        stage.press(Qt::Key_G);
        QCOMPARE(stage.panel->mode(), StagePanel::Mode::Grid);
    }

    void fullScreenShowsTheSamePictureAndEscapeLeaves()
    {
        Stage stage;
        stage.openRow(2);
        stage.press(Qt::Key_F11);
        FullScreenViewer *viewer = stage.panel->fullScreenViewer();
        QVERIFY(viewer && viewer->isVisible());
        QVERIFY(viewer->isWindow());
        QTest::keyClick(viewer->canvas(), Qt::Key_Right);
        QCOMPARE(stage.current(), 3);
        QCOMPARE(viewer->canvas()->index().row(), 3);
        QTest::keyClick(viewer->canvas(), Qt::Key_Escape);
        QVERIFY(!viewer->isVisible());
        QCOMPARE(stage.panel->mode(), StagePanel::Mode::Loupe);
        stage.panel->setMode(StagePanel::Mode::Grid);
        QTest::keyClick(stage.panel->gridView(), Qt::Key_Space);
        QVERIFY(viewer->isVisible());
        QTest::keyClick(viewer->canvas(), Qt::Key_Space);
        QVERIFY(!viewer->isVisible());
        QCOMPARE(stage.panel->mode(), StagePanel::Mode::Grid);
    }

    void aLiveCellIsShownLargeAndBecomesItsPicture()
    {
        Stage stage;
        const BatchWords words{u"New"_s, {}, {}, true};
        const LiveState lost{.state = JobState::Unknown, .trouble = u"Not found after 5 minutes."_s};
        stage.model.insertRow(0, liveItem(200, 99, large, lost, words));
        stage.openRow(0);
        QSignalSpy asked(stage.panel.get(), &StagePanel::jobActionRequested);
        const QRect place = stage.canvas()->zoom().picture().toRect();
        for (int x = place.left(); x < place.left() + 200 && asked.isEmpty(); x += 20)
            QTest::mouseClick(stage.canvas(), Qt::LeftButton, {}, QPoint(x, place.bottom() - 30));
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.first().at(1).value<CellAction>(), CellAction::LookAgain);
        stage.model.removeRow(0);
        stage.model.insertRow(0, pictureItem(200, 99, large, words));
        QCOMPARE(stage.canvas()->index().data(models::PictureIdRole).toLongLong(), 200);
    }

    void withoutPicturesTheStageOffersPrompts()
    {
        Stage stage(0);
        EmptyStage *empty = stage.panel->emptyStage();
        QVERIFY(empty->isVisible());
        QSignalSpy chosen(stage.panel.get(), &StagePanel::samplePromptChosen);
        const QList<QAbstractButton *> buttons = empty->findChildren<QAbstractButton *>();
        QCOMPARE(buttons.size(), 3);
        buttons.at(1)->click();
        QCOMPARE(chosen.first().first().toString(), EmptyStage::samplePrompts().at(1));
        stage.panel->resize(420, 600); // the prompts fold instead of widening the stage
        QCOMPARE(stage.panel->width(), 420);
        for (const QAbstractButton *button : buttons)
            QVERIFY(empty->rect().contains(QRect(button->mapTo(empty, QPoint(0, 0)), button->size())));
        appendBatch(stage.model, 1, 1, square);
        QVERIFY(!empty->isVisible());
        QVERIFY(stage.panel->gridView()->isVisible());
        stage.model.clear();
        QVERIFY(empty->isVisible());
    }

    void thePracticeCardShowsWhenTold()
    {
        Stage stage(0);
        auto *card = stage.panel->findChild<PracticeCard *>();
        QVERIFY(card && !card->isVisible());
        stage.panel->setPracticeCardVisible(true);
        QVERIFY(card->isVisible());
        QSignalSpy add(stage.panel.get(), &StagePanel::addKeyRequested);
        QSignalSpy keep(stage.panel.get(), &StagePanel::keepPractisingRequested);
        QSignalSpy help(stage.panel.get(), &StagePanel::keyHelpRequested);
        const QList<QAbstractButton *> buttons = card->findChildren<QAbstractButton *>();
        for (QAbstractButton *button : buttons)
            button->click();
        QCOMPARE(add.size() + keep.size() + help.size(), 3);
        appendBatch(stage.model, 1, 1, square);
        QVERIFY(card->isVisible());
        stage.panel->setMode(StagePanel::Mode::Loupe);
        QVERIFY(!card->isVisible());
    }
};

QTEST_MAIN(tst_Loupe)
#include "tst_loupe.moc"
