#pragma once

#include "sandbox/art/dice.h"
#include "sandbox/art/reading.h"

#include <QColor>

namespace janus::sandbox {

/// The few colours of one picture.
struct Palette
{
    QColor skyTop;
    QColor skyLow;
    QColor light; ///< Sun, moon, lit edges.
    QColor far;   ///< The most distant layer.
    QColor near;  ///< The darkest, nearest layer.
    QColor accent;
    QColor second; ///< A second accent.
    bool night = false;

    QColor layer(double nearness) const; ///< From far (0) to near (1).
};

/// Colours for what was read. `temperature` widens how far the dice may drift from the chosen set.
Palette choosePalette(const Reading &reading, double temperature, Dice dice);

} // namespace janus::sandbox
