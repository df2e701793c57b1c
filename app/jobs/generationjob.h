#pragma once

#include "core/picture.h"
#include "fal/repeats.h"
#include "fal/seenlines.h"
#include "jobs/jobinfo.h"
#include "jobs/services.h"

#include <QImage>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>

namespace janus::fal {
class QueueApi;
class StatusFollower;
} // namespace janus::fal
namespace janus::library {
class Library;
}

namespace janus::jobs {

class Journal;
class PictureFetch;
class Reconciler;

/// One request on its road from the journal to pictures on disk. Takes up a job wherever the journal left it.
///
/// A submit is sent once and never repeated by itself; when its answer is lost, the account's history is
/// asked for it. Reads are repeated as fal/repeats.h says. What needs the user or the network to come back
/// does not fail the job: it waits, says so through held(), and goes on at release().
class GenerationJob : public QObject
{
    Q_OBJECT
public:
    GenerationJob(JobInfo info, Journal &journal, library::Library &library, Services &services,
                  Reconciler &reconciler);
    ~GenerationJob() override;

    const JobInfo &info() const { return m_info; }

    void start();
    /// A wish: only the service's word ends a request it has accepted. Pictures that have not come for a
    /// while are given up, and a request whose answer was lost is dropped.
    void cancel();
    /// Looks once more for a request whose answer was lost.
    void lookAgain();
    /// Goes on after held(), and does not wait any longer for the next try of anything that is being
    /// repeated.
    void release();
    bool isHeld() const { return bool(m_heldStep); }

Q_SIGNALS:
    void changed();
    void logLine(const janus::LogLine &line);
    /// Verified and fit to be shown, but not saved yet; pictureSaved() follows unless the disk refuses it.
    void pictureInHand(int index, const QImage &thumbnail);
    void pictureSaved(const janus::Picture &picture);
    /// Cannot go on for a reason that concerns its whole service (key, account, network, disk).
    void held(const janus::Error &error);
    /// Another process looks after this job: this one has let go of it. Instead of finished().
    void takenOver();
    /// The job has ended; info().state is terminal. Once, and the last signal.
    void finished();

private:
    using Step = std::function<void()>;

    void takeUp();
    void submit();
    void send();
    void onSubmitted(const Result<fal::Ticket> &answer);
    void enterTicket(JobInfo accepted, const QString &word);
    void refuseTwin();
    void onSubmitFailed(const Error &error);
    void search();
    void askForNumber();
    void onSearched(const Result<fal::Ticket> &found);
    void follow();
    void onStatus(const fal::QueueStatus &status);
    void onFollowed();
    void fetchResult();
    void onResult(const Result<Generation> &answer);
    void askHistory(const Error &gone);
    void savePictures(const Generation &generation, bool isStored);
    void onPicturesFetched();
    void sendCancel();
    void sendCancelAgain();

    void setState(JobState state);
    void write(Step then);
    void catchUpJournal();
    void end(JobState state, std::optional<Error> error = {});
    void hold(const Error &error, Step again);
    bool retryLater(fal::Repeats &repeats, const Error &error, Step again);
    void wait(const Error &error);
    void letGo(const Error &error);
    void fail(const Error &written, Step again);
    void say(const QString &message, const QString &level = QStringLiteral("INFO"));
    void tellOnce(const LogLine &line);

    JobInfo m_info;
    Journal &m_journal;
    library::Library &m_library;
    Services &m_services;
    Reconciler &m_reconciler;
    fal::QueueApi *m_api = nullptr;
    std::unique_ptr<fal::StatusFollower> m_follower;
    std::unique_ptr<PictureFetch> m_fetch;
    fal::SeenLines m_told; ///< of the service's log, whichever follower brought them
    Step m_heldStep;       ///< what release() goes on with
    Step m_retryStep;      ///< what the timer goes on with
    QTimer m_retryTimer;
    fal::Repeats m_resultRepeats{fal::CallKind::Result};
    fal::Repeats m_cancelRepeats{fal::CallKind::Cancel};
    fal::Repeats m_statusRepeats{fal::CallKind::Status};
    bool m_isAheadOfJournal = false; ///< in a state that the journal does not know yet
    bool m_isEntering = false;       ///< its ticket is on the way to the disk
    bool m_cancelSent = false;
    bool m_hasAskedHistory = false;
    bool m_ending = false;
};

} // namespace janus::jobs
