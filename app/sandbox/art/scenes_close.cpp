#include "sandbox/art/scenes.h"

#include "sandbox/art/parts.h"
#include "sandbox/art/things.h"

#include <QTransform>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace janus::sandbox {

namespace {

QPainterPath rectPath(QPointF a, QPointF b)
{
    QPainterPath path;
    path.addRect(QRectF(a, b).normalized());
    return path;
}

void drawBubbles(Stage &stage, int count)
{
    QPainterPath rings;
    for (int i = 0; i < count; ++i) {
        const double size = stage.unit * stage.dice.between(0.003, 0.013);
        rings.addEllipse(stage.at(stage.dice.real(), stage.dice.real()), size, size);
    }
    stage.canvas.stroke(rings, stage.unit * 0.002, withAlpha(stage.palette.light, 0.55));
}

void drawKelp(Stage &stage, int count)
{
    for (int i = 0; i < count; ++i) {
        const double x = stage.dice.real() * stage.width;
        const double tall = stage.vary(stage.height * 0.26, 0.5);
        QPainterPath blade;
        blade.moveTo(x, stage.height * 1.02);
        const double sway = stage.unit * 0.05 * (0.3 + stage.wildness);
        blade.cubicTo(x + sway, stage.height - tall * 0.35, x - sway, stage.height - tall * 0.7,
                      x + stage.dice.around(sway), stage.height - tall);
        const QColor green =
            mix(mix(QColor(40, 120, 100), stage.palette.accent, stage.dice.chance(0.3) ? 0.7 : 0.1),
                stage.palette.near, stage.dice.between(0.2, 0.7));
        stage.canvas.stroke(blade, stage.unit * stage.dice.between(0.008, 0.022), green);
    }
}

void drawBunch(Stage &stage, QPointF mouth, double reach, int count)
{
    for (int i = 0; i < count; ++i) {
        const double angle =
            std::numbers::pi * (0.5 + (count > 1 ? (double(i) / (count - 1) - 0.5) * 0.75 : 0)) +
            stage.dice.around(0.1 * stage.wildness);
        const double length = stage.vary(reach, 0.22);
        const QPointF head = mouth + QPointF(std::cos(angle) * length, -std::sin(angle) * length);
        drawFlower(stage, mouth, head, stage.vary(reach * 0.34, 0.2), stage.dice.whole(3));
    }
}

void drawWindow(Stage &stage, QRectF frame)
{
    const Palette &p = stage.palette;
    QPainterPath pane;
    pane.addRect(frame);
    const QColor middle = mix(p.skyTop, p.skyLow, 0.6);
    stage.canvas.fill(pane, Ink::stops({{0, p.skyTop}, {0.6, middle}, {1, p.skyLow}}, frame.topLeft(),
                                       frame.bottomLeft(), 0.2));
    const QPointF orb(frame.left() + frame.width() * stage.dice.between(0.25, 0.75),
                      frame.top() + frame.height() * stage.dice.between(0.2, 0.45));
    const double radius = frame.width() * 0.1;
    QPainterPath disc;
    disc.addEllipse(orb, radius, radius);
    stage.canvas.glow(orb, radius * 3, p.light, 0.5);
    stage.canvas.fill(disc, p.light);
    for (int i = 0; i < 3; ++i) {
        Dice dice = stage.dice.fork();
        const double base = (frame.top() + frame.height() * (0.68 + 0.1 * i)) / stage.height;
        const QPainterPath ridge = ridgeLine(dice, stage, base, 0.045, 0.6 * stage.wildness, 4) & pane;
        stage.canvas.fill(ridge,
                          Ink::shaded(p.layer(0.15 + 0.25 * i), mix(p.layer(0.2 + 0.25 * i), p.skyLow, 0.3),
                                      frame.topLeft(), frame.bottomLeft(), 0.3));
    }
    const QColor wood = mix(QColor(250, 240, 224), p.far, 0.25);
    QPainterPath bars;
    bars.addRect(frame);
    bars.moveTo(frame.center().x(), frame.top());
    bars.lineTo(frame.center().x(), frame.bottom());
    bars.moveTo(frame.left(), frame.top() + frame.height() * 0.4);
    bars.lineTo(frame.right(), frame.top() + frame.height() * 0.4);
    stage.canvas.stroke(bars, stage.unit * 0.014, wood);
}

void drawPot(Stage &stage, QPointF foot, double size)
{
    const int leaves = 6 + stage.ornaments(5);
    for (int i = 0; i < leaves; ++i) {
        const double angle =
            std::numbers::pi * (0.15 + 0.7 * i / (leaves - 1)) + stage.dice.around(0.15 * stage.wildness);
        const double length = stage.vary(size * 1.2, 0.25);
        const QPointF tip = foot + QPointF(std::cos(angle) * length, -size * 0.5 - std::sin(angle) * length);
        const QPointF root = foot - QPointF(0, size * 0.5);
        const QPointF side = QPointF(tip.y() - root.y(), root.x() - tip.x()) * 0.16;
        QPainterPath leaf;
        leaf.moveTo(root);
        leaf.quadTo((root + tip) / 2 + side, tip);
        leaf.quadTo((root + tip) / 2 - side, root);
        const QColor green = mix(QColor(58, 122, 92), stage.palette.near, stage.dice.between(0, 0.45));
        stage.canvas.fill(leaf, Ink::shaded(mix(green, stage.palette.near, 0.35),
                                            mix(green, stage.palette.light, 0.25), root, tip, 0.5));
    }
    QPainterPath pot;
    pot.addPolygon(
        QPolygonF({foot + QPointF(-size * 0.34, -size * 0.58), foot + QPointF(size * 0.34, -size * 0.58),
                   foot + QPointF(size * 0.24, 0), foot + QPointF(-size * 0.24, 0)}));
    pot.closeSubpath();
    const QColor clay = mix(QColor(196, 104, 70), stage.palette.second, 0.3);
    stage.canvas.fill(pot,
                      Ink::shaded(mix(clay, stage.palette.light, 0.3), mix(clay, stage.palette.near, 0.45),
                                  foot - QPointF(size * 0.3, 0), foot + QPointF(size * 0.3, 0), 0.5));
}

/// Small cut-outs: rows of dots, nested arcs, sprigs.
void drawConfetti(Stage &stage, int count)
{
    const Palette &p = stage.palette;
    for (int i = 0; i < count; ++i) {
        const QPointF center = stage.at(stage.dice.between(0.1, 0.9), stage.dice.between(0.1, 0.9));
        const QColor ink = stage.dice.chance(0.5) ? p.near : p.light;
        const double step = stage.unit * stage.dice.between(0.022, 0.038);
        const int kind = stage.dice.whole(3);
        QPainterPath path;
        path.setFillRule(Qt::WindingFill);
        for (int row = 0; row < 4 && kind == 0; ++row) {
            for (int column = 0; column < 5; ++column)
                path.addEllipse(center + QPointF(step * column, step * row), step * 0.17, step * 0.17);
        }
        for (int ring = 1; ring <= 4 && kind == 1; ++ring) {
            const QRectF box(center.x() - step * ring, center.y() - step * ring, step * ring * 2,
                             step * ring * 2);
            path.arcMoveTo(box, 0);
            path.arcTo(box, 0, 180);
        }
        for (int leaf = 0; leaf < 9 && kind == 2; ++leaf) {
            const double side = leaf % 2 == 0 ? 1 : -1;
            const QTransform place =
                QTransform().translate(center.x(), center.y() - step * 0.55 * leaf).rotate(side * 55);
            QPainterPath shape;
            shape.addEllipse(QPointF(0, -step * 0.75), step * 0.24, step * 0.75);
            path.addPath(place.map(shape));
        }
        if (kind == 1)
            stage.canvas.stroke(path, step * 0.2, ink);
        else
            stage.canvas.fill(path, withAlpha(ink, 0.85));
    }
}

} // namespace

