#include "fal/seenlines.h"

namespace janus::fal {

bool SeenLines::add(const LogLine &line)
{
    const size_t key =
        qHashMulti(0x6a616e7573, line.time.isValid() ? line.time.toMSecsSinceEpoch() : -1, line.message);
    if (m_known.contains(key))
        return false;
    m_known.insert(key);
    m_order.push_back(key);
    if (m_order.size() > mostKept) {
        m_known.remove(m_order.front());
        m_order.pop_front();
    }
    return true;
}

} // namespace janus::fal
