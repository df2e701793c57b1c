#include "ui/stage/gridlayout.h"

#include <algorithm>

// Where things stand, and what stands there.

namespace janus::ui {

GridLayout::GridLayout() = default;
GridLayout::~GridLayout() = default;

int GridLayout::blockOf(int row) const
{
    const auto after = std::ranges::upper_bound(m_blocks, row, {}, &Block::first);
    return std::max(0, int(after - m_blocks.begin()) - 1);
}

int GridLayout::blockAtY(int y) const
{
    const auto after = std::ranges::upper_bound(m_blocks, y, {}, &Block::top);
    return std::max(0, int(after - m_blocks.begin()) - 1);
}

GridLayout::Place GridLayout::placeOf(int row) const
{
    if (row < 0 || row >= m_count)
        return {};
    Place place;
    place.block = &block(blockOf(row));
    if (const GridLines *lines = place.block->lines.get()) {
        const int at = row - place.block->first;
        place.line = &lines->lines()[size_t(lines->lineOf(at))];
        place.cell = &lines->cells()[size_t(at)];
    }
    return place;
}

bool GridLayout::isGroupStart(int row) const
{
    return row == 0 || m_rows->rowShape(row - 1).group != m_rows->rowShape(row).group;
}

QRect GridLayout::rectOf(const Block &block, const GridLines::Line &line, const GridLines::Cell &cell) const
{
    return {m_metrics.sidePadding + cell.left, block.top + line.top, cell.width, cell.height};
}

QRect GridLayout::boxRect(int row) const
{
    const Place place = placeOf(row);
    if (!place.block)
        return {};
    if (place.cell)
        return rectOf(*place.block, *place.line, *place.cell);
    const double part = double(row - place.block->first) / place.block->count;
    const int size = m_metrics.size();
    return {m_metrics.sidePadding, place.block->top + int(place.block->height * part), size, size};
}

QRect GridLayout::pictureRect(int row) const
{
    const Place place = placeOf(row);
    QRect rect = boxRect(row);
    if (!place.cell)
        return rect;
    const QSize size(place.cell->pictureWidth, place.cell->pictureHeight);
    return {rect.left() + (rect.width() - size.width()) / 2, rect.top() + (rect.height() - size.height()) / 2,
            size.width(), size.height()};
}

QRect GridLayout::footRect(int row) const
{
    const QRect box = boxRect(row);
    if (box.isNull())
        return {};
    return {box.left(), box.bottom() + 1, box.width(), m_metrics.foot};
}

QRect GridLayout::cellRect(int row) const
{
    const QRect box = boxRect(row);
    return box.isNull() ? QRect() : box.adjusted(0, 0, 0, m_metrics.foot);
}

QRect GridLayout::matRect(int row) const
{
    const int mat = m_metrics.mat;
    const QRect cell = cellRect(row);
    return cell.isNull() ? QRect() : cell.adjusted(-mat, -mat, mat, 0);
}

int GridLayout::lineTop(int row) const
{
    const Place place = placeOf(row);
    if (!place.line)
        return boxRect(row).top();
    const int head = place.line->hasHeader ? m_metrics.mat + m_metrics.header : 0;
    return place.block->top + place.line->top - head;
}

QList<GridHeader> GridLayout::headersIn(const QRect &area) const
{
    QList<GridHeader> headers;
    if (m_count == 0)
        return headers;
    const int wide = std::max(0, m_metrics.width - m_metrics.sidePadding);
    for (int at = blockAtY(area.top()); at < blockCount() && block(at).top <= area.bottom(); ++at) {
        const Block &here = block(at);
        if (!here.lines)
            continue;
        const auto &lines = here.lines->lines();
        for (int i = here.lines->lineAt(area.top() - here.top); i < int(lines.size()); ++i) {
            const int top = here.top + here.lines->headerTop(i);
            if (top > area.bottom())
                break;
            const QRect rect(m_metrics.sidePadding, top, wide, m_metrics.header);
            const int row = here.first + lines[size_t(i)].first;
            if (lines[size_t(i)].hasHeader && rect.intersects(area))
                headers.append({row, m_rows->rowShape(row).group, rect});
        }
    }
    return headers;
}

std::optional<GridHeader> GridLayout::stuckHeader(int top) const
{
    const int row = rowOfLineAt(top);
    const Place place = placeOf(row);
    if (!place.line)
        return std::nullopt;
    const qint64 group = m_rows->rowShape(row).group;
    const int own = place.block->top + place.line->top - m_metrics.mat - m_metrics.header;
    if (group == 0 || (place.line->hasHeader && own >= top))
        return std::nullopt;
    GridHeader header{row, group, {}};
    int y = top;
    const QRect below(0, top, m_metrics.width, m_metrics.header);
    for (const GridHeader &next : headersIn(below)) {
        if (next.rect.top() > top)
            y = std::min(y, next.rect.top() - m_metrics.header);
    }
    header.rect = {m_metrics.sidePadding, y, std::max(0, m_metrics.width - m_metrics.sidePadding),
                   m_metrics.header};
    return header;
}

int GridLayout::rowOfLineAt(int y) const
{
    if (m_count == 0)
        return -1;
    const Block &here = block(blockAtY(y));
    if (!here.lines)
        return here.first;
    return here.first + here.lines->lines()[size_t(here.lines->lineAt(y - here.top))].first;
}

GridSpan GridLayout::groupOf(int row) const
{
    const qint64 group = m_rows->rowShape(row).group;
    GridSpan span{row, row};
    while (span.first > 0 && m_rows->rowShape(span.first - 1).group == group)
        --span.first;
    while (span.last + 1 < m_count && m_rows->rowShape(span.last + 1).group == group)
        ++span.last;
    return span;
}

int GridLayout::rowAt(const QPoint &point) const
{
    const GridSpans spans = spansIn(QRect(point, QSize(1, 1)));
    return spans.isEmpty() ? -1 : spans.first().first;
}

GridSpans GridLayout::spansIn(const QRect &area) const
{
    GridSpans spans;
    if (area.isEmpty() || m_count == 0)
        return spans;
    const int left = m_metrics.sidePadding;
    const bool isWhole = area.left() <= left && area.right() >= left + m_metrics.room() - 1;
    for (int at = blockAtY(area.top()); at < blockCount() && block(at).top <= area.bottom(); ++at) {
        const Block &here = block(at);
        if (isWhole && here.top >= area.top() && here.top + here.height <= area.bottom()) {
            appendSpan(spans, {here.first, here.end() - 1});
            continue;
        }
        std::optional<GridLines> made; // for the moment only: a rubber band may reach far out of sight
        if (!here.lines) {
            made.emplace(m_metrics);
            for (int row = here.first; row < here.end(); ++row)
                made->append(m_rows->rowShape(row), isGroupStart(row));
        }
        const GridLines &lines = made ? *made : *here.lines;
        for (int i = lines.lineAt(area.top() - here.top); i < int(lines.lines().size()); ++i) {
            const GridLines::Line &line = lines.lines()[size_t(i)];
            if (here.top + line.top > area.bottom())
                break;
            for (int place = line.first; place < lines.endOf(i); ++place) {
                const QRect box = rectOf(here, line, lines.cells()[size_t(place)]);
                if (box.adjusted(0, 0, 0, m_metrics.foot).intersects(area))
                    appendSpan(spans, {here.first + place, here.first + place});
            }
        }
    }
    return spans;
}

QList<int> GridLayout::rowsIn(const QRect &area) const
{
    QList<int> rows;
    for (const GridSpan &span : spansIn(area)) {
        for (int row = span.first; row <= span.last; ++row)
            rows.append(row);
    }
    return rows;
}

int GridLayout::middleOf(int row) const
{
    return boxRect(row).center().x();
}

int GridLayout::rowInNextLine(int row, int lines, int x)
{
    if (row < 0 || row >= m_count)
        return row;
    const int before = m_changes;
    int at = layOut(row);
    int line = block(at).lines->lineOf(row - block(at).first) + lines;
    if (line < 0 && at > 0) {
        --at;
        if (!block(at).lines)
            at = layBackward(at);
        line = int(block(at).lines->lines().size()) - 1;
    } else if (line >= int(block(at).lines->lines().size()) && at + 1 < blockCount()) {
        ++at;
        if (!block(at).lines)
            layForward(at);
        line = 0;
    }
    if (line >= 0 && line < int(block(at).lines->lines().size()))
        row = block(at).first + block(at).lines->nearest(line, x - m_metrics.sidePadding);
    if (m_changes != before) {
        estimateAll();
        placeBlocks();
    }
    return row;
}

int GridLayout::rowBeyond(int row, int distance, int x)
{
    if (row < 0 || row >= m_count)
        return row;
    const int before = m_changes;
    int at = layOut(row);
    int y = placeOf(row).line->top + distance; // in the block
    while (y < 0 && at > 0) {
        --at;
        if (!block(at).lines)
            at = layBackward(at);
        y += block(at).height;
    }
    while (y >= block(at).height && at + 1 < blockCount()) {
        y -= block(at).height;
        ++at;
        if (!block(at).lines)
            layForward(at);
    }
    const GridLines &lines = *block(at).lines;
    row = block(at).first + lines.nearest(lines.lineAt(y), x - m_metrics.sidePadding);
    if (m_changes != before) {
        estimateAll();
        placeBlocks();
    }
    return row;
}

} // namespace janus::ui
