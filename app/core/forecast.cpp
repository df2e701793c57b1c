#include "core/forecast.h"

#include <algorithm>

namespace janus {

bool Price::isPerPicture() const
{
    return unit.startsWith(QLatin1String("image"), Qt::CaseInsensitive);
}

std::optional<double> Forecast::cost() const
{
    if (!price || !(price->isFree() || price->isPerPicture()))
        return std::nullopt;
    return price->perUnit * pictures;
}

SecondsRange togetherTimes(const SecondsRange &each, int requests, int ahead, int atOnce)
{
    const int lanes = std::max(1, atOnce);
    // What is ahead is under way already, so half of it is taken to be over in the best case.
    const auto rounds = [lanes](int count) { return std::max(1, (count + lanes - 1) / lanes); };
    return {each.low * rounds(requests + ahead / 2), each.high * rounds(requests + ahead)};
}

} // namespace janus
