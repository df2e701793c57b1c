#pragma once

#include "commands/console.h"

#include <QStringList>

namespace janus::library {
class Library;
class WordStore;
} // namespace janus::library

namespace janus::commands {

/// What follows the word "words", read.
struct WordsCall
{
    enum class Action { Lists, Styles, Import, ExportStyles, ExportLists, RemoveList, RemoveStyle };
    Action action = Action::Lists;
    QStringList operands; ///< absolute paths, or a name
};

/// BadInput, with a sentence, for what cannot be done.
Result<WordsCall> readWordsCall(const QStringList &arguments);

/// `janus-studio words [lists | styles | import FILE... | export styles FILE | export lists FOLDER |
/// remove style NAME | remove list NAME]`: the styles and lists of words of the library.
class WordsCommand : public Command
{
    Q_OBJECT
public:
    WordsCommand(WordsCall call, library::Library &library, Console console, QObject *parent = nullptr);
    void run() override;

private:
    void act();
    void showLists();
    void showStyles();
    void takeFiles();
    void takeNext();
    void remove();
    void answer(const Result<void> &result);

    const WordsCall m_call;
    library::WordStore *m_words;
    const Console m_console;
    QStringList m_styleFiles;
    QStringList m_listFiles;
    bool m_hasRefused = false;
};

} // namespace janus::commands
