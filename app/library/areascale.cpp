#include "library/areascale.h"

#include <algorithm>
#include <cstring>

namespace janus::library {

namespace {

constexpr int channels = 4;
/// A new pixel's whole. 255 times it still fits into 16 bits, so that a vector of the simplest processor
/// holds eight of them.
constexpr int whole = 256;
constexpr int half = whole / 2;

} // namespace

QSize fitted(QSize picture, QSize box)
{
    if (box.isEmpty() || (picture.width() <= box.width() && picture.height() <= box.height()))
        return picture;
    const auto scaled = [](int side, int part, int of) {
        return std::max(1, int((2 * qint64(side) * part + of) / (2 * qint64(of))));
    };
    const bool isWide = qint64(picture.width()) * box.height() >= qint64(picture.height()) * box.width();
    return isWide ? QSize(box.width(), scaled(picture.height(), box.width(), picture.width()))
                  : QSize(scaled(picture.width(), box.height(), picture.height()), box.height());
}

AreaScaler::Covers::Covers(int from, int to)
    : count(std::min(from, (from + to - 1) / to + (from % to == 0 ? 0 : 1)))
    , first(std::size_t(to), 0)
    , last(std::size_t(to), 0)
    , weights(std::size_t(to) * std::size_t(count), 0)
{
    for (int at = 0; at < to; ++at) {
        // In units of 1/to of an old pixel.
        const qint64 begin = qint64(at) * from;
        const qint64 end = begin + from;
        const int start = std::min(int(begin / to), from - count);
        first[std::size_t(at)] = start;
        last[std::size_t(at)] = int((end - 1) / to);
        int given = 0;
        for (int tap = 0; tap < count; ++tap) {
            // Rounded as a running total, so that nothing is lost: flat areas keep their colour.
            const qint64 covered = std::clamp(qint64(start + tap + 1) * to, begin, end) - begin;
            const int total = int((covered * whole + from / 2) / from);
            weights[std::size_t(at * count + tap)] = std::uint16_t(total - given);
            given = total;
        }
    }
}

AreaScaler::AreaScaler(QSize from, QSize to)
    : m_columns(from.width(), to.width())
    , m_lines(from.height(), to.height())
    , m_sums(std::size_t(from.width()) * channels)
    , m_image(to, QImage::Format_RGB32)
    , m_pixels(m_image.bits())
{
    Q_ASSERT(to.width() <= from.width() && to.height() <= from.height());
}

void AreaScaler::add(const uchar *line)
{
    const int lines = m_pixels ? m_image.height() : 0;
    // A line may lie across the edge of two new ones.
    while (m_out < lines && m_in >= m_lines.first[std::size_t(m_out)]) {
        const int tap = m_in - m_lines.first[std::size_t(m_out)];
        const std::uint16_t weight = m_lines.weightsOf(m_out)[tap];
        std::uint16_t *sums = m_sums.data();
        const std::size_t count = weight == 0 ? 0 : m_sums.size();
        for (std::size_t i = 0; i < count; ++i)
            sums[i] = std::uint16_t(sums[i] + line[i] * weight);
        if (m_in < m_lines.last[std::size_t(m_out)])
            break;
        finishLine();
    }
    ++m_in;
}

void AreaScaler::finishLine()
{
    for (std::uint16_t &sum : m_sums)
        sum = std::uint16_t((sum + half) >> 8);
    auto *pixel = reinterpret_cast<QRgb *>(m_pixels + qsizetype(m_out) * m_image.bytesPerLine());
    const std::uint16_t *weight = m_columns.weights.data();
    const std::uint16_t *sums = m_sums.data();
    const int taps = m_columns.count;
    for (const int first : m_columns.first) {
        const std::uint16_t *from = sums + std::ptrdiff_t(first) * channels;
        std::uint64_t means = 0x0001'0001'0001'0001 * half;
        for (int tap = 0; tap < taps; ++tap) {
            // Four sums of 16 bits at once: none of them runs over into the next.
            std::uint64_t four = 0;
            std::memcpy(&four, from, sizeof four);
            means += four * *weight++;
            from += channels;
        }
        // The upper bytes of the four, side by side.
        means = (means >> 8) & 0x00ff'00ff'00ff'00ff;
        means = (means | (means >> 8)) & 0x0000'ffff'0000'ffff;
        *pixel++ = QRgb(means | (means >> 16));
    }
    std::ranges::fill(m_sums, std::uint16_t(0));
    ++m_out;
}

QImage areaScaled(const QImage &image, QSize size)
{
    Q_ASSERT(image.format() == QImage::Format_RGB32);
    if (size == image.size())
        return image;
    AreaScaler scaler(image.size(), size);
    for (int y = 0; y < image.height(); ++y)
        scaler.add(image.constScanLine(y));
    return scaler.image();
}

} // namespace janus::library
