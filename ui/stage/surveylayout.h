#pragma once

#include <QList>
#include <QRect>
#include <QSize>

namespace janus::ui {

/// Where the tiles of a survey stand: all equally large, in rows, the last row in the middle; with the number
/// of columns that shows most of the whole pictures.
/// `pictures` are their sizes in pixels, `room` is all there is, `gap` lies between tiles, `foot` is the part
/// of a tile's height that its picture does not get.
QList<QRect> surveyTiles(const QList<QSize> &pictures, const QRect &room, int gap, int foot);

} // namespace janus::ui
