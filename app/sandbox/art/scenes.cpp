#include "sandbox/art/scenes.h"

#include "sandbox/art/parts.h"
#include "sandbox/art/things.h"

#include <algorithm>

namespace janus::sandbox {

namespace {

/// What else was named and can stand on the ground of a landscape.
void drawGuests(Stage &stage, double ground)
{
    const Reading &r = stage.reading;
    const double size = stage.unit * stage.focus;
    if (r.has(Topic::House) && r.subject != Subject::Field)
        drawHouse(stage, stage.at(stage.dice.between(0.55, 0.8), ground - 0.04), size * 0.16);
    if (r.has(Topic::Fox))
        drawFox(stage, stage.at(stage.dice.between(0.4, 0.6), ground + 0.1), size * 0.44);
    if (r.has(Topic::Cat))
        drawCat(stage, stage.at(stage.dice.between(0.4, 0.6), ground + 0.1), size * 0.36);
    if (r.has(Topic::Figure))
        drawFigure(stage, stage.at(stage.dice.between(0.35, 0.65), 1.02), size * 0.5);
    if (r.has(Topic::Bird))
        drawBirds(stage, 5 + stage.ornaments(6), 0.4);
    if (r.has(Topic::Butterfly)) {
        for (int i = 0; i < 2 + stage.ornaments(2); ++i)
            drawButterfly(stage, stage.at(stage.dice.between(0.1, 0.9), stage.dice.between(0.3, 0.75)),
                          size * 0.09);
    }
}

void drawMeadowFlowers(Stage &stage, double top)
{
    const int count = stage.ornaments(38);
    for (int i = 0; i < count; ++i) {
        const double depth = std::sqrt((i + 0.5) / count);
        const QPointF foot = stage.at(stage.dice.real(), top + (1.04 - top) * depth);
        const double size = stage.unit * (0.012 + 0.034 * depth);
        drawFlower(stage, foot, foot - QPointF(stage.dice.around(size), size * 2.2), size,
                   stage.dice.whole(3));
    }
}

void drawSea(Stage &stage)
{
    const Reading &r = stage.reading;
    const double horizon = stage.dice.between(0.5, 0.66);
    drawSky(stage, horizon);
    const int islands = r.has(Topic::Island) || r.has(Topic::Mountain) ? 3 : stage.dice.whole(3);
    for (int i = 0; i < islands; ++i)
        drawRidge(stage, horizon + 0.04, 0.05 + 0.06 * stage.dice.real(), 0.4 * stage.wildness,
                  0.1 + 0.15 * i, false);
    drawWater(stage, horizon);
    const double size = stage.unit * stage.focus;
    const bool tower = r.has(Topic::Lighthouse);
    if (tower || r.has(Topic::House)) {
        const double x = stage.dice.between(0.7, 0.82);
        Dice dice = stage.dice.fork();
        QPainterPath cliff;
        cliff.moveTo(stage.at(1.03, 1.03));
        const double top = horizon - stage.dice.between(0.02, 0.08);
        cliff.lineTo(stage.at(x - 0.36, 1.03));
        for (int i = 0; i <= 6; ++i)
            cliff.lineTo(stage.at(x - 0.34 + 0.04 * i + dice.around(0.012 * stage.wildness),
                                  1.0 - (1.0 - top) * (i / 6.0) + dice.around(0.02 * stage.wildness)));
        cliff.lineTo(stage.at(1.03, top - 0.02));
        cliff.closeSubpath();
        const QColor rock = stage.palette.layer(0.92);
        stage.canvas.fill(cliff, Ink::shaded(mix(rock, stage.palette.accent, 0.3), rock,
                                             stage.at(x - 0.2, top), stage.at(x, 0.95), 0.7));
        for (int i = 0; i < 7; ++i) {
            const double left = x - 0.3 + 0.09 * i;
            QPainterPath facet;
            facet.addPolygon(QPolygonF({stage.at(left, top + dice.between(0, 0.3)),
                                        stage.at(left + 0.06, top + dice.between(0.02, 0.12)),
                                        stage.at(left + dice.between(0.03, 0.14), 1.03),
                                        stage.at(left - dice.between(0.03, 0.1), 1.03)}));
            facet.closeSubpath();
            const QColor face = mix(rock, i % 2 == 0 ? stage.palette.light : stage.palette.near, 0.22);
            stage.canvas.fill(facet & cliff, Ink::shaded(withAlpha(face, 0.75), withAlpha(face, 0),
                                                         stage.at(left, top), stage.at(left + 0.08, 1), 0.6));
        }
        if (tower)
            drawLighthouse(stage, stage.at(x + 0.02, top + 0.01), size * 0.42);
        else
            drawHouse(stage, stage.at(x + 0.03, top + 0.01), size * 0.16);
    }
    if (r.has(Topic::Whale))
        drawWhale(stage, stage.at(stage.dice.between(0.3, 0.5), horizon + 0.16), size * 0.42);
    const bool boat = r.has(Topic::Boat) || (!tower && !r.has(Topic::Whale) && stage.dice.chance(0.5));
    const int boats = r.has(Topic::Boat) ? 1 + stage.ornaments(1.6) : (boat ? 1 : 0);
    for (int i = 0; i < boats; ++i) {
        const double depth = i == 0 ? 0.1 : stage.dice.between(0.01, 0.05);
        drawBoat(stage, stage.at(stage.dice.between(0.15, tower ? 0.5 : 0.85), horizon + depth),
                 size * (0.1 + depth * 1.7));
    }
    drawBirds(stage, 2 + stage.ornaments(4), horizon * 0.7);
}

void drawMountains(Stage &stage)
{
    const double horizon = stage.dice.between(0.6, 0.7);
    drawSky(stage, horizon);
    const bool snowy = stage.reading.has(Topic::Snow) || stage.dice.chance(0.55);
    const int layers = 3 + stage.dice.whole(2);
    for (int i = 0; i < layers; ++i) {
        const double nearness = 0.05 + 0.62 * i / layers;
        drawRidge(stage, horizon - 0.12 + 0.11 * i, stage.vary(0.2 - 0.03 * i, 0.25),
                  0.35 + 0.65 * stage.wildness, nearness, snowy && i < 2);
    }
    if (stage.reading.has(Topic::Sea)) {
        drawWater(stage, horizon + 0.12);
        drawConifers(stage, 1.02, 0.22, 16, 0.95, stage.reading.has(Topic::Snow));
    } else {
        drawConifers(stage, horizon + 0.17, 0.1, 46, 0.75, stage.reading.has(Topic::Snow));
        drawHill(stage, horizon + 0.2, 0.05, 0.85);
        drawConifers(stage, 1.04, 0.3, 9, 1.0, stage.reading.has(Topic::Snow));
    }
    drawGuests(stage, 0.88);
}

void drawForest(Stage &stage)
{
    const Reading &r = stage.reading;
    const double ground = stage.dice.between(0.68, 0.76);
    drawSky(stage, ground);
    const bool snowy = r.has(Topic::Snow);
    const bool broad = r.has(Topic::Autumn) || r.has(Topic::Spring) || (!snowy && stage.dice.chance(0.3));
    if (r.has(Topic::Mountain))
        drawRidge(stage, ground - 0.24, 0.16, 0.8 * stage.wildness, 0.08, snowy);
    for (int i = 0; i < 3; ++i) {
        const double nearness = 0.18 + 0.26 * i;
        const double base = ground - 0.03 + 0.02 * i;
        drawHill(stage, base, 0.02, nearness * 0.8);
        if (broad && i > 0)
            drawRoundTrees(stage, base + 0.03, 0.16 + 0.07 * i, 11 - 2 * i, nearness);
        else
            drawConifers(stage, base + 0.03, 0.26 + 0.09 * i, 26 - 6 * i, nearness, snowy && i > 0);
    }
    drawHill(stage, ground + 0.015, 0.012, snowy ? 0.35 : 0.8);
    drawGuests(stage, ground + 0.07);
    if (!snowy && r.has(Topic::Flower))
        drawMeadowFlowers(stage, ground + 0.1);
    if (!r.has(Topic::Fox) && !r.has(Topic::Cat) && !r.has(Topic::Figure))
        drawConifers(stage, 1.06, 0.36, 2, 1.0, snowy);
}

void drawDesert(Stage &stage)
{
    const double horizon = stage.dice.between(0.5, 0.6);
    drawSky(stage, horizon);
    drawRidge(stage, horizon + 0.01, 0.07, 0.2, 0.1, false);
    for (int i = 0; i < 5; ++i) {
        Dice dice = stage.dice.fork();
        const double base = horizon + 0.05 + 0.1 * i;
        const QPainterPath dune = ridgeLine(dice, stage, base, stage.vary(0.075, 0.3), 0.1 * stage.wildness,
                                            dice.between(1.2, 2.2));
        const QColor sand = mix(mix(QColor(232, 178, 112), stage.palette.accent, 0.3),
                                stage.palette.layer(0.2 * i), stage.palette.night ? 0.45 : 0.15);
        stage.canvas.fill(dune, Ink::stops({{0, mix(sand, stage.palette.light, 0.45)},
                                            {0.5, sand},
                                            {1, mix(sand, stage.palette.near, 0.6)}},
                                           stage.at(0.25, base - 0.07), stage.at(0.42, base + 0.17), 0.4));
    }
    const int cacti = 2 + stage.ornaments(3);
    for (int i = 0; i < cacti; ++i) {
        const double depth = 0.15 + 0.85 * (i + 1) / cacti;
        drawCactus(stage, stage.at(stage.dice.between(0.06, 0.94), horizon + 0.05 + 0.3 * depth),
                   stage.vary(stage.unit * 0.2 * depth, 0.25) * stage.focus);
    }
    drawGuests(stage, 0.85);
}

/// One row of buildings with lit windows; taller and darker the nearer.
void drawBlocks(Stage &stage, double base, double height, double nearness)
{
    const QColor wall = stage.palette.layer(nearness);
    QPainterPath walls;
    walls.setFillRule(Qt::WindingFill);
    QPainterPath windows;
    const double pane = stage.unit * (0.005 + 0.006 * nearness);
    for (double x = -0.02 * stage.width; x < stage.width;) {
        const double width = stage.vary(stage.unit * 0.085, 0.4);
        const double tall = stage.vary(height, 0.55) * stage.height;
        const double top = base * stage.height - tall;
        walls.addRect(x, top, width, stage.height - top);
        if (stage.dice.chance(0.3))
            walls.addRect(x + width * 0.45, top - tall * 0.18, width * 0.06, tall * 0.2);
        if (stage.dice.chance(0.3))
            walls.addRect(x + width * 0.2, top - tall * 0.06, width * 0.6, tall * 0.08);
        const double share = stage.palette.night ? stage.dice.between(0.25, 0.6) : 0.22;
        for (double y = top + pane * 2; y < base * stage.height + stage.height * 0.1; y += pane * 2.7) {
            for (double w = x + pane * 1.3; w < x + width - pane * 1.8; w += pane * 2.3) {
                if (stage.dice.chance(share))
                    windows.addRect(w, y, pane, pane * 1.5);
            }
        }
        x += width * stage.dice.between(0.92, 1.15);
    }
    const double top = (base - height * 1.5) * stage.height;
    stage.canvas.fill(walls, Ink::shaded(mix(wall, stage.palette.skyTop, 0.1),
                                         mix(wall, stage.palette.skyLow, 0.4 * (1 - nearness)), {0, top},
                                         {0, base * stage.height}, 0.35));
    const QColor lamp = stage.palette.night
                            ? mix(stage.palette.light, stage.palette.second, stage.dice.between(0.3, 0.9))
                            : mix(wall, stage.palette.light, 0.5);
    stage.canvas.fill(windows, withAlpha(lamp, 0.25 + 0.65 * nearness));
}

void drawCity(Stage &stage)
{
    const bool harbour =
        stage.reading.has(Topic::Sea) || stage.reading.has(Topic::Boat) || stage.dice.chance(0.6);
    const double base = harbour ? stage.dice.between(0.68, 0.75) : 0.95;
    drawSky(stage, base * 0.9);
    stage.canvas.glow(stage.at(0.5, base), stage.width * 0.55, stage.palette.accent,
                      stage.palette.night ? 0.4 : 0.15);
    for (int i = 0; i < 4; ++i)
        drawBlocks(stage, base, stage.vary(0.42 - 0.075 * i, 0.1), 0.12 + 0.27 * i);
    if (!harbour)
        return;
    drawWater(stage, base);
    QPainterPath lamps;
    for (int i = 0; i < 40 + stage.ornaments(60); ++i) {
        const double depth = stage.dice.real();
        const QPointF from = stage.at(stage.dice.real(), base + (1 - base) * depth * depth);
        lamps.moveTo(from);
        lamps.lineTo(from + QPointF(stage.unit * stage.dice.between(0.01, 0.05), 0));
    }
    stage.canvas.stroke(lamps, stage.unit * 0.005,
                        withAlpha(mix(stage.palette.second, stage.palette.light, 0.3), 0.6));
    if (stage.reading.has(Topic::Boat))
        drawBoat(stage, stage.at(stage.dice.between(0.2, 0.8), base + 0.12), stage.unit * 0.22 * stage.focus);
}

void drawField(Stage &stage)
{
    const double horizon = stage.dice.between(0.5, 0.6);
    drawSky(stage, horizon);
    drawRidge(stage, horizon, 0.08, 0.5 * stage.wildness, 0.1, stage.reading.has(Topic::Snow));
    for (int i = 0; i < 4; ++i) {
        drawHill(stage, horizon + 0.03 + 0.11 * i, stage.vary(0.05, 0.3), 0.15 + 0.2 * i);
        if (i == 1)
            drawRoundTrees(stage, horizon + 0.16, 0.08, 4 + stage.ornaments(5), 0.5);
        if (i == 2 && stage.reading.has(Topic::House))
            drawHouse(stage, stage.at(stage.dice.between(0.3, 0.7), horizon + 0.27),
                      stage.unit * 0.24 * stage.focus);
    }
    if (!stage.reading.has(Topic::Snow))
        drawMeadowFlowers(stage, horizon + 0.3);
    drawGuests(stage, 0.86);
}

} // namespace

void drawScene(Stage &stage)
{
    switch (stage.reading.subject) {
    case Subject::Sea:
        drawSea(stage);
        break;
    case Subject::Mountain:
        drawMountains(stage);
        break;
    case Subject::Forest:
        drawForest(stage);
        break;
    case Subject::Desert:
        drawDesert(stage);
        break;
    case Subject::City:
        drawCity(stage);
        break;
    case Subject::Field:
        drawField(stage);
        break;
    case Subject::Flowers:
        return drawFlowers(stage);
    case Subject::Underwater:
        return drawUnderwater(stage);
    case Subject::Pond:
        return drawPond(stage);
    case Subject::Space:
        return drawSpace(stage);
    case Subject::StillLife:
        return drawStillLife(stage);
    case Subject::Interior:
        return drawInterior(stage);
    case Subject::Abstract:
        return drawAbstract(stage);
    }
    drawWeather(stage);
}

} // namespace janus::sandbox
