#include "ui/stage/imagedifference.h"

#include <algorithm>
#include <cstdlib>

#include <QCoreApplication>
#include <QLocale>

namespace janus::ui {

namespace {

constexpr int mostGain = 16;

QString differenceWords(const char *text)
{
    return QCoreApplication::translate("janus::ui::ImageDifference", text);
}

/// Three bytes and one that does not count, for every picture.
QImage plain(const QImage &image)
{
    return image.convertToFormat(QImage::Format_ARGB32_Premultiplied);
}

QString sizeWords(const QSize &size)
{
    return differenceWords("%1 × %2").arg(size.width()).arg(size.height());
}

} // namespace

ImageDifference imageDifference(const QImage &first, const QImage &second)
{
    ImageDifference found;
    if (first.isNull() || second.isNull())
        return found;
    found.firstSize = first.size();
    found.secondSize = second.size();
    found.isScaled = first.size() != second.size();
    const QImage a = plain(first);
    const QImage b =
        plain(found.isScaled ? second.scaled(first.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                             : second);
    found.image = QImage(a.size(), QImage::Format_RGB32);
    qint64 changed = 0;
    for (int y = 0; y < a.height(); ++y) {
        const auto *from = reinterpret_cast<const QRgb *>(a.constScanLine(y));
        const auto *with = reinterpret_cast<const QRgb *>(b.constScanLine(y));
        auto *to = reinterpret_cast<QRgb *>(found.image.scanLine(y));
        for (int x = 0; x < a.width(); ++x) {
            const int red = std::abs(qRed(from[x]) - qRed(with[x]));
            const int green = std::abs(qGreen(from[x]) - qGreen(with[x]));
            const int blue = std::abs(qBlue(from[x]) - qBlue(with[x]));
            const int most = std::max({red, green, blue});
            changed += most > 0;
            found.largest = std::max(found.largest, most);
            to[x] = qRgb(red, green, blue);
        }
    }
    found.changed = double(changed) / (double(a.width()) * a.height());
    while (found.largest > 0 && found.gain < mostGain && found.largest * found.gain * 2 <= 255)
        found.gain *= 2;
    for (int y = 0; found.gain > 1 && y < a.height(); ++y) {
        auto *line = reinterpret_cast<QRgb *>(found.image.scanLine(y));
        for (int x = 0; x < a.width(); ++x)
            line[x] =
                qRgb(qRed(line[x]) * found.gain, qGreen(line[x]) * found.gain, qBlue(line[x]) * found.gain);
    }
    return found;
}

QString ImageDifference::words() const
{
    if (image.isNull())
        return {};
    QString said;
    if (isScaled) {
        said = differenceWords("Sizes differ (%1 and %2): the challenger is scaled to the keeper’s size. ")
                   .arg(sizeWords(firstSize), sizeWords(secondSize));
    }
    if (largest == 0)
        return said +
               (isScaled ? differenceWords("Then no pixel differs.") : differenceWords("Identical pixels."));
    const double percent = changed * 100;
    const QString part =
        percent < 0.1 ? differenceWords("Less than 0.1") : QLocale().toString(percent, 'f', 1);
    said += differenceWords("%1 % of the pixels differ, by at most %2 of 255").arg(part).arg(largest);
    return said + (gain > 1 ? differenceWords("; shown %1 × brighter.").arg(gain) : differenceWords("."));
}

} // namespace janus::ui
