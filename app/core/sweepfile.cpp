#include "core/sweepfile.h"

#include "core/paramroles.h"

#include <QHash>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QSet>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace janus {

namespace {

constexpr qsizetype mostFileBytes = 4 * 1024 * 1024;
constexpr qsizetype longestName = 200;
constexpr std::array axisMembers{"columns"_L1, "rows"_L1, "pages"_L1};

Error wrongFile(const QString &sentence, const QString &field = {})
{
    return {ErrorKind::BadInput, sentence, {}, field};
}

QString shownValue(const QJsonValue &value)
{
    if (value.isUndefined())
        return u"missing"_s;
    const QString text = plainValueText(value);
    const QString cut = text.size() > 60 ? text.left(59) + u'…' : text;
    return value.isString() ? u'“' + cut + u'”' : cut;
}

/// A value of a parameter as JSON: texts are read as on the command line, the rest is taken as it is.
Result<QJsonValue> givenValue(const ModelSchema &schema, const ParamSpec &param, const QJsonValue &value)
{
    if (value.isString() && param.kind != ParamKind::Text && param.kind != ParamKind::Json) {
        const SweepAxis axis{SweepAxis::Kind::Parameter, param.name, {}};
        const Result<QJsonArray> read = axisValues(schema, axis, value.toString());
        if (!read)
            return read.error();
        if (read->size() == 1)
            return QJsonValue(read->first());
    }
    const Result<void> checked = schema.check(param, value);
    return checked ? Result<QJsonValue>(value) : checked.error();
}

class SweepReader
{
public:
    SweepReader(const QJsonObject &file, const ModelSchema &schema, QRandomGenerator &dice)
        : m_file(file)
        , m_schema(schema)
        , m_dice(dice)
    {
        m_sweep.base = schema.defaults();
        if (const ParamSpec *count = schema.find(ParamRole::Count))
            m_sweep.base.input[count->name] = 1;
    }

    Result<Sweep> read()
    {
        for (const QString &member : m_file.keys()) {
            if (const Result<void> taken = take(member, m_file[member]); !taken)
                return taken.error();
        }
        for (const QLatin1StringView member : axisMembers) {
            if (const Result<void> taken = takeAxis(member); !taken)
                return taken.error();
        }
        const ParamSpec *seedParam = m_schema.find(ParamRole::Seed);
        if (seedParam && !m_sweep.base.input.contains(seedParam->name))
            m_sweep.base.input[seedParam->name] = drawSeed(m_dice);
        const QList<Error> problems = check(m_sweep, m_schema);
        return problems.isEmpty() ? Result<Sweep>(m_sweep) : problems.first();
    }

private:
    Result<void> take(const QString &member, const QJsonValue &value)
    {
        if (member == "model"_L1 || std::ranges::find(axisMembers, member) != axisMembers.end())
            return {};
        if (member == "name"_L1) {
            if (!value.isString())
                return wrongFile(u"“name” must be text; it is %1."_s.arg(shownValue(value)));
            m_sweep.name = value.toString().simplified();
            if (m_sweep.name.size() > longestName)
                return wrongFile(u"“name” must have at most %1 characters; it has %2."_s.arg(longestName)
                                     .arg(m_sweep.name.size()));
            return {};
        }
        const ParamSpec *param = m_schema.findByAnyName(member);
        if (!param)
            return wrongFile(unknown(member), member);
        if (m_taken.contains(param->name))
            return wrongFile(u"%1 is said twice, the second time as “%2”."_s.arg(param->title, member),
                             param->name);
        m_taken.insert(param->name);
        const Result<QJsonValue> given = givenValue(m_schema, *param, value);
        if (!given)
            return given.error();
        m_sweep.base.input[param->name] = *given;
        return {};
    }

    QString unknown(const QString &member) const
    {
        QStringList names;
        for (const ParamSpec &param : m_schema.params())
            names << param.name;
        return u"“%1” is no parameter of %2 and nothing a sweep file has. It has name, model, columns, rows, "
               "pages, and %3."_s.arg(member.left(60), m_schema.title(), names.join(u", "_s));
    }

    Result<void> takeAxis(QLatin1StringView member)
    {
        const QJsonValue json = m_file[member];
        if (json.isUndefined()) {
            const bool isFirst = member == axisMembers.front();
            return isFirst
                       ? Result<void>(wrongFile(
                             u"“columns” is missing; it says what differs, as in {\"guidance\": \"2, 4, 6\"}."_s))
                       : Result<void>();
        }
        if (member == "pages"_L1 && m_sweep.axes.size() < 2)
            return wrongFile(
                u"“pages” needs “rows” beside it; use “rows” for the second thing that differs."_s);
        if (!json.isObject())
            return wrongFile(u"“%1” must be an object such as {\"guidance\": \"2, 4, 6\"}; it is %2."_s.arg(
                member, shownValue(json)));
        const Result<SweepAxis> axis = axisOf(json.toObject());
        if (!axis)
            return wrongFile(u"“%1”: %2"_s.arg(member, axis.error().message), axis.error().field);
        m_sweep.axes << *axis;
        return {};
    }

