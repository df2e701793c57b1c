// MainWindow: what happens when something is asked for or reported.
#include "ui/mainwindow.h"

#include "core/paramroles.h"
#include "jobs/forecasting.h"
#include "jobs/forecasttext.h"
#include "library/library.h"
#include "library/recipetext.h"
#include "models/jobtext.h"
#include "models/sheetmodel.h"
#include "models/stagemodel.h"
#include "secrets/keystore.h"
#include "ui/compose/composepanel.h"
#include "ui/compose/paramform.h"
#include "ui/inspect/inspectpanel.h"
#include "ui/settings/keydialog.h"
#include "ui/settings/settingsdialog.h"
#include "ui/share/publisher.h"
#include "ui/shelf/libraryactions.h"
#include "ui/stage/gridview.h"
#include "ui/stage/stagepanel.h"
#include "ui/windowactions.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QDockWidget>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QSettings>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

const QUrl keyPage{u"https://fal.ai/dashboard/keys"_s};

} // namespace

void MainWindow::showPicture()
{
    constexpr int enough = 100; // to say what they share
    QList<Picture> pictures;
    m_inspect->finishWriting(); // for those that were chosen until now
    m_inspected = chosenPictures();
    refreshShelf();
    const auto add = [&](const QModelIndex &index) {
        const QVariant picture = index.data(models::PictureRole);
        if (picture.isValid())
            pictures << picture.value<Picture>();
    };
    if (m_stage->mode() != StagePanel::Mode::Grid)
        add(m_stage->currentPicture());
    else
        for (const GridSpan &span : m_stage->gridView()->selectedSpans()) {
            const int last = std::min(span.last, span.first + enough - int(pictures.size()) - 1);
            for (int row = span.first; row <= last; ++row)
                add(m_stageModel->index(row, 0));
        }
    const bool any = !pictures.isEmpty();
    for (QAction *action : m_actions->forStage())
        action->setEnabled(any);
    refreshAgain(pictures);
    if (any && m_inspected.size() > 1)
        return m_inspect->setPictures(pictures, qsizetype(m_inspected.size()));
    if (const auto schema = any ? schemaOf(pictures.first().request.endpoint) : nullptr)
        m_inspect->setSchema(*schema);
    if (any)
        return m_inspect->setPicture(pictures.first(),
                                     m_stage->currentPicture().data(Qt::DecorationRole).value<QPixmap>());
    m_inspect->clear();
}

void MainWindow::refreshCompose()
{
    const bool practice = m_session.isPractice();
    m_compose->setPractice(practice);
    m_compose->setNeedsKey(m_session.needsKey());
    m_actions->practice->setChecked(practice);
    m_actions->practiseFailures->setEnabled(practice);
    tellForecast();
    m_stage->setComposeShape(imageSize(m_compose->request()));
    const bool chosen = m_studio.settings.contains(u"service/practice"_s);
    m_stage->setPracticeCardVisible(practice && !chosen && !m_hasGenerated && m_stageModel->isLoaded() &&
                                    m_stageModel->pictureCount() == 0 && m_studio.keys.isLoaded());
    m_pageTimer.start();
}

/// What Generate will do: how many, how long, at what price.
void MainWindow::tellForecast()
{
    const bool practice = m_session.isPractice();
    const Forecast forecast =
        m_forecasting->of(m_compose->requestCount(), m_compose->pictureCount(),
                          m_compose->firstWish().request, m_session.service(), practice);
    QString first = forecast.pictures == 1 ? u"1 picture"_s : u"%1 pictures"_s.arg(forecast.pictures);
    if (forecast.requests > 1)
        first += u" in %1"_s.arg(models::requestsText(forecast.requests));
    if (const QString time = jobs::timesText(forecast.together); !time.isEmpty())
        first += u" · "_s + time;
    m_stage->setUsualTimes({forecast.each.queue, forecast.each.run});
    m_compose->setFootLines(first, practice ? u"Nothing is sent, nothing costs"_s
                                            : jobs::priceText(forecast, m_session.serviceLabel()));
}

/// A refusal that names a field goes back to the row it belongs to, while what was refused still stands
/// there.
void MainWindow::onJobFinished(const jobs::JobInfo &job)
{
    const bool isOfForm = job.provenance.sheet == 0 && job.provenance.checks.isEmpty();
    if (job.state != JobState::Failed || !job.error || job.error->field.isEmpty() || !isOfForm)
        return;
    const QString &field = job.error->field;
    const GenerationRequest form = m_compose->request();
    const bool isTemplate = roleOf(field) == ParamRole::Prompt && !job.provenance.words.isEmpty();
    const QJsonValue refused = isTemplate ? QJsonValue(job.provenance.words) : job.request.input[field];
    if (form.endpoint == job.request.endpoint && form.input[field] == refused)
        m_compose->showErrors({*job.error});
}

