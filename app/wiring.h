#pragma once

#include "ui/studio.h"

namespace janus {

class Application;

/// What a window works with, made of the program's services; both arguments must outlive the window.
ui::Studio studioOf(Application &application, ui::Theme &theme);

} // namespace janus
