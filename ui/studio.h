#pragma once

#include "core/apikey.h"
#include "core/result.h"

#include <QObject>
#include <QString>

#include <functional>

class QSettings;

namespace janus {
class ModelSchema;
namespace jobs {
class JobQueue;
}
namespace library {
class Library;
}
namespace secrets {
class KeyStore;
}
} // namespace janus

namespace janus::ui {

class Theme;

/// What the window works with. References live as long as the program; the functions are asynchronous and
/// answer in the application's thread, not at all when `context` has died.
struct Studio
{
    library::Library &library;
    jobs::JobQueue &queue;
    secrets::KeyStore &keys;
    QSettings &settings;
    const ModelSchema &schema;
    Theme &theme;
    QString realService;    ///< name of the service that is paid for
    QString sandboxService; ///< name of the practice service
    bool hasOwnServer;      ///< --server was given: it is used even without a key
    std::function<void(const ApiKey &, QObject *context, std::function<void(Result<void>)>)> testKey;
};

} // namespace janus::ui
