#pragma once

#include "commands/librarycommand.h"
#include "library/exchange.h"

namespace janus::commands {

/// export, import and empty-trash. What cannot be taken or given is told file by file and does not hold up
/// the rest.
class LibraryExchangeCommand : public LibraryCommand
{
    Q_OBJECT
public:
    using LibraryCommand::LibraryCommand;
    void run() override;
    /// Ends after the file at hand; what is whole stays.
    void interrupt() override;

private:
    void exportPictures(Ids ids);
    void onExported(const library::ExportReport &report);
    void importFiles();
    void onImported(const library::ImportReport &report);
    void emptyTrash(Ids ids);
    void onEmptied(const library::EmptyReport &report);
    void tellLeft(const QString &event, const QString &file, const QString &message, qint64 picture) const;

    const library::Cancelling m_cancelling = library::Cancelling::make();
};

} // namespace janus::commands
