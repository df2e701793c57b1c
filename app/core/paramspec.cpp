#include "core/paramspec.h"

#include <array>

using namespace Qt::StringLiterals;

namespace janus {

namespace {

struct Preset
{
    QLatin1StringView name;
    QSize pixels;
    QLatin1StringView label;
};

constexpr std::array presets{
    Preset{"square_hd"_L1, {1024, 1024}, "1:1 HD"_L1}, Preset{"square"_L1, {512, 512}, "1:1"_L1},
    Preset{"portrait_4_3"_L1, {768, 1024}, "3:4"_L1},  Preset{"portrait_16_9"_L1, {576, 1024}, "9:16"_L1},
    Preset{"landscape_4_3"_L1, {1024, 768}, "4:3"_L1}, Preset{"landscape_16_9"_L1, {1024, 576}, "16:9"_L1},
};

const Preset *findPreset(const QString &name)
{
    for (const Preset &preset : presets) {
        if (preset.name == name)
            return &preset;
    }
    return nullptr;
}

} // namespace

QString ParamSpec::option() const
{
    return "--"_L1 + QString(name).replace(u'_', u'-');
}

QString ParamSpec::meaningOf(double value) const
{
    for (const ParamMeaning &meaning : meanings) {
        if (value <= meaning.upTo)
            return meaning.text;
    }
    return {};
}

QSize presetPixels(const QString &name)
{
    const Preset *preset = findPreset(name);
    return preset ? preset->pixels : QSize();
}

QString presetLabel(const QString &name)
{
    const Preset *preset = findPreset(name);
    return preset ? QString(preset->label) : name;
}

} // namespace janus
