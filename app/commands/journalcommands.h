#pragma once

#include "commands/console.h"
#include "jobs/jobqueue.h"

namespace janus::commands {

class JobWatch;

/// `janus-studio resume [--unsent]`: finishes what the library still has open; sends nothing new without
/// --unsent.
class ResumeCommand : public Command
{
    Q_OBJECT
public:
    ResumeCommand(bool sendUnsent, jobs::JobQueue &queue, Console console, QObject *parent = nullptr);
    void run() override;
    void interrupt() override;

private:
    void onRecovered(const jobs::JobQueue::Recovered &recovered);

    bool m_sendUnsent;
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

/// `janus-studio cancel REQUEST_ID`: asks the service to stop a request and waits for its word.
class CancelCommand : public Command
{
    Q_OBJECT
public:
    /// `ticket` and `service` are used as they are for a request that this library does not know.
    CancelCommand(fal::Ticket ticket, QString service, jobs::Journal journal, jobs::JobQueue &queue,
                  jobs::Services &services, Console console, QObject *parent = nullptr);
    void run() override;

private:
    void onRecovered(const Result<jobs::JobInfo> &known);
    void cancelOurs(JobId id);
    void cancelThere(const QString &service);
    void report(const Result<fal::CancelAnswer> &answer);

    fal::Ticket m_ticket;
    QString m_service;
    jobs::Journal m_journal;
    jobs::JobQueue &m_queue;
    jobs::Services &m_services;
    Console m_console;
};

} // namespace janus::commands
