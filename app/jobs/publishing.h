#pragma once

#include "core/delivery.h"
#include "core/result.h"

#include <QObject>
#include <QString>
#include <QUrl>

#include <memory>
#include <optional>

namespace janus::library {
class Library;
}

namespace janus::jobs {

class Services;

/// How a published file is kept; as core/delivery.h has it. What is not said is left to the account's
/// settings.
struct PublishOptions
{
    std::optional<qint64> expirySeconds = {}; ///< deleted by the service after this; Delivery::never
    Delivery::Access access = Delivery::Access::AccountDefault;

    bool isPrivate() const
    {
        return access == Delivery::Access::Private || access == Delivery::Access::Hidden;
    }
};

/// Puts one file on a service and answers with its link: "Publish…, copy link" and `janus-studio upload`. The
/// link of a library picture is kept in the library (library::PublishedLinks). Nothing blocks; destroying it
/// stops it, also from inside its own signals.
class Publishing : public QObject
{
    Q_OBJECT
public:
    /// `services` and `library` must outlive it.
    Publishing(Services &services, library::Library &library, QObject *parent = nullptr);
    ~Publishing() override;

    /// Once; `file` is an absolute or relative path. Errors as fal::FileUpload has them, and those of opening
    /// a service (NoKey …).
    void start(const QString &file, const QString &service, const PublishOptions &options = {});
    /// After a failure: goes on with what has not arrived yet.
    void resume();

    qint64 total() const; ///< bytes of the file; 0 until it was looked at

Q_SIGNALS:
    void progress(qint64 sent, qint64 total);
    /// Something went wrong and is tried again.
    void retrying(const janus::Error &error);
    /// Once for each start() and resume(), as its last signal; never from inside them. The file is on the
    /// service when there is a link, even if the library could not keep it (then the log says so).
    void finished(const janus::Result<QUrl> &link);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace janus::jobs
