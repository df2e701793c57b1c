#pragma once

#include "core/delivery.h"
#include "core/result.h"

#include <QObject>
#include <QString>
#include <QUrl>

#include <memory>
#include <optional>

namespace janus::fal {

class HttpClient;

/// From which size on a file goes in parts, and how large those are, in bytes; fal's own. Tests have smaller
/// ones.
struct UploadSizes
{
    qint64 mostInOnePut = 90LL * 1024 * 1024;
    qint64 part = 10LL * 1024 * 1024;
};

struct UploadOptions
{
    std::optional<qint64> expirySeconds = {}; ///< as Delivery has it; nothing: as the account is set
    Delivery::Access access = Delivery::Access::AccountDefault;
    UploadSizes sizes = {};
};

/// A file that lies on the service now.
struct UploadedFile
{
    QUrl url; ///< https, or on the service's own origin
    qint64 bytes = 0;
    QString contentType;
};

/// Puts one file on the service (protocol sections 4.1 and 4.2): up to 90 MiB by one PUT, above in parts of
/// 10 MiB, three at a time. Made by QueueApi::upload(), which must outlive it or else silences it; owned by
/// the caller; destroying it stops it.
///
/// The file is read in small windows by the pool, so memory does not grow with it and nothing waits for the
/// disk. Only the initiate call carries the key. Initiates and bodies are repeated a few times with pauses:
/// an address nobody uses is no file and costs nothing, and bytes may be put again. "Complete" is sent once
/// and repeated only when it provably did not arrive or was not taken.
class FileUpload : public QObject
{
    Q_OBJECT
public:
    static constexpr int partsAtOnce = 3;

    FileUpload(HttpClient &client, QString file, UploadOptions options);
    ~FileUpload() override;

    /// Begins; after a failure goes on with what is missing: parts that have come are not sent again, unless
    /// the file has changed or its place on the service is closed.
    void start();

    /// Meaningful once finished() was emitted. BadInput: the file is no readable, non-empty file. Refused:
    /// the service said no, or named an address that is not safe. Storage: the file changed or went.
    /// Unreachable, Network, Busy: start() again later.
    const Result<UploadedFile> &outcome() const;
    qint64 sent() const;
    qint64 total() const; ///< 0 until the file was looked at

Q_SIGNALS:
    /// Bytes on their way, never less than before within one start(); at most 200 times in all.
    void progress(qint64 sent, qint64 total);
    /// Something went wrong and is tried again.
    void retrying(const janus::Error &error);
    /// Once for each start(), as its last signal.
    void finished();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace janus::fal
