// The values of a sweep's axis as text, and back: axisValues() and its kin of core/sweep.h.
#include "core/sweep.h"

#include "core/seed.h"

#include <QJsonDocument>
#include <QLocale>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSet>

#include <cmath>

using namespace Qt::StringLiterals;

namespace janus {

namespace {

struct TypedItem
{
    QString text;
    bool isQuoted = false;
};

Error unclearValues(const SweepAxis &axis, const QString &sentence)
{
    return {ErrorKind::BadInput, sentence, {}, axis.kind == SweepAxis::Kind::Words ? u"prompt"_s : axis.name};
}

QString shortQuoted(const QString &text)
{
    return u'“' + (text.size() > 60 ? text.left(59) + u'…' : text) + u'”';
}

QString manyText(quint64 count)
{
    return QLocale(QLocale::English).toString(count);
}

Error tooManyValues(const SweepAxis &axis, const QString &text, quint64 count)
{
    return unclearValues(axis, u"%1 are %2 values; a sheet has at most %3 cells."_s.arg(
                                   shortQuoted(text), manyText(count), manyText(Sweep::mostCells)));
}

bool isValueSeparator(QChar character)
{
    return character == u',' || character == u'\n';
}

/// Between commas or on lines of their own; in quotes a comma is a comma, and "" is a quote.
class TypedItems
{
public:
    TypedItems(const SweepAxis &axis, const QString &text)
        : m_axis(axis)
        , m_text(text)
    {
    }

    Result<QList<TypedItem>> read()
    {
        QList<TypedItem> items;
        while (m_at < m_text.size()) {
            skipSpace();
            if (m_at == m_text.size())
                break;
            const QChar first = m_text[m_at];
            if (first == u'"' || first == u'“') {
                const Result<QString> inside = readQuoted(first == u'"' ? u'"' : u'”');
                if (!inside)
                    return inside.error();
                items << TypedItem{*inside, true};
            } else {
                const qsizetype from = m_at;
                while (m_at < m_text.size() && !isValueSeparator(m_text[m_at]))
                    ++m_at;
                if (const QString plain = m_text.mid(from, m_at - from).trimmed(); !plain.isEmpty())
                    items << TypedItem{plain};
            }
            ++m_at; // the separator
        }
        return items;
    }

private:
    void skipSpace()
    {
        while (m_at < m_text.size() && m_text[m_at].isSpace() && !isValueSeparator(m_text[m_at]))
            ++m_at;
    }

    Result<QString> readQuoted(QChar end)
    {
        const qsizetype from = m_at++;
        QString inside;
        for (; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] != end) {
                inside += m_text[m_at];
            } else if (m_at + 1 < m_text.size() && m_text[m_at + 1] == end) {
                inside += end;
                ++m_at;
            } else {
                ++m_at;
                skipSpace();
                if (m_at == m_text.size() || isValueSeparator(m_text[m_at]))
                    return inside;
                return unclearValues(m_axis,
                                     u"A comma is missing after the value %1."_s.arg(shortQuoted(inside)));
            }
        }
        return unclearValues(m_axis, u"The quotation mark before %1 has no other half."_s.arg(
                                         shortQuoted(m_text.mid(from + 1).trimmed())));
    }

    const SweepAxis &m_axis;
    const QString m_text;
    qsizetype m_at = 0;
};

const QRegularExpression &rangePattern()
{
    static const QString number = uR"([-+]?(?:\d+(?:\.\d+)?|\.\d+))"_s;
    static const QRegularExpression pattern(
        uR"(^(%1)\s*(?:\.\.\.?|…|–|\bto\b)\s*(%1)(?:\s*,?\s*(?:step|by)\s*(%1))?$)"_s.arg(number));
    return pattern;
}

int decimalsOf(const QString &number)
{
    const qsizetype point = number.indexOf(u'.');
    return point < 0 ? 0 : int(number.size() - point - 1);
}

