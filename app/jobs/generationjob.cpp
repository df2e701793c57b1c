#include "jobs/generationjob.h"

#include "core/paramroles.h"
#include "fal/answers.h"
#include "fal/history.h"
#include "jobs/journal.h"
#include "jobs/picturefetch.h"
#include "jobs/reconciler.h"
#include "library/library.h"

#include <QJsonDocument>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::jobs {

namespace {

constexpr double mostRoom = 1e15;

/// What the pictures of a request may need on the disk: nobody packs them worse than not at all. And some for
/// the journal.
qint64 roomFor(const GenerationRequest &request)
{
    const QSize asked = imageSize(request);
    const QSize size = asked.isValid() ? asked : QSize(1024, 1024);
    // Numbers of anybody's choice, which may be beyond any integer.
    const double bytes = 3.0 * imageCount(request) * size.width() * size.height();
    return qint64(std::min(bytes, mostRoom)) + 1024 * 1024;
}

} // namespace

GenerationJob::GenerationJob(JobInfo info, Journal &journal, library::Library &library, Services &services,
                             Reconciler &reconciler)
    : m_info(std::move(info))
    , m_journal(journal)
    , m_library(library)
    , m_services(services)
    , m_reconciler(reconciler)
{
    m_retryTimer.setSingleShot(true);
    m_retryTimer.setTimerType(Qt::PreciseTimer); // others may fire early, which Retry-After does not allow
    connect(&m_retryTimer, &QTimer::timeout, this, [this] { std::exchange(m_retryStep, {})(); });
}

GenerationJob::~GenerationJob() = default;

void GenerationJob::start()
{
    m_services.open(m_info.service, this, [this](const Result<fal::QueueApi *> &api) {
        if (!api)
            return hold(api.error(), [this] { start(); });
        m_api = *api;
        takeUp();
    });
}

void GenerationJob::takeUp()
{
    if (m_ending)
        return;
    switch (m_info.state) {
    case JobState::Waiting:
        if (m_info.cancelWished)
            return end(JobState::Cancelled);
        return submit();
    case JobState::Submitting:
        // The program ended between the first byte and the answer.
        return onSubmitFailed(
            {ErrorKind::OutcomeUnknown,
             u"The program ended before the answer to this request was known. It may have been accepted."_s});
    case JobState::Unknown:
        return search();
    case JobState::Queued:
    case JobState::Running:
        return follow();
    case JobState::Completed:
        return fetchResult();
    case JobState::Saving: {
        const Result<Generation> generation = fal::readGeneration(m_info.result);
        return generation ? savePictures(*generation, true) : fetchResult();
    }
    default:
        Q_UNREACHABLE();
    }
}

/// Nothing is paid for that could not be kept.
void GenerationJob::submit()
{
    m_info.trouble.reset();
    m_library.room(roomFor(m_info.request), this, [this](const Result<void> &room) {
        if (m_ending)
            return;
        room ? send() : hold(room.error(), [this] { takeUp(); });
    });
}

void GenerationJob::send()
{
    m_info.submitted = QDateTime::currentDateTimeUtc();
    setState(JobState::Submitting);
    write([this] {
        if (m_info.cancelWished) { // while that was being written: nothing has left
            setState(JobState::Waiting);
            return end(JobState::Cancelled);
        }
        m_api->submit(m_info.request, m_info.delivery, this,
                      [this](const Result<fal::Ticket> &answer) { onSubmitted(answer); });
    });
}

void GenerationJob::onSubmitted(const Result<fal::Ticket> &answer)
{
    if (!answer)
        return onSubmitFailed(answer.error());
    JobInfo accepted = m_info;
    accepted.ticket = *answer;
    accepted.queuePosition = answer->queuePosition;
    enterTicket(accepted, u"Request accepted, "_s);
}

