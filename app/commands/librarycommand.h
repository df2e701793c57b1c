#pragma once

#include "commands/console.h"
#include "library/library.h"

namespace janus::commands {

/// `janus-studio library rebuild | verify`: the library and its picture files. rebuild gives every picture
/// its row again; verify says which files are missing, damaged or strange. Neither touches a file.
class LibraryCommand : public Command
{
    Q_OBJECT
public:
    enum class Action { Rebuild, Verify };

    LibraryCommand(Action action, library::Library &library, Console console, QObject *parent = nullptr);
    void run() override;
    /// What was restored stays.
    void interrupt() override;

private:
    void rebuild();
    void onRebuilt(const library::RebuildReport &report);
    void verify();
    void onFound(const library::FileFinding &finding) const;
    void onVerified(const library::VerifyReport &report);
    void showProgress(QLatin1StringView what, int done, int total);
    void fail(const Error &error);

    const Action m_action;
    library::Library &m_library;
    const Console m_console;
    int m_shown = 0; ///< files, when progress was last shown
};

/// BadInput, with a sentence, for anything else.
Result<LibraryCommand::Action> readLibraryCall(const QStringList &arguments);

} // namespace janus::commands
