// What the stage lists. What changes in it: stagemodel_changes.cpp; what a row says: stagemodel_data.cpp.
#include "models/stagemodel.h"

#include "jobs/jobqueue.h"
#include "library/deeds.h"
#include "library/exchange.h"
#include "library/library.h"
#include "library/outsidefiles.h"

#include <algorithm>

namespace janus::models {

using library::ListedRow;

StageModel::StageModel(library::Library &library, jobs::JobQueue &queue, QObject *parent)
    : QAbstractListModel(parent)
    , m_library(library)
    , m_queue(queue)
    , m_cache(library)
{
    m_refreshTimer.setSingleShot(true);
    m_refreshTimer.setInterval(0);
    connect(&m_refreshTimer, &QTimer::timeout, this, &StageModel::refresh);
    connect(&m_cache, &PictureCache::detailsChanged, this,
            [this](const std::vector<PictureId> &ids) { announce(ids, {}); });
    connect(&m_cache, &PictureCache::thumbnailsChanged, this, [this](const std::vector<PictureId> &ids) {
        announce(ids, {Qt::DecorationRole, IsMissingRole, IsChangedRole});
    });
    connect(&m_cache, &PictureCache::satisfied, this, &StageModel::fetchAhead);
    connect(&library, &library::Library::added, this, &StageModel::onPicture);
    connect(&library, &library::Library::changedOutside, this, [this] {
        m_refreshAll = true;
        m_refreshTimer.start();
    });
    connect(&library.deeds(), &library::Deeds::marking, this,
            [this](const auto &ids, const library::MarksPatch &patch) { onMarking(*ids, patch); });
    connect(&library.deeds(), &library::Deeds::changed, this, &StageModel::onChanged);
    connect(&library.deeds(), &library::Deeds::failed, this, [this] {
        m_cache.clear(); // what was shown before it was done is void
        if (!m_cells.empty())
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    });
    connect(&library.outsideFiles(), &library::OutsideFiles::changed, this,
            [this](const auto &ids) { onFilesChanged(*ids); });
    connect(&library.exchange(), &library::Exchange::foundAgain, this, &StageModel::onFilesChanged);
    connect(&library.exchange(), &library::Exchange::forgotten, this,
            [this](const std::vector<PictureId> &ids) {
                removePictures({ids.begin(), ids.end()});
            });
    connect(&queue, &jobs::JobQueue::jobsAdded, this, &StageModel::onJobs);
    connect(&queue, &jobs::JobQueue::jobChanged, this, &StageModel::onJob);
    connect(&queue, &jobs::JobQueue::jobFinished, this, &StageModel::onJob);
}

StageModel::~StageModel() = default;

StageModel::Cell StageModel::cellOf(const ListedRow &row)
{
    return {row.id, row.group, row.width, row.height};
}

void StageModel::setListing(const library::Listing &listing)
{
    if (m_listing == listing)
        return;
    m_listing = listing;
    if (m_isStarted)
        load();
}

void StageModel::load()
{
    m_isStarted = true;
    m_listingRun.cancel();
    m_refreshRun.cancel();
    m_toRefresh.clear();
    m_refreshAll = false;
    m_isWhole = false;
    m_late.clear();
    m_listingRun = library::Cancelling::make();
    m_library.catalogue().list(m_listing, m_listingRun, this,
                               [this](const Result<library::ListPart> &part) { onPart(part); });
}

void StageModel::onPart(const Result<library::ListPart> &part)
{
    if (!part) {
        begin({}); // not what another listing has shown
        m_isWhole = true;
        Q_EMIT failed(part.error());
        Q_EMIT loaded();
        return;
    }
    part->isFirst ? begin(part->rows) : append(part->rows);
    m_isWhole = part->isLast;
    if (part->isFirst)
        Q_EMIT loaded();
    if (part->isLast) {
        for (const Picture &picture : std::exchange(m_late, {})) {
            if (rowOf(picture.id) < 0)
                enter(picture);
        }
    }
    Q_EMIT listed(pictureCount(), m_isWhole);
}

void StageModel::begin(const std::vector<ListedRow> &rows)
{
    beginResetModel();
    m_cells.clear();
    m_liveCount = 0;
    m_places.clear();
    m_rowHints.clear();
    m_inSight = {0, -1};
    for (const ListedRow &row : rows)
        m_cells.push_back(cellOf(row));
    m_isLoaded = true;
    endResetModel();
    addLiveCells();
}

void StageModel::append(const std::vector<ListedRow> &rows)
{
    if (rows.empty())
        return;
    const int end = rowCount();
    beginInsertRows({}, end, end + int(rows.size()) - 1);
    for (const ListedRow &row : rows)
        m_cells.push_back(cellOf(row));
    endInsertRows();
}

int StageModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_cells.size());
}

