#include "commandtable.h"

#include "commands/againcommand.h"
#include "commands/generatecommand.h"
#include "commands/journalcommands.h"
#include "commands/keycommand.h"
#include "commands/librarycommand.h"
#include "commands/modelscommand.h"
#include "commands/recipecommand.h"
#include "commands/sandboxcommand.h"
#include "commands/sweepcommand.h"
#include "commands/uploadcommand.h"
#include "commands/verifycommand.h"
#include "commands/wordscommand.h"
#include "fal/addresses.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace janus {

using namespace commands;

namespace {

Error badInput(const QString &sentence)
{
    return {ErrorKind::BadInput, sentence};
}

QString serviceFor(bool sandbox, const Application &application)
{
    return sandbox ? application.sandboxServiceName() : application.realServiceName();
}

/// A day old, or never read from the service.
bool isStale(const jobs::KnownModel &model)
{
    constexpr qint64 day = 86'400;
    return !model.read.isValid() || model.read.secsTo(QDateTime::currentDateTimeUtc()) > day;
}

/// The model that `generate` was asked to use, as far as it is known on this disk.
Result<jobs::KnownModel> modelFor(const Invocation &call, const Application::Options &options)
{
    const Result<QString> asked = readModelOption(call.arguments);
    if (!asked)
        return asked.error();
    const QString model = asked->isEmpty() ? Application::builtInModel() : *asked;
    const std::optional<jobs::KnownModel> known = Application::modelStore(options).best(model);
    if (known)
        return *known;
    return Error{
        ErrorKind::BadInput,
        u"The inputs of “%1” are not known here yet; \"janus-studio models add %1\" asks for them."_s.arg(
            model),
        {},
        u"model"_s};
}

Result<CommandMaker> readGenerate(const Invocation &call, Application::Options &options)
{
    const Result<jobs::KnownModel> model = modelFor(call, options);
    if (!model)
        return model.error();
    const Result<GenerateOptions> asked = readGenerateOptions(call.arguments, *model->schema);
    if (!asked)
        return asked.error();
    // For the next time; this one does not wait for it.
    options.keepModelsFresh = !asked->sandbox && isStale(*model);
    return CommandMaker([asked = *asked](Application &application, Console console) {
        return std::make_unique<GenerateCommand>(asked, serviceFor(asked.sandbox, application),
                                                 application.queue(), application.library(), console);
    });
}

Result<CommandMaker> readAgain(const Invocation &call, Application::Options &options)
{
    const Result<AgainOptions> asked = readAgainOptions(call.arguments);
    if (!asked)
        return asked.error();
    return CommandMaker([asked = *asked, models = Application::modelStore(options)](Application &application,
                                                                                    Console console) {
        return std::make_unique<AgainCommand>(asked,
                                              AgainCommand::ServiceNames{application.realServiceName(),
                                                                         application.sandboxServiceName(),
                                                                         application.hasOwnServer()},
                                              models, application.library(), application.queue(), console);
    });
}

Result<CommandMaker> readVerify(const Invocation &call, Application::Options &)
{
    const Result<VerifyOptions> asked = readVerifyOptions(call.arguments);
    if (!asked)
        return asked.error();
    return CommandMaker([asked = *asked](Application &application, Console console) {
        return std::make_unique<VerifyCommand>(
            asked,
            VerifyCommand::ServiceNames{application.realServiceName(), application.sandboxServiceName()},
            application.library(), application.queue(), application, console);
    });
}

Result<CommandMaker> readResume(const Invocation &call, Application::Options &)
{
    const Result<ResumeOptions> asked = readResumeOptions(call.arguments);
    if (!asked)
        return asked.error();
    return CommandMaker([asked = *asked](Application &application, Console console) {
        return std::make_unique<ResumeCommand>(asked, application.queue(), console);
    });
}

Result<CommandMaker> readJobs(const Invocation &call, Application::Options &)
{
    if (!call.arguments.isEmpty())
        return badInput(u"jobs takes no arguments; it got “%1”."_s.arg(call.arguments.join(u' ')));
    return CommandMaker([](Application &application, Console console) {
        const auto isAlive = [&application](const QString &token) { return application.isOwnerAlive(token); };
        return std::make_unique<JobsCommand>(application.journal(), isAlive, console);
    });
}

Result<CommandMaker> readCancel(const Invocation &call, Application::Options &)
{
    const QString id = call.arguments.value(0);
    const std::optional<JobId> job = jobNumber(id);
    if (call.arguments.size() != 1 || !(job || fal::isRequestId(id)))
        return badInput(u"cancel takes one request id or job:N, as \"janus-studio jobs\" prints it."_s);
    return CommandMaker([id, job](Application &application, Console console) {
        return std::make_unique<CancelCommand>(job.value_or(0), fal::Ticket{Application::builtInModel(), id},
                                               application.realServiceName(), application.journal(),
                                               application.queue(), application, console);
    });
}

Result<CommandMaker> readKey(const Invocation &call, Application::Options &)
{
    const Result<KeyCall> asked = readKeyCall(call.arguments);
    if (!asked)
        return asked.error();
    return CommandMaker([asked = *asked](Application &application, Console console) {
        const auto test = [&application](const ApiKey &key, QObject *context,
                                         std::function<void(Result<void>)> done) {
            application.testKey(key, context, std::move(done));
        };
        return std::make_unique<KeyCommand>(asked, application.keys(), application,
                                            application.realServiceName(), test, console);
    });
}

Result<CommandMaker> readModels(const Invocation &call, Application::Options &)
{
    const Result<ModelsCall> asked = readModelsCall(call.arguments);
    if (!asked)
        return asked.error();
    return CommandMaker([asked = *asked](Application &application, Console console) {
        return std::make_unique<ModelsCommand>(asked.action, asked.endpoint, application.models(), console);
    });
}

Result<CommandMaker> readLibrary(const Invocation &call, Application::Options &)
{
    const Result<LibraryCall> asked = readLibraryCall(call.arguments);
    if (!asked)
        return asked.error();
    return CommandMaker([asked = *asked](Application &application, Console console) {
        return LibraryCommand::make(asked, application.library(), console);
    });
}

Result<CommandMaker> readUpload(const Invocation &call, Application::Options &)
{
    const Result<UploadCommandOptions> asked = readUploadOptions(call.arguments);
    if (!asked)
        return asked.error();
    return CommandMaker([asked = *asked](Application &application, Console console) {
        return std::make_unique<UploadCommand>(asked, serviceFor(asked.sandbox, application), application,
                                               application.library(), console);
    });
}

Result<CommandMaker> readWords(const Invocation &call, Application::Options &)
{
    const Result<WordsCall> asked = readWordsCall(call.arguments);
    if (!asked)
        return asked.error();
    return CommandMaker([asked = *asked](Application &application, Console console) {
        return std::make_unique<WordsCommand>(asked, application.library(), console);
    });
}

Result<CommandMaker> readRecipe(const Invocation &call, Application::Options &options)
{
    const Result<QStringList> files = readRecipeFiles(call.arguments);
    if (!files)
        return files.error();
    const Result<jobs::KnownModel> model = modelFor(call, options);
    if (!model)
        return model.error();
    return CommandMaker([files = *files, schema = model->schema](Application &, Console console) {
        return std::make_unique<RecipeCommand>(files, *schema, console);
    });
}

/// The models on this disk, for who may read it.
SchemaOf schemasOf(const Application::Options &options)
{
    return [store = Application::modelStore(options)](
               const QString &model) -> Result<std::shared_ptr<const ModelSchema>> {
        if (const Result<void> shape = jobs::checkEndpoint(model); !shape)
            return shape.error();
        if (const std::optional<jobs::KnownModel> known = store.best(model))
            return known->schema;
        return Error{
            ErrorKind::BadInput,
            u"The inputs of “%1” are not known here yet; \"janus-studio models add %1\" asks for them."_s.arg(
                model),
            {},
            u"model"_s};
    };
}

Result<CommandMaker> readSweep(const Invocation &call, Application::Options &options)
{
    const Result<SweepCall> arguments = readSweepArguments(call.arguments);
    if (!arguments)
        return arguments.error();
    const SchemaOf schemaOf = schemasOf(options);
    const Result<SweepCall> asked = readSweepCall(*arguments, schemaOf);
    if (!asked)
        return asked.error();
    return CommandMaker([asked = *asked, schemaOf](Application &application, Console console) {
        return std::make_unique<SweepCommand>(asked, serviceFor(asked.sandbox, application),
                                              application.library(), application.queue(), application,
                                              schemaOf, console);
    });
}

struct Row
{
    QLatin1StringView word;
    Result<CommandMaker> (*read)(const Invocation &call, Application::Options &options);
};

/// `sandbox` is not among them: it needs none of the program's services.
constexpr std::array table{
    Row{"generate"_L1, readGenerate}, Row{"resume"_L1, readResume}, Row{"jobs"_L1, readJobs},
    Row{"cancel"_L1, readCancel},     Row{"upload"_L1, readUpload}, Row{"models"_L1, readModels},
    Row{"library"_L1, readLibrary},   Row{"key"_L1, readKey},       Row{"sweep"_L1, readSweep},
    Row{"again"_L1, readAgain},       Row{"verify"_L1, readVerify}, Row{"recipe"_L1, readRecipe},
    Row{"words"_L1, readWords},
};

} // namespace

