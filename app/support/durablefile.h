#pragma once

#include "core/result.h"

#include <QByteArrayView>
#include <QString>

#include <memory>

namespace janus::support {

/// What to do when a file of that name is there already.
enum class IfExists { Refuse, Replace };

/// Writes a whole file so that it is either there in full, on the disk itself, or not there at all.
///
/// The bytes go to `<incoming>/<name>.<pid>-<n>.part` (0600), are synced, renamed to `target` (0644), and the
/// folder is synced. Every write, fsync, close and rename is checked; whatever fails removes the part and
/// answers a Storage error that says why in plain words. QSaveFile does not do: it answers "saved" on a full
/// disk.
///
/// `incoming` must be on the same file system as `target`; it is made when missing. The target's folder must
/// exist. Blocks for the disk: never on the UI thread. The process must ignore SIGXFSZ to hear of file size
/// limits.
Result<void> writeDurably(const QString &target, QByteArrayView bytes, const QString &incoming,
                          IfExists existing = IfExists::Refuse);

/// The same, as `<folder>/<stem><suffix>`, or `<stem>-2<suffix>`, `-3`, … when that name is taken; never
/// replaces anything. Answers the file's name without the folder. `suffix` starts with its dot.
Result<QString> writeUnderFreeName(const QString &folder, const QString &stem, const QString &suffix,
                                   QByteArrayView bytes, const QString &incoming);

/// Bytes that are written but not yet safe: a file `<incoming>/<name>.<pid>-<n>.part` that is removed with
/// this object. They need no memory while they wait for the disk.
class PartFile
{
public:
    /// Writes, without waiting for the disk. Fails as writeDurably() does.
    static Result<std::shared_ptr<PartFile>> write(const QString &incoming, const QString &name,
                                                   QByteArrayView bytes);
    ~PartFile();
    PartFile(const PartFile &) = delete;
    PartFile &operator=(const PartFile &) = delete;

    /// Syncs the file and names it as writeUnderFreeName() does; once. Until this object goes the file keeps
    /// the part's name as well, where the file system can do that: whoever dies before he has noted the new
    /// name leaves both, and so a file that can be told from one that is meant to be there.
    Result<QString> nameDurably(const QString &folder, const QString &stem, const QString &suffix);

private:
    explicit PartFile(QByteArray path);
    int nameAlso(const QString &target);

    QByteArray m_path; ///< empty when it is not ours any more
};

/// Syncs a file that somebody else has written (SQLite), gives it its name without ever replacing anything,
/// and syncs the folder; `part` must be on the same file system. What fails leaves `part` where it is.
Result<void> nameFileDurably(const QString &part, const QString &target);

/// Makes a folder (0755) and those above it, and syncs each new name into its parent.
Result<void> makeFolderDurably(const QString &folder);

/// Turns an errno into a sentence: disk full, read-only and no permission are told apart.
Error fileError(int code, const QString &path);

} // namespace janus::support
