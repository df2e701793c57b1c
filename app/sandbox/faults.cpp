#include "sandbox/faults.h"

#include <QDateTime>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

FaultLedger::Entry FaultLedger::newEntry(const Fault &fault)
{
    const quint32 seeds[] = {m_seed, m_added++};
    return {fault, QRandomGenerator(seeds), {}};
}

void FaultLedger::addFault(const Fault &fault)
{
    const QMutexLocker lock(&m_mutex);
    m_faults.append(newEntry(fault));
}

void FaultLedger::addFaultFor(const QByteArray &requestId, const Fault &fault)
{
    const QMutexLocker lock(&m_mutex);
    m_faultsOf[requestId].append(newEntry(fault));
}

void FaultLedger::setFaults(const FaultPlan &plan)
{
    const QMutexLocker lock(&m_mutex);
    m_faults.clear();
    m_faultsOf.clear();
    m_seed = plan.seed;
    m_added = 0;
    for (const Fault &fault : plan.faults)
        m_faults.append(newEntry(fault));
}

void FaultLedger::clearFaults()
{
    setFaults({});
}

bool FaultLedger::isDrawn(Entry &entry)
{
    Fault &fault = entry.fault;
    if (fault.times == 0)
        return false;
    if (fault.skip > 0) {
        --fault.skip;
        return false;
    }
    if (fault.rate < 1 && entry.dice.generateDouble() >= fault.rate)
        return false;
    if (fault.times > 0)
        --fault.times;
    return true;
}

bool FaultLedger::hits(Entry &entry, Fault::On call, const QByteArray &requestId)
{
    if (!covers(entry.fault.on, call))
        return false;
    if (!entry.fault.perRequest)
        return isDrawn(entry);
    if (requestId.isEmpty())
        return false;
    const auto known = entry.decided.constFind(requestId);
    if (known != entry.decided.constEnd())
        return *known;
    return *entry.decided.insert(requestId, isDrawn(entry));
}

std::optional<Fault> FaultLedger::take(QList<Entry> &entries, Fault::On call, const QByteArray &requestId)
{
    for (qsizetype i = 0; i < entries.size(); ++i) {
        if (!hits(entries[i], call, requestId))
            continue;
        const Fault hit = entries.at(i).fault;
        if (!hit.perRequest && hit.times == 0)
            entries.removeAt(i);
        return hit;
    }
    return std::nullopt;
}

std::optional<Fault> FaultLedger::takeFault(Fault::On call, const QByteArray &requestId)
{
    const QMutexLocker lock(&m_mutex);
    if (const auto own = m_faultsOf.find(requestId); own != m_faultsOf.end()) {
        if (const auto hit = take(*own, call, requestId))
            return hit;
    }
    return take(m_faults, call, requestId);
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
    if (!m_log.isOpen())
        return;
    const QJsonObject line{{u"time"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)},
                           {u"method"_s, QString::fromLatin1(request.method)},
                           {u"target"_s, QString::fromLatin1(request.target)}};
    m_log.write(QJsonDocument(line).toJson(QJsonDocument::Compact).append('\n'));
    m_log.flush(); // whoever reads it shall see all of it, also when we are killed
}

Result<void> FaultLedger::logTo(const QString &path)
{
    const QMutexLocker lock(&m_mutex);
    m_log.close();
    m_log.setFileName(path);
    if (path.isEmpty() || m_log.open(QIODevice::WriteOnly | QIODevice::Append))
        return {};
    return Error{ErrorKind::Storage, u"The requests cannot be written to “%1”."_s.arg(path),
                 m_log.errorString()};
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
