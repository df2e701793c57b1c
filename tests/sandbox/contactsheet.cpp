// Draws sheets of practice pictures to look at: contactsheet FOLDER. Not a test and not installed.
#include "sandbox/renderer.h"

#include <QDir>
#include <QElapsedTimer>
#include <QPainter>

#include <cstdio>

using namespace Qt::StringLiterals;
using janus::sandbox::Scene;

namespace {

const QStringList sheetPrompts{u"a lighthouse on a basalt cliff at dawn, long swell"_s,
                               u"red fox resting in fresh snow, paper cut"_s,
                               u"rain over a harbour city at night"_s,
                               u"koi in a green pond, from above"_s,
                               u"jellyfish in the deep"_s,
                               u"mountain lake under the moon"_s,
                               u"desert dunes with cactus at sunset"_s,
                               u"a bouquet of poppies, botanical"_s,
                               u"a ringed planet and stars"_s,
                               u"still life with vase and apples"_s,
                               u"beautiful girl, inside a house"_s,
                               u"sailing boat on a blue sea"_s,
                               u"autumn forest"_s,
                               u"cottage in a meadow, summer day"_s,
                               u"abstract paper shapes, pink and teal"_s,
                               u"whale in a storm"_s,
                               u"qwertz plimp ogrut"_s,
                               u"a cat by the window at night"_s,
                               u"reef with fish"_s,
                               u"snowy mountain with pine trees, gold morning"_s};

QImage sheetOf(const QList<Scene> &scenes, int columns, int cell)
{
    const int rows = (int(scenes.size()) + columns - 1) / columns;
    QImage sheet(columns * cell, rows * cell, QImage::Format_RGB32);
    sheet.fill(QColor(24, 24, 26));
    QPainter painter(&sheet);
    for (int i = 0; i < scenes.size(); ++i) {
        const QImage image = janus::sandbox::render(scenes.at(i))
                                 .scaled(cell - 8, cell - 8, Qt::KeepAspectRatio, Qt::SmoothTransformation);
        painter.drawImage((i % columns) * cell + 4, (i / columns) * cell + 4, image);
    }
    return sheet;
}

} // namespace

int main(int argc, char **argv)
{
    const QDir folder(argc > 1 ? QString::fromLocal8Bit(argv[1]) : u"."_s);
    constexpr int perSheet = 5;
    for (int first = 0; first < sheetPrompts.size(); first += perSheet) {
        QList<Scene> scenes;
        for (int i = first; i < first + perSheet; ++i) {
            for (int seed = 0; seed < 4; ++seed)
                scenes.append({sheetPrompts.at(i), 51200714 + seed});
        }
        sheetOf(scenes, 4, 330).save(folder.filePath(u"prompts%1.png"_s.arg(first / perSheet)));
    }
    QList<Scene> steps;
    for (const QString &prompt : sheetPrompts.mid(0, 3)) {
        for (const double temperature : {0.1, 0.5, 1.0, 1.5, 2.0})
            steps.append({prompt, 7, {512, 512}, temperature});
        for (const double guidance : {1.0, 3.0, 5.0, 10.0, 20.0})
            steps.append({prompt, 7, {512, 512}, 1, guidance});
    }
    sheetOf(steps, 5, 260).save(folder.filePath(u"dials.png"_s));
    QElapsedTimer clock;
    clock.start();
    const QImage large = janus::sandbox::render({sheetPrompts.at(0), 3, {1024, 1024}});
    std::printf("1024 x 1024: %lld ms\n", clock.elapsed());
    large.save(folder.filePath(u"large.png"_s));
    return 0;
}
