#pragma once

#include "core/modelschema.h"
#include "core/provenance.h"

#include <QJsonArray>
#include <QList>
#include <QString>

#include <optional>

class QRandomGenerator;

namespace janus {

/// One thing that differs from cell to cell of a sweep sheet.
struct SweepAxis
{
    enum class Kind {
        Parameter, ///< one input of the model, seed and size included
        Words,     ///< a stretch of the prompt
    };
    Kind kind = Kind::Parameter;
    /// Parameter: its name in the schema. Words: the words in the base's prompt that the values replace.
    QString name;
    /// As they are sent; texts for Words, where an empty one leaves the words out.
    QJsonArray values;

    bool operator==(const SweepAxis &) const = default;
};

/// The plan of a sweep sheet: one request, and what differs from cell to cell. A place in it is a list of
/// value numbers, one for each axis: columns, rows, pages.
struct Sweep
{
    static constexpr int mostAxes = 3;
    static constexpr int mostCells = 2000;

    QString name;
    GenerationRequest base;                 ///< with a seed, and asking for one picture
    QList<SweepAxis> axes;                  ///< one to three: columns, rows, pages
    QString centre = {};                    ///< key of the cell that the base was taken from; empty: none
    std::optional<PictureName> parent = {}; ///< the picture that the base was taken from

    /// 1 for an axis that there is not.
    int valueCount(int axis) const { return axis < axes.size() ? int(axes[axis].values.size()) : 1; }
    /// 0 for a plan without axes. Not more than the largest int.
    int cellCount() const;
    /// The axis that says the parameter with this name; -1: none.
    int axisOf(const QString &parameter) const;

    bool operator==(const Sweep &) const = default;
};

/// "Columns", "Rows", "Pages".
QString axisPlace(int axis);
/// "Guidance", "Words “dawn”".
QString axisTitle(const SweepAxis &axis, const ModelSchema &schema);

/// The name of a cell: the values of its axes as compact JSON ("[2,\"noon\"]"). So it stays the same when
/// values are added, removed or moved, and when the base changes. `at` must name a value of every axis.
QString cellKey(const Sweep &sweep, const QList<int> &at);
/// The place that a cell's name means; nothing when the sheet has no such values (any more).
std::optional<QList<int>> cellPlace(const Sweep &sweep, const QString &key);
/// All places, columns first, then rows, then pages.
QList<QList<int>> cellPlaces(const Sweep &sweep);
/// What is sent for a cell.
GenerationRequest requestOf(const Sweep &sweep, const QList<int> &at);
/// The same, with where it comes from: this cell of the sheet with this number.
Wish wishOf(const Sweep &sweep, qint64 sheet, const QList<int> &at);

/// Equal for values that are the same one to a cell's name.
QByteArray valueKey(const QJsonValue &value);

/// Where `words` begin in a prompt: at their first place where they are no part of longer words, otherwise at
/// their first place; -1: nowhere, or no words.
qsizetype placeOfWords(const QString &prompt, const QString &words);

/// Reads the values of an axis as an artist types them; those the axis has are not looked at.
///
///     2, 4, 6.5          1..5          2..13 step 0.5          30..20, 5          numbers
///     512x512, 4:3, landscape_16_9                                                sizes
///     dawn, noon, "storm, light", ""                                              words, one of them nothing
///     5 seeds            42..45                                                   seeds; drawn here
///
/// What is named twice is there once. Fails with BadInput, whose sentence names the value and what is wrong.
Result<QJsonArray> axisValues(const ModelSchema &schema, const SweepAxis &axis, const QString &text);
/// The same with the dice that draw seeds.
Result<QJsonArray> axisValues(const ModelSchema &schema, const SweepAxis &axis, const QString &text,
                              QRandomGenerator &dice);
/// A text that axisValues() reads as exactly these values.
QString axisText(const ModelSchema &schema, const SweepAxis &axis);
/// A value as its row or column is headed: "6.5", "4:3", "512 × 512", "noon", "on"; "(nothing)" for words
/// left out.
QString valueText(const SweepAxis &axis, const QJsonValue &value, const ModelSchema &schema);
/// A value as it is written in tables and in axisText(), without quotes: "6.5", "512x512", "noon", "".
QString plainValueText(const QJsonValue &value);

/// Why not every cell can be sent; empty when they all can. BadInput, each with a whole sentence; `field` is
/// the parameter, or "prompt" for words.
QList<Error> check(const Sweep &sweep, const ModelSchema &schema);

/// The sheet with a cell's settings as its base, so that what is added later starts from there. `sent` is
/// what was sent for that cell, which may have a seed of its own. No cell that is there asks for anything
/// else afterwards, except for that seed.
Sweep centredOn(const Sweep &sweep, const QList<int> &at, const GenerationRequest &sent,
                const std::optional<PictureName> &picture);

/// As it is kept in the library.
QJsonObject toJson(const Sweep &sweep);
/// The inverse. BadInput for what was not made by it.
Result<Sweep> sweepFromJson(const QJsonObject &json);

} // namespace janus
