#include "bytes.h"
#include "sandbox/endpoints.h"
#include "sandbox/inputcheck.h"
#include "sandbox/router.h"

#include <cstdlib>

using namespace janus::sandbox;
using namespace Qt::StringLiterals;

/// What the practice server makes of a request that its parser has let through: where it goes, and what its body asks.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    HttpParser parser;
    parser.feed(QByteArrayView(reinterpret_cast<const char *>(data), qsizetype(size)));
    while (parser.state() == HttpParser::State::Complete) {
        const HttpRequest request = parser.take();
        const Route route = routeOf(request);
        const Endpoint *endpoint = findEndpoint(route.endpoint);
        const InputCheck check = checkInput(endpoint ? *endpoint : *findEndpoint(u"fal-ai/janus"_s), request.body);
        const PictureOrder &order = check.order;
        if (check.problems.isEmpty() && (order.count < 1 || order.size.isEmpty()))
            std::abort(); // the renderer would be asked for nothing
    }
    return 0;
}
