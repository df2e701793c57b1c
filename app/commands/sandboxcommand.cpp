#include "commands/sandboxcommand.h"

#include "sandbox/faultfile.h"
#include "sandbox/faultswitches.h"

#include <QCommandLineParser>
#include <QJsonDocument>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace janus::commands {

namespace {

Error badOption(const QString &option, const QString &range, const QString &value)
{
    return {ErrorKind::BadInput, u"--%1 must be %2; it is “%3”."_s.arg(option, range, value), {}, option};
}

QString switchTable()
{
    QString table;
    for (const sandbox::FaultSwitch &one : sandbox::faultSwitches())
        table += u"  %1 %2\n"_s.arg(QString(one.name).leftJustified(21), one.sentence);
    return table;
}

} // namespace

Result<sandbox::SandboxOptions> readSandboxOptions(const QStringList &arguments)
{
    constexpr int mostConnections = 10000;
    constexpr int mostAtOnce = 1000;
    QCommandLineParser parser;
    parser.addOption({u"port"_s, QString(), u"N"_s, u"0"_s});
    parser.addOption({u"pace"_s, QString(), u"F"_s, u"1"_s});
    parser.addOption({u"capacity"_s, QString(), u"N"_s, u"2"_s});
    parser.addOption({u"most-open"_s, QString(), u"N"_s, u"0"_s});
    parser.addOption({u"connections"_s, QString(), u"N"_s, u"256"_s});
    parser.addOption({u"faults"_s, QString(), u"FILE"_s});
    parser.addOption({u"log"_s, QString(), u"FILE"_s});
    if (!parser.parse(QStringList{u"sandbox"_s} + arguments))
        return Error{ErrorKind::BadInput, parser.errorText()};
    if (!parser.positionalArguments().isEmpty())
        return Error{ErrorKind::BadInput,
                     u"The sandbox takes no “%1”."_s.arg(parser.positionalArguments().first())};
    sandbox::SandboxOptions options;
    bool ok = false;
    const int port = parser.value(u"port"_s).toInt(&ok);
    if (!ok || port < 0 || port > 65535)
        return badOption(u"port"_s, u"between 0 and 65535"_s, parser.value(u"port"_s));
    options.port = static_cast<quint16>(port);
    options.pace = parser.value(u"pace"_s).toDouble(&ok);
    if (!ok || !(options.pace >= 0) || options.pace > 100)
        return badOption(u"pace"_s, u"between 0 and 100"_s, parser.value(u"pace"_s));
    options.capacity = parser.value(u"capacity"_s).toInt(&ok);
    if (!ok || options.capacity < 0 || options.capacity > mostAtOnce)
        return badOption(u"capacity"_s, u"between 0 and %1"_s.arg(mostAtOnce), parser.value(u"capacity"_s));
    options.mostOpen = parser.value(u"most-open"_s).toInt(&ok);
    if (!ok || options.mostOpen < 0 || options.mostOpen > mostAtOnce)
        return badOption(u"most-open"_s, u"between 0 and %1"_s.arg(mostAtOnce), parser.value(u"most-open"_s));
    options.mostConnections = parser.value(u"connections"_s).toInt(&ok);
    if (!ok || options.mostConnections < 1 || options.mostConnections > mostConnections)
        return badOption(u"connections"_s, u"between 1 and %1"_s.arg(mostConnections),
                         parser.value(u"connections"_s));
    options.requestLog = parser.value(u"log"_s);
    if (parser.isSet(u"faults"_s)) {
        const Result<sandbox::FaultPlan> faults = sandbox::readFaultFile(parser.value(u"faults"_s));
        if (!faults)
            return faults.error();
        options.faults = *faults;
    }
    return options;
}

QString sandboxHelp()
{
    return u"Usage: janus-studio sandbox [--port N] [--pace F] [--capacity N] [--most-open N] [--connections "
           u"N] [--faults "
           u"FILE] [--log FILE]\n\n"
           "A loopback server that speaks fal's queue protocol and draws practice pictures. Prints one JSON "
           "line\n"
           "with its origin and key, and serves until Ctrl+C.\n\n"
           "  --port N          0, the default, takes any free port\n"
           "  --pace F          1, the default, is lifelike; 0 does not wait at all\n"
           "  --capacity N      requests that run at once, 2 unless told; with 0 everything waits\n"
           "  --most-open N     submits are answered 429 while as many are open; 0, the default, is no "
           "limit\n"
           "  --connections N   open at once, 256 unless told; more are answered 503\n"
           "  --faults FILE     misbehaves as the file says\n"
           "  --log FILE        adds a line of JSON for every request: time, method, target\n\n"
           "fal's own JavaScript client has no option for another host, but takes a fetch of yours:\n\n"
           "  const { origin, key } = JSON.parse(lineOfTheSandbox);\n"
           "  const hosts = { \"https://queue.fal.run\": \"\", \"https://fal.run\": \"/run\",\n"
           "                  \"https://rest.fal.ai\": \"\", \"https://api.fal.ai\": \"\" };\n"
           "  fal.config({ credentials: key, fetch: (url, init) => {\n"
           "    const { origin: host, pathname, search } = new URL(url);\n"
           "    return fetch(host in hosts ? origin + hosts[host] + pathname + search : url, init);\n"
           "  } });\n\n"
           "A fault file is JSON: a list of faults, or {\"seed\": 7, \"faults\": [...]}. As in\n\n"
           "  [{\"do\": \"503\", \"on\": \"submit\", \"times\": 3}, {\"do\": \"slow\", \"rate\": 0.2}]\n\n"
           "  do     a switch of the table below\n"
           "  on     submit, status, stream, result, cancel, media, initiate, upload, complete, platform or "
           "any, or "
           "a list\n"
           "  times  how often, or \"always\"; once unless there is a rate\n"
           "  rate   the probability, 0 to 1; the same seed hits the same calls\n"
           "  skip   how many calls go well before\n"
           "  per    \"call\", or \"request\": all calls about one queued request, or none\n\n"
           "A single request misbehaves with the header X-Sandbox-Fault, as in \"slow;interval_ms=500\" or, "
           "on a\n"
           "submit, \"503;on=status;times=2, null-logs\" for what comes later. The switches:\n\n"_s +
           switchTable();
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
