#pragma once

#include <QJsonObject>

class QAbstractItemView;

namespace janus::library {
class Library;
}

namespace janus::bench {

class StageWatch;

/// Has the thumbnails made that are missing, while the wheel is turned now and then: how many are made in a
/// second and in a second of the processor, and how long the window takes from a turn to the painting
/// meanwhile.
QJsonObject measureThumbnails(library::Library &library, QAbstractItemView &view, StageWatch &watch);

} // namespace janus::bench
