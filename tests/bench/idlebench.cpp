#include "idlebench.h"

#include "processfigures.h"
#include "stagewatch.h"

namespace janus::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int longestSettling = 60; ///< seconds
/// So many quiet seconds follow each other: a backup begins two seconds after the start, a look at the files
/// eight, and the text cursor blinks for ten.
constexpr int quietSeconds = 12;
constexpr double quietCpuMs = 5;

void rest(int seconds)
{
    StageWatch::waitFor([] { return false; }, seconds * 1000);
}

} // namespace

QJsonObject measureIdle(int seconds)
{
    int settling = 0;
    for (int quiet = 0; quiet < quietSeconds && settling < longestSettling; ++settling) {
        const double cpu = cpuMs();
        rest(1);
        quiet = cpuMs() - cpu < quietCpuMs ? quiet + 1 : 0;
    }
    const double cpu = cpuMs();
    const QHash<QString, qint64> switches = voluntarySwitches();
    rest(seconds);
    return {{u"pss_mb_rest"_s, sharedMemoryNow()},
            {u"idle_settling_s"_s, settling},
            {u"idle_s"_s, seconds},
            {u"idle_cpu_percent"_s, (cpuMs() - cpu) / seconds / 10},
            {u"idle_switches_per_s"_s, static_cast<double>(voluntarySwitchesSince(switches)) / seconds}};
}

} // namespace janus::bench
