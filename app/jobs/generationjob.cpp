#include "jobs/generationjob.h"

#include "core/paramroles.h"
#include "fal/answers.h"
#include "jobs/journal.h"
#include "library/library.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::jobs {

namespace {

/// What neither patience nor another try mends, but a person or the network coming back does.
bool concernsService(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::NoKey:
    case ErrorKind::KeyRefused:
    case ErrorKind::AccountLocked:
    case ErrorKind::Unreachable:
    case ErrorKind::Storage:
        return true;
    default:
        return false;
    }
}

/// Bytes that are no whole picture are fetched again this often.
constexpr int triesForGoodPicture = 3;

} // namespace

GenerationJob::GenerationJob(JobInfo info, Journal &journal, library::Library &library, Services &services,
                             QObject *parent)
    : QObject(parent)
    , m_info(std::move(info))
    , m_journal(journal)
    , m_library(library)
    , m_services(services)
    , m_pictureRepeats(m_info.delivery.isPrivate() ? fal::CallKind::PrivateMedia : fal::CallKind::Media)
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
        return;
    case JobState::Queued:
    case JobState::Running:
        return follow();
    case JobState::Completed:
        return fetchResult();
    case JobState::Saving: {
        const Result<Generation> generation = fal::readGeneration(m_info.result);
        m_isResultStored = generation.hasValue();
        return generation ? savePictures(*generation) : fetchResult();
    }
    default:
        Q_UNREACHABLE();
    }
}

void GenerationJob::submit()
{
    m_info.trouble.reset();
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
    m_info.ticket = *answer;
    m_info.queuePosition = answer->queuePosition;
    m_info.accepted = QDateTime::currentDateTimeUtc();
    setState(JobState::Queued);
    say(u"Request accepted, "_s + answer->requestId);
    enterTicket();
}

