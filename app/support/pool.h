#pragma once

#include <QCoreApplication>
#include <QPointer>
#include <QThread>
#include <QThreadPool>

#include <utility>

namespace janus::support {

/// Runs `work()` in `pool` and hands its value to `done(value)` in the application's thread, where `context`
/// must live. If `context` has died meanwhile, `done` is simply not called. The pool must be waited for
/// before the application object goes (its destructor does that).
template <typename Work, typename Done>
void runInPool(QThreadPool &pool, QObject *context, Work work, Done done, int priority = 0)
{
    Q_ASSERT(context->thread() == QCoreApplication::instance()->thread());
    pool.start(
        [context = QPointer<QObject>(context), work = std::move(work), done = std::move(done)]() mutable {
            auto deliver = [context, done = std::move(done), value = work()]() mutable {
                if (context)
                    done(std::move(value));
            };
            QMetaObject::invokeMethod(QCoreApplication::instance(), std::move(deliver), Qt::QueuedConnection);
        },
        priority);
}

} // namespace janus::support
