#pragma once

#include "sandbox/art/canvas.h"
#include "sandbox/art/dice.h"
#include "sandbox/art/palette.h"
#include "sandbox/art/reading.h"

namespace janus::sandbox {

/// What every part of a picture is drawn with. Lengths are in pixels of the canvas; `unit` is its shorter
/// side.
struct Stage
{
    Canvas &canvas;
    const Reading &reading;
    const Palette &palette;
    Dice dice;
    double wildness; ///< 0.1 to 2: how far shapes leave the regular, how much ornament there is.
    double focus;    ///< 0.8 to 1.2: how large the named things stand in the picture.
    double width;
    double height;
    double unit;

    QPointF at(double x, double y) const { return {x * width, y * height}; } ///< Fractions of the sheet.
    double vary(double center, double part) { return center * (1 + dice.around(part * wildness)); }
    int ornaments(double count) const { return int(count * (0.25 + 0.75 * wildness)); }
};

} // namespace janus::sandbox
