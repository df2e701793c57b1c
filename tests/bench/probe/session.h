#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

namespace janus::bench {

/// CLOCK_MONOTONIC, in milliseconds.
double nowMs();

/// What the kernel says about a program and all that it has started (one session), summed.
struct Usage
{
    double pssMb = 0;
    double rssMb = 0;
    double cpuSeconds = 0;
    long switches = 0; ///< voluntary ones, of all threads
    int processes = 0;
};

/// A program under watch, in a session of its own.
class Session
{
public:
    /// Starts it with BENCH_T0_NS in its environment: nanoseconds of CLOCK_MONOTONIC just before the fork.
    /// What it prints is dropped.
    explicit Session(char **command);
    /// Ends all of the session.
    ~Session();
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    double startMs() const { return m_start; }
    bool hasEnded();
    Usage usage() const;

private:
    pid_t m_process = 0;
    double m_start = 0;
    bool m_hasEnded = false;
};

/// Files of at least `leastBytes` in a folder and below.
long countFiles(const std::string &folder, long leastBytes);

} // namespace janus::bench