/// Nobody hears that a request is accepted before its number is on disk.
void GenerationJob::enterTicket(JobInfo accepted, const QString &word)
{
    accepted.state = JobState::Queued;
    accepted.accepted = QDateTime::currentDateTimeUtc();
    accepted.error.reset();
    accepted.trouble.reset();
    accepted.search = LostSearch::None;
    m_isEntering = true;
    m_journal.accept(accepted, this, [this, accepted, word](const Result<JobId> &first) {
        m_isEntering = false;
        if (!first)
            return fail(first.error(), [this, accepted, word] { enterTicket(accepted, word); });
        const bool cancelWished = m_info.cancelWished;
        m_info = accepted;
        if (*first != m_info.id)
            return refuseTwin();
        m_info.cancelWished = cancelWished;
        say(word + m_info.ticket.requestId);
        Q_EMIT changed();
        follow();
    });
}

/// SRV-08. Two jobs with one number would both fetch the same pictures, one of them under a wrong recipe.
void GenerationJob::refuseTwin()
{
    end(JobState::Failed,
        Error{ErrorKind::Protocol,
              u"The service gave this request the number of an earlier one, so its pictures cannot be told "
              "from that one's. It may have cost money; your account's history shows it."_s,
              m_info.ticket.requestId});
}

void GenerationJob::onSubmitFailed(const Error &error)
{
    if (error.kind == ErrorKind::OutcomeUnknown) {
        say(error.message, u"ERROR"_s);
        m_info.error = error;
        m_info.ticket.requestId = error.requestId;
        if (m_info.state == JobState::Submitting)
            setState(JobState::Unknown);
        return write([this] { search(); });
    }
    if (!concernsService(error) && error.kind != ErrorKind::Busy)
        return end(JobState::Failed, error);
    setState(JobState::Waiting);
    write([this, error] {
        if (m_info.cancelWished)
            return end(JobState::Cancelled);
        hold(error, [this] { takeUp(); });
    });
}

/// By the number the service may have given it, then by its input.
void GenerationJob::search()
{
    if (m_ending)
        return;
    m_info.trouble.reset();
    m_info.search = LostSearch::Looking;
    Q_EMIT changed();
    if (!m_info.ticket.requestId.isEmpty())
        return askForNumber();
    say(u"Looking for this request in the account's history"_s);
    m_reconciler.look(m_info, *m_api, this, [this](const Result<fal::Ticket> &found) { onSearched(found); });
}

/// The service itself answered the submit with this number, not a gateway before it; whether there is such a
/// request is another question.
void GenerationJob::askForNumber()
{
    m_api->status(m_info.ticket, this, [this](const Result<fal::QueueStatus> &status) {
        if (m_ending)
            return;
        if (status)
            return onSearched(m_info.ticket);
        if (retryLater(m_statusRepeats, status.error(), [this] { askForNumber(); }))
            return;
        if (status.error().kind != ErrorKind::Gone)
            return hold(status.error(), [this] { search(); });
        m_info.ticket.requestId.clear();
        write([this] { search(); });
    });
}

void GenerationJob::onSearched(const Result<fal::Ticket> &found)
{
    if (m_ending)
        return;
    if (found) {
        JobInfo accepted = m_info;
        accepted.ticket = *found;
        return enterTicket(accepted, u"Found: it was accepted, as "_s);
    }
    const bool isMissing = found.error().kind == ErrorKind::Gone;
    m_info.search = isMissing ? LostSearch::NotFound : LostSearch::CannotLook;
    const QString sent = QLocale().toString(m_info.submitted.toLocalTime(), QLocale::ShortFormat);
    const QString why = isMissing ? u"The account's history does not show it."_s : found.error().message;
    m_info.error = Error{
        ErrorKind::OutcomeUnknown,
        u"The answer was lost (%1). %2 It may have been accepted and billed all the same."_s.arg(sent, why),
        found.error().detail};
    say(m_info.error->message, u"WARN"_s);
    Q_EMIT changed();
    write([] {});
}

