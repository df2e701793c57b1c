#include "session.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <csignal>
#include <ctime>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace janus::bench {

namespace {

namespace fs = std::filesystem;

/// The number behind "Name:".
long numberIn(const fs::path &file, const std::string &name)
{
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(name))
            return std::strtol(line.c_str() + name.size(), nullptr, 10);
    }
    return 0;
}

struct Stat
{
    long session = -1;
    double cpuSeconds = 0;
};

/// Fields of /proc/PID/stat behind the name, which may hold anything: state, ppid, pgrp, session, …
Stat statOf(const fs::path &process)
{
    std::ifstream file(process / "stat");
    std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const std::size_t name = text.rfind(')');
    if (name == std::string::npos)
        return {};
    std::istringstream fields(text.substr(name + 2));
    std::string state;
    long ppid = 0, group = 0, skipped = 0;
    Stat stat;
    fields >> state >> ppid >> group >> stat.session;
    for (int field = 0; field < 7; ++field) // tty to cmajflt
        fields >> skipped;
    long user = 0, system = 0, childUser = 0, childSystem = 0;
    fields >> user >> system >> childUser >> childSystem;
    stat.cpuSeconds = static_cast<double>(user + system + childUser + childSystem) /
                      static_cast<double>(::sysconf(_SC_CLK_TCK));
    return stat;
}

bool isNumber(const std::string &name)
{
    return !name.empty() && name.find_first_not_of("0123456789") == std::string::npos;
}

} // namespace

double nowMs()
{
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

Session::Session(char **command)
{
    m_start = nowMs();
    m_process = ::fork();
    if (m_process != 0)
        return;
    ::setsid();
    char start[32];
    std::snprintf(start, sizeof start, "%.0f", m_start * 1e6);
    ::setenv("BENCH_T0_NS", start, 1);
    const int nowhere = ::open("/dev/null", O_RDWR);
    for (const int stream : {0, 1, 2})
        ::dup2(nowhere, stream);
    ::execvp(command[0], command);
    ::_exit(127);
}

Session::~Session()
{
    if (!hasEnded())
        ::kill(-m_process, SIGTERM);
    for (int tries = 0; tries < 30 && !hasEnded(); ++tries)
        ::usleep(100'000);
    ::kill(-m_process, SIGKILL);
    if (!m_hasEnded)
        ::waitpid(m_process, nullptr, 0);
}

bool Session::hasEnded()
{
    m_hasEnded = m_hasEnded || ::waitpid(m_process, nullptr, WNOHANG) == m_process;
    return m_hasEnded;
}

Usage Session::usage() const
{
    Usage sum;
    std::error_code gone;
    for (const auto &entry : fs::directory_iterator("/proc", gone)) {
        if (!isNumber(entry.path().filename().string()))
            continue;
        const Stat stat = statOf(entry.path());
        if (stat.session != m_process)
            continue;
        ++sum.processes;
        sum.cpuSeconds += stat.cpuSeconds;
        sum.pssMb += static_cast<double>(numberIn(entry.path() / "smaps_rollup", "Pss:")) / 1024;
        sum.rssMb += static_cast<double>(numberIn(entry.path() / "smaps_rollup", "Rss:")) / 1024;
        for (const auto &thread : fs::directory_iterator(entry.path() / "task", gone))
            sum.switches += numberIn(thread.path() / "status", "voluntary_ctxt_switches:");
    }
    return sum;
}

long countFiles(const std::string &folder, long leastBytes)
{
    long count = 0;
    std::error_code gone;
    for (fs::recursive_directory_iterator at(folder, gone), end; !gone && at != end; at.increment(gone)) {
        std::error_code unreadable;
        if (at->is_regular_file(unreadable) &&
            at->file_size(unreadable) >= static_cast<std::uintmax_t>(leastBytes))
            ++count;
    }
    return count;
}

} // namespace janus::bench
