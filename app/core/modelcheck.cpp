// ModelSchema's judgement of values: check() and parse(). Reading the schema itself is in modelschema.cpp.
#include "core/modelschema.h"

#include "core/seed.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <QRegularExpression>

#include <cmath>

using namespace Qt::StringLiterals;

namespace janus {

namespace {

QString shown(double value)
{
    return QString::number(value, 'g', QLocale::FloatingPointShortest);
}

QString shown(const QJsonValue &value)
{
    if (value.isString()) {
        const QString text = value.toString();
        return u'“' + (text.size() > 60 ? text.left(59) + u'…' : text) + u'”';
    }
    if (value.isDouble()) {
        const std::optional<Seed> whole = exactSeed(value);
        return whole ? QString::number(*whole) : shown(value.toDouble());
    }
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    if (value.isNull())
        return u"null"_s;
    if (value.isUndefined())
        return u"missing"_s;
    const QJsonDocument json =
        value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    return QString::fromUtf8(json.toJson(QJsonDocument::Compact)).left(60);
}

/// "Guidance (cfg_weight)", or just "Seed" where the two are the same word.
QString nameOf(const ParamSpec &param)
{
    if (param.title.compare(param.name, Qt::CaseInsensitive) == 0)
        return param.title;
    return param.title + u" ("_s + param.name + u')';
}

Error bad(const ParamSpec &param, const QString &rule, const QJsonValue &value)
{
    return {
        ErrorKind::BadInput, u"%1 %2; it is %3."_s.arg(nameOf(param), rule, shown(value)), {}, param.name};
}

/// "between 1 and 20", "at least 1", "above 0" …
QString rangeWords(const ParamSpec &param)
{
    if (param.minimum && param.maximum && !param.exclusiveMinimum && !param.exclusiveMaximum)
        return u"between %1 and %2"_s.arg(shown(*param.minimum), shown(*param.maximum));
    QStringList parts;
    if (param.minimum)
        parts << (param.exclusiveMinimum ? u"above "_s : u"at least "_s) + shown(*param.minimum);
    if (param.maximum)
        parts << (param.exclusiveMaximum ? u"below "_s : u"at most "_s) + shown(*param.maximum);
    return parts.join(u" and "_s);
}

bool isInRange(const ParamSpec &param, double value)
{
    if (param.minimum && (param.exclusiveMinimum ? value <= *param.minimum : value < *param.minimum))
        return false;
    return !param.maximum || (param.exclusiveMaximum ? value < *param.maximum : value <= *param.maximum);
}

bool isMultiple(double value, double step)
{
    return std::abs(std::remainder(value, step)) < 1e-9;
}

Result<void> checkText(const ParamSpec &param, const QJsonValue &value)
{
    if (!value.isString())
        return bad(param, u"must be text"_s, value);
    const QString text = value.toString();
    if (param.required && text.trimmed().isEmpty()) {
        return Error{ErrorKind::BadInput,
                     u"%1 is empty; it needs at least one word."_s.arg(nameOf(param)),
                     {},
                     param.name};
    }
    const qsizetype length = text.toUcs4().size();
    const auto wrongLength = [&](const QString &limit) {
        return Error{
            ErrorKind::BadInput,
            u"%1 must have %2 characters; it has %3."_s.arg(nameOf(param), limit, QString::number(length)),
            {},
            param.name};
    };
    if (param.minLength && length < *param.minLength)
        return wrongLength(u"at least %1"_s.arg(*param.minLength));
    if (param.maxLength && length > *param.maxLength)
        return wrongLength(u"at most %1"_s.arg(*param.maxLength));
    return {};
}

Result<void> checkNumber(const ParamSpec &param, const QJsonValue &value)
{
    const bool whole = param.kind == ParamKind::Integer;
    const double number = value.toDouble();
    if (!value.isDouble() || !std::isfinite(number) || (whole && std::trunc(number) != number))
        return bad(param, whole ? u"must be a whole number"_s : u"must be a number"_s, value);
    if (!isInRange(param, number))
        return bad(param, u"must be "_s + rangeWords(param), value);
    if (whole && !exactSeed(value))
        return bad(param, u"must be between -9223372036854775808 and 9223372036854775807"_s, value);
    if (param.multipleOf && *param.multipleOf > 0 && !isMultiple(number, *param.multipleOf))
        return bad(param, u"must be a multiple of "_s + shown(*param.multipleOf), value);
    return {};
}

Result<void> checkChoice(const ParamSpec &param, const QJsonValue &value)
{
    if (value.isString() && param.choices.contains(value.toString()))
        return {};
    return bad(param, u"must be one of "_s + param.choices.join(u", "_s), value);
}

Result<void> checkSide(const ParamSpec &param, const QString &side, const QJsonValue &value)
{
    ParamSpec sideParam = param;
    sideParam.kind = ParamKind::Integer;
    sideParam.title = side;
    sideParam.name = side.toLower();
    Result<void> checked = checkNumber(sideParam, value);
    if (checked)
        return checked;
    Error error = checked.error();
    error.field = param.name;
    return error;
}

Result<void> checkSize(const ParamSpec &param, const QJsonValue &value)
{
    if (!value.isObject()) {
        if (value.isString() && param.choices.contains(value.toString()))
            return {};
        const QString names =
            param.choices.isEmpty() ? QString() : u"one of %1, or "_s.arg(param.choices.join(u", "_s));
        return bad(param, u"must be %1width x height, such as 1280x720"_s.arg(names), value);
    }
    Result<void> width = checkSide(param, u"Width"_s, value["width"_L1]);
    return width ? checkSide(param, u"Height"_s, value["height"_L1]) : width;
}

QJsonValue sizeValue(const QString &text)
{
    static const QRegularExpression pattern(uR"(^\s*(-?\d{1,9})\s*[xX×*]\s*(-?\d{1,9})\s*$)"_s);
    const QRegularExpressionMatch match = pattern.match(text);
    if (!match.hasMatch())
        return text;
    return QJsonObject{{u"width"_s, match.captured(1).toInt()}, {u"height"_s, match.captured(2).toInt()}};
}

QJsonValue booleanValue(const QString &text)
{
    const QString word = text.trimmed().toLower();
    if (QStringList{u"true"_s, u"yes"_s, u"on"_s, u"1"_s}.contains(word))
        return true;
    if (QStringList{u"false"_s, u"no"_s, u"off"_s, u"0"_s}.contains(word))
        return false;
    return text;
}

QJsonValue numberValue(const QString &text, ParamKind kind)
{
    // Without group separators: "1,500" may as well be meant as one and a half.
    QLocale locale = QLocale::c();
    locale.setNumberOptions(QLocale::RejectGroupSeparator);
    bool ok = false;
    if (kind == ParamKind::Integer) {
        const qint64 whole = locale.toLongLong(text.trimmed(), &ok);
        if (ok)
            return whole;
    }
    const double value = locale.toDouble(text.trimmed(), &ok);
    // "1e3" is a whole number, too. Where a double no longer holds every one, it may not be the one that was
    // typed.
    constexpr double firstGap = 9'007'199'254'740'992.0;
    const bool mayDiffer =
        kind == ParamKind::Integer && std::abs(value) >= firstGap && exactSeed(QJsonValue(value));
    return ok && !mayDiffer ? QJsonValue(value) : QJsonValue(text);
}

Result<QJsonValue> jsonValue(const ParamSpec &param, const QString &text)
{
    // QJsonDocument reads arrays and objects only, so the value stands in an array of one.
    const QJsonDocument json = QJsonDocument::fromJson('[' + text.toUtf8() + ']');
    if (json.array().size() != 1)
        return bad(param, u"must be a JSON value"_s, text);
    return json.array().first();
}

} // namespace

Result<void> ModelSchema::check(const ParamSpec &param, const QJsonValue &value) const
{
    if (value.isUndefined() || (value.isNull() && param.nullable)) {
        if (!param.required)
            return {};
        if (param.kind == ParamKind::Text)
            return checkText(param, QString());
        return Error{ErrorKind::BadInput, u"%1 is missing."_s.arg(nameOf(param)), {}, param.name};
    }
    switch (param.kind) {
    case ParamKind::Text:
        return checkText(param, value);
    case ParamKind::Integer:
    case ParamKind::Number:
        return checkNumber(param, value);
    case ParamKind::Boolean:
        return value.isBool() ? Result<void>() : bad(param, u"must be true or false"_s, value);
    case ParamKind::Choice:
        return checkChoice(param, value);
    case ParamKind::Size:
        return checkSize(param, value);
    case ParamKind::Json:
        return {};
    }
    Q_UNREACHABLE();
}

QList<Error> ModelSchema::check(const GenerationRequest &request) const
{
    QList<Error> errors;
    for (const ParamSpec &param : m_params) {
        if (const Result<void> checked = check(param, request.input[param.name]); !checked)
            errors << checked.error();
    }
    for (const QString &name : request.input.keys()) {
        if (!find(name))
            errors << Error{ErrorKind::BadInput, u"This model has no parameter “%1”."_s.arg(name), {}, name};
    }
    return errors;
}

Result<QJsonValue> ModelSchema::parse(const ParamSpec &param, const QString &text) const
{
    QJsonValue value = text;
    switch (param.kind) {
    case ParamKind::Text:
    case ParamKind::Choice:
        break;
    case ParamKind::Integer:
    case ParamKind::Number:
        value = numberValue(text, param.kind);
        break;
    case ParamKind::Boolean:
        value = booleanValue(text);
        break;
    case ParamKind::Size:
        value = param.choices.contains(text) ? QJsonValue(text) : sizeValue(text);
        break;
    case ParamKind::Json:
        return jsonValue(param, text);
    }
    if (const Result<void> checked = check(param, value); !checked)
        return checked.error();
    return value;
}

} // namespace janus
