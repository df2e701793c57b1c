#include "support/filelock.h"

#include "support/durablefile.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QThread>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace janus::support {

namespace {

constexpr unsigned long lookAgainMs = 5;

} // namespace

Result<std::unique_ptr<FileLock>> FileLock::take(const QString &path, Mode mode,
                                                 std::chrono::milliseconds patience, const Error &busy)
{
    const int file = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return fileError(errno, path);
    std::unique_ptr<FileLock> lock(new FileLock(file));
    if (!lock->change(mode, patience))
        return busy;
    return lock;
}

FileLock::~FileLock()
{
    ::close(m_file);
}

bool FileLock::change(Mode mode, std::chrono::milliseconds patience)
{
    const QDeadlineTimer deadline(patience);
    const int wish = (mode == Mode::Shared ? LOCK_SH : LOCK_EX) | LOCK_NB;
    while (::flock(m_file, wish) != 0) {
        const int failure = errno;
        if (failure == EINTR)
            continue;
        // A conversion that fails may have lost what was held; then it must be lost for certain.
        ::flock(m_file, LOCK_UN);
        if (failure != EWOULDBLOCK || deadline.hasExpired())
            return false;
        QThread::msleep(lookAgainMs);
    }
    return true;
}

} // namespace janus::support
