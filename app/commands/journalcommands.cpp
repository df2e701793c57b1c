#include "commands/journalcommands.h"

#include "commands/jobwatch.h"
#include "core/paramroles.h"

using namespace Qt::StringLiterals;

namespace janus::commands {

namespace {

QString counted(int count, QLatin1StringView noun)
{
    return u"%1 %2%3"_s.arg(QString::number(count), QString(noun), count == 1 ? QString() : u"s"_s);
}

} // namespace

std::optional<JobId> jobNumber(const QString &word)
{
    bool isNumber = false;
    const JobId id = word.mid(4).toLongLong(&isNumber);
    return word.startsWith("job:"_L1) && isNumber && id > 0 ? std::optional(id) : std::nullopt;
}

Result<ResumeOptions> readResumeOptions(const QStringList &arguments)
{
    ResumeOptions options;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &word = arguments[i];
        if (word == "--unsent"_L1) {
            options.sendUnsent = true;
        } else if (word == "--send-again"_L1) {
            const std::optional<JobId> job = jobNumber(arguments.value(++i));
            if (!job)
                return Error{
                    ErrorKind::BadInput,
                    u"--send-again needs the number of a request, such as job:12, as \"janus-studio jobs\" "
                    "prints it; it got “%1”."_s.arg(arguments.value(i)),
                    {},
                    u"send-again"_s};
            options.sendAgain << *job;
        } else {
            return Error{ErrorKind::BadInput,
                         u"resume takes --unsent and --send-again job:N; it got “%1”."_s.arg(word)};
        }
    }
    return options;
}

ResumeCommand::ResumeCommand(ResumeOptions options, jobs::JobQueue &queue, Console console, QObject *parent)
    : Command(parent)
    , m_options(std::move(options))
    , m_queue(queue)
    , m_console(console)
    , m_watch(new JobWatch(queue, console, this))
{
    m_watch->keepUnsent();
    connect(m_watch, &JobWatch::ended, this, [this](ExitCode code) { finish(code); });
}

void ResumeCommand::run()
{
    m_queue.recover(this, [this](const Result<jobs::JobQueue::Recovered> &recovered) {
        if (recovered)
            return onRecovered(*recovered);
        m_console.fail(recovered.error());
        finish(exitCodeFor(recovered.error()));
    });
}

void ResumeCommand::onRecovered(const jobs::JobQueue::Recovered &recovered)
{
    m_recovered = recovered;
    if (recovered.ofOthers > 0)
        m_console.progress(
            u"Another Janus Studio looks after %1."_s.arg(counted(recovered.ofOthers, "request"_L1)));
    if (recovered.neverSent > 0 && !m_options.sendUnsent) {
        m_console.progress(u"%1 never sent; --unsent sends what was never sent."_s.arg(
            recovered.neverSent == 1 ? u"1 request was"_s : u"%1 requests were"_s.arg(recovered.neverSent)));
    }
    sendNextAgain();
}

/// One after the other, so that a wrong number stops those behind it.
void ResumeCommand::sendNextAgain()
{
    if (m_options.sendAgain.isEmpty())
        return follow();
    m_queue.sendAgain(m_options.sendAgain.takeFirst(), this, [this](const Result<jobs::JobInfo> &sent) {
        if (sent)
            return sendNextAgain();
        m_console.fail(sent.error());
        finish(exitCodeFor(sent.error()));
    });
}

void ResumeCommand::follow()
{
    QList<JobId> ids;
    for (const JobId id : m_queue.jobs()) {
        const jobs::JobInfo &job = *m_queue.find(id);
        const bool isUnsent = job.state == JobState::Waiting && m_recovered.unsent.contains(id);
        if (!isTerminal(job.state) && !job.cancelWished && (!isUnsent || m_options.sendUnsent))
            ids << id;
    }
    m_console.event(u"resumed"_s, {{u"open"_s, ids.size()},
                                   {u"unsent"_s, m_recovered.neverSent},
                                   {u"of_others"_s, m_recovered.ofOthers}});
    if (ids.isEmpty()) {
        m_console.progress(u"Nothing is open."_s);
        return finish(ExitCode::Done);
    }
    m_console.progress(u"Finishing %1."_s.arg(counted(static_cast<int>(ids.size()), "request"_L1)));
    m_watch->watch(ids);
    if (m_options.sendUnsent)
        m_queue.resumeUnsent();
}

void ResumeCommand::interrupt()
{
    m_watch->leave();
    finish(ExitCode::Interrupted);
}

JobsCommand::JobsCommand(jobs::Journal journal, std::function<bool(const QString &)> isAlive, Console console,
                         QObject *parent)
    : Command(parent)
    , m_journal(std::move(journal))
    , m_isAlive(std::move(isAlive))
    , m_console(console)
{
}

void JobsCommand::run()
{
    m_journal.open(this, [this](const Result<QList<jobs::JobInfo>> &open) {
        if (!open) {
            m_console.fail(open.error());
            return finish(exitCodeFor(open.error()));
        }
        for (const jobs::JobInfo &job : *open)
            show(job);
        if (open->isEmpty())
            m_console.progress(u"Nothing is open."_s);
        finish(ExitCode::Done);
    });
}

