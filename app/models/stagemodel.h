#pragma once

#include "core/picture.h"
#include "library/catalogue.h"
#include "models/picturecache.h"
#include "models/stageroles.h"
#include "models/stagerows.h"

#include <QAbstractListModel>
#include <QHash>
#include <QTimer>

#include <deque>
#include <unordered_set>
#include <utility>
#include <vector>

namespace janus::jobs {
class JobQueue;
struct JobInfo;
} // namespace janus::jobs
namespace janus::library {
class Library;
}

namespace janus::models {

/// The stage: the pictures of one listing, and among them the live cells of open requests, in one list (roles
/// in stageroles.h). Knows 16 bytes of every row; details and thumbnails are fetched for what is looked at.
/// Live cells are shown while the listing is the plain library, newest first. Follows the library: what comes
/// in, goes, is marked or moved, here or by another process, changes rows in place and never the rest.
class StageModel : public QAbstractListModel, public StageRows
{
    Q_OBJECT
public:
    StageModel(library::Library &library, jobs::JobQueue &queue, QObject *parent = nullptr);
    ~StageModel() override;

    /// Shows another listing: its first page as soon as can be, the rest behind it. What is shown stays until
    /// then.
    void setListing(const library::Listing &listing);
    const library::Listing &listing() const { return m_listing; }
    /// Reads the listing again; loaded() follows. Before the first call nothing is read, whatever the
    /// listing.
    void load();
    bool isLoaded() const { return m_isLoaded; }
    /// Whether all rows are there.
    bool isWhole() const { return m_isWhole; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

    RowShape rowShape(int row) const override;
    Grouping grouping() const override { return m_listing.effectiveGrouping(); }
    void setThumbnailBox(const QSize &devicePixels) override;
    void setInSight(int first, int last) override;

    /// Looks through all rows unless it was looked at lately.
    QModelIndex indexOfPicture(PictureId id) const;
    /// First row of a batch, or an invalid index; only where batches are groups.
    QModelIndex indexOfBatch(BatchId id) const;
    int pictureCount() const { return int(m_cells.size()) - m_liveCount; }
    /// Pictures of these rows; live cells are left out.
    std::vector<PictureId> picturesOf(const QModelIndexList &rows) const;
    /// The same for a row range, without an index for each.
    void appendPictures(int first, int last, std::vector<PictureId> &ids) const;

Q_SIGNALS:
    /// A listing's first page is here.
    void loaded();
    /// The first page, then more, then everything.
    void listed(int pictures, bool isWhole);
    void failed(const janus::Error &error);

private:
    /// A row: a picture, or the place of one that is on its way.
    struct Cell
    {
        qint64 id = 0; ///< of the picture; negative: live
        quint32 group = 0;
        quint16 width = 0;
        quint16 height = 0;

        static Cell live(JobId job, int index, QSize size, quint32 group);
        bool isLive() const { return id < 0; }
        JobId job() const { return (-id - 1) / cellsPerJob; }
        int index() const { return int((-id - 1) % cellsPerJob); }
        QSize size() const { return {width, height}; }
    };
    static constexpr int cellsPerJob = 1024;
    static Cell cellOf(const library::ListedRow &row);

    // What is listed: stagemodel.cpp
    void onPart(const Result<library::ListPart> &part);
    void begin(const std::vector<library::ListedRow> &rows);
    void append(const std::vector<library::ListedRow> &rows);
    void fetchAhead();
    std::vector<PictureId> picturesIn(int first, int last);

    // What changes: stagemodel_changes.cpp
    using Ids = std::unordered_set<PictureId>;
    bool showsLive() const { return m_listing.query.isPlain(); }
    void onPicture(const Picture &picture);
    void enter(const Picture &picture);
    void onJobs(const QList<jobs::JobInfo> &added);
    void onJob(const jobs::JobInfo &job);
    void addLiveCells();
    void insertLiveCells(const jobs::JobInfo &job);
    void removeLiveCells(const jobs::JobInfo &job);
    void onMarking(const std::vector<PictureId> &ids, const library::MarksPatch &patch);
    void onChanged(const library::LibraryChange &change);
    void onFilesChanged(const std::vector<PictureId> &ids);
    void admit(const std::vector<PictureId> &ids);
    void removePictures(const Ids &gone);
    void refreshSoon(const std::vector<PictureId> &ids);
    void refresh();
    bool applyWhole(const std::vector<library::ListedRow> &rows, const Ids &changed);

    // Places
    std::pair<int, int> groupRange(int row) const; ///< first and one past the last row of its group
    int firstRowOfGroup(quint32 group) const;      ///< where it is, or would be; newest first only
    int rowOf(qint64 id) const;                    ///< -1: none
    quint32 groupOf(const jobs::JobInfo &job) const;
    int placeFor(const jobs::JobInfo &job, int index) const;
    std::pair<JobId, int> placeOf(const Cell &cell) const;
    void insertCell(int row, const Cell &cell);
    void removeRange(int first, int last);
    void refreshGroup(int row);

    // Roles: stagemodel_data.cpp
    QVariant pictureData(const Cell &cell, int role) const;
    QVariant liveData(const Cell &cell, int role) const;
    QVariant headerData(int row, int role) const;
    QVariant dayData(int row, int role) const;
    bool isBatchOpen(int row) const;
    void remember(qint64 id, int row) const;
    void announce(const std::vector<PictureId> &ids, const QList<int> &roles);

    library::Library &m_library;
    jobs::JobQueue &m_queue;
    library::Listing m_listing;
    library::Cancelling m_listingRun;
    library::Cancelling m_refreshRun;
    std::deque<Cell> m_cells;
    int m_liveCount = 0;
    bool m_isStarted = false;
    bool m_isLoaded = false;
    bool m_isWhole = false;
    QList<Picture> m_late; ///< came in while the rest of the rows was on its way
    /// Request and place within it of pictures that live cells stand among.
    QHash<PictureId, std::pair<JobId, int>> m_places;
    mutable PictureCache m_cache;
    mutable QHash<qint64, int> m_rowHints; ///< where a cell was when it was last asked about
    std::pair<int, int> m_inSight{0, -1};
    bool m_hasFetchedAhead = false;
    Ids m_toRefresh; ///< pictures whose rows may have come or gone
    bool m_refreshAll = false;
    QTimer m_refreshTimer;
};

} // namespace janus::models
