#pragma once

#include "sandbox/httpparser.h"
#include "sandbox/httpresponse.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>

class QTcpSocket;

namespace janus::sandbox {

/// The body of an answer that is too large to be kept in memory.
class BodySource
{
public:
    virtual ~BodySource() = default;
    virtual qint64 size() const = 0;
    /// The next bytes, at most so many; empty before the end: they cannot be read.
    virtual QByteArray read(qint64 most) = 0;
};

/// One client on the wire: reads a request, hands it on, writes the answer, reads the next. While a request
/// is being answered nothing more is read, so a client cannot pile up work. Lives in the thread of its socket
/// and deletes itself when the socket is closed.
class Connection : public QObject
{
    Q_OBJECT

public:
    /// Takes over the socket. `patience` is how long a head may take and how long a body may stand still.
    Connection(QTcpSocket *socket, std::chrono::milliseconds patience, QObject *parent);

    void setBodyPlanner(HttpParser::BodyPlanner planner) { m_parser.setBodyPlanner(std::move(planner)); }

    /// Since its last answer; none while it is busy, and none before its first request, which may be under
    /// way. An idle connection may be closed to make room.
    std::optional<std::chrono::nanoseconds> idleTime() const;

    /// Answers the present request. Exactly one of send(), sendFrom(), sendRaw(), beginStream(), close() and
    /// reset(). An answer to HEAD is sent without its body.
    void send(const HttpResponse &response);
    void sendFrom(const HttpResponse &head, std::unique_ptr<BodySource> source);
    void sendRaw(const QByteArray &bytes); ///< Exactly these bytes, then close.
    void close();                          ///< In good order, once everything is written.
    void reset();                          ///< With a TCP reset; what was not sent yet is lost.

    /// An answer in pieces: each writePiece() is one write on the socket and one HTTP chunk.
    void beginStream(HttpResponse head);
    void writePiece(const QByteArray &piece);
    void endStream();

    /// Misbehaviour of the present answer: end after that many bytes, or write slowly.
    void cutAfter(qsizetype bytes, bool withReset);
    void drip(qsizetype bytes, std::chrono::milliseconds interval);

Q_SIGNALS:
    void requested(const janus::sandbox::HttpRequest &request);
    void idle(); ///< An answer has gone out and the connection stays open.
    void gone();

private:
    void onReadyRead();
    void onDisconnected();
    void onSilence();
    void readOn();
    void watchClock();
    void refuse(int status, const QByteArray &reason);
    void write(QByteArray bytes);
    void writeSource();
    void writeDrop();
    void answerDone();

    QTcpSocket *m_socket;
    HttpParser m_parser;
    QTimer m_silence;
    QTimer m_dropTimer;
    std::chrono::milliseconds m_patience;
    QElapsedTimer m_sinceAnswer; ///< Invalid before the first one.
    bool m_answering = false;
    bool m_closing = false;
    bool m_draining = false;
    bool m_keepAlive = true;
    bool m_chunked = false;
    bool m_headOnly = false; ///< The request is a HEAD.
    bool m_cutWithReset = false;
    qsizetype m_cutLeft = -1; ///< Bytes that may still be written, or negative: no limit.
    qsizetype m_dropSize = 0;
    std::unique_ptr<BodySource> m_source; ///< What is being sent, if it is not in memory.
    qint64 m_sourceLeft = 0;
    QByteArray m_drops; ///< Bytes waiting to be dripped.
};

} // namespace janus::sandbox