Result<Application::Options> readOptions(const Invocation &call)
{
    Application::Options options{call.paths, {}, call.sandboxPace};
    options.lookFor = call.lookFor;
    if (!call.serverText.isEmpty()) {
        const Result<QUrl> origin = fal::originFromText(call.serverText);
        if (!origin)
            return origin.error();
        options.server = *origin;
    }
    return options;
}

Result<CommandMaker> readCommand(const Invocation &call, Application::Options &options)
{
    const auto row = std::ranges::find(table, call.command, &Row::word);
    Q_ASSERT(row != table.end());
    return row->read(call, options);
}

Result<QString> helpFor(const Invocation &call)
{
    if (call.command == "sandbox"_L1)
        return sandboxHelp();
    if (call.command == "upload"_L1)
        return uploadHelp();
    if (call.command == "library"_L1)
        return libraryHelp();
    if (call.command == "sweep"_L1)
        return sweepHelp();
    if (call.command == "again"_L1)
        return againHelp();
    if (call.command == "verify"_L1)
        return verifyHelp();
    if (call.command != "generate"_L1)
        return mainHelp();
    const Result<Application::Options> options = readOptions(call);
    if (!options)
        return options.error();
    const Result<jobs::KnownModel> model = modelFor(call, *options);
    if (!model)
        return model.error();
    return generateHelp(*model->schema);
}

} // namespace janus
