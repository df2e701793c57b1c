#pragma once

#include "core/modelschema.h"
#include "fal/queueapi.h"
#include "jobs/jobqueue.h"
#include "jobs/services.h"
#include "library/library.h"
#include "sandbox/sandboxthread.h"
#include "secrets/keystore.h"
#include "support/ownerlock.h"
#include "support/paths.h"

#include <QObject>
#include <QSettings>
#include <QUrl>

#include <map>
#include <memory>
#include <optional>

namespace janus {

/// The composition root: makes the services of the program once and hands them out through constructors. Only
/// main.cpp and what tests the whole program know it.
class Application : public QObject, public jobs::Services
{
    Q_OBJECT
public:
    struct Options
    {
        support::Paths paths;
        std::optional<QUrl> server; ///< --server
        double sandboxPace = 1;
    };

    /// The description of Janus that comes with the program.
    static Result<ModelSchema> bundledSchema();
    /// Makes the folders and takes the process's token; opens nothing yet.
    static Result<std::unique_ptr<Application>> create(Options options);
    ~Application() override;

    /// Opens the library and starts reading the key. `done` hears of the library.
    void open(QObject *context, std::function<void(Result<void>)> done);

    library::Library &library() { return *m_library; }
    jobs::JobQueue &queue() { return *m_queue; }
    secrets::KeyStore &keys() { return *m_keys; }
    QSettings &settings() { return *m_settings; }
    const ModelSchema &schema() const { return m_schema; }
    const support::Paths &paths() const { return m_options.paths; }

    jobs::Journal journal();
    bool isOwnerAlive(const QString &token) const;

    /// The service that is not the sandbox: fal, or the server of --server.
    QString realServiceName() const;
    QString sandboxServiceName() const;
    /// The proxy that requests to the real service go through, as "host:port"; empty when they go straight.
    QString proxyInUse() const;

    /// jobs::Services: waits for the keychain, starts the sandbox when it is first needed.
    void open(const QString &serviceName, QObject *context,
              std::function<void(Result<fal::QueueApi *>)> done) override;
    /// Is this key good at the real service?
    void testKey(const ApiKey &key, QObject *context, std::function<void(Result<void>)> done);

private:
    using Waiter = std::function<void(Result<fal::QueueApi *>)>;

    Application(Options options, ModelSchema schema, std::unique_ptr<support::OwnerLock> lock);
    void openSandbox(Waiter done);
    void openReal(const QString &serviceName, Waiter done);
    fal::Service realService() const;
    fal::Transport transport() const; ///< the setting network/http2, read when a service is first used
    void onKeysChanged();

    Options m_options;
    ModelSchema m_schema;
    std::unique_ptr<support::OwnerLock> m_lock;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<secrets::KeyStore> m_keys;
    std::unique_ptr<library::Library> m_library;
    std::unique_ptr<sandbox::SandboxThread> m_sandbox;
    std::map<QString, std::unique_ptr<fal::QueueApi>> m_apis;
    std::unique_ptr<fal::QueueApi> m_keyTester;
    std::unique_ptr<jobs::JobQueue> m_queue;
    QList<Waiter> m_sandboxWaiters;
    QList<Waiter> m_keyWaiters;
};

} // namespace janus
