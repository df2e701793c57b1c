#include "studioprocess.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalSocket>
#include <QSet>
#include <QSettings>
#include <QStandardPaths>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

namespace janus::test {

StudioProcess::StudioProcess(QString folder)
    : m_folder(std::move(folder))
{
    setProcessEnvironment(QProcessEnvironment::systemEnvironment());
}

StudioProcess::~StudioProcess()
{
    if (state() != NotRunning) {
        signal(SIGCONT);
        kill();
        waitForFinished();
    }
}

void StudioProcess::addEnvironment(const QString &name, const QString &value)
{
    QProcessEnvironment environment = processEnvironment();
    environment.insert(name, value);
    setProcessEnvironment(environment);
}

void StudioProcess::startWith(const QStringList &arguments)
{
    QStringList words = m_wrapper;
    words << m_program << u"--data"_s << m_folder << arguments;
    const QString program = words.takeFirst();
    start(program, words);
}

bool StudioProcess::waitForWindow()
{
    // A window that was killed leaves its address behind, but nobody listens there.
    const auto isListening = [lock = support::Paths::below(m_folder).data + "/window.lock"_L1] {
        QFile file(lock);
        if (!file.open(QIODevice::ReadOnly) || file.peek(1) != "/")
            return false;
        QLocalSocket socket;
        socket.connectToServer(QFile::decodeName(file.readLine().trimmed()));
        return socket.state() == QLocalSocket::ConnectedState;
    };
    return QTest::qWaitFor([&] { return state() == NotRunning || isListening(); }, 60'000) &&
           state() == Running;
}

bool StudioProcess::waitForEnd(std::chrono::milliseconds longest)
{
    return QTest::qWaitFor([this] { return state() == NotRunning; }, static_cast<int>(longest.count()));
}

void StudioProcess::signal(int number)
{
    if (const qint64 id = processId(); id > 0)
        ::kill(static_cast<pid_t>(id), number);
}

QByteArray StudioProcess::errors()
{
    return m_errors += readAllStandardError();
}

QStringList StudioProcess::lines()
{
    m_output += readAllStandardOutput();
    return QString::fromUtf8(m_output).split(u'\n', Qt::SkipEmptyParts);
}

qsizetype StudioProcess::requestsTaken()
{
    QSet<QString> ids;
    for (const QString &line : lines())
        ids << QJsonDocument::fromJson(line.toUtf8())[u"request_id"_s].toString();
    ids.remove(QString());
    return ids.size();
}

Finished run(const QString &folder, const QStringList &arguments)
{
    StudioProcess process(folder);
    process.startWith(arguments);
    if (!process.waitForEnd())
        return {};
    return {process.exitCode(), process.lines(), process.errors()};
}

QString draftPrompt(const QString &folder)
{
    const QSettings settings(support::Paths::below(folder).settingsFile(), QSettings::IniFormat);
    const QByteArray draft = settings.value(u"compose/draft"_s).toByteArray();
    return QJsonDocument::fromJson(draft)[u"input"_s][u"prompt"_s].toString();
}

bool isInstalled(const QString &program)
{
    return !QStandardPaths::findExecutable(program).isEmpty();
}

} // namespace janus::test
