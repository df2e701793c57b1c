#include "sandbox/art/parts.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace janus::sandbox {

namespace {

constexpr double turn = 2 * std::numbers::pi;

/// Smooth noise along a line, -1 to 1.
double waveNoise(std::uint64_t seed, double x)
{
    const double cell = std::floor(x);
    const auto value = [seed](double i) {
        return Dice(seed + std::uint64_t(std::int64_t(i) * 7919)).around(1);
    };
    const double t = x - cell;
    const double smooth = t * t * (3 - 2 * t);
    return value(cell) * (1 - smooth) + value(cell + 1) * smooth;
}

bool isMoonlit(const Stage &stage)
{
    return stage.reading.has(Topic::Moon) ||
           (stage.palette.night && !stage.reading.has(Topic::Sun) && !stage.reading.has(Topic::Dusk));
}

void drawStars(Stage &stage, double horizon)
{
    QPainterPath stars;
    const int count = int(stage.ornaments(90) * (stage.reading.has(Topic::Stars) ? 2 : 1));
    for (int i = 0; i < count; ++i) {
        const double size = stage.unit * stage.dice.between(0.0008, 0.0026) + 0.3;
        const double height = std::pow(stage.dice.real(), 1.3) * horizon;
        stars.addEllipse(stage.at(stage.dice.real(), height), size, size);
    }
    stars.setFillRule(Qt::WindingFill);
    stage.canvas.fill(stars, withAlpha(stage.palette.light, 0.85));
}

void drawOrb(Stage &stage, double horizon)
{
    const QPointF center = lightPoint(stage, horizon);
    const bool moon = isMoonlit(stage);
    const double radius = stage.unit * stage.dice.between(moon ? 0.05 : 0.06, moon ? 0.095 : 0.13);
    stage.canvas.glow(center, radius * 5, stage.palette.light, moon ? 0.4 : 0.6);
    QPainterPath disc;
    disc.addEllipse(center, radius, radius);
    const QColor warm = moon ? mix(stage.palette.light, stage.palette.skyLow, 0.25)
                             : mix(stage.palette.light, stage.palette.second, 0.5);
    const QPointF lean(radius * 0.7, radius * 0.7);
    stage.canvas.fill(disc, Ink::shaded(stage.palette.light, warm, center - lean, center + lean * 1.4, 0.4));
    if (moon && stage.dice.chance(0.45)) {
        QPainterPath bite;
        bite.addEllipse(center + QPointF(radius * 0.42, -radius * 0.18), radius * 0.88, radius * 0.88);
        stage.canvas.fill(disc & bite,
                          withAlpha(mix(stage.palette.skyTop, stage.palette.skyLow, 0.25), 0.93));
    }
}

/// One fir as a stack of skirts.
void addConifer(QPainterPath &path, Stage &stage, double x, double base, double size)
{
    const double half = stage.vary(size * 0.24, 0.22);
    const int skirts = 4;
    QPolygonF tree;
    tree << QPointF(x, base - size);
    for (int side = 1; side >= -1; side -= 2) {
        for (int i = 1; i <= skirts; ++i) {
            const int step = side > 0 ? i : skirts + 1 - i;
            const double y = base - size + size * 0.94 * step / skirts;
            const double reach =
                half * (0.25 + 0.75 * step / skirts) * (1 + stage.dice.around(0.12 * stage.wildness));
            const QPointF tip(x + side * reach, y);
            const QPointF notch(x + side * reach * 0.5, y - size * 0.035);
            side > 0 ? (tree << tip << notch) : (tree << notch << tip);
        }
    }
    path.addPolygon(tree);
    path.closeSubpath();
    path.addRect(x - size * 0.018, base - size * 0.08, size * 0.036, size * 0.11);
}

void drawLightning(Stage &stage)
{
    QPainterPath bolt;
    QPointF point = stage.at(stage.dice.between(0.2, 0.8), 0.03);
    bolt.moveTo(point);
    for (int i = 0; i < 8; ++i) {
        point += QPointF(stage.unit * (i % 2 == 0 ? 0.055 : -0.04) * stage.dice.between(0.4, 1.5),
                         stage.height * 0.058);
        bolt.lineTo(point);
    }
    stage.canvas.glow(bolt.pointAtPercent(0.4), stage.unit * 0.35, stage.palette.light, 0.5);
    stage.canvas.stroke(bolt, stage.unit * 0.007, stage.palette.light);
}

void drawRain(Stage &stage)
{
    QPainterPath rain;
    const double slant = stage.dice.between(-0.25, 0.25);
    const int count = 90 + stage.ornaments(160);
    for (int i = 0; i < count; ++i) {
        const QPointF from = stage.at(stage.dice.between(-0.1, 1.1), stage.dice.between(-0.05, 1));
        const double length = stage.unit * stage.dice.between(0.02, 0.07);
        rain.moveTo(from);
        rain.lineTo(from + QPointF(slant * length, length));
    }
    stage.canvas.stroke(rain, stage.unit * 0.0018,
                        withAlpha(mix(stage.palette.light, stage.palette.skyLow, 0.4), 0.45));
}

void drawSnowfall(Stage &stage)
{
    QPainterPath flakes;
    flakes.setFillRule(Qt::WindingFill);
    const int count = 60 + stage.ornaments(150);
    for (int i = 0; i < count; ++i) {
        const double size = stage.unit * stage.dice.between(0.0015, 0.006);
        flakes.addEllipse(stage.at(stage.dice.real(), stage.dice.real()), size, size);
    }
    stage.canvas.fill(flakes, withAlpha(QColor(255, 253, 248), 0.85));
}

} // namespace

