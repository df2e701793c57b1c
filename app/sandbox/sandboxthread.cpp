#include "sandbox/sandboxthread.h"

using namespace Qt::StringLiterals;

namespace janus::sandbox {

SandboxThread::SandboxThread(SandboxOptions options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_ledger(std::make_shared<FaultLedger>())
    , m_worker(new QObject)
{
    m_thread.setObjectName(u"practice server"_s);
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
}

SandboxThread::~SandboxThread()
{
    if (!m_thread.isRunning()) {
        delete m_worker;
        return;
    }
    m_thread.quit();
    m_thread.wait();
}

void SandboxThread::start()
{
    m_thread.start();
    QMetaObject::invokeMethod(
        m_worker, [this] { openServer(); }, Qt::QueuedConnection);
}

void SandboxThread::openServer()
{
    auto *server = new SandboxServer(m_options, m_ledger, m_worker);
    const Result<void> opened = server->listen();
    if (opened)
        Q_EMIT ready(server->origin(), server->key());
    else
        Q_EMIT failed(opened.error());
}

} // namespace janus::sandbox
