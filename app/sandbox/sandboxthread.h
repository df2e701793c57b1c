#pragma once

#include "sandbox/sandboxserver.h"

#include <QThread>

namespace janus::sandbox {

/// The practice server in a thread of its own, for use inside the program: whatever the window does, the
/// server answers. Signals arrive in the thread of this object. Destroying it stops the server and waits for
/// it.
class SandboxThread : public QObject
{
    Q_OBJECT

public:
    explicit SandboxThread(SandboxOptions options, QObject *parent = nullptr);
    ~SandboxThread() override;

    /// Once. Ends in ready() or failed().
    void start();

    /// These five may be called from any thread, before start() too.
    void addFault(const Fault &fault) { m_ledger->addFault(fault); }
    void setFaults(const FaultPlan &plan) { m_ledger->setFaults(plan); }
    void clearFaults() { m_ledger->clearFaults(); }
    int acceptedSubmits() const { return m_ledger->acceptedSubmits(); }
    QList<RecordedRequest> requests() const { return m_ledger->requests(); }

Q_SIGNALS:
    void ready(QUrl origin, janus::ApiKey key);
    void failed(janus::Error error);

private:
    void openServer();

    SandboxOptions m_options;
    std::shared_ptr<FaultLedger> m_ledger;
    QThread m_thread;
    QObject *m_worker; ///< Lives in m_thread and owns the server.
};

} // namespace janus::sandbox
