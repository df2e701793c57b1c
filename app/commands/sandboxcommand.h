#pragma once

#include "commands/console.h"
#include "sandbox/sandboxserver.h"

namespace janus::commands {

/// `janus-studio sandbox [--port N] [--pace F] [--capacity N] [--connections N] [--faults FILE]`: serves
/// until Ctrl+C. Prints one JSON line with origin and key.
class SandboxCommand : public Command
{
    Q_OBJECT
public:
    SandboxCommand(sandbox::SandboxOptions options, Console console, QObject *parent = nullptr);
    void run() override;
    void interrupt() override { finish(ExitCode::Done); }

private:
    sandbox::SandboxServer m_server;
    Console m_console;
};

/// Reads the arguments after "sandbox", and the fault file they may name.
Result<sandbox::SandboxOptions> readSandboxOptions(const QStringList &arguments);
QString sandboxHelp();

} // namespace janus::commands