Result<QJsonArray> wholeRange(const SweepAxis &axis, const QString &text,
                              const QRegularExpressionMatch &range)
{
    bool isFrom = false;
    bool isTo = false;
    bool isStep = true;
    const QLocale locale = QLocale::c();
    const qint64 from = locale.toLongLong(range.captured(1), &isFrom);
    const qint64 to = locale.toLongLong(range.captured(2), &isTo);
    const qint64 step = range.hasCaptured(3) ? locale.toLongLong(range.captured(3), &isStep) : 1;
    if (!isFrom || !isTo || !isStep)
        return unclearValues(axis,
                             u"%1 must go from one whole number to another one."_s.arg(shortQuoted(text)));
    if (step < 1)
        return unclearValues(
            axis, u"The step of %1 must be at least 1; it is %2."_s.arg(shortQuoted(text)).arg(step));
    const bool isUp = to >= from;
    const quint64 distance = isUp ? quint64(to) - quint64(from) : quint64(from) - quint64(to);
    const quint64 steps = distance / quint64(step);
    if (steps >= quint64(Sweep::mostCells))
        return tooManyValues(axis, text, steps + (steps < ~quint64(0) ? 1 : 0));
    QJsonArray values;
    for (quint64 k = 0; k <= steps; ++k) {
        const quint64 way = k * quint64(step);
        values << qint64(isUp ? quint64(from) + way : quint64(from) - way);
    }
    return values;
}

/// Each value is the decimal that one would write: 0.3, not 0.1 + 0.1 + 0.1.
Result<QJsonArray> decimalRange(const SweepAxis &axis, const QString &text,
                                const QRegularExpressionMatch &range)
{
    const QLocale locale = QLocale::c();
    const double from = locale.toDouble(range.captured(1));
    const double to = locale.toDouble(range.captured(2));
    const QString stepText = range.hasCaptured(3) ? range.captured(3) : u"1"_s;
    const double step = locale.toDouble(stepText);
    if (!(step > 0))
        return unclearValues(axis,
                             u"The step of %1 must be above 0; it is %2."_s.arg(shortQuoted(text), stepText));
    const double steps = std::floor(std::abs(to - from) / step + 1e-9);
    if (!(steps < Sweep::mostCells))
        return tooManyValues(axis, text, quint64(std::min(steps, 1e15)) + 1);
    const int decimals = std::min(12, std::max(decimalsOf(range.captured(1)), decimalsOf(stepText)));
    QJsonArray values;
    for (int k = 0; k <= int(steps); ++k) {
        const double exact = from + (to >= from ? k : -k) * step;
        values << locale.toDouble(QString::number(exact, 'f', decimals)) + 0.0; // no minus before a zero
    }
    return values;
}

Result<QJsonArray> drawnSeeds(const SweepAxis &axis, const QString &text, quint64 count,
                              QRandomGenerator &dice)
{
    if (count < 1 || count > quint64(Sweep::mostCells))
        return unclearValues(axis, u"%1 must name between 1 and %2 seeds."_s.arg(shortQuoted(text),
                                                                                 manyText(Sweep::mostCells)));
    QSet<Seed> drawn;
    QJsonArray values;
    while (quint64(drawn.size()) < count) {
        const Seed seed = drawSeed(dice);
        if (drawn.contains(seed))
            continue;
        drawn.insert(seed);
        values << seed;
    }
    return values;
}

/// "4:3" for what the schema calls landscape_4_3.
QString sizeName(const ParamSpec &param, const QString &text)
{
    for (const QString &choice : param.choices) {
        if (presetLabel(choice).compare(text, Qt::CaseInsensitive) == 0)
            return choice;
    }
    return text;
}

Result<QJsonArray> itemValues(const ModelSchema &schema, const SweepAxis &axis, const ParamSpec &param,
                              const TypedItem &item, QRandomGenerator &dice)
{
    const bool isNumber = param.kind == ParamKind::Integer || param.kind == ParamKind::Number;
    if (isNumber && !item.isQuoted) {
        if (const auto range = rangePattern().match(item.text); range.hasMatch()) {
            const Result<QJsonArray> values = param.kind == ParamKind::Integer
                                                  ? wholeRange(axis, item.text, range)
                                                  : decimalRange(axis, item.text, range);
            for (const QJsonValue &value : values ? *values : QJsonArray()) {
                if (const Result<void> checked = schema.check(param, value); !checked)
                    return checked.error();
            }
            return values;
        }
    }
    static const QRegularExpression seedsPattern(u"^(\\d{1,9})\\s*(?:random\\s+|new\\s+)?seeds?$"_s,
                                                 QRegularExpression::CaseInsensitiveOption);
    if (param.role == ParamRole::Seed) {
        if (const auto seeds = seedsPattern.match(item.text); seeds.hasMatch())
            return drawnSeeds(axis, item.text, seeds.captured(1).toULongLong(), dice);
    }
    const QString text = param.kind == ParamKind::Size ? sizeName(param, item.text) : item.text;
    const Result<QJsonValue> value = schema.parse(param, text);
    return value ? Result<QJsonArray>(QJsonArray{*value}) : value.error();
}

