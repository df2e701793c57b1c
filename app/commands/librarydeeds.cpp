#include "commands/librarydeeds.h"

#include "library/deeds.h"

using namespace Qt::StringLiterals;

namespace janus::commands {

namespace {

QString sentenceFor(LibraryCall::Verb verb, qint64 count)
{
    const QString pictures = pictureCount(count);
    switch (verb) {
    case LibraryCall::Verb::Trash:
        return u"%1 moved to the studio's trash; \"janus-studio library undo\" takes that back."_s.arg(
            pictures);
    case LibraryCall::Verb::Restore:
        return u"%1 restored."_s.arg(pictures);
    default:
        return u"%1 marked."_s.arg(pictures);
    }
}

} // namespace

void LibraryDeedCommand::run()
{
    connect(&m_library.deeds(), &library::Deeds::failed, this, &LibraryDeedCommand::fail);
    const bool isTurn = m_call.verb == LibraryCall::Verb::Undo || m_call.verb == LibraryCall::Verb::Redo;
    if (!isTurn)
        return choose([this](Ids ids) { perform(std::move(ids)); });
    // Behind what is read when the library has opened: what there is to undo.
    whenOpen([this] { whenOpen([this] { turn(); }); });
}

void LibraryDeedCommand::perform(Ids ids)
{
    const auto count = qint64(ids.size());
    library::Deeds &deeds = m_library.deeds();
    connect(&deeds, &library::Deeds::changed, this, [this, count] {
        m_console.progress(sentenceFor(m_call.verb, count));
        m_console.event(u"done"_s, {{u"pictures"_s, count}, {u"undo"_s, m_library.deeds().undoName()}});
        finish(ExitCode::Done);
    });
    if (m_call.verb == LibraryCall::Verb::Trash)
        deeds.trash(std::move(ids));
    else if (m_call.verb == LibraryCall::Verb::Restore)
        deeds.restore(std::move(ids));
    else
        deeds.mark(std::move(ids), m_call.patch);
}

void LibraryDeedCommand::turn()
{
    library::Deeds &deeds = m_library.deeds();
    const bool isUndo = m_call.verb == LibraryCall::Verb::Undo;
    if ((isUndo ? deeds.undoName() : deeds.redoName()).isEmpty()) {
        m_console.progress(isUndo ? u"There is nothing to undo."_s : u"There is nothing to redo."_s);
        return finish(ExitCode::Done);
    }
    connect(&deeds, &library::Deeds::turned, this, [this](const QString &name, bool isUndone) {
        m_console.progress((isUndone ? u"Undone: %1."_s : u"Done again: %1."_s).arg(name));
        m_console.event(isUndone ? u"undone"_s : u"redone"_s, {{u"name"_s, name}});
        finish(ExitCode::Done);
    });
    isUndo ? deeds.undo() : deeds.redo();
}

} // namespace janus::commands
