#pragma once

#include <QStringList>

namespace janus::bench {

/// What the kernel says about this process. Memory in MiB, times in milliseconds.
double memoryNow();
double memoryAtMost();
/// Its share of what it has in memory: pages that others use too are divided among them.
double sharedMemoryNow();
double cpuMs();
/// Of the calling thread alone.
double threadCpuMs();
/// How often threads of this process went to sleep by themselves, in all.
qint64 voluntarySwitches();
/// The names of the threads there are.
QStringList threadNames();
/// CLOCK_MONOTONIC, which other programs on this machine read too.
qint64 nowNs();

} // namespace janus::bench
