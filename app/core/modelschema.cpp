#include "core/modelschema.h"

#include "core/paramroles.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace janus {

namespace {

/// One OpenAPI document with its references followed.
class OpenApiReader
{
public:
    explicit OpenApiReader(QJsonObject document)
        : m_document(std::move(document))
    {
    }

    QString endpoint() const
    {
        return m_document["info"_L1]["x-fal-metadata"_L1]["endpointId"_L1].toString();
    }

    QJsonObject inputSchema() const
    {
        const QJsonObject paths = m_document["paths"_L1].toObject();
        for (const QJsonValue &path : paths) {
            const QJsonValue post = path["post"_L1];
            if (post.isObject())
                return resolved(
                    post["requestBody"_L1]["content"_L1]["application/json"_L1]["schema"_L1].toObject());
        }
        return {};
    }

    /// Follows $ref and a lone allOf. The depth guards against documents that refer to themselves.
    QJsonObject resolved(QJsonObject schema) const
    {
        for (int depth = 0; depth < 16; ++depth) {
            const QString reference = schema["$ref"_L1].toString();
            const QJsonArray allOf = schema["allOf"_L1].toArray();
            if (!reference.isEmpty())
                schema = merged(schema, target(reference));
            else if (allOf.size() == 1)
                schema = merged(schema, allOf.first().toObject());
            else
                break;
        }
        return schema;
    }

private:
    QJsonObject target(const QString &reference) const
    {
        const auto prefix = "#/components/schemas/"_L1;
        if (!reference.startsWith(prefix))
            return {};
        return m_document["components"_L1]["schemas"_L1][reference.mid(prefix.size())].toObject();
    }

    /// What stands beside a reference (title, default, description) wins over what it refers to.
    static QJsonObject merged(QJsonObject outer, QJsonObject inner)
    {
        outer.remove("$ref"_L1);
        outer.remove("allOf"_L1);
        for (auto it = outer.constBegin(); it != outer.constEnd(); ++it)
            inner[it.key()] = it.value();
        return inner;
    }

