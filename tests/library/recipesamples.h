#pragma once

#include "library/recipe.h"
#include "library/recipefile.h"
#include "libraryfixture.h"

#include <QColorSpace>
#include <QImageWriter>
#include <QtEndian>

#include <utility>

/// Pictures as servers may build them, and a recipe to put into them.
namespace janus::library::fixture {

inline Picture picturePainted(const QString &prompt = u"a quiet harbour, at dawn"_s)
{
    Picture picture;
    picture.job = 17;
    picture.batch = 5;
    picture.index = 1;
    picture.count = 4;
    picture.request = {u"fal-ai/janus"_s,
                       {{u"prompt"_s, prompt},
                        {u"seed"_s, 9007199254740993LL},
                        {u"cfg_weight"_s, 7.5},
                        {u"temperature"_s, 1},
                        {u"num_images"_s, 4}}};
    picture.seed = 9007199254740993LL; // more than a double holds
    picture.size = {320, 200};
    picture.requestId = u"0b5f7e10-req"_s;
    picture.service = u"fal"_s;
    picture.flagged = false;
    picture.created = QDateTime::fromString(u"2026-11-25T14:00:09.123Z"_s, Qt::ISODateWithMs);
    picture.queueSeconds = 0.25;
    picture.runSeconds = 2.5;
    return picture;
}

inline Recipe recipeFor(const Picture &picture, const QByteArray &sent)
{
    JobOrigin job{u"2f1d3c4b-0000-4000-8000-0000000000aa"_s,
                  QDateTime::fromString(u"2026-11-25T14:00:01.001Z"_s, Qt::ISODateWithMs),
                  QDateTime::fromString(u"2026-11-25T14:00:02.000Z"_s, Qt::ISODateWithMs),
                  {}};
    job.delivery.priority = Priority::Low;
    return Recipe::of(picture, job, sha256Of(sent), sent.size());
}

inline QByteArray progressiveJpeg(const QImage &image)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "jpeg");
    writer.setProgressiveScanWrite(true);
    writer.write(image);
    return bytes;
}

inline QByteArray jpegSegment(char marker, const QByteArray &payload)
{
    QByteArray segment = QByteArray("\xff") + marker + QByteArray(2, 0) + payload;
    qToBigEndian(quint16(payload.size() + 2), segment.data() + 2);
    return segment;
}

inline QByteArray pngChunk(const QByteArray &type, const QByteArray &data)
{
    const QByteArray body = type + data;
    quint32 crc = 0xffffffff;
    for (const char byte : body) {
        crc ^= quint8(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    QByteArray length(4, 0);
    qToBigEndian(quint32(data.size()), length.data());
    QByteArray sum(4, 0);
    qToBigEndian(quint32(~crc), sum.data());
    return length + body + sum;
}

inline QByteArray riffChunk(const QByteArray &type, const QByteArray &data)
{
    QByteArray length(4, 0);
    qToLittleEndian(quint32(data.size()), length.data());
    return type + length + data + QByteArray(data.size() % 2, 0);
}

inline QByteArray riff(const QByteArray &chunks)
{
    QByteArray length(4, 0);
    qToLittleEndian(quint32(chunks.size() + 4), length.data());
    return "RIFF" + length + "WEBP" + chunks;
}

inline QByteArray webp(const QImage &image, int quality)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "WEBP", quality); // 100 is lossless
    return bytes;
}

/// `frames` times the picture of a simple file.
inline QByteArray animatedWebp(const QImage &image, int frames)
{
    const auto bits = [](int value) {
        QByteArray three(3, 0);
        for (int byte = 0; byte < 3; ++byte)
            three[byte] = char(value >> (8 * byte));
        return three;
    };
    const QByteArray size = bits(image.width() - 1) + bits(image.height() - 1);
    const QByteArray data = webp(image, 70).sliced(12);
    QByteArray chunks =
        riffChunk("VP8X", QByteArray("\x02\0\0\0", 4) + size) + riffChunk("ANIM", QByteArray(6, 0));
    for (int frame = 0; frame < frames; ++frame)
        chunks += riffChunk("ANMF", bits(0) + bits(0) + size + bits(40) + QByteArray(1, 0) + data);
    return riff(chunks);
}

/// Name and bytes.
inline QList<std::pair<QByteArray, QByteArray>> serverFiles()
{
    QImage image = painting({320, 200});
    QImage coloured = image;
    coloured.setColorSpace(QColorSpace::DisplayP3); // an ICC profile in each format
    QImage clear(64, 48, QImage::Format_ARGB32);
    clear.fill(qRgba(20, 120, 220, 90));
    const QByteArray plainJpeg = encoded(image, "JPEG");
    const QByteArray plainPng = encoded(image, "PNG");
    const QByteArray exif = jpegSegment('\xe1', QByteArray("Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0", 20));
    const QByteArray xmp = jpegSegment('\xe1', QByteArray("http://ns.adobe.com/xap/1.0/\0<x/>", 33));
    const QByteArray afterJfif = plainJpeg.first(20); // SOI and APP0
    QByteArray manyChunks = plainPng.first(33);
    for (int k = 0; k < 500; ++k)
        manyChunks += pngChunk("tEXt", QByteArray("Note\0number ", 12) + QByteArray::number(k));
    manyChunks += pngChunk("tEXt", QByteArray("parameters\0of the server", 24)) + plainPng.sliced(33);
    QList<std::pair<QByteArray, QByteArray>> files{
        {"jpeg", plainJpeg},
        {"jpeg, progressive", progressiveJpeg(image)},
        {"jpeg, grey", encoded(image.convertToFormat(QImage::Format_Grayscale8), "JPEG")},
        {"jpeg with a profile", encoded(coloured, "JPEG")},
        {"jpeg with EXIF", afterJfif + exif + plainJpeg.sliced(20)},
        {"jpeg with EXIF and no JFIF", plainJpeg.first(2) + exif + plainJpeg.sliced(20)},
        {"jpeg with EXIF and XMP", afterJfif + exif + xmp + plainJpeg.sliced(20)},
        {"jpeg with zeros behind", plainJpeg + QByteArray(9, '\0')},
        {"png", plainPng},
        {"png with a profile", encoded(coloured, "PNG")},
        {"png, palette", encoded(image.convertToFormat(QImage::Format_Indexed8), "PNG")},
        {"png, 16 bits", encoded(image.convertToFormat(QImage::Format_RGBA64), "PNG")},
        {"png with many chunks", manyChunks},
        {"png with bytes behind", plainPng + "rest"},
        {"webp", webp(image, 75)},
        {"webp, odd sizes", webp(painting({37, 53}), 40)},
        {"webp, lossless", webp(image, 100)},
        {"webp, lossless with alpha", webp(clear, 100)},
        {"webp, extended", riff(riffChunk("VP8X", QByteArray("\0\0\0\0\x3f\x01\0\xc7\0\0", 10)) +
                                webp(image, 75).sliced(12) + riffChunk("NOTE", "of the server"))},
        {"webp with a profile", encoded(coloured, "WEBP")},
        {"webp, animated", animatedWebp(painting({64, 48}), 3)},
    };
    return files;
}

} // namespace janus::library::fixture
