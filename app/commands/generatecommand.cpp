#include "commands/generatecommand.h"

#include "commands/jobwatch.h"
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
#include <array>

using namespace Qt::StringLiterals;

namespace janus::commands {

namespace {

constexpr int mostRequests = 1000;
constexpr int mostAtOnce = 100;
constexpr int mostWishes = 10'000;

/// What goes along with a request without deciding the picture (core/delivery.h).
struct DeliveryOption
{
    QLatin1String name;
    QLatin1String value; ///< empty: takes none
    QLatin1String meaning;
};
constexpr std::array<DeliveryOption, 8> deliveryOptions{{
    {"priority"_L1, "normal|low"_L1, "low lets others go first"_L1},
    {"webhook"_L1, "URL"_L1, "is told the result by the service"_L1},
    {"start-timeout"_L1, "SECONDS"_L1, "gives up unless work has begun by then (more than 1)"_L1},
    {"hint"_L1, "TEXT"_L1, "prefers a runner that served the same text before"_L1},
    {"expire"_L1, "1h|1d|7d|30d|1y|never|SECONDS"_L1, "deletes the files at the service after that"_L1},
    {"private"_L1, {}, "keeps the files at the service readable for your account only"_L1},
    {"no-retry"_L1, {}, "the service does not try again by itself"_L1},
    {"tag"_L1, "KEY=VALUE"_L1, "labels the request in usage reports; may be repeated"_L1},
}};

/// Names that mean something of ours, here or for every command: a model's input of that name is typed
/// --input-NAME.
bool isOurs(const QString &name)
{
    static const QStringList others{
        u"count"_s, u"parallel"_s,   u"sandbox"_s,         u"o"_s,       u"output"_s,
        u"model"_s, u"data"_s,       u"server"_s,          u"json"_s,    u"sandbox-pace"_s,
        u"look"_s,  u"screenshot"_s, u"screenshot-size"_s, u"verbose"_s, u"version"_s,
        u"help"_s,  u"words"_s,      u"style"_s,           u"prompts"_s};
    return others.contains(name) ||
           std::ranges::find(deliveryOptions, name, &DeliveryOption::name) != deliveryOptions.end();
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
    QStringList names{optionName(param)};
    const auto alsoCalled = [&](const QString &name) {
        if (!schema.find(name))
            names << name;
    };
    if (param.role == ParamRole::Size)
        alsoCalled(u"size"_s);
    if (param.role == ParamRole::Guidance)
        alsoCalled(u"cfg"_s);
    if (param.role == ParamRole::Count)
        alsoCalled(u"n"_s);
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
    parser.addOption({u"parallel"_s, u"Sends up to N at a time."_s, u"N"_s});
    parser.addOption({u"words"_s, u"What becomes of choices and lists in the prompt."_s, u"draw|all|off"_s});
    parser.addOption({u"style"_s, u"Puts a style of the library around the prompt."_s, u"NAME"_s});
    parser.addOption({u"prompts"_s, u"Takes the prompts from a file."_s, u"FILE"_s});
    for (const DeliveryOption &option : deliveryOptions)
        parser.addOption({QString(option.name), QString(option.meaning), QString(option.value)});
    parser.addOption({u"sandbox"_s, u"Practises: nothing is sent to fal, nothing costs."_s});
    parser.addOption({QStringList{u"o"_s, u"output"_s}, u"Copies the pictures there as well."_s, u"DIR"_s});
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

Result<int> readNumber(const QCommandLineParser &parser, const QString &option, int usual, int most)
{
    if (!parser.isSet(option))
        return usual;
    bool ok = false;
    const int number = parser.value(option).toInt(&ok);
    if (!ok || number < 1 || number > most) {
        return badInput(u"--%1 must be a whole number between 1 and %2; it is “%3”."_s.arg(
                            option, QString::number(most), parser.value(option)),
                        option);
    }
    return number;
}

Result<Delivery> readDelivery(const QCommandLineParser &parser)
{
    Delivery delivery;
    const QString word = parser.isSet(u"priority"_s) ? parser.value(u"priority"_s) : u"normal"_s;
    if (word != "normal"_L1 && word != "low"_L1)
        return badInput(u"--priority must be normal or low; it is “%1”."_s.arg(word), u"priority"_s);
    if (word == "low"_L1)
        delivery.priority = Priority::Low;
    if (parser.isSet(u"webhook"_s)) {
        delivery.webhook = QUrl(parser.value(u"webhook"_s), QUrl::StrictMode);
        if (delivery.webhook.isEmpty())
            return badInput(
                u"--webhook must be an https address; it is “%1”."_s.arg(parser.value(u"webhook"_s)),
                u"webhook"_s);
    }
    if (parser.isSet(u"start-timeout"_s)) {
        bool isNumber = false;
        delivery.startTimeout = parser.value(u"start-timeout"_s).toDouble(&isNumber);
        if (!isNumber)
            return badInput(u"--start-timeout must be a number of seconds; it is “%1”."_s.arg(
                                parser.value(u"start-timeout"_s)),
                            u"start_timeout"_s);
    }
    if (parser.isSet(u"expire"_s)) {
        delivery.expirySeconds = expiryFromText(parser.value(u"expire"_s));
        if (!delivery.expirySeconds)
            return badInput(
                u"--expire must be 1h, 1d, 7d, 30d, 1y, never or a number of seconds; it is “%1”."_s.arg(
                    parser.value(u"expire"_s)),
                u"expire"_s);
    }
    if (parser.isSet(u"private"_s))
        delivery.access = Delivery::Access::Private;
    delivery.runnerHint = parser.value(u"hint"_s);
    delivery.noRetry = parser.isSet(u"no-retry"_s);
    delivery.tags = parser.values(u"tag"_s);
    if (const QList<Error> errors = delivery.check(); !errors.isEmpty())
        return errors.first();
    return delivery;
}

Result<QString> readFolder(const QCommandLineParser &parser)
{
    const QString folder = parser.value(u"output"_s);
    if (!parser.isSet(u"output"_s))
        return QString();
    const QFileInfo info(folder);
    if (!info.isDir() || !info.isWritable())
        return badInput(u"The folder “%1” for -o is not there or cannot be written to."_s.arg(folder),
                        u"output"_s);
    return info.absoluteFilePath();
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
    const Result<int> parallel = readNumber(parser, u"parallel"_s, GenerateOptions().parallel, mostAtOnce);
    if (!parallel)
        return parallel.error();
    const Result<Delivery> delivery = readDelivery(parser);
    if (!delivery)
        return delivery.error();
    const Result<QString> folder = readFolder(parser);
    if (!folder)
        return folder.error();
    GenerateOptions options{{},      *delivery, parser.isSet(u"sandbox"_s), *parallel,
                            *folder, *drawing,  parser.value(u"style"_s),   schema};
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
    row(u"--parallel N"_s, u"up to N of them at the service at a time; 4 unless told"_s);
    for (const DeliveryOption &option : deliveryOptions)
        row(u"--%1 %2"_s.arg(option.name, option.value).trimmed(), QString(option.meaning));
    row(u"--sandbox"_s, u"practise: nothing is sent to fal, nothing costs"_s);
    row(u"-o, --output DIR"_s, u"copies the pictures there as well"_s);
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
