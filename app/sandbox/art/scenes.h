#pragma once

#include "sandbox/art/stage.h"

namespace janus::sandbox {

/// Draws the composition that was read out of the prompt.
void drawScene(Stage &stage);

// The compositions without a horizon (in scenes_close.cpp).
void drawFlowers(Stage &stage);
void drawUnderwater(Stage &stage);
void drawPond(Stage &stage);
void drawSpace(Stage &stage);
void drawStillLife(Stage &stage);
void drawInterior(Stage &stage);
void drawAbstract(Stage &stage);

} // namespace janus::sandbox
