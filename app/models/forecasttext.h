#pragma once

#include "core/forecast.h"

#include <QString>

#include <optional>

namespace janus::models {

/// "about 20–35 s", "about 2–4 min"; empty while nothing is known.
QString timesText(const std::optional<SecondsRange> &times);

/// "No charge listed by fal", "About 0.12 USD", "0.0011 USD per compute second", "Price unknown".
QString priceText(const Forecast &forecast, const QString &service);

} // namespace janus::models
