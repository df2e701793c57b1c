#include "commands/generatecommand.h"

#include "commands/jobwatch.h"
#include "commands/sendingoptions.h"
#include "core/paramroles.h"
#include "jobs/jobqueue.h"
#include "jobs/modelstore.h"

#include <QCommandLineParser>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace janus::commands {

namespace {

constexpr int mostRequests = 1000;

/// Names that mean something of ours, here or for every command: a model's input of that name is typed
/// --input-NAME.
bool isOurs(const QString &name)
{
    static const QStringList others{u"count"_s,        u"model"_s,      u"data"_s,
                                    u"server"_s,       u"json"_s,       u"look"_s,
                                    u"sandbox-pace"_s, u"screenshot"_s, u"screenshot-size"_s,
                                    u"verbose"_s,      u"version"_s,    u"help"_s};
    return others.contains(name) || isSendingOption(name);
}

QString optionName(const ParamSpec &param)
{
    const QString name = param.option().mid(2);
    const bool isTaken = isOurs(name) || (param.kind == ParamKind::Boolean && isOurs(u"no-"_s + name));
    return isTaken ? u"input-"_s + name : name;
}

/// The option names of a parameter: the schema's own, and the short forms people type.
QStringList optionNames(const ParamSpec &param, const ModelSchema &schema)
{
    QStringList names = namesOf(param, schema);
    names.first() = optionName(param);
    names.removeDuplicates();
    return names;
}

void declareOptions(QCommandLineParser &parser, const ModelSchema &schema)
{
    parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsCompactedShortOptions);
    for (const ParamSpec &param : schema.params()) {
        if (param.role == ParamRole::Prompt)
            continue;
        if (param.kind == ParamKind::Boolean) {
            parser.addOption({optionName(param), param.hint});
            parser.addOption({u"no-"_s + optionName(param), u"Turns it off."_s});
        } else {
            parser.addOption({optionNames(param, schema), param.hint, u"value"_s});
        }
    }
    parser.addOption({u"model"_s, u"Makes them with this model."_s, u"ID"_s});
    parser.addOption({u"count"_s, u"Makes N requests with seeds s, s+1, …"_s, u"N"_s});
    declareSending(parser);
    parser.addPositionalArgument(u"PROMPT"_s, u"What the picture shows."_s);
}

Error badInput(const QString &sentence, const QString &field = {})
{
    return {ErrorKind::BadInput, sentence, {}, field};
}

Result<GenerationRequest> readRequest(const QCommandLineParser &parser, const ModelSchema &schema)
{
    GenerationRequest request = schema.defaults();
    const QStringList words = parser.positionalArguments();
    if (words.size() > 1)
        return badInput(u"There is more than one prompt; put it in quotes: \"%1\"."_s.arg(words.join(u' ')),
                        u"prompt"_s);
    if (!words.isEmpty() || schema.find(ParamRole::Prompt))
        request = withPrompt(request, words.value(0));
    for (const ParamSpec &param : schema.params()) {
        const QString name = optionName(param);
        if (param.role == ParamRole::Prompt)
            continue;
        if (param.kind == ParamKind::Boolean) {
            if (parser.isSet(u"no-"_s + name) || parser.isSet(name))
                request.input[param.name] = !parser.isSet(u"no-"_s + name);
            continue;
        }
        if (!parser.isSet(name))
            continue;
        const Result<QJsonValue> value = schema.parse(param, parser.value(name));
        if (!value)
            return value.error();
        request.input[param.name] = *value;
    }
    if (schema.find(ParamRole::Seed) && !seed(request))
        request = withSeed(request, drawSeed(*QRandomGenerator::global()));
    if (const QList<Error> errors = schema.check(request); !errors.isEmpty())
        return errors.first();
    return request;
}

QList<GenerationRequest> withNextSeeds(const GenerationRequest &request, int count)
{
    QList<GenerationRequest> requests;
    for (int k = 0; k < count; ++k)
        requests << (k == 0 || !seed(request) ? request : withSeed(request, nextSeed(*seed(request), k)));
    return requests;
}

} // namespace

