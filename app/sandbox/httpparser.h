#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <functional>
#include <memory>

namespace janus::sandbox {

/// One header field of a request. The name is in lower case, the value without white space around it.
struct HttpHeader
{
    QByteArray name;
    QByteArray value;

    bool operator==(const HttpHeader &) const = default;
};

/// Takes a body that is too large to be kept in memory.
class BodySink
{
public:
    virtual ~BodySink() = default;
    /// The next bytes of the body. False: there is no room for them, and the request is refused (507).
    virtual bool write(QByteArrayView bytes) = 0;
};

/// One complete request. `target` is always in origin form ("/path?query"), as it was sent.
struct HttpRequest
{
    QByteArray method;
    QByteArray target;
    QList<HttpHeader> headers;
    QByteArray body;
    std::shared_ptr<BodySink> sink; ///< Has taken the body, or null: it is in `body`.
    int minorVersion = 1;           ///< HTTP/1.0 or HTTP/1.1.

    bool operator==(const HttpRequest &) const = default;

    QByteArray path() const;  ///< The target before "?".
    QByteArray query() const; ///< The target behind "?", or empty.
    /// The value of the first field of that name (lower case), or empty.
    QByteArray header(QByteArrayView name) const;
    int headerCount(QByteArrayView name) const;
    bool wantsKeepAlive() const;
};

/// Reads HTTP/1.1 requests out of a stream of bytes, strictly: what has two readings is refused, since a
/// second reading is how requests get smuggled. No sockets, no clock. The outcome depends on the bytes only,
/// never on how they were cut into pieces.
class HttpParser
{
public:
    enum class State {
        NeedMore, ///< The request is not complete yet.
        Complete, ///< take() yields a request.
        Failed,   ///< The stream is unusable; answer failureStatus() and close.
    };

    static constexpr qsizetype headLimit = 16 * 1024;        ///< Request line and fields, in bytes.
    static constexpr qsizetype bodyLimit = 32 * 1024 * 1024; ///< Decoded body, in bytes.
    /// How much body a request may have, and where it goes. `sink` null: into the request.
    struct BodyPlan
    {
        qsizetype limit = bodyLimit;
        std::shared_ptr<BodySink> sink;
    };
    using BodyPlanner = std::function<BodyPlan(const HttpRequest &head)>;

    static constexpr int fieldLimit = 100; ///< Header fields, trailers included.

    /// `planner` decides about every request once its head is complete. Without one the limits above hold.
    void setBodyPlanner(BodyPlanner planner) { m_planner = std::move(planner); }

    /// Adds bytes and reads on, at most to the end of one request; the rest is kept for the next.
    State feed(QByteArrayView bytes);
    State state() const { return m_state; }

    /// The request; only in state Complete. Afterwards the kept bytes are read: state() may be Complete
    /// again.
    HttpRequest take();

    int failureStatus() const { return m_failureStatus; } ///< Such as 400; only in state Failed.
    const QByteArray &failureReason() const { return m_failureReason; } ///< A plain sentence for the answer.

    bool isIdle() const;        ///< Nothing of a next request has been seen.
    bool isReadingHead() const; ///< The head is not complete.
    bool takeExpectation(); ///< True once if the client waits for "100 Continue" before it sends the body.

private:
    enum class Step { RequestLine, Fields, Body, ChunkSize, ChunkData, ChunkEnd, Trailers, Done };

    void advance();
    bool step();
    bool takeLine(QByteArray &line, qsizetype limit, int statusIfTooLong);
    bool onRequestLine();
    bool onField();
    bool onBody();
    bool onChunkSize();
    bool onChunkData();
    bool onChunkEnd();
    bool onTrailer();
    bool readTarget(const QByteArray &target);
    bool readVersion(const QByteArray &version);
    bool addField(const QByteArray &line, bool keep);
    bool onHeadComplete();
    bool readFraming();
    bool takeBody();
    bool fail(int status, const char *reason);
    qsizetype pending() const { return m_buffer.size() - m_pos; }

    State m_state = State::NeedMore;
    Step m_step = Step::RequestLine;
    HttpRequest m_request;
    QByteArray m_buffer;
    qsizetype m_pos = 0;       ///< First unread byte of m_buffer.
    qsizetype m_headBytes = 0; ///< Bytes of the head and the trailers read so far.
    BodyPlanner m_planner;
    qsizetype m_bodyLimit = bodyLimit;
    qsizetype m_bodyRead = 0; ///< Decoded bytes of the body read so far.
    qsizetype m_bodyLeft = 0; ///< Bytes missing of the body or of the present chunk.
    int m_fields = 0;
    int m_emptyLines = 0;
    bool m_expectation = false;
    int m_failureStatus = 0;
    QByteArray m_failureReason;
};

} // namespace janus::sandbox