void drawFlowers(Stage &stage)
{
    const Palette &p = stage.palette;
    const QColor paper = stage.palette.night ? mix(p.skyTop, p.near, 0.4) : mix(p.skyLow, p.light, 0.4);
    stage.canvas.wash(Ink::shaded(paper, mix(paper, p.skyTop, 0.35), {0, 0}, stage.at(0.3, 1.1), 0.3));
    QPainterPath disc;
    const QPointF center = stage.at(stage.dice.between(0.35, 0.65), stage.dice.between(0.32, 0.48));
    const double reach = stage.unit * stage.dice.between(0.24, 0.36);
    disc.addEllipse(center, reach, reach);
    stage.canvas.fill(disc, Ink::shaded(mix(p.second, p.light, 0.45), mix(p.far, p.light, 0.2),
                                        center - QPointF(0, reach), center + QPointF(0, reach), 0.5));
    const int back = 7 + stage.ornaments(8);
    for (int i = 0; i < back; ++i) {
        const QPointF foot = stage.at((i + 0.5) / back + stage.dice.around(0.03 * stage.wildness), 1.05);
        const double tall = stage.vary(stage.height * 0.5, 0.35);
        QPainterPath blade;
        const double sway = stage.unit * stage.dice.around(0.07 + 0.08 * stage.wildness);
        blade.moveTo(foot - QPointF(stage.unit * 0.02, 0));
        blade.quadTo(foot + QPointF(sway * 0.2 - stage.unit * 0.03, -tall * 0.6),
                     foot + QPointF(sway, -tall));
        blade.quadTo(foot + QPointF(sway * 0.2 + stage.unit * 0.03, -tall * 0.6),
                     foot + QPointF(stage.unit * 0.02, 0));
        const QColor green = mix(mix(QColor(74, 132, 98), p.far, 0.4), p.near, stage.dice.between(0, 0.5));
        stage.canvas.fill(blade, Ink::shaded(mix(green, p.near, 0.5), mix(green, p.light, 0.2), foot,
                                             foot + QPointF(sway, -tall), 0.5));
    }
    const int count = 5 + stage.ornaments(5);
    const int kind = int((stage.reading.words >> 8) % 3);
    for (int i = 0; i < count; ++i) {
        const double x = 0.1 + 0.8 * (i + 0.5) / count + stage.dice.around(0.05 * stage.wildness);
        const QPointF foot = stage.at(0.5 + (x - 0.5) * 0.8, 1.05);
        const QPointF head = stage.at(x, stage.dice.between(0.24, 0.72));
        drawFlower(stage, foot, head, stage.vary(stage.unit * 0.16, 0.3) * stage.focus,
                   stage.dice.chance(0.6) ? kind : stage.dice.whole(3));
    }
    if (stage.reading.has(Topic::Butterfly) || stage.dice.chance(0.3)) {
        for (int i = 0; i < 1 + stage.ornaments(2); ++i)
            drawButterfly(stage, stage.at(stage.dice.between(0.12, 0.88), stage.dice.between(0.1, 0.5)),
                          stage.unit * 0.1);
    }
    drawWeather(stage);
}

