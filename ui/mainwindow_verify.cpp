// MainWindow: running chosen pictures again, and whether the same ones come of it.
#include "ui/mainwindow.h"

#include "core/paramroles.h"
#include "jobs/checking.h"
#include "jobs/forecasting.h"
#include "jobs/forecasttext.h"
#include "library/catalogue.h"
#include "library/deeds.h"
#include "library/library.h"
#include "models/jobtext.h"
#include "models/stagemodel.h"
#include "ui/compose/composepanel.h"
#include "ui/inspect/inspectpanel.h"
#include "ui/noticearea.h"
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
#include <utility>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

/// Beyond so many requests nothing is sent before somebody has read how many, how long and at what price;
/// afterwards there is a way to stop them.
constexpr int manyRequests = 20;
/// Beyond so many none are sent: that is no wish, that is a slip of the hand.
constexpr int mostRequests = 1'000;

const QString manyTopic = u"many"_s;

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
    connect(m_forecasting, &jobs::Forecasting::changed, this, &MainWindow::rewordMany);
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

/// The chosen pictures as far as they can be run again, one after the other as they are shown. A press while
/// an earlier one is still on its way to the journal is the same press.
void MainWindow::withChosen(const std::function<void(const QList<Picture> &)> &then)
{
    if (std::exchange(m_isPreparing, true))
        return;
    m_studio.library.catalogue().pictures(
        chosenPictures(), this, [this, then](const Result<QList<Picture>> &chosen) {
            m_isPreparing = false; // whoever sends says so again
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

/// A few go at once. Many wait for a word: how many, about how long, at what price.
void MainWindow::sendOrAsk(const Many &many)
{
    m_many = {};
    m_notices->hide(manyTopic);
    if (many.requests > mostRequests) {
        return m_notices->show(
            manyTopic, NoticeBar::Kind::Warning,
            tr("%1 would take %2 requests, so nothing was sent.")
                .arg(many.what, QLocale().toString(many.requests)),
            tr("At most %1 go at once: choose fewer pictures.").arg(QLocale().toString(mostRequests)));
    }
    if (many.requests <= manyRequests)
        return many.send();
    m_many = many;
    const auto send = [this] {
        if (m_isPreparing)
            return;
        const Many asked = std::exchange(m_many, {});
        m_notices->hide(manyTopic);
        if (asked.send)
            asked.send();
    };
    m_notices->show(manyTopic, NoticeBar::Kind::Info,
                    tr("%1 takes %2 requests.").arg(many.what, QLocale().toString(many.requests)),
                    forecastOf(many), QList<NoticeArea::Button>{{tr("Send"), send}});
}

/// The time and the price may become known later.
void MainWindow::rewordMany()
{
    if (!m_many.send)
        return;
    const Many many = m_many;
    m_notices->reword(manyTopic,
                      tr("%1 takes %2 requests.").arg(many.what, QLocale().toString(many.requests)),
                      forecastOf(many));
}

/// "About 2–4 min · about 0.12 USD"; where several services are asked, each with its name.
QString MainWindow::forecastOf(const Many &many)
{
    QStringList lines;
    for (auto it = many.wishes.constBegin(); it != many.wishes.constEnd(); ++it) {
        const bool isPractice = it.key() == m_studio.sandboxService;
        const Forecast forecast = m_forecasting->of(it.value(), it.key(), isPractice);
        QString line = jobs::forecastText(forecast, it.key(), isPractice);
        if (many.wishes.size() > 1)
            line = u"%1: %2"_s.arg(isPractice ? tr("practice") : it.key(), line);
        lines << line;
    }
    QString text = lines.join(u"; "_s);
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

void MainWindow::verifyChosen()
{
    withChosen([this](const QList<Picture> &pictures) {
        Many many;
        many.what = tr("Checking %1").arg(picturesText(pictures.size()));
        many.requests = jobs::Checking::requestCount(pictures);
        QSet<JobId> seen;
        for (const Picture &picture : pictures) {
            if (seen.contains(picture.job))
                continue;
            seen << picture.job;
            many.wishes[picture.service] << againFrom(picture); // whoever made them is asked again
        }
        many.send = [this, pictures, requests = many.requests] { beginChecks(pictures, requests); };
        sendOrAsk(many);
    });
}

void MainWindow::beginChecks(const QList<Picture> &pictures, int requests)
{
    m_isPreparing = true;
    m_checking->check(
        pictures, this,
        [this, requests](const Result<jobs::Checking::Begun> &begun) {
            m_isPreparing = false;
            if (!begun)
                return m_keeping->tell(begun.error().message);
            tellOfMany(tr("Checking %1").arg(picturesText(begun->pictures)), requests, begun->jobs);
        },
        [this](const jobs::Checking::Summary &summary) { tellOfChecks(summary); });
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
        Many many;
        many.what = tr("Running %1 again").arg(picturesText(pictures.size()));
        many.requests = int(wishes.size());
        const QString service = m_session.service();
        many.wishes[service] = wishes;
        many.send = [this, wishes, service, delivery = m_compose->delivery(), what = many.what] {
            sendWishes(wishes, delivery, service, what);
        };
        sendOrAsk(many);
    });
}

void MainWindow::sendWishes(const QList<Wish> &wishes, const Delivery &delivery, const QString &service,
                            const QString &what)
{
    m_isPreparing = true;
    m_session.send(wishes, delivery, service, [this, what](const Result<QList<jobs::JobInfo>> &made) {
        m_isPreparing = false;
        if (!made || made->size() <= manyRequests)
            return; // the cells say it
        QList<JobId> ids;
        for (const jobs::JobInfo &job : *made)
            ids << job.id;
        tellOfMany(what, int(made->size()), ids);
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
    if (!isForeign)
        m_actions->neighbours->setToolTip(
            tr("The four seeds after that of the current picture, however many are chosen"));
}

} // namespace janus::ui
