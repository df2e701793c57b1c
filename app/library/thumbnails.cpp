#include "library/thumbnails.h"

#include "library/picturecheck.h"
#include "support/checkpoint.h"
#include "support/pool.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlDatabase>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

struct MadeThumbnail
{
    QImage image;
    QByteArray jpeg;
};

MadeThumbnail makeThumbnail(const ListedFile &listed)
{
    const Result<QByteArray> bytes = verifiedBytes(listed);
    if (!bytes)
        return {};
    const Result<CheckedPicture> picture = checkPicture(*bytes, ImageSize::Thumbnail);
    if (!picture)
        return {};
    const QImage image = thumbnailOf(picture->image);
    return {image, thumbnailJpeg(image)};
}

Result<void> takeOver(QSqlDatabase &connection, const QString &identity)
{
    auto owner = execute(connection, u"SELECT 1 FROM owner WHERE library = ?"_s, {identity});
    if (!owner)
        return owner.error();
    if (owner->next())
        return {};
    owner->finish();
    Transaction transaction(connection);
    for (const QString &sql : {u"DELETE FROM thumbs"_s, u"DELETE FROM owner"_s}) {
        if (auto cleared = execute(connection, sql); !cleared)
            return cleared.error();
    }
    auto written = execute(connection, u"INSERT INTO owner(library) VALUES (?)"_s, {identity});
    return written ? transaction.commit() : written.error();
}

} // namespace

Thumbnails::Thumbnails(const QString &file, Database &library, PictureFiles files, QThreadPool &pool,
                       QObject *parent)
    : QObject(parent)
    , m_cache(file, DatabaseKind::Cache)
    , m_library(library)
    , m_files(std::move(files))
    , m_pool(pool)
{
}

void Thumbnails::open()
{
    m_cache.open(this, {}, [folder = QFileInfo(m_cache.file()).path()]() -> Result<void> {
        QDir().mkpath(folder);
        return {};
    });
}

void Thumbnails::belongTo(const QString &identity)
{
    m_cache.run<void>(this, [identity](QSqlDatabase &connection) { return takeOver(connection, identity); },
                      {});
}

void Thumbnails::forgetAll()
{
    m_cache.run<void>(this,
                      [](QSqlDatabase &connection) -> Result<void> {
                          auto cleared = execute(connection, u"DELETE FROM thumbs"_s);
                          return cleared ? Result<void>() : cleared.error();
                      },
                      {});
}

void Thumbnails::request(PictureId id, QObject *context, std::function<void(QImage)> done)
{
    m_askers[id].push_back({context, std::move(done)});
    m_waiting.push_back(id);
    serveNext();
}

void Thumbnails::store(PictureId id, const QByteArray &jpeg)
{
    if (jpeg.isEmpty())
        return;
    m_cache.run<void>(this,
                      [id, jpeg](QSqlDatabase &connection) -> Result<void> {
                          support::checkpoint("thumbnail.before");
                          auto stored =
                              execute(connection, u"INSERT OR REPLACE INTO thumbs(id, jpeg) VALUES (?, ?)"_s,
                                      {id, jpeg});
                          support::checkpoint("thumbnail.after");
                          return stored ? Result<void>() : stored.error();
                      },
                      {});
}

/// Enough at a time to keep every core and the cache's thread busy, and no more: what was asked for last
/// comes first.
void Thumbnails::serveNext()
{
    const int most = 2 * m_pool.maxThreadCount();
    while (!m_waiting.empty() && m_underWay.size() < most) {
        const PictureId id = m_waiting.back();
        m_waiting.pop_back();
        if (m_underWay.contains(id))
            continue;
        if (isWanted(id))
            lookUp(id);
        else
            m_askers.remove(id);
    }
}

bool Thumbnails::isWanted(PictureId id) const
{
    const auto askers = m_askers.constFind(id);
    return askers != m_askers.constEnd() &&
           std::ranges::any_of(*askers, [](const Asker &asker) { return !asker.context.isNull(); });
}

void Thumbnails::lookUp(PictureId id)
{
    m_underWay.insert(id);
    m_cache.run<QByteArray>(
        this,
        [id](QSqlDatabase &connection) -> Result<QByteArray> {
            auto found = execute(connection, u"SELECT jpeg FROM thumbs WHERE id = ?"_s, {id});
            if (!found)
                return found.error();
            return found->next() ? found->value(0).toByteArray() : QByteArray();
        },
        [this, id](Result<QByteArray> jpeg) {
            if (jpeg && !jpeg->isEmpty())
                decode(id, *jpeg);
            else
                findFile(id);
        });
}

void Thumbnails::decode(PictureId id, const QByteArray &jpeg)
{
    support::runInPool(
        m_pool, this,
        [jpeg] {
            const Result<CheckedPicture> picture = checkPicture(jpeg);
            return picture ? picture->image : QImage();
        },
        [this, id](const QImage &image) {
            if (image.isNull())
                findFile(id);
            else
                answer(id, image);
        });
}

void Thumbnails::findFile(PictureId id)
{
    m_library.run<ListedFile>(
        this, [files = m_files, id](QSqlDatabase &connection) { return listedFile(connection, files, id); },
        [this, id](const Result<ListedFile> &file) {
            if (file && !file->path.isEmpty())
                make(id, *file);
            else
                answer(id, {});
        });
}

void Thumbnails::make(PictureId id, const ListedFile &file)
{
    support::runInPool(
        m_pool, this, [file] { return makeThumbnail(file); },
        [this, id](const MadeThumbnail &made) {
            store(id, made.jpeg);
            answer(id, made.image);
        });
}

void Thumbnails::answer(PictureId id, const QImage &image)
{
    m_underWay.remove(id);
    const std::vector<Asker> askers = m_askers.take(id);
    serveNext();
    for (const Asker &asker : askers) {
        if (asker.context)
            asker.done(image);
    }
}

} // namespace janus::library
