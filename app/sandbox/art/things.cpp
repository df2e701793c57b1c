#include "sandbox/art/things.h"

#include "sandbox/art/parts.h"

#include <QTransform>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace janus::sandbox {

namespace {

/// A closed shape through points given in parts of `size`, from `origin`, y upwards; smooth or with corners.
QPainterPath shapeOf(QPointF origin, double size, std::initializer_list<QPointF> points, bool smooth)
{
    std::vector<QPointF> list;
    for (const QPointF &p : points)
        list.push_back(origin + QPointF(p.x() * size, -p.y() * size));
    QPainterPath path;
    const std::size_t n = list.size();
    if (!smooth) {
        path.moveTo(list[0]);
        for (std::size_t i = 1; i < n; ++i)
            path.lineTo(list[i]);
    } else {
        path.moveTo((list[0] + list[n - 1]) / 2);
        for (std::size_t i = 0; i < n; ++i)
            path.quadTo(list[i], (list[i] + list[(i + 1) % n]) / 2);
    }
    path.closeSubpath();
    return path;
}

QPainterPath disc(QPointF center, double rx, double ry)
{
    QPainterPath path;
    path.addEllipse(center, rx, ry);
    return path;
}

Ink lit(const Stage &stage, const QColor &color, QPointF center, double reach, double grain = 0.45)
{
    const QPointF lean(reach, reach);
    return Ink::shaded(mix(color, stage.palette.light, 0.25), mix(color, stage.palette.near, 0.42),
                       center - lean, center + lean, grain);
}

const QColor paperWhite(251, 245, 234);

} // namespace

void drawBoat(Stage &stage, QPointF foot, double size)
{
    const QColor hull = mix(stage.palette.near, stage.palette.accent, stage.dice.between(0.1, 0.5));
    stage.canvas.fill(disc(foot + QPointF(0, size * 0.1), size * 0.42, size * 0.035),
                      withAlpha(stage.palette.near, 0.4));
    const double lean = stage.dice.around(0.05 * stage.wildness);
    stage.canvas.fill(shapeOf(foot, size, {{0.03, 0.1}, {0.05 + lean, 1.0}, {0.40, 0.17}}, false),
                      lit(stage, mix(stage.palette.light, paperWhite, 0.5),
                          foot + QPointF(size * 0.2, -size * 0.4), size * 0.3));
    stage.canvas.fill(shapeOf(foot, size, {{-0.02, 0.14}, {0.03 + lean, 0.92}, {-0.3, 0.2}}, false),
                      lit(stage, stage.palette.accent, foot + QPointF(-size * 0.1, -size * 0.4), size * 0.3));
    stage.canvas.fill(shapeOf(foot, size, {{-0.42, 0.12}, {0.46, 0.12}, {0.33, -0.06}, {-0.3, -0.06}}, false),
                      lit(stage, hull, foot, size * 0.25));
}

