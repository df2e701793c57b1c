#include "fal/pacer.h"

#include <algorithm>

namespace janus::fal {

Pacer::Pacer(const Timing &timing)
    : m_timing(timing)
{
    m_clock.start();
}

std::chrono::milliseconds Pacer::book(std::chrono::milliseconds pause)
{
    const qint64 unit = std::max<qint64>(1, m_timing.second.count());
    const qint64 now = m_clock.elapsed();
    m_booked.erase(m_booked.begin(), m_booked.lower_bound(now / unit));
    const qint64 wished = (now + pause.count()) / unit;
    qint64 second = wished;
    while (m_booked[second] >= m_timing.repeatsPerSecond)
        ++second;
    ++m_booked[second];
    return second == wished ? pause : std::chrono::milliseconds(second * unit - now);
}

} // namespace janus::fal
