#include "gallerybench.h"

#include "calls.h"
#include "dice.h"
#include "processfigures.h"
#include "series.h"
#include "stagewatch.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QDockWidget>
#include <QMainWindow>
#include <QScrollBar>
#include <QWheelEvent>

using namespace Qt::StringLiterals;

namespace janus::bench {

namespace {

constexpr int longestWait = 5000; ///< milliseconds for one gesture
constexpr int mostMissed = 3;     ///< then this kind is given up
constexpr QSize largeWindow(1400, 880);
constexpr QSize smallWindow(1220, 760);

double nowMs()
{
    return static_cast<double>(nowNs()) / 1e6;
}

class Gallery
{
public:
    Gallery(QMainWindow &window, QAbstractItemView &view, StageWatch &watch)
        : m_window(window)
        , m_view(view)
        , m_watch(watch)
    {
    }

    /// `gesture` answers whether there was anything to do.
    void repeat(const QString &kind, int times, const std::function<bool(int)> &gesture)
    {
        Series work, wall, fill, fillWork;
        const Calls before = callsOfMainThread();
        const Calls othersBefore = callsOfOthers();
        markForTracers(qPrintable(kind + "-begin"_L1));
        int missed = 0;
        for (int i = 0; i < times && missed < mostMissed; ++i) {
            const double start = nowMs();
            const double cpu = threadCpuMs();
            const int paints = m_watch.paints();
            const int reals = m_watch.realPaints();
            if (!gesture(i))
                continue;
            if (!StageWatch::waitFor([&] { return m_watch.paints() > paints; }, longestWait)) {
                ++missed;
                continue;
            }
            work.add(threadCpuMs() - cpu);
            wall.add(nowMs() - start);
            if (!StageWatch::waitFor([&] { return m_watch.realPaints() > reals; }, longestWait)) {
                ++missed;
                continue;
            }
            fill.add(nowMs() - start);
            fillWork.add(threadCpuMs() - cpu);
        }
        markForTracers(qPrintable(kind + "-end"_L1));
        work.writeTo(m_figures, kind);
        wall.writeTo(m_figures, kind + "_wall"_L1);
        fill.writeTo(m_figures, kind + "_fill"_L1);
        fillWork.writeTo(m_figures, kind + "_fillwork"_L1);
        const Calls mine = callsOfMainThread() - before;
        const Calls others = callsOfOthers() - othersBefore;
        m_figures[kind + "_ui_sql"_L1] = mine.sql;
        m_figures[kind + "_ui_decodes"_L1] = mine.decodes;
        m_figures[kind + "_other_sql"_L1] = others.sql;
        m_figures[kind + "_other_decodes"_L1] = others.decodes;
        if (missed > 0)
            m_figures[kind + "_missed"_L1] = missed;
    }

    bool resize(int i)
    {
        const QSize size = i % 2 == 0 ? smallWindow : largeWindow;
        if (m_window.size() == size)
            return false;
        m_window.resize(size);
        return true;
    }

    /// The edge between form and pictures is dragged: what a resize costs without the window's other parts.
    bool drag(int i)
    {
        auto *dock = m_window.findChild<QDockWidget *>(u"compose"_s);
        if (!dock || !dock->isVisible())
            return false;
        m_window.resizeDocks({dock}, {i % 2 == 0 ? 360 : 334}, Qt::Horizontal);
        return true;
    }

    bool turnWheel()
    {
        QWidget *viewport = m_view.viewport();
        const QPointF place = viewport->rect().center();
        QWheelEvent event(place, viewport->mapToGlobal(place), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        const int before = bar().value();
        QApplication::sendEvent(viewport, &event);
        return bar().value() != before;
    }

    bool scrollTo(int value)
    {
        const int to = std::clamp(value, bar().minimum(), bar().maximum());
        if (to == bar().value())
            return false;
        bar().setValue(to);
        return true;
    }

    QScrollBar &bar() { return *m_view.verticalScrollBar(); }
    QJsonObject &figures() { return m_figures; }

private:
    QMainWindow &m_window;
    QAbstractItemView &m_view;
    StageWatch &m_watch;
    QJsonObject m_figures;
};

} // namespace

QJsonObject runGallery(QMainWindow &window, QAbstractItemView &view, StageWatch &watch,
                       const GalleryPlan &plan)
{
    Gallery gallery(window, view, watch);
    QScrollBar &bar = gallery.bar();
    gallery.repeat(u"resize"_s, plan.resizes, [&](int i) { return gallery.resize(i); });
    gallery.repeat(u"drag"_s, plan.drags, [&](int i) { return gallery.drag(i); });
    gallery.repeat(u"wheel"_s, plan.wheels, [&](int) { return gallery.turnWheel(); });
    if (plan.pages > 0) {
        bar.setValue(bar.maximum() / 3);
        watch.waitForRealPage(longestWait);
    }
    gallery.repeat(u"page"_s, plan.pages,
                   [&](int) { return gallery.scrollTo(bar.value() + bar.pageStep()); });
    Dice dice(88172645463325252u);
    gallery.repeat(u"jump"_s, plan.jumps,
                   [&](int) { return gallery.scrollTo(dice.below(bar.maximum() + 1)); });
    QJsonObject figures = gallery.figures();
    figures[u"rss_mb_after"_s] = memoryNow();
    figures[u"pss_mb_after"_s] = sharedMemoryNow();
    return figures;
}

} // namespace janus::bench
