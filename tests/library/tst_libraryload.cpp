#include "libraryfixture.h"
#include "tests/waiting.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::library;
using namespace janus::library::fixture;

namespace {

/// The most this process has ever had in memory, in MiB.
qint64 peakMemory()
{
    QFile file(u"/proc/self/status"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray status = file.readAll();
    const qsizetype at = status.indexOf("VmHWM:");
    return status.mid(at + 6, status.indexOf("kB", at) - at - 6).trimmed().toLongLong() / 1024;
}

} // namespace

/// Many and large pictures at once, and pictures that go while they are looked at.
class TestLibraryLoad : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void manyLargePicturesNeedLittleMemory()
    {
        // LD-05
        constexpr int count = 64;
        OpenLibrary library(m_folder->path());
        QVERIFY(library.opened);
        const QByteArray bytes = encoded(painting({4096, 4096}), "JPEG");
        const qint64 before = peakMemory();
        int added = 0;
        for (int k = 0; k < count; ++k) {
            NewPicture picture = OpenLibrary::newPicture(library.addJob(), bytes);
            picture.bytes.detach(); // each came from the network by itself
            library.library->add(std::move(picture), this,
                                 [&](const Result<Picture> &done) { added += done ? 1 : 0; });
        }
        QTRY_COMPARE_WITH_TIMEOUT(added, count, 120000);
        const qint64 grown = peakMemory() - before;
        std::printf("FIGURE large-pictures count=%d mib-each=%.1f peak-mib=%lld\n", count,
                    double(bytes.size()) / 1048576, static_cast<long long>(grown));
        QVERIFY2(grown < 1024, qPrintable(QString::number(grown)));
    }

    void picturesMayGoWhileTheyAreLookedAt()
    {
        // LD-09
        const int rounds = qEnvironmentVariableIsSet("JANUS_LONG") ? 10'000 : 150;
        QRandomGenerator dice(9);
        OpenLibrary library(m_folder->path());
        QVERIFY(library.opened);
        const auto kept =
            library.add(OpenLibrary::newPicture(library.addJob(), encoded(painting({300, 200}), "PNG")));
        QVERIFY(kept);
        const QByteArray keptBytes = contentOf(kept->file);
        for (int round = 0; round < rounds; ++round) {
            const auto picture = library.add(
                OpenLibrary::newPicture(library.addJob(), encoded(painting({64, 48}, round % 256), "PNG")));
            QVERIFY(picture);
            int answers = 0;
            const auto answered = [&answers](const auto &) { ++answers; };
            QList<int> deeds{0, 1, 2, 3};
            std::shuffle(deeds.begin(), deeds.end(), dice);
            for (const int deed : deeds) {
                if (deed == 0)
                    library.library->thumbnails({picture->id}, {256, 256}, this, answered);
                else if (deed == 1)
                    library.library->image(picture->id, this, answered);
                else if (deed == 2)
                    library.library->pictures({picture->id}, this, answered);
                else
                    QFile::remove(picture->file);
                if (dice.bounded(2) == 0)
                    QCoreApplication::processEvents();
            }
            QVERIFY(test::waitFor([&] { return answers == 3; }));
        }
        const auto rows = answerTo<std::vector<PictureRow>>(
            [&](auto done) { library.library->rows(this, std::move(done)); });
        QVERIFY(rows);
        QCOMPARE(int(rows->size()), rounds + 1); // nothing is forgotten because its file is away
        QCOMPARE(contentOf(kept->file), keptBytes);
    }
};

QTEST_GUILESS_MAIN(TestLibraryLoad)
#include "tst_libraryload.moc"
