#include "studio.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace janus::crash {

QList<QJsonObject> Studio::Ending::eventsOf(QLatin1StringView name) const
{
    QList<QJsonObject> found;
    for (const QJsonObject &event : events) {
        if (event["event"_L1] == name)
            found << event;
    }
    return found;
}

Studio::Studio(const PracticeServer &server, QString folder)
    : m_environment(QProcessEnvironment::systemEnvironment())
    , m_origin(server.origin())
    , m_folder(std::move(folder))
{
    m_environment.insert(u"FAL_KEY"_s, QString::fromLatin1(server.key()));
    // Leaks are looked for where the program is tested; here it ends in the middle of everything.
    m_environment.insert(u"ASAN_OPTIONS"_s, u"detect_leaks=0"_s);
}

Studio::Ending Studio::run(const QStringList &arguments) const
{
    return run(arguments, [](const QJsonObject &) { return true; });
}

Studio::Ending Studio::run(const QStringList &arguments, const Heard &heard) const
{
    QStringList all =
        m_prefix +
        QStringList{QStringLiteral(PROGRAM), u"--json"_s, u"--look-for"_s, u"0"_s, u"--data"_s, m_folder,
                    u"--server"_s,           m_origin} +
        arguments;
    QProcess process;
    process.setProcessEnvironment(m_environment);
    process.start(all.takeFirst(), all, QIODevice::ReadOnly);
    process.closeWriteChannel();
    Ending ending;
    QDeadlineTimer patience(m_patience);
    bool killed = false;
    const auto hear = [&] {
        while (process.canReadLine()) {
            const QJsonObject event = QJsonDocument::fromJson(process.readLine()).object();
            ending.events << event;
            if (!killed && !heard(event)) {
                killed = true;
                process.kill();
            }
        }
    };
    while (process.state() != QProcess::NotRunning) {
        if (patience.hasExpired()) {
            ending.hung = true;
            process.kill();
            process.waitForFinished();
        } else if (!process.waitForReadyRead(static_cast<int>(patience.remainingTime()))) {
            process.waitForFinished(static_cast<int>(patience.remainingTime()));
        }
        hear();
    }
    hear();
    ending.errors = process.readAllStandardError();
    if (process.exitStatus() == QProcess::CrashExit)
        ending.signal = process.exitCode();
    else
        ending.code = process.exitCode();
    return ending;
}

Studio::Ending Studio::dieAt(const QString &place, const QStringList &arguments) const
{
    Studio doomed = *this;
    doomed.setEnvironment(u"JANUS_DIE_AT"_s, place);
    return doomed.run(arguments);
}

QStringList Studio::placesOf(const QStringList &arguments, Ending *ending) const
{
    const QString log = QDir::tempPath() + "/places-"_L1 + QUuid::createUuid().toString(QUuid::WithoutBraces);
    Studio logging = *this;
    logging.setEnvironment(u"JANUS_CHECKPOINTS_LOG"_s, log);
    const Ending ended = logging.run(arguments);
    if (ending)
        *ending = ended;
    QFile file(log);
    const QByteArray text = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    file.remove();
    return QString::fromLatin1(text).split(u'\n', Qt::SkipEmptyParts);
}

} // namespace janus::crash