void drawUnderwater(Stage &stage)
{
    const Palette &p = stage.palette;
    const bool named = stage.reading.color.has_value();
    const QColor high = named ? p.skyTop : mix(p.skyTop, QColor(24, 120, 150), 0.65);
    const QColor deep = mix(high, QColor(8, 20, 52), 0.78);
    stage.canvas.wash(
        Ink::stops({{0, mix(high, p.light, 0.45)}, {0.35, high}, {1, deep}}, {0, 0}, {0, stage.height}, 0.2));
    for (int i = 0; i < 5; ++i) {
        const double x = stage.dice.real();
        const double slant = stage.dice.between(0.05, 0.3);
        QPainterPath ray;
        ray.addPolygon(QPolygonF({stage.at(x, -0.02), stage.at(x + 0.07, -0.02),
                                  stage.at(x + slant + 0.2, 0.9), stage.at(x + slant, 0.9)}));
        stage.canvas.fill(ray, Ink::shaded(withAlpha(p.light, 0.28), withAlpha(p.light, 0), {0, 0},
                                           stage.at(0, 0.85), 0.3));
    }
    for (int i = 0; i < 3; ++i) {
        Dice dice = stage.dice.fork();
        const double base = 0.78 + 0.08 * i;
        stage.canvas.fill(ridgeLine(dice, stage, base, 0.06, 0.6 * stage.wildness, 3),
                          Ink::shaded(mix(deep, high, 0.35 - 0.14 * i), mix(deep, p.near, 0.3 * i),
                                      stage.at(0, base - 0.06), stage.at(0, 1), 0.5));
    }
    drawKelp(stage, 8 + stage.ornaments(16));
    const double size = stage.unit * stage.focus;
    if (stage.reading.has(Topic::Jellyfish)) {
        const int count = 1 + stage.ornaments(3);
        for (int i = count - 1; i >= 0; --i)
            drawJellyfish(stage, stage.at(stage.dice.between(0.18, 0.82), stage.dice.between(0.2, 0.5)),
                          size * (i == 0 ? 0.34 : stage.dice.between(0.1, 0.2)));
    } else {
        const int count = 5 + stage.ornaments(9);
        const double direction = stage.dice.chance(0.5) ? 1 : -1;
        for (int i = 0; i < count; ++i) {
            const QColor color = mix(p.accent, p.second, stage.dice.real());
            drawFish(stage, stage.at(stage.dice.between(0.08, 0.92), stage.dice.between(0.15, 0.8)),
                     size * (i == 0 ? 0.3 : stage.vary(0.1, 0.4)), direction, color);
        }
    }
    drawBubbles(stage, stage.ornaments(50));
}

