#include "support/checkpoint.h"

#ifdef JANUS_CHECKPOINTS

#include <QByteArray>

#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace janus::support {

namespace {

struct Orders
{
    QByteArray dieAt;
    int passing = 1;
    int log = -1;
};

Orders readOrders()
{
    Orders orders;
    orders.dieAt = qgetenv("JANUS_DIE_AT");
    if (const qsizetype colon = orders.dieAt.lastIndexOf(':'); colon >= 0) {
        orders.passing = orders.dieAt.mid(colon + 1).toInt();
        orders.dieAt.truncate(colon);
    }
    if (const QByteArray log = qgetenv("JANUS_CHECKPOINTS_LOG"); !log.isEmpty())
        orders.log = ::open(log.constData(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    return orders;
}

/// No destructor, no handler, no flush: what a power button or the kernel does.
[[noreturn]] void die()
{
    ::kill(::getpid(), SIGKILL);
    for (;;)
        ::pause();
}

} // namespace

void checkpoint(const char *name)
{
    static const Orders orders = readOrders();
    static std::atomic<int> passed{0};
    if (orders.log >= 0) {
        const QByteArray line = QByteArray(name) + '\n';
        if (::write(orders.log, line.constData(), size_t(line.size())) < 0)
            die(); // a list with gaps would be believed
    }
    if (orders.dieAt == name && ++passed == orders.passing)
        die();
}

} // namespace janus::support

#endif
