#include "library/picturecheck.h"

#include "library/areascale.h"
#include "library/jpegcodec.h"

#include <QBuffer>
#include <QColorSpace>
#include <QImageReader>
#include <QPainter>
#include <QtEndian>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

constexpr qint64 mostPixels = 64'000'000;
/// In MiB. Sixteen bits a channel at 64 megapixels; Qt's own limit of 128 would refuse ordinary ones of 34.
constexpr int allocationLimit = 512;
constexpr int thumbnailQuality = 85;

Error notAPicture(const QString &message, const QString &detail = {})
{
    return {ErrorKind::Protocol, message, detail};
}

/// What came instead, as far as a few well-known beginnings tell.
QString nameOfOther(const QByteArray &bytes)
{
    const QByteArray start = bytes.first(std::min<qsizetype>(bytes.size(), 1024)).trimmed().toLower();
    if (start.isEmpty())
        return u"nothing at all"_s;
    if (start.contains("<svg"))
        return u"an SVG drawing"_s;
    if (start.startsWith("<!doctype html") || start.startsWith("<html") || start.contains("<body"))
        return u"a web page"_s;
    if (start.startsWith("<?xml") || start.startsWith('<'))
        return u"an XML document"_s;
    if (start.startsWith('{') || start.startsWith('['))
        return u"a JSON document"_s;
    if (start.startsWith("pk\x03\x04"))
        return u"a ZIP archive"_s;
    if (start.startsWith("\x1f\x8b"))
        return u"packed (gzip) data"_s;
    if (start.startsWith("gif8"))
        return u"a GIF picture"_s;
    return u"something else"_s;
}

quint32 bigEndian(const QByteArray &bytes, qsizetype at, int width)
{
    return width == 2 ? qFromBigEndian<quint16>(bytes.constData() + at)
                      : qFromBigEndian<quint32>(bytes.constData() + at);
}

/// The first marker at or behind `at` inside entropy-coded data: stuffed bytes and restart marks are data.
qsizetype endOfScan(const QByteArray &bytes, qsizetype at)
{
    for (; (at = bytes.indexOf('\xff', at)) >= 0 && at + 1 < bytes.size(); ++at) {
        const auto code = quint8(bytes[at + 1]);
        const bool isData = code == 0x00 || code == 0xff || (code >= 0xd0 && code <= 0xd7);
        if (!isData)
            return at;
    }
    return bytes.size();
}

/// Walks the segments to the end mark. An end mark inside a segment (an embedded preview) does not count.
bool jpegIsWhole(const QByteArray &bytes)
{
    constexpr quint8 endOfImage = 0xd9;
    constexpr quint8 startOfScan = 0xda;
    qsizetype at = 2;
    while (at + 1 < bytes.size()) {
        if (quint8(bytes[at]) != 0xff)
            return false;
        const auto code = quint8(bytes[at + 1]);
        if (code == endOfImage)
            return true;
        if (code == 0xff) { // fill byte
            ++at;
            continue;
        }
        if (at + 4 > bytes.size())
            return false;
        at += 2 + qsizetype(bigEndian(bytes, at + 2, 2));
        if (code == startOfScan)
            at = endOfScan(bytes, at);
    }
    return false;
}

bool pngIsWhole(const QByteArray &bytes)
{
    constexpr qsizetype frame = 12; // length, type, checksum
    for (qsizetype at = 8; at + frame <= bytes.size();) {
        const qsizetype next = at + frame + qsizetype(bigEndian(bytes, at, 4));
        if (next > bytes.size())
            return false;
        if (bytes.mid(at + 4, 4) == "IEND")
            return true;
        at = next;
    }
    return false;
}

bool webpIsWhole(const QByteArray &bytes)
{
    return bytes.size() >= 12 &&
           bytes.size() - 8 >= qsizetype(qFromLittleEndian<quint32>(bytes.constData() + 4));
}

bool isWhole(PictureFormat format, const QByteArray &bytes)
{
    switch (format) {
    case PictureFormat::Jpeg:
        return jpegIsWhole(bytes);
    case PictureFormat::Png:
        return pngIsWhole(bytes);
    case PictureFormat::WebP:
        return webpIsWhole(bytes);
    }
    return false;
}

QByteArray readerName(PictureFormat format)
{
    switch (format) {
    case PictureFormat::Jpeg:
        return "jpeg";
    case PictureFormat::Png:
        return "png";
    case PictureFormat::WebP:
        return "webp";
    }
    return {};
}

void setUp(QImageReader &reader, PictureFormat format, QBuffer &buffer)
{
    static const bool limited = (QImageReader::setAllocationLimit(allocationLimit), true);
    Q_UNUSED(limited);
    buffer.open(QIODevice::ReadOnly);
    reader.setDecideFormatFromContent(false);
    reader.setFormat(readerName(format));
    reader.setDevice(&buffer);
}

