#include "core/generationrequest.h"

#include <QJsonDocument>

namespace janus {

QByteArray GenerationRequest::body() const
{
    return QJsonDocument(input).toJson(QJsonDocument::Compact);
}

GenerationRequest GenerationRequest::fromBody(const QString &endpoint, const QByteArray &body)
{
    return {endpoint, QJsonDocument::fromJson(body).object()};
}

} // namespace janus
