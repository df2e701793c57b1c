#pragma once

#include "core/picture.h"
#include "library/database.h"
#include "library/listedfile.h"
#include "library/picturefiles.h"

#include <QHash>
#include <QImage>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <QThreadPool>

#include <functional>
#include <vector>

namespace janus::library {

/// Small pictures: kept in a database file of their own, which is a cache and has its own thread, so that
/// they do not wait for the library's syncs; made from the picture file where they are missing or unreadable.
///
/// Everything is called in the application's thread. The newest request is served first, two of the same
/// picture are served at once, and one whose askers have all gone is not served at all.
class Thumbnails : public QObject
{
    Q_OBJECT
public:
    /// `library` and `pool` must outlive this, and the pool must be waited for before this goes.
    Thumbnails(const QString &file, Database &library, PictureFiles files, QThreadPool &pool,
               QObject *parent = nullptr);

    /// Opens the cache, behind which all requests wait. Thumbnails of another library are thrown away.
    void open();
    /// Once the library is open and known by its identity.
    void belongTo(const QString &identity);
    /// When numbers of pictures may be given out a second time.
    void forgetAll();
    void request(PictureId id, QObject *context, std::function<void(QImage)> done);
    void store(PictureId id, const QByteArray &jpeg);

private:
    struct Asker
    {
        QPointer<QObject> context;
        std::function<void(QImage)> done;
    };

    void serveNext();
    bool isWanted(PictureId id) const;
    void lookUp(PictureId id);
    void decode(PictureId id, const QByteArray &jpeg);
    void findFile(PictureId id);
    void make(PictureId id, const ListedFile &file);
    void answer(PictureId id, const QImage &image);

    Database m_cache;
    Database &m_library;
    const PictureFiles m_files;
    QThreadPool &m_pool;
    QHash<PictureId, std::vector<Asker>> m_askers;
    std::vector<PictureId> m_waiting; ///< the newest at the end
    QSet<PictureId> m_underWay;
};

} // namespace janus::library
