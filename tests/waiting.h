#pragma once

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEvent>
#include <QTimer>

#include <chrono>

namespace janus::test {

/// As QTest::qWaitFor, but asleep only while there is nothing to do. That one rests for 10 ms after every
/// round of events, and a round is one step of one side where client and server share the test's thread:
/// seconds in sum. `condition` may also come true without an event of this thread; it is looked at every 20
/// ms at least.
template <typename Condition>
bool waitFor(Condition condition, std::chrono::milliseconds longest = std::chrono::seconds(30))
{
    constexpr std::chrono::milliseconds look{20};
    const QDeadlineTimer deadline(longest);
    QTimer wake;
    wake.start(look);
    while (!condition()) {
        if (deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    return true;
}

} // namespace janus::test
