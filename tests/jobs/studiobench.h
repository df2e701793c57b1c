#pragma once

#include "fal/queueapi.h"
#include "jobs/jobqueue.h"
#include "jobs/services.h"
#include "library/library.h"
#include "sandbox/sandboxserver.h"

#include <QTemporaryDir>

#include <memory>

namespace janus::test {

/// A real library in a folder of its own, a real sandbox on loopback and a real queue between them.
/// Everything but the pauses is as in the program.
class StudioBench : public jobs::Services
{
public:
    explicit StudioBench(sandbox::SandboxOptions options = {.pace = 0});
    ~StudioBench() override;

    /// Opens the library; false when that failed.
    bool open();
    /// Ends the queue as a crash would: nothing is finished, nothing is told. The next one has another owner.
    void restartQueue();
    /// As after a new start of the program: another port, another key; options.stateFile remembers the
    /// requests.
    void restartServer();

    void open(const QString &serviceName, QObject *context,
              std::function<void(Result<fal::QueueApi *>)> done) override;

    GenerationRequest request(const QString &prompt = QStringLiteral("a red boat")) const;
    /// Waits until `job` has ended or `state` is reached.
    bool waitForState(JobId job, JobState state);
    /// Enqueues and answers the ids once they are in the journal.
    QList<JobId> enqueue(const QList<GenerationRequest> &requests, const Delivery &delivery = {});
    QList<JobId> enqueueWishes(const QList<Wish> &wishes, const Delivery &delivery = {});
    /// POSTs that reached the server.
    int posts() const;

    QTemporaryDir folder;
    sandbox::SandboxOptions options;
    fal::Timing timing; ///< short pauses; what is changed holds from the next restartServer() on
    std::unique_ptr<sandbox::SandboxServer> server;
    std::unique_ptr<library::Library> library;
    std::unique_ptr<fal::QueueApi> api;
    std::unique_ptr<jobs::JobQueue> queue;
    /// How long lost requests are looked for; holds from the next restartQueue() on.
    std::chrono::milliseconds patience{0};
    QStringList livingOwners;
    QStringList unreachable; ///< services that cannot be opened
    int owner = 0;
};

} // namespace janus::test
