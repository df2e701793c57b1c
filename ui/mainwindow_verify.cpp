// MainWindow: running chosen pictures again, and whether the same ones come of it.
#include "ui/mainwindow.h"

#include "core/paramroles.h"
#include "jobs/checking.h"
#include "library/catalogue.h"
#include "library/deeds.h"
#include "library/library.h"
#include "models/jobtext.h"
#include "models/stagemodel.h"
#include "ui/compose/composepanel.h"
#include "ui/inspect/inspectpanel.h"
#include "ui/sheet/sheetpanel.h"
#include "ui/shelf/finding.h"
#include "ui/shelf/keeping.h"
#include "ui/stage/compareview.h"
#include "ui/stage/stagepanel.h"
#include "ui/windowactions.h"

#include <QItemSelectionModel>
#include <QLocale>
#include <QMenu>
#include <QMenuBar>
#include <QRandomGenerator>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

/// From so many requests on one is told how many, with a way to stop.
constexpr int manyRequests = 20;

QString picturesText(qsizetype count)
{
    return count == 1 ? MainWindow::tr("1 picture")
                      : MainWindow::tr("%1 pictures").arg(QLocale().toString(count));
}

/// "2 of 3 identical · 1 near"
QString summaryText(const jobs::Checking::Summary &summary)
{
    if (summary.checks.size() == 1 && summary.checks.first().likeness) {
        QString text = library::verdictText(*summary.checks.first().likeness);
        text[0] = text[0].toUpper();
        return text;
    }
    QStringList parts{
        MainWindow::tr("%1 of %2 identical")
            .arg(QLocale().toString(summary.identical()), QLocale().toString(summary.checks.size()))};
    const auto add = [&](int count, const QString &what) {
        if (count > 0)
            parts << what.arg(QLocale().toString(count));
    };
    add(summary.near(), MainWindow::tr("%1 near"));
    add(summary.different(), MainWindow::tr("%1 different"));
    add(summary.open(), MainWindow::tr("%1 could not be checked"));
    return parts.join(u" · "_s);
}

} // namespace

void MainWindow::connectVerify()
{
    m_checking = new jobs::Checking(m_studio.library, m_studio.queue, this);
    connect(m_actions->verify, &QAction::triggered, this, &MainWindow::verifyChosen);
    connect(m_inspect, &InspectPanel::checksWanted, this, &MainWindow::askForChecks);
    connect(m_inspect, &InspectPanel::compareRequested, this, &MainWindow::compareTwo);
    const auto refresh = [this](const PictureName &name) {
        if (const auto shown = currentPicture(); shown && shown->name() == name)
            askForChecks(name);
    };
    connect(m_checking, &jobs::Checking::checked, this,
            [refresh](const library::Check &check) { refresh(check.picture); });
    connect(&m_studio.queue, &jobs::JobQueue::jobAdded, this, [refresh](const jobs::JobInfo &job) {
        for (const PictureName &name : job.provenance.checks)
            refresh(name);
    });
    connect(&m_studio.library, &library::Library::changedOutside, this, [this] {
        if (const auto shown = currentPicture())
            askForChecks(shown->name());
    });
    connect(m_stageModel, &models::StageModel::listed, this, &MainWindow::showTwo);
    // A picture that was only made to be compared is no child to be shown.
    connect(&m_studio.library.deeds(), &library::Deeds::changed, this,
            [this](const library::LibraryChange &change) {
                if (const auto shown = currentPicture(); change.trash && shown)
                    askForFamily(shown->name());
            });
    if (auto *menu = menuBar()->findChild<QMenu *>(u"picture"_s))
        menu->setToolTipsVisible(true); // why something is grey
}

void MainWindow::askForChecks(const PictureName &name)
{
    m_studio.library.catalogue().checks(name, this,
                                        [this, name](const Result<QList<library::Check>> &checks) {
                                            if (checks)
                                                m_inspect->setChecks(name, *checks);
                                        });
}

/// The chosen pictures as far as they can be run again, one after the other as they are shown.
void MainWindow::withChosen(const std::function<void(const QList<Picture> &)> &then)
{
    m_studio.library.catalogue().pictures(
        chosenPictures(), this, [this, then](const Result<QList<Picture>> &chosen) {
            if (!chosen || chosen->isEmpty())
                return;
            QList<Picture> ours;
            for (const Picture &picture : *chosen) {
                if (!picture.isImported())
                    ours << picture;
            }
            if (ours.isEmpty())
                return m_keeping->tell(tr("What was imported cannot be run again: no request made it here."));
            then(ours);
        });
}

