#include "ui/stage/gridlayout.h"

#include <algorithm>

namespace janus::ui {

namespace {

constexpr int narrowestPicture = 48;
constexpr double flattest = 0.125; // shapes beyond 8:1 are drawn as if they were 8:1
constexpr double tallest = 8.0;

} // namespace

void GridLayout::setMetrics(const GridMetrics &metrics)
{
    if (metrics == m_metrics)
        return;
    m_metrics = metrics;
    place();
}

void GridLayout::reset(int count, const Reader &read)
{
    m_rows.clear();
    m_rows.reserve(size_t(count));
    for (int row = 0; row < count; ++row)
        m_rows.push_back(toRow(read(row)));
    rebuildBatches();
}

void GridLayout::insert(int first, int count, const Reader &read)
{
    std::vector<Row> added;
    added.reserve(size_t(count));
    for (int row = first; row < first + count; ++row)
        added.push_back(toRow(read(row)));
    m_rows.insert(m_rows.begin() + first, added.begin(), added.end());
    rebuildBatches();
}

void GridLayout::remove(int first, int count)
{
    m_rows.erase(m_rows.begin() + first, m_rows.begin() + first + count);
    rebuildBatches();
}

bool GridLayout::refresh(int first, int last, const Reader &read)
{
    bool isChanged = false;
    for (int row = first; row <= last; ++row) {
        const Row now = toRow(read(row));
        isChanged = isChanged || now != m_rows[size_t(row)];
        m_rows[size_t(row)] = now;
    }
    if (isChanged)
        rebuildBatches();
    return isChanged;
}

GridLayout::Row GridLayout::toRow(const GridRow &row)
{
    const double ratio = row.size.isEmpty() ? 1.0 : double(row.size.height()) / row.size.width();
    return {row.batch, float(std::clamp(ratio, flattest, tallest))};
}

void GridLayout::rebuildBatches()
{
    m_batches.clear();
    for (size_t row = 0; row < m_rows.size(); ++row) {
        if (m_batches.empty() || m_batches.back().id != m_rows[row].batch)
            m_batches.push_back({m_rows[row].batch, int(row), 0, flattest, 0});
        GridBatch &batch = m_batches.back();
        ++batch.count;
        batch.ratio = std::max(batch.ratio, double(m_rows[row].ratio));
    }
    place();
}

void GridLayout::place()
{
    const int room = std::max(m_metrics.width - 2 * m_metrics.sidePadding, narrowestPicture);
    m_pictureWidth = std::clamp(m_metrics.cellWidth, narrowestPicture, room);
    m_columns = std::max(1, (room + m_metrics.gap) / (m_pictureWidth + m_metrics.gap));
    int y = m_metrics.topPadding;
    for (GridBatch &batch : m_batches) {
        batch.top = y;
        const int lines = lineCount(batch);
        y = firstLineTop(batch) + lines * lineHeight(batch) - m_metrics.gap + m_metrics.headerGap;
    }
    m_contentHeight = m_batches.empty() ? 0 : y + m_metrics.topPadding;
}

int GridLayout::pictureHeight(double ratio) const
{
    return qRound(m_pictureWidth * ratio);
}

int GridLayout::lineHeight(const GridBatch &batch) const
{
    return pictureHeight(batch.ratio) + m_metrics.foot + m_metrics.gap;
}

int GridLayout::firstLineTop(const GridBatch &batch) const
{
    return batch.top + m_metrics.header + m_metrics.mat;
}

int GridLayout::lineCount(const GridBatch &batch) const
{
    return (batch.count + m_columns - 1) / m_columns;
}

int GridLayout::batchOfRow(int row) const
{
    if (row < 0 || row >= rowCount())
        return -1;
    const auto after = std::ranges::upper_bound(m_batches, row, {}, &GridBatch::firstRow);
    return int(after - m_batches.begin()) - 1;
}

int GridLayout::batchOfId(BatchId id) const
{
    const auto found = std::ranges::find(m_batches, id, &GridBatch::id);
    return found == m_batches.end() ? -1 : int(found - m_batches.begin());
}

int GridLayout::batchAt(int y) const
{
    if (m_batches.empty())
        return -1;
    const auto after = std::ranges::upper_bound(m_batches, y, {}, &GridBatch::top);
    return std::max(0, int(after - m_batches.begin()) - 1);
}

QRect GridLayout::headerRect(int batch) const
{
    if (batch < 0 || batch >= int(m_batches.size()))
        return {};
    const int side = m_metrics.sidePadding;
    return {side, m_batches[size_t(batch)].top, std::max(0, m_metrics.width - side), m_metrics.header};
}

QRect GridLayout::pictureRect(int row) const
{
    const int at = batchOfRow(row);
    if (at < 0)
        return {};
    const GridBatch &batch = m_batches[size_t(at)];
    const int place = row - batch.firstRow;
    const int x = m_metrics.sidePadding + (place % m_columns) * (m_pictureWidth + m_metrics.gap);
    const int y = firstLineTop(batch) + (place / m_columns) * lineHeight(batch);
    return {x, y, m_pictureWidth, pictureHeight(double(m_rows[size_t(row)].ratio))};
}

QRect GridLayout::footRect(int row) const
{
    const QRect picture = pictureRect(row);
    if (picture.isNull())
        return {};
    return {picture.left(), picture.bottom() + 1, picture.width(), m_metrics.foot};
}

QRect GridLayout::cellRect(int row) const
{
    return pictureRect(row).united(footRect(row));
}

QRect GridLayout::matRect(int row) const
{
    const int mat = m_metrics.mat;
    const QRect cell = cellRect(row);
    return cell.isNull() ? QRect() : cell.adjusted(-mat, -mat, mat, 0);
}

int GridLayout::columnOf(int row) const
{
    const int batch = batchOfRow(row);
    return batch < 0 ? 0 : (row - m_batches[size_t(batch)].firstRow) % m_columns;
}

int GridLayout::rowAt(const QPoint &point) const
{
    const QList<int> rows = rowsIn(QRect(point, QSize(1, 1)));
    return rows.isEmpty() ? -1 : rows.first();
}

QList<int> GridLayout::rowsIn(const QRect &area) const
{
    QList<int> rows;
    if (area.isEmpty() || m_batches.empty())
        return rows;
    const int pitch = m_pictureWidth + m_metrics.gap;
    const int left = std::max(0, (area.left() - m_metrics.sidePadding) / pitch);
    const int right = std::min(m_columns - 1, (area.right() - m_metrics.sidePadding) / pitch);
    if (area.right() < m_metrics.sidePadding)
        return rows;
    for (size_t at = size_t(batchAt(area.top())); at < m_batches.size(); ++at) {
        const GridBatch &batch = m_batches[at];
        if (batch.top > area.bottom())
            break;
        const int height = lineHeight(batch);
        const int top = firstLineTop(batch);
        const int firstLine = std::max(0, (area.top() - top) / height);
        const int lastLine =
            area.bottom() < top ? -1 : std::min(lineCount(batch) - 1, (area.bottom() - top) / height);
        for (int line = firstLine; line <= lastLine; ++line) {
            for (int column = left; column <= right; ++column) {
                const int row = batch.firstRow + line * m_columns + column;
                if (row <= batch.lastRow() && cellRect(row).intersects(area))
                    rows.append(row);
            }
        }
    }
    return rows;
}

int GridLayout::rowInLine(const GridBatch &batch, int line, int column) const
{
    return std::min(batch.firstRow + line * m_columns + std::min(column, m_columns - 1), batch.lastRow());
}

int GridLayout::rowInNextLine(int row, int lines, int column) const
{
    const int at = batchOfRow(row);
    if (at < 0)
        return row;
    const GridBatch &batch = m_batches[size_t(at)];
    const int line = (row - batch.firstRow) / m_columns + lines;
    if (line >= 0 && line < lineCount(batch))
        return rowInLine(batch, line, column);
    const int next = at + lines;
    if (next < 0 || next >= int(m_batches.size()))
        return row;
    const GridBatch &other = m_batches[size_t(next)];
    return rowInLine(other, lines < 0 ? lineCount(other) - 1 : 0, column);
}

int GridLayout::rowNear(int column, int y) const
{
    const int at = batchAt(y);
    if (at < 0)
        return -1;
    const GridBatch &batch = m_batches[size_t(at)];
    const int line = std::clamp((y - firstLineTop(batch)) / lineHeight(batch), 0, lineCount(batch) - 1);
    return rowInLine(batch, line, column);
}

} // namespace janus::ui
