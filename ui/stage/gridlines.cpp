#include "ui/stage/gridlines.h"

#include <algorithm>
#include <cstdlib>

namespace janus::ui {

namespace {

constexpr int narrowestCell = 48;
constexpr double flattest = 0.125; // cells beyond 8:1 are as large as if their pictures were 8:1
constexpr double tallest = 8.0;

double aspectOf(const QSize &pixels)
{
    return std::clamp(double(pixels.width()) / pixels.height(), flattest, tallest);
}

QSize fitted(const QSize &pixels, const QSize &box)
{
    const int high = qRound(double(box.width()) * pixels.height() / pixels.width());
    if (high <= box.height())
        return {box.width(), std::max(1, high)};
    const int wide = qRound(double(box.height()) * pixels.width() / pixels.height());
    return {std::clamp(wide, 1, box.width()), box.height()};
}

} // namespace

int GridMetrics::room() const
{
    return std::max(width - 2 * sidePadding, narrowestCell);
}

int GridMetrics::size() const
{
    return look == GridLook::Proportions ? cellSize : std::clamp(cellSize, narrowestCell, room());
}

int GridMetrics::columns() const
{
    return std::max(1, (room() + gap) / (size() + gap));
}

GridBox boxOf(const GridMetrics &metrics, const QSize &pixels)
{
    const QSize shape = pixels.isEmpty() ? QSize(1, 1) : pixels;
    const int size = metrics.size();
    const double aspect = aspectOf(shape);
    QSize box(size, size);
    if (metrics.look == GridLook::Columns) {
        box.setHeight(qRound(size / aspect));
    } else if (metrics.look == GridLook::Proportions) {
        const int wide = qRound(size * aspect);
        box.setWidth(std::clamp(wide, narrowestCell, metrics.room()));
        if (wide == box.width() && aspect > flattest && aspect < tallest)
            return {box, box};
    }
    return {box, fitted(shape, box)};
}

bool GridLines::Cell::isLike(const GridBox &box) const
{
    return QSize(width, height) == box.size && QSize(pictureWidth, pictureHeight) == box.picture;
}

GridLines::GridLines(const GridMetrics &metrics)
    : m_metrics(metrics)
{
}

void GridLines::append(const models::RowShape &shape, bool isGroupStart, Break kind)
{
    const GridBox box = boxOf(m_metrics, shape.size);
    int left = m_cells.empty() ? 0 : m_cells.back().left + m_cells.back().width + m_metrics.gap;
    const bool isFull = left + box.size.width() > m_metrics.room();
    const bool breaks =
        m_lines.empty() || isGroupStart || kind == Break::Here || (kind == Break::WhenFull && isFull);
    if (breaks) {
        Line line;
        line.first = int(m_cells.size());
        line.isStart = isGroupStart;
        line.hasHeader = isGroupStart && shape.group != 0;
        line.top = height();
        if (line.hasHeader)
            line.top += m_metrics.headerGap - m_metrics.gap + m_metrics.header + m_metrics.mat;
        m_lines.push_back(line);
        left = 0;
    }
    m_lines.back().height = std::max(m_lines.back().height, box.size.height());
    m_cells.push_back({short(left), short(box.size.width()), short(box.size.height()),
                       short(box.picture.width()), short(box.picture.height())});
    m_groups += isGroupStart ? 1 : 0;
    const double aspect = shape.size.isEmpty() ? 1 : aspectOf(shape.size);
    m_aspects += aspect;
    m_tallness += 1 / aspect;
}

bool GridLines::hasRoomFor(const models::RowShape &shape) const
{
    const int left = m_cells.empty() ? 0 : m_cells.back().left + m_cells.back().width + m_metrics.gap;
    return left + boxOf(m_metrics, shape.size).size.width() <= m_metrics.room();
}

int GridLines::height() const
{
    return m_lines.empty() ? 0 : m_lines.back().top + m_lines.back().height + m_metrics.foot + m_metrics.gap;
}

int GridLines::lineOf(int place) const
{
    const auto after = std::ranges::upper_bound(m_lines, place, {}, &Line::first);
    return std::max(0, int(after - m_lines.begin()) - 1);
}

int GridLines::endOf(int line) const
{
    return line + 1 < int(m_lines.size()) ? m_lines[size_t(line) + 1].first : int(m_cells.size());
}

int GridLines::headerTop(int line) const
{
    const Line &at = m_lines[size_t(line)];
    return at.hasHeader ? at.top - m_metrics.mat - m_metrics.header : at.top;
}

int GridLines::lineAt(int y) const
{
    const auto after = std::ranges::upper_bound(m_lines, y, {}, &Line::top);
    const int line = int(after - m_lines.begin()) - 1;
    const int next = line + 1;
    if (next < int(m_lines.size()) && headerTop(next) <= y)
        return next;
    return std::max(0, line);
}

int GridLines::nearest(int line, int x) const
{
    int best = m_lines[size_t(line)].first;
    for (int place = best; place < endOf(line); ++place) {
        const auto distance = [this, x](int at) {
            const Cell &cell = m_cells[size_t(at)];
            return std::abs(cell.left + cell.width / 2 - x);
        };
        if (distance(place) < distance(best))
            best = place;
    }
    return best;
}

double GridLines::meanAspect() const
{
    return m_cells.empty() ? 1 : m_aspects / double(m_cells.size());
}

double GridLines::meanTallness() const
{
    return m_cells.empty() ? 1 : m_tallness / double(m_cells.size());
}

GridLines GridLines::split(int line)
{
    GridLines tail(m_metrics);
    const int first = m_lines[size_t(line)].first;
    const int above = line == 0 ? 0
                                : m_lines[size_t(line) - 1].top + m_lines[size_t(line) - 1].height +
                                      m_metrics.foot + m_metrics.gap;
    const double share = double(m_cells.size() - size_t(first)) / double(m_cells.size());
    tail.m_cells.assign(m_cells.begin() + first, m_cells.end());
    tail.m_lines.assign(m_lines.begin() + line, m_lines.end());
    for (Line &moved : tail.m_lines) {
        moved.first -= first;
        moved.top -= above;
        tail.m_groups += moved.isStart ? 1 : 0;
    }
    tail.m_aspects = m_aspects * share;
    tail.m_tallness = m_tallness * share;
    m_cells.resize(size_t(first));
    m_lines.resize(size_t(line));
    m_groups -= tail.m_groups;
    m_aspects -= tail.m_aspects;
    m_tallness -= tail.m_tallness;
    return tail;
}

} // namespace janus::ui
