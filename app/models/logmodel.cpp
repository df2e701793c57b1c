#include "models/logmodel.h"

#include "jobs/jobqueue.h"
#include "models/jobtext.h"

using namespace Qt::StringLiterals;

namespace janus::models {

namespace {

constexpr qsizetype mostLines = 5000;

QString timeText(const LogLine &line)
{
    return line.time.isValid() ? line.time.toLocalTime().toString(u"HH:mm:ss.zzz"_s) : QString();
}

} // namespace

LogModel::LogModel(jobs::JobQueue &queue, QObject *parent)
    : QAbstractListModel(parent)
    , m_queue(queue)
{
    connect(&queue, &jobs::JobQueue::logLine, this, [this](JobId id, const LogLine &line) {
        if (id != m_job)
            return;
        if (m_lines.size() == mostLines) {
            beginRemoveRows({}, 0, 0);
            m_lines.removeFirst();
            endRemoveRows();
        }
        const int row = static_cast<int>(m_lines.size());
        beginInsertRows({}, row, row);
        m_lines << line;
        endInsertRows();
    });
}

void LogModel::setJob(JobId id)
{
    if (id == m_job)
        return;
    beginResetModel();
    m_job = id;
    m_lines = m_queue.log(id);
    endResetModel();
}

QString LogModel::text() const
{
    QStringList lines;
    for (const LogLine &line : m_lines)
        lines << timeText(line) + u'\t' + line.level + u'\t' + line.message;
    return lines.join(u'\n');
}

int LogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_lines.size())
        return {};
    const LogLine &line = m_lines[index.row()];
    switch (role) {
    case TimeRole:
        return timeText(line);
    case LevelRole:
        return line.level.toLower();
    case MessageRole:
    case Qt::DisplayRole:
        return oneLine(line.message);
    default:
        return {};
    }
}

} // namespace janus::models
