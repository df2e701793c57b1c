#pragma once

#include "commands/librarycommand.h"

namespace janus::commands {

/// mark, trash, restore, undo and redo: each one deed, which can be undone here or in the window.
class LibraryDeedCommand : public LibraryCommand
{
    Q_OBJECT
public:
    using LibraryCommand::LibraryCommand;
    void run() override;

private:
    void perform(Ids ids);
    void turn();
};

} // namespace janus::commands
