#pragma once

#include "commands/librarycommand.h"

namespace janus::commands {

/// rebuild gives every picture its row again; verify says which files are missing, damaged or strange.
/// Neither touches a file.
class LibraryRepairCommand : public LibraryCommand
{
    Q_OBJECT
public:
    using LibraryCommand::LibraryCommand;
    void run() override;
    /// What was restored stays.
    void interrupt() override;

private:
    void rebuild();
    void onRebuilt(const library::RebuildReport &report);
    void verify();
    void onFound(const library::FileFinding &finding) const;
    void onVerified(const library::VerifyReport &report);
};

} // namespace janus::commands
