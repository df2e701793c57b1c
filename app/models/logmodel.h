#pragma once

#include "core/generation.h"
#include "core/picture.h"

#include <QAbstractListModel>

namespace janus::jobs {
class JobQueue;
}

namespace janus::models {

/// The log of one chosen job, live; at most 5,000 lines, the oldest go first (SRV-19).
class LogModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        TimeRole = Qt::UserRole + 1, ///< QString "14:07:31.204", local time
        LevelRole,                   ///< QString, lower case: "info"
        MessageRole,                 ///< QString on one line; control characters made visible
    };

    explicit LogModel(jobs::JobQueue &queue, QObject *parent = nullptr);

    /// 0 shows nothing.
    void setJob(JobId id);
    JobId job() const { return m_job; }
    /// All lines as they would be pasted.
    QString text() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    jobs::JobQueue &m_queue;
    JobId m_job = 0;
    QList<LogLine> m_lines;
};

} // namespace janus::models