QPointF lightPoint(const Stage &stage, double horizon)
{
    Dice dice(stage.reading.words ^ std::uint64_t(stage.palette.skyLow.rgba()) * 2654435761u);
    const bool low = stage.reading.has(Topic::Dawn) || stage.reading.has(Topic::Dusk);
    const double height = low ? dice.between(0.68, 0.9) : dice.between(0.25, 0.62);
    return stage.at(dice.between(0.22, 0.78), horizon * height);
}

QPainterPath blob(Dice &dice, QPointF center, double radius, double roughness, int corners)
{
    std::vector<QPointF> points;
    const double start = dice.real() * turn;
    for (int i = 0; i < corners; ++i) {
        const double angle = start + turn * i / corners;
        const double reach = radius * (1 + dice.around(roughness));
        points.push_back(center + QPointF(std::cos(angle) * reach, std::sin(angle) * reach));
    }
    QPainterPath path;
    const auto middle = [&](int i) {
        return (points[std::size_t(i % corners)] + points[std::size_t((i + 1) % corners)]) / 2;
    };
    path.moveTo(middle(0));
    for (int i = 1; i <= corners; ++i)
        path.quadTo(points[std::size_t(i % corners)], middle(i));
    path.closeSubpath();
    return path;
}

QPainterPath ridgeLine(Dice &dice, const Stage &stage, double base, double relief, double roughness,
                       double waves)
{
    const std::uint64_t seed = dice.next();
    const int steps = 240;
    QPolygonF line;
    line << stage.at(-0.02, 1.02);
    for (int i = 0; i <= steps; ++i) {
        const double x = -0.02 + 1.04 * i / steps;
        double lift = waveNoise(seed, x * waves);
        lift += roughness *
                (0.5 * waveNoise(seed + 1, x * waves * 2.7) + 0.3 * waveNoise(seed + 2, x * waves * 7) +
                 0.09 * waveNoise(seed + 3, x * waves * 19));
        line << stage.at(x, base - relief * lift);
    }
    line << stage.at(1.02, 1.02);
    QPainterPath path;
    path.addPolygon(line);
    path.closeSubpath();
    return path;
}

void drawSky(Stage &stage, double horizon)
{
    const Palette &p = stage.palette;
    const QColor middle = mix(p.skyTop, p.skyLow, 0.55);
    stage.canvas.wash(Ink::stops({{0, p.skyTop}, {0.55, middle}, {1, p.skyLow}}, {0, 0},
                                 {0, stage.height * std::max(horizon, 0.2)}, 0.14));
    if ((p.night && !stage.reading.has(Topic::Storm)) || stage.reading.has(Topic::Stars))
        drawStars(stage, horizon);
    if (!stage.reading.has(Topic::Storm))
        drawOrb(stage, horizon);
    if (!stage.reading.has(Topic::Stars))
        drawClouds(stage, horizon * 0.85, 1 + stage.ornaments(stage.reading.has(Topic::Storm) ? 7 : 4));
    if (stage.reading.has(Topic::Storm))
        drawLightning(stage);
}

