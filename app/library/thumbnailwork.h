#pragma once

#include "library/listedfile.h"
#include "library/thumb.h"
#include "library/thumbstore.h"

#include <QSize>
#include <QThread>
#include <QThreadPool>

#include <atomic>
#include <functional>
#include <optional>

namespace janus::library {

/// The threads thumbnails are made on, all of lower priority than the UI's, which is never made to wait.
/// Outlives the databases, whose threads start work here.
struct ThumbnailWorkers
{
    explicit ThumbnailWorkers(int threads = QThread::idealThreadCount());

    /// Runs `work` on a thread of its pool with that pool's priority; the highest `urgency` first.
    void startVisible(std::function<void()> work, int urgency);
    void startIdle(std::function<void()> work);
    /// Nothing new is begun, and what is under way is waited for.
    void close();
    int threads() const { return m_visible.maxThreadCount(); }

    std::atomic<bool> closes = false;

    /// What was done so far, for those who look after it.
    std::atomic<int> lookups = 0; ///< statements in the store, one for a page
    std::atomic<int> decoded = 0; ///< stored thumbnails
    std::atomic<int> opened = 0;  ///< picture files that were read

private:
    QThreadPool m_visible;
    QThreadPool m_idle;
};

/// The thumbnail as it is stored, in `box`; nothing where that is not enough: its file is not what it was, or
/// it is asked for larger than it is stored. `folder` is the pictures folder.
std::optional<Thumb> fromStore(const thumbstore::StoredThumb &stored, const QString &folder, QSize box,
                               ThumbnailWorkers &workers);

struct MadeThumb
{
    Thumb thumb;
    std::optional<thumbstore::StoredThumb> fresh; ///< to be stored
};

/// The thumbnail of a picture's file, or, when that is not what it was, what is stored and why. A file that
/// was only touched or moved keeps what is stored.
MadeThumb fromFile(const ListedFile &listed, const std::optional<thumbstore::StoredThumb> &stored, QSize box,
                   ThumbnailWorkers &workers);

} // namespace janus::library
