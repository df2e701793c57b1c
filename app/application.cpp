#include "application.h"

#include "fal/systemproxy.h"
#include "sandbox/faultpresets.h"
#include "secrets/systemkeystore.h"
#include "support/log.h"
#include "support/settingsfile.h"

#include <QDir>
#include <QFile>
#include <QPointer>
#include <QRandomGenerator>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus {

namespace {

fal::Service serviceOf(const std::optional<QUrl> &server)
{
    return server ? fal::Service::custom(*server) : fal::Service::fal();
}

/// For a request of an earlier start with another --server: the key at hand was not given for that one.
Error atAnotherService(const QString &name)
{
    const QString how =
        name == "fal"_L1 ? u"Start without --server"_s : u"Start with --server %1"_s.arg(name);
    return {
        ErrorKind::BadInput,
        u"A request of an earlier start is at %1, and the key at hand is not sent there. %2 to go on with it."_s
            .arg(name, how),
        {},
        u"server"_s};
}

/// The one of the settings, which the window writes.
QString picturesFolder(const support::Paths &paths)
{
    const QSettings settings(paths.settingsFile(), QSettings::IniFormat);
    const QString chosen = settings.value(u"library/pictures"_s).toString();
    return QDir::isAbsolutePath(chosen) ? QDir::cleanPath(chosen) : paths.pictures;
}

QByteArray resource(const QString &name)
{
    QFile file(u":/schemas/"_s + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

Result<ModelSchema> Application::bundledSchema()
{
    return ModelSchema::fromOpenApi(resource(u"fal-ai_janus.openapi.json"_s), resource(u"overlay.json"_s));
}

QString Application::builtInModel()
{
    return u"fal-ai/janus"_s;
}

jobs::ModelStore Application::modelStore(const Options &options)
{
    static const QRegularExpression special(u"[^A-Za-z0-9._-]"_s);
    const QString folder = serviceOf(options.server).name.replace(special, u"+"_s);
    return {options.paths.data + "/models/"_L1 + folder, u":/schemas"_s};
}

Result<std::unique_ptr<Application>> Application::create(Options options)
{
    if (const Result<void> prepared = options.paths.prepare(); !prepared)
        return prepared.error();
    options.paths.pictures = picturesFolder(options.paths);
    Result<ModelSchema> schema = bundledSchema();
    if (!schema)
        return schema.error();
    Result<std::unique_ptr<support::OwnerLock>> lock = support::OwnerLock::take(options.paths.ownerLocks());
    if (!lock)
        return lock.error();
    return std::unique_ptr<Application>(
        new Application(std::move(options), std::move(*schema), std::move(*lock)));
}

Application::Application(Options options, ModelSchema schema, std::unique_ptr<support::OwnerLock> lock)
    : m_options(std::move(options))
    , m_schema(std::move(schema))
    , m_lock(std::move(lock))
    , m_settings(std::make_unique<support::SettingsFile>(m_options.paths.settingsFile()))
    , m_keys(std::make_unique<secrets::SystemKeyStore>(m_settings.get()))
    , m_library(std::make_unique<library::Library>(m_options.paths))
    , m_queue(std::make_unique<jobs::JobQueue>(*m_library, *this, m_lock->token(),
                                               [this](const QString &token) { return isOwnerAlive(token); }))
    , m_publicApi(std::make_unique<fal::QueueApi>(realService(), ApiKey(), fal::Timing(), transport()))
    , m_models(std::make_unique<jobs::ModelCatalog>(
          modelStore(m_options), builtInModel(), *m_settings,
          [this](const QString &endpoint, QObject *context, std::function<void(Result<QByteArray>)> done) {
              fetchModel(endpoint, context, std::move(done));
          }))
{
    if (m_options.lookFor)
        m_queue->setLookPauses(
            {.first = std::min<std::chrono::milliseconds>(jobs::LookPauses().first, *m_options.lookFor / 4),
             .patience = *m_options.lookFor});
    connect(m_keys.get(), &secrets::KeyStore::changed, this, &Application::onKeysChanged);
}

// The queue goes first: its jobs use everything else.
Application::~Application()
{
    m_queue.reset();
    m_models.reset();
    m_keyTester.reset();
    m_apis.clear();
    m_sandbox.reset();
}

void Application::open(QObject *context, std::function<void(Result<void>)> done)
{
    m_keys->load();
    m_models->load();
    m_library->open(context, std::move(done));
}

jobs::Journal Application::journal()
{
    return jobs::Journal(m_library->database(), m_lock->token());
}

bool Application::isOwnerAlive(const QString &token) const
{
    return token == m_lock->token() || support::OwnerLock::isAlive(m_options.paths.ownerLocks(), token);
}

fal::Service Application::realService() const
{
    return serviceOf(m_options.server);
}

fal::Transport Application::transport() const
{
    return {.http2 = m_settings->value(u"network/http2"_s, true).toBool(),
            .moreAuthorities = m_options.moreAuthorities};
}

QString Application::proxyInUse() const
{
    return fal::proxyInUse(realService().queue);
}

QString Application::realServiceName() const
{
    return realService().name;
}

QString Application::sandboxServiceName() const
{
    return u"sandbox"_s;
}

void Application::open(const QString &serviceName, QObject *context,
                       std::function<void(Result<fal::QueueApi *>)> done)
{
    const Waiter answer = [context = QPointer<QObject>(context),
                           done = std::move(done)](const Result<fal::QueueApi *> &api) {
        if (context)
            done(api);
    };
    // Never inside the call: a caller is in the middle of its own step.
    QMetaObject::invokeMethod(
        this,
        [this, serviceName, answer] {
            serviceName == sandboxServiceName() ? openSandbox(answer) : openReal(serviceName, answer);
        },
        Qt::QueuedConnection);
}

void Application::openSandbox(Waiter done)
{
    if (const auto known = m_apis.find(sandboxServiceName()); known != m_apis.end())
        return done(known->second.get());
    m_sandboxWaiters << std::move(done);
    if (m_sandbox)
        return;
    m_sandbox = std::make_unique<sandbox::SandboxThread>(
        sandbox::SandboxOptions{.pace = m_options.sandboxPace, .stateFile = m_options.paths.sandboxState()});
    m_sandbox->setFaults(m_practiceFaults);
    connect(m_sandbox.get(), &sandbox::SandboxThread::ready, this,
            [this](const QUrl &origin, const ApiKey &key) {
                auto &api = m_apis[sandboxServiceName()];
                api = std::make_unique<fal::QueueApi>(fal::Service::sandbox(origin), key);
                for (const Waiter &waiter : std::exchange(m_sandboxWaiters, {}))
                    waiter(api.get());
            });
    connect(m_sandbox.get(), &sandbox::SandboxThread::failed, this, [this](const Error &error) {
        m_sandbox.release()->deleteLater();
        for (const Waiter &waiter : std::exchange(m_sandboxWaiters, {}))
            waiter(error);
    });
    m_sandbox->start();
}

void Application::openReal(const QString &serviceName, Waiter done)
{
    if (!m_keys->isLoaded()) {
        m_keyWaiters <<
            [this, serviceName, done](const Result<fal::QueueApi *> &) { openReal(serviceName, done); };
        return;
    }
    const fal::Service service = realService();
    if (service.name != serviceName)
        return done(atAnotherService(serviceName));
    if (m_keys->key().isEmpty() && service.isFal())
        return done(Error{ErrorKind::NoKey, u"There is no key for %1 yet."_s.arg(service.name)});
    auto &api = m_apis[serviceName];
    if (!api)
        api = std::make_unique<fal::QueueApi>(service, m_keys->key(), fal::Timing(), transport());
    done(api.get());
}

void Application::onKeysChanged()
{
    support::hideInLogs(m_keys->key().reveal());
    if (!m_keys->isLoaded())
        return;
    for (const auto &[name, api] : m_apis) {
        if (name != sandboxServiceName())
            api->setKey(m_keys->key());
    }
    m_publicApi->setKey(m_keys->key());
    freshenModels();
    for (const Waiter &waiter : std::exchange(m_keyWaiters, {}))
        waiter(static_cast<fal::QueueApi *>(nullptr));
    if (!m_keys->key().isEmpty())
        m_queue->release(realServiceName());
}

void Application::practiseFailure(const QString &presetName)
{
    const QList<sandbox::FaultPreset> &presets = sandbox::faultPresets();
    const auto preset = std::ranges::find(presets, presetName, &sandbox::FaultPreset::name);
    m_practiceFaults.seed = QRandomGenerator::global()->generate(); // another run of luck each time
    m_practiceFaults.faults = preset == presets.end() ? QList<sandbox::Fault>() : preset->faults;
    if (m_sandbox)
        m_sandbox->setFaults(m_practiceFaults);
}

/// Without a key nothing leaves this machine by itself.
void Application::freshenModels()
{
    const bool mayAsk = m_options.keepModelsFresh && (m_options.server || !m_keys->key().isEmpty());
    if (mayAsk && !std::exchange(m_areModelsFresh, true))
        m_models->refresh();
}

void Application::fetchModel(const QString &endpoint, QObject *context,
                             std::function<void(Result<QByteArray>)> done)
{
    if (m_keys->isLoaded())
        return m_publicApi->modelDocument(endpoint, context, std::move(done));
    m_keyWaiters << [this, endpoint, context = QPointer<QObject>(context),
                     done = std::move(done)](const Result<fal::QueueApi *> &) {
        if (context)
            m_publicApi->modelDocument(endpoint, context, done);
    };
}

void Application::testKey(const ApiKey &key, QObject *context, std::function<void(Result<void>)> done)
{
    m_keyTester = std::make_unique<fal::QueueApi>(realService(), key, fal::Timing(), transport());
    m_keyTester->testKey(context, std::move(done));
}

} // namespace janus
