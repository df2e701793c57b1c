#include "support/durablefile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <functional>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::support;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("missing");
}

QStringList filesIn(const QString &folder)
{
    return QDir(folder).entryList(QDir::Files | QDir::Hidden, QDir::Name);
}

/// While it lives no file may grow beyond `bytes`: writes come back short, then fail.
class FileSizeLimit
{
public:
    explicit FileSizeLimit(rlim_t bytes)
        : m_handler(std::signal(SIGXFSZ, SIG_IGN))
    {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }

private:
    rlimit m_before{};
    void (*m_handler)(int);
};

/// Told of every file and folder that is synced, by its path.
std::function<void(const QString &)> onSync;

} // namespace

/// Stands in for the C library's in this program.
extern "C" int fsync(int file)
{
    if (onSync)
        onSync(QFile::symLinkTarget(u"/proc/self/fd/%1"_s.arg(file)));
    return int(::syscall(SYS_fsync, file));
}

class TestDurableFile : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;
    QString m_incoming;

    QString path(const QString &name) const { return m_folder.filePath(name); }

private Q_SLOTS:
    void initTestCase()
    {
        // What is mounted below is this program's own business; without the right to, those tests are
        // skipped.
        if (::unshare(CLONE_NEWNS) == 0)
            ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
    }

    void init()
    {
        QVERIFY(m_folder.isValid());
        m_incoming = path(u".incoming"_s);
        for (const QString &name : filesIn(m_folder.path()))
            QFile::remove(path(name));
    }

    void aNameMayHoldPercentSigns()
    {
        const QString name = u"100%1 %2%3%4.bin"_s;
        QVERIFY(writeDurably(path(name), "a", m_incoming));
        QCOMPARE(contentOf(path(name)), "a");
        const Result<QString> other =
            writeUnderFreeName(m_folder.path(), u"100%1 %2%3%4"_s, u".bin"_s, "b", m_incoming);
        QVERIFY(other);
        QCOMPARE(*other, u"100%1 %2%3%4-2.bin"_s);
        QCOMPARE(filesIn(m_incoming), QStringList());
    }

    // DSK-12
    void writesExactlyTheBytesWithItsModeWhateverTheUmask()
    {
        const QByteArray bytes("a\0b\xff", 4);
        const mode_t before = ::umask(0);
        const Result<void> written = writeDurably(path(u"a.bin"_s), bytes, m_incoming);
        ::umask(before);
        QVERIFY(written.hasValue());
        QCOMPARE(contentOf(path(u"a.bin"_s)), bytes);
        struct stat status
        {
        };
        QCOMPARE(::stat(QFile::encodeName(path(u"a.bin"_s)).constData(), &status), 0);
        QCOMPARE(int(status.st_mode & 0777), 0644);
        QCOMPARE(filesIn(m_incoming), QStringList());
    }

    // DSK-11
    void refusesToReplaceUnlessAsked()
    {
        QVERIFY(writeDurably(path(u"a"_s), "one", m_incoming).hasValue());
        const Result<void> second = writeDurably(path(u"a"_s), "two", m_incoming);
        QVERIFY(!second);
        QCOMPARE(second.error().kind, ErrorKind::Storage);
        QVERIFY(second.error().message.contains("exists already"_L1));
        QCOMPARE(contentOf(path(u"a"_s)), "one");
        QVERIFY(writeDurably(path(u"a"_s), "two", m_incoming, IfExists::Replace).hasValue());
        QCOMPARE(contentOf(path(u"a"_s)), "two");
        QCOMPARE(filesIn(m_incoming), QStringList());
    }

    void findsAFreeName()
    {
        const auto write = [this](const char *text) {
            return writeUnderFreeName(m_folder.path(), u"sea"_s, u".png"_s, QByteArrayView(text), m_incoming);
        };
        QCOMPARE(write("1").value(), u"sea.png"_s);
        QCOMPARE(write("2").value(), u"sea-2.png"_s);
        QCOMPARE(write("3").value(), u"sea-3.png"_s);
        QCOMPARE(contentOf(path(u"sea.png"_s)), "1");
        QCOMPARE(contentOf(path(u"sea-3.png"_s)), "3");
    }

    // DSK-14
    void aShortWriteIsAFullDiskAndLeavesNothing()
    {
        const QByteArray bytes(400'000, 'x');
        QVERIFY(writeDurably(path(u"old"_s), "old", m_incoming).hasValue());
        std::optional<Result<void>> fresh;
        std::optional<Result<void>> replaced;
        {
            const FileSizeLimit limit(258'048);
            fresh = writeDurably(path(u"new"_s), bytes, m_incoming);
            replaced = writeDurably(path(u"old"_s), bytes, m_incoming, IfExists::Replace);
        }
        QVERIFY(!*fresh);
        QCOMPARE(fresh->error().kind, ErrorKind::Storage);
        QVERIFY2(fresh->error().message.contains("disk is full"_L1), qPrintable(fresh->error().message));
        QVERIFY(!*replaced);
        QCOMPARE(contentOf(path(u"old"_s)), "old");
        QVERIFY(!QFile::exists(path(u"new"_s)));
        QCOMPARE(filesIn(m_incoming), QStringList());
    }

    // DSK-06: a name that lasts longer than the bytes below it is a cut file after a power cut.
    void theBytesAreSyncedBeforeTheNameAndTheNameBeforeTheAnswer_data()
    {
        QTest::addColumn<bool>("isPicture");
        QTest::newRow("a picture") << true;
        QTest::newRow("another file") << false;
    }
    void theBytesAreSyncedBeforeTheNameAndTheNameBeforeTheAnswer()
    {
        QFETCH(const bool, isPicture);
        const QString target = path(u"sea.png"_s);
        QStringList synced;
        onSync = [&](const QString &what) {
            synced << (what.startsWith(m_incoming) ? u"bytes"_s : what) +
                          (QFile::exists(target) ? u", named"_s : u""_s);
        };
        const bool written =
            isPicture ? writeUnderFreeName(m_folder.path(), u"sea"_s, u".png"_s, "x", m_incoming).hasValue()
                      : writeDurably(target, "x", m_incoming).hasValue();
        onSync = nullptr;
        QVERIFY(written);
        QCOMPARE(synced, (QStringList{u"bytes"_s, m_folder.path() + u", named"_s}));
    }

    void afterSpaceIsMadeTheSameWriteWorks()
    {
        const QByteArray bytes(200'000, 'x');
        {
            const FileSizeLimit limit(1000);
            QVERIFY(!writeDurably(path(u"a"_s), bytes, m_incoming));
        }
        QVERIFY(writeDurably(path(u"a"_s), bytes, m_incoming).hasValue());
        QCOMPARE(contentOf(path(u"a"_s)), bytes);
    }

    void aFullFileSystemLeavesNothing()
    {
        const QString mount = path(u"small"_s);
        QDir().mkpath(mount);
        if (::mount("tmpfs", QFile::encodeName(mount).constData(), "tmpfs", 0, "size=128k") != 0)
            QSKIP("needs the right to mount a small file system");
        const Result<void> written =
            writeDurably(mount + "/a"_L1, QByteArray(400'000, 'x'), mount + "/.in"_L1);
        const QStringList left = filesIn(mount + "/.in"_L1) + filesIn(mount);
        ::umount2(QFile::encodeName(mount).constData(), MNT_DETACH);
        QVERIFY(!written);
        QVERIFY2(written.error().message.contains("disk is full"_L1), qPrintable(written.error().message));
        QCOMPARE(left, QStringList());
    }

    void aReadOnlyFileSystemIsNamedAsSuch()
    {
        const QString mount = path(u"readonly"_s);
        QDir().mkpath(mount);
        if (::mount("tmpfs", QFile::encodeName(mount).constData(), "tmpfs", MS_RDONLY, "size=64k") != 0)
            QSKIP("needs the right to mount a small file system");
        const Result<void> written = writeDurably(mount + "/a"_L1, "x", mount + "/.in"_L1);
        ::umount2(QFile::encodeName(mount).constData(), MNT_DETACH);
        QVERIFY(!written);
        QVERIFY2(written.error().message.contains("can only be read"_L1),
                 qPrintable(written.error().message));
    }

    void eachTroubleHasItsOwnSentence()
    {
        QStringList sentences;
        for (const int code : {ENOSPC, EROFS, EACCES, ENOENT, EEXIST, EMFILE, EIO, ENXIO})
            sentences << fileError(code, u"/x/y"_s).message;
        QCOMPARE(QSet<QString>(sentences.begin(), sentences.end()).size(), sentences.size());
        QCOMPARE(fileError(EDQUOT, u"/x/y"_s).message, sentences.first());
    }

    void aMissingFolderIsAnErrorAndNothingIsMade()
    {
        const Result<void> written = writeDurably(path(u"none/a"_s), "x", m_incoming);
        QVERIFY(!written);
        QVERIFY(written.error().message.contains("missing"_L1));
        QCOMPARE(filesIn(m_incoming), QStringList());
    }

    void makesFoldersAllTheWay()
    {
        QVERIFY(makeFolderDurably(path(u"x/y/z"_s)).hasValue());
        QVERIFY(QDir(path(u"x/y/z"_s)).exists());
        QVERIFY(makeFolderDurably(path(u"x/y/z"_s)).hasValue());
        QVERIFY(writeDurably(path(u"file"_s), "x", m_incoming).hasValue());
        QVERIFY(!makeFolderDurably(path(u"file/below"_s)));
    }
};

QTEST_GUILESS_MAIN(TestDurableFile)
#include "tst_durablefile.moc"
