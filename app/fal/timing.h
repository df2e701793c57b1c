#pragma once

#include <QByteArray>
#include <QDateTime>

#include <chrono>
#include <optional>

namespace janus::fal {

/// Every clock and pause of the wire in one place, so that tests can shorten them.
struct Timing
{
    using Milliseconds = std::chrono::milliseconds;

    Milliseconds connect{15'000};      ///< until a connection stands
    Milliseconds idle{45'000};         ///< without a byte in either direction
    Milliseconds submitTotal{120'000}; ///< from the first byte of a call to its last
    Milliseconds readTotal{60'000};    ///< status, cancel, platform
    Milliseconds resultTotal{300'000};
    Milliseconds mediaTotal{600'000};
    Milliseconds uploadTotal{7'200'000}; ///< one PUT: up to 90 MiB over a slow line
    Milliseconds streamTotal{3'600'000}; ///< a stream that lives longer is opened anew

    Milliseconds retryFirst{
        500}; ///< full jitter: a pause lies anywhere between 0 and this, doubled each time
    Milliseconds retryMost{60'000};
    Milliseconds pollFirst{1'000}; ///< between two polls; grows while nothing changes
    Milliseconds pollMost{5'000};
    Milliseconds silentStream{60'000}; ///< a stream without an event for this long is checked by a poll
    Milliseconds second{1'000};        ///< how long a second of Retry-After is
    int repeatsPerSecond = 10;         ///< of all calls to one service together

    /// The longest pause after the `failures`th failure in a row, which counts from 1: doubled each time.
    static Milliseconds longestPause(Milliseconds first, Milliseconds most, int failures);
};

/// The moment of an HTTP date, UTC; invalid for what is none.
QDateTime httpDate(const QByteArray &header);

/// Seconds or a date, brought between 1 s and 10 min; nothing for what is neither.
std::optional<std::chrono::seconds> retryAfter(const QByteArray &header, const QDateTime &now);

} // namespace janus::fal
