#pragma once

#include <QHash>
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
/// How often each thread of this process, by its number, went to sleep by itself.
QHash<QString, qint64> voluntarySwitches();
/// How often since then; a thread that has ended meanwhile is not counted.
qint64 voluntarySwitchesSince(const QHash<QString, qint64> &before);
/// The names of the threads there are.
QStringList threadNames();
/// CLOCK_MONOTONIC, which other programs on this machine read too.
qint64 nowNs();

} // namespace janus::bench
