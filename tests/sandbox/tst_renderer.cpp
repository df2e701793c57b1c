#include "sandbox/encoder.h"
#include "sandbox/renderer.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace janus::sandbox;
using namespace Qt::StringLiterals;

namespace {

const QStringList testPrompts{
    u"a lighthouse at dawn"_s, u"red fox in snow"_s, u"rain over a harbour city at night"_s,
    u"koi in a pond"_s,        u"jellyfish"_s,       u"a bouquet of tulips"_s,
    u"mountain lake, moon"_s,  u"desert dunes"_s,    u"girl inside a house"_s};

constexpr QSize testSize(192, 160);

Scene sceneOf(const QString &prompt, qint64 seed = 7, double temperature = 1, double guidance = 5)
{
    return {prompt, seed, testSize, temperature, guidance};
}

double meanSaturation(const QImage &image)
{
    double sum = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QRgb p = image.pixel(x, y);
            sum += std::max({qRed(p), qGreen(p), qBlue(p)}) - std::min({qRed(p), qGreen(p), qBlue(p)});
        }
    }
    return sum / (double(image.width()) * image.height());
}

/// Standard deviation of the lightness.
double contrastOf(const QImage &image)
{
    double sum = 0, squares = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const double light = qGray(image.pixel(x, y));
            sum += light;
            squares += light * light;
        }
    }
    const double count = double(image.width()) * image.height();
    return std::sqrt(squares / count - sum * sum / count / count);
}

/// Mean step between neighbours: how restless a picture is.
double restlessness(const QImage &image)
{
    double sum = 0;
    for (int y = 0; y < image.height() - 1; ++y) {
        for (int x = 0; x < image.width() - 1; ++x) {
            const int light = qGray(image.pixel(x, y));
            sum += std::abs(light - qGray(image.pixel(x + 1, y))) +
                   std::abs(light - qGray(image.pixel(x, y + 1)));
        }
    }
    return sum / (double(image.width()) * image.height());
}

/// Mean difference of two pictures, 0 to 255.
double difference(const QImage &a, const QImage &b)
{
    double sum = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QRgb p = a.pixel(x, y), q = b.pixel(x, y);
            sum +=
                std::abs(qRed(p) - qRed(q)) + std::abs(qGreen(p) - qGreen(q)) + std::abs(qBlue(p) - qBlue(q));
        }
    }
    return sum / (3.0 * a.width() * a.height());
}

QColor meanColor(const QImage &image)
{
    return QColor(image.scaled(1, 1, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).pixel(0, 0));
}

} // namespace