RowShape StageModel::rowShape(int row) const
{
    const Cell &cell = m_cells[size_t(row)];
    return {cell.group, cell.size(), cell.isLive()};
}

void StageModel::setThumbnailBox(const QSize &devicePixels)
{
    m_cache.setBox(devicePixels);
    const auto [first, last] = m_inSight;
    m_inSight = {0, -1};
    if (last >= first)
        setInSight(first, last);
}

void StageModel::setInSight(int first, int last)
{
    if (m_inSight == std::pair(first, last))
        return;
    m_inSight = {first, last};
    m_hasFetchedAhead = false;
    m_cache.want(picturesIn(first, last));
}

/// When everything in sight is here: a screen in either direction.
void StageModel::fetchAhead()
{
    const auto [first, last] = m_inSight;
    if (last < first || std::exchange(m_hasFetchedAhead, true))
        return;
    const int count = last - first + 1;
    std::vector<PictureId> ids = picturesIn(first, last + count);
    const std::vector<PictureId> before = picturesIn(first - count, first - 1);
    ids.insert(ids.end(), before.begin(), before.end());
    m_cache.want(ids);
}

std::vector<PictureId> StageModel::picturesIn(int first, int last)
{
    std::vector<PictureId> ids;
    for (int row = std::max(0, first); row <= std::min(last, rowCount() - 1); ++row) {
        const Cell &cell = m_cells[size_t(row)];
        if (cell.isLive())
            continue;
        ids.push_back(cell.id);
        remember(cell.id, row);
    }
    return ids;
}

std::pair<int, int> StageModel::groupRange(int row) const
{
    const quint32 group = m_cells[size_t(row)].group;
    const auto isIn = [&](int at) {
        return at >= 0 && at < rowCount() && m_cells[size_t(at)].group == group;
    };
    // Doubling steps, then halving ones: rows of a group are adjacent.
    const auto edge = [&](int direction) {
        int inside = row;
        int step = 1;
        while (isIn(inside + direction * step)) {
            inside += direction * step;
            step *= 2;
        }
        for (; step > 0; step /= 2) {
            if (isIn(inside + direction * step))
                inside += direction * step;
        }
        return inside;
    };
    return {edge(-1), edge(1) + 1};
}

int StageModel::firstRowOfGroup(quint32 group) const
{
    const auto place = std::lower_bound(m_cells.begin(), m_cells.end(), group,
                                        [](const Cell &cell, quint32 wanted) { return cell.group > wanted; });
    return int(place - m_cells.begin());
}

void StageModel::remember(qint64 id, int row) const
{
    constexpr int mostHints = 8192;
    if (m_rowHints.size() > mostHints)
        m_rowHints.clear();
    m_rowHints.insert(id, row);
}

int StageModel::rowOf(qint64 id) const
{
    if (id == 0)
        return -1;
    const auto isAt = [&](int row) { return row >= 0 && row < rowCount() && m_cells[size_t(row)].id == id; };
    if (const auto hint = m_rowHints.constFind(id); hint != m_rowHints.constEnd()) {
        constexpr int near = 64; // rows came or went above it
        for (int distance = 0; distance <= near; ++distance) {
            for (const int row : {*hint + distance, *hint - distance}) {
                if (isAt(row)) {
                    remember(id, row);
                    return row;
                }
            }
        }
    }
    const auto found = std::ranges::find(m_cells, id, &Cell::id);
    if (found == m_cells.end())
        return -1;
    const int row = int(found - m_cells.begin());
    remember(id, row);
    return row;
}

QModelIndex StageModel::indexOfPicture(PictureId id) const
{
    const int row = id > 0 ? rowOf(id) : -1;
    return row < 0 ? QModelIndex() : index(row);
}

QModelIndex StageModel::indexOfBatch(BatchId id) const
{
    if (grouping() != Grouping::Job)
        return {};
    const auto found = std::ranges::find(m_cells, quint32(id), &Cell::group);
    return found == m_cells.end() ? QModelIndex() : index(int(found - m_cells.begin()));
}

std::vector<PictureId> StageModel::picturesOf(const QModelIndexList &rows) const
{
    std::vector<PictureId> ids;
    for (const QModelIndex &row : rows)
        appendPictures(row.row(), row.row(), ids);
    return ids;
}

void StageModel::appendPictures(int first, int last, std::vector<PictureId> &ids) const
{
    for (int row = std::max(0, first); row <= std::min(last, rowCount() - 1); ++row) {
        if (!m_cells[size_t(row)].isLive())
            ids.push_back(m_cells[size_t(row)].id);
    }
}

} // namespace janus::models
