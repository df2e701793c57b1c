#pragma once

#include "core/forecast.h"

#include <QString>

#include <optional>

namespace janus::jobs {

/// "about 20–35 s", "about 2–4 min"; empty while nothing is known.
QString timesText(const std::optional<SecondsRange> &times);

/// "No charge listed by fal", "About 0.12 USD", "0.0011 USD per compute second", "Price unknown".
QString priceText(const Forecast &forecast, const QString &service);

/// Both on one line, as far as they are known; "nothing costs" where nobody is paid.
QString forecastText(const Forecast &forecast, const QString &service, bool isPractice);

} // namespace janus::jobs