    QJsonObject m_document;
};

QStringList wordsOf(const QJsonValue &array)
{
    QStringList words;
    for (const QJsonValue &word : array.toArray())
        words << word.toString();
    return words;
}

bool isSizeObject(const QJsonObject &schema)
{
    const QJsonObject properties = schema["properties"_L1].toObject();
    return properties.size() == 2 && properties.contains("width"_L1) && properties.contains("height"_L1);
}

std::optional<double> number(const QJsonObject &schema, QLatin1StringView key)
{
    const QJsonValue value = schema[key];
    return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
}

/// exclusiveMinimum and its sibling are a switch in OpenAPI 3.0 and a number in 3.1; fal's documents have
/// both.
void readLimit(const QJsonObject &schema, QLatin1StringView plain, QLatin1StringView exclusive,
               std::optional<double> &limit, bool &isExclusive)
{
    limit = number(schema, plain);
    if (const std::optional<double> strict = number(schema, exclusive)) {
        limit = strict;
        isExclusive = true;
    } else {
        isExclusive = limit && schema[exclusive].toBool();
    }
}

std::optional<int> textLength(const QJsonObject &schema, QLatin1StringView key)
{
    const std::optional<double> length = number(schema, key);
    constexpr double most = std::numeric_limits<int>::max();
    return length ? std::optional(static_cast<int>(std::clamp(*length, 0.0, most))) : std::nullopt;
}

void readLimits(ParamSpec &param, const QJsonObject &schema)
{
    readLimit(schema, "minimum"_L1, "exclusiveMinimum"_L1, param.minimum, param.exclusiveMinimum);
    readLimit(schema, "maximum"_L1, "exclusiveMaximum"_L1, param.maximum, param.exclusiveMaximum);
    param.multipleOf = number(schema, "multipleOf"_L1);
    param.minLength = textLength(schema, "minLength"_L1);
    param.maxLength = textLength(schema, "maxLength"_L1);
}

/// A size's limits are those of its sides; whole numbers above 0 are at least 1.
void readSizeLimits(ParamSpec &param, const QJsonObject &sizeSchema)
{
    readLimits(param, sizeSchema["properties"_L1]["width"_L1].toObject());
    if (param.exclusiveMinimum && param.minimum) {
        param.minimum = *param.minimum + 1;
        param.exclusiveMinimum = false;
    }
}

void readSimpleKind(ParamSpec &param, const QJsonObject &schema)
{
    const QString type = schema["type"_L1].toString();
    param.nullable = param.nullable || schema["nullable"_L1].toBool();
    if (isSizeObject(schema)) {
        param.kind = ParamKind::Size;
        readSizeLimits(param, schema);
    } else if (type == "string"_L1 && schema["enum"_L1].isArray()) {
        param.kind = ParamKind::Choice;
        param.choices = wordsOf(schema["enum"_L1]);
    } else if (type == "string"_L1) {
        param.kind = ParamKind::Text;
        readLimits(param, schema);
    } else if (type == "integer"_L1 || type == "number"_L1) {
        param.kind = type == "integer"_L1 ? ParamKind::Integer : ParamKind::Number;
        readLimits(param, schema);
    } else if (type == "boolean"_L1) {
        param.kind = ParamKind::Boolean;
    }
}

/// anyOf: "X or null" is an optional X, "named sizes or an object" is a size; the rest stays raw JSON.
void readAlternatives(ParamSpec &param, const QJsonArray &alternatives, const OpenApiReader &reader)
{
    QList<QJsonObject> kinds;
    for (const QJsonValue &alternative : alternatives) {
        const QJsonObject schema = reader.resolved(alternative.toObject());
        if (schema["type"_L1].toString() == "null"_L1)
            param.nullable = true;
        else
            kinds << schema;
    }
    if (kinds.size() == 1) {
        readSimpleKind(param, kinds.first());
        return;
    }
    if (kinds.size() != 2)
        return;
    const bool sizeFirst = isSizeObject(kinds.first());
    const QJsonObject &size = sizeFirst ? kinds.first() : kinds.last();
    const QJsonObject &names = sizeFirst ? kinds.last() : kinds.first();
    if (isSizeObject(size) && names["enum"_L1].isArray()) {
        readSimpleKind(param, size);
        param.choices = wordsOf(names["enum"_L1]);
    }
}

void applyOverlay(ParamSpec &param, const QJsonObject &overlay)
{
    param.title = overlay["title"_L1].toString(param.title);
    param.hint = overlay["hint"_L1].toString(param.hint);
    param.step = overlay["step"_L1].toDouble(param.step);
    for (const QJsonValue &meaning : overlay["meanings"_L1].toArray())
        param.meanings << ParamMeaning{meaning["upTo"_L1].toDouble(), meaning["text"_L1].toString()};
}

ParamSpec readParam(const QString &name, const QJsonObject &property, const OpenApiReader &reader)
{
    const QJsonObject schema = reader.resolved(property);
    ParamSpec param;
    param.name = name;
    param.title = schema["title"_L1].toString(name);
    param.hint = schema["description"_L1].toString().simplified();
    param.role = roleOf(name);
    param.defaultValue =
        schema.contains("default"_L1) ? schema["default"_L1] : QJsonValue(QJsonValue::Undefined);
    if (schema["anyOf"_L1].isArray())
        readAlternatives(param, schema["anyOf"_L1].toArray(), reader);
    else
        readSimpleKind(param, schema);
    if (param.kind == ParamKind::Number)
        param.step = 0.1;
    return param;
}

QStringList displayOrder(const QJsonObject &input)
{
    QStringList order = wordsOf(input["x-fal-order-properties"_L1]);
    const QJsonObject properties = input["properties"_L1].toObject();
    for (const QString &name : properties.keys()) {
        if (!order.contains(name))
            order << name;
    }
    order.removeDuplicates();
    order.removeIf([&](const QString &name) { return !properties.contains(name); });
    std::stable_partition(order.begin(), order.end(),
                          [](const QString &name) { return roleOf(name) == ParamRole::Prompt; });
    return order;
}

QString plainName(const QString &name)
{
    return name.trimmed().toLower().replace(u'-', u'_').replace(u' ', u'_');
}

ParamRole roleOfShortName(const QString &plain)
{
    static const QHash<QString, ParamRole> roles{
        {u"prompt"_s, ParamRole::Prompt},
        {u"size"_s, ParamRole::Size},
        {u"guidance"_s, ParamRole::Guidance},
        {u"cfg"_s, ParamRole::Guidance},
        {u"temperature"_s, ParamRole::Temperature},
        {u"n"_s, ParamRole::Count},
        {u"count"_s, ParamRole::Count},
        {u"images"_s, ParamRole::Count},
        {u"seed"_s, ParamRole::Seed},
        {u"safety"_s, ParamRole::Safety},
    };
    return roles.value(plain, ParamRole::None);
}

Error unreadable(const QString &why)
{
    return {ErrorKind::Protocol, u"The description of this model cannot be read."_s, why};
}

} // namespace

