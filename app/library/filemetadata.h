#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

/// What JPEG, PNG and WebP files say besides their picture: reading it, taking it out, putting an XMP packet
/// in. The compressed picture stays as it is, bit for bit. Pure functions on bytes of anybody's, for any
/// thread.
namespace janus::library {

/// One thing that a file carries besides its picture.
struct Carried
{
    enum class Kind { Recipe, Text, Exif, Xmp, ColourProfile, Other };
    Kind kind = Kind::Other;
    QString name;     ///< for people: "Recipe of Janus Studio", "Text “parameters”"
    QString text;     ///< what it says, as far as it is text; cut after mostCarriedText
    qint64 bytes = 0; ///< of it
    bool operator==(const Carried &) const = default;
};
constexpr qsizetype mostCarriedText = 20'000;

/// In the order of the file; a recipe in several pieces is one. None for what is no orderly picture file.
QList<Carried> carriedBy(const QByteArray &file);

/// Only the picture, its colour profile and, when it has to be turned to be seen upright, one EXIF field that
/// says so. A Protocol error for a file that is not built as it should be.
Result<QByteArray> withoutMetadata(const QByteArray &file);

/// With this XMP packet; a file that has one is refused (Protocol).
Result<QByteArray> withXmpPacket(const QByteArray &file, const QByteArray &xmp);

/// The word behind "digitalsourcetype/" in the file's XMP: how IPTC says a picture was made. Nothing when it
/// does not say so.
std::optional<QString> sourceTypeIn(const QByteArray &file);

} // namespace janus::library
