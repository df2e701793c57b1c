#include "jobs/modelstore.h"

#include "fal/addresses.h"
#include "support/durablefile.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace janus::jobs {

namespace {

/// The largest of fal's own has some forty.
constexpr qsizetype mostInputs = 200;
constexpr qsizetype longestEndpoint = 100;
/// The largest document a service may send, with room for our own words.
constexpr qint64 mostBytes = 9LL * 1024 * 1024;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(mostBytes) : QByteArray();
}

Result<std::shared_ptr<const ModelSchema>> readSchema(const QString &endpoint, const QByteArray &document,
                                                      const QByteArray &overlay)
{
    const auto refused = [&](const QString &sentence) {
        return Error{ErrorKind::Refused, sentence.arg(endpoint), {}, u"model"_s};
    };
    const Result<ModelSchema> schema = ModelSchema::fromOpenApi(document, overlay);
    if (!schema && QJsonDocument::fromJson(document).isObject())
        return refused(u"The description of “%1” names no inputs, so there is nothing to fill in."_s);
    if (!schema)
        return schema.error();
    if (schema->endpoint() != endpoint)
        return refused(u"The description that came for “%1” is of another model."_s);
    if (schema->params().size() > mostInputs)
        return refused(u"The model “%1” has more inputs than a form can show."_s);
    return std::make_shared<const ModelSchema>(*schema);
}

} // namespace

Result<void> checkEndpoint(const QString &endpoint)
{
    // Every id becomes a file name.
    if (endpoint.size() <= longestEndpoint && !fal::appOf(endpoint).isEmpty())
        return {};
    return Error{ErrorKind::BadInput,
                 u"“%1” is no model's id: it must look like fal-ai/janus or fal-ai/flux/dev."_s.arg(
                     endpoint.left(200)),
                 {},
                 u"model"_s};
}

ModelStore::ModelStore(QString folder, QString bundled)
    : m_folder(std::move(folder))
    , m_bundled(std::move(bundled))
{
}

QString ModelStore::fileOf(const QString &endpoint) const
{
    return m_folder + u'/' + QString(endpoint).replace(u'/', u'+') + ".json"_L1; // no id has a "+"
}

QByteArray ModelStore::overlay() const
{
    return contentOf(m_bundled + "/overlay.json"_L1);
}

std::optional<KnownModel> ModelStore::best(const QString &endpoint) const
{
    const std::optional<KnownModel> copy = cached(endpoint);
    return copy ? copy : bundled(endpoint);
}

std::optional<KnownModel> ModelStore::bundled(const QString &endpoint) const
{
    const QString name = QString(endpoint).replace(u'/', u'_') + ".openapi.json"_L1;
    const auto schema = readSchema(endpoint, contentOf(m_bundled + u'/' + name), overlay());
    return schema ? std::optional(KnownModel{*schema}) : std::nullopt;
}

std::optional<KnownModel> ModelStore::cached(const QString &endpoint) const
{
    const QJsonObject copy = QJsonDocument::fromJson(contentOf(fileOf(endpoint))).object();
    const QByteArray document = QJsonDocument(copy["document"_L1].toObject()).toJson(QJsonDocument::Compact);
    const auto schema = readSchema(endpoint, document, overlay());
    if (!schema)
        return std::nullopt;
    return KnownModel{*schema, ModelSource::Cached,
                      QDateTime::fromString(copy["read"_L1].toString(), Qt::ISODate)};
}

Result<KnownModel> ModelStore::keep(const QString &endpoint, const QByteArray &document,
                                    const QDateTime &now) const
{
    const auto schema = readSchema(endpoint, document, overlay());
    if (!schema)
        return schema.error();
    const QJsonObject copy{{u"endpoint"_s, endpoint},
                           {u"read"_s, now.toUTC().toString(Qt::ISODate)},
                           {u"document"_s, QJsonDocument::fromJson(document).object()}};
    Result<void> kept = support::makeFolderDurably(m_folder);
    if (kept)
        kept = support::writeDurably(fileOf(endpoint), QJsonDocument(copy).toJson(QJsonDocument::Compact),
                                     m_folder, support::IfExists::Replace);
    if (!kept)
        qWarning("The description of a model was not kept: %s", qPrintable(kept.error().message));
    return KnownModel{*schema, ModelSource::Live, now.toUTC()};
}

void ModelStore::forget(const QString &endpoint) const
{
    QFile::remove(fileOf(endpoint));
}

} // namespace janus::jobs
