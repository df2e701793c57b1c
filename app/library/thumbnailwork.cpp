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

/// What is stored is enough for `box`: it may be enlarged this much, which nobody sees, before a whole file
/// is read for more.
bool storeDoes(QSize picture, QSize box)
{
    constexpr double enlarged = 1.4;
    return fits(fitted(picture, box), thumbnailBox * enlarged);
}

/// As `box` wants it, but never more than what is stored.
QSize sizeFor(QSize picture, QSize box)
{
    return fitted(picture, box.boundedTo(thumbnailBox));
}

QImage storedImage(const thumbstore::StoredThumb &stored, QSize box, ThumbnailWorkers &workers)
{
    ++workers.decoded;
    return thumbnailImage(stored.jpeg, sizeFor(stored.size, box));
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
    if (!storeDoes(stored.size, box))
        return {};
    const FileLook look = lookAt(folder + u'/' + stored.file);
    if (look.presence != FilePresence::Whole || look.stamp != stored.stamp)
        return {};
    QImage image = storedImage(stored, box, workers);
    if (image.isNull())
        return {};
    return Thumb{stored.id, FilePresence::Whole, std::move(image)};
}

MadeThumb fromFile(const ListedFile &listed, const std::optional<thumbstore::StoredThumb> &stored, QSize box,
                   ThumbnailWorkers &workers)
{
    ++workers.opened;
    const ListedBytes read = readListed(listed);
    if (read.presence != FilePresence::Whole)
        return {{listed.id, read.presence, stored ? storedImage(*stored, box, workers) : QImage()}, {}};
    if (!storeDoes(listed.size, box)) {
        const Result<CheckedPicture> picture = checkPicture(read.bytes, box);
        return picture ? MadeThumb{{listed.id, FilePresence::Whole, picture->image}, {}}
                       : unreadable(listed.id);
    }
    if (stored) {
        if (const QImage image = storedImage(*stored, box, workers); !image.isNull())
            return {{listed.id, FilePresence::Whole, image},
                    thumbstore::StoredThumb{listed.id, listed.file, read.stamp, stored->size, stored->jpeg}};
    }
    const Result<CheckedPicture> picture = checkPicture(read.bytes, thumbnailBox);
    if (!picture)
        return unreadable(listed.id);
    const QByteArray jpeg = thumbnailJpeg(picture->image);
    const QSize size = sizeFor(picture->size, box).boundedTo(picture->image.size());
    MadeThumb made{{listed.id, FilePresence::Whole, areaScaled(picture->image, size)}, {}};
    if (!jpeg.isEmpty())
        made.fresh = {listed.id, listed.file, read.stamp, picture->size, jpeg};
    return made;
}

} // namespace janus::library