    Result<SweepAxis> axisOf(const QJsonObject &json)
    {
        QJsonObject rest = json;
        SweepAxis axis;
        QJsonValue values = rest.take("values"_L1);
        if (rest.size() != 1)
            return wrongFile(rest.isEmpty()
                                 ? u"It names nothing that differs."_s
                                 : u"It must name one thing that differs, not %1 (%2)."_s.arg(rest.size())
                                       .arg(rest.keys().join(u", "_s).left(100)));
        const QString name = rest.begin().key();
        const QJsonValue what = rest.begin().value();
        const bool isWords = name == "words"_L1;
        const bool isSpelledOut = isWords || name == "parameter"_L1;
        if (isSpelledOut && !what.isString())
            return wrongFile(u"“%1” must be text; it is %2."_s.arg(name, shownValue(what)));
        if (isSpelledOut && values.isUndefined())
            return wrongFile(u"“values” is missing beside “%1”."_s.arg(name));
        if (!isSpelledOut && !values.isUndefined())
            return wrongFile(u"“values” cannot stand beside “%1”, which has its own."_s.arg(name.left(60)));
        if (isWords) {
            axis = {SweepAxis::Kind::Words, what.toString(), {}};
        } else {
            const QString parameter = isSpelledOut ? what.toString() : name;
            const ParamSpec *param = m_schema.findByAnyName(parameter);
            if (!param)
                return wrongFile(u"%1 has no parameter “%2”."_s.arg(m_schema.title(), parameter.left(60)),
                                 parameter);
            axis = {SweepAxis::Kind::Parameter, param->name, {}};
        }
        const Result<QJsonArray> read = valuesOf(axis, isSpelledOut ? values : what);
        if (!read)
            return read.error();
        axis.values = *read;
        return axis;
    }

    Result<QJsonArray> valuesOf(const SweepAxis &axis, const QJsonValue &given)
    {
        if (given.isString())
            return axisValues(m_schema, axis, given.toString(), m_dice);
        const bool isNumber = given.isDouble() && axis.kind == SweepAxis::Kind::Parameter;
        if (!given.isArray() && !isNumber)
            return wrongFile(
                u"The values of %1 must be a list or a text such as \"2, 4, 6\"; they are %2."_s.arg(
                    axisTitle(axis, m_schema), shownValue(given)));
        if (axis.kind == SweepAxis::Kind::Words)
            return given.toArray();
        const ParamSpec &param = *m_schema.find(axis.name);
        QJsonArray values;
        for (const QJsonValue &value : given.isArray() ? given.toArray() : QJsonArray{given}) {
            const Result<QJsonValue> read = givenValue(m_schema, param, value);
            if (!read)
                return read.error();
            values << *read;
        }
        return values;
    }

    const QJsonObject m_file;
    const ModelSchema &m_schema;
    QRandomGenerator &m_dice;
    Sweep m_sweep;
    QSet<QString> m_taken;
};

} // namespace

Result<QJsonObject> readSweepFile(const QByteArray &bytes)
{
    if (bytes.size() > mostFileBytes)
        return wrongFile(
            u"The file is too large for a sweep; it has %1 bytes, at most %2 are read."_s.arg(bytes.size())
                .arg(mostFileBytes));
    QJsonParseError problem;
    const QJsonDocument json = QJsonDocument::fromJson(bytes, &problem);
    if (problem.error != QJsonParseError::NoError) {
        const qsizetype line = bytes.first(qMin<qsizetype>(problem.offset, bytes.size())).count('\n') + 1;
        return wrongFile(u"The file is no JSON: %1, in line %2."_s.arg(problem.errorString()).arg(line));
    }
    if (!json.isObject())
        return wrongFile(
            u"The file must hold one JSON object such as {\"prompt\": …, \"columns\": …}; it holds a list."_s);
    return json.object();
}

Result<QString> sweepModel(const QJsonObject &file, const QString &otherwise)
{
    const QJsonValue model = file["model"_L1];
    if (model.isUndefined())
        return otherwise;
    if (!model.isString() || model.toString().trimmed().isEmpty())
        return wrongFile(
            u"“model” must be the id of a model, such as fal-ai/janus; it is %1."_s.arg(shownValue(model)));
    return model.toString().trimmed();
}

Result<Sweep> sweepFromFile(const QJsonObject &file, const ModelSchema &schema, QRandomGenerator &dice)
{
    return SweepReader(file, schema, dice).read();
}

} // namespace janus
