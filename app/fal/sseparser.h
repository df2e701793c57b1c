#pragma once

#include <QByteArray>

#include <functional>

namespace janus::fal {

/// Takes an event stream apart. Bytes go in as they come, cut anywhere, also inside a line end or a UTF-8
/// character; the data of each complete event comes out, its lines joined by LF. Comments, names, ids and
/// unfinished events at the end are left out. Pure: no socket, no clock.
class SseParser
{
public:
    /// An event, or a line of one, may have this many bytes.
    static constexpr qsizetype largestEvent = 1024 * 1024;

    /// Calls `event(data)` for each event that `bytes` completes. False, for good, when an event is too
    /// large.
    bool feed(const QByteArray &bytes, const std::function<void(const QByteArray &)> &event);
    bool isBroken() const { return m_broken; }

private:
    void endLine(const std::function<void(const QByteArray &)> &event);

    QByteArray m_line;
    QByteArray m_data;
    bool m_hasData = false;
    bool m_afterCr = false;
    bool m_atStart = true;
    bool m_broken = false;
};

} // namespace janus::fal
