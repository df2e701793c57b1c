#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QImage>
#include <QSize>
#include <QString>

#include <optional>

namespace janus::library {

enum class PictureFormat { Jpeg, Png, WebP };

/// Bytes that are a whole picture.
struct CheckedPicture
{
    PictureFormat format = PictureFormat::Png;
    QSize size;
    QImage image;
};

/// By the first bytes alone; nothing for what is no JPEG, PNG or WebP.
std::optional<PictureFormat> formatOf(const QByteArray &bytes);

/// Says whether bytes from outside are a whole JPEG, PNG or WebP picture of at most 64 megapixels.
///
/// The format is chosen by the first bytes, never by a name or a header; the structure is walked to its end
/// mark, because Qt decodes the first half of a cut JPEG without complaint; then the picture is decoded
/// whole. Otherwise a Protocol error whose sentence names what the bytes are or lack. Any thread; needs
/// memory for the picture.
///
/// The image is in sRGB, whatever profile the file carries. With a `box` all of the data is still read, but
/// the image is made no larger than fits into it (never enlarged), RGB32, on white where it is transparent:
/// half the time and a fraction of the memory for a JPEG.
Result<CheckedPicture> checkPicture(const QByteArray &bytes, QSize box = {});

/// What thumbnails are made for, in pixels of the screen.
inline constexpr QSize thumbnailBox{256, 256};

/// The size of a picture whose bytes are known to be good: the structure is walked, nothing is decoded. The
/// same errors.
Result<QSize> sizeOfPicture(const QByteArray &bytes);

/// ".jpg", ".png" or ".webp".
QString suffixOf(PictureFormat format);

/// A thumbnail as the cache stores it; `thumbnail` is RGB32.
QByteArray thumbnailJpeg(const QImage &thumbnail);
/// A stored thumbnail in exactly this size, or its own where that is smaller; null when it is damaged.
QImage thumbnailImage(const QByteArray &jpeg, QSize size);

} // namespace janus::library
