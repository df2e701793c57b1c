#pragma once

#include "core/picture.h"
#include "models/stageroles.h"
#include "models/stagerows.h"

#include <QAbstractListModel>
#include <QCache>
#include <QPixmap>

#include <QSet>
#include <vector>

namespace janus::jobs {
class JobQueue;
struct JobInfo;
} // namespace janus::jobs
namespace janus::library {
class Library;
}

namespace janus::models {

/// The stage: pictures of the library and the live cells of open requests, in one list (roles in
/// stageroles.h). Knows the skeleton of every row; pictures' details and thumbnails are fetched for what is
/// looked at.
class StageModel : public QAbstractListModel, public StageRows
{
    Q_OBJECT
public:
    StageModel(library::Library &library, jobs::JobQueue &queue, QObject *parent = nullptr);

    /// Reads the library's rows; loaded() follows.
    void load();
    bool isLoaded() const { return m_loaded; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    RowShape rowShape(int row) const override;

    QModelIndex indexOfPicture(PictureId id) const;
    /// First row of a batch, or an invalid index.
    QModelIndex indexOfBatch(BatchId id) const;
    int pictureCount() const { return m_pictureCount; }

Q_SIGNALS:
    void loaded();

private:
    struct Cell
    {
        PictureId picture = 0;
        JobId job = 0;
        BatchId batch = 0;
        int index = 0;
        QSize size;
        bool isLive() const { return picture == 0; }
    };

    static bool isBefore(const Cell &a, const Cell &b);
    int placeOf(const Cell &cell) const;
    bool isAt(int row, const Cell &cell) const;
    int firstRowOfBatch(BatchId batch) const;
    int endRowOfBatch(int row) const;
    bool isBatchOpen(int row) const;

    void onPicture(const Picture &picture);
    void onJob(const jobs::JobInfo &job);
    void removeLiveCells(const jobs::JobInfo &job);
    void refreshBatch(BatchId batch);

    QVariant pictureData(const Cell &cell, int role) const;
    QVariant liveData(const Cell &cell, int role) const;
    QVariant batchData(int row, int role) const;
    /// Null until it is loaded; asking fetches it, dataChanged() follows.
    const Picture *details(PictureId id) const;
    QPixmap thumbnail(PictureId id) const;
    void fetchDetails();
    void announce(PictureId id);

    library::Library &m_library;
    jobs::JobQueue &m_queue;
    std::vector<Cell> m_cells;
    int m_pictureCount = 0;
    bool m_loaded = false;
    mutable QCache<PictureId, Picture> m_details;
    mutable QCache<PictureId, QPixmap> m_thumbnails;
    mutable QSet<PictureId> m_detailsWanted;
    mutable QSet<PictureId> m_thumbnailsWanted;
};

} // namespace janus::models
