#pragma once

#include "practiceserver.h"

#include <QSet>
#include <QString>
#include <QStringList>

namespace janus::crash {

/// What the server says it accepted, held against the journal and the picture files of one folder of the
/// studio's.
///
/// lost: accepted and paid for, and no job of ours has its pictures or is still honestly open.
/// doubled: accepted twice, or kept twice.
/// broken: a row without its file, a file without its row, bytes that are not those of the row or no picture,
/// a job that says what is not so.
struct Audit
{
    int accepted = 0; ///< submits, by the server's account
    int jobs = 0;
    int done = 0;
    int failed = 0;  ///< also cancelled and expired
    int waiting = 0; ///< never sent
    int unknown = 0; ///< the user is asked
    int open = 0;    ///< accepted and not ended
    int pictures = 0;
    int parts = 0; ///< half-written files that are kept
    QStringList lost;
    QStringList doubled;
    QStringList broken;

    bool isGood() const { return lost.isEmpty() && doubled.isEmpty() && broken.isEmpty(); }
    /// Everything that is wrong, one a line; empty when nothing is.
    QString text() const;
    /// "jobs=… done=… lost=0 …", for FIGURE lines.
    QString figures() const;
    void operator+=(const Audit &other);
};

enum class Ended {
    Whole,     ///< every job must have ended, or be asked about
    MayBeOpen, ///< it was killed just now; a file may still have the two names of library/halfnamed.h
};

/// The numbers of all requests that the journal in `folder` knows.
QSet<QString> requestIdsIn(const QString &folder);

/// `accepted` is PracticeServer::accepted() after the studio has ended.
Audit audit(const QList<AcceptedSubmit> &accepted, const QString &folder, Ended ended = Ended::Whole);

} // namespace janus::crash
