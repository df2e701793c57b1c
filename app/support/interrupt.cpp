#include "support/interrupt.h"

#include <QSocketNotifier>

#include <array>
#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace janus::support {

namespace {

constexpr std::array handledSignals{SIGINT, SIGTERM, SIGHUP};

// A signal handler may do next to nothing: it writes one byte here, the event loop reads it on the other
// side.
std::array<int, 2> wake{-1, -1};

extern "C" void onInterruptSignal(int number)
{
    std::signal(number, SIG_DFL);
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = write(wake[0], &byte, 1);
}

} // namespace

Interrupt::Interrupt(QObject *parent)
    : QObject(parent)
{
    [[maybe_unused]] const int made = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, wake.data());
    Q_ASSERT(made == 0);
    m_notifier = new QSocketNotifier(wake[1], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        if (read(wake[1], &byte, 1) == 1)
            Q_EMIT interrupted();
    });
    for (const int number : handledSignals)
        std::signal(number, onInterruptSignal);
}

Interrupt::~Interrupt()
{
    for (const int number : handledSignals)
        std::signal(number, SIG_DFL);
    delete m_notifier;
    close(wake[0]);
    close(wake[1]);
}

} // namespace janus::support
