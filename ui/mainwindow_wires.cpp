// MainWindow: who hears whom. The panels do not know each other.
#include "ui/mainwindow.h"

#include "core/modelschema.h"
#include "jobs/forecasting.h"
#include "library/library.h"
#include "models/logmodel.h"
#include "models/stagemodel.h"
#include "secrets/keystore.h"
#include "ui/compose/composepanel.h"
#include "ui/compose/paramform.h"
#include "ui/drawer/drawerpanel.h"
#include "ui/inspect/inspectpanel.h"
#include "ui/noticearea.h"
#include "ui/shelf/finding.h"
#include "ui/stage/stagepanel.h"
#include "ui/statusstrip.h"
#include "ui/toolstrip.h"
#include "ui/windowactions.h"

#include <QDesktopServices>
#include <QDockWidget>
#include <QFileInfo>
#include <QJsonDocument>
#include <QUrl>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace janus::ui {

namespace {

/// Shows in the file manager; the folder, where the desktop cannot point at a file.
void reveal(const QString &file)
{
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(file).absolutePath()));
}

} // namespace

void MainWindow::connectCompose()
{
    connect(m_compose, &ComposePanel::generateRequested, this, [this](const QList<Wish> &wishes) {
        m_hasGenerated = true;
        QList<Wish> kept = wishes;
        if (!kept.isEmpty()) // what stands in the form is kept with them
            kept.first().provenance.form = QJsonDocument(m_compose->state()).toJson(QJsonDocument::Compact);
        m_session.generate(kept, m_compose->delivery());
        refreshCompose();
    });
    connect(m_compose, &ComposePanel::addKeyRequested, this, &MainWindow::openKeyDialog);
    connect(m_compose, &ComposePanel::changed, this, [this] {
        if (!m_draftTimer.isActive()) // not put off by whoever goes on typing
            m_draftTimer.start();
        refreshCompose();
    });
    connect(m_forecasting, &jobs::Forecasting::changed, this, &MainWindow::tellForecast);
    m_draftTimer.setSingleShot(true);
    m_draftTimer.setInterval(1s);
    connect(&m_draftTimer, &QTimer::timeout, this, &MainWindow::saveDraft);
}

void MainWindow::connectStage()
{
    m_stage->setAutoAdvance(true);
    m_stage->setSpecs([this](const QString &endpoint) {
        const std::shared_ptr<const ModelSchema> schema = schemaOf(endpoint);
        return schema ? schema->params() : QList<ParamSpec>();
    });
    connect(m_stage, &StagePanel::currentPictureChanged, this, &MainWindow::showPicture);
    connect(m_stage, &StagePanel::selectionChanged, this, &MainWindow::showPicture);
    connect(m_stage, &StagePanel::modeChanged, this, [this](StagePanel::Mode mode) {
        m_tools->setMode(mode);
        m_inspect->setPreviewShown(mode == StagePanel::Mode::Grid || mode == StagePanel::Mode::Sheet);
        showPicture();
    });
    connect(m_stage, &StagePanel::cellWidthChanged, m_tools, &ToolStrip::setCellWidth);
    connect(m_stage, &StagePanel::copyRequested, this, &MainWindow::copyPicture);
    connect(m_stage, &StagePanel::contextMenuRequested, this, &MainWindow::showPictureMenu);
    connect(m_stage, &StagePanel::batchMenuRequested, this, &MainWindow::showBatchMenu);
    connect(m_stage, &StagePanel::batchRunAgainRequested, this, &MainWindow::runBatchAgain);
    connect(m_stage, &StagePanel::batchCancelRequested, this, &MainWindow::cancelBatch);
    connect(m_stage, &StagePanel::jobActionRequested, this, &MainWindow::onCellAction);
    connect(m_stage, &StagePanel::samplePromptChosen, this, [this](const QString &text) {
        useParam(u"prompt"_s, text);
        m_compose->focusPrompt();
    });
    connect(m_stage, &StagePanel::addKeyRequested, this, &MainWindow::openKeyDialog);
    connect(m_stage, &StagePanel::keepPractisingRequested, this, [this] { m_session.setPractice(true); });
    connect(m_stage, &StagePanel::keyHelpRequested, this, &MainWindow::openKeyHelp);

    connect(m_tools, &ToolStrip::modeChosen, m_stage, &StagePanel::setMode);
    connect(m_tools, &ToolStrip::modeChosen, this,
            [this] { m_tools->setMode(m_stage->mode()); }); // there may be nothing to look at that way

    m_pageTimer.setSingleShot(true);
    m_pageTimer.setInterval(0); // once for all that came at the same time
    connect(&m_pageTimer, &QTimer::timeout, this, &MainWindow::checkPage);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_stageModel, signal, this, [this] {
            if (m_stageModel->isLoaded())
                m_finding->setFound(m_stageModel->pictureCount(), m_stageModel->isWhole());
        });
    connect(m_stageModel, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &first, const QModelIndex &last) {
                const QModelIndex current = m_stage->currentPicture();
                if (current.isValid() && first.row() <= current.row() && current.row() <= last.row())
                    showPicture();
                m_pageTimer.start();
            });
    connect(m_stageModel, &models::StageModel::listed, this, &MainWindow::showWanted);
    connect(m_stageModel, &models::StageModel::loaded, this, [this] {
        // The newest picture is chosen, so that the inspector has something to say. A grid that has got the
        // focus with its first rows has made one current by itself, without choosing it.
        if (m_stageModel->rowCount() > 0 && m_stage->selectedCount() == 0) {
            const QModelIndex current = m_stage->currentPicture();
            m_stage->setCurrentPicture(current.isValid() ? current : m_stageModel->index(0));
        }
        if (m_stageModel->rowCount() == 0)
            showPicture();
        refreshCompose();
        m_pageTimer.start();
    });
}

