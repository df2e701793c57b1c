#include "models/jobsmodel.h"

#include "core/paramroles.h"
#include "jobs/jobqueue.h"
#include "models/jobtext.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::models {

JobsModel::JobsModel(jobs::JobQueue &queue, QObject *parent)
    : QAbstractTableModel(parent)
    , m_queue(queue)
    , m_jobs(queue.jobs())
{
    std::ranges::reverse(m_jobs);
    connect(&queue, &jobs::JobQueue::jobsAdded, this, [this](const QList<jobs::JobInfo> &added) {
        beginInsertRows({}, 0, int(added.size()) - 1);
        for (const jobs::JobInfo &job : added)
            m_jobs.prepend(job.id);
        endInsertRows();
    });
    connect(&queue, &jobs::JobQueue::jobChanged, this, &JobsModel::onJob);
    connect(&queue, &jobs::JobQueue::jobFinished, this, &JobsModel::onJob);
}

int JobsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_jobs.size());
}

int JobsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant JobsModel::data(const QModelIndex &index, int role) const
{
    const jobs::JobInfo *job = index.isValid() ? m_queue.find(m_jobs.value(index.row())) : nullptr;
    if (!job)
        return {};
    switch (role) {
    case JobIdRole:
        return job->id;
    case StateRole:
        return static_cast<int>(job->state);
    case CanCancelRole:
        return job->canCancel();
    case RequestIdRole:
        return job->ticket.requestId;
    case IsTroubledRole:
        return job->trouble.has_value() || job->error.has_value();
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    switch (index.column()) {
    case NumberColumn:
        return static_cast<int>(m_jobs.size()) - index.row();
    case PromptColumn:
        return oneLine(prompt(job->request));
    case StateColumn:
        return stateText(*job);
    case DetailColumn:
        return oneLine(detailText(*job));
    case SeedColumn: {
        const std::optional<Seed> jobSeed = seed(job->request);
        return jobSeed ? QString::number(*jobSeed) : QString();
    }
    default:
        return {};
    }
}

QVariant JobsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    static const QStringList names{u"No."_s, u"Prompt"_s, u"State"_s, u"Detail"_s, u"Seed"_s};
    return names.value(section);
}

QModelIndex JobsModel::indexOfJob(JobId id) const
{
    const qsizetype row = m_jobs.indexOf(id);
    return row < 0 ? QModelIndex() : index(static_cast<int>(row), 0);
}

int JobsModel::openCount() const
{
    return m_queue.openCount();
}

void JobsModel::onJob(const jobs::JobInfo &job)
{
    const QModelIndex first = indexOfJob(job.id);
    if (first.isValid())
        Q_EMIT dataChanged(first, first.siblingAtColumn(ColumnCount - 1));
}

} // namespace janus::models
