#pragma once

#include "fal/timing.h"

#include <QElapsedTimer>

#include <map>

namespace janus::fal {

/// Spreads the repeats of all calls to one service, so that a thousand requests which lost the same server do
/// not come back as a herd: no more than Timing::repeatsPerSecond begin in any second. First tries are not
/// counted.
class Pacer
{
public:
    explicit Pacer(const Timing &timing);

    /// The pause after which a repeat may begin: `pause`, or as much longer as it takes to find a place.
    std::chrono::milliseconds book(std::chrono::milliseconds pause);
    const Timing &timing() const { return m_timing; }

private:
    Timing m_timing;
    QElapsedTimer m_clock;
    std::map<qint64, int> m_booked; ///< repeats by second since the clock started
};

} // namespace janus::fal
