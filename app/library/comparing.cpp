#include "library/comparing.h"

#include "library/foldercontents.h"
#include "library/picturecheck.h"
#include "library/recipefile.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

constexpr double leastNearDecibels = 30;
constexpr double mostNearTile = 12;
constexpr int mostGain = 16;
constexpr double comparedChannels = 3;

/// Three bytes and one that does not count, for every picture.
QImage inBytes(const QImage &image)
{
    return image.convertToFormat(QImage::Format_ARGB32_Premultiplied);
}

bool isSameImage(const QImage &first, const QImage &second)
{
    if (first.format() == second.format())
        return first == second;
    // A picture with an alpha channel that says nothing, or grey in three channels, is the same picture.
    constexpr auto widest = QImage::Format_RGBA64;
    return first.convertToFormat(widest) == second.convertToFormat(widest);
}

const QRgb *lineOf(const QImage &image, int y)
{
    return reinterpret_cast<const QRgb *>(image.constScanLine(y));
}

/// Sums up one line after the other.
class Measuring
{
public:
    explicit Measuring(QSize size)
        : m_size(size)
        , m_tilesAcross((size.width() + Measure::tileSide - 1) / Measure::tileSide)
    {
    }

    void take(const QRgb *then, const QRgb *now)
    {
        if (m_line % Measure::tileSide == 0)
            m_tiles.assign(std::size_t(m_tilesAcross), 0);
        for (int x = 0; x < m_size.width(); ++x) {
            const int red = std::abs(qRed(then[x]) - qRed(now[x]));
            const int green = std::abs(qGreen(then[x]) - qGreen(now[x]));
            const int blue = std::abs(qBlue(then[x]) - qBlue(now[x]));
            m_squares += qint64(red * red + green * green + blue * blue);
            m_tiles[std::size_t(x / Measure::tileSide)] += red + green + blue;
            m_changed += std::max({red, green, blue}) > Measure::visible;
        }
        ++m_line;
        if (m_line % Measure::tileSide == 0 || m_line == m_size.height())
            endTiles();
    }

    Measure measure() const
    {
        const double pixels = double(m_size.width()) * m_size.height();
        const double squares = double(m_squares) / (pixels * comparedChannels);
        Measure measure;
        measure.mean = double(m_sum) / (pixels * comparedChannels);
        measure.changed = double(m_changed) / pixels;
        measure.worst = m_worst;
        if (squares > 0)
            measure.psnr = 10 * std::log10(255.0 * 255.0 / squares);
        return measure;
    }

private:
    /// Tiles at the right and lower edge may be narrow: a few pixels are not judged for themselves.
    void endTiles()
    {
        constexpr int leastSide = Measure::tileSide / 4;
        const int height = (m_line - 1) % Measure::tileSide + 1;
        for (int tile = 0; tile < m_tilesAcross; ++tile) {
            const int width = std::min(Measure::tileSide, m_size.width() - tile * Measure::tileSide);
            const qint64 sum = m_tiles[std::size_t(tile)];
            m_sum += sum;
            const bool isWholePicture = m_tilesAcross == 1 && m_size.height() <= Measure::tileSide;
            if (isWholePicture || (width >= leastSide && height >= leastSide))
                m_worst = std::max(m_worst, double(sum) / (double(width) * height * comparedChannels));
        }
    }

    const QSize m_size;
    const int m_tilesAcross;
    std::vector<qint64> m_tiles;
    int m_line = 0;
    qint64 m_sum = 0;
    qint64 m_squares = 0;
    qint64 m_changed = 0;
    double m_worst = 0;
};

/// What a file of the library was when it was sent.
struct Taken
{
    QByteArray bytes;
    bool isAsSent = true; ///< false: another program has changed the file since
};

Result<Taken> takeSent(const SentPicture &picture)
{
    const Result<QByteArray> file = readPictureFile(picture.file);
    if (!file)
        return file.error();
    // A file that cannot carry a recipe has it in another one beside it, and is what was sent.
    if (sha256Of(*file) == picture.sha256)
        return Taken{*file, true};
    const Result<QByteArray> sent = withoutRecipe(*file);
    if (sent && sha256Of(*sent) == picture.sha256)
        return Taken{*sent, true};
    return Taken{*file, false};
}

