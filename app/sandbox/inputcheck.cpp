#include "sandbox/inputcheck.h"

#include <QJsonDocument>

#include <array>
#include <cmath>
#include <cstring>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

namespace {

constexpr int longestSide = 14142;

/// Reads the inputs of one body one by one and writes down what is wrong with them.
class InputReader
{
public:
    InputReader(const Endpoint &endpoint, const QJsonObject &input)
        : m_endpoint(endpoint)
        , m_input(input)
    {
    }

    InputCheck read()
    {
        readPrompt();
        readSize();
        for (const NumberRule &rule : m_endpoint.numbers)
            readNumber(rule);
        readSeed();
        readFlag(u"enable_safety_checker"_s, m_check.order.checkSafety);
        if (m_endpoint.tokens != 576) {
            readFlag(u"sync_mode"_s, m_check.order.inlinePictures);
            readFormat();
        }
        return m_check;
    }

private:
    void problem(const QJsonArray &path, const QString &type, const QString &message, const QJsonValue &input,
                 const QJsonObject &context = {})
    {
        QJsonArray loc{u"body"_s};
        for (const QJsonValue &step : path)
            loc.append(step);
        QJsonObject entry{{u"loc"_s, loc},
                          {u"msg"_s, message},
                          {u"type"_s, type},
                          {u"url"_s, u"https://docs.fal.ai/errors/#"_s + type},
                          {u"input"_s, input}};
        if (!context.isEmpty())
            entry.insert(u"ctx"_s, context);
        m_check.problems.append(entry);
    }

    void readPrompt()
    {
        const QJsonValue prompt = m_input.value("prompt"_L1);
        if (prompt.isUndefined())
            problem({u"prompt"_s}, u"missing"_s, u"Field required"_s, m_input);
        else if (!prompt.isString())
            problem({u"prompt"_s}, u"string_type"_s, u"Input should be a valid string"_s, prompt);
        m_check.order.prompt = prompt.toString();
    }

    /// A number, or a string that is one, as the model's own reader takes it. No value: a problem was noted.
    std::optional<double> numberAt(const QJsonArray &path, const QJsonValue &value, bool whole)
    {
        const QString kind = whole ? u"int"_s : u"float"_s;
        const QString wanted = whole ? u"a valid integer"_s : u"a valid number"_s;
        bool isNumber = value.isDouble();
        const double number = isNumber ? value.toDouble() : value.toString().toDouble(&isNumber);
        if (!value.isDouble() && !value.isString())
            problem(path, kind + u"_type"_s, u"Input should be "_s + wanted, value);
        else if (!isNumber || !std::isfinite(number))
            problem(path, kind + u"_parsing"_s,
                    u"Input should be "_s + wanted + u", unable to parse string"_s, value);
        else if (whole && number != std::floor(number))
            problem(path, u"int_from_float"_s, u"Input should be "_s + wanted + u", got a fraction"_s, value);
        else
            return number;
        return std::nullopt;
    }

    bool isWithin(const QJsonArray &path, const QJsonValue &value, double number, double least, double most)
    {
        if (number < least) {
            problem(path, u"greater_than_equal"_s,
                    u"Input should be greater than or equal to %1"_s.arg(least), value, {{u"ge"_s, least}});
        } else if (number > most) {
            problem(path, u"less_than_equal"_s, u"Input should be less than or equal to %1"_s.arg(most),
                    value, {{u"le"_s, most}});
        } else {
            return true;
        }
        return false;
    }

    void readNumber(const NumberRule &rule)
    {
        const QString name = QString::fromLatin1(rule.name);
        const QJsonValue value = m_input.value(name);
        if (value.isUndefined())
            return;
        const std::optional<double> number = numberAt({name}, value, rule.whole);
        if (!number || !isWithin({name}, value, *number, rule.least, rule.most))
            return;
        if (name == "temperature"_L1)
            m_check.order.temperature = *number;
        else if (std::strcmp(rule.name, m_endpoint.guidance) == 0)
            m_check.order.guidance = *number;
        else if (name == "num_images"_L1)
            m_check.order.count = int(*number);
    }

