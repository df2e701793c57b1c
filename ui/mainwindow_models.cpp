// MainWindow: which model the form is for.
#include "ui/mainwindow.h"

#include "core/modelschema.h"
#include "core/paramroles.h"
#include "jobs/modelcatalog.h"
#include "models/stagemodel.h"
#include "support/setting.h"
#include "ui/compose/composepanel.h"
#include "ui/compose/modelmenu.h"
#include "ui/inspect/inspectpanel.h"
#include "ui/settings/addmodeldialog.h"

#include <QDesktopServices>
#include <QDockWidget>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

const QUrl modelsPage{u"https://fal.ai/explore/models"_s};

support::Setting<QString> chosenModel(QSettings &settings)
{
    return {settings, "compose/model"_L1, {}};
}

} // namespace

void MainWindow::connectModels()
{
    jobs::ModelCatalog &models = m_studio.models;
    connect(m_modelMenu, &ModelMenu::chosen, this, &MainWindow::chooseModel);
    connect(m_modelMenu, &ModelMenu::addRequested, this, &MainWindow::openAddModel);
    connect(m_modelMenu, &ModelMenu::removeRequested, this, &MainWindow::removeModel);
    connect(&models, &jobs::ModelCatalog::loaded, this, [this] {
        const QString chosen = chosenModel(m_studio.settings).value();
        if (chosen == m_model)
            return;
        chooseModel(chosen);
        m_compose->forgetSteps();
    });
    // New limits or inputs: the form changes, what stands in it stays.
    connect(&models, &jobs::ModelCatalog::changed, this, [this](const QString &endpoint) {
        if (endpoint == m_model)
            m_compose->setSchema(*schemaOf(endpoint));
        showPicture();
    });
    showModel();
}

std::shared_ptr<const ModelSchema> MainWindow::schemaOf(const QString &endpoint) const
{
    return m_studio.models.schema(endpoint);
}

/// A draft for each model; that of the program's own has no name.
QString MainWindow::draftKey() const
{
    const QString key = u"compose/draft"_s;
    return m_model == m_studio.models.list().first().endpoint ? key : key + u'/' + m_model;
}

void MainWindow::chooseModel(const QString &endpoint)
{
    if (endpoint == m_model || !schemaOf(endpoint))
        return;
    m_compose->asOneStep(tr("Model"), [&] {
        setFormModel(endpoint);
        if (m_studio.settings.contains(draftKey()))
            restoreDraft();
    });
    refreshCompose();
}

void MainWindow::showModel()
{
    m_modelMenu->setCurrent(m_model);
    const std::optional<jobs::ModelEntry> model = m_studio.models.entry(m_model);
    const bool isOwn = !model || model->isBuiltIn;
    m_composeDock->setWindowTitle(isOwn ? u"Compose"_s : u"Compose with %1"_s.arg(model->title));
}

void MainWindow::openAddModel()
{
    if (!m_addModelDialog) {
        m_addModelDialog = new AddModelDialog(this);
        connect(m_addModelDialog, &AddModelDialog::browseRequested, this,
                [] { QDesktopServices::openUrl(modelsPage); });
        connect(m_addModelDialog, &AddModelDialog::addRequested, this, [this](const QString &endpoint) {
            m_studio.models.add(endpoint, m_addModelDialog, [this](const Result<jobs::ModelEntry> &added) {
                m_addModelDialog->showResult(added ? Result<void>() : Result<void>(added.error()));
                if (added)
                    chooseModel(added->endpoint);
            });
        });
    }
    m_addModelDialog->open();
}

void MainWindow::removeModel(const QString &endpoint)
{
    chooseModel(m_studio.models.list().first().endpoint);
    m_studio.settings.remove(u"compose/draft/"_s + endpoint);
    (void)m_studio.models.remove(endpoint); // it was on the list, or there was nothing to remove
}

/// All settings of a picture, in the form of the model that made it where that is known.
void MainWindow::usePicture(const Picture &picture)
{
    if (picture.isImported() && picture.request.endpoint.isEmpty())
        return useForeign(picture, {});
    m_compose->asOneStep(tr("Use All Settings"), [&] {
        chooseModel(picture.request.endpoint);
        m_compose->setRequest(withSeed(picture.request, picture.seed), picture.name());
    });
    tellOfUnknownModel(picture.request);
}

} // namespace janus::ui
