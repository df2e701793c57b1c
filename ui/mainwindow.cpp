// What the window is made of, and its geometry. Wires: mainwindow_wires.cpp; notices: mainwindow_notices.cpp;
// deeds: mainwindow_deeds.cpp.
#include "ui/mainwindow.h"

#include "core/modelschema.h"
#include "core/paramroles.h"
#include "jobs/forecasting.h"
#include "jobs/modelcatalog.h"
#include "library/library.h"
#include "models/jobsmodel.h"
#include "models/logmodel.h"
#include "models/stagemodel.h"
#include "support/setting.h"
#include "ui/compose/composepanel.h"
#include "ui/compose/modelmenu.h"
#include "ui/compose/paramform.h"
#include "ui/compose/promptedit.h"
#include "ui/compose/promptfield.h"
#include "ui/drawer/drawerpanel.h"
#include "ui/inspect/inspectpanel.h"
#include "ui/kit/cursorrest.h"
#include "ui/kit/docktitlebar.h"
#include "ui/kit/theme.h"
#include "ui/noticearea.h"
#include "ui/sheet/sheetpanel.h"
#include "ui/shelf/filterbar.h"
#include "ui/shelf/finding.h"
#include "ui/shelf/keeping.h"
#include "ui/shelf/libraryactions.h"
#include "ui/shelf/searchfield.h"
#include "ui/stage/gridview.h"
#include "ui/stage/stagepanel.h"
#include "ui/statusstrip.h"
#include "ui/toolstrip.h"
#include "ui/windowactions.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QJsonDocument>
#include <QMenuBar>
#include <QScreen>
#include <QSettings>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace janus::ui {

namespace {

constexpr auto geometryKey = "window/geometry"_L1;
constexpr auto cellWidthKey = "stage/cellWidth"_L1;
constexpr auto lookKey = "look/scheme"_L1;
constexpr auto textScaleKey = "look/textScale"_L1;

// With the handle between a dock and the stage, 6 wide, these make 340 and 300, and the stage fits four
// columns.
constexpr int composeWidth = 334;
constexpr int inspectWidth = 294;
constexpr int narrowComposeWidth = 300;
constexpr int drawerHeight = 180;
/// Below this width the inspector gives its place to the pictures.
constexpr int wideWindow = 1200;

/// The size of the very first window: the design's, or what the screen has room for beside a title bar.
QSize firstSize(const QScreen &screen)
{
    constexpr QSize designed(1440, 900);
    constexpr QSize smallest(1024, 680);
    constexpr QSize frame(8, 40);
    return designed.boundedTo(screen.availableGeometry().size() - frame).expandedTo(smallest);
}

Theme::Choice choiceFor(const QString &word)
{
    return word == "dark"_L1    ? Theme::Choice::Dark
           : word == "light"_L1 ? Theme::Choice::Light
                                : Theme::Choice::System;
}

} // namespace

MainWindow::MainWindow(Studio studio, const QString &look)
    : m_studio(std::move(studio))
    , m_session(m_studio)
    , m_stageModel(new models::StageModel(m_studio.library, m_studio.queue, this))
    , m_jobsModel(new models::JobsModel(m_studio.queue, this))
    , m_logModel(new models::LogModel(m_studio.queue, this))
    , m_forecasting(new jobs::Forecasting(m_studio.library, m_studio.queue, m_studio.services, this))
{
    applyLook(look);
    new CursorRest(this);
    m_actions = std::make_unique<WindowActions>(this);
    m_compose = new ComposePanel;
    m_stage = new StagePanel(m_stageModel,
                             [this](PictureId id, QObject *context, std::function<void(QImage)> done) {
                                 m_studio.library.image(id, context, std::move(done));
                             });
    m_inspect = new InspectPanel;
    m_drawer = new DrawerPanel(m_jobsModel, m_logModel);
    m_model = m_studio.models.list().first().endpoint;
    m_compose->setSchema(*schemaOf(m_model));
    m_inspect->setSchema(*schemaOf(m_model));
    setWindowTitle(u"Janus Studio"_s);
    makeSheet();
    makeDocks();
    makeShelf();
    makeBars();
    connectCompose();
    connectStage();
    connectInspect();
    connectDrawer();
    connectActions();
    connectQueue();
    connectLibrary();
    connectSession();
    connectModels();
    connectShelf();
    connectExchange();
    connectRestore();
    connectFamily();
    connectSheet();
    connectWords();
    connectVerify();
    restoreState();
    connectHistory();
    refreshCompose();
    showPicture();
}

MainWindow::~MainWindow()
{
    // The docks go later than what hears of them.
    for (const QDockWidget *dock : {m_composeDock, m_treeDock, m_inspectDock, m_drawerDock}) {
        dock->toggleViewAction()->disconnect();
        dock->disconnect(this);
    }
}

void MainWindow::applyLook(const QString &look)
{
    const support::Setting<QString> scheme(m_studio.settings, lookKey, u"system"_s);
    const support::Setting<double> scale(m_studio.settings, textScaleKey, 1.0);
    m_studio.theme.setChoice(choiceFor(look.isEmpty() ? scheme.value() : look));
    m_studio.theme.setTextScale(scale);
    m_studio.theme.apply(*qApp);
}

QDockWidget *MainWindow::makeDock(const QString &name, QWidget *panel, Qt::DockWidgetArea area)
{
    auto *dock = new QDockWidget(name, this);
    dock->setObjectName(name.toLower());
    dock->setTitleBarWidget(new DockTitleBar(dock));
    dock->setWidget(panel);
    addDockWidget(area, dock);
    return dock;
}

