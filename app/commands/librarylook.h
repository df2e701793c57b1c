#pragma once

#include "commands/librarycommand.h"
#include "library/catalogue.h"

namespace janus::commands {

/// list, search, show and collections: reading only.
class LibraryLookCommand : public LibraryCommand
{
    Q_OBJECT
public:
    using LibraryCommand::LibraryCommand;
    void run() override;

private:
    void list(Ids ids);
    void printNext(const std::shared_ptr<Ids> &ids, std::size_t from);
    void print(const Picture &picture) const;
    void describe(const Picture &picture) const;
    void printCollections(const QList<library::Collection> &collections);
};

} // namespace janus::commands
