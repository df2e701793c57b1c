#pragma once

#include <QByteArray>

#include <optional>

namespace janus::library {

/// Unpacks a zlib stream (RFC 1950, RFC 1951) of anybody's into at most `most` bytes. Nothing when it is
/// damaged or makes more than that: qUncompress() would take all memory for a few bytes that unfold.
/// The checksum behind the data is not asked about: texts are judged by what they say. Any thread.
std::optional<QByteArray> inflated(QByteArrayView packed, qsizetype most);

} // namespace janus::library
