#include "sandbox/connection.h"

#include "sandbox/answers.h"
#include "sandbox/socketreset.h"

#include <QTcpSocket>

#include <algorithm>

namespace janus::sandbox {

Connection::Connection(QTcpSocket *socket, std::chrono::milliseconds patience, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_patience(patience)
{
    constexpr qint64 readAhead = 256 * 1024;
    m_socket->setParent(this);
    m_socket->setReadBufferSize(readAhead);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_silence.setSingleShot(true);
    m_silence.start(m_patience);
    connect(m_socket, &QTcpSocket::readyRead, this, &Connection::onReadyRead);
    connect(m_socket, &QTcpSocket::disconnected, this, &Connection::onDisconnected);
    connect(m_socket, &QTcpSocket::bytesWritten, this, [this] {
        writeSource();
        if (idleTime())
            Q_EMIT idle();
    });
    connect(&m_silence, &QTimer::timeout, this, &Connection::onSilence);
    connect(&m_dropTimer, &QTimer::timeout, this, &Connection::writeDrop);
    // What came while the socket waited to be taken over has been announced already, to nobody.
    if (m_socket->bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, &Connection::onReadyRead, Qt::QueuedConnection);
}

std::optional<std::chrono::nanoseconds> Connection::idleTime() const
{
    const bool idle = !m_answering && !m_closing && m_parser.isIdle() && m_socket->bytesAvailable() == 0 &&
                      m_socket->bytesToWrite() == 0;
    if (!idle || !m_sinceAnswer.isValid())
        return std::nullopt;
    return std::chrono::nanoseconds(m_sinceAnswer.nsecsElapsed());
}

void Connection::onReadyRead()
{
    if (m_draining)
        m_socket->readAll();
    else if (!m_answering && !m_closing)
        readOn();
}

void Connection::readOn()
{
    if (m_answering || m_closing)
        return;
    if (m_parser.state() == HttpParser::State::NeedMore)
        m_parser.feed(m_socket->readAll());
    if (m_parser.takeExpectation())
        m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
    watchClock();
    if (m_parser.state() == HttpParser::State::Failed) {
        refuse(m_parser.failureStatus(), m_parser.failureReason());
    } else if (m_parser.state() == HttpParser::State::Complete) {
        const HttpRequest request = m_parser.take();
        m_answering = true;
        m_keepAlive = request.wantsKeepAlive();
        m_chunked = request.minorVersion >= 1;
        m_headOnly = request.method == "HEAD";
        Q_EMIT requested(request);
    }
}

void Connection::watchClock()
{
    const bool inHead = m_parser.isReadingHead() && !m_parser.isIdle();
    const bool inBody = m_parser.state() == HttpParser::State::NeedMore && !m_parser.isReadingHead();
    if (inBody || (inHead && !m_silence.isActive()))
        m_silence.start(m_patience);
    else if (!inHead)
        m_silence.stop();
}

void Connection::onSilence()
{
    if (m_draining || m_parser.isIdle())
        close();
    else
        refuse(408, "The request took too long.");
}

void Connection::refuse(int status, const QByteArray &reason)
{
    constexpr std::chrono::milliseconds drainTime{300};
    HttpResponse response = detailAnswer(status, QString::fromLatin1(reason));
    m_closing = true;
    m_socket->write(responseBytes(response, false));
    // Closing on unread bytes would reset the connection, and the client would never see the answer.
    m_draining = true;
    m_socket->readAll();
    m_silence.start(drainTime);
}

void Connection::send(const HttpResponse &response)
{
    m_keepAlive = m_keepAlive && !response.close;
    QByteArray bytes = responseBytes(response, m_keepAlive);
    if (m_headOnly)
        bytes.chop(response.body.size());
    write(bytes);
    answerDone();
}

void Connection::sendFrom(const HttpResponse &head, std::unique_ptr<BodySource> source)
{
    m_keepAlive = m_keepAlive && !head.close;
    write(headBytes(head, {{"content-length", QByteArray::number(source->size())},
                           {"connection", m_keepAlive ? "keep-alive" : "close"}}));
    m_sourceLeft = m_headOnly ? 0 : source->size();
    m_source = std::move(source);
    writeSource();
}

void Connection::writeSource()
{
    constexpr qint64 mostUnsent = 512 * 1024;
    constexpr qint64 pieceSize = 256 * 1024;
    while (m_source && !m_closing && m_sourceLeft > 0) {
        if (m_socket->bytesToWrite() + m_drops.size() > mostUnsent)
            return;
        const QByteArray piece = m_source->read(std::min(m_sourceLeft, pieceSize));
        if (piece.isEmpty()) {
            reset(); // The client counts bytes: only an end without order tells it that some are missing.
            return;
        }
        m_sourceLeft -= piece.size();
        write(piece);
    }
    if (!m_source)
        return;
    m_source.reset();
    answerDone();
}

void Connection::sendRaw(const QByteArray &bytes)
{
    m_keepAlive = false;
    write(bytes);
    answerDone();
}

void Connection::close()
{
    m_closing = true;
    m_draining = false;
    if (m_drops.isEmpty())
        m_socket->disconnectFromHost();
}

void Connection::reset()
{
    m_closing = true;
    m_drops.clear();
    m_dropTimer.stop();
    resetSocket(*m_socket);
}

void Connection::beginStream(HttpResponse head)
{
    QList<HttpHeader> framing{{"connection", "close"}};
    if (m_chunked)
        framing.prepend({"transfer-encoding", "chunked"});
    m_keepAlive = false;
    write(headBytes(head, framing));
}

void Connection::writePiece(const QByteArray &piece)
{
    constexpr qint64 mostUnsent = 4 * 1024 * 1024;
    if (m_socket->bytesToWrite() > mostUnsent)
        reset(); // A client that no longer reads must not fill the memory.
    else if (m_chunked)
        write(QByteArray::number(piece.size(), 16) + "\r\n" + piece + "\r\n");
    else
        write(piece);
}

void Connection::endStream()
{
    if (m_chunked)
        write("0\r\n\r\n");
    answerDone();
}

void Connection::cutAfter(qsizetype bytes, bool withReset)
{
    m_cutLeft = std::max<qsizetype>(bytes, 0);
    m_cutWithReset = withReset;
    m_keepAlive = false;
}

void Connection::drip(qsizetype bytes, std::chrono::milliseconds interval)
{
    m_dropSize = std::max<qsizetype>(bytes, 1);
    m_dropTimer.start(interval);
}

void Connection::write(QByteArray bytes)
{
    if (m_closing)
        return;
    const bool cut = m_cutLeft >= 0 && bytes.size() >= m_cutLeft;
    if (m_cutLeft >= 0) {
        bytes.truncate(m_cutLeft);
        m_cutLeft -= bytes.size();
    }
    if (m_dropTimer.isActive())
        m_drops += bytes;
    else
        m_socket->write(bytes);
    if (!cut)
        return;
    m_socket->flush();
    m_cutWithReset ? reset() : close();
}

void Connection::writeDrop()
{
    m_socket->write(m_drops.left(m_dropSize));
    m_socket->flush();
    m_drops.remove(0, m_dropSize);
    if (!m_drops.isEmpty())
        return;
    if (m_closing)
        m_socket->disconnectFromHost();
    else if (!m_answering)
        m_dropTimer.stop();
}

void Connection::answerDone()
{
    m_answering = false;
    m_sinceAnswer.start();
    if (!m_keepAlive) {
        close();
        return;
    }
    // The next request may lie here already; it is read in a turn of its own, so that answers never nest.
    QMetaObject::invokeMethod(this, &Connection::readOn, Qt::QueuedConnection);
}

void Connection::onDisconnected()
{
    m_closing = true;
    m_silence.stop();
    m_dropTimer.stop();
    Q_EMIT gone();
    deleteLater();
}

} // namespace janus::sandbox
