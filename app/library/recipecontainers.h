#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

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

/// embed: nothing when the file is not built as it should be. json: empty when there is none. strip: a file
/// of `sentSize` bytes; only right when its hash says so.
namespace jpeg {
std::optional<QByteArray> embed(const QByteArray &sent, const RecipeParts &parts);
QByteArray json(const QByteArray &file);
std::optional<QByteArray> strip(const QByteArray &file, qint64 sentSize);
} // namespace jpeg

namespace png {
std::optional<QByteArray> embed(const QByteArray &sent, const RecipeParts &parts);
QByteArray json(const QByteArray &file);
std::optional<QByteArray> strip(const QByteArray &file, qint64 sentSize);
} // namespace png

namespace webp {
std::optional<QByteArray> embed(const QByteArray &sent, const RecipeParts &parts);
QByteArray json(const QByteArray &file);
std::optional<QByteArray> strip(const QByteArray &file, qint64 sentSize);
} // namespace webp

} // namespace janus::library
