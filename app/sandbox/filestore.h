#pragma once

#include "sandbox/connection.h"
#include "sandbox/lifecycle.h"
#include "sandbox/spool.h"

#include <QHash>
#include <QMap>

namespace janus::sandbox {

/// A file that was uploaded. Its pieces are the bodies it came in, in order.
struct StoredFile
{
    QByteArray id;
    QByteArray name; ///< Safe in a path.
    QByteArray contentType;
    QByteArray etag;
    QList<std::shared_ptr<Spool>> pieces;
    qint64 size = 0;
    Lifecycle lifecycle;
    QDateTime made;

    QByteArray path() const { return "/files/u/" + id + '_' + name; }
};

/// A file that was announced: its bytes are still to come, whole or in numbered parts in any order.
struct Upload
{
    QByteArray name;
    QByteArray contentType;
    Lifecycle lifecycle;
    QMap<int, std::shared_ptr<Spool>> parts;
};

/// The uploaded files and the uploads under way, in a temporary folder and up to a bound. When it is reached
/// the oldest files are forgotten, then the oldest unfinished uploads.
class FileStore
{
public:
    explicit FileStore(qint64 limit); ///< In bytes.

    /// Announces a file; the id belongs to the upload and to the file.
    QByteArray begin(Upload upload);
    Upload *upload(const QByteArray &id); ///< Null: unknown or finished.
    std::shared_ptr<Spool> newSpool() { return std::make_shared<Spool>(m_space); }

    /// Makes the file of these pieces; the upload is over.
    const StoredFile *finish(const QByteArray &id, const QList<std::shared_ptr<Spool>> &pieces);
    const StoredFile *find(const QByteArray &id) const;

    static std::unique_ptr<BodySource> source(const StoredFile &file, qint64 offset, qint64 length);
    qint64 bytesUsed() const { return m_space->used(); }

private:
    bool forgetOldest();

    std::shared_ptr<SpoolSpace> m_space;
    QHash<QByteArray, Upload> m_uploads;
    QHash<QByteArray, StoredFile> m_files;
    QList<QByteArray> m_uploadAge; ///< Oldest first.
    QList<QByteArray> m_fileAge;
};

} // namespace janus::sandbox
