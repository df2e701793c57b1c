#include "commands/sweepcommand.h"

#include "commands/jobwatch.h"
#include "commands/sendingoptions.h"
#include "core/sweepfile.h"
#include "library/library.h"
#include "support/durablefile.h"
#include "support/pool.h"

#include <QCommandLineParser>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QLocale>
#include <QRandomGenerator>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace janus::commands {

namespace {

constexpr qint64 mostSweepBytes = 4 * 1024 * 1024;

Error badSweep(const QString &sentence, const QString &field = {})
{
    return {ErrorKind::BadInput, sentence, {}, field};
}

QString cellsText(qsizetype count)
{
    return count == 1 ? u"1 cell"_s : u"%1 cells"_s.arg(QLocale(QLocale::English).toString(count));
}

void declareSweepOptions(QCommandLineParser &parser)
{
    parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsCompactedShortOptions);
    parser.addOption({u"csv"_s, QString(), u"OUT"_s});
    parser.addOption({u"parallel"_s, QString(), u"N"_s});
    parser.addOption({u"sandbox"_s, QString()});
    parser.addOption({u"dry-run"_s, QString()});
    parser.addOption({QStringList{u"o"_s, u"output"_s}, QString(), u"DIR"_s});
    parser.addOption({u"resume"_s, QString(), u"ID"_s});
    parser.addOption({u"retry"_s, QString(), u"ID"_s});
    parser.addOption({u"list"_s, QString()});
}

Result<void> readSweepVerb(const QCommandLineParser &parser, SweepCall &call)
{
    const QStringList files = parser.positionalArguments();
    const int verbs = int(!files.isEmpty()) + int(parser.isSet(u"resume"_s)) + int(parser.isSet(u"retry"_s)) +
                      int(parser.isSet(u"list"_s));
    if (verbs != 1 || files.size() > 1)
        return badSweep(
            u"sweep takes one file, or --resume ID, --retry ID or --list, and one of them only."_s);
    if (!files.isEmpty()) {
        call.verb = SweepCall::Verb::Make;
        call.file = files.first();
        return {};
    }
    if (parser.isSet(u"list"_s))
        return {};
    const QString option = parser.isSet(u"resume"_s) ? u"resume"_s : u"retry"_s;
    call.verb = option == "resume"_L1 ? SweepCall::Verb::Resume : SweepCall::Verb::Retry;
    bool isNumber = false;
    call.sheet = parser.value(option).toLongLong(&isNumber);
    if (!isNumber || call.sheet < 1)
        return badSweep(u"--%1 must be the number of a sheet, as --list says it; it is “%2”."_s.arg(
                            option, parser.value(option)),
                        option);
    return {};
}

Result<void> readSweepOutputs(const QCommandLineParser &parser, SweepCall &call)
{
    if (parser.isSet(u"csv"_s)) {
        const QFileInfo table(parser.value(u"csv"_s));
        const QFileInfo folder(table.absolutePath());
        if (table.fileName().isEmpty() || table.isDir() || !folder.isDir() || !folder.isWritable())
            return badSweep(
                u"The table “%1” for --csv cannot be written there."_s.arg(parser.value(u"csv"_s)), u"csv"_s);
        call.csv = table.absoluteFilePath();
    }
    const Result<QString> folder = readOutputFolder(parser);
    if (!folder)
        return folder.error();
    call.copyTo = *folder;
    const Result<int> parallel = readNumber(parser, u"parallel"_s, call.parallel, mostParallel);
    if (!parallel)
        return parallel.error();
    call.parallel = *parallel;
    return {};
}

Result<QByteArray> bytesOfFile(const QString &name)
{
    QFile file(name);
    const bool isOpen =
        name == "-"_L1 ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!isOpen || QFileInfo(name).isDir())
        return badSweep(u"%1 cannot be read: %2."_s.arg(name, file.errorString()), u"file"_s);
    const QByteArray bytes = file.read(mostSweepBytes + 1);
    if (file.error() != QFileDevice::NoError)
        return badSweep(u"%1 cannot be read: %2."_s.arg(name, file.errorString()), u"file"_s);
    return bytes;
}

Result<Sweep> sweepOf(const QByteArray &bytes, const SchemaOf &schemaOf)
{
    const Result<QJsonObject> file = readSweepFile(bytes);
    if (!file)
        return file.error();
    const Result<QString> model = sweepModel(*file, u"fal-ai/janus"_s);
    if (!model)
        return model.error();
    const auto schema = schemaOf(*model);
    if (!schema)
        return schema.error();
    return sweepFromFile(*file, **schema, *QRandomGenerator::global());
}

} // namespace

