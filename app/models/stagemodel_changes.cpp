// StageModel: what comes, goes and changes after a listing was shown.
#include "models/stagemodel.h"

#include "jobs/jobqueue.h"
#include "library/library.h"

#include <QDateTime>

#include <algorithm>

namespace janus::models {

using library::ListedRow;

namespace {

/// A failed or expired request keeps its cell for this session, so that its reason is seen where its picture
/// was to be.
bool keepsCells(JobState state)
{
    return state != JobState::Cancelled && state != JobState::Done;
}

quint16 side(int pixels)
{
    return quint16(std::clamp(pixels, 1, 0xffff));
}

/// More changes than this at once, and the list is shown anew.
constexpr std::size_t mostSteps = 400;

} // namespace

StageModel::Cell StageModel::Cell::live(JobId job, int index, QSize size, quint32 group)
{
    return {-(job * cellsPerJob + index) - 1, group, side(size.width()), side(size.height())};
}

quint32 StageModel::groupOf(const jobs::JobInfo &job) const
{
    switch (grouping()) {
    case Grouping::Job:
        return quint32(job.batch);
    case Grouping::Day:
        return quint32(job.created.toLocalTime().date().toJulianDay());
    case Grouping::Flat:
        break;
    }
    return 0;
}

std::pair<JobId, int> StageModel::placeOf(const Cell &cell) const
{
    return cell.isLive() ? std::pair(cell.job(), cell.index())
                         : m_places.value(cell.id, std::pair<JobId, int>(0, 0));
}

/// By jobs a cell stands in its batch, by request and number; otherwise with the others of its batch at the
/// top.
int StageModel::placeFor(const jobs::JobInfo &job, int index) const
{
    const std::pair<JobId, int> wanted(job.id, index);
    if (grouping() == Grouping::Job) {
        int row = firstRowOfGroup(quint32(job.batch));
        while (row < rowCount() && m_cells[size_t(row)].group == quint32(job.batch) &&
               placeOf(m_cells[size_t(row)]) < wanted)
            ++row;
        return row;
    }
    constexpr int top = 2000;
    int place = 0;
    for (int row = 0; row < std::min(rowCount(), top); ++row) {
        const JobId other = placeOf(m_cells[size_t(row)]).first;
        const jobs::JobInfo *known = other == 0 ? nullptr : m_queue.find(other);
        if (known && known->batch == job.batch && placeOf(m_cells[size_t(row)]) < wanted)
            place = row + 1;
    }
    return place;
}

void StageModel::insertCell(int row, const Cell &cell)
{
    beginInsertRows({}, row, row);
    m_cells.insert(m_cells.begin() + row, cell);
    m_liveCount += cell.isLive() ? 1 : 0;
    endInsertRows();
    remember(cell.id, row);
}

void StageModel::removeRange(int first, int last)
{
    beginRemoveRows({}, first, last);
    const auto begin = m_cells.begin() + first;
    const auto end = m_cells.begin() + last + 1;
    m_liveCount -= int(std::count_if(begin, end, [](const Cell &cell) { return cell.isLive(); }));
    m_cells.erase(begin, end);
    endRemoveRows();
}

void StageModel::refreshGroup(int row)
{
    if (row < 0 || row >= rowCount())
        return;
    if (grouping() == Grouping::Flat) {
        Q_EMIT dataChanged(index(row), index(row));
        return;
    }
    const auto [first, end] = groupRange(row);
    Q_EMIT dataChanged(index(first), index(end - 1));
}

void StageModel::onPicture(const Picture &picture)
{
    if (!m_isLoaded)
        return; // load() reads it
    m_cache.insert(picture);
    if (showsLive()) {
        const int row = rowOf(Cell::live(picture.job, picture.index, picture.size, 0).id);
        if (row >= 0) {
            Cell &cell = m_cells[size_t(row)];
            cell = {picture.id, cell.group, side(picture.size.width()), side(picture.size.height())};
            --m_liveCount;
            m_places.insert(picture.id, {picture.job, picture.index});
            remember(picture.id, row);
            Q_EMIT dataChanged(index(row), index(row));
            Q_EMIT listed(pictureCount(), m_isWhole);
            return;
        }
    }
    m_isWhole ? enter(picture) : m_late.append(picture);
}

void StageModel::enter(const Picture &picture)
{
    if (rowOf(picture.id) >= 0)
        return;
    const bool isNew = picture.created.secsTo(QDateTime::currentDateTimeUtc()) < 60;
    if (!showsLive() || (!isNew && grouping() != Grouping::Job))
        return admit({picture.id}); // where it belongs the library knows
    jobs::JobInfo job;
    job.id = picture.job;
    job.batch = picture.batch;
    job.created = picture.created;
    m_places.insert(picture.id, {picture.job, picture.index});
    const int row = placeFor(job, picture.index);
    insertCell(row, {picture.id, groupOf(job), side(picture.size.width()), side(picture.size.height())});
    refreshGroup(row);
    Q_EMIT listed(pictureCount(), m_isWhole);
}

/// What comes of one press stands together: hundreds of cells come in as one piece.
void StageModel::onJobs(const QList<jobs::JobInfo> &added)
{
    if (!m_isLoaded || !showsLive())
        return;
    if (added.size() == 1)
        return onJob(added.first()); // may be one of an earlier run, with pictures already
    std::vector<Cell> cells;
    for (const jobs::JobInfo &job : added) {
        for (int k = 0; k < std::min(job.pictureCount(), cellsPerJob); ++k)
            cells.push_back(Cell::live(job.id, k, job.pixelSize(), groupOf(job)));
    }
    if (cells.empty())
        return;
    const int row = placeFor(added.first(), 0);
    beginInsertRows({}, row, row + int(cells.size()) - 1);
    m_cells.insert(m_cells.begin() + row, cells.begin(), cells.end());
    m_liveCount += int(cells.size());
    endInsertRows();
    for (std::size_t k = 0; k < cells.size(); ++k)
        remember(cells[k].id, row + int(k));
    refreshGroup(row);
}

void StageModel::onJob(const jobs::JobInfo &job)
{
    if (!m_isLoaded || !showsLive())
        return;
    if (!keepsCells(job.state))
        return removeLiveCells(job);
    insertLiveCells(job);
    if (grouping() == Grouping::Job)
        return refreshGroup(firstRowOfGroup(quint32(job.batch)));
    for (int k = 0; k < std::min(job.pictureCount(), cellsPerJob); ++k) {
        if (const int row = rowOf(Cell::live(job.id, k, {}, 0).id); row >= 0)
            Q_EMIT dataChanged(index(row), index(row));
    }
}

/// After a start some pictures of an open set may be there already: theirs are the places in between.
void StageModel::addLiveCells()
{
    if (!showsLive())
        return;
    std::vector<PictureId> among;
    if (grouping() == Grouping::Job) {
        for (const JobId id : m_queue.jobs()) {
            const jobs::JobInfo *job = m_queue.find(id);
            if (!keepsCells(job->state))
                continue;
            for (int row = firstRowOfGroup(quint32(job->batch));
                 row < rowCount() && m_cells[size_t(row)].group == quint32(job->batch); ++row) {
                if (!m_cells[size_t(row)].isLive())
                    among.push_back(m_cells[size_t(row)].id);
            }
        }
    }
    const auto insertAll = [this] {
        for (const JobId id : m_queue.jobs())
            onJob(*m_queue.find(id));
    };
    if (among.empty())
        return insertAll();
    m_library.catalogue().pictures(among, this, [this, insertAll](const Result<QList<Picture>> &pictures) {
        for (const Picture &picture : pictures ? *pictures : QList<Picture>())
            m_places.insert(picture.id, {picture.job, picture.index});
        if (showsLive())
            insertAll();
    });
}

void StageModel::insertLiveCells(const jobs::JobInfo &job)
{
    const auto isHere = [&](int k) {
        const auto known = std::find(m_places.cbegin(), m_places.cend(), std::pair(job.id, k));
        return known != m_places.cend() || rowOf(Cell::live(job.id, k, {}, 0).id) >= 0;
    };
    const int count = std::min(job.pictureCount(), cellsPerJob);
    if (count > 0 && m_rowHints.contains(Cell::live(job.id, count - 1, {}, 0).id))
        return; // they were put there before
    std::vector<int> missing;
    for (int k = 0; k < count; ++k) {
        if (!isHere(k))
            missing.push_back(k);
    }
    for (std::size_t at = 0; at < missing.size();) {
        std::size_t end = at + 1;
        while (end < missing.size() && missing[end] == missing[end - 1] + 1)
            ++end;
        const int row = placeFor(job, missing[at]);
        std::vector<Cell> cells;
        for (; at < end; ++at)
            cells.push_back(Cell::live(job.id, missing[at], job.pixelSize(), groupOf(job)));
        beginInsertRows({}, row, row + int(cells.size()) - 1);
        m_cells.insert(m_cells.begin() + row, cells.begin(), cells.end());
        m_liveCount += int(cells.size());
        endInsertRows();
        for (std::size_t k = 0; k < cells.size(); ++k)
            remember(cells[k].id, row + int(k));
    }
}

void StageModel::removeLiveCells(const jobs::JobInfo &job)
{
    if (m_liveCount == 0)
        return;
    int last = -1;
    for (int k = std::min(job.pictureCount(), cellsPerJob) - 1; k >= 0; --k) {
        const int row = rowOf(Cell::live(job.id, k, {}, 0).id);
        if (row < 0)
            continue;
        last = row;
        m_rowHints.remove(m_cells[size_t(row)].id);
        removeRange(row, row);
    }
    if (grouping() == Grouping::Job)
        refreshGroup(firstRowOfGroup(quint32(job.batch)));
    else if (last > 0)
        refreshGroup(last - 1);
}

void StageModel::onMarking(const std::vector<PictureId> &ids, const library::MarksPatch &patch)
{
    announce(m_cache.patch(ids, patch), {MarksRole, PictureRole});
}

void StageModel::onChanged(const library::LibraryChange &change)
{
    if (!m_isLoaded)
        return;
    m_cache.refresh(*change.pictures);
    const Query &query = m_listing.query;
    const bool dependsOnMarks = query.hasConditions() || query.collection != 0 || query.sort == Sort::Rating;
    if (change.trash || (dependsOnMarks && !change.pictures->empty()) ||
        (change.collections && query.collection != 0))
        admit(*change.pictures);
}

void StageModel::onFilesChanged(const std::vector<PictureId> &ids)
{
    m_cache.refreshFiles(ids);
    const QList<Condition> &conditions = m_listing.query.conditions;
    if (m_isLoaded && std::ranges::find(conditions, Facet::File, &Condition::facet) != conditions.end())
        admit(ids);
}

/// Asks which of these belong here. Those that do not go at once; when one is missing, or the order may be
/// another one, the list is read again.
void StageModel::admit(const std::vector<PictureId> &ids)
{
    const bool isOrderMoving = m_listing.query.sort == Sort::Rating || m_listing.query.sort == Sort::ByHand;
    if (isOrderMoving || ids.empty() || !m_isWhole)
        return refreshSoon(ids);
    m_library.catalogue().matching(
        m_listing.query, ids, this,
        [this, ids, listing = m_listing](const Result<std::vector<PictureId>> &matching) {
            if (!matching || listing != m_listing)
                return;
            const Ids belong(matching->begin(), matching->end());
            Ids gone;
            for (const PictureId id : ids) {
                if (!belong.contains(id))
                    gone.insert(id);
            }
            removePictures(gone);
            constexpr std::size_t fewEnough = 64;
            const bool allHere = belong.size() <= fewEnough &&
                                 std::ranges::all_of(belong, [this](PictureId id) { return rowOf(id) >= 0; });
            if (!allHere)
                refreshSoon({belong.begin(), belong.end()});
        });
}

void StageModel::removePictures(const Ids &gone)
{
    if (gone.empty())
        return;
    bool hasRemoved = false;
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (!gone.contains(m_cells[size_t(row)].id))
            continue;
        const int last = row;
        while (row > 0 && gone.contains(m_cells[size_t(row - 1)].id))
            --row;
        removeRange(row, last);
        refreshGroup(std::min(row, rowCount() - 1));
        hasRemoved = true;
    }
    if (hasRemoved)
        Q_EMIT listed(pictureCount(), m_isWhole);
}

