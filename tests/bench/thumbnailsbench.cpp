#include "thumbnailsbench.h"

#include "library/library.h"
#include "models/stageroles.h"
#include "processfigures.h"
#include "series.h"
#include "stagewatch.h"

#include <QAbstractItemView>
#include <QScrollBar>

#include <memory>

namespace janus::bench {

using namespace Qt::StringLiterals;

namespace {

/// So many are under way at a time: enough that nothing waits for the asker.
constexpr int askedAtOnce = 32;
constexpr int gesturePause = 25; ///< milliseconds between two turns
constexpr int longestWait = 1'200'000;

struct Asking : std::enable_shared_from_this<Asking>
{
    library::Library &library;
    QAbstractItemModel &model;
    QObject &context;
    int next = 0;
    int answered = 0;
    int empty = 0;

    Asking(library::Library &pictures, QAbstractItemModel &rows, QObject &listener)
        : library(pictures)
        , model(rows)
        , context(listener)
    {
    }

    void ask()
    {
        if (next >= model.rowCount())
            return;
        const PictureId id = model.index(next++, 0).data(models::PictureIdRole).toLongLong();
        library.thumbnail(id, &context, [self = shared_from_this()](const QImage &image) {
            ++self->answered;
            self->empty += image.isNull() ? 1 : 0;
            self->ask();
        });
    }
};

} // namespace

QJsonObject measureThumbnails(library::Library &library, QAbstractItemView &view, StageWatch &watch)
{
    watch.watchReal(false);
    QAbstractItemModel &model = *view.model();
    const auto asking = std::make_shared<Asking>(library, model, watch);
    const qint64 start = nowNs();
    const double cpu = cpuMs();
    const double uiCpu = threadCpuMs();
    for (int i = 0; i < askedAtOnce; ++i)
        asking->ask();
    Series paint;
    QScrollBar &bar = *view.verticalScrollBar();
    const auto isDone = [&] { return asking->answered >= model.rowCount(); };
    for (int turn = 0; !isDone() && (nowNs() - start) / 1'000'000 < longestWait; ++turn) {
        const qint64 gesture = nowNs();
        const int paints = watch.paints();
        bar.setValue(turn % 2 == 0 ? bar.value() + bar.singleStep() : bar.value() - bar.singleStep());
        if (StageWatch::waitFor([&] { return watch.paints() > paints; }, 2000))
            paint.add(static_cast<double>(nowNs() - gesture) / 1e6);
        StageWatch::waitFor(isDone, gesturePause);
    }
    const double seconds = static_cast<double>(nowNs() - start) / 1e9;
    const double cpuSeconds = (cpuMs() - cpu) / 1000;
    QJsonObject figures{{u"thumbs_n"_s, asking->answered},
                        {u"thumbs_empty"_s, asking->empty},
                        {u"thumbs_s"_s, seconds},
                        {u"thumbs_cpu_s"_s, cpuSeconds},
                        {u"thumbs_ui_cpu_s"_s, (threadCpuMs() - uiCpu) / 1000},
                        {u"thumbs_per_s"_s, asking->answered / seconds},
                        {u"thumbs_per_cpu_s"_s, asking->answered / cpuSeconds}};
    paint.writeTo(figures, u"thumbs_paint"_s);
    watch.watchReal(true);
    return figures;
}

} // namespace janus::bench
