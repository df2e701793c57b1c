#include "models/stagemodel.h"

#include "core/paramroles.h"
#include "jobs/jobqueue.h"
#include "library/library.h"
#include "models/jobtext.h"

#include <QTimer>

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace janus::models {

namespace {

constexpr int detailsKept = 4000;
constexpr int thumbnailKilobytes = 160 * 1024;

QString seedText(const std::optional<Seed> &seed)
{
    return seed ? QString::number(*seed) : QString();
}

/// A failed or expired request keeps its cell for this session, so that its reason is seen where its picture
/// was to be.
bool keepsCells(JobState state)
{
    return state != JobState::Cancelled && state != JobState::Done;
}

} // namespace

StageModel::StageModel(library::Library &library, jobs::JobQueue &queue, QObject *parent)
    : QAbstractListModel(parent)
    , m_library(library)
    , m_queue(queue)
    , m_details(detailsKept)
    , m_thumbnails(thumbnailKilobytes)
{
    connect(&library, &library::Library::added, this, &StageModel::onPicture);
    connect(&queue, &jobs::JobQueue::jobAdded, this, &StageModel::onJob);
    connect(&queue, &jobs::JobQueue::jobChanged, this, &StageModel::onJob);
    connect(&queue, &jobs::JobQueue::jobFinished, this, &StageModel::onJob);
}

void StageModel::load()
{
    m_library.rows(this, [this](const Result<std::vector<library::PictureRow>> &rows) {
        beginResetModel();
        m_cells.clear();
        m_details.clear();
        m_thumbnails.clear();
        if (rows) {
            m_cells.reserve(rows->size());
            for (const library::PictureRow &row : *rows)
                m_cells.push_back({row.id, row.job, row.batch, row.index, {row.width, row.height}});
        }
        m_pictureCount = static_cast<int>(m_cells.size());
        m_loaded = true;
        endResetModel();
        for (const JobId id : m_queue.jobs())
            onJob(*m_queue.find(id));
        Q_EMIT loaded();
    });
}

int StageModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_cells.size());
}

RowShape StageModel::rowShape(int row) const
{
    const Cell &cell = m_cells[row];
    return {cell.batch, cell.size, cell.isLive()};
}

// Newest batch first; within a batch in the order in which the pictures were asked for.
bool StageModel::isBefore(const Cell &a, const Cell &b)
{
    return std::tuple(-a.batch, a.job, a.index) < std::tuple(-b.batch, b.job, b.index);
}

int StageModel::placeOf(const Cell &cell) const
{
    return static_cast<int>(std::lower_bound(m_cells.begin(), m_cells.end(), cell, isBefore) -
                            m_cells.begin());
}

bool StageModel::isAt(int row, const Cell &cell) const
{
    return row < static_cast<int>(m_cells.size()) && m_cells[row].job == cell.job &&
           m_cells[row].index == cell.index;
}

void StageModel::onPicture(const Picture &picture)
{
    if (!m_loaded)
        return; // load() reads it
    m_details.insert(picture.id, new Picture(picture));
    const Cell cell{picture.id, picture.job, picture.batch, picture.index, picture.size};
    const int row = placeOf(cell);
    if (isAt(row, cell)) {
        m_pictureCount += m_cells[row].isLive() ? 1 : 0;
        m_cells[row] = cell;
        Q_EMIT dataChanged(index(row), index(row));
        return;
    }
    beginInsertRows({}, row, row);
    m_cells.insert(m_cells.begin() + row, cell);
    ++m_pictureCount;
    endInsertRows();
    refreshBatch(picture.batch);
}

void StageModel::onJob(const jobs::JobInfo &job)
{
    if (!m_loaded)
        return;
    if (!keepsCells(job.state))
        return removeLiveCells(job);
    const Cell first{0, job.id, job.batch, 0, job.pixelSize()};
    const int row = placeOf(first);
    if (!isAt(row, first)) {
        beginInsertRows({}, row, row + job.pictureCount() - 1);
        std::vector<Cell> cells;
        for (int k = 0; k < job.pictureCount(); ++k)
            cells.push_back({0, job.id, job.batch, k, job.pixelSize()});
        m_cells.insert(m_cells.begin() + row, cells.begin(), cells.end());
        endInsertRows();
    }
    refreshBatch(job.batch);
}

