#include "commands/generatecommand.h"

#include "commands/jobwatch.h"
#include "commands/sendingoptions.h"
#include "core/paramroles.h"
#include "core/promptlist.h"
#include "core/wordfiles.h"
#include "jobs/jobqueue.h"
#include "jobs/modelstore.h"
#include "library/wordstore.h"

#include <QCommandLineParser>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::commands {

namespace {

constexpr int mostRequests = 1000;
constexpr int mostWishes = 10'000;

/// Names that mean something of ours, here or for every command: a model's input of that name is typed
/// --input-NAME.
bool isOurs(const QString &name)
{
    static const QStringList others{
        u"count"_s,   u"model"_s,        u"data"_s,       u"server"_s,          u"json"_s,
        u"look"_s,    u"sandbox-pace"_s, u"screenshot"_s, u"screenshot-size"_s, u"verbose"_s,
        u"version"_s, u"help"_s,         u"words"_s,      u"style"_s,           u"prompts"_s};
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
    parser.addOption({u"words"_s, u"What becomes of choices and lists in the prompt."_s, u"draw|all|off"_s});
    parser.addOption({u"style"_s, u"Puts a style of the library around the prompt."_s, u"NAME"_s});
    parser.addOption({u"prompts"_s, u"Takes the prompts from a file."_s, u"FILE"_s});
    declareSending(parser);
    parser.addPositionalArgument(u"PROMPT"_s, u"What the picture shows."_s);
}

Error badInput(const QString &sentence, const QString &field = {})
{
    return {ErrorKind::BadInput, sentence, {}, field};
}

/// All but the checks, and without a drawn seed.
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
    return request;
}

GenerationRequest seeded(const GenerationRequest &request, const ModelSchema &schema)
{
    return schema.find(ParamRole::Seed) && !seed(request)
               ? withSeed(request, drawSeed(*QRandomGenerator::global()))
               : request;
}

/// The prompts of a file. One row that cannot be sent refuses all: half of a list is not what was asked for.
Result<QList<GenerationRequest>> readPrompts(const QString &path, const ModelSchema &schema,
                                             const GenerationRequest &base)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return badInput(u"The file “%1” for --prompts cannot be read: %2."_s.arg(path, file.errorString()),
                        u"prompts"_s);
    if (file.size() > wordfiles::largestFile)
        return badInput(u"The file “%1” for --prompts is larger than 10 MB."_s.arg(path), u"prompts"_s);
    const QString name = QFileInfo(path).fileName();
    const Result<PromptList> list = readPromptList(file.readAll(), name, schema, base);
    if (!list)
        return badInput(list.error().message, u"prompts"_s);
    if (!list->problems.isEmpty())
        return badInput(u"%1, line %2: %3"_s.arg(name, QString::number(list->problems.first().line),
                                                 list->problems.first().sentence),
                        u"prompts"_s);
    QList<GenerationRequest> requests;
    for (const PromptList::Row &row : list->rows)
        requests << (seed(base) && !seed(row.request) ? withSeed(row.request, *seed(base)) : row.request);
    return requests;
}

Result<Wording::Drawing> readDrawing(const QCommandLineParser &parser)
{
    const QString word = parser.isSet(u"words"_s) ? parser.value(u"words"_s) : u"off"_s;
    if (word == "draw"_L1)
        return Wording::Drawing::BySeed;
    if (word == "all"_L1)
        return Wording::Drawing::All;
    if (word == "off"_L1)
        return Wording::Drawing::Off;
    return badInput(u"--words must be draw, all or off; it is “%1”."_s.arg(word), u"words"_s);
}

