#pragma once

#include "commands/console.h"
#include "jobs/jobqueue.h"

namespace janus::commands {

class JobWatch;

/// The number under which `jobs` lists a request without an id, "job:12"; nothing for other words.
std::optional<JobId> jobNumber(const QString &word);

struct ResumeOptions
{
    bool sendUnsent = false;
    QList<JobId> sendAgain = {}; ///< requests whose answer was lost, to be sent once more
};

/// "[--unsent] [--send-again job:N]...".
Result<ResumeOptions> readResumeOptions(const QStringList &arguments);

/// `janus-studio resume`: finishes what the library still has open; sends nothing new without --unsent or
/// --send-again.
class ResumeCommand : public Command
{
    Q_OBJECT
public:
    ResumeCommand(ResumeOptions options, jobs::JobQueue &queue, Console console, QObject *parent = nullptr);
    void run() override;
    void interrupt() override;

private:
    void onRecovered(const jobs::JobQueue::Recovered &recovered);
    void sendNextAgain();
    void follow();

    ResumeOptions m_options;
    jobs::JobQueue::Recovered m_recovered;
    jobs::JobQueue &m_queue;
    Console m_console;
    JobWatch *m_watch;
};

/// `janus-studio jobs`: what is open and how it stands, from the journal; asks no service.
class JobsCommand : public Command
{
    Q_OBJECT
public:
    JobsCommand(jobs::Journal journal, std::function<bool(const QString &)> isAlive, Console console,
                QObject *parent = nullptr);
    void run() override;

private:
    void show(const jobs::JobInfo &job) const;

    jobs::Journal m_journal;
    std::function<bool(const QString &)> m_isAlive;
    Console m_console;
};

/// `janus-studio cancel REQUEST_ID|job:N`: asks the service to stop a request and waits for its word; drops
/// one that no service has accepted, as far as is known.
class CancelCommand : public Command
{
    Q_OBJECT
public:
    /// `ticket` and `service` are used as they are for a request that this library does not know. With a
    /// `job` they are not.
    CancelCommand(JobId job, fal::Ticket ticket, QString service, jobs::Journal journal,
                  jobs::JobQueue &queue, jobs::Services &services, Console console,
                  QObject *parent = nullptr);
    void run() override;

private:
    void cancelNumber();
    void onRecovered(const Result<jobs::JobInfo> &known);
    void cancelOurs(JobId id);
    void cancelThere(const QString &service);
    void report(const Result<fal::CancelAnswer> &answer);

    JobId m_job;
    fal::Ticket m_ticket;
    QString m_service;
    jobs::Journal m_journal;
    jobs::JobQueue &m_queue;
    jobs::Services &m_services;
    Console m_console;
};

} // namespace janus::commands