void GenerationJob::enterTicket()
{
    m_journal.accept(m_info, this, [this](const Result<JobId> &first) {
        if (!first)
            return hold(first.error(), [this] { enterTicket(); });
        *first == m_info.id ? follow() : refuseTwin();
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
        if (m_info.state == JobState::Submitting)
            setState(JobState::Unknown);
        return write([] {});
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

void GenerationJob::follow()
{
    m_follower = m_api->follow(m_info.ticket);
    connect(m_follower.get(), &fal::StatusFollower::statusChanged, this, &GenerationJob::onStatus);
    connect(m_follower.get(), &fal::StatusFollower::logLine, this, &GenerationJob::logLine);
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
            return end(JobState::Expired, outcome.error());
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
        return savePictures(*answer);
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
    if (!retryLater(m_resultRepeats, error, [this] { fetchResult(); }))
        end(error.kind == ErrorKind::Gone ? JobState::Expired : JobState::Failed, error);
}

void GenerationJob::savePictures(const Generation &generation)
{
    m_generation = generation;
    m_info.saved = 0;
    m_place = 0;
    m_lost.reset();
    m_pictureRepeats.reset();
    if (generation.images.isEmpty())
        return end(JobState::Failed, Error{ErrorKind::Refused, u"The model answered without a picture."_s});
    saveNext();
}

void GenerationJob::saveNext()
{
    if (m_place == m_generation.images.size()) {
        if (!m_lost)
            return end(JobState::Done);
        return end(m_lost->kind == ErrorKind::Gone ? JobState::Expired : JobState::Failed, *m_lost);
    }
    m_info.received = 0;
    m_info.total = -1;
    const auto download =
        m_info.delivery.isPrivate() ? &fal::QueueApi::downloadPrivate : &fal::QueueApi::download;
    (m_api->*download)(
        m_generation.images[m_place].url, this,
        [this](const Result<QByteArray> &bytes) { onDownloaded(bytes); },
        [this](qint64 received, qint64 total) {
            m_info.received = received;
            m_info.total = total;
            Q_EMIT changed();
        });
}

void GenerationJob::onDownloaded(const Result<QByteArray> &bytes)
{
    if (!bytes) {
        const Error &error = bytes.error();
        if (concernsService(error) && error.kind != ErrorKind::Unreachable) // no permission without the key
            return hold(error, [this] { saveNext(); });
        if (retryLater(m_pictureRepeats, error, [this] { saveNext(); }))
            return;
        // The addresses of an earlier start may have moved (the sandbox has a new port); others stay
        // refused.
        if (error.kind == ErrorKind::Refused && std::exchange(m_isResultStored, false))
            return fetchResult();
        return giveUpPicture(error);
    }
    m_info.trouble.reset();
    m_pictureRepeats.reset();
    m_library.add(
        {pictureFor(m_place), *bytes, {m_info.uuid, m_info.created, m_info.accepted, m_info.delivery}}, this,
        [this](const Result<Picture> &saved) { onSaved(saved); },
        [this, index = m_place](const QImage &image) { Q_EMIT pictureInHand(index, image); });
}

void GenerationJob::onSaved(const Result<Picture> &saved)
{
    if (!saved) {
        if (saved.error().kind == ErrorKind::Storage)
            return hold(saved.error(), [this] { saveNext(); });
        if (++m_badPictures >= triesForGoodPicture)
            return giveUpPicture(saved.error());
        const Error damaged{ErrorKind::Network, saved.error().message, saved.error().detail};
        retryLater(m_pictureRepeats, damaged, [this] { saveNext(); });
        return;
    }
    ++m_info.saved;
    ++m_place;
    m_badPictures = 0;
    Q_EMIT pictureSaved(*saved);
    Q_EMIT changed();
    saveNext();
}

/// One picture will not come; the others of the request are paid for, too, and are fetched all the same.
void GenerationJob::giveUpPicture(const Error &error)
{
    if (!m_lost)
        m_lost = error;
    m_info.trouble.reset();
    m_pictureRepeats.reset();
    m_badPictures = 0;
    ++m_place;
    saveNext();
}

void GenerationJob::cancel()
{
    if (m_ending || isTerminal(m_info.state) || m_info.state == JobState::Saving)
        return;
    m_info.cancelWished = true;
    Q_EMIT changed();
    if (m_info.state == JobState::Waiting || m_info.state == JobState::Unknown) {
        m_heldStep = {};
        return end(JobState::Cancelled, m_info.error);
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
            const auto pause = m_cancelRepeats.pauseAfter(answer.error(), m_api->timing());
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
        hold(written.error(), [this, then] { write(then); });
    });
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
    m_retryTimer.stop();
    m_info.error = std::move(error);
    m_info.trouble.reset();
    m_info.queuePosition.reset();
    m_info.ended = QDateTime::currentDateTimeUtc();
    if (m_info.error)
        say(m_info.error->message, u"ERROR"_s);
    JobInfo ended = m_info;
    ended.state = state;
    m_journal.write(ended, this, [this, ended, state](const Result<void> &written) {
        if (!written) {
            m_ending = false;
            return hold(written.error(), [this, state, error = ended.error] { end(state, error); });
        }
        m_info = ended;
        Q_EMIT changed();
        Q_EMIT finished();
    });
}

void GenerationJob::hold(const Error &error, Step again)
{
    catchUpJournal();
    m_info.trouble = error;
    m_heldStep = std::move(again);
    say(error.message, u"WARN"_s);
    Q_EMIT changed();
    Q_EMIT held(error);
}

/// False when no patience mends this.
bool GenerationJob::retryLater(fal::Repeats &repeats, const Error &error, Step again)
{
    catchUpJournal();
    const auto pause = repeats.pauseAfter(error, m_api->timing());
    if (!pause)
        return false;
    m_info.trouble = error;
    say(error.message, u"WARN"_s);
    Q_EMIT changed();
    m_retryStep = std::move(again);
    m_retryTimer.start(*pause);
    return true;
}

void GenerationJob::say(const QString &message, const QString &level)
{
    Q_EMIT logLine({QDateTime::currentDateTimeUtc(), level, message});
}

Picture GenerationJob::pictureFor(int index) const
{
    Picture picture;
    picture.job = m_info.id;
    picture.batch = m_info.batch;
    picture.index = index;
    picture.count = std::max<int>(m_info.pictureCount(), static_cast<int>(m_generation.images.size()));
    picture.request = m_info.request;
    picture.seed = seed(m_info.request).value_or(m_generation.seed.value_or(0));
    picture.requestId = m_info.ticket.requestId;
    picture.service = m_info.service;
    picture.flagged = m_generation.images[index].flagged;
    if (m_info.accepted.isValid() && m_info.started.isValid())
        picture.queueSeconds =
            std::max(0.0, static_cast<double>(m_info.accepted.msecsTo(m_info.started)) / 1000.0); // SRV-26
    picture.runSeconds = m_generation.inferenceSeconds;
    return picture;
}

} // namespace janus::jobs
