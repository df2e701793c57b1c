#pragma once

#include <QtGlobal>

#include <optional>

class QJsonValue;
class QRandomGenerator;

namespace janus {

/// A seed. The client draws seeds from 0 … 2^31-1; one that the user or the server gives may be any 64-bit
/// integer, so it is never passed through a double.
using Seed = qint64;

constexpr Seed largestDrawnSeed = 0x7fffffff;

/// The seed a JSON number stands for; nothing for anything that is not exactly a 64-bit integer.
std::optional<Seed> exactSeed(const QJsonValue &value);

/// Draws a new seed; pass *QRandomGenerator::global() outside tests.
Seed drawSeed(QRandomGenerator &random);

/// The seed `steps` further on, for the pictures of a split set. Wraps to 0 after 2^31-1, unless the seed
/// lies outside the drawn range already: then it wraps at the end of 64 bits.
Seed nextSeed(Seed seed, int steps = 1);

} // namespace janus
