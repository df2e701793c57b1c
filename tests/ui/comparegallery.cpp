// Writes pictures of the views for culling, to compare them with the design by eye.
//   comparegallery FOLDER [WORD]     only those whose name has WORD; QT_SCALE_FACTOR=2 for ratio 2
#include "core/paramroles.h"
#include "stagecells.h"
#include "ui/kit/theme.h"
#include "ui/stage/comparecanvas.h"
#include "ui/stage/compareview.h"
#include "ui/stage/loupe.h"
#include "ui/stage/picturecanvas.h"
#include "ui/stage/stagepanel.h"
#include "ui/stage/surveyview.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QItemSelectionModel>
#include <QJsonObject>
#include <QMainWindow>
#include <QTimer>

using namespace janus;
using namespace janus::ui;
using namespace janus::ui::stagetest;
using namespace Qt::StringLiterals;

namespace {

constexpr QSize stageSize(1440, 810);
constexpr QSize smallSize(1024, 594);
constexpr QSize hd(1024, 1024);

const QString fox = u"Red fox resting in fresh snow, paper cut, low sun"_s;
const QString foxAtNight = u"Red fox resting in deep snow under a full moon, paper cut"_s;
const QString boats = u"قارب أزرق صغير على بحر هادئ عند الفجر"_s;
const QString redBoats = u"قارب أحمر صغير على بحر هادئ عند الغروب"_s;

ParamSpec specOf(const QString &name, const QString &title, ParamKind kind, double step = 1)
{
    ParamSpec spec;
    spec.name = name;
    spec.title = title;
    spec.kind = kind;
    spec.step = step;
    spec.role = roleOf(name);
    return spec;
}

QList<ParamSpec> specs(const QString &)
{
    return {specOf(u"prompt"_s, u"Prompt"_s, ParamKind::Text),
            specOf(u"image_size"_s, u"Size"_s, ParamKind::Size),
            specOf(u"cfg_weight"_s, u"Guidance"_s, ParamKind::Number, 0.5),
            specOf(u"temperature"_s, u"Temperature"_s, ParamKind::Number, 0.05),
            specOf(u"enable_safety_checker"_s, u"Check pictures"_s, ParamKind::Boolean)};
}

struct Look
{
    QString prompt = fox;
    double guidance = 7;
    QSize size = hd;
    Marks marks = {};
};

void add(QStandardItemModel &model, const Look &look)
{
    const PictureId id = model.rowCount() + 1;
    QStandardItem *item = pictureItem(id, id / 5 + 1, look.size, {look.prompt});
    auto picture = item->data(models::PictureRole).value<Picture>();
    picture.seed = 51200700 + 13 * id;
    picture.request = {u"fal-ai/janus"_s,
                       {{u"prompt"_s, look.prompt},
                        {u"image_size"_s, u"square_hd"_s},
                        {u"cfg_weight"_s, look.guidance},
                        {u"temperature"_s, 1}}};
    picture.marks = look.marks;
    item->setData(QVariant::fromValue(picture), models::PictureRole);
    model.appendRow(item);
}

void fillFoxes(QStandardItemModel &model)
{
    add(model, {.marks = {4, Label::None, Pick::Picked, {}, u"Keep this for the print."_s}});
    add(model, {.prompt = foxAtNight, .guidance = 9, .marks = {3, Label::Blue, Pick::None, {}, {}}});
    add(model, {.marks = {0, Label::None, Pick::Rejected, {}, {}}});
    add(model, {.prompt = boats, .size = {1024, 576}, .marks = {5, Label::Purple, Pick::None, {}, {}}});
    add(model, {.prompt = redBoats, .size = {768, 1024}});
    for (int k = 0; k < 6; ++k)
        add(model, {.guidance = double(5 + k)});
}

QImage imageOf(const QStandardItemModel &model, PictureId id)
{
    const QSize size = model.item(int(id) - 1)->data(models::PixelSizeRole).toSize();
    return paintedPicture(size, int(id)).toImage();
}

struct Shot
{
    QString name;
    QSize size;
    QList<int> rows; ///< selected
    std::function<void(StagePanel &)> arrange;
    double textScale = 1;
    bool isMirrored = false;
};

std::function<void(StagePanel &)> comparing(CompareMode mode, Side side = Side::Keeper, double scale = 0)
{
    return [mode, side, scale](StagePanel &panel) {
        panel.compare();
        panel.compareView()->setMode(mode);
        panel.compareView()->setSide(side);
        if (scale > 0)
            panel.compareView()->canvas()->setScale(scale);
    };
}

void surveying(StagePanel &panel)
{
    panel.survey();
    panel.surveyView()->setCurrentIndex(1);
}

QList<Shot> allShots()
{
    const auto loupe = [](StagePanel &panel) { panel.setMode(StagePanel::Mode::Loupe); };
    return {
        {u"compare"_s, stageSize, {0, 1, 2, 5, 6, 7, 8, 9, 10}, comparing(CompareMode::SideBySide)},
        {u"compare-challenger"_s, smallSize, {0, 1}, comparing(CompareMode::SideBySide, Side::Challenger)},
        {u"compare-zoomed"_s, stageSize, {0, 2}, comparing(CompareMode::SideBySide, Side::Keeper, 2)},
        {u"compare-shapes"_s, smallSize, {3, 4}, comparing(CompareMode::SideBySide)},
        {u"compare-slider"_s, stageSize, {0, 1}, comparing(CompareMode::Slider)},
        {u"compare-blink"_s, smallSize, {0, 1}, comparing(CompareMode::Blink)},
        {u"compare-difference"_s, stageSize, {0, 1}, comparing(CompareMode::Difference)},
        {u"compare-difference-sizes"_s, smallSize, {3, 4}, comparing(CompareMode::Difference)},
        {u"compare-narrow"_s, {560, 560}, {0, 1}, comparing(CompareMode::SideBySide)},
        {u"compare-narrowest"_s, {420, 500}, {0, 1}, comparing(CompareMode::SideBySide)},
        {u"compare-small-large-text"_s, smallSize, {0, 1}, comparing(CompareMode::SideBySide), 1.5},
        {u"survey-narrowest"_s, {420, 500}, {0, 1, 2, 3}, surveying},
        {u"compare-large-text"_s, stageSize, {0, 1}, comparing(CompareMode::SideBySide), 1.5},
        {u"compare-mirrored"_s, smallSize, {3, 4}, comparing(CompareMode::SideBySide), 1, true},
        {u"compare-won"_s,
         smallSize,
         {0, 1},
         [](StagePanel &panel) {
             panel.compare();
             panel.compareView()->keep();
         }},
        {u"survey-2"_s, stageSize, {0, 1}, surveying},
        {u"survey-3"_s, smallSize, {0, 1, 2}, surveying},
        {u"survey-5-shapes"_s, stageSize, {0, 1, 2, 3, 4}, surveying},
        {u"survey-9"_s, stageSize, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, surveying},
        {u"survey-9-small"_s, smallSize, {0, 1, 2, 3, 4, 5, 6, 7, 8}, surveying},
        {u"survey-4-large-text"_s, smallSize, {0, 1, 2, 3}, surveying, 1.5},
        {u"loupe-marks"_s, smallSize, {0}, loupe},
    };
}

void saveShot(const Shot &shot, const QString &folder, const QString &theme)
{
    QStandardItemModel model;
    fillFoxes(model);
    const auto provide = [&model](PictureId id, QObject *context,
                                  const std::function<void(QImage)> &deliver) {
        QTimer::singleShot(0, context, [&model, id, deliver] { deliver(imageOf(model, id)); });
    };
    QMainWindow window;
    window.setLayoutDirection(shot.isMirrored ? Qt::RightToLeft : Qt::LeftToRight);
    auto *panel = new StagePanel(&model, provide, &window);
    panel->setSpecs(specs);
    window.setCentralWidget(panel);
    window.resize(shot.size);
    window.show();
    window.activateWindow();
    QCoreApplication::processEvents();
    panel->setCurrentPicture(model.index(shot.rows.first(), 0));
    for (const int row : shot.rows)
        panel->selection()->select(model.index(row, 0), QItemSelectionModel::Select);
    window.setAttribute(Qt::WA_KeyboardFocusChange);
    panel->setFocus();
    shot.arrange(*panel);
    QElapsedTimer since;
    for (since.start(); since.elapsed() < 300;) // the difference is made meanwhile
        QCoreApplication::processEvents();
    window.grab().save(u"%1/%2-%3@%4x.png"_s.arg(folder, shot.name, theme).arg(window.devicePixelRatioF()));
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QString folder = application.arguments().value(1, u"."_s);
    const QString word = application.arguments().value(2);
    QDir().mkpath(folder);
    Theme theme;
    theme.setFontFamily(u"Inter"_s);
    theme.setMotionReduced(true);
    theme.apply(application);
    const QList<Shot> shots = allShots();
    for (const Theme::Choice choice : {Theme::Choice::Dark, Theme::Choice::Light}) {
        theme.setChoice(choice);
        for (const Shot &shot : shots) {
            if (!shot.name.contains(word))
                continue;
            theme.setTextScale(shot.textScale);
            saveShot(shot, folder, choice == Theme::Choice::Dark ? u"dark"_s : u"light"_s);
        }
    }
    return 0;
}
