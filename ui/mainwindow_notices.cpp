// MainWindow: what the bars above the stage tell, and what can be done about it.
#include "ui/mainwindow.h"

#include "library/library.h"
#include "library/outsidefiles.h"
#include "models/jobtext.h"
#include "models/stagemodel.h"
#include "secrets/keystore.h"
#include "ui/noticearea.h"
#include "ui/sheet/sheetpanel.h"
#include "ui/shelf/finding.h"
#include "ui/windowactions.h"

#include <QActionGroup>
#include <QDesktopServices>
#include <QMenu>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

const QUrl billingPage{u"https://fal.ai/dashboard/billing"_s};
const QUrl historyPage{u"https://fal.ai/dashboard/requests"_s};

} // namespace

void MainWindow::onLibraryOpened(const Result<void> &opened)
{
    if (!opened) {
        m_notices->show(u"library"_s, NoticeBar::Kind::Danger, opened.error().message,
                        u"Nothing was changed on disk."_s);
        return;
    }
    if (const auto &problem = m_studio.startProblem)
        m_notices->show(u"start"_s, NoticeBar::Kind::Danger, problem->message,
                        u"Practice and your library work all the same."_s);
    m_stageModel->setListing(m_finding->listing());
    m_stageModel->load();
    m_finding->load();
    m_sheet->restore();
    m_checking->resume();
    m_studio.library.outsideFiles().begin();
    m_studio.queue.recover(this, [this](const Result<jobs::JobQueue::Recovered> &recovered) {
        if (recovered)
            return onRecovered(*recovered);
        m_notices->show(
            u"recovered"_s, NoticeBar::Kind::Danger, recovered.error().message,
            u"Requests from last time are not followed now; the next start looks for them again."_s);
    });
}

void MainWindow::tellOfBadEnd()
{
    m_notices->show(u"badEnd"_s, NoticeBar::Kind::Info, u"Janus Studio was not closed properly last time."_s,
                    u"What was sent is taken up again, and the draft is there."_s);
}

void MainWindow::onRecovered(const jobs::JobQueue::Recovered &recovered)
{
    m_recovered = recovered.taken;
    if (!m_recovered.isEmpty()) {
        m_notices->show(u"recovered"_s, NoticeBar::Kind::Info, u"Recovered:"_s, recoveredText());
    }
    if (recovered.neverSent == 0)
        return;
    m_notices->show(u"unsent"_s, NoticeBar::Kind::Warning,
                    u"%1 never sent last time."_s.arg(recovered.neverSent == 1
                                                          ? u"1 request was"_s
                                                          : u"%1 requests were"_s.arg(recovered.neverSent)),
                    u"They are kept as they were written."_s,
                    {{u"Send Now"_s,
                      [this] {
                          m_studio.queue.resumeUnsent();
                          m_notices->hide(u"unsent"_s);
                      }},
                     {u"Drop"_s, [this] {
                          m_studio.queue.cancelWaiting();
                          m_notices->hide(u"unsent"_s);
                      }}});
}

void MainWindow::tellOfJobs()
{
    if (!m_recovered.isEmpty())
        m_notices->reword(u"recovered"_s, u"Recovered:"_s, recoveredText());
    showLost();
}

/// "2 finished, 3 still running, 1 no longer there."
QString MainWindow::recoveredText() const
{
    int finished = 0, running = 0, lookedFor = 0, lost = 0, gone = 0, ended = 0;
    for (const JobId id : m_recovered) {
        const jobs::JobInfo *job = m_studio.queue.find(id);
        if (!job)
            continue;
        const bool isLookedFor = job->search == jobs::LostSearch::Looking;
        switch (job->state) {
        case JobState::Done:
            ++finished;
            break;
        case JobState::Expired:
            ++gone;
            break;
        case JobState::Failed:
        case JobState::Cancelled:
            ++ended;
            break;
        case JobState::Submitting:
        case JobState::Unknown:
            ++(isLookedFor || job->state == JobState::Submitting ? lookedFor : lost);
            break;
        default:
            ++running;
        }
    }
    QStringList parts;
    const auto tell = [&parts](int count, const QString &what) {
        if (count > 0)
            parts << u"%1 %2"_s.arg(QString::number(count), what);
    };
    tell(finished, u"finished"_s);
    tell(running, u"still running"_s);
    tell(lookedFor, u"being looked for"_s);
    tell(lost, u"not found"_s);
    tell(gone, u"no longer there"_s);
    tell(ended, u"ended otherwise"_s);
    return parts.join(u", "_s) + u'.';
}

