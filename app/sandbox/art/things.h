#pragma once

#include "sandbox/art/stage.h"

namespace janus::sandbox {

// Single things that stand in a picture. `foot` is the point they stand on (or swim at), `size` their height
// or length, both in pixels.

void drawBoat(Stage &stage, QPointF foot, double size);
void drawLighthouse(Stage &stage, QPointF foot, double size);
void drawWhale(Stage &stage, QPointF foot, double size);
void drawHouse(Stage &stage, QPointF foot, double size);
void drawCactus(Stage &stage, QPointF foot, double size);
void drawFox(Stage &stage, QPointF foot, double size);
void drawCat(Stage &stage, QPointF foot, double size);
void drawFigure(Stage &stage, QPointF foot, double size); ///< Somebody seen from behind.
void drawButterfly(Stage &stage, QPointF center, double size);
void drawFlower(Stage &stage, QPointF foot, QPointF head, double size, int kind);
void drawFish(Stage &stage, QPointF center, double size, double direction, const QColor &color);
void drawKoi(Stage &stage, QPointF center, double size, double angle);
void drawJellyfish(Stage &stage, QPointF center, double size);
void drawVase(Stage &stage, QPointF foot, double size, const QColor &color);
void drawFruit(Stage &stage, QPointF foot, double size, const QColor &color);
void drawPlanet(Stage &stage, QPointF center, double radius, bool ringed);

} // namespace janus::sandbox
