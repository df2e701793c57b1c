#include "fal/repeats.h"

#include <QRandomGenerator>

#include <algorithm>
#include <array>

namespace janus::fal {

namespace {

template <typename... Kinds>
constexpr unsigned bits(Kinds... kinds)
{
    return ((1U << unsigned(kinds)) | ...);
}

constexpr unsigned trouble = bits(ErrorKind::Network, ErrorKind::Unreachable, ErrorKind::Protocol,
                                  ErrorKind::Busy, ErrorKind::NotYet, ErrorKind::Gone);
/// A status says nothing about the request but its state, so no answer of it but "gone" is final.
constexpr unsigned statusTrouble = trouble | bits(ErrorKind::Refused, ErrorKind::Cancelled);

constexpr unsigned hiccup = bits(ErrorKind::Network, ErrorKind::Protocol);
/// It provably did not arrive, or the service says it was not done.
constexpr unsigned notTaken = bits(ErrorKind::Unreachable, ErrorKind::Busy);

constexpr std::array<RepeatRule, 13> table{{
    // tries, looks, first pause, longest pause, what is worth it
    {1, 1, &Timing::retryFirst, &Timing::retryMost, 0},             // Submit
    {0, 3, &Timing::retryFirst, &Timing::retryMost, statusTrouble}, // Status
    {0, 0, &Timing::retryFirst, &Timing::retryMost, statusTrouble}, // Stream: polls decide
    {0, 6, &Timing::retryFirst, &Timing::retryMost, trouble},       // Result
    {4, 1, &Timing::retryFirst, &Timing::retryMost, trouble},       // Cancel
    {0, 6, &Timing::retryFirst, &Timing::retryMost, trouble},       // Media
    {4, 1, &Timing::retryFirst, &Timing::retryMost, trouble},       // Platform
    {4, 1, &Timing::retryFirst, &Timing::retryMost, hiccup},        // Models: a copy is at hand
    {4, 1, &Timing::retryFirst, &Timing::retryMost, trouble},   // UploadInitiate: an unused place is no file
    {4, 1, &Timing::retryFirst, &Timing::retryMost, trouble},   // UploadBody: the same bytes again
    {4, 1, &Timing::retryFirst, &Timing::retryMost, notTaken},  // UploadComplete
    {4, 1, &Timing::retryFirst, &Timing::retryMost, trouble},   // FileToken: the picture's own rule goes on
    {0, 120, &Timing::retryFirst, &Timing::retryMost, trouble}, // PrivateMedia: "no" may be the permission's
                                                                // fault; an hour of it is believed
}};

} // namespace

const RepeatRule &repeatRule(CallKind kind)
{
    return table[size_t(kind)];
}

std::optional<std::chrono::milliseconds> Repeats::pauseAfter(const Error &error, const Timing &timing)
{
    const RepeatRule &rule = repeatRule(m_kind);
    ++m_failures;
    m_missing = error.kind == ErrorKind::Gone ? m_missing + 1 : 0;
    if (!rule.mends(error.kind) || (rule.tries > 0 && m_failures >= rule.tries) ||
        (rule.looks > 0 && m_missing >= rule.looks))
        return std::nullopt;
    // Many that lost the same server do not come back in step.
    const auto most = timing.longestPause(timing.*rule.first, timing.*rule.most, m_failures).count();
    const std::chrono::milliseconds pause(QRandomGenerator::global()->bounded(qint64(most) + 1));
    return std::max<std::chrono::milliseconds>(pause, error.waitSeconds * timing.second);
}

std::optional<std::chrono::milliseconds> Repeats::pauseAfter(const Error &error, Pacer &pacer)
{
    const auto pause = pauseAfter(error, pacer.timing());
    return pause ? std::optional(pacer.book(*pause)) : pause;
}

void Repeats::reset()
{
    m_failures = 0;
    m_missing = 0;
}

} // namespace janus::fal
