#include "sandbox/httpparser.h"

#include <algorithm>

namespace janus::sandbox {

namespace {

bool isTokenChar(char c)
{
    const bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return alnum || (c != '\0' && QByteArrayView("!#$%&'*+-.^_`|~").contains(c));
}

bool isFieldChar(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return c == '\t' || (byte >= 0x20 && byte != 0x7f);
}

bool isVisibleAscii(char c)
{
    return c > 0x20 && c < 0x7f;
}

bool isDigits(const QByteArray &text)
{
    return !text.isEmpty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool isHexDigits(const QByteArray &text)
{
    const auto isHex = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    };
    return !text.isEmpty() && std::ranges::all_of(text, isHex);
}

} // namespace

QByteArray HttpRequest::path() const
{
    const qsizetype mark = target.indexOf('?');
    return mark < 0 ? target : target.left(mark);
}

QByteArray HttpRequest::query() const
{
    const qsizetype mark = target.indexOf('?');
    return mark < 0 ? QByteArray() : target.mid(mark + 1);
}

QByteArray HttpRequest::header(QByteArrayView name) const
{
    const auto it = std::ranges::find_if(headers, [name](const HttpHeader &h) { return h.name == name; });
    return it == headers.end() ? QByteArray() : it->value;
}

int HttpRequest::headerCount(QByteArrayView name) const
{
    return int(std::ranges::count_if(headers, [name](const HttpHeader &h) { return h.name == name; }));
}

bool HttpRequest::wantsKeepAlive() const
{
    const QByteArray connection = header("connection").toLower();
    return minorVersion >= 1 ? !connection.contains("close") : connection.contains("keep-alive");
}

HttpParser::State HttpParser::feed(QByteArrayView bytes)
{
    if (m_state == State::Failed)
        return m_state;
    m_buffer.append(bytes.data(), bytes.size());
    if (m_state == State::NeedMore)
        advance();
    return m_state;
}

HttpRequest HttpParser::take()
{
    Q_ASSERT(m_state == State::Complete);
    HttpRequest done = std::move(m_request);
    m_request = {};
    m_buffer.remove(0, m_pos);
    m_pos = 0;
    m_headBytes = 0;
    m_bodyRead = 0;
    m_bodyLimit = bodyLimit;
    m_fields = 0;
    m_emptyLines = 0;
    m_expectation = false;
    m_step = Step::RequestLine;
    m_state = State::NeedMore;
    advance();
    return done;
}

bool HttpParser::isIdle() const
{
    return m_state == State::NeedMore && m_step == Step::RequestLine && pending() == 0;
}

bool HttpParser::isReadingHead() const
{
    return m_state == State::NeedMore && (m_step == Step::RequestLine || m_step == Step::Fields);
}

bool HttpParser::takeExpectation()
{
    return m_state == State::NeedMore && std::exchange(m_expectation, false);
}

void HttpParser::advance()
{
    while (m_state == State::NeedMore && step()) {
    }
    // What was read is dropped now and then, so that a long body is not kept twice.
    if (m_pos > headLimit) {
        m_buffer.remove(0, m_pos);
        m_pos = 0;
    }
}

bool HttpParser::step()
{
    switch (m_step) {
    case Step::RequestLine:
        return onRequestLine();
    case Step::Fields:
        return onField();
    case Step::Body:
        return onBody();
    case Step::ChunkSize:
        return onChunkSize();
    case Step::ChunkData:
        return onChunkData();
    case Step::ChunkEnd:
        return onChunkEnd();
    case Step::Trailers:
        return onTrailer();
    case Step::Done:
        m_state = State::Complete;
        return false;
    }
    return false;
}

bool HttpParser::takeLine(QByteArray &line, qsizetype limit, int statusIfTooLong)
{
    const qsizetype window = std::min(pending(), limit);
    const qsizetype end = QByteArrayView(m_buffer).sliced(m_pos, window).indexOf('\n');
    if (end < 0)
        return window < limit ? false : fail(statusIfTooLong, "The request is too long.");
    if (end == 0 || m_buffer.at(m_pos + end - 1) != '\r')
        return fail(400, "A line must end with CR and LF.");
    line = m_buffer.mid(m_pos, end - 1);
    m_pos += end + 1;
    m_headBytes += end + 1;
    if (!std::ranges::all_of(line, isFieldChar))
        return fail(400, "The request holds a control character.");
    return true;
}

bool HttpParser::onRequestLine()
{
    QByteArray line;
    if (!takeLine(line, headLimit - m_headBytes, 431))
        return false;
    // One empty line between requests is old clients' habit; more are not a request.
    if (line.isEmpty())
        return ++m_emptyLines <= 1 || fail(400, "There is no request line.");
    const QList<QByteArray> words = line.split(' ');
    if (words.size() != 3)
        return fail(400, "The request line needs a method, a path and a version.");
    const QByteArray &method = words.at(0);
    const auto isUpper = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (method.isEmpty() || method.size() > 16 || !std::ranges::all_of(method, isUpper))
        return fail(400, "This is not a request method.");
    m_request.method = method;
    m_step = Step::Fields;
    return readVersion(words.at(2)) && readTarget(words.at(1));
}

bool HttpParser::readVersion(const QByteArray &version)
{
    if (version == "HTTP/1.1")
        m_request.minorVersion = 1;
    else if (version == "HTTP/1.0")
        m_request.minorVersion = 0;
    else
        return fail(version.startsWith("HTTP/") ? 505 : 400, "Only HTTP/1.1 is spoken here.");
    return true;
}

bool HttpParser::readTarget(const QByteArray &target)
{
    // A whole URL is what a client sends to a proxy: somebody else's name must not be routed here.
    if (target.contains("://") && !target.startsWith('/'))
        return fail(403, "This server is not a proxy.");
    if (!target.startsWith('/') || target.contains('#') || !std::ranges::all_of(target, isVisibleAscii))
        return fail(400, "This is not a path.");
    m_request.target = target;
    return true;
}

bool HttpParser::onField()
{
    QByteArray line;
    if (!takeLine(line, headLimit - m_headBytes, 431))
        return false;
    return line.isEmpty() ? onHeadComplete() : addField(line, true);
}

bool HttpParser::addField(const QByteArray &line, bool keep)
{
    if (++m_fields > fieldLimit)
        return fail(431, "There are too many header fields.");
    const qsizetype colon = line.indexOf(':');
    // White space at the start is an old way to go on with the field before; nothing honest sends it.
    if (colon <= 0 || !std::all_of(line.begin(), line.begin() + colon, isTokenChar))
        return fail(400, "This is not a header field.");
    if (keep)
        m_request.headers.append(HttpHeader{line.left(colon).toLower(), line.mid(colon + 1).trimmed()});
    return true;
}

bool HttpParser::onHeadComplete()
{
    if (m_planner) {
        BodyPlan plan = m_planner(m_request);
        m_bodyLimit = plan.limit;
        m_request.sink = std::move(plan.sink);
    }
    if (!readFraming())
        return false;
    const QByteArray expect = m_request.header("expect").toLower();
    if (!expect.isEmpty() && expect != "100-continue")
        return fail(417, "This expectation cannot be met.");
    m_expectation = !expect.isEmpty() && m_step != Step::Done;
    return true;
}

bool HttpParser::readFraming()
{
    const int lengths = m_request.headerCount("content-length");
    const int codings = m_request.headerCount("transfer-encoding");
    if (codings > 0) {
        if (lengths > 0 || codings > 1 || m_request.minorVersion == 0)
            return fail(400, "The length of the body is given in two ways.");
        if (m_request.header("transfer-encoding").toLower() != "chunked")
            return fail(501, "This transfer coding is not known here.");
        m_step = Step::ChunkSize;
        return true;
    }
    const QByteArray length = m_request.header("content-length");
    for (const HttpHeader &field : std::as_const(m_request.headers)) {
        if (field.name == "content-length" && field.value != length)
            return fail(400, "The body has two different lengths.");
    }
    if (lengths > 0 && (!isDigits(length) || length.size() > 18))
        return fail(400, "The length of the body is not a number.");
    m_bodyLeft = length.toLongLong();
    if (m_bodyLeft > m_bodyLimit)
        return fail(413, "The body is too large.");
    m_step = m_bodyLeft > 0 ? Step::Body : Step::Done;
    return true;
}

bool HttpParser::takeBody()
{
    const qsizetype part = std::min(pending(), m_bodyLeft);
    const QByteArrayView bytes = QByteArrayView(m_buffer).sliced(m_pos, part);
    if (!m_request.sink)
        m_request.body.append(bytes.data(), bytes.size());
    else if (!bytes.isEmpty() && !m_request.sink->write(bytes))
        return fail(507, "There is no room for this body.");
    m_pos += part;
    m_bodyLeft -= part;
    m_bodyRead += part;
    return true;
}

bool HttpParser::onBody()
{
    if (!takeBody())
        return false;
    if (m_bodyLeft == 0)
        m_step = Step::Done;
    return m_bodyLeft == 0;
}

bool HttpParser::onChunkSize()
{
    constexpr qsizetype longestLine = 256;
    const qsizetype headBytes = m_headBytes;
    QByteArray line;
    if (!takeLine(line, longestLine, 400))
        return false;
    m_headBytes = headBytes; // Chunk sizes belong to the body, however many there are.
    const QByteArray size = line.left(line.indexOf(';') < 0 ? line.size() : line.indexOf(';')).trimmed();
    if (!isHexDigits(size) || size.size() > 8 || line.startsWith(' ') || line.startsWith('\t'))
        return fail(400, "This is not the size of a chunk.");
    m_bodyLeft = size.toLongLong(nullptr, 16);
    if (m_bodyLeft > m_bodyLimit - m_bodyRead)
        return fail(413, "The body is too large.");
    m_step = m_bodyLeft > 0 ? Step::ChunkData : Step::Trailers;
    return true;
}

bool HttpParser::onChunkData()
{
    if (!takeBody())
        return false;
    if (m_bodyLeft == 0)
        m_step = Step::ChunkEnd;
    return m_bodyLeft == 0;
}

bool HttpParser::onChunkEnd()
{
    if (pending() > 0 && m_buffer.at(m_pos) != '\r')
        return fail(400, "A chunk is longer than its size.");
    if (pending() < 2)
        return false;
    if (m_buffer.at(m_pos + 1) != '\n')
        return fail(400, "A chunk is longer than its size.");
    m_pos += 2;
    m_step = Step::ChunkSize;
    return true;
}

bool HttpParser::onTrailer()
{
    QByteArray line;
    if (!takeLine(line, headLimit - m_headBytes, 431))
        return false;
    if (line.isEmpty()) {
        m_step = Step::Done;
        return true;
    }
    return addField(line, false);
}

bool HttpParser::fail(int status, const char *reason)
{
    m_state = State::Failed;
    m_failureStatus = status;
    m_failureReason = reason;
    m_request = {};
    m_buffer.clear();
    m_pos = 0;
    return false;
}

} // namespace janus::sandbox
