#include "commands/invocation.h"

#include <QDir>
#include <QFileInfo>

#include <functional>

using namespace Qt::StringLiterals;

namespace janus::commands {

namespace {

Error badArgument(const QString &sentence)
{
    return {ErrorKind::BadInput, sentence};
}

/// Takes the options that hold everywhere out of the arguments and leaves the rest to the command.
class Reader
{
public:
    explicit Reader(const QStringList &arguments)
        : m_left(arguments)
    {
    }

    Result<Invocation> read()
    {
        while (!m_left.isEmpty()) {
            const QString argument = m_left.takeFirst();
            if (argument == "--"_L1) {
                m_result.arguments << argument << m_left;
                break;
            }
            if (!take(argument))
                m_result.arguments << argument;
            if (m_error)
                return *m_error;
        }
        return withCommand();
    }

private:
    bool take(const QString &argument)
    {
        const QString name = argument.section(u'=', 0, 0);
        if (name == "--json"_L1)
            m_result.isJson = true;
        else if (name == "--verbose"_L1)
            m_result.isVerbose = true;
        else if (name == "--help"_L1 || name == "-h"_L1)
            m_result.wantsHelp = true;
        else if (name == "--version"_L1)
            m_result.wantsVersion = true;
        else
            return takeWithValue(name, argument);
        return true;
    }