void drawLighthouse(Stage &stage, QPointF foot, double size)
{
    const QPointF lamp = foot - QPointF(0, size * 0.9);
    const double side = stage.dice.chance(0.5) ? 1 : -1;
    QPainterPath beam;
    beam.moveTo(lamp);
    beam.lineTo(lamp + QPointF(side * size * 2.2, -size * 0.42));
    beam.lineTo(lamp + QPointF(side * size * 2.2, size * 0.12));
    beam.closeSubpath();
    stage.canvas.fill(beam,
                      Ink::shaded(withAlpha(stage.palette.light, 0.75), withAlpha(stage.palette.light, 0),
                                  lamp, lamp + QPointF(side * size * 2, 0), 0.3));
    stage.canvas.glow(lamp, size * 0.5, stage.palette.light, 0.8);
    const QPainterPath tower = shapeOf(foot, size, {{-0.13, 0}, {-0.08, 0.8}, {0.08, 0.8}, {0.13, 0}}, false);
    stage.canvas.fill(tower, Ink::shaded(paperWhite, mix(paperWhite, stage.palette.far, 0.65),
                                         foot - QPointF(size * 0.1, 0), foot + QPointF(size * 0.12, 0)));
    for (int i = 0; i < 3; ++i) {
        const double low = 0.1 + i * 0.25;
        const double high = low + 0.125;
        const auto half = [](double y) { return 0.13 - 0.05 * y / 0.8; };
        const QPainterPath band =
            shapeOf(foot, size,
                    {{-half(low), low}, {-half(high), high}, {half(high), high}, {half(low), low}}, false);
        stage.canvas.fill(band, Ink::shaded(stage.palette.accent,
                                            mix(stage.palette.accent, stage.palette.near, 0.5),
                                            foot - QPointF(size * 0.1, 0), foot + QPointF(size * 0.12, 0)));
    }
    stage.canvas.fill(shapeOf(foot, size, {{-0.11, 0.79}, {-0.11, 0.83}, {0.11, 0.83}, {0.11, 0.79}}, false),
                      stage.palette.near);
    stage.canvas.fill(
        shapeOf(foot, size, {{-0.055, 0.83}, {-0.055, 0.95}, {0.055, 0.95}, {0.055, 0.83}}, false),
        mix(stage.palette.light, stage.palette.second, 0.4));
    stage.canvas.fill(shapeOf(foot, size, {{-0.08, 0.94}, {0, 1.05}, {0.08, 0.94}}, false),
                      mix(stage.palette.near, stage.palette.accent, 0.3));
}

void drawWhale(Stage &stage, QPointF foot, double size)
{
    const QColor skin = mix(stage.palette.near, stage.palette.far, 0.3);
    stage.canvas.fill(
        shapeOf(foot, size,
                {{-0.55, -0.05}, {-0.5, 0.2}, {-0.2, 0.32}, {0.2, 0.18}, {0.45, 0.02}, {0.5, -0.08}}, true),
        lit(stage, skin, foot, size * 0.4));
    stage.canvas.fill(shapeOf(foot, size,
                              {{0.4, -0.05},
                               {0.56, 0.2},
                               {0.45, 0.36},
                               {0.6, 0.3},
                               {0.62, 0.24},
                               {0.68, 0.32},
                               {0.84, 0.33},
                               {0.68, 0.17},
                               {0.55, -0.06}},
                              true),
                      lit(stage, skin, foot + QPointF(size * 0.6, 0), size * 0.3));
    QPainterPath spout;
    for (const double lean : {-0.12, 0.0, 0.12}) {
        spout.moveTo(foot + QPointF(-size * 0.25, -size * 0.3));
        spout.quadTo(foot + QPointF(size * (-0.25 + lean * 0.4), -size * 0.5),
                     foot + QPointF(size * (-0.25 + lean), -size * 0.55 + std::abs(lean) * size * 0.5));
    }
    stage.canvas.stroke(spout, size * 0.018, withAlpha(stage.palette.light, 0.9));
}

void drawHouse(Stage &stage, QPointF foot, double size)
{
    const QColor wall = mix(paperWhite, stage.palette.second, stage.dice.between(0.05, 0.4));
    stage.canvas.fill(shapeOf(foot, size, {{-0.5, 0}, {-0.5, 0.48}, {0.5, 0.48}, {0.5, 0}}, false),
                      Ink::shaded(wall, mix(wall, stage.palette.far, 0.6), foot - QPointF(size * 0.5, 0),
                                  foot + QPointF(size * 0.55, 0), 0.4));
    stage.canvas.fill(shapeOf(foot, size, {{0.2, 0.75}, {0.2, 1.0}, {0.32, 1.0}, {0.32, 0.65}}, false),
                      stage.palette.near);
    const bool snowy = stage.reading.has(Topic::Snow);
    const QColor roof = snowy ? paperWhite : stage.palette.accent;
    stage.canvas.fill(shapeOf(foot, size, {{-0.6, 0.44}, {-0.32, 0.92}, {0.34, 0.92}, {0.6, 0.44}}, false),
                      lit(stage, roof, foot - QPointF(0, size * 0.65), size * 0.35));
    const QColor lamp = mix(stage.palette.light, stage.palette.second, 0.6);
    for (const double x : {-0.3, 0.25}) {
        const QPainterPath pane = shapeOf(foot + QPointF(x * size, 0), size,
                                          {{-0.09, 0.14}, {-0.09, 0.34}, {0.09, 0.34}, {0.09, 0.14}}, false);
        stage.canvas.fill(pane,
                          stage.palette.night ? lamp : mix(stage.palette.near, stage.palette.skyTop, 0.4));
    }
    stage.canvas.fill(shapeOf(foot, size, {{-0.09, 0}, {-0.09, 0.3}, {0.07, 0.3}, {0.07, 0}}, false),
                      mix(stage.palette.near, stage.palette.accent, 0.25));
    if (stage.palette.night)
        stage.canvas.glow(foot - QPointF(0, size * 0.25), size * 0.9, lamp, 0.35);
}

