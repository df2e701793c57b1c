#pragma once

#include "gallerybench.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

class QApplication;

namespace janus::bench {

/// What is done with the window once it stands. Parts come in this order.
struct WindowPlan
{
    enum class Until { FirstFrame, PageComplete, ThumbnailsDone };

    QString data;
    Until until = Until::PageComplete;
    bool isBare = false; ///< a QMainWindow with a label instead, the yardstick
    std::optional<GalleryPlan> gallery;
    QString searches; ///< a file with a search on each line
    bool selectsAll = false;
    int idleSeconds = 0;
    bool stays = false; ///< the window remains after the figures
    qint64 mainNs = 0;  ///< when main() began
};

/// Opens the program's own window on a library and measures it. Prints one JSON object; answers the process's
/// exit code. Start times are in milliseconds from BENCH_T0_NS in the environment (CLOCK_MONOTONIC), or from
/// main().
int runWindowBench(QApplication &qt, const WindowPlan &plan);

} // namespace janus::bench
