#include "library/library.h"

#include "library/adding.h"
#include "library/backups.h"
#include "library/catalogue.h"
#include "library/connection.h"
#include "library/database.h"
#include "library/deeds.h"
#include "library/exchange.h"
#include "library/formhistory.h"
#include "library/listedfile.h"
#include "library/mending.h"
#include "library/outsidefiles.h"
#include "library/outsidewatch.h"
#include "library/picturecheck.h"
#include "library/picturefiles.h"
#include "library/picturetable.h"
#include "library/sheets.h"
#include "library/thumbnailfill.h"
#include "library/thumbnails.h"
#include "support/pool.h"

#include <QDir>
#include <QPointer>
#include <QSqlDatabase>
#include <QThreadPool>
#include <QTimer>

#include <atomic>
#include <chrono>
#include <optional>
#include <set>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace janus::library {

namespace {

/// Pictures that come in are shown before the ones before them are kept, as long as there is memory for that;
/// then come thumbnails that are asked for, and new ones last.
constexpr int addPriority = 2;
constexpr int keepPriority = 1;
constexpr qint64 mostBytesWaiting = 24 * 1024 * 1024;
constexpr int thumbnailPriority = -1;
/// After everything else.
constexpr int backupPriority = -2;
/// Not before the first pictures of the window.
constexpr auto firstBackup = 2s;
constexpr auto nextBackup = 1h;
constexpr int verifyPriority = -2;
/// A quarter of a megabyte each.
constexpr int mostThumbnailsWaiting = 64;

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

/// Its two halves, the row's and the image's, come in any order, both in the application's thread.
struct Library::NewThumbnail
{
    thumbstore::StoredThumb thumb;
};

struct Library::Opened
{
    QString identity;
    std::optional<QString> mended; ///< what was done, for the user
    std::optional<Error> folderProblem;
};

struct Library::Private
{
    explicit Private(support::Paths folders)
        : paths(std::move(folders))
        , files(paths)
        , database(paths.database())
        , catalogue(paths.database(), files)
        , formHistory(paths.database())
        , deeds(database)
        , exchange(
              database, deeds, files, paths.ownerLocks(),
              [this](const std::vector<PictureId> &ids) { announced.beyond.insert(ids.begin(), ids.end()); })
        , outsideFiles(database, files)
        , sheets(database, files)
        , thumbnails(paths.thumbnails(), database, files, workers)
        , filling(database, files, thumbnails, workers)
        , watch(database)
    {
    }

    Result<Opened> begin(QSqlDatabase &connection);
    QString finishMending(QSqlDatabase &connection, const Mended &mended, const Result<void> &folder);