void StageModel::refreshSoon(const std::vector<PictureId> &ids)
{
    m_toRefresh.insert(ids.begin(), ids.end());
    m_refreshTimer.start();
}

void StageModel::refresh()
{
    if (!m_isLoaded)
        return;
    m_refreshRun.cancel();
    m_refreshRun = library::Cancelling::make();
    m_library.catalogue().listWhole(m_listing, m_refreshRun, this,
                                    [this, listing = m_listing](const Result<library::ListPart> &whole) {
                                        if (!whole || listing != m_listing)
                                            return;
                                        Ids changed = std::exchange(m_toRefresh, {});
                                        if (std::exchange(m_refreshAll, false)) {
                                            changed.clear();
                                            for (const Cell &cell : m_cells)
                                                changed.insert(cell.id);
                                            for (const ListedRow &row : whole->rows) {
                                                if (changed.erase(row.id) == 0)
                                                    changed.insert(row.id);
                                            }
                                        }
                                        m_listingRun.cancel(); // this is all of it
                                        m_isWhole = true;
                                        if (!applyWhole(whole->rows, changed))
                                            begin(whole->rows);
                                        m_late.clear();
                                        Q_EMIT listed(pictureCount(), true);
                                    });
}

/// Brings the rows to what the library has now, in as few steps as possible, so that scroll and selection
/// stay. Only `changed` may have come or gone; false when that is not so, or when it is too much.
bool StageModel::applyWhole(const std::vector<ListedRow> &rows, const Ids &changed)
{
    struct Step
    {
        int row;          ///< in the list as it is now
        int removed;      ///< so many from there
        std::size_t from; ///< then these rows of the new list come in
        std::size_t count;
    };
    std::vector<Step> steps;
    const auto stepAt = [&](int row, std::size_t from) -> Step & {
        if (steps.empty() || steps.back().row + steps.back().removed != row ||
            steps.back().from + steps.back().count != from)
            steps.push_back({row, 0, from, 0});
        return steps.back();
    };
    int old = 0;
    std::size_t now = 0;
    while (old < rowCount() || now < rows.size()) {
        if (old < rowCount() && m_cells[size_t(old)].isLive()) {
            ++old;
            continue;
        }
        const bool hasOld = old < rowCount();
        const bool hasNew = now < rows.size();
        if (hasOld && hasNew && m_cells[size_t(old)].id == rows[now].id) {
            ++old;
            ++now;
        } else if (hasOld && changed.contains(m_cells[size_t(old)].id)) {
            ++stepAt(old, now).removed;
            ++old;
        } else if (hasNew && changed.contains(rows[now].id)) {
            ++stepAt(old, now).count;
            ++now;
        } else {
            return false;
        }
        if (steps.size() > mostSteps)
            return false;
    }
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        if (step->removed > 0)
            removeRange(step->row, step->row + step->removed - 1);
        if (step->count > 0) {
            beginInsertRows({}, step->row, step->row + int(step->count) - 1);
            std::vector<Cell> cells;
            for (std::size_t at = step->from; at < step->from + step->count; ++at)
                cells.push_back(cellOf(rows[at]));
            m_cells.insert(m_cells.begin() + step->row, cells.begin(), cells.end());
            endInsertRows();
        }
        refreshGroup(std::min(step->row, rowCount() - 1));
    }
    return true;
}

} // namespace janus::models
