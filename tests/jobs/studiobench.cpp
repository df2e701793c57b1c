#include "studiobench.h"

#include "core/paramroles.h"
#include "tests/waiting.h"

using namespace Qt::StringLiterals;

namespace janus::test {

StudioBench::StudioBench(sandbox::SandboxOptions serverOptions)
    : options(std::move(serverOptions))
{
    using namespace std::chrono_literals;
    timing.retryFirst = 2ms;
    timing.retryMost = 20ms;
    timing.pollFirst = 10ms;
    timing.pollMost = 50ms;
    timing.second = 5ms;
    restartServer();
    library = std::make_unique<library::Library>(support::Paths::below(folder.path()));
}

StudioBench::~StudioBench()
{
    queue.reset();
    api.reset();
    library.reset();
}

bool StudioBench::open()
{
    std::optional<bool> opened;
    QObject context;
    library->open(&context, [&](const Result<void> &result) { opened = result.hasValue(); });
    restartQueue();
    return waitFor([&] { return opened.has_value(); }) && *opened;
}

void StudioBench::restartServer()
{
    queue.reset();
    server = std::make_unique<sandbox::SandboxServer>(options);
    const Result<void> listening = server->listen();
    Q_ASSERT(listening);
    api = std::make_unique<fal::QueueApi>(fal::Service::sandbox(server->origin()), server->key(), timing);
}

void StudioBench::restartQueue()
{
    queue.reset();
    ++owner;
    queue = std::make_unique<jobs::JobQueue>(
        *library, *this, u"owner%1"_s.arg(owner),
        [this](const QString &token) { return livingOwners.contains(token); });
    using namespace std::chrono_literals;
    queue->setPauses({1ms, 10ms, 5ms});
    queue->setLookPauses({.first = 1ms, .most = 10ms, .patience = patience});
}

void StudioBench::open(const QString &name, QObject *context,
                       std::function<void(Result<fal::QueueApi *>)> done)
{
    const auto answer = [this, name, done] {
        unreachable.contains(name) ? done(Error{ErrorKind::Unreachable, u"No way to %1."_s.arg(name)})
                                   : done(api.get());
    };
    QMetaObject::invokeMethod(context, answer, Qt::QueuedConnection);
}

GenerationRequest StudioBench::request(const QString &prompt) const
{
    return {u"fal-ai/janus"_s,
            {{u"prompt"_s, prompt},
             {u"seed"_s, 7},
             {u"num_images"_s, 1},
             {u"image_size"_s, QJsonObject{{u"width"_s, 96}, {u"height"_s, 64}}}}};
}

QList<JobId> StudioBench::enqueue(const QList<GenerationRequest> &requests, const Delivery &delivery)
{
    return enqueueWishes(wishesFor(requests), delivery);
}

QList<JobId> StudioBench::enqueueWishes(const QList<Wish> &wishes, const Delivery &delivery)
{
    QList<JobId> ids;
    bool answered = false;
    QObject context;
    queue->enqueue(wishes, u"sandbox"_s, delivery, &context, [&](const Result<QList<jobs::JobInfo>> &jobs) {
        answered = true;
        if (jobs) {
            for (const jobs::JobInfo &job : *jobs)
                ids << job.id;
        }
    });
    [[maybe_unused]] const bool waited = waitFor([&] { return answered; });
    return ids;
}

bool StudioBench::waitForState(JobId job, JobState state)
{
    return waitFor([&] {
               const jobs::JobInfo *info = queue->find(job);
               return info && (info->state == state || isTerminal(info->state));
           }) &&
           queue->find(job)->state == state;
}

int StudioBench::posts() const
{
    int count = 0;
    for (const sandbox::RecordedRequest &request : server->requests())
        count += request.method == "POST" ? 1 : 0;
    return count;
}

} // namespace janus::test