void GenerationJob::lookAgain()
{
    if (m_info.search == LostSearch::NotFound || m_info.search == LostSearch::CannotLook)
        search();
}

void GenerationJob::follow()
{
    m_follower = m_api->follow(m_info.ticket);
    connect(m_follower.get(), &fal::StatusFollower::statusChanged, this, &GenerationJob::onStatus);
    connect(m_follower.get(), &fal::StatusFollower::logLine, this, &GenerationJob::tellOnce);
    connect(m_follower.get(), &fal::StatusFollower::retrying, this, [this](const Error &error) {
        m_info.trouble = error;
        say(error.message, u"WARN"_s);
        Q_EMIT changed();
    });
    connect(m_follower.get(), &fal::StatusFollower::finished, this, &GenerationJob::onFollowed);
    m_follower->start();
    if (m_info.cancelWished)
        sendCancel();
}

void GenerationJob::onStatus(const fal::QueueStatus &status)
{
    m_info.trouble.reset();
    if (status.position != m_info.queuePosition && status.position)
        say(*status.position == 0 ? u"Next in the queue"_s
                                  : u"In the queue, %1 ahead"_s.arg(*status.position));
    m_info.queuePosition = status.position;
    if (status.isRunning() && m_info.state == JobState::Queued) {
        m_info.started = QDateTime::currentDateTimeUtc();
        setState(JobState::Running);
        // Nothing depends on this being on disk: after a crash the service says it again.
        m_journal.write(m_info, this, [](const Result<void> &) {});
    }
    Q_EMIT changed();
}

void GenerationJob::onFollowed()
{
    const Result<fal::QueueStatus> outcome = m_follower->outcome();
    m_follower.release()->deleteLater(); // we are called by it
    if (!outcome) {
        if (outcome.error().kind == ErrorKind::Gone)
            return askHistory(outcome.error());
        return hold(outcome.error(), [this] { follow(); });
    }
    setState(JobState::Completed);
    m_isAheadOfJournal = true;
    m_resultRepeats.reset();
    fetchResult();
}

void GenerationJob::fetchResult()
{
    m_api->result(m_info.ticket, this, [this](const Result<Generation> &answer) { onResult(answer); });
}

void GenerationJob::onResult(const Result<Generation> &answer)
{
    if (answer) {
        m_info.trouble.reset();
        m_info.result = answer->json;
        if (m_info.state != JobState::Saving)
            setState(JobState::Saving);
        m_isAheadOfJournal = true;
        return savePictures(*answer, false);
    }
    const Error &error = answer.error();
    switch (error.kind) {
    case ErrorKind::Cancelled:
        return end(JobState::Cancelled);
    case ErrorKind::Refused:
    case ErrorKind::BadInput:
        return end(JobState::Failed, error);
    default:
        break;
    }
    if (concernsService(error) && error.kind != ErrorKind::Unreachable)
        return hold(error, [this] { fetchResult(); });
    if (retryLater(m_resultRepeats, error, [this] { fetchResult(); }))
        return;
    error.kind == ErrorKind::Gone ? askHistory(error) : end(JobState::Failed, error);
}

/// SRV-11: the result itself has lapsed. The account's history keeps it longer where it keeps payloads, and
/// the files longer still.
void GenerationJob::askHistory(const Error &gone)
{
    if (std::exchange(m_hasAskedHistory, true))
        return end(JobState::Expired, gone);
    const fal::HistoryQuestion question{m_info.ticket.endpoint, m_info.ticket.requestId};
    m_api->history(question, this, [this, gone](const Result<fal::History> &history) {
        if (m_ending)
            return;
        for (const fal::PastRequest &past : history ? history->requests : QList<fal::PastRequest>()) {
            const Result<Generation> kept =
                fal::readGeneration(QJsonDocument(past.output).toJson(QJsonDocument::Compact));
            if (past.requestId != m_info.ticket.requestId || !kept || kept->images.isEmpty())
                continue;
            say(u"The result has lapsed; the account's history still had it"_s);
            return onResult(*kept);
        }
        end(JobState::Expired, gone);
    });
}