void MainWindow::onCellAction(JobId id, CellAction action)
{
    const jobs::JobInfo *known = m_studio.queue.find(id);
    if (!known)
        return;
    const jobs::JobInfo job = *known;
    switch (action) {
    case CellAction::LookAgain:
        return m_studio.queue.lookAgain(id);
    case CellAction::SendAgain:
        return m_session.sendAgain(id);
    case CellAction::Drop:
        return m_studio.queue.cancel(id);
    case CellAction::TryNow:
        return m_studio.queue.release(job.service);
    case CellAction::RunAgain:
    case CellAction::TryAgain:
        return sendOnceMore(job);
    }
}

/// To the service it was for, whichever the window works with by now. A sheet's request stays in its cell.
void MainWindow::sendOnceMore(const jobs::JobInfo &job)
{
    const Provenance &was = job.provenance;
    if (was.sheet != 0 && was.sheet == m_sheetModel->sheetId() && m_sheetModel->retryCell(was.cell))
        return;
    Provenance provenance = was.lasting();
    provenance.sheet = was.sheet;
    provenance.cell = was.cell;
    provenance.cellWas = was.sheet != 0 ? job.id : 0;
    m_session.send({{job.request, provenance}}, job.delivery, job.service);
}

void MainWindow::useParam(const QString &name, const QJsonValue &value)
{
    if (roleOf(name) == ParamRole::Prompt)
        m_compose->usePrompt(value.toString());
    else
        m_compose->form()->setParam(name, value);
}

void MainWindow::useRole(ParamRole role)
{
    const std::optional<Picture> picture = currentPicture();
    const ModelSchema &schema = m_compose->form()->schema();
    const ParamSpec *param = schema.find(role);
    if (picture && picture->isImported() && picture->request.endpoint.isEmpty())
        return useForeign(*picture, role);
    if (picture && param && picture->request.input.contains(param->name))
        useParam(param->name, picture->request.input[param->name]);
}

void MainWindow::runBatchAgain(BatchId batch)
{
    QList<Wish> wishes;
    QSet<JobId> seen;
    for (QModelIndex index = m_stageModel->indexOfBatch(batch);
         index.isValid() && index.data(models::BatchIdRole).toLongLong() == batch;
         index = index.siblingAtRow(index.row() + 1)) {
        const JobId id = index.data(models::JobIdRole).toLongLong();
        if (seen.contains(id))
            continue;
        seen << id;
        const QVariant picture = index.data(models::PictureRole);
        if (picture.isValid() && picture.value<Picture>().isImported())
            continue; // no service made it for us
        if (picture.isValid())
            wishes << againFrom(picture.value<Picture>());
        else if (const jobs::JobInfo *job = m_studio.queue.find(id))
            wishes << Wish{job->request, job->provenance.lasting()};
    }
    if (!wishes.isEmpty())
        m_session.generate(wishes, m_compose->delivery());
}

void MainWindow::cancelBatch(BatchId batch)
{
    for (const JobId id : m_studio.queue.jobs()) {
        if (m_studio.queue.find(id)->batch == batch)
            m_studio.queue.cancel(id);
    }
}

void MainWindow::cancelCurrent()
{
    JobId job = currentJob();
    if (job == 0) { // nothing chosen: the oldest that is still open
        for (const JobId id : m_studio.queue.jobs()) {
            if (job == 0 && !isTerminal(m_studio.queue.find(id)->state))
                job = id;
        }
    }
    m_studio.queue.cancel(job);
}

std::optional<Picture> MainWindow::currentPicture() const
{
    const QVariant picture = m_stage->currentPicture().data(models::PictureRole);
    return picture.isValid() ? std::optional(picture.value<Picture>()) : std::nullopt;
}

JobId MainWindow::currentJob() const
{
    const QModelIndex current = m_stage->currentPicture();
    const bool live = current.isValid() &&
                      current.data(models::KindRole).toInt() == static_cast<int>(models::CellKind::Live);
    return live ? current.data(models::JobIdRole).toLongLong() : 0;
}

void MainWindow::copyPicture()
{
    const std::optional<Picture> picture = currentPicture();
    if (!picture)
        return;
    m_studio.library.image(picture->id, this, [file = picture->file](const QImage &image) {
        auto *data = new QMimeData;
        data->setImageData(image);
        data->setUrls({QUrl::fromLocalFile(file)});
        QApplication::clipboard()->setMimeData(data);
    });
}

