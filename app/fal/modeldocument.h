#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

namespace janus::fal {

struct Service;

/// GET {platform}/models?endpoint_id=…&expand=openapi-3.0 (protocol section 7.6).
QUrl modelDocumentAddress(const Service &service, const QString &endpoint);

/// The OpenAPI document of one model out of that call's answer. Gone when the model is not in it, or its
/// document is an {"error": …} instead; Protocol for what is no such answer. A document that does not say
/// whose it is gets the name asked for.
Result<QByteArray> readModelDocument(const QByteArray &body, const QString &endpoint, const QString &service);

} // namespace janus::fal
