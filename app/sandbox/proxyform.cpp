#include "sandbox/proxyform.h"

#include "sandbox/router.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

bool isProxyForm(const HttpRequest &request)
{
    return pathOf(request) == QStringList{u"api"_s, u"fal"_s, u"proxy"_s};
}

std::optional<HttpRequest> unwrapProxyForm(const HttpRequest &request)
{
    struct Host
    {
        const char *origin;
        const char *prefix; ///< Of our path.
    };
    static constexpr std::array hosts{Host{"https://queue.fal.run/", "/"}, Host{"https://fal.run/", "/run/"},
                                      Host{"https://rest.fal.ai/", "/"},
                                      Host{"https://rest.alpha.fal.ai/", "/"},
                                      Host{"https://api.fal.ai/v1/", "/v1/"}};
    const QByteArray address = request.header("x-fal-target-url");
    const auto host =
        std::ranges::find_if(hosts, [&](const Host &h) { return address.startsWith(h.origin); });
    const bool isPlain =
        std::ranges::all_of(address, [](char c) { return c > 0x20 && c < 0x7f && c != '#'; });
    if (host == hosts.end() || !isPlain || request.headerCount("x-fal-target-url") != 1)
        return std::nullopt;
    HttpRequest unwrapped = request;
    unwrapped.target = host->prefix + address.mid(qsizetype(std::char_traits<char>::length(host->origin)));
    return unwrapped;
}

} // namespace janus::sandbox
