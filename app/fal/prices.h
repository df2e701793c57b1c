#pragma once

#include "core/forecast.h"
#include "core/result.h"

#include <QByteArray>
#include <QUrl>

namespace janus::fal {

struct Service;

/// GET {platform}/models/pricing?endpoint_id=…; the key goes along. Source: fal's OpenAPI document of its
/// platform API.
QUrl priceAddress(const Service &service, const QString &endpoint);

/// {"prices": [{"endpoint_id", "unit_price", "unit", "currency"}]}. Gone when the answer has no price of this
/// endpoint; Protocol for what is no such answer, or a price below zero. Any thread.
Result<Price> readPrice(const QByteArray &body, const QString &endpoint, const QString &service);

} // namespace janus::fal