void drawClouds(Stage &stage, double lowest, int count)
{
    for (int i = 0; i < count; ++i) {
        const double level = stage.dice.between(0.06, lowest);
        const QPointF center = stage.at(stage.dice.between(-0.05, 1.05), level);
        const double width = stage.unit * stage.dice.between(0.14, 0.42);
        const double height = width * stage.dice.between(0.09, 0.17);
        QPainterPath cloud;
        cloud.setFillRule(Qt::WindingFill);
        cloud.addRoundedRect(QRectF(center.x() - width / 2, center.y() - height / 2, width, height),
                             height / 2, height / 2);
        const int puffs = 2 + stage.dice.whole(3);
        for (int puff = 0; puff < puffs; ++puff) {
            const double x = center.x() + width * stage.dice.around(0.3);
            const double size = height * stage.dice.between(0.7, 1.25);
            cloud.addEllipse(QPointF(x, center.y() - height * 0.35), size * 1.2, size);
        }
        const bool storm = stage.reading.has(Topic::Storm);
        const QColor body = mix(mix(stage.palette.skyLow, stage.palette.light, storm ? 0 : 0.6),
                                stage.palette.skyTop, storm ? 0.75 : 0.12);
        const QColor shade = mix(body, stage.palette.skyTop, 0.45);
        stage.canvas.fill(cloud, Ink::shaded(withAlpha(body, 0.9), withAlpha(shade, 0.35),
                                             {0, center.y() - height}, {0, center.y() + height * 0.7}, 0.5));
    }
}

void drawRidge(Stage &stage, double base, double relief, double roughness, double nearness, bool snowy)
{
    Dice dice = stage.dice.fork();
    const double waves = dice.between(2.2, 4.2);
    const QPainterPath path = ridgeLine(dice, stage, base, relief, roughness, waves);
    const QColor body = stage.palette.layer(nearness);
    const QColor foot = mix(body, stage.palette.skyLow, 0.45 * (1 - nearness * 0.7));
    const double top = (base - relief) * stage.height;
    const double bottom = std::min(1.0, base + 0.22) * stage.height;
    if (snowy) {
        const QColor snow = mix(QColor(252, 250, 245), stage.palette.skyLow, 0.25);
        stage.canvas.fill(path, Ink::stops({{0, snow}, {0.3, snow}, {0.44, body}, {1, foot}}, {0, top},
                                           {stage.width * 0.03, bottom}, 0.26));
    } else {
        stage.canvas.fill(path, Ink::shaded(mix(body, stage.palette.light, 0.06), foot, {0, top},
                                            {stage.width * 0.03, bottom}, 0.35));
    }
}

void drawHill(Stage &stage, double base, double relief, double nearness)
{
    Dice dice = stage.dice.fork();
    const QPainterPath path =
        ridgeLine(dice, stage, base, relief, 0.12 * stage.wildness, dice.between(1.1, 2.1));
    const QColor body = stage.palette.layer(nearness);
    const bool snowy = stage.reading.has(Topic::Snow);
    const QColor lit = snowy ? mix(QColor(250, 250, 248), body, 0.1 + 0.15 * (1 - nearness))
                             : mix(body, stage.palette.second, 0.3);
    const QColor shade = snowy ? mix(lit, stage.palette.far, 0.55) : mix(body, stage.palette.near, 0.45);
    stage.canvas.fill(path, Ink::shaded(lit, shade, stage.at(0.3, base - relief),
                                        stage.at(0.42, std::min(1.05, base + 0.35)), 0.45));
}

void drawConifers(Stage &stage, double base, double size, int count, double nearness, bool snowy)
{
    QPainterPath trees;
    trees.setFillRule(Qt::WindingFill);
    for (int i = 0; i < count; ++i) {
        const double even = (i + 0.5) / count;
        const double x = (even + stage.dice.around(0.45 / count * (0.4 + stage.wildness))) * 1.06 - 0.03;
        const double height = stage.vary(size, 0.2) * stage.unit;
        addConifer(trees, stage, x * stage.width, (base + stage.dice.around(0.012)) * stage.height, height);
    }
    const QColor body = stage.palette.layer(nearness);
    const QColor tip = snowy ? mix(QColor(248, 250, 250), body, 0.3) : mix(body, stage.palette.light, 0.18);
    const double top = base * stage.height - size * stage.unit;
    stage.canvas.fill(trees, Ink::stops({{0, tip},
                                         {snowy ? 0.5 : 0.7, body},
                                         {1, mix(body, stage.palette.skyLow, 0.3 * (1 - nearness))}},
                                        {0, top}, {0, base * stage.height}, snowy ? 0.75 : 0.4));
}

void drawRoundTrees(Stage &stage, double base, double size, int count, double nearness)
{
    const bool autumn = stage.reading.has(Topic::Autumn);
    for (int i = 0; i < count; ++i) {
        const double x =
            ((i + 0.5) / count + stage.dice.around(0.4 / count * (0.3 + stage.wildness))) * stage.width;
        const double reach = stage.vary(size, 0.3) * stage.unit * 0.5;
        const double foot = (base + stage.dice.around(0.01)) * stage.height;
        QPainterPath trunk;
        trunk.addRect(x - reach * 0.07, foot - reach * 1.3, reach * 0.14, reach * 1.35);
        stage.canvas.fill(trunk, mix(stage.palette.near, QColor(60, 40, 30), 0.4));
        const QColor leaf =
            autumn ? mix(stage.palette.accent, stage.palette.second, stage.dice.real())
                   : mix(stage.palette.layer(nearness), stage.palette.second, stage.dice.between(0, 0.2));
        const QPointF center(x, foot - reach * 1.75);
        const QPainterPath crown = blob(stage.dice, center, reach, 0.08 + 0.09 * stage.wildness, 11);
        stage.canvas.fill(crown,
                          Ink::shaded(mix(leaf, stage.palette.light, 0.3), mix(leaf, stage.palette.near, 0.5),
                                      center - QPointF(reach, reach), center + QPointF(reach, reach), 0.6));
    }
}

