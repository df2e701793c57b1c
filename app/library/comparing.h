#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QImage>
#include <QString>

#include <limits>
#include <optional>

/// Whether two pictures are the same: what the server sent then, and what it sends for the same request now.
/// Pure functions of bytes and images, for any thread that may wait.
namespace janus::library {

/// Stored in the table `checks`: the numbers never change.
enum class Verdict {
    SameBytes = 0,  ///< the server sent the same file, bit for bit
    SamePixels = 1, ///< another file (packed anew, other notes in it) with the same pixels, bit for bit
    Near = 2,       ///< the same picture with other noise; see near()
    Different = 3,
};

constexpr bool isIdentical(Verdict verdict)
{
    return verdict == Verdict::SameBytes || verdict == Verdict::SamePixels;
}

/// How far apart two pictures of one size are, with 8 bits a channel, in sRGB, transparency taken as black.
struct Measure
{
    double mean = 0;    ///< absolute difference of a channel, 0 to 255
    double changed = 0; ///< part of the pixels, 0 to 1, of which some channel differs by more than `visible`
    double worst = 0; ///< the mean of the one tile of tileSide × tileSide pixels that differs most, 0 to 255
    double psnr = std::numeric_limits<double>::infinity(); ///< peak signal to noise, dB; infinite: no noise

    /// A difference of so many of 255 in one channel begins to be seen between neighbouring areas.
    static constexpr int visible = 8;
    static constexpr int tileSide = 32;

    bool operator==(const Measure &) const = default;
};

/// Whether what differs is noise. Both must hold:
///
/// - PSNR of at least 30 dB. A JPEG that is decoded and packed again comes out at 42 to 50 dB at quality 90,
/// and
///   at 33 to 42 dB at 80; another seed of the same words at 11 to 18.
/// - No tile above a mean of 12 of 255. Noise of packing is spread over the whole picture (at most 4 in the
///   worst tile at quality 90, 7 at 80); one small thing that is another one, a bird more in the sky, hides
///   in the PSNR of a large picture, but not in its own tile. Between other seeds the worst tile has 55 and
///   more.
///
/// Figures of tests/library/tst_comparing.cpp, over practice pictures, gradients and grain.
bool isNear(const Measure &measure);

struct Likeness
{
    Verdict verdict = Verdict::Different;
    std::optional<Measure> measure; ///< nothing when the sizes differ: then they are different

    bool operator==(const Likeness &) const = default;
};

/// Two decoded pictures; never SameBytes.
Likeness compareImages(const QImage &then, const QImage &now);
/// Two files as they were sent. The bytes first; only what differs is decoded, within the limits of
/// picturecheck.h. A Protocol error for what is no picture.
Result<Likeness> compareBytes(const QByteArray &then, const QByteArray &now);

/// A picture of the library as it is compared.
struct SentPicture
{
    QString file;      ///< absolute path
    QByteArray sha256; ///< of what the server sent, 64 hexadecimal digits

    bool operator==(const SentPicture &) const = default;
};

/// By the sums alone where these are equal; otherwise what was sent is taken out of the files. Blocks for the
/// disk. A file that another program has changed is compared as it is, and only counts when its pixels are
/// the same: else a Storage error, as for one that cannot be read.
Result<Likeness> compareSent(const SentPicture &then, const SentPicture &now);
/// The picture inside a file of the library, decoded whole. Blocks.
Result<QImage> wholeImage(const QString &file);

/// What differs, to be looked at.
struct DifferencePicture
{
    QImage image;       ///< absolute difference of each channel, times `gain`; RGB32, of the size of both
    int gain = 1;       ///< 1 to 16, so that small differences can be seen at all
    int largest = 0;    ///< of a channel, 0 to 255, before `gain`
    double changed = 0; ///< part of the pixels that differ at all, 0 to 1
};

/// `now` is scaled to the size of `then` where it has another one. Null images give a null one.
DifferencePicture differencePicture(const QImage &then, const QImage &now);

/// "identical, bit for bit", "identical pixels in another file", "near: 41.2 dB, 0.3 % of the pixels",
/// "different: 11.8 dB, 92 % of the pixels", "different: another size".
QString verdictText(const Likeness &likeness);
/// identical, near or different.
QString verdictWord(Verdict verdict);

} // namespace janus::library
