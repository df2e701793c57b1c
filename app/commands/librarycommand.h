#pragma once

#include "commands/console.h"
#include "commands/librarycall.h"
#include "library/library.h"

#include <memory>

namespace janus::commands {

/// `janus-studio library VERB`: what its verbs share.
class LibraryCommand : public Command
{
    Q_OBJECT
public:
    LibraryCommand(LibraryCall call, library::Library &library, Console console, QObject *parent = nullptr);

    /// The command of a verb.
    static std::unique_ptr<LibraryCommand> make(const LibraryCall &call, library::Library &library,
                                                Console console);

protected:
    using Ids = std::vector<PictureId>;

    /// The numbers of the pictures the call means, in the order named or found. A number that is none ends
    /// the command; so does finding nothing, which is told and no failure.
    void choose(const std::function<void(Ids)> &then);
    /// Readers of the library (its catalogue) know nothing before it is open.
    void whenOpen(const std::function<void()> &then);
    void fail(const Error &error);
    /// Every thousand files.
    void showProgress(QLatin1StringView what, int done, int total);

    const LibraryCall m_call;
    library::Library &m_library;
    const Console m_console;

private:
    void find(const std::function<void(Ids)> &then);
    void check(const std::function<void(Ids)> &then);

    int m_shown = 0; ///< files, when progress was last shown
};

/// "1 picture", "3 pictures".
QString pictureCount(qint64 count);

} // namespace janus::commands
