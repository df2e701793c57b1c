#pragma once

#include "core/jobstate.h"
#include "core/picture.h"
#include "core/result.h"
#include "library/comparing.h"
#include "library/picturefiles.h"

#include <QDateTime>
#include <QList>

#include <optional>

class QSqlDatabase;

namespace janus::library {

/// One entry of a picture's record: its request was sent once more on this day, and this came of it.
struct Check
{
    qint64 id = 0;
    PictureName picture;                ///< that was checked
    PictureId pictureId = 0;            ///< its number; 0 when the library has it no more
    JobId job = 0;                      ///< the request that ran it again
    JobState state = JobState::Waiting; ///< of that request
    QString model;
    PictureId other = 0; ///< the picture that request made; 0 when there is none (yet)
    QDateTime created;   ///< UTC; when it was asked for
    QDateTime compared;  ///< UTC; invalid without a verdict
    std::optional<Likeness> likeness;
    QString problem; ///< why there is no verdict, a sentence; empty while the request is under way

    bool operator==(const Check &) const = default;
};

/// A check with what is compared. `now` is empty when the request made no picture at that place.
struct CheckToDo
{
    Check check;
    std::optional<SentPicture> then;
    std::optional<SentPicture> now;
};

} // namespace janus::library

/// The SQL of the table `checks`, whose rows come into being with the journal's intent (provenancerows.h). On
/// a database's thread.
namespace janus::library::table {

/// The record of a picture, newest first.
Result<QList<Check>> checksOfPicture(QSqlDatabase &connection, const PictureName &picture);
/// What the request of this job checks, in the order of the pictures.
Result<QList<CheckToDo>> checksOfJob(QSqlDatabase &connection, const PictureFiles &files, JobId job);
/// Jobs that have made their pictures, of which some have not been compared yet; oldest first.
Result<QList<JobId>> jobsToCompare(QSqlDatabase &connection);
/// Writes verdict, measure and time, unless a verdict is there already: answers whether it was written.
Result<bool> writeVerdict(QSqlDatabase &connection, qint64 check, const Likeness &likeness,
                          const QDateTime &time);
/// Why there is none.
Result<void> writeProblem(QSqlDatabase &connection, qint64 check, const QString &problem);

/// Which pictures of a job the library has, by their place in it; those in the trash as well.
Result<QList<int>> placesOfJob(QSqlDatabase &connection, JobId job);

} // namespace janus::library::table
