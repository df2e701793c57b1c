#pragma once

#include "core/apikey.h"
#include "core/result.h"

#include <QList>
#include <QObject>
#include <QString>

#include <functional>
#include <optional>

class QSettings;

namespace janus {
namespace jobs {
class JobQueue;
class ModelCatalog;
class Services;
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

/// A way in which the practice service can be made to fail, so that one knows how it looks.
struct PracticeFailure
{
    QString name;     ///< for Studio::practiseFailure
    QString title;    ///< "Slow answers"
    QString sentence; ///< what will happen
};

/// What the window works with. References live as long as the program; the functions are asynchronous and
/// answer in the application's thread, not at all when `context` has died.
struct Studio
{
    library::Library &library;
    jobs::JobQueue &queue;
    jobs::Services &services;
    secrets::KeyStore &keys;
    QSettings &settings;
    jobs::ModelCatalog &models; ///< the program's own model is the first
    Theme &theme;
    QString realService;    ///< name of the service that is paid for
    QString sandboxService; ///< name of the practice service
    bool hasOwnServer;      ///< --server was given: it is used even without a key
    std::function<void(const ApiKey &, QObject *context, std::function<void(Result<void>)>)> testKey;
    std::optional<Error> startProblem; ///< why this computer cannot reach the real service at all
    std::function<QString()> proxyInUse; ///< "host:port" on the way to the real service, or empty
    QList<PracticeFailure> practiceFailures;
    std::function<void(const QString &name)> practiseFailure; ///< an empty name: it works well again
};

} // namespace janus::ui
