#include "library/foreignjson.h"
#include "library/foreignprograms.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

constexpr qsizetype leastPairs = 3; ///< of a line that is no part of the prompt, as the web UI counts it
constexpr qsizetype mostName = 80;
constexpr auto negativeMark = "Negative prompt:"_L1;

/// A letter, a digit or an underscore, then also blanks, hyphens and slashes: what the web UI takes for the
/// name of a setting.
bool isName(QStringView name)
{
    if (name.size() < 2 || name.size() > mostName)
        return false;
    const auto isWord = [](QChar letter) { return letter.isLetterOrNumber() || letter == u'_'; };
    return isWord(name[0]) && std::ranges::all_of(name, [&](QChar letter) {
               return isWord(letter) || letter == u' ' || letter == u'-' || letter == u'/';
           });
}

QString unquoted(QStringView value)
{
    const QJsonDocument read = QJsonDocument::fromJson(u"[%1]"_s.arg(value).toUtf8());
    return read.isArray() && read.array().size() == 1 ? read.array().first().toString() : value.toString();
}

/// Where a quoted value ends, behind its quote; -1 when it does not.
qsizetype endOfQuoted(QStringView line, qsizetype at)
{
    for (++at; at < line.size(); ++at) {
        if (line[at] == u'\\')
            ++at;
        else if (line[at] == u'"')
            return at + 1;
    }
    return -1;
}

/// "Name: value, Name: value". A piece without a name is a setting that is on, as "Tiling"; or, when it
/// cannot be one, the rest of the value before it. Walks over the line once.
QList<NamedSetting> pairsIn(QStringView line)
{
    QList<NamedSetting> pairs;
    qsizetype at = 0;
    while (at < line.size()) {
        const qsizetype comma = line.indexOf(u',', at);
        const qsizetype end = comma < 0 ? line.size() : comma;
        const qsizetype colon = line.sliced(at, end - at).indexOf(u':');
        const QStringView name = line.sliced(at, colon < 0 ? end - at : colon).trimmed();
        if (colon < 0 || !isName(name)) {
            const QStringView piece = line.sliced(at, end - at).trimmed();
            if (colon < 0 && isName(piece))
                pairs << NamedSetting{piece.toString(), {}};
            else if (!pairs.isEmpty() && !piece.isEmpty())
                pairs.last().value += u", "_s + piece.toString();
            at = end + 1;
            continue;
        }
        qsizetype value = at + colon + 1;
        while (value < line.size() && line[value] == u' ')
            ++value;
        const qsizetype quote = value < line.size() && line[value] == u'"' ? endOfQuoted(line, value) : -1;
        if (quote > 0 && (quote == line.size() || line.sliced(quote).trimmed().startsWith(u','))) {
            pairs << NamedSetting{name.toString(), unquoted(line.sliced(value, quote - value))};
            const qsizetype next = line.indexOf(u',', quote);
            at = next < 0 ? line.size() : next + 1;
        } else {
            pairs << NamedSetting{
                name.toString(),
                line.sliced(std::min(value, end), std::max(end - value, qsizetype(0))).trimmed().toString()};
            at = end + 1;
        }
    }
    return pairs;
}

/// Whether these are settings of a picture and not words that happen to look so.
bool areSettings(const QList<NamedSetting> &pairs)
{
    return pairs.size() >= leastPairs && std::ranges::any_of(pairs, [](const NamedSetting &pair) {
               return pair.name == "Steps"_L1 || pair.name == "Seed"_L1 || pair.name == "Sampler"_L1 ||
                      pair.name == "CFG scale"_L1;
           });
}

QSize sizeIn(const QString &value)
{
    static const QRegularExpression form(uR"(\A(\d{1,6})x(\d{1,6})\z)"_s);
    const auto match = form.match(value);
    return match.hasMatch() ? QSize(match.captured(1).toInt(), match.captured(2).toInt()) : QSize();
}

