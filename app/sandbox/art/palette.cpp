#include "sandbox/art/palette.h"

#include "sandbox/art/canvas.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace janus::sandbox {

namespace {

struct PaletteColors
{
    QRgb skyTop, skyLow, light, far, near, accent, second;
    bool night;
};

constexpr std::array dawnSets{
    PaletteColors{0xff6f7fb5, 0xfff9cfae, 0xfffff0c9, 0xffa98fb2, 0xff3b3558, 0xffe0604c, 0xfff2b56b, false},
    PaletteColors{0xff3d8196, 0xfffbd9b2, 0xfffff4d6, 0xff86aaab, 0xff23404f, 0xffef7a48, 0xfff6c667, false},
    PaletteColors{0xff8f6fa0, 0xffffb88c, 0xffffe9b8, 0xffb97a9a, 0xff43294f, 0xffd9466b, 0xffffd27d, false}};
constexpr std::array daySets{
    PaletteColors{0xff5faed6, 0xffeef4e2, 0xfffff3c4, 0xff8dbba6, 0xff245650, 0xffe8543f, 0xfff4c553, false},
    PaletteColors{0xff94cbd3, 0xfffcf0d8, 0xfffff8df, 0xffa8c494, 0xff37583a, 0xffd9502f, 0xfff0a53f, false},
    PaletteColors{0xff3488c2, 0xffd4ecf2, 0xffffffff, 0xff6aa1b8, 0xff1b3d5c, 0xffff7443, 0xffffdc7c, false}};
constexpr std::array duskSets{
    PaletteColors{0xff2b2a5a, 0xfff28a5b, 0xffffdba4, 0xff7d4a78, 0xff1d1736, 0xffff5452, 0xffffc05e, true},
    PaletteColors{0xff483c70, 0xfff7a66a, 0xffffe4b2, 0xff985c7c, 0xff2a1d3d, 0xffe94a60, 0xfff7b05f, false},
    PaletteColors{0xff1d456f, 0xffee8b7a, 0xfffde2b6, 0xff625e8e, 0xff162036, 0xfff24b52, 0xfff5b768, true}};
constexpr std::array nightSets{
    PaletteColors{0xff0c1536, 0xff41579a, 0xfff6edc6, 0xff2c3a70, 0xff0a0f26, 0xfff7c34b, 0xff7fb7e6, true},
    PaletteColors{0xff0d1b2e, 0xff2d7a80, 0xffebf6df, 0xff1f505c, 0xff07141b, 0xffffb04a, 0xff68d6c2, true},
    PaletteColors{0xff1a0f38, 0xff77428a, 0xffffe6d1, 0xff462a66, 0xff0f0822, 0xffff6fb2, 0xffffcf5c, true}};
constexpr std::array stormSets{
    PaletteColors{0xff27343f, 0xff93a9ab, 0xfff0ecd2, 0xff556a72, 0xff171f27, 0xffdcb23f, 0xffbf5a45, true},
    PaletteColors{0xff33365a, 0xffa896a6, 0xfff6e3d0, 0xff5d5b7c, 0xff191a2e, 0xffe0705e, 0xffeac06c, true}};
constexpr std::array snowSets{
    PaletteColors{0xff82abc6, 0xffeef4f5, 0xfffff1d4, 0xffb0c9d4, 0xff36566a, 0xffe2602f, 0xfff2bd42, false},
    PaletteColors{0xff6b86b6, 0xfff8dbd0, 0xfffff1e0, 0xffa7b5d0, 0xff384970, 0xffd94545, 0xfff0b055, false}};
constexpr std::array autumnSets{
    PaletteColors{0xff6fa3a8, 0xfffbe3b4, 0xfffff2cf, 0xffdc9c55, 0xff5a2a22, 0xffd5482a, 0xffefb037, false},
    PaletteColors{0xffcf8f5f, 0xfffde0a8, 0xfffff3d2, 0xffc9713f, 0xff43221f, 0xffb8322a, 0xfff3c04b, false}};

std::span<const PaletteColors> setsFor(const Reading &reading, Dice &dice)
{
    if (reading.has(Topic::Storm))
        return stormSets;
    if (reading.has(Topic::Night) || reading.has(Topic::Stars) || reading.subject == Subject::Space)
        return nightSets;
    if (reading.has(Topic::Dawn))
        return dawnSets;
    if (reading.has(Topic::Dusk) && !reading.has(Topic::Snow))
        return duskSets;
    if (reading.has(Topic::Snow))
        return reading.has(Topic::Moon) ? std::span<const PaletteColors>(nightSets) : snowSets;
    if (reading.has(Topic::Autumn))
        return autumnSets;
    if (reading.has(Topic::Moon))
        return nightSets;
    if (reading.has(Topic::Rain))
        return dice.chance(0.5) ? std::span<const PaletteColors>(stormSets) : nightSets;
    if (reading.has(Topic::Day) || reading.has(Topic::Spring))
        return daySets;
    const std::array<std::span<const PaletteColors>, 4> any{daySets, dawnSets, duskSets, daySets};
    return any[std::size_t(dice.whole(4))];
}

/// Turns the hue, in degrees.
QColor turned(const QColor &color, double degrees, double saturationFactor)
{
    float h = 0, s = 0, l = 0;
    color.getHslF(&h, &s, &l);
    double hue = std::fmod(std::max(h, 0.0f) + degrees / 360 + 2, 1.0);
    return QColor::fromHslF(float(hue), std::clamp(float(s * saturationFactor), 0.0f, 1.0f), l);
}

/// Draws a colour towards the hue of another and keeps its lightness.
QColor tinted(const QColor &color, const QColor &tint, double weight)
{
    float h = 0, s = 0, l = 0, th = 0, ts = 0, tl = 0;
    color.getHslF(&h, &s, &l);
    tint.getHslF(&th, &ts, &tl);
    const QColor target =
        QColor::fromHslF(std::max(th, 0.0f), ts * 0.85f, std::clamp(l * 0.85f + tl * 0.15f, 0.0f, 1.0f));
    return mix(color, target, weight);
}

void tintAll(Palette &palette, const QColor &tint, const std::optional<QColor> &second)
{
    palette.skyTop = tinted(palette.skyTop, tint, 0.85);
    palette.skyLow = tinted(palette.skyLow, tint, 0.55);
    palette.far = tinted(palette.far, tint, 0.75);
    palette.near = tinted(palette.near, tint, 0.7);
    palette.light = tinted(palette.light, tint, 0.2);
    palette.accent = second.value_or(mix(palette.accent, tint, 0.75));
    palette.second = second ? mix(*second, palette.light, 0.35) : palette.second;
}

} // namespace

QColor Palette::layer(double nearness) const
{
    return mix(far, near, nearness);
}

Palette choosePalette(const Reading &reading, double temperature, Dice dice)
{
    const std::span<const PaletteColors> sets = setsFor(reading, dice);
    const PaletteColors &set = sets[dice.next() % sets.size()];
    // Words nobody knows still colour the picture, always in the same way.
    const double drift = double(reading.words % 29) - 14 + dice.around(6 + 16 * temperature);
    const auto paint = [&](QRgb color, double share = 1) {
        return turned(QColor(color), drift * share + dice.around(9 * temperature),
                      1 + dice.around(0.12 * temperature));
    };
    Palette palette{paint(set.skyTop), paint(set.skyLow),      QColor(set.light),      paint(set.far),
                    paint(set.near),   paint(set.accent, 0.4), paint(set.second, 0.3), set.night};
    if (reading.color)
        tintAll(palette, *reading.color, reading.secondColor);
    if (reading.thingColor)
        palette.accent = turned(*reading.thingColor, dice.around(5 * temperature), 1);
    return palette;
}

} // namespace janus::sandbox