void drawWater(Stage &stage, double horizon)
{
    const Palette &p = stage.palette;
    QPainterPath water;
    water.addRect(QRectF(stage.at(-0.02, horizon), stage.at(1.02, 1.02)));
    const QColor deep = mix(p.skyTop, p.near, 0.55);
    const QColor sheen = mix(p.skyLow, p.skyTop, 0.35);
    stage.canvas.fill(water, Ink::stops({{0, sheen}, {0.35, mix(sheen, deep, 0.5)}, {1, deep}},
                                        stage.at(0, horizon), stage.at(0, 1), 0.25));
    const double lightX = lightPoint(stage, horizon).x();
    QPainterPath dashes;
    QPainterPath swell;
    const int rows = 34;
    for (int row = 0; row < rows; ++row) {
        const double depth = (row + 0.6) / rows;
        const double y = (horizon + (1 - horizon) * depth * depth) * stage.height;
        const double reach = stage.unit * (0.03 + 0.12 * depth);
        for (int i = 0; i < 3; ++i) {
            const double length = reach * stage.dice.between(0.3, 1.1);
            const double x = lightX + reach * stage.dice.around(0.9) * (0.6 + 0.4 * stage.wildness);
            dashes.moveTo(x - length / 2, y);
            dashes.lineTo(x + length / 2, y);
        }
        const int waves = stage.ornaments(4);
        for (int i = 0; i < waves; ++i) {
            const double length = reach * stage.dice.between(0.6, 2);
            const QPointF from(stage.dice.between(-0.05, 1) * stage.width, y);
            swell.moveTo(from);
            swell.quadTo(from + QPointF(length / 2, -length * 0.05 * stage.wildness),
                         from + QPointF(length, 0));
        }
    }
    stage.canvas.stroke(swell, stage.unit * 0.0035, withAlpha(mix(p.skyLow, p.far, 0.4), 0.4));
    stage.canvas.stroke(dashes, stage.unit * 0.0055, withAlpha(p.light, 0.75));
}

void drawWeather(Stage &stage)
{
    const Reading &r = stage.reading;
    if (r.has(Topic::Rain) || (r.has(Topic::Storm) && !r.has(Topic::Snow)))
        drawRain(stage);
    if (r.has(Topic::Snow))
        drawSnowfall(stage);
    if (!r.has(Topic::Fog))
        return;
    for (int i = 0; i < 5; ++i) {
        const double y = stage.dice.between(0.4, 0.95) * stage.height;
        QPainterPath band;
        band.addEllipse(QPointF(stage.dice.real() * stage.width, y), stage.width * 0.9,
                        stage.unit * stage.dice.between(0.03, 0.08));
        const QColor mist = mix(stage.palette.skyLow, stage.palette.light, 0.4);
        stage.canvas.fill(
            band, Ink::stops({{0, withAlpha(mist, 0)}, {0.5, withAlpha(mist, 0.6)}, {1, withAlpha(mist, 0)}},
                             {0, y - stage.unit * 0.07}, {0, y + stage.unit * 0.07}, 0.5));
    }
}

void drawBirds(Stage &stage, int count, double lowest)
{
    QPainterPath birds;
    const QPointF flock = stage.at(stage.dice.between(0.15, 0.7), stage.dice.between(0.1, lowest));
    for (int i = 0; i < count; ++i) {
        const double size = stage.unit * stage.dice.between(0.012, 0.026);
        const QPointF body =
            flock + QPointF(stage.unit * stage.dice.between(0, 0.3), stage.unit * stage.dice.around(0.08));
        birds.moveTo(body - QPointF(size, size * 0.45));
        birds.quadTo(body - QPointF(size * 0.35, size * 0.75), body);
        birds.quadTo(body + QPointF(size * 0.35, -size * 0.75), body + QPointF(size, -size * 0.35));
    }
    const QColor ink =
        stage.palette.night ? mix(stage.palette.light, stage.palette.skyTop, 0.3) : stage.palette.near;
    stage.canvas.stroke(birds, stage.unit * 0.0035, withAlpha(ink, 0.85));
}

} // namespace janus::sandbox
