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

#include <set>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

/// Pictures that come in go before thumbnails.
constexpr int addPriority = 1;

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
    QThreadPool pool;
    Database database;
    Thumbnails thumbnails;
    OutsideWatch watch;
};

Library::Library(support::Paths paths, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(std::move(paths)))
{
    connect(&d->watch, &OutsideWatch::changed, this, &Library::onChangedOutside);
}

Library::~Library()
{
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
            d->files.tidyIncoming(QDateTime::currentDateTime());
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

void Library::add(NewPicture picture, QObject *context, Done<Picture> done, std::function<void(QImage)> inHand)
{
    const QPointer<QObject> asker(context);
    const auto finish = [this, context = asker, done = std::move(done)](Result<AddedPicture> added) {
        if (added && added->isNew) {
            d->thumbnails.store(added->picture.id, added->jpeg);
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
    d->pool.start(
        [this, picture = std::move(picture), context = asker, inHand = std::move(inHand), keep] {
            const ExaminedPicture examined = examinePicture(picture.bytes);
            if (examined.picture && inHand)
                support::callInApplication(context,
                                           [inHand, image = examined.picture->image] { inHand(image); });
            keep(picture, readiedForKeeping(examined, picture.bytes));
        },
        addPriority);
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

void Library::onChangedOutside()
{
    d->database.run<QList<Picture>>(
        this,
        [this](QSqlDatabase &connection) -> Result<QList<Picture>> {
            auto fresh = table::picturesSince(connection, d->files, d->announced.last);
            return fresh ? d->announced.onlyNew(*fresh) : fresh;
        },
        [this](Result<QList<Picture>> fresh) {
            if (fresh) {
                for (const Picture &picture : std::as_const(*fresh))
                    Q_EMIT added(picture);
            }
            Q_EMIT changedOutside();
        });
}

} // namespace janus::library