void MainWindow::connectInspect()
{
    connect(m_inspect, &InspectPanel::useRequested, this, &MainWindow::usePicture);
    connect(m_inspect, &InspectPanel::useParamRequested, this, &MainWindow::useParam);
    connect(m_inspect, &InspectPanel::runAgainRequested, this,
            [this](SeedChoice choice) { runAgain(choice == SeedChoice::New); });
    connect(m_inspect, &InspectPanel::revealRequested, this, &reveal);
}

void MainWindow::connectDrawer()
{
    connect(m_drawer, &DrawerPanel::cancelRequested, &m_studio.queue, &jobs::JobQueue::cancel);
    connect(m_drawer, &DrawerPanel::jobChosen, m_logModel, &models::LogModel::setJob);
    connect(m_drawer, &DrawerPanel::closeRequested, m_drawerDock, &QDockWidget::hide);
    connect(&m_studio.queue, &jobs::JobQueue::jobsAdded, this,
            [this](const QList<jobs::JobInfo> &jobs) { m_logModel->setJob(jobs.last().id); });
}

void MainWindow::connectActions()
{
    const WindowActions &a = *m_actions;
    const auto on = [this](QAction *action, auto slot) { connect(action, &QAction::triggered, this, slot); };
    on(a.addKey, [this] { openKeyDialog(); });
    on(a.settings, [this] { openSettings(); });
    on(a.quit, [this] { close(); });
    on(a.copyPicture, [this] { copyPicture(); });
    on(a.copyRecipe, [this] { copyRecipe(); });
    on(a.focusPrompt, [this] {
        setWorkspace(Workspace::Create);
        m_composeDock->show();
        m_compose->focusPrompt();
    });
    on(a.grid, [this] { m_stage->setMode(StagePanel::Mode::Grid); });
    on(a.loupe, [this] { m_stage->setMode(StagePanel::Mode::Loupe); });
    on(a.compare, [this] { m_stage->compare(); });
    on(a.survey, [this] { m_stage->survey(); });
    on(a.fullScreen, [this] { m_stage->toggleFullScreen(); });
    on(a.sideDocks, [this] {
        const bool shown = leftDock()->isVisible() || m_inspectDock->isVisible();
        leftDock()->setVisible(!shown);
        m_inspectDock->setVisible(!shown);
    });
    on(a.resetLayout, [this] { resetLayout(); });
    on(a.useAll, [this] {
        if (const auto picture = currentPicture())
            usePicture(*picture);
    });
    on(a.usePrompt, [this] { useRole(ParamRole::Prompt); });
    on(a.useSeed, [this] { useRole(ParamRole::Seed); });
    on(a.useSize, [this] { useRole(ParamRole::Size); });
    on(a.runSame, [this] { runAgain(false); });
    on(a.runNew, [this] { runAgain(true); });
    on(a.publish, [this] { openPublish(); });
    on(a.reveal, [this] {
        if (const auto picture = currentPicture())
            reveal(picture->file);
    });
    on(a.generate, [this] { m_compose->generate(); });
    on(a.cancelJob, [this] { cancelCurrent(); });
    on(a.cancelWaiting, [this] { m_studio.queue.cancelWaiting(); });
    on(a.tryAgain, [this] { m_studio.queue.release(); });
    on(a.practice, [this](bool practice) { m_session.setPractice(practice); });
    offerFailures();
    on(a.keyHelp, [this] { openKeyHelp(); });
    on(a.about, [this] { showAbout(); });
    const auto tie = [this](QAction *action, QDockWidget *dock) {
        connect(action, &QAction::triggered, dock, &QDockWidget::setVisible);
        connect(dock->toggleViewAction(), &QAction::toggled, action, &QAction::setChecked);
        action->setChecked(dock->toggleViewAction()->isChecked());
    };
    connect(a.compose, &QAction::triggered, this, [this](bool shown) { leftDock()->setVisible(shown); });
    for (const QDockWidget *dock : {m_composeDock, m_treeDock})
        connect(dock->toggleViewAction(), &QAction::toggled, this,
                [this] { m_actions->compose->setChecked(!leftDock()->isHidden()); });
    tie(a.inspect, m_inspectDock);
    tie(a.drawer, m_drawerDock);
}

void MainWindow::connectQueue()
{
    connect(&m_studio.queue, &jobs::JobQueue::holdChanged, this, &MainWindow::onHold);
    connect(&m_studio.queue, &jobs::JobQueue::jobFinished, this, &MainWindow::onJobFinished);
    m_jobsTimer.setSingleShot(true);
    m_jobsTimer.setInterval(100ms);
    connect(&m_jobsTimer, &QTimer::timeout, this, &MainWindow::tellOfJobs);
    for (const auto signal : {&jobs::JobQueue::jobChanged, &jobs::JobQueue::jobFinished})
        connect(&m_studio.queue, signal, this, [this] {
            if (!m_jobsTimer.isActive())
                m_jobsTimer.start();
        });
    connect(&m_studio.library, &library::Library::changedOutside, this, [this] {
        // Another process may have ended and left its requests behind.
        m_studio.queue.recover(this, [](const Result<jobs::JobQueue::Recovered> &) {});
    });
}

void MainWindow::connectSession()
{
    connect(&m_session, &Session::changed, this, &MainWindow::refreshCompose);
    connect(&m_session, &Session::refused, this, [this](const Error &error) {
        m_notices->show(u"refused"_s, NoticeBar::Kind::Danger, error.message,
                        u"Nothing was sent; your settings are as they were."_s);
    });
    connect(&m_studio.keys, &secrets::KeyStore::changed, this, &MainWindow::showKeychain);
}

} // namespace janus::ui
