#pragma once

#include <QString>

#include <cstdint>

namespace janus::sandbox {

/// A small random generator (splitmix64) whose numbers are the same on every computer.
class Dice
{
public:
    explicit Dice(std::uint64_t seed)
        : m_state(seed)
    {
    }

    std::uint64_t next()
    {
        m_state += 0x9e3779b97f4a7c15u;
        std::uint64_t z = m_state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }

    double real()
    {
        return double(next() >> 11) / double(std::uint64_t(1) << 53);
    } ///< 0 up to, not including, 1.
    double between(double low, double high) { return low + (high - low) * real(); }
    double around(double spread) { return spread * (2 * real() - 1); }  ///< From -spread to spread.
    int whole(int count) { return int(next() % std::uint64_t(count)); } ///< 0 up to count - 1.
    bool chance(double probability) { return real() < probability; }
    Dice fork() { return Dice(next()); } ///< A generator of its own for one part of the picture.

private:
    std::uint64_t m_state;
};

/// FNV-1a over the UTF-8 of a text.
std::uint64_t hashOf(const QString &text);

} // namespace janus::sandbox
