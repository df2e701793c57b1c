#include "core/foreignrecipe.h"

#include "core/paramroles.h"

#include <QJsonObject>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace janus {

namespace {

QString numberText(double value)
{
    return QString::number(value, 'g', QLocale::FloatingPointShortest);
}

QString sizeText(QSize size)
{
    return u"%1 × %2"_s.arg(size.width()).arg(size.height());
}

QSize pixelsOf(const QJsonValue &size)
{
    return size.isString() ? presetPixels(size.toString())
                           : QSize(size["width"_L1].toInt(), size["height"_L1].toInt());
}

/// The nearest number that the limits allow.
double fitted(double value, const ParamSpec &param)
{
    double least = param.minimum.value_or(value);
    double most = param.maximum.value_or(value);
    if (param.exclusiveMinimum)
        least = std::nextafter(least, most);
    if (param.exclusiveMaximum)
        most = std::nextafter(most, least);
    if (const double step = param.multipleOf.value_or(0); step > 0) {
        value = std::round(value / step) * step;
        least = std::ceil(least / step) * step;
        most = std::floor(most / step) * step;
    }
    return least > most ? least : std::clamp(value, least, most);
}

/// Both sides within the limits, in the same shape as far as they let it be.
QJsonValue fittedSize(QSize size, const ParamSpec &param)
{
    const double most = param.maximum.value_or(std::max(size.width(), size.height()));
    const double least = param.minimum.value_or(1);
    double scale = std::min(1.0, most / std::max(size.width(), size.height()));
    scale = std::max(scale, least / std::min(size.width(), size.height()));
    const auto side = [&](int length) { return int(std::lround(fitted(length * scale, param))); };
    return QJsonObject{{u"width"_s, side(size.width())}, {u"height"_s, side(size.height())}};
}

/// The named size of the same pixels; of a model that takes names alone, the nearest in shape, then in area.
std::optional<QString> presetFor(QSize size, const ParamSpec &param, bool isExact)
{
    const auto distance = [size](const QString &name) {
        const QSize pixels = presetPixels(name);
        if (pixels.isEmpty())
            return std::pair(1e9, 1e9);
        const auto shape = [](QSize of) { return std::log(double(of.width()) / of.height()); };
        const auto area = [](QSize of) { return std::log(double(of.width()) * of.height()); };
        return std::pair(std::abs(shape(pixels) - shape(size)), std::abs(area(pixels) - area(size)));
    };
    if (isExact) {
        const auto same = std::ranges::find_if(
            param.choices, [size](const QString &name) { return presetPixels(name) == size; });
        return same == param.choices.end() ? std::nullopt : std::optional(*same);
    }
    const auto nearest = std::ranges::min_element(param.choices, {}, distance);
    return nearest == param.choices.end() ? std::nullopt : std::optional(*nearest);
}

class Applying
{
public:
    Applying(const ForeignRecipe &recipe, const ModelSchema &schema)
        : m_recipe(recipe)
        , m_schema(schema)
        , m_others(recipe.others)
    {
        m_settings.request = schema.defaults();
    }

    RestoredSettings result()
    {
        // In the order in which people name them; the parts of the list that were changed come first.
        takePrompt();
        takeSeed();
        takeSize();
        takeNumber(m_schema.find(ParamRole::Guidance), u"Guidance"_s, m_recipe.guidance);
        takeOther(m_schema.find(ParamRole::Temperature), u"Temperature"_s);
        takeOther(m_schema.find(u"num_inference_steps"_s), u"Steps"_s);
        takeNegative();
        for (const NamedSetting &other : std::as_const(m_others)) {
            if (other.name == "Seed"_L1) // what can be a seed is not among them
                leave(other.name, other.value, u"larger than 9223372036854775807, or no whole number"_s);
            else if (other.name != "Model"_L1 || other.value != m_schema.endpoint())
                leave(other.name, other.value, {});
        }
        return std::move(m_settings);
    }

private:
    void set(const ParamSpec &param, const QJsonValue &value)
    {
        m_settings.request.input[param.name] = value;
        m_settings.used << param.name;
        m_settings.usedTitles << (param.title.isEmpty() ? param.name : param.title).toLower();
    }
    void leave(const QString &name, const QString &value, const QString &why)
    {
        m_settings.unused << UnusedSetting{name, value, why};
    }
    void change(const QString &name, const QString &value, const QString &taken)
    {
        m_settings.unused << UnusedSetting{name, value, u"%1 is the nearest that fits"_s.arg(taken), true};
    }
    QString takesNone() const { return u"%1 takes none"_s.arg(m_schema.title()); }

    void takePrompt()
    {
        const ParamSpec *param = m_schema.find(ParamRole::Prompt);
        if (m_recipe.prompt.isEmpty())
            return;
        if (!param)
            return leave(u"Prompt"_s, m_recipe.prompt, takesNone());
        if (m_recipe.prompt.size() > mostForeignPrompt)
            return leave(u"Prompt"_s, m_recipe.prompt,
                         u"longer than %L1 characters"_s.arg(mostForeignPrompt));
        set(*param, m_recipe.prompt);
    }

