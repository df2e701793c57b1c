#include "core/seed.h"

#include <QJsonValue>
#include <QRandomGenerator>

#include <cmath>

namespace janus {

std::optional<Seed> exactSeed(const QJsonValue &value)
{
    // A number that is no integer answers with whatever it is offered instead; NaN does not.
    if (value.isDouble() && std::isfinite(value.toDouble()) && value.toInteger(0) == value.toInteger(1))
        return value.toInteger();
    return {};
}

Seed drawSeed(QRandomGenerator &random)
{
    return static_cast<Seed>(random.generate() & static_cast<quint32>(largestDrawnSeed));
}

Seed nextSeed(Seed seed, int steps)
{
    const quint64 sum = static_cast<quint64>(seed) + static_cast<quint64>(steps);
    if (seed >= 0 && seed <= largestDrawnSeed)
        return static_cast<Seed>(sum & static_cast<quint64>(largestDrawnSeed));
    return static_cast<Seed>(sum);
}

} // namespace janus
