#include "thumbnailsbench.h"

#include "library/library.h"
#include "processfigures.h"
#include "series.h"
#include "stagewatch.h"

#include <QAbstractItemView>
#include <QScrollBar>

#include <optional>

namespace janus::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int gesturePause = 25; ///< milliseconds between two turns
constexpr int longestWait = 1'200'000;

} // namespace

QJsonObject measureThumbnails(library::Library &library, QAbstractItemView &view, StageWatch &watch)
{
    watch.watchReal(false);
    std::optional<int> made;
    const qint64 start = nowNs();
    const double cpu = cpuMs();
    const double uiCpu = threadCpuMs();
    library.fillThumbnails(&watch, [&made](int count) { made = count; });
    Series paint, work;
    QScrollBar &bar = *view.verticalScrollBar();
    const auto isDone = [&made] { return made.has_value(); };
    for (int turn = 0; !isDone() && (nowNs() - start) / 1'000'000 < longestWait; ++turn) {
        const qint64 gesture = nowNs();
        const double gestureCpu = threadCpuMs();
        const int paints = watch.paints();
        bar.setValue(turn % 2 == 0 ? bar.value() + bar.singleStep() : bar.value() - bar.singleStep());
        if (StageWatch::waitFor([&] { return watch.paints() > paints; }, 2000)) {
            paint.add(static_cast<double>(nowNs() - gesture) / 1e6);
            work.add(threadCpuMs() - gestureCpu);
        }
        StageWatch::waitFor(isDone, gesturePause);
    }
    const double seconds = static_cast<double>(nowNs() - start) / 1e9;
    const double cpuSeconds = (cpuMs() - cpu) / 1000;
    QJsonObject figures{{u"thumbs_n"_s, made.value_or(0)},
                        {u"thumbs_s"_s, seconds},
                        {u"thumbs_cpu_s"_s, cpuSeconds},
                        {u"thumbs_ui_cpu_s"_s, (threadCpuMs() - uiCpu) / 1000},
                        {u"thumbs_per_s"_s, made.value_or(0) / seconds},
                        {u"thumbs_per_cpu_s"_s, made.value_or(0) / cpuSeconds}};
    paint.writeTo(figures, u"thumbs_paint"_s);
    work.writeTo(figures, u"thumbs_paintwork"_s);
    watch.watchReal(true);
    return figures;
}

} // namespace janus::bench
