#pragma once

#include <QJsonValue>
#include <QList>
#include <QSize>
#include <QString>

#include <optional>

namespace janus {

/// The closed list of shapes a parameter can have. A form has one widget for each.
enum class ParamKind {
    Text,    ///< string
    Integer, ///< 64-bit integer
    Number,  ///< double
    Boolean,
    Choice, ///< one word out of ParamSpec::choices
    Size,   ///< a preset out of ParamSpec::choices, or {"width": w, "height": h}
    Json,   ///< anything else: edited as one line of JSON
};

/// What a parameter means, for the parts of the program that must know.
enum class ParamRole { None, Prompt, Size, Guidance, Temperature, Count, Seed, Safety };

/// What a range of values means in plain words: "Follows the words closely" up to a value.
struct ParamMeaning
{
    double upTo = 0;
    QString text;
    bool operator==(const ParamMeaning &) const = default;
};

/// One input of a model, as its schema describes it and our overlay names it.
struct ParamSpec
{
    QString name;  ///< the schema's own name, as it is sent ("cfg_weight")
    QString title; ///< for people ("Guidance")
    QString hint;  ///< one plain sentence
    ParamKind kind = ParamKind::Json;
    ParamRole role = ParamRole::None;
    bool required = false;
    bool nullable = false;
    QJsonValue defaultValue = QJsonValue::Undefined; ///< Undefined: leave it out of the request

    std::optional<double> minimum; ///< of the number; of each side for Size
    std::optional<double> maximum;
    bool exclusiveMinimum = false;
    bool exclusiveMaximum = false;
    std::optional<double> multipleOf;
    std::optional<int> minLength; ///< in characters
    std::optional<int> maxLength;
    QStringList choices;          ///< Choice and Size: the words, in the schema's order
    double step = 1;              ///< a sensible step for sliders and arrow keys
    QList<ParamMeaning> meanings; ///< rising; empty when nothing plain can be said

    /// The command line's spelling: "--cfg-weight".
    QString option() const;
    /// The plain meaning of a number, or nothing.
    QString meaningOf(double value) const;
    bool operator==(const ParamSpec &) const = default;
};

/// Pixels of a named size; an invalid size for a name we do not know.
/// Source: the constants of fal's own SDK; the OpenAPI document gives names only.
QSize presetPixels(const QString &name);

/// "1:1 HD", "16:9" … for a named size; the name itself when we do not know it.
QString presetLabel(const QString &name);

} // namespace janus