    void takeSeed()
    {
        const ParamSpec *param = m_schema.find(ParamRole::Seed);
        if (!m_recipe.seed)
            return;
        const QString text = QString::number(*m_recipe.seed);
        if (!param)
            return leave(u"Seed"_s, text, takesNone());
        if (!m_schema.check(*param, *m_recipe.seed))
            return leave(u"Seed"_s, text, u"%1 does not take this one"_s.arg(m_schema.title()));
        set(*param, *m_recipe.seed);
    }

    void takeSize()
    {
        const ParamSpec *param = m_schema.find(ParamRole::Size);
        const QSize size = m_recipe.size;
        if (size.isEmpty())
            return;
        if (!param || param->kind != ParamKind::Size) {
            const auto name = param ? presetFor(size, *param, false) : std::nullopt;
            if (!name)
                return leave(u"Size"_s, sizeText(size), takesNone());
            set(*param, *name);
            if (presetPixels(*name) != size)
                change(u"Size"_s, sizeText(size), sizeText(presetPixels(*name)));
            return;
        }
        if (const auto name = presetFor(size, *param, true))
            return set(*param, *name);
        const QJsonValue value = fittedSize(size, *param);
        if (!m_schema.check(*param, value))
            return leave(u"Size"_s, sizeText(size), u"%1 does not take this one"_s.arg(m_schema.title()));
        set(*param, value);
        if (const QSize pixels = pixelsOf(value); pixels != size)
            change(u"Size"_s, sizeText(size), sizeText(pixels));
    }

    void takeNumber(const ParamSpec *param, const QString &name, std::optional<double> wanted)
    {
        if (!wanted || !std::isfinite(*wanted))
            return;
        if (!param || (param->kind != ParamKind::Number && param->kind != ParamKind::Integer))
            return leave(name, numberText(*wanted), takesNone());
        double value = fitted(*wanted, *param);
        if (param->kind == ParamKind::Integer)
            value = std::round(value);
        if (!m_schema.check(*param, value))
            return leave(name, numberText(*wanted), u"%1 does not take this one"_s.arg(m_schema.title()));
        set(*param, value);
        if (value != *wanted)
            change(name, numberText(*wanted), numberText(value));
    }

    /// One of the settings that only some models have.
    void takeOther(const ParamSpec *param, const QString &name)
    {
        const auto found = std::ranges::find(m_others, name, &NamedSetting::name);
        if (!param || found == m_others.end())
            return;
        bool isNumber = false;
        const double value = found->value.toDouble(&isNumber);
        if (!isNumber)
            return;
        m_others.erase(found);
        takeNumber(param, name, value);
    }

    void takeNegative()
    {
        const ParamSpec *param = m_schema.find(u"negative_prompt"_s);
        if (m_recipe.negativePrompt.isEmpty())
            return;
        if (!param || !m_schema.check(*param, m_recipe.negativePrompt))
            return leave(u"Negative prompt"_s, m_recipe.negativePrompt, takesNone());
        set(*param, m_recipe.negativePrompt);
    }

    const ForeignRecipe &m_recipe;
    const ModelSchema &m_schema;
    QList<NamedSetting> m_others;
    RestoredSettings m_settings;
};

} // namespace

GenerationRequest knownRequest(const ForeignRecipe &recipe)
{
    GenerationRequest request;
    if (!recipe.prompt.isEmpty() && recipe.prompt.size() <= mostForeignPrompt)
        request = withPrompt(request, recipe.prompt);
    if (recipe.seed)
        request = withSeed(request, *recipe.seed);
    if (recipe.guidance)
        request = withGuidance(request, *recipe.guidance);
    return request;
}

QString programText(const ForeignRecipe &recipe)
{
    if (recipe.version.isEmpty())
        return recipe.program;
    return recipe.version.startsWith(recipe.program) ? recipe.version
                                                     : recipe.program + u' ' + recipe.version;
}

QString UnusedSetting::line() const
{
    const QString setting = value.isEmpty() ? name : u"%1: %2"_s.arg(name, value);
    return why.isEmpty() ? setting : u"%1 (%2)"_s.arg(setting, why);
}

QString RestoredSettings::usedText() const
{
    if (usedTitles.size() < 2)
        return usedTitles.value(0);
    return usedTitles.first(usedTitles.size() - 1).join(u", "_s) + u" and "_s + usedTitles.last();
}

QString RestoredSettings::unusedText() const
{
    QStringList lines;
    for (const UnusedSetting &setting : unused)
        lines << setting.line();
    return lines.join(u'\n');
}

RestoredSettings appliedTo(const ForeignRecipe &recipe, const ModelSchema &schema)
{
    return Applying(recipe, schema).result();
}

} // namespace janus
