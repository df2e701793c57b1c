#include "library/picturecheck.h"
#include "libraryfixture.h"

#include <QImageWriter>
#include <QtEndian>
#include <QTest>

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

    void thumbnailsFitAndAreNeverEnlarged()
    {
        QCOMPARE(thumbnailOf(painting({1024, 512})).size(), QSize(512, 256));
        QCOMPARE(thumbnailOf(painting({512, 1024})).size(), QSize(256, 512));
        QCOMPARE(thumbnailOf(painting({100, 60})).size(), QSize(100, 60));
        QCOMPARE(thumbnailOf(painting({4000, 1})).size(), QSize(512, 1));
    }

    void transparentPicturesLieOnWhite()
    {
        QImage clear(20, 20, QImage::Format_ARGB32);
        clear.fill(Qt::transparent);
        QCOMPARE(thumbnailOf(clear).pixel(5, 5), qRgb(255, 255, 255));
    }

    void storedThumbnailsCanBeReadAgain()
    {
        const QByteArray jpeg = thumbnailJpeg(thumbnailOf(painting({1024, 768})));
        const Result<CheckedPicture> picture = checkPicture(jpeg);
        QVERIFY(picture.hasValue());
        QCOMPARE(picture->size, QSize(512, 384));
    }
};

QTEST_GUILESS_MAIN(TestPictureCheck)
#include "tst_picturecheck.moc"
