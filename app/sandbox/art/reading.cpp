#include "sandbox/art/reading.h"

#include "sandbox/art/dice.h"

#include <QHash>
#include <QStringList>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

namespace {

struct TopicWords
{
    Topic topic;
    const char *words; ///< In the singular, separated by blanks.
};

constexpr std::array topicTable{
    TopicWords{
        Topic::Sea,
        "sea ocean wave beach coast shore bay harbour harbor swell surf lagoon cliff tide lake seaside"},
    TopicWords{Topic::Boat, "boat ship sail sailboat yacht regatta ferry canoe schooner sailing"},
    TopicWords{Topic::Lighthouse, "lighthouse beacon"},
    TopicWords{Topic::Whale, "whale orca dolphin"},
    TopicWords{Topic::Island, "island isle archipelago"},
    TopicWords{Topic::Mountain,
               "mountain peak alp summit ridge glacier volcano cliff canyon valley fjord himalaya"},
    TopicWords{Topic::Forest, "forest wood tree pine fir spruce grove jungle birch oak conifer"},
    TopicWords{Topic::Desert, "desert dune sahara cactus oasis mesa savanna camel sand"},
    TopicWords{Topic::City, "city town skyline street skyscraper urban tokyo york london paris cyberpunk "
                            "neon metropolis building"},
    TopicWords{Topic::Flower, "flower rose tulip poppy botanical blossom garden bouquet daisy lily lotus "
                              "peony leaf fern herb orchid sunflower"},
    TopicWords{Topic::Jellyfish, "jellyfish medusa"},
    TopicWords{Topic::Fish,
               "fish underwater reef coral seaweed octopus kelp diver turtle aquarium deep submarine"},
    TopicWords{Topic::Koi, "koi pond carp goldfish waterlily"},
    TopicWords{Topic::Space, "space planet galaxy star-ship rocket cosmos nebula saturn mars jupiter "
                             "astronaut orbit universe comet spaceship"},
    TopicWords{
        Topic::StillLife,
        "still life vase fruit apple pear lemon bottle cup teapot table bowl bread wine coffee jug cake"},
    TopicWords{Topic::House, "house cottage cabin village farm barn church castle hut"},
    TopicWords{Topic::Field,
               "field meadow hill prairie pasture countryside grass landscape road path wheat river"},
    TopicWords{Topic::Interior, "inside interior room window indoor kitchen library studio bedroom"},
    TopicWords{Topic::Figure, "girl woman man boy person portrait lady child face figure princess warrior "
                              "wizard robot dancer queen king"},
    TopicWords{Topic::Fox, "fox wolf dog"},
    TopicWords{Topic::Cat, "cat kitten tiger lion panther"},
    TopicWords{Topic::Bird, "bird gull crow owl heron swallow crane goose eagle raven"},
    TopicWords{Topic::Butterfly, "butterfly moth dragonfly bee"},
    TopicWords{Topic::Abstract, "abstract geometric pattern shape bauhaus collage cubist minimal"},
    TopicWords{Topic::Dawn, "dawn sunrise morning daybreak"},
    TopicWords{Topic::Day, "day noon sunny bright summer"},
    TopicWords{Topic::Dusk, "dusk sunset evening twilight golden low"},
    TopicWords{Topic::Night, "night midnight dark nocturne nocturnal neon"},
    TopicWords{Topic::Moon, "moon moonlight moonlit lunar"},
    TopicWords{Topic::Sun, "sun"},
    TopicWords{Topic::Stars, "star starry constellation aurora"},
    TopicWords{Topic::Rain, "rain rainy drizzle wet downpour"},
    TopicWords{Topic::Snow, "snow winter ice snowy frost arctic blizzard christmas"},
    TopicWords{Topic::Fog, "fog mist haze misty foggy hazy"},
    TopicWords{Topic::Storm, "storm thunder lightning tempest stormy"},
    TopicWords{Topic::Wind, "wind windy breeze"},
    TopicWords{Topic::Autumn, "autumn fall october harvest"},
    TopicWords{Topic::Spring, "spring april may cherry sakura"}};

struct ColorWord
{
    const char *word;
    QRgb color;
};

constexpr std::array colorTable{
    ColorWord{"red", 0xffd2352b},     ColorWord{"crimson", 0xffb3122d},   ColorWord{"scarlet", 0xffe0301e},
    ColorWord{"orange", 0xfff07f22},  ColorWord{"amber", 0xffeea320},     ColorWord{"gold", 0xffdda62a},
    ColorWord{"golden", 0xffdda62a},  ColorWord{"yellow", 0xfff2cc2f},    ColorWord{"lime", 0xff9ccb3b},
    ColorWord{"green", 0xff3f9d4f},   ColorWord{"emerald", 0xff1d8f6a},   ColorWord{"olive", 0xff7d7f32},
    ColorWord{"teal", 0xff1e8a8a},    ColorWord{"turquoise", 0xff2bb5ae}, ColorWord{"cyan", 0xff2fb7d8},
    ColorWord{"blue", 0xff2f66c8},    ColorWord{"indigo", 0xff3f3fae},    ColorWord{"navy", 0xff22346e},
    ColorWord{"purple", 0xff7a3fb0},  ColorWord{"violet", 0xff8052c8},    ColorWord{"lilac", 0xffb28ddb},
    ColorWord{"magenta", 0xffc9318f}, ColorWord{"pink", 0xffea7aa4},      ColorWord{"brown", 0xff8a5a34},
    ColorWord{"sepia", 0xff8f6b43},   ColorWord{"copper", 0xffb8673a}};

QString singular(const QString &word)
{
    if (word.size() > 4 && word.endsWith("ies"_L1))
        return word.chopped(3) + u'y';
    return word.size() > 3 && word.endsWith(u's') && !word.endsWith("ss"_L1) ? word.chopped(1) : word;
}

QStringList wordsOf(const QString &prompt)
{
    QString plain = prompt.toLower();
    for (QChar &c : plain) {
        if (!c.isLetterOrNumber())
            c = u' ';
    }
    return plain.split(u' ', Qt::SkipEmptyParts);
}

const QHash<QString, QList<Topic>> &dictionary()
{
    static const QHash<QString, QList<Topic>> words = [] {
        QHash<QString, QList<Topic>> map;
        for (const TopicWords &entry : topicTable) {
            const QStringList list = QString::fromLatin1(entry.words).split(u' ');
            for (const QString &word : list)
                map[word].append(entry.topic);
        }
        return map;
    }();
    return words;
}

/// Things that have a colour of their own in everybody's mind.
constexpr std::array naturalColors{
    ColorWord{"poppy", 0xffd9382b},  ColorWord{"sunflower", 0xfff0b323}, ColorWord{"sakura", 0xfff0a3b8},
    ColorWord{"cherry", 0xffe98aa6}, ColorWord{"lavender", 0xff8f6fc4},  ColorWord{"rose", 0xffc92f4e},
    ColorWord{"apple", 0xffc9382e},  ColorWord{"lemon", 0xfff0cb35},     ColorWord{"pear", 0xffb5b23f},
    ColorWord{"tulip", 0xffe2583e},  ColorWord{"goldfish", 0xfff0832b}};

template <std::size_t size>
std::optional<QColor> colorOf(const std::array<ColorWord, size> &table, const QString &word)
{
    const auto it = std::ranges::find_if(
        table, [&](const ColorWord &known) { return word == QLatin1String(known.word); });
    return it == table.end() ? std::nullopt : std::optional(QColor(it->color));
}

QList<Topic> topicsOf(const QString &word)
{
    return dictionary().value(word) + dictionary().value(singular(word));
}

/// "red fox" paints the fox, "red dawn" paints the picture.
bool isThing(const QString &word)
{
    static constexpr std::array things{
        Topic::Fox,   Topic::Cat,       Topic::Bird,      Topic::Boat,      Topic::Flower,     Topic::Fish,
        Topic::House, Topic::Jellyfish, Topic::StillLife, Topic::Butterfly, Topic::Lighthouse, Topic::Figure};
    const QList<Topic> topics = topicsOf(word);
    return std::ranges::any_of(topics,
                               [](Topic topic) { return std::ranges::find(things, topic) != things.end(); });
}

void readColor(const QString &word, const QString &next, Reading &reading)
{
    const std::optional<QColor> color = colorOf(colorTable, word);
    if (color && isThing(next))
        reading.thingColor = color;
    else if (color)
        (reading.color ? reading.secondColor : reading.color) = color;
    else if (!reading.thingColor)
        reading.thingColor = colorOf(naturalColors, singular(word));
}

Subject subjectOf(const Reading &reading)
{
    struct Rule
    {
        Topic topic;
        Subject subject;
    };
    // The first that is named decides; what else is named joins the picture where it can.
    static constexpr std::array rules{Rule{Topic::Koi, Subject::Pond},
                                      Rule{Topic::Jellyfish, Subject::Underwater},
                                      Rule{Topic::Fish, Subject::Underwater},
                                      Rule{Topic::Space, Subject::Space},
                                      Rule{Topic::StillLife, Subject::StillLife},
                                      Rule{Topic::Interior, Subject::Interior},
                                      Rule{Topic::City, Subject::City},
                                      Rule{Topic::Figure, Subject::Interior},
                                      Rule{Topic::Lighthouse, Subject::Sea},
                                      Rule{Topic::Boat, Subject::Sea},
                                      Rule{Topic::Whale, Subject::Sea},
                                      Rule{Topic::Desert, Subject::Desert},
                                      Rule{Topic::Abstract, Subject::Abstract},
                                      Rule{Topic::Fox, Subject::Forest},
                                      Rule{Topic::Mountain, Subject::Mountain},
                                      Rule{Topic::Forest, Subject::Forest},
                                      Rule{Topic::Sea, Subject::Sea},
                                      Rule{Topic::Island, Subject::Sea},
                                      Rule{Topic::Flower, Subject::Flowers},
                                      Rule{Topic::House, Subject::Field},
                                      Rule{Topic::Field, Subject::Field},
                                      Rule{Topic::Cat, Subject::Interior},
                                      Rule{Topic::Butterfly, Subject::Flowers},
                                      Rule{Topic::Snow, Subject::Forest},
                                      Rule{Topic::Autumn, Subject::Forest},
                                      Rule{Topic::Spring, Subject::Flowers},
                                      Rule{Topic::Bird, Subject::Sea},
                                      Rule{Topic::Rain, Subject::City},
                                      Rule{Topic::Stars, Subject::Mountain},
                                      Rule{Topic::Moon, Subject::Mountain},
                                      Rule{Topic::Storm, Subject::Sea},
                                      Rule{Topic::Fog, Subject::Forest}};
    for (const Rule &rule : rules) {
        if (reading.has(rule.topic))
            return rule.subject;
    }
    static constexpr std::array others{Subject::Abstract, Subject::Mountain, Subject::Abstract,
                                       Subject::Sea,      Subject::Flowers,  Subject::Field,
                                       Subject::Abstract, Subject::Desert};
    return others[reading.words % others.size()];
}

} // namespace

Reading readPrompt(const QString &prompt)
{
    Reading reading;
    const QStringList words = wordsOf(prompt);
    reading.words = hashOf(words.join(u' '));
    for (qsizetype i = 0; i < words.size(); ++i) {
        for (const Topic topic : topicsOf(words.at(i)))
            reading.topics.set(std::size_t(topic));
        readColor(words.at(i), words.value(i + 1), reading);
    }
    reading.subject = subjectOf(reading);
    return reading;
}

} // namespace janus::sandbox
