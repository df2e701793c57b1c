#include "sandbox/encoder.h"

#include <QBuffer>
#include <QImageWriter>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

namespace {

constexpr char pictureLabel[] = "Janus Studio sandbox (practice picture, not made by a model)";

/// Where a comment may stand: behind the start mark and the JFIF segment, if there is one.
qsizetype commentPosition(const QByteArray &jpeg)
{
    constexpr qsizetype startMark = 2;
    if (!jpeg.mid(startMark).startsWith("\xff\xe0"))
        return startMark;
    const auto high = static_cast<uchar>(jpeg.at(4));
    const auto low = static_cast<uchar>(jpeg.at(5));
    return startMark + 2 + high * 256 + low;
}

/// Otherwise the file would tell of the screen it was drawn beside, and the same scene be other bytes there.
QImage withoutScreen(QImage image)
{
    constexpr int dotsPerMeter = 2835; // 72 an inch, which says nothing
    image.setDotsPerMeterX(dotsPerMeter);
    image.setDotsPerMeterY(dotsPerMeter);
    return image;
}

} // namespace

QByteArray encodeJpeg(const QImage &image)
{
    constexpr int quality = 88;
    QByteArray jpeg;
    QBuffer buffer(&jpeg);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "jpeg");
    writer.setQuality(quality);
    if (!writer.write(withoutScreen(image)) || jpeg.size() < 6)
        return {};
    const QByteArray label(pictureLabel);
    const auto length = quint16(label.size() + 2);
    QByteArray segment("\xff\xfe");
    segment += char(length >> 8);
    segment += char(length & 0xff);
    jpeg.insert(commentPosition(jpeg), segment + label);
    return jpeg;
}

QByteArray encodePng(const QImage &image)
{
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "png");
    QImage labelled = withoutScreen(image);
    labelled.setText(u"Comment"_s, QString::fromLatin1(pictureLabel));
    return writer.write(labelled) ? png : QByteArray();
}

} // namespace janus::sandbox
