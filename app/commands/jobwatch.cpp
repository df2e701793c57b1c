#include "commands/jobwatch.h"

#include "core/paramroles.h"
#include "jobs/jobqueue.h"
#include "support/durablefile.h"
#include "support/pool.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace janus::commands {

namespace {

QString searchWord(jobs::LostSearch search)
{
    switch (search) {
    case jobs::LostSearch::None:
        return {};
    case jobs::LostSearch::Looking:
        return u"looking"_s;
    case jobs::LostSearch::NotFound:
        return u"not_found"_s;
    case jobs::LostSearch::CannotLook:
        return u"cannot_look"_s;
    }
    Q_UNREACHABLE();
}

QJsonObject fieldsOf(const jobs::JobInfo &job)
{
    QJsonObject fields{{u"job"_s, job.id}, {u"state"_s, jobStateWord(job.state)}};
    if (!job.ticket.requestId.isEmpty())
        fields[u"request_id"_s] = job.ticket.requestId;
    if (job.queuePosition)
        fields[u"queue_position"_s] = *job.queuePosition;
    if (const QString search = searchWord(job.search); !search.isEmpty())
        fields[u"search"_s] = search;
    if (const std::optional<Seed> jobSeed = seed(job.request))
        fields[u"seed"_s] = *jobSeed;
    return fields;
}

/// A copy of a picture's file in `folder`, under its own name or one with a number; answers that name.
/// Blocks.
Result<QString> copyOf(const QString &path, const QString &folder)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorKind::Storage, u"%1 cannot be read."_s.arg(QDir::toNativeSeparators(path))};
    const QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return Error{ErrorKind::Storage, u"%1 cannot be read."_s.arg(QDir::toNativeSeparators(path))};
    const QFileInfo name(path);
    const auto part = support::PartFile::write(folder, u'.' + name.fileName(), bytes);
    return part ? (*part)->nameDurably(folder, name.completeBaseName(), u'.' + name.suffix()) : part.error();
}

} // namespace

JobWatch::JobWatch(jobs::JobQueue &queue, Console console, QObject *parent)
    : QObject(parent)
    , m_queue(queue)
    , m_console(console)
{
    m_pool.setMaxThreadCount(1);
    connect(&queue, &jobs::JobQueue::jobChanged, this, &JobWatch::onChanged);
    connect(&queue, &jobs::JobQueue::jobFinished, this, &JobWatch::onFinished);
    connect(&queue, &jobs::JobQueue::holdChanged, this, &JobWatch::onHold);
    connect(&queue, &jobs::JobQueue::pictureSaved, this, [this](JobId id, const Picture &picture) {
        if (m_open.contains(id))
            onPicture(picture);
    });
    connect(&queue, &jobs::JobQueue::logLine, this, [this](JobId id, const LogLine &line) {
        if (!m_open.contains(id))
            return;
        m_console.progress(u"[%1] %2"_s.arg(QString::number(id), line.message));
        m_console.event(u"log"_s, {{u"job"_s, id},
                                   {u"level"_s, line.level},
                                   {u"message"_s, line.message},
                                   {u"time"_s, line.time.toString(Qt::ISODateWithMs)}});
    });
}

void JobWatch::watch(const QList<JobId> &jobs)
{
    // All of them first: one that has ended already must not look like the last.
    m_open += QSet<JobId>(jobs.begin(), jobs.end());
    for (const JobId id : jobs)
        onChanged(*m_queue.find(id));
}

void JobWatch::onChanged(const jobs::JobInfo &job)
{
    if (!m_open.contains(job.id))
        return;
    const QString now = jobStateWord(job.state) + searchWord(job.search) +
                        (job.queuePosition ? u" %1"_s.arg(*job.queuePosition) : QString());
    QString &last = m_lastState[job.id];
    if (std::exchange(last, now) == now)
        return;
    m_console.event(u"state"_s, fieldsOf(job));
    const bool isLookedFor = job.search == jobs::LostSearch::None || job.search == jobs::LostSearch::Looking;
    if (job.state == JobState::Unknown && !isLookedFor)
        settle(job.id, job.error);
}