void GenerationJob::savePictures(const Generation &generation, bool isStored)
{
    m_info.saved = 0;
    if (generation.images.isEmpty())
        return end(JobState::Failed, Error{ErrorKind::Refused, u"The model answered without a picture."_s});
    m_fetch = std::make_unique<PictureFetch>(m_info, generation, isStored, *m_api, m_library);
    PictureFetch *fetch = m_fetch.get();
    connect(fetch, &PictureFetch::received, this, [this](qint64 bytes, qint64 total) {
        m_info.received = bytes;
        m_info.total = total;
        Q_EMIT changed();
    });
    connect(fetch, &PictureFetch::inHand, this, [this](int index, const QImage &thumbnail) {
        m_info.trouble.reset();
        Q_EMIT pictureInHand(index, thumbnail);
    });
    connect(fetch, &PictureFetch::saved, this, [this](const Picture &picture) {
        m_info.trouble.reset();
        ++m_info.saved;
        Q_EMIT pictureSaved(picture);
        Q_EMIT changed();
    });
    connect(fetch, &PictureFetch::retrying, this, [this](const Error &error) {
        catchUpJournal();
        wait(error);
    });
    connect(fetch, &PictureFetch::held, this,
            [this](const Error &error) { hold(error, [this] { m_fetch->release(); }); });
    connect(fetch, &PictureFetch::addressesMoved, this, [this] {
        m_fetch.release()->deleteLater(); // we are called by it
        fetchResult();
    });
    connect(fetch, &PictureFetch::finished, this, &GenerationJob::onPicturesFetched);
    fetch->start();
}

void GenerationJob::onPicturesFetched()
{
    const std::optional<Error> lost = m_fetch->lost();
    m_fetch.release()->deleteLater(); // we are called by it
    if (!lost)
        return end(JobState::Done);
    end(lost->kind == ErrorKind::Gone ? JobState::Expired : JobState::Failed, *lost);
}

void GenerationJob::cancel()
{
    const bool isSaving = m_info.state == JobState::Saving;
    if (m_ending || isTerminal(m_info.state) || (isSaving && !m_info.trouble))
        return;
    m_info.cancelWished = true;
    Q_EMIT changed();
    if (m_isEntering)
        return; // it goes out as soon as the number is safe
    if (m_info.state == JobState::Waiting || m_info.state == JobState::Unknown || isSaving) {
        m_heldStep = {};
        return end(JobState::Cancelled, isSaving ? m_info.trouble : m_info.error);
    }
    m_journal.write(m_info, this, [](const Result<void> &) {});
    if (m_api && m_info.state != JobState::Submitting)
        sendCancel();
}

void GenerationJob::sendCancel()
{
    if (std::exchange(m_cancelSent, true))
        return;
    m_api->cancel(m_info.ticket, this, [this](const Result<fal::CancelAnswer> &answer) {
        if (!answer) {
            say(u"The request could not be cancelled: "_s + answer.error().message, u"WARN"_s);
            const auto pause = m_cancelRepeats.pauseAfter(answer.error(), m_api->pacer());
            if (pause) // until then nobody else begins a chain of tries
                QTimer::singleShot(*pause, this, &GenerationJob::sendCancelAgain);
            else
                m_cancelSent = false;
            return;
        }
        if (*answer == fal::CancelAnswer::AlreadyCompleted)
            say(u"Too late to cancel; the pictures are kept."_s);
        else
            say(u"Cancel requested."_s);
    });
}

void GenerationJob::sendCancelAgain()
{
    m_cancelSent = false;
    if (!m_ending && (m_info.state == JobState::Queued || m_info.state == JobState::Running))
        sendCancel();
}

