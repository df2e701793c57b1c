#include "ui/stage/gridlayout.h"

#include <algorithm>
#include <cmath>

// The blocks of rows: how they follow the model, and how high they are while nobody looks.

namespace janus::ui {

namespace {

/// The most the whole content is estimated to be; scroll bars count in int. Estimates of more are scaled
/// down.
constexpr qint64 tallestContent = 1'600'000'000;

} // namespace

void GridLayout::setMetrics(const GridMetrics &metrics)
{
    if (metrics == m_metrics)
        return;
    m_metrics = metrics;
    for (Block &each : m_blocks) {
        each.lines.reset();
        each.isCut = false;
        each.height = -1;
    }
    m_laidOut = 0;
    estimateAll();
    placeBlocks();
}

void GridLayout::reset(int count)
{
    m_blocks.clear();
    m_count = count;
    m_laidOut = 0;
    m_seenRows = m_seenAspects = m_seenTallness = m_seenGroups = 0;
    appendBlocks(0, 0, count);
    if (count > 0)
        layForward(0); // what all others are taken for
    estimateAll();
    placeBlocks();
}

void GridLayout::appendBlocks(int at, int first, int count)
{
    const int blocks = (count + blockRows - 1) / blockRows;
    std::vector<Block> added(static_cast<size_t>(blocks));
    for (int i = 0; i < blocks; ++i) {
        added[size_t(i)].first = first + i * blockRows;
        added[size_t(i)].count = std::min(blockRows, count - i * blockRows);
    }
    m_blocks.insert(m_blocks.begin() + at, std::make_move_iterator(added.begin()),
                    std::make_move_iterator(added.end()));
}

void GridLayout::renumber(int from)
{
    int first = from > 0 ? block(from - 1).end() : 0;
    for (int at = std::max(0, from); at < blockCount(); ++at) {
        block(at).first = first;
        first += block(at).count;
    }
}

/// Forgets the lines, keeps the height.
void GridLayout::drop(int at)
{
    if (!block(at).lines)
        return;
    block(at).lines.reset();
    block(at).isCut = false;
    --m_laidOut;
}

void GridLayout::forget()
{
    for (int at = 0; at < blockCount(); ++at)
        drop(at);
}

/// After a change at `firstRow` everything from there on has to be laid out anew, except from the pinned row
/// on (in the present counting) when that is below.
void GridLayout::loosen(int firstRow, int pinned)
{
    if (m_blocks.empty())
        return;
    const int from = blockOf(std::min(firstRow, m_count - 1));
    const int end = pinned > firstRow && pinned < m_count ? blockOf(pinned) : blockCount();
    for (int at = from; at < end; ++at)
        drop(at);
}

/// Makes the line of `row` the first one of a block, if it is laid out.
void GridLayout::splitAt(int row)
{
    if (row < 0 || row >= m_count)
        return;
    const int at = blockOf(row);
    if (!block(at).lines)
        return;
    const int line = block(at).lines->lineOf(row - block(at).first);
    if (line == 0)
        return;
    Block tail;
    tail.lines = std::make_unique<GridLines>(block(at).lines->split(line));
    tail.first = block(at).first + int(block(at).lines->cells().size());
    tail.count = int(tail.lines->cells().size());
    tail.height = tail.lines->height();
    tail.isCut = block(at).isCut;
    tail.aspect = block(at).aspect;
    tail.tallness = block(at).tallness;
    tail.groups = tail.lines->groups();
    Block &head = block(at);
    head.count -= tail.count;
    head.height = head.lines->height();
    head.groups = head.lines->groups();
    head.isCut = false;
    m_blocks.insert(m_blocks.begin() + at + 1, std::move(tail));
    ++m_laidOut;
}

void GridLayout::insert(int first, int count, int pinned)
{
    splitAt(pinned);
    const int before = first > 0 ? blockOf(first - 1) : -1; // new rows never join what is behind them
    const bool isInside = before >= 0 && first < block(before).end();
    m_count += count;
    if (isInside || (before >= 0 && count <= blockRows / 4)) {
        block(before).count += count;
        block(before).height = -1;
        drop(before);
    } else {
        appendBlocks(before + 1, first, count);
    }
    renumber(std::max(0, before));
    loosen(std::max(0, first - 1), pinned >= first ? pinned + count : -1);
    tidy();
    estimateAll();
    placeBlocks();
}

void GridLayout::remove(int first, int count, int pinned)
{
    splitAt(pinned);
    const int end = first + count;
    for (int at = blockOf(first); at < blockCount() && block(at).first < end; ++at) {
        Block &each = block(at);
        drop(at);
        each.count -= std::min(each.end(), end) - std::max(each.first, first);
        each.height = -1;
    }
    std::erase_if(m_blocks, [](const Block &each) { return each.count == 0; });
    m_count -= count;
    renumber(0);
    loosen(std::max(0, first - 1), pinned >= end ? pinned - count : -1);
    tidy();
    estimateAll();
    placeBlocks();
}

bool GridLayout::refresh(int first, int last, int pinned)
{
    int moved = -1;
    for (int at = blockOf(first); at < blockCount() && block(at).first <= last + 1 && moved < 0; ++at) {
        const Block &each = block(at);
        if (!each.lines)
            continue;
        for (int row = std::max(first, each.first); row < each.end() && row <= last + 1; ++row) {
            const int place = row - each.first;
            const GridLines::Line &line = each.lines->lines()[size_t(each.lines->lineOf(place))];
            const bool wasStart = line.isStart && line.first == place;
            const GridBox box = boxOf(m_metrics, m_rows->rowShape(row).size);
            if (wasStart != isGroupStart(row) || !each.lines->cells()[size_t(place)].isLike(box)) {
                moved = row;
                break;
            }
        }
    }
    if (moved < 0)
        return false;
    splitAt(pinned);
    loosen(std::max(0, moved - 1), pinned);
    tidy();
    placeBlocks();
    return true;
}

/// Blocks stay near their usual size: what lies together and is not laid out may be joined and parted freely.
void GridLayout::tidy()
{
    const bool isSplintered = blockCount() > 2 * (m_count / blockRows) + 64;
    for (int at = 0; isSplintered && at + 1 < blockCount();) {
        Block &each = block(at);
        if (each.lines || block(at + 1).lines || each.count + block(at + 1).count > blockRows) {
            ++at;
            continue;
        }
        each.count += block(at + 1).count;
        each.height = each.height < 0 || block(at + 1).height < 0 ? -1 : each.height + block(at + 1).height;
        each.groups = each.groups < 0 || block(at + 1).groups < 0 ? -1 : each.groups + block(at + 1).groups;
        m_blocks.erase(m_blocks.begin() + at + 1);
    }
    for (int at = 0; at < blockCount(); ++at) {
        const Block &each = block(at);
        if (each.lines || each.count <= 2 * blockRows)
            continue;
        const int rest = each.count - blockRows;
        block(at).count = blockRows;
        block(at).height = -1;
        block(at).groups = -1;
        appendBlocks(at + 1, block(at).end(), rest);
    }
}

int GridLayout::estimate(const Block &block) const
{
    const bool isKnown = block.groups >= 0 && block.aspect > 0;
    const double seen = std::max(1.0, m_seenRows);
    const double aspect = isKnown ? double(block.aspect) : m_seenRows > 0 ? m_seenAspects / seen : 1;
    const double tallness = isKnown ? double(block.tallness) : m_seenRows > 0 ? m_seenTallness / seen : 1;
    const double groups = isKnown ? block.groups : m_seenGroups / seen * block.count;
    const int size = m_metrics.size();
    const bool isRagged = m_metrics.look == GridLook::Proportions;
    const double pitch = size * aspect + m_metrics.gap;
    const double perLine =
        isRagged ? std::max(1.0, (m_metrics.room() + m_metrics.gap) / pitch - 0.4) : m_metrics.columns();
    const double tall = m_metrics.look == GridLook::Columns ? size * tallness : size;
    double lines = block.count / perLine;
    if (groups > 0.5)
        lines = groups * std::ceil(std::max(1.0, block.count / groups) / perLine);
    const double header = m_metrics.header + m_metrics.mat + m_metrics.headerGap - m_metrics.gap;
    return std::max(1, qRound(lines * (tall + m_metrics.foot + m_metrics.gap) + groups * header));
}

/// Gives every block a height that has none.
void GridLayout::estimateAll()
{
    qint64 total = 0;
    bool isAny = false;
    for (Block &each : m_blocks) {
        if (each.height < 0) {
            each.height = estimate(each);
            isAny = true;
        }
        total += each.height;
    }
    if (!isAny || total <= tallestContent)
        return;
    const double scale = double(tallestContent) / double(total);
    for (Block &each : m_blocks) {
        if (!each.lines)
            each.height = std::max(1, int(each.height * scale));
    }
}

void GridLayout::placeBlocks()
{
    const bool hasHeader = m_count > 0 && m_rows->rowShape(0).group != 0;
    m_base = m_metrics.topPadding + (hasHeader ? m_metrics.gap - m_metrics.headerGap : m_metrics.mat);
    int y = m_base;
    for (Block &each : m_blocks) {
        each.top = y;
        y += each.height;
    }
    m_contentHeight = m_count == 0 ? 0 : y - m_metrics.gap + m_metrics.headerGap + m_metrics.topPadding;
}

} // namespace janus::ui
