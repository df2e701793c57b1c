#pragma once

#include <QString>

#include <array>

namespace janus {

/// Where one request stands. Values are stored in the journal: never renumber.
enum class JobState {
    Waiting = 0, ///< Intent is on disk; nothing was sent (also: held, or a submit that provably never left).
    Submitting = 1, ///< The submit is under way.
    Unknown = 2,    ///< The answer to the submit was lost; it may have been accepted.
    Queued = 3,     ///< Accepted: the request id is on disk. In the service's queue.
    Running = 4,    ///< The service is working on it.
    Completed = 5,  ///< The service has finished; result and pictures are being fetched.
    Saving = 6,     ///< The result is here; pictures are being downloaded and written.
    Done = 7,       ///< Every picture is on disk.
    Failed = 8,     ///< The service said no; Error says why.
    Cancelled = 9,  ///< Ended by the user's wish.
    Expired = 10,   ///< The service no longer has it.
};

constexpr int jobStateCount = 11;

constexpr bool isTerminal(JobState state)
{
    return state == JobState::Done || state == JobState::Failed || state == JobState::Cancelled ||
           state == JobState::Expired;
}

/// Whether the service may have accepted the request, so that it can cost money and must be looked after.
constexpr bool mayBeAccepted(JobState state)
{
    return state != JobState::Waiting && !isTerminal(state);
}

/// The table of allowed moves. A job only goes forward; a terminal state never changes; staying is no move.
constexpr bool canMove(JobState from, JobState to)
{
    using enum JobState;
    if (isTerminal(from) || from == to)
        return false;
    switch (from) {
    case Waiting:
        return to == Submitting || to == Cancelled || to == Failed;
    case Submitting:
        return to == Waiting || to == Unknown || to == Queued || to == Failed;
    case Unknown:
        return to == Waiting || to == Queued || to == Failed || to == Cancelled || to == Expired;
    case Queued:
        return to == Running || to == Completed || to == Saving || to == Failed || to == Cancelled ||
               to == Expired;
    case Running:
        return to == Completed || to == Saving || to == Failed || to == Cancelled || to == Expired;
    case Completed:
        return to == Saving || to == Failed || to == Cancelled || to == Expired;
    case Saving:
        return to == Done || to == Failed || to == Cancelled || to == Expired;
    default:
        return false;
    }
}

/// Whether a job gets from one state to the other by one or more moves. The journal may leave out states that
/// last a moment.
constexpr bool canReach(JobState from, JobState to)
{
    if (canMove(from, to))
        return true;
    for (int i = static_cast<int>(from) + 1; i < static_cast<int>(JobState::Done); ++i) {
        const auto between = static_cast<JobState>(i);
        if (canMove(from, between) && canReach(between, to))
            return true;
    }
    return false;
}

/// The stable machine word ("queued"), used by the command line's JSON and in logs.
QString jobStateWord(JobState state);

} // namespace janus