Result<QSize> judged(QSize size, const QString &detail)
{
    if (size.isEmpty())
        return notAPicture(u"The picture is damaged: it does not say how large it is."_s, detail);
    if (qint64(size.width()) * size.height() > mostPixels)
        return notAPicture(
            u"The picture is too large: %1 × %2 pixels."_s.arg(size.width()).arg(size.height()));
    return size;
}

Error damaged(const QString &detail)
{
    return notAPicture(u"The picture is damaged and cannot be shown."_s, detail);
}

/// The format of bytes whose structure leads to its end mark.
Result<PictureFormat> wholeFormat(const QByteArray &bytes)
{
    const std::optional<PictureFormat> format = formatOf(bytes);
    if (!format)
        return notAPicture(u"The server sent %1 instead of a picture."_s.arg(nameOfOther(bytes)));
    if (!isWhole(*format, bytes))
        return notAPicture(u"The picture is cut off: its end is missing."_s, u"%1 bytes"_s.arg(bytes.size()));
    return *format;
}

QImage inSrgb(QImage image)
{
    const QColorSpace space = image.colorSpace();
    if (space.isValid() && space != QColorSpace(QColorSpace::SRgb))
        image.convertToColorSpace(QColorSpace::SRgb);
    image.setColorSpace({});
    return image;
}

QImage onWhite(const QImage &image)
{
    if (!image.hasAlphaChannel())
        return image.convertToFormat(QImage::Format_RGB32);
    QImage opaque(image.size(), QImage::Format_RGB32);
    opaque.fill(Qt::white);
    QPainter(&opaque).drawImage(0, 0, image);
    return opaque;
}

/// PNG, WebP, and JPEGs of four colours.
Result<CheckedPicture> decodeByQt(PictureFormat format, const QByteArray &bytes, QSize box)
{
    QBuffer buffer;
    buffer.setData(bytes);
    QImageReader reader;
    setUp(reader, format, buffer);
    const Result<QSize> known = judged(reader.size(), reader.errorString());
    if (!known)
        return known.error();
    const QSize wanted = fitted(*known, box);
    if (wanted != *known)
        reader.setScaledSize(wanted);
    CheckedPicture picture{format, *known, {}};
    if (!reader.read(&picture.image) || picture.image.isNull())
        return damaged(reader.errorString());
    if (wanted == *known)
        picture.size = picture.image.size();
    picture.image = inSrgb(picture.image);
    if (!box.isEmpty())
        picture.image = onWhite(picture.image);
    return picture;
}

Result<CheckedPicture> decodeWhole(PictureFormat format, const QByteArray &bytes, QSize box)
{
    if (format != PictureFormat::Jpeg)
        return decodeByQt(format, bytes, box);
    const DecodedJpeg decoded = decodeJpeg(bytes, box, mostPixels);
    if (decoded.isForeign)
        return decodeByQt(format, bytes, box);
    const Result<QSize> size = judged(decoded.size, decoded.problem);
    if (!size)
        return size.error();
    if (decoded.image.isNull())
        return damaged(decoded.problem);
    return CheckedPicture{format, *size, inSrgb(decoded.image)};
}

} // namespace

std::optional<PictureFormat> formatOf(const QByteArray &bytes)
{
    if (bytes.startsWith("\xff\xd8\xff"))
        return PictureFormat::Jpeg;
    if (bytes.startsWith("\x89PNG\r\n\x1a\n"))
        return PictureFormat::Png;
    if (bytes.startsWith("RIFF") && bytes.mid(8, 4) == "WEBP")
        return PictureFormat::WebP;
    return std::nullopt;
}

Result<CheckedPicture> checkPicture(const QByteArray &bytes, QSize box)
{
    const Result<PictureFormat> format = wholeFormat(bytes);
    return format ? decodeWhole(*format, bytes, box) : format.error();
}

Result<QSize> sizeOfPicture(const QByteArray &bytes)
{
    const Result<PictureFormat> format = wholeFormat(bytes);
    if (!format)
        return format.error();
    QBuffer buffer;
    buffer.setData(bytes);
    QImageReader reader;
    setUp(reader, *format, buffer);
    return judged(reader.size(), reader.errorString());
}

QString suffixOf(PictureFormat format)
{
    switch (format) {
    case PictureFormat::Jpeg:
        return u".jpg"_s;
    case PictureFormat::Png:
        return u".png"_s;
    case PictureFormat::WebP:
        return u".webp"_s;
    }
    return {};
}

QByteArray thumbnailJpeg(const QImage &thumbnail)
{
    return encodeJpeg(thumbnail, thumbnailQuality);
}

QImage thumbnailImage(const QByteArray &jpeg, QSize size)
{
    constexpr qint64 most = thumbnailBox.width() * thumbnailBox.height();
    return decodeJpeg(jpeg, size, most, Qt::IgnoreAspectRatio).image;
}

} // namespace janus::library