Result<SweepCall> readSweepArguments(const QStringList &arguments)
{
    QCommandLineParser parser;
    declareSweepOptions(parser);
    if (!parser.parse(QStringList{u"sweep"_s} + arguments))
        return badSweep(parser.errorText() + (parser.errorText().endsWith(u'.') ? QString() : u"."_s));
    SweepCall call;
    call.sandbox = parser.isSet(u"sandbox"_s);
    call.dryRun = parser.isSet(u"dry-run"_s);
    if (const Result<void> read = readSweepVerb(parser, call); !read)
        return read.error();
    if (const Result<void> read = readSweepOutputs(parser, call); !read)
        return read.error();
    if (call.dryRun && call.verb != SweepCall::Verb::Make)
        return badSweep(u"--dry-run is for a file; --list says how far a sheet is."_s, u"dry-run"_s);
    if (call.sandbox && call.verb != SweepCall::Verb::Make)
        return badSweep(u"--sandbox is for a file; a sheet stays with the service it was made for."_s,
                        u"sandbox"_s);
    return call;
}

Result<SweepCall> readSweepCall(SweepCall call, const SchemaOf &schemaOf)
{
    if (call.verb != SweepCall::Verb::Make)
        return call;
    const Result<QByteArray> bytes = bytesOfFile(call.file);
    if (!bytes)
        return bytes.error();
    const Result<Sweep> sweep = sweepOf(*bytes, schemaOf);
    if (!sweep) {
        Error error = sweep.error();
        error.message = u"%1: %2"_s.arg(call.file == "-"_L1 ? u"The sweep"_s : call.file, error.message);
        return error;
    }
    call.sweep = *sweep;
    if (call.sweep.name.isEmpty())
        call.sweep.name =
            call.file == "-"_L1 ? u"Sweep"_s : QFileInfo(call.file).completeBaseName().left(200);
    return call;
}

QString sweepHelp()
{
    return u"Usage: janus-studio sweep [OPTION...] FILE\n"
           "       janus-studio sweep --list | --resume ID | --retry ID\n\n"
           "Makes a sheet of pictures that differ in one, two or three things, keeps it in the library and "
           "ends\n"
           "when every picture is on disk; prints their file names. FILE is JSON (- reads standard "
           "input):\n\n"
           "  {\"name\": \"Light and guidance\", \"prompt\": \"A lighthouse, dawn\", \"size\": \"4:3\",\n"
           "   \"columns\": {\"guidance\": \"2, 4, 6, 9, 13\"},\n"
           "   \"rows\": {\"words\": \"dawn\", \"values\": [\"dawn\", \"noon\", \"night\"]},\n"
           "   \"pages\": {\"seed\": \"3 seeds\"}}\n\n"
           "Values are a list or a text: \"2, 4, 6\", \"1..5\", \"2..13 step 0.5\", \"512x512, 4:3\", "
           "\"5 seeds\",\n"
           "\"42..45\". Every input of the model may stand beside them, and \"model\". At most 2,000 "
           "cells.\n\n"
           "  --csv OUT                 writes the sheet as a table there, at the end\n"
           "  --parallel N              up to N requests at the service at a time; 4 unless told\n"
           "  --sandbox                 practise: nothing is sent to fal, nothing costs\n"
           "  --dry-run                 sends and keeps nothing; prints what would be sent for each cell\n"
           "  -o, --output DIR          copies the pictures there as well\n"
           "  --list                    the sheets of the library and how far they are\n"
           "  --resume ID               goes on with a sheet: what was never sent\n"
           "  --retry ID                the same, and what has failed once more\n"_s;
}

QString sweepLine(const Sweep &sweep, qsizetype requests)
{
    QStringList sides;
    for (const SweepAxis &axis : sweep.axes)
        sides << QString::number(axis.values.size());
    const QString count = QLocale(QLocale::English).toString(requests);
    const QString pictures = requests == 1 ? u"1 picture"_s : u"%1 pictures"_s.arg(count);
    return requests == sweep.cellCount() && sides.size() > 1
               ? u"%1 (%2)"_s.arg(pictures, sides.join(u" × "_s))
               : pictures;
}

SweepCommand::SweepCommand(SweepCall call, QString service, library::Library &library, jobs::JobQueue &queue,
                           jobs::Services &services, SchemaOf schemaOf, Console console, QObject *parent)
    : Command(parent)
    , m_call(std::move(call))
    , m_service(std::move(service))
    , m_library(library)
    , m_queue(queue)
    , m_foretelling(library, queue, services, console)
    , m_schemaOf(std::move(schemaOf))
    , m_console(console)
    , m_watch(new JobWatch(queue, console, this))
{
    m_watch->copyTo(m_call.copyTo);
    connect(m_watch, &JobWatch::ended, this, &SweepCommand::conclude);
}

