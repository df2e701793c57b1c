#include "fal/modeldocument.h"

#include "fal/answers.h"
#include "fal/service.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace janus::fal {

namespace {

constexpr qsizetype longestModelError = 300;

QJsonObject modelOf(const QJsonArray &models, const QString &endpoint)
{
    for (const QJsonValue model : models) {
        if (model["endpoint_id"_L1].toString() == endpoint)
            return model.toObject();
    }
    return {};
}

/// The platform's copy is trusted to be the one asked for; fal's own documents say so themselves.
QJsonObject named(QJsonObject document, const QString &endpoint)
{
    QJsonObject info = document["info"_L1].toObject();
    QJsonObject metadata = info["x-fal-metadata"_L1].toObject();
    if (!metadata["endpointId"_L1].toString().isEmpty())
        return document;
    metadata[u"endpointId"_s] = endpoint;
    info[u"x-fal-metadata"_s] = metadata;
    document[u"info"_s] = info;
    return document;
}

} // namespace

QUrl modelDocumentAddress(const Service &service, const QString &endpoint)
{
    QUrl url = service.platform;
    url.setPath(url.path() + "/models"_L1);
    QUrlQuery query;
    query.addQueryItem(u"endpoint_id"_s, endpoint);
    query.addQueryItem(u"expand"_s, u"openapi-3.0"_s);
    url.setQuery(query);
    return url;
}

Result<QByteArray> readModelDocument(const QByteArray &body, const QString &endpoint, const QString &service)
{
    const std::optional<QJsonObject> answer = readObject(body);
    if (!answer || !answer->value("models"_L1).isArray())
        return Error{ErrorKind::Protocol, u"The answer of %1 cannot be understood."_s.arg(service),
                     QString::fromUtf8(body.left(300))};
    const QJsonObject model = modelOf(answer->value("models"_L1).toArray(), endpoint);
    if (model.isEmpty())
        return Error{ErrorKind::Gone, u"There is no model “%1” at %2."_s.arg(endpoint, service)};
    const QJsonObject document = model["openapi"_L1].toObject();
    if (document.contains("error"_L1) || document.isEmpty())
        return Error{ErrorKind::Gone, u"There is no description of “%1” at %2."_s.arg(endpoint, service),
                     document["error"_L1]["message"_L1].toString().left(longestModelError)};
    return QJsonDocument(named(document, endpoint)).toJson(QJsonDocument::Compact);
}

} // namespace janus::fal
