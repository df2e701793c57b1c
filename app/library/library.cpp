#include "library/library.h"

#include "library/adding.h"
#include "library/database.h"
#include "library/outsidewatch.h"
#include "library/picturecheck.h"
#include "library/picturefiles.h"
#include "library/picturetable.h"
#include "library/thumbnails.h"
#include "support/pool.h"

#include <QPointer>
#include <QSqlDatabase>
#include <QThreadPool>

#include <atomic>
#include <set>
#include <utility>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

/// Pictures that come in are shown before the ones before them are kept, as long as there is memory for that;
/// then come thumbnails that are asked for, and new ones last.
constexpr int addPriority = 2;
constexpr int keepPriority = 1;
constexpr qint64 mostBytesWaiting = 24 * 1024 * 1024;
constexpr int thumbnailPriority = -1;
constexpr int verifyPriority = -2;
/// A megabyte each.
constexpr int mostThumbnailsWaiting = 16;

} // namespace

/// Which pictures added() has told of. Touched on the database's thread only.
struct AnnouncedPictures
{
    PictureId last = 0;         ///< everything up to here
    std::set<PictureId> beyond; ///< our own above it

    QList<Picture> onlyNew(const QList<Picture> &pictures)
    {
        QList<Picture> result;
        for (const Picture &picture : pictures) {
            if (!beyond.contains(picture.id))
                result << picture;
            last = std::max(last, picture.id);
        }
        std::erase_if(beyond, [this](PictureId id) { return id <= last; });
        return result;
    }
};

/// Its two halves come in any order, both in the application's thread.
struct Library::NewThumbnail
{
    PictureId id = 0;
    QByteArray jpeg;
};

struct Library::Private
{
    explicit Private(support::Paths folders)
        : paths(std::move(folders))
        , files(paths)
        , database(paths.database())
        , thumbnails(paths.thumbnails(), database, files, pool)
        , watch(database)
    {
    }

    support::Paths paths;
    PictureFiles files;
    AnnouncedPictures announced;
    std::atomic<qint64> bytesWaiting = 0; ///< of pictures on their way into the library, in memory
    std::atomic<int> thumbnailsWaiting = 0;
    std::atomic<bool> closes = false;
    QThreadPool pool;
    Database database;
    Thumbnails thumbnails;
    OutsideWatch watch;
};

Library::Library(support::Paths paths, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(std::move(paths)))
{
    connect(&d->watch, &OutsideWatch::changed, this, [this] { onChangedOutside(); });
}

Library::~Library()
{
    d->closes = true;
    // What the pool has finished it posts to the databases, which finish it in turn.
    d->pool.waitForDone();
}

void Library::open(QObject *context, Done<void> done)
{
    d->database.open(this, {}, [paths = d->paths] { return paths.prepare(); });
    d->thumbnails.open();
    d->database.run<QString>(
        this,
        [this](QSqlDatabase &connection) -> Result<QString> {
            const Result<PictureId> last = table::lastId(connection);
            if (!last)
                return last.error();
            d->announced.last = *last;
            d->files.tidyIncoming(QDateTime::currentDateTime(), [&connection](const QString &file) {
                return table::hasFile(connection, file);
            });
            return table::identity(connection);
        },
        [this, context = QPointer<QObject>(context), done = std::move(done)](Result<QString> identity) {
            if (identity) {
                d->thumbnails.belongTo(*identity);
                d->watch.start();
            }
            if (context && done)
                done(identity ? Result<void>() : identity.error());
        });
}

Database &Library::database()
{
    return d->database;
}

const support::Paths &Library::paths() const
{
    return d->paths;
}

void Library::add(NewPicture picture, QObject *context, Done<Picture> done,
                  std::function<void(QImage)> inHand)
{
    const QPointer<QObject> asker(context);
    const auto thumbnail = std::make_shared<NewThumbnail>();
    const auto finish = [this, context = asker, done = std::move(done),
                         thumbnail](Result<AddedPicture> added) {
        if (added && added->isNew) {
            thumbnail->id = added->picture.id;
            storeWhenComplete(*thumbnail);
            Q_EMIT this->added(added->picture);
        }
        if (context && done)
            done(added ? Result<Picture>(added->picture) : added.error());
    };
    // Straight on from the pool to the database: a picture under way is kept even when the program is closed.
    const auto keep = [this, finish](const NewPicture &incoming, const ExaminedPicture &examined) {
        d->database.run<AddedPicture>(
            this,
            [this, incoming, examined](QSqlDatabase &connection) {
                const Result<AddedPicture> added = keepPicture(connection, d->files, incoming, examined);
                if (added && added->isNew)
                    d->announced.beyond.insert(added->picture.id);
                return added;
            },
            finish);
    };
    d->bytesWaiting += picture.bytes.size();
    d->pool.start(
        [this, picture = std::move(picture), context = asker, inHand = std::move(inHand), keep,
         thumbnail]() mutable {
            ExaminedPicture examined = examinePicture(picture.bytes);
            if (examined.picture) {
                const QImage image = std::exchange(examined.picture->image, {});
                if (inHand)
                    support::callInApplication(context, [inHand, image] { inHand(image); });
                encodeLater(image, thumbnail);
            }
            const bool isCrowded = d->bytesWaiting > mostBytesWaiting;
            auto ready = [this, picture = std::move(picture), examined = std::move(examined),
                          keep]() mutable {
                d->bytesWaiting -= picture.bytes.size();
                readyForKeeping(examined, d->files, picture);
                keep(picture, examined);
            };
            isCrowded ? ready() : d->pool.start(std::move(ready), keepPriority);
        },
        addPriority);
}