void SweepCommand::run()
{
    m_queue.setSlots(m_call.parallel);
    switch (m_call.verb) {
    case SweepCall::Verb::List:
        return list();
    case SweepCall::Verb::Make:
        return m_call.dryRun ? rehearse() : make();
    case SweepCall::Verb::Resume:
    case SweepCall::Verb::Retry:
        return recover();
    }
}

void SweepCommand::list()
{
    m_library.sheets().list(this, [this](const Result<QList<library::SheetEntry>> &sheets) {
        if (!sheets)
            return stop(sheets.error());
        for (const library::SheetEntry &entry : *sheets)
            tell(entry);
        if (sheets->isEmpty())
            m_console.progress(u"There are no sweep sheets."_s);
        finish(ExitCode::Done);
    });
}

void SweepCommand::tell(const library::SheetEntry &entry) const
{
    const library::SheetProgress &progress = entry.progress;
    const Sweep &sweep = entry.sheet.sweep;
    QStringList parts{u"%1 of %2 done"_s.arg(progress.done).arg(progress.total())};
    if (progress.failed > 0)
        parts << u"%1 failed"_s.arg(progress.failed);
    if (const int open = progress.running + progress.waiting; open > 0)
        parts << u"%1 open"_s.arg(open);
    m_console.result(u"%1\t%2\t%3\t%4"_s.arg(QString::number(entry.sheet.id),
                                             entry.sheet.created.toLocalTime().toString(Qt::ISODate),
                                             parts.join(u", "_s), sweep.name));
    m_console.event(u"sheet"_s, {{u"sheet"_s, entry.sheet.id},
                                 {u"name"_s, sweep.name},
                                 {u"created"_s, entry.sheet.created.toString(Qt::ISODateWithMs)},
                                 {u"service"_s, entry.sheet.service},
                                 {u"cells"_s, progress.total()},
                                 {u"done"_s, progress.done},
                                 {u"failed"_s, progress.failed},
                                 {u"open"_s, progress.running + progress.waiting}});
}

void SweepCommand::rehearse()
{
    const Sweep &sweep = m_call.sweep;
    m_console.progress(u"%1; nothing is sent."_s.arg(sweepLine(sweep, sweep.cellCount())));
    for (const QList<int> &at : cellPlaces(sweep)) {
        const GenerationRequest request = requestOf(sweep, at);
        m_console.result(QString::fromUtf8(request.body()));
        m_console.event(u"cell"_s, {{u"cell"_s, cellKey(sweep, at)},
                                    {u"endpoint"_s, request.endpoint},
                                    {u"input"_s, request.input}});
    }
    foretell(library::wishesToStart({0, {}, m_service, false, sweep}, {}), m_service,
             [this] { finish(ExitCode::Done); });
}

void SweepCommand::foretell(const QList<Wish> &wishes, const QString &service,
                            const std::function<void()> &then)
{
    const bool isPractice = m_call.sandbox || service == "sandbox"_L1;
    m_foretelling.tell(wishes, service, isPractice, this, then);
}

void SweepCommand::make()
{
    m_library.sheets().create(m_call.sweep, m_service, this, [this](const Result<qint64> &made) {
        if (!made)
            return stop(made.error());
        m_sheet = {*made, {}, m_service, false, m_call.sweep};
        send(wishesToStart(m_sheet, {}), {});
    });
}

/// What an earlier run left open belongs to somebody before it is decided what to send.
void SweepCommand::recover()
{
    m_library.sheets().load(m_call.sheet, this, [this](const Result<library::Sheet> &sheet) {
        if (!sheet)
            return stop(sheet.error().kind == ErrorKind::Gone ? badSweep(sheet.error().message, u"sheet"_s)
                                                              : sheet.error());
        m_sheet = *sheet;
        m_queue.recover(this, [this](const Result<jobs::JobQueue::Recovered> &recovered) {
            recovered ? goOn(*recovered) : stop(recovered.error());
        });
    });
}

