#include "sandbox/statefile.h"

#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

namespace {

bool isEnd(const QString &what)
{
    return what == "completed"_L1 || what == "cancelled"_L1 || what == "late"_L1;
}

/// Takes one event into the requests read so far.
void applyEvent(const QJsonObject &event, QList<QueuedRequest> &requests,
                QHash<QByteArray, qsizetype> &places)
{
    const QByteArray id = event.value("id"_L1).toString().toLatin1();
    const QString what = event.value("event"_L1).toString();
    if (what == "accepted"_L1) {
        const Endpoint *endpoint = findEndpoint(event.value("endpoint"_L1).toString());
        if (id.isEmpty() || !endpoint || places.contains(id))
            return;
        QueuedRequest request;
        request.id = id;
        request.endpoint = endpoint;
        request.body = event.value("body"_L1).toString().toUtf8();
        request.options = SubmitOptions::fromJson(event.value("options"_L1).toObject());
        request.sent = QDateTime::fromString(event.value("at"_L1).toString(), Qt::ISODateWithMs);
        places.insert(id, requests.size());
        requests.append(request);
    } else if (places.contains(id) && isEnd(what)) {
        QueuedRequest &request = requests[places.value(id)];
        request.phase = Phase::Done;
        request.cancelled = what == "cancelled"_L1;
        request.timedOut = what == "late"_L1;
        request.started = QDateTime::fromString(event.value("started"_L1).toString(), Qt::ISODateWithMs);
        request.ended = QDateTime::fromString(event.value("at"_L1).toString(), Qt::ISODateWithMs);
        request.inferenceSeconds = event.value("seconds"_L1).toDouble();
    }
}

} // namespace

StateFile::StateFile(const QString &path)
    : m_file(path)
{
    if (path.isEmpty() || !m_file.open(QIODevice::ReadWrite | QIODevice::Append | QIODevice::Unbuffered))
        return;
    // Prompts are private.
    m_file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    // A crash may have cut the last line: the next one must not be glued to it.
    char last = '\n';
    if (m_file.size() > 0 && m_file.seek(m_file.size() - 1))
        m_file.getChar(&last);
    if (last != '\n')
        m_file.write("\n");
}

void StateFile::append(const QJsonObject &event)
{
    // One write, so that lines of two processes do not mix.
    if (m_file.isOpen())
        m_file.write(QJsonDocument(event).toJson(QJsonDocument::Compact) + '\n');
}

void StateFile::writeAccepted(const QueuedRequest &request)
{
    append({{u"event"_s, u"accepted"_s},
            {u"id"_s, QString::fromLatin1(request.id)},
            {u"endpoint"_s, QString::fromLatin1(request.endpoint->id)},
            {u"at"_s, request.sent.toString(Qt::ISODateWithMs)},
            {u"options"_s, request.options.toJson()},
            {u"body"_s, QString::fromUtf8(request.body)}});
}

void StateFile::writeFinished(const QueuedRequest &request)
{
    const QString end = request.cancelled ? u"cancelled"_s : request.timedOut ? u"late"_s : u"completed"_s;
    append({{u"event"_s, end},
            {u"at"_s, request.ended.toString(Qt::ISODateWithMs)},
            {u"started"_s, request.started.toString(Qt::ISODateWithMs)},
            {u"id"_s, QString::fromLatin1(request.id)},
            {u"seconds"_s, request.inferenceSeconds}});
}

QList<QueuedRequest> StateFile::readNew()
{
    QList<QueuedRequest> requests;
    QHash<QByteArray, qsizetype> places;
    if (!m_file.isOpen() || m_file.size() <= m_readTo || !m_file.seek(m_readTo))
        return requests;
    const QByteArray bytes = m_file.read(m_file.size() - m_readTo);
    const qsizetype whole = bytes.lastIndexOf('\n') + 1;
    m_readTo += whole;
    const QList<QByteArray> lines = bytes.left(whole).split('\n');
    for (const QByteArray &line : lines)
        applyEvent(QJsonDocument::fromJson(line).object(), requests, places);
    return requests;
}

} // namespace janus::sandbox
