#include "commands/againcommand.h"

#include "commands/jobwatch.h"
#include "core/paramroles.h"
#include "jobs/jobqueue.h"
#include "library/catalogue.h"
#include "library/database.h"
#include "library/foldercontents.h"
#include "library/library.h"
#include "support/pool.h"

#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QSqlDatabase>
#include <QThreadPool>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::commands {

namespace {

constexpr int mostAgain = 1000;

Error wrongAgain(const QString &sentence, const QString &field = {})
{
    return {ErrorKind::BadInput, sentence, {}, field};
}

std::optional<PictureId> pictureNumber(const QString &text)
{
    const bool isNumber = !text.isEmpty() && text.size() <= 18 && std::ranges::all_of(text, [](QChar letter) {
        return letter >= u'0' && letter <= u'9';
    });
    return isNumber ? std::optional(text.toLongLong()) : std::nullopt;
}

Result<void> readSeed(const QString &text, AgainOptions &options)
{
    if (text == "same"_L1)
        return {};
    if (text == "new"_L1) {
        options.seedWish = AgainOptions::SeedWish::New;
        return {};
    }
    bool isNumber = false;
    options.seed = text.toLongLong(&isNumber);
    options.seedWish = AgainOptions::SeedWish::Given;
    return isNumber
               ? Result<void>()
               : wrongAgain(u"--seed must be same, new or a whole number between -9223372036854775808 and "
                            "9223372036854775807; it is “%1”."_s.arg(text),
                            u"seed"_s);
}

Result<void> readChanges(const QStringList &texts, AgainOptions &options)
{
    for (const QString &text : texts) {
        const qsizetype equals = text.indexOf(u'=');
        if (equals < 1)
            return wrongAgain(u"--set takes NAME=VALUE, as in size=1024x768; it is “%1”."_s.arg(text),
                              u"set"_s);
        const QString name = text.left(equals).trimmed();
        for (const auto &[known, value] : std::as_const(options.changes)) {
            if (known == name)
                return wrongAgain(u"--set names “%1” twice."_s.arg(name), name);
        }
        options.changes.append({name, text.mid(equals + 1)});
    }
    return {};
}

/// "prompt, image_size (size), …"
QString allNames(const ModelSchema &schema)
{
    QStringList all;
    for (const ParamSpec &param : schema.params()) {
        const QStringList others = namesOf(param, schema).mid(1);
        all << (others.isEmpty() ? param.name : u"%1 (%2)"_s.arg(param.name, others.join(u", "_s)));
    }
    return all.join(u", "_s);
}

bool changesSomething(const AgainOptions &options)
{
    return options.seedWish != AgainOptions::SeedWish::Same || !options.changes.isEmpty();
}

Result<void> change(GenerationRequest &request, const QString &name, const QString &text,
                    const ModelSchema &schema)
{
    const ParamSpec *param = schema.findByAnyName(name);
    if (!param)
        return wrongAgain(
            u"“%1” is no input of %2; it takes %3."_s.arg(name, schema.endpoint(), allNames(schema)), name);
    const Result<QJsonValue> value = schema.parse(*param, text);
    if (!value)
        return value.error();
    request.input[param->name] = *value;
    return {};
}

/// What the file itself says, on a thread that may wait.
Result<library::Recipe> recipeIn(const QString &path, const QString &label)
{
    const QFileInfo info(path);
    if (!info.exists())
        return wrongAgain(u"“%1” is no file, and no number of a picture in the library."_s.arg(label));
    if (!info.isFile() || !info.isReadable())
        return wrongAgain(u"“%1” is no file that can be read."_s.arg(label));
    const std::optional<QByteArray> json = library::recipeJsonOf(path);
    if (!json)
        return wrongAgain(
            u"“%1” carries no recipe of Janus Studio, so it is not known what made it."_s.arg(label));
    Result<library::Recipe> recipe = library::Recipe::fromJson(*json);
    return recipe ? recipe
                  : wrongAgain(u"The recipe in “%1” cannot be read: %2"_s.arg(label, recipe.error().message));
}

} // namespace

Result<AgainOptions> readAgainOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsCompactedShortOptions);
    parser.addOption({u"seed"_s, u"With which seed."_s, u"same|new|N"_s});
    parser.addOption({u"set"_s, u"Changes one value."_s, u"NAME=VALUE"_s});
    parser.addOption({u"no-sandbox"_s, u"For real, also what was practised."_s});
    declareSending(parser);
    if (!parser.parse(QStringList{u"again"_s} + arguments))
        return wrongAgain(parser.errorText() + (parser.errorText().endsWith(u'.') ? QString() : u"."_s));
    AgainOptions options;
    options.pictures = parser.positionalArguments();
    if (options.pictures.isEmpty())
        return wrongAgain(u"again takes pictures: numbers of the library, or files, one or more."_s);
    if (options.pictures.size() > mostAgain)
        return wrongAgain(
            u"again takes at most %1 pictures; it got %2."_s.arg(mostAgain).arg(options.pictures.size()));
    if (parser.values(u"seed"_s).size() > 1)
        return wrongAgain(u"--seed is given twice."_s, u"seed"_s);
    if (parser.isSet(u"seed"_s)) {
        if (const Result<void> read = readSeed(parser.value(u"seed"_s), options); !read)
            return read.error();
    }
    if (const Result<void> read = readChanges(parser.values(u"set"_s), options); !read)
        return read.error();
    const Result<SendingOptions> sending = readSending(parser);
    if (!sending)
        return sending.error();
    options.sending = *sending;
    options.isReal = parser.isSet(u"no-sandbox"_s);
    if (options.isReal && options.sending.sandbox)
        return wrongAgain(u"--sandbox and --no-sandbox contradict each other."_s, u"sandbox"_s);
    return options;
}

