#include "commands/librarycommand.h"

#include "commands/librarydeeds.h"
#include "commands/libraryexchange.h"
#include "commands/librarylook.h"
#include "commands/libraryrepair.h"
#include "library/catalogue.h"
#include "library/database.h"

#include <QSet>
#include <QSqlDatabase>

using namespace Qt::StringLiterals;

namespace janus::commands {

namespace {

constexpr int progressEvery = 1000;

} // namespace

LibraryCommand::LibraryCommand(LibraryCall call, library::Library &library, Console console, QObject *parent)
    : Command(parent)
    , m_call(std::move(call))
    , m_library(library)
    , m_console(console)
{
}

std::unique_ptr<LibraryCommand> LibraryCommand::make(const LibraryCall &call, library::Library &library,
                                                     Console console)
{
    switch (call.verb) {
    case LibraryCall::Verb::List:
    case LibraryCall::Verb::Search:
    case LibraryCall::Verb::Show:
    case LibraryCall::Verb::Collections:
        return std::make_unique<LibraryLookCommand>(call, library, console);
    case LibraryCall::Verb::Export:
    case LibraryCall::Verb::Import:
    case LibraryCall::Verb::EmptyTrash:
        return std::make_unique<LibraryExchangeCommand>(call, library, console);
    case LibraryCall::Verb::Trash:
    case LibraryCall::Verb::Restore:
    case LibraryCall::Verb::Mark:
    case LibraryCall::Verb::Undo:
    case LibraryCall::Verb::Redo:
        return std::make_unique<LibraryDeedCommand>(call, library, console);
    case LibraryCall::Verb::Rebuild:
    case LibraryCall::Verb::Verify:
        return std::make_unique<LibraryRepairCommand>(call, library, console);
    }
    Q_UNREACHABLE();
}

void LibraryCommand::whenOpen(const std::function<void()> &then)
{
    m_library.database().run<void>(
        this, [](QSqlDatabase &) { return Result<void>(); },
        [this, then](const Result<void> &opened) { opened ? then() : fail(opened.error()); });
}

void LibraryCommand::choose(const std::function<void(Ids)> &then)
{
    whenOpen([this, then] { m_call.choice.ids.empty() ? find(then) : check(then); });
}

void LibraryCommand::find(const std::function<void(Ids)> &then)
{
    m_library.catalogue().listWhole({m_call.choice.query, Grouping::Flat}, {}, this,
                                    [this, then](const Result<library::ListPart> &whole) {
                                        if (!whole)
                                            return fail(whole.error());
                                        if (whole->rows.empty()) {
                                            m_console.progress(u"No picture was found."_s);
                                            return finish(ExitCode::Done);
                                        }
                                        Ids ids;
                                        for (const library::ListedRow &row : whole->rows)
                                            ids.push_back(row.id);
                                        then(std::move(ids));
                                    });
}

void LibraryCommand::check(const std::function<void(Ids)> &then)
{
    Ids ids;
    QSet<PictureId> seen;
    for (const PictureId id : m_call.choice.ids) {
        if (!seen.contains(id))
            ids.push_back(id);
        seen << id;
    }
    m_library.catalogue().pictures(ids, this, [this, ids, then](const Result<QList<Picture>> &pictures) {
        if (!pictures)
            return fail(pictures.error());
        QSet<PictureId> found;
        for (const Picture &picture : *pictures)
            found << picture.id;
        for (const PictureId id : ids) {
            if (!found.contains(id))
                return fail({ErrorKind::Gone, u"There is no picture %1 in the library."_s.arg(id)});
        }
        then(ids);
    });
}

void LibraryCommand::fail(const Error &error)
{
    m_console.fail(error);
    finish(exitCodeFor(error));
}

void LibraryCommand::showProgress(QLatin1StringView what, int done, int total)
{
    if (done < m_shown) // the next round
        m_shown = 0;
    if (done - m_shown < progressEvery)
        return;
    m_shown = done;
    m_console.progress(u"%1: %2 of %3"_s.arg(QString(what), QString::number(done), QString::number(total)));
}

QString pictureCount(qint64 count)
{
    return count == 1 ? u"1 picture"_s : u"%1 pictures"_s.arg(count);
}

} // namespace janus::commands
