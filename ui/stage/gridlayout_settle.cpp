#include "ui/stage/gridlayout.h"

#include <algorithm>

// Breaking blocks into lines, where and when they are looked at.

namespace janus::ui {

namespace {

constexpr int reach = 64;       ///< beyond the edges of the view that is laid out as well
constexpr int mostLaidOut = 64; ///< blocks

} // namespace

GridLayout::Pin GridLayout::pinAt(int top, int height) const
{
    if (m_count == 0)
        return {};
    int at = blockAtY(top);
    const Block &here = block(at);
    if (here.lines) {
        int line = here.lines->lineAt(top - here.top);
        const GridLines::Line &first = here.lines->lines()[size_t(line)];
        const bool isPassed = here.top + first.top + first.height + m_metrics.foot <= top;
        if (isPassed && line + 1 < int(here.lines->lines().size()))
            ++line;
        const GridLines::Line &held = here.lines->lines()[size_t(line)];
        return {here.first + held.first, here.top + held.top - top};
    }
    while (at + 1 < blockCount() && block(at + 1).top < top + height) {
        const Block &below = block(++at);
        if (below.lines)
            return {below.first, below.top + below.lines->lines().front().top - top};
    }
    const double part = double(top - here.top) / std::max(1, here.height);
    return {here.first + std::clamp(int(here.count * part), 0, here.count - 1), 0};
}

int GridLayout::settle(const Pin &pin, int height)
{
    if (m_count == 0)
        return 0;
    const int row = std::clamp(pin.row, 0, m_count - 1);
    const int before = m_changes;
    int at = layOut(row);
    const Place place = placeOf(row);
    int top = pin.y - place.line->top; // of the block, in the view
    const int tail = m_metrics.headerGap - m_metrics.gap + m_metrics.topPadding;
    const int missing = height - (fillDown(at, top, height) + tail);
    if (missing > 0)
        top += missing;
    const int first = fillUp(blockOf(row), top);
    if (first > m_base) {
        top -= first - m_base;
        fillDown(blockOf(row), top, height);
    }
    if (m_changes != before) {
        estimateAll();
        placeBlocks();
    }
    const int end = std::max(0, m_contentHeight - height);
    const int seen = std::clamp(block(blockOf(row)).top - top, 0, end);
    dropFar(seen, seen + height);
    return seen;
}

void GridLayout::reveal(int row)
{
    if (row < 0 || row >= m_count)
        return;
    const int before = m_changes;
    layOut(row);
    if (m_changes == before)
        return;
    estimateAll();
    placeBlocks();
}

/// Lays out the block of `row` and gives its index.
int GridLayout::layOut(int row)
{
    int at = blockOf(row);
    if (block(at).lines)
        return at;
    const bool followsLines = at > 0 && block(at - 1).lines;
    const bool precedesLines = at + 1 < blockCount() && block(at + 1).lines;
    if (precedesLines && !followsLines)
        return layBackward(at);
    at = moveStartToLine(at);
    layForward(at);
    return blockOf(row);
}

/// Lays out downward from a block until the view is full. `top` is where the block stands in the view; gives
/// the bottom of what is laid out there.
int GridLayout::fillDown(int at, int top, int height)
{
    int bottom = top + block(at).height;
    while (bottom <= height + reach && at + 1 < blockCount()) {
        ++at;
        if (!block(at).lines)
            layForward(at);
        bottom += block(at).height;
    }
    return at + 1 < blockCount() ? std::max(bottom, height) : bottom;
}

/// The same upward. Gives where the first block that is laid out stands, at most 0 unless it is the very
/// first one.
int GridLayout::fillUp(int at, int top)
{
    while (top > -reach && at > 0) {
        --at;
        if (!block(at).lines)
            at = layBackward(at);
        top -= block(at).height;
    }
    return at == 0 ? top : std::min(top, 0);
}

void GridLayout::store(int at, std::unique_ptr<GridLines> lines)
{
    Block &each = block(at);
    if (!each.lines)
        ++m_laidOut;
    if (each.groups < 0) {
        m_seenRows += each.count;
        m_seenAspects += lines->meanAspect() * each.count;
        m_seenTallness += lines->meanTallness() * each.count;
        m_seenGroups += lines->groups();
    }
    each.height = lines->height();
    each.aspect = float(lines->meanAspect());
    each.tallness = float(lines->meanTallness());
    each.groups = lines->groups();
    each.isCut = hasRoomForNext(at, *lines);
    each.lines = std::move(lines);
    ++m_changes;
}

bool GridLayout::hasRoomForNext(int at, const GridLines &lines) const
{
    const int next = block(at).end();
    return next < m_count && !isGroupStart(next) && lines.hasRoomFor(m_rows->rowShape(next));
}

/// From the first row of the block on, which stays. Takes rows from the next block to fill the last line.
void GridLayout::layForward(int at)
{
    auto lines = std::make_unique<GridLines>(m_metrics);
    for (int row = block(at).first; row < block(at).end(); ++row)
        lines->append(m_rows->rowShape(row), isGroupStart(row));
    takeFromNext(at, *lines);
    store(at, std::move(lines));
}

void GridLayout::takeFromNext(int at, GridLines &lines)
{
    while (at + 1 < blockCount() && !block(at + 1).lines && hasRoomForNext(at, lines)) {
        lines.append(m_rows->rowShape(block(at).end()), false);
        ++block(at).count;
        Block &next = block(at + 1);
        ++next.first;
        if (--next.count == 0)
            m_blocks.erase(m_blocks.begin() + at + 1);
    }
}

/// In front of a block that is laid out: so that the last line is full. When a group begins inside, that has
/// to be where lines begin, and the last line may stay short. Gives the index of the block.
int GridLayout::layBackward(int at)
{
    const Block &each = block(at);
    const bool followsLines = at > 0 && block(at - 1).lines;
    const qint64 group = m_rows->rowShape(each.end() - 1).group;
    const bool isGoingOn = each.end() < m_count && m_rows->rowShape(each.end()).group == group;
    int start = each.end() - 1;
    while (start > each.first && m_rows->rowShape(start - 1).group == group)
        --start;
    if (followsLines || !isGoingOn || isGroupStart(start)) {
        at = moveStartToLine(at);
        layForward(at);
        return at;
    }
    std::vector<int> starts; // of lines, the last one first
    const int lowest = at > 0 ? block(at - 1).first : 0;
    int left = 0;
    int row = each.end() - 1;
    for (;; --row) {
        const int wide = boxOf(m_metrics, m_rows->rowShape(row).size).size.width();
        if (left > 0 && left + wide > m_metrics.room()) {
            starts.push_back(row + 1);
            left = 0;
            if (row < each.first)
                break;
        }
        left += wide + m_metrics.gap;
        if (row == lowest || isGroupStart(row)) {
            starts.push_back(row);
            break;
        }
    }
    const int taken = each.first - starts.back();
    block(at).first -= taken;
    block(at).count += taken;
    if (taken > 0) {
        block(at - 1).count -= taken;
        if (block(at - 1).count == 0) {
            m_blocks.erase(m_blocks.begin() + at - 1);
            --at;
        }
    }
    auto lines = std::make_unique<GridLines>(m_metrics);
    size_t next = starts.size();
    for (row = block(at).first; row < block(at).end(); ++row) {
        const bool isHere = next > 0 && starts[next - 1] == row;
        next -= isHere ? 1 : 0;
        lines->append(m_rows->rowShape(row), isGroupStart(row),
                      isHere ? GridLines::Break::Here : GridLines::Break::Never);
    }
    store(at, std::move(lines));
    return at;
}

/// Where the line that holds `row` begins, as far as that can be told from the rows from `from` on.
int GridLayout::lineStartBefore(int row, int from) const
{
    const qint64 group = m_rows->rowShape(row).group;
    int start = row;
    while (start > from && m_rows->rowShape(start - 1).group == group)
        --start;
    if (!isGroupStart(start)) {
        // A long group. Where all shapes are alike, lines begin at multiples of what fits into one; where
        // they differ, it does not matter much where the search begins.
        const int wide = boxOf(m_metrics, m_rows->rowShape(start).size).size.width();
        const int perLine = std::max(1, (m_metrics.room() + m_metrics.gap) / (wide + m_metrics.gap));
        const int aligned = start + (perLine - start % perLine) % perLine;
        start = aligned <= row ? aligned : start;
    }
    int line = start;
    int left = 0;
    for (int at = start; at <= row; ++at) {
        const int wide = boxOf(m_metrics, m_rows->rowShape(at).size).size.width();
        if (left > 0 && left + wide > m_metrics.room()) {
            line = at;
            left = 0;
        }
        left += wide + m_metrics.gap;
    }
    return line;
}

/// Makes a block begin where a line does, with rows of the one before unless that is laid out. Gives the
/// index of the block.
int GridLayout::moveStartToLine(int at)
{
    if (at == 0 || block(at - 1).lines || isGroupStart(block(at).first))
        return at;
    const int start = lineStartBefore(block(at).first, block(at - 1).first);
    const int taken = block(at).first - start;
    block(at).first = start;
    block(at).count += taken;
    block(at - 1).count -= taken;
    if (block(at - 1).count > 0)
        return at;
    m_blocks.erase(m_blocks.begin() + at - 1);
    return at - 1;
}

/// Keeps the lines of what is near the sight; the rest keeps its height only. A line that was cut short is
/// made whole when it has gone out of sight below.
void GridLayout::dropFar(int top, int bottom)
{
    const int first = blockAtY(top);
    const int last = blockAtY(bottom);
    const Block &lowest = block(last);
    if (lowest.isCut && lowest.top + lowest.lines->lines().back().top >= bottom) {
        drop(last + 1);
        std::unique_ptr<GridLines> lines = std::move(block(last).lines);
        --m_laidOut;
        takeFromNext(last, *lines);
        store(last, std::move(lines));
        placeBlocks();
    }
    if (m_laidOut <= mostLaidOut)
        return;
    for (int at = 0; at < blockCount(); ++at) {
        if (at < first - mostLaidOut / 4 || at > last + mostLaidOut / 4)
            drop(at);
    }
}

} // namespace janus::ui
