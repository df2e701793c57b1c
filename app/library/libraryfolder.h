#pragma once

#include "core/result.h"

#include <QMutex>
#include <QString>
#include <QStringList>

namespace janus::library {

/// The folder the picture files lie in, and the proof that it is the right one: a small hidden file named
/// after the library. A disk that is not there leaves an empty folder behind, or none; without the proof
/// pictures would be written there, and be gone from sight as soon as the disk is back.
///
/// All functions may be called from any thread; they ask the disk, so never from the UI thread.
class LibraryFolder
{
public:
    explicit LibraryFolder(QString path);

    QString path() const;

    /// From now on this folder must prove itself. `identity` is the library's own; `known` are some of its
    /// picture files, relative to the folder: one that is there is proof, too, and the mark is made anew. A
    /// library without any picture makes its folder and its mark where they are missing, but only once.
    void belongTo(const QString &identity, const QStringList &known);
    /// Nothing, or a Storage error that names the folder and says what to do. Before belongTo() any folder
    /// will do, and is made.
    Result<void> check();
    /// A picture that has just been kept there, relative to the folder.
    void remember(const QString &file);
    /// Whether `path` has the mark, or one of the library's pictures, or the library has none.
    bool looksRight(const QString &path) const;
    /// From now on the pictures are there: the folder is made and marked. When it cannot be, all stays as it
    /// was.
    Result<void> moveTo(const QString &path);

private:
    Result<void> makeAndMark(const QString &path);
    bool isMarked(const QString &path) const;
    bool holdsKnownPicture(const QString &path) const;
    QString markIn(const QString &path) const;

    mutable QMutex m_mutex; ///< for everything below
    QString m_path;
    QString m_identity;
    QStringList m_known;
    bool m_mayBegin = false; ///< nothing is lost by making the folder
};

} // namespace janus::library