void MainWindow::copyRecipe()
{
    const std::optional<Picture> picture = currentPicture();
    if (!picture)
        return;
    QApplication::clipboard()->setText(library::recipeText(*picture));
}

void MainWindow::showPictureMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const WindowActions &a = *m_actions;
    menu->addActions({a.useAll, a.usePrompt, a.useSeed, a.useSize});
    menu->addSeparator();
    menu->setToolTipsVisible(true); // why something is grey
    menu->addActions({a.runSame, a.runNew, a.neighbours, a.verify});
    menu->addSeparator();
    menu->addActions({a.copyPicture, a.copyRecipe, a.publish, a.reveal, m_libraryActions->openWith});
    menu->addSeparator();
    m_libraryActions->fillPictureMenu(menu);
    menu->popup(position);
}

void MainWindow::showBatchMenu(BatchId batch, const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(m_actions->runSame->icon(), u"Run All of Them Again"_s, this,
                    [this, batch] { runBatchAgain(batch); });
    const bool open = m_stageModel->indexOfBatch(batch).data(models::BatchIsOpenRole).toBool();
    menu->addAction(m_actions->cancelJob->icon(), u"Cancel What Is Not Done"_s, this,
                    [this, batch] { cancelBatch(batch); })
        ->setEnabled(open);
    menu->popup(position);
}

void MainWindow::openKeyDialog()
{
    if (!m_keyDialog) {
        m_keyDialog = new KeyDialog(m_studio.keys, this);
        connect(m_keyDialog, &KeyDialog::testRequested, this, [this](const ApiKey &key) {
            m_studio.testKey(key, m_keyDialog,
                             [this](const Result<void> &tested) { m_keyDialog->showTestResult(tested); });
        });
        connect(m_keyDialog, &KeyDialog::keyStored, &m_session, &Session::useKey);
        connect(m_keyDialog, &KeyDialog::helpRequested, this, &MainWindow::openKeyHelp);
    }
    m_keyDialog->open();
}

void MainWindow::openPublish()
{
    if (!m_publisher)
        m_publisher = new Publisher(m_studio, this);
    if (const std::optional<Picture> picture = currentPicture())
        m_publisher->open(*picture);
}

void MainWindow::openSettings()
{
    if (!m_settingsDialog) {
        m_settingsDialog = new SettingsDialog(m_studio.theme, m_studio.settings, m_studio.keys, this);
        connect(m_settingsDialog, &SettingsDialog::changeKeyRequested, this, &MainWindow::openKeyDialog);
        connect(m_settingsDialog, &SettingsDialog::folderRequested, this, [this] {
            QDesktopServices::openUrl(QUrl::fromLocalFile(m_studio.library.paths().pictures));
        });
        connect(m_settingsDialog, &SettingsDialog::folderChangeRequested, this,
                &MainWindow::choosePicturesFolder);
    }
    m_settingsDialog->setPicturesFolder(m_studio.library.paths().pictures);
    m_settingsDialog->setProxy(m_studio.proxyInUse());
    m_settingsDialog->show();
    m_settingsDialog->raise();
}

void MainWindow::openKeyHelp()
{
    QDesktopServices::openUrl(keyPage);
}

void MainWindow::showAbout()
{
    auto *box =
        new QMessageBox(QMessageBox::NoIcon, u"About Janus Studio"_s,
                        u"Janus Studio %1"_s.arg(QApplication::applicationVersion()), QMessageBox::Ok, this);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(
        u"Pictures from words with DeepSeek Janus-Pro on fal.\n\n"
        "Free software under the GNU General Public License, version 3 or later. Icons: Tabler, MIT licence."_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::checkPage()
{
    if (m_isPageComplete || !m_stageModel->isLoaded() || !m_studio.keys.isLoaded() || !isVisible())
        return;
    const GridView *grid = m_stage->gridView();
    const QRect page = grid->viewport()->rect();
    for (int row = 0; row < m_stageModel->rowCount(); ++row) {
        const QModelIndex index = m_stageModel->index(row, 0);
        const QRect place = grid->visualRect(index);
        if (place.top() > page.bottom())
            break;
        const bool live = index.data(models::KindRole).toInt() == static_cast<int>(models::CellKind::Live);
        if (!live && place.intersects(page) &&
            (index.data(Qt::DecorationRole).value<QPixmap>().isNull() ||
             !index.data(models::PictureRole).isValid()))
            return; // dataChanged() asks again
    }
    m_isPageComplete = true;
    Q_EMIT pageComplete();
}

} // namespace janus::ui
