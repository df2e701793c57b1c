#pragma once

#include "core/generation.h"

#include <QSet>

#include <deque>

namespace janus::fal {

/// Remembers which log lines were told already. Answers carry a moving window of the log, so lines are known
/// by time and text, never by place.
class SeenLines
{
public:
    /// True the first time.
    bool add(const LogLine &line);

private:
    static constexpr size_t mostKept = 20'000;
    QSet<size_t> m_known;
    std::deque<size_t> m_order;
};

} // namespace janus::fal