void drawCactus(Stage &stage, QPointF foot, double size)
{
    QPainterPath cactus;
    cactus.moveTo(foot);
    cactus.lineTo(foot - QPointF(0, size));
    const double left = stage.dice.between(0.35, 0.55);
    const double right = stage.dice.between(0.3, 0.6);
    cactus.moveTo(foot - QPointF(0, size * left * 0.9));
    cactus.cubicTo(foot + QPointF(-size * 0.3, -size * left * 0.9),
                   foot + QPointF(-size * 0.26, -size * left),
                   foot + QPointF(-size * 0.26, -size * (left + 0.3)));
    cactus.moveTo(foot - QPointF(0, size * right));
    cactus.cubicTo(foot + QPointF(size * 0.3, -size * right), foot + QPointF(size * 0.24, -size * right),
                   foot + QPointF(size * 0.24, -size * (right + 0.26)));
    const QColor green = mix(QColor(62, 110, 84), stage.palette.near, 0.35);
    stage.canvas.stroke(cactus, size * 0.15, green);
    stage.canvas.stroke(cactus.translated(-size * 0.022, 0), size * 0.045,
                        mix(green, stage.palette.light, 0.3));
}

void drawFox(Stage &stage, QPointF foot, double size)
{
    const QColor coat =
        stage.reading.thingColor ? mix(QColor(219, 96, 38), stage.palette.accent, 0.5) : QColor(219, 96, 38);
    const QColor fur = stage.palette.night ? mix(coat, stage.palette.skyTop, 0.25) : coat;
    const QColor white = mix(paperWhite, stage.palette.skyLow, 0.2);
    const QColor dark = mix(QColor(56, 34, 34), stage.palette.near, 0.3);
    stage.canvas.fill(disc(foot + QPointF(size * 0.05, size * 0.01), size * 0.52, size * 0.045),
                      withAlpha(stage.palette.near, 0.35));
    stage.canvas.fill(
        shapeOf(foot, size,
                {{-0.12, 0.01}, {-0.34, -0.01}, {-0.58, 0.1}, {-0.6, 0.34}, {-0.46, 0.26}, {-0.22, 0.14}},
                true),
        lit(stage, fur, foot - QPointF(size * 0.4, 0), size * 0.25, 0.6));
    stage.canvas.fill(
        shapeOf(foot, size, {{-0.6, 0.36}, {-0.62, 0.22}, {-0.55, 0.14}, {-0.5, 0.23}, {-0.52, 0.28}}, true),
        white);
    stage.canvas.fill(shapeOf(foot, size,
                              {{-0.24, 0}, {-0.3, 0.2}, {-0.14, 0.5}, {0.1, 0.62}, {0.22, 0.45}, {0.2, 0}},
                              true),
                      lit(stage, fur, foot - QPointF(0, size * 0.3), size * 0.3, 0.6));
    stage.canvas.fill(
        shapeOf(foot, size, {{0.02, 0.05}, {0.0, 0.35}, {0.12, 0.56}, {0.2, 0.35}, {0.14, 0.05}}, true),
        white);
    for (const double x : {0.03, 0.15})
        stage.canvas.fill(shapeOf(foot + QPointF(size * x, 0), size,
                                  {{-0.035, 0}, {-0.03, 0.24}, {0.03, 0.24}, {0.04, 0}}, false),
                          dark);
    const QPointF head = foot + QPointF(size * 0.1, -size * 0.66);
    for (const double side : {-1.0, 1.0}) {
        stage.canvas.fill(
            shapeOf(head, size, {{side * 0.19, 0.05}, {side * 0.17, 0.34}, {side * 0.03, 0.13}}, false),
            lit(stage, fur, head, size * 0.2));
        stage.canvas.fill(
            shapeOf(head, size, {{side * 0.16, 0.12}, {side * 0.155, 0.27}, {side * 0.08, 0.15}}, false),
            dark);
    }
    stage.canvas.fill(shapeOf(head, size,
                              {{-0.25, 0.03},
                               {-0.15, 0.15},
                               {0, 0.17},
                               {0.15, 0.15},
                               {0.25, 0.03},
                               {0.06, -0.17},
                               {0, -0.2},
                               {-0.06, -0.17}},
                              true),
                      lit(stage, fur, head, size * 0.22, 0.5));
    for (const double side : {-1.0, 1.0})
        stage.canvas.fill(
            shapeOf(head, size,
                    {{side * 0.24, 0.02}, {side * 0.1, 0.04}, {side * 0.02, -0.16}, {side * 0.06, -0.15}},
                    true),
            white);
    for (const double side : {-1.0, 1.0})
        stage.canvas.fill(
            disc(head + QPointF(side * size * 0.085, -size * 0.035), size * 0.019, size * 0.026), dark);
    stage.canvas.fill(disc(head + QPointF(0, size * 0.155), size * 0.03, size * 0.022), dark);
}