void drawPond(Stage &stage)
{
    const Palette &p = stage.palette;
    const bool named = stage.reading.color.has_value();
    const QColor water = named ? mix(p.skyTop, p.near, 0.3) : mix(QColor(34, 112, 104), p.skyTop, 0.35);
    stage.canvas.wash(
        Ink::shaded(mix(water, p.light, 0.2), mix(water, p.near, 0.55), {0, 0}, stage.at(0.6, 1.05), 0.4));
    QPainterPath ripples;
    for (int i = 0; i < 3 + stage.ornaments(6); ++i) {
        const QPointF center = stage.at(stage.dice.real(), stage.dice.real());
        for (int ring = 1; ring <= 3; ++ring)
            ripples.addEllipse(center, stage.unit * 0.045 * ring, stage.unit * 0.04 * ring);
    }
    stage.canvas.stroke(ripples, stage.unit * 0.0025, withAlpha(p.light, 0.25));
    const int koi = 2 + stage.ornaments(4);
    const double start = stage.dice.real() * 2 * std::numbers::pi;
    for (int i = 0; i < koi; ++i) {
        const double angle = start + 2 * std::numbers::pi * i / koi + stage.dice.around(0.3 * stage.wildness);
        const double reach = stage.unit * stage.dice.between(0.16, 0.34);
        const QPointF center = stage.at(0.5, 0.5) + QPointF(std::cos(angle) * reach, std::sin(angle) * reach);
        drawKoi(stage, center, stage.vary(stage.unit * 0.32, 0.2) * stage.focus,
                angle + std::numbers::pi / 2 + stage.dice.around(0.5));
    }
    const int pads = 5 + stage.ornaments(7);
    for (int i = 0; i < pads; ++i) {
        const bool left = stage.dice.chance(0.5);
        const QPointF center =
            stage.at(left ? stage.dice.between(-0.02, 0.32) : stage.dice.between(0.68, 1.02),
                     stage.dice.chance(0.5) ? stage.dice.between(0, 0.3) : stage.dice.between(0.7, 1));
        const double size = stage.vary(stage.unit * 0.085, 0.35);
        QPainterPath pad;
        const double notch = stage.dice.between(0, 360);
        pad.moveTo(center);
        pad.arcTo(QRectF(center.x() - size, center.y() - size, 2 * size, 2 * size), notch, 332);
        pad.closeSubpath();
        const QColor leaf =
            mix(mix(QColor(88, 152, 84), p.second, 0.15), p.near, stage.dice.between(0.05, 0.4));
        stage.canvas.fill(pad.translated(size * 0.1, size * 0.14), withAlpha(p.near, 0.35));
        stage.canvas.fill(pad, Ink::shaded(mix(leaf, p.light, 0.25), mix(leaf, p.near, 0.3),
                                           center - QPointF(size, size), center + QPointF(size, size), 0.5));
        if (stage.dice.chance(0.35))
            drawFlower(stage, center, center - QPointF(0, size * 0.1), size * 0.9, 2);
    }
}

void drawSpace(Stage &stage)
{
    const Palette &p = stage.palette;
    stage.canvas.wash(Ink::shaded(mix(p.skyTop, p.near, 0.3), p.near, {0, 0}, stage.at(0.5, 1), 0.25));
    for (int i = 0; i < 3 + stage.ornaments(3); ++i)
        stage.canvas.glow(stage.at(stage.dice.real(), stage.dice.real()),
                          stage.unit * stage.dice.between(0.25, 0.55),
                          mix(stage.dice.chance(0.5) ? p.skyLow : p.accent, p.skyTop, 0.3), 0.35);
    QPainterPath stars;
    stars.setFillRule(Qt::WindingFill);
    for (int i = 0; i < 60 + stage.ornaments(160); ++i) {
        const double size = stage.unit * (0.0008 + 0.003 * std::pow(stage.dice.real(), 4)) + 0.25;
        stars.addEllipse(stage.at(stage.dice.real(), stage.dice.real()), size, size);
    }
    stage.canvas.fill(stars, p.light);
    const bool below = stage.dice.chance(0.5);
    drawPlanet(stage, stage.at(stage.dice.between(0.3, 0.7), below ? 0.62 : 0.4),
               stage.vary(stage.unit * 0.2, 0.3) * stage.focus, stage.dice.chance(0.6));
    for (int i = 0; i < 1 + stage.ornaments(2.4); ++i)
        drawPlanet(stage,
                   stage.at(stage.dice.between(0.08, 0.92),
                            below ? stage.dice.between(0.08, 0.3) : stage.dice.between(0.68, 0.92)),
                   stage.unit * stage.dice.between(0.025, 0.075), stage.dice.chance(0.2));
    if (stage.dice.chance(0.6))
        drawHill(stage, 0.92, 0.05, 0.9);
}

