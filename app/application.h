#pragma once

#include "core/modelschema.h"
#include "fal/queueapi.h"
#include "jobs/jobqueue.h"
#include "jobs/modelcatalog.h"
#include "jobs/services.h"
#include "library/library.h"
#include "sandbox/sandboxthread.h"
#include "secrets/keystore.h"
#include "support/ownerlock.h"
#include "support/paths.h"

#include <QObject>
#include <QSettings>
#include <QSslCertificate>
#include <QUrl>

#include <chrono>
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
        std::optional<std::chrono::seconds> lookFor = {}; ///< --look-for
        QList<QSslCertificate> moreAuthorities = {};      ///< only what measures the program sets this
        bool keepModelsFresh = false; ///< ask the service for the models' inputs as soon as there is a key
    };

    /// The model of this program.
    static QString builtInModel();
    /// The descriptions of models on this disk, of the service that is not the sandbox.
    static jobs::ModelStore modelStore(const Options &options);

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
    jobs::ModelCatalog &models() { return *m_models; }
    QSettings &settings() { return *m_settings; }
    const ModelSchema &schema() const { return m_schema; }
    const support::Paths &paths() const { return m_options.paths; }

    jobs::Journal journal();
    bool isOwnerAlive(const QString &token) const;

    /// The service that is not the sandbox: fal, or the server of --server.
    QString realServiceName() const;
    QString sandboxServiceName() const;
    bool hasOwnServer() const { return m_options.server.has_value(); }
    /// The proxy that requests to the real service go through, as "host:port"; empty when they go straight.
    QString proxyInUse() const;

    /// jobs::Services: waits for the keychain, starts the sandbox when it is first needed.
    void open(const QString &serviceName, QObject *context,
              std::function<void(Result<fal::QueueApi *>)> done) override;
    /// Makes the practice service misbehave in the way of this preset (sandbox::faultPresets()) until another
    /// or an empty name is given.
    void practiseFailure(const QString &presetName);
    /// The practice service once it was needed, else null; what tests the whole program asks it what it saw.
    sandbox::SandboxThread *practiceServer() const { return m_sandbox.get(); }
    /// Is this key good at the real service?
    void testKey(const ApiKey &key, QObject *context, std::function<void(Result<void>)> done);

private:
    using Waiter = std::function<void(Result<fal::QueueApi *>)>;

    Application(Options options, ModelSchema schema, std::unique_ptr<support::OwnerLock> lock);
    void openSandbox(Waiter done);
    void openReal(const QString &serviceName, Waiter done);
    fal::Service realService() const;
    void fetchModel(const QString &endpoint, QObject *context, std::function<void(Result<QByteArray>)> done);
    fal::Transport transport() const; ///< the setting network/http2, read when a service is first used
    void onKeysChanged();
    void freshenModels();

    Options m_options;
    ModelSchema m_schema;
    std::unique_ptr<support::OwnerLock> m_lock;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<secrets::KeyStore> m_keys;
    std::unique_ptr<library::Library> m_library;
    std::unique_ptr<sandbox::SandboxThread> m_sandbox;
    sandbox::FaultPlan m_practiceFaults;
    std::map<QString, std::unique_ptr<fal::QueueApi>> m_apis;
    std::unique_ptr<fal::QueueApi> m_keyTester;
    std::unique_ptr<jobs::JobQueue> m_queue;
    std::unique_ptr<fal::QueueApi> m_publicApi; ///< reads that need no key
    std::unique_ptr<jobs::ModelCatalog> m_models;
    bool m_areModelsFresh = false;
    QList<Waiter> m_sandboxWaiters;
    QList<Waiter> m_keyWaiters;
};

} // namespace janus
