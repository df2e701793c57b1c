#pragma once

#include "core/result.h"

#include <QString>

#include <memory>

namespace janus::support {

/// Says that this process lives. Several processes (windows, command lines) share one journal; a job belongs
/// to the process whose token stands in its row, and only the jobs of dead owners are adopted by others.
///
/// The token's file carries a kernel lock, so the answer is right at once after kill -9, and a process number
/// that was given out again cannot make a dead owner look alive (QLockFile goes by process numbers).
class OwnerLock
{
public:
    /// Draws a token and holds its file in `locksFolder` (Paths::ownerLocks()) for as long as the object
    /// lives.
    static Result<std::unique_ptr<OwnerLock>> take(const QString &locksFolder);
    ~OwnerLock();
    OwnerLock(const OwnerLock &) = delete;
    OwnerLock &operator=(const OwnerLock &) = delete;

    /// 32 hexadecimal digits, new for each OwnerLock.
    const QString &token() const { return m_token; }

    /// Whether some process (this one included) holds the token. The file of a dead owner is removed. When it
    /// cannot be told (no permission, no descriptors left), the owner counts as alive: its jobs are left
    /// alone.
    static bool isAlive(const QString &locksFolder, const QString &token);

private:
    OwnerLock(QString token, QByteArray path, int file);

    QString m_token;
    QByteArray m_path;
    int m_file;
};

} // namespace janus::support
