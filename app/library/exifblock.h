#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

/// EXIF blocks of anybody's: a TIFF without pictures. Pure functions on bytes, for any thread.
/// https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E (Exif 3.0, 4.6)
namespace janus::library {

namespace exiftag {
constexpr int imageDescription = 0x010e;
constexpr int make = 0x010f;
constexpr int model = 0x0110;
constexpr int orientation = 0x0112;
constexpr int software = 0x0131;
constexpr int exifDirectory = 0x8769;
constexpr int makerNote = 0x927c;
constexpr int userComment = 0x9286;
} // namespace exiftag

/// A field that holds text.
struct ExifText
{
    int tag = 0;
    QString text;
};

/// The texts of the first directory and of the one with the picture's own fields, in their order. A text
/// longer than `most` UTF-16 units is cut; all together they are at most twice that, and at most 64.
///
/// A UserComment says its encoding in eight bytes; its UTF-16 is big-endian by piexif (AUTOMATIC1111) and
/// little-endian by ImageSharp (SwarmUI), whatever the block's own order is: what it says decides. Pillow
/// (Fooocus) writes it as plain text in the first directory.
QList<ExifText> exifTexts(QByteArrayView block, qsizetype most);

/// 1 (upright) to 8.
int exifOrientation(QByteArrayView block);

} // namespace janus::library
