// Arguments: the window, or one command.
#include "application.h"
#include "commands/console.h"
#include "commands/invocation.h"
#include "commands/sandboxcommand.h"
#include "commandtable.h"
#include "firstwindow.h"
#include "library/database.h"
#include "support/interrupt.h"
#include "support/lockdown.h"
#include "support/log.h"
#include "ui/kit/theme.h"
#include "ui/mainwindow.h"
#include "version.h"
#include "wiring.h"

#include <QApplication>
#include <QJsonDocument>
#include <QTimer>

#include <csignal>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::commands;

namespace {

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

int printHelp(const Invocation &call, const Console &console)
{
    const Result<QString> text = helpFor(call);
    if (!text)
        return fail(console, text.error());
    std::fputs(text->toUtf8().constData(), stdout);
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
    const Result<CommandMaker> maker = readCommand(call, *options);
    if (!maker)
        return fail(console, maker.error());
    Result<std::unique_ptr<Application>> application = Application::create(*options);
    if (!application)
        return fail(console, application.error());

    const std::unique_ptr<Command> command = (*maker)(**application, console);
    QObject::connect(&(*application)->library(), &library::Library::mended, &qt,
                     [&console](const QString &sentence) { console.error(sentence); });
    std::optional<Error> unopened;
    (*application)->open(&qt, [&](const Result<void> &opened) {
        if (!opened) {
            unopened = opened.error();
            QCoreApplication::exit(0);
        }
    });
    const int code = runToEnd(qt, *command);
    return unopened ? fail(console, *unopened) : code;
}

void takeScreenshot(ui::MainWindow &window, const QString &file)
{
    QObject::connect(&window, &ui::MainWindow::pageComplete, &window, [&window, file] {
        const bool saved = window.grab().save(file);
        if (!saved)
            Console(Console::Format::Text)
                .error(u"The picture of the window cannot be saved as %1."_s.arg(file));
        QCoreApplication::exit(saved ? 0 : static_cast<int>(ExitCode::Storage));
    });
}

void welcome(FirstWindow &first, ui::MainWindow &window)
{
    if (first.wasCutShort())
        window.tellOfBadEnd();
    QObject::connect(&first, &FirstWindow::received, &window, [&window](const Handover &handover) {
        // Wayland lets a window come to the front only with what the desktop gave the second start.
        if (!handover.raiseToken.isEmpty())
            qputenv("XDG_ACTIVATION_TOKEN", handover.raiseToken.toUtf8());
        window.receive(handover.prompt, handover.files);
        window.comeToFront();
    });
}

int runWindow(QApplication &qt, const Invocation &call, FirstWindow *first)
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
    window.receive(call.prompt, call.files);
    support::Interrupt interrupt; // before anybody can see that the window is up
    QObject::connect(&interrupt, &support::Interrupt::interrupted, &window, &QWidget::close);
    if (first) {
        welcome(*first, window);
        first->listen();
    }
    return qt.exec();
}

/// A picture of the window is taken beside one that is open.
Result<std::unique_ptr<FirstWindow>> becomeFirst(const Invocation &call)
{
    if (!call.screenshot.isEmpty())
        return std::unique_ptr<FirstWindow>();
    if (const Result<void> prepared = call.paths.prepare(); !prepared)
        return prepared.error();
    return FirstWindow::claim(call.paths,
                              {call.prompt, call.files, qEnvironmentVariable("XDG_ACTIVATION_TOKEN")});
}

} // namespace

int main(int argc, char **argv)
{
#ifdef NDEBUG
    support::forbidCoreDumps();
#endif
    support::ignoreTlsKeyLog();
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
    const Result<std::unique_ptr<FirstWindow>> first = becomeFirst(*call);
    if (!first)
        return fail(console, first.error());
    if (!*first && call->screenshot.isEmpty())
        return 0; // the window that is open has everything
    QApplication qt(argc, argv);
    QApplication::setApplicationDisplayName(u"Janus Studio"_s);
    QApplication::setDesktopFileName(u"janus-studio"_s);
    return runWindow(qt, *call, first->get());
}
