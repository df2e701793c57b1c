#include "ui/sheet/sheetwords.h"

#include "core/paramroles.h"

#include <algorithm>
#include <cmath>

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int suggestedCount = 5;
constexpr int suggestedSeeds = 4;
constexpr int longestWordsInTitle = 24;
constexpr int longestGroup = 40; ///< a longer one is a sentence, not a thing to try others for

/// Five values over a range, on its steps.
QStringList spread(const ParamSpec &param)
{
    QStringList values;
    if (!param.minimum || !param.maximum)
        return values;
    const double step = param.step > 0 ? param.step : 1;
    for (int k = 0; k < suggestedCount; ++k) {
        const double exact = *param.minimum + k * (*param.maximum - *param.minimum) / (suggestedCount - 1);
        const QString value = QString::number(std::round(exact / step) * step, 'g', 6);
        if (!values.contains(value))
            values << value;
    }
    return values;
}

QString count(int number, const QString &one, const QString &many)
{
    return number == 1 ? one : many.arg(number);
}

} // namespace

QList<ParamSpec> varyingParams(const ModelSchema &schema)
{
    QList<ParamSpec> params;
    for (const ParamSpec &param : schema.params()) {
        if (param.role != ParamRole::Count && param.role != ParamRole::Prompt)
            params << param;
    }
    // What one reaches for first stands first.
    const auto rank = [](const ParamSpec &param) {
        switch (param.role) {
        case ParamRole::Guidance:
            return 0;
        case ParamRole::Temperature:
            return 1;
        case ParamRole::Seed:
            return 2;
        case ParamRole::Size:
            return 3;
        case ParamRole::Safety:
            return 5;
        default:
            return 4;
        }
    };
    std::ranges::stable_sort(params, {}, rank);
    return params;
}

QString chipTitle(const SweepAxis &axis, const ModelSchema &schema)
{
    if (axis.kind == SweepAxis::Kind::Words) {
        const QString words = axis.name.simplified();
        return u"Words: %1"_s.arg(
            words.size() > longestWordsInTitle ? words.left(longestWordsInTitle).trimmed() + u'…' : words);
    }
    return axisTitle(axis, schema);
}

QString suggestedValues(const ModelSchema &schema, const ParamSpec &param, const GenerationRequest &base)
{
    QStringList values;
    switch (param.role) {
    case ParamRole::Guidance:
        values = {u"2"_s, u"4"_s, u"6"_s, u"9"_s, u"13"_s};
        break;
    case ParamRole::Temperature:
        values = {u"0.2"_s, u"0.5"_s, u"0.8"_s, u"1"_s};
        break;
    case ParamRole::Seed:
        for (int k = 0; k < suggestedSeeds; ++k)
            values << QString::number(nextSeed(seed(base).value_or(1), k));
        return values.join(u", "_s);
    case ParamRole::Size:
        return u"1024x1024, 768x1024, 1024x768"_s;
    default:
        break;
    }
    if (param.kind == ParamKind::Boolean)
        return u"true, false"_s;
    if (param.kind == ParamKind::Choice)
        return QStringList(param.choices.mid(0, suggestedCount)).join(u", "_s);
    values.removeIf([&](const QString &value) {
        const Result<QJsonValue> read = schema.parse(param, value);
        return !read || !schema.check(param, *read).hasValue();
    });
    return (values.size() < 2 ? spread(param) : values).join(u", "_s);
}

QString suggestedWords(const QString &prompt)
{
    const QStringList groups = prompt.split(u',');
    for (int at = 1; at < groups.size(); ++at) {
        const QString group = groups.at(at).trimmed();
        if (!group.isEmpty() && group.size() <= longestGroup && !group.contains(u'\n'))
            return group;
    }
    return {};
}

QString readingOf(const SweepAxis &axis, const ModelSchema &schema, int most)
{
    QStringList named;
    for (const QJsonValue &value : axis.values) {
        if (named.size() == most) {
            named << u"…"_s;
            break;
        }
        named << valueText(axis, value, schema);
    }
    return u"%1: %2"_s.arg(count(int(axis.values.size()), u"1 value"_s, u"%1 values"_s), named.join(u", "_s));
}

QString valuesHint(const ParamSpec *param)
{
    if (!param)
        return u"One after the other: dawn, noon, \"storm, light\""_s;
    switch (param->kind) {
    case ParamKind::Size:
        return u"One after the other: 512x512, 768x512"_s;
    case ParamKind::Integer:
    case ParamKind::Number:
        return param->role == ParamRole::Seed ? u"A list, a range, or a number of them: 42..45, 5 seeds"_s
                                              : u"A list or a range: 2, 4, 6..13 step 0.5"_s;
    case ParamKind::Boolean:
        return u"true, false"_s;
    default:
        return u"One after the other, with commas between"_s;
    }
}

QString sheetFileStem(QString name)
{
    for (QChar &letter : name) {
        if (u"/\\:*?\"<>|"_s.contains(letter) || letter.category() == QChar::Other_Control)
            letter = u'-';
    }
    name = name.trimmed();
    while (name.startsWith(u'.'))
        name.remove(0, 1);
    return name.isEmpty() ? u"Sheet"_s : name.left(80);
}

QString progressText(const library::SheetProgress &progress)
{
    QStringList parts{u"%1 of %2 done"_s.arg(progress.done).arg(progress.total())};
    if (progress.running > 0)
        parts << u"%1 under way"_s.arg(progress.running);
    if (progress.waiting > 0)
        parts << u"%1 waiting"_s.arg(progress.waiting);
    if (progress.empty > 0 && progress.empty < progress.total())
        parts << u"%1 not sent"_s.arg(progress.empty);
    if (progress.failed > 0)
        parts << u"%1 to retry"_s.arg(progress.failed);
    return parts.join(u" · "_s);
}

} // namespace janus::ui