/// One bar for all whose answer was lost; their own cells offer the same for each.
void MainWindow::showLost()
{
    QList<JobId> lost;
    bool isAtFal = false;
    for (const JobId id : m_studio.queue.jobs()) {
        const jobs::JobInfo &job = *m_studio.queue.find(id);
        const bool isOver =
            job.search == jobs::LostSearch::NotFound || job.search == jobs::LostSearch::CannotLook;
        if (job.state != JobState::Unknown || !isOver)
            continue;
        lost << id;
        isAtFal = isAtFal || job.service == "fal"_L1;
    }
    if (lost == m_lost)
        return;
    m_lost = lost;
    const QString topic = u"lost"_s;
    if (lost.isEmpty())
        return m_notices->hide(topic);
    const auto each = [this, lost](void (jobs::JobQueue::*deed)(JobId)) {
        for (const JobId id : lost)
            (m_studio.queue.*deed)(id);
    };
    QList<NoticeArea::Button> buttons{{u"Look Again"_s, [each] { each(&jobs::JobQueue::lookAgain); }}};
    if (isAtFal)
        buttons << NoticeArea::Button{u"History at fal…"_s, [] { QDesktopServices::openUrl(historyPage); }};
    buttons << NoticeArea::Button{u"Drop"_s, [each] { each(&jobs::JobQueue::cancel); }};
    const bool one = lost.size() == 1;
    m_notices->show(topic, NoticeBar::Kind::Warning,
                    one ? u"The answer to 1 request was lost."_s
                        : u"The answers to %1 requests were lost."_s.arg(lost.size()),
                    one ? u"It may have been accepted and billed; sending it again may cost twice."_s
                        : u"They may have been accepted and billed; sending them again may cost twice."_s,
                    buttons);
}

void MainWindow::showKeychain()
{
    const secrets::KeychainState state = m_studio.keys.keychainState();
    const bool waits = state == secrets::KeychainState::Locked || state == secrets::KeychainState::Slow;
    if (!waits || !m_studio.keys.key().isEmpty())
        return m_notices->hide(u"keychain"_s);
    m_notices->show(u"keychain"_s, NoticeBar::Kind::Warning, m_studio.keys.explanation(), {},
                    {{u"Key…"_s, [this] { openKeyDialog(); }}});
}

void MainWindow::onHold(const QString &service)
{
    const QString topic = u"hold/"_s + service;
    const std::optional<Error> reason = m_studio.queue.hold(service);
    if (!reason)
        return m_notices->hide(topic);
    const NoticeArea::Button again{u"Try Again"_s, [this, service] { m_studio.queue.release(service); }};
    const jobs::JobQueue &queue = m_studio.queue;
    const auto waits = [&](JobId id) {
        const jobs::JobInfo &job = *queue.find(id);
        return job.service == service && !isTerminal(job.state);
    };
    const QList<JobId> known = queue.jobs();
    const auto held = static_cast<int>(std::ranges::count_if(known, waits));
    const QString kept = u"%1 kept as written, nothing is lost."_s.arg(models::requestsText(held));
    switch (reason->kind) {
    case ErrorKind::NoKey:
    case ErrorKind::KeyRefused:
        return m_notices->show(topic, NoticeBar::Kind::Danger, reason->message, kept,
                               {{u"Change Key…"_s, [this] { openKeyDialog(); }}, again});
    case ErrorKind::AccountLocked:
        return m_notices->show(topic, NoticeBar::Kind::Danger, reason->message, kept,
                               {{u"Billing…"_s, [] { QDesktopServices::openUrl(billingPage); }}, again});
    default:
        return m_notices->show(topic, NoticeBar::Kind::Warning, reason->message, kept, {again});
    }
}

void MainWindow::offerFailures()
{
    QMenu *menu = m_actions->practiseFailures;
    auto *group = new QActionGroup(menu);
    const auto offer = [&](const PracticeFailure &failure) {
        QAction *action = menu->addAction(failure.title);
        action->setCheckable(true);
        action->setToolTip(failure.sentence.toHtmlEscaped());
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, failure] { practiseFailure(failure); });
        return action;
    };
    menu->setToolTipsVisible(true);
    QAction *none = offer({{}, u"Nothing fails"_s, u"The practice service works well."_s});
    none->setChecked(true);
    menu->addSeparator();
    for (const PracticeFailure &failure : m_studio.practiceFailures)
        offer(failure);
}

void MainWindow::practiseFailure(const PracticeFailure &failure)
{
    const QString topic = u"failures"_s;
    m_studio.practiseFailure(failure.name);
    if (failure.name.isEmpty()) {
        m_studio.queue.release(m_studio.sandboxService); // what the failure held goes on
        return m_notices->hide(topic);
    }
    QAction *none = m_actions->practiseFailures->actions().first();
    m_notices->show(topic, NoticeBar::Kind::Practice,
                    u"Practising failures: %1."_s.arg(failure.title.toLower()), failure.sentence,
                    {{u"Stop"_s, [none] { none->trigger(); }}});
}

} // namespace janus::ui
