// StageModel: what a row says.
#include "models/stagemodel.h"

#include "core/paramroles.h"
#include "jobs/jobqueue.h"
#include "models/jobtext.h"
#include "models/roledata.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::models {

namespace {

QString countText(int count)
{
    return count == 1 ? u"1 picture"_s : u"%1 pictures"_s.arg(QLocale::c().toString(count));
}

/// More separate changes than this, and everything between the first and the last is painted.
constexpr std::size_t mostRanges = 64;

} // namespace

QVariant StageModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Cell &cell = m_cells[size_t(index.row())];
    switch (role) {
    case KindRole:
        return static_cast<int>(cell.isLive() ? CellKind::Live : CellKind::Picture);
    case PictureIdRole:
        return cell.isLive() ? PictureId(0) : cell.id;
    case PixelSizeRole:
        return cell.size();
    case BatchTitleRole:
    case BatchMetaRole:
    case BatchShortMetaRole:
    case BatchIsOpenRole:
        return grouping() == Grouping::Day ? dayData(index.row(), role) : headerData(index.row(), role);
    default:
        break;
    }
    if (cell.isLive())
        return liveData(cell, role);
    remember(cell.id, index.row());
    return pictureData(cell, role);
}

QVariant StageModel::pictureData(const Cell &cell, int role) const
{
    switch (role) {
    case Qt::DecorationRole:
        return m_cache.thumbnail(cell.id);
    case IsMissingRole:
        return m_cache.outside(cell.id) == OutsideState::Missing;
    case IsChangedRole:
        return m_cache.outside(cell.id) == OutsideState::Changed;
    case BatchIdRole:
        if (grouping() == Grouping::Job)
            return qint64(cell.group);
        break;
    default:
        break;
    }
    const Picture *picture = m_cache.details(cell.id);
    return picture ? pictureRole(*picture, role) : QVariant();
}

QVariant StageModel::liveData(const Cell &cell, int role) const
{
    const jobs::JobInfo *job = m_queue.find(cell.job());
    if (role == JobIdRole)
        return cell.job();
    if (!job)
        return {};
    return liveRole(*job, cell.index(), role);
}

QVariant StageModel::headerData(int row, int role) const
{
    const Cell &cell = m_cells[size_t(row)];
    if (role == BatchIsOpenRole)
        return isBatchOpen(row);
    const jobs::JobInfo *job = cell.isLive() ? m_queue.find(cell.job()) : nullptr;
    const Picture *picture = cell.isLive() ? nullptr : m_cache.details(cell.id);
    if (!job && !picture)
        return QString();
    const GenerationRequest &request = job ? job->request : picture->request;
    const bool isImport = picture && picture->isImported(); // its pictures have nothing in common
    if (role == BatchTitleRole)
        return isImport ? u"Imported"_s : oneLine(prompt(request));
    const auto [first, end] = groupRange(row);
    const QString moment = momentText(job ? job->created : picture->created);
    if (role == BatchShortMetaRole)
        return u"%1 · %2"_s.arg(QString::number(end - first), moment);
    QStringList parts{countText(end - first)};
    if (const std::optional<double> weight = isImport ? std::nullopt : guidance(request))
        parts << u"guidance %1"_s.arg(*weight);
    return (parts << moment).join(u" · "_s);
}

QVariant StageModel::dayData(int row, int role) const
{
    const auto [first, end] = groupRange(row);
    switch (role) {
    case BatchTitleRole:
        return QLocale::c().toString(QDate::fromJulianDay(m_cells[size_t(row)].group),
                                     u"dddd, d MMMM yyyy"_s);
    case BatchMetaRole:
        return countText(end - first);
    case BatchShortMetaRole:
        return QString::number(end - first);
    default:
        return false;
    }
}

bool StageModel::isBatchOpen(int row) const
{
    if (grouping() != Grouping::Job || m_liveCount == 0)
        return false;
    const auto [first, end] = groupRange(row);
    return std::any_of(m_cells.begin() + first, m_cells.begin() + end, [this](const Cell &cell) {
        const jobs::JobInfo *job = cell.isLive() ? m_queue.find(cell.job()) : nullptr;
        return job && job->canCancel();
    });
}

void StageModel::announce(const std::vector<PictureId> &ids, const QList<int> &roles)
{
    std::vector<int> rows;
    for (const PictureId id : ids) {
        if (const int row = rowOf(id); row >= 0)
            rows.push_back(row);
    }
    std::ranges::sort(rows);
    std::vector<std::pair<int, int>> ranges;
    for (const int row : rows) {
        if (!ranges.empty() && ranges.back().second + 1 >= row)
            ranges.back().second = row;
        else
            ranges.push_back({row, row});
    }
    if (ranges.size() > mostRanges)
        ranges = {{ranges.front().first, ranges.back().second}};
    for (const auto &[first, last] : ranges)
        Q_EMIT dataChanged(index(first), index(last), roles);
}

} // namespace janus::models
