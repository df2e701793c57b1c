#pragma once

#include <QtGlobal>

namespace janus::bench {

/// Luck that falls the same on every machine and in every run (splitmix64).
class Dice
{
public:
    explicit Dice(quint64 seed)
        : m_state(seed)
    {
    }

    quint64 next()
    {
        m_state += 0x9e3779b97f4a7c15u;
        quint64 z = m_state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    /// 0 to `sides` - 1.
    int below(int sides) { return static_cast<int>(next() % static_cast<quint64>(sides)); }
    /// From 0 up to, but not including, 1.
    double part() { return static_cast<double>(next() >> 11) * 0x1p-53; }
    /// True in `percent` of 100 throws.
    bool happens(int percent) { return below(100) < percent; }

private:
    quint64 m_state;
};

} // namespace janus::bench
