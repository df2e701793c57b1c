#pragma once

#include <QByteArray>

#include <cstdint>

/// What libFuzzer gives, as the program's functions take it; a copy, so that reading past its end is seen.
inline QByteArray bytesOf(const std::uint8_t *data, std::size_t size)
{
    return QByteArray(reinterpret_cast<const char *>(data), qsizetype(size));
}
