#pragma once

#include <QColor>
#include <QString>

#include <bitset>
#include <cstdint>
#include <optional>

namespace janus::sandbox {

/// Things a prompt can name.
enum class Topic {
    Sea,
    Boat,
    Lighthouse,
    Whale,
    Island,
    Mountain,
    Forest,
    Desert,
    City,
    Flower,
    Jellyfish,
    Fish,
    Koi,
    Space,
    StillLife,
    House,
    Field,
    Interior,
    Figure,
    Fox,
    Cat,
    Bird,
    Butterfly,
    Abstract, // what is to be seen
    Dawn,
    Day,
    Dusk,
    Night,
    Moon,
    Sun,
    Stars, // light
    Rain,
    Snow,
    Fog,
    Storm,
    Wind,
    Autumn,
    Spring, // weather and season
    Count,
};

/// The kinds of composition there are.
enum class Subject {
    Sea,
    Mountain,
    Forest,
    Desert,
    City,
    Flowers,
    Underwater,
    Pond,
    Space,
    StillLife,
    Interior,
    Field,
    Abstract
};

/// What was understood of a prompt.
struct Reading
{
    std::bitset<std::size_t(Topic::Count)> topics;
    Subject subject = Subject::Abstract;
    std::optional<QColor> color;       ///< The first colour named.
    std::optional<QColor> secondColor; ///< The second.
    std::optional<QColor> thingColor;  ///< The colour of the thing itself, as in "red fox".
    std::uint64_t words = 0;           ///< Hash of all words in order: what is not understood counts too.

    bool has(Topic topic) const { return topics.test(std::size_t(topic)); }
};

/// Reads a prompt; upper and lower case and plural are the same.
Reading readPrompt(const QString &prompt);

} // namespace janus::sandbox
