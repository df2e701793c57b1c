#pragma once

#include "sandbox/art/stage.h"

namespace janus::sandbox {

// What landscapes are put together from. Everything is drawn over what is there.

void drawSky(Stage &stage,
             double horizon); ///< Gradient, sun or moon, stars, clouds down to `horizon` (0 to 1).
void drawClouds(Stage &stage, double lowest, int count);
void drawRidge(Stage &stage, double base, double relief, double roughness, double nearness, bool snowy);
void drawHill(Stage &stage, double base, double relief, double nearness);
void drawConifers(Stage &stage, double base, double size, int count, double nearness, bool snowy);
void drawRoundTrees(Stage &stage, double base, double size, int count, double nearness);
void drawWater(Stage &stage, double horizon); ///< From the horizon to the lower edge, with reflections.
void drawWeather(Stage &stage);               ///< Rain, snow, fog, lightning, as named.
void drawBirds(Stage &stage, int count, double lowest);
QPainterPath blob(Dice &dice, QPointF center, double radius, double roughness, int corners = 9);
QPainterPath ridgeLine(Dice &dice, const Stage &stage, double base, double relief, double roughness,
                       double waves);
QPointF lightPoint(const Stage &stage, double horizon); ///< Where sun or moon stand.

} // namespace janus::sandbox
