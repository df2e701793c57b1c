#include "samplepictures.h"

#include "dice.h"
#include "library/picturecheck.h"

#include <QColor>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QLinearGradient>
#include <QPainter>
#include <QRadialGradient>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace janus::bench {

namespace {

constexpr std::array shapes{QSize(1024, 1024), QSize(768, 1024), QSize(1024, 768), QSize(576, 1024),
                            QSize(1024, 576),  QSize(512, 512),  QSize(832, 1216), QSize(1216, 832)};
constexpr int jpegQuality = 87;

QColor paintColour(Dice &dice, double hue)
{
    const double turned = hue + 0.4 * (dice.part() - 0.5) + 1;
    return QColor::fromHsvF(
        static_cast<float>(turned - static_cast<int>(turned)), static_cast<float>(0.3 + 0.6 * dice.part()),
        static_cast<float>(0.3 + 0.7 * dice.part()), static_cast<float>(0.4 + 0.6 * dice.part()));
}

void paintShapes(QImage &image, Dice &dice)
{
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const double hue = dice.part();
    QLinearGradient ground(0, 0, image.width(), image.height());
    ground.setColorAt(0, paintColour(dice, hue));
    ground.setColorAt(1, paintColour(dice, hue + 0.3));
    painter.fillRect(image.rect(), ground);
    for (int rest = 12 + dice.below(14); rest > 0; --rest) {
        const QPointF centre(dice.part() * image.width(), dice.part() * image.height());
        const double radius = (0.04 + 0.2 * dice.part()) * image.width();
        QRadialGradient paint(centre, radius);
        paint.setColorAt(0, paintColour(dice, hue));
        paint.setColorAt(dice.happens(60) ? 0.95 : 0.3, paintColour(dice, hue));
        paint.setColorAt(1, Qt::transparent);
        painter.setBrush(paint);
        painter.drawEllipse(centre, radius, radius * (0.4 + dice.part()));
    }
}

/// Noise of one strength all over, less of it in every other square of a board: what makes a photograph
/// large.
void addGrain(QImage &image, Dice &dice)
{
    const int strength = 3 + dice.below(10);
    for (int y = 0; y < image.height(); ++y) {
        auto *pixel = reinterpret_cast<QRgb *>(image.scanLine(y));
        quint64 noise = dice.next();
        for (int x = 0; x < image.width(); ++x, ++pixel) {
            noise = noise * 6364136223846793005u + 1442695040888963407u;
            const bool isQuiet = ((x >> 7) + (y >> 7)) % 2 != 0;
            const int grain = (static_cast<int>(noise >> 60) - 8) * strength / (isQuiet ? 16 : 8);
            *pixel =
                qRgb(std::clamp(qRed(*pixel) + grain, 0, 255), std::clamp(qGreen(*pixel) + grain, 0, 255),
                     std::clamp(qBlue(*pixel) + grain, 0, 255));
        }
    }
}

bool writePicture(const QString &file, quint64 number, QSize size)
{
    Dice dice(number * 1'000'003 + 5);
    QImage image(size, QImage::Format_RGB32);
    paintShapes(image, dice);
    addGrain(image, dice);
    return image.save(file, "JPEG", jpegQuality);
}

Result<SamplePicture> sampleOf(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorKind::Storage, u"The picture %1 cannot be read."_s.arg(name)};
    const QByteArray bytes = file.readAll();
    const Result<QSize> size = library::sizeOfPicture(bytes);
    if (!size)
        return size.error();
    return SamplePicture{name,
                         *size,
                         bytes.size(),
                         QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex(),
                         library::lookAt(name).stamp,
                         {}};
}

} // namespace

Result<QList<SamplePicture>> makeSamplePictures(const QString &folder, int count, QSize size)
{
    QDir().mkpath(folder);
    QList<SamplePicture> samples;
    for (int number = 0; number < count; ++number) {
        const QString name = u"%1/sample-%2.jpg"_s.arg(folder).arg(number, 4, 10, QChar(u'0'));
        const QSize shape = size.isValid() ? size : shapes[static_cast<std::size_t>(number) % shapes.size()];
        if (!QFile::exists(name) && !writePicture(name, static_cast<quint64>(number), shape))
            return Error{ErrorKind::Storage, u"The picture %1 cannot be written."_s.arg(name)};
        const Result<SamplePicture> sample = sampleOf(name);
        if (!sample)
            return sample.error();
        samples << *sample;
    }
    return samples;
}

Result<QList<SamplePicture>> samplePicturesFrom(const QString &folder, int most)
{
    QList<SamplePicture> samples;
    const QStringList names = QDir(folder).entryList({u"*.jpg"_s, u"*.jpeg"_s}, QDir::Files, QDir::Name);
    for (const QString &name : names.first(std::min<qsizetype>(most, names.size()))) {
        const Result<SamplePicture> sample = sampleOf(QDir(folder).absoluteFilePath(name));
        if (!sample)
            return sample.error();
        samples << *sample;
    }
    if (samples.isEmpty())
        return Error{ErrorKind::BadInput, u"There is no JPEG file in the folder %1."_s.arg(folder)};
    return samples;
}

Result<void> makeThumbnails(QList<SamplePicture> &samples)
{
    for (SamplePicture &sample : samples) {
        QFile file(sample.file);
        if (!file.open(QIODevice::ReadOnly))
            return Error{ErrorKind::Storage, u"The picture %1 cannot be read."_s.arg(sample.file)};
        const auto picture = library::checkPicture(file.readAll(), library::thumbnailBox);
        if (!picture)
            return picture.error();
        sample.thumbnail = library::thumbnailJpeg(picture->image);
    }
    return {};
}

} // namespace janus::bench