void drawCat(Stage &stage, QPointF foot, double size)
{
    const QColor fur = stage.reading.thingColor
                           ? stage.palette.accent
                           : mix(stage.palette.near, stage.palette.accent, stage.dice.between(0.05, 0.6));
    QPainterPath tail;
    tail.moveTo(foot + QPointF(size * 0.18, -size * 0.06));
    tail.cubicTo(foot + QPointF(size * 0.55, size * 0.05), foot + QPointF(size * 0.5, -size * 0.3),
                 foot + QPointF(size * 0.42, -size * 0.42));
    stage.canvas.stroke(tail, size * 0.075, mix(fur, stage.palette.near, 0.3));
    stage.canvas.fill(
        shapeOf(foot, size, {{-0.26, 0}, {-0.28, 0.22}, {-0.13, 0.55}, {0.13, 0.55}, {0.28, 0.22}, {0.26, 0}},
                true),
        lit(stage, fur, foot - QPointF(0, size * 0.3), size * 0.35, 0.6));
    const QPointF head = foot - QPointF(0, size * 0.68);
    for (const double side : {-1.0, 1.0})
        stage.canvas.fill(
            shapeOf(head, size, {{side * 0.2, 0.02}, {side * 0.19, 0.27}, {side * 0.04, 0.15}}, false),
            lit(stage, fur, head, size * 0.2));
    stage.canvas.fill(disc(head, size * 0.21, size * 0.18), lit(stage, fur, head, size * 0.2, 0.5));
}

