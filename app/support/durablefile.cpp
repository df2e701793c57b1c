#include "support/durablefile.h"

#include "support/checkpoint.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace janus::support {

namespace {

constexpr mode_t finalMode = 0644;
constexpr int mostNames = 9999;

QString sentenceFor(int code)
{
    switch (code) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return u"The disk is full: %1 could not be written."_s;
    case EROFS:
        return u"The disk can only be read: %1 could not be written."_s;
    case EACCES:
    case EPERM:
        return u"There is no permission to write %1."_s;
    case ENOENT:
    case ENOTDIR:
    case ELOOP:
        return u"The folder of %1 is missing."_s;
    case EEXIST:
        return u"%1 exists already."_s;
    case EMFILE:
    case ENFILE:
        return u"Too many files are open: %1 could not be written."_s;
    case EIO:
        return u"The disk reported a fault: %1 could not be written."_s;
    default:
        return u"%1 could not be written."_s;
    }
}

/// 0, or the errno of the first thing that failed.
int writeAll(int file, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(file, bytes.data(), size_t(bytes.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return errno;
        if (written == 0)
            return ENOSPC;
        bytes = bytes.sliced(written);
    }
    return 0;
}

int syncFile(int file)
{
    while (::fsync(file) != 0) {
        if (errno != EINTR)
            return errno;
    }
    return 0;
}

int syncFolder(const QString &folder)
{
    const int file = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0)
        return errno;
    checkpoint("folder-sync.before");
    const int failure = syncFile(file);
    checkpoint("folder-sync.after");
    ::close(file);
    return failure == EINVAL ? 0 : failure; // some network file systems cannot sync a folder and say so
}

/// Writes an open file, and closes it whatever happens.
int fillAndClose(int file, QByteArrayView bytes)
{
    checkpoint("part-write.before");
    int failure = writeAll(file, bytes);
    checkpoint("part-write.after");
    if (failure == 0 && ::fchmod(file, finalMode) != 0)
        failure = errno;
    if (::close(file) != 0 && failure == 0)
        failure = errno;
    return failure;
}

