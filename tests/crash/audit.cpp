#include "audit.h"

#include "core/jobstate.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QHash>
#include <QImage>
#include <QSet>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace janus::crash {

namespace {

struct JournalJob
{
    qint64 id = 0;
    QByteArray input;
    JobState state = JobState::Waiting;
    QString requestId;
    QString error;
    int pictures = 0;

    QString name() const
    {
        return u"job %1 (%2 %3%4)"_s.arg(QString::number(id), jobStateWord(state), requestId,
                                         error.isEmpty() ? QString() : u": "_s + error);
    }
};

QString databaseOf(const QString &folder)
{
    return folder + "/data/library.db"_L1;
}

/// Runs on a connection of its own that is closed again.
template <typename Work>
void withDatabase(const QString &folder, Audit &audit, Work work)
{
    if (!QFile::exists(databaseOf(folder)))
        return; // died before there was one
    const QString name = u"audit"_s;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
        database.setDatabaseName(databaseOf(folder));
        if (!database.open())
            audit.broken << u"the database cannot be opened: "_s + database.lastError().text();
        else if (QSqlQuery tables(u"SELECT 1 FROM sqlite_master WHERE name = 'pictures'"_s, database);
                 tables.next())
            work(database);
    }
    QSqlDatabase::removeDatabase(name);
}

QList<JournalJob> jobsIn(const QString &folder, Audit &audit)
{
    QList<JournalJob> jobs;
    withDatabase(folder, audit, [&](QSqlDatabase &database) {
        QSqlQuery query(database);
        query.exec(u"SELECT id, body, state, request_id, coalesce(error_message, ''), (SELECT count(*) FROM "
                   u"pictures "
                   "WHERE job = jobs.id) FROM jobs"_s);
        if (query.lastError().isValid())
            audit.broken << query.lastError().text();
        while (query.next())
            jobs.append({query.value(0).toLongLong(), canonical(query.value(1).toByteArray()),
                         static_cast<JobState>(query.value(2).toInt()), query.value(3).toString(),
                         query.value(4).toString(), query.value(5).toInt()});
        QSqlQuery check(u"PRAGMA integrity_check"_s, database);
        if (!check.next() || check.value(0).toString() != "ok"_L1)
            audit.broken << u"integrity_check: "_s + check.value(0).toString();
        QSqlQuery foreign(u"PRAGMA foreign_key_check"_s, database);
        if (foreign.next())
            audit.broken << u"foreign_key_check: "_s + foreign.value(0).toString();
    });
    return jobs;
}

void count(const JournalJob &job, Audit &audit)
{
    ++audit.jobs;
    if (job.state == JobState::Done)
        ++audit.done;
    else if (isTerminal(job.state))
        ++audit.failed;
    else if (job.state == JobState::Waiting)
        ++audit.waiting;
    else if (job.state == JobState::Unknown || job.state == JobState::Submitting)
        ++audit.unknown;
    else
        ++audit.open;
}

/// One submit that the server accepted, and the one job that asked for it.
void compare(const AcceptedSubmit &submit, const JournalJob &job, Ended ended, Audit &audit)
{
    const QString what = u"%1 (%2), %3"_s.arg(submit.requestId, QString::number(submit.status), job.name());
    if (job.state == JobState::Unknown || job.state == JobState::Submitting) {
        if (ended == Ended::Whole)
            audit.lost << what; // it is in the history, and was not found there
    } else if (job.state == JobState::Waiting) {
        audit.lost << what; // and would be sent again
    } else if (job.requestId != submit.requestId) {
        audit.doubled << what;
    } else if (job.state == JobState::Done) {
        if (submit.status != 200 || job.pictures != submit.pictures)
            audit.broken << u"%1: %2 pictures of %3"_s.arg(what, QString::number(job.pictures),
                                                           QString::number(submit.pictures));
    } else if (isTerminal(job.state) && submit.status == 200 && !submit.mayBeGivenUp) {
        audit.lost << what;
    }
}

} // namespace

QSet<QString> requestIdsIn(const QString &folder)
{
    QSet<QString> ids;
    Audit ignored;
    for (const JournalJob &job : jobsIn(folder, ignored))
        ids << job.requestId;
    return ids;
}

QString Audit::text() const
{
    QStringList lines;
    for (const QString &line : lost)
        lines << u"lost: "_s + line;
    for (const QString &line : doubled)
        lines << u"doubled: "_s + line;
    for (const QString &line : broken)
        lines << u"broken: "_s + line;
    return lines.join(u'\n');
}

