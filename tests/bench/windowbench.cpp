#include "windowbench.h"

#include "application.h"
#include "calls.h"
#include "firstwindow.h"
#include "idlebench.h"
#include "library/deeds.h"
#include "library/library.h"
#include "library/outsidefiles.h"
#include "models/stagemodel.h"
#include "processfigures.h"
#include "searchbench.h"
#include "selectbench.h"
#include "stagewatch.h"
#include "thumbnailsbench.h"
#include "ui/kit/theme.h"
#include "ui/mainwindow.h"
#include "ui/stage/gridview.h"
#include "wiring.h"

#include <QApplication>
#include <QJsonDocument>
#include <QLabel>
#include <QMenuBar>
#include <QStatusBar>
#include <QTimer>

#include <cmath>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace janus::bench {

namespace {

constexpr int longestStart = 120'000;

int give(const Error &error)
{
    std::fprintf(stderr, "%s %s\n", qPrintable(error.message), qPrintable(error.detail));
    return 1;
}

/// Milliseconds since the program was started.
class StartClock
{
public:
    explicit StartClock(qint64 mainNs)
    {
        const qint64 told = qEnvironmentVariable("BENCH_T0_NS").toLongLong();
        m_zero = told > 0 ? told : mainNs;
        note(u"main"_s, mainNs);
    }
    void note(const QString &name) { note(name, nowNs()); }
    bool has(const QString &name) const { return m_figures.contains(name); }
    const QJsonObject &figures() const { return m_figures; }

private:
    void note(const QString &name, qint64 ns)
    {
        if (!has(name))
            m_figures[name] = std::round(static_cast<double>(ns - m_zero) / 1e4) / 100;
    }

