#pragma once

#include <QByteArray>
#include <QImage>
#include <QSize>
#include <QString>

namespace janus::library {

/// JPEG straight through libjpeg-turbo, which makes a small picture of a large one for the price of reading
/// its data: Qt's reader takes a quarter more.
///
/// The bytes may come from anyone. Damage inside the data is tolerated, as every viewer does; a missing end
/// and what costs minutes (hundreds of passes over a large picture) are not.
struct DecodedJpeg
{
    QSize size;      ///< of the whole picture
    QImage image;    ///< RGB32, with the colour space of its profile; null when it could not be decoded
    QString problem; ///< why not
    bool isForeign = false; ///< a kind that is left to others: four colours (CMYK)
};

/// The picture no larger than fits into `box`, never enlarged; all of it, in the best quality, for an empty
/// box. With Qt::IgnoreAspectRatio it is as large as the box where it can be. A picture of more than
/// `mostPixels` only tells its size. Any thread.
DecodedJpeg decodeJpeg(const QByteArray &bytes, QSize box, qint64 mostPixels,
                       Qt::AspectRatioMode mode = Qt::KeepAspectRatio);

/// `image` is RGB32; empty when there is no memory. Any thread.
QByteArray encodeJpeg(const QImage &image, int quality);

} // namespace janus::library
