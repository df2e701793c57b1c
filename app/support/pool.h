#pragma once

#include <QCoreApplication>
#include <QPointer>
#include <QThread>
#include <QThreadPool>

#include <algorithm>
#include <atomic>
#include <utility>

namespace janus::support {

/// Calls `call()` in the application's thread, where `context` lives, unless that has died by then. Any
/// thread.
template <typename Call>
void callInApplication(const QPointer<QObject> &context, Call call)
{
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [context, call = std::move(call)]() mutable {
            if (context)
                call();
        },
        Qt::QueuedConnection);
}

/// Runs `work()` in `pool` and hands its value to `done(value)` in the application's thread, where `context`
/// must live. If `context` has died meanwhile, `done` is simply not called. The pool must be waited for
/// before the application object goes (its destructor does that).
template <typename Work, typename Done>
void runInPool(QThreadPool &pool, QObject *context, Work work, Done done, int priority = 0)
{
    Q_ASSERT(context->thread() == QCoreApplication::instance()->thread());
    pool.start(
        [context = QPointer<QObject>(context), work = std::move(work), done = std::move(done)]() mutable {
            callInApplication(context,
                              [done = std::move(done), value = work()]() mutable { done(std::move(value)); });
        },
        priority);
}

/// Calls work(0) … work(count - 1), as many at a time as there are processors, and returns when all are done.
/// Only for threads that may wait.
template <typename Work>
void forEachInParallel(int count, Work work)
{
    QThreadPool pool;
    std::atomic<int> next = 0;
    for (int thread = std::min(count, pool.maxThreadCount()); thread > 0; --thread) {
        pool.start([&next, &work, count] {
            for (int at = next++; at < count; at = next++)
                work(at);
        });
    }
    pool.waitForDone();
}

} // namespace janus::support
