#include "prompts.h"

#include "dice.h"

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace janus::bench {

namespace {

constexpr int wordCount = 20'000;
constexpr double zipfShift = 3;
constexpr double zipfPower = 1.02;
constexpr int commaPercent = 12;

/// In the order of how often they are used.
const QString realWords =
    u"a of in the with and on at by under light portrait woman man girl house castle forest fox cat dog "
    u"horse "
    "dragon robot city street night morning sunset sunrise mist fog rain snow storm sea ocean river lake "
    "mountain hill field garden flower rose tree oak pine birch desert island beach cave temple church tower "
    "bridge ruins village market cafe library kitchen room window door mirror table chair bed lamp candle "
    "fire smoke dust cloud sky moon star sun planet galaxy space ship boat train car bicycle airplane "
    "balloon "
    "watercolor oil painting ink sketch drawing pencil charcoal pastel gouache acrylic fresco mosaic collage "
    "woodcut engraving etching lithograph poster photograph photo film analog polaroid cinematic dramatic "
    "soft hard rim golden blue red green yellow orange purple violet pink teal turquoise crimson scarlet "
    "emerald amber ivory black white grey silver bronze copper gold iron glass crystal stone marble wood "
    "leather silk velvet lace wool paper porcelain ceramic neon glowing luminous translucent misty foggy "
    "dark "
    "bright vivid muted pale warm cold cool moody serene calm quiet peaceful lonely joyful melancholic "
    "mysterious magical enchanted ancient modern futuristic retro vintage baroque gothic renaissance "
    "medieval "
    "victorian art deco nouveau bauhaus minimalist surreal abstract cubist impressionist expressionist "
    "realistic photorealistic hyperdetailed detailed intricate ornate elegant delicate wide angle macro "
    "close "
    "up full body half profile view aerial top down isometric symmetrical composition depth field bokeh "
    "shallow sharp focus texture grain highly trending masterpiece studio quality lens 35mm 50mm 85mm f1 f2 "
    "hdr 4k 8k octane render unreal engine volumetric ambient occlusion ray traced concept illustration "
    "storybook children fairy tale myth legend knight wizard witch queen king prince princess warrior "
    "samurai "
    "ninja pirate sailor astronaut scientist dancer musician painter chef farmer fisherman grandmother child "
    "baby old young smiling laughing crying sleeping reading running dancing flying swimming standing "
    "sitting "
    "walking wearing holding dress coat hat scarf armor crown mask jewelry hair eyes freckles beard hands "
    "inside outside behind above below near far distant reflection shadow silhouette pattern spiral wave "
    "feather wing horn shell bone leaf moss fern mushroom butterfly moth bee owl raven crow swan wolf bear "
    "deer lion tiger elephant whale octopus jellyfish fish koi"_s;

constexpr std::array syllables{"ka",  "le",  "mi",  "ro",  "su",  "ta",  "ne",  "vi",
                               "lo",  "da",  "shi", "the", "ran", "mor", "el",  "ar",
                               "qui", "bel", "zan", "fu",  "gri", "pol", "che", "wy"};

QString madeUpWord(Dice &dice)
{
    QString word;
    for (int rest = 2 + dice.below(3); rest > 0; --rest)
        word += QLatin1StringView(syllables[static_cast<std::size_t>(dice.below(int(syllables.size())))]);
    if (dice.happens(30))
        word += QLatin1StringView("nrstl")[dice.below(5)];
    return word;
}

} // namespace

Prompts::Prompts()
    : m_words(realWords.split(u' '))
{
    Dice dice(42);
    while (m_words.size() < wordCount)
        m_words << madeUpWord(dice);
    double sum = 0;
    m_reach.reserve(wordCount);
    for (int rank = 0; rank < wordCount; ++rank)
        m_reach.push_back(sum += 1 / std::pow(rank + zipfShift, zipfPower));
    for (double &reach : m_reach)
        reach /= sum;
}

QString Prompts::make(quint64 number) const
{
    Dice dice(number * 7919 + 17);
    const double part = dice.part();
    const int count = 6 + static_cast<int>(34 * part * dice.part());
    QString prompt;
    for (int at = 0; at < count; ++at) {
        if (at > 0)
            prompt += dice.happens(commaPercent) ? u", "_s : u" "_s;
        const auto word = std::ranges::lower_bound(m_reach, dice.part());
        prompt += m_words.at(std::min<qsizetype>(word - m_reach.begin(), m_words.size() - 1));
    }
    return prompt;
}

} // namespace janus::bench
