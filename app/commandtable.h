#pragma once

#include "application.h"
#include "commands/console.h"
#include "commands/invocation.h"

#include <functional>
#include <memory>

namespace janus {

/// Makes a command, its arguments read, once there are services to make it of. Those must outlive the
/// command.
using CommandMaker = std::function<std::unique_ptr<commands::Command>(Application &, commands::Console)>;

/// What the options before the command say about the program's services. BadInput for no server's address.
Result<Application::Options> readOptions(const commands::Invocation &call);

/// Reads the arguments of any command but `sandbox`. Whatever is wrong with them is told before anything is
/// opened or made. `options` are those of readOptions(); a command may wish more of the services.
Result<CommandMaker> readCommand(const commands::Invocation &call, Application::Options &options);

/// The help of the program or, where it has one of its own, of the command.
Result<QString> helpFor(const commands::Invocation &call);

} // namespace janus