class TestRenderer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSameSceneGivesTheSameBytes()
    {
        for (const QString &prompt : testPrompts) {
            const QImage first = render(sceneOf(prompt));
            QCOMPARE(render(sceneOf(prompt)), first);
            QCOMPARE(encodeJpeg(render(sceneOf(prompt))), encodeJpeg(first));
        }
    }

    void anotherSeedIsAnotherPicture()
    {
        for (const QString &prompt : testPrompts) {
            for (qint64 seed = 1; seed < 3; ++seed)
                QVERIFY2(difference(render(sceneOf(prompt, seed)), render(sceneOf(prompt, seed + 1))) > 6,
                         qPrintable(prompt));
        }
    }

    void anotherPictureOfTheSetIsAnotherPicture()
    {
        Scene second = sceneOf(testPrompts.first());
        second.index = 1;
        QVERIFY(difference(render(sceneOf(testPrompts.first())), render(second)) > 6);
    }

    void wordsNobodyKnowsChangeThePictureToo()
    {
        QVERIFY(difference(render(sceneOf(u"plimp"_s)), render(sceneOf(u"ogrut"_s))) > 6);
    }

    void seedsOfAllSizesWork()
    {
        const qint64 largest = std::numeric_limits<qint64>::max();
        QVERIFY(render(sceneOf(u"sea"_s, largest)) != render(sceneOf(u"sea"_s, largest - 1)));
        QVERIFY(render(sceneOf(u"sea"_s, -1)) != render(sceneOf(u"sea"_s, 1)));
    }

    void colourWordsColourThePicture()
    {
        for (qint64 seed = 1; seed < 6; ++seed) {
            const QColor red = meanColor(render(sceneOf(u"red mountain landscape"_s, seed)));
            const QColor blue = meanColor(render(sceneOf(u"blue mountain landscape"_s, seed)));
            QVERIFY(red.red() - red.blue() > blue.red() - blue.blue() + 30);
        }
    }

    void moreGuidanceIsMoreSaturatedAndMoreContrasty()
    {
        for (const QString &prompt : testPrompts) {
            double saturation = 0, contrast = 0;
            for (const double guidance : {1.0, 3.0, 8.0, 20.0}) {
                const QImage image = render(sceneOf(prompt, 7, 1, guidance));
                QVERIFY2(meanSaturation(image) > saturation, qPrintable(prompt));
                QVERIFY2(contrastOf(image) > contrast, qPrintable(prompt));
                saturation = meanSaturation(image);
                contrast = contrastOf(image);
            }
        }
    }

    void moreTemperatureIsMoreRestless()
    {
        for (const QString &prompt : testPrompts) {
            double last = 0;
            for (const double temperature : {0.1, 1.0, 2.0}) {
                double sum = 0;
                for (qint64 seed = 1; seed <= 3; ++seed)
                    sum += restlessness(render(sceneOf(prompt, seed, temperature)));
                QVERIFY2(
                    sum > last,
                    qPrintable(u"%1 at %2: %3 after %4"_s.arg(prompt).arg(temperature).arg(sum).arg(last)));
                last = sum;
            }
        }
    }

    void theSizeIsExact_data()
    {
        QTest::addColumn<QSize>("size");
        for (const QSize size : {QSize(1, 1), QSize(1, 64), QSize(23, 23), QSize(24, 24), QSize(97, 31),
                                 QSize(512, 512), QSize(14142, 2), QSize(1, 2000), QSize(601, 499)})
            QTest::addRow("%dx%d", size.width(), size.height()) << size;
    }

    void theSizeIsExact()
    {
        QFETCH(const QSize, size);
        Scene scene = sceneOf(u"city at night with boats"_s);
        scene.size = size;
        const QImage image = render(scene);
        QCOMPARE(image.size(), size);
        QCOMPARE(QImage::fromData(encodeJpeg(image)).size(), size);
    }

    void theBadgeStandsAtTheLowerLeft()
    {
        Scene scene = sceneOf(u"desert"_s);
        scene.size = {512, 512};
        const QImage image = render(scene);
        QCOMPARE(QColor(image.pixel(6 + 4, 512 - 6 - 8)), QColor(0x35, 0x2b, 0x4d));
        QVERIFY(QColor(image.pixel(3, 512 - 14)) != QColor(0x35, 0x2b, 0x4d));
        scene.size = {23, 23};
        scene.blank = true;
        QImage black(23, 23, QImage::Format_RGB32);
        black.fill(Qt::black);
        QCOMPARE(render(scene), black);
        scene.size = {48, 48};
        black = black.scaled(48, 48);
        QVERIFY(render(scene) != black);
    }

    // A picture's file must not tell of the screen it was drawn beside.
    void theSameSceneIsTheSameBytesBesideAnyScreen()
    {
        const QImage image = render(sceneOf(u"sea"_s));
        QImage elsewhere = image;
        elsewhere.setDotsPerMeterX(7559);
        elsewhere.setDotsPerMeterY(7559);
        QCOMPARE(encodeJpeg(elsewhere), encodeJpeg(image));
        QCOMPARE(encodePng(elsewhere), encodePng(image));
    }

    void theFileSaysThatNoModelMadeIt()
    {
        const QByteArray label = "Janus Studio sandbox (practice picture, not made by a model)";
        const QByteArray jpeg = encodeJpeg(render(sceneOf(u"sea"_s)));
        QVERIFY(jpeg.startsWith("\xff\xd8\xff\xe0"));
        QVERIFY(jpeg.contains(QByteArray("\xff\xfe\x00", 3) + char(label.size() + 2) + label));
        QVERIFY(!jpeg.contains("Exif"));
        const QImage png = QImage::fromData(encodePng(render(sceneOf(u"sea"_s))), "png");
        QCOMPARE(png.size(), testSize);
        QCOMPARE(png.text(u"Comment"_s).toLatin1(), label);
    }
};

QTEST_GUILESS_MAIN(TestRenderer)
#include "tst_renderer.moc"
