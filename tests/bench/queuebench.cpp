#include "queuebench.h"

#include "processfigures.h"

#include <QJsonArray>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace janus::bench {

QueueBench::QueueBench(Application &application, Plan plan)
    : m_application(application)
    , m_plan(std::move(plan))
{
    jobs::JobQueue &queue = application.queue();
    connect(&queue, &jobs::JobQueue::pictureInHand, this, [this](JobId id) { m_times[id].hand = nowNs(); });
    connect(&queue, &jobs::JobQueue::pictureSaved, this, [this](JobId id) { m_times[id].disk = nowNs(); });
    connect(&queue, &jobs::JobQueue::jobFinished, this, &QueueBench::onFinished);
    connect(&m_sampler, &QTimer::timeout, this, &QueueBench::sample);
}

void QueueBench::start(std::function<void(QJsonObject)> done)
{
    m_done = std::move(done);
    m_application.queue().setSlots(m_plan.concurrency);
    m_memoryBefore = memoryNow();
    m_cpuBefore = cpuMs();
    m_wall.start();
    m_sampler.start(100);
    ask(std::min(m_plan.jobs, m_plan.concurrency));
}

/// One press of Generate.
void QueueBench::ask(int count)
{
    const qint64 click = nowNs();
    QList<GenerationRequest> requests;
    for (int i = 0; i < count; ++i, ++m_asked)
        requests << GenerationRequest{m_application.schema().endpoint(),
                                      {{u"prompt"_s, u"a fox in the snow %1"_s.arg(m_asked)},
                                       {u"seed"_s, m_asked},
                                       {u"num_images"_s, 1}}};
    m_application.queue().enqueue(wishesFor(requests), m_application.realServiceName(), Delivery{}, this,
                                  [this, click](const Result<QList<jobs::JobInfo>> &jobs) {
                                      if (!jobs)
                                          return void(std::fputs(qPrintable(jobs.error().message), stderr));
                                      for (const jobs::JobInfo &job : *jobs)
                                          m_times[job.id].click = click;
                                  });
}

void QueueBench::onFinished(const jobs::JobInfo &job)
{
    ++m_finished;
    if (job.state != JobState::Done) {
        ++m_failed;
        std::fprintf(stderr, "job %lld: %s\n", static_cast<long long>(job.id),
                     job.error ? qPrintable(job.error->message + u' ' + job.error->detail) : "not done");
    }
    const Times times = m_times.take(job.id);
    m_trace += job.ticket.requestId.toLatin1() + ',' + QByteArray::number(times.click) + ',' +
               QByteArray::number(times.hand) + ',' + QByteArray::number(times.disk) + '\n';
    if (m_asked < m_plan.jobs)
        ask(1);
    if (m_finished < m_plan.jobs)
        return;
    QFile trace(m_plan.traceFile);
    if (trace.open(QIODevice::WriteOnly | QIODevice::Truncate))
        trace.write(m_trace);
    m_sampler.stop();
    m_done(figures());
}

void QueueBench::sample()
{
    const QStringList threads = threadNames();
    if (threads.size() > m_threads.size())
        m_threads = threads;
}

QJsonObject QueueBench::figures() const
{
    const double cpu = cpuMs() - m_cpuBefore;
    return {{u"jobs"_s, m_plan.jobs},
            {u"concurrency"_s, m_plan.concurrency},
            {u"failed"_s, m_failed},
            {u"wall_ms"_s, m_wall.elapsed()},
            {u"cpu_ms"_s, cpu},
            {u"cpu_ms_per_job"_s, cpu / m_plan.jobs},
            {u"rss_before_mb"_s, m_memoryBefore},
            {u"rss_mb"_s, memoryAtMost()},
            {u"kib_per_job_in_flight"_s, (memoryAtMost() - m_memoryBefore) * 1024 / m_plan.concurrency},
            {u"threads"_s, m_threads.size()},
            {u"thread_names"_s, QJsonArray::fromStringList(m_threads)}};
}

} // namespace janus::bench
