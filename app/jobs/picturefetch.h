#pragma once

#include "core/generation.h"
#include "core/picture.h"
#include "fal/repeats.h"
#include "jobs/jobinfo.h"

#include <QImage>
#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>

namespace janus::fal {
class QueueApi;
}
namespace janus::library {
class Library;
}

namespace janus::jobs {

/// Whether an error is mended by neither patience nor another try, but by a person or by the network coming
/// back: it concerns the whole service.
bool concernsService(const Error &error);

/// Fetches the pictures of one answer, one after the other, and adds them to the library. What is there
/// already is not fetched twice. A picture that will not come does not keep the others from coming: all of
/// them are paid for.
///
/// A picture that only its account may read is not given up as soon as another: being refused may be the
/// fault of the permission.
class PictureFetch : public QObject
{
    Q_OBJECT
public:
    /// `isStored`: the answer is of an earlier start.
    PictureFetch(JobInfo job, Generation generation, bool isStored, fal::QueueApi &api,
                 library::Library &library);

    void start();
    /// Goes on after held(), and does not wait any longer for the next try.
    void release();
    /// Why the first that will not come does not.
    const std::optional<Error> &lost() const { return m_lost; }

Q_SIGNALS:
    void received(qint64 bytes, qint64 total);
    /// Verified and fit to be shown, but not saved yet.
    void inHand(int index, const QImage &thumbnail);
    void saved(const janus::Picture &picture);
    /// Trouble that is met with patience.
    void retrying(const janus::Error &error);
    /// Goes on at release().
    void held(const janus::Error &error);
    /// The addresses of a stored answer are no longer opened: the answer has to be asked for again. The last
    /// signal.
    void addressesMoved();
    /// Every picture is saved or given up. The last signal.
    void finished();

private:
    using Step = std::function<void()>;

    void fetchNext();
    void onDownloaded(const Result<QByteArray> &bytes);
    void onSaved(const Result<Picture> &picture);
    void giveUp(const Error &error);
    void hold(const Error &error);
    bool retryLater(const Error &error);
    Picture pictureAt(int index) const;

    JobInfo m_job;
    Generation m_generation;
    bool m_isStored;
    fal::QueueApi &m_api;
    library::Library &m_library;
    fal::Repeats m_repeats;
    QTimer m_retry;
    bool m_isHeld = false;
    int m_place = 0; ///< of the picture that is being fetched
    int m_badPictures = 0;
    std::optional<Error> m_lost;
};

} // namespace janus::jobs
