#include "selectbench.h"

#include "processfigures.h"
#include "stagewatch.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QItemSelectionModel>
#include <QJsonArray>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMainWindow>

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

void pressReturn(QWidget &field)
{
    QKeyEvent down(QEvent::KeyPress, Qt::Key_Return, {}, u"\r"_s);
    QKeyEvent up(QEvent::KeyRelease, Qt::Key_Return, {}, u"\r"_s);
    QApplication::sendEvent(&field, &down);
    QApplication::sendEvent(&field, &up);
}

} // namespace

QJsonObject measureSelection(QMainWindow &window, QAbstractItemView &view, StageWatch &watch)
{
    QJsonObject figures;
    QJsonArray missing;
    const auto timed = [&](const QString &name, const std::function<void()> &deed) {
        const double start = nowMs();
        const double cpu = threadCpuMs();
        const int paints = watch.paints();
        deed();
        const double given = nowMs();
        if (!StageWatch::waitFor([&] { return watch.paints() > paints; }, longestDeed)) {
            missing << u"Nothing was painted after \"%1\"."_s.arg(name);
            return;
        }
        figures[name + "_ms"_L1] = nowMs() - start;
        figures[name + "_blocked_ms"_L1] = given - start;
        figures[name + "_work_ms"_L1] = threadCpuMs() - cpu;
        waitUntilQuiet();
        figures[name + "_allwork_ms"_L1] = threadCpuMs() - cpu;
        figures[name + "_settled_ms"_L1] = nowMs() - start;
    };
    const auto trigger = [&](const QString &name, const QString &actionName) {
        auto *action = window.findChild<QAction *>(actionName);
        if (action && action->isEnabled())
            timed(name, [action] { action->trigger(); });
        else
            missing << u"The window has no action \"%1\" that can be used."_s.arg(actionName);
    };
    view.setFocus();
    timed(u"select_all"_s, [&] { view.selectAll(); });
    int selected = 0;
    for (const QItemSelectionRange &range : view.selectionModel()->selection())
        selected += range.height();
    figures[u"selected"_s] = selected;
    trigger(u"rate"_s, u"rate4"_s);
    trigger(u"label"_s, u"label1"_s);
    if (auto *tag = window.findChild<QLineEdit *>(u"tagEdit"_s); tag && tag->isVisible()) {
        timed(u"tag"_s, [tag] {
            tag->setText(u"measured"_s);
            pressReturn(*tag);
        });
    } else {
        missing << u"The window has no field \"tagEdit\" that can be used."_s;
    }
    trigger(u"undo"_s, u"undo"_s);
    if (!missing.isEmpty())
        figures[u"select_skipped"_s] = missing;
    return figures;
}

} // namespace janus::bench
