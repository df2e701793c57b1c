#include "library/filemetadata.h"

#include "library/exifblock.h"
#include "library/picturecheck.h"
#include "library/recipecontainers.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

struct Format
{
    std::vector<FilePart> (*parts)(const QByteArray &file);
    QByteArray (*joined)(const std::vector<FilePart> &parts);
    std::optional<QByteArray> (*withXmp)(const QByteArray &file, const QByteArray &xmp);
    std::optional<QByteArray> (*withExif)(const QByteArray &file, const QByteArray &exif);
};

std::optional<Format> fileFormat(const QByteArray &file)
{
    const std::optional<PictureFormat> format = formatOf(file);
    if (!format)
        return {};
    switch (*format) {
    case PictureFormat::Jpeg:
        return Format{jpeg::parts, jpeg::joined, jpeg::withXmp, jpeg::withExif};
    case PictureFormat::Png:
        return Format{png::parts, png::joined, png::withXmp, png::withExif};
    case PictureFormat::WebP:
        return Format{webp::parts, webp::joined, webp::withXmp, webp::withExif};
    }
    Q_UNREACHABLE();
}

std::vector<FilePart> partsOf(const QByteArray &file)
{
    const std::optional<Format> format = fileFormat(file);
    return format ? format->parts(file) : std::vector<FilePart>();
}

Error notOrderly()
{
    return {ErrorKind::Protocol, u"This picture's file is built in a way that cannot be rewritten safely."_s};
}

QByteArray exifWithOrientation(int orientation)
{
    QByteArray block("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0", 26);
    block[19] = char(orientation);
    return block;
}

/// The comment, or what there is of text.
QString commentIn(QByteArrayView exif)
{
    QStringList all;
    for (const ExifText &text : exifTexts(exif, mostCarriedText)) {
        if (text.tag == exiftag::userComment)
            return text.text;
        all << text.text;
    }
    return all.join(u'\n').left(mostCarriedText);
}

QString textOf(const FilePart &part)
{
    switch (part.kind) {
    case PartKind::Exif:
        return commentIn(part.content);
    case PartKind::Xmp:
    case PartKind::Text:
    case PartKind::Recipe:
        return QString::fromUtf8(part.content.first(std::min(part.content.size(), mostCarriedText)));
    case PartKind::Picture:
    case PartKind::Colour:
    case PartKind::Other:
        break;
    }
    return {};
}

Carried carriedOf(const FilePart &part)
{
    const QString name = QString::fromLatin1(part.name);
    const auto carried = [&part](Carried::Kind kind, const QString &title) {
        return Carried{kind, title, textOf(part), part.bytes.size()};
    };
    switch (part.kind) {
    case PartKind::Recipe:
        return carried(Carried::Kind::Recipe, u"Recipe of Janus Studio"_s);
    case PartKind::Text:
        return carried(Carried::Kind::Text, u"Text “%1”"_s.arg(name));
    case PartKind::Exif:
        return carried(Carried::Kind::Exif, u"EXIF"_s);
    case PartKind::Xmp:
        return carried(Carried::Kind::Xmp, u"XMP"_s);
    case PartKind::Colour:
        return carried(Carried::Kind::ColourProfile, u"Colour profile (%1)"_s.arg(name));
    case PartKind::Picture:
    case PartKind::Other:
        break;
    }
    return carried(Carried::Kind::Other, name);
}

} // namespace

QList<Carried> carriedBy(const QByteArray &file)
{
    QList<Carried> all;
    for (const FilePart &part : partsOf(file)) {
        if (part.kind == PartKind::Picture)
            continue;
        const Carried next = carriedOf(part);
        if (next.kind == Carried::Kind::Recipe && !all.isEmpty() && all.last().kind == next.kind) {
            all.last().text = (all.last().text + next.text).left(mostCarriedText);
            all.last().bytes += next.bytes;
        } else {
            all << next;
        }
    }
    return all;
}

Result<QByteArray> withoutMetadata(const QByteArray &file)
{
    const std::vector<FilePart> parts = partsOf(file);
    if (parts.empty())
        return notOrderly();
    std::vector<FilePart> kept;
    int orientation = 1;
    for (const FilePart &part : parts) {
        if (part.kind == PartKind::Picture || part.kind == PartKind::Colour)
            kept.push_back(part);
        else if (part.kind == PartKind::Exif && orientation == 1)
            orientation = exifOrientation(part.content);
    }
    const Format format = *fileFormat(file);
    const QByteArray bare = format.joined(kept);
    if (orientation == 1)
        return bare;
    const std::optional<QByteArray> turned = format.withExif(bare, exifWithOrientation(orientation));
    return turned ? Result<QByteArray>(*turned) : notOrderly();
}

Result<QByteArray> withXmpPacket(const QByteArray &file, const QByteArray &xmp)
{
    const std::vector<FilePart> parts = partsOf(file);
    const bool hasOne =
        std::ranges::any_of(parts, [](const FilePart &part) { return part.kind == PartKind::Xmp; });
    if (parts.empty() || hasOne)
        return notOrderly();
    const std::optional<QByteArray> written = fileFormat(file)->withXmp(file, xmp);
    return written ? Result<QByteArray>(*written) : notOrderly();
}

std::optional<QString> sourceTypeIn(const QByteArray &file)
{
    static const QRegularExpression form(u"digitalsourcetype/([A-Za-z]{3,40})\\b"_s);
    for (const FilePart &part : partsOf(file)) {
        if (part.kind != PartKind::Xmp)
            continue;
        if (const auto match = form.match(QString::fromUtf8(part.content)); match.hasMatch())
            return match.captured(1);
    }
    return {};
}

} // namespace janus::library
