#include "library/foreignjson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

constexpr int mostSide = 1'000'000; ///< what is more is no size of a picture

bool isDigit(char letter)
{
    return letter >= '0' && letter <= '9';
}

/// Makes strict JSON of what Python writes; text in quotes stays as it is.
class Strict
{
public:
    explicit Strict(const QByteArray &json)
        : m_json(json)
    {
        m_out.reserve(json.size() + 64);
    }

    QByteArray result()
    {
        while (m_at < m_json.size()) {
            const char letter = m_json[m_at];
            if (letter == '"')
                takeString();
            else if (isDigit(letter))
                takeNumber();
            else if (letter == ',' && isLast())
                ++m_at;
            else if (!takeWord())
                m_out += m_json[m_at++];
        }
        return m_out;
    }

private:
    void takeString()
    {
        const qsizetype start = m_at++;
        while (m_at < m_json.size() && m_json[m_at] != '"')
            m_at += m_json[m_at] == '\\' ? 2 : 1;
        m_at = std::min(m_at + 1, m_json.size());
        m_out += QByteArrayView(m_json).sliced(start, m_at - start);
    }

    void takeNumber()
    {
        constexpr qsizetype mostExact = 18;
        const qsizetype start = m_at;
        while (m_at < m_json.size() && isDigit(m_json[m_at]))
            ++m_at;
        const bool isWhole =
            m_at >= m_json.size() || (m_json[m_at] != '.' && m_json[m_at] != 'e' && m_json[m_at] != 'E');
        const bool isFraction = start > 0 && (m_json[start - 1] == '.' || m_json[start - 1] == 'e' ||
                                              m_json[start - 1] == 'E' || m_json[start - 1] == '+');
        const QByteArrayView digits = QByteArrayView(m_json).sliced(start, m_at - start);
        if (!isWhole || isFraction || digits.size() <= mostExact) {
            m_out += digits;
            return;
        }
        const bool isNegative = m_out.endsWith('-');
        if (isNegative)
            m_out.chop(1);
        m_out += isNegative ? "\"-" : "\"";
        m_out += digits;
        m_out += '"';
    }

    bool isLast() const
    {
        qsizetype next = m_at + 1;
        while (next < m_json.size() &&
               (m_json[next] == ' ' || m_json[next] == '\n' || m_json[next] == '\r' || m_json[next] == '\t'))
            ++next;
        return next < m_json.size() && (m_json[next] == '}' || m_json[next] == ']');
    }

    bool takeWord()
    {
        for (const QByteArrayView word : {"NaN", "Infinity", "-Infinity"}) {
            if (QByteArrayView(m_json).sliced(m_at).startsWith(word)) {
                m_out += "null";
                m_at += word.size();
                return true;
            }
        }
        return false;
    }

    const QByteArray &m_json;
    QByteArray m_out;
    qsizetype m_at = 0;
};

} // namespace

std::optional<QJsonObject> foreignObject(const QString &text)
{
    const QByteArray json = text.trimmed().toUtf8();
    if (!json.startsWith('{'))
        return {};
    const QJsonDocument document = QJsonDocument::fromJson(Strict(json).result());
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

QString plainText(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    if (value.isDouble()) {
        const std::optional<Seed> whole = exactSeed(value);
        return whole ? QString::number(*whole)
                     : QString::number(value.toDouble(), 'g', QLocale::FloatingPointShortest);
    }
    if (value.isArray()) {
        const QJsonArray items = value.toArray();
        const bool isPlain = std::ranges::none_of(
            items, [](const QJsonValue &item) { return item.isArray() || item.isObject(); });
        if (!isPlain)
            return QString::fromUtf8(QJsonDocument(items).toJson(QJsonDocument::Compact));
        QStringList texts;
        for (const QJsonValue &item : items)
            texts << plainText(item);
        return texts.join(u", "_s);
    }
    return value.isObject()
               ? QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact))
               : QString();
}

std::optional<double> plainNumber(const QJsonValue &value)
{
    bool ok = value.isDouble();
    const double number = ok ? value.toDouble() : value.toString().trimmed().toDouble(&ok);
    return ok && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::optional<Seed> plainSeed(const QJsonValue &value)
{
    if (!value.isString())
        return exactSeed(value);
    QString text = value.toString().trimmed();
    bool ok = false;
    if (const Seed whole = text.toLongLong(&ok); ok)
        return whole;
    // "42.0": the digits count, not the double.
    while (text.contains(u'.') && text.endsWith(u'0'))
        text.chop(1);
    const Seed whole = text.endsWith(u'.') ? text.chopped(1).toLongLong(&ok) : 0;
    return ok ? std::optional(whole) : std::nullopt;
}

QString titleOf(const QString &member)
{
    QString title = QString(member).replace(u'_', u' ').trimmed();
    if (!title.isEmpty())
        title[0] = title[0].toUpper();
    return title;
}

void list(ForeignRecipe &recipe, const QString &name, const QString &value)
{
    if (!value.isEmpty())
        recipe.others << NamedSetting{name, value};
}

void ForeignFields::takeSeed(const QString &name, ForeignRecipe &recipe)
{
    const QJsonValue value = take(name);
    recipe.seed = plainSeed(value);
    if (!recipe.seed)
        list(recipe, u"Seed"_s, plainText(value));
}

void ForeignFields::takeGuidance(const QString &name, ForeignRecipe &recipe)
{
    const QJsonValue value = take(name);
    recipe.guidance = plainNumber(value);
    if (!recipe.guidance)
        list(recipe, u"Guidance"_s, plainText(value));
}

void ForeignFields::takeSize(const QString &width, const QString &height, ForeignRecipe &recipe)
{
    const double wide = plainNumber(take(width)).value_or(0);
    const double high = plainNumber(take(height)).value_or(0);
    if (wide >= 1 && high >= 1 && wide <= mostSide && high <= mostSide)
        recipe.size = QSize(int(wide), int(high));
}

void ForeignFields::listRest(ForeignRecipe &recipe, const QStringList &first,
                             const QHash<QString, QString> &titles)
{
    const auto add = [&](const QString &name, const QJsonValue &value) {
        const auto title = titles.constFind(name);
        list(recipe, title != titles.constEnd() ? *title : titleOf(name), plainText(value));
    };
    for (const QString &name : first)
        add(name, m_object.value(name));
    for (auto member = m_object.constBegin(); member != m_object.constEnd(); ++member) {
        if (!first.contains(member.key()) && recipe.others.size() <= mostForeignSettings)
            add(member.key(), *member);
    }
}

} // namespace janus::library