void JobsCommand::show(const jobs::JobInfo &job) const
{
    const bool watched = m_isAlive(job.owner);
    const QString id = job.ticket.requestId.isEmpty() ? u"job:%1"_s.arg(job.id) : job.ticket.requestId;
    const QString text = prompt(job.request).simplified();
    m_console.result(
        u"%1\t%2\t%3\t%4\t%5"_s.arg(id, jobStateWord(job.state), watched ? u"watched"_s : u"unwatched"_s,
                                    job.since().toLocalTime().toString(Qt::ISODate), text.left(80)));
    m_console.event(u"job"_s, {{u"job"_s, job.id},
                               {u"request_id"_s, job.ticket.requestId},
                               {u"state"_s, jobStateWord(job.state)},
                               {u"since"_s, job.since().toString(Qt::ISODateWithMs)},
                               {u"service"_s, job.service},
                               {u"watched"_s, watched},
                               {u"input"_s, job.request.input}});
}

CancelCommand::CancelCommand(JobId job, fal::Ticket ticket, QString service, jobs::Journal journal,
                             jobs::JobQueue &queue, jobs::Services &services, Console console,
                             QObject *parent)
    : Command(parent)
    , m_job(job)
    , m_ticket(std::move(ticket))
    , m_service(std::move(service))
    , m_journal(std::move(journal))
    , m_queue(queue)
    , m_services(services)
    , m_console(console)
{
}

void CancelCommand::run()
{
    m_queue.recover(this, [this](const Result<jobs::JobQueue::Recovered> &recovered) {
        if (!recovered) {
            m_console.fail(recovered.error());
            return finish(exitCodeFor(recovered.error()));
        }
        if (m_job != 0)
            return cancelNumber();
        m_journal.findByRequestId(m_ticket.requestId, this,
                                  [this](const Result<jobs::JobInfo> &known) { onRecovered(known); });
    });
}

void CancelCommand::cancelNumber()
{
    const jobs::JobInfo *job = m_queue.find(m_job);
    if (job && !isTerminal(job->state))
        return cancelOurs(m_job);
    m_console.fail(
        {ErrorKind::Refused, u"job:%1 is not open, or another Janus Studio looks after it."_s.arg(m_job)});
    finish(ExitCode::Refused);
}

void CancelCommand::onRecovered(const Result<jobs::JobInfo> &known)
{
    if (!known)
        return known.error().kind == ErrorKind::Gone ? cancelThere(m_service) : report(known.error());
    if (isTerminal(known->state)) {
        m_console.error(u"This request has ended already: %1."_s.arg(jobStateWord(known->state)));
        return finish(ExitCode::Refused);
    }
    if (m_queue.find(known->id))
        return cancelOurs(known->id);
    m_ticket = known->ticket; // another process follows it and will see it end
    cancelThere(known->service);
}

void CancelCommand::cancelOurs(JobId id)
{
    connect(&m_queue, &jobs::JobQueue::jobFinished, this, [this, id](const jobs::JobInfo &job) {
        if (job.id != id)
            return;
        m_console.event(u"state"_s,
                        {{u"request_id"_s, job.ticket.requestId}, {u"state"_s, jobStateWord(job.state)}});
        if (job.state == JobState::Cancelled) {
            m_console.progress(u"Cancelled."_s);
            return finish(ExitCode::Done);
        }
        m_console.error(job.state == JobState::Done
                            ? u"Too late to cancel; the pictures are in the library."_s
                            : u"The request ended otherwise: %1."_s.arg(jobStateWord(job.state)));
        finish(ExitCode::Refused);
    });
    const jobs::JobInfo job = *m_queue.find(id);
    m_queue.cancel(id);
    if (job.state == JobState::Waiting || job.state == JobState::Unknown)
        return; // ends without the service
    const auto onHold = [this, ours = job.service](const QString &service) {
        if (const std::optional<Error> reason = m_queue.hold(service); reason && service == ours)
            report(*reason);
    };
    connect(&m_queue, &jobs::JobQueue::holdChanged, this, onHold);
    onHold(job.service); // it may have been held before we asked
}

void CancelCommand::cancelThere(const QString &service)
{
    m_services.open(service, this, [this](const Result<fal::QueueApi *> &api) {
        if (!api)
            return report(api.error());
        (*api)->cancel(m_ticket, this, [this](const Result<fal::CancelAnswer> &answer) { report(answer); });
    });
}

void CancelCommand::report(const Result<fal::CancelAnswer> &answer)
{
    if (!answer) {
        m_console.fail(answer.error());
        return finish(exitCodeFor(answer.error()));
    }
    switch (*answer) {
    case fal::CancelAnswer::Requested:
        m_console.progress(u"Cancel requested; a request that is running already may finish all the same."_s);
        return finish(ExitCode::Done);
    case fal::CancelAnswer::Removed:
        m_console.progress(u"Cancelled."_s);
        return finish(ExitCode::Done);
    case fal::CancelAnswer::AlreadyCompleted:
        m_console.error(u"Too late to cancel; the request is completed."_s);
        return finish(ExitCode::Refused);
    case fal::CancelAnswer::NotFound:
        m_console.error(u"Nobody knows a request with this id."_s);
        return finish(ExitCode::Refused);
    }
}

} // namespace janus::commands
