#pragma once

#include "core/picture.h"

#include <QAbstractTableModel>
#include <QList>

namespace janus::jobs {
class JobQueue;
struct JobInfo;
} // namespace janus::jobs

namespace janus::models {

/// The queue: what is open, and what ended in this session, the newest on top; numbered in the order of their
/// making.
class JobsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { NumberColumn, PromptColumn, StateColumn, DetailColumn, SeedColumn, ColumnCount };
    enum Role {
        JobIdRole = Qt::UserRole + 1, ///< qint64
        StateRole,                    ///< JobState as int
        CanCancelRole,                ///< bool
        RequestIdRole,                ///< QString
        IsTroubledRole,               ///< bool: retried, held or failed; DetailColumn says why
    };

    explicit JobsModel(jobs::JobQueue &queue, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QModelIndex indexOfJob(JobId id) const;
    /// Jobs that have not ended.
    int openCount() const;

private:
    void onJob(const jobs::JobInfo &job);

    jobs::JobQueue &m_queue;
    QList<JobId> m_jobs;
};

} // namespace janus::models