    support::Paths paths;
    PictureFiles files;
    AnnouncedPictures announced;
    std::atomic<qint64> bytesWaiting = 0; ///< of pictures on their way into the library, in memory
    std::atomic<int> thumbnailsWaiting = 0;
    std::atomic<bool> closes = false;
    QThreadPool pool;
    ThumbnailWorkers workers; ///< after the databases, whose threads start work there
    Database database;
    Catalogue catalogue;
    FormHistory formHistory;
    Deeds deeds;
    Exchange exchange;
    OutsideFiles outsideFiles;
    Sheets sheets;
    Thumbnails thumbnails;
    ThumbnailFill filling;
    OutsideWatch watch;
    QTimer backupTimer;
};

Library::Library(support::Paths paths, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(std::move(paths)))
{
    d->backupTimer.setSingleShot(true);
    d->backupTimer.setTimerType(Qt::VeryCoarseTimer);
    connect(&d->backupTimer, &QTimer::timeout, this, [this] {
        backUp(this, [this](const Result<QString> &made) {
            if (!made)
                Q_EMIT backupFailed(made.error());
        });
    });
    connect(&d->exchange, &Exchange::added, this, &Library::added);
    connect(&d->outsideFiles, &OutsideFiles::folderMissing, this, &Library::picturesFolderMissing);
    connect(&d->outsideFiles, &OutsideFiles::folderBack, this, &Library::picturesFolderBack);
    connect(&d->watch, &OutsideWatch::changed, this, [this] { onChangedOutside(); });
}

Library::~Library()
{
    d->closes = true;
    d->workers.close();
    // What the pool has finished it posts to the databases, which finish it in turn.
    d->pool.waitForDone();
}

void Library::open(QObject *context, Done<void> done)
{
    d->database.open(this, {}, [paths = d->paths] { return paths.prepare(); });
    d->thumbnails.open();
    d->database.run<Opened>(
        this, [this](QSqlDatabase &connection) { return d->begin(connection); },
        [this, context = QPointer<QObject>(context), done = std::move(done)](const Result<Opened> &opened) {
            if (opened)
                onOpened(*opened);
            if (context && done)
                done(opened ? Result<void>() : opened.error());
        });
}

/// In one piece with opening: nobody works with a database that was mended before its pictures are back, or
/// a request of theirs might be taken for one that was never sent.
Result<Library::Opened> Library::Private::begin(QSqlDatabase &connection)
{
    const Result<QString> identity = table::identity(connection);
    const Result<QStringList> known = table::someFiles(connection);
    if (!identity || !known)
        return identity ? known.error() : identity.error();
    files.folder().belongTo(*identity, *known);
    const Result<void> folder = files.folder().check();
    Opened opened{*identity, {}, folder ? std::nullopt : std::optional(folder.error())};
    if (folder)
        files.tidyIncoming(QDateTime::currentDateTime(),
                           [&connection](const QString &file) { return table::hasFile(connection, file); });
    if (const std::optional<Mended> note = mendedNote(database.file()))
        opened.mended = finishMending(connection, *note, folder);
    const Result<PictureId> last = table::lastId(connection);
    if (!last)
        return last.error();
    announced.last = *last;
    return opened;
}

/// Brings the pictures that came after the backup back from their files and answers what to tell the user.
/// Until that is done the note stays, and the next start tries again.
QString Library::Private::finishMending(QSqlDatabase &connection, const Mended &mended,
                                        const Result<void> &folder)
{
    const Result<RebuildReport> report =
        folder ? rebuildFromFiles(connection, paths, [this](const RebuildProgress &) { return !closes; })
               : Result<RebuildReport>(folder.error());
    if (!report)
        return u"%1 Pictures that came later are looked for at the next start. (%2)"_s.arg(
            mended.sentence, report.error().message);
    if (!closes)
        forgetMended(database.file());
    if (report->restored == 0)
        return mended.sentence;
    return mended.sentence +
           (report->restored == 1
                ? u" 1 picture was brought back from its file."_s
                : u" %1 pictures were brought back from their files."_s.arg(report->restored));
}

void Library::onOpened(const Opened &opened)
{
    if (opened.mended)
        d->thumbnails.forgetAll();
    d->thumbnails.belongTo(opened.identity);
    d->catalogue.open();
    d->formHistory.open();
    d->deeds.load();
    d->watch.start();
    d->backupTimer.start(firstBackup);
    if (opened.folderProblem)
        Q_EMIT picturesFolderMissing(*opened.folderProblem);
    if (opened.mended)
        Q_EMIT mended(*opened.mended);
}

void Library::room(qint64 bytes, QObject *context, Done<void> done)
{
    d->database.run<void>(
        context, [files = d->files, bytes](QSqlDatabase &) { return files.room(bytes); }, std::move(done));
}

void Library::setPicturesFolder(const QString &folder, bool isSure, QObject *context, Done<void> done)
{
    d->database.run<void>(
        this,
        [files = d->files, folder, isSure](QSqlDatabase &) -> Result<void> {
            if (!isSure && !files.folder().looksRight(folder))
                return Error{
                    ErrorKind::BadInput,
                    u"None of this library's pictures is in %1. New ones go there; those of before are "
                    "shown again when they are moved there, too."_s.arg(QDir::toNativeSeparators(folder))};
            return files.folder().moveTo(folder);
        },
        [this, folder, context = QPointer<QObject>(context),
         done = std::move(done)](const Result<void> &moved) {
            if (moved)
                d->paths.pictures = folder;
            if (context && done)
                done(moved);
        });
}

/// With a connection of its own, so that nobody waits for it.
void Library::backUp(QObject *context, Done<QString> done)
{
    d->backupTimer.start(nextBackup);
    support::runInPool(
        d->pool, context,
        [file = d->database.file()] {
            Result<QString> made = Backups(file).makeIfDue(QDateTime::currentDateTimeUtc());
            if (!made && isDamage(made.error()))
                QFile(doubtOf(file)).open(QIODevice::WriteOnly);
            return made;
        },
        std::move(done), backupPriority);
}

Database &Library::database()
{
    return d->database;
}

Catalogue &Library::catalogue()
{
    return d->catalogue;
}

FormHistory &Library::formHistory()
{
    return d->formHistory;
}

Deeds &Library::deeds()
{
    return d->deeds;
}

Exchange &Library::exchange()
{
    return d->exchange;
}

OutsideFiles &Library::outsideFiles()
{
    return d->outsideFiles;
}

Sheets &Library::sheets()
{
    return d->sheets;
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
            thumbnail->thumb.id = added->picture.id;
            thumbnail->thumb.file = added->file;
            thumbnail->thumb.stamp = added->stamp;
            thumbnail->thumb.size = added->picture.size;
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
                thumbnail->thumb.jpeg = jpeg;
                storeWhenComplete(*thumbnail);
            });
            --d->thumbnailsWaiting;
        },
        thumbnailPriority);
}

void Library::storeWhenComplete(const NewThumbnail &thumbnail)
{
    if (thumbnail.thumb.id != 0 && !thumbnail.thumb.jpeg.isEmpty())
        d->thumbnails.store({thumbnail.thumb});
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

void Library::thumbnails(const std::vector<PictureId> &ids, QSize box, QObject *context,
                         std::function<void(const QList<Thumb> &)> done)
{
    d->thumbnails.request(ids, box, context, std::move(done));
}

void Library::fillThumbnails(QObject *context, std::function<void(int)> done)
{
    d->filling.start(context, std::move(done));
}

void Library::setFillingPaused(bool isPaused)
{
    d->filling.setPaused(isPaused);
}

void Library::image(PictureId id, QObject *context, std::function<void(QImage)> done)
{
    d->database.run<ListedFile>(
        this, [files = d->files, id](QSqlDatabase &connection) { return listedFile(connection, files, id); },
        [this, context = QPointer<QObject>(context), done = std::move(done)](const Result<ListedFile> &file) {
            if (!context)
                return;
            const auto load = [listed = file ? *file : ListedFile()] {
                const Result<QByteArray> bytes = verifiedBytes(listed);
                const auto picture = bytes ? checkPicture(*bytes) : Result<CheckedPicture>(bytes.error());
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
        this,
        [paths = d->paths, tell](QSqlDatabase &connection) {
            return rebuildFromFiles(connection, paths, tell);
        },
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
