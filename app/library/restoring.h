#pragma once

#include "library/picturefiles.h"
#include "library/picturetable.h"
#include "library/recipe.h"

#include <QSet>
#include <QSize>

#include <optional>
#include <vector>

class QSqlDatabase;

namespace janus::library {

/// The picture a recipe speaks of.
PictureName nameOf(const Recipe &recipe);

/// A file that was read whole and is good.
struct FoundPicture
{
    Recipe recipe;
    QString file; ///< relative to the pictures folder
    QSize size;
    qint64 bytes = 0;
    Sums sums;
};

/// What became of a found picture.
enum class Restored {
    Entered,
    Moved,       ///< its row named a file that is gone or another picture's
    Copy,        ///< its row has its file
    LeftToOwner, ///< its job is open, and a running program looks after it
    Contradicts, ///< the journal knows that job with another request
};

/// The rows of a rebuild. On the database's thread.
class Restoring
{
public:
    Restoring(QSqlDatabase &connection, const PictureFiles &files, QString ownerLocks);

    /// The file that this picture's row names; nothing when it has no row.
    Result<std::optional<QString>> fileOf(const PictureName &identity);
    /// One transaction. Answers for each in turn.
    Result<std::vector<Restored>> enter(const std::vector<FoundPicture> &pictures);
    /// Within a transaction of the caller's.
    Result<Restored> enterOne(const FoundPicture &found);
    /// Ends the jobs that have all their pictures now.
    Result<void> finish();

private:
    struct JobRow
    {
        JobId id = 0;
        BatchId batch = 0;
        bool isLeftToOwner = false;
    };

    Result<std::optional<JobRow>> knownJob(const Recipe &recipe, bool &contradicts);
    Result<JobRow> newJob(const Recipe &recipe);
    Result<BatchId> batchOf(const Recipe &recipe);
    Result<void> takeUp(JobId job, const Recipe &recipe);
    Result<Restored> replaceFile(PictureId id, const QString &listed, const FoundPicture &found);
    bool isThere(const QString &file, const PictureName &identity) const;

    QSqlDatabase &m_connection;
    const PictureFiles &m_files;
    const QString m_ownerLocks;
    QSet<JobId> m_takenUp; ///< stood open
};

} // namespace janus::library
