#include "jobs/modelcatalog.h"

#include "support/pool.h"
#include "support/setting.h"

#include <QDateTime>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace janus::jobs {

namespace {

support::Setting<QStringList> addedModels(QSettings &settings)
{
    return {settings, "models/added"_L1, {}};
}

QThreadPool &pool()
{
    return *QThreadPool::globalInstance();
}

Error notListed(const QString &endpoint)
{
    return {
        ErrorKind::BadInput, u"The model “%1” is not on the list."_s.arg(endpoint.left(200)), {}, u"model"_s};
}

} // namespace

QString sourceText(const ModelEntry &model)
{
    if (!model.isKnown)
        return u"its inputs are not known yet"_s;
    if (model.source == ModelSource::Bundled)
        return u"came with the program"_s;
    const QString when = QLocale().toString(model.read.toLocalTime(), QLocale::ShortFormat);
    return u"read from the service, %1"_s.arg(when);
}

ModelCatalog::ModelCatalog(ModelStore store, const QString &builtIn, QSettings &settings, Fetch fetch,
                           QObject *parent)
    : QObject(parent)
    , m_store(std::move(store))
    , m_builtIn(builtIn)
    , m_settings(settings)
    , m_fetch(std::move(fetch))
    , m_endpoints(builtIn)
{
    if (const auto bundled = m_store.bundled(builtIn))
        m_models[builtIn] = *bundled;
    for (const QString &endpoint : addedModels(m_settings).value()) {
        if (checkEndpoint(endpoint) && !m_endpoints.contains(endpoint))
            m_endpoints << endpoint;
    }
}

void ModelCatalog::load()
{
    using Found = QList<std::pair<QString, std::optional<KnownModel>>>;
    support::runInPool(
        pool(), this,
        [store = m_store, endpoints = m_endpoints] {
            Found found;
            for (const QString &endpoint : endpoints)
                found.append({endpoint, store.best(endpoint)});
            return found;
        },
        [this](const Found &found) {
            for (const auto &[endpoint, model] : found) {
                const bool isNewer = m_models.value(endpoint).source == ModelSource::Live;
                if (model && !isNewer && m_endpoints.contains(endpoint))
                    take(endpoint, *model);
            }
            m_isLoaded = true;
            Q_EMIT loaded();
        });
}

QList<ModelEntry> ModelCatalog::list() const
{
    QList<ModelEntry> entries;
    for (const QString &endpoint : m_endpoints)
        entries << *entry(endpoint);
    return entries;
}

std::shared_ptr<const ModelSchema> ModelCatalog::schema(const QString &endpoint) const
{
    return contains(endpoint) ? m_models.value(endpoint).schema : nullptr;
}

std::optional<ModelEntry> ModelCatalog::entry(const QString &endpoint) const
{
    if (!contains(endpoint))
        return std::nullopt;
    const KnownModel model = m_models.value(endpoint);
    return ModelEntry{.endpoint = endpoint,
                      .title = model.schema ? model.schema->title() : endpoint,
                      .source = model.source,
                      .read = model.read,
                      .isBuiltIn = endpoint == m_builtIn,
                      .isKnown = model.schema != nullptr};
}

void ModelCatalog::refresh()
{
    for (const QString &endpoint : QStringList(m_endpoints))
        refresh(endpoint, this, {});
}

void ModelCatalog::refresh(const QString &endpoint, QObject *context, Done<ModelEntry> done)
{
    const QPointer<QObject> listener(context);
    fetchAndKeep(endpoint, this, [this, endpoint, listener, done](const Result<KnownModel> &model) {
        const bool isListed = contains(endpoint); // it may have been removed meanwhile
        if (isListed && model)
            take(endpoint, *model);
        if (isListed)
            Q_EMIT refreshed(endpoint, model ? QString() : model.error().message);
        if (listener && done)
            done(!isListed ? Result<ModelEntry>(notListed(endpoint))
                 : model   ? Result<ModelEntry>(*entry(endpoint))
                           : model.error());
    });
}

void ModelCatalog::add(const QString &endpoint, QObject *context, Done<ModelEntry> done)
{
    const QPointer<QObject> listener(context);
    const auto answer = [listener, done](const Result<ModelEntry> &result) {
        if (listener && done)
            done(result);
    };
    if (const Result<void> shape = checkEndpoint(endpoint); !shape) {
        QMetaObject::invokeMethod(
            this, [answer, error = shape.error()] { answer(error); }, Qt::QueuedConnection);
        return;
    }
    fetchAndKeep(endpoint, this, [this, endpoint, answer](const Result<KnownModel> &model) {
        if (!model)
            return addFromDisk(endpoint, model.error(), answer);
        include(endpoint, *model);
        answer(*entry(endpoint));
    });
}

void ModelCatalog::addFromDisk(const QString &endpoint, const Error &reason, const Done<ModelEntry> &answer)
{
    support::runInPool(
        pool(), this, [store = m_store, endpoint] { return store.best(endpoint); },
        [this, endpoint, reason, answer](const std::optional<KnownModel> &copy) {
            if (!copy)
                return answer(reason);
            include(endpoint, *copy);
            answer(*entry(endpoint));
        });
}

Result<void> ModelCatalog::remove(const QString &endpoint)
{
    if (!contains(endpoint))
        return notListed(endpoint);
    if (endpoint == m_builtIn)
        return Error{ErrorKind::BadInput,
                     u"“%1” is the model of this program and stays."_s.arg(endpoint),
                     {},
                     u"model"_s};
    m_endpoints.removeOne(endpoint);
    m_models.remove(endpoint);
    remember();
    pool().start([store = m_store, endpoint] { store.forget(endpoint); });
    Q_EMIT listChanged();
    return {};
}

void ModelCatalog::fetchAndKeep(const QString &endpoint, QObject *context, Done<KnownModel> done)
{
    const auto onDocument = [this, endpoint, done](const Result<QByteArray> &document) {
        if (!document)
            return done(document.error());
        support::runInPool(
            pool(), this,
            [store = m_store, endpoint, bytes = *document] {
                return store.keep(endpoint, bytes, QDateTime::currentDateTimeUtc());
            },
            done);
    };
    m_fetch(endpoint, context, onDocument);
}

void ModelCatalog::include(const QString &endpoint, const KnownModel &model)
{
    const bool isNew = !contains(endpoint);
    if (isNew)
        m_endpoints << endpoint;
    take(endpoint, model);
    if (!isNew)
        return;
    remember();
    Q_EMIT listChanged();
}

void ModelCatalog::take(const QString &endpoint, const KnownModel &model)
{
    const std::shared_ptr<const ModelSchema> before = m_models.value(endpoint).schema;
    const bool isSame = before && *before == *model.schema;
    m_models[endpoint] = isSame ? KnownModel{before, model.source, model.read} : model;
    if (!isSame)
        Q_EMIT changed(endpoint);
}

void ModelCatalog::remember()
{
    addedModels(m_settings) = m_endpoints.mid(1);
}

} // namespace janus::jobs
