#include "commands/sandboxcommand.h"

#include <QCommandLineParser>
#include <QJsonDocument>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace janus::commands {

Result<sandbox::SandboxOptions> readSandboxOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOption({u"port"_s, QString(), u"N"_s, u"0"_s});
    parser.addOption({u"pace"_s, QString(), u"F"_s, u"1"_s});
    if (!parser.parse(QStringList{u"sandbox"_s} + arguments))
        return Error{ErrorKind::BadInput, parser.errorText()};
    if (!parser.positionalArguments().isEmpty())
        return Error{ErrorKind::BadInput,
                     u"The sandbox takes no “%1”."_s.arg(parser.positionalArguments().first())};
    sandbox::SandboxOptions options;
    bool ok = false;
    const int port = parser.value(u"port"_s).toInt(&ok);
    if (!ok || port < 0 || port > 65535)
        return Error{ErrorKind::BadInput,
                     u"--port must be between 0 and 65535; it is “%1”."_s.arg(parser.value(u"port"_s)),
                     {},
                     u"port"_s};
    options.port = static_cast<quint16>(port);
    options.pace = parser.value(u"pace"_s).toDouble(&ok);
    if (!ok || !(options.pace >= 0) || options.pace > 100)
        return Error{ErrorKind::BadInput,
                     u"--pace must be between 0 and 100; it is “%1”."_s.arg(parser.value(u"pace"_s)),
                     {},
                     u"pace"_s};
    return options;
}

QString sandboxHelp()
{
    return u"Usage: janus-studio sandbox [--port N] [--pace F]\n\n"
           "A loopback server that speaks fal's queue protocol and draws practice pictures. Prints one JSON "
           "line\n"
           "with its origin and key, and serves until Ctrl+C.\n\n"
           "  --port N   0, the default, takes any free port\n"
           "  --pace F   1, the default, is lifelike; 0 does not wait at all\n"_s;
}

SandboxCommand::SandboxCommand(sandbox::SandboxOptions options, Console console, QObject *parent)
    : Command(parent)
    , m_server(std::move(options))
    , m_console(console)
{
}

void SandboxCommand::run()
{
    if (const Result<void> listening = m_server.listen(); !listening) {
        m_console.fail(listening.error());
        return finish(exitCodeFor(listening.error()));
    }
    // The only place where a key is printed: it opens nothing but this server, and dies with it.
    const QJsonObject line{{u"origin"_s, m_server.origin().toString(QUrl::RemovePath)},
                           {u"key"_s, QString::fromLatin1(m_server.key().reveal())}};
    std::fputs(QJsonDocument(line).toJson(QJsonDocument::Compact).append('\n').constData(), stdout);
    std::fflush(stdout);
}

} // namespace janus::commands
