#include "core/paramroles.h"

#include <QHash>

#include <limits>

using namespace Qt::StringLiterals;

namespace janus {

namespace {

constexpr auto promptKey = "prompt"_L1;
constexpr auto sizeKey = "image_size"_L1;
constexpr auto countKey = "num_images"_L1;
constexpr auto seedKey = "seed"_L1;
constexpr auto temperatureKey = "temperature"_L1;
constexpr auto janusGuidanceKey = "cfg_weight"_L1;
constexpr auto fluxGuidanceKey = "guidance_scale"_L1;
constexpr auto safetyKey = "enable_safety_checker"_L1;

std::optional<double> numberAt(const GenerationRequest &request, QLatin1StringView key)
{
    const QJsonValue value = request.input[key];
    return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
}

} // namespace

ParamRole roleOf(const QString &name)
{
    static const QHash<QString, ParamRole> roles{
        {promptKey, ParamRole::Prompt},
        {sizeKey, ParamRole::Size},
        {countKey, ParamRole::Count},
        {seedKey, ParamRole::Seed},
        {temperatureKey, ParamRole::Temperature},
        {janusGuidanceKey, ParamRole::Guidance},
        {fluxGuidanceKey, ParamRole::Guidance},
        {safetyKey, ParamRole::Safety},
    };
    return roles.value(name, ParamRole::None);
}

QString prompt(const GenerationRequest &request)
{
    return request.input[promptKey].toString();
}

std::optional<Seed> seed(const GenerationRequest &request)
{
    return exactSeed(request.input[seedKey]);
}

int imageCount(const GenerationRequest &request)
{
    constexpr qint64 most = std::numeric_limits<int>::max();
    return static_cast<int>(qBound(qint64(1), request.input[countKey].toInteger(1), most));
}

QSize imageSize(const GenerationRequest &request)
{
    const QJsonValue value = request.input[sizeKey];
    if (value.isString())
        return presetPixels(value.toString());
    if (value.isObject())
        return {value["width"_L1].toInt(), value["height"_L1].toInt()};
    return {};
}

std::optional<double> guidance(const GenerationRequest &request)
{
    const std::optional<double> janus = numberAt(request, janusGuidanceKey);
    return janus ? janus : numberAt(request, fluxGuidanceKey);
}

std::optional<double> temperature(const GenerationRequest &request)
{
    return numberAt(request, temperatureKey);
}

GenerationRequest withPrompt(GenerationRequest request, const QString &text)
{
    request.input[promptKey] = text;
    return request;
}

GenerationRequest withSeed(GenerationRequest request, Seed value)
{
    request.input[seedKey] = value;
    return request;
}

GenerationRequest withGuidance(GenerationRequest request, double value)
{
    request.input[janusGuidanceKey] = value;
    return request;
}

GenerationRequest withImageCount(GenerationRequest request, int count)
{
    request.input[countKey] = count;
    return request;
}

QList<GenerationRequest> splitIntoSingles(const GenerationRequest &request, int count)
{
    QList<GenerationRequest> singles;
    singles.reserve(qMax(0, count));
    const Seed first = seed(request).value_or(0);
    for (int k = 0; k < count; ++k)
        singles << withImageCount(withSeed(request, nextSeed(first, k)), 1);
    return singles;
}

} // namespace janus