/// Any JSON may be a value here, commas included.
Result<QJsonArray> jsonValues(const SweepAxis &axis, const QString &text)
{
    QJsonParseError problem;
    const QJsonDocument json = QJsonDocument::fromJson('[' + text.toUtf8() + ']', &problem);
    if (!json.isArray())
        return unclearValues(axis, u"%1 must be JSON values with commas between them; %2 is not (%3)."_s.arg(
                                       axis.name, shortQuoted(text), problem.errorString()));
    return json.array();
}

QJsonArray eachOnce(const QJsonArray &values)
{
    QSet<QByteArray> seen;
    QJsonArray unique;
    for (const QJsonValue &value : values) {
        const QByteArray key = valueKey(value);
        if (seen.contains(key))
            continue;
        seen.insert(key);
        unique << value;
    }
    return unique;
}

QString quotedItem(const QString &text)
{
    const bool isPlain = !text.isEmpty() && text == text.trimmed() && !text.contains(u',') &&
                         !text.contains(u'\n') && !text.startsWith(u'"') && !text.startsWith(u'“');
    return isPlain ? text : u'"' + QString(text).replace(u'"', u"\"\""_s) + u'"';
}

} // namespace

Result<QJsonArray> axisValues(const ModelSchema &schema, const SweepAxis &axis, const QString &text)
{
    return axisValues(schema, axis, text, *QRandomGenerator::global());
}

Result<QJsonArray> axisValues(const ModelSchema &schema, const SweepAxis &axis, const QString &text,
                              QRandomGenerator &dice)
{
    const bool isWords = axis.kind == SweepAxis::Kind::Words;
    const ParamSpec *param = isWords ? nullptr : schema.find(axis.name);
    if (!isWords && !param)
        return unclearValues(axis, u"This model has no parameter %1."_s.arg(shortQuoted(axis.name)));
    QJsonArray values;
    if (param && param->kind == ParamKind::Json) {
        const Result<QJsonArray> read = jsonValues(axis, text);
        if (!read)
            return read.error();
        values = *read;
    } else {
        const Result<QList<TypedItem>> items = TypedItems(axis, text).read();
        if (!items)
            return items.error();
        for (const TypedItem &item : *items) {
            const Result<QJsonArray> read = isWords ? Result<QJsonArray>(QJsonArray{item.text})
                                                    : itemValues(schema, axis, *param, item, dice);
            if (!read)
                return read.error();
            for (const QJsonValue &value : *read)
                values << value;
        }
    }
    values = eachOnce(values);
    if (values.isEmpty())
        return unclearValues(axis, u"%1 needs at least one value."_s.arg(axisTitle(axis, schema)));
    if (values.size() > Sweep::mostCells)
        return tooManyValues(axis, text, quint64(values.size()));
    return values;
}

QString axisText(const ModelSchema &schema, const SweepAxis &axis)
{
    const ParamSpec *param = axis.kind == SweepAxis::Kind::Words ? nullptr : schema.find(axis.name);
    QStringList texts;
    for (const QJsonValue &value : axis.values) {
        if (param && param->kind == ParamKind::Json) {
            const QByteArray json = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
            texts << QString::fromUtf8(json.sliced(1, json.size() - 2));
        } else if (value.isString() && (!param || param->kind == ParamKind::Text)) {
            texts << quotedItem(value.toString());
        } else {
            texts << plainValueText(value);
        }
    }
    return texts.join(u", "_s);
}

QString valueText(const SweepAxis &axis, const QJsonValue &value, const ModelSchema &schema)
{
    if (value.isString() && value.toString().isEmpty())
        return u"(nothing)"_s;
    if (axis.kind == SweepAxis::Kind::Words)
        return plainValueText(value);
    if (value.isBool())
        return value.toBool() ? u"on"_s : u"off"_s;
    const ParamSpec *param = schema.find(axis.name);
    if (param && param->kind == ParamKind::Size)
        return value.isString() ? presetLabel(value.toString())
                                : plainValueText(value).replace(u'x', u" × "_s);
    return plainValueText(value);
}

QString plainValueText(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    if (const std::optional<Seed> whole = exactSeed(value))
        return QString::number(*whole);
    if (value.isDouble())
        return QString::number(value.toDouble(), 'g', QLocale::FloatingPointShortest);
    const QJsonObject object = value.toObject();
    if (object.size() == 2 && object.contains("width"_L1) && object.contains("height"_L1))
        return plainValueText(object["width"_L1]) + u'x' + plainValueText(object["height"_L1]);
    const QByteArray json = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(json.sliced(1, json.size() - 2));
}

} // namespace janus