void MainWindow::makeDocks()
{
    // The side docks keep the lower corners, so that Generate never moves when the drawer opens.
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    m_composeDock = makeDock(u"Compose"_s, m_compose, Qt::LeftDockWidgetArea);
    m_inspectDock = makeDock(u"Inspect"_s, m_inspect, Qt::RightDockWidgetArea);
    m_drawerDock = makeDock(u"Queue and Log"_s, m_drawer, Qt::BottomDockWidgetArea);
    m_modelMenu = new ModelMenu(m_studio.models, this);
    static_cast<DockTitleBar *>(m_composeDock->titleBarWidget())->setMenu(m_modelMenu);
    m_composeDock->setMinimumWidth(300);
    m_inspectDock->setMinimumWidth(240);
    // The drawer's tabs say what it is; a title above them would say it twice.
    delete m_drawerDock->titleBarWidget();
    m_drawerDock->setTitleBarWidget(new QWidget);
    m_stage->setMinimumWidth(320);
}

void MainWindow::makeBars()
{
    m_tools = new ToolStrip(*m_actions, *m_libraryActions, m_finding->search(), this);
    addToolBar(Qt::TopToolBarArea, m_tools);
    addToolBarBreak(Qt::TopToolBarArea);
    addToolBar(Qt::TopToolBarArea, m_finding->bar());
    m_finding->bar()->hide();
    addToolBarBreak(Qt::TopToolBarArea);
    m_notices = new NoticeArea(this);
    addToolBar(Qt::TopToolBarArea, m_notices);
    m_status = new StatusStrip(m_studio, m_session, this);
    setStatusBar(m_status);
    m_actions->fill(menuBar(), {m_compose->newSeedAction(), m_compose->lockSeedAction(),
                                m_compose->swapAction(), nullptr, m_modelMenu->menuAction()});
    m_libraryActions->fill(menuBar());
    m_stage->addActions(m_actions->forStage());
}

void MainWindow::resetLayout()
{
    for (QDockWidget *dock : {m_composeDock, m_treeDock, m_inspectDock, m_drawerDock})
        dock->setFloating(false);
    addDockWidget(Qt::LeftDockWidgetArea, m_composeDock);
    addDockWidget(Qt::LeftDockWidgetArea, m_treeDock);
    addDockWidget(Qt::RightDockWidgetArea, m_inspectDock);
    addDockWidget(Qt::BottomDockWidgetArea, m_drawerDock);
    m_isWide = width() >= wideWindow;
    m_inspectLeft = !m_isWide; // it comes as soon as there is room
    m_layouts = {};
    m_composeDock->hide();
    m_treeDock->hide();
    leftDock()->show();
    m_inspectDock->setVisible(m_isWide);
    m_drawerDock->hide();
    resizeDocks({m_composeDock, m_inspectDock}, {m_isWide ? composeWidth : narrowComposeWidth, inspectWidth},
                Qt::Horizontal);
    resizeDocks({m_drawerDock}, {drawerHeight}, Qt::Vertical);
}

void MainWindow::restoreState()
{
    resize(firstSize(*screen()));
    resetLayout();
    QSettings &settings = m_studio.settings;
    restoreGeometry(settings.value(geometryKey).toByteArray());
    m_notices->setVisible(false);
    restoreShelf();
    m_stage->setCellWidth(support::Setting<int>(settings, cellWidthKey, GridView::usualCell));
    m_tools->setCellWidth(m_stage->cellWidth());
    m_compose->focusPrompt();
    restoreDraft();
}

void MainWindow::restoreDraft()
{
    const QByteArray draft = m_studio.settings.value(draftKey()).toByteArray();
    if (!draft.isEmpty())
        return m_compose->restore(QJsonDocument::fromJson(draft).object());
    // The very first start: a form that is ready for the first press, and gives way to the first letter
    // typed.
    m_compose->setRequest(
        withImageCount(withPrompt(schemaOf(m_model)->defaults(),
                                  u"A red fox resting in fresh snow, paper cut, low winter sun"_s),
                       4));
    m_compose->form()->promptField()->editor()->selectAll();
}

void MainWindow::saveState()
{
    m_studio.settings.setValue(geometryKey, saveGeometry());
    saveShelf();
    m_studio.settings.setValue(cellWidthKey, m_stage->cellWidth());
    m_sheet->save();
    saveDraft();
}

void MainWindow::saveDraft()
{
    m_studio.settings.setValue(draftKey(), QJsonDocument(m_compose->state()).toJson(QJsonDocument::Compact));
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveState();
    // What a service has accepted goes on there and is taken up at the next start.
    event->accept();
    QApplication::quit();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    if (const bool isWide = width() >= wideWindow; isWide != std::exchange(m_isWide, isWide)) {
        // The inspector comes back by itself only if it went by itself.
        const bool wanted = isWide ? m_inspectLeft : !m_inspectDock->isHidden();
        m_inspectLeft = !isWide && wanted;
        if (wanted)
            m_inspectDock->setVisible(isWide);
        if (leftDock() == m_composeDock)
            resizeDocks({m_composeDock}, {isWide ? composeWidth : narrowComposeWidth}, Qt::Horizontal);
    }
    m_pageTimer.start();
}

} // namespace janus::ui
