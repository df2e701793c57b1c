#include "processfigures.h"

#include <QDir>
#include <QFile>

#include <ctime>
#include <sys/resource.h>

using namespace Qt::StringLiterals;

namespace janus::bench {

namespace {

/// "Name:   1234" or "Name:   1234 kB".
double numberIn(const QString &fileName, const QByteArray &name)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith(name))
            return line.mid(name.size()).trimmed().split(' ').first().toDouble();
    }
    return 0;
}

double mebibytes(const QString &fileName, const QByteArray &name)
{
    return numberIn(fileName, name) / 1024;
}

double milliseconds(const timeval &time)
{
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
}

} // namespace

double memoryNow()
{
    return mebibytes(u"/proc/self/status"_s, "VmRSS:");
}

double memoryAtMost()
{
    return mebibytes(u"/proc/self/status"_s, "VmHWM:");
}

double sharedMemoryNow()
{
    return mebibytes(u"/proc/self/smaps_rollup"_s, "Pss:");
}

QHash<QString, qint64> voluntarySwitches()
{
    QHash<QString, qint64> counts;
    const QStringList threads = QDir(u"/proc/self/task"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &thread : threads)
        counts[thread] = static_cast<qint64>(
            numberIn(u"/proc/self/task/%1/status"_s.arg(thread), "voluntary_ctxt_switches:"));
    return counts;
}

qint64 voluntarySwitchesSince(const QHash<QString, qint64> &before)
{
    qint64 sum = 0;
    const QHash<QString, qint64> now = voluntarySwitches();
    for (auto it = now.begin(); it != now.end(); ++it)
        sum += it.value() - before.value(it.key());
    return sum;
}

double threadCpuMs()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

double cpuMs()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
}

QStringList threadNames()
{
    QStringList names;
    const QStringList threads = QDir(u"/proc/self/task"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &thread : threads) {
        QFile file(u"/proc/self/task/%1/comm"_s.arg(thread));
        if (file.open(QIODevice::ReadOnly))
            names << QString::fromLocal8Bit(file.readAll().trimmed());
    }
    return names;
}

qint64 nowNs()
{
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<qint64>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

} // namespace janus::bench
