#include "sandbox/faults.h"

namespace janus::sandbox {

void FaultLedger::addFault(const Fault &fault)
{
    const QMutexLocker lock(&m_mutex);
    m_faults.append(fault);
}

void FaultLedger::clearFaults()
{
    const QMutexLocker lock(&m_mutex);
    m_faults.clear();
}

std::optional<Fault> FaultLedger::takeFault(Fault::On call)
{
    const QMutexLocker lock(&m_mutex);
    for (qsizetype i = 0; i < m_faults.size(); ++i) {
        Fault &fault = m_faults[i];
        if (fault.on != call && fault.on != Fault::On::Any)
            continue;
        if (fault.skip > 0) {
            --fault.skip;
            continue;
        }
        const Fault hit = fault;
        if (fault.times > 0 && --fault.times == 0)
            m_faults.removeAt(i);
        return hit;
    }
    return std::nullopt;
}

void FaultLedger::record(const HttpRequest &request)
{
    constexpr qsizetype mostRequests = 2000;
    constexpr qsizetype mostBytes = 64 * 1024 * 1024;
    const QMutexLocker lock(&m_mutex);
    m_requests.append({request.method, request.target, request.headers, request.body});
    m_recordedBytes += request.body.size();
    while (m_requests.size() > mostRequests || (m_recordedBytes > mostBytes && m_requests.size() > 1))
        m_recordedBytes -= m_requests.takeFirst().body.size();
}

QList<RecordedRequest> FaultLedger::requests() const
{
    const QMutexLocker lock(&m_mutex);
    return m_requests;
}

void FaultLedger::countAccepted()
{
    const QMutexLocker lock(&m_mutex);
    ++m_accepted;
}

int FaultLedger::acceptedSubmits() const
{
    const QMutexLocker lock(&m_mutex);
    return m_accepted;
}

} // namespace janus::sandbox
