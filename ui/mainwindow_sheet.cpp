// MainWindow: the sweep sheet, its model, and what its cells ask of the window.
#include "ui/mainwindow.h"

#include "core/modelschema.h"
#include "jobs/forecasting.h"
#include "jobs/forecasttext.h"
#include "models/sheetmodel.h"
#include "models/stagemodel.h"
#include "ui/compose/composepanel.h"
#include "ui/compose/paramform.h"
#include "ui/noticearea.h"
#include "ui/sheet/sheetpanel.h"
#include "ui/sheet/sheetview.h"
#include "ui/shelf/finding.h"
#include "ui/shelf/keeping.h"
#include "ui/shelf/libraryactions.h"
#include "ui/shelf/shelfempty.h"
#include "ui/stage/stagepanel.h"
#include "ui/toolstrip.h"
#include "ui/windowactions.h"

#include <QJsonValue>
#include <QMenu>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace janus::ui {

void MainWindow::makeSheet()
{
    const auto send = [this](const QList<Wish> &wishes, const QString &service) {
        m_hasGenerated = true;
        m_session.send(wishes, m_compose->delivery(), service);
    };
    const auto form = [this] { return m_compose->firstWish(); };
    m_sheetModel = new models::SheetModel(m_studio.library, m_studio.queue, m_studio.models, send, this);
    m_sheet = new SheetPanel({m_studio.library, *m_sheetModel, m_studio.settings, form,
                              [this] { return m_session.service(); },
                              [this](const QString &endpoint) { return schemaOf(endpoint); }});
    m_sheetModel->setParent(m_sheet); // it goes after the widgets that show it
    m_stage->setSheet(m_sheet);
    m_stage->setPictureFinder([this](PictureId id) { return m_stageModel->indexOfPicture(id); });
}

void MainWindow::connectSheet()
{
    connect(m_actions->sheet, &QAction::triggered, this, [this] {
        m_stage->setMode(StagePanel::Mode::Sheet);
        m_stage->setFocus();
    });
    connect(m_stage, &StagePanel::modeChanged, this, [this](StagePanel::Mode mode) {
        const bool isSheet = mode == StagePanel::Mode::Sheet;
        m_tools->setCellWidth(isSheet ? m_sheet->cellWidth() : m_stage->cellWidth());
        // What is searched for and not found concerns the pictures, not the sheets.
        m_pages->setCurrentWidget(
            m_finding->isEmptyShown() && !isSheet ? static_cast<QWidget *>(m_finding->empty()) : m_stage);
    });
    connect(m_finding, &Finding::emptyShown, this, [this] {
        if (m_stage->mode() == StagePanel::Mode::Sheet)
            m_pages->setCurrentWidget(m_stage);
    });
    connect(m_sheet, &SheetPanel::cellWidthChanged, this, [this](int width) {
        if (m_stage->mode() == StagePanel::Mode::Sheet)
            m_tools->setCellWidth(width);
    });
    connect(m_tools, &ToolStrip::cellWidthChosen, this, [this](int width) {
        m_stage->mode() == StagePanel::Mode::Sheet ? m_sheet->setCellWidth(width)
                                                   : m_stage->setCellWidth(width);
    });
    connect(m_sheet, &SheetPanel::currentCellRefreshed, this, [this] {
        if (m_stage->mode() == StagePanel::Mode::Sheet)
            showPicture();
    });
    connect(m_sheet, &SheetPanel::openRequested, this, &MainWindow::openFromSheet);
    connect(m_stage, &StagePanel::sheetOpenRequested, this,
            [this] { openFromSheet(m_sheetModel->pictureAt(m_sheet->currentCell())); });
    connect(m_sheet, &SheetPanel::useRequested, this, &MainWindow::usePicture);
    connect(m_sheet, &SheetPanel::seedUseRequested, this, [this](Seed seed) {
        if (const ParamSpec *param = m_compose->form()->schema().find(ParamRole::Seed))
            useParam(param->name, seed);
    });
    connect(m_sheet, &SheetPanel::jobActionRequested, this, &MainWindow::onCellAction);
    connect(m_sheet, &SheetPanel::contextMenuRequested, this, &MainWindow::showSheetMenu);
    connect(m_sheet, &SheetPanel::ratingRequested, m_stage, &StagePanel::ratingRequested);
    connect(m_sheet, &SheetPanel::pickRequested, m_stage, &StagePanel::pickRequested);
    connect(m_sheet, &SheetPanel::labelRequested, m_stage, &StagePanel::labelRequested);
    connect(m_sheet, &SheetPanel::removed, this, [this](qint64 id, const QString &name) {
        m_keeping->tellWithUndo(tr("Removed the sheet “%1”; its pictures stay.").arg(name),
                                [this, id] { m_sheet->openSheet(id); });
    });
    connect(m_sheet, &SheetPanel::failed, this, [this](const Error &error) {
        m_notices->show(u"sheet"_s, NoticeBar::Kind::Danger, error.message,
                        u"Nothing was sent or changed."_s);
    });
    connect(m_compose, &ComposePanel::changed, m_sheet, &SheetPanel::refreshForm);
    connect(m_sheet, &SheetPanel::forecastWanted, this, &MainWindow::tellSheetForecast);
    connect(m_forecasting, &jobs::Forecasting::changed, this, &MainWindow::tellSheetForecast);
}

/// What Start would send: how long, at what price.
void MainWindow::tellSheetForecast()
{
    const QString &service = m_sheetModel->sheet().service;
    const bool isPractice = service == m_studio.sandboxService;
    const Forecast forecast = m_forecasting->of(m_sheetModel->toStart(), service, isPractice);
    m_sheet->setForecast(jobs::forecastText(forecast, service, isPractice));
    m_sheet->setUsualTimes({forecast.each.queue, forecast.each.run});
}

void MainWindow::openFromSheet(PictureId picture)
{
    if (picture != 0)
        goToPicture(picture);
}

void MainWindow::showSheetMenu(const QPoint &position)
{
    QMenu *menu = m_sheet->makeCellMenu(this);
    if (currentPicture()) {
        const WindowActions &a = *m_actions;
        menu->addSeparator();
        menu->addActions({a.useAll, a.usePrompt, a.useSeed, a.useSize});
        menu->addSeparator();
        menu->addActions({a.runSame, a.copyPicture, a.copyRecipe, a.publish, a.reveal});
        menu->addSeparator();
        m_libraryActions->fillPictureMenu(menu);
    }
    menu->popup(position);
}

} // namespace janus::ui
