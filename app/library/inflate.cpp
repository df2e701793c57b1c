#include "library/inflate.h"

#include <array>
#include <span>

namespace janus::library {

namespace {

/// The packed bits, the lowest of each byte first. Behind the end come zeros, and isBeyond().
class Bits
{
public:
    explicit Bits(QByteArrayView bytes)
        : m_bytes(bytes)
    {
    }

    quint32 take(int count)
    {
        while (m_held < count) {
            if (m_at >= m_bytes.size())
                m_isBeyond = true;
            m_bits |= quint64(m_at < m_bytes.size() ? quint8(m_bytes[m_at]) : 0) << m_held;
            ++m_at;
            m_held += 8;
        }
        const auto value = quint32(m_bits & ((quint64(1) << count) - 1));
        m_bits >>= count;
        m_held -= count;
        return value;
    }
    void toByte()
    {
        m_bits >>= m_held % 8;
        m_held -= m_held % 8;
    }
    bool isBeyond() const { return m_isBeyond; }

private:
    QByteArrayView m_bytes;
    qsizetype m_at = 0;
    quint64 m_bits = 0;
    int m_held = 0;
    bool m_isBeyond = false;
};

/// Canonical Huffman codes: given by their lengths alone (RFC 1951, 3.2.2).
class Codes
{
public:
    static constexpr int longest = 15;

    explicit Codes(std::span<const quint8> lengths)
    {
        for (const quint8 length : lengths)
            ++m_count[length];
        m_count[0] = 0;
        std::array<quint16, longest + 2> place{};
        for (int length = 1; length <= longest; ++length)
            place[length + 1] = place[length] + m_count[length];
        for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol) {
            if (lengths[symbol] != 0)
                m_symbols[place[lengths[symbol]]++] = quint16(symbol);
        }
        int left = 1;
        for (int length = 1; length <= longest && left >= 0; ++length)
            left = left * 2 - m_count[length];
        m_isValid = left >= 0; // more codes than there are bits for are damage
    }

    bool isValid() const { return m_isValid; }

    /// -1 for bits that are no code.
    int next(Bits &bits) const
    {
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= longest; ++length) {
            code |= int(bits.take(1));
            const int count = m_count[length];
            if (code - count < first)
                return m_symbols[index + code - first];
            index += count;
            first = (first + count) * 2;
            code *= 2;
        }
        return -1;
    }

private:
    std::array<quint16, longest + 1> m_count{};
    std::array<quint16, 288> m_symbols{};
    bool m_isValid = false;
};

