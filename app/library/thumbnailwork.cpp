#include "library/thumbnailwork.h"

#include "library/areascale.h"
#include "library/picturecheck.h"

#include <sys/resource.h>

namespace janus::library {

namespace {

// The UI's own is 0; between the two, what is in sight gets nearly everything.
constexpr int visibleNiceness = 5;
constexpr int idleNiceness = 19;

/// On Linux this is the calling thread's own. It is never taken back: the thread belongs to one pool.
void stepBack(int niceness)
{
    thread_local bool isDone = false;
    if (!isDone)
        ::setpriority(PRIO_PROCESS, 0, niceness);
    isDone = true;
}

bool fits(QSize size, QSize box)
{
    return size.width() <= box.width() && size.height() <= box.height();
}

/// Whether a stored thumbnail of this size says all there is to show in `box`.
bool isEnough(QSize stored, QSize box)
{
    const bool isWholePicture =
        stored.width() < thumbnailBox.width() && stored.height() < thumbnailBox.height();
    return isWholePicture || fits(stored.scaled(box, Qt::KeepAspectRatio), thumbnailBox);
}

/// Nothing where it cannot be read or is not enough.
std::optional<QImage> storedImage(const std::optional<thumbstore::StoredThumb> &stored, QSize box,
                                  ThumbnailWorkers &workers)
{
    if (!stored)
        return {};
    ++workers.decoded;
    const Result<CheckedPicture> picture = checkPicture(stored->jpeg, box);
    return picture && isEnough(picture->size, box) ? std::optional(picture->image) : std::nullopt;
}

Thumb ofThePast(PictureId id, FilePresence presence, const std::optional<thumbstore::StoredThumb> &stored,
                QSize box)
{
    const Result<CheckedPicture> picture =
        stored ? checkPicture(stored->jpeg, box) : Result<CheckedPicture>(CheckedPicture());
    return {id, presence, picture ? picture->image : QImage()};
}

MadeThumb unreadable(PictureId id)
{
    return {{id, FilePresence::Unreadable, {}}, {}};
}

} // namespace

ThumbnailWorkers::ThumbnailWorkers(int threads)
{
    m_visible.setMaxThreadCount(threads);
    m_idle.setMaxThreadCount(threads);
    m_visible.setObjectName(QStringLiteral("thumbnails in sight"));
    m_idle.setObjectName(QStringLiteral("other thumbnails"));
}

void ThumbnailWorkers::startVisible(std::function<void()> work, int urgency)
{
    m_visible.start(
        [this, work = std::move(work)] {
            stepBack(visibleNiceness);
            if (!closes)
                work();
        },
        urgency);
}

void ThumbnailWorkers::startIdle(std::function<void()> work)
{
    m_idle.start([this, work = std::move(work)] {
        stepBack(idleNiceness);
        if (!closes)
            work();
    });
}

void ThumbnailWorkers::close()
{
    closes = true;
    m_visible.waitForDone();
    m_idle.waitForDone();
}

std::optional<Thumb> fromStore(const thumbstore::StoredThumb &stored, const QString &folder, QSize box,
                               ThumbnailWorkers &workers)
{
    if (fits(thumbnailBox + QSize(1, 1), box))
        return {};
    const FileLook look = lookAt(folder + u'/' + stored.file);
    if (look.presence != FilePresence::Whole || look.stamp != stored.stamp)
        return {};
    const std::optional<QImage> image = storedImage(stored, box, workers);
    return image ? std::optional(Thumb{stored.id, FilePresence::Whole, *image}) : std::nullopt;
}

MadeThumb fromFile(const ListedFile &listed, const std::optional<thumbstore::StoredThumb> &stored, QSize box,
                   ThumbnailWorkers &workers)
{
    ++workers.opened;
    const ListedBytes read = readListed(listed);
    if (read.presence != FilePresence::Whole)
        return {ofThePast(listed.id, read.presence, stored, box), {}};
    if (!fits(fitted(listed.size, box), thumbnailBox)) {
        const Result<CheckedPicture> picture = checkPicture(read.bytes, box);
        return picture ? MadeThumb{{listed.id, FilePresence::Whole, picture->image}, {}}
                       : unreadable(listed.id);
    }
    thumbstore::StoredThumb fresh{listed.id, listed.file, read.stamp, {}};
    if (const std::optional<QImage> image = storedImage(stored, box, workers)) {
        fresh.jpeg = stored->jpeg;
        return {{listed.id, FilePresence::Whole, *image}, fresh};
    }
    const Result<CheckedPicture> picture = checkPicture(read.bytes, thumbnailBox);
    if (!picture)
        return unreadable(listed.id);
    fresh.jpeg = thumbnailJpeg(picture->image);
    const QImage image = areaScaled(picture->image, fitted(picture->image.size(), box));
    return {{listed.id, FilePresence::Whole, image},
            fresh.jpeg.isEmpty() ? std::nullopt : std::optional(fresh)};
}

} // namespace janus::library
