#pragma once

#include "commands/console.h"
#include "commands/foretelling.h"
#include "jobs/jobqueue.h"
#include "library/sheets.h"

#include <QStringList>
#include <QThreadPool>

#include <functional>
#include <memory>

namespace janus::commands {

class JobWatch;

/// The inputs of a model as far as they are known on this disk; BadInput with a sentence when they are not.
/// Reads the disk.
using SchemaOf = std::function<Result<std::shared_ptr<const ModelSchema>>(const QString &endpoint)>;

/// What `sweep` was asked to do.
struct SweepCall
{
    enum class Verb {
        Make,   ///< the sheet of `sweep`
        Resume, ///< what is left of a sheet
        Retry,  ///< the same, and what has failed once more
        List,
    };
    Verb verb = Verb::List;
    QString file; ///< Make: its name, or "-" for standard input
    Sweep sweep = {};
    qint64 sheet = 0;
    QString csv = {}; ///< absolute; empty: none
    QString copyTo = {};
    int parallel = 4; ///< requests that are with the service at a time
    bool sandbox = false;
    bool dryRun = false;
};

/// Reads the arguments after "sweep", not the file yet. Every error is BadInput and a sentence.
Result<SweepCall> readSweepArguments(const QStringList &arguments);
/// Reads the file of a call that makes a sheet; the rest stays. Before the event loop only. Every error is
/// BadInput and a sentence that names the file.
Result<SweepCall> readSweepCall(SweepCall call, const SchemaOf &schemaOf);
QString sweepHelp();

/// The line that is said before anything is sent: "20 pictures (5 × 4)".
QString sweepLine(const Sweep &sweep, qsizetype requests);

/// `janus-studio sweep FILE`: keeps the sheet in the library, asks for its cells, ends when each is on disk
/// or cannot be; `--resume` and `--retry` go on with one.
class SweepCommand : public Command
{
    Q_OBJECT
public:
    /// `service` is for new sheets.
    SweepCommand(SweepCall call, QString service, library::Library &library, jobs::JobQueue &queue,
                 jobs::Services &services, SchemaOf schemaOf, Console console, QObject *parent = nullptr);
    void run() override;
    void interrupt() override;

private:
    void list();
    void tell(const library::SheetEntry &entry) const;
    void rehearse();
    void make();
    /// How long, at what price; `then` when it is said.
    void foretell(const QList<Wish> &wishes, const QString &service, const std::function<void()> &then = {});
    void recover();
    void goOn(const jobs::JobQueue::Recovered &recovered);
    void send(const QList<Wish> &wishes, QList<JobId> open);
    void watch(const QList<JobId> &jobs);
    void conclude(ExitCode code);
    void writeTable(const library::SheetCells &cells, ExitCode code);
    void stop(const Error &error);

    SweepCall m_call;
    const QString m_service;
    library::Library &m_library;
    jobs::JobQueue &m_queue;
    Foretelling m_foretelling;
    const SchemaOf m_schemaOf;
    const Console m_console;
    library::Sheet m_sheet;
    JobWatch *m_watch;
    QThreadPool m_pool; ///< writes the table
};

} // namespace janus::commands