QString againHelp()
{
    QString text = u"Usage: janus-studio again [OPTION...] [--] FILE|ID...\n\n"
                   "Runs pictures again: the same request, bit for bit, or with what you change. Prints the "
                   "new pictures'\n"
                   "file names.\n\n"
                   "What was practised is practised again. All else goes to the service that made the "
                   "picture, or to the\n"
                   "one that --server names; a picture of a service that is not at hand is not sent until "
                   "you say where.\n"
                   "(R in the window sends to the service that is on.)\n\n"
                   "FILE is a picture with a recipe of Janus Studio in it, also outside the library; ID is a "
                   "number of the\n"
                   "library, as \"janus-studio library list\" prints it. Of pictures that one request made "
                   "together, the\n"
                   "whole request is run once.\n\n"_s;
    const auto row = [&](const QString &names, const QString &meaning) {
        text += u"  %1 %2\n"_s.arg(names.leftJustified(38), meaning);
    };
    row(u"--seed same|new|N"_s, u"the seed; the same unless told"_s);
    row(u"--set NAME=VALUE"_s, u"changes one value; may be repeated. Names are those of the model"_s);
    row({}, u"(prompt, cfg_weight …) and size, guidance, cfg, n"_s);
    row(u"--no-sandbox"_s, u"for real, also what was practised"_s);
    for (const auto &[form, meaning] : sendingHelp())
        row(form, meaning);
    return text;
}

Result<Wish> changedWish(const AgainSource &source, const AgainOptions &options, const ModelSchema *schema,
                         QList<Error> &errors)
{
    Wish wish = source.wish;
    if (!changesSomething(options) && !source.isOfStranger)
        return wish;
    if (!schema)
        return wrongAgain(
            u"The inputs of “%1” are not known here yet; \"janus-studio models add %1\" asks for them."_s.arg(
                wish.request.endpoint),
            u"model"_s);
    const qsizetype before = errors.size();
    const ParamSpec *seedParam = schema->find(ParamRole::Seed);
    if (options.seedWish != AgainOptions::SeedWish::Same) {
        if (!seedParam)
            errors << wrongAgain(u"%1 takes no seed."_s.arg(schema->endpoint()), u"seed"_s);
        else
            wish.request = withSeed(wish.request, options.seedWish == AgainOptions::SeedWish::New
                                                      ? drawSeed(*QRandomGenerator::global())
                                                      : options.seed);
    }
    const QString words = prompt(wish.request);
    for (const auto &[name, value] : options.changes) {
        const ParamSpec *param = schema->findByAnyName(name);
        if (param && param == seedParam && options.seedWish != AgainOptions::SeedWish::Same)
            errors << wrongAgain(u"The seed is given twice: by --seed and by --set."_s, u"seed"_s);
        else if (const Result<void> changed = change(wish.request, name, value, *schema); !changed)
            errors << changed.error();
    }
    if (errors.size() == before)
        errors << schema->check(wish.request);
    if (errors.size() > before)
        return errors[before];
    if (prompt(wish.request) != words) {
        wish.provenance.words.clear();
        wish.provenance.style.clear();
    }
    return wish;
}

AgainCommand::AgainCommand(AgainOptions options, ServiceNames services, jobs::ModelStore models,
                           library::Library &library, jobs::JobQueue &queue, Console console, QObject *parent)
    : Command(parent)
    , m_options(std::move(options))
    , m_services(std::move(services))
    , m_models(std::move(models))
    , m_library(library)
    , m_queue(queue)
    , m_console(console)
    , m_watch(new JobWatch(queue, console, this))
    , m_left(m_options.pictures)
{
    m_watch->copyTo(m_options.sending.copyTo);
    connect(m_watch, &JobWatch::ended, this, [this](ExitCode code) { finish(code); });
}

void AgainCommand::run()
{
    // Readers of the library know nothing before it is open.
    m_library.database().run<void>(
        this, [](QSqlDatabase &) { return Result<void>(); },
        [this](const Result<void> &opened) { opened ? readNext() : fail(opened.error()); });
}

void AgainCommand::readNext()
{
    if (m_left.isEmpty())
        return m_errors.isEmpty() ? readModels() : failAll(m_errors);
    const QString label = m_left.takeFirst();
    if (const std::optional<PictureId> id = pictureNumber(label))
        readNumber(label, *id);
    else
        readFile(label);
}

