#pragma once

#include <QByteArray>
#include <QImage>

namespace janus::sandbox {

/// JPEG of quality 88 with a comment segment that names the picture a practice picture. Empty if the JPEG
/// plugin is missing.
QByteArray encodeJpeg(const QImage &image);

/// PNG with the same words in a text chunk.
QByteArray encodePng(const QImage &image);

} // namespace janus::sandbox