void StageModel::removeLiveCells(const jobs::JobInfo &job)
{
    int row = placeOf({0, job.id, job.batch, 0, {}});
    while (row < static_cast<int>(m_cells.size()) && m_cells[row].job == job.id) {
        if (!m_cells[row].isLive()) {
            ++row;
            continue;
        }
        beginRemoveRows({}, row, row);
        m_cells.erase(m_cells.begin() + row);
        endRemoveRows();
    }
    refreshBatch(job.batch);
}

void StageModel::refreshBatch(BatchId batch)
{
    const int first = firstRowOfBatch(batch);
    const int end = endRowOfBatch(first);
    if (first < end)
        Q_EMIT dataChanged(index(first), index(end - 1));
}

int StageModel::firstRowOfBatch(BatchId batch) const
{
    return placeOf({0, 0, batch, 0, {}});
}

int StageModel::endRowOfBatch(int row) const
{
    const int count = static_cast<int>(m_cells.size());
    int end = row;
    while (end < count && m_cells[end].batch == m_cells[row].batch)
        ++end;
    return end;
}

QModelIndex StageModel::indexOfBatch(BatchId id) const
{
    const int row = firstRowOfBatch(id);
    return row < static_cast<int>(m_cells.size()) && m_cells[row].batch == id ? index(row) : QModelIndex();
}

QModelIndex StageModel::indexOfPicture(PictureId id) const
{
    const auto it = std::ranges::find(m_cells, id, &Cell::picture);
    return it == m_cells.end() || id == 0 ? QModelIndex() : index(static_cast<int>(it - m_cells.begin()));
}

QVariant StageModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= static_cast<int>(m_cells.size()))
        return {};
    const Cell &cell = m_cells[index.row()];
    switch (role) {
    case KindRole:
        return static_cast<int>(cell.isLive() ? CellKind::Live : CellKind::Picture);
    case PictureIdRole:
        return cell.picture;
    case JobIdRole:
        return cell.job;
    case BatchIdRole:
        return cell.batch;
    case PixelSizeRole:
        return cell.size;
    case BatchTitleRole:
    case BatchMetaRole:
    case BatchShortMetaRole:
    case BatchIsOpenRole:
        return batchData(index.row(), role);
    default:
        return cell.isLive() ? liveData(cell, role) : pictureData(cell, role);
    }
}

QVariant StageModel::pictureData(const Cell &cell, int role) const
{
    if (role == Qt::DecorationRole)
        return thumbnail(cell.picture);
    const Picture *picture = details(cell.picture);
    if (!picture)
        return {};
    switch (role) {
    case SeedRole:
        return QString::number(picture->seed);
    case PromptRole:
        return prompt(picture->request);
    case PictureRole:
        return QVariant::fromValue(*picture);
    case IsSandboxRole:
        return picture->isSandbox();
    case IsFlaggedRole:
        return picture->flagged.value_or(false);
    case Qt::AccessibleTextRole:
        return u"Picture: %1, seed %2"_s.arg(oneLine(prompt(picture->request))).arg(picture->seed);
    default:
        return {};
    }
}

