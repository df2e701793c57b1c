#pragma once

#include <QJsonObject>

#include <functional>

class QAbstractItemView;
class QMainWindow;

namespace janus::bench {

class StageWatch;

/// How many of each gesture.
struct GalleryPlan
{
    int resizes = 8;
    int drags = 8;
    int wheels = 300;
    int pages = 60;
    int jumps = 60;
};

/// Gestures in the stage, one after the other, each waited for. Of each kind:
///   <kind>_*         ms of work in the UI thread from the gesture to the end of the painting that follows
///   <kind>_wall_*    the same by the clock
///   <kind>_fill_*    ms by the clock until everything in sight is real
///   <kind>_fillwork_* ms of work in the UI thread until then
/// and how often SQLite and the JPEG decoder were called, in the UI thread and elsewhere.
QJsonObject runGallery(QMainWindow &window, QAbstractItemView &view, StageWatch &watch,
                       const GalleryPlan &plan);

} // namespace janus::bench
