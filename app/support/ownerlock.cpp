#include "support/ownerlock.h"

#include "support/checkpoint.h"
#include "support/durablefile.h"

#include <QFile>
#include <QRegularExpression>
#include <QUuid>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace janus::support {

namespace {

QByteArray lockPath(const QString &folder, const QString &token)
{
    return QFile::encodeName(u"%1/%2.lock"_s.arg(folder, token));
}

/// Tokens come from the journal's file, which others may have written: never a path.
bool isToken(const QString &text)
{
    static const QRegularExpression digits(u"\\A[0-9a-f]{32}\\z"_s);
    return digits.match(text).hasMatch();
}

} // namespace

OwnerLock::OwnerLock(QString token, QByteArray path, int file)
    : m_token(std::move(token))
    , m_path(std::move(path))
    , m_file(file)
{
}

OwnerLock::~OwnerLock()
{
    checkpoint("owner-unlock.before");
    ::unlink(m_path.constData());
    checkpoint("owner-unlock.after");
    ::close(m_file);
}

Result<std::unique_ptr<OwnerLock>> OwnerLock::take(const QString &locksFolder)
{
    const QString token = QString::fromLatin1(QUuid::createUuid().toByteArray(QUuid::Id128));
    const QByteArray path = lockPath(locksFolder, token);
    checkpoint("owner-lock.before");
    const int file = ::open(path.constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return fileError(errno, QFile::decodeName(path));
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        const int failure = errno;
        ::close(file);
        ::unlink(path.constData());
        return fileError(failure, QFile::decodeName(path));
    }
    checkpoint("owner-lock.after");
    return std::unique_ptr<OwnerLock>(new OwnerLock(token, path, file));
}

bool OwnerLock::isAlive(const QString &locksFolder, const QString &token)
{
    if (!isToken(token))
        return false;
    const QByteArray path = lockPath(locksFolder, token);
    const int file = ::open(path.constData(), O_RDWR | O_CLOEXEC);
    if (file < 0)
        return errno != ENOENT && errno != ENOTDIR;
    const bool held = ::flock(file, LOCK_EX | LOCK_NB) != 0;
    if (!held) {
        checkpoint("dead-owner.before");
        ::unlink(path.constData());
        checkpoint("dead-owner.after");
    }
    ::close(file);
    return held;
}

} // namespace janus::support
