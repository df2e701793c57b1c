#include "sandbox/endpoints.h"

#include <QLatin1String>

#include <algorithm>
#include <array>

namespace janus::sandbox {

namespace {

constexpr std::array janusNumbers{NumberRule{"temperature", false, 0.1, 2},
                                  NumberRule{"cfg_weight", false, 1, 20},
                                  NumberRule{"num_images", true, 1, 16}};
constexpr std::array fluxDevNumbers{NumberRule{"num_inference_steps", true, 1, 50},
                                    NumberRule{"guidance_scale", false, 1, 20},
                                    NumberRule{"num_images", true, 1, 4}};
constexpr std::array fluxSchnellNumbers{NumberRule{"num_inference_steps", true, 1, 12},
                                        NumberRule{"guidance_scale", false, 1, 20},
                                        NumberRule{"num_images", true, 1, 4}};
constexpr std::array sdxlNumbers{NumberRule{"num_inference_steps", true, 1, 50},
                                 NumberRule{"guidance_scale", false, 0, 20},
                                 NumberRule{"num_images", true, 1, 8}};

constexpr std::array endpointTable{
    Endpoint{"fal-ai/janus", "fal-ai/janus", "cfg_weight", "square", janusNumbers, 576},
    Endpoint{"fal-ai/flux/dev", "fal-ai/flux", "guidance_scale", "landscape_4_3", fluxDevNumbers, 28},
    Endpoint{"fal-ai/flux/schnell", "fal-ai/flux", "guidance_scale", "landscape_4_3", fluxSchnellNumbers, 4},
    Endpoint{"fal-ai/fast-sdxl", "fal-ai/fast-sdxl", "guidance_scale", "square_hd", sdxlNumbers, 25}};

} // namespace

std::span<const Endpoint> endpoints()
{
    return endpointTable;
}

const Endpoint *findEndpoint(const QString &id)
{
    const auto it =
        std::ranges::find_if(endpointTable, [&](const Endpoint &e) { return id == QLatin1String(e.id); });
    return it == endpointTable.end() ? nullptr : &*it;
}

bool isApp(const QString &app)
{
    return std::ranges::any_of(endpointTable, [&](const Endpoint &e) { return app == QLatin1String(e.app); });
}

} // namespace janus::sandbox