QVariant StageModel::liveData(const Cell &cell, int role) const
{
    const jobs::JobInfo *job = m_queue.find(cell.job);
    if (!job)
        return {};
    const bool fetchingThis = job->state == JobState::Saving && job->saved == cell.index;
    switch (role) {
    case SeedRole:
        return seedText(seed(job->request));
    case PromptRole:
        return prompt(job->request);
    case IsSandboxRole:
        return job->service == "sandbox"_L1;
    case StateRole:
        return static_cast<int>(job->state);
    case QueuePositionRole:
        return job->queuePosition.value_or(-1);
    case SinceRole:
        return job->since();
    case ReceivedRole:
        return fetchingThis ? job->received : 0;
    case TotalRole:
        return fetchingThis ? job->total : -1;
    case TroubleRole:
        if (job->search == jobs::LostSearch::Looking)
            return {}; // the lost answer is no trouble yet
        return job->error ? job->error->message : job->trouble ? job->trouble->message : QString();
    case CancelWishedRole:
        return job->cancelWished;
    case Qt::AccessibleTextRole:
        return u"%1: %2. %3"_s.arg(stateText(*job), oneLine(prompt(job->request)), detailText(*job));
    default:
        return {};
    }
}

QVariant StageModel::batchData(int row, int role) const
{
    const Cell &cell = m_cells[row];
    const jobs::JobInfo *job = m_queue.find(cell.job);
    if (role == BatchIsOpenRole)
        return isBatchOpen(row);
    const Picture *picture = job || cell.isLive() ? nullptr : details(cell.picture);
    if (!job && !picture)
        return QString();
    const GenerationRequest &request = job ? job->request : picture->request;
    if (role == BatchTitleRole)
        return oneLine(prompt(request));
    const int count = endRowOfBatch(firstRowOfBatch(cell.batch)) - firstRowOfBatch(cell.batch);
    const QString moment = momentText(job ? job->created : picture->created);
    if (role == BatchShortMetaRole)
        return u"%1 · %2"_s.arg(QString::number(count), moment);
    QStringList parts{count == 1 ? u"1 picture"_s : u"%1 pictures"_s.arg(count)};
    if (const std::optional<double> weight = guidance(request))
        parts << u"guidance %1"_s.arg(*weight);
    return (parts << moment).join(u" · "_s);
}

bool StageModel::isBatchOpen(int row) const
{
    const int first = firstRowOfBatch(m_cells[row].batch);
    const int end = endRowOfBatch(first);
    for (int r = first; r < end; ++r) {
        const jobs::JobInfo *job = m_cells[r].isLive() ? m_queue.find(m_cells[r].job) : nullptr;
        if (job && job->canCancel())
            return true;
    }
    return false;
}

const Picture *StageModel::details(PictureId id) const
{
    if (const Picture *known = m_details.object(id))
        return known;
    if (m_detailsWanted.isEmpty())
        QTimer::singleShot(0, this, [this] { const_cast<StageModel *>(this)->fetchDetails(); });
    m_detailsWanted << id;
    return nullptr;
}

void StageModel::fetchDetails()
{
    const QSet<PictureId> wanted = std::exchange(m_detailsWanted, {});
    m_library.pictures({wanted.begin(), wanted.end()}, this, [this](const Result<QList<Picture>> &pictures) {
        if (!pictures)
            return;
        for (const Picture &picture : *pictures) {
            m_details.insert(picture.id, new Picture(picture));
            announce(picture.id);
        }
    });
}

QPixmap StageModel::thumbnail(PictureId id) const
{
    if (const QPixmap *known = m_thumbnails.object(id))
        return *known;
    if (m_thumbnailsWanted.contains(id))
        return {};
    m_thumbnailsWanted << id;
    auto *self = const_cast<StageModel *>(this);
    m_library.thumbnail(id, self, [self, id](const QImage &image) {
        self->m_thumbnailsWanted.remove(id);
        // A picture that is gone is remembered as an empty thumbnail, so that it is not asked for at every
        // paint.
        const int kilobytes = std::max(1, static_cast<int>(image.sizeInBytes() / 1024));
        self->m_thumbnails.insert(id, new QPixmap(QPixmap::fromImage(image)), kilobytes);
        self->announce(id);
    });
    return {};
}

void StageModel::announce(PictureId id)
{
    const QModelIndex changed = indexOfPicture(id);
    if (changed.isValid())
        Q_EMIT dataChanged(changed, changed);
}

} // namespace janus::models
