#include "selectbench.h"

#include "processfigures.h"
#include "stagewatch.h"

#include <QAbstractItemView>
#include <QAction>
#include <QItemSelectionModel>
#include <QJsonArray>
#include <QMainWindow>

namespace janus::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int longestDeed = 60'000;

struct Deed
{
    QString figure;
    QString action; ///< its object name
};

const QList<Deed> &deeds()
{
    static const QList<Deed> all{{u"rate"_s, u"rate4"_s}, {u"label"_s, u"labelRed"_s}, {u"undo"_s, u"undo"_s}};
    return all;
}

double nowMs()
{
    return static_cast<double>(nowNs()) / 1e6;
}

} // namespace

QJsonObject measureSelection(QMainWindow &window, QAbstractItemView &view, StageWatch &watch)
{
    QJsonObject figures;
    const auto timed = [&](const QString &name, const std::function<void()> &deed) {
        const double start = nowMs();
        const double cpu = threadCpuMs();
        const int paints = watch.paints();
        deed();
        if (!StageWatch::waitFor([&] { return watch.paints() > paints; }, longestDeed))
            return;
        figures[name + "_ms"_L1] = nowMs() - start;
        figures[name + "_work_ms"_L1] = threadCpuMs() - cpu;
    };
    view.setFocus();
    timed(u"select_all"_s, [&] { view.selectAll(); });
    figures[u"selected"_s] = [&view] {
        int count = 0;
        for (const QItemSelectionRange &range : view.selectionModel()->selection())
            count += range.height();
        return count;
    }();
    QJsonArray missing;
    for (const Deed &deed : deeds()) {
        auto *action = window.findChild<QAction *>(deed.action);
        if (action)
            timed(deed.figure, [&] { action->trigger(); });
        else
            missing << u"The window has no action with the name \"%1\" yet."_s.arg(deed.action);
    }
    if (!missing.isEmpty())
        figures[u"select_skipped"_s] = missing;
    return figures;
}

} // namespace janus::bench
