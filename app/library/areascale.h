#pragma once

#include <QImage>
#include <QSize>

#include <cstdint>
#include <vector>

namespace janus::library {

/// The size a picture has when it is shown inside `box`: smaller or the same, rounded, never without a
/// pixel. An empty box is any size.
QSize fitted(QSize picture, QSize box);

/// Makes a picture smaller while its lines come in, from the top: every new pixel is the mean of the area it
/// covers, to one part in 256 each way.
class AreaScaler
{
public:
    /// No side of `from` is smaller than that of `to`.
    AreaScaler(QSize from, QSize to);

    /// The next of `from`'s lines, of pixels of four bytes. Allocates nothing.
    void add(const uchar *line);
    /// RGB32 if the lines were; null when there is no memory. What was not added is undefined.
    const QImage &image() const { return m_image; }

private:
    /// Which old pixels each new one covers, and how many 256ths of it each of them is. All cover equally
    /// many (some with a weight of nothing), so that a processor can foresee the end of the loop.
    struct Covers
    {
        Covers(int from, int to);
        const std::uint16_t *weightsOf(int at) const { return &weights[std::size_t(at * count)]; }

        int count = 0;
        std::vector<int> first;
        std::vector<int> last; ///< that is really covered
        std::vector<std::uint16_t> weights;
    };
    void finishLine();

    Covers m_columns;
    Covers m_lines;
    std::vector<std::uint16_t> m_sums; ///< of the new line that is being made, as 256ths
    QImage m_image;
    uchar *m_pixels = nullptr; ///< of m_image, which nobody else holds meanwhile
    int m_in = 0;              ///< lines that have come
    int m_out = 0;             ///< lines that are done
};

/// The same for an RGB32 picture that is there. Any thread.
QImage areaScaled(const QImage &image, QSize size);

} // namespace janus::library