/// Linux keeps an error of writing until somebody has heard of it, also of a file that was closed meanwhile.
int syncPart(const QByteArray &part)
{
    checkpoint("part-sync.before");
    const int file = ::open(part.constData(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0)
        return errno;
    int failure = syncFile(file);
    if (::close(file) != 0 && failure == 0)
        failure = errno;
    checkpoint("part-sync.after");
    return failure;
}

QByteArray partName(const QString &incoming, const QString &name)
{
    static std::atomic<quint64> counter{0};
    return QFile::encodeName(u"%1/%2.%3-%4.part"_s.arg( // all at once: a name may hold a "%1"
        incoming, name, QString::number(::getpid()), QString::number(++counter)));
}

/// The finished part's path, or why there is none; then nothing is left behind.
Result<QByteArray> writePart(const QString &incoming, const QString &name, QByteArrayView bytes)
{
    const QString wanted = incoming + u'/' + name;
    if (::mkdir(QFile::encodeName(incoming).constData(), 0700) != 0 && errno != EEXIST)
        return fileError(errno, wanted);
    const QByteArray part = partName(incoming, name);
    checkpoint("part-open.before");
    const int file = ::open(part.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return fileError(errno, wanted);
    checkpoint("part-open.after");
    if (const int failure = fillAndClose(file, bytes)) {
        ::unlink(part.constData());
        return fileError(failure, wanted);
    }
    checkpoint("part-close.after");
    return part;
}

/// Renames without ever replacing; file systems that do not know how get a hard link instead.
int renameIfFree(const QByteArray &from, const QByteArray &to)
{
    if (::renameat2(AT_FDCWD, from.constData(), AT_FDCWD, to.constData(), RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return errno;
    if (::link(from.constData(), to.constData()) != 0)
        return errno;
    ::unlink(from.constData());
    return 0;
}

int publish(const QByteArray &part, const QString &target, IfExists existing)
{
    const QByteArray name = QFile::encodeName(target);
    checkpoint("rename.before");
    int failure = 0;
    if (existing == IfExists::Refuse)
        failure = renameIfFree(part, name);
    else if (::rename(part.constData(), name.constData()) != 0)
        failure = errno;
    checkpoint("rename.after");
    return failure;
}

/// The name is only safe once its folder is; a file of ours that may vanish again is taken back.
Result<void> settle(const QString &target, IfExists existing)
{
    const int failure = syncFolder(QFileInfo(target).path());
    if (failure == 0)
        return {};
    if (existing == IfExists::Refuse)
        ::unlink(QFile::encodeName(target).constData());
    return fileError(failure, target);
}

} // namespace

Error fileError(int code, const QString &path)
{
    return {ErrorKind::Storage, sentenceFor(code).arg(QDir::toNativeSeparators(path)),
            u"%1: %2"_s.arg(path, QString::fromLocal8Bit(std::strerror(code)))};
}

Result<void> writeDurably(const QString &target, QByteArrayView bytes, const QString &incoming,
                          IfExists existing)
{
    const Result<QByteArray> part = writePart(incoming, QFileInfo(target).fileName(), bytes);
    if (!part)
        return part.error();
    int failure = syncPart(*part);
    if (failure == 0)
        failure = publish(*part, target, existing);
    if (failure != 0) {
        ::unlink(part->constData());
        return fileError(failure, target);
    }
    return settle(target, existing);
}

Result<QString> writeUnderFreeName(const QString &folder, const QString &stem, const QString &suffix,
                                   QByteArrayView bytes, const QString &incoming)
{
    const Result<std::shared_ptr<PartFile>> part = PartFile::write(incoming, stem + suffix, bytes);
    return part ? (*part)->nameDurably(folder, stem, suffix) : part.error();
}

PartFile::PartFile(QByteArray path)
    : m_path(std::move(path))
{
}

Result<std::shared_ptr<PartFile>> PartFile::write(const QString &incoming, const QString &name,
                                                  QByteArrayView bytes)
{
    Result<QByteArray> part = writePart(incoming, name, bytes);
    if (!part)
        return part.error();
    return std::shared_ptr<PartFile>(new PartFile(std::move(*part)));
}

PartFile::~PartFile()
{
    if (m_path.isEmpty())
        return;
    checkpoint("part-gone.before");
    ::unlink(m_path.constData());
    checkpoint("part-gone.after");
}

/// Where there are no second names (FAT), the part's is given up for the new one.
int PartFile::nameAlso(const QString &target)
{
    const QByteArray name = QFile::encodeName(target);
    checkpoint("name.before");
    if (::link(m_path.constData(), name.constData()) == 0) {
        checkpoint("name.after");
        return 0;
    }
    if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS && errno != EMLINK)
        return errno;
    const int failure = publish(m_path, target, IfExists::Refuse);
    if (failure == 0)
        m_path.clear();
    return failure;
}

Result<QString> PartFile::nameDurably(const QString &folder, const QString &stem, const QString &suffix)
{
    if (const int failure = syncPart(m_path))
        return fileError(failure, folder + u'/' + stem + suffix);
    int failure = EEXIST;
    for (int number = 1; number <= mostNames && failure == EEXIST; ++number) {
        const QString name =
            number == 1 ? stem + suffix : u"%1-%2%3"_s.arg(stem, QString::number(number), suffix);
        const QString target = folder + u'/' + name;
        failure = nameAlso(target);
        if (failure == 0) {
            const Result<void> settled = settle(target, IfExists::Refuse);
            return settled ? Result<QString>(name) : Result<QString>(settled.error());
        }
    }
    return fileError(failure, folder + u'/' + stem + suffix);
}

Result<void> nameFileDurably(const QString &part, const QString &target)
{
    const QByteArray name = QFile::encodeName(part);
    int failure = syncPart(name);
    if (failure == 0)
        failure = publish(name, target, IfExists::Refuse);
    if (failure == 0)
        failure = syncFolder(QFileInfo(target).path());
    return failure == 0 ? Result<void>() : fileError(failure, target);
}

Result<void> makeFolderDurably(const QString &folder)
{
    if (QFileInfo(folder).isDir())
        return {};
    const QString above = QFileInfo(folder).path();
    if (above != folder) {
        if (Result<void> made = makeFolderDurably(above); !made)
            return made;
    }
    checkpoint("folder-make.before");
    if (::mkdir(QFile::encodeName(folder).constData(), 0755) != 0 && errno != EEXIST)
        return fileError(errno, folder);
    if (!QFileInfo(folder).isDir())
        return fileError(ENOTDIR, folder + u'/');
    if (const int failure = syncFolder(above))
        return fileError(failure, folder);
    checkpoint("folder-make.after");
    return {};
}

} // namespace janus::support
