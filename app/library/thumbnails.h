#pragma once

#include "core/picture.h"
#include "library/database.h"
#include "library/picturefiles.h"
#include "library/thumb.h"
#include "library/thumbnailwork.h"
#include "library/thumbstore.h"

#include <QHash>
#include <QObject>
#include <QSize>

#include <functional>
#include <memory>
#include <vector>

namespace janus::library {

/// Small pictures: kept in a database file of their own, which is a cache and has its own thread, so that
/// they do not wait for the library's syncs; made from the picture file where they are missing or unreadable.
///
/// A page costs one statement there. It is then decoded in pieces on all cores, and answered piece by piece;
/// what is missing is looked up with one statement in the library and made in smaller pieces.
///
/// Everything is called in the application's thread.
class Thumbnails : public QObject
{
    Q_OBJECT
public:
    /// `library` and `workers` must outlive this; `workers` must outlive `library`, too.
    Thumbnails(const QString &file, Database &library, PictureFiles files, ThumbnailWorkers &workers,
               QObject *parent = nullptr);
    ~Thumbnails() override;

    /// Opens the cache, behind which all requests wait. Thumbnails of another library are thrown away.
    void open();
    /// Once the library is open and known by its identity.
    void belongTo(const QString &identity);
    /// When numbers of pictures may be given out a second time.
    void forgetAll();
    /// Library::thumbnails().
    void request(const std::vector<PictureId> &ids, QSize box, QObject *context,
                 std::function<void(const QList<Thumb> &)> done);
    /// Into the store, in one transaction with whatever else waits.
    void store(std::vector<thumbstore::StoredThumb> thumbs);
    /// Calls once everything given to store() until then lies there.
    void whenStored(std::function<void()> call);
    std::size_t waitingToBeStored() const { return m_toStore.size(); }

    Database &cache() { return m_cache; }

private:
    class UnderWay;
    struct Asker;
    struct Ask;
    struct Page;
    struct Answers;
    using PagePtr = std::shared_ptr<const Page>;
    using StoredThumbs = QHash<PictureId, thumbstore::StoredThumb>;

    void serveNext();
    int underWay() const;
    void lookUp(const PagePtr &page);
    void serve(const PagePtr &page, const StoredThumbs &stored);
    void findFiles(const PagePtr &page, const std::vector<Ask> &asks, const StoredThumbs &stored);
    void answer(const PagePtr &page, Answers answers);
    void storeNext();
    void remakeIfDamaged(const Error &error);

    ThumbnailWorkers &m_workers;
    Database &m_library;
    const PictureFiles m_files;
    QString m_identity;          ///< of the library
    bool m_isRemade = false;     ///< as often as once: a disk that damages everything would keep us busy
    std::vector<Asker> m_askers; ///< the newest at the end
    int m_lastNumber = 0;
    std::vector<thumbstore::StoredThumb> m_toStore;
    bool m_isStoring = false;
    std::vector<std::function<void()>> m_whenStored;
    Database m_cache; ///< goes first: its thread uses the others
};

} // namespace janus::library
