#pragma once

#include <QJsonObject>

class QAbstractItemView;

namespace janus::library {
class Library;
}

namespace janus::bench {

class StageWatch;

/// Asks for the thumbnail of every picture the view shows, newest first, while the wheel is turned now and then:
/// how many are made in a second and in a second of the processor, and how long the window takes from a turn to
/// the painting meanwhile.
QJsonObject measureThumbnails(library::Library &library, QAbstractItemView &view, StageWatch &watch);

} // namespace janus::bench
