// What leaves the library as files: names, contents, places, and what happens when something goes wrong.
#include "libraryfixture.h"
#include "recipesamples.h"

#include "library/deeds.h"
#include "library/exchange.h"
#include "library/exportnames.h"
#include "library/recipefile.h"
#include "library/zipwriter.h"

#include <QDir>
#include <QImageReader>
#include <QProcess>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace janus;
using namespace janus::library;
using namespace janus::library::fixture;

namespace {

QStringList filesIn(const QString &folder)
{
    return QDir(folder).entryList(QDir::Files | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
}

QString allText(const QList<Carried> &carried)
{
    QString text;
    for (const Carried &one : carried)
        text += one.name + u'\n' + one.text + u'\n';
    return text;
}

} // namespace

class TestExporting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_open = std::make_unique<OpenLibrary>(m_folder->filePath(u"studio"_s));
        QVERIFY(m_open->opened);
        QVERIFY(QDir().mkpath(m_folder->filePath(u"out"_s)));
    }
    void cleanup()
    {
        m_open.reset();
        m_folder.reset();
    }

    // DSK-10
    void namesAreSafeOnEverySystem_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("name");
        QTest::newRow("DSK-10 a device of Windows") << u"CON"_s << u"_CON"_s;
        QTest::newRow("DSK-10 a device with a suffix") << u"nul.txt"_s << u"_nul.txt"_s;
        QTest::newRow("DSK-10 a trailing dot and spaces") << u"  fox . . "_s << u"fox"_s;
        QTest::newRow("DSK-10 separators and wildcards")
            << u"a/b\\c:d*e?f\"g<h>i|j"_s << u"a-b-c-d-e-f-g-h-i-j"_s;
        QTest::newRow("DSK-10 a way out of the folder") << u"../../etc/passwd"_s << u"etc-passwd"_s;
        QTest::newRow("DSK-10 NUL and control characters")
            << (u"a"_s + QChar(0) + QChar(7) + u"b"_s) << u"a-b"_s;
        QTest::newRow("DSK-10 text that turns around") << u"fox\u202egpj"_s << u"fox-gpj"_s;
        QTest::newRow("DSK-10 a lone surrogate") << (u"a"_s + QChar(0xd800) + u"b"_s) << u"a\ufffdb"_s;
        QTest::newRow("DSK-10 emoji") << u"🦊 fox"_s << u"🦊 fox"_s;
        QTest::newRow("DSK-10 a hidden file, an option") << u".-rf"_s << u"rf"_s;
        QTest::newRow("DSK-10 nothing") << u"..."_s << u"picture"_s;
    }
    void namesAreSafeOnEverySystem()
    {
        QFETCH(const QString, text);
        QTEST(safeFileName(text), "name");
    }

    void aLongNameFitsInEveryScript()
    {
        for (const QString &letter : {u"a"_s, u"ü"_s, u"狐"_s, u"🦊"_s}) {
            const QString name = safeFileName(letter.repeated(400));
            QVERIFY(name.toUtf8().size() <= 180);
            QVERIFY(name.toUtf8().size() > 170);
            QCOMPARE(QString::fromUtf8(name.toUtf8()), name);
        }
    }

    void aTemplateNamesItsFields()
    {
        Picture picture = picturePainted(u"Ein Fuchs, 狐 im Schnee!"_s);
        picture.id = 42;
        picture.marks.rating = 4;
        const QString made = picture.created.toLocalTime().toString(u"yyyy-MM-dd"_s);
        QCOMPARE(exportName(u"{n}_{prompt}_{width}x{height}_{rating}_{id}_{model}"_s, picture, 7, 120),
                 u"007_ein-fuchs-狐-im-schnee_320x200_4_42_fal-ai-janus"_s);
        QCOMPARE(exportName(u"{date} {seed}"_s, picture, 1, 1), made + u" 9007199254740993"_s);
        QVERIFY(checkExportName(defaultExportName));
    }

    void aWrongTemplateIsRefusedWithASentence()
    {
        for (const QString &text : {u"{sed}"_s, u"{prompt"_s, u"prompt}"_s, u""_s, u"{}"_s}) {
            const Result<void> checked = checkExportName(text);
            QVERIFY2(!checked, qPrintable(text));
            QCOMPARE(checked.error().kind, ErrorKind::BadInput);
            QVERIFY(checked.error().message.endsWith(u'.'));
        }
        QVERIFY(checkExportName(u"{sed}"_s).error().message.contains(u"{sed}"_s));
    }

    /// Every format a server may send, in every profile: the picture's own data is what was sent.
    void thePictureStaysAsItIsWhateverIsInside_data()
    {
        QTest::addColumn<QByteArray>("sent");
        for (const auto &[name, bytes] : serverFiles())
            QTest::newRow(name.constData()) << bytes;
    }
    void thePictureStaysAsItIsWhateverIsInside()
    {
        QFETCH(const QByteArray, sent);
        Picture picture = picturePainted();
        picture.marks = {4, Label::Green, Pick::None, {u"sea & sky"_s}, u"private"_s};
        const Recipe recipe = recipeFor(picture, sent);
        const Result<QByteArray> file = withRecipe(sent, recipe, picturePainted());
        QVERIFY(file);

        const Result<QByteArray> full = exportedBytes(*file, picture, ExportProfile::FullRecipe);
        QVERIFY2(full, full ? "" : qPrintable(full.error().message));
        QCOMPARE(*withoutRecipe(*full), sent);
        QCOMPARE(Recipe::fromJson(*recipeJsonIn(*full)).value(), recipe);
        const Result<QByteArray> marked = exportedBytes(*file, picture, ExportProfile::MarkOnly);
        const Result<QByteArray> clean = exportedBytes(*file, picture, ExportProfile::Clean);
        QVERIFY2(marked, marked ? "" : qPrintable(marked.error().message));
        QVERIFY2(clean, clean ? "" : qPrintable(clean.error().message));
        const QImage before = QImage::fromData(sent);
        for (const QByteArray &bytes : {*full, *marked, *clean}) {
            const QImage after = QImage::fromData(bytes);
            QCOMPARE(after, before);
            QCOMPARE(after.colorSpace(), before.colorSpace());
        }
        for (const Carried &one : carriedBy(*clean))
            QCOMPARE(one.kind, Carried::Kind::ColourProfile);
        QVERIFY(!clean->contains("harbour"));
        QVERIFY(!marked->contains("harbour"));
        QCOMPARE(sourceTypeIn(*marked), u"trainedAlgorithmicMedia"_s);
        int packets = 0;
        for (const Carried &one : carriedBy(*marked)) {
            packets += one.kind == Carried::Kind::Xmp;
            QVERIFY(one.kind == Carried::Kind::Xmp || one.kind == Carried::Kind::ColourProfile);
        }
        QCOMPARE(packets, 1);
    }

    void ratingLabelAndTagsAreInTheFullFileAndNotesAreNot()
    {
        Picture picture = picturePainted();
        const QByteArray sent = encoded(painting({64, 48}), "PNG");
        const Result<QByteArray> file = withRecipe(sent, recipeFor(picture, sent), picture);
        QCOMPARE(*exportedBytes(*file, picture, ExportProfile::FullRecipe), *file); // bit for bit
        picture.marks = {3, Label::Red, Pick::None, {u"a <b>"_s, u"boat"_s}, u"for nobody's eyes"_s};
        const QString text = allText(carriedBy(*exportedBytes(*file, picture, ExportProfile::FullRecipe)));
        QVERIFY(text.contains(u"<xmp:Rating>3</xmp:Rating>"_s));
        QVERIFY(text.contains(u"<xmp:Label>Red</xmp:Label>"_s));
        QVERIFY(text.contains(u"<rdf:li>a &lt;b&gt;</rdf:li><rdf:li>boat</rdf:li>"_s));
        QVERIFY(!text.contains(u"nobody"_s));
    }

    void aPhotographKeepsItsUprightWayWhenCleaned()
    {
        const QByteArray plain = encoded(painting({64, 48}), "JPEG");
        const QByteArray tiff(
            "II*\0\x08\0\0\0\x02\0\x0f\x01\x02\0\x04\0\0\0Fuj\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0",
            38);
        const QByteArray photo = plain.first(20) + jpegSegment('\xe1', QByteArray("Exif\0\0", 6) + tiff) +
                                 jpegSegment('\xed', "Photoshop 3.0") + jpegSegment('\xfe', "at home") +
                                 plain.sliced(20) + "behind";
        const Result<QByteArray> clean = withoutMetadata(photo);
        QVERIFY(clean);
        for (const char *gone : {"Fuj", "Photoshop", "home", "behind"})
            QVERIFY(!clean->contains(gone));
        const auto turned = [](const QByteArray &bytes) {
            QBuffer buffer;
            buffer.setData(bytes);
            buffer.open(QIODevice::ReadOnly);
            QImageReader reader(&buffer, "jpeg");
            return reader.transformation();
        };
        QCOMPARE(turned(photo), QImageIOHandler::TransformationRotate90);
        QCOMPARE(turned(*clean), QImageIOHandler::TransformationRotate90);
        QCOMPARE(QImage::fromData(*clean), QImage::fromData(photo));
    }

    // MAL-05, MAL-12: anybody's bytes
    void noBytesOfAnybodysDoHarm()
    {
        QRandomGenerator dice(7);
        for (const auto &[name, bytes] : serverFiles()) {
            for (int round = 0; round < 60; ++round) {
                QByteArray spoilt =
                    bytes.first(round % 3 == 0 ? dice.bounded(int(bytes.size())) : bytes.size());
                for (int hit = 0; hit < 4 && !spoilt.isEmpty(); ++hit)
                    spoilt[dice.bounded(std::min(600, int(spoilt.size())))] = char(dice.bounded(256));
                carriedBy(spoilt);
                sourceTypeIn(spoilt);
                const Result<QByteArray> clean = withoutMetadata(spoilt);
                QVERIFY(clean || !clean.error().message.isEmpty());
                withXmpPacket(spoilt, "<x/>").hasValue();
            }
        }
    }

    void aFolderGetsEachPictureUnderItsName()
    {
        const std::vector<PictureId> ids = addPictures(3);
        const Result<ExportReport> report = exportTo(ids, folderOptions(u"{n}-{prompt}"_s));
        QVERIFY2(report, report ? "" : qPrintable(report.error().message));
        QCOMPARE(report->exported, 3);
        QCOMPARE(filesIn(m_folder->filePath(u"out"_s)),
                 QStringList(
                     {u"1-a-quiet-harbour.png"_s, u"2-a-quiet-harbour.png"_s, u"3-a-quiet-harbour.png"_s}));
        QCOMPARE(contentOf(m_folder->filePath(u"out/2-a-quiet-harbour.png"_s)),
                 contentOf(pictureOf(ids[1]).file));
        struct stat found = {};
        QCOMPARE(::stat(qPrintable(m_folder->filePath(u"out/1-a-quiet-harbour.png"_s)), &found), 0);
        QCOMPARE(int(found.st_mode & 0777), 0644); // DSK-12
        QVERIFY(!QDir(m_folder->filePath(u"out"_s)).exists(u".janus-studio-export"_s));
    }

    // DSK-11
    void whatIsThereAlreadyStays()
    {
        const std::vector<PictureId> ids = addPictures(3);
        const QString taken = m_folder->filePath(u"out/fox.png"_s);
        QVERIFY(support::writeDurably(taken, "mine", m_folder->filePath(u"tmp"_s)));
        const Result<ExportReport> report = exportTo(ids, folderOptions(u"fox"_s));
        QVERIFY(report);
        QCOMPARE(contentOf(taken), "mine");
        QCOMPARE(filesIn(m_folder->filePath(u"out"_s)),
                 QStringList({u"fox-2.png"_s, u"fox-3.png"_s, u"fox-4.png"_s, u"fox.png"_s}));
        QVERIFY(exportTo(ids, folderOptions(u"FOX"_s)));
        QCOMPARE(filesIn(m_folder->filePath(u"out"_s)).size(), 7);
    }

    // DSK-11
    void aTargetRemovedHalfWayIsNotMadeAnew()
    {
        const std::vector<PictureId> ids = addPictures(3);
        const QString out = m_folder->filePath(u"out"_s);
        const Result<ExportReport> report =
            exportNow(ids, folderOptions(u"{n}"_s), [&out](const ExportProgress &now) {
                return now.done != 1 || QDir().rename(out, out + "-moved"_L1);
            });
        QVERIFY(!report);
        QCOMPARE(report.error().kind, ErrorKind::Storage);
        QVERIFY2(report.error().message.contains(u"1 of 3"_s), qPrintable(report.error().message));
        QVERIFY(!QDir(out).exists());
        QCOMPARE(filesIn(out + "-moved"_L1), QStringList{u"1.png"_s});
    }

    // DSK-07: what is missing or another one is told, not exported.
    void whatOtherProgramsDidIsToldNotExported()
    {
        const std::vector<PictureId> ids = addPictures(4);
        QVERIFY(QFile::remove(pictureOf(ids[0]).file));
        QFile cut(pictureOf(ids[1]).file);
        QVERIFY(cut.resize(100));
        QVERIFY(QFile::remove(pictureOf(ids[2]).file));
        QVERIFY(QFile::copy(pictureOf(ids[3]).file, pictureOf(ids[2]).file));
        const Result<ExportReport> report =
            exportTo({ids[0], ids[1], ids[2], ids[3], 4711}, folderOptions(u"{n}"_s));
        QVERIFY(report);
        QCOMPARE(report->exported, 1);
        QCOMPARE(report->left.size(), 4);
        for (const ExportTrouble &trouble : report->left)
            QVERIFY(trouble.message.endsWith(u'.'));
        QCOMPARE(filesIn(m_folder->filePath(u"out"_s)), QStringList{u"4.png"_s});
    }

    void aCancelledExportLeavesOnlyWholeFiles()
    {
        const std::vector<PictureId> ids = addPictures(3);
        const auto stopAfterTwo = [](const ExportProgress &now) { return now.done < 2; };
        const Result<ExportReport> folder = exportNow(ids, folderOptions(u"{n}"_s), stopAfterTwo);
        QVERIFY(folder && folder->isCancelled);
        QCOMPARE(filesIn(m_folder->filePath(u"out"_s)), QStringList({u"1.png"_s, u"2.png"_s}));
        const Result<ExportReport> zip = exportNow(ids, zipOptions(u"{n}"_s), stopAfterTwo);
        QVERIFY(zip && zip->isCancelled);
        QCOMPARE(filesIn(m_folder->path()), QStringList());
    }

    void aZipFileHoldsThemAll()
    {
        const std::vector<PictureId> ids = addPictures(3);
        const Result<ExportReport> report = exportTo(ids, zipOptions(u"{prompt} 狐"_s));
        QVERIFY2(report, report ? "" : qPrintable(report.error().message));
        QCOMPARE(filesIn(m_folder->path()), QStringList{u"gallery.zip"_s});
        const QByteArray script = "import sys, zipfile, hashlib\n"
                                  "z = zipfile.ZipFile(sys.argv[1])\n"
                                  "assert z.testzip() is None\n"
                                  "for i in z.infolist(): print(i.filename, "
                                  "hashlib.sha256(z.read(i)).hexdigest(), oct(i.external_attr >> 16))\n";
        if (QStandardPaths::findExecutable(u"python3"_s).isEmpty())
            QSKIP("python3 reads the archive");
        QProcess python;
        python.setProcessEnvironment([] {
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert(u"PYTHONIOENCODING"_s, u"utf-8"_s);
            return environment;
        }());
        python.start(u"python3"_s,
                     {u"-c"_s, QString::fromUtf8(script), m_folder->filePath(u"gallery.zip"_s)});
        QVERIFY(python.waitForFinished(30'000));
        QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
        QStringList expected;
        const QStringList names{u"a-quiet-harbour 狐.png"_s, u"a-quiet-harbour 狐-2.png"_s,
                                u"a-quiet-harbour 狐-3.png"_s};
        for (int at = 0; at < 3; ++at)
            expected << names[at] + u' ' +
                            QString::fromLatin1(sha256Of(contentOf(pictureOf(ids[std::size_t(at)]).file))) +
                            " 0o100644"_L1;
        QCOMPARE(QString::fromUtf8(python.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts),
                 expected);
    }

    // DSK-11
    void aZipFileThatIsThereIsNotReplaced()
    {
        const std::vector<PictureId> ids = addPictures(1);
        const QString target = m_folder->filePath(u"gallery.zip"_s);
        QVERIFY(support::writeDurably(target, "mine", m_folder->filePath(u"tmp"_s)));
        const Result<ExportReport> report = exportTo(ids, zipOptions(u"{n}"_s));
        QVERIFY(!report);
        QCOMPARE(report.error().kind, ErrorKind::BadInput);
        QCOMPARE(contentOf(target), "mine");
    }

    void whatDoesNotFitAZipFileIsRefusedBeforeItBegins()
    {
        const std::vector<PictureId> ids = addPictures(1);
        QVERIFY(m_open->run<void>([](QSqlDatabase &connection) -> Result<void> {
            auto grown = execute(connection, u"UPDATE pictures SET bytes = 5000000000"_s);
            return grown ? Result<void>() : grown.error();
        }));
        const Result<ExportReport> report = exportTo(ids, zipOptions(u"{n}"_s));
        QVERIFY(!report);
        QVERIFY2(report.error().message.contains(u"4 GB"_s), qPrintable(report.error().message));
        QCOMPARE(filesIn(m_folder->path()), QStringList());
    }

    void whatThePreviewSaysIsWhatIsInside()
    {
        const std::vector<PictureId> ids = addPictures(1);
        for (const ExportProfile profile :
             {ExportProfile::FullRecipe, ExportProfile::MarkOnly, ExportProfile::Clean}) {
            const auto preview = answerTo<QList<Carried>>([&](auto done) {
                m_open->library->exchange().previewExport(ids[0], profile, m_open->library.get(), done);
            });
            ExportOptions options = folderOptions(u"%1"_s.arg(int(profile)));
            options.profile = profile;
            QVERIFY(exportTo(ids, options));
            QVERIFY(preview);
            QCOMPARE(*preview, carriedBy(contentOf(m_folder->filePath(u"out/%1.png"_s.arg(int(profile))))));
            QCOMPARE(preview->isEmpty(), profile == ExportProfile::Clean);
        }
    }

    void aBadPlaceIsRefusedWithASentence()
    {
        const std::vector<PictureId> ids = addPictures(1);
        ExportOptions options = folderOptions(u"{n}"_s);
        for (const QString &target :
             {QString(), u"relative"_s, m_folder->filePath(u"no/such/place"_s), pictureOf(ids[0]).file}) {
            options.target = target;
            const Result<ExportReport> report = exportTo(ids, options);
            QVERIFY2(!report, qPrintable(target));
            QCOMPARE(report.error().kind, ErrorKind::BadInput);
        }
    }

private:
    std::vector<PictureId> addPictures(int count)
    {
        std::vector<PictureId> ids;
        for (int at = 0; at < count; ++at) {
            const Result<Picture> added = m_open->add(
                OpenLibrary::newPicture(m_open->addJob(), encoded(painting({64, 48}, at), "PNG")));
            ids.push_back(added ? added->id : -1);
        }
        return ids;
    }
    Picture pictureOf(PictureId id)
    {
        const auto pictures = answerTo<QList<Picture>>(
            [&](auto done) { m_open->library->pictures({id}, m_open->library.get(), done); });
        return pictures && !pictures->isEmpty() ? pictures->first() : Picture();
    }
    ExportOptions folderOptions(const QString &name) const
    {
        return {m_folder->filePath(u"out"_s), ExportOptions::As::Folder, name, ExportProfile::FullRecipe};
    }
    ExportOptions zipOptions(const QString &name) const
    {
        return {m_folder->filePath(u"gallery.zip"_s), ExportOptions::As::Zip, name,
                ExportProfile::FullRecipe};
    }
    Result<ExportReport> exportTo(const std::vector<PictureId> &ids, const ExportOptions &options)
    {
        return answerTo<ExportReport>([&](auto done) {
            m_open->library->exchange().exportPictures(ids, options, {}, m_open->library.get(), done);
        });
    }
    /// On this thread, so that the test can act in between.
    Result<ExportReport> exportNow(const std::vector<PictureId> &ids, const ExportOptions &options,
                                   const std::function<bool(const ExportProgress &)> &progress)
    {
        const support::Paths &paths = m_open->library->paths();
        return exportPictures(paths.database(), PictureFiles(paths), ids, options, progress);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<OpenLibrary> m_open;
};

QTEST_GUILESS_MAIN(TestExporting)
#include "tst_exporting.moc"
