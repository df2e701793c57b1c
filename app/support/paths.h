#pragma once

#include "core/result.h"

#include <QString>

namespace janus::support {

/// Where state lives. With `--data DIR` everything lies below one folder (tests, portable use); otherwise the
/// XDG places. Pure names: nothing is created until prepare().
struct Paths
{
    QString config;   ///< settings.ini
    QString data;     ///< library database and journal, owner locks, sandbox state; mode 0700
    QString cache;    ///< thumbnails; may be deleted at any time
    QString pictures; ///< picture files of the real service; below it "Practice" for the sandbox's

    static Paths below(const QString &folder);
    static Paths standard();

    QString database() const { return data + QLatin1String("/library.db"); }
    QString thumbnails() const { return cache + QLatin1String("/thumbnails.db"); }
    QString settingsFile() const { return config + QLatin1String("/settings.ini"); }
    QString sandboxState() const { return data + QLatin1String("/sandbox.jsonl"); }
    QString ownerLocks() const { return data + QLatin1String("/owners"); }

    /// Makes the folders, the data folder readable by its owner only; not the pictures folder, which may be
    /// on a disk that is not there just now (library/libraryfolder.h).
    Result<void> prepare() const;
};

} // namespace janus::support
