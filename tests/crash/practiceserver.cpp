#include "practiceserver.h"

#include "../sandbox/httpclient.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QUrl>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace janus::crash {

namespace {

constexpr int longestStart = 30'000;

bool writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

AcceptedSubmit submitOf(const QJsonObject &entry)
{
    AcceptedSubmit submit;
    submit.requestId = entry["request_id"_L1].toString();
    submit.input = QJsonDocument(entry["json_input"_L1].toObject()).toJson(QJsonDocument::Compact);
    submit.status = entry["status_code"_L1].toInt();
    submit.pictures = static_cast<int>(entry["json_output"_L1].toObject()["images"_L1].toArray().size());
    return submit;
}

} // namespace

PracticeServer::PracticeServer(const QStringList &arguments, const QByteArray &faults,
                               const QStringList &prefix)
    : m_folder(QDir::tempPath() + "/server-"_L1 + QUuid::createUuid().toString(QUuid::WithoutBraces))
{
    QDir().mkpath(m_folder);
    QStringList all =
        prefix + QStringList{QStringLiteral(PROGRAM), u"sandbox"_s, u"--log"_s, m_folder + "/requests"_L1} +
        arguments;
    if (!faults.isEmpty() && writeFile(m_folder + "/faults.json"_L1, faults))
        all << u"--faults"_s << m_folder + "/faults.json"_L1;
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(all.takeFirst(), all, QIODevice::ReadOnly);
    while (!m_process.canReadLine() && m_process.waitForReadyRead(longestStart)) {
    }
    const QJsonObject line = QJsonDocument::fromJson(m_process.readLine()).object();
    m_origin = line["origin"_L1].toString();
    m_key = line["key"_L1].toString().toLatin1();
    m_port = static_cast<quint16>(std::max(0, QUrl(m_origin).port()));
}

PracticeServer::~PracticeServer()
{
    m_process.kill();
    m_process.waitForFinished();
    QDir(m_folder).removeRecursively();
}

QList<AcceptedSubmit> PracticeServer::accepted(const QString &prompt) const
{
    QList<AcceptedSubmit> all;
    HttpClient client(m_port, m_key);
    QByteArray cursor;
    do {
        const QByteArray target = "/v1/models/requests/by-endpoint?endpoint_id=fal-ai/janus&expand=payloads&"
                                  "limit=100" +
                                  (cursor.isEmpty() ? QByteArray() : "&cursor=" + cursor.toPercentEncoding());
        QJsonObject page;
        for (int tries = 0; !page.contains("items"_L1) && tries < 10; ++tries) // it may be told to fail
            page = client.request("GET", target).json();
        Q_ASSERT(page.contains("items"_L1));
        for (const QJsonValue &entry : page["items"_L1].toArray()) {
            const QString said = entry["json_input"_L1]["prompt"_L1].toString();
            if (prompt.isEmpty() || said == prompt)
                all << submitOf(entry.toObject());
        }
        cursor = page["next_cursor"_L1].toString().toLatin1();
    } while (!cursor.isEmpty());
    return all;
}

QList<QJsonObject> PracticeServer::requests() const
{
    QList<QJsonObject> all;
    QFile log(m_folder + "/requests"_L1);
    if (!log.open(QIODevice::ReadOnly))
        return all;
    while (!log.atEnd())
        all << QJsonDocument::fromJson(log.readLine()).object();
    return all;
}

QByteArray canonical(const QByteArray &json)
{
    return QJsonDocument(QJsonDocument::fromJson(json).object()).toJson(QJsonDocument::Compact);
}

} // namespace janus::crash
