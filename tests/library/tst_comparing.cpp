#include "libraryfixture.h"
#include "recipesamples.h"

#include "library/comparing.h"
#include "library/recipefile.h"
#include "sandbox/encoder.h"
#include "sandbox/renderer.h"

#include <QBuffer>
#include <QImageWriter>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::library;

namespace {

QImage scene(qint64 seed, QSize size = {256, 256}, const QString &prompt = u"a red fox in fresh snow"_s)
{
    sandbox::Scene wanted;
    wanted.prompt = prompt;
    wanted.seed = seed;
    wanted.size = size;
    return sandbox::render(wanted).convertToFormat(QImage::Format_RGB32);
}

QByteArray jpeg(const QImage &image, int quality)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "jpeg");
    writer.setQuality(quality);
    writer.write(image);
    return bytes;
}

QImage decoded(const QByteArray &bytes)
{
    return QImage::fromData(bytes);
}

/// A photograph's noise: deterministic, a few of 255.
QImage noisy(QImage image, int strength)
{
    quint32 state = 1;
    for (int y = 0; y < image.height(); ++y) {
        auto *line = reinterpret_cast<QRgb *>(image.scanLine(y));
        for (int x = 0; x < image.width(); ++x) {
            state = state * 1'664'525u + 1'013'904'223u;
            const int by = int(state >> 24) % (2 * strength + 1) - strength;
            const auto moved = [by](int channel) { return std::clamp(channel + by, 0, 255); };
            line[x] = qRgb(moved(qRed(line[x])), moved(qGreen(line[x])), moved(qBlue(line[x])));
        }
    }
    return image;
}

QByteArray written(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? bytes : QByteArray();
}

} // namespace

