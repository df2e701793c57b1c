#pragma once

#include "core/result.h"

#include <QObject>

#include <functional>

namespace janus::fal {
class QueueApi;
}

namespace janus::jobs {

/// Where jobs get the way to their service from. Opening may take time: a keychain is read, a sandbox is
/// started.
class Services
{
public:
    virtual ~Services() = default;

    /// Answers once, in the application's thread, unless `context` has died. The QueueApi is owned by the
    /// services and lives as long as they do. NoKey when the service needs a key and there is none.
    virtual void open(const QString &serviceName, QObject *context,
                      std::function<void(Result<fal::QueueApi *>)> done) = 0;
};

} // namespace janus::jobs
