// Writes pictures of the stage in its states, to compare them with the design by eye.
//   stagegallery FOLDER      (QT_SCALE_FACTOR=2 for ratio 2)
#include "stagecells.h"
#include "ui/kit/theme.h"
#include "ui/stage/gridview.h"
#include "ui/stage/loupe.h"
#include "ui/stage/picturecanvas.h"
#include "ui/stage/stagepanel.h"

#include <QApplication>
#include <QDir>
#include <QItemSelectionModel>
#include <QMainWindow>
#include <QScrollBar>
#include <QTimer>

using namespace janus;
using namespace janus::ui;
using namespace janus::ui::stagetest;
using namespace Qt::StringLiterals;

namespace {

constexpr QSize hd(1024, 1024);
constexpr QSize wide(1024, 576);

void addPictures(QStandardItemModel &model, BatchId batch, int count, const QSize &size,
                 const BatchWords &words)
{
    for (int i = 0; i < count; ++i)
        model.appendRow(pictureItem(model.rowCount() + 1, batch, size, words));
}

void addLive(QStandardItemModel &model, BatchId batch, const QSize &size, const BatchWords &words,
             const QList<LiveState> &states)
{
    for (const LiveState &state : states)
        model.appendRow(liveItem(model.rowCount() + 1, batch, size, state, words));
}

/// The studio of the mockup: one batch on its way, three done.
void fillStudio(QStandardItemModel &model)
{
    const BatchWords first{
        u"A lighthouse on a basalt cliff, dawn, long swell, gulls, gouache on rough paper"_s,
        u"4 pictures · guidance 5 · now"_s, u"4 · now"_s, true};
    addPictures(model, 1, 1, wide, first);
    addLive(model, 1, wide, first,
            {{.state = JobState::Running, .seconds = 11}, {.state = JobState::Queued, .ahead = 1}, {}});
    const BatchWords fox{u"Red fox resting in fresh snow, paper cut, low sun"_s, u"4 · guidance 7 · 13:58"_s,
                         u"4 · 13:58"_s};
    addPictures(model, 2, 4, hd, fox);
    model.item(5)->setData(true, models::IsSandboxRole);
    model.item(6)->setData(true, models::IsFlaggedRole);
    addPictures(
        model, 3, 4, wide,
        {u"Rain over a harbour city at night, wide view"_s, u"4 · guidance 5 · 13:41"_s, u"4 · 13:41"_s});
    addPictures(model, 4, 5, QSize(768, 1024),
                {u"Koi in a green pond, from above"_s, u"5 · guidance 6 · 13:20"_s, u"5 · 13:20"_s});
}

void fillStates(QStandardItemModel &model, const QSize &size)
{
    const BatchWords words{u"Hot-air balloons over blue hills, early light"_s, u"14 · guidance 5 · 14:11"_s,
                           u"14 · 14:11"_s, true};
    addLive(
        model, 1, size, words,
        {{},
         {.state = JobState::Submitting},
         {.state = JobState::Queued, .ahead = 0},
         {.state = JobState::Queued, .ahead = 6},
         {.state = JobState::Running, .seconds = 6},
         {.state = JobState::Running, .seconds = 16},
         {.state = JobState::Running, .seconds = 74},
         {.state = JobState::Completed},
         {.state = JobState::Saving, .received = 412'000, .total = 668'000},
         {.state = JobState::Saving, .received = 668'000, .total = 668'000},
         {.state = JobState::Waiting, .trouble = u"You are offline. It will be sent when you are back."_s},
         {.state = JobState::Running, .trouble = u"fal answered 502. Next look in 8 s."_s},
         {.state = JobState::Unknown,
          .trouble = u"Not found on fal after 5 minutes. Sending again may cost twice."_s},
         {.state = JobState::Saving, .trouble = u"The picture is safe on fal until tomorrow, 14:02."_s},
         {.state = JobState::Failed, .trouble = u"fal refused the size: it must be a multiple of 16."_s},
         {.state = JobState::Cancelled},
         {.state = JobState::Running, .cancelWished = true},
         {.state = JobState::Expired, .trouble = u"fal keeps results for a day. The recipe is kept."_s}});
}

QImage imageOf(QStandardItemModel &model, PictureId id)
{
    for (int row = 0; row < model.rowCount(); ++row) {
        if (model.item(row)->data(models::PictureIdRole).toLongLong() == id)
            return paintedPicture(model.item(row)->data(models::PixelSizeRole).toSize(), int(id)).toImage();
    }
    return {};
}

struct Shot
{
    QString name;
    QSize size;
    std::function<void(QStandardItemModel &)> fill;
    std::function<void(StagePanel &, QStandardItemModel &)> arrange;
};

void selectRow(StagePanel &panel, QStandardItemModel &model, int row)
{
    panel.setCurrentPicture(model.index(row, 0));
    panel.window()->setAttribute(Qt::WA_KeyboardFocusChange);
    panel.setFocus();
}

QList<Shot> allPictures()
{
    const auto nothing = [](StagePanel &, QStandardItemModel &) {};
    const auto openLoupe = [](StagePanel &panel, QStandardItemModel &model) {
        panel.setCurrentPicture(model.index(5, 0));
        panel.setMode(StagePanel::Mode::Loupe);
    };
    return {
        {u"studio"_s, {800, 830}, fillStudio, [](auto &panel, auto &model) { selectRow(panel, model, 4); }},
        {u"wide"_s, {1440, 900}, fillStudio, [](auto &panel, auto &model) { selectRow(panel, model, 9); }},
        {u"narrow"_s,
         {724, 600},
         fillStudio,
         [](auto &panel, auto &model) {
             panel.setCellWidth(224);
             selectRow(panel, model, 4);
         }},
        {u"states"_s,
         {1100, 830},
         [](auto &model) { fillStates(model, hd); },
         [](auto &panel, auto &) { panel.setCellWidth(196); }},
        {u"states-wide"_s, {1100, 700}, [](auto &model) { fillStates(model, wide); }, nothing},
        {u"states-130"_s,
         {800, 500},
         [](auto &model) { fillStates(model, hd); },
         [](auto &panel, auto &) { panel.setCellWidth(130); }},
        {u"states-96"_s,
         {800, 300},
         [](auto &model) { fillStates(model, wide); },
         [](auto &panel, auto &) { panel.setCellWidth(96); }},
        {u"empty"_s,
         {1100, 810},
         [](auto &) {},
         [](auto &panel, auto &) { panel.setPracticeCardVisible(true); }},
        {u"empty-wide-shape"_s,
         {724, 560},
         [](auto &) {},
         [](auto &panel, auto &) { panel.setComposeShape(QSize(1024, 576)); }},
        {u"empty-narrow"_s,
         {440, 600},
         [](auto &) {},
         [](auto &panel, auto &) { panel.setPracticeCardVisible(true); }},
        {u"three"_s,
         {1100, 600},
         [](auto &model) {
             addPictures(model, 1, 3, hd, {u"Three of a kind"_s, u"3 pictures · now"_s, u"3"_s});
         },
         [](auto &panel, auto &) { panel.setPracticeCardVisible(true); }},
        {u"many"_s,
         {1100, 810},
         [](auto &model) {
             for (int batch = 0; batch < 60; ++batch)
                 addPictures(model, batch + 1, 5, hd, {u"Batch %1"_s.arg(batch), u"5 · 14:02"_s, u"5"_s});
         },
         [](auto &panel, auto &model) {
             panel.gridView()->verticalScrollBar()->setValue(900);
             for (int i = 0; i < 4; ++i)
                 model.insertRow(0, liveItem(900, 99, hd, {}, {u"New"_s, {}, {}, true}));
             panel.gridView()->selectionModel()->select(model.index(32, 0), QItemSelectionModel::Select);
             panel.gridView()->selectionModel()->select(model.index(33, 0), QItemSelectionModel::Select);
         }},
        {u"loupe"_s, {1140, 810}, fillStudio, openLoupe},
        {u"loupe-zoomed"_s,
         {1140, 810},
         fillStudio,
         [openLoupe](auto &panel, auto &model) {
             openLoupe(panel, model);
             panel.loupe()->canvas()->setScale(3);
         }},
        {u"loupe-live"_s,
         {1140, 810},
         fillStudio,
         [](auto &panel, auto &model) {
             panel.setCurrentPicture(model.index(1, 0));
             panel.setMode(StagePanel::Mode::Loupe);
         }},
    };
}

void savePicture(const Shot &picture, const QString &folder, const QString &theme)
{
    QStandardItemModel model;
    picture.fill(model);
    const auto provide = [&model](PictureId id, QObject *context,
                                  const std::function<void(QImage)> &deliver) {
        QTimer::singleShot(0, context, [&model, id, deliver] { deliver(imageOf(model, id)); });
    };
    QMainWindow window;
    auto *panel = new StagePanel(&model, provide, &window);
    window.setCentralWidget(panel);
    window.resize(picture.size);
    panel->setUsualTimes({SecondsRange{20, 35}, SecondsRange{12, 20}});
    window.show();
    window.activateWindow();
    QCoreApplication::processEvents();
    picture.arrange(*panel, model);
    for (int i = 0; i < 5; ++i)
        QCoreApplication::processEvents();
    window.grab().save(
        u"%1/%2-%3@%4x.png"_s.arg(folder, picture.name, theme).arg(window.devicePixelRatioF()));
}

/// The library: groups, looks and sizes of the grid.
struct LibraryShot
{
    QString name;
    QSize size;
    int rows;
    models::Grouping grouping;
    bool squares = false;
    int cell = GridView::usualCell;
    int scroll = 0;
};

void saveLibrary(const LibraryShot &shot, const QString &folder, const QString &theme)
{
    LibraryModel model(shot.rows, shot.grouping);
    model.rowsOfGroup = shot.grouping == models::Grouping::Job ? 5 : 14;
    model.setPainted(true);
    QMainWindow window;
    auto *panel = new StagePanel(
        &model, [](auto, auto, const auto &) {}, &window);
    window.setCentralWidget(panel);
    window.resize(shot.size);
    GridView *grid = panel->gridView();
    grid->setSquares(shot.squares);
    panel->setCellWidth(shot.cell);
    window.show();
    window.activateWindow();
    QCoreApplication::processEvents();
    panel->setCurrentPicture(model.index(std::min(3, shot.rows - 1), 0));
    window.setAttribute(Qt::WA_KeyboardFocusChange);
    panel->setFocus();
    grid->verticalScrollBar()->setValue(shot.scroll);
    for (int i = 0; i < 5; ++i)
        QCoreApplication::processEvents();
    const qreal ratio = window.devicePixelRatioF();
    window.grab().save(u"%1/library-%2-%3@%4x.png"_s.arg(folder, shot.name, theme).arg(ratio));
}

QList<LibraryShot> allLibraries()
{
    using enum models::Grouping;
    return {
        {u"job-3"_s, {900, 500}, 3, Job},
        {u"job-300"_s, {1100, 800}, 300, Job, false, 182, 700},
        {u"day-3"_s, {900, 500}, 3, Day, false, 146},
        {u"day-300"_s, {900, 800}, 300, Day, false, 146},
        {u"day-300-scrolled"_s, {900, 800}, 300, Day, false, 146, 420},
        {u"day-300-squares"_s, {900, 800}, 300, Day, true, 146, 330},
        {u"flat-3"_s, {900, 500}, 3, Flat},
        {u"flat-300"_s, {1300, 800}, 300, Flat, false, 200, 90},
        {u"flat-300-squares"_s, {1300, 800}, 300, Flat, true},
        {u"flat-small"_s, {900, 600}, 300, Flat, false, 96},
        {u"squares-small"_s, {900, 600}, 300, Flat, true, 96},
        {u"flat-large"_s, {1100, 800}, 300, Flat, false, 512},
    };
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QString folder = application.arguments().value(1, u"."_s);
    QDir().mkpath(folder);
    Theme theme;
    theme.setFontFamily(u"Inter"_s);
    theme.setMotionReduced(true);
    theme.apply(application);
    const QList<Shot> pictures = allPictures();
    const QList<LibraryShot> libraries = allLibraries();
    for (const Theme::Choice choice : {Theme::Choice::Dark, Theme::Choice::Light}) {
        theme.setChoice(choice);
        for (const Shot &picture : pictures)
            savePicture(picture, folder, choice == Theme::Choice::Dark ? u"dark"_s : u"light"_s);
        for (const LibraryShot &shot : libraries)
            saveLibrary(shot, folder, choice == Theme::Choice::Dark ? u"dark"_s : u"light"_s);
    }
    return 0;
}
