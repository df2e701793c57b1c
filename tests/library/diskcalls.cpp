#include "diskcalls.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <mutex>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace janus::library::fixture::diskcalls {

namespace {

std::atomic<int> calls = 0;
std::atomic<int> failing = 0; ///< 0: none
std::atomic<bool> onlyOnce = false;
std::atomic<int> failure = 0;
std::atomic<int> deadly = 0;
std::mutex guard;
std::function<void()> sync;

} // namespace

int count()
{
    return calls;
}

void reset()
{
    failing = 0;
    deadly = 0;
    calls = 0;
    const std::lock_guard lock(guard);
    sync = {};
}

void failFrom(int number, int error)
{
    reset();
    failure = error;
    onlyOnce = false;
    failing = number;
}

void failOnce(int number, int error)
{
    failFrom(number, error);
    onlyOnce = true;
}

void dieAt(int number)
{
    reset();
    deadly = number;
}

void beforeSync(std::function<void()> call)
{
    const std::lock_guard lock(guard);
    sync = std::move(call);
}

/// Whether the call may be made; errno says why not.
bool mayCall()
{
    const int number = ++calls;
    if (number == deadly)
        ::kill(::getpid(), SIGKILL);
    if (failing == 0 || (onlyOnce ? number != failing : number < failing))
        return true;
    errno = failure;
    return false;
}

bool maySync()
{
    std::function<void()> call;
    {
        const std::lock_guard lock(guard);
        call = sync;
    }
    if (call)
        call();
    return mayCall();
}

/// Standard output is not the disk.
bool isFile(int file)
{
    struct stat status
    {
    };
    return ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
}

} // namespace janus::library::fixture::diskcalls

namespace calls = janus::library::fixture::diskcalls;

extern "C" {

ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t at)
{
    return calls::mayCall() ? ::syscall(SYS_pwrite64, file, bytes, size, at) : -1;
}

ssize_t write(int file, const void *bytes, size_t size)
{
    return !calls::isFile(file) || calls::mayCall() ? ::syscall(SYS_write, file, bytes, size) : -1;
}

int ftruncate64(int file, off64_t size) noexcept
{
    return calls::mayCall() ? int(::syscall(SYS_ftruncate, file, size)) : -1;
}

int fsync(int file)
{
    return calls::maySync() ? int(::syscall(SYS_fsync, file)) : -1;
}

int fdatasync(int file)
{
    return calls::maySync() ? int(::syscall(SYS_fdatasync, file)) : -1;
}

int rename(const char *from, const char *to) noexcept
{
    return calls::mayCall() ? int(::syscall(SYS_rename, from, to)) : -1;
}

int renameat2(int fromFolder, const char *from, int toFolder, const char *to, unsigned int flags) noexcept
{
    return calls::mayCall() ? int(::syscall(SYS_renameat2, fromFolder, from, toFolder, to, flags)) : -1;
}

int link(const char *from, const char *to) noexcept
{
    return calls::mayCall() ? int(::syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0)) : -1;
}

int unlink(const char *name) noexcept
{
    return calls::mayCall() ? int(::syscall(SYS_unlinkat, AT_FDCWD, name, 0)) : -1;
}

int mkdir(const char *name, mode_t mode) noexcept
{
    return calls::mayCall() ? int(::syscall(SYS_mkdirat, AT_FDCWD, name, mode)) : -1;
}
}
