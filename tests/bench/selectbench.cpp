#include "selectbench.h"

#include "core/picture.h"
#include "models/stageroles.h"
#include "processfigures.h"
#include "stagewatch.h"

#include <QAbstractItemView>
#include <QAction>
#include <QItemSelectionModel>
#include <QJsonArray>
#include <QMainWindow>

#include <algorithm>

namespace janus::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int longestDeed = 20'000;
constexpr double quietCpuMs = 20; ///< in a fifth of a second

double nowMs()
{
    return static_cast<double>(nowNs()) / 1e6;
}

/// Until the deed is on disk and everybody has heard of it.
void waitUntilQuiet()
{
    for (double start = nowMs(); nowMs() - start < longestDeed;) {
        const double cpu = cpuMs();
        StageWatch::waitFor([] { return false; }, 200);
        if (cpuMs() - cpu < quietCpuMs)
            return;
    }
}

/// Whether all pictures in sight show these marks.
bool inSight(const StageWatch &watch, const std::function<bool(const Marks &)> &isRight)
{
    const QModelIndexList cells = watch.visible();
    return !cells.isEmpty() && std::ranges::all_of(cells, [&](const QModelIndex &cell) {
        return isRight(cell.data(models::PictureRole).value<Picture>().marks);
    });
}

} // namespace

QJsonObject measureSelection(QMainWindow &window, QAbstractItemView &view, StageWatch &watch,
                             const std::function<void(const QString &)> &tagAll)
{
    QJsonObject figures;
    QJsonArray missing;
    const auto timed = [&](const QString &name, const std::function<void()> &deed,
                           const std::function<bool()> &isShown) {
        const double start = nowMs();
        const double cpu = threadCpuMs();
        deed();
        const double given = nowMs();
        const bool isDone = StageWatch::waitFor(isShown, longestDeed);
        const int paints = watch.paints();
        if (!isDone || !StageWatch::waitFor([&] { return watch.paints() > paints; }, longestDeed)) {
            missing << u"Nothing was seen of \"%1\"."_s.arg(name);
            return;
        }
        figures[name + "_ms"_L1] = nowMs() - start;
        figures[name + "_blocked_ms"_L1] = given - start;
        figures[name + "_work_ms"_L1] = threadCpuMs() - cpu;
        waitUntilQuiet();
        figures[name + "_allwork_ms"_L1] = threadCpuMs() - cpu;
    };
    const auto trigger = [&](const QString &name, const QString &actionName,
                             const std::function<bool(const Marks &)> &isRight) {
        auto *action = window.findChild<QAction *>(actionName);
        if (action && action->isEnabled())
            timed(
                name, [action] { action->trigger(); }, [&] { return inSight(watch, isRight); });
        else
            missing << u"The window has no action \"%1\" that can be used."_s.arg(actionName);
    };
    view.setFocus();
    timed(
        u"select_all"_s, [&view] { view.selectAll(); }, [] { return true; });
    int selected = 0;
    for (const QItemSelectionRange &range : view.selectionModel()->selection())
        selected += range.height();
    figures[u"selected"_s] = selected;
    trigger(u"rate"_s, u"rate4"_s, [](const Marks &marks) { return marks.rating == 4; });
    trigger(u"label"_s, u"label1"_s, [](const Marks &marks) { return marks.label == Label::Red; });
    const QString tag = u"measured"_s;
    timed(
        u"tag"_s, [&] { tagAll(tag); },
        [&] { return inSight(watch, [&](const Marks &marks) { return marks.tags.contains(tag); }); });
    trigger(u"undo"_s, u"undo"_s, [&](const Marks &marks) { return !marks.tags.contains(tag); });
    if (!missing.isEmpty())
        figures[u"select_skipped"_s] = missing;
    return figures;
}

} // namespace janus::bench
