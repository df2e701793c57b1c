#pragma once

#include "core/result.h"

#include <QString>

#include <chrono>
#include <memory>

namespace janus::support {

/// A kernel lock (flock) on a file that is made for it: shared by many, or held alone. It is free again at
/// once when its process dies. Two locks of one process are two locks.
///
/// Waiting blocks: never on the UI thread.
class FileLock
{
public:
    enum class Mode { Shared, Alone };

    /// Storage error when the file cannot be made (its folder must exist), or when others have not let go
    /// within `patience`; then kind and message are those of `busy`.
    static Result<std::unique_ptr<FileLock>> take(const QString &path, Mode mode,
                                                  std::chrono::milliseconds patience, const Error &busy);
    ~FileLock();
    FileLock(const FileLock &) = delete;
    FileLock &operator=(const FileLock &) = delete;

    /// Another mode. Others may come in between; when it answers false, nothing is held any more.
    bool change(Mode mode, std::chrono::milliseconds patience);

private:
    explicit FileLock(int file)
        : m_file(file)
    {
    }

    int m_file;
};

} // namespace janus::support