void JobWatch::onPicture(const Picture &picture)
{
    if (!m_tellsPictures)
        return;
    m_console.result(picture.file);
    m_console.event(u"picture"_s,
                    {{u"job"_s, picture.job},
                     {u"file"_s, picture.file},
                     {u"seed"_s, picture.seed},
                     {u"index"_s, picture.index},
                     {u"width"_s, picture.size.width()},
                     {u"height"_s, picture.size.height()},
                     {u"bytes"_s, picture.bytes},
                     {u"request_id"_s, picture.requestId},
                     {u"sandbox"_s, picture.isSandbox()},
                     {u"flagged"_s, picture.flagged ? QJsonValue(*picture.flagged) : QJsonValue()}});
    if (!m_copyTo.isEmpty())
        copy(picture);
}

void JobWatch::copy(const Picture &picture)
{
    ++m_copying;
    support::runInPool(
        m_pool, this, [file = picture.file, folder = m_copyTo] { return copyOf(file, folder); },
        [this, picture](const Result<QString> &copied) { onCopied(picture, copied); });
}

void JobWatch::onCopied(const Picture &picture, const Result<QString> &copied)
{
    --m_copying;
    if (copied) {
        m_console.event(u"copy"_s, {{u"job"_s, picture.job}, {u"file"_s, QDir(m_copyTo).filePath(*copied)}});
    } else {
        m_console.fail(
            {ErrorKind::Storage,
             u"The picture is in the library but could not be copied: %1"_s.arg(copied.error().message),
             copied.error().detail});
        m_worst = ExitCode::Storage;
    }
    endIfDone();
}

void JobWatch::onFinished(const jobs::JobInfo &job)
{
    if (!m_open.contains(job.id))
        return;
    onChanged(job);
    if (job.state == JobState::Done)
        return settle(job.id, {});
    settle(job.id, job.error.value_or(Error{ErrorKind::Cancelled, u"The request was cancelled."_s}));
}

void JobWatch::onHold(const QString &service)
{
    const std::optional<Error> reason = m_queue.hold(service);
    // Busy means wait; the rest needs a person, and there may be none at a command line.
    if (!reason || reason->kind == ErrorKind::Busy)
        return;
    const QSet<JobId> open = m_open;
    for (const JobId id : open) {
        const jobs::JobInfo job = *m_queue.find(id);
        if (job.service != service)
            continue;
        if (job.state == JobState::Waiting && !m_keepsUnsent)
            m_queue.cancel(id); // provably never sent: nothing is left behind
        settle(id, reason);
    }
}

void JobWatch::settle(JobId id, std::optional<Error> error)
{
    if (!m_open.remove(id))
        return;
    if (error) {
        if (error->kind == ErrorKind::NoKey)
            error->message +=
                u" \"janus-studio key set\" stores one, FAL_KEY is read, and --sandbox practises without."_s;
        m_console.fail(*error);
        if (!m_worst)
            m_worst = exitCodeFor(*error);
    }
    endIfDone();
}

void JobWatch::endIfDone()
{
    if (m_open.isEmpty() && m_copying == 0)
        Q_EMIT ended(m_worst.value_or(ExitCode::Done));
}

void JobWatch::leave()
{
    int accepted = 0;
    int unsent = 0;
    for (const JobId id : m_open)
        ++(m_queue.find(id)->state == JobState::Waiting ? unsent : accepted);
    if (accepted > 0)
        m_console.error(
            u"Stopped watching; %1 go on without us. \"janus-studio resume\" fetches the pictures."_s.arg(
                accepted == 1 ? u"1 request"_s : u"%1 requests"_s.arg(accepted)));
    if (unsent > 0)
        m_console.error(
            u"%1 not sent yet, and kept. \"janus-studio resume --unsent\" sends them, the studio offers them too."_s
                .arg(unsent == 1 ? u"1 request was"_s : u"%1 requests were"_s.arg(unsent)));
    m_console.event(u"interrupted"_s, {{u"accepted"_s, accepted}, {u"unsent"_s, unsent}});
    m_open.clear();
}

} // namespace janus::commands
