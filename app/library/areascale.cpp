#include "library/areascale.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace janus::library {

namespace {

/// The parts of an old pixel in a new one. What is summed up of 8, 12 and 12 bits fits into 32.
constexpr int weightBits = 12;
constexpr std::uint32_t whole = 1U << weightBits;
/// A column's sum is kept in 16 bits: eight for the value and these.
constexpr int columnBits = 8;

/// Which old pixels a new one covers, and how much of it each is; the weights' sum is `whole`.
struct Cover
{
    int first = 0;
    std::vector<std::uint32_t> weights;
};

std::vector<Cover> covers(int from, int to)
{
    std::vector<Cover> all(std::size_t(to), Cover{});
    for (int at = 0; at < to; ++at) {
        // In units of 1/to of an old pixel.
        const qint64 begin = qint64(at) * from;
        const qint64 end = begin + from;
        Cover &cover = all[std::size_t(at)];
        cover.first = int(begin / to);
        std::uint32_t given = 0;
        for (qint64 old = cover.first; old * to < end; ++old) {
            // Rounded as a running total, so that nothing is lost: flat areas keep their colour.
            const qint64 covered = std::min(end, (old + 1) * to) - begin;
            const auto total = std::uint32_t((covered * whole + from / 2) / from);
            cover.weights.push_back(total - given);
            given = total;
        }
    }
    return all;
}

/// The weighted mean of some lines, channel by channel, in 8 + columnBits bits.
void addLines(const QImage &image, const Cover &cover, std::vector<std::uint32_t> &sums)
{
    std::ranges::fill(sums, 1U << (weightBits - columnBits - 1));
    for (std::size_t line = 0; line < cover.weights.size(); ++line) {
        const uchar *pixels = image.constScanLine(cover.first + int(line));
        const std::uint32_t weight = cover.weights[line];
        for (std::size_t at = 0; at < sums.size(); ++at)
            sums[at] += pixels[at] * weight;
    }
    for (std::uint32_t &sum : sums)
        sum >>= weightBits - columnBits;
}

void addColumns(const std::vector<std::uint32_t> &sums, const std::vector<Cover> &columns, uchar *line)
{
    constexpr int shift = weightBits + columnBits;
    for (const Cover &cover : columns) {
        const std::uint32_t *from = &sums[std::size_t(cover.first) * 4];
        std::uint32_t mean[4] = {1U << (shift - 1), 1U << (shift - 1), 1U << (shift - 1), 1U << (shift - 1)};
        for (const std::uint32_t weight : cover.weights) {
            for (int channel = 0; channel < 4; ++channel)
                mean[channel] += from[channel] * weight;
            from += 4;
        }
        for (int channel = 0; channel < 4; ++channel)
            line[channel] = uchar(mean[channel] >> shift);
        line += 4;
    }
}

} // namespace

QSize fitted(QSize picture, QSize box)
{
    const bool fits =
        box.isEmpty() || (picture.width() <= box.width() && picture.height() <= box.height());
    return fits ? picture : picture.scaled(box, Qt::KeepAspectRatio).expandedTo({1, 1});
}

QImage areaScaled(const QImage &image, QSize size)
{
    Q_ASSERT(image.format() == QImage::Format_RGB32);
    Q_ASSERT(size.width() <= image.width() && size.height() <= image.height());
    if (size == image.size())
        return image;
    QImage scaled(size, QImage::Format_RGB32);
    if (scaled.isNull())
        return {};
    const std::vector<Cover> columns = covers(image.width(), size.width());
    const std::vector<Cover> lines = covers(image.height(), size.height());
    std::vector<std::uint32_t> sums(std::size_t(image.width()) * 4);
    for (int y = 0; y < size.height(); ++y) {
        addLines(image, lines[std::size_t(y)], sums);
        addColumns(sums, columns, scaled.scanLine(y));
    }
    return scaled;
}

} // namespace janus::library
