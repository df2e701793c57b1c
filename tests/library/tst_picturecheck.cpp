#include "library/areascale.h"
#include "library/picturecheck.h"
#include "libraryfixture.h"

#include <QColorSpace>
#include <QImageWriter>
#include <QtEndian>
#include <QTest>

#include <cstdio>
#include <cstdlib>
#include <jpeglib.h>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::library;
using namespace janus::library::fixture;

namespace {

QByteArray progressiveJpeg(const QImage &image)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "jpeg");
    writer.setProgressiveScanWrite(true);
    writer.write(image);
    return bytes;
}

/// As printers want it, inverted as Adobe's programs write it.
QByteArray cmykJpeg(const QImage &image)
{
    jpeg_compress_struct jpeg = {};
    jpeg_error_mgr errors = {};
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    unsigned char *bytes = nullptr;
    unsigned long length = 0;
    jpeg_mem_dest(&jpeg, &bytes, &length);
    jpeg.image_width = JDIMENSION(image.width());
    jpeg.image_height = JDIMENSION(image.height());
    jpeg.input_components = 4;
    jpeg.in_color_space = JCS_CMYK;
    jpeg_set_defaults(&jpeg);
    jpeg_start_compress(&jpeg, TRUE);
    std::vector<JSAMPLE> line;
    for (int y = 0; y < image.height(); ++y) {
        line.clear();
        for (int x = 0; x < image.width(); ++x) {
            const QRgb pixel = image.pixel(x, y);
            for (const int value : {qRed(pixel), qGreen(pixel), qBlue(pixel), 255})
                line.push_back(JSAMPLE(value));
        }
        JSAMPROW row = line.data();
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    const QByteArray result(reinterpret_cast<const char *>(bytes), qsizetype(length));
    std::free(bytes);
    return result;
}

double meanDifference(const QImage &one, const QImage &other)
{
    qint64 sum = 0;
    for (int y = 0; y < one.height(); ++y) {
        for (int x = 0; x < one.width(); ++x) {
            const QRgb a = one.pixel(x, y);
            const QRgb b = other.pixel(x, y);
            sum +=
                std::abs(qRed(a) - qRed(b)) + std::abs(qGreen(a) - qGreen(b)) + std::abs(qBlue(a) - qBlue(b));
        }
    }
    return double(sum) / (3.0 * one.width() * one.height());
}

/// A PNG that says it is `side` pixels wide and high and has next to nothing inside.
QByteArray pngThatClaims(quint32 side)
{
    QByteArray bytes = encoded(painting({8, 8}), "PNG");
    qToBigEndian(side, bytes.data() + 16);
    qToBigEndian(side, bytes.data() + 20);
    const auto checksum = [](const QByteArray &data) {
        quint32 crc = 0xffffffff;
        for (const char byte : data) {
            crc ^= quint8(byte);
            for (int bit = 0; bit < 8; ++bit)
                crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320 : 0);
        }
        return ~crc;
    };
    qToBigEndian(checksum(bytes.mid(12, 17)), bytes.data() + 29);
    return bytes;
}

} // namespace

