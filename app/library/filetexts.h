#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace janus::library {

/// A text in a picture file and where it stands: a PNG's keyword as it is written, or "UserComment",
/// "MakerNote", "Software", "ImageDescription", "Make", "Model" of EXIF, or "comment" of a JPEG.
struct FileText
{
    QString place;
    QString text;
};

/// The texts that a JPEG, PNG or WebP of anybody's carries, whole, in the order of the file; packed ones are
/// unpacked. One above mostFileText is passed over, and so is what comes after mostFileTexts. None for what
/// is no orderly picture file. XMP packets and recipes of ours are not among them. Any thread.
QList<FileText> textsIn(const QByteArray &file);

constexpr qsizetype mostFileText = 16 * 1024 * 1024; ///< in bytes; workflows of ComfyUI have some megabytes
constexpr qsizetype mostFileTexts = 64;

} // namespace janus::library