    qint64 m_zero = 0;
    QJsonObject m_figures;
};

/// The end of the first painting of anything in the window.
class FirstFrame : public QObject
{
public:
    FirstFrame(QWidget &window, StartClock &clock)
        : m_window(window)
        , m_clock(clock)
    {
        qApp->installEventFilter(this);
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        auto *widget = qobject_cast<QWidget *>(watched);
        if (event->type() == QEvent::Paint && widget && widget->window() == &m_window) {
            qApp->removeEventFilter(this);
            QMetaObject::invokeMethod(
                this, [this] { m_clock.note(u"first_frame"_s); }, Qt::QueuedConnection);
        }
        return false;
    }

private:
    QWidget &m_window;
    StartClock &m_clock;
};

void merge(QJsonObject &into, const QJsonObject &more)
{
    for (auto it = more.begin(); it != more.end(); ++it)
        into[it.key()] = it.value();
}

void addMemory(QJsonObject &figures)
{
    figures[u"rss_mb"_s] = memoryNow();
    figures[u"pss_mb"_s] = sharedMemoryNow();
    figures[u"threads"_s] = threadNames().size();
    figures[u"start_cpu_ms"_s] = cpuMs();
    figures[u"start_ui_cpu_ms"_s] = threadCpuMs();
}

void finish(const QJsonObject &figures, const WindowPlan &plan)
{
    std::puts(QJsonDocument(figures).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
    if (!plan.stays)
        QCoreApplication::quit();
}

int runBare(QApplication &qt, const WindowPlan &plan, StartClock &clock)
{
    QMainWindow window;
    window.setCentralWidget(new QLabel(u"Nothing"_s));
    window.menuBar()->addMenu(u"File"_s);
    window.statusBar()->showMessage(u"Ready"_s);
    window.resize(1440, 900);
    FirstFrame first(window, clock);
    window.show();
    QTimer::singleShot(0, &window, [&] {
        StageWatch::waitFor([&] { return clock.has(u"first_frame"_s); }, longestStart);
        QJsonObject figures = clock.figures();
        addMemory(figures);
        if (plan.idleSeconds > 0)
            merge(figures, measureIdle(plan.idleSeconds));
        finish(figures, plan);
    });
    return qt.exec();
}

/// The parts that are asked for, one after the other.
class WindowBench
{
public:
    WindowBench(Application &application, ui::MainWindow &window, StartClock &clock, const WindowPlan &plan)
        : m_application(application)
        , m_window(window)
        , m_clock(clock)
        , m_plan(plan)
        , m_grid(*window.findChild<ui::GridView *>())
        , m_model(*window.findChild<models::StageModel *>())
        , m_watch(m_grid)
    {
    }

    QJsonObject run()
    {
        if (!StageWatch::waitFor([this] { return m_clock.has(u"first_frame"_s); }, longestStart))
            return failed(u"The window was not painted."_s);
        if (m_plan.until == WindowPlan::Until::FirstFrame)
            return figures();
        if (!StageWatch::waitFor([this] { return m_model.isLoaded(); }, longestStart))
            return failed(u"The library was not read."_s);
        m_clock.note(u"interactive"_s);
        const bool isEmpty = m_model.rowCount() == 0;
        if (!isEmpty && !StageWatch::waitFor([this] { return m_watch.realPaints() > 0; }, longestStart))
            return failed(u"The first page was never complete."_s);
        m_clock.note(u"page_complete"_s);
        QJsonObject all = figures();
        all[u"rows"_s] = m_model.rowCount();
        all[u"visible"_s] = m_watch.visible().size();
        const Calls ui = callsOfMainThread();
        all[u"start_ui_sql"_s] = ui.sql;
        all[u"start_ui_decodes"_s] = ui.decodes;
        if (m_plan.until == WindowPlan::Until::ThumbnailsDone)
            merge(all, measureThumbnails(m_application.library(), m_grid, m_watch));
        if (isEmpty)
            m_watch.watchReal(false);
        runParts(all, isEmpty);
        return all;
    }

private:
    void runParts(QJsonObject &all, bool isEmpty)
    {
        // Gestures begin when all rows are there.
        StageWatch::waitFor([this] { return m_model.isWhole(); }, longestStart);
        all[u"rows"_s] = m_model.rowCount();
        if (m_plan.gallery && !isEmpty)
            merge(all, runGallery(m_window, m_grid, m_watch, *m_plan.gallery));
        if (!m_plan.searches.isEmpty() && !isEmpty)
            merge(all, measureSearches(m_window, m_grid, m_watch, m_plan.searches));
        if (m_plan.selectsAll && !isEmpty)
            merge(all,
                  measureSelection(m_window, m_grid, m_watch, [this](const QString &tag) { tagAll(tag); }));
        if (m_plan.idleSeconds > 0) {
            m_watch.watchReal(false);
            lookAtFiles();
            merge(all, measureIdle(m_plan.idleSeconds));
        }
    }

    /// The look at all files that follows a start. The bench's files share a few inodes, so that none has the
    /// time of its picture: each is read and summed once, as those of a library that was copied are.
    void lookAtFiles()
    {
        bool isDone = false;
        m_application.library().outsideFiles().lookNow(&m_window, [&](const auto &) { isDone = true; });
        StageWatch::waitFor([&] { return isDone; }, longestStart);
    }

    void tagAll(const QString &tag)
    {
        std::vector<PictureId> ids;
        m_model.appendPictures(0, m_model.rowCount() - 1, ids);
        library::MarksPatch patch;
        patch.addTags << tag;
        m_application.library().deeds().mark(std::move(ids), patch);
    }

    QJsonObject figures() const
    {
        QJsonObject all = m_clock.figures();
        addMemory(all);
        return all;
    }

    QJsonObject failed(const QString &why) const
    {
        QJsonObject all = figures();
        all[u"failed"_s] = why;
        return all;
    }

    Application &m_application;
    ui::MainWindow &m_window;
    StartClock &m_clock;
    const WindowPlan &m_plan;
    ui::GridView &m_grid;
    models::StageModel &m_model;
    StageWatch m_watch;
};

} // namespace

int runWindowBench(QApplication &qt, const WindowPlan &plan)
{
    StartClock clock(plan.mainNs);
    clock.note(u"qapplication"_s);
    if (plan.isBare)
        return runBare(qt, plan, clock);
    // From here on as in main.cpp.
    Application::Options options;
    options.paths = support::Paths::below(plan.data);
    options.keepModelsFresh = true;
    if (const Result<void> prepared = options.paths.prepare(); !prepared)
        return give(prepared.error());
    const auto first = FirstWindow::claim(options.paths, {});
    if (!first)
        return give(first.error());
    if (!*first)
        return give({ErrorKind::BadInput, u"Another window is open on this library."_s});
    const auto application = Application::create(std::move(options));
    if (!application)
        return give(application.error());
    ui::Theme theme;
    ui::MainWindow window(studioOf(**application, theme), {});
    clock.note(u"built"_s);
    FirstFrame firstFrame(window, clock);
    WindowBench bench(**application, window, clock, plan);
    window.show();
    clock.note(u"shown"_s);
    (*application)->open(&window, [&](const Result<void> &opened) {
        clock.note(u"db_open"_s);
        window.onLibraryOpened(opened);
    });
    (*first)->listen();
    int code = 0;
    QTimer::singleShot(0, &window, [&] {
        const QJsonObject figures = bench.run();
        code = figures.contains(u"failed"_s) ? 1 : 0;
        finish(figures, plan);
    });
    qt.exec();
    return code;
}

} // namespace janus::bench
