#pragma once

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

/// How each kind of file carries a recipe; used by recipefile.cpp. Everything here trusts no byte.
namespace janus::library {

/// What is put into a file.
struct RecipeParts
{
    QByteArray json;
    QString text;      ///< as the web UIs read it
    QString shortText; ///< the same, short enough for a JPEG segment
    QByteArray xmp;
};

/// What a part of a file is there for.
enum class PartKind {
    Picture, ///< without it the picture cannot be shown, or not as it is
    Colour,  ///< says how its colours are meant
    Exif,
    Xmp,
    Text, ///< a text or comment
    Recipe,
    Other,
};

struct FilePart
{
    PartKind kind = PartKind::Other;
    QByteArray name;        ///< as the format calls it, or a text's keyword
    QByteArrayView bytes;   ///< all of it, with its frame
    QByteArrayView content; ///< what it says; empty when that is packed
};

/// parts: every byte of the file, in order; none when it is not built as it should be. joined: a file of some
/// of them. withXmp, withExif: one more of these, where there is none.
///
/// embed: nothing when the file is not built as it should be. json: empty when there is none. strip: a file
/// of `sentSize` bytes; only right when its hash says so.
namespace jpeg {
std::optional<QByteArray> embed(const QByteArray &sent, const RecipeParts &parts);
QByteArray json(const QByteArray &file);
std::optional<QByteArray> strip(const QByteArray &file, qint64 sentSize);
std::vector<FilePart> parts(const QByteArray &file);
QByteArray joined(const std::vector<FilePart> &parts);
std::optional<QByteArray> withXmp(const QByteArray &file, const QByteArray &xmp);
std::optional<QByteArray> withExif(const QByteArray &file, const QByteArray &exif);
} // namespace jpeg

namespace png {
std::optional<QByteArray> embed(const QByteArray &sent, const RecipeParts &parts);
QByteArray json(const QByteArray &file);
std::optional<QByteArray> strip(const QByteArray &file, qint64 sentSize);
std::vector<FilePart> parts(const QByteArray &file);
QByteArray joined(const std::vector<FilePart> &parts);
std::optional<QByteArray> withXmp(const QByteArray &file, const QByteArray &xmp);
std::optional<QByteArray> withExif(const QByteArray &file, const QByteArray &exif);
/// What a part of the kind Text says, packed or not. A tEXt is Latin-1 by the format, but many write UTF-8
/// there: it is that when it can be. Nothing when it is damaged, or has more than `most` bytes.
std::optional<QString> wholeText(const FilePart &part, qsizetype most);
} // namespace png

namespace webp {
std::optional<QByteArray> embed(const QByteArray &sent, const RecipeParts &parts);
QByteArray json(const QByteArray &file);
std::optional<QByteArray> strip(const QByteArray &file, qint64 sentSize);
std::vector<FilePart> parts(const QByteArray &file);
QByteArray joined(const std::vector<FilePart> &parts);
std::optional<QByteArray> withXmp(const QByteArray &file, const QByteArray &xmp);
std::optional<QByteArray> withExif(const QByteArray &file, const QByteArray &exif);
} // namespace webp

} // namespace janus::library
