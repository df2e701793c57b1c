#include "core/differences.h"

#include "core/paramroles.h"

#include <algorithm>

#include <QJsonObject>
#include <QSet>

using namespace Qt::StringLiterals;

namespace janus {

namespace {

using What = Difference::What;

QJsonValue sizeValue(const QSize &size)
{
    return QJsonObject{{u"width"_s, size.width()}, {u"height"_s, size.height()}};
}

/// What a value stands for, so that two ways of writing the same are the same.
QJsonValue meaningOf(const ParamSpec &spec, const QJsonValue &value)
{
    if (spec.kind == ParamKind::Size && value.isString() && presetPixels(value.toString()).isValid())
        return sizeValue(presetPixels(value.toString()));
    return value;
}

bool isSame(const QJsonValue &a, const QJsonValue &b)
{
    if (a.isDouble() && b.isDouble())
        return a.toDouble() == b.toDouble() && a.toInteger() == b.toInteger();
    return a == b;
}

bool isSameIn(const Difference &row)
{
    return std::ranges::all_of(row.values, [&row](const QJsonValue &value) {
        return isSame(meaningOf(row.spec, value), meaningOf(row.spec, row.values.first()));
    });
}

template <typename Value>
Difference compared(const QList<Picture> &pictures, What what, const ParamSpec &spec, Value valueOf)
{
    Difference row{what, spec, {}};
    for (const Picture &picture : pictures)
        row.values += QJsonValue(valueOf(picture));
    return row;
}

ParamSpec named(const QString &name, const QString &title)
{
    ParamSpec spec;
    spec.name = name;
    spec.title = title;
    spec.role = roleOf(name);
    if (spec.role == ParamRole::Size)
        spec.kind = ParamKind::Size;
    return spec;
}

/// The known inputs in their order, then the others of any of the requests by name.
QList<ParamSpec> inputsOf(const QList<Picture> &pictures, const QList<ParamSpec> &specs)
{
    QList<ParamSpec> all = specs;
    QSet<QString> known;
    for (const ParamSpec &spec : specs)
        known += spec.name;
    QSet<QString> others;
    for (const Picture &picture : pictures) {
        const QStringList names = picture.request.input.keys();
        others.unite(QSet<QString>(names.begin(), names.end()));
    }
    QStringList sorted = (others - known).values();
    sorted.sort();
    for (const QString &name : std::as_const(sorted))
        all += named(name, name);
    return all;
}

/// Prompt and seed are compared apart. How many pictures a request asked for tells which pictures are its
/// own, so the place says it.
bool isComparedApart(const ParamSpec &spec)
{
    return spec.role == ParamRole::Prompt || spec.role == ParamRole::Seed || spec.role == ParamRole::Count;
}

} // namespace

bool Differences::isOnly(What what) const
{
    return !isPromptDifferent && rows.size() == 1 && rows.first().what == what;
}

Differences differencesOf(const QList<Picture> &pictures, const QList<ParamSpec> &specs)
{
    Differences found;
    if (pictures.isEmpty())
        return found;
    const auto compare = [&found](const Difference &row) {
        if (isSameIn(row))
            found.same += row.spec.title.isEmpty() ? row.spec.name : row.spec.title;
        else
            found.rows += row;
    };
    QStringList prompts;
    for (const Picture &picture : pictures)
        prompts += prompt(picture.request);
    found.isPromptDifferent =
        std::ranges::any_of(prompts, [&](const QString &p) { return p != prompts.first(); });
    found.prompts = compareWords(prompts);
    if (!found.isPromptDifferent)
        found.same += u"Prompt"_s;

    compare(compared(pictures, What::Model, named(u"model"_s, u"Model"_s),
                     [](const Picture &picture) { return picture.request.endpoint; }));
    bool isSizeTold = false;
    const QList<ParamSpec> inputs = inputsOf(pictures, specs);
    for (const ParamSpec &spec : inputs) {
        if (isComparedApart(spec))
            continue;
        compare(compared(pictures, What::Parameter, spec, [&spec](const Picture &picture) {
            const auto value = picture.request.input.constFind(spec.name);
            return value == picture.request.input.constEnd() ? spec.defaultValue : value.value();
        }));
        isSizeTold = isSizeTold || (spec.role == ParamRole::Size && !found.rows.isEmpty() &&
                                    found.rows.last().spec.name == spec.name);
    }
    compare(compared(pictures, What::Seed, named(u"seed"_s, u"Seed"_s),
                     [](const Picture &picture) { return picture.seed; }));
    compare(compared(pictures, What::Place, named(u"place"_s, u"Picture"_s), [](const Picture &picture) {
        return u"%1 of %2"_s.arg(picture.index + 1).arg(picture.count);
    }));
    if (!isSizeTold) {
        ParamSpec pixels = named(u"pixels"_s, u"Pixels"_s);
        pixels.kind = ParamKind::Size;
        compare(compared(pictures, What::Pixels, pixels,
                         [](const Picture &picture) { return sizeValue(picture.size); }));
    }
    return found;
}

} // namespace janus
