#include "fal/sseparser.h"

#include <algorithm>
#include <utility>

namespace janus::fal {

bool SseParser::feed(const QByteArray &bytes, const std::function<void(const QByteArray &)> &event)
{
    const char *at = bytes.constData();
    const char *const end = at + bytes.size();
    while (at != end && !m_broken) {
        if (std::exchange(m_afterCr, false) && *at == '\n') {
            ++at; // the second half of CR LF
            continue;
        }
        const char *const lineEnd = std::find_if(at, end, [](char c) { return c == '\n' || c == '\r'; });
        m_line.append(at, lineEnd - at);
        m_broken = m_line.size() + m_data.size() > largestEvent;
        at = lineEnd;
        if (at == end || m_broken)
            break;
        m_afterCr = *at == '\r';
        ++at;
        endLine(event);
    }
    return !m_broken;
}

void SseParser::endLine(const std::function<void(const QByteArray &)> &event)
{
    QByteArray line = std::exchange(m_line, {});
    if (std::exchange(m_atStart, false) && line.startsWith("\xEF\xBB\xBF"))
        line.remove(0, 3);
    if (line.isEmpty()) {
        const QByteArray data = std::exchange(m_data, {});
        if (std::exchange(m_hasData, false))
            event(data);
        return;
    }
    if (line != "data" && !line.startsWith("data:"))
        return;
    if (std::exchange(m_hasData, true))
        m_data += '\n';
    line.remove(0, line.startsWith("data: ") ? 6 : 5);
    m_data += line;
}

} // namespace janus::fal