void drawStillLife(Stage &stage)
{
    const Palette &p = stage.palette;
    const double table = stage.dice.between(0.62, 0.7);
    const QColor wall = mix(p.far, p.skyLow, stage.dice.between(0.3, 0.8));
    stage.canvas.wash(
        Ink::shaded(mix(wall, p.light, 0.3), mix(wall, p.near, 0.3), {0, 0}, stage.at(1, 0.8), 0.4));
    QPainterPath arch;
    const double x = stage.dice.between(0.3, 0.7) * stage.width;
    const double half = stage.unit * stage.dice.between(0.2, 0.3);
    arch.addRoundedRect(QRectF(x - half, stage.height * 0.1, half * 2, stage.height), half, half);
    stage.canvas.fill(
        arch, Ink::shaded(mix(p.skyTop, p.light, 0.2), p.skyLow, stage.at(0, 0.1), stage.at(0, table), 0.3));
    const QColor cloth = mix(p.near, p.skyTop, 0.35);
    stage.canvas.fill(rectPath(stage.at(-0.02, table), stage.at(1.02, 1.02)),
                      Ink::shaded(mix(cloth, p.light, 0.25), mix(cloth, p.near, 0.5), stage.at(0.2, table),
                                  stage.at(0.4, 1.02), 0.5));
    const double vaseX = stage.dice.between(0.35, 0.62);
    const double tall = stage.vary(stage.unit * 0.32, 0.15) * stage.focus;
    const QPointF foot = stage.at(vaseX, table + 0.09);
    drawBunch(stage, foot - QPointF(0, tall * 0.98), tall * 0.95, 5 + stage.ornaments(4));
    drawVase(stage, foot, tall, mix(p.second, p.skyTop, stage.dice.real() * 0.7));
    const int fruits = 3 + stage.ornaments(3);
    for (int i = 0; i < fruits; ++i) {
        const bool left = i % 2 == 0;
        const double fx =
            left ? stage.dice.between(0.08, vaseX - 0.12) : stage.dice.between(vaseX + 0.14, 0.92);
        drawFruit(stage, stage.at(fx, table + 0.08 + 0.16 * (i + 1) / fruits),
                  stage.vary(stage.unit * 0.12, 0.2), mix(p.accent, p.second, stage.dice.real()));
    }
}