class TestPictureCheck : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wholePicturesPass_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("suffix");
        const QImage image = painting({300, 200});
        QTest::newRow("jpeg") << encoded(image, "JPEG") << u".jpg"_s;
        QTest::newRow("progressive jpeg") << progressiveJpeg(image) << u".jpg"_s;
        QTest::newRow("jpeg with zeros behind") << encoded(image, "JPEG") + QByteArray(9, '\0') << u".jpg"_s;
        QTest::newRow("png") << encoded(image, "PNG") << u".png"_s;
        QTest::newRow("webp") << encoded(image, "WEBP") << u".webp"_s;
    }
    void wholePicturesPass()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, suffix);
        const Result<CheckedPicture> picture = checkPicture(bytes);
        QVERIFY2(picture.hasValue(), picture ? "" : qPrintable(picture.error().message));
        QCOMPARE(picture->size, QSize(300, 200));
        QCOMPARE(picture->image.size(), QSize(300, 200));
        QCOMPARE(suffixOf(picture->format), suffix);
    }

    void everyCutIsFound_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QImage image = painting({64, 48});
        QTest::newRow("jpeg") << encoded(image, "JPEG");
        QTest::newRow("progressive jpeg") << progressiveJpeg(image);
        QTest::newRow("png") << encoded(image, "PNG");
        QTest::newRow("webp") << encoded(image, "WEBP");
    }
    void everyCutIsFound()
    {
        QFETCH(QByteArray, bytes);
        for (qsizetype length = 0; length < bytes.size(); ++length) {
            const Result<CheckedPicture> picture = checkPicture(bytes.first(length));
            QVERIFY2(!picture, qPrintable(u"%1 of %2"_s.arg(length).arg(bytes.size())));
            QCOMPARE(picture.error().kind, ErrorKind::Protocol);
        }
    }

    void aPreviewInsideDoesNotStandForTheEnd()
    {
        const QByteArray whole = encoded(painting({64, 48}), "JPEG");
        const QByteArray preview = encoded(painting({16, 16}), "JPEG");
        QByteArray segment("\xff\xe1\0\0", 4);
        segment += preview;
        qToBigEndian(quint16(segment.size() - 2), segment.data() + 2);
        const QByteArray bytes = whole.first(2) + segment + whole.sliced(2);
        QVERIFY(checkPicture(bytes).hasValue());
        QVERIFY(!checkPicture(bytes.chopped(2)));
        QVERIFY(!checkPicture(bytes.first(2 + segment.size())));
    }

    void whatIsNoPictureIsCalledByItsName_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("word");
        QTest::newRow("svg") << QByteArray("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>")
                             << u"SVG"_s;
        QTest::newRow("svg behind xml") << QByteArray("<?xml version='1.0'?><svg/>") << u"SVG"_s;
        QTest::newRow("html") << QByteArray("\n<!DOCTYPE html><html></html>") << u"web page"_s;
        QTest::newRow("zip") << QByteArray("PK\x03\x04rest") << u"ZIP"_s;
        QTest::newRow("gzip") << QByteArray("\x1f\x8b\x08rest") << u"gzip"_s;
        QTest::newRow("json") << QByteArray("{\"detail\":\"no\"}") << u"JSON"_s;
        QTest::newRow("gif") << QByteArray("GIF89a.......") << u"GIF"_s;
        QTest::newRow("nothing") << QByteArray() << u"nothing"_s;
        QTest::newRow("bmp") << encoded(painting({8, 8}), "BMP") << u"something else"_s;
    }
    void whatIsNoPictureIsCalledByItsName()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, word);
        const Result<CheckedPicture> picture = checkPicture(bytes);
        QVERIFY(!picture);
        QCOMPARE(picture.error().kind, ErrorKind::Protocol);
        QVERIFY2(picture.error().message.contains(word), qPrintable(picture.error().message));
    }

    void anSvgBehindPictureMagicIsNotDrawn()
    {
        QVERIFY(!checkPicture(
            "\xff\xd8\xff<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\xff\xd9"));
    }

    void sizeIsJudgedBeforeAnythingIsDecoded()
    {
        const Result<CheckedPicture> huge = checkPicture(pngThatClaims(30'000));
        QVERIFY(!huge);
        QVERIFY2(huge.error().message.contains(u"30000 × 30000"_s), qPrintable(huge.error().message));
        const Result<CheckedPicture> empty = checkPicture(pngThatClaims(0));
        QVERIFY(!empty);
    }

    void garbleInsideAPngIsFound()
    {
        QByteArray bytes = encoded(painting({64, 48}), "PNG");
        bytes[bytes.size() / 2] = char(~bytes[bytes.size() / 2]);
        QVERIFY(!checkPicture(bytes));
    }

    void imagesFitIntoTheirBoxAndAreNeverEnlarged_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QSize>("box");
        QTest::addColumn<QSize>("expected");
        const auto jpeg = [](int width, int height) { return encoded(painting({width, height}), "JPEG"); };
        QTest::newRow("a quarter") << jpeg(1024, 512) << QSize(256, 256) << QSize(256, 128);
        QTest::newRow("upright") << jpeg(512, 1024) << QSize(256, 256) << QSize(128, 256);
        QTest::newRow("no eighths") << jpeg(999, 700) << QSize(256, 256) << QSize(256, 179);
        QTest::newRow("a wide box") << jpeg(600, 600) << QSize(400, 150) << QSize(150, 150);
        QTest::newRow("nearly as large") << jpeg(300, 200) << QSize(299, 299) << QSize(299, 199);
        QTest::newRow("smaller") << jpeg(100, 60) << QSize(256, 256) << QSize(100, 60);
        QTest::newRow("a line") << jpeg(4000, 1) << QSize(256, 256) << QSize(256, 1);
        QTest::newRow("one pixel") << jpeg(700, 900) << QSize(1, 1) << QSize(1, 1);
        QTest::newRow("progressive") << progressiveJpeg(painting({700, 350})) << QSize(256, 256)
                                     << QSize(256, 128);
        QTest::newRow("grey") << encoded(painting({640, 480}).convertToFormat(QImage::Format_Grayscale8),
                                         "JPEG")
                              << QSize(256, 256) << QSize(256, 192);
        QTest::newRow("four colours") << cmykJpeg(painting({640, 480})) << QSize(256, 256) << QSize(256, 192);
        QTest::newRow("png") << encoded(painting({1024, 512}), "PNG") << QSize(256, 256) << QSize(256, 128);
        QTest::newRow("webp") << encoded(painting({1024, 512}), "WEBP") << QSize(256, 256) << QSize(256, 128);
    }
    void imagesFitIntoTheirBoxAndAreNeverEnlarged()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QSize, box);
        QFETCH(QSize, expected);
        const Result<CheckedPicture> small = checkPicture(bytes, box);
        QVERIFY2(small.hasValue(), small ? "" : qPrintable(small.error().detail));
        QCOMPARE(small->image.size(), expected);
        QCOMPARE(small->image.format(), QImage::Format_RGB32);
        const Result<CheckedPicture> whole = checkPicture(bytes);
        QVERIFY(whole.hasValue());
        QCOMPARE(small->size, whole->image.size());
        const QImage smooth = whole->image.convertToFormat(QImage::Format_RGB32)
                                  .scaled(expected, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        const double difference = meanDifference(small->image, smooth);
        QVERIFY2(difference < 6, qPrintable(QString::number(difference)));
    }

    void everyCutIsFoundInAJpegThatIsMadeSmaller()
    {
        const QByteArray bytes = encoded(painting({128, 96}), "JPEG");
        QVERIFY(checkPicture(bytes, {32, 32}).hasValue());
        for (qsizetype length = 0; length < bytes.size(); ++length)
            QVERIFY2(!checkPicture(bytes.first(length), {32, 32}), qPrintable(QString::number(length)));
    }

    /// Each pass goes over the whole picture again: a small file could keep a processor busy for hours.
    void aJpegOfHundredsOfPassesIsRefused()
    {
        const QByteArray bytes = progressiveJpeg(painting({64, 48}));
        const qsizetype lastScan = bytes.lastIndexOf("\xff\xda");
        const QByteArray scan = bytes.sliced(lastScan).chopped(2);
        const auto withPasses = [&](int more) {
            return bytes.chopped(2) + scan.repeated(more) + bytes.last(2);
        };
        QVERIFY(checkPicture(withPasses(1), {32, 32}).hasValue());
        QVERIFY(!checkPicture(withPasses(600), {32, 32}));
        QVERIFY(!checkPicture(withPasses(600)));
    }

    void aColourProfileIsRespected_data()
    {
        QTest::addColumn<QByteArray>("format");
        QTest::addColumn<QSize>("box");
        for (const char *format : {"JPEG", "PNG"}) {
            QTest::addRow("%s, whole", format) << QByteArray(format) << QSize();
            QTest::addRow("%s, made smaller", format) << QByteArray(format) << QSize(16, 16);
        }
    }
    void aColourProfileIsRespected()
    {
        QFETCH(QByteArray, format);
        QFETCH(QSize, box);
        QImage image({64, 64}, QImage::Format_RGB32);
        image.fill(qRgb(60, 160, 90));
        image.setColorSpace(QColorSpace::AdobeRgb);
        const Result<CheckedPicture> picture = checkPicture(encoded(image, format.constData()), box);
        QVERIFY(picture.hasValue());
        const QRgb expected = image.convertedToColorSpace(QColorSpace::SRgb).pixel(8, 8);
        QVERIFY(std::abs(qRed(expected) - 60) > 20); // so that it can be told apart
        const QRgb seen = picture->image.pixel(8, 8);
        QVERIFY2(std::abs(qRed(seen) - qRed(expected)) < 4 && std::abs(qGreen(seen) - qGreen(expected)) < 4 &&
                     std::abs(qBlue(seen) - qBlue(expected)) < 4,
                 qPrintable(QString::number(seen, 16) + u' ' + QString::number(expected, 16)));
    }

    void transparentPicturesLieOnWhite()
    {
        QImage clear(20, 20, QImage::Format_ARGB32);
        clear.fill(Qt::transparent);
        const Result<CheckedPicture> picture = checkPicture(encoded(clear, "PNG"), thumbnailBox);
        QVERIFY(picture.hasValue());
        QCOMPARE(picture->image.pixel(5, 5), qRgb(255, 255, 255));
    }

    void flatAreasKeepTheirColourAndEdgesAreMeans()
    {
        QImage image({97, 61}, QImage::Format_RGB32);
        for (const QRgb colour : {qRgb(255, 255, 255), qRgb(0, 0, 0), qRgb(1, 128, 254)}) {
            image.fill(colour);
            const QImage small = areaScaled(image, {31, 17});
            for (int y = 0; y < small.height(); ++y) {
                for (int x = 0; x < small.width(); ++x)
                    QCOMPARE(small.pixel(x, y), colour);
            }
        }
        QImage halves({3, 1}, QImage::Format_RGB32);
        halves.setPixel(0, 0, qRgb(0, 0, 0));
        halves.setPixel(1, 0, qRgb(90, 90, 90));
        halves.setPixel(2, 0, qRgb(240, 240, 240));
        const QImage two = areaScaled(halves, {2, 1});
        QCOMPARE(two.pixel(0, 0), qRgb(30, 30, 30));
        QCOMPARE(two.pixel(1, 0), qRgb(190, 190, 190));
    }

    void storedThumbnailsCanBeReadAgain()
    {
        const Result<CheckedPicture> picture =
            checkPicture(encoded(painting({1024, 768}), "PNG"), thumbnailBox);
        QVERIFY(picture.hasValue());
        const Result<CheckedPicture> again = checkPicture(thumbnailJpeg(picture->image));
        QVERIFY(again.hasValue());
        QCOMPARE(again->size, QSize(256, 192));
        QVERIFY(meanDifference(again->image, picture->image) < 6);
    }
};

QTEST_GUILESS_MAIN(TestPictureCheck)
#include "tst_picturecheck.moc"