QString Audit::figures() const
{
    return u"jobs=%1 accepted=%2 done=%3 ended_otherwise=%4 unknown=%5 pictures=%6 lost=%7 doubled=%8 broken=%9"_s
        .arg(jobs)
        .arg(accepted)
        .arg(done)
        .arg(failed)
        .arg(unknown)
        .arg(pictures)
        .arg(lost.size())
        .arg(doubled.size())
        .arg(broken.size());
}

void Audit::operator+=(const Audit &other)
{
    accepted += other.accepted;
    jobs += other.jobs;
    done += other.done;
    failed += other.failed;
    waiting += other.waiting;
    unknown += other.unknown;
    open += other.open;
    pictures += other.pictures;
    parts += other.parts;
    lost += other.lost;
    doubled += other.doubled;
    broken += other.broken;
}

namespace {

bool hasTwoNames(const QString &path)
{
    struct stat found = {};
    return ::lstat(QFile::encodeName(path).constData(), &found) == 0 && found.st_nlink > 1;
}

/// The studio's side alone: every row has its file and every file its row.
void auditFiles(const QString &folder, Ended ended, Audit &audit)
{
    const QString pictures = folder + "/pictures"_L1;
    QSet<QString> known;
    withDatabase(folder, audit, [&](QSqlDatabase &database) {
        QSqlQuery query(u"SELECT file, sha256, width, height, bytes FROM pictures"_s, database);
        while (query.next()) {
            ++audit.pictures;
            const QString name = query.value(0).toString();
            if (known.contains(name))
                audit.doubled << u"two rows for "_s + name;
            known << name;
            QFile file(pictures + u'/' + name);
            if (!file.open(QIODevice::ReadOnly)) {
                audit.broken << u"no file for the row of "_s + name;
                continue;
            }
            const QByteArray bytes = file.readAll();
            const QByteArray sha256 = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
            if (sha256 != query.value(1).toByteArray() || bytes.size() != query.value(4).toLongLong())
                audit.broken << u"other bytes than the row's in "_s + name;
            if (QImage::fromData(bytes).size() != QSize(query.value(2).toInt(), query.value(3).toInt()))
                audit.broken << u"no whole picture in "_s + name;
        }
    });
    QDirIterator files(pictures, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString name = QDir(pictures).relativeFilePath(files.next());
        if (name.startsWith(".janus-library-"_L1))
            continue; // the folder's mark
        if (name.startsWith(".incoming/"_L1))
            ++audit.parts;
        else if (!known.contains(name) && (ended == Ended::Whole || !hasTwoNames(files.filePath())))
            audit.broken << u"no row for the file "_s + name;
    }
}

} // namespace

Audit audit(const QList<AcceptedSubmit> &accepted, const QString &folder, Ended ended)
{
    Audit audit;
    audit.accepted = static_cast<int>(accepted.size());
    QHash<QByteArray, JournalJob> byInput;
    QSet<QString> ids;
    for (const JournalJob &job : jobsIn(folder, audit)) {
        count(job, audit);
        if (byInput.contains(job.input))
            audit.doubled << u"two jobs for one input: "_s + job.name();
        byInput.insert(job.input, job);
        if (!job.requestId.isEmpty() && ids.contains(job.requestId))
            audit.doubled << u"two jobs with one number: "_s + job.name();
        ids << job.requestId;
        if (ended == Ended::Whole && (job.state == JobState::Queued || job.state == JobState::Running ||
                                      job.state == JobState::Completed || job.state == JobState::Saving))
            audit.broken << u"not ended: "_s + job.name();
    }
    QHash<QByteArray, QString> taken;
    for (const AcceptedSubmit &submit : accepted) {
        if (taken.contains(submit.input))
            audit.doubled << u"%1 and %2 are one input"_s.arg(taken.value(submit.input), submit.requestId);
        taken.insert(submit.input, submit.requestId);
        if (const auto job = byInput.constFind(submit.input); job != byInput.constEnd())
            compare(submit, *job, ended, audit);
        else
            audit.lost << u"%1: no job asked for it"_s.arg(submit.requestId);
    }
    for (const JournalJob &job : byInput) {
        if (!job.requestId.isEmpty() && !taken.contains(job.input))
            audit.broken << u"the server knows nothing of "_s + job.name();
    }
    auditFiles(folder, ended, audit);
    return audit;
}

} // namespace janus::crash
