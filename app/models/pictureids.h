#pragma once

#include "library/deeds.h"

class QMimeData;

namespace janus::models {

/// Drag and drop: the ids of dragged pictures, decimal, one per line.
inline constexpr char pictureIdsMime[] = "application/x-janus-pictures";
/// The id of one dragged collection, decimal.
inline constexpr char collectionMime[] = "application/x-janus-collection";

/// The pictures in a drag, in its order; empty when it brings none of ours.
library::PictureIds pictureIdsOf(const QMimeData &data);

} // namespace janus::models