void MainWindow::verifyChosen()
{
    withChosen([this](const QList<Picture> &pictures) {
        const int requests = jobs::Checking::requestCount(pictures);
        const auto sent = std::make_shared<QList<JobId>>();
        m_checking->check(
            pictures, this,
            [this, requests, sent](const Result<jobs::Checking::Begun> &begun) {
                if (!begun)
                    return m_keeping->tell(begun.error().message);
                *sent = begun->jobs;
                tellOfMany(tr("Checking %1").arg(picturesText(begun->pictures)), requests, *sent);
            },
            [this](const jobs::Checking::Summary &summary) { tellOfChecks(summary); });
    });
}

void MainWindow::tellOfMany(const QString &what, int requests, const QList<JobId> &jobs)
{
    if (requests <= manyRequests)
        return m_keeping->tell(what + u"…"_s);
    m_keeping->tell(tr("%1: %2 are sent").arg(what, models::requestsText(requests)), tr("Cancel"),
                    [this, jobs] {
                        for (const JobId job : jobs)
                            m_studio.queue.cancel(job);
                    });
}

void MainWindow::tellOfChecks(const jobs::Checking::Summary &summary)
{
    const auto isToLookAt = [](const library::Check &check) {
        return check.likeness && !library::isIdentical(check.likeness->verdict) && check.other != 0;
    };
    const auto first = std::ranges::find_if(summary.checks, isToLookAt);
    if (first == summary.checks.end())
        return m_keeping->tell(summaryText(summary));
    m_keeping->tell(summaryText(summary), tr("Compare"),
                    [this, then = first->pictureId, now = first->other] { compareTwo(then, now); });
}

void MainWindow::compareTwo(PictureId then, PictureId now)
{
    m_studio.library.catalogue().pictures({then, now}, this, [this](const Result<QList<Picture>> &found) {
        if (!found || found->size() != 2)
            return m_keeping->tell(tr("The library does not have both pictures any more."));
        if (found->first().isTrashed || found->last().isTrashed)
            return m_keeping->tell(tr("One of the two is in the trash."));
        m_two = {found->first().id, found->last().id};
        showTwo();
    });
}

/// At once, or when the rows have been read. What is searched for may leave one of them out.
void MainWindow::showTwo()
{
    if (m_two.first == 0)
        return;
    const QModelIndex then = m_stageModel->indexOfPicture(m_two.first);
    const QModelIndex now = m_stageModel->indexOfPicture(m_two.second);
    if (!then.isValid() || !now.isValid()) {
        if (!m_stageModel->isWhole())
            return;
        if (m_finding->listing().query.isPlain())
            m_two = {};
        else
            m_finding->showAll();
        return;
    }
    m_two = {};
    m_stage->setMode(StagePanel::Mode::Grid);
    m_stage->selection()->setCurrentIndex(then, QItemSelectionModel::ClearAndSelect);
    m_stage->selection()->select(now, QItemSelectionModel::Select);
    m_stage->compare();
    m_stage->compareView()->setMode(CompareMode::Difference);
    m_stage->setFocus();
}

void MainWindow::runAgain(bool newSeed)
{
    if (newSeed && m_stage->mode() == StagePanel::Mode::Sheet)
        return m_sheet->reroll(m_sheet->currentCell()); // in its place
    withChosen([this, newSeed](const QList<Picture> &pictures) {
        QList<Wish> wishes;
        QSet<JobId> seen; // of what one request made together, the request runs once
        for (const Picture &picture : pictures) {
            if (seen.contains(picture.job))
                continue;
            seen << picture.job;
            Wish wish = againFrom(picture);
            if (newSeed)
                wish.request = withSeed(wish.request, drawSeed(*QRandomGenerator::global()));
            wishes << wish;
        }
        const QString what = tr("Running %1 again").arg(picturesText(pictures.size()));
        const int requests = int(wishes.size());
        m_session.send(wishes, m_compose->delivery(), m_session.service(),
                       [this, what, requests](const QList<jobs::JobInfo> &made) {
                           if (requests <= manyRequests)
                               return; // the cells say it
                           QList<JobId> ids;
                           for (const jobs::JobInfo &job : made)
                               ids << job.id;
                           tellOfMany(what, requests, ids);
                       });
    });
}

/// What nothing here has made cannot be run again.
void MainWindow::refreshAgain(const QList<Picture> &shown)
{
    const bool isForeign = !shown.isEmpty() && std::ranges::all_of(shown, [](const Picture &picture) {
        return picture.isImported();
    });
    for (QAction *action :
         {m_actions->runSame, m_actions->runNew, m_actions->neighbours, m_actions->verify}) {
        action->setEnabled(!shown.isEmpty() && !isForeign);
        action->setToolTip(isForeign ? InspectPanel::whyNotAgain() : QString());
    }
}

} // namespace janus::ui
