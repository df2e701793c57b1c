#pragma once

#include "core/picture.h"
#include "core/result.h"
#include "library/libraryfolder.h"
#include "support/durablefile.h"
#include "support/paths.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include <functional>
#include <memory>

namespace janus::library {

/// Where picture files lie and what they are called. A value whose copies share one LibraryFolder; the
/// functions that write block for the disk and belong on the database's thread.
class PictureFiles
{
public:
    explicit PictureFiles(const support::Paths &paths);

    LibraryFolder &folder() const { return *m_folder; }
    /// Storage error when the pictures' or the database's file system has less than `bytes` free,
    /// or can only be read, or the folder is not the right one; the sentence says what is needed.
    Result<void> room(qint64 bytes) const;

    /// Lays the bytes down where a killed process's pictures are found again; nothing is promised yet. Any
    /// thread, and does not wait for the disk.
    Result<std::shared_ptr<support::PartFile>> layDown(const QByteArray &bytes) const;
    /// Syncs and names those bytes as `[Practice/]yyyy-MM/yyyyMMdd-HHmmss-<prompt>-<seed>-<n>.<suffix>` with
    /// the time of day `time`, and answers that name, relative to the pictures folder. Never replaces a file.
    Result<QString> save(const Picture &picture, const QString &suffix, support::PartFile &part,
                         const QDateTime &time) const;
    /// The same for a picture of another program's, as `yyyy-MM/yyyyMMdd-HHmmss-<words>.<suffix>`.
    Result<QString> saveForeign(const QString &words, const QString &suffix, support::PartFile &part,
                                const QDateTime &time) const;
    /// Writes `json` beside a saved picture whose file cannot carry its recipe; nothing when it is empty.
    Result<void> saveSidecar(const QString &file, const QByteArray &json) const;
    /// Takes a saved picture and its sidecar back.
    void remove(const QString &file) const;
    /// Keeps bytes that are no picture beside a text file that says why. The same bytes of the same job are
    /// kept once.
    Result<void> quarantine(const Picture &picture, const QByteArray &bytes, const QByteArray &sha256,
                            const Error &reason) const;
    /// Takes up what a killed process left. A picture that had its name, but no row yet, loses the name
    /// (halfnamed.h; `hasRow` is asked for names relative to the pictures folder); what lies half-written
    /// goes into the quarantine once it is a day old. Nothing is deleted, because it may be the only copy of
    /// a picture that was paid for.
    void tidyIncoming(const QDateTime &now, const std::function<Result<bool>(const QString &)> &hasRow) const;
    /// The absolute path of a name from the database; empty for one that leads out of the pictures folder.
    QString absolute(const QString &relative) const;
    /// The other way round; empty for a file outside the pictures folder. Links are followed: asks the disk.
    QString relative(const QString &absolute) const;
    QString quarantineFolder() const;

private:
    Result<QString> put(const QString &below, const QString &stem, const QString &suffix,
                        support::PartFile &part) const;

    QString m_data; ///< the data folder
    std::shared_ptr<LibraryFolder> m_folder;
};

/// Where the recipe of a picture lies whose file cannot carry it.
QString sidecarOf(const QString &file);

/// A prompt's words as part of a file name: a–z, 0–9 and single hyphens, 1 to 40 characters, on every system.
QString fileNameWords(const QString &prompt);

} // namespace janus::library
