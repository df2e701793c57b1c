#include "httpclient.h"

#include <QTest>
#include <QTestEventLoop>

namespace {

constexpr int longestWait = 10000;

/// Joins chunks; -1 if the last one has not come.
qsizetype joinChunks(const QByteArray &bytes, qsizetype at, QByteArray &body)
{
    while (true) {
        const qsizetype end = bytes.indexOf("\r\n", at);
        if (end < 0)
            return -1;
        const qsizetype size = bytes.mid(at, end - at).toLongLong(nullptr, 16);
        if (bytes.size() < end + 2 + size + 2)
            return -1;
        body += bytes.mid(end + 2, size);
        at = end + 2 + size + 2;
        if (size == 0)
            return at;
    }
}

} // namespace

HttpClient::HttpClient(quint16 port, QByteArray key)
    : m_host("127.0.0.1:" + QByteArray::number(port))
    , m_key(std::move(key))
{
    m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
}

bool HttpClient::wait()
{
    // Polling as qWaitFor() does would cost ten milliseconds for every answer.
    const qint64 before = m_socket.bytesAvailable();
    QTestEventLoop loop;
    QObject::connect(&m_socket, &QTcpSocket::readyRead, &loop, &QTestEventLoop::exitLoop);
    QObject::connect(&m_socket, &QTcpSocket::disconnected, &loop, &QTestEventLoop::exitLoop);
    if (m_socket.state() != QAbstractSocket::UnconnectedState)
        loop.enterLoopMSecs(longestWait);
    return m_socket.bytesAvailable() > before;
}

bool HttpClient::send(const QByteArray &bytes)
{
    if (m_socket.state() != QAbstractSocket::ConnectedState) {
        QTestEventLoop loop;
        QObject::connect(&m_socket, &QTcpSocket::connected, &loop, &QTestEventLoop::exitLoop);
        QObject::connect(&m_socket, &QTcpSocket::errorOccurred, &loop, [&loop] { loop.exitLoop(); });
        loop.enterLoopMSecs(longestWait);
    }
    if (m_socket.state() != QAbstractSocket::ConnectedState)
        return false;
    // What does not fit the socket now goes out while the test waits.
    const bool taken = m_socket.write(bytes) == bytes.size();
    m_socket.flush();
    return taken;
}

bool HttpClient::sendRequest(const QByteArray &method, const QByteArray &target, const QByteArray &body,
                             const QByteArray &moreHeaders)
{
    QByteArray text = method + ' ' + target + " HTTP/1.1\r\nHost: " + m_host + "\r\n";
    if (!m_key.isEmpty())
        text += "Authorization: Key " + m_key + "\r\n";
    if (method != "GET")
        text +=
            "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
    return send(text + moreHeaders + "\r\n" + body);
}

bool HttpClient::answerIsComplete(WireAnswer &answer, qsizetype &used) const
{
    const qsizetype head = m_buffer.indexOf("\r\n\r\n");
    if (head < 0)
        return false;
    const QList<QByteArray> lines = m_buffer.left(head).split('\n');
    answer.status = lines.first().split(' ').value(1).toInt();
    for (const QByteArray &line : lines.mid(1))
        answer.headers[line.left(line.indexOf(':')).toLower()] = line.mid(line.indexOf(':') + 1).trimmed();
    if (answer.headers.value("transfer-encoding") == "chunked") {
        used = joinChunks(m_buffer, head + 4, answer.body);
        return used >= 0;
    }
    used = head + 4 + answer.headers.value("content-length").toLongLong();
    if (m_buffer.size() < used)
        return false;
    answer.body = m_buffer.mid(head + 4, used - head - 4);
    return true;
}

WireAnswer HttpClient::read()
{
    while (true) {
        m_buffer += m_socket.readAll();
        WireAnswer answer;
        qsizetype used = 0;
        if (answerIsComplete(answer, used)) {
            answer.raw = m_buffer.left(used);
            m_buffer.remove(0, used);
            return answer;
        }
        if (!wait())
            return {};
    }
}

WireAnswer HttpClient::request(const QByteArray &method, const QByteArray &target, const QByteArray &body,
                               const QByteArray &moreHeaders)
{
    return sendRequest(method, target, body, moreHeaders) ? read() : WireAnswer();
}

QByteArray HttpClient::readUntil(const QByteArray &text)
{
    m_buffer += m_socket.readAll();
    while (!m_buffer.contains(text) && wait())
        m_buffer += m_socket.readAll();
    m_buffer += m_socket.readAll();
    return m_buffer;
}

QByteArray HttpClient::readToEnd()
{
    const auto closed = [this] { return m_socket.state() == QAbstractSocket::UnconnectedState; };
    (void)QTest::qWaitFor(closed, longestWait);
    m_buffer += m_socket.readAll();
    return m_buffer;
}

bool HttpClient::isOpen()
{
    QCoreApplication::processEvents();
    return m_socket.state() == QAbstractSocket::ConnectedState;
}
