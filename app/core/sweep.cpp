#include "core/sweep.h"

#include "core/paramroles.h"

#include <QJsonDocument>

#include <algorithm>
#include <limits>
#include <utility>

using namespace Qt::StringLiterals;

namespace janus {

namespace {

bool isWordCharacter(QChar character)
{
    return character.isLetterOrNumber() || character.isMark() || character == u'_';
}

/// A place in the prompt that an axis replaces.
struct ReplacedStretch
{
    qsizetype place;
    qsizetype length;
    QString text;
};

/// The prompt with every Words axis at its value. All places are those of the base's prompt, so that a value
/// that happens to contain another axis' words is left alone.
QString promptOf(const Sweep &sweep, const QList<int> &at)
{
    const QString words = prompt(sweep.base);
    QList<ReplacedStretch> stretches;
    for (qsizetype k = 0; k < sweep.axes.size(); ++k) {
        const SweepAxis &axis = sweep.axes[k];
        const qsizetype place =
            axis.kind == SweepAxis::Kind::Words ? placeOfWords(words, axis.name) : qsizetype(-1);
        if (place >= 0)
            stretches << ReplacedStretch{place, axis.name.size(), axis.values[at[k]].toString()};
    }
    std::ranges::sort(stretches, std::ranges::greater(), &ReplacedStretch::place);
    QString result = words;
    for (const ReplacedStretch &stretch : std::as_const(stretches))
        result.replace(stretch.place, stretch.length, stretch.text);
    return result;
}

bool hasWordsAxis(const Sweep &sweep)
{
    return std::ranges::any_of(sweep.axes,
                               [](const SweepAxis &axis) { return axis.kind == SweepAxis::Kind::Words; });
}

/// The base's prompt is the cell's own, and the axes speak of the words that stand there now. Not possible
/// where those words cannot be found again in the same place; then the prompt stays.
Sweep withWordsOf(const Sweep &sweep, const QList<int> &at)
{
    Sweep moved = sweep;
    moved.base = withPrompt(moved.base, promptOf(sweep, at));
    for (qsizetype k = 0; k < moved.axes.size(); ++k) {
        SweepAxis &axis = moved.axes[k];
        if (axis.kind == SweepAxis::Kind::Words)
            axis.name = axis.values[at[k]].toString();
    }
    const bool isSame = std::ranges::all_of(cellPlaces(sweep), [&](const QList<int> &place) {
        return promptOf(moved, place) == promptOf(sweep, place);
    });
    return isSame ? moved : sweep;
}

QJsonObject axisJson(const SweepAxis &axis)
{
    const bool isWords = axis.kind == SweepAxis::Kind::Words;
    return {{u"kind"_s, isWords ? u"words"_s : u"parameter"_s},
            {u"name"_s, axis.name},
            {u"values"_s, axis.values}};
}

Error unreadablePlan()
{
    return {ErrorKind::BadInput, u"The plan of this sweep sheet cannot be read."_s};
}

Result<SweepAxis> axisFromJson(const QJsonObject &json)
{
    const QString kind = json["kind"_L1].toString();
    if ((kind != "words"_L1 && kind != "parameter"_L1) || !json["name"_L1].isString() ||
        !json["values"_L1].isArray())
        return unreadablePlan();
    return SweepAxis{kind == "words"_L1 ? SweepAxis::Kind::Words : SweepAxis::Kind::Parameter,
                     json["name"_L1].toString(), json["values"_L1].toArray()};
}

} // namespace

int Sweep::cellCount() const
{
    qint64 count = axes.isEmpty() ? 0 : 1;
    for (const SweepAxis &axis : axes) {
        count *= axis.values.size();
        if (count > std::numeric_limits<int>::max())
            return std::numeric_limits<int>::max();
    }
    return int(count);
}

int Sweep::axisOf(const QString &parameter) const
{
    const auto found = std::ranges::find_if(axes, [&parameter](const SweepAxis &axis) {
        return axis.kind == SweepAxis::Kind::Parameter && axis.name == parameter;
    });
    return found == axes.end() ? -1 : int(found - axes.begin());
}

QString axisPlace(int axis)
{
    return axis == 0 ? u"Columns"_s : axis == 1 ? u"Rows"_s : u"Pages"_s;
}

QString axisTitle(const SweepAxis &axis, const ModelSchema &schema)
{
    if (axis.kind == SweepAxis::Kind::Words)
        return u"Words “%1”"_s.arg(axis.name);
    const ParamSpec *param = schema.find(axis.name);
    return param ? param->title : axis.name;
}

QString cellKey(const Sweep &sweep, const QList<int> &at)
{
    QJsonArray values;
    for (qsizetype k = 0; k < sweep.axes.size(); ++k)
        values << sweep.axes[k].values[at[k]];
    return QString::fromUtf8(QJsonDocument(values).toJson(QJsonDocument::Compact));
}

QByteArray valueKey(const QJsonValue &value)
{
    return QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
}

std::optional<QList<int>> cellPlace(const Sweep &sweep, const QString &key)
{
    const QJsonArray values = QJsonDocument::fromJson(key.toUtf8()).array();
    if (values.isEmpty() || values.size() != sweep.axes.size())
        return {};
    QList<int> at;
    for (qsizetype k = 0; k < values.size(); ++k) {
        const QJsonArray &known = sweep.axes[k].values;
        const auto found =
            std::ranges::find_if(known, [wanted = valueKey(values[k])](const QJsonValue &value) {
                return valueKey(value) == wanted;
            });
        if (found == known.end())
            return {};
        at << int(found - known.begin());
    }
    return at;
}

QList<QList<int>> cellPlaces(const Sweep &sweep)
{
    QList<QList<int>> places;
    const int count = sweep.cellCount();
    if (count == 0)
        return places;
    places.reserve(count);
    QList<int> at(sweep.axes.size(), 0);
    for (int cell = 0; cell < count; ++cell) {
        places << at;
        for (int axis = 0; axis < int(at.size()) && ++at[axis] == sweep.valueCount(axis); ++axis)
            at[axis] = 0;
    }
    return places;
}

GenerationRequest requestOf(const Sweep &sweep, const QList<int> &at)
{
    GenerationRequest request =
        hasWordsAxis(sweep) ? withPrompt(sweep.base, promptOf(sweep, at)) : sweep.base;
    for (qsizetype k = 0; k < sweep.axes.size(); ++k) {
        const SweepAxis &axis = sweep.axes[k];
        if (axis.kind == SweepAxis::Kind::Parameter)
            request.input[axis.name] = axis.values[at[k]];
    }
    return request;
}

Wish wishOf(const Sweep &sweep, qint64 sheet, const QList<int> &at)
{
    Provenance provenance;
    provenance.parent = sweep.parent;
    provenance.sheet = sheet;
    provenance.cell = cellKey(sweep, at);
    return {requestOf(sweep, at), provenance};
}

qsizetype placeOfWords(const QString &prompt, const QString &words)
{
    if (words.isEmpty())
        return -1;
    const bool beginsWithLetter = isWordCharacter(words.front());
    const bool endsWithLetter = isWordCharacter(words.back());
    for (qsizetype place = prompt.indexOf(words); place >= 0; place = prompt.indexOf(words, place + 1)) {
        const qsizetype end = place + words.size();
        const bool isCutBefore = beginsWithLetter && place > 0 && isWordCharacter(prompt[place - 1]);
        const bool isCutAfter = endsWithLetter && end < prompt.size() && isWordCharacter(prompt[end]);
        if (!isCutBefore && !isCutAfter)
            return place;
    }
    return prompt.indexOf(words);
}

Sweep centredOn(const Sweep &sweep, const QList<int> &at, const GenerationRequest &sent,
                const std::optional<PictureName> &picture)
{
    Sweep centred = withWordsOf(sweep, at);
    const QString words = prompt(centred.base);
    centred.base = hasWordsAxis(sweep) ? withPrompt(sent, words) : sent;
    centred.centre = cellKey(sweep, at);
    centred.parent = picture;
    return centred;
}

QJsonObject toJson(const Sweep &sweep)
{
    QJsonArray axes;
    for (const SweepAxis &axis : sweep.axes)
        axes << axisJson(axis);
    QJsonObject json{{u"name"_s, sweep.name},
                     {u"endpoint"_s, sweep.base.endpoint},
                     {u"input"_s, sweep.base.input},
                     {u"axes"_s, axes}};
    if (!sweep.centre.isEmpty())
        json[u"centre"_s] = sweep.centre;
    if (sweep.parent)
        json[u"parent"_s] = QJsonObject{{u"job"_s, sweep.parent->job}, {u"index"_s, sweep.parent->index}};
    return json;
}

Result<Sweep> sweepFromJson(const QJsonObject &json)
{
    const QJsonArray axes = json["axes"_L1].toArray();
    if (!json["endpoint"_L1].isString() || !json["input"_L1].isObject() || axes.isEmpty() ||
        axes.size() > Sweep::mostAxes)
        return unreadablePlan();
    Sweep sweep{json["name"_L1].toString(),
                {json["endpoint"_L1].toString(), json["input"_L1].toObject()},
                {},
                json["centre"_L1].toString()};
    for (const QJsonValue &axis : axes) {
        const Result<SweepAxis> read = axisFromJson(axis.toObject());
        if (!read)
            return read.error();
        sweep.axes << *read;
    }
    if (sweep.cellCount() < 1 || sweep.cellCount() > Sweep::mostCells)
        return unreadablePlan();
    if (const QJsonValue parent = json["parent"_L1]; parent.isObject())
        sweep.parent = PictureName{parent["job"_L1].toString(), parent["index"_L1].toInt()};
    return sweep;
}

} // namespace janus
