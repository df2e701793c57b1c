#pragma once

#include <QStringList>

namespace janus::bench {

/// What the kernel says about this process. Memory in MiB, times in milliseconds.
double memoryNow();
double memoryAtMost();
double cpuMs();
/// The names of the threads there are.
QStringList threadNames();
/// CLOCK_MONOTONIC, which other programs on this machine read too.
qint64 nowNs();

} // namespace janus::bench
