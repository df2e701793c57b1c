#include "sandbox/answers.h"
#include "sandbox/byterange.h"
#include "sandbox/gate.h"
#include "sandbox/inputcheck.h"
#include "sandbox/platformquery.h"
#include "sandbox/proxyform.h"
#include "sandbox/submitoptions.h"

#include <cstdint>
#include <cstdlib>

using namespace janus::sandbox;

namespace {

void check(bool promise)
{
    if (!promise)
        std::abort();
}

void checkOrder(const InputCheck &input)
{
    const PictureOrder &order = input.order;
    // Otherwise the renderer would be asked for nothing.
    check(!input.problems.isEmpty() || (order.count >= 1 && !order.size.isEmpty()));
}

void follow(const HttpRequest &request)
{
    static const Gate gate(8642, "id:secret");
    const Route route = routeOf(request);
    (void)pathOf(request);
    (void)gate.refuseStranger(request);
    check(gate.hasKey(request) == !gate.refuseKey(request).has_value());
    (void)gate.refuseKey(request, route);
    (void)gate.mayReadFile(request);
    if (route.kind == Route::Kind::Submit || route.kind == Route::Kind::Run)
        checkOrder(checkInput(*findEndpoint(route.endpoint), inputOf(request)));
    const SubmitOptions options = SubmitOptions::of(request, {});
    check(SubmitOptions::fromJson(options.toJson()).webhook == options.webhook);
    for (const qint64 size : {0, 1, 1000}) {
        const ByteRange range = rangeOf(request, "text/plain", "etag", size);
        check(range.offset >= 0 && range.length >= 0 && range.offset + range.length <= size);
    }
    const PlatformQuery query(request);
    if (!query.refusePage())
        (void)query.page(QStringLiteral("items"), QJsonArray{1, 2, 3});
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    HttpParser parser;
    parser.feed(QByteArrayView(reinterpret_cast<const char *>(data), qsizetype(size)));
    while (parser.state() == HttpParser::State::Complete) {
        const HttpRequest request = parser.take();
        follow(request);
        if (const auto unwrapped = unwrapProxyForm(request)) {
            check(unwrapped->target.startsWith('/'));
            follow(*unwrapped);
        }
    }
    return 0;
}
