#pragma once

#include "models/stagerows.h"

#include <vector>

#include <QSize>

namespace janus::ui {

/// How cells stand in the grid. Pictures are whole in each of them.
enum class GridLook {
    Columns,     ///< one width, height from the shape: columns run straight through all groups
    Proportions, ///< one height, width from the shape: lines end where they end
    Squares,     ///< square cells, the picture in the middle
};

/// Lengths the grid is laid out with, in logical pixels.
struct GridMetrics
{
    GridLook look = GridLook::Columns;
    int width = 800;      ///< of the viewport
    int cellSize = 182;   ///< wished: the height of pictures in Proportions, else the width of cells
    int sidePadding = 16; ///< left and right of the columns
    int topPadding = 8;   ///< above the first header
    int gap = 8;          ///< between pictures: a mat of `mat` round each
    int mat = 4;
    int header = 32;   ///< one painted row per group
    int headerGap = 6; ///< above a header
    int foot = 22;     ///< below each picture

    bool operator==(const GridMetrics &) const = default;

    /// The width lines may have.
    int room() const;
    /// What `cellSize` becomes: less in a very narrow view, except for the height in Proportions.
    int size() const;
    /// Cells side by side where all have one width.
    int columns() const;
};

/// A cell without its foot, and how large the picture stands inside it.
struct GridBox
{
    QSize size;
    QSize picture;
};
GridBox boxOf(const GridMetrics &metrics, const QSize &pixels);

/// A run of rows broken into lines. Heights are counted from the top of the run, room for headers included;
/// nothing outside the run is known.
class GridLines
{
public:
    struct Line
    {
        int first = 0; ///< place within the run
        int top = 0;   ///< of its cells; a header stands above
        int height = 0;
        bool isStart = false; ///< a group begins
        bool hasHeader = false;
    };
    struct Cell
    {
        short left = 0; ///< from the left end of the room
        short width = 0, height = 0;
        short pictureWidth = 0, pictureHeight = 0;
        bool isLike(const GridBox &box) const;
    };
    /// Where a line ends: as late as it can, or at a row that was decided.
    enum class Break { WhenFull, Here, Never };

    explicit GridLines(const GridMetrics &metrics);

    void append(const models::RowShape &shape, bool isGroupStart, Break kind = Break::WhenFull);
    /// Another picture of the last group would find room in the last line.
    bool hasRoomFor(const models::RowShape &shape) const;

    const std::vector<Line> &lines() const { return m_lines; }
    const std::vector<Cell> &cells() const { return m_cells; }
    int height() const;
    int lineOf(int place) const;
    /// The place behind the last one of a line.
    int endOf(int line) const;
    /// The last line that begins at or above `y`, its header included; 0 above the first one.
    int lineAt(int y) const;
    int headerTop(int line) const;
    /// The cell of a line whose middle is nearest to `x`, a place.
    int nearest(int line, int x) const;

    int groups() const { return m_groups; }
    double meanAspect() const; ///< width to height
    double meanTallness() const;

    /// Cuts off all lines from `line` on and gives them as a run of their own.
    GridLines split(int line);

private:
    GridMetrics m_metrics;
    std::vector<Line> m_lines;
    std::vector<Cell> m_cells;
    int m_groups = 0;
    double m_aspects = 0;
    double m_tallness = 0;
};

} // namespace janus::ui