void drawFigure(Stage &stage, QPointF foot, double size)
{
    const QColor coat = stage.palette.accent;
    const QColor hair = mix(QColor(60, 38, 34), stage.palette.near, stage.dice.between(0.1, 0.6));
    const QColor skin = mix(QColor(224, 172, 136), QColor(122, 78, 58), stage.dice.real());
    const double shift = stage.dice.around(0.03);
    stage.canvas.fill(shapeOf(foot, size,
                              {{-0.36, 0},
                               {-0.33, 0.32},
                               {-0.22, 0.52},
                               {-0.06, 0.57},
                               {0.06, 0.57},
                               {0.22, 0.52},
                               {0.33, 0.32},
                               {0.36, 0}},
                              true),
                      lit(stage, coat, foot - QPointF(0, size * 0.3), size * 0.35, 0.55));
    stage.canvas.fill(shapeOf(foot, size, {{-0.07, 0.5}, {-0.06, 0.68}, {0.06, 0.68}, {0.07, 0.5}}, true),
                      skin);
    const QPointF head = foot + QPointF(size * shift, -size * 0.77);
    for (const double side : {-1.0, 1.0})
        stage.canvas.fill(disc(head + QPointF(side * size * 0.125, size * 0.02), size * 0.028, size * 0.04),
                          skin);
    stage.canvas.fill(disc(head, size * 0.135, size * 0.16), lit(stage, hair, head, size * 0.15, 0.5));
    const int style = stage.dice.whole(3);
    if (style == 0)
        stage.canvas.fill(disc(head - QPointF(0, size * 0.17), size * 0.075, size * 0.07),
                          lit(stage, hair, head - QPointF(0, size * 0.17), size * 0.07));
    else
        stage.canvas.fill(shapeOf(head, size,
                                  {{-0.15, 0.08},
                                   {-0.17, -0.15},
                                   {-0.12, style == 1 ? -0.42 : -0.22},
                                   {0.12, style == 1 ? -0.42 : -0.22},
                                   {0.17, -0.15},
                                   {0.15, 0.08},
                                   {0, 0.17}},
                                  true),
                          lit(stage, hair, head, size * 0.2, 0.55));
    const double fall = style == 0 ? 0.1 : (style == 1 ? 0.4 : 0.2);
    QPainterPath strands;
    for (int i = 0; i < 3; ++i) {
        const double x = -0.08 + 0.07 * i + stage.dice.around(0.03);
        strands.moveTo(head + QPointF(size * x * 0.5, -size * 0.12));
        strands.cubicTo(
            head + QPointF(size * x * 1.1, -size * 0.05), head + QPointF(size * x * 1.2, size * fall * 0.5),
            head + QPointF(size * (x + stage.dice.around(0.02)), size * fall * stage.dice.between(0.6, 0.9)));
    }
    stage.canvas.stroke(strands, size * 0.007, withAlpha(mix(hair, stage.palette.light, 0.3), 0.35));
}

void drawButterfly(Stage &stage, QPointF center, double size)
{
    const QColor wing = mix(stage.palette.accent, stage.palette.second, stage.dice.real());
    for (const double side : {-1.0, 1.0}) {
        stage.canvas.fill(
            shapeOf(center, size,
                    {{0, 0.02}, {side * 0.2, 0.42}, {side * 0.52, 0.4}, {side * 0.42, 0.08}, {side * 0.1, 0}},
                    true),
            lit(stage, wing, center, size * 0.4));
        stage.canvas.fill(shapeOf(center, size,
                                  {{0, 0}, {side * 0.3, 0.05}, {side * 0.36, -0.25}, {side * 0.14, -0.3}},
                                  true),
                          lit(stage, mix(wing, stage.palette.light, 0.35), center, size * 0.4));
    }
    stage.canvas.fill(disc(center, size * 0.03, size * 0.2), stage.palette.near);
}

