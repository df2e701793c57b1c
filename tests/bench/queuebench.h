#pragma once

#include "application.h"

#include <QElapsedTimer>
#include <QFile>
#include <QHash>
#include <QJsonObject>
#include <QObject>
#include <QTimer>

#include <functional>

namespace janus::bench {

/// Drives the real queue of an opened Application: `jobs` pictures, `concurrency` at a time, and notes when
/// each was asked for, in hand (verified in memory) and on disk (synced and committed).
class QueueBench : public QObject
{
    Q_OBJECT
public:
    struct Plan
    {
        int jobs = 64;
        int concurrency = 8;
        QString traceFile; ///< a line per picture: request_id,click_ns,hand_ns,disk_ns
    };

    QueueBench(Application &application, Plan plan);
    /// `done` gets the figures; failed() jobs are counted in them.
    void start(std::function<void(QJsonObject)> done);

private:
    struct Times
    {
        qint64 click = 0;
        qint64 hand = 0;
        qint64 disk = 0;
    };

    void ask(int count);
    void onFinished(const jobs::JobInfo &job);
    void sample();
    QJsonObject figures() const;

    Application &m_application;
    Plan m_plan;
    std::function<void(QJsonObject)> m_done;
    QHash<JobId, Times> m_times;
    QByteArray m_trace;
    QTimer m_sampler;
    QElapsedTimer m_wall;
    QStringList m_threads;
    double m_memoryBefore = 0;
    double m_cpuBefore = 0;
    int m_asked = 0;
    int m_finished = 0;
    int m_failed = 0;
};

} // namespace janus::bench