void AgainCommand::readNumber(const QString &label, PictureId id)
{
    m_library.catalogue().pictures({id}, this, [this, label](const Result<QList<Picture>> &found) {
        if (!found)
            return fail(found.error());
        if (!found->isEmpty())
            return take(label, found->first());
        m_errors << wrongAgain(u"There is no picture %1 in the library."_s.arg(label));
        readNext();
    });
}

void AgainCommand::readFile(const QString &label)
{
    const QString path = QFileInfo(label).absoluteFilePath();
    m_library.idOf(path, this, [this, label](const Result<PictureId> &id) {
        // What the library knows of its own files counts; anything else says it itself.
        id &&*id != 0 ? readNumber(label, *id) : readRecipe(label);
    });
}

void AgainCommand::readRecipe(const QString &label)
{
    support::runInPool(
        *QThreadPool::globalInstance(), this,
        [path = QFileInfo(label).absoluteFilePath(), label] { return recipeIn(path, label); },
        [this, label](const Result<library::Recipe> &recipe) {
            if (!recipe) {
                m_errors << recipe.error();
                return readNext();
            }
            AgainSource source{
                label, {recipe->request(), recipe->provenance.lasting()}, recipe->service, true};
            source.wish.provenance.parent = PictureName{recipe->job.uuid, recipe->index};
            takeSource(std::move(source));
        });
}

void AgainCommand::take(const QString &label, const Picture &picture)
{
    takeSource({label, againFrom(picture), picture.service, false});
}

void AgainCommand::takeSource(AgainSource source)
{
    const auto isSameRequest = [&](const AgainSource &other) {
        return other.wish.provenance.parent->job == source.wish.provenance.parent->job;
    };
    if (source.service == "import"_L1)
        m_errors << wrongAgain(
            u"Picture “%1” was made elsewhere and imported: it is not known what request made it."_s.arg(
                source.label));
    else if (std::ranges::none_of(m_sources, isSameRequest))
        m_sources.push_back(std::move(source));
    readNext();
}

Result<QString> AgainCommand::serviceFor(const AgainSource &source) const
{
    if (m_options.sending.sandbox)
        return m_services.sandbox;
    if (m_options.isReal || m_services.hasOwnServer)
        return source.service == m_services.sandbox && !m_options.isReal ? m_services.sandbox
                                                                         : m_services.real;
    if (source.service == m_services.sandbox || source.service == m_services.real)
        return source.service;
    return wrongAgain(
        u"“%1” was made at %2: --server %2 runs it there, --no-sandbox at %3, --sandbox practises."_s.arg(
            source.label, source.service, m_services.real),
        u"server"_s);
}

void AgainCommand::readModels()
{
    QStringList endpoints;
    for (const AgainSource &source : m_sources)
        endpoints << source.wish.request.endpoint;
    endpoints.removeDuplicates();
    support::runInPool(
        *QThreadPool::globalInstance(), this,
        [store = m_models, endpoints] {
            Models models;
            for (const QString &endpoint : endpoints) {
                if (const std::optional<jobs::KnownModel> model = store.best(endpoint))
                    models[endpoint] = model->schema;
            }
            return models;
        },
        [this](const Models &models) { sendAll(models); });
}

void AgainCommand::sendAll(const Models &models)
{
    for (const AgainSource &source : m_sources) {
        const Result<QString> service = serviceFor(source);
        if (!service) {
            m_errors << service.error();
            continue;
        }
        const auto model = models.find(source.wish.request.endpoint);
        const ModelSchema *schema = model == models.end() ? nullptr : model->second.get();
        QList<Error> errors;
        const Result<Wish> wish = changedWish(source, m_options, schema, errors);
        if (wish)
            m_wishes[*service] << *wish;
        else
            m_errors << (errors.isEmpty() ? QList<Error>{wish.error()} : errors);
    }
    if (!m_errors.isEmpty())
        return failAll(m_errors);
    m_queue.setSlots(m_options.sending.parallel);
    enqueueNext();
}

void AgainCommand::enqueueNext()
{
    if (m_wishes.empty())
        return m_watch->watch(m_jobs);
    const auto next = m_wishes.extract(m_wishes.begin());
    m_queue.enqueue(next.mapped(), next.key(), m_options.sending.delivery, this,
                    [this](const Result<QList<jobs::JobInfo>> &jobs) {
                        if (!jobs)
                            return fail(jobs.error());
                        for (const jobs::JobInfo &job : *jobs)
                            m_jobs << job.id;
                        enqueueNext();
                    });
}

void AgainCommand::fail(const Error &error)
{
    failAll({error});
}

void AgainCommand::failAll(const QList<Error> &errors)
{
    QList<Error> told; // the same value is wrong for each picture
    for (const Error &error : errors) {
        if (told.contains(error))
            continue;
        told << error;
        m_console.fail(error);
    }
    finish(exitCodeFor(errors.first()));
}

void AgainCommand::interrupt()
{
    m_watch->leave();
    finish(ExitCode::Interrupted);
}

} // namespace janus::commands