Result<QString> readModelOption(const QStringList &arguments)
{
    QString model;
    for (qsizetype k = 0; k < arguments.size() && arguments[k] != "--"_L1; ++k) {
        if (arguments[k] == "--model"_L1)
            model = arguments.value(++k);
        else if (arguments[k].startsWith("--model="_L1))
            model = arguments[k].section(u'=', 1);
        else
            continue;
        if (const Result<void> shape = jobs::checkEndpoint(model); !shape)
            return shape.error();
    }
    return model;
}

Result<GenerateOptions> readGenerateOptions(const QStringList &arguments, const ModelSchema &schema)
{
    QCommandLineParser parser;
    declareOptions(parser, schema);
    if (!parser.parse(QStringList{u"generate"_s} + arguments))
        return badInput(parser.errorText() + (parser.errorText().endsWith(u'.') ? QString() : u"."_s));
    const Result<GenerationRequest> request = readRequest(parser, schema);
    if (!request)
        return request.error();
    const Result<int> count = readNumber(parser, u"count"_s, 1, mostRequests);
    if (!count)
        return count.error();
    const Result<SendingOptions> sending = readSending(parser);
    if (!sending)
        return sending.error();
    return GenerateOptions{withNextSeeds(*request, *count), sending->delivery, sending->sandbox,
                           sending->parallel, sending->copyTo};
}

QString generateHelp(const ModelSchema &schema)
{
    QString text =
        u"Usage: janus-studio generate [OPTION...] [--] PROMPT\n\n"
        "Makes pictures of %1 and ends when every one is on disk; prints their file names.\n\n"_s.arg(
            schema.endpoint());
    const auto row = [&](const QString &names, const QString &meaning) {
        text += u"  %1 %2\n"_s.arg(names.leftJustified(38), meaning);
    };
    for (const ParamSpec &param : schema.params()) {
        if (param.role == ParamRole::Prompt)
            continue;
        if (param.kind == ParamKind::Boolean) {
            row(u"--[no-]"_s + optionName(param), param.hint);
            continue;
        }
        QStringList names;
        for (const QString &name : optionNames(param, schema))
            names << (name.size() == 1 ? u"-"_s : u"--"_s) + name;
        QString range;
        if (param.minimum && param.maximum && param.kind != ParamKind::Size)
            range = u" (%1 to %2)"_s.arg(*param.minimum).arg(*param.maximum);
        if (!param.choices.isEmpty())
            range = u" ("_s + param.choices.join(u", "_s) +
                    (param.kind == ParamKind::Size ? u", or WxH)"_s : u")"_s);
        row(names.join(u", "_s) + u" VALUE"_s, param.hint + range);
    }
    row(u"--model ID"_s, u"another model; \"janus-studio models\" lists them"_s);
    row(u"--count N"_s, u"N requests with seeds s, s+1, …"_s);
    for (const auto &[form, meaning] : sendingHelp())
        row(form, meaning);
    return text;
}

GenerateCommand::GenerateCommand(GenerateOptions options, QString service, jobs::JobQueue &queue,
                                 Console console, QObject *parent)
    : Command(parent)
    , m_options(std::move(options))
    , m_service(std::move(service))
    , m_queue(queue)
    , m_console(console)
    , m_watch(new JobWatch(queue, console, this))
{
    m_watch->copyTo(m_options.copyTo);
    connect(m_watch, &JobWatch::ended, this, [this](ExitCode code) { finish(code); });
}

void GenerateCommand::run()
{
    m_queue.setSlots(m_options.parallel);
    m_queue.enqueue(wishesFor(m_options.requests), m_service, m_options.delivery, this,
                    [this](const Result<QList<jobs::JobInfo>> &jobs) {
                        if (!jobs) {
                            m_console.fail(jobs.error());
                            return finish(exitCodeFor(jobs.error()));
                        }
                        QList<JobId> ids;
                        for (const jobs::JobInfo &job : *jobs)
                            ids << job.id;
                        m_watch->watch(ids);
                    });
}

void GenerateCommand::interrupt()
{
    m_watch->leave();
    finish(ExitCode::Interrupted);
}

} // namespace janus::commands
