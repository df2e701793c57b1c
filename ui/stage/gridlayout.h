#pragma once

#include "ui/stage/gridlines.h"
#include "ui/stage/gridspans.h"

#include <memory>
#include <optional>
#include <vector>

#include <QList>
#include <QPoint>
#include <QRect>

namespace janus::ui {

/// A group's header.
struct GridHeader
{
    int row = 0; ///< one of its group
    qint64 group = 0;
    QRect rect; ///< content coordinates
};

/// Where everything stands in the grid. Pure arithmetic: no widget, no painting. All coordinates are content
/// coordinates: the top of the whole grid is 0.
///
/// Nothing here costs more because there are more rows. The rows are held as blocks of about 256; a block is
/// broken into lines when it is looked at (settle(), reveal()), and its height is estimated before. So a
/// place that was never looked at is not exact, and what stands above the sight may turn out higher or lower
/// than estimated: settle() then says where the sight is now. Within what is in sight nothing moves by that.
///
/// A block always consists of whole lines: where it is laid out, it takes rows from a neighbour that is not
/// laid out yet until its lines are full. Where rows were added or removed above a line that must not move
/// (`pinned`), one line in front of it may stay short until both are out of sight.
class GridLayout
{
public:
    static constexpr int blockRows = 256;

    GridLayout();
    ~GridLayout();

    const GridMetrics &metrics() const { return m_metrics; }
    /// All places are estimates afterwards.
    void setMetrics(const GridMetrics &metrics);

    /// Where the shapes are read; must outlive the layout or be replaced. reset() follows.
    void setRows(const models::StageRows *rows) { m_rows = rows; }

    // Follow the model, which has already changed. `pinned` is a row, counted as before the change, whose
    // line keeps its pictures together with all that is laid out below; -1: none.
    void reset(int count);
    void insert(int first, int count, int pinned = -1);
    void remove(int first, int count, int pinned = -1);
    /// Looks at the shapes of rows that may have changed. Returns whether anything in a place that is laid
    /// out moved.
    bool refresh(int first, int last, int pinned = -1);

    /// A row and how far the top of its cell is below the top of the view.
    struct Pin
    {
        int row = 0;
        int y = 0;
    };
    /// What to hold on to when the view, `height` tall, is moved to `top`: something that is laid out there,
    /// otherwise what is estimated to be there.
    Pin pinAt(int top, int height) const;
    /// Lays out what is in sight while `pin` is where it says. Returns the top of the view, corrected so that
    /// it does not reach beyond the ends.
    int settle(const Pin &pin, int height);
    /// Lays out the block of a row.
    void reveal(int row);
    /// To be called where nothing that was in sight will be: all lines are broken anew, so that none stays
    /// short that did not have to move then. Heights stay.
    void forget();

    /// The pin that shows the very beginning or end.
    Pin pinAtTop() const { return {0, 1 << 20}; } // lower than it can be
    Pin pinAtEnd() const { return {m_count - 1, 0}; }

    int rowCount() const { return m_count; }
    bool isLaidOut(int row) const { return placeOf(row).line != nullptr; }
    int contentHeight() const { return m_contentHeight; }
    /// Counts up whenever something was laid out anew.
    int changes() const { return m_changes; }

    /// The box of a cell: picture and the empty room beside it; without its foot.
    QRect boxRect(int row) const;
    QRect pictureRect(int row) const;
    /// The line below a picture.
    QRect footRect(int row) const;
    /// Box and foot.
    QRect cellRect(int row) const;
    /// Box, foot and the mat round them: what is painted when it is selected.
    QRect matRect(int row) const;
    /// The top of the row's line, its header included.
    int lineTop(int row) const;

    /// The headers that touch `area`, among what is laid out.
    QList<GridHeader> headersIn(const QRect &area) const;
    /// The header of the group at `top` when it is not whole in sight by itself: as far down as the next
    /// header lets it.
    std::optional<GridHeader> stuckHeader(int top) const;
    /// The group that holds `y`; the row of its line, or -1.
    int rowOfLineAt(int y) const;
    /// All rows of the group of `row`. Walks through them.
    GridSpan groupOf(int row) const;

    /// The row whose cell contains `point`, or -1.
    int rowAt(const QPoint &point) const;
    /// Rows whose cells touch `area`. Costs what it finds, not what there is.
    GridSpans spansIn(const QRect &area) const;
    QList<int> rowsIn(const QRect &area) const;

    /// The middle of a cell, for going up and down.
    int middleOf(int row) const;
    /// The row one line above or below (`lines` = -1 or +1), as near to `x` as that line allows; `row` at the
    /// ends. Lays out what it needs.
    int rowInNextLine(int row, int lines, int x);
    /// The same, `distance` pixels further down (or up).
    int rowBeyond(int row, int distance, int x);

private:
    struct Block
    {
        int first = 0;
        int count = 0;
        int top = 0;
        int height = -1; ///< -1: not even estimated
        float aspect = 0;
        float tallness = 0;
        int groups = -1;                  ///< that begin in it; -1: it was never laid out
        bool isCut = false;               ///< its last line could take the next row
        std::unique_ptr<GridLines> lines; ///< null: not laid out

        int end() const { return first + count; }
    };
    /// Where a row is within the blocks that are laid out.
    struct Place
    {
        const Block *block = nullptr;
        const GridLines::Line *line = nullptr;
        const GridLines::Cell *cell = nullptr;
    };

    Block &block(int at) { return m_blocks[size_t(at)]; }
    const Block &block(int at) const { return m_blocks[size_t(at)]; }
    int blockCount() const { return int(m_blocks.size()); }
    int blockOf(int row) const;
    int blockAtY(int y) const;
    Place placeOf(int row) const;
    bool isGroupStart(int row) const;
    QRect rectOf(const Block &block, const GridLines::Line &line, const GridLines::Cell &cell) const;

    // gridlayout_blocks.cpp
    void appendBlocks(int at, int first, int count);
    void renumber(int from);
    void drop(int at);
    void loosen(int firstRow, int pinned);
    void splitAt(int row);
    void tidy();
    void estimateAll();
    int estimate(const Block &block) const;
    void placeBlocks();

    // gridlayout_settle.cpp
    int layOut(int row);
    void layForward(int at);
    int layBackward(int at);
    void store(int at, std::unique_ptr<GridLines> lines);
    int moveStartToLine(int at);
    void takeFromNext(int at, GridLines &lines);
    int lineStartBefore(int row, int from) const;
    bool hasRoomForNext(int at, const GridLines &lines) const;
    int fillDown(int at, int top, int height);
    int fillUp(int at, int top);
    void dropFar(int top, int bottom);

    GridMetrics m_metrics;
    const models::StageRows *m_rows = nullptr;
    std::vector<Block> m_blocks;
    int m_count = 0;
    int m_base = 0; ///< above the first block
    int m_contentHeight = 0;
    int m_changes = 0;
    int m_laidOut = 0; ///< blocks that are

    // What blocks that were never looked at are taken for.
    double m_seenRows = 0;
    double m_seenAspects = 0;
    double m_seenTallness = 0;
    double m_seenGroups = 0;
};

} // namespace janus::ui
