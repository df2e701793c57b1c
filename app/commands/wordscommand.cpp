#include "commands/wordscommand.h"

#include "library/library.h"
#include "library/wordstore.h"

#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::commands {

namespace {

bool isStyleFile(const QString &file)
{
    return file.endsWith(".csv"_L1, Qt::CaseInsensitive) || file.endsWith(".json"_L1, Qt::CaseInsensitive);
}

QStringList absolute(const QStringList &files)
{
    QStringList paths;
    for (const QString &file : files)
        paths << QFileInfo(file).absoluteFilePath();
    return paths;
}

} // namespace

Result<WordsCall> readWordsCall(const QStringList &arguments)
{
    using Action = WordsCall::Action;
    const QString word = arguments.value(0, u"lists"_s);
    if (arguments.size() <= 1 && word == "lists"_L1)
        return WordsCall{Action::Lists, {}};
    if (arguments.size() == 1 && word == "styles"_L1)
        return WordsCall{Action::Styles, {}};
    if (arguments.size() > 1 && word == "import"_L1)
        return WordsCall{Action::Import, absolute(arguments.mid(1))};
    if (arguments.size() == 3) {
        const QString what = word + u' ' + arguments[1];
        if (what == "export styles"_L1)
            return WordsCall{Action::ExportStyles, absolute({arguments[2]})};
        if (what == "export lists"_L1)
            return WordsCall{Action::ExportLists, absolute({arguments[2]})};
        if (what == "remove style"_L1)
            return WordsCall{Action::RemoveStyle, {arguments[2]}};
        if (what == "remove list"_L1)
            return WordsCall{Action::RemoveList, {arguments[2]}};
    }
    return Error{
        ErrorKind::BadInput,
        u"words takes lists, styles, import FILE..., export styles FILE, export lists FOLDER, remove style "
        "NAME or remove list NAME; it got “%1”."_s.arg(arguments.join(u' '))};
}

WordsCommand::WordsCommand(WordsCall call, library::Library &library, Console console, QObject *parent)
    : Command(parent)
    , m_call(std::move(call))
    , m_words(new library::WordStore(library, this))
    , m_console(console)
{
}

void WordsCommand::run()
{
    connect(m_words, &library::WordStore::failed, this, &WordsCommand::answer, Qt::SingleShotConnection);
    connect(m_words, &library::WordStore::changed, this, &WordsCommand::act, Qt::SingleShotConnection);
    m_words->load();
}

void WordsCommand::act()
{
    switch (m_call.action) {
    case WordsCall::Action::Lists:
        return showLists();
    case WordsCall::Action::Styles:
        return showStyles();
    case WordsCall::Action::Import:
        return takeFiles();
    case WordsCall::Action::ExportStyles:
        return m_words->exportStyles(m_call.operands.first(), this,
                                     [this](const Result<void> &written) { answer(written); });
    case WordsCall::Action::ExportLists:
        return m_words->exportLists(m_call.operands.first(), this, [this](const Result<QStringList> &names) {
            if (!names)
                return answer(names.error());
            for (const QString &name : *names)
                m_console.result(name);
            answer({});
        });
    case WordsCall::Action::RemoveList:
    case WordsCall::Action::RemoveStyle:
        return remove();
    }
}

void WordsCommand::showLists()
{
    for (const words::List &list : m_words->lists()) {
        const QStringList entries = words::entriesOf(list.text);
        m_console.result(u"%1\t%2"_s.arg(printable(list.name), QString::number(entries.size())));
        m_console.event(u"list"_s,
                        {{u"name"_s, list.name}, {u"entries"_s, QJsonArray::fromStringList(entries)}});
    }
    finish(ExitCode::Done);
}

void WordsCommand::showStyles()
{
    for (const words::Style &style : m_words->styles()) {
        m_console.result(u"%1\t%2"_s.arg(printable(style.name), printable(style.text.simplified())));
        m_console.event(u"style"_s, {{u"name"_s, style.name}, {u"text"_s, style.text}});
    }
    finish(ExitCode::Done);
}

void WordsCommand::takeFiles()
{
    for (const QString &file : m_call.operands)
        (isStyleFile(file) ? m_styleFiles : m_listFiles) << file;
    takeNext();
}

/// The styles, then the lists.
void WordsCommand::takeNext()
{
    const bool areStyles = !m_styleFiles.isEmpty();
    const QStringList files = std::exchange(areStyles ? m_styleFiles : m_listFiles, {});
    if (files.isEmpty())
        return finish(m_hasRefused ? ExitCode::BadInput : ExitCode::Done);
    const auto told = [this, areStyles](const library::WordStore::Imported &report) {
        for (const QString &name : report.added) {
            m_console.result(printable(name));
            m_console.event(areStyles ? u"style"_s : u"list"_s, {{u"name"_s, name}});
        }
        for (const QString &note : report.notes)
            m_console.progress(note);
        for (const QString &problem : report.problems)
            m_console.fail({ErrorKind::BadInput, problem});
        m_hasRefused = m_hasRefused || !report.problems.isEmpty();
        takeNext();
    };
    areStyles ? m_words->importStyles(files, this, told) : m_words->importLists(files, this, told);
}

void WordsCommand::remove()
{
    const QString name = m_call.operands.first();
    const auto isNamed = [&](const auto &entry) {
        return entry.name.compare(name, Qt::CaseInsensitive) == 0;
    };
    const bool isList = m_call.action == WordsCall::Action::RemoveList;
    const bool isThere = isList ? std::ranges::any_of(m_words->lists(), isNamed)
                                : std::ranges::any_of(m_words->styles(), isNamed);
    if (!isThere)
        return answer(
            Error{ErrorKind::BadInput, u"There is no %1 “%2”."_s.arg(isList ? u"list"_s : u"style"_s, name)});
    const auto removed = [this](const Result<void> &gone) { answer(gone); };
    isList ? m_words->removeList(name, this, removed) : m_words->removeStyle(name, this, removed);
}

void WordsCommand::answer(const Result<void> &result)
{
    if (!result)
        m_console.fail(result.error());
    finish(result ? ExitCode::Done : exitCodeFor(result.error()));
}

} // namespace janus::commands
