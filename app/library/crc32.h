#pragma once

#include <QByteArrayView>

#include <array>

namespace janus::library {

inline constexpr std::array<quint32, 256> crc32Table = [] {
    std::array<quint32, 256> table{};
    for (quint32 byte = 0; byte < 256; ++byte) {
        quint32 crc = byte;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320 : 0);
        table[byte] = crc;
    }
    return table;
}();

/// The checksum of PNG chunks and of files in a ZIP archive.
inline quint32 crc32Of(QByteArrayView bytes)
{
    quint32 crc = 0xffffffff;
    for (const char byte : bytes)
        crc = (crc >> 8) ^ crc32Table[(crc ^ quint8(byte)) & 0xff];
    return ~crc;
}

} // namespace janus::library