class TestComparing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSameBytesAreIdenticalBitForBit()
    {
        const QByteArray bytes = jpeg(scene(7), 90);
        const Result<Likeness> same = compareBytes(bytes, bytes);
        QVERIFY(same);
        QCOMPARE(same->verdict, Verdict::SameBytes);
        QVERIFY(isIdentical(same->verdict));
        QCOMPARE(verdictText(*same), u"identical, bit for bit"_s);
    }

    void theSamePixelsInAnotherFileAreIdenticalAndSaySo()
    {
        const QImage image = scene(7);
        QImage spoken = image;
        spoken.setText(u"Comment"_s, u"made on another day"_s);
        const Result<Likeness> same =
            compareBytes(fixture::encoded(image, "PNG"), fixture::encoded(spoken, "PNG"));
        QVERIFY(same);
        QCOMPARE(same->verdict, Verdict::SamePixels);
        QCOMPARE(*same->measure, Measure());
        QVERIFY(verdictText(*same).contains(u"another file"_s));
    }

    void packedAgainIsNear_data()
    {
        QTest::addColumn<QImage>("image");
        QTest::addColumn<int>("quality");
        for (const int quality : {95, 90, 80}) {
            QTest::addRow("a practice picture at %d", quality) << scene(7) << quality;
            QTest::addRow("another one at %d", quality)
                << scene(8, {384, 256}, u"a market at night, lanterns"_s) << quality;
            QTest::addRow("a smooth one at %d", quality)
                << fixture::painting({512, 512}).scaled(450, 350) << quality;
        }
        QTest::addRow("a grainy one at 90") << noisy(scene(9), 10) << 90;
        QTest::addRow("a small one at 90") << scene(9, {96, 64}) << 90;
    }

    void packedAgainIsNear()
    {
        QFETCH(QImage, image);
        QFETCH(int, quality);
        // What the server sent is a JPEG itself.
        const QImage sent = decoded(jpeg(image, 88));
        const Likeness compared = compareImages(sent, decoded(jpeg(sent, quality)));
        QVERIFY(compared.measure);
        const Measure &measure = *compared.measure;
        qInfo("psnr %.1f mean %.2f changed %.4f worst %.2f", measure.psnr, measure.mean, measure.changed,
              measure.worst);
        QVERIFY2(compared.verdict == Verdict::Near || compared.verdict == Verdict::SamePixels,
                 qPrintable(verdictText(compared)));
    }

    void noiseBelowWhatIsSeenIsNear()
    {
        const QImage image = scene(7);
        const Likeness compared = compareImages(image, noisy(image, 3));
        QCOMPARE(compared.verdict, Verdict::Near);
        QCOMPARE(compared.measure->changed, 0.0);
        QVERIFY(compared.measure->psnr > 40);
    }

    void anotherPictureIsDifferent_data()
    {
        QTest::addColumn<QImage>("then");
        QTest::addColumn<QImage>("now");
        for (int seed = 1; seed <= 6; ++seed)
            QTest::addRow("seeds %d and %d", seed, seed + 1) << scene(seed) << scene(seed + 1);
        QTest::addRow("another word") << scene(7) << scene(7, {256, 256}, u"a red fox in fresh grass"_s);
        QTest::addRow("mirrored") << scene(7) << scene(7).mirrored(true, false);
        QTest::addRow("black") << scene(7) << [] {
            QImage black(256, 256, QImage::Format_RGB32);
            black.fill(Qt::black);
            return black;
        }();
    }

    void anotherPictureIsDifferent()
    {
        QFETCH(QImage, then);
        QFETCH(QImage, now);
        const Likeness compared = compareImages(then, now);
        const Measure &measure = *compared.measure;
        qInfo("psnr %.1f mean %.2f changed %.4f worst %.2f", measure.psnr, measure.mean, measure.changed,
              measure.worst);
        QCOMPARE(compared.verdict, Verdict::Different);
        QVERIFY(compareImages(now, then) == compared);
    }

    // The PSNR of the whole does not see it.
    void oneSmallThingMoreIsAnotherPicture()
    {
        QImage image = scene(7, {512, 512});
        QImage withBird = image;
        for (int y = 100; y < 132; ++y) {
            for (int x = 300; x < 332; ++x)
                withBird.setPixel(x, y, image.pixel(x, y) ^ 0x00505050);
        }
        const Likeness compared = compareImages(image, withBird);
        QVERIFY(compared.measure->psnr > 30);
        QCOMPARE(compared.verdict, Verdict::Different);
    }

    void anotherSizeIsDifferentWithoutAMeasure()
    {
        const Likeness compared = compareImages(scene(7), scene(7, {256, 255}));
        QCOMPARE(compared.verdict, Verdict::Different);
        QVERIFY(!compared.measure);
        QCOMPARE(verdictText(compared), u"different: another size"_s);
    }

    void whatIsNoPictureIsSaid()
    {
        const QByteArray good = jpeg(scene(7), 90);
        const Result<Likeness> compared = compareBytes(good, "<html>no</html>");
        QVERIFY(!compared);
        QVERIFY(compared.error().message.contains(u"web page"_s));
        QVERIFY(!compareBytes(good.left(good.size() / 2), good));
    }

    void theSumsDecideBeforeAnythingIsRead()
    {
        const SentPicture gone{u"/nowhere/at/all.jpg"_s, sha256Of("the same")};
        const Result<Likeness> same = compareSent(gone, gone);
        QVERIFY(same);
        QCOMPARE(same->verdict, Verdict::SameBytes);
        const Result<Likeness> other = compareSent(gone, {u"/nowhere/else.jpg"_s, sha256Of("another")});
        QVERIFY(!other);
        QCOMPARE(other.error().kind, ErrorKind::Storage);
    }

    void theRecipeInAFileIsNoDifference()
    {
        QTemporaryDir folder;
        const QByteArray sent = jpeg(scene(7), 90);
        const Picture picture = fixture::picturePainted();
        const Recipe recipe = fixture::recipeFor(picture, sent);
        const Result<QByteArray> file = withRecipe(sent, recipe, picture);
        QVERIFY(file);
        const SentPicture then{folder.filePath(u"then.jpg"_s), sha256Of(sent)};
        QVERIFY(!written(then.file, *file).isEmpty());
        const QByteArray again = jpeg(decoded(sent), 90);
        const SentPicture now{folder.filePath(u"now.jpg"_s), sha256Of(again)};
        QVERIFY(!written(now.file, again).isEmpty());
        const Result<Likeness> compared = compareSent(then, now);
        QVERIFY2(compared, compared ? "" : qPrintable(compared.error().message));
        QCOMPARE(*compared, compareImages(decoded(sent), decoded(again)));
        QCOMPARE(compared->verdict, Verdict::Near);
    }

    // A rating that another program has written into the file leaves the picture as it was; a picture that
    // was painted over says nothing about the server.
    void aFileThatWasChangedCountsOnlyWithTheSamePixels()
    {
        QTemporaryDir folder;
        const QImage image = scene(7);
        QImage noted = image;
        noted.setText(u"Comment"_s, u"five stars"_s);
        const QByteArray sent = fixture::encoded(image, "PNG");
        const QByteArray again = fixture::encoded(image.convertToFormat(QImage::Format_ARGB32), "PNG");
        QVERIFY(sent != again);
        const SentPicture then{folder.filePath(u"then.png"_s), sha256Of(sent)};
        const SentPicture now{folder.filePath(u"now.png"_s), sha256Of(again)};
        written(now.file, again);
        written(then.file, fixture::encoded(noted, "PNG"));
        const Result<Likeness> fine = compareSent(then, now);
        QVERIFY(fine);
        QCOMPARE(fine->verdict, Verdict::SamePixels);
        written(then.file, fixture::encoded(noisy(image, 40), "PNG"));
        const Result<Likeness> painted = compareSent(then, now);
        QVERIFY(!painted);
        QVERIFY(painted.error().message.contains(u"changed by another program"_s));
    }

    void theDifferencePictureShowsWhereAndHowMuch()
    {
        const QImage image = scene(7);
        QImage other = image;
        const QRgb before = image.pixel(10, 20);
        other.setPixel(10, 20, qRgb(qRed(before) ^ 4, qGreen(before), qBlue(before)));
        const DifferencePicture found = differencePicture(image, other);
        QCOMPARE(found.largest, 4);
        QCOMPARE(found.gain, 16);
        QCOMPARE(found.image.size(), image.size());
        QCOMPARE(found.image.pixel(10, 20), qRgb(64, 0, 0));
        QCOMPARE(found.image.pixel(11, 20), qRgb(0, 0, 0));
        QCOMPARE(found.changed, 1.0 / (256 * 256));
        QVERIFY(differencePicture({}, image).image.isNull());
        QCOMPARE(differencePicture(image, image.scaled(100, 50)).image.size(), image.size());
    }

    void narrowPicturesAreJudgedWhole()
    {
        QImage then(3, 5, QImage::Format_RGB32);
        then.fill(qRgb(10, 10, 10));
        QImage now = then;
        now.fill(qRgb(200, 10, 10));
        QCOMPARE(compareImages(then, now).verdict, Verdict::Different);
        now.fill(qRgb(11, 10, 10));
        const Likeness near = compareImages(then, now);
        QCOMPARE(near.verdict, Verdict::Near);
        QCOMPARE(near.measure->mean, 1.0 / 3);
        QCOMPARE(near.measure->worst, 1.0 / 3);
    }
};

QTEST_GUILESS_MAIN(TestComparing)
#include "tst_comparing.moc"