    bool takeWithValue(const QString &name, const QString &argument)
    {
        if (name == "--data"_L1)
            m_result.paths = support::Paths::below(value(argument));
        else if (name == "--server"_L1)
            m_result.serverText = value(argument);
        else if (name == "--sandbox-pace"_L1)
            m_result.sandboxPace = number(argument, 100);
        else if (name == "--look-for"_L1)
            m_result.lookFor = std::chrono::seconds(qint64(number(argument, 86'400)));
        else if (name == "--screenshot"_L1)
            m_result.screenshot = value(argument);
        else if (name == "--screenshot-size"_L1)
            m_result.screenshotSize = size(argument);
        else if (name == "--look"_L1)
            m_result.look = value(argument);
        else
            return false;
        return true;
    }

    QString value(const QString &argument)
    {
        const qsizetype equals = argument.indexOf(u'=');
        const QString text = equals >= 0        ? argument.mid(equals + 1)
                             : m_left.isEmpty() ? QString()
                                                : m_left.takeFirst();
        if (text.isEmpty())
            m_error = badArgument(u"%1 needs a value."_s.arg(argument.section(u'=', 0, 0)));
        return text;
    }

    double number(const QString &argument, int most)
    {
        const QString text = value(argument);
        bool ok = false;
        const double number = text.toDouble(&ok);
        if (!m_error && (!ok || !(number >= 0) || number > most))
            m_error = badArgument(u"%1 must be between 0 and %2; it is “%3”."_s.arg(
                argument.section(u'=', 0, 0), QString::number(most), text));
        return number;
    }

    QSize size(const QString &argument)
    {
        const QString text = value(argument);
        const QSize size(text.section(u'x', 0, 0).toInt(), text.section(u'x', 1).toInt());
        if (!m_error &&
            (size.width() < 320 || size.height() < 240 || size.width() > 8192 || size.height() > 8192))
            m_error = badArgument(
                u"--screenshot-size must be WxH between 320x240 and 8192x8192; it is “%1”."_s.arg(text));
        return size;
    }

    Result<Invocation> withCommand()
    {
        if (m_result.arguments.isEmpty())
            return m_result;
        if (!commandWords().contains(m_result.arguments.first()))
            return forWindow();
        m_result.command = m_result.arguments.takeFirst();
        return m_result;
    }

    /// [--prompt TEXT] [--] [FILE...]
    Result<Invocation> forWindow()
    {
        m_left = std::exchange(m_result.arguments, {});
        bool mayBeOption = true;
        while (!m_left.isEmpty()) {
            const QString word = m_left.takeFirst();
            if (mayBeOption && word == "--"_L1)
                mayBeOption = false;
            else if (mayBeOption && word.section(u'=', 0, 0) == "--prompt"_L1)
                m_result.prompt = value(word);
            else if (mayBeOption && word.startsWith(u'-'))
                m_error = badArgument(u"There is no option “%1”. See janus-studio --help."_s.arg(word));
            else if (!word.contains(u'/') && !QFileInfo::exists(word))
                m_error = badArgument(
                    u"“%1” is neither a command nor a file. The commands are %2; without one the window opens."_s
                        .arg(word, commandWords().join(u", "_s)));
            else
                m_result.files << QDir::cleanPath(QDir().absoluteFilePath(word));
            if (m_error)
                return *m_error;
        }
        return m_result;
    }

    QStringList m_left;
    Invocation m_result;
    std::optional<Error> m_error;
};

} // namespace

Result<Invocation> readInvocation(const QStringList &arguments)
{
    return Reader(arguments).read();
}

QStringList commandWords()
{
    return {u"generate"_s, u"again"_s,  u"verify"_s,  u"sweep"_s, u"resume"_s,  u"jobs"_s,   u"cancel"_s,
            u"upload"_s,   u"models"_s, u"library"_s, u"key"_s,   u"sandbox"_s, u"recipe"_s, u"words"_s};
}

QString mainHelp()
{
    return u"Usage: janus-studio [OPTION...] [COMMAND [ARGUMENT...]]\n"
           "       janus-studio [OPTION...] [--prompt TEXT] [FILE...]\n\n"
           "Makes pictures from words with DeepSeek Janus-Pro on fal. Without a command the window opens, or "
           "the\n"
           "one that is open already comes to the front; it shows the FILE, or takes the settings out of "
           "one\n"
           "that is not in the library (a picture, or a recipe as JSON), and holds the TEXT ready to "
           "send.\n\n"
           "Commands:\n"
           "  generate PROMPT         make pictures; ends when every one is on disk\n"
           "  sweep FILE|--list|--resume ID|--retry ID\n"
           "                          make a sheet of pictures that differ in one to three things; see sweep "
           "--help\n"
           "  again FILE|ID...        run pictures again, with the same seed, a new one, or one thing "
           "changed\n"
           "  verify FILE|ID|QUERY... run pictures again and say whether they come out the same\n"
           "  resume [--unsent] [--send-again job:N]\n"
           "                          finish what is still open; sends nothing new without one of these\n"
           "  jobs                    what is open and how it stands\n"
           "  cancel REQUEST_ID|job:N ask the service to stop a request; drop one whose answer was lost\n"
           "  upload FILE...          put files on the service and print their links\n"
           "  models [list|add ID|remove ID|refresh]\n"
           "                          the models to choose from, and what they take\n"
           "  library list|search|show|collections|export|import|mark|trash|restore|empty-trash|undo|redo\n"
           "                          what is in the library, in order and out of it; see library --help\n"
           "  library rebuild         give every picture its place again, from the picture files alone\n"
           "  library verify          name files that are missing, damaged or strange; exit code 6 if any is "
           "lost\n"
           "  recipe FILE... [--model ID]\n"
           "                          how a picture was made, by its file: ours, or of AUTOMATIC1111, "
           "ComfyUI,\n"
           "                          InvokeAI, SwarmUI or Fooocus; and what of it a model takes\n"
           "  key [set|test|forget] [NAME]\n"
           "  key list | use NAME | rename NAME NEW\n"
           "                          the fal keys in the keychain, one of them in use; set reads it from a\n"
           "                          prompt or standard input\n"
           "  words lists|styles      the lists of words and the styles that prompts may name\n"
           "  words import FILE... | export styles FILE | export lists FOLDER | remove style|list NAME\n"
           "                          styles as .csv of the web UIs or .json, lists as .txt\n"
           "  sandbox                 a practice server on this machine\n\n"
           "Options:\n"
           "  --data DIR              keep all state in one folder\n"
           "  --server ORIGIN         talk to this server instead of fal (https, or http on this machine)\n"
           "  --look-for SECONDS      how long a request whose answer was lost is looked for; 900\n"
           "  --json                  one JSON event a line on standard output\n"
           "  --sandbox-pace F        how slow the built-in sandbox is; 1 is lifelike, 0 does not wait\n"
           "  --look dark|light       how the window looks\n"
           "  --screenshot FILE       save a picture of the window and quit\n"
           "  --screenshot-size WxH   the window's size for that; 1440x900\n"
           "  --verbose               more on standard error\n"
           "  --version [--json]      what this is made of\n"
           "  --                      ends the options: what follows may begin with a dash\n\n"
           "Exit codes: 0 everything asked for is done, 1 verify: a picture is not the same, 2 bad input, 3 "
           "key,\n"
           "4 refused or cancelled, 5 network, 6 disk or database, 130 interrupted.\n"_s;
}

} // namespace janus::commands
