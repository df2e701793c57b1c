#pragma once

#include "core/picture.h"
#include "library/deeds.h"
#include "library/thumb.h"

#include <QCache>
#include <QObject>
#include <QPixmap>
#include <QSet>
#include <QTimer>

#include <vector>

namespace janus::library {
class Library;
}

namespace janus::models {

/// Details and thumbnails of the pictures that are looked at, and of their neighbours: fetched when they are
/// asked for, many at a time, and kept under a budget. What is not there yet is null; a signal follows. GUI
/// thread.
class PictureCache : public QObject
{
    Q_OBJECT
public:
    explicit PictureCache(library::Library &library, QObject *parent = nullptr);

    const Picture *details(PictureId id);
    QPixmap thumbnail(PictureId id);
    /// As the last look at the file found it; as the library says before that.
    OutsideState outside(PictureId id);
    bool hasThumbnail(PictureId id) const { return m_thumbnails.contains(id); }

    /// Device pixels that thumbnails are fitted into. Those of another size stay until the new ones are here.
    void setBox(const QSize &box);
    /// Only these matter from now on, the first ones most: what else was asked for is not fetched.
    void want(const std::vector<PictureId> &ids);

    void insert(const Picture &picture);
    /// Shows marks that are on their way to the disk. Answers which pictures it had.
    std::vector<PictureId> patch(const std::vector<PictureId> &ids, const library::MarksPatch &patch);
    /// Reads again what it has of these.
    void refresh(const std::vector<PictureId> &ids);
    /// The same for what became of their files; their thumbnails are asked for again.
    void refreshFiles(const std::vector<PictureId> &ids);
    void clear();

Q_SIGNALS:
    /// Details of these have come or changed.
    void detailsChanged(const std::vector<janus::PictureId> &ids);
    void thumbnailsChanged(const std::vector<janus::PictureId> &ids);
    /// Everything that want() named is here; once for each call.
    void satisfied();

private:
    struct Thumbnail
    {
        QPixmap pixmap;
        QSize box;
        OutsideState outside = OutsideState::Fine;
    };

    void ask();
    void askDetails();
    void askThumbnails();
    void onThumbs(const QList<library::Thumb> &thumbs, const QSize &box);
    void checkSatisfied();

    library::Library &m_library;
    QCache<PictureId, Picture> m_details;
    QCache<PictureId, Thumbnail> m_thumbnails; ///< cost in kilobytes
    QSize m_box{256, 256};
    QTimer m_askTimer;
    bool m_isSatisfied = true;
    std::vector<PictureId> m_detailsWanted;
    std::vector<PictureId> m_thumbnailsWanted; ///< the most urgent first
    QSet<PictureId> m_thumbnailsAsked;         ///< the same, for looking up
    QSet<PictureId> m_detailsOnTheWay;
};

} // namespace janus::models