constexpr int endOfBlock = 256;
constexpr std::array<quint16, 29> lengthBase{3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                             31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
constexpr std::array<quint8, 29> lengthBits{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                            2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
constexpr std::array<quint16, 30> distanceBase{1,    2,    3,    4,    5,    7,    9,    13,    17,    25,
                                               33,   49,   65,   97,   129,  193,  257,  385,   513,   769,
                                               1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
constexpr std::array<quint8, 30> distanceBits{0, 0, 0, 0, 1, 1, 2, 2,  3,  3,  4,  4,  5,  5,  6,
                                              6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13};

class Inflating
{
public:
    Inflating(QByteArrayView packed, qsizetype most)
        : m_bits(packed)
        , m_most(most)
    {
    }

    std::optional<QByteArray> result()
    {
        for (bool isLast = false; !isLast;) {
            isLast = m_bits.take(1) == 1;
            const quint32 kind = m_bits.take(2);
            const bool isWhole = kind == 0 ? stored() : kind == 1 ? fixed() : kind == 2 && dynamic();
            if (!isWhole || m_bits.isBeyond())
                return {};
        }
        return m_out;
    }

private:
    bool stored()
    {
        m_bits.toByte();
        const quint32 length = m_bits.take(16);
        if (length != (~m_bits.take(16) & 0xffff) || m_out.size() + qsizetype(length) > m_most)
            return false;
        for (quint32 byte = 0; byte < length && !m_bits.isBeyond(); ++byte)
            m_out += char(m_bits.take(8));
        return true;
    }

    bool fixed()
    {
        std::array<quint8, 288> lengths{};
        for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol)
            lengths[symbol] = symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8;
        std::array<quint8, 30> distances{};
        distances.fill(5);
        return block(Codes(lengths), Codes(distances));
    }

    bool dynamic()
    {
        static constexpr std::array<quint8, 19> order{16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                      11, 4,  12, 3, 13, 2, 14, 1, 15};
        const std::size_t literals = m_bits.take(5) + 257;
        const std::size_t distances = m_bits.take(5) + 1;
        const std::size_t given = m_bits.take(4) + 4;
        if (literals > 286 || distances > 30)
            return false;
        std::array<quint8, 320> lengths{};
        for (std::size_t at = 0; at < given; ++at)
            lengths[order[at]] = quint8(m_bits.take(3));
        const Codes ofLengths{std::span<const quint8>(lengths).first(order.size())};
        if (!ofLengths.isValid())
            return false;
        lengths = {};
        for (std::size_t at = 0; at < literals + distances;) {
            const int symbol = ofLengths.next(m_bits);
            if (symbol < 0 || m_bits.isBeyond() || (symbol == 16 && at == 0))
                return false;
            if (symbol < 16) {
                lengths[at++] = quint8(symbol);
                continue;
            }
            const quint8 again = symbol == 16 ? lengths[at - 1] : quint8(0);
            std::size_t times = symbol == 16   ? 3 + m_bits.take(2)
                                : symbol == 17 ? 3 + m_bits.take(3)
                                               : 11 + m_bits.take(7);
            if (at + times > literals + distances)
                return false;
            for (; times > 0; --times)
                lengths[at++] = again;
        }
        return block(Codes(std::span<const quint8>(lengths).first(literals)),
                     Codes(std::span<const quint8>(lengths).subspan(literals, distances)));
    }

    bool block(const Codes &literals, const Codes &distances)
    {
        if (!literals.isValid() || !distances.isValid())
            return false;
        while (!m_bits.isBeyond()) {
            const int symbol = literals.next(m_bits);
            if (symbol == endOfBlock)
                return true;
            if (symbol < 0 || m_out.size() >= m_most)
                return false;
            if (symbol < endOfBlock)
                m_out += char(symbol);
            else if (!copy(std::size_t(symbol) - endOfBlock - 1, distances))
                return false;
        }
        return false;
    }

    bool copy(std::size_t symbol, const Codes &distances)
    {
        if (symbol >= lengthBase.size())
            return false;
        const qsizetype length = lengthBase[symbol] + m_bits.take(lengthBits[symbol]);
        const int far = distances.next(m_bits);
        if (far < 0 || std::size_t(far) >= distanceBase.size())
            return false;
        const qsizetype distance =
            distanceBase[std::size_t(far)] + m_bits.take(distanceBits[std::size_t(far)]);
        if (distance > m_out.size() || m_out.size() + length > m_most)
            return false;
        for (qsizetype byte = 0; byte < length; ++byte)
            m_out += m_out[m_out.size() - distance]; // it may reach into what it writes
        return true;
    }

    Bits m_bits;
    QByteArray m_out;
    const qsizetype m_most;
};

} // namespace

std::optional<QByteArray> inflated(QByteArrayView packed, qsizetype most)
{
    constexpr int deflate = 8;
    constexpr int hasDictionary = 0x20;
    if (packed.size() < 2)
        return {};
    const auto method = quint8(packed[0]);
    const auto flags = quint8(packed[1]);
    if ((method & 0x0f) != deflate || (flags & hasDictionary) != 0 || (method * 256 + flags) % 31 != 0)
        return {};
    return Inflating(packed.sliced(2), most).result();
}

} // namespace janus::library