void GenerationJob::release()
{
    Step step = std::exchange(m_heldStep, {});
    if (!step && m_retryTimer.isActive())
        step = std::exchange(m_retryStep, {});
    if (!step && m_follower && m_info.trouble)
        step = [this] { follow(); }; // a new follower looks at once
    if (!step && m_fetch && m_info.trouble)
        step = [this] { m_fetch->release(); };
    if (!step && m_info.search == LostSearch::CannotLook)
        step = [this] { search(); };
    if (!step)
        return;
    m_retryTimer.stop();
    m_info.trouble.reset();
    Q_EMIT changed();
    step();
}

void GenerationJob::setState(JobState state)
{
    Q_ASSERT(canMove(m_info.state, state));
    m_info.state = state;
    Q_EMIT changed();
}

void GenerationJob::write(Step then)
{
    m_journal.write(m_info, this, [this, then](const Result<void> &written) {
        if (written)
            return then();
        // What was not written has not happened: nothing is sent, nothing is called done.
        fail(written.error(), [this, then] { write(then); });
    });
}

/// The journal did not take something.
void GenerationJob::fail(const Error &written, Step again)
{
    written.kind == ErrorKind::TakenOver ? letGo(written) : hold(written, std::move(again));
}

void GenerationJob::letGo(const Error &error)
{
    if (std::exchange(m_ending, true))
        return;
    m_retryTimer.stop();
    m_heldStep = {};
    m_follower.reset();
    m_fetch.reset();
    m_info.trouble = error;
    Q_EMIT changed();
    Q_EMIT takenOver();
}

/// Completed and Saving usually last some milliseconds, and after a crash the service would only say them
/// again: they are written when they turn out to last.
void GenerationJob::catchUpJournal()
{
    if (std::exchange(m_isAheadOfJournal, false))
        m_journal.write(m_info, this, [](const Result<void> &) {});
}

void GenerationJob::end(JobState state, std::optional<Error> error)
{
    if (std::exchange(m_ending, true))
        return;
    Q_ASSERT(canMove(m_info.state, state));
    m_follower.reset();
    m_fetch.reset();
    m_retryTimer.stop();
    m_info.error = std::move(error);
    m_info.trouble.reset();
    m_info.search = LostSearch::None;
    m_info.queuePosition.reset();
    m_info.ended = QDateTime::currentDateTimeUtc();
    if (m_info.error)
        say(m_info.error->message, u"ERROR"_s);
    JobInfo ended = m_info;
    ended.state = state;
    m_journal.write(ended, this, [this, ended, state](const Result<void> &written) {
        if (!written) {
            m_ending = false;
            return fail(written.error(), [this, state, error = ended.error] { end(state, error); });
        }
        m_info = ended;
        Q_EMIT changed();
        Q_EMIT finished();
    });
}

void GenerationJob::hold(const Error &error, Step again)
{
    catchUpJournal();
    m_heldStep = std::move(again);
    wait(error);
    Q_EMIT held(error);
}

/// False when no patience mends this.
bool GenerationJob::retryLater(fal::Repeats &repeats, const Error &error, Step again)
{
    catchUpJournal();
    const auto pause = repeats.pauseAfter(error, m_api->pacer());
    if (!pause)
        return false;
    wait(error);
    m_retryStep = std::move(again);
    m_retryTimer.start(*pause);
    return true;
}

/// Tells what is waited for.
void GenerationJob::wait(const Error &error)
{
    m_info.trouble = error;
    say(error.message, u"WARN"_s);
    Q_EMIT changed();
}

void GenerationJob::say(const QString &message, const QString &level)
{
    Q_EMIT logLine({QDateTime::currentDateTimeUtc(), level, message});
}

void GenerationJob::tellOnce(const LogLine &line)
{
    if (m_told.add(line))
        Q_EMIT logLine(line);
}

} // namespace janus::jobs