void drawFlower(Stage &stage, QPointF foot, QPointF head, double size, int kind)
{
    const QColor green = mix(QColor(70, 120, 84), stage.palette.near, stage.dice.between(0.2, 0.6));
    QPainterPath stem;
    stem.moveTo(foot);
    const QPointF bend = (foot + head) / 2 + QPointF(stage.dice.around(0.25 * stage.wildness) * size, 0);
    stem.quadTo(bend, head);
    stage.canvas.stroke(stem, size * 0.05, green);
    for (const double side : {-1.0, 1.0}) {
        const QPointF joint = stem.pointAtPercent(stage.dice.between(0.2, 0.6));
        const double reach = stage.vary(size * 0.6, 0.3);
        stage.canvas.fill(shapeOf(joint, reach,
                                  {{0, 0}, {side * 0.35, 0.42}, {side * 1.0, 0.62}, {side * 0.55, 0.08}},
                                  true),
                          lit(stage, green, joint, reach * 0.6));
    }
    const QColor petal = mix(stage.palette.accent, stage.dice.chance(0.5) ? stage.palette.second : paperWhite,
                             stage.dice.between(0, 0.75));
    if (kind == 0) {
        for (const double lean : {-0.28, 0.28, 0.0})
            stage.canvas.fill(shapeOf(head, size,
                                      {{lean * 0.5 - 0.2, -0.15},
                                       {lean - 0.2, 0.3},
                                       {lean, 0.6},
                                       {lean + 0.2, 0.3},
                                       {lean * 0.5 + 0.2, -0.15}},
                                      true),
                              lit(stage, mix(petal, stage.palette.near, lean == 0.0 ? 0.0 : 0.15),
                                  head - QPointF(0, size * 0.2), size * 0.35));
        return;
    }
    const int petals = kind == 1 ? 5 + stage.dice.whole(3) : 11 + stage.dice.whole(5);
    const double wide = kind == 1 ? 0.3 : 0.12;
    for (int i = 0; i < petals; ++i) {
        const double angle = 2 * std::numbers::pi * i / petals + stage.dice.around(0.08 * stage.wildness);
        QPainterPath leaf = disc({0, -size * 0.36}, size * wide, size * stage.vary(0.3, 0.1));
        const QTransform place =
            QTransform().translate(head.x(), head.y()).scale(1, 0.86).rotateRadians(angle);
        stage.canvas.fill(place.map(leaf), lit(stage, petal, head, size * 0.6, 0.5));
    }
    const QColor eye = mix(stage.palette.second, stage.palette.near, kind == 1 ? 0.1 : 0.35);
    stage.canvas.fill(disc(head, size * 0.2, size * 0.17), lit(stage, eye, head, size * 0.2, 0.7));
}

void drawFish(Stage &stage, QPointF center, double size, double direction, const QColor &color)
{
    const auto turned = [&](std::initializer_list<QPointF> points) {
        const QPainterPath path = shapeOf({0, 0}, size, points, true);
        return QTransform().translate(center.x(), center.y()).scale(direction, 1).map(path);
    };
    stage.canvas.fill(turned({{-0.3, 0}, {-0.55, 0.22}, {-0.48, 0}, {-0.55, -0.22}}),
                      lit(stage, mix(color, stage.palette.light, 0.2), center, size * 0.4));
    stage.canvas.fill(
        turned({{-0.4, 0.02}, {-0.1, 0.24}, {0.3, 0.17}, {0.5, 0}, {0.3, -0.15}, {-0.1, -0.22}}),
        lit(stage, color, center, size * 0.3, 0.5));
    stage.canvas.fill(
        disc(center + QPointF(direction * size * 0.29, -size * 0.035), size * 0.03, size * 0.03),
        stage.palette.near);
}

void drawKoi(Stage &stage, QPointF center, double size, double angle)
{
    const QTransform place = QTransform().translate(center.x(), center.y()).rotateRadians(angle);
    const double bend = stage.dice.around(0.16);
    const auto part = [&](std::initializer_list<QPointF> points) {
        return place.map(shapeOf({0, 0}, size, points, true));
    };
    const QPainterPath body = part({{0.5, 0},
                                    {0.42, 0.12},
                                    {0.1, 0.17},
                                    {-0.25, 0.06 + bend * 0.5},
                                    {-0.42, bend},
                                    {-0.25, -0.06 + bend * 0.5},
                                    {0.1, -0.17},
                                    {0.42, -0.12}});
    stage.canvas.fill(body.translated(size * 0.06, size * 0.1), withAlpha(stage.palette.near, 0.35));
    const QColor white = mix(paperWhite, stage.palette.skyLow, 0.2);
    stage.canvas.fill(part({{-0.1, 0.02 + bend * 0.45},
                            {-0.5, 0.03 + bend},
                            {-0.72, 0.2 + bend * 1.4},
                            {-0.5, bend * 1.1},
                            {-0.74, -0.18 + bend * 1.4},
                            {-0.5, -0.03 + bend},
                            {-0.1, -0.02 + bend * 0.45}}),
                      withAlpha(mix(white, stage.palette.accent, 0.35), 0.85));
    for (const double side : {-1.0, 1.0})
        stage.canvas.fill(
            part({{0.22, side * 0.13}, {0.1, side * 0.32}, {-0.02, side * 0.34}, {0.06, side * 0.13}}),
            withAlpha(white, 0.75));
    stage.canvas.fill(body, lit(stage, white, center, size * 0.3, 0.3));
    const int spots = 2 + stage.dice.whole(3);
    const QColor mark =
        mix(stage.palette.accent, QColor(226, 74, 30), stage.reading.thingColor ? 0.15 : 0.75);
    for (int i = 0; i < spots; ++i) {
        const QPointF spot = place.map(QPointF(size * (0.38 - 0.7 * i / spots + stage.dice.around(0.04)),
                                               size * stage.dice.around(0.06)));
        stage.canvas.fill(blob(stage.dice, spot, size * stage.dice.between(0.07, 0.13), 0.3) & body,
                          lit(stage, mark, spot, size * 0.15, 0.4));
    }
    for (const double side : {-1.0, 1.0})
        stage.canvas.fill(
            disc(place.map(QPointF(size * 0.41, side * size * 0.07)), size * 0.018, size * 0.018),
            stage.palette.near);
}