void drawInterior(Stage &stage)
{
    const Palette &p = stage.palette;
    const QColor wall = p.night ? mix(p.near, p.accent, 0.28) : mix(p.skyLow, p.second, 0.35);
    stage.canvas.wash(Ink::shaded(mix(wall, p.light, 0.3), mix(wall, p.near, 0.35), stage.at(0.3, 0),
                                  stage.at(0.6, 1.05), 0.4));
    const double floor = stage.dice.between(0.8, 0.86);
    const double width = stage.unit * stage.dice.between(0.5, 0.62);
    const double left = stage.width * 0.5 - width / 2 + stage.width * stage.dice.around(0.12);
    const QRectF frame(left, stage.height * stage.dice.between(0.07, 0.12), width, stage.height * 0.55);
    drawWindow(stage, frame);
    const QColor drape = mix(p.accent, p.second, stage.dice.between(0.2, 0.8));
    for (const double side : {-1.0, 1.0}) {
        const double edge = side < 0 ? frame.left() : frame.right();
        QPainterPath curtain;
        curtain.moveTo(edge + side * width * 0.24, frame.top() - stage.unit * 0.03);
        curtain.lineTo(edge - side * width * 0.14, frame.top() - stage.unit * 0.03);
        curtain.cubicTo(edge - side * width * 0.1, frame.center().y(), edge + side * width * 0.02,
                        frame.center().y(), edge + side * width * 0.04, frame.bottom() + stage.unit * 0.06);
        curtain.lineTo(edge + side * width * 0.26, frame.bottom() + stage.unit * 0.06);
        curtain.closeSubpath();
        stage.canvas.fill(curtain,
                          Ink::shaded(mix(drape, p.light, 0.35), mix(drape, p.near, 0.45),
                                      {edge - side * width * 0.1, 0}, {edge + side * width * 0.26, 0}, 0.5));
    }
    const QColor wood = mix(mix(QColor(150, 98, 62), p.near, 0.3), p.second, 0.15);
    stage.canvas.fill(rectPath(stage.at(-0.02, floor), stage.at(1.02, 1.02)),
                      Ink::shaded(mix(wood, p.light, 0.2), mix(wood, p.near, 0.5), stage.at(0.3, floor),
                                  stage.at(0.5, 1), 0.5));
    const double size = stage.unit * stage.focus;
    const bool somebody = stage.reading.has(Topic::Figure);
    const int pots = 1 + stage.ornaments(1.5);
    for (int i = 0; i < pots; ++i)
        drawPot(stage, stage.at((i % 2 == 0 ? 0.12 : 0.88) + stage.dice.around(0.03), floor + 0.06),
                stage.vary(stage.unit * 0.16, 0.25));
    if (somebody)
        drawFigure(stage, stage.at(0.5 + stage.dice.around(0.08), 1.03), size * 0.74);
    if (stage.reading.has(Topic::Cat))
        drawCat(stage,
                stage.at(somebody ? 0.76 : 0.5 + stage.dice.around(0.08), somebody ? 0.97 : floor + 0.09),
                size * (somebody ? 0.24 : 0.4));
    if (!somebody && !stage.reading.has(Topic::Cat)) {
        drawVase(stage, stage.at(0.5 + stage.dice.around(0.1), floor + 0.06), size * 0.2, p.accent);
        drawFruit(stage, stage.at(0.66, floor + 0.07), size * 0.08, p.second);
    }
}

void drawAbstract(Stage &stage)
{
    const Palette &p = stage.palette;
    stage.canvas.wash(
        Ink::shaded(mix(p.skyLow, p.light, 0.5), mix(p.skyLow, p.far, 0.3), {0, 0}, stage.at(0.4, 1), 0.3));
    const std::array<QColor, 6> inks{p.skyTop, p.accent, p.second,
                                     p.far,    p.near,   mix(p.accent, p.skyTop, 0.5)};
    const int layers = 6 + stage.ornaments(6);
    const int family = int((stage.reading.words >> 5) % 3);
    for (int i = 0; i < layers; ++i) {
        const double reach = stage.unit * stage.dice.between(0.12, 0.34);
        const QPointF center = stage.at(stage.dice.between(0.05, 0.95), stage.dice.between(0.05, 0.95));
        const int kind = stage.dice.chance(0.6) ? family : stage.dice.whole(3);
        QPainterPath shape;
        if (kind == 0) {
            shape = blob(stage.dice, center, reach, 0.1 + 0.22 * stage.wildness, 7);
        } else if (kind == 1) {
            const double start = 90 * stage.dice.whole(4) + stage.dice.around(40 * stage.wildness);
            shape.moveTo(center);
            shape.arcTo(QRectF(center.x() - reach, center.y() - reach, 2 * reach, 2 * reach), start,
                        stage.dice.chance(0.4) ? 360 : 180);
            shape.closeSubpath();
        } else {
            Dice dice = stage.dice.fork();
            shape = ridgeLine(dice, stage, 0.3 + 0.7 * (i + 1) / layers, 0.09, 0.25 * stage.wildness,
                              dice.between(1, 2.6));
        }
        const QColor ink = inks[std::size_t(stage.dice.whole(6))];
        const QPointF lean(reach * 0.9, reach * 0.9);
        stage.canvas.fill(shape.translated(stage.unit * 0.009, stage.unit * 0.013), withAlpha(p.near, 0.28));
        stage.canvas.fill(shape, Ink::shaded(mix(ink, p.light, 0.2), mix(ink, p.near, 0.3), center - lean,
                                             center + lean, 0.5));
    }
    drawConfetti(stage, stage.ornaments(4));
}

} // namespace janus::sandbox
