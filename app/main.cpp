// Arguments: the window, or one command.
#include "application.h"
#include "commands/generatecommand.h"
#include "commands/invocation.h"
#include "commands/journalcommands.h"
#include "commands/keycommand.h"
#include "commands/modelscommand.h"
#include "commands/sandboxcommand.h"
#include "commands/uploadcommand.h"
#include "library/database.h"
#include "support/interrupt.h"
#include "support/log.h"
#include "ui/kit/theme.h"
#include "ui/mainwindow.h"
#include "version.h"
#include "wiring.h"

#include <QApplication>
#include <QHash>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTimer>

#include <csignal>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::commands;

namespace {

/// A command that can be made, or the reason why not.
using MadeCommand = Result<std::unique_ptr<Command>>;

Error badInput(const QString &sentence)
{
    return {ErrorKind::BadInput, sentence};
}

std::unique_ptr<Command> makeGenerate(const GenerateOptions &options, Application &application, Console console)
{
    const QString service = options.sandbox ? application.sandboxServiceName() : application.realServiceName();
    return std::make_unique<GenerateCommand>(options, service, application.queue(), console);
}

MadeCommand makeResume(const Invocation &call, Application &application, Console console)
{
    const bool unsent = call.arguments == QStringList{u"--unsent"_s};
    if (!call.arguments.isEmpty() && !unsent)
        return badInput(u"resume takes --unsent or nothing; it got “%1”."_s.arg(call.arguments.join(u' ')));
    return std::unique_ptr<Command>(new ResumeCommand(unsent, application.queue(), console));
}

MadeCommand makeJobs(const Invocation &call, Application &application, Console console)
{
    if (!call.arguments.isEmpty())
        return badInput(u"jobs takes no arguments; it got “%1”."_s.arg(call.arguments.join(u' ')));
    const auto isAlive = [&application](const QString &token) { return application.isOwnerAlive(token); };
    return std::unique_ptr<Command>(new JobsCommand(application.journal(), isAlive, console));
}

MadeCommand makeCancel(const Invocation &call, Application &application, Console console)
{
    static const QRegularExpression idPattern(u"^[A-Za-z0-9_-]{1,128}$"_s);
    if (call.arguments.size() != 1 || !idPattern.match(call.arguments.first()).hasMatch())
        return badInput(u"cancel takes one request id, as \"janus-studio jobs\" prints it."_s);
    const fal::Ticket ticket{application.schema().endpoint(), call.arguments.first()};
    return std::unique_ptr<Command>(new CancelCommand(ticket, application.realServiceName(), application.journal(),
                                                      application.queue(), application, console));
}

MadeCommand makeKey(const Invocation &call, Application &application, Console console)
{
    const QHash<QString, KeyCommand::Action> actions{{u"set"_s, KeyCommand::Action::Set},
                                                     {u"test"_s, KeyCommand::Action::Test},
                                                     {u"forget"_s, KeyCommand::Action::Forget}};
    if (call.arguments.size() != 1 || !actions.contains(call.arguments.first()))
        return badInput(u"key takes set, test or forget. The key itself is never an argument: set asks for it."_s);
    return std::unique_ptr<Command>(new KeyCommand(actions.value(call.arguments.first()), application.keys(), application,
                                                   application.realServiceName(), console));
}

MadeCommand makeModels(const Invocation &call, Application &application, Console console)
{
    const Result<ModelsCall> models = readModelsCall(call.arguments);
    if (!models)
        return models.error();
    return std::unique_ptr<Command>(new ModelsCommand(models->action, models->endpoint, application.models(), console));
}

MadeCommand makeUpload(const Invocation &call, Application &application, Console console)
{
    const Result<UploadCommandOptions> options = readUploadOptions(call.arguments);
    if (!options)
        return options.error();
    const QString service = options->sandbox ? application.sandboxServiceName() : application.realServiceName();
    return std::unique_ptr<Command>(new UploadCommand(*options, service, application, application.library(), console));
}

int fail(const Console &console, const Error &error)
{
    console.fail(error);
    return static_cast<int>(exitCodeFor(error));
}

int printVersion(bool json)
{
    const QByteArray compiler = JANUS_COMPILER;
    const QByteArray text =
        json ? QJsonDocument(QJsonObject{{u"version"_s, QStringLiteral(JANUS_VERSION)},
                                         {u"build_type"_s, QStringLiteral(JANUS_BUILD_TYPE)},
                                         {u"compiler"_s, QString::fromLatin1(compiler)},
                                         {u"qt"_s, QString::fromLatin1(qVersion())},
                                         {u"sqlite"_s, library::sqliteVersion()},
                                         {u"commit"_s, QStringLiteral(JANUS_COMMIT)}})
                   .toJson(QJsonDocument::Compact)
             : QByteArray("Janus Studio " JANUS_VERSION);
    std::puts(text.constData());
    return 0;
}

Result<Application::Options> readOptions(const Invocation &call)
{
    Application::Options options{call.paths, {}, call.sandboxPace};
    if (!call.serverText.isEmpty()) {
        const Result<QUrl> origin = fal::originFromText(call.serverText);
        if (!origin)
            return origin.error();
        options.server = *origin;
    }
    return options;
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
    return Error{ErrorKind::BadInput,
                 u"The inputs of “%1” are not known here yet; \"janus-studio models add %1\" asks for them."_s.arg(model),
                 {},
                 u"model"_s};
}

int printHelp(const Invocation &call, const Console &console)
{
    QString text = mainHelp();
    if (call.command == "sandbox"_L1)
        text = sandboxHelp();
    if (call.command == "upload"_L1)
        text = uploadHelp();
    if (call.command == "generate"_L1) {
        const Result<Application::Options> options = readOptions(call);
        const Result<jobs::KnownModel> model = options ? modelFor(call, *options) : options.error();
        if (!model)
            return fail(console, model.error());
        text = generateHelp(*model->schema);
    }
    std::fputs(text.toUtf8().constData(), stdout);
    return 0;
}

int runToEnd(QCoreApplication &qt, Command &command)
{
    support::Interrupt interrupt;
    QObject::connect(&interrupt, &support::Interrupt::interrupted, &command, &Command::interrupt);
    QObject::connect(&command, &Command::finished, &qt, [](int code) { QCoreApplication::exit(code); });
    QTimer::singleShot(0, &command, &Command::run);
    return qt.exec();
}

int runSandbox(QCoreApplication &qt, const Invocation &call, const Console &console)
{
    const Result<sandbox::SandboxOptions> options = readSandboxOptions(call.arguments);
    if (!options)
        return fail(console, options.error());
    SandboxCommand command(*options, console);
    return runToEnd(qt, command);
}

int runCommand(QCoreApplication &qt, const Invocation &call)
{
    const Console console(call.isJson ? Console::Format::Json : Console::Format::Text);
    if (call.command == "sandbox"_L1)
        return runSandbox(qt, call, console);

    Result<Application::Options> options = readOptions(call);
    if (!options)
        return fail(console, options.error());
    const bool generates = call.command == "generate"_L1;
    const Result<jobs::KnownModel> model = generates ? modelFor(call, *options) : jobs::KnownModel();
    if (!model)
        return fail(console, model.error());
    const Result<GenerateOptions> generateOptions = generates ? readGenerateOptions(call.arguments, *model->schema) : GenerateOptions();
    if (!generateOptions)
        return fail(console, generateOptions.error());
    // For the next time; this one does not wait for it.
    options->keepModelsFresh = generates && !generateOptions->sandbox && isStale(*model);
    Result<std::unique_ptr<Application>> application = Application::create(*options);
    if (!application)
        return fail(console, application.error());

    MadeCommand command = generates                     ? MadeCommand(makeGenerate(*generateOptions, **application, console))
                          : call.command == "resume"_L1 ? makeResume(call, **application, console)
                          : call.command == "jobs"_L1   ? makeJobs(call, **application, console)
                          : call.command == "cancel"_L1 ? makeCancel(call, **application, console)
                          : call.command == "models"_L1 ? makeModels(call, **application, console)
                          : call.command == "upload"_L1 ? makeUpload(call, **application, console)
                                                        : makeKey(call, **application, console);
    if (!command)
        return fail(console, command.error());
    Command &ready = **command;
    std::optional<Error> unopened;
    (*application)->open(&qt, [&](const Result<void> &opened) {
        if (!opened) {
            unopened = opened.error();
            QCoreApplication::exit(0);
        }
    });
    const int code = runToEnd(qt, ready);
    return unopened ? fail(console, *unopened) : code;
}

void takeScreenshot(ui::MainWindow &window, const QString &file)
{
    QObject::connect(&window, &ui::MainWindow::pageComplete, &window, [&window, file] {
        const bool saved = window.grab().save(file);
        if (!saved)
            Console(Console::Format::Text).error(u"The picture of the window cannot be saved as %1."_s.arg(file));
        QCoreApplication::exit(saved ? 0 : static_cast<int>(ExitCode::Storage));
    });
}

int runWindow(QApplication &qt, const Invocation &call)
{
    const Console console(Console::Format::Text);
    Result<Application::Options> options = readOptions(call);
    if (!options)
        return fail(console, options.error());
    options->keepModelsFresh = call.screenshot.isEmpty();
    Result<std::unique_ptr<Application>> made = Application::create(*options);
    if (!made)
        return fail(console, made.error());
    Application &application = **made;
    ui::Theme theme;
    ui::MainWindow window(studioOf(application, theme), call.look);
    if (!call.screenshot.isEmpty()) {
        takeScreenshot(window, call.screenshot);
        window.resize(call.screenshotSize);
    }
    window.show();
    application.open(&window, [&window](const Result<void> &opened) { window.onLibraryOpened(opened); });
    support::Interrupt interrupt;
    QObject::connect(&interrupt, &support::Interrupt::interrupted, &window, &QWidget::close);
    return qt.exec();
}

} // namespace

int main(int argc, char **argv)
{
    // A write beyond a file size limit shall fail like a full disk, not end the program.
    std::signal(SIGXFSZ, SIG_IGN);
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    const Result<Invocation> call = readInvocation(arguments);
    const Console console(arguments.contains(u"--json"_s) ? Console::Format::Json : Console::Format::Text);
    if (!call)
        return fail(console, call.error());
    support::installLog(call->isVerbose ? support::LogLevel::Everything : support::LogLevel::Warnings);
    if (call->wantsVersion)
        return printVersion(call->isJson);
    if (call->wantsHelp)
        return printHelp(*call, console);

    QCoreApplication::setApplicationName(u"janus-studio"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(JANUS_VERSION));
    if (!call->command.isEmpty()) {
        QCoreApplication qt(argc, argv);
        return runCommand(qt, *call);
    }
    QApplication qt(argc, argv);
    QApplication::setApplicationDisplayName(u"Janus Studio"_s);
    QApplication::setDesktopFileName(u"janus-studio"_s);
    return runWindow(qt, *call);
}