Result<ModelSchema> ModelSchema::fromOpenApi(const QByteArray &document, const QByteArray &overlay)
{
    QJsonParseError parseError;
    const QJsonDocument json = QJsonDocument::fromJson(document, &parseError);
    if (!json.isObject())
        return unreadable(parseError.errorString());
    const OpenApiReader reader(json.object());
    const QJsonObject input = reader.inputSchema();
    if (reader.endpoint().isEmpty())
        return unreadable(u"no endpointId"_s);
    if (input["properties"_L1].toObject().isEmpty())
        return unreadable(u"no input properties"_s);

    ModelSchema schema;
    schema.m_endpoint = reader.endpoint();
    schema.m_title = json["info"_L1]["title"_L1].toString(reader.endpoint()).remove("Queue OpenAPI for "_L1);
    const QStringList required = wordsOf(input["required"_L1]);
    const QJsonObject words = QJsonDocument::fromJson(overlay).object();
    schema.m_title = words[schema.m_endpoint]["title"_L1].toString(schema.m_title);
    for (const QString &name : displayOrder(input)) {
        ParamSpec param = readParam(name, input["properties"_L1][name].toObject(), reader);
        param.required = required.contains(name);
        applyOverlay(param, words[name].toObject());
        schema.m_params << param;
    }
    return schema;
}

const ParamSpec *ModelSchema::find(const QString &name) const
{
    const auto it = std::ranges::find(m_params, name, &ParamSpec::name);
    return it == m_params.end() ? nullptr : &*it;
}

const ParamSpec *ModelSchema::find(ParamRole role) const
{
    const auto it = std::ranges::find(m_params, role, &ParamSpec::role);
    return it == m_params.end() ? nullptr : &*it;
}

const ParamSpec *ModelSchema::findByAnyName(const QString &name) const
{
    if (const ParamSpec *param = find(name))
        return param;
    const QString plain = plainName(name);
    if (plain.isEmpty())
        return nullptr;
    const auto called = [&](QString ParamSpec::*words) -> const ParamSpec * {
        const auto it = std::ranges::find_if(
            m_params, [&](const ParamSpec &param) { return plainName(param.*words) == plain; });
        return it == m_params.end() ? nullptr : &*it;
    };
    if (const ParamSpec *param = called(&ParamSpec::name))
        return param;
    const ParamRole role = roleOfShortName(plain);
    const ParamSpec *param = role == ParamRole::None ? nullptr : find(role);
    return param ? param : called(&ParamSpec::title);
}

GenerationRequest ModelSchema::defaults() const
{
    GenerationRequest request{m_endpoint, {}};
    for (const ParamSpec &param : m_params) {
        if (!param.defaultValue.isUndefined() && !param.defaultValue.isNull())
            request.input[param.name] = param.defaultValue;
    }
    return request;
}

} // namespace janus