void SweepCommand::goOn(const jobs::JobQueue::Recovered &recovered)
{
    m_library.sheets().cells(m_sheet.id, this, [this, recovered](const Result<library::SheetCells> &cells) {
        if (!cells)
            return stop(cells.error());
        QList<JobId> open;
        QList<JobId> unsent;
        int ofOthers = 0;
        for (const library::SheetCell &cell : *cells) {
            if (isTerminal(cell.state))
                continue;
            if (!m_queue.find(cell.job)) {
                ++ofOthers;
                continue;
            }
            open << cell.job;
            if (recovered.unsent.contains(cell.job))
                unsent << cell.job;
        }
        if (ofOthers > 0)
            m_console.progress(u"Another Janus Studio looks after %1."_s.arg(cellsText(ofOthers)));
        QList<Wish> wishes = wishesToStart(m_sheet, *cells);
        if (m_call.verb == SweepCall::Verb::Retry)
            wishes += wishesToRetry(m_sheet, *cells);
        m_queue.resumeUnsent(unsent);
        send(wishes, open);
    });
}

void SweepCommand::send(const QList<Wish> &wishes, QList<JobId> open)
{
    m_console.progress(u"Sheet %1, “%2”: %3."_s.arg(QString::number(m_sheet.id), m_sheet.sweep.name,
                                                    sweepLine(m_sheet.sweep, wishes.size() + open.size())));
    m_console.event(u"sheet"_s, {{u"sheet"_s, m_sheet.id},
                                 {u"name"_s, m_sheet.sweep.name},
                                 {u"service"_s, m_sheet.service},
                                 {u"cells"_s, m_sheet.sweep.cellCount()},
                                 {u"requests"_s, wishes.size()},
                                 {u"open"_s, open.size()}});
    if (wishes.isEmpty())
        return watch(open);
    foretell(wishes, m_sheet.service);
    m_queue.enqueue(wishes, m_sheet.service, {}, this,
                    [this, open = std::move(open)](const Result<QList<jobs::JobInfo>> &jobs) mutable {
                        if (!jobs)
                            return stop(jobs.error());
                        for (const jobs::JobInfo &job : *jobs)
                            open << job.id;
                        watch(open);
                    });
}

void SweepCommand::watch(const QList<JobId> &jobs)
{
    if (jobs.isEmpty())
        return conclude(ExitCode::Done);
    m_watch->watch(jobs);
}

void SweepCommand::conclude(ExitCode code)
{
    m_library.sheets().cells(m_sheet.id, this, [this, code](const Result<library::SheetCells> &cells) {
        if (!cells)
            return stop(cells.error());
        const library::SheetProgress progress = progressOf(m_sheet, *cells);
        QString line = u"Sheet %1: %2 of %3 done."_s.arg(m_sheet.id).arg(progress.done).arg(progress.total());
        if (progress.failed > 0)
            line += u" %1 failed; \"janus-studio sweep --retry %2\" sends them once more."_s.arg(
                cellsText(progress.failed), QString::number(m_sheet.id));
        else if (progress.empty > 0)
            line += u" \"janus-studio sweep --resume %1\" goes on with it."_s.arg(m_sheet.id);
        m_console.progress(line);
        m_console.event(u"sheet_end"_s, {{u"sheet"_s, m_sheet.id},
                                         {u"done"_s, progress.done},
                                         {u"failed"_s, progress.failed},
                                         {u"empty"_s, progress.empty},
                                         {u"open"_s, progress.running + progress.waiting}});
        const bool hasFailed = code == ExitCode::Done && progress.failed > 0;
        writeTable(*cells, hasFailed ? ExitCode::Refused : code);
    });
}

void SweepCommand::writeTable(const library::SheetCells &cells, ExitCode code)
{
    if (m_call.csv.isEmpty())
        return finish(code);
    const auto work = [sheet = m_sheet, cells, schemaOf = m_schemaOf, file = m_call.csv]() -> Result<void> {
        const auto schema = schemaOf(sheet.sweep.base.endpoint);
        if (!schema)
            return schema.error();
        return support::writeDurably(file, sheetCsv(sheet, cells, **schema), QFileInfo(file).absolutePath(),
                                     support::IfExists::Replace);
    };
    support::runInPool(m_pool, this, work, [this, code](const Result<void> &written) {
        if (!written)
            return stop({ErrorKind::Storage,
                         u"The pictures are in the library, but the table could not be written: %1"_s.arg(
                             written.error().message),
                         written.error().detail});
        m_console.event(u"csv"_s, {{u"file"_s, m_call.csv}});
        finish(code);
    });
}

void SweepCommand::stop(const Error &error)
{
    m_console.fail(error);
    finish(exitCodeFor(error));
}

void SweepCommand::interrupt()
{
    m_watch->leave();
    if (m_sheet.id != 0)
        m_console.error(u"\"janus-studio sweep --resume %1\" goes on with the sheet."_s.arg(m_sheet.id));
    finish(ExitCode::Interrupted);
}

} // namespace janus::commands
