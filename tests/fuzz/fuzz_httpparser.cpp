#include "sandbox/httpparser.h"

#include <cstdint>
#include <cstdlib>

using namespace janus::sandbox;

namespace {

/// Takes the bodies of PUT, and not too much of them.
class Sink : public BodySink
{
public:
    bool write(QByteArrayView bytes) override
    {
        kept.append(bytes.data(), bytes.size());
        return kept.size() <= 100;
    }

    QByteArray kept;
};

HttpParser::BodyPlan planBody(const HttpRequest &head)
{
    if (head.method != "PUT")
        return {};
    return {200, std::make_shared<Sink>()};
}

/// Reads the bytes in pieces of `piece` and returns a text that says all that came out.
QByteArray readAll(QByteArrayView bytes, qsizetype piece)
{
    HttpParser parser;
    parser.setBodyPlanner(planBody);
    QByteArray story;
    for (qsizetype at = 0; at < bytes.size(); at += piece) {
        parser.feed(bytes.sliced(at, std::min(piece, bytes.size() - at)));
        while (parser.state() == HttpParser::State::Complete) {
            const HttpRequest request = parser.take();
            if (request.sink)
                story += std::static_pointer_cast<Sink>(request.sink)->kept + ' ';
            story += request.method + ' ' + request.target + ' ' +
                     QByteArray::number(request.headers.size()) + ' ' + request.body + '\n';
        }
    }
    return story +
           QByteArray::number(parser.state() == HttpParser::State::Failed ? parser.failureStatus() : 0);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const qsizetype piece = 1 + data[0] % 64;
    const QByteArrayView bytes(reinterpret_cast<const char *>(data) + 1, qsizetype(size) - 1);
    if (readAll(bytes, std::max<qsizetype>(bytes.size(), 1)) != readAll(bytes, piece))
        std::abort();
    return 0;
}