void drawJellyfish(Stage &stage, QPointF center, double size)
{
    const QColor skin =
        mix(stage.palette.accent, stage.dice.chance(0.5) ? stage.palette.second : stage.palette.light,
            stage.dice.between(0, 0.6));
    stage.canvas.glow(center, size * 1.3, mix(skin, stage.palette.light, 0.4), 0.45);
    QPainterPath arms;
    const int count = 7;
    for (int i = 0; i < count; ++i) {
        const QPointF from = center + QPointF(size * (-0.36 + 0.72 * i / (count - 1)), size * 0.08);
        const double length = stage.vary(size * 1.15, 0.3);
        const double sway = size * (0.12 + 0.14 * stage.wildness) * (stage.dice.chance(0.5) ? 1 : -1);
        arms.moveTo(from);
        arms.cubicTo(from + QPointF(sway, length * 0.35), from + QPointF(-sway, length * 0.65),
                     from + QPointF(sway * 0.5, length));
    }
    stage.canvas.stroke(arms, size * 0.028, withAlpha(mix(skin, stage.palette.light, 0.45), 0.7));
    stage.canvas.fill(
        shapeOf(center, size, {{-0.08, 0}, {-0.16, -0.5}, {0, -0.3}, {0.12, -0.62}, {0.1, 0}}, true),
        withAlpha(mix(skin, stage.palette.light, 0.5), 0.6));
    const QPainterPath bell = shapeOf(center, size,
                                      {{-0.5, -0.14},
                                       {-0.5, 0.22},
                                       {-0.26, 0.54},
                                       {0.26, 0.54},
                                       {0.5, 0.22},
                                       {0.5, -0.14},
                                       {0.25, -0.04},
                                       {0, -0.14},
                                       {-0.25, -0.04}},
                                      true);
    stage.canvas.fill(bell, Ink::shaded(withAlpha(mix(skin, stage.palette.light, 0.55), 0.95),
                                        withAlpha(skin, 0.75), center - QPointF(size * 0.2, size * 0.5),
                                        center + QPointF(size * 0.2, size * 0.15), 0.5));
}

void drawVase(Stage &stage, QPointF foot, double size, const QColor &color)
{
    const double belly = stage.dice.between(0.24, 0.36);
    stage.canvas.fill(disc(foot + QPointF(size * 0.12, size * 0.01), size * belly * 1.25, size * 0.05),
                      withAlpha(stage.palette.near, 0.4));
    stage.canvas.fill(shapeOf(foot, size,
                              {{-0.16, 0},
                               {-belly * 1.25, 0.22},
                               {-belly * 1.15, 0.55},
                               {-0.08, 0.74},
                               {-0.1, 0.96},
                               {-0.17, 1.02},
                               {0.17, 1.02},
                               {0.1, 0.96},
                               {0.08, 0.74},
                               {belly * 1.15, 0.55},
                               {belly * 1.25, 0.22},
                               {0.16, 0}},
                              true),
                      lit(stage, color, foot - QPointF(size * 0.02, size * 0.45), size * 0.36, 0.5));
    const QPainterPath shine = shapeOf(
        foot, size, {{-belly * 0.8, 0.3}, {-belly * 0.75, 0.5}, {-belly * 0.5, 0.55}, {-belly * 0.55, 0.3}},
        true);
    stage.canvas.fill(shine, withAlpha(stage.palette.light, 0.45));
}