/// The one prompt of the command line, or those of a file.
Result<QList<GenerationRequest>> readRequests(const QCommandLineParser &parser, const ModelSchema &schema)
{
    const Result<GenerationRequest> request = readRequest(parser, schema);
    if (!request)
        return request.error();
    if (parser.isSet(u"prompts"_s)) {
        if (!parser.positionalArguments().isEmpty())
            return badInput(u"There is a prompt beside --prompts; only one of the two can be."_s,
                            u"prompts"_s);
        return readPrompts(parser.value(u"prompts"_s), schema, *request);
    }
    const GenerationRequest whole = seeded(*request, schema);
    if (const QList<Error> errors = schema.check(whole); !errors.isEmpty())
        return errors.first();
    return QList{whole};
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
    const Result<QList<GenerationRequest>> requests = readRequests(parser, schema);
    if (!requests)
        return requests.error();
    const Result<Wording::Drawing> drawing = readDrawing(parser);
    if (!drawing)
        return drawing.error();
    const Result<int> count = readNumber(parser, u"count"_s, 1, mostRequests);
    if (!count)
        return count.error();
    const Result<SendingOptions> sending = readSending(parser);
    if (!sending)
        return sending.error();
    GenerateOptions options{{},
                            sending->delivery,
                            sending->sandbox,
                            sending->parallel,
                            sending->copyTo,
                            *drawing,
                            parser.value(u"style"_s),
                            schema};
    for (const GenerationRequest &request : *requests)
        options.requests += withNextSeeds(seeded(request, schema), *count);
    if (options.requests.size() > mostWishes)
        return badInput(u"These would be %1 requests; at most %2 are sent at a time."_s.arg(
                            QString::number(options.requests.size()), QString::number(mostWishes)),
                        u"count"_s);
    return options;
}

Result<QList<Wish>> wishesFor(const GenerateOptions &options, const QList<words::List> &lists,
                              const QList<words::Style> &styles)
{
    Wording wording{.drawing = options.words, .lists = words::Lists(lists), .style = {}};
    if (!options.style.isEmpty()) {
        const auto named = std::ranges::find_if(styles, [&](const words::Style &style) {
            return style.name.compare(options.style, Qt::CaseInsensitive) == 0;
        });
        if (named == styles.end())
            return badInput(u"There is no style “%1” in the library."_s.arg(options.style), u"style"_s);
        wording.style = *named;
    }
    QList<Wish> wishes;
    for (qsizetype from = 0; from < options.requests.size();) {
        // One prompt with its seeds at a time.
        qsizetype to = from + 1;
        while (to < options.requests.size() && prompt(options.requests[to]) == prompt(options.requests[from]))
            ++to;
        wishes += janus::wishesFor(options.requests.mid(from, to - from), wording, {});
        from = to;
        if (wishes.size() > mostWishes)
            return badInput(u"These would be more than %1 requests."_s.arg(QString::number(mostWishes)),
                            u"words"_s);
    }
    for (const Wish &wish : std::as_const(wishes)) {
        if (const QList<Error> errors = options.schema.check(wish.request); !errors.isEmpty())
            return errors.first();
    }
    return wishes;
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
    row(u"--words draw|all|off"_s, u"{a|b}, __list__ and # lines in the prompt: drawn by the seed, or every "
                                   "combination with the same seed (at most 200); off unless told"_s);
    row(u"--style NAME"_s, u"puts a style of the library around the prompt"_s);
    row(u"--prompts FILE"_s, u"a prompt a line, or a .csv whose first row names parameters"_s);
    for (const auto &[form, meaning] : sendingHelp())
        row(form, meaning);
    return text;
}

GenerateCommand::GenerateCommand(GenerateOptions options, QString service, jobs::JobQueue &queue,
                                 library::Library &library, Console console, QObject *parent)
    : Command(parent)
    , m_options(std::move(options))
    , m_service(std::move(service))
    , m_queue(queue)
    , m_console(console)
    , m_watch(new JobWatch(queue, console, this))
    , m_words(new library::WordStore(library, this))
{
    m_watch->copyTo(m_options.copyTo);
    connect(m_watch, &JobWatch::ended, this, [this](ExitCode code) { finish(code); });
}

void GenerateCommand::run()
{
    if (m_options.words == Wording::Drawing::Off && m_options.style.isEmpty())
        return send(janus::wishesFor(m_options.requests));
    connect(m_words, &library::WordStore::failed, this, &GenerateCommand::stop, Qt::SingleShotConnection);
    connect(
        m_words, &library::WordStore::changed, this,
        [this] {
            const Result<QList<Wish>> wishes =
                commands::wishesFor(m_options, m_words->lists(), m_words->styles());
            wishes ? send(*wishes) : stop(wishes.error());
        },
        Qt::SingleShotConnection);
    m_words->load();
}

void GenerateCommand::stop(const Error &error)
{
    m_console.fail(error);
    finish(exitCodeFor(error));
}

void GenerateCommand::send(const QList<Wish> &wishes)
{
    m_queue.setSlots(m_options.parallel);
    m_queue.enqueue(wishes, m_service, m_options.delivery, this,
                    [this](const Result<QList<jobs::JobInfo>> &jobs) {
                        if (!jobs)
                            return stop(jobs.error());
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
