#include "ui/stage/surveylayout.h"

#include <algorithm>

namespace janus::ui {

namespace {

QSize tileSize(const QRect &room, int columns, int rows, int gap)
{
    return {std::max(1, (room.width() - (columns - 1) * gap) / columns),
            std::max(1, (room.height() - (rows - 1) * gap) / rows)};
}

/// Of all pictures together, in square pixels of the window.
double shownArea(const QList<QSize> &pictures, const QSize &tile, int foot)
{
    double area = 0;
    const QSizeF place(tile.width(), std::max(1, tile.height() - foot));
    for (const QSize &picture : pictures) {
        const QSizeF shown = QSizeF(picture.expandedTo({1, 1})).scaled(place, Qt::KeepAspectRatio);
        area += shown.width() * shown.height();
    }
    return area;
}

} // namespace

QList<QRect> surveyTiles(const QList<QSize> &pictures, const QRect &room, int gap, int foot)
{
    const auto count = int(pictures.size());
    if (count == 0)
        return {};
    int columns = 1;
    double most = -1;
    for (int tried = 1; tried <= count; ++tried) {
        const int rows = (count + tried - 1) / tried;
        const double area = shownArea(pictures, tileSize(room, tried, rows, gap), foot);
        if (area > most) {
            most = area;
            columns = tried;
        }
    }
    const int rows = (count + columns - 1) / columns;
    const QSize tile = tileSize(room, columns, rows, gap);
    QList<QRect> tiles;
    for (int at = 0; at < count; ++at) {
        const int row = at / columns;
        const int inRow = std::min(columns, count - row * columns);
        const int wide = inRow * tile.width() + (inRow - 1) * gap;
        const int left = room.left() + (room.width() - wide) / 2;
        tiles.append(QRect(
            {left + (at % columns) * (tile.width() + gap), room.top() + row * (tile.height() + gap)}, tile));
    }
    return tiles;
}

} // namespace janus::ui
