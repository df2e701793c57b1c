#pragma once

#include "core/marks.h"
#include "core/query.h"
#include "core/result.h"
#include "library/deeds.h"
#include "library/exporting.h"

#include <QStringList>

#include <vector>

namespace janus::commands {

/// Which pictures a call means: their numbers, or all that a query finds.
struct PictureChoice
{
    std::vector<PictureId> ids; ///< in the order named; empty: what the query finds
    Query query;
};

/// What `library` was asked to do.
struct LibraryCall
{
    enum class Verb {
        List,
        Search,
        Show,
        Collections,
        Export,
        Import,
        EmptyTrash,
        Trash,
        Restore,
        Mark,
        Undo,
        Redo,
        Rebuild,
        Verify,
    };

    Verb verb = Verb::List;
    PictureChoice choice;
    int limit = 0;                    ///< list and search: at most so many rows; 0: all
    QStringList paths;                ///< import: as typed
    library::ExportOptions exporting; ///< export: its target is absolute
    library::MarksPatch patch;        ///< mark
};

/// Reads the arguments after "library". Every error is BadInput and a sentence.
Result<LibraryCall> readLibraryCall(const QStringList &arguments);
QString libraryHelp();

} // namespace janus::commands
