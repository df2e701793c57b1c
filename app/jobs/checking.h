#pragma once

#include "core/picture.h"
#include "core/result.h"
#include "library/checkrows.h"
#include "library/deeds.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <vector>

namespace janus::library {
class Library;
}

namespace janus::jobs {

class JobQueue;
struct JobInfo;

/// Runs pictures again and says whether the same ones come of it.
///
/// The very bytes of the submit that made a picture are sent once more to the service that made it, as a
/// child of the picture. When the answer is saved, the two are compared (library/comparing.h), and verdict,
/// measure and time go into the library's record (library/checkrows.h). Pictures that came out identical are
/// put into the studio's trash, so that the grid shows nothing twice and nothing that was paid for is thrown
/// away: by one deed, when all that was checked together has ended. Near and different ones stay as children
/// of the original. Should the program die before that deed, the identical ones stay in the grid: nobody
/// knows afterwards whether they were taken back out of the trash.
///
/// The intent is in the journal before anything is sent, so a restart loses nothing: resume() compares what
/// was made meanwhile. A request that fails leaves its checks open, with the reason. Lives in the
/// application's thread; comparing is done in a pool, one picture at a time.
class Checking : public QObject
{
    Q_OBJECT
public:
    /// Both must outlive this.
    Checking(library::Library &library, JobQueue &queue, QObject *parent = nullptr);
    ~Checking() override;

    /// BadInput with a sentence for a picture that nothing can run again: one of another program's.
    static Result<void> canCheck(const Picture &picture);
    /// How many requests check() will send: one for the pictures of one request together.
    static int requestCount(const QList<Picture> &pictures);

    struct Begun
    {
        QList<JobId> jobs; ///< the requests that were written to the journal
        int pictures = 0;  ///< that are checked: all of a request that makes several at once
    };
    /// What came of one call of check().
    struct Summary
    {
        QList<library::Check> checks;

        int identical() const;
        int near() const;
        int different() const;
        int open() const; ///< no verdict: failed, cancelled, or not to be compared
    };
    /// `begun` hears when the requests are safe on disk (Storage error or what canCheck() says: nothing was
    /// sent); `ended` when each has ended and was compared. Neither is called when `context` has died.
    void check(const QList<Picture> &pictures, QObject *context, std::function<void(Result<Begun>)> begun,
               std::function<void(const Summary &)> ended = {});

    /// Compares what was made, but not compared, before this start. When the library is open.
    void resume();

Q_SIGNALS:
    /// There is a verdict, or the reason why there is none.
    void checked(const janus::library::Check &check);

private:
    struct Plan;
    struct Round
    {
        QSet<JobId> open;
        bool isSent = false; ///< all requests of it are in the journal
        Begun begun;
        Summary summary;
        library::PictureIds same; ///< made again, and not needed twice
        std::vector<Plan> plans;  ///< still to be enqueued
        QPointer<QObject> context;
        std::function<void(Result<Begun>)> tellBegun;
        std::function<void(const Summary &)> tellEnded;
    };
    using RoundPtr = std::shared_ptr<Round>;
    /// One request whose pictures are being compared.
    struct Job
    {
        QList<library::CheckToDo> toDo;
        QList<library::Check> done;
        library::PictureIds same; ///< as in Round
    };

    void enqueueNext(const RoundPtr &round);
    void onFinished(const JobInfo &job);
    void compareJob(JobId job);
    void compareNext(JobId job);
    void settle(JobId job, const library::Check &check, const Result<library::Likeness> &compared);
    void end(JobId job);
    void endRound(const RoundPtr &round);
    bool isAnyUnderWay() const;
    void trash(library::PictureIds &same);

    library::Library &m_library;
    JobQueue &m_queue;
    QList<RoundPtr> m_rounds;
    QHash<JobId, Job> m_jobs;
    library::PictureIds m_same; ///< of jobs that belong to no round: of an earlier run
    QThreadPool m_pool;
};

} // namespace janus::jobs