void drawFruit(Stage &stage, QPointF foot, double size, const QColor &color)
{
    const QPointF center = foot - QPointF(0, size * 0.46);
    stage.canvas.fill(disc(foot + QPointF(size * 0.14, 0), size * 0.55, size * 0.1),
                      withAlpha(stage.palette.near, 0.4));
    stage.canvas.fill(shapeOf(foot, size,
                              {{-0.2, 0},
                               {-0.55, 0.3},
                               {-0.5, 0.8},
                               {-0.14, 0.92},
                               {0, 0.82},
                               {0.14, 0.92},
                               {0.5, 0.8},
                               {0.55, 0.3},
                               {0.2, 0}},
                              true),
                      lit(stage, color, center, size * 0.42, 0.6));
    QPainterPath stalk;
    stalk.moveTo(foot - QPointF(0, size * 0.8));
    stalk.quadTo(foot - QPointF(0, size * 0.98), foot - QPointF(-size * 0.1, size * 1.08));
    stage.canvas.stroke(stalk, size * 0.06, mix(stage.palette.near, QColor(80, 54, 34), 0.5));
    stage.canvas.fill(shapeOf(foot - QPointF(0, size * 0.95), size,
                              {{0.02, 0}, {0.16, 0.14}, {0.42, 0.12}, {0.24, -0.02}}, true),
                      mix(QColor(86, 134, 78), stage.palette.near, 0.25));
}

void drawPlanet(Stage &stage, QPointF center, double radius, bool ringed)
{
    const QColor body = mix(stage.palette.accent, stage.palette.second, stage.dice.real());
    const QColor dark = mix(body, stage.palette.near, 0.8);
    stage.canvas.glow(center, radius * 1.5, mix(body, stage.palette.light, 0.4), 0.4);
    const QPainterPath globe = disc(center, radius, radius);
    const QPointF lean(radius * 0.75, radius * 0.75);
    stage.canvas.fill(globe, Ink::stops({{0, mix(body, stage.palette.light, 0.6)}, {0.45, body}, {1, dark}},
                                        center - lean, center + lean, 0.4));
    const int bands = 2 + stage.ornaments(3);
    for (int i = 0; i < bands; ++i) {
        const double y = center.y() + radius * stage.dice.around(0.85);
        QPainterPath band;
        band.addRoundedRect(QRectF(center.x() - radius, y, radius * stage.dice.between(0.8, 2),
                                   radius * stage.dice.between(0.04, 0.13)),
                            radius * 0.06, radius * 0.06);
        stage.canvas.fill(band & globe, withAlpha(stage.dice.chance(0.5) ? stage.palette.light : dark, 0.25));
    }
    if (!ringed)
        return;
    const QTransform tilt =
        QTransform().translate(center.x(), center.y()).rotate(stage.dice.between(-28, 28));
    const QPainterPath ring =
        disc({0, 0}, radius * 1.9, radius * 0.42) - disc({0, 0}, radius * 1.45, radius * 0.28);
    QPainterPath front;
    front.addRect(-radius * 2, 0, radius * 4, radius);
    const QPainterPath behind = tilt.map(ring - front) - globe;
    const QColor band = mix(stage.palette.light, stage.palette.second, 0.35);
    for (const QPainterPath &half : {behind, tilt.map(ring & front)})
        stage.canvas.fill(half, Ink::shaded(band, mix(band, stage.palette.near, 0.55),
                                            center - QPointF(radius * 1.8, 0),
                                            center + QPointF(radius * 1.8, 0), 0.5));
}

} // namespace janus::sandbox