QString percentText(double part)
{
    const double percent = part * 100;
    if (percent > 0 && percent < 0.1)
        return u"less than 0.1"_s;
    return QString::number(percent, 'f', percent < 10 ? 1 : 0);
}

QString measureText(const Measure &measure)
{
    return u"%1 dB, %2 % of the pixels"_s.arg(QString::number(measure.psnr, 'f', 1),
                                              percentText(measure.changed));
}

} // namespace

bool isNear(const Measure &measure)
{
    return measure.psnr >= leastNearDecibels && measure.worst <= mostNearTile;
}

Likeness compareImages(const QImage &then, const QImage &now)
{
    if (then.size() != now.size() || then.isNull())
        return {Verdict::Different, {}};
    if (isSameImage(then, now))
        return {Verdict::SamePixels, Measure()};
    const QImage first = inBytes(then);
    const QImage second = inBytes(now);
    Measuring measuring(first.size());
    for (int y = 0; y < first.height(); ++y)
        measuring.take(lineOf(first, y), lineOf(second, y));
    const Measure measure = measuring.measure();
    return {isNear(measure) ? Verdict::Near : Verdict::Different, measure};
}

Result<Likeness> compareBytes(const QByteArray &then, const QByteArray &now)
{
    if (then == now)
        return Likeness{Verdict::SameBytes, Measure()};
    const Result<CheckedPicture> first = checkPicture(then);
    if (!first)
        return first.error();
    const Result<CheckedPicture> second = checkPicture(now);
    if (!second)
        return second.error();
    return compareImages(first->image, second->image);
}

Result<Likeness> compareSent(const SentPicture &then, const SentPicture &now)
{
    if (!then.sha256.isEmpty() && then.sha256 == now.sha256)
        return Likeness{Verdict::SameBytes, Measure()};
    // A new picture may have got the name of one whose file was deleted.
    if (then.file == now.file)
        return Error{ErrorKind::Storage, u"The file of the picture that was checked is gone."_s, then.file};
    const Result<Taken> first = takeSent(then);
    if (!first)
        return first.error();
    const Result<Taken> second = takeSent(now);
    if (!second)
        return second.error();
    Result<Likeness> compared = compareBytes(first->bytes, second->bytes);
    if (!compared || (first->isAsSent && second->isAsSent))
        return compared;
    if (isIdentical(compared->verdict))
        return Likeness{Verdict::SamePixels, Measure()};
    return Error{
        ErrorKind::Storage,
        u"The file %1 was changed by another program after it was saved, so it cannot be said whether "
        "the request still makes what it made then."_s.arg(first->isAsSent ? now.file : then.file)};
}

Result<QImage> wholeImage(const QString &file)
{
    const Result<QByteArray> bytes = readPictureFile(file);
    if (!bytes)
        return bytes.error();
    const Result<CheckedPicture> picture = checkPicture(*bytes);
    return picture ? Result<QImage>(picture->image) : picture.error();
}

DifferencePicture differencePicture(const QImage &then, const QImage &now)
{
    DifferencePicture found;
    if (then.isNull() || now.isNull())
        return found;
    const QImage a = inBytes(then);
    const QImage b = inBytes(now.size() == then.size()
                                 ? now
                                 : now.scaled(then.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    found.image = QImage(a.size(), QImage::Format_RGB32);
    qint64 changed = 0;
    for (int y = 0; y < a.height(); ++y) {
        const QRgb *from = lineOf(a, y);
        const QRgb *with = lineOf(b, y);
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

QString verdictWord(Verdict verdict)
{
    switch (verdict) {
    case Verdict::SameBytes:
    case Verdict::SamePixels:
        return u"identical"_s;
    case Verdict::Near:
        return u"near"_s;
    case Verdict::Different:
        return u"different"_s;
    }
    Q_UNREACHABLE();
}

QString verdictText(const Likeness &likeness)
{
    switch (likeness.verdict) {
    case Verdict::SameBytes:
        return u"identical, bit for bit"_s;
    case Verdict::SamePixels:
        return u"identical pixels in another file"_s;
    case Verdict::Near:
    case Verdict::Different:
        break;
    }
    return verdictWord(likeness.verdict) + u": "_s +
           (likeness.measure ? measureText(*likeness.measure) : u"another size"_s);
}

} // namespace janus::library