    void readSeed()
    {
        const QJsonValue value = m_input.value("seed"_L1);
        if (value.isUndefined() || value.isNull() || !numberAt({u"seed"_s}, value, true))
            return;
        m_check.order.seed = value.isString() ? value.toString().toLongLong() : value.toInteger();
    }

    void readFlag(const QString &name, bool &flag)
    {
        const QJsonValue value = m_input.value(name);
        if (value.isUndefined())
            return;
        if (value.isBool())
            flag = value.toBool();
        else
            problem({name}, u"bool_type"_s, u"Input should be a valid boolean"_s, value);
    }

    void readFormat()
    {
        const QString name = m_input.contains("format"_L1) ? u"format"_s : u"output_format"_s;
        const QJsonValue value = m_input.value(name);
        if (value.isUndefined() || value == "jpeg"_L1 || value == "png"_L1)
            m_check.order.png = value == "png"_L1;
        else
            problem({name}, u"literal_error"_s, u"Input should be 'jpeg' or 'png'"_s, value,
                    {{u"expected"_s, u"'jpeg' or 'png'"_s}});
    }

    void readSize()
    {
        QJsonValue value = m_input.value("image_size"_L1);
        if (value.isUndefined() || value.isNull())
            value = QString::fromLatin1(m_endpoint.preset);
        if (value.isString())
            readPreset(value.toString());
        else if (value.isObject())
            m_check.order.size = {sideOf(value.toObject(), u"width"_s),
                                  sideOf(value.toObject(), u"height"_s)};
        else
            problem({u"image_size"_s}, u"model_type"_s, u"Input should be a size or the name of one"_s,
                    value);
    }

    void readPreset(const QString &name)
    {
        struct Preset
        {
            QLatin1String name;
            QSize size;
        };
        static const std::array presets{
            Preset{"square_hd"_L1, {1024, 1024}},    Preset{"square"_L1, {512, 512}},
            Preset{"portrait_4_3"_L1, {768, 1024}},  Preset{"portrait_16_9"_L1, {576, 1024}},
            Preset{"landscape_4_3"_L1, {1024, 768}}, Preset{"landscape_16_9"_L1, {1024, 576}}};
        for (const Preset &preset : presets) {
            if (preset.name == name) {
                m_check.order.size = preset.size;
                return;
            }
        }
        const QString expected =
            u"'square_hd', 'square', 'portrait_4_3', 'portrait_16_9', 'landscape_4_3' or "
            u"'landscape_16_9'"_s;
        problem({u"image_size"_s}, u"enum"_s, u"Input should be "_s + expected, name,
                {{u"expected"_s, expected}});
    }

    int sideOf(const QJsonObject &size, const QString &side)
    {
        const QJsonArray path{u"image_size"_s, side};
        const QJsonValue value = size.value(side);
        if (value.isUndefined())
            return 512;
        const std::optional<double> number = numberAt(path, value, true);
        if (number && *number <= 0) {
            problem(path, u"greater_than"_s, u"Input should be greater than 0"_s, value, {{u"gt"_s, 0}});
        } else if (number && isWithin(path, value, *number, 1, longestSide)) {
            return int(*number);
        }
        return 512;
    }

    const Endpoint &m_endpoint;
    const QJsonObject &m_input;
    InputCheck m_check;
};

} // namespace

InputCheck checkInput(const Endpoint &endpoint, const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    if (document.isArray()) {
        InputCheck check;
        check.problems.append(QJsonObject{{u"loc"_s, QJsonArray{u"body"_s}},
                                          {u"msg"_s, u"Input should be a valid dictionary"_s},
                                          {u"type"_s, u"model_type"_s},
                                          {u"url"_s, u"https://docs.fal.ai/errors/#model_type"_s},
                                          {u"input"_s, document.array()}});
        return check;
    }
    const QJsonObject input = document.object();
    return InputReader(endpoint, input).read();
}

} // namespace janus::sandbox
