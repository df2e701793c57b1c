#include "jobs/picturefetch.h"

#include "core/paramroles.h"
#include "fal/queueapi.h"
#include "library/library.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::jobs {

namespace {

/// Bytes that are no whole picture are fetched again this often.
constexpr int triesForGoodPicture = 3;

} // namespace

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

PictureFetch::PictureFetch(JobInfo job, Generation generation, bool isStored, fal::QueueApi &api,
                           library::Library &library)
    : m_job(std::move(job))
    , m_generation(std::move(generation))
    , m_isStored(isStored)
    , m_api(api)
    , m_library(library)
    , m_repeats(m_job.delivery.isPrivate() ? fal::CallKind::PrivateMedia : fal::CallKind::Media)
{
    m_retry.setSingleShot(true);
    m_retry.setTimerType(Qt::PreciseTimer); // others may fire early, which Retry-After does not allow
    connect(&m_retry, &QTimer::timeout, this, &PictureFetch::fetchNext);
}

void PictureFetch::start()
{
    fetchNext();
}

void PictureFetch::release()
{
    if (!std::exchange(m_isHeld, false) && !m_retry.isActive())
        return;
    m_retry.stop();
    fetchNext();
}

void PictureFetch::fetchNext()
{
    if (m_place == m_generation.images.size()) {
        Q_EMIT finished();
        return;
    }
    Q_EMIT received(0, -1);
    const auto download =
        m_job.delivery.isPrivate() ? &fal::QueueApi::downloadPrivate : &fal::QueueApi::download;
    (m_api.*download)(
        m_generation.images[m_place].url, this,
        [this](const Result<QByteArray> &bytes) { onDownloaded(bytes); },
        [this](qint64 bytes, qint64 total) { Q_EMIT received(bytes, total); });
}

void PictureFetch::onDownloaded(const Result<QByteArray> &bytes)
{
    if (!bytes) {
        const Error &error = bytes.error();
        if (concernsService(error) && error.kind != ErrorKind::Unreachable) // no permission without the key
            return hold(error);
        if (retryLater(error))
            return;
        // The addresses of an earlier start may have moved (the sandbox has a new port); others stay
        // refused.
        if (error.kind == ErrorKind::Refused && std::exchange(m_isStored, false)) {
            Q_EMIT addressesMoved();
            return;
        }
        return giveUp(error);
    }
    m_repeats.reset();
    m_library.add(
        {pictureAt(m_place), *bytes, {m_job.uuid, m_job.created, m_job.accepted, m_job.delivery}}, this,
        [this](const Result<Picture> &picture) { onSaved(picture); },
        [this, index = m_place](const QImage &image) { Q_EMIT inHand(index, image); });
}

void PictureFetch::onSaved(const Result<Picture> &picture)
{
    if (!picture) {
        if (picture.error().kind == ErrorKind::Storage)
            return hold(picture.error());
        if (++m_badPictures >= triesForGoodPicture)
            return giveUp(picture.error());
        retryLater({ErrorKind::Network, picture.error().message, picture.error().detail});
        return;
    }
    ++m_place;
    m_badPictures = 0;
    Q_EMIT saved(*picture);
    fetchNext();
}

void PictureFetch::giveUp(const Error &error)
{
    if (!m_lost)
        m_lost = error;
    m_repeats.reset();
    m_badPictures = 0;
    ++m_place;
    fetchNext();
}

void PictureFetch::hold(const Error &error)
{
    m_isHeld = true;
    Q_EMIT held(error);
}

/// False when no patience mends this.
bool PictureFetch::retryLater(const Error &error)
{
    const auto pause = m_repeats.pauseAfter(error, m_api.pacer());
    if (!pause)
        return false;
    m_retry.start(*pause);
    Q_EMIT retrying(error);
    return true;
}

Picture PictureFetch::pictureAt(int index) const
{
    Picture picture;
    picture.job = m_job.id;
    picture.batch = m_job.batch;
    picture.index = index;
    picture.count = std::max<int>(m_job.pictureCount(), static_cast<int>(m_generation.images.size()));
    picture.request = m_job.request;
    picture.jobUuid = m_job.uuid;
    picture.provenance = m_job.provenance.lasting();
    picture.seed = seed(m_job.request).value_or(m_generation.seed.value_or(0));
    picture.requestId = m_job.ticket.requestId;
    picture.service = m_job.service;
    picture.flagged = m_generation.images[index].flagged;
    if (m_job.accepted.isValid() && m_job.started.isValid())
        picture.queueSeconds =
            std::max(0.0, static_cast<double>(m_job.accepted.msecsTo(m_job.started)) / 1000.0); // SRV-26
    picture.runSeconds = m_generation.inferenceSeconds;
    return picture;
}

} // namespace janus::jobs
