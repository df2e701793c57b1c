// bench_launch COMMAND [ARGUMENT...]: starts it with BENCH_T0_NS in its environment, nanoseconds of
// CLOCK_MONOTONIC: the smallest possible stamp of a start.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <unistd.h>

int main(int count, char **arguments)
{
    if (count < 2)
        return 2;
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    char start[40];
    std::snprintf(start, sizeof start, "%lld%09ld", static_cast<long long>(time.tv_sec), time.tv_nsec);
    ::setenv("BENCH_T0_NS", start, 1);
    ::execvp(arguments[1], arguments + 1);
    std::perror(arguments[1]);
    return 127;
}