/// In the pool, behind the pictures that come in. When many do, some thumbnails are not encoded: they are
/// made from their files when somebody looks.
void Library::encodeLater(const QImage &image, const std::shared_ptr<NewThumbnail> &thumbnail)
{
    if (++d->thumbnailsWaiting > mostThumbnailsWaiting) {
        --d->thumbnailsWaiting;
        return;
    }
    d->pool.start(
        [this, image, thumbnail] {
            support::callInApplication(this, [this, thumbnail, jpeg = thumbnailJpeg(image)] {
                thumbnail->jpeg = jpeg;
                storeWhenComplete(*thumbnail);
            });
            --d->thumbnailsWaiting;
        },
        thumbnailPriority);
}

void Library::storeWhenComplete(const NewThumbnail &thumbnail)
{
    if (thumbnail.id != 0 && !thumbnail.jpeg.isEmpty())
        d->thumbnails.store(thumbnail.id, thumbnail.jpeg);
}

void Library::rows(QObject *context, Done<std::vector<PictureRow>> done)
{
    d->database.run<std::vector<PictureRow>>(context, table::rows, std::move(done));
}

void Library::pictures(std::vector<PictureId> ids, QObject *context, Done<QList<Picture>> done)
{
    d->database.run<QList<Picture>>(
        context,
        [files = d->files, ids = std::move(ids)](QSqlDatabase &connection) {
            return table::pictures(connection, files, ids);
        },
        std::move(done));
}

void Library::idOf(const QString &file, QObject *context, Done<PictureId> done)
{
    d->database.run<PictureId>(
        context,
        [files = d->files, file](QSqlDatabase &connection) -> Result<PictureId> {
            const QString relative = files.relative(file);
            return relative.isEmpty() ? Result<PictureId>(0) : table::idOf(connection, relative);
        },
        std::move(done));
}

void Library::thumbnail(PictureId id, QObject *context, std::function<void(QImage)> done)
{
    d->thumbnails.request(id, context, std::move(done));
}

void Library::image(PictureId id, QObject *context, std::function<void(QImage)> done)
{
    d->database.run<QString>(
        this,
        [files = d->files, id](QSqlDatabase &connection) { return table::fileOf(connection, files, id); },
        [this, context = QPointer<QObject>(context), done = std::move(done)](Result<QString> file) {
            if (!context)
                return;
            const auto load = [path = file ? *file : QString()] {
                const Result<CheckedPicture> picture = readPicture(path);
                return picture ? picture->image : QImage();
            };
            support::runInPool(d->pool, context, load, done);
        });
}

void Library::rebuild(QObject *context, Done<RebuildReport> done,
                      std::function<void(RebuildProgress)> progress)
{
    const auto tell = [this, context = QPointer<QObject>(context),
                       progress = std::move(progress)](const RebuildProgress &now) {
        if (progress)
            support::callInApplication(context, [progress, now] { progress(now); });
        return !d->closes;
    };
    d->database.run<RebuildReport>(
        this, [this, tell](QSqlDatabase &connection) { return rebuildFromFiles(connection, d->paths, tell); },
        [this, context = QPointer<QObject>(context),
         done = std::move(done)](const Result<RebuildReport> &report) {
            onChangedOutside([context, done, report] {
                if (context && done)
                    done(report);
            });
        });
}

void Library::verify(QObject *context, Done<VerifyReport> done, std::function<void(FileFinding)> found,
                     std::function<void(int, int)> progress)
{
    const QPointer<QObject> asker(context);
    const auto tell = [asker, found = std::move(found)](const FileFinding &finding) {
        support::callInApplication(asker, [found, finding] { found(finding); });
    };
    const auto count = [this, asker, progress = std::move(progress)](int so, int total) {
        if (progress)
            support::callInApplication(asker, [progress, so, total] { progress(so, total); });
        return !d->closes;
    };
    d->database.run<std::vector<ListedPicture>>(
        context, listedPictures,
        [this, asker, tell, count, done = std::move(done)](const Result<std::vector<ListedPicture>> &listed) {
            if (!listed)
                return done(listed.error());
            support::runInPool(
                d->pool, asker,
                [paths = d->paths, listed = *listed, tell, count] {
                    return verifyFiles(listed, paths, tell, count);
                },
                done, verifyPriority);
        });
}

/// `then` is called when everybody has been told.
void Library::onChangedOutside(const std::function<void()> &then)
{
    d->database.run<QList<Picture>>(
        this,
        [this](QSqlDatabase &connection) -> Result<QList<Picture>> {
            auto fresh = table::picturesSince(connection, d->files, d->announced.last);
            return fresh ? d->announced.onlyNew(*fresh) : fresh;
        },
        [this, then](Result<QList<Picture>> fresh) {
            if (fresh) {
                for (const Picture &picture : std::as_const(*fresh))
                    Q_EMIT added(picture);
            }
            Q_EMIT changedOutside();
            if (then)
                then();
        });
}

} // namespace janus::library