/// Who it was: those who write as the web UI does say so in the version.
void readVersion(ForeignRecipe &recipe, const QString &version)
{
    static const QRegularExpression forge(u"\\Af\\d"_s);
    recipe.program = u"AUTOMATIC1111"_s;
    recipe.version = version;
    for (const QLatin1StringView other : {"Janus Studio"_L1, "Fooocus"_L1, "ComfyUI"_L1, "SD.Next"_L1}) {
        if (version.startsWith(other, Qt::CaseInsensitive))
            recipe.program = other;
    }
    if (forge.match(version).hasMatch() || version == "neo"_L1)
        recipe.program = u"Forge"_s;
}

void readSettings(ForeignRecipe &recipe, const QList<NamedSetting> &pairs)
{
    for (const NamedSetting &pair : pairs) {
        const QJsonValue value = pair.value;
        if (pair.name == "Seed"_L1 && !recipe.seed && (recipe.seed = plainSeed(value)))
            continue;
        if (pair.name == "CFG scale"_L1 && !recipe.guidance && (recipe.guidance = plainNumber(value)))
            continue;
        if (pair.name == "Size"_L1 && recipe.size.isEmpty() && !(recipe.size = sizeIn(pair.value)).isEmpty())
            continue;
        if (pair.name == "Version"_L1) {
            readVersion(recipe, pair.value);
            continue;
        }
        recipe.others << pair;
    }
}

/// Fooocus puts its styles around the words; what was typed stands beside them.
void takeRawPrompts(ForeignRecipe &recipe)
{
    const auto take = [&recipe](const QString &name, const QString &wholeName, QString &prompt) {
        const auto raw = std::ranges::find(recipe.others, name, &NamedSetting::name);
        if (raw == recipe.others.end())
            return;
        const QString whole = std::exchange(prompt, raw->value);
        if (whole == prompt || whole.isEmpty())
            recipe.others.erase(raw);
        else
            *raw = {wholeName, whole};
    };
    take(u"Raw prompt"_s, u"Full prompt"_s, recipe.prompt);
    take(u"Raw negative prompt"_s, u"Full negative prompt"_s, recipe.negativePrompt);
}

} // namespace

std::optional<ForeignRecipe> recipeOfInfotext(const QString &text, bool mayBeBare)
{
    QStringList lines = QString(text).replace(u"\r\n"_s, u"\n"_s).trimmed().split(u'\n');
    // The last line of settings; what stands behind it belongs to extensions.
    qsizetype place = lines.size() - 1;
    QList<NamedSetting> pairs;
    for (constexpr qsizetype mostBehind = 200; place >= 0 && lines.size() - place <= mostBehind; --place) {
        const QString line = lines[place].trimmed();
        if (place != lines.size() - 1 && !line.startsWith("Steps:"_L1))
            continue;
        if (pairs = pairsIn(line); areSettings(pairs))
            break;
        pairs.clear();
    }
    if (pairs.isEmpty()) {
        if (!mayBeBare || text.trimmed().isEmpty())
            return {};
        place = lines.size();
    }
    ForeignRecipe recipe;
    readVersion(recipe, {});
    QStringList prompt;
    QStringList negative;
    bool isNegative = false;
    for (const QString &whole : lines.first(place)) {
        QString line = whole.trimmed();
        if (line.startsWith(negativeMark)) {
            isNegative = true;
            line = line.sliced(negativeMark.size()).trimmed();
        }
        (isNegative ? negative : prompt) << line;
    }
    recipe.prompt = prompt.join(u'\n').trimmed();
    recipe.negativePrompt = negative.join(u'\n').trimmed();
    readSettings(recipe, pairs);
    takeRawPrompts(recipe);
    if (place + 1 < lines.size()) {
        const QString behind = lines.sliced(place + 1).join(u'\n').trimmed();
        const qsizetype colon = behind.indexOf(u':');
        const bool isNamed = colon > 0 && isName(QStringView(behind).first(colon));
        list(recipe, isNamed ? behind.first(colon) : u"Further text"_s,
             isNamed ? behind.sliced(colon + 1).trimmed() : behind);
    }
    return recipe;
}

} // namespace janus::library
