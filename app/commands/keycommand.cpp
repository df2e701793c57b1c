#include "commands/keycommand.h"

#include "fal/queueapi.h"

#include <cstdio>
#include <termios.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace janus::commands {

namespace {

/// Turns the terminal's echo off while it lives.
class QuietTerminal
{
public:
    QuietTerminal()
    {
        m_changed = tcgetattr(STDIN_FILENO, &m_before) == 0;
        if (!m_changed)
            return;
        termios quiet = m_before;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    ~QuietTerminal()
    {
        if (m_changed)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    QuietTerminal(const QuietTerminal &) = delete;
    QuietTerminal &operator=(const QuietTerminal &) = delete;

private:
    termios m_before{};
    bool m_changed = false;
};

QString readLine()
{
    QByteArray line;
    char c = 0;
    while (line.size() < 8192 && read(STDIN_FILENO, &c, 1) == 1 && c != '\n')
        line += c;
    return QString::fromUtf8(line);
}

QString readKeyText()
{
    if (!isatty(STDIN_FILENO))
        return readLine();
    std::fputs("Paste your fal key (it is not shown): ", stderr);
    std::fflush(stderr);
    const QuietTerminal quiet;
    const QString text = readLine();
    std::fputc('\n', stderr);
    return text;
}

} // namespace

KeyCommand::KeyCommand(Action action, secrets::KeyStore &keys, jobs::Services &services, QString serviceName,
                       Console console, QObject *parent)
    : Command(parent)
    , m_action(action)
    , m_keys(keys)
    , m_services(services)
    , m_serviceName(std::move(serviceName))
    , m_console(console)
{
}

void KeyCommand::run()
{
    switch (m_action) {
    case Action::Set:
        return set();
    case Action::Test:
        return test();
    case Action::Forget:
        return forget();
    }
}

void KeyCommand::whenLoaded(std::function<void()> then)
{
    if (m_keys.isLoaded())
        return then();
    connect(&m_keys, &secrets::KeyStore::changed, this, [this, then] {
        if (!m_keys.isLoaded())
            return;
        disconnect(&m_keys, nullptr, this, nullptr);
        then();
    });
}

void KeyCommand::set()
{
    const Result<ApiKey> key = ApiKey::fromText(readKeyText());
    if (!key) {
        m_console.fail(key.error());
        return finish(ExitCode::BadInput);
    }
    whenLoaded([this, key = *key] {
        m_keys.storeInKeychain(key, this, [this](const Result<void> &stored) {
            answer(stored, u"The key is in %1."_s.arg(m_keys.keychainName()));
        });
    });
}

void KeyCommand::test()
{
    m_services.open(m_serviceName, this, [this](const Result<fal::QueueApi *> &api) {
        if (!api) {
            const QString why = m_keys.explanation();
            Error error = api.error();
            if (!why.isEmpty())
                error.message += u' ' + why;
            return answer(error, {});
        }
        (*api)->testKey(this,
                        [this](const Result<void> &tested) { answer(tested, u"The key is accepted."_s); });
    });
}

void KeyCommand::forget()
{
    whenLoaded([this] {
        m_keys.forget(
            this, [this](const Result<void> &forgotten) { answer(forgotten, u"The key is forgotten."_s); });
    });
}

void KeyCommand::answer(const Result<void> &result, const QString &success)
{
    if (!result) {
        m_console.fail(result.error());
        const ExitCode code = exitCodeFor(result.error());
        return finish(code == ExitCode::Storage ? ExitCode::Key : code);
    }
    m_console.progress(success);
    m_console.event(u"key"_s, {{u"message"_s, success}});
    finish(ExitCode::Done);
}

} // namespace janus::commands
