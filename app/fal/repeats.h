#pragma once

#include "core/result.h"
#include "fal/httpanswer.h"
#include "fal/pacer.h"
#include "fal/timing.h"

#include <chrono>
#include <optional>

namespace janus::fal {

/// How calls of a kind are repeated after trouble. This is the only table of it (protocol page, 3.2, with
/// more patience and with Retry-After honoured). A submit is never repeated: it may have been accepted.
struct RepeatRule
{
    int tries; ///< in all; 0: until something definite is said
    int looks; ///< "it is not there" this often in a row is believed
    Timing::Milliseconds Timing::*first;
    Timing::Milliseconds Timing::*most;
    unsigned passing; ///< bits of the ErrorKinds that another try may mend

    constexpr bool mends(ErrorKind kind) const { return (passing >> unsigned(kind) & 1U) != 0; }
};

const RepeatRule &repeatRule(CallKind kind);

/// Counts the failures in a row of one call and says how long to wait before the next try.
class Repeats
{
public:
    explicit Repeats(CallKind kind)
        : m_kind(kind)
    {
    }

    /// Counts `error`. Full jitter, and never less than the service asked for; nothing when the error is
    /// final.
    std::optional<std::chrono::milliseconds> pauseAfter(const Error &error, const Timing &timing);
    /// The same, longer where too many repeats of other calls begin then.
    std::optional<std::chrono::milliseconds> pauseAfter(const Error &error, Pacer &pacer);
    /// The call worked, or another one begins.
    void reset();

private:
    CallKind m_kind;
    int m_failures = 0;
    int m_missing = 0;
};

} // namespace janus::fal
