#include "processfigures.h"

#include <QDir>
#include <QFile>

#include <ctime>
#include <sys/resource.h>

using namespace Qt::StringLiterals;

namespace janus::bench {

namespace {

double statusField(const QByteArray &name)
{
    QFile file(u"/proc/self/status"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith(name))
            return line.mid(name.size()).trimmed().chopped(3).toDouble() / 1024; // "1234 kB"
    }
    return 0;
}

double milliseconds(const timeval &time)
{
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
}

} // namespace

double memoryNow()
{
    return statusField("VmRSS:");
}

double memoryAtMost()
{
    return statusField("VmHWM:");
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
